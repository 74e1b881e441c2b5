"""A line with Gaussian noise around it: how probable it makes the points that were seen."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, hollow_unless, sample
from lossviz.explorable.words import inked
from lossviz.maths import mean_squared_error

# Made up for this picture: small round numbers that anyone can check.
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
Y = np.array([1.5, 3.5, 2.5, 4.0, 5.5, 4.5, 7.5, 7.0])
_SLOPES = np.linspace(0.0, 1.6, 81)
_WIDTH = 0.62
_TOP = 32.0
# The panel of the data.
_LEFT, _RIGHT = 0.3, 9.2
_BOTTOM, _HIGH = -1.0, 9.6
# Where the line is grabbed, off the edges.
_NEAR, _FAR = 0.55, 8.8


class Likelihood(NamedTuple):
    """A line with noise, and how probable it makes the data. Costs are in nats.

    Attributes
    ----------
    line : y of the line at each point
    squares : the sum of the squared errors
    floor : what minus the log-likelihood has beside the squares
    cost : minus the log-likelihood
    densities : of each point, given the line
    best_slope, lowest_cost : the best slope for this intercept, and its cost
    costs : of every slope on the axis
    """

    slope: float
    intercept: float
    sigma: float
    line: NDArray[np.float64]
    squares: float
    floor: float
    cost: float
    densities: NDArray[np.float64]
    best_slope: float
    lowest_cost: float
    costs: NDArray[np.floating]


class GaussianLikelihood(Picture[Likelihood]):
    """A line and the width of its noise, and how probable they make the data.

    Left the points under their bells, right minus the log-likelihood of every slope, and of yours
    as a stack with a piece for each point.

    Examples
    --------
    >>> from lossviz.explorers import gaussian_likelihood
    >>> explorer = gaussian_likelihood()
    >>> explorer.press("The least-squares line")
    >>> print(round(explorer.result.squares, 2))
    4.58
    """

    size = (9.0, 3.4)
    narrow_size = (3.9, 5.8)
    parameters = (
        Slider("slope", "slope", 0.0, 1.6, 0.01, default=0.5),
        Slider("intercept", "intercept", -1.0, 3.0, 0.1, default=1.0),
        Slider("sigma", "noise", 0.4, 3.0, 0.1, default=1.0, symbol="σ"),
    )
    presets = (
        Preset("The least-squares line", slope=0.80, intercept=0.9, sigma=1.0),
        Preset("The same, narrow noise", slope=0.80, intercept=0.9, sigma=0.4),
        Preset("The same, wide noise", slope=0.80, intercept=0.9, sigma=2.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        data, cost = self.panels(figure, 2, widths=[1.25, 1])
        self._data, self._cost = data, cost
        data.set(xlim=(_LEFT, _RIGHT), ylim=(_BOTTOM, _HIGH), xlabel="x", ylabel="y")
        data.set(xticks=[2, 4, 6, 8], yticks=[0, 4, 8])
        data.set_title("Noise of width σ" if self.narrow else "Noise of width σ around your line")
        self._line = self.line(data, color=BLUE, linewidth=2.4)
        self._bells = self.line(data, color=GREEN, linewidth=1.2, label="density of y at x")
        self._densities = self.line(data, color=ORANGE, linewidth=3.2, label="density of the point")
        # The points never move, but belong on top of their densities.
        points = self.line(data, "o", color=INK, markersize=7, label="data")
        points.set_data(X, Y)

        cost.set(xlim=(_SLOPES[0], _SLOPES[-1]), ylim=(0, _TOP), xlabel="slope")
        cost.set_ylabel("nats" if self.narrow else "nats, a piece for each point")
        cost.set(xticks=[0, 0.5, 1, 1.5], yticks=[0, 10, 20, 30])
        of_what = "" if self.narrow else " of every slope"
        cost.set_title(f"Minus log-likelihood{of_what}")
        for axes in (data, cost):
            axes.grid(False)
        self._foot = self.line(cost, color=GREEN, linewidth=1.6, linestyle=":")
        # The product of the densities as the sum of their logarithms, each a piece of a pile.
        self._pieces = self.line(
            cost,
            color=ORANGE,
            linewidth=9,
            solid_capstyle="butt",
            marker="_",
            markersize=11,
            markeredgecolor="white",
            markevery=(1, 1),  # none at the ground, where it would cut the axis
        )
        self._curve = self.line(cost, color=INK, linewidth=2)
        # Larger than your slope and behind it, so that both are seen where they meet.
        self._lowest = self.line(
            cost, "D", color=GREEN, markersize=13, markeredgecolor="white", label="best slope"
        )
        self._here = self.line(cost, "o", color=BLUE, markersize=8, clip_on=False)
        yours = {"color": BLUE, "linewidth": 2.4, "marker": "o", "markersize": 8}
        self.legend(
            points,
            sample("your line, your slope", **yours),
            self._lowest,
            self._bells,
            self._densities,
            fontsize=10.4,
            columnspacing=1.2,
        )

    @property
    def handles(self) -> tuple[Handle[Likelihood], ...]:
        """Both ends of the line, the width of the first bell, and the slope on its curve."""
        return (
            Handle(
                "the left end of your line",
                ("slope", "intercept"),
                self._data,
                at=lambda now: (_NEAR, _at(now, _NEAR)),
                grab=lambda now, x, y: _through(_NEAR, y, _FAR, _at(now, _FAR)),
            ),
            Handle(
                "the right end of your line",
                ("slope", "intercept"),
                self._data,
                at=_right_end,
                grab=lambda now, x, y: _through(x, y, _NEAR, _at(now, _NEAR)),
            ),
            Handle(
                "the width of the noise",
                ("sigma",),
                self._data,
                at=lambda now: (
                    X[0] + _WIDTH * float(_density(np.array(now.sigma), now.sigma)),
                    now.line[0] + now.sigma,
                ),
                grab=lambda now, x, y: {"sigma": y - now.line[0]},
            ),
            Handle(
                "your slope",
                ("slope",),
                self._cost,
                at=lambda now: (now.slope, min(now.cost, _TOP)),
                grab=lambda now, x, y: {"slope": x},
            ),
        )

    @staticmethod
    def compute(slope: float, intercept: float, sigma: float) -> Likelihood:
        """Measure the likelihood of this line, and of every other slope."""
        line = slope * X + intercept
        squares = float(_squares(slope, intercept))
        floor = len(X) * math.log(sigma * math.sqrt(2 * math.pi))
        # The parabola in the slope has its lowest point where Σ x (y − intercept − slope x) = 0.
        best_slope = float((X * (Y - intercept)).sum() / (X * X).sum())
        lowest = float(_squares(best_slope, intercept))
        return Likelihood(
            slope,
            intercept,
            sigma,
            line=line,
            squares=squares,
            floor=floor,
            cost=squares / (2 * sigma**2) + floor,
            densities=_density(Y - line, sigma),
            best_slope=best_slope,
            lowest_cost=lowest / (2 * sigma**2) + floor,
            costs=_squares(_SLOPES, intercept) / (2 * sigma**2) + floor,
        )

    def place(self, likelihood: Likelihood) -> None:
        """Move the line, its bells and the curve of all slopes."""
        ends = np.array([_LEFT, _RIGHT])
        self._line.set_data(ends, likelihood.slope * ends + likelihood.intercept)
        # NaN lifts the pen between two bells.
        errors = likelihood.sigma * np.append(np.linspace(-2.6, 2.6, 15), np.nan)
        bell = _WIDTH * _density(errors, likelihood.sigma)
        x, y = X[:, np.newaxis] + bell, likelihood.line[:, np.newaxis] + errors
        self._bells.set_data(x.ravel(), y.ravel())
        # Strokes to the right: vertical ones with x and y exchanged.
        y, x = verticals(Y, X, X + _WIDTH * likelihood.densities)
        self._densities.set_data(x, y)
        tops = np.append(0.0, np.cumsum(-np.log(likelihood.densities)))
        self._pieces.set_data(np.full(tops.size, likelihood.slope), tops)
        self._curve.set_data(_SLOPES, likelihood.costs)
        lowest = min(likelihood.lowest_cost, _TOP)
        self._lowest.set_data([likelihood.best_slope], [lowest])
        self._foot.set_data([likelihood.best_slope] * 2, [0, lowest])
        self._here.set_data([likelihood.slope], [min(likelihood.cost, _TOP)])
        hollow_unless(likelihood.cost <= _TOP, self._here)

    def describe(self, likelihood: Likelihood) -> str:
        """Split minus the log-likelihood into its two parts."""
        sign = "−" if likelihood.intercept < 0 else "+"
        line = f"y = {likelihood.slope:.2f}x {sign} {abs(likelihood.intercept):.1f}"
        cost = inked(f"{likelihood.cost:.2f}", ORANGE)
        best = inked(f"{likelihood.best_slope:.2f}", GREEN)
        return (
            f"{inked(line, BLUE)}, noise "
            f"σ = {likelihood.sigma:.1f}: the sum of squares is {likelihood.squares:.2f}, so "
            f"minus the log-likelihood is {likelihood.cost - likelihood.floor:.2f} + "
            f"{likelihood.floor:.2f} = {cost} nats. For this intercept it is lowest, "
            f"{likelihood.lowest_cost:.2f}, at slope {best}."
        )


def _at(now: Likelihood, x: float) -> float:
    """The height of the line at a place."""
    return now.slope * x + now.intercept


def _through(x0: float, y0: float, x1: float, y1: float) -> dict[str, float]:
    """The line through two points."""
    slope = (y1 - y0) / (x1 - x0)
    return {"slope": slope, "intercept": y0 - slope * x0}


def _right_end(now: Likelihood) -> tuple[float, float] | None:
    """Where the line leaves the panel; None if it is hardly in it."""
    height = _at(now, _FAR)
    y = min(max(height, _BOTTOM), _HIGH)
    x = _FAR if y == height else (y - now.intercept) / now.slope
    return (x, y) if x > 1 else None


def _squares(slope: ArrayLike, intercept: float) -> NDArray[np.floating]:
    """The sum of the squared errors of a line, for each slope."""
    lines = np.multiply.outer(slope, X) + intercept
    target = np.broadcast_to(Y, lines.shape)
    return np.asarray(mean_squared_error(target, lines, reduction="none").sum(axis=-1))


def _density(error: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """The density of Gaussian noise of width sigma."""
    height = 1 / (sigma * math.sqrt(2 * math.pi))
    return height * np.exp(-((error / sigma) ** 2) / 2)
