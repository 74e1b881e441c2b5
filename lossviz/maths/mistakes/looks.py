"""What an array looks like, so that a complaint about it can name the remedy that fits.

Only asked when an argument has been refused; a correct call never comes here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def numbers_in(value: object) -> Numbers | None:
    """Return ``value`` as finite float64 numbers, or None if it does not hold such."""
    try:
        array = np.asarray(value)
    except Exception:  # ragged rows, a tensor that resists: whatever it is, it holds no numbers
        return None
    if isinstance(value, np.ma.MaskedArray) or array.dtype.kind not in "biuf" or not array.size:
        return None
    array = array.astype(np.float64)
    return array if np.isfinite(array).all() else None


def some_nan(value: object) -> bool:
    """Whether ``value`` holds floats, and NaN among them."""
    try:
        array = np.asarray(value)
    except Exception:  # as above
        return False
    return array.dtype.kind == "f" and bool(np.isnan(array).any())


def some_none(value: object) -> bool:
    """Whether ``value`` is a list or an array with None in it."""
    parts = value.ravel().tolist() if isinstance(value, np.ndarray) else value
    return isinstance(parts, (list, tuple)) and any(part is None for part in parts)


def whole(a: Numbers) -> bool:
    """Whole numbers, whatever their type."""
    return bool((a == np.floor(a)).all())


def zeros_and_ones(a: Numbers) -> bool:
    """Answers no and yes."""
    return bool(((a == 0) | (a == 1)).all())


def signs(a: Numbers) -> bool:
    """Answers -1 and +1, and at least one -1, since ones alone are answers yes as well."""
    return bool((np.abs(a) == 1).all() and (a == -1).any())


def class_numbers(a: Numbers) -> bool:
    """Whole numbers from 0 up."""
    return whole(a) and bool((a >= 0).all())


def two_values(a: Numbers) -> list[float]:
    """Return the two whole numbers that occur, such as labels 1 and 2, or nothing."""
    values = np.unique(a).tolist()
    return values if whole(a) and len(values) == 2 else []


def probabilities(a: Numbers) -> bool:
    """Numbers in [0, 1]."""
    return bool(((a >= 0) & (a <= 1)).all())


def nearly_probabilities(a: Numbers) -> bool:
    """Numbers in [0, 1], but for a thousandth."""
    return bool(((a >= -1e-3) & (a <= 1 + 1e-3)).all())


def sums_to(a: Numbers, total: float, axis: int = -1) -> bool:
    """Numbers from 0 up whose sum along an axis is ``total``, give or take a thousandth of it."""
    return bool(
        a.ndim and (a >= 0).all() and np.allclose(a.sum(axis=axis), total, rtol=1e-3, atol=0)
    )


def rows(a: Numbers) -> bool:
    """Distributions along the last axis."""
    return sums_to(a, 1)


def one_hot(a: Numbers) -> bool:
    """Rows with a single 1."""
    return rows(a) and zeros_and_ones(a)


def percentages(a: Numbers) -> bool:
    """Distributions in per cent."""
    return sums_to(a, 100)


def log_probabilities(a: Numbers) -> bool:
    """Logarithms of distributions along the last axis."""
    return bool((a <= 0).all()) and rows(np.exp(a))
