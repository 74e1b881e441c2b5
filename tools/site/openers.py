"""The picture over a chapter's title, and the one that is shown where somebody shares a link."""

from __future__ import annotations

import re
import textwrap
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from lossviz.chapters import picture
from lossviz.explorable import layers
from lossviz.explorable.picture import Picture
from lossviz.explorable.style import house_style
from tools.site import book

# For each chapter a picture, in a state that answers no bet.
OPENERS: dict[str, tuple[str, dict[str, Any]]] = {
    "00_start_here": ("line_fit", {}),
    "01_entropy": ("skyline", {}),
    "02_mse_vs_cross_entropy": ("two_valleys", {}),
    "03_sigmoid_saturation": ("neuron_walk", {}),
    "04_softmax_nll": ("softmax_pipeline", {}),
    "05_loss_zoo": ("margin_losses", {}),
    "06_training_a_network": ("live_training", {}),
    "A1_when_frameworks_disagree": ("hopeless_price", {}),
}
FLAGSHIP = ("two_starts", {"step": 100})

_NAMES = re.compile(r'(\bid="|url\(#|href="#)')
_SIZE = (1200, 630)  # pixels, as those who show links ask for
_PIXELS_PER_INCH = 100


def _in_state(name: str, values: dict[str, Any]) -> Picture[Any]:
    return picture(name)().update(**values)


@cache
def drawn(chapter: str) -> str:
    """Return the picture of a chapter as an SVG element, or nothing where there is none."""
    if chapter not in OPENERS:
        return ""
    shown = _in_state(*OPENERS[chapter])
    width, height = (round(inches * layers.POINTS_PER_INCH) for inches in shown.size)
    # The chapter may hold the same picture, and a page may hold a name only once.
    drawing = _NAMES.sub(r"\1opener-", shown.static_layer() + shown.moving_layer())
    return f'<svg viewBox="0 0 {width} {height}" aria-hidden="true">{drawing}</svg>'


def write_social_pictures(folder: Path, chapters: list[book.Chapter]) -> None:
    """Write one picture for each page: its title, and what it lets you move."""
    folder.mkdir(parents=True, exist_ok=True)
    _write_social_picture(folder / "index.png", "lossviz", book.TITLE, FLAGSHIP)
    for chapter in chapters:
        opener = OPENERS.get(chapter.name, FLAGSHIP)
        over = f"lossviz · {chapter.place}"
        _write_social_picture(folder / f"{chapter.name}.png", over, chapter.title, opener)


def _write_social_picture(
    path: Path, over: str, title: str, state: tuple[str, dict[str, Any]]
) -> None:
    pixels = _in_state(*state).pixels(2.0)
    with house_style():
        figure = Figure([side / _PIXELS_PER_INCH for side in _SIZE], dpi=_PIXELS_PER_INCH)
        FigureCanvasAgg(figure)
        figure.text(0.06, 0.88, over, fontsize=20, color="#5c5c5c")
        lines = textwrap.fill(title, 38)
        figure.text(0.06, 0.83, lines, va="top", family="DejaVu Serif", fontsize=34)
        axes = figure.add_axes((0.06, 0.04, 0.88, 0.56 if "\n" in lines else 0.64))
        axes.imshow(np.asarray(pixels), interpolation="antialiased")
        axes.set_anchor("SW")
        axes.set_axis_off()
        figure.savefig(path, metadata={"Software": None})
