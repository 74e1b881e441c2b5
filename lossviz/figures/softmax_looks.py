"""What the pictures of softmax share: bars that move, one colour for each class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.style import BLUE, GREEN, ORANGE, PINK, SKY

COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY)
_HALF_WIDTH = 0.36


class MovingBars:
    """One bar for each class, with its value written at its end.

    A bar that would leave the axes ends at their edge; its label still tells the value. All bars
    are one artist and the labels few, because each artist costs time in every move.
    """

    def __init__(self, figure: ExplorableFigure, axes: Axes, labels: int = 0) -> None:
        """Prepare bars that stand on 0, on axes whose limits are already set."""
        self._low, self._high = axes.get_ylim()
        self._bars = figure.moving(axes.add_collection(PolyCollection([]), autolim=False))
        self._texts = [
            figure.moving(axes.text(0, 0, "", ha="center", fontsize=8.5)) for _ in range(labels)
        ]

    def place(self, ends: NDArray[np.floating], picked: int | None = None) -> None:
        """Let the bars end at ``ends``, a NaN having no bar; all but the one picked are pale."""
        self._ends = np.clip(np.where(np.isnan(ends), 0, ends), self._low, self._high)
        self._bars.set_verts(
            [
                [
                    (k - _HALF_WIDTH, 0),
                    (k - _HALF_WIDTH, end),
                    (k + _HALF_WIDTH, end),
                    (k + _HALF_WIDTH, 0),
                ]
                for k, end in enumerate(self._ends, start=1)
            ]
        )
        self._bars.set_facecolor(
            [
                to_rgba(colour, 1 if picked in (None, k) else 0.3)
                for k, colour in enumerate(COLOURS, start=1)
            ]
        )

    def label(self, words: Sequence[str], classes: Sequence[int] | None = None) -> None:
        """Write a word at the end of each bar, or of the bars of these classes."""
        places = range(1, len(words) + 1) if classes is None else classes
        for i, text in enumerate(self._texts):
            text.set_visible(i < len(words))
            if i < len(words):
                end = self._ends[places[i] - 1]
                gap = 0.015 * (self._high - self._low)
                text.set_position((places[i], end + gap if end >= 0 else end - gap))
                text.set_va("bottom" if end >= 0 else "top")
                text.set_text(words[i])


def class_ticks(axes: Axes, classes: int) -> None:
    """Number the classes from 1 below their bars."""
    axes.set_xlim(0.4, classes + 0.6)
    axes.set_xticks(range(1, classes + 1))
    axes.set_xlabel("class k")
    axes.grid(False, axis="x")
