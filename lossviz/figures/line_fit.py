"""A line fitted by hand, while the mean squared error answers: the first picture of all."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.style import BLUE, COLOUR_MAP, INK, ORANGE, powers_of_ten
from lossviz.maths import mean_squared_error

# Made up for this picture: small round numbers that anyone can check.
X = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])
Y = np.array([2.0, 2.5, 4.5, 4.0, 6.5, 6.5])


class LineFit(ExplorableFigure):
    """Left the points, the line and the residuals; right the loss of every line."""

    size = (10.0, 4.2)
    takes = dict.fromkeys(("slope", "intercept"), number(-1e3, 1e3))
    defaults = {"slope": 0.2, "intercept": 3.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the scatter plot and the map of the loss."""
        data, valley = figure.subplots(1, 2)
        data.plot(X, Y, "o", color=INK, markersize=8, label="data")
        data.set(xlim=(0, 7), ylim=(-1, 9), xlabel="x", ylabel="y")
        data.set_title("The line and its residuals")
        self._line = self.moving(data.plot([], [], color=BLUE, linewidth=2.4)[0])
        self._residuals = self.moving(
            data.plot([], [], color=ORANGE, linewidth=2, linestyle=":")[0]
        )
        data.plot([], [], color=BLUE, linewidth=2.4, label="your line")
        data.plot([], [], color=ORANGE, linewidth=2, linestyle=":", label="residuals")
        data.legend(loc="upper left")

        slopes = np.linspace(-1, 3, 161)[:, np.newaxis, np.newaxis]
        intercepts = np.linspace(-3, 6, 161)[:, np.newaxis]
        losses = ((slopes * X + intercepts - Y) ** 2).mean(axis=-1)
        image = valley.imshow(
            losses.T,
            norm=LogNorm(0.2, 200),
            cmap=COLOUR_MAP,
            origin="lower",
            aspect="auto",
            extent=(-1, 3, -3, 6),
        )
        valley.grid(False)
        valley.set(xlabel="slope", ylabel="intercept")
        valley.set_title("The loss of every line")
        bar = figure.colorbar(image, ax=valley, label="mean squared error (log scale)")
        ticks, labels = powers_of_ten(0, 2)
        bar.set_ticks(ticks, labels=labels)
        self._best = np.polyfit(X, Y, 1)
        self._place = self.moving(
            valley.plot([], [], "P", color="white", markersize=12, markeredgecolor="black")[0]
        )

    def draw(self, slope: float, intercept: float) -> None:
        """Move the line, its residuals and its place in the valley."""
        prediction = slope * X + intercept
        self.loss = float(mean_squared_error(Y, prediction))
        ends = np.array([0.0, 7.0])
        self._line.set_data(ends, slope * ends + intercept)
        # Vertical strokes in one line: NaN lifts the pen.
        self._residuals.set_data(
            np.repeat(X, 3), np.stack([Y, prediction, np.full_like(X, np.nan)], axis=1).ravel()
        )
        self._place.set_data([slope], [intercept])

    @property
    def best_loss(self) -> float:
        """The loss of the least-squares line."""
        return float(mean_squared_error(Y, np.polyval(self._best, X)))

    def describe(self) -> str:
        """State the line and its loss."""
        slope, intercept = self.parameters["slope"], self.parameters["intercept"]
        sign = "−" if intercept < 0 else "+"
        return (
            f"Your line y = {slope:.1f}x {sign} {abs(intercept):.1f} has a mean squared error of "
            f"{self.loss:.3f}; no line gets below {self.best_loss:.3f}."
        )
