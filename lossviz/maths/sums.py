"""Sums over the classes, which are few."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FEW = 32


def row_sums(array: NDArray[np.floating]) -> NDArray[np.floating]:
    """Sum along the last axis.

    numpy.sum adds long rows more accurately, but takes three times as long for short ones.
    """
    if array.shape[-1] <= FEW:
        return np.einsum("...k->...", array)
    return array.sum(axis=-1)
