"""The plane of a small network: what it answers everywhere, and the samples of both classes."""

from __future__ import annotations

from typing import Any, NamedTuple, cast

import contourpy
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.lines import Line2D
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.smooth_image import SmoothImage
from lossviz.chapters.ch06_training_a_network.strokes import Stroke, copies, to_points
from lossviz.explorable import Picture
from lossviz.explorable.style import YELLOW, sample
from lossviz.maths import ToyData, network_forward, sigmoid
from lossviz.maths.network_arguments import Weights

_REACH = 1.8
# Pale, so that the samples stand out, and of hues that people with any kind of colour blindness can
# tell apart; white is undecided. The losses have blue and orange already.
PALE_0, UNDECIDED, PALE_1 = "#c3b3de", "#ffffff", "#fbe3a6"
_COLOURS = LinearSegmentedColormap.from_list("answer", [PALE_0, UNDECIDED, PALE_1])(
    np.arange(256), bytes=True
)
_PURPLE = "#4b2a85"
# The map is the same on dark paper, so what lies on it must not follow the paper: no palette here.
_DARK, _LIGHT = "#000000", "#fefefe"


class _Kind(NamedTuple):
    """How the samples of a class are drawn: outline, colours, and the marker in the legend."""

    corners: NDArray[np.floating]
    face: str
    edge: str
    marker: str


# A saturated sample stands out on its own pale ground as well, and the classes differ in shape too.
_KINDS = (
    _Kind(2.7 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]), _PURPLE, _LIGHT, "s"),
    _Kind(
        4.6 * np.array([(-0.87, -0.5), (0.87, -0.5), (0, 1), (-0.87, -0.5)]),
        YELLOW,
        _DARK,
        "^",
    ),
)


def class_samples() -> list[Line2D]:
    """What a legend shows for the two classes."""
    return [
        sample(
            f"class {label}",
            color=kind.face,
            linestyle="none",
            marker=kind.marker,
            markersize=8,
            markeredgecolor=kind.edge,
        )
        for label, kind in enumerate(_KINDS)
    ]


class PlaneMap:
    """The map of one network in a panel of a picture.

    Parameters
    ----------
    picture : has the panel
    axes : where it is drawn
    pixels : the map is so many pixels wide, which the browser makes smooth

    Attributes
    ----------
    image : the map as an artist
    """

    def __init__(self, picture: Picture[Any], axes: Axes, pixels: int) -> None:
        """Set the axes, and make the image."""
        axes.set(xlim=(-_REACH, _REACH), ylim=(-_REACH, _REACH), aspect="equal")
        axes.set(xlabel="x₁", ylabel="x₂", xticks=[-1, 1], yticks=[-1, 1])
        axes.grid(False)
        self.image = picture.moving(SmoothImage(axes, _REACH))
        axes.add_image(self.image)
        self._axes, self._pixels = axes, pixels
        self._data: ToyData | None = None
        self._marks: list[Stroke] = []
        # The middles of the pixels.
        self._side = np.linspace(-1, 1, pixels) * _REACH * (1 - 1 / pixels)
        grid = np.stack(np.meshgrid(self._side, self._side), axis=-1)
        self._grid = grid.reshape(-1, 2).astype(np.float32)

    def place(self, weights: Weights, hidden: str) -> list[Stroke]:
        """Colour the map by the network's answers, and return its border: where it is undecided."""
        layers = [layer.astype(np.float32) for layer in weights]
        logits = network_forward(layers, self._grid, hidden=hidden)[-1]
        logits = logits.reshape(self._pixels, self._pixels)
        self.image.set_data(_COLOURS[np.uint8(255 * sigmoid(logits))])
        generator = contourpy.contour_generator(self._side, self._side, logits)
        # Its default kind of lines is one array for each.
        lines = cast("list[NDArray[np.float64]]", generator.lines(0.0))
        if not lines:
            return []
        path = Path.make_compound_path(*(Path(to_points(self._axes, *line.T)) for line in lines))
        return [Stroke(path, _DARK, width=1.8)]

    def samples(self, data: ToyData) -> list[Stroke]:
        """The samples, each class in its shape and colours."""
        if data is self._data:
            return self._marks
        strokes = []
        for label, kind in enumerate(_KINDS):
            centres = data.points[data.target == label]
            path = copies(kind.corners, to_points(self._axes, *centres.T))
            strokes.append(Stroke(path, kind.edge, kind.face, width=0.8))
        self._data, self._marks = data, strokes
        return strokes
