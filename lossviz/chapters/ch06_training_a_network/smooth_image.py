"""An image of few pixels that the browser itself makes smooth when it enlarges it."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.image import AxesImage

from lossviz.explorable.layers import POINTS_PER_INCH


class SmoothImage(AxesImage):
    """A square image that fills its axes, the first row at the bottom."""

    def __init__(self, axes: Axes, reach: float) -> None:
        """Span both axes from ``-reach`` to ``reach``."""
        extent = (-reach, reach, -reach, reach)
        super().__init__(axes, extent=extent, origin="lower", interpolation="bilinear")

    def draw(self, renderer: RendererBase) -> None:
        """Hand the pixels to an SVG as they are."""
        if not (isinstance(renderer, RendererSVG) and self.get_visible()):
            super().draw(renderer)
            return
        box, pixels = self.axes.bbox, np.asarray(self.get_array())
        resolution = renderer.image_dpi
        renderer.image_dpi = POINTS_PER_INCH * len(pixels) / box.width
        pen = renderer.new_gc()
        renderer.draw_image(pen, box.x0, box.y0, pixels)
        pen.restore()
        renderer.image_dpi = resolution
