"""All distributions over three outcomes as the points of a triangle."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.distribution_looks import PARTS, PREDICTED, TRUE, bits, shares
from lossviz.figures.style import COLOUR_MAP, INK
from lossviz.maths import cross_entropy, entropy, kl_divergence

LEVELS = np.array([0.02, 0.1, 0.25, 0.5, 1.0, 2.0])
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
_HALVINGS = 22


class Simplex(ExplorableFigure):
    """Left the entropy of every distribution; right the divergence from p to every q."""

    size = (10.0, 4.9)
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
        """Draw the entropy map once, and prepare the level sets."""
        left, right = figure.subplots(1, 2)
        for axes in (left, right):
            axes.set(xlim=(-0.12, 1.12), ylim=(-0.1, 1.0), aspect="equal")
            axes.set_axis_off()
            for (x, y), name in zip(_CORNERS, "ABC", strict=True):
                shift = 0.035 if y else -0.035
                va = "bottom" if y else "top"
                label = f"always {name}"
                axes.text(x, y + shift, label, ha="center", va=va, fontsize=10.5)
        left.set_title("Entropy of every distribution", y=1.02)
        right.set_title("D(p‖q): from this p to every q", y=1.02)

        values = _entropy_map()
        colours = mpl.colormaps[COLOUR_MAP]
        image = left.imshow(
            values, cmap=colours, origin="lower", extent=(0, 1, 0, _CORNERS[2, 1]), vmin=0
        )
        lines = left.contour(
            np.linspace(0, 1, values.shape[1]),
            np.linspace(0, _CORNERS[2, 1], values.shape[0]),
            values,
            [0.5, 1.0, 1.4],
            colors="white",
            linewidths=1.2,
        )
        left.add_patch(Polygon(_CORNERS, fill=False, edgecolor=INK, linewidth=1.2))
        figure.colorbar(image, ax=left, label="H in bits", location="bottom", shrink=0.7).add_lines(
            lines
        )

        shades = [colours(x) for x in np.linspace(1, 0, LEVELS.size + 1)]
        right.add_patch(Polygon(_CORNERS, facecolor=shades[-1], edgecolor="none"))
        self._sets = []
        for shade in shades[-2::-1]:
            patch = Polygon(_CORNERS, facecolor=shade, edgecolor="white", linewidth=1)
            right.add_patch(patch)
            self._sets.append(self.moving(patch))
        key = mpl.cm.ScalarMappable(
            BoundaryNorm([0, *LEVELS, 4], LEVELS.size + 1), ListedColormap(shades)
        )
        bar = figure.colorbar(
            key, ax=right, label="D(p‖q) in bits", location="bottom", shrink=0.7,
            spacing="uniform", ticks=LEVELS,
        )  # fmt: skip
        bar.ax.set_xticklabels([f"{level:g}" for level in LEVELS])
        self._p = [self._marker(axes, TRUE.point(markersize=12)) for axes in (left, right)]
        self._q = [self._marker(axes, PREDICTED.point(markersize=10)) for axes in (left, right)]
        handles = [
            right.plot([], [], **TRUE.point(markersize=12))[0],
            right.plot([], [], **PREDICTED.point(markersize=10))[0],
        ]
        figure.legend(
            handles,
            ["p: what happens", "q: what was forecast"],
            loc="outside upper center",
            ncols=2,
        )

    def draw(self, p_a: float, p_b: float, p_c: float, q_a: float, q_b: float, q_c: float) -> None:
        """Place p and q, and bend the level sets around p."""
        p = shares(p_a=p_a, p_b=p_b, p_c=p_c)
        q = shares(q_a=q_a, q_b=q_b, q_c=q_c)
        self.entropies = entropy(np.array([p, q]))
        self.divergence = float(kl_divergence(p, q))
        self.reverse = float(kl_divergence(q, p))
        self.cross_entropy = float(cross_entropy(p, q))
        self.p, self.q = p, q
        self.outlines = level_sets(p) @ _CORNERS
        for patch, outline in zip(self._sets, self.outlines[::-1], strict=True):
            patch.set_xy(outline)
        for markers, distribution in ((self._p, p), (self._q, q)):
            for marker in markers:
                marker.set_data(*(distribution @ _CORNERS)[:, np.newaxis])

    def describe(self) -> str:
        """State both entropies, and the divergence in both directions."""
        p, q = (", ".join(f"{x:.2f}" for x in d) for d in (self.p, self.q))
        return (
            f"p = ({p}) has an entropy of {bits(self.entropies[0])}, q = ({q}) of "
            f"{bits(self.entropies[1])}. D(p‖q) is {bits(self.divergence)}, D(q‖p) is "
            f"{bits(self.reverse)}."
        )

    def _marker(self, axes: Axes, style: dict) -> mpl.lines.Line2D:
        return self.moving(axes.plot([], [], **style)[0])


def level_sets(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """Outlines of {q: D(p‖q) ≤ level}, as distributions of shape (levels, points, 3).

    D(p‖q) grows along every ray from p, since it is convex in q and 0 at p. So on the ray to
    each point of the edge we halve an interval until it holds the level.
    """
    steps = _EDGE - p
    low = np.zeros((LEVELS.size, len(_EDGE)))
    high = np.ones_like(low)
    possible = p > 0
    true, towards = p[possible], steps[:, possible]
    most = LEVELS[:, np.newaxis] - true @ np.log2(true)  # D ≤ level means H(p, q) ≤ level + H(p)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        # Halving never reaches the edge itself, so that no q is 0.
        inside = -np.log2(true + middle[..., np.newaxis] * towards) @ true <= most
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return p + low[..., np.newaxis] * steps


def _edge(points: int = 22) -> NDArray[np.float64]:
    """Distributions around the edge of the triangle, closest together at its corners."""
    share = (1 - np.cos(np.linspace(0, np.pi, points, endpoint=False)))[:, np.newaxis] / 2
    corners = np.eye(3)
    sides = [corners[i] * (1 - share) + corners[i - 1] * share for i in (2, 1, 0)]
    return np.concatenate(sides)


def _entropy_map(columns: int = 301) -> NDArray[np.float64]:
    """Entropy over the square around the triangle, NaN outside of it."""
    x, y = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, _CORNERS[2, 1], columns))
    third = y / _CORNERS[2, 1]
    second = x - third / 2
    q = np.stack([1 - second - third, second, third], axis=-1)
    inside = (q >= -1e-9).all(axis=-1)
    values = np.full(inside.shape, np.nan)
    clean = np.clip(q[inside], 0, 1)
    values[inside] = entropy(clean / clean.sum(axis=-1, keepdims=True))
    return values


_EDGE = _edge()
