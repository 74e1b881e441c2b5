"""What pos_weight does to a straight boundary that has to serve rare events of two kinds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.ch04_softmax_nll.two_kinds import (
    ABOVE,
    COMMON,
    RARE,
    Ranking,
    ranking,
    samples,
)
from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import BLUE, GREEN, GRID, INK, ORANGE, QUIET
from lossviz.explorable.words import inked

_WEIGHTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, COMMON / RARE)
_LEFT, _RIGHT, _BOTTOM, _TOP = -4.0, 7.0, -4.0, 5.0
# Enough of the crowd to see where it is.
_SHOWN = 400
_FAR = 20.0


class Search(NamedTuple):
    """A ranking for one weight, and how far down it one goes: ``found`` events, ``alarms`` in all.

    ``from_the_right`` of those found are on the right; ``turned`` is how many degrees the boundary
    has turned against that of weight 1.
    """

    pos_weight: float
    ranking: Ranking
    found: int
    alarms: int
    precision: float
    from_the_right: int
    turned: float


class RareClusters(Picture[Search]):
    """Rare events of two kinds, a straight boundary, and what a weight makes of it.

    Left the samples with the boundary beyond which a wanted share of the events lies, right the
    precision over all such shares; dashed is the weight 1.

    Examples
    --------
    >>> from lossviz.explorers import rare_clusters
    >>> explorer = rare_clusters()
    >>> before = explorer.result.precision
    >>> explorer.set(pos_weight=99)
    >>> explorer.result.precision < before / 2
    True
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 6.4)
    parameters = (
        Scale("pos_weight", "pos_weight", _WEIGHTS, "g", default=1.0, symbol="q"),
        Slider("recall", "recall wanted", 0.05, 0.95, 0.05, default=0.2),
    )
    presets = (
        Preset("q = 1", pos_weight=1.0),
        Preset("q = 10", pos_weight=10.0),
        Preset("q = 99", pos_weight=COMMON / RARE),
    )

    @property
    def handles(self) -> tuple[Handle[Search], ...]:
        """The point on the curve of precision."""
        return (
            Handle(
                "the point on the curve",
                ("recall",),
                self._trade,
                lambda search: (search.found / RARE, search.precision),
                lambda search, x, y: {"recall": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Draw the samples, and the curve of weight 1."""
        where, self._trade = self.panels(figure, 2, heights=[1.35, 1])
        trade = self._trade
        points, _ = samples()
        right = points[COMMON + ABOVE :]
        for group, colour, marker, size in (
            (points[:_SHOWN], QUIET, ".", 2.0),
            (points[COMMON : COMMON + ABOVE], ORANGE, "^", 4.0),
            (right, GREEN, "D", 3.5),
        ):
            where.plot(*group.T, marker, color=colour, markersize=size, markeredgewidth=0)
        where.set(xlim=(_LEFT, _RIGHT), ylim=(_BOTTOM, _TOP), title="Samples and boundary")
        where.set(xlabel="measurement 1", ylabel="measurement 2")
        where.set(xticks=[-4, 0, 4], yticks=[-4, 0, 4])
        where.text(_RIGHT, 4.2, f"{ABOVE} events above", color=ORANGE, ha="right")
        where.text(_RIGHT, -3.7, f"{RARE - ABOVE} events\non the right", color=GREEN, ha="right")
        where.grid(False)
        self._before = self.line(where, color=INK, linewidth=1.6, linestyle="--")
        self._boundary = self.line(where, color=BLUE, linewidth=2.6)

        shares = np.arange(1, RARE + 1) / RARE
        (one,) = trade.plot(
            shares, ranking(1.0).precision, color=INK, linewidth=1.6, linestyle="--", label="q = 1"
        )
        self.readable(one, "q = 1")
        trade.set(xlim=(0, 1), ylim=(0, 1.02), title="Precision at each recall")
        trade.set(xlabel="recall", ylabel="precision", xticks=[0, 0.5, 1], yticks=[0, 0.5, 1])
        trade.grid(color=GRID)
        self._shares = shares
        self._curve = self.line(trade, color=BLUE, linewidth=2.4, label="this q")
        self.readable(self._curve, "this q")
        self._point = self.line(
            trade, "s", color=BLUE, markersize=10, markeredgecolor="white", clip_on=False
        )
        trade.legend(loc="upper right")

    @staticmethod
    def compute(pos_weight: float, recall: float) -> Search:
        """Go down the ranking for this weight until the wanted share of the events is found."""
        order = ranking(pos_weight)
        found = round(recall * RARE)
        precision = float(order.precision[found - 1])
        return Search(
            pos_weight,
            order,
            found,
            round(found / precision),
            precision,
            int(order.from_the_right[found - 1]),
            order.degrees - ranking(1.0).degrees,
        )

    def place(self, search: Search) -> None:
        """Move both boundaries to the wanted recall, and the curve to its weight."""
        for line, order in ((self._before, ranking(1.0)), (self._boundary, search.ranking)):
            line.set_data(*_line(order, search.found))
        self._curve.set_data(self._shares, search.ranking.precision)
        self._point.set_data([search.found / RARE], [search.precision])

    def describe(self, search: Search) -> str:
        """State what the ranking finds first, and how many alarms that takes."""
        above = search.found - search.from_the_right
        return (
            f"With q = {search.pos_weight:g} the boundary has turned by "
            f"{inked(f'{search.turned:.0f}°', BLUE)}. To find {search.found} of the {RARE} events "
            f"it gives {search.alarms} alarms: precision {inked(f'{search.precision:.3f}', BLUE)}. "
            f"Of these events {inked(f'{search.from_the_right} lie on the right', GREEN)} and "
            f"{inked(f'{above} above', ORANGE)}."
        )


def _line(order: Ranking, found: int) -> tuple[list[float], list[float]]:
    """The boundary beyond which this many events lie, drawn far enough to leave the picture."""
    normal, bias = order.weights[:2], order.weights[2]
    foot = normal * (order.cuts[found - 1] - bias) / (normal @ normal)
    along = np.array([-normal[1], normal[0]]) / np.sqrt(normal @ normal)
    ends = np.stack([foot - _FAR * along, foot + _FAR * along])
    return ends[:, 0].tolist(), ends[:, 1].tolist()
