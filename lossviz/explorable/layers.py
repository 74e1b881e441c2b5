"""How a picture is drawn: a static layer, drawn once, and a moving layer, drawn on each update.

A full Matplotlib draw is too slow to follow a slider. So axes, ticks, labels and fixed curves
are drawn once, and only the artists that move are drawn again, by Matplotlib's own SVG
renderer. Both layers have the same coordinates and are laid on top of each other.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib import _path
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.transforms import Bbox, Transform
from numpy.typing import NDArray
from PIL import Image

from lossviz.explorable.style import house_style

POINTS_PER_INCH = 72
# Stored pictures are shown this wide, and hold twice as many pixels for sharp screens.
PIXELS_PER_INCH = 96
# What the name of a readable line begins with; its number follows.
CURVE = "lossviz-curve-"

_FEW_MARKERS = 4
# Pages draw tenths of a point at most.
_DIGITS = 1
_PLACES = 6  # decimals of where axes stand, as a share of the figure
_COMMANDS = [b"M", b"L", b"Q", b"C", b"z"]
_BETWEEN = re.compile(r">\s+<")
_CURVE_ID = re.compile(rf'<g id="{CURVE}(\d+)"')
# Matplotlib numbers its groups from 1 in every drawing; a page may hold an id only once.
_GROUP_ID = re.compile(r'<g id="[^"]+"')
_COLOUR = re.compile("#([0-9a-f]{6})")


class PageRenderer(RendererSVG):
    """Draws for a page: text as text, in the page's font, coordinates no finer than needed.

    What is drawn twice is the same twice: the names that clip paths and hatches get depend on
    what they name, and on ``salt``, as a page holds several pictures.
    """

    def __init__(self, width: float, height: float, page: io.StringIO, salt: str) -> None:
        """Begin a page."""
        self._salt = salt
        RendererSVG.__init__(self, width, height, page, image_dpi=POINTS_PER_INCH)

    def _make_id(self, type: str, content: object) -> str:
        return f"{type}{zlib.crc32(f'{self._salt}{content}'.encode()):08x}"

    def _convert_path(
        self,
        path: Path,
        transform: Transform | None = None,
        clip: Any = None,
        simplify: bool | None = None,
        sketch: Any = None,
    ) -> str:
        frame = (0.0, 0.0, self.width, self.height) if clip else None
        # Private, and the one way to fewer digits than six.
        drawn: str = _path.convert_to_string(  # type: ignore[attr-defined]
            path, transform, frame, simplify, sketch, _DIGITS, _COMMANDS, False
        ).decode("ascii")
        return drawn.replace(" \n", "").strip()

    def get_text_width_height_descent(
        self, s: str, prop: FontProperties, ismath: Any
    ) -> tuple[float, float, float]:
        """How large a text is: as its letters beside each other, which are measured once.

        The page has other fonts anyway, and knows itself where a centred text begins. To measure
        the numbers of each frame anew would take as long as to draw it.
        """
        if ismath or not s:
            return _measured(self, s, prop, ismath)
        font = hash(prop)
        letters = []
        for letter in s:
            if (font, letter) not in _LETTERS:
                _LETTERS[font, letter] = _measured(self, letter, prop, ismath)
            letters.append(_LETTERS[font, letter])
        widths, _, descents = zip(*letters, strict=True)
        descent = max(descents)
        above = max(height - d for _, height, d in letters)
        return sum(widths), above + descent, descent

    def draw_text(
        self,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,
        mtext: Any = None,
    ) -> None:
        """Draw a text as text."""
        # Clipped text would need a group; what is clipped here are lines and areas.
        RendererSVG._draw_text_as_text(self, gc, x, y, s, prop, angle, ismath, mtext)

    def draw_markers(
        self,
        gc: GraphicsContextBase,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,
    ) -> None:
        """Draw a marker at each vertex of ``path``, a few markers as so many paths.

        Matplotlib's SVG defines a marker once and refers to it, which saves bytes where there are
        many, but takes time. What moves has mostly one.
        """
        few = np.shape(path.vertices)[0] <= _FEW_MARKERS
        kind = RendererBase if few else RendererSVG
        kind.draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace)


# Sizes of letters, by their font.
_LETTERS: dict[tuple[int, str], tuple[float, float, float]] = {}


def _measured(
    renderer: RendererSVG, text: str, font: FontProperties, ismath: Any
) -> tuple[float, float, float]:
    size: tuple[float, float, float] = RendererSVG.get_text_width_height_descent(
        renderer, text, font, ismath
    )
    return size


def settle(figure: Figure) -> None:
    """Finish a figure for good: what moves must never shift the axes.

    Drawing without rendering would do it too, and take twice as long.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    for axes in figure.axes:
        # The engine's last digits differ from run to run; a drawing's must not.
        place = axes.get_position(original=True).get_points().round(_PLACES)
        axes.set_position(Bbox(place))
        axes.apply_aspect()
        for mesh in axes.collections:
            if isinstance(mesh, QuadMesh):  # of a colour bar, whose cells would show white seams
                mesh.set_edgecolor("face")
    figure.set_layout_engine("none")


