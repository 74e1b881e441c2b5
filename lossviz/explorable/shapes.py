"""Many strokes or bars as one artist's data: one artist draws fast."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

_RECTANGLE = np.array([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], Path.code_type)


def verticals(
    x: ArrayLike, low: ArrayLike, high: ArrayLike
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Vertical strokes as x and y of a single line; NaN lifts the pen."""
    places, lows, highs = np.broadcast_arrays(x, low, high)
    y = np.stack([lows, highs, np.full(places.shape, np.nan)], axis=-1)
    return np.repeat(places, 3), y.ravel()


def bars(
    lefts: ArrayLike,
    widths: ArrayLike,
    heights: ArrayLike,
    top: float = np.inf,
    feet: ArrayLike = 0.0,
) -> Path:
    """Bars from their feet up to their heights, at most ``top``, as one path.

    A bar that is not higher than its foot is left out.
    """
    left, width, height, foot = np.broadcast_arrays(
        lefts, widths, np.minimum(heights, top), np.minimum(feet, top)
    )
    right = left + width
    x = np.stack([left, left, right, right, left], axis=-1)
    y = np.stack([foot, height, height, foot, foot], axis=-1)
    seen = (height > foot) & (width > 0)
    corners = np.stack([x[seen], y[seen]], axis=-1).reshape(-1, 2)
    return Path(corners, np.tile(_RECTANGLE, np.count_nonzero(seen)))
