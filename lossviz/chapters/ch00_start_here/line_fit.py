"""A line fitted by hand, while the mean squared error answers: the first picture of all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import BLUE, COLOUR_MAP, INK, ORANGE
from lossviz.explorable.words import inked
from lossviz.maths import mean_squared_error

# Six friends who sold lemonade: for how many hours, and how many litres. Made up for this picture:
# small round numbers that anyone can check.
NAMES = ("Ada", "Ben", "Cem", "Dana", "Eli", "Fay")
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
Y = np.array([2.0, 2.5, 4.5, 4.0, 6.5, 6.5])
_LEFT, _RIGHT, _BOTTOM, _TOP = 0.0, 7.0, -1.0, 9.0
# A shorter piece of the line cannot be turned by its ends.
_SHORTEST = 0.5
# Bands, not a gradient: the eye reads the slope from them, and the stored picture stays small.
_LEVELS = [2.0**power for power in range(-2, 9)]
BEST_LOSS = float(mean_squared_error(Y, np.polyval(np.polyfit(X, Y, 1), X)))


class Fit(NamedTuple):
    """A line, what it predicts, and its loss.

    ``ends`` are the points between which the line can be seen, left and right.
    """

    slope: float
    intercept: float
    ends: NDArray[np.float64]
    prediction: NDArray[np.float64]
    loss: float


class LineFit(Picture[Fit]):
    """Slope and intercept of a line, and the loss that answers.

    Left the points, the line and the squares of the gaps; right the loss of every line.

    Examples
    --------
    >>> from lossviz.explorers import line_fit
    >>> explorer = line_fit()
    >>> explorer.set(slope=1.0, intercept=0.8)
    >>> round(explorer.result.loss, 3)
    0.307
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 5.6)
    parameters = (
        Slider("slope", "slope", -1.0, 3.0, 0.1, default=0.2),
        Slider("intercept", "intercept", -3.0, 6.0, 0.1, default=3.0),
    )
    presets = (
        Preset("Steep and low", slope=2.5, intercept=-3.0),
        Preset("Flat", slope=0.0, intercept=4.3),
    )

    def build(self, figure: Figure) -> None:
        """Create the scatter plot and the map of the loss."""
        # Room for a grip between the panels.
        figure.set_layout_engine("constrained", wspace=0.08)
        self._data, self._valley = data, valley = self.panels(figure, 2, heights=[1, 1.15])
        data.set(xlim=(_LEFT, _RIGHT), ylim=(_BOTTOM, _TOP), xlabel="hours x", ylabel="litres y")
        data.set(xticks=[0, 2, 4, 6], yticks=[0, 4, 8])
        line = self.line(data, color=BLUE, linewidth=2.4, label="your line")
        self._line = self.readable(line, "your line")
        self._squares = [Polygon([[0, 0]] * 4, label="squared gaps") for _ in X]
        for square in self._squares:
            square.set(facecolor=ORANGE, edgecolor=ORANGE, alpha=0.3, linewidth=1.2)
            data.add_patch(square)
            self.moving(square)
        # The points never move, but belong on top of their squares.
        points = self.line(data, "o", color=INK, markersize=8, label="data")
        points.set_data(X, Y)
        for name, x, y in zip(NAMES, X, Y, strict=True):
            # To the right, for the squares grow to the left.
            label = data.annotate(name, (x, y), (8, 0), textcoords="offset points", va="center")
            self.moving(label)
        # Above the axes: the line can be anywhere inside.
        names = [points, self._line, self._squares[0]]
        if self.narrow:
            self.legend(*names, ncols=3, handlelength=1.4)
        else:
            data.legend(
                handles=names, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.2, ncols=3
            )

        slopes = np.linspace(-1, 3, 161)[:, np.newaxis, np.newaxis]
        intercepts = np.linspace(-3, 6, 161)[:, np.newaxis]
        losses = ((slopes * X + intercepts - Y) ** 2).mean(axis=-1)
        bands = valley.contourf(
            slopes.ravel(),
            intercepts.ravel(),
            losses.T,
            _LEVELS,
            norm=LogNorm(_LEVELS[0], _LEVELS[-1]),
            cmap=COLOUR_MAP,
        )
        valley.set(
            xlabel="slope", ylabel="intercept", xticks=[-1, 0, 1, 2, 3], yticks=[-3, 0, 3, 6]
        )
        valley.set_title("The loss of every line", pad=11)  # above a marker on the edge
        bar = figure.colorbar(
            bands,
            ax=valley,
            label="mean squared error",
            location="bottom" if self.narrow else "right",
        )
        ticks = _LEVELS[2::2]
        bar.set_ticks(ticks, labels=[f"{level:g}" for level in ticks])
        for axes in (data, valley):
            axes.grid(False)
        # On dark paper the map stays as it is, and so must the mark on it.
        self._here = self.line(
            valley, "P", color="#fefefe", markersize=12, markeredgecolor="#000000", clip_on=False
        )

    @property
    def handles(self) -> tuple[Handle[Fit], ...]:
        """Both ends of the line, as far as it is seen, and its place in the valley."""
        return (
            _end("left end of the line", self._data, 0),
            _end("right end of the line", self._data, 1),
            Handle(
                "the line's place among all lines",
                ("slope", "intercept"),
                self._valley,
                lambda fit: (fit.slope, fit.intercept),
                lambda fit, x, y: {"slope": x, "intercept": y},
            ),
        )

    @staticmethod
    def compute(slope: float, intercept: float) -> Fit:
        """Predict with the line and measure its loss."""
        prediction = slope * X + intercept
        loss = float(mean_squared_error(Y, prediction))
        return Fit(slope, intercept, _ends(slope, intercept), prediction, loss)

    def place(self, fit: Fit) -> None:
        """Move the line, the squares and its place in the valley."""
        ends = np.array([_LEFT, _RIGHT])
        self._line.set_data(ends, fit.slope * ends + fit.intercept)
        # As wide on the page as it is high, whatever the scales.
        across, up = np.diff(self._data.transData.transform([[0, 0], [1, 1]]), axis=0)[0]
        for square, x, y, reached in zip(self._squares, X, Y, fit.prediction, strict=True):
            side = abs(reached - y) * up / across
            square.set_xy([(x, y), (x, reached), (x - side, reached), (x - side, y)])
        self._here.set_data([fit.slope], [fit.intercept])

    def describe(self, fit: Fit) -> str:
        """State the line and its loss."""
        sign = "−" if fit.intercept < 0 else "+"
        line = inked(f"y = {fit.slope:.1f}x {sign} {abs(fit.intercept):.1f}", BLUE)
        loss = inked(f"{fit.loss:.3f}", ORANGE)
        return (
            f"Your line {line} has a mean squared error of {loss}; "
            f"no line gets below {BEST_LOSS:.3f}."
        )


def _ends(slope: float, intercept: float) -> NDArray[np.float64]:
    """Where a line comes into the picture and leaves it; the same point twice if it never does."""
    steep = slope or 1e-9  # a level line meets bottom and top very far away
    low, high = sorted((edge - intercept) / steep for edge in (_BOTTOM, _TOP))
    x = np.clip([_LEFT, _RIGHT], low, high)
    return np.stack([x, slope * x + intercept], axis=-1)


def _end(label: str, axes: Axes, this: int) -> Handle[Fit]:
    """A grip on an end of the line; the other end stays where it is."""

    def at(fit: Fit) -> tuple[float, float] | None:
        seen = fit.ends[1, 0] - fit.ends[0, 0]
        return (float(fit.ends[this, 0]), float(fit.ends[this, 1])) if seen >= _SHORTEST else None

    def grab(fit: Fit, x: float, y: float) -> dict[str, float]:
        fixed_x, fixed_y = fit.ends[1 - this]
        slope = (y - fixed_y) / (x - fixed_x)
        return {"slope": slope, "intercept": y - slope * x}

    return Handle(label, ("slope", "intercept"), axes, at, grab)
