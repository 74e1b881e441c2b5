"""Entropy as the mean height of a skyline: as wide as likely, as high as surprising."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.distributions import MOST_PARTS, bar_top, shares
from lossviz.explorable import Handle, Picture, Preset, Scale
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, INK, ORANGE, QUIET, SKY, sample
from lossviz.explorable.words import inked
from lossviz.maths import entropy, kl_divergence, self_information

OUTCOMES = "ABCD"
# Whole parts, and what the shooter who misses one shot in a thousand needs.
PARTS = (0.0, 0.1, 0.2, 0.5, *(float(n) for n in range(1, 100)), 99.9, MOST_PARTS)
_DEFAULTS = (10.0, 10.0, 10.0, 70.0)
_TOP = 7.0
_EQUAL = np.full(len(OUTCOMES), 1 / len(OUTCOMES))
# No four outcomes have more.
MOST = float(entropy(_EQUAL))
# Neighbours differ, and each carries its letter. Over the paper, light or dark, both stay faint
# enough for the lines that cross them.
_FILLS = ((SKY, 0.45), (SKY, 0.15))


class Towers(NamedTuple):
    """How likely and how surprising each outcome is, and the entropy, in bits.

    ``weights`` are what the chances were made of, ``missing`` is the distance to the entropy of
    equal chances.
    """

    weights: NDArray[np.float64]
    p: NDArray[np.float64]
    surprise: NDArray[np.floating]
    entropy: float
    missing: float


class Skyline(Picture[Towers]):
    """Four outcomes: how likely, how surprising, and the entropy as mean height.

    Left the probabilities; right a tower for each outcome, and their mean height.

    Examples
    --------
    >>> from lossviz.explorers import skyline
    >>> explorer = skyline()
    >>> explorer.press("Four equal outcomes")
    >>> explorer.result.entropy
    2.0
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 6.4)
    parameters = tuple(
        Scale(outcome.lower(), outcome, PARTS, ".4g", default=parts, unit="parts")
        for outcome, parts in zip(OUTCOMES, _DEFAULTS, strict=True)
    )
    presets = (
        Preset("Four equal outcomes", a=25, b=25, c=25, d=25),
        Preset("One at 70 %", a=10, b=10, c=10, d=70),
        Preset("One at 97 %", a=1, b=1, c=1, d=97),
        Preset("Ming: hits 10 %", a=10, b=90, c=0, d=0),
        Preset("Wang: hits 99.9 %", a=99.9, b=0.1, c=0, d=0),
    )

    def build(self, figure: Figure) -> None:
        """Create the bars and the towers."""
        self._chances, right = left, _ = self.panels(figure, 2, widths=[1, 1.7], heights=[1, 2])
        left.set(xlim=(-0.6, 3.6), ylim=(0, 1.05), yticks=[0, 0.5, 1])
        left.set_xticks(range(len(OUTCOMES)), OUTCOMES)
        left.tick_params(axis="x", length=0)
        left.grid(False)
        left.set_title("How often")
        # Below the ground is room for letters, which no tower and no line reaches.
        self._cellar = -1.2 if self.narrow else -0.5
        right.set(xlim=(0, 1), ylim=(self._cellar, _TOP), xlabel="width: probability p")
        right.set(ylabel="height: surprise in bits", xticks=[0, 0.5, 1], yticks=[0, 2, 4, 6])
        right.grid(False)
        right.set_title(
            "All towers' area is the entropy"
            if self.narrow
            else "The area of all towers is the entropy"
        )

        edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.7}
        nothing = bars(0, 0, 0)
        self._bars = [PathPatch(nothing, facecolor=fill, **edge) for fill in _FILLS]
        self._towers = [PathPatch(nothing, facecolor=fill, **edge) for fill in _FILLS]
        for axes, patches in ((left, self._bars), (right, self._towers)):
            for patch in patches:
                axes.add_patch(self.moving(patch))
        # Letters as markers: drawing text would take longer than all the rest.
        self._names = [
            self.line(right, marker=f"${name}$", color=INK, markersize=9, markeredgewidth=0)
            for name in OUTCOMES
        ]
        cut = {"color": INK, "markersize": 8, "markeredgecolor": "white", "label": "cut off"}
        self._cuts = self.line(right, "^", **cut, clip_on=False)
        equal: dict[str, Any] = {"color": QUIET, "linestyle": ":", "linewidth": 1.8}
        mean, even = (
            ("", "if all are equal")
            if self.narrow
            else (": mean height", "if all were equally likely")
        )
        self._mean = self.line(right, color=BLUE, linewidth=2.6, label=f"entropy{mean}")
        left.axhline(_EQUAL[0], **equal)
        # It never moves, but belongs on top of the towers.
        most = self.line(right, **equal, label=even)
        most.set_data([0, 1], [MOST] * 2)
        gap = {"color": ORANGE, "linestyle": "--", "linewidth": 2.6}
        self._gap = self.line(right, marker="_", **gap)
        # Lying down, the marks at the ends of the gap would fill its dashes.
        self.legend(self._mean, most, sample("distance to that", **gap), self._cuts)

    @property
    def handles(self) -> tuple[Handle[Towers], ...]:
        """The top of each bar of a probability."""
        return tuple(
            bar_top(f"bar {name}", name.lower(), self._chances, place, place, lambda t: t.weights)
            for place, name in enumerate(OUTCOMES)
        )

    @staticmethod
    def compute(a: float, b: float, c: float, d: float) -> Towers:
        """Turn the weights into probabilities, and measure their surprise."""
        p = shares(a=a, b=b, c=c, d=d)
        return Towers(
            np.array([a, b, c, d]),
            p,
            self_information(p),
            float(entropy(p)),
            float(kl_divergence(p, _EQUAL)),
        )

    def place(self, towers: Towers) -> None:
        """Build the towers next to each other."""
        p, surprise = towers.p, towers.surprise
        starts = np.cumsum(p) - p
        places = np.arange(len(p))
        for i in range(2):
            self._bars[i].set_path(bars(places[i::2] - 0.36, 0.72, p[i::2]))
            self._towers[i].set_path(bars(starts[i::2], p[i::2], surprise[i::2], top=_TOP))
        for name, start, share in zip(self._names, starts, p, strict=True):
            name.set_data([start + share / 2], [self._cellar / 2])
        for k, name in enumerate(self._names):
            name.set_visible(bool(p[k] > 0.03))
        cut = np.flatnonzero((surprise > _TOP) & (p > 0))
        self._cuts.set_data(starts[cut] + p[cut] / 2, np.full(cut.size, _TOP - 0.2))
        self._mean.set_data([0, 1], [towers.entropy] * 2)
        self._gap.set_data([0.985] * 2, [towers.entropy, MOST])

    def describe(self, towers: Towers) -> str:
        """Give the probabilities, the entropy and the distance to equal chances."""
        chances = zip(OUTCOMES, towers.p, strict=True)
        names = ", ".join(f"{name} {100 * p:.3g} %" for name, p in chances if p)
        return (
            f"{names}. The entropy is {inked(f'{towers.entropy:.3f}', BLUE)} bits. "
            f"Four equally likely outcomes would have {MOST:.3f} bits, "
            f"{inked(f'{towers.missing:.3f}', ORANGE)} more."
        )
