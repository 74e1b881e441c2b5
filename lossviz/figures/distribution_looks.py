"""What the pictures of chapter 1 share: shares of a whole, and how p and q look."""

from __future__ import annotations

import numpy as np
from matplotlib.path import Path
from numpy.typing import ArrayLike, NDArray

from lossviz.figures.domains import number
from lossviz.figures.style import GREEN, PINK, Look

TRUE = Look(GREEN, "-", "o")
PREDICTED = Look(PINK, "--", "s")
# Light fills and hatches, so that text on them stays readable and colour never stands alone.
HATCH = {"p": "", "q": "///"}
OUTCOMES = "ABCDEF"
# A weight in parts of a whole. The sum of all weights has to stay a number.
PARTS = number(0, 1e6)
_RECTANGLE = np.array([Path.MOVETO, *[Path.LINETO] * 3, Path.CLOSEPOLY], Path.code_type)


def shares(**weights: float) -> NDArray[np.float64]:
    """Divide weights by their sum, so that they become probabilities.

    Raises ValueError if all of them are 0.
    """
    numbers = np.array(list(weights.values()))
    if not numbers.any():
        raise ValueError(
            f"{', '.join(weights)} are all 0, so nothing can happen; make one larger than 0."
        )
    return numbers / numbers.sum()


def bars(lefts: ArrayLike, widths: ArrayLike, heights: ArrayLike, top: float = np.inf) -> Path:
    """Bars from 0 up to their heights, at most ``top``, as one path: one path draws fast."""
    left, width, height = np.broadcast_arrays(lefts, widths, np.minimum(heights, top))
    right, ground = left + width, np.zeros(left.shape)
    x = np.stack([left, left, right, right, left], axis=-1)
    y = np.stack([ground, height, height, ground, ground], axis=-1)
    seen = (height > 0) & (width > 0)
    corners = np.stack([x[seen], y[seen]], axis=-1).reshape(-1, 2)
    return Path(corners, np.tile(_RECTANGLE, np.count_nonzero(seen)))


def bits(value: float) -> str:
    """A number of bits for people; infinity as a word."""
    return f"{value:.4f} bits" if np.isfinite(value) else "infinitely many bits"
