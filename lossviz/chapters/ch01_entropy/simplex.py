"""All distributions over three outcomes as the points of a triangle."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import BoundaryNorm, ListedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

from lossviz.chapters.shared.distributions import MOST_PARTS, PREDICTED, TRUE, bits, shares
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import COLOUR_MAP, INK
from lossviz.explorable.words import inked
from lossviz.maths import entropy, kl_divergence

LEVELS = np.array([0.02, 0.1, 0.25, 0.5, 1.0, 2.0])
_CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(3) / 2]])
# The entropies whose level lines are drawn, from 0.
_ENTROPIES = [0.0, 0.5, 1.0, 1.4]
_HALVINGS = 22
# On dark paper, which "white" stands for, the maps stay as they are.
_WHITE = "#fefefe"


class Pair(NamedTuple):
    """Two distributions with their entropies and divergences: first p and q, then q and p.

    ``outlines`` are the level sets of D(p‖q) around p, in the plane of the triangle.
    """

    p: NDArray[np.float64]
    q: NDArray[np.float64]
    entropies: NDArray[np.floating]
    divergences: NDArray[np.floating]
    outlines: NDArray[np.float64]


class Simplex(Picture[Pair]):
    """Every distribution over three outcomes as a point of a triangle, with p and q in it.

    Left the entropy of every distribution; right the divergence from p to every q.

    Examples
    --------
    >>> from lossviz.explorers import simplex
    >>> explorer = simplex()
    >>> explorer.set(p_a=10, p_b=10, p_c=10)
    >>> print(explorer.result.entropies[0].round(4))
    1.585
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 6.4)
    parameters = tuple(
        Slider(
            f"{name}_{outcome.lower()}",
            f"{name}: {outcome}",
            0.0,
            MOST_PARTS,
            1.0,
            default=default,
            unit="parts",
        )
        for name, defaults in (("p", (50.0, 30.0, 20.0)), ("q", (25.0, 25.0, 50.0)))
        for outcome, default in zip("ABC", defaults, strict=True)
    )
    presets = (
        Preset("Only A happens", p_a=100, p_b=0, p_c=0, q_a=50, q_b=20, q_c=30),
        Preset("A better forecast", p_a=100, p_b=0, p_c=0, q_a=80, q_b=10, q_c=10),
        Preset("A perfect forecast", p_a=50, p_b=30, p_c=20, q_a=50, q_b=30, q_c=20),
        Preset("C called impossible", p_a=50, p_b=30, p_c=20, q_a=60, q_b=40, q_c=0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the entropy map once, and prepare the level sets."""
        left, right = self.panels(figure, 2)
        self._divergences = right
        for axes in (left, right):
            axes.set(xlim=(-0.07, 1.07), ylim=(-0.14, 1.0), aspect="equal")
            axes.set_axis_off()
            for (x, y), name in zip(_CORNERS, "ABC", strict=True):
                shift = 0.06 if y else -0.06  # clear of a marker in the corner
                va = "bottom" if y else "top"
                label = f"always {name}"
                # On a phone there is no room beside the triangle.
                ha = {0.0: "left", 1.0: "right"}.get(x, "center") if self.narrow else "center"
                axes.text(x, y + shift, label, ha=ha, va=va, fontsize=10.5)
        left.set_title("Entropy of every distribution")
        right.set_title("D(p‖q): from this p to every q")

        values = _entropy_map()
        colours = mpl.colormaps[COLOUR_MAP]
        grid = np.linspace(0, 1, len(values)), np.linspace(0, _CORNERS[2, 1], len(values))
        # Bands, not a gradient, so that the stored picture stays small.
        image = left.contourf(*grid, values, [*_ENTROPIES, 1.6], cmap=colours)
        lines = left.contour(*grid, values, _ENTROPIES[1:], colors=_WHITE, linewidths=1.2)
        left.add_patch(Polygon(_CORNERS, fill=False, edgecolor=INK, linewidth=1.2))
        scale = figure.colorbar(image, ax=left, label="H in bits", shrink=0.8, ticks=_ENTROPIES)
        scale.add_lines(lines)

        # As on the left, and in the landscapes of all chapters: the larger, the brighter.
        shades = [colours(x) for x in np.linspace(0, 1, LEVELS.size + 1)]
        right.add_patch(Polygon(_CORNERS, facecolor=shades[-1], edgecolor="none"))
        # The largest first, so that the smaller ones lie on it.
        self._sets = [
            Polygon(_CORNERS, facecolor=shade, edgecolor=_WHITE, linewidth=1)
            for shade in shades[-2::-1]
        ]
        for patch in self._sets:
            right.add_patch(self.moving(patch))
        # It never moves, but belongs on top of the sets.
        outline = self.line(right, color=INK, linewidth=1.2)
        outline.set_data(*_CORNERS[[0, 1, 2, 0]].T)
        key = ScalarMappable(BoundaryNorm([0, *LEVELS, 4], LEVELS.size + 1), ListedColormap(shades))
        bar = figure.colorbar(
            key, ax=right, label="D(p‖q) in bits", shrink=0.8, spacing="uniform", ticks=LEVELS
        )
        bar.ax.set_yticklabels([f"{level:g}" for level in LEVELS])
        # The forecast is larger and lies behind, so that both are seen where they meet.
        predicted = PREDICTED.point(markersize=15, label="q: what was forecast")
        true = TRUE.point(markersize=10, label="p: what happens")
        self._q = [self.line(axes, **predicted) for axes in (left, right)]
        self._p = [self.line(axes, **true) for axes in (left, right)]
        self.legend(self._p[0], self._q[0], handlelength=1.2)

    @property
    def handles(self) -> tuple[Handle[Pair], ...]:
        """The forecast and, on top of it, what happens."""
        return (
            _point("q: what was forecast", "q", self._divergences, lambda pair: pair.q),
            _point("p: what happens", "p", self._divergences, lambda pair: pair.p),
        )

    @staticmethod
    def compute(p_a: float, p_b: float, p_c: float, q_a: float, q_b: float, q_c: float) -> Pair:
        """Measure p and q, and bend the level sets around p."""
        p = shares(p_a=p_a, p_b=p_b, p_c=p_c)
        q = shares(q_a=q_a, q_b=q_b, q_c=q_c)
        both, reverse = np.array([p, q]), np.array([q, p])
        outlines = level_sets(p) @ _CORNERS
        return Pair(p, q, entropy(both), kl_divergence(both, reverse), outlines)

    def place(self, pair: Pair) -> None:
        """Move p, q and the level sets."""
        for patch, outline in zip(self._sets, pair.outlines[::-1], strict=True):
            patch.set_xy(outline)
        for markers, distribution in ((self._p, pair.p), (self._q, pair.q)):
            x, y = distribution @ _CORNERS
            for marker in markers:
                marker.set_data([x], [y])

    def describe(self, pair: Pair) -> str:
        """State both entropies, and the divergence in both directions."""
        p, q = (
            inked(f"({', '.join(f'{x:.2f}' for x in shares)})", look.color)
            for shares, look in ((pair.p, TRUE), (pair.q, PREDICTED))
        )
        forward, back = pair.divergences
        return (
            f"p = {p} has an entropy of {bits(pair.entropies[0])}, q = {q} of "
            f"{bits(pair.entropies[1])}. D(p‖q) is {bits(forward)}, D(q‖p) is {bits(back)}."
        )


def _point(
    label: str, name: str, axes: Axes, shares_of: Callable[[Pair], NDArray[np.float64]]
) -> Handle[Pair]:
    """A grip on a distribution in the triangle, whose weights become percentages."""

    def at(pair: Pair) -> tuple[float, float]:
        x, y = shares_of(pair) @ _CORNERS
        return float(x), float(y)

    names = tuple(f"{name}_{outcome}" for outcome in "abc")
    return Handle(
        label,
        names,
        axes,
        at,
        lambda _, x, y: dict(zip(names, MOST_PARTS * _barycentric(x, y), strict=True)),
    )


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


def _barycentric(x: ArrayLike, y: ArrayLike) -> NDArray[np.float64]:
    """The distributions at points of the plane; outside of the triangle some shares are below 0."""
    third = np.asarray(y, np.float64) / _CORNERS[2, 1]
    second = x - third / 2
    return np.stack([1 - second - third, second, third], axis=-1)


def _entropy_map(columns: int = 301) -> NDArray[np.float64]:
    """Entropy over the square around the triangle, NaN outside of it."""
    x, y = np.meshgrid(np.linspace(0, 1, columns), np.linspace(0, _CORNERS[2, 1], columns))
    q = _barycentric(x, y)
    inside = (q >= -1e-9).all(axis=-1)
    values = np.full(inside.shape, np.nan)
    clean = np.clip(q[inside], 0, 1)
    values[inside] = entropy(clean / clean.sum(axis=-1, keepdims=True))
    return values


_EDGE = _edge()
