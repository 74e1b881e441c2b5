"""Four losses of a residual, and the one number that each of them chooses for five values."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch05_loss_zoo.regression_losses import (
    ABSOLUTE,
    DELTAS,
    HUBER,
    LOOKS,
    LOSSES,
    PINBALL,
    SQUARED,
)
from lossviz.chapters.shared.two_losses import QUADRATIC_COST
from lossviz.explorable import Picture, Preset, Scale, Slider
from lossviz.explorable.style import INK
from lossviz.explorable.words import inked
from lossviz.maths import fit_constant

LIMIT, WIDEST = 4.0, 30.0
# From the back to the front, each smaller than the one behind, so that none hides another where
# losses agree.
_SIZES = {QUADRATIC_COST: 18, PINBALL: 14, HUBER: 9.5, ABSOLUTE: 6}
_RING = {"markerfacecolor": "none", "markeredgecolor": LOOKS[QUADRATIC_COST].color}
FIXED = (1.0, 2.0, 3.0, 4.0)
_FIFTHS = (*(float(value) for value in range(5, 31)), 50.0, 100.0, 1000.0)
_LEGEND = {
    QUADRATIC_COST: "quadratic cost ½r² → mean",
    ABSOLUTE: "absolute |r| → median",
    HUBER: "Huber δ → between",
    PINBALL: "pinball τ → quantile",
}
# Those whose curves no control bends.
_RIGID = (QUADRATIC_COST, ABSOLUTE)
# On both sides of 0, where slopes jump.
_BESIDE_0 = (-1e-9, 1e-9)
_GRID = np.sort([*np.linspace(-LIMIT, LIMIT, 80), *_BESIDE_0])
_CONSTANTS = np.concatenate([np.arange(0, 6, 0.5), np.arange(6, WIDEST + 1, 1.5)])


class Curve(NamedTuple):
    """Where a loss is drawn over the residual, with its slope, and the place of the residual."""

    residuals: NDArray[np.float64]
    losses: NDArray[np.floating]
    slopes: NDArray[np.floating]
    here: int


class Means(NamedTuple):
    """The mean loss over the constant, as a share of its minimum, and the place of the best one."""

    constants: NDArray[np.float64]
    ratios: NDArray[np.floating]
    here: int


class Comparison(NamedTuple):
    """What each loss makes of a residual, and of five values."""

    residual: float
    fifth: float
    delta: float
    quantile: float
    losses: dict[str, float]
    slopes: dict[str, float]
    constants: dict[str, float]
    curves: dict[str, Curve]
    means: dict[str, Means]


class ResidualLosses(Picture[Comparison]):
    """Four losses over the residual, and the constant that each chooses for five values.

    Loss and slope over the residual, and the mean loss of every constant.

    Examples
    --------
    >>> from lossviz.explorers import residual_losses
    >>> explorer = residual_losses()
    >>> explorer.set(fifth=100, delta=10)
    >>> print(explorer.result.constants["Huber"])
    5.0
    """

    size = (9.5, 3.8)
    narrow_size = (3.9, 5.6)
    parameters = (
        Slider("residual", "residual", -LIMIT, LIMIT, 0.1, default=2.0, symbol="r"),
        Scale("fifth", "fifth value", _FIFTHS, "g", default=100.0),
        Scale("delta", "Huber's", DELTAS, default=1.0, symbol="δ"),
        Slider("quantile", "pinball's", 0.05, 0.95, 0.05, default=0.75, symbol="τ"),
    )
    presets = (
        Preset("A typing error: 100", fifth=100.0, delta=1.0),
        Preset("Huber half-way: δ = 10", fifth=100.0, delta=10.0),
        Preset("Huber is the mean: δ = 100", fifth=100.0, delta=100.0),
        Preset("The median by pinball", quantile=0.5),
    )

    def build(self, figure: Figure) -> None:
        """Create three panels; quadratic cost and absolute error never move on the first two."""
        if self.narrow:
            places = figure.subplot_mosaic(
                [["loss", "slope"], ["constant", "constant"]], height_ratios=[1, 1.2]
            )
        else:
            places = figure.subplot_mosaic(
                [["loss", "slope", "constant"]], width_ratios=[1, 1, 1.25]
            )
        loss, slope, constant = places["loss"], places["slope"], places["constant"]
        # A little room around the curves, for the points at their ends.
        room = 1.0 if self.narrow else 0.5
        side = (-LIMIT - room, LIMIT + room)
        for axes in (loss, slope):
            axes.set(xlim=side, xticks=[-LIMIT, 0, LIMIT], xlabel="residual r")
        loss.set(ylim=(-room - 0.1, 8.1 + room), yticks=[0, 4, 8])
        loss.set_title("Loss")
        slope.set(ylim=side, yticks=[-4, -1, 1, 4] if self.narrow else [-4, -1, 0, 1, 4])
        slope.set_title("Slope: the pull" if self.narrow else "Its slope: the pull")
        constant.set(xlim=(0, WIDEST + 1), xlabel="constant prediction c")
        constant.set(xticks=[0, 10, 20, 30], yticks=[1, 2])
        constant.set_title("Mean loss / its minimum")
        # The five values are drawn below all curves, and on a phone need more room there.
        bottom, words, self._height = (0.32, 0.5, 0.73) if self.narrow else (0.66, 0.73, 0.84)
        constant.set_ylim(bottom, 2.5)
        # For the pointer; the titles say it.
        for axes, what in ((loss, "loss"), (slope, "slope"), (constant, "ratio")):
            axes.set_ylabel(what, visible=False)

        self._points, self._means = {}, {}
        self._drawn_curves: dict[str, Curve] = {}
        self._drawn_means: dict[str, Means] = {}
        for name, size in _SIZES.items():
            look = LOOKS[name]
            # One artist for a point and, where it moves, its curve: each artist costs time.
            marker = look.point(markersize=size)
            if name == QUADRATIC_COST:
                marker.update(_RING, markeredgewidth=2)
            style = {**look.line(), **marker}
            if name in _RIGID:
                for axes, values in zip((loss, slope), _over_residual(name, _GRID), strict=True):
                    self.readable(axes.plot(_GRID, values, **look.line())[0], name)
            else:
                style["linestyle"] = look.linestyle
            self._points[name] = [self.line(axes, **style) for axes in (loss, slope)]
            if name not in _RIGID:
                for line in self._points[name]:
                    self.readable(line, name)
            style = {**marker, **look.line(linewidth=1.8), "zorder": 3}
            self._means[name] = self.readable(self.line(constant, **style), name)
        constant.plot(FIXED, [self._height] * 4, "o", color=INK, markersize=6)
        constant.text(FIXED[0], words, "the five values", va="center")
        self._fifth = self.line(constant, color=INK, markersize=9, clip_on=False)
        named = {name: LOOKS[name].sample(label) for name, label in _LEGEND.items()}
        named[QUADRATIC_COST].set(**_RING, markersize=9)
        self.legend(*named.values(), **({"ncols": 1} if self.narrow else {}))

    @staticmethod
    def compute(residual: float, fifth: float, delta: float, quantile: float) -> Comparison:
        """Measure the residual, and find the best constants of the five values."""
        options: dict[str, dict[str, float]] = {name: {} for name in _LEGEND}
        options[HUBER] = {"delta": delta}
        options[PINBALL] = {"quantile": quantile}
        curves = {name: _curve(name, residual, **option) for name, option in options.items()}
        means = {name: _mean_losses(name, fifth, **option) for name, option in options.items()}
        losses = {name: float(curve.losses[curve.here]) for name, curve in curves.items()}
        slopes = {name: float(curve.slopes[curve.here]) for name, curve in curves.items()}
        best = {name: float(mean.constants[mean.here]) for name, mean in means.items()}
        return Comparison(residual, fifth, delta, quantile, losses, slopes, best, curves, means)

    def place(self, comparison: Comparison) -> None:
        """Bend the curves, and move the points on them; those that stay cost no time."""
        for name, curve in comparison.curves.items():
            if curve is not self._drawn_curves.get(name):
                for point, heights in zip(
                    self._points[name], (curve.losses, curve.slopes), strict=True
                ):
                    point.set_data(curve.residuals, heights)
                    point.set_markevery([curve.here])
        for name, mean in comparison.means.items():
            if mean is not self._drawn_means.get(name):
                self._means[name].set_data(mean.constants, mean.ratios)
                best = comparison.constants[name]
                at = np.searchsorted(mean.constants, min(best, WIDEST))
                self._means[name].set_markevery([int(at)])
                # Beyond the axis, an arrow at its end points there.
                self._means[name].set_marker(">" if best > WIDEST else LOOKS[name].marker)
        self._drawn_curves, self._drawn_means = comparison.curves, comparison.means
        self._fifth.set_data([min(comparison.fifth, WIDEST)], [self._height])
        self._fifth.set_marker(">" if comparison.fifth > WIDEST else "o")

    def describe(self, comparison: Comparison) -> str:
        """State loss and slope at the residual, and the constants."""
        at: list[str] = []
        best = []
        for name, loss in comparison.losses.items():
            word = "" if at else "slope "
            colour = LOOKS[name].color
            at.append(
                f"{name} {inked(f'{loss:.3g}', colour)} ({word}{comparison.slopes[name] + 0:.2g})"
            )
            best.append(f"{name} {inked(f'{comparison.constants[name]:.4g}', colour)}")
        return (
            f"Residual {comparison.residual:g}: {', '.join(at)}. Best constant for 1, 2, 3, 4 and "
            f"{comparison.fifth:g}: {', '.join(best)} (δ = {comparison.delta:g}, "
            f"τ = {comparison.quantile:g})."
        )


# A control changes some of the curves only; the others are the same objects as before.
@lru_cache(maxsize=16)
def _curve(name: str, residual: float, **option: float) -> Curve:
    """A loss and its slope between the ends of the axis, or at the residual if it is rigid."""
    corners = {HUBER: (-LIMIT, LIMIT), PINBALL: (-LIMIT, *_BESIDE_0, LIMIT)}.get(name, ())
    bends = np.linspace(-1, 1, 17) * min(option["delta"], LIMIT) if name == HUBER else ()
    residuals = np.sort([*corners, *bends, residual])
    losses, slopes = _over_residual(name, residuals, **option)
    return Curve(residuals, losses, slopes, int(np.searchsorted(residuals, residual)))


@lru_cache(maxsize=16)
def _mean_losses(name: str, fifth: float, **option: float) -> Means:
    """Find the best constant for the five values and compare the others with it."""
    values = np.array([*FIXED, fifth])
    # A factor moves no minimum: the best constant is that of the squared error.
    fitted = LOSSES[SQUARED if name == QUADRATIC_COST else name]
    best = fit_constant(values, loss=fitted, **option)
    constants = np.sort(np.append(_CONSTANTS, [best, min(fifth, WIDEST)]))
    target, prediction = np.broadcast_arrays(values, constants[:, np.newaxis])
    mean = LOSSES[name](target, prediction, reduction="none", **option).mean(axis=1)
    return Means(constants, mean / mean.min(), int(np.searchsorted(constants, best)))


def _over_residual(
    name: str, residuals: NDArray[np.float64], **option: float
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    zero = np.zeros_like(residuals)
    return LOSSES[name].value_and_gradient(zero, residuals, reduction="none", **option)
