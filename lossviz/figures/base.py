"""What all pictures share: a static layer, drawn once, and a moving layer, drawn on each update.

A full Matplotlib draw is too slow to follow a slider. So axes, ticks, labels and fixed curves
are drawn once, and only the artists that move are drawn again, by Matplotlib's own SVG
renderer. Both layers have the same coordinates and are laid on top of each other.
"""

from __future__ import annotations

import base64
import html
import io
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Transform
from numpy.typing import NDArray
from PIL import Image

from lossviz.figures.domains import Check
from lossviz.figures.style import house_style

_Artist = TypeVar("_Artist", bound=Artist)
_Self = TypeVar("_Self", bound="ExplorableFigure")

_POINTS_PER_INCH = 72
# Stored pictures are shown this wide, and hold twice as many pixels for sharp screens.
_PIXELS_PER_INCH = 96
_FEW_MARKERS = 4


class _MovingRenderer(RendererSVG):
    """Draws a few markers as so many paths.

    Matplotlib's SVG defines a marker once and refers to it, which saves bytes where there are
    many, but takes time. What moves has mostly one.
    """

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Draw a marker at each vertex of ``path``."""
        few = len(path.vertices) <= _FEW_MARKERS
        kind = RendererBase if few else RendererSVG
        kind.draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace)


def _painted(figure: Figure, *moving: Artist) -> NDArray[np.uint8]:
    """The pixels of a figure, with what moves on top of it as in the browser.

    `Figure.savefig` would draw everything twice.
    """
    resolution = figure.dpi
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(2 * _PIXELS_PER_INCH)
    try:
        canvas.draw()
        for artist in moving:
            artist.draw(canvas.get_renderer())
        return np.array(canvas.buffer_rgba())[..., :3]
    finally:
        figure.set_dpi(resolution)


class ExplorableFigure(ABC):
    """A picture with parameters. Build it once, then ``update`` it as often as you like.

    A subclass states its ``size`` in inches, for each parameter what it ``takes`` (see
    `lossviz.figures.domains`) and its value in ``defaults``, builds the axes in `build`, wraps
    every artist that moves in `moving`, moves them in `draw`, and says in `describe` what the
    picture shows.
    """

    size: tuple[float, float]
    takes: Mapping[str, Check]
    defaults: Mapping[str, Any]

    def __init__(self) -> None:
        """Build the picture and show its default state."""
        self._moving: list[Artist] = []
        with house_style():
            self._figure = Figure(self.size, dpi=_POINTS_PER_INCH, layout="constrained")
            self.build(self._figure)
            # One layout for good: what moves must never shift the axes. Drawing without
            # rendering would do it too, and take twice as long.
            self._figure.get_layout_engine().execute(self._figure)
            for axes in self._figure.axes:
                axes.apply_aspect()
            self._figure.set_layout_engine("none")
        self.parameters: dict[str, Any] = {
            name: check(name, self.defaults[name]) for name, check in self.takes.items()
        }
        self.draw(**self.parameters)

    @abstractmethod
    def build(self, figure: Figure) -> None:
        """Create all artists."""

    @abstractmethod
    def draw(self, **parameters: Any) -> None:
        """Move the artists. Each value is one that the picture ``takes``.

        Raise ValueError for values that do not go together.
        """

    @abstractmethod
    def describe(self) -> str:
        """Say in a sentence or two, with numbers, what the picture shows now."""

    def moving(self, artist: _Artist) -> _Artist:
        """Mark an artist as part of the moving layer and return it."""
        artist.set_animated(True)
        artist.set_in_layout(False)
        self._moving.append(artist)
        return artist

    def update(self: _Self, **changes: Any) -> _Self:
        """Change some parameters; the others stay as they are.

        Raises TypeError for an unknown parameter, TypeError or ValueError for a value that the
        picture does not take, and what `draw` raises. Nothing has moved or changed then.
        """
        unknown = sorted(set(changes) - set(self.parameters))
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no parameter {unknown[0]!r}; "
                f"it has {', '.join(self.parameters)}."
            )
        checked = {name: self.takes[name](name, value) for name, value in changes.items()}
        parameters = {**self.parameters, **checked}
        try:
            self.draw(**parameters)
        except Exception:
            self.draw(**self.parameters)  # over whatever has moved before it failed
            raise
        self.parameters = parameters
        return self

    def static_layer(self) -> str:
        """The parts that never move, as a complete SVG document."""
        return self._svg(RendererSVG, self._figure)

    def moving_layer(self) -> str:
        """The parts that move, as an SVG element for an HTML page, with its text alternative."""
        # Only the drawing: Matplotlib's style rule would leak into the page around it.
        drawing = self._svg(_MovingRenderer, *self._moving)
        start, end = drawing.index("</defs>") + len("</defs>"), drawing.rindex("</svg>")
        body = _GROUP_ID.sub("<g", drawing[start:end])
        width, height = (_POINTS_PER_INCH * side for side in self.size)
        return (
            f'<svg viewBox="0 0 {width:g} {height:g}" role="img" '
            f'aria-label="{html.escape(self.describe())}" '
            'style="display:block;width:100%;stroke-linejoin:round;stroke-linecap:butt">'
            f"{body}</svg>"
        )

    def png(self) -> bytes:
        """The whole picture as PNG."""
        with house_style():
            pixels = _painted(self._figure, *self._moving)
        # 256 colours do for our pictures and make the notebook three times smaller. An octree is
        # found fast and keeps the colour of a thin line beside a large map. The last level of
        # compression would take twice as long and save a fifteenth.
        few = Image.fromarray(pixels).quantize(256, method=Image.Quantize.FASTOCTREE)
        small = io.BytesIO()
        few.save(small, format="png", compress_level=8)
        return small.getvalue()

    def _svg(self, kind: type[RendererSVG], *artists: Artist) -> str:
        width, height = (_POINTS_PER_INCH * side for side in self.size)
        page = io.StringIO()
        renderer = kind(width, height, page, image_dpi=_POINTS_PER_INCH)
        for artist in artists:
            artist.draw(renderer)
        renderer.finalize()
        return page.getvalue()

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        return self.bundle()

    def bundle(self) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        """The picture for a notebook: PNG, its text alternative, and the text that nbval reads."""
        sentence = self.describe()
        data = {
            "image/png": base64.b64encode(self.png()).decode("ascii"),
            "text/plain": sentence,
        }
        width = round(_PIXELS_PER_INCH * self.size[0])
        return data, {"image/png": {"alt": sentence, "width": width}}


# Matplotlib numbers its groups from 1 in every drawing; a page may hold an id only once.
_GROUP_ID = re.compile(r'<g id="\w+"')
