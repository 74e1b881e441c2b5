"""Three best lines through eight good points and one that can be moved anywhere."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.regression_looks import ABSOLUTE, HUBER, LOOKS, LOSSES, SQUARED
from lossviz.figures.style import INK, PINK, QUIET
from lossviz.maths import Line, fit_line

TRUE = Line(2.0, 1.0)
# Made up: the true line plus small errors. The x are uneven, so that levers rarely balance and
# there is one best absolute line.
X = np.array([0.13, 0.94, 2.11, 3.07, 3.92, 5.16, 5.89, 7.04])
Y = np.array([1.5, 2.5, 5.6, 6.6, 9.4, 11.1, 12.5, 15.4])
FURTHEST = 30.0
LOWEST, HIGHEST = -10.0, 40.0
_SLOPES = (-2.5, 4.5)
_SHOWN = (SQUARED, ABSOLUTE, HUBER)


class OutlierLine(ExplorableFigure):
    """Left the points and three lines, right the slopes of the lines beside the true one."""

    size = (9.5, 4.1)
    takes = {  # noqa: RUF012 - never changed
        "x": number(0, FURTHEST),
        "y": number(LOWEST, HIGHEST),
        "delta": number(1e-3, 1e6),
    }
    defaults = {"x": 6.5, "y": -5.0, "delta": 1.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Draw the good points; prepare the lines and the point that moves."""
        data, slopes = figure.subplots(1, 2, width_ratios=[2.2, 1])
        data.set(xlim=(-1, FURTHEST + 1), ylim=(LOWEST - 2, HIGHEST + 2), xlabel="x", ylabel="y")
        data.set_title("Nine points, one of them yours")
        ends = np.array([-1.0, FURTHEST + 1])
        data.plot(ends, TRUE.slope * ends + TRUE.intercept, color="#bbbbbb", linewidth=5)
        data.plot(X, Y, "o", color=INK, markersize=7)
        self._ends = ends
        slopes.set(xlim=_SLOPES, ylim=(-0.6, 2.6), xlabel="slope")
        slopes.set_yticks([2, 1, 0], _SHOWN)
        slopes.axvline(TRUE.slope, color="#bbbbbb", linewidth=5)
        slopes.set_title("Slopes (true: 2)")
        self._lines = {
            name: self.moving(data.plot([], [], **LOOKS[name].line())[0]) for name in _SHOWN
        }
        self._slopes = {
            name: self.moving(slopes.plot([], [], **LOOKS[name].point(markersize=12))[0])
            for name in _SHOWN
        }
        self._point = self.moving(
            data.plot(
                [], [], "*", color=PINK, markersize=19, markeredgecolor="white", clip_on=False
            )[0]
        )
        handles = [
            data.plot([], [], color="#bbbbbb", linewidth=5)[0],
            data.plot([], [], "*", color=PINK, markersize=14, linestyle="none")[0],
            *(data.plot([], [], **LOOKS[name].line())[0] for name in _SHOWN),
        ]
        figure.legend(
            handles,
            ["true line y = 2x + 1", "your point", *_SHOWN],
            loc="outside upper center",
            ncols=5,
        )
        slopes.tick_params(axis="y", length=0)
        slopes.grid(axis="y", color=QUIET, linewidth=0.3)

    def draw(self, x: float, y: float, delta: float) -> None:
        """Fit all three lines to the nine points."""
        all_x, all_y = np.append(X, x), np.append(Y, y)
        self.lines = {
            name: fit_line(all_x, all_y, loss=LOSSES[name], delta=delta) for name in _SHOWN
        }
        self._point.set_data([x], [y])
        for row, (name, line) in enumerate(self.lines.items()):
            self._lines[name].set_data(self._ends, line.slope * self._ends + line.intercept)
            self._slopes[name].set_data([np.clip(line.slope, *_SLOPES)], [2 - row])

    def describe(self) -> str:
        """State the three lines."""
        p = self.parameters
        lines = "; ".join(
            f"{name}: slope {line.slope:.3f}, intercept {line.intercept:.2f}"
            for name, line in self.lines.items()
        )
        return (
            f"Your point is at ({p['x']:g}, {p['y']:g}), where the true line says "
            f"{TRUE.slope * p['x'] + TRUE.intercept:g}. {lines} (δ = {p['delta']:g})."
        )
