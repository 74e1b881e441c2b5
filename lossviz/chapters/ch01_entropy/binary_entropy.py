"""The entropy of one coin, its tangent, and the gap between them: the divergence."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lossviz.chapters.shared.distributions import PREDICTED, TRUE, bits
from lossviz.explorable import Handle, Picture, Preset, Scale
from lossviz.explorable.style import BLUE, INK, QUIET, YELLOW, sample
from lossviz.explorable.words import inked
from lossviz.maths import cross_entropy, entropy, kl_divergence, self_information

# Hundredths, and what the shooter who misses one shot in a thousand needs.
_CHANCES = (0.001, *(round(0.01 * n, 2) for n in range(1, 100)), 0.999)
_TOP = 3.0
# Where the mark stands for what is above the picture.
_CUT = _TOP - 0.1
_GRID = np.concatenate([[1e-4, 1e-3, 4e-3], np.linspace(0.01, 0.99, 99), [0.996, 0.999, 0.9999]])


class Coin(NamedTuple):
    """What happens with chance p and was forecast with q; all measures are in bits.

    Attributes
    ----------
    forecast_entropy : H(q), where the tangent touches
    tangent : the tangent at q, where p is 0 and where it is 1
    curve : H(p, q) over a grid of forecasts, for this p
    """

    p: float
    q: float
    entropy: float
    cross_entropy: float
    divergence: float
    forecast_entropy: float
    tangent: NDArray[np.floating]
    curve: NDArray[np.floating]


class BinaryEntropy(Picture[Coin]):
    """The entropy of a coin, its tangent at q, and the gap at p.

    Left over p, with the tangent at q; right over q, at this p.

    Examples
    --------
    >>> from lossviz.explorers import binary_entropy
    >>> explorer = binary_entropy()
    >>> explorer.set(p=0.1)
    >>> print(round(explorer.result.entropy, 4))
    0.469
    """

    size = (10.0, 4.1)
    narrow_size = (3.9, 5.6)
    parameters = (
        Scale("p", "chance", _CHANCES, default=0.3, symbol="p"),
        Scale("q", "forecast", _CHANCES, default=0.7, symbol="q"),
    )
    presets = (
        Preset("Ming, forecast as a coin", p=0.1, q=0.5),
        Preset("Wang, forecast as a coin", p=0.999, q=0.5),
        Preset("A perfect forecast", p=0.3, q=0.3),
        Preset("Sure, and wrong", p=0.999, q=0.001),
    )

    def build(self, figure: Figure) -> None:
        """Create both panels."""
        self._left, self._right = left, right = both = self.panels(figure, 2)
        for axes in both:
            axes.set(xlim=(0, 1), ylim=(0, _TOP), xticks=[0, 0.5, 1], yticks=[0, 1, 2, 3])
            axes.set_ylabel("bits")
            axes.grid(False)
        left.set_xlabel("chance p")
        right.set_xlabel("forecast q")
        left.set_title("Over p, for this q")
        right.set_title("Over q, for this p")
        ends = np.array([0.0, *_GRID, 1.0])
        self.readable(left.plot(ends, entropy(_coin(ends)), **TRUE.line())[0], "H(p)")
        below = 0.6 if self.narrow else 0.8
        left.text(0.5, below, "entropy H(p)", color=TRUE.color, ha="center", va="center")
        cross = {"color": BLUE, "linestyle": "--", "linewidth": 2}
        self._tangent = self.readable(self.line(left, **cross), "H(p, q)")
        self._curve = self.readable(self.line(right, **cross), "H(p, q)")
        self._floor = self.line(right, **TRUE.line(linewidth=1.8))
        gap = {"color": YELLOW, "linewidth": 5, "solid_capstyle": "butt", "label": "gap: D(p‖q)"}
        self._gaps = [self.line(axes, **gap) for axes in both]
        # On the axis, so that nothing runs through the name of the curve above it.
        foot = {"color": QUIET, "markersize": 12, "markeredgewidth": 2, "clip_on": False}
        self._feet = [self.line(axes, "|", **foot) for axes in both]
        # Ever smaller, so that all three are seen where they meet.
        touch = PREDICTED.point(markersize=15, clip_on=False, label="tangent point q")
        self._touch = self.line(left, **touch)
        self._lows = [self.line(axes, **TRUE.point(markersize=11, clip_on=False)) for axes in both]
        edge = {"markeredgecolor": "white", "clip_on": False}
        high = {"color": BLUE, "markersize": 7, **edge}
        self._highs = [self.line(axes, "D", **high) for axes in both]
        cut = {"color": INK, "markersize": 9, **edge, "label": "above the picture"}
        self._cut = [self.line(axes, "^", **cut) for axes in both]
        self.legend(
            self._touch,
            sample("H(p, q)", **cross, marker="D"),
            self._gaps[0],
            self._cut[0],
        )

    @property
    def handles(self) -> tuple[Handle[Coin], ...]:
        """The points at p and at q; that at p lies on top where they meet."""
        return (
            Handle(
                "tangent point q",
                ("q",),
                self._left,
                lambda coin: (coin.q, coin.forecast_entropy),
                lambda _, x, y: {"q": x},
            ),
            Handle(
                "point at p",
                ("p",),
                self._left,
                lambda coin: (coin.p, coin.entropy),
                lambda _, x, y: {"p": x},
            ),
            Handle(
                "point at q",
                ("q",),
                self._right,
                lambda coin: (coin.q, min(coin.cross_entropy, _CUT)),
                lambda _, x, y: {"q": x},
            ),
        )

    @staticmethod
    def compute(p: float, q: float) -> Coin:
        """Lay the tangent at q and measure the gap at p."""
        true, forecast = _coin(p), _coin(q)
        # Tangent and cross-entropy are one line: -p log q - (1 - p) log(1 - q), straight in p.
        yes, no = self_information(forecast)
        return Coin(
            p,
            q,
            float(entropy(true)),
            float(cross_entropy(true, forecast)),
            float(kl_divergence(true, forecast)),
            float(entropy(forecast)),
            np.array([no, yes]),
            cross_entropy(np.tile(true, (_GRID.size, 1)), _coin(_GRID)),
        )

    def place(self, coin: Coin) -> None:
        """Move the tangent, the curve, and the gap between entropy and cross-entropy."""
        self._tangent.set_data([0, 1], coin.tangent)
        self._curve.set_data(_GRID, coin.curve)
        self._floor.set_data([0, 1], [coin.entropy] * 2)
        self._touch.set_data([coin.q], [coin.forecast_entropy])
        above = coin.cross_entropy > _TOP
        for i, x in enumerate((coin.p, coin.q)):
            self._gaps[i].set_data([x, x], [coin.entropy, min(coin.cross_entropy, _TOP)])
            self._feet[i].set_data([x], [0])
            self._lows[i].set_data([x], [coin.entropy])
            self._highs[i].set_data([x], [coin.cross_entropy])
            self._highs[i].set_visible(not above)
            self._cut[i].set_data([x], [_CUT])
            self._cut[i].set_visible(above)

    def describe(self, coin: Coin) -> str:
        """State entropy, gap and cross-entropy at p."""
        own, price = inked(bits(coin.entropy), TRUE.color), inked(bits(coin.cross_entropy), BLUE)
        return (
            f"p = {inked(f'{coin.p:g}', TRUE.color)}, q = "
            f"{inked(f'{coin.q:g}', PREDICTED.color)}: entropy {own}, gap "
            f"{bits(coin.divergence)}, cross-entropy {price}."
        )


def _coin(p: ArrayLike) -> NDArray[np.float64]:
    """Chance of yes and of no, along a last axis."""
    chance = np.asarray(p, np.float64)
    return np.stack([chance, 1 - chance], axis=-1)
