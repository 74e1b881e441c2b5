"""Moving lines and areas as one artist, because each Matplotlib artist costs time in every move."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_rgba
from matplotlib.path import Path
from matplotlib.transforms import Affine2D
from numpy.typing import ArrayLike, NDArray

from lossviz.explorable.layers import POINTS_PER_INCH

# A tenth of a point is finer than any screen, and takes few bytes.
_DECIMALS = 1


class Stroke(NamedTuple):
    """A path in points from the lower left corner of the figure, and how it is painted.

    A stroke without ``edge`` has no outline, one without ``face`` is not filled. ``dashes`` are
    the lengths on and off, in points.
    """

    path: Path
    edge: str | None = None
    face: str | None = None
    width: float = 1.0
    dashes: tuple[float, ...] | None = None
    alpha: float = 1.0


class Strokes(Artist):
    """Draws its ``entries`` in their order. Nothing is clipped: they stay within the figure."""

    def __init__(self) -> None:
        """Begin without any stroke."""
        super().__init__()
        self.set_zorder(3)  # above images, grid and lines
        self.entries: list[Stroke] = []

    def draw(self, renderer: RendererBase) -> None:
        """Draw every stroke."""
        # Of a number, it makes a number.
        to_pixels = Affine2D().scale(renderer.points_to_pixels(1))  # type: ignore[arg-type]
        for stroke in self.entries:
            pen = renderer.new_gc()
            if stroke.edge is None:
                pen.set_linewidth(0)
            else:
                pen.set_foreground(stroke.edge)
                pen.set_linewidth(stroke.width)
                pen.set_joinstyle("round")
            if stroke.dashes is not None:
                pen.set_dashes(0, stroke.dashes)
            pen.set_alpha(stroke.alpha)
            face = None if stroke.face is None else to_rgba(stroke.face, stroke.alpha)
            renderer.draw_path(pen, stroke.path, to_pixels, face)
            pen.restore()


def to_points(axes: Axes, x: ArrayLike, y: ArrayLike) -> NDArray[np.floating]:
    """Where data lie on the figure, in points, rounded."""
    pixels = axes.transData.transform(np.column_stack([x, y]))
    return (pixels * (POINTS_PER_INCH / axes.figure.dpi)).round(_DECIMALS)


def copies(shape: NDArray[np.floating], centres: NDArray[np.floating]) -> Path:
    """One path with a closed shape, its last corner being its first, around every centre."""
    corners = (centres[:, np.newaxis] + shape).round(_DECIMALS)
    codes = np.full(corners.shape[:2], Path.LINETO)
    codes[:, 0], codes[:, -1] = Path.MOVETO, Path.CLOSEPOLY
    return Path(corners.reshape(-1, 2), codes.ravel())


def pieces(points: NDArray[np.floating], own: NDArray[np.bool_]) -> Path:
    """Those parts of a line that lead to the points that are its own, with gaps between them."""
    changes = np.flatnonzero(np.diff(own)) + 1
    parts = [np.full((1, 2), np.nan)]
    for piece in np.split(np.arange(len(points)), changes):
        if own[piece[0]]:
            parts += [points[max(0, piece[0] - 1) : piece[-1] + 1], parts[0]]
    return Path(np.concatenate(parts))
