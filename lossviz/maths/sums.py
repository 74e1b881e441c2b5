"""Sums and products over the classes, which are few."""

from __future__ import annotations

import numpy as np

from lossviz.maths.arrays import Floats


def row_sums(array: Floats) -> Floats:
    """Sum along the last axis.

    numpy.sum takes three to five times as long. It is as accurate up to some thousand classes; for
    50,000 in float32 it keeps one digit more.
    """
    sums: Floats = np.einsum("...k->...", array)
    return sums


def times(share: Floats, logarithm: Floats) -> Floats:
    """The product, where 0 times -inf is 0: what does not happen costs nothing."""
    product = share * logarithm
    if np.isinf(logarithm.min()):
        product = np.where(share, product, 0)
    return product
