"""Quadratic cost and cross-entropy of one answer, over the probability and over the logit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import (
    STEEPEST,
    Derivatives,
    over_logit,
    over_probability,
)
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, QUIET, hollow_unless
from lossviz.explorable.words import inked
from lossviz.maths import sigmoid

_LIMIT = 6.0
# Loss and slope, over the probability and over the logit.
_TOPS = np.array([[6.3, 8.4], [6.3, 1.1]])
_TICKS: list[list[list[float]]] = [[[0, 3, 6], [0, 4, 8]], [[0, 3, 6], [0, 0.5, 1]]]
_SCALES = ("probability a", "logit z")
# One is larger and lies behind, so that both are seen where they meet.
_SIZES = {QUADRATIC_COST: 11, CROSS_ENTROPY: 6}


class Answer(NamedTuple):
    """A logit and its probability, and each loss over both; the target is 0."""

    z: float
    a: float
    over_probability: dict[str, Derivatives]
    over_logit: dict[str, Derivatives]


class TwoLosses(Picture[Answer]):
    """Loss and slope of one answer under both losses, over the probability and over the logit.

    The target is 0: left over the probability, right over the logit.

    Examples
    --------
    >>> from lossviz.explorers import two_losses
    >>> explorer = two_losses()
    >>> explorer.press("Wrong and sure")
    >>> print(round(float(explorer.result.over_logit["quadratic cost"].slope), 4))
    0.0173
    """

    size = (9.0, 4.0)
    narrow_size = (3.9, 4.8)
    parameters = (Slider("z", "logit", -_LIMIT, _LIMIT, 0.1, default=0.0, symbol="z"),)
    presets = (
        Preset("Right and sure", z=-4.0),
        Preset("Undecided", z=0.0),
        Preset("Wrong", z=0.7),
        Preset("Wrong and sure", z=4.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the four panels with their fixed curves: a column for each scale."""
        panels = figure.subplots(2, 2)
        self._over_logit: Axes = panels[0][1]
        columns = panels.T
        self._heres = []
        for column, scale, tops, ticks in zip(columns, _SCALES, _TOPS, _TICKS, strict=True):
            ends = (0.0, 1.0) if scale == _SCALES[0] else (-_LIMIT, _LIMIT)
            letter = scale[-1]
            units = ("loss C", f"slope dC/d{letter}")
            for axes, unit, top, places in zip(column, units, tops, ticks, strict=True):
                axes.grid(False)
                axes.set(xlim=ends, ylim=(-0.05 * top, top), yticks=places, ylabel=unit)
                axes.set(xticks=[ends[0], sum(ends) / 2, ends[1]])
                axes.axhline(0, color=QUIET, linewidth=0.8)
                self._heres.append(self.line(axes, color=GREEN, linewidth=1.4, linestyle=":"))
            column[0].set_title(f"Over {letter}" if self.narrow else f"Over the {scale}")
            column[0].tick_params(labelbottom=False)
            column[1].set_xlabel(scale)
        a, z = np.linspace(0.002, 0.998, 250), np.linspace(-_LIMIT, _LIMIT, 121)
        self._points = {}
        for name, look in LOOKS.items():
            for column, x, curves in zip(
                columns, (a, z), (over_probability(name, a), over_logit(name, z)), strict=True
            ):
                for axes, values in zip(column, curves[:2], strict=True):
                    self.readable(axes.plot(x, values, **look.line())[0], name)
            self._points[name] = [
                self.line(axes, **look.point(markersize=_SIZES[name], clip_on=False))
                for axes in columns.flat
            ]
        self.legend(*(look.sample(name) for name, look in LOOKS.items()))

    @property
    def handles(self) -> tuple[Handle[Answer], ...]:
        """The points on both losses over the logit, along the curve."""
        return tuple(self._point(name) for name in LOOKS)

    def _point(self, name: str) -> Handle[Answer]:
        return Handle(
            f"the point on the {name}",
            ("z",),
            self._over_logit,
            at=lambda answer: (answer.z, float(answer.over_logit[name].value)),
            grab=lambda answer, x, y: {"z": x},
        )

    @staticmethod
    def compute(z: float) -> Answer:
        """Take both losses and their slopes in the logit and in its probability."""
        a = float(sigmoid(z))
        return Answer(
            z,
            a,
            {name: over_probability(name, a) for name in LOOKS},
            {name: over_logit(name, z) for name in LOOKS},
        )

    def place(self, answer: Answer) -> None:
        """Move the points to the logit."""
        where, tops = np.repeat([answer.a, answer.z], 2), _TOPS.ravel()
        heights = {
            name: np.array([*answer.over_probability[name][:2], *answer.over_logit[name][:2]])
            for name in LOOKS
        }
        # Up to the higher point and no further: above it is room for the curves.
        for here, x, top in zip(
            self._heres, where, np.minimum(np.max([*heights.values()], axis=0), tops), strict=True
        ):
            here.set_data([x, x], [0, top])
        for name, points in self._points.items():
            for point, x, y, top in zip(points, where, heights[name], tops, strict=True):
                point.set_data([x], [min(y, top)])
                hollow_unless(y <= top, point)

    def describe(self, answer: Answer) -> str:
        """State value and slope over the logit, each slope beside the steepest of its own loss."""
        told = []
        for name, form in ((QUADRATIC_COST, ".3f"), (CROSS_ENTROPY, ".2f")):
            value, slope, _ = answer.over_logit[name]
            number, pull = (
                inked(t, LOOKS[name].color) for t in (f"{value:{form}}", f"{slope:.3f}")
            )
            unit = " nats" if name == CROSS_ENTROPY else ""
            told.append(
                f"{name} is {number}{unit} and its slope {pull}, "
                f"{100 * slope / STEEPEST[name]:.0f} % of its own steepest"
            )
        return (
            f"Logit {answer.z:.1f}, probability {answer.a:.3f}, target 0. Over the logit, the "
            f"{'; '.join(told)}."
        )
