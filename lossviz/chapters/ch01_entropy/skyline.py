"""Entropy as the mean height of a skyline: as wide as likely, as high as surprising."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.distribution_looks import OUTCOMES, PARTS, bars, shares
from lossviz.figures.domains import whole
from lossviz.figures.style import BLUE, INK, ORANGE, QUIET, SKY, YELLOW
from lossviz.maths import entropy, kl_divergence, self_information

_TOP = 7.0


class Skyline(ExplorableFigure):
    """Left the probabilities; right a tower for each outcome, and their mean height."""

    size = (10.0, 4.6)
    takes = {  # noqa: RUF012 - never changed
        **dict.fromkeys("abcdef", PARTS),
        "outcomes": whole(2, 6),
    }
    defaults = {  # noqa: RUF012 - never changed
        "a": 10.0,
        "b": 10.0,
        "c": 10.0,
        "d": 70.0,
        "e": 10.0,
        "f": 10.0,
        "outcomes": 4,
    }

    def build(self, figure: Figure) -> None:
        """Create the bars and the towers."""
        panels = figure.subplot_mosaic(
            [["p", "area"], ["surprise", "area"]], width_ratios=[1, 1.4], height_ratios=[1, 1]
        )
        left, middle, right = panels["p"], panels["surprise"], panels["area"]
        for axes in (left, middle):
            axes.set_xlim(-0.6, 5.6)
            axes.set_xticks(range(6), OUTCOMES)
            axes.grid(axis="x", visible=False)
        left.set(ylim=(0, 1.05), yticks=[0, 0.25, 0.5, 0.75, 1])
        left.set_title("How often: probability p")
        middle.set(ylim=(0, 10.5), yticks=[0, 2, 4, 6, 8, 10])
        middle.set_title("How surprising: −log₂ p, in bits")
        right.set(xlim=(0, 1), ylim=(0, _TOP), xlabel="width: probability p")
        right.set_ylabel("height: surprise in bits")
        right.set_title("The area of all towers is the entropy")

        edge = {"edgecolor": INK, "linewidth": 1}
        fills = (SKY, YELLOW)  # neighbours differ, and each carries its letter
        nothing = bars(0, 0, 0)
        self._bars, self._towers = (
            [self.moving(axes.add_patch(PathPatch(nothing, fc=fill, **edge))) for fill in fills]
            for axes in (left, right)
        )
        self._stems = self.moving(middle.plot([], [], color=INK, linewidth=1.6)[0])
        self._heads = self.moving(
            middle.plot([], [], "o", color=INK, markersize=8, markeredgecolor="white")[0]
        )
        # Letters as markers: drawing text would take longer than all the rest.
        self._names = [
            self.moving(
                right.plot([], [], marker=f"${name}$", color=INK, markersize=9, markeredgewidth=0)[
                    0
                ]
            )
            for name in OUTCOMES
        ]
        self._cuts = self.moving(
            right.plot(
                [], [], "^", color=INK, markersize=8, markeredgecolor="white", clip_on=False
            )[0]
        )
        self._equal = self.moving(left.plot([], [], color=QUIET, linestyle=":", linewidth=1.8)[0])
        self._mean = self.moving(right.plot([], [], color=BLUE, linewidth=2.6)[0])
        self._most = self.moving(right.plot([], [], color=QUIET, linestyle=":", linewidth=1.8)[0])
        self._gap = self.moving(
            right.plot([], [], color=ORANGE, linewidth=2.6, linestyle="--", marker="_")[0]
        )
        handles = [
            right.plot([], [], color=BLUE, linewidth=2.6)[0],
            right.plot([], [], color=QUIET, linestyle=":", linewidth=1.8)[0],
            right.plot([], [], color=ORANGE, linewidth=2.6, linestyle="--")[0],
            right.plot([], [], "^", color=INK, markersize=8, markeredgecolor="white")[0],
        ]
        figure.legend(
            handles,
            ["entropy: mean height", "if all were equally likely", "distance to that", "cut off"],
            loc="outside upper center",
            ncols=4,
        )

    def draw(
        self, a: float, b: float, c: float, d: float, e: float, f: float, outcomes: int
    ) -> None:
        """Turn the first ``outcomes`` weights into probabilities and build their towers."""
        count = outcomes
        given = {"a": a, "b": b, "c": c, "d": d, "e": e, "f": f}
        self.p = shares(**dict(list(given.items())[:count]))
        self.surprise = self_information(self.p)
        self.entropy = float(entropy(self.p))
        self.most = float(np.log2(count))
        self.missing = float(kl_divergence(self.p, np.full(count, 1 / count)))
        starts = np.cumsum(self.p) - self.p
        places = np.arange(count)
        for i in range(2):
            self._bars[i].set_path(bars(places[i::2] - 0.36, 0.72, self.p[i::2]))
            self._towers[i].set_path(
                bars(starts[i::2], self.p[i::2], self.surprise[i::2], top=_TOP)
            )
        known = self.p > 0
        # Vertical strokes in one line: NaN lifts the pen.
        self._stems.set_data(
            np.repeat(places[known], 3),
            np.stack([0 * self.p, self.surprise, self.p * np.nan], axis=1)[known].ravel(),
        )
        self._heads.set_data(places[known], self.surprise[known])
        for name, start, share in zip(self._names, starts, self.p, strict=False):
            name.set_data([start + share / 2], [0.2])
        for k, name in enumerate(self._names):
            name.set_visible(k < count and self.p[k] > 0.03)
        cut = np.flatnonzero((self.surprise > _TOP) & known)
        self._cuts.set_data(starts[cut] + self.p[cut] / 2, np.full(cut.size, _TOP - 0.2))
        self._equal.set_data([-0.5, count - 0.5], [1 / count] * 2)
        self._mean.set_data([0, 1], [self.entropy] * 2)
        self._most.set_data([0, 1], [self.most] * 2)
        self._gap.set_data([0.985] * 2, [self.entropy, self.most])

    def describe(self) -> str:
        """Give the probabilities, the entropy and the distance to equal chances."""
        names = ", ".join(f"{n} {100 * p:.4g} %" for n, p in zip(OUTCOMES, self.p, strict=False))
        return (
            f"{names}. The entropy is {self.entropy:.4f} bits. {len(self.p)} equally likely "
            f"outcomes would have {self.most:.4f} bits, {self.missing:.4f} more."
        )