def drawn(figure: Figure, artists: Iterable[Artist], salt: str = "") -> str:
    """What some artists of a figure look like, as the content of an SVG element.

    Colours are names for which a page may have another value, for dark paper, say.
    """
    width, height = view(figure)
    page = io.StringIO()
    renderer = PageRenderer(width, height, page, salt)
    for artist in artists:
        artist.draw(renderer)
    RendererSVG.finalize(renderer)
    drawing = page.getvalue()
    # Only the drawing: Matplotlib's style rule would leak into the page around it.
    body = drawing[drawing.index("</defs>") + len("</defs>") : drawing.rindex("</svg>")]
    body = _BETWEEN.sub("><", body.strip())
    body = _CURVE_ID.sub(r'<g data-curve="\1"', body)
    return _COLOUR.sub(r"var(--lossviz-\1,#\1)", _GROUP_ID.sub("<g", body))


def view(figure: Figure) -> tuple[float, float]:
    """Width and height of a figure's drawing."""
    width, height = POINTS_PER_INCH * figure.get_size_inches()
    return float(width), float(height)


def scales(figure: Figure, line: Line2D, name: str) -> dict[str, Any]:
    """What a page needs to read values off a line: its name, the box of its axes, both scales."""
    axes = line.axes
    assert isinstance(axes, Axes)
    _, height = view(figure)
    box = axes.bbox
    return {
        "name": name,
        "box": [round(float(v), 1) for v in (box.x0, height - box.y1, box.x1, height - box.y0)],
        "x": [axes.get_xlabel(), *map(float, axes.get_xlim()), axes.get_xscale()],
        "y": [axes.get_ylabel(), *map(float, axes.get_ylim()), axes.get_yscale()],
    }


def pixels(figure: Figure, artists: Iterable[Artist], scale: float = 2.0) -> NDArray[np.uint8]:
    """The whole picture in colours, with what moves on top as in the browser.

    ``scale`` says how many pixels a pixel of the page gets in each direction.

    `Figure.savefig` would draw everything twice.
    """
    resolution = figure.dpi
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(scale * PIXELS_PER_INCH)
    try:
        with house_style():
            canvas.draw()
            for artist in artists:
                artist.draw(canvas.get_renderer())
        drawn: NDArray[np.uint8] = np.array(canvas.buffer_rgba())[..., :3]
        return drawn
    finally:
        figure.set_dpi(resolution)


def png(pixels: NDArray[np.uint8], colours: int = 256) -> bytes:
    """Some pixels as PNG.

    256 colours do for our pictures and make the notebook three times smaller. Chosen for the
    largest error, they keep the colour of a thin line beside a large map, and pale grounds
    smooth. The last level of compression would take twice as long and save a fifteenth.
    """
    few = Image.fromarray(pixels).quantize(colours, method=Image.Quantize.MAXCOVERAGE)
    small = io.BytesIO()
    few.save(small, format="png", compress_level=8)
    return small.getvalue()
