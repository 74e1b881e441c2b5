"""Where a loss bends up and where it bends down: its tangent and its curvature over the logit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import Derivatives, over_logit
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, GRID, INK, QUIET
from lossviz.explorable.words import inked

_LIMIT = 6.0
_LOSS = LOOKS[QUADRATIC_COST]
# One is larger and lies behind, so that both are seen where they meet.
_SIZES = {QUADRATIC_COST: 11, CROSS_ENTROPY: 6}
# Half the length of the tangent, over the logit.
_REACH = 1.7


class Bend(NamedTuple):
    """A logit, and value, slope and curvature of each loss there; the target is 0."""

    z: float
    losses: dict[str, Derivatives]


class Curvature(Picture[Bend]):
    """A tangent on the quadratic cost, and the curvature of both losses over the logit.

    Examples
    --------
    >>> from lossviz.explorers import curvature
    >>> explorer = curvature()
    >>> explorer.press("On the shelf")
    >>> print(round(float(explorer.result.losses["quadratic cost"].curvature), 4))
    -0.0164
    """

    size = (9.0, 3.0)
    narrow_size = (3.9, 5.0)
    parameters = (Slider("z", "logit", -_LIMIT, _LIMIT, 0.1, default=-1.0, symbol="z"),)
    presets = (
        Preset("In the bowl", z=-1.0),
        Preset("The bend: a = 0.67", z=0.7),
        Preset("On the shelf", z=4.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the fixed curves and the region in which the quadratic cost bends down."""
        self._left, self._right = self.panels(figure, 2)
        z = np.linspace(-_LIMIT, _LIMIT, 121)
        for axes in (self._left, self._right):
            axes.set(xlim=(-_LIMIT, _LIMIT), xticks=[-6, 0, 6], xlabel="logit z")
            axes.axvspan(np.log(2), _LIMIT, color=GRID, linewidth=0)
            axes.axhline(0, color=QUIET, linewidth=0.8)
            axes.grid(False)
        self._left.set(ylim=(-0.08, 0.66), yticks=[0, 0.25, 0.5])
        self._left.set_title("Quadratic cost and a tangent")
        self._right.set(ylim=(-0.09, 0.31), yticks=[0, 0.25])
        self._right.set_title("Curvature of both losses")
        self._right.text(
            5.8, 0.3, "quadratic cost\nbends down", fontsize=10.4, color=INK, ha="right", va="top"
        )
        self.readable(
            self._left.plot(z, over_logit(QUADRATIC_COST, z).value, **_LOSS.line())[0],
            QUADRATIC_COST,
        )
        self._tangent = self.line(self._left, color=GREEN, linewidth=2.4, label="tangent")
        self._point = self.line(self._left, **_LOSS.point(markersize=11))
        self._points = {}
        for name, look in LOOKS.items():
            bends = over_logit(name, z).curvature
            self.readable(self._right.plot(z, bends, **look.line())[0], name)
            self._points[name] = self.line(self._right, **look.point(markersize=_SIZES[name]))
        self.legend(*(look.sample(name) for name, look in LOOKS.items()), self._tangent)

    @property
    def handles(self) -> tuple[Handle[Bend], ...]:
        """The point on the quadratic cost, and those on both curvatures."""
        return (
            Handle(
                "the point on the quadratic cost",
                ("z",),
                self._left,
                at=lambda bend: (bend.z, float(bend.losses[QUADRATIC_COST].value)),
                grab=lambda bend, x, y: {"z": x},
            ),
            *(self._bent(name) for name in LOOKS),
        )

    def _bent(self, name: str) -> Handle[Bend]:
        return Handle(
            f"the point on the curvature of {name}",
            ("z",),
            self._right,
            at=lambda bend: (bend.z, float(bend.losses[name].curvature)),
            grab=lambda bend, x, y: {"z": x},
        )

    @staticmethod
    def compute(z: float) -> Bend:
        """Take value, slope and curvature of both losses at a logit."""
        return Bend(z, {name: over_logit(name, z) for name in LOOKS})

    def place(self, bend: Bend) -> None:
        """Move the tangent and the points to the logit."""
        value, slope, _ = bend.losses[QUADRATIC_COST]
        ends = np.array([-_REACH, _REACH])
        self._tangent.set_data(bend.z + ends, value + slope * ends)
        self._point.set_data([bend.z], [value])
        for name, point in self._points.items():
            point.set_data([bend.z], [bend.losses[name].curvature])

    def describe(self, bend: Bend) -> str:
        """State both curvatures, and on which side of its tangent the quadratic cost lies."""
        squared, entropy = (
            inked(f"{bend.losses[name].curvature:.4f}", LOOKS[name].color)
            for name in (QUADRATIC_COST, CROSS_ENTROPY)
        )
        above = bend.losses[QUADRATIC_COST].curvature > 0
        return (
            f"At logit {bend.z:.1f}, target 0, the curvature of the quadratic cost is {squared}: "
            f"near there the curve lies {'above' if above else 'below'} its tangent and bends "
            f"{'up' if above else 'down'}. That of cross-entropy is {entropy}."
        )
