"""A line with Gaussian noise around it: how probable it makes the points that were seen."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE
from lossviz.maths import mean_squared_error

# Made up for this picture: small round numbers that anyone can check.
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])
Y = np.array([1.5, 3.5, 2.5, 4.0, 5.5, 4.5, 7.5, 7.0])
_SLOPES = np.linspace(-0.2, 2.0, 89)
_WIDTH = 0.62
_TOP = 60.0


class GaussianLikelihood(ExplorableFigure):
    """Left the points under their bells, right minus the log-likelihood of every slope."""

    size = (10.0, 3.9)
    takes = {  # noqa: RUF012 - never changed
        "slope": number(-1e3, 1e3),
        "intercept": number(-1e3, 1e3),
        "sigma": number(1e-3, 1e3),
    }
    defaults = {"slope": 0.5, "intercept": 1.0, "sigma": 1.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        data, cost = figure.subplots(1, 2, width_ratios=[1.25, 1])
        data.set(xlim=(0.3, 9.2), ylim=(-1, 9.6), xlabel="x", ylabel="y")
        data.set_title("Noise of width σ around your line")
        self._line = self.moving(data.plot([], [], color=BLUE, linewidth=2.4)[0])
        self._bells = self.moving(data.plot([], [], color=GREEN, linewidth=1.2)[0])
        self._densities = self.moving(data.plot([], [], color=ORANGE, linewidth=3.2)[0])
        data.plot([], [], "o", color=INK, markersize=7, label="data")
        data.plot([], [], color=BLUE, linewidth=2.4, label="your line")
        data.plot([], [], color=GREEN, linewidth=1.2, label="density of y at x")
        data.plot([], [], color=ORANGE, linewidth=3.2, label="density of the point")

        # The points never move, but belong on top of their densities.
        self.moving(data.plot(X, Y, "o", color=INK, markersize=7)[0])

        cost.set(xlim=(_SLOPES[0], _SLOPES[-1]), ylim=(0, _TOP), xlabel="slope", ylabel="nats")
        cost.set_title("Minus log-likelihood of every slope")
        self._curve = self.moving(cost.plot([], [], color=INK, linewidth=2)[0])
        self._lowest = self.moving(
            cost.plot([], [], "D", color=GREEN, markersize=9, markeredgecolor="white")[0]
        )
        self._here = self.moving(
            cost.plot([], [], "o", color=BLUE, markersize=10, markeredgecolor="white")[0]
        )
        cost.plot([], [], "o", color=BLUE, markersize=9, label="your slope")
        cost.plot([], [], "D", color=GREEN, markersize=8, label="best slope")
        figure.legend(loc="outside upper center", ncols=6, fontsize=9.5, columnspacing=1.4)

    def draw(self, slope: float, intercept: float, sigma: float) -> None:
        """Move the line, its bells and the curve of all slopes."""
        line = slope * X + intercept
        n = len(X)
        self.squares = float(mean_squared_error(Y, line, reduction="sum"))
        self.floor = n * np.log(sigma * np.sqrt(2 * np.pi))
        self.cost = self.squares / (2 * sigma**2) + self.floor
        # The parabola in the slope has its lowest point where Σ x (y − intercept − slope x) = 0.
        self.best_slope = float((X * (Y - intercept)).sum() / (X * X).sum())
        squares = ((_SLOPES[:, np.newaxis] * X + intercept - Y) ** 2).sum(axis=1)
        lowest = float(((self.best_slope * X + intercept - Y) ** 2).sum())

        ends = np.array([0.3, 9.2])
        self._line.set_data(ends, slope * ends + intercept)
        t = np.linspace(-2.6, 2.6, 15)
        bell = np.append(_WIDTH * np.exp(-t * t / 2) / (sigma * np.sqrt(2 * np.pi)), np.nan)
        around = np.append(sigma * t, np.nan)
        self._bells.set_data(
            (X[:, np.newaxis] + bell).ravel(), (line[:, np.newaxis] + around).ravel()
        )
        self.densities = np.exp(-(((Y - line) / sigma) ** 2) / 2) / (sigma * np.sqrt(2 * np.pi))
        gap = np.full(n, np.nan)
        self._densities.set_data(
            np.stack([X, X + _WIDTH * self.densities, gap], axis=1).ravel(), np.repeat(Y, 3)
        )
        self._curve.set_data(_SLOPES, squares / (2 * sigma**2) + self.floor)
        self._lowest.set_data([self.best_slope], [lowest / (2 * sigma**2) + self.floor])
        self._here.set_data([slope], [min(self.cost, _TOP)])
        self._here.set_markerfacecolor(BLUE if self.cost <= _TOP else "white")
        self._here.set_markeredgecolor("white" if self.cost <= _TOP else BLUE)

    def describe(self) -> str:
        """Split minus the log-likelihood into its two parts."""
        p = self.parameters
        sign = "−" if p["intercept"] < 0 else "+"
        return (
            f"y = {p['slope']:.2f}x {sign} {abs(p['intercept']):.1f}, noise σ = {p['sigma']:.1f}: "
            f"the sum of squares is {self.squares:.2f}, so minus the log-likelihood is "
            f"{self.squares / (2 * p['sigma'] ** 2):.2f} + {self.floor:.2f} = {self.cost:.2f} "
            f"nats. For this intercept the best slope is {self.best_slope:.3f}, whatever σ is."
        )
