"""How a picture is drawn: a static layer, drawn once, and a moving layer, drawn on each update.

A full Matplotlib draw is too slow to follow a slider. So axes, ticks, labels and fixed curves
are drawn once, and only the artists that move are drawn again, by Matplotlib's own SVG
renderer. Both layers have the same coordinates and are laid on top of each other.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterable
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Transform
from PIL import Image

from lossviz.explorable.style import house_style

POINTS_PER_INCH = 72
# Stored pictures are shown this wide, and hold twice as many pixels for sharp screens.
PIXELS_PER_INCH = 96
_FEW_MARKERS = 4
# Matplotlib numbers its groups from 1 in every drawing; a page may hold an id only once.
_GROUP_ID = re.compile(r'<g id="\w+"')


class MovingRenderer(RendererSVG):
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
        few = np.shape(path.vertices)[0] <= _FEW_MARKERS
        kind = RendererBase if few else RendererSVG
        kind.draw_markers(self, gc, marker_path, marker_trans, path, trans, rgbFace)


def settle(figure: Figure) -> None:
    """Finish a figure for good: what moves must never shift the axes.

    Drawing without rendering would do it too, and take twice as long.
    """
    engine = figure.get_layout_engine()
    if engine is not None:
        engine.execute(figure)
    for axes in figure.axes:
        axes.apply_aspect()
        for mesh in axes.collections:
            if isinstance(mesh, QuadMesh):  # of a colour bar, whose cells would show white seams
                mesh.set_edgecolor("face")
    figure.set_layout_engine("none")


def static(figure: Figure) -> str:
    """All but what moves, as a complete SVG document."""
    return drawn(RendererSVG, figure, [figure])


def moving(figure: Figure, artists: Iterable[Artist], sentence: str) -> str:
    """What moves, as an SVG element for an HTML page, with a sentence for who cannot see it."""
    # Only the drawing: Matplotlib's style rule would leak into the page around it.
    drawing = drawn(MovingRenderer, figure, artists)
    start, end = drawing.index("</defs>") + len("</defs>"), drawing.rindex("</svg>")
    body = _GROUP_ID.sub("<g", drawing[start:end])
    width, height = POINTS_PER_INCH * figure.get_size_inches()
    return (
        f'<svg viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-label="{html.escape(sentence)}" '
        'style="display:block;width:100%;stroke-linejoin:round;stroke-linecap:butt">'
        f"{body}</svg>"
    )


def drawn(kind: type[RendererSVG], figure: Figure, artists: Iterable[Artist]) -> str:
    """What a renderer makes of some artists of a figure."""
    width, height = POINTS_PER_INCH * figure.get_size_inches()
    page = io.StringIO()
    renderer = kind(width, height, page, image_dpi=POINTS_PER_INCH)
    for artist in artists:
        artist.draw(renderer)
    renderer.finalize()
    return page.getvalue()


def png(figure: Figure, artists: Iterable[Artist]) -> bytes:
    """The whole picture as PNG, with what moves on top as in the browser.

    `Figure.savefig` would draw everything twice.
    """
    resolution = figure.dpi
    canvas = FigureCanvasAgg(figure)
    figure.set_dpi(2 * PIXELS_PER_INCH)
    try:
        with house_style():
            canvas.draw()
            for artist in artists:
                artist.draw(canvas.get_renderer())
        pixels = np.array(canvas.buffer_rgba())[..., :3]
    finally:
        figure.set_dpi(resolution)
    # 256 colours do for our pictures and make the notebook three times smaller. Chosen for the
    # largest error, they keep the colour of a thin line beside a large map, and pale grounds
    # smooth. The last level of compression would take twice as long and save a fifteenth.
    few = Image.fromarray(pixels).quantize(256, method=Image.Quantize.MAXCOVERAGE)
    small = io.BytesIO()
    few.save(small, format="png", compress_level=8)
    return small.getvalue()
