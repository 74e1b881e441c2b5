"""The picture over a chapter's title, and the one that is shown where somebody shares a link."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.spines import Spine
from matplotlib.text import Text

from lossviz.chapters import folders, picture
from lossviz.explorable import layers
from lossviz.explorable.picture import Picture
from lossviz.explorable.style import house_style
from tools.site import book

# A picture, which of its axes, and a state of it that answers no bet. A chapter that is not here
# has the first axes of its first picture.
OPENERS: dict[str, tuple[str, int, dict[str, Any]]] = {
    "00_start_here": ("line_fit", 0, {}),
    "01_entropy": ("simplex", 0, {}),
    "02_mse_vs_cross_entropy": ("two_losses", 1, {}),
    "03_sigmoid_saturation": ("neuron_gradient", 0, {}),
    "04_softmax_nll": ("softmax_pipeline", 0, {}),
    "05_loss_zoo": ("margin_losses", 0, {}),
    "06_training_a_network": ("live_training", 0, {}),
    "07_losses_today": ("delivery_band", 0, {}),
    "A1_when_frameworks_disagree": ("hopeless_price", 1, {}),
    "A2_what_the_documents_say": ("two_starts", 0, {}),
}
_TITLE_PAGE = (book.FLAGSHIP, {"step": 100})

_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_BARE = (Axis, Legend, Spine, Text)  # what explains a picture, and what a vignette does without
_SIZE = (1200, 630)  # pixels, as those who show links ask for
_PIXELS_PER_INCH = 100


def _opener(chapter: book.Chapter) -> tuple[str, int, dict[str, Any]]:
    first = import_module(f"lossviz.chapters.{folders()[chapter.number]}").PICTURES[:1]
    return OPENERS.get(chapter.name) or (first[0] if first else book.FLAGSHIP, 0, {})


def _in_state(name: str, values: dict[str, Any]) -> Picture[Any]:
    return picture(name)().update(**values)


@cache
def drawn(chapter: book.Chapter) -> str:
    """Return the vignette of a chapter as an SVG element: one of its pictures, without words."""
    name, which, values = _opener(chapter)
    shown = _in_state(name, values)
    figure, moving = shown._figure, shown._moving
    axes = figure.axes[which]
    still = [a for a in axes.get_children() if a not in moving and a is not axes.patch]
    bare = [artist for artist in still + moving if not isinstance(artist, _BARE)]
    drawing = layers.drawn(figure, sorted(bare, key=lambda artist: artist.zorder), chapter.name)
    # The chapter may hold the same picture, and a page may hold a name only once.
    drawing = _NAMES.sub(r"\1opener-", drawing)
    _, high = layers.view(figure)
    box = axes.bbox
    # Nothing is seen beyond the axes; a box begins at its upper left corner.
    width, height = round(box.width), round(box.height)
    view = f"{box.x0:.0f} {high - box.y1:.0f} {width} {height}"
    return (
        f'<svg viewBox="{view}" width="{width}" height="{height}" overflow="hidden" '
        f'aria-hidden="true">{drawing}</svg>'
    )


def write_social_pictures(folder: Path, chapters: list[book.Chapter]) -> None:
    """Write one picture for each page: its title, and what it lets you move."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_social_picture(folder / "index.png", "lossviz", book.TITLE, _TITLE_PAGE)
    for chapter in chapters:
        name, _, values = _opener(chapter)
        over = f"lossviz · {chapter.place}"
        _write_social_picture(folder / f"{chapter.name}.png", over, chapter.title, (name, values))


def _write_social_picture(
    path: Path, over: str, title: str, state: tuple[str, dict[str, Any]]
) -> None:
    pixels = _in_state(*state).pixels(2.0)
    with house_style():
        figure = Figure([side / _PIXELS_PER_INCH for side in _SIZE], dpi=_PIXELS_PER_INCH)
        FigureCanvasAgg(figure)
        figure.text(0.06, 0.88, over, fontsize=20, color="#5c5c5c")
        lines = textwrap.fill(title, 34)
        figure.text(0.06, 0.83, lines, va="top", family="DejaVu Serif", fontsize=34)
        axes = figure.add_axes((0.06, 0.04, 0.88, 0.56 if "\n" in lines else 0.64))
        axes.imshow(np.asarray(pixels), interpolation="antialiased")
        axes.set_anchor("SW")
        axes.set_axis_off()
        figure.savefig(path, metadata={"Software": None})
