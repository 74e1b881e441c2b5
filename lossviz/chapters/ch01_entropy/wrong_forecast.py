"""What a wrong forecast costs: towers as wide as an outcome is likely, as high as it surprises."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.distributions import (
    HATCH,
    MOST_PARTS,
    PREDICTED,
    TRUE,
    bar_top,
    bits,
    shares,
)
from lossviz.explorable import Choice, Handle, Picture, Preset, Slider
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, INK, YELLOW
from lossviz.explorable.words import inked
from lossviz.maths import cross_entropy, entropy, kl_divergence, self_information

OUTCOMES = "ABC"
_TOP = 5.0
_PLACES = np.arange(3)
_MIXED, _EQUAL, _SURE = "A 50, B 30, C 20 %", "each a third", "always A"
_TRUTHS = {
    _MIXED: np.array([0.5, 0.3, 0.2]),
    _EQUAL: np.full(3, 1 / 3),
    _SURE: np.array([1.0, 0.0, 0.0]),
}


class Costs(NamedTuple):
    """What happens, what was forecast, and what that costs in bits.

    Attributes
    ----------
    weights : what the forecast was made of
    p, q : what happens, and the forecast
    own, paid : the surprise of each outcome for who knows p, and for who believes q
    price : what each outcome adds to the divergence; 0 for what never happens
    """

    weights: NDArray[np.float64]
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    own: NDArray[np.floating]
    paid: NDArray[np.floating]
    price: NDArray[np.floating]
    entropy: float
    divergence: float
    cross_entropy: float


class WrongForecast(Picture[Costs]):
    """What happens against what was forecast: which outcome costs the bits.

    Left both distributions; right a tower for each outcome, as wide as it is likely and as high as
    the forecast makes it surprising, with the difference to the best forecast shaded.

    Examples
    --------
    >>> from lossviz.explorers import wrong_forecast
    >>> explorer = wrong_forecast()
    >>> explorer.press("Only A happens")
    >>> print(explorer.result.entropy, explorer.result.divergence)
    0.0 1.0
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 6.2)
    parameters = (
        Choice("truth", "what happens", default=_MIXED, options=tuple(_TRUTHS)),
        *(
            Slider(
                f"q_{outcome.lower()}",
                f"forecast of {outcome}",
                0.0,
                MOST_PARTS,
                1.0,
                default=default,
                unit="parts",
            )
            for outcome, default in zip(OUTCOMES, (25.0, 25.0, 50.0), strict=True)
        ),
    )
    presets = (
        Preset("A perfect forecast", truth=_MIXED, q_a=50, q_b=30, q_c=20),
        Preset("C called impossible", truth=_MIXED, q_a=60, q_b=40, q_c=0),
        Preset("Only A happens", truth=_SURE, q_a=50, q_b=20, q_c=30),
        Preset("A better forecast", truth=_SURE, q_a=80, q_b=10, q_c=10),
    )

    def build(self, figure: Figure) -> None:
        """Create both distributions and the towers."""
        self._chances, right = left, _ = self.panels(figure, 2, widths=[1, 1.8], heights=[1, 1.9])
        left.set(xlim=(-0.6, 2.6), ylim=(0, 1), yticks=[0, 0.5, 1])
        left.set_xticks(range(3), OUTCOMES)
        left.tick_params(axis="x", length=0)
        left.set_title("Truth p and forecast q")
        self._cellar = -0.7 if self.narrow else -0.4
        right.set(xlim=(0, 1), ylim=(self._cellar, _TOP), xticks=[0, 0.5, 1])
        right.set(xlabel="width: probability p", ylabel="height: surprise in bits")
        right.set_yticks(range(0, int(_TOP) + 1))
        right.set_title("What each outcome costs")
        for axes in (left, right):
            axes.grid(False)
        edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.7}
        nothing = bars(0, 0, 0)
        styles: dict[str, dict[str, Any]] = {
            "p": {"facecolor": TRUE.color, "hatch": HATCH["p"], **edge, "label": "truth p"},
            "q": {
                "facecolor": "none",
                "hatch": HATCH["q"],
                "edgecolor": PREDICTED.color,
                "linewidth": 0.7,
                "label": "forecast q",
            },
            "needed": {"facecolor": (TRUE.color, 0.22), **edge},
            "saved": {
                "facecolor": "none",
                "edgecolor": TRUE.color,
                "hatch": "--",
                "label": "saved",
            },
            "extra": {"facecolor": YELLOW, "hatch": "\\", "edgecolor": INK, "label": "too much"},
        }
        self._p, self._q, self._needed, self._saved, self._extra = patches = [
            PathPatch(nothing, **style) for style in styles.values()
        ]
        for axes, patch in zip((left, left, right, right, right), patches, strict=True):
            axes.add_patch(self.moving(patch))
        self._names = [
            self.line(right, marker=f"${name}$", color=INK, markersize=9, markeredgewidth=0)
            for name in OUTCOMES
        ]
        self._cuts = self.line(
            right, "^", color=INK, markersize=9, markeredgecolor="white", clip_on=False
        )
        # What a forecast cannot change, and what is paid: the mean heights.
        self._own = self.line(right, **TRUE.line(label="entropy H(p)"))
        self._paid = self.line(
            right, color=BLUE, linewidth=2.6, linestyle="--", label="cross-entropy H(p, q)"
        )
        self.legend(self._p, self._q, self._extra, self._saved, self._own, self._paid)

    @property
    def handles(self) -> tuple[Handle[Costs], ...]:
        """The top of each bar of the forecast."""
        return tuple(
            bar_top(
                f"forecast of {outcome}",
                f"q_{outcome.lower()}",
                self._chances,
                place + 0.2,
                place,
                lambda costs: costs.weights,
            )
            for place, outcome in enumerate(OUTCOMES)
        )

    @staticmethod
    def compute(truth: str, q_a: float, q_b: float, q_c: float) -> Costs:
        """Measure what each outcome costs, for who knows p and for who believes q."""
        p, q = _TRUTHS[truth], shares(q_a=q_a, q_b=q_b, q_c=q_c)
        own, paid = self_information(p), self_information(q)
        happens = p > 0
        price = np.zeros(3)
        price[happens] = p[happens] * (paid[happens] - own[happens])
        return Costs(
            np.array([q_a, q_b, q_c]),
            p,
            q,
            own,
            paid,
            price,
            float(entropy(p)),
            float(kl_divergence(p, q)),
            float(cross_entropy(p, q)),
        )

    def place(self, costs: Costs) -> None:
        """Raise the forecast and the towers."""
        p, own, paid = costs.p, costs.own, costs.paid
        self._p.set_path(bars(_PLACES - 0.39, 0.38, p))
        self._q.set_path(bars(_PLACES + 0.01, 0.38, costs.q))
        starts = np.cumsum(p) - p
        needed = np.minimum(own, paid)
        self._needed.set_path(bars(starts, p, needed, top=_TOP))
        self._saved.set_path(bars(starts, p, own, top=_TOP, feet=paid))
        self._extra.set_path(bars(starts, p, paid, top=_TOP, feet=own))
        for name, start, share in zip(self._names, starts, p, strict=True):
            name.set_data([start + share / 2], [self._cellar / 2])
            name.set_visible(bool(share))
        cut = (paid > _TOP) & (p > 0)
        self._cuts.set_data((starts + p / 2)[cut], np.full(np.count_nonzero(cut), _TOP - 0.15))
        self._own.set_data([0, 1], [costs.entropy] * 2)
        # Above the picture, where it is out of sight, if it is infinite.
        self._paid.set_data([0, 1], [min(costs.cross_entropy, 2 * _TOP)] * 2)

    def describe(self, costs: Costs) -> str:
        """State the sum, and what each outcome has added."""
        own = inked(f"{costs.entropy:.3f}", TRUE.color)
        if not np.isfinite(costs.cross_entropy):
            return f"H(p) + D(p‖q) = H(p, q): {own} bits and {bits(np.inf)}."
        parts = ", ".join(
            f"{name} {price:+.3f}"
            for name, price, share in zip(OUTCOMES, costs.price, costs.p, strict=True)
            if share
        )
        paid = inked(f"{costs.cross_entropy:.3f}", BLUE)
        return (
            f"H(p) + D(p‖q) = H(p, q): {own} + {costs.divergence:.3f} = {paid} bits. "
            f"To D add {parts}."
        )
