"""Distillation, triplets and diffusion, each by the one thing that is new about it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Scale, Slider
from lossviz.explorable.shapes import bars, verticals
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, PINK, QUIET, SKY
from lossviz.explorable.words import inked
from lossviz.maths import mean_squared_error, softmax, triplet

CLASSES = ("cat", "lynx", "car")
TEACHER = np.array([5.0, 3.0, -1.0])
OWN, MARGIN = 1.0, 1.0
# The directions from the anchor in which both kinds lie.
_OWN_WAY, _OTHER_WAY = (
    np.array([np.cos(angle), np.sin(angle)]) for angle in np.radians([140.0, -20.0])
)
_FAR = 2.6
_TURN = np.linspace(0, 2 * np.pi, 91)
_PIXELS = np.arange(24.0)
_CLEAN = 1.3 * np.sin(_PIXELS / 3.7)


def noise() -> NDArray[np.float64]:
    """The noise of all pixels, brought to the mean square of 1 that it has on average."""
    drawn = np.random.default_rng(5).normal(size=_PIXELS.size)
    return np.asarray(drawn / np.sqrt(np.mean(drawn**2)))


class Heirs(NamedTuple):
    """A heated answer, the loss of a triplet, and a noisy row of pixels with what it hides."""

    temperature: float
    shares: NDArray[np.float64]
    other: float
    loss: float
    level: float
    kept: NDArray[np.float64]
    noisy: NDArray[np.float64]
    know_nothing: float


class HandMeDowns(StoredSmall[Heirs]):
    """A teacher's answer at a temperature; a triplet and its fence; pixels under noise.

    Examples
    --------
    >>> from lossviz.explorers import hand_me_downs
    >>> explorer = hand_me_downs()
    >>> explorer.set(temperature=4, other=1.5, level=0.9)
    >>> print(explorer.result.shares.round(3), explorer.result.loss)
    [0.547 0.331 0.122] 0.5
    """

    size = (10.0, 3.7)
    narrow_size = (3.9, 7.3)
    parameters = (
        Scale("temperature", "temperature", (1, 2, 4, 8, 16), symbol="T", default=1),
        Slider("other", "distance of the other kind", 0.2, _FAR, 0.1, default=1.5, symbol="d₂"),
        Slider("level", "share of noise", 0.1, 1.0, 0.1, default=0.3),
    )
    presets = (
        Preset("A warm teacher", temperature=4),
        Preset("A hard triplet", other=0.7),
        Preset("An easy triplet", other=2.4),
        Preset("Nothing but noise", level=1.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the three panels."""
        answer, map_, row = self.panels(figure, 3, widths=[1, 1.05, 1.25], heights=[0.8, 1.5, 0.9])
        self._draw_answer(answer)
        self._draw_triplet(map_)
        self._draw_pixels(row)

    def _draw_answer(self, axes: Axes) -> None:
        axes.set(xlim=(0.4, 3.6), ylim=(0, 1.12), yticks=[0, 0.5, 1], ylabel="probability")
        axes.set_xticks([1, 2, 3], CLASSES)
        axes.set_title("The teacher's answer")
        axes.grid(False, axis="x")
        self._bars = PathPatch(bars([], [], []), facecolor=SKY, edgecolor="none")
        axes.add_patch(self.moving(self._bars))
        self._numbers = [
            self.moving(axes.text(x, 0, "", ha="center", va="bottom")) for x in (1, 2, 3)
        ]

    def _draw_triplet(self, axes: Axes) -> None:
        self._map = axes
        axes.set(xlim=(-2.3, 2.9), ylim=(-2.75, 2.5), aspect="equal")
        axes.set_axis_off()
        axes.set_title("A triplet", loc="center")
        axes.set_anchor("N")
        fence = OWN + MARGIN
        axes.plot(OWN * np.cos(_TURN), OWN * np.sin(_TURN), color=QUIET, linewidth=0.8)
        axes.plot(fence * np.cos(_TURN), fence * np.sin(_TURN), "--", color=INK, linewidth=1.2)
        axes.text(0, fence + 0.1, "the fence", ha="center", va="bottom")
        axes.plot([0], [0], "o", color=INK, markersize=8)
        axes.text(0, 0.2, "anchor", ha="center", va="bottom")
        own = OWN * _OWN_WAY
        axes.plot(*own[:, np.newaxis], "s", color=GREEN, markersize=9)
        axes.text(own[0] + 0.3, 1.1, "own kind", color=GREEN, ha="center", va="bottom")
        self._missing = self.line(axes, color=ORANGE, linewidth=4, solid_capstyle="butt")
        self._other = self.line(
            axes, "D", color=ORANGE, markersize=10, markeredgecolor="white", clip_on=False
        )
        label = axes.text(0, -2.7, "", color=ORANGE, ha="center", va="bottom")
        self._cost = self.moving(label)

    def _draw_pixels(self, axes: Axes) -> None:
        axes.set(xlim=(-0.8, 23.8), ylim=(-3.4, 3.4), xticks=[], yticks=[-2, 0, 2])
        axes.set(xlabel="pixels of one row", ylabel="brightness")
        axes.set_title("Name the noise")
        axes.grid(False, axis="x")
        self._gaps = self.line(axes, color=PINK, linewidth=2.2)
        self._kept = self.line(axes, color=BLUE, linewidth=1.4)
        self._noisy = self.line(axes, "o", color=INK, markersize=4)
        for x, text, colour in ((-0.3, "picture", BLUE), (8.2, "noise", PINK), (15, "seen", INK)):
            axes.text(x, 3.3, text, color=colour, va="top", fontweight="bold")

    @property
    def handles(self) -> tuple[Handle[Heirs], ...]:
        """The other kind, along its ray."""
        return (
            Handle(
                "the other kind",
                ("other",),
                self._map,
                lambda now: (float(now.other * _OTHER_WAY[0]), float(now.other * _OTHER_WAY[1])),
                lambda _, x, y: {"other": float(_OTHER_WAY @ (x, y))},
            ),
        )

    @staticmethod
    def compute(temperature: float, other: float, level: float) -> Heirs:
        """Heat the answer, measure the triplet, and add the noise."""
        hidden = noise()
        kept = np.sqrt(1 - level**2) * _CLEAN
        return Heirs(
            temperature,
            np.asarray(softmax(TEACHER / temperature), np.float64),
            other,
            float(triplet([OWN, other], margin=MARGIN)),
            level,
            kept,
            kept + level * hidden,
            float(mean_squared_error(hidden, np.zeros_like(hidden))),
        )

    def place(self, now: Heirs) -> None:
        """Move the bars, the other kind and the pixels."""
        self._bars.set_path(bars(np.arange(1, 4) - 0.32, 0.64, now.shares))
        for number, share in zip(self._numbers, now.shares, strict=True):
            number.set_text(f"{share:.3f}")
            number.set_y(float(share) + 0.02)
        self._other.set_data(*(now.other * _OTHER_WAY)[:, np.newaxis])
        self._missing.set_data(*np.outer(_OTHER_WAY, [now.other, now.other + now.loss]))
        self._cost.set_text(f"still {now.loss:.1f} to go" if now.loss else "outside: costs 0")
        self._gaps.set_data(*verticals(_PIXELS, now.kept, now.noisy))
        self._kept.set_data(_PIXELS, now.kept)
        self._noisy.set_data(_PIXELS, now.noisy)

    def describe(self, now: Heirs) -> str:
        """Say what each of the three has come to."""
        lynx = inked(f"{now.shares[1]:.3f}", BLUE)
        loss = inked(f"{now.loss:.1f}", ORANGE)
        return (
            f"At T = {now.temperature:g} the teacher gives the lynx {lynx}. The other kind is at "
            f"distance {now.other:.1f}, and the triplet costs {loss}. With a share of noise of "
            f"{now.level:.1f}, whoever names no noise at all pays "
            f"{inked(f'{now.know_nothing:.2f}', PINK)}."
        )
