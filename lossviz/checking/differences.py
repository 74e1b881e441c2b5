"""What kind of difference lies between a learner's results and the right ones.

A kind is named only if one simple change, such as a factor, leads from all right results to all
given ones. This module knows numbers only, and neither cases nor exercises.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What a factor between the given results and the right ones tells, beside the sign.
_FACTORS = (
    (np.log(2), "ln 2 times the right ones: nats instead of bits?"),
    (1 / np.log(2), "1 / ln 2 times the right ones: bits instead of nats?"),
    (
        1 / np.log(10),
        "1 / ln 10 times the right ones: is there a logarithm to the base 10 instead of e?",
    ),
    (
        np.log10(2),
        "0.301 times the right ones: is there a logarithm to the base 10 instead of 2?",
    ),
    (2.0, "twice the right ones: is a factor 1/2 missing?"),
    (0.5, "half of the right ones: is there a factor 1/2 too many?"),
)
_NEAR = 1e-6  # as a share: results are compared for their kind, not for their last digits
_TINY = 1e-9  # as a share of the largest result: what is as good as zero beside it


@dataclass(frozen=True)
class Difference:
    """One change that leads from right results to the given ones."""

    says: str  # what the learner reads
    change: Callable[[NDArray[Any]], NDArray[Any]]  # makes the given results out of the right ones


def difference(given: NDArray[Any], right: NDArray[Any]) -> Difference | None:
    """Return the kind of a difference that all results share, or None.

    Parameters
    ----------
    given, right : array of shape (N,)
        Finite results, at least one of which is wrong in its first digits.

    Returns
    -------
    Difference or None
        None as well if the right results are too few or too equal to tell.

    Examples
    --------
    >>> difference(np.array([-1.0, -3.0]), np.array([1.0, 3.0])).says
    'The sign is wrong.'
    >>> difference(np.array([1.5, 3.5]), np.array([1.0, 3.0])).says
    'Your results are all too large by 0.5: is something added, or a term missing?'
    >>> difference(np.array([1.0, 5.0]), np.array([1.0, 3.0])) is None
    True
    """
    if not right.size:
        return None
    several = np.ptp(right) > _TINY * np.abs(right).max()
    if several and np.ptp(given) <= _TINY * np.abs(given).max():
        constant = given[0]
        return Difference(
            "Your function gives the same result, whatever it is given.",
            lambda value: np.full_like(value, constant),
        )
    return _factor(given, right, several) or (_no_factor(given, right) if several else None)


def near(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Return whether two results of one shape are equal but for their last digits."""
    finite = np.abs(other[np.isfinite(other)])
    return np.allclose(one, other, rtol=_NEAR, atol=_TINY * finite.max(initial=0.0), equal_nan=True)


def _factor(given: NDArray[Any], right: NDArray[Any], several: bool) -> Difference | None:
    largest = np.abs(right).argmax()
    if right[largest] == 0:
        return None
    factor = given[largest] / right[largest]
    size = abs(factor)
    if not near(given, factor * right):
        return None
    known = next((says for value, says in _FACTORS if np.isclose(size, value, rtol=_NEAR)), "")
    plain = np.isclose(size, 1, rtol=_NEAR)
    if not (known or plain or several):  # any two numbers have some factor between them
        return None
    parts = ["The sign is wrong."] if factor < 0 else []
    if not plain:
        start = "Apart from it, your" if parts else "Your"
        parts.append(f"{start} results are {known or f'{size:.4g} times the right ones.'}")
    return Difference(" ".join(parts), lambda value: factor * value)


def _no_factor(given: NDArray[Any], right: NDArray[Any]) -> Difference | None:
    offset = np.median(given - right)
    if near(given, right + offset):
        return Difference(
            f"Your results are all too {'large' if offset > 0 else 'small'} by {abs(offset):.4g}: "
            "is something added, or a term missing?",
            lambda value: value + offset,
        )
    if near(given, right**2):
        return Difference(
            "Your results are the squares of the right ones: is there a square too many?",
            np.square,
        )
    if near(given**2, right) and (given >= 0).all():
        return Difference(
            "Your results are the roots of the right ones: is there a root too many?", np.sqrt
        )
    return None
