"""Film the figure at the head of the README: the flagship of chapter 3, from start to end."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from PIL import Image

from lossviz.chapters import picture
from lossviz.explorable import layers
from lossviz.explorable.picture import Picture
from lossviz.explorable.style import house_style
from tools.site import book

FILM = Path(__file__).resolve().parent.parent / "docs" / "explorer.webp"
STEPS = range(0, 301, 5)
MILLISECONDS, AT_REST = 70, 2500  # for a frame, and for the first and the last one
ROUNDS = 3  # then it rests: who reads on is not to be disturbed

_SCALE = 1.25
_COLOURS = 64
_LINE = 110  # characters of the sentence
_WORDS_HIGH = 0.55  # inches


def main() -> None:
    """Draw all frames and write the film, without loss: a few colours, sharp lines."""
    shown = picture(book.FLAGSHIP)()
    frames = [Image.fromarray(_frame(shown.update(step=step))) for step in STEPS]
    colours = frames[-1].quantize(_COLOURS, method=Image.Quantize.MAXCOVERAGE)
    first, *others = (
        frame.quantize(palette=colours, dither=Image.Dither.NONE).convert("RGB") for frame in frames
    )
    times = [AT_REST, *[MILLISECONDS] * (len(frames) - 2), AT_REST]
    first.save(
        FILM,
        save_all=True,
        append_images=others,
        duration=times,
        loop=ROUNDS,
        lossless=True,
        method=3,  # below it, the file is ten times as large
        quality=60,  # of the packing
    )


def _frame(shown: Picture[Any]) -> NDArray[np.uint8]:
    """The picture over its sentence."""
    drawn = shown.pixels(_SCALE)
    with house_style():
        words = Figure((shown.size[0], _WORDS_HIGH), dpi=layers.POINTS_PER_INCH)
        told = textwrap.fill(shown.sentence, _LINE)
        words.text(0.02, 0.9, told, va="top", fontsize=10.5, linespacing=1.4)
    under = layers.pixels(words, [], _SCALE)
    return np.vstack([drawn, under[:, : drawn.shape[1]]])


if __name__ == "__main__":
    main()
