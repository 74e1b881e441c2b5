"""The focal loss beside the logistic loss, over the margin: value and slope."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Slider
from lossviz.explorable.style import ORANGE, QUIET, Look
from lossviz.explorable.words import fraction, inked
from lossviz.maths import focal, logistic, sigmoid

_REACH = 6.0
_MARGINS = np.linspace(-_REACH, _REACH, 121)
_FOCAL, _LOGISTIC = Look(ORANGE, "-", "o"), Look(QUIET, "--", "s")


class Focus(NamedTuple):
    """A margin, γ, and at the margin loss and pull of both, with the focal curves over all."""

    margin: float
    gamma: float
    losses: tuple[float, float]
    pulls: tuple[float, float]
    curve: NDArray[np.float64]
    pull_curve: NDArray[np.float64]


class FocalWeight(StoredSmall[Focus]):
    """The focal loss and its pull over the margin, with those of the logistic loss behind.

    Examples
    --------
    >>> from lossviz.explorers import focal_weight
    >>> explorer = focal_weight()
    >>> explorer.set(margin=3.0, gamma=2.0)
    >>> print(round(explorer.result.pulls[1] / explorer.result.pulls[0]))
    151
    """

    size = (10.0, 3.7)
    narrow_size = (3.9, 5.8)
    parameters = (
        Slider("margin", "margin", -_REACH, _REACH, 0.1, default=3.0, symbol="m"),
        Slider("gamma", "focus", 0.0, 5.0, 0.5, default=0.0, symbol="γ"),
    )
    presets = (
        Preset("Right and sure", margin=3.0, gamma=2.0),
        Preset("Undecided", margin=0.0, gamma=2.0),
        Preset("Wrong and sure", margin=-3.0, gamma=2.0),
        Preset("γ = ½", margin=3.0, gamma=0.5),
    )

    def build(self, figure: Figure) -> None:
        """Draw both panels with the logistic loss in them."""
        loss, pull = self.panels(figure, 2)
        self._pull_axes = pull
        signs = np.ones_like(_MARGINS)
        loss.set(ylim=(-0.2, 6.2), yticks=[0, 2, 4, 6], ylabel="loss, nats")
        loss.set_title("What it charges")
        pull.set(ylim=(-0.05, 1.6), yticks=[0, 0.5, 1, 1.5], ylabel="pull, −slope")
        pull.set_title("How hard it pulls")
        self._curves = []
        for axes, curve in (
            (loss, logistic(signs, _MARGINS, reduction="none")),
            (pull, -logistic.gradient(signs, _MARGINS, reduction="none")),
        ):
            axes.set(xlim=(-_REACH, _REACH), xticks=[-6, -3, 0, 3, 6], xlabel="margin m = y · f")
            axes.grid(False, axis="x")
            self.readable(axes.plot(_MARGINS, curve, **_LOGISTIC.line())[0], "logistic loss")
            line = self.readable(self.line(axes, **_FOCAL.line(linewidth=2.6)), "focal loss")
            points = tuple(
                self.line(axes, **look.point(markersize=size, clip_on=False))
                for look, size in ((_LOGISTIC, 11), (_FOCAL, 8))
            )
            self._curves.append((line, points))
        loss.text(5.8, 5.7, "focal", color=ORANGE, ha="right", va="center", fontweight="bold")
        loss.text(5.8, 5.1, "logistic", color=QUIET, ha="right", va="center")

    @property
    def handles(self) -> tuple[Handle[Focus], ...]:
        """The point of the pull, along the margin."""
        return (
            Handle(
                "the margin",
                ("margin",),
                self._pull_axes,
                lambda now: (now.margin, now.pulls[1]),
                lambda _, x, y: {"margin": x},
            ),
        )

    @staticmethod
    def compute(margin: float, gamma: float) -> Focus:
        """Charge the margin, and all of them."""
        signs, m = np.ones(_MARGINS.size + 1), np.append(_MARGINS, margin)
        value, slope = focal.value_and_gradient(signs, m, gamma=gamma, reduction="none")
        plain, plain_slope = logistic.value_and_gradient(signs, m, reduction="none")
        return Focus(
            margin,
            gamma,
            (float(value[-1]), float(plain[-1])),
            (-float(slope[-1]), -float(plain_slope[-1])),
            np.asarray(value[:-1], np.float64),
            np.asarray(-slope[:-1], np.float64),
        )

    def place(self, now: Focus) -> None:
        """Move the focal curves and all points."""
        curves, heights = (now.curve, now.pull_curve), (now.losses, now.pulls)
        for (line, points), curve, (own, plain) in zip(self._curves, curves, heights, strict=True):
            line.set_data(_MARGINS, curve)
            for point, height in zip(points, (plain, own), strict=True):
                point.set_data([now.margin], [height])

    def describe(self, now: Focus) -> str:
        """Say how sure the answer is, and what is left of the pull."""
        chance = float(sigmoid(now.margin))
        own, plain = now.pulls
        share = 100 * own / plain
        left = inked(f"{share:.3g} %" if share >= 0.001 else "less than 0.001 %", ORANGE)
        loss = f"{now.losses[0]:.4f}" if now.losses[0] >= 0.0001 else "below 0.0001"
        return (
            f"At margin {now.margin:.1f} the truth has probability {fraction(chance)}. With "
            f"γ = {now.gamma:g} the focal loss is {inked(loss, ORANGE)} nats "
            f"instead of {inked(f'{now.losses[1]:.4f}', QUIET)}, and pulls with {left} of the "
            f"logistic loss's {inked(fraction(plain), QUIET)}."
        )
