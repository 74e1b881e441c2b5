"""What the pictures of softmax share: bars that move, one colour for each class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.style import BLUE, GREEN, ORANGE, PINK, SKY

COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY)


class MovingBars:
    """One bar for each class, with its value written at its end.

    A bar that would leave the axes ends at their edge; its label still tells the value.
    """

    def __init__(
        self,
        figure: ExplorableFigure,
        axes: Axes,
        classes: int,
        *,
        base: float = 0.0,
        labels: bool = True,
    ) -> None:
        """Put ``classes`` bars on axes whose limits are already set."""
        self._base = base
        self._low, self._high = axes.get_ylim()
        self.bars: list[Rectangle] = []
        self._texts = []
        for place in range(classes):
            bar = axes.bar(
                [place + 1],
                [0],
                0.7,
                bottom=base,
                color=COLOURS[place],
                edgecolor="white",
                linewidth=0.8,
            )[0]
            self.bars.append(figure.moving(bar))
            if labels:
                text = axes.text(place + 1, base, "", ha="center", fontsize=9.5, clip_on=False)
                self._texts.append(figure.moving(text))
        axes.set_ylim(self._low, self._high)

    def place(
        self,
        ends: NDArray[np.floating],
        words: Sequence[str] = (),
        solid: Sequence[bool] | None = None,
    ) -> None:
        """Let the bars end at ``ends``, a NaN having no bar; classes left out are hidden."""
        reach = self._high - self._low
        for i, bar in enumerate(self.bars):
            shown = i < len(ends)
            bar.set_visible(shown)
            if self._texts:
                self._texts[i].set_visible(shown)
            if not shown:
                continue
            end = ends[i] if not np.isnan(ends[i]) else self._base
            end = min(max(end, self._low), self._high)
            bar.set_height(end - self._base)
            bar.set_alpha(1.0 if solid is None or solid[i] else 0.3)
            if self._texts:
                up = end >= self._base
                self._texts[i].set_text(words[i])
                self._texts[i].set_y(end + (0.015 if up else -0.015) * reach)
                self._texts[i].set_va("bottom" if up else "top")


def class_ticks(axes: Axes, classes: int) -> None:
    """Number the classes from 1 below their bars."""
    axes.set_xlim(0.4, classes + 0.6)
    axes.set_xticks(range(1, classes + 1))
    axes.set_xlabel("class k")
    axes.grid(False, axis="x")
