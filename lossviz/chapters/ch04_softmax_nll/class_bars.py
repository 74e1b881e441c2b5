"""Bars that move, one for each class and in its colour, as the pictures of softmax draw them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import IdentityTransform
from numpy.typing import NDArray

from lossviz.chapters.ch04_softmax_nll.photos import CLASSES
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, powers_of_ten

COLOURS = (BLUE, ORANGE, GREEN)
_LEAST_HEIGHT = 1.5
_HALF_WIDTH = 0.36
_GAP = 3.0
# How far above a bar a mark on it stands, in points: above its word.
_LIFT = 20.0


class ClassBars(Artist):
    """One bar for each class, from 0 to its end, with a word beyond it.

    A bar that would go beyond the limits ends there; its word still tells the value. All bars
    and their words are one artist, because each artist costs time in every move. Collections of
    Matplotlib, and texts that measure themselves, would take many times as long.
    """

    def __init__(self, axes: Axes, low: float, high: float, font_size: float = 10) -> None:
        """Prepare bars on linear axes, which end between two limits."""
        super().__init__()
        axes.add_artist(self)
        self._panel = axes
        self._low, self._high = low, high
        self._font = FontProperties(size=font_size)
        self._anchors = [
            Text(ha="center", transform=axes.transData, fontproperties=self._font) for _ in COLOURS
        ]
        self.ends = np.array([])
        self._heights = self.ends
        self._words: Sequence[str] = ()
        self._picked: int | None = None

    def place(
        self,
        ends: NDArray[np.floating],
        words: Sequence[str] = (),
        picked: int | None = None,
        heights: NDArray[np.floating] | None = None,
    ) -> None:
        """Let the bars end at ``ends``, a NaN having no bar, and write a word there, if any.

        Words stand at ``heights`` instead where something else lies beyond the ends. If a class is
        picked, the bars of all others are pale and without a word.
        """
        self.ends = np.clip(np.where(np.isnan(ends), 0, ends), self._low, self._high)
        self._heights = self.ends if heights is None else heights
        self._words = words
        self._picked = picked

    def above(self, place: int) -> float:
        """Where a mark on a bar stands, clear of its word; the first place is 0."""
        low, high = self._panel.get_ylim()
        return float(self.ends[place] + _LIFT * (high - low) / self._panel.bbox.height)

    def draw(self, renderer: RendererBase) -> None:
        """Draw the bars, and the words on top."""
        self._draw_bars(renderer)
        self._draw_words(renderer)

    def _draw_bars(self, renderer: RendererBase) -> None:
        """Draw each bar that has a height; one of next to none is seen as a stroke."""
        pen = renderer.new_gc()
        pen.set_linewidth(0)
        least: float = renderer.points_to_pixels(_LEAST_HEIGHT)  # type: ignore[assignment]  # not an array
        to_pixels = self._panel.transData.get_affine()
        for place, (end, colour) in enumerate(zip(self.ends, COLOURS, strict=False), start=1):
            if end:
                sides = [(place - _HALF_WIDTH, 0), (place + _HALF_WIDTH, end)]
                (left, ground), (right, top) = to_pixels.transform(sides).round(1)
                top = ground + np.copysign(max(abs(top - ground), least), end)
                corners = [(left, ground), (left, top), (right, top), (right, ground)]
                pen.set_alpha(1 if self._picked in (None, place) else 0.3)
                renderer.draw_path(pen, Path(corners), IdentityTransform(), to_rgba(colour))
        pen.restore()

    def _draw_words(self, renderer: RendererBase) -> None:
        """Centre each word beyond the end of its bar, above it or, below zero, beneath."""
        pen = renderer.new_gc()
        pen.set_foreground(INK)
        _, page_height = renderer.get_canvas_width_height()
        font, size = self._font, self._font.get_size_in_points()
        pixel: float = renderer.points_to_pixels(1)  # type: ignore[assignment]  # not an array
        words = zip(self._anchors, self.ends, self._heights, self._words, strict=False)
        for place, (anchor, end, height, word) in enumerate(words, start=1):
            if self._picked in (None, place):
                anchor.set_position((place, height))
                x, y = self._panel.transData.transform((place, height))
                x -= pixel * sum(_width(letter, size) for letter in word) / 2
                y += pixel * (_GAP if end >= 0 else -_GAP - 0.73 * size)
                # A page centres the word on its anchor in its own font; a PNG begins it at x.
                renderer.draw_text(pen, x, page_height - y, word, font, 0, False, anchor)
        pen.restore()


@lru_cache
def _width(letter: str, size: float) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(
        letter, FontProperties(size=size), False
    )
    return width


def class_ticks(axes: Axes) -> None:
    """Name the classes below their bars."""
    axes.set_xlim(0.4, len(CLASSES) + 0.6)
    axes.set_xticks(range(1, len(CLASSES) + 1), CLASSES)
    axes.grid(False, axis="x")


def signed(value: float) -> str:
    """Write a logit as short as it is, with a minus where there is one."""
    return f"{value:g}".replace("-", "−")


def short(value: float) -> str:
    """Write a positive number of any size in four characters or so, to fit above a bar."""
    if np.isinf(value):
        return "∞"
    if value == 0 or 1 <= value < 1000:
        return f"{value:.3g}"
    if 0.01 <= value < 1:
        return f"{value:.2g}".removeprefix("0")
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    if abs(int(exponent)) < 10:
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    nearest = round(np.log10(value))
    return powers_of_ten(nearest, nearest)[1][0]


def share(value: float) -> str:
    """Write a probability in three decimals, to fit above a bar."""
    return "NaN" if np.isnan(value) else f"{value:.3f}".removeprefix("0")


def nats(value: float) -> str:
    """Write a surprise in three digits, to fit above a bar."""
    if np.isnan(value):
        return "NaN"
    return "∞" if np.isinf(value) else f"{value:.3g}"
