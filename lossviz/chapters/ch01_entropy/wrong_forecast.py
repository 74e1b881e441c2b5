"""What a wrong forecast costs: H(p, q) = H(p) + D(p‖q), as bars that add up."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from numpy.typing import NDArray

from lossviz.chapters.ch01_entropy.two_distributions import PARAMETERS, PRESETS
from lossviz.chapters.shared.distributions import HATCH, PREDICTED, TRUE, bar_top, shares
from lossviz.explorable import Handle, Picture
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, INK, YELLOW
from lossviz.explorable.words import inked
from lossviz.maths import cross_entropy, entropy, kl_divergence

# Common prices fill the axis; a higher one runs out of the picture and says so.
_RIGHT = 3.0
_PLACES = np.arange(3)


class Costs(NamedTuple):
    """What happens and what was forecast, and the bits of each: first p and q, then q and p.

    ``weights`` are what p and q were made of.
    """

    weights: NDArray[np.float64]
    p: NDArray[np.float64]
    q: NDArray[np.float64]
    entropies: NDArray[np.floating]
    divergences: NDArray[np.floating]
    cross_entropies: NDArray[np.floating]


class WrongForecast(Picture[Costs]):
    """What happens against what was forecast: bars that add up, in both directions.

    Left what happens and what was forecast; right the bits that each costs.

    Examples
    --------
    >>> from lossviz.explorers import wrong_forecast
    >>> explorer = wrong_forecast()
    >>> explorer.press("Only A happens")
    >>> print(explorer.result.entropies[0], explorer.result.divergences[0])
    0.0 1.0
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 5.8)
    parameters = PARAMETERS
    presets = PRESETS

    def build(self, figure: Figure) -> None:
        """Create both distributions and the four rows of bits."""
        self._chances, right = left, _ = self.panels(figure, 2, widths=[1, 1.6], heights=[1, 1.4])
        left.set(xlim=(-0.6, 2.6), ylim=(0, 1), ylabel="probability", yticks=[0, 0.5, 1])
        left.set_xticks(range(3), "ABC")
        left.tick_params(axis="x", length=0)
        left.set_title(
            "Truth p and forecast q" if self.narrow else "What happens, what was forecast"
        )
        edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.7}
        styles: dict[str, dict[str, Any]] = {
            "p": {"facecolor": TRUE.color, "hatch": HATCH["p"], **edge},
            "q": {"facecolor": "white", "hatch": HATCH["q"], **edge, "edgecolor": PREDICTED.color},
            "cross": {"facecolor": BLUE, **edge},
            "wrong": {"facecolor": YELLOW, "hatch": "\\\\", **edge, "edgecolor": "#000000"},
        }
        nothing = bars(0, 0, 0)
        self._p = PathPatch(nothing, **styles["p"], label="p, H(p)")
        self._q = PathPatch(nothing, **styles["q"], label="q, H(q)")
        for patch in (self._p, self._q):
            left.add_patch(self.moving(patch))

        right.set(xlim=(0, _RIGHT), ylim=(-0.4, 4.3), xlabel="bits for each outcome")
        rows = {"H(p, q)": 3.2, "H(p) + D(p‖q)": 2.5, "H(q, p)": 0.7, "H(q) + D(q‖p)": 0.0}
        right.set_xticks(range(4))
        right.set_yticks(list(rows.values()), list(rows))
        right.tick_params(axis="y", labelsize=11, length=0)
        right.spines["left"].set_visible(False)
        for axes in (left, right):
            axes.grid(False)
        right.set_title("The bits add up" + ("" if self.narrow else ", in both directions"))
        top, parts, back, back_parts = rows.values()
        self._bars = [
            Rectangle((0, row - 0.3), 0, 0.6, **styles[style])
            for row, style in (
                (top, "cross"),
                (parts, "p"),
                (parts, "wrong"),
                (back, "cross"),
                (back_parts, "q"),
                (back_parts, "wrong"),
            )
        ]
        for bar in self._bars:
            right.add_patch(self.moving(bar))
        self._labels = [
            self.moving(right.text(0.05, row + 0.48, "", va="center", fontsize=10.5))
            for row in (top, back)
        ]
        cross, _, wrong, *_ = self._bars
        cross.set_label("cross-entropy")
        wrong.set_label("divergence D" if self.narrow else "divergence D: the price of being wrong")
        self.legend(self._p, self._q, cross, wrong)

    @property
    def handles(self) -> tuple[Handle[Costs], ...]:
        """The top of each bar of p and of q."""
        return tuple(
            bar_top(
                f"bar {outcome} of {of}",
                f"{of}_{outcome.lower()}",
                self._chances,
                place + shift,
                place,
                partial(_weights, row=row),
            )
            for row, (of, shift) in enumerate((("p", -0.2), ("q", 0.2)))
            for place, outcome in enumerate("ABC")
        )

    @staticmethod
    def compute(p_a: float, p_b: float, p_c: float, q_a: float, q_b: float, q_c: float) -> Costs:
        """Compare the two distributions in both directions."""
        p = shares(p_a=p_a, p_b=p_b, p_c=p_c)
        q = shares(q_a=q_a, q_b=q_b, q_c=q_c)
        weights = np.array([[p_a, p_b, p_c], [q_a, q_b, q_c]])
        pair, reverse = np.array([p, q]), np.array([q, p])
        return Costs(
            weights, p, q, entropy(pair), kl_divergence(pair, reverse), cross_entropy(pair, reverse)
        )

    def place(self, costs: Costs) -> None:
        """Raise the probabilities, and lengthen the bits."""
        self._p.set_path(bars(_PLACES - 0.39, 0.38, costs.p))
        self._q.set_path(bars(_PLACES + 0.01, 0.38, costs.q))
        for i in range(2):
            whole, own, wrong = self._bars[3 * i : 3 * i + 3]
            # What is infinite runs out of the picture.
            whole_bits = costs.cross_entropies[i]
            total = min(whole_bits, 2 * _RIGHT)
            whole.set_width(total)
            own.set_width(costs.entropies[i])
            wrong.set_x(costs.entropies[i])
            wrong.set_width(total - costs.entropies[i])
            price = f"{whole_bits:.2f}" if np.isfinite(whole_bits) else "infinite"
            self._labels[i].set_text(price if whole_bits <= _RIGHT else f"{price} →")

    def describe(self, costs: Costs) -> str:
        """State the sum in both directions."""
        forward, back = (
            f"{inked(f'{h:.3f}', own)} + {d:.3f} = {inked(f'{c:.3f}', BLUE)} bits"
            if np.isfinite(c)
            else f"{inked(f'{h:.3f}', own)} bits and infinitely many"
            for own, h, d, c in zip(
                (TRUE.color, PREDICTED.color),
                costs.entropies,
                costs.divergences,
                costs.cross_entropies,
                strict=True,
            )
        )
        return (
            f"H(p) + D(p‖q) = H(p, q): {forward}. The other way round, "
            f"H(q) + D(q‖p) = H(q, p): {back}."
        )


def _weights(costs: Costs, row: int) -> NDArray[np.float64]:
    weights: NDArray[np.float64] = costs.weights[row]
    return weights
