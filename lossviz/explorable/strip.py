"""Several states of a picture beside each other, for readers who cannot move it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable import layers
from lossviz.explorable.picture import Bundle, Picture, bundle
from lossviz.explorable.style import house_style

_WIDEST = 10.0  # inches: a wide picture is shown as large
_HEADLINE = 0.34  # inches
# Several pictures need not weigh as much as each alone.
_COLOURS = 64
SCALE = 1.5  # of what is stored small, to the size on a page


class Strip:
    """A comic strip: states of a picture, each under its name and with its sentence.

    The states are drawn in the phone's layout, in which they fit beside each other.

    Parameters
    ----------
    picture : is not moved; its guess is shown in all states
    states : the values of each state by its name; what is not given has its default

    Attributes
    ----------
    text : the sentence of each state, after its name, in a line of its own

    Raises
    ------
    TypeError, ValueError
        If a state does not fit the parameters.
    """

    def __init__(self, picture: Picture[Any], states: Mapping[str, Mapping[str, Any]]) -> None:
        """Draw all states."""
        drawn, told = [], []
        for name, values in states.items():
            twin = type(picture)(narrow=True)
            twin.ghost = picture.ghost
            twin.update(**values)
            pixels = twin.pixels(SCALE)
            drawn.append(np.vstack([_headline(name, pixels.shape[1]), pixels]))
            told.append(f"{name}: {twin.sentence}")
        self._pixels = np.hstack(drawn)
        self.text = "\n".join(told)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        inches = self._pixels.shape[1] / (SCALE * layers.PIXELS_PER_INCH)
        return bundle(layers.png(self._pixels, _COLOURS), self.text, min(inches, _WIDEST))


def _headline(name: str, width: int) -> NDArray[np.uint8]:
    """A name over a picture that is so many pixels wide."""
    # One pixel more: whatever is rounded down, it is enough.
    inches = (width + 1) / (SCALE * layers.PIXELS_PER_INCH)
    with house_style():
        figure = Figure((inches, _HEADLINE), dpi=layers.POINTS_PER_INCH)
        figure.text(0.5, 0.5, name, ha="center", va="center", fontsize=12.5, style="italic")
    return layers.pixels(figure, [], SCALE)[:, :width]
