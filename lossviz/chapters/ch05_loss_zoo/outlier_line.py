"""Three best lines through eight good points and one that can be moved anywhere."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.ch05_loss_zoo.outlier_points import FAR_OUT, FURTHEST, STEP, TRUE, X, Y
from lossviz.chapters.ch05_loss_zoo.regression_losses import (
    ABSOLUTE,
    DELTAS,
    HUBER,
    LOOKS,
    LOSSES,
    SQUARED,
)
from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import INK, PINK, QUIET
from lossviz.explorable.words import inked
from lossviz.maths import Line, fit_line

LOWEST, HIGHEST = -10.0, 40.0
_ENDS = np.array([-1.0, FURTHEST + 1])
_SLOPES = (-2.5, 4.5)
_SHOWN = (SQUARED, ABSOLUTE, HUBER)


class Fits(NamedTuple):
    """The point that moves, and the best line of each loss."""

    x: float
    y: float
    delta: float
    lines: dict[str, Line]


class OutlierLine(Picture[Fits]):
    """Squared, absolute and Huber lines with a point that you move.

    Left the points and three lines, right the slopes of the lines beside the true one.

    Examples
    --------
    >>> from lossviz.explorers import outlier_line
    >>> explorer = outlier_line()
    >>> explorer.press("Far out in x")
    >>> print([round(line.slope, 2) for line in explorer.result.lines.values()])
    [-0.16, -0.25, -0.24]
    """

    size = (9.5, 4.1)
    narrow_size = (3.9, 5.2)
    parameters = (
        Slider("x", "your point's", 0.0, FURTHEST, STEP, default=6.5, symbol="x"),
        Slider("y", "your point's", LOWEST, HIGHEST, STEP, default=-5.0, symbol="y"),
        Scale("delta", "Huber's", DELTAS[:9], default=1.0, symbol="δ"),
    )
    presets = (
        Preset("On the line", x=6.5, y=14.0),
        Preset("Wrong in y", x=6.5, y=-5.0),
        Preset("Very wrong in y", x=3.5, y=40.0),
        Preset("Far out in x", x=FAR_OUT[0], y=FAR_OUT[1]),
    )

    @property
    def handles(self) -> tuple[Handle[Fits], ...]:
        """The point that is yours."""
        return (
            Handle(
                "your point",
                ("x", "y"),
                self._data,
                lambda fits: (fits.x, fits.y),
                lambda fits, x, y: {"x": x, "y": y},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Draw the good points; prepare the lines and the point that moves."""
        data, slopes = self.panels(figure, 2, widths=[2.2, 1], heights=[2.2, 1])
        self._data = data
        top = HIGHEST + 2
        data.set(xlim=_ENDS, ylim=(LOWEST - 2, top), xlabel="x", ylabel="y")
        data.set(xticks=[0, 10, 20, 30], yticks=[0, 20, 40])
        broad: dict[str, Any] = {"color": QUIET, "alpha": 0.72, "linewidth": 5}
        data.plot(_ENDS, TRUE.slope * _ENDS + TRUE.intercept, **broad)
        if self.narrow:
            data.set_title("The star is your point;\nthe broad line y = 2x + 1 is true")
        else:
            data.set_title("The star is your point")
            # Where the true line leaves the axes, so that no line crosses the words.
            data.annotate(
                "true line y = 2x + 1",
                ((top - TRUE.intercept) / TRUE.slope, top),
                (0, 5),
                textcoords="offset points",
                color=QUIET,
                ha="center",
            )
        slopes.set(xlim=_SLOPES, ylim=(-0.6, 2.6), xlabel="slope")
        slopes.set(xticks=[-2, 0, TRUE.slope, 4])
        slopes.set_yticks([2, 1, 0], _SHOWN)
        for row, word in zip((2, 1, 0), slopes.get_yticklabels(), strict=True):
            look = LOOKS[word.get_text()]
            word.set_color(look.color)
            slopes.plot(_SLOPES, [row, row], **look.line(linewidth=1.2), zorder=1)
        slopes.axvline(TRUE.slope, **broad)
        slopes.set_title("Slopes (true: 2)")
        slopes.tick_params(axis="y", length=0)
        slopes.grid(False, axis="y")

        self._lines = {
            name: self.readable(self.line(data, **LOOKS[name].line()), name) for name in _SHOWN
        }
        self._slopes = {
            name: self.line(slopes, **LOOKS[name].point(markersize=12)) for name in _SHOWN
        }
        star = {"color": PINK, "markersize": 17, "markeredgecolor": "white", "clip_on": False}
        self._point = self.line(data, "*", **star)
        # The good points stand still, but nothing must be drawn over them.
        self.moving(data.plot(X, Y, "o", color=INK, markersize=7)[0])

    @staticmethod
    def compute(x: float, y: float, delta: float) -> Fits:
        """Fit all three lines to the nine points."""
        all_x, all_y = np.append(X, x), np.append(Y, y)
        lines = {name: fit_line(all_x, all_y, loss=LOSSES[name], delta=delta) for name in _SHOWN}
        return Fits(x, y, delta, lines)

    def place(self, fits: Fits) -> None:
        """Move the point and the lines."""
        self._point.set_data([fits.x], [fits.y])
        for row, (name, line) in enumerate(fits.lines.items()):
            self._lines[name].set_data(_ENDS, line.slope * _ENDS + line.intercept)
            self._slopes[name].set_data([np.clip(line.slope, *_SLOPES)], [2 - row])

    def describe(self, fits: Fits) -> str:
        """State the three lines."""
        lines = "; ".join(
            f"{name}: slope {inked(f'{line.slope:.2f}', LOOKS[name].color)}, "
            f"intercept {line.intercept:.2f}"
            for name, line in fits.lines.items()
        )
        point = inked(f"({fits.x:g}, {fits.y:g})", PINK)
        return (
            f"Your point is at {point}, where the true line says "
            f"{TRUE.slope * fits.x + TRUE.intercept:g}. {lines} (δ = {fits.delta:g})."
        )
