"""What a wrong forecast costs: H(p, q) = H(p) + D(p‖q), as bars that add up."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.distribution_looks import HATCH, PARTS, PREDICTED, TRUE, bars, shares
from lossviz.figures.style import BLUE, INK, YELLOW
from lossviz.maths import cross_entropy, entropy, kl_divergence

_RIGHT = 8.0
_PLACES = np.arange(3)


class WrongForecast(ExplorableFigure):
    """Left what happens and what was forecast; right the bits that each costs."""

    size = (10.0, 4.4)
    takes = dict.fromkeys(("p_a", "p_b", "p_c", "q_a", "q_b", "q_c"), PARTS)
    defaults = {  # noqa: RUF012 - never changed
        "p_a": 50.0,
        "p_b": 30.0,
        "p_c": 20.0,
        "q_a": 25.0,
        "q_b": 25.0,
        "q_c": 50.0,
    }

    def build(self, figure: Figure) -> None:
        """Create both distributions and the four rows of bits."""
        left, right = figure.subplots(1, 2, width_ratios=[1, 1.6])
        left.set(xlim=(-0.6, 2.6), ylim=(0, 1), ylabel="probability")
        left.set_xticks(range(3), "ABC")
        left.grid(axis="x", visible=False)
        left.set_title("What happens, what was forecast")
        edge = {"edgecolor": INK, "linewidth": 1}
        true = {"facecolor": TRUE.color, **edge}
        predicted = {"facecolor": "white", **edge, "edgecolor": PREDICTED.color}
        nothing = bars(0, 0, 0)
        self._p = self.moving(left.add_patch(PathPatch(nothing, **true)))
        self._q = self.moving(left.add_patch(PathPatch(nothing, hatch=HATCH["q"], **predicted)))

        right.set(xlim=(0, _RIGHT), ylim=(-0.4, 4.3), xlabel="bits for each outcome")
        rows = {"H(p, q)": 3.2, "H(p) + D(p‖q)": 2.5, "H(q, p)": 0.7, "H(q) + D(q‖p)": 0.0}
        right.set_yticks(list(rows.values()), list(rows))
        right.tick_params(axis="y", labelsize=11, length=0)
        right.grid(axis="y", visible=False)
        right.set_title("The bits add up, in both directions")
        styles = {
            "cross": {"facecolor": BLUE, **edge},
            "own": {"facecolor": TRUE.color, **edge},
            "wrong": {"facecolor": YELLOW, "hatch": "\\\\", **edge},
            "other": predicted | {"hatch": HATCH["q"]},
        }
        (top, parts, back, back_parts) = rows.values()
        self._bars, self._labels = [], []
        for row, style in (
            (top, "cross"),
            (parts, "own"),
            (parts, "wrong"),
            (back, "cross"),
            (back_parts, "other"),
            (back_parts, "wrong"),
        ):
            self._bars.append(self.moving(right.barh(row, 0, 0.6, **styles[style])[0]))
        for row in (top, back):
            label = right.text(0.05, row + 0.48, "", va="center", fontsize=10.5)
            self._labels.append(self.moving(label))
        handles = [
            left.bar(0, 0, **styles[kind], visible=True)[0]
            for kind in ("own", "other", "cross", "wrong")
        ]
        figure.legend(
            handles,
            ["p, H(p)", "q, H(q)", "cross-entropy", "divergence D: the price of being wrong"],
            loc="outside upper center",
            ncols=4,
        )

    def draw(self, p_a: float, p_b: float, p_c: float, q_a: float, q_b: float, q_c: float) -> None:
        """Compare the two distributions in both directions."""
        p = shares(p_a=p_a, p_b=p_b, p_c=p_c)
        q = shares(q_a=q_a, q_b=q_b, q_c=q_c)
        self.p, self.q = p, q
        pair, reverse = np.array([p, q]), np.array([q, p])
        self.entropies = entropy(pair)
        self.divergences = kl_divergence(pair, reverse)
        self.cross_entropies = cross_entropy(pair, reverse)
        self._p.set_path(bars(_PLACES - 0.39, 0.38, self.p))
        self._q.set_path(bars(_PLACES + 0.01, 0.38, self.q))
        for i in range(2):
            whole, own, wrong = self._bars[3 * i : 3 * i + 3]
            # What is infinite runs out of the picture.
            whole_bits = self.cross_entropies[i]
            total = min(whole_bits, 2 * _RIGHT)
            whole.set_width(total)
            own.set_width(self.entropies[i])
            wrong.set_x(self.entropies[i])
            wrong.set_width(total - self.entropies[i])
            self._labels[i].set_text(f"{total:.2f}" if np.isfinite(whole_bits) else "infinite")

    def describe(self) -> str:
        """State the sum in both directions."""
        forward, back = (
            f"{h:.4f} + {d:.4f} = {c:.4f} bits"
            if np.isfinite(c)
            else f"{h:.4f} bits and infinitely many"
            for h, d, c in zip(self.entropies, self.divergences, self.cross_entropies, strict=True)
        )
        return (
            f"H(p) + D(p‖q) = H(p, q): {forward}. The other way round, "
            f"H(q) + D(q‖p) = H(q, p): {back}."
        )
