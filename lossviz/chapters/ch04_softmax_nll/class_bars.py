"""What the pictures of softmax share: bars that move, one colour for each class."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE, PINK, SKY

COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY)
_HALF_WIDTH = 0.36
_FONT_SIZE = 8.5
_GAP = 2.5


class MovingBars:
    """One bar for each class, with its value written at its end.

    A bar that would go beyond ``limits``, by default those of the axes, ends there; its label
    still tells the value. All bars are one artist, and so are all labels, because each artist
    costs time in every move.
    """

    def __init__(
        self, figure: ExplorableFigure, axes: Axes, limits: tuple[float, float] | None = None
    ) -> None:
        """Prepare bars that stand on 0, on axes whose limits are already set."""
        self._low, self._high = limits or axes.get_ylim()
        self._bars = figure.moving(axes.add_artist(_Bars()))
        self._words = figure.moving(axes.add_artist(_Words()))

    def place(self, ends: NDArray[np.floating], picked: int | None = None) -> None:
        """Let the bars end at ``ends``, a NaN having no bar; all but the one picked are pale."""
        self._ends = np.clip(np.where(np.isnan(ends), 0, ends), self._low, self._high)
        self._bars.entries = [
            (k, end, to_rgba(colour, 1 if picked in (None, k) else 0.3))
            for k, (end, colour) in enumerate(zip(self._ends, COLOURS, strict=False), start=1)
        ]

    def label(self, words: Sequence[str], classes: Sequence[int] | None = None) -> None:
        """Write a word at the end of each bar, or of the bars of these classes."""
        places = range(1, len(words) + 1) if classes is None else classes
        self._words.entries = [
            (k, self._ends[k - 1], word) for k, word in zip(places, words, strict=True)
        ]


class _Bars(Artist):
    """Bars from 0 to their ends; a Matplotlib collection takes three times as long."""

    def __init__(self) -> None:
        super().__init__()
        self.set_zorder(2)  # above the grid
        self.entries: list[tuple[float, float, tuple[float, float, float, float]]] = []

    def draw(self, renderer: RendererBase) -> None:
        """Draw each bar that has a height."""
        pen = renderer.new_gc()
        pen.set_linewidth(0)
        to_pixels = self.axes.transData.frozen()
        for place, end, colour in self.entries:
            if end:
                left, right = place - _HALF_WIDTH, place + _HALF_WIDTH
                corners = [(left, 0), (left, end), (right, end), (right, 0), (left, 0)]
                pen.set_alpha(colour[3])
                renderer.draw_path(pen, Path(corners), to_pixels, colour)
        pen.restore()


class _Words(Artist):
    """Short words at the ends of bars as one path; Matplotlib's texts take many times as long."""

    def __init__(self) -> None:
        super().__init__()
        self.set_zorder(3)
        self.entries: list[tuple[float, float, str]] = []

    def draw(self, renderer: RendererBase) -> None:
        """Centre each word beyond the end of its bar, above it or, below zero, beneath."""
        vertices, codes = [], []
        pixel = renderer.points_to_pixels(1)
        to_pixels = self.axes.transData.frozen()
        for place, end, word in self.entries:
            x, y = to_pixels.transform((place, end))
            x -= pixel * sum(_letter(letter).width for letter in word) / 2
            y += pixel * (_GAP if end >= 0 else -_GAP - 0.73 * _FONT_SIZE)
            for letter in word:
                shape = _letter(letter)
                vertices.append(pixel * shape.vertices + (x, y))
                codes.append(shape.codes)
                x += pixel * shape.width
        if not vertices:
            return
        pen = renderer.new_gc()
        pen.set_linewidth(0)
        # Hundredths of a pixel: more digits would make the picture twice as many bytes.
        outline = Path(np.concatenate(vertices).round(2), np.concatenate(codes))
        renderer.draw_path(pen, outline, IdentityTransform(), to_rgba(INK))
        pen.restore()


class _Letter(NamedTuple):
    vertices: NDArray[np.float64]  # in points
    codes: NDArray[np.uint8]
    width: float


@lru_cache
def _letter(letter: str) -> _Letter:
    font = FontProperties(size=_FONT_SIZE)
    width, _, _ = text_to_path.get_text_width_height_descent(letter, font, False)
    vertices, codes = text_to_path.get_text_path(font, letter)
    scale = _FONT_SIZE / text_to_path.FONT_SCALE
    return _Letter(
        scale * np.reshape(vertices, (-1, 2)), np.array(codes, dtype=Path.code_type), width
    )


def class_ticks(axes: Axes, classes: int) -> None:
    """Number the classes from 1 below their bars."""
    axes.set_xlim(0.4, classes + 0.6)
    axes.set_xticks(range(1, classes + 1))
    axes.set_xlabel("class k")
    axes.grid(False, axis="x")
