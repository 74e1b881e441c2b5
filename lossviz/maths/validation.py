"""Argument checks that name the argument, the offending value and the remedy.

Every public function of the mathematics layer reads its arguments through this module, so
that a mistake is reported once, in one voice, before any number is computed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray


def as_floats(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return ``value`` as a floating-point array: float32 stays float32, all else is float64.

    Raises TypeError for what is no real number (strings, None, complex, objects) and
    ValueError for ragged or empty input and for NaN.
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is a ragged sequence; give rows of equal length ({error})."
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} must be a real number or an array of them, but it is {_shown(value)}; "
            "convert it with numpy.asarray(..., dtype=float)."
        )
    if array.size == 0:
        raise ValueError(f"{name} is empty (shape {array.shape}); give at least one number.")
    if array.dtype != np.float32:
        array = array.astype(np.float64)
    refuse_where(np.isnan(array), name, array, "is not a number; remove or replace it.")
    return array


def as_finite_floats(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return ``value`` as floats, refusing infinities as well."""
    array = as_floats(name, value)
    refuse_where(np.isinf(array), name, array, "is infinite; give a finite number.")
    return array


def as_probabilities(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return ``value`` as floats, refusing anything outside [0, 1]."""
    array = as_floats(name, value)
    refuse_where(
        (array < 0) | (array > 1),
        name,
        array,
        "is outside [0, 1]; a probability lies between 0 and 1 "
        "(turn logits into probabilities with sigmoid or softmax).",
    )
    return array


def as_positive_floats(name: str, value: ArrayLike) -> NDArray[np.floating]:
    """Return ``value`` as finite floats, refusing zero and negative numbers."""
    array = as_finite_floats(name, value)
    refuse_where(array <= 0, name, array, "is not positive; give a number above 0.")
    return array


def as_count(name: str, value: int) -> int:
    """Return ``value`` as an int, refusing fractions, booleans and negative numbers."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, but it is {_shown(value)}.")
    if value < 0:
        raise ValueError(f"{name} is {value}; give 0 or more.")
    return int(value)


def as_choice(name: str, value: str, choices: Iterable[str]) -> str:
    """Return ``value`` if it is one of ``choices``."""
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        expected = ", ".join(repr(choice) for choice in known)
        kind = ValueError if isinstance(value, str) else TypeError
        raise kind(f"{name} is {_shown(value)}; choose one of {expected}.")
    return value


def refuse_where(bad: NDArray[np.bool_], name: str, array: NDArray, complaint: str) -> None:
    """Raise ValueError for the first element where ``bad`` holds, saying which it is."""
    if not bad.any():
        return
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    raise ValueError(f"{place} = {array[index]:g} {complaint}")


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
