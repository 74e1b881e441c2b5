"""The losses of a signed score over its margin: two of eight at a time, value and slope."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, number
from lossviz.figures.style import BLUE, ORANGE, QUIET, Look
from lossviz.maths import (
    Loss,
    exponential,
    hinge,
    logistic,
    mean_squared_error,
    perceptron,
    squared_hinge,
    zero_one,
)

LIMIT = 3.0
# Each loss with the factor it is drawn with: in base 2, logistic loss counts bits.
MARGIN_LOSSES: dict[str, tuple[Loss, float]] = {
    "0-1": (zero_one, 1.0),
    "perceptron": (perceptron, 1.0),
    "hinge": (hinge, 1.0),
    "squared hinge": (squared_hinge, 1.0),
    "logistic (ln)": (logistic, 1.0),
    "logistic (log₂)": (logistic, 1 / np.log(2)),
    "exponential": (exponential, 1.0),
    "squared": (mean_squared_error, 1.0),
}
_LOOKS = (Look(ORANGE, "-", "o"), Look(BLUE, "--", "s"))
_VALUES, _SLOPES = (-0.25, 5.0), (-4.5, 2.5)
# Points just beside 0 and 1 draw the jumps there. Matplotlib thins out a long path by itself.
_GRID = np.sort(
    np.concatenate([np.linspace(-LIMIT, LIMIT, 600), *([j - 1e-9, j + 1e-9] for j in (0, 1))])
)


def over_margin(name: str, margin: NDArray[np.floating]) -> tuple[NDArray, NDArray]:
    """Value and slope of a loss over the margin: a score against the target +1."""
    loss, factor = MARGIN_LOSSES[name]
    value, slope = loss.value_and_gradient(np.ones_like(margin), margin, reduction="none")
    return factor * value, factor * slope


class MarginLosses(ExplorableFigure):
    """Left the values, right the slopes; all eight stay as thin lines behind the chosen two."""

    size = (9.5, 3.9)
    takes = {  # noqa: RUF012 - never changed
        "margin": number(-LIMIT, LIMIT),
        "first": choice(MARGIN_LOSSES),
        "second": choice(MARGIN_LOSSES),
    }
    defaults = {"margin": -1.0, "first": "hinge", "second": "0-1"}  # noqa: RUF012

    def build(self, figure: Figure) -> None:
        """Draw all losses thin, and prepare two thick ones."""
        values, slopes = figure.subplots(1, 2)
        self._curves = {
            name: [
                _visible(curve, limits)
                for curve, limits in zip(over_margin(name, _GRID), (_VALUES, _SLOPES), strict=True)
            ]
            for name in MARGIN_LOSSES
        }
        for axes, which, title, limits in (
            (values, 0, "Loss over the margin m = y·f", _VALUES),
            (slopes, 1, "Its slope over the margin", _SLOPES),
        ):
            axes.set(xlim=(-LIMIT, LIMIT), ylim=limits, xlabel="margin m (wrong sign | right sign)")
            axes.set_title(title)
            for curves in self._curves.values():
                axes.plot(*curves[which], color=QUIET, linewidth=0.7)
            axes.axvline(0, color=QUIET, linewidth=0.8)
        # One artist draws a curve and, after a gap, the point on it: each artist costs time.
        self._chosen = [
            [
                self.moving(
                    axes.plot([], [], **{**look.point(clip_on=False), **look.line(linewidth=3)})[0]
                )
                for axes in figure.axes
            ]
            for look in _LOOKS
        ]
        self._names = [
            self.moving(
                values.text(
                    *(0.97, 0.9 - 0.09 * k, ""),
                    transform=values.transAxes,
                    ha="right",
                    color=look.color,
                    fontweight="bold",
                )
            )
            for k, look in enumerate(_LOOKS)
        ]
        values.plot([], [], color=QUIET, linewidth=0.7, label="all eight losses")
        values.plot([], [], **_LOOKS[0].line(), marker="o", label="first loss")
        values.plot([], [], **_LOOKS[1].line(), marker="s", label="second loss")
        figure.legend(*values.get_legend_handles_labels(), loc="outside upper center", ncols=3)

    def draw(self, margin: float, first: str, second: str) -> None:
        """Show two losses and their values at the margin."""
        chosen = [first, second]
        self.values, self.slopes = (
            {name: float(over_margin(name, np.array([margin]))[which][0]) for name in chosen}
            for which in (0, 1)
        )
        for k, name in enumerate(chosen):
            self._names[k].set_text(f"{'●■'[k]} {name}")
            for which, (numbers, limits) in enumerate(
                ((self.values, _VALUES), (self.slopes, _SLOPES))
            ):
                _draw(
                    self._chosen[k][which],
                    *self._curves[name][which],
                    *(margin, numbers[name]),
                    limits,
                )

    def describe(self) -> str:
        """State both losses and slopes at the margin."""
        margin = self.parameters["margin"]
        side = "wrong" if margin < 0 else "right" if margin > 0 else "undecided"
        both = "; ".join(
            f"{name} loss is {value:.4f} with slope {self.slopes[name] + 0:.4f}"
            for name, value in self.values.items()
        )
        return f"At margin {margin:.1f} (sign {side}): {both}."


def _visible(curve: NDArray, limits: tuple[float, float]) -> tuple[NDArray, NDArray]:
    """The part of a curve on the axes: its artist is not clipped, for the marker's sake."""
    inside = (limits[0] <= curve) & (curve <= limits[1])
    return _GRID[inside], curve[inside]


def _draw(
    line: Line2D, places: NDArray, heights: NDArray, x: float, y: float, limits: tuple[float, float]
) -> None:
    """Draw a curve, and a marker on it, hollow at the edge if its point is beyond."""
    inside = limits[0] <= y <= limits[1]
    line.set_data(np.append(places, [np.nan, x]), np.append(heights, [np.nan, np.clip(y, *limits)]))
    line.set_markevery([len(places) + 1])
    line.set_markerfacecolor(line.get_color() if inside else "white")
    line.set_markeredgecolor("white" if inside else line.get_color())
