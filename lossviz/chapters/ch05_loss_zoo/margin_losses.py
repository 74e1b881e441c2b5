"""The losses of a signed score over its margin: two of eight at a time, value and slope."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from lossviz.explorable import Choice, Handle, Picture, Preset, Slider
from lossviz.explorable.style import BLUE, ORANGE, QUIET, Look, hollow_unless
from lossviz.explorable.words import inked
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
# The first shows behind the second where both losses agree.
_SIZES = (13, 7.5)
# The limits of the axes for the values and for the slopes.
_LIMITS = ((-0.25, 5.0), (-4.5, 2.5))
# Points just beside 0 and 1 draw the jumps there. Matplotlib thins out a long path by itself.
_GRID = np.sort(
    np.concatenate([np.linspace(-LIMIT, LIMIT, 600), *([j - 1e-9, j + 1e-9] for j in (0, 1))])
)


class Comparison(NamedTuple):
    """What two losses say at a margin."""

    margin: float
    chosen: tuple[str, str]
    values: dict[str, float]
    slopes: dict[str, float]


class MarginLosses(Picture[Comparison]):
    """Two of eight losses over the margin, with their slopes.

    Left the values, right the slopes.

    Examples
    --------
    >>> from lossviz.explorers import margin_losses
    >>> explorer = margin_losses()
    >>> explorer.set(first="exponential", margin=-2)
    >>> print(explorer.sentence)
    At margin −2 (sign wrong): exponential loss is 7.389 with slope −7.389; 0-1 loss is 1 with \
slope 0.
    """

    size = (9.0, 3.6)
    narrow_size = (3.9, 5.4)
    parameters = (
        Choice("first", "first", tuple(MARGIN_LOSSES), default="hinge"),
        Choice("second", "second", tuple(MARGIN_LOSSES), default="0-1"),
        Slider("margin", "margin", -LIMIT, LIMIT, 0.1, default=-1.0, symbol="m = y·f"),
    )
    presets = (
        Preset("Right, but too close: m = 0.5", first="hinge", margin=0.5),
        Preset("On the edge: m = 0", first="logistic (ln)", second="0-1", margin=0.0),
        Preset("A wrong label: m = −3", first="exponential", second="logistic (ln)", margin=-3.0),
        Preset("Too right: m = 3", first="squared", second="squared hinge", margin=3.0),
    )

    @property
    def handles(self) -> tuple[Handle[Comparison], ...]:
        """The point of the first loss, which goes along its curve."""
        return (
            Handle(
                "the point at the margin",
                ("margin",),
                self._values,
                lambda comparison: (
                    comparison.margin,
                    float(np.clip(comparison.values[comparison.chosen[0]], *_LIMITS[0])),
                ),
                lambda comparison, x, y: {"margin": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Prepare two curves in each panel."""
        values, slopes = self.panels(figure, 2)
        self._values = values
        self._curves = {
            name: [
                _visible(curve, limits)
                for curve, limits in zip(over_margin(name, _GRID), _LIMITS, strict=True)
            ]
            for name in MARGIN_LOSSES
        }
        for axes, which, title, ticks in (
            (values, 0, "loss", [0, 1, 2, 4]),
            (slopes, 1, "its slope", [-4, -1, 0, 1]),
        ):
            low, high = _LIMITS[which]
            # A little room around the curves, for the points at their ends.
            axes.set(xlim=(-LIMIT - 0.25, LIMIT + 0.25), ylim=(low - 0.3, high + 0.3))
            axes.set(xticks=[-3, -1, 0, 1, 3], yticks=ticks, xlabel="margin m")
            axes.set_ylabel(title, visible=False)  # for the pointer
            axes.set_title(title.capitalize())
            axes.grid(False)
            axes.axvline(0, color=QUIET, linewidth=0.8)
            # On both sides of the axis' label, and not in it, as a pointer reads the label.
            for x, side, words in ((0, "left", "← wrong sign"), (1, "right", "right sign →")):
                axes.annotate(
                    words,
                    (x, 0),
                    (0, -30),
                    xycoords="axes fraction",
                    textcoords="offset points",
                    ha=side,
                )
        # One artist draws a curve and, after a gap, the point on it: each artist costs time.
        self._lines = []
        for name, look, size in zip(("first", "second"), _LOOKS, _SIZES, strict=True):
            style = {**look.point(markersize=size, clip_on=False), **look.line(linewidth=3)}
            self._lines.append(
                [self.readable(self.line(axes, **style), name) for axes in figure.axes]
            )
        # Right of margin 0, where no curve comes so high.
        left, line = (0.51, 0.1) if self.narrow else (0.56, 0.08)
        self._names = [
            self.moving(
                values.text(
                    *(left, 0.92 - line * k, ""),
                    transform=values.transAxes,
                    color=look.color,
                    fontweight="bold",
                )
            )
            for k, look in enumerate(_LOOKS)
        ]

    @staticmethod
    def compute(first: str, second: str, margin: float) -> Comparison:
        """Measure both losses at the margin."""
        values, slopes = {}, {}
        for name in (first, second):
            value, slope = over_margin(name, np.array([margin]))
            values[name], slopes[name] = float(value[0]), float(slope[0])
        return Comparison(margin, (first, second), values, slopes)

    def place(self, comparison: Comparison) -> None:
        """Show two losses, and the points on them at the margin."""
        for k, name in enumerate(comparison.chosen):
            self._names[k].set_text(f"{'●■'[k]} {name}")
            heights = (comparison.values[name], comparison.slopes[name])
            for which, y in enumerate(heights):
                line, curve = self._lines[k][which], self._curves[name][which]
                _draw(line, curve, comparison.margin, y, _LIMITS[which])

    def describe(self, comparison: Comparison) -> str:
        """State both losses and slopes at the margin."""
        margin = comparison.margin
        side = "wrong" if margin < 0 else "right" if margin > 0 else "undecided"
        colours = {name: look.color for name, look in zip(comparison.chosen, _LOOKS, strict=True)}
        both = "; ".join(
            f"{name} loss is {inked(f'{value:.4g}', colours[name])} with slope "
            f"{inked(f'{comparison.slopes[name] + 0:.4g}', colours[name])}"
            for name, value in comparison.values.items()
        )
        return f"At margin {margin:g} (sign {side}): {both}."


def over_margin(
    name: str, margin: NDArray[np.float64]
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """Value and slope of a loss over the margin: a score against the target +1."""
    loss, factor = MARGIN_LOSSES[name]
    value, slope = loss.value_and_gradient(np.ones_like(margin), margin, reduction="none")
    return factor * value, factor * slope


def _visible(
    curve: NDArray[np.floating], limits: tuple[float, float]
) -> tuple[NDArray[np.float64], NDArray[np.floating]]:
    """The part of a curve on the axes: its artist is not clipped, for the marker's sake."""
    inside = (limits[0] <= curve) & (curve <= limits[1])
    return _GRID[inside], curve[inside]


def _draw(
    line: Line2D,
    curve: tuple[NDArray[np.float64], NDArray[np.floating]],
    x: float,
    y: float,
    limits: tuple[float, float],
) -> None:
    """Draw a curve, and a marker on it, hollow at the edge if its point is beyond."""
    places, heights = curve
    line.set_data(np.append(places, [np.nan, x]), np.append(heights, [np.nan, np.clip(y, *limits)]))
    line.set_markevery([len(places) + 1])
    hollow_unless(limits[0] <= y <= limits[1], line)
