"""The entropy of one coin, its tangent, and the gap between them: the divergence."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.distribution_looks import PREDICTED, TRUE, bits
from lossviz.figures.domains import number
from lossviz.figures.style import BLUE, INK, QUIET, YELLOW
from lossviz.maths import cross_entropy, entropy, kl_divergence

_TOP = 3.0
_GRID = np.concatenate([[1e-4, 1e-3, 4e-3], np.linspace(0.01, 0.99, 99), [0.996, 0.999, 0.9999]])


class BinaryEntropy(ExplorableFigure):
    """Left over p, with the tangent at q; right over q, at this p."""

    size = (10.0, 4.4)
    takes = dict.fromkeys(("p", "q"), number(above=0, below=1))
    defaults = {"p": 0.3, "q": 0.7}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create both panels."""
        left, right = figure.subplots(1, 2)
        for axes in (left, right):
            axes.set(xlim=(0, 1), ylim=(0, _TOP))
        left.set(xlabel="p: how often it happens", ylabel="bits")
        right.set(xlabel="q: what was forecast")
        left.set_title("Over p: the tangent at q is H(p, q)")
        right.set_title("Over q: H(p, q) is lowest at q = p")
        ends = np.array([0.0, *_GRID, 1.0])
        left.plot(ends, entropy(_coin(ends)), **TRUE.line())
        self._tangent = self.moving(left.plot([], [], color=BLUE, linewidth=2, linestyle="--")[0])
        self._curve = self.moving(right.plot([], [], color=BLUE, linewidth=2, linestyle="--")[0])
        self._floor = self.moving(right.plot([], [], **TRUE.line(linewidth=1.8))[0])
        self._gaps = [
            self.moving(a.plot([], [], color=YELLOW, linewidth=5, solid_capstyle="butt")[0])
            for a in (left, right)
        ]
        self._feet = [
            self.moving(a.plot([], [], color=QUIET, linewidth=1.2, linestyle=":")[0])
            for a in (left, right)
        ]
        self._lows = [
            self.moving(a.plot([], [], clip_on=False, **TRUE.point())[0]) for a in (left, right)
        ]
        self._touch = self.moving(left.plot([], [], clip_on=False, **PREDICTED.point())[0])
        self._highs = [
            self.moving(
                a.plot(
                    [], [], "D", color=BLUE, markersize=8, markeredgecolor="white", clip_on=False
                )[0]
            )
            for a in (left, right)
        ]
        self._cut = [
            self.moving(
                a.plot(
                    [], [], "^", color=INK, markersize=9, markeredgecolor="white", clip_on=False
                )[0]
            )
            for a in (left, right)
        ]
        handles = [
            left.plot([], [], **TRUE.line(), marker="o", markersize=8)[0],
            left.plot([], [], **PREDICTED.point())[0],
            left.plot([], [], color=BLUE, linestyle="--", linewidth=2, marker="D")[0],
            left.plot([], [], color=YELLOW, linewidth=5)[0],
            left.plot([], [], "^", color=INK, markersize=9, markeredgecolor="white")[0],
        ]
        figure.legend(
            handles,
            ["entropy H(p)", "tangent point q", "H(p, q)", "gap: D(p‖q)", "above the picture"],
            loc="outside upper center",
            ncols=5,
        )

    def draw(self, p: float, q: float) -> None:
        """Lay the tangent at q and measure the gap at p."""
        true, forecast = _coin(p), _coin(q)
        self.entropy = float(entropy(true))
        self.cross_entropy = float(cross_entropy(true, forecast))
        self.divergence = float(kl_divergence(true, forecast))
        # Tangent and cross-entropy are one line: -p log q - (1 - p) log(1 - q), straight in p.
        at_ends = -np.log2(forecast)
        self._tangent.set_data([0, 1], at_ends[::-1])
        self._curve.set_data(_GRID, cross_entropy(np.tile(true, (_GRID.size, 1)), _coin(_GRID)))
        self._floor.set_data([0, 1], [self.entropy] * 2)
        self._touch.set_data([q], [entropy(forecast)])
        above = self.cross_entropy > _TOP
        for i, x in enumerate((p, q)):
            self._gaps[i].set_data([x, x], [self.entropy, min(self.cross_entropy, _TOP)])
            self._feet[i].set_data([x, x], [0, self.entropy])
            self._lows[i].set_data([x], [self.entropy])
            self._highs[i].set_data([x], [self.cross_entropy])
            self._highs[i].set_visible(not above)
            self._cut[i].set_data([x], [_TOP - 0.1])
            self._cut[i].set_visible(above)

    def describe(self) -> str:
        """State entropy, gap and cross-entropy at p."""
        p, q = self.parameters["p"], self.parameters["q"]
        return (
            f"p = {p:g}, q = {q:g}: entropy {bits(self.entropy)}, gap {bits(self.divergence)}, "
            f"cross-entropy {bits(self.cross_entropy)}."
        )


def _coin(p: float | np.ndarray) -> np.ndarray:
    """Chance of yes and of no, along a last axis."""
    return np.stack([p, 1 - np.asarray(p)], axis=-1)
