"""Four losses of a residual, and their slopes: how hard each pulls, from near and from far."""

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
)
from lossviz.chapters.shared.two_losses import QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.words import inked

LIMIT = 4.0
# From the back to the front, each smaller than the one behind, so that none hides another where
# losses agree.
_SIZES = {QUADRATIC_COST: 18, PINBALL: 14, HUBER: 9.5, ABSOLUTE: 6}
_RING = {"markerfacecolor": "none", "markeredgecolor": LOOKS[QUADRATIC_COST].color}
_LEGEND = {
    QUADRATIC_COST: "quadratic cost ½r²",
    ABSOLUTE: "absolute |r|",
    HUBER: "Huber",
    PINBALL: "pinball",
}
# Those whose curves no control bends.
_RIGID = (QUADRATIC_COST, ABSOLUTE)
# On both sides of 0, where slopes jump.
_BESIDE_0 = (-1e-9, 1e-9)
_GRID = np.sort([*np.linspace(-LIMIT, LIMIT, 80), *_BESIDE_0])


class Curve(NamedTuple):
    """Where a loss is drawn over the residual, with its slope, and the place of the residual."""

    residuals: NDArray[np.float64]
    losses: NDArray[np.floating]
    slopes: NDArray[np.floating]
    here: int


class Comparison(NamedTuple):
    """What each loss makes of a residual."""

    residual: float
    delta: float
    quantile: float
    losses: dict[str, float]
    slopes: dict[str, float]
    curves: dict[str, Curve]


class ResidualLosses(Picture[Comparison]):
    """Four losses over the residual, and their slopes.

    Examples
    --------
    >>> from lossviz.explorers import residual_losses
    >>> explorer = residual_losses()
    >>> explorer.set(residual=4, delta=3)
    >>> print(explorer.result.slopes["Huber"])
    3.0
    """

    size = (9.0, 3.4)
    narrow_size = (3.9, 5.6)
    parameters = (
        Slider("residual", "residual", -LIMIT, LIMIT, 0.1, default=2.0, symbol="r"),
        Scale("delta", "Huber's", DELTAS[:9], default=2.0, symbol="δ"),
        Slider("quantile", "pinball's", 0.05, 0.95, 0.05, default=0.75, symbol="τ"),
    )
    presets = (
        Preset("A small error", residual=0.5),
        Preset("A large error", residual=4.0),
        Preset("Huber bends later: δ = 3", residual=4.0, delta=3.0),
        Preset("Too low costs three times as much", residual=-2.0, quantile=0.75),
    )

    @property
    def handles(self) -> tuple[Handle[Comparison], ...]:
        """The residual, at the point of the quadratic cost's slope, which is the residual too."""
        return (
            Handle(
                "the residual",
                ("residual",),
                self._slope,
                lambda comparison: (comparison.residual, comparison.residual),
                lambda comparison, x, y: {"residual": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Create two panels; quadratic cost and absolute error never move."""
        loss, slope = self.panels(figure, 2)
        self._slope = slope
        # A little room around the curves, for the points at their ends.
        room = 1.0 if self.narrow else 0.5
        side = (-LIMIT - room, LIMIT + room)
        for axes in (loss, slope):
            axes.set(xlim=side, xticks=[-LIMIT, 0, LIMIT], xlabel="residual r")
        loss.set(ylim=(-room - 0.1, 8.1 + room), yticks=[0, 4, 8])
        loss.set_title("Loss")
        slope.set(ylim=side, yticks=[-4, -1, 0, 1, 4])
        slope.set_title("Its slope: the pull")
        # For the pointer; the titles say it.
        for axes, what in ((loss, "loss"), (slope, "slope")):
            axes.set_ylabel(what, visible=False)

        self._points = {}
        self._drawn_curves: dict[str, Curve] = {}
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
        named = {name: LOOKS[name].sample(label) for name, label in _LEGEND.items()}
        named[QUADRATIC_COST].set(**_RING, markersize=9)
        self.legend(*named.values())

    @staticmethod
    def compute(residual: float, delta: float, quantile: float) -> Comparison:
        """Measure the residual."""
        options: dict[str, dict[str, float]] = {name: {} for name in _LEGEND}
        options[HUBER] = {"delta": delta}
        options[PINBALL] = {"quantile": quantile}
        curves = {name: _curve(name, residual, **option) for name, option in options.items()}
        losses = {name: float(curve.losses[curve.here]) for name, curve in curves.items()}
        slopes = {name: float(curve.slopes[curve.here]) for name, curve in curves.items()}
        return Comparison(residual, delta, quantile, losses, slopes, curves)

    def place(self, comparison: Comparison) -> None:
        """Bend the curves, and move the points on them; those that stay cost no time."""
        for name, curve in comparison.curves.items():
            if curve is not self._drawn_curves.get(name):
                for point, heights in zip(
                    self._points[name], (curve.losses, curve.slopes), strict=True
                ):
                    point.set_data(curve.residuals, heights)
                    point.set_markevery([curve.here])
        self._drawn_curves = comparison.curves

    def describe(self, comparison: Comparison) -> str:
        """State loss and slope at the residual."""
        at: list[str] = []
        for name, loss in comparison.losses.items():
            word = "" if at else "slope "
            shown = inked(f"{loss:.3g}", LOOKS[name].color)
            at.append(f"{name} {shown} ({word}{comparison.slopes[name] + 0:.2g})")
        return (
            f"Residual {comparison.residual:g}: {', '.join(at)}; δ = {comparison.delta:g}, "
            f"τ = {comparison.quantile:g}."
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


def _over_residual(
    name: str, residuals: NDArray[np.float64], **option: float
) -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    zero = np.zeros_like(residuals)
    return LOSSES[name].value_and_gradient(zero, residuals, reduction="none", **option)
