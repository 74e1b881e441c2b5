"""A line fitted by hand, while the mean squared error answers: the first picture of all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable import Picture, Preset, Slider
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import BLUE, COLOUR_MAP, INK, ORANGE
from lossviz.maths import mean_squared_error

# Made up for this picture: small round numbers that anyone can check.
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
Y = np.array([2.0, 2.5, 4.5, 4.0, 6.5, 6.5])
# Bands, not a gradient: the eye reads the slope from them, and the stored picture stays small.
_LEVELS = [2.0**power for power in range(-2, 9)]
BEST_LOSS = float(mean_squared_error(Y, np.polyval(np.polyfit(X, Y, 1), X)))


class Fit(NamedTuple):
    """A line, what it predicts, and its loss."""

    slope: float
    intercept: float
    prediction: NDArray[np.float64]
    loss: float


class LineFit(Picture[Fit]):
    """Slope and intercept of a line, and the loss that answers.

    Left the points, the line and the residuals; right the loss of every line.

    Examples
    --------
    >>> from lossviz.explorers import line_fit
    >>> explorer = line_fit()
    >>> explorer.set(slope=1.0, intercept=0.8)
    >>> round(explorer.result.loss, 3)
    0.307
    """

    size = (10.0, 4.2)
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
        data, valley = figure.subplots(1, 2)
        data.set(xlim=(0, 7), ylim=(-1, 9), xlabel="x", ylabel="y")
        data.set(xticks=[0, 2, 4, 6], yticks=[0, 4, 8])
        self._line = self.line(data, color=BLUE, linewidth=2.4, label="your line")
        self._residuals = self.line(
            data, color=ORANGE, linewidth=2, linestyle=":", label="residuals"
        )
        # The points never move, but belong on top of their residuals.
        points = self.line(data, "o", color=INK, markersize=8, label="data")
        points.set_data(X, Y)
        # Above the axes: the line can be anywhere inside.
        data.legend(
            handles=[points, self._line, self._residuals],
            loc="lower left",
            bbox_to_anchor=(0, 1),
            borderaxespad=0.2,
            ncols=3,
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
        bar = figure.colorbar(bands, ax=valley, label="mean squared error")
        ticks = _LEVELS[2::2]
        bar.set_ticks(ticks, labels=[f"{level:g}" for level in ticks])
        for axes in (data, valley):
            axes.grid(False)
        self._here = self.line(
            valley, "P", color="white", markersize=12, markeredgecolor="black", clip_on=False
        )

    @staticmethod
    def compute(slope: float, intercept: float) -> Fit:
        """Predict with the line and measure its loss."""
        prediction = slope * X + intercept
        return Fit(slope, intercept, prediction, float(mean_squared_error(Y, prediction)))

    def place(self, fit: Fit) -> None:
        """Move the line, its residuals and its place in the valley."""
        ends = np.array([0.0, 7.0])
        self._line.set_data(ends, fit.slope * ends + fit.intercept)
        self._residuals.set_data(*verticals(X, Y, fit.prediction))
        self._here.set_data([fit.slope], [fit.intercept])

    def describe(self, fit: Fit) -> str:
        """State the line and its loss."""
        sign = "−" if fit.intercept < 0 else "+"
        return (
            f"Your line y = {fit.slope:.1f}x {sign} {abs(fit.intercept):.1f} has a mean squared "
            f"error of {fit.loss:.3f}; no line gets below {BEST_LOSS:.3f}."
        )
