"""What the parameters of pictures take. All else is refused before anything of a picture moves.

Each function here makes a check for `ExplorableFigure.takes`: called with the name of a parameter
and a value, it returns the value as the picture uses it, or raises TypeError or ValueError with
the name, the value and the remedy.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.validation import as_choice, as_count, as_number

Check = Callable[[str, Any], Any]


def number(
    least: float | None = None,
    most: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
) -> Check:
    """A finite number within these bounds."""

    def check(name: str, value: float) -> float:
        if isinstance(value, (bool, np.bool_)):
            raise TypeError(f"{name} is {value}; give a number.")
        found = as_number(name, value, least=least, above=above, below=below)
        if most is not None and found > most:
            raise ValueError(f"{name} is {found}; give a number at most {most:g}.")
        return found

    return check


# Far beyond all that trains, but with no risk of numbers beyond the floats.
RATE = number(1e-9, 1e6)


def listed(values: ArrayLike) -> Check:
    """One of some numbers, for which the picture was computed in advance.

    A rounding error is forgiven. What lies between them would be drawn as its neighbour.
    """
    known = np.array(values, np.float64)
    finite = number()

    def check(name: str, value: float) -> float:
        found = finite(name, value)
        nearest = float(known[np.abs(known - found).argmin()])
        if not math.isclose(nearest, found, rel_tol=1e-9, abs_tol=1e-12):
            raise ValueError(
                f"{name} is {found}; the nearest value that this picture has is {nearest}."
            )
        return nearest

    return check


def whole(low: int, high: int) -> Check:
    """A whole number from ``low`` to ``high``."""

    def check(name: str, value: int) -> int:
        count = as_count(name, value)
        if not low <= count <= high:
            raise ValueError(f"{name} is {count}; this picture goes from {low} to {high}.")
        return count

    return check


def choice(options: Iterable[str]) -> Check:
    """One of some words."""
    known = tuple(options)
    return lambda name, value: as_choice(name, value, known)
