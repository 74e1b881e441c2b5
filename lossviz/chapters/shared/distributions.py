"""How a true and a predicted distribution look, and how they are put into numbers and words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lossviz.explorable.style import GREEN, PINK, Look

TRUE = Look(GREEN, "-", "o")
PREDICTED = Look(PINK, "--", "s")
# Light fills and hatches, so that text on them stays readable and colour never stands alone.
HATCH = {"p": "", "q": "///"}


def shares(**weights: float) -> NDArray[np.float64]:
    """Divide weights by their sum, so that they become probabilities.

    Raises ValueError if all of them are 0.
    """
    numbers = np.array(list(weights.values()), np.float64)
    if not numbers.any():
        raise ValueError(
            f"{', '.join(weights)} are all 0, so nothing can happen; make one larger than 0."
        )
    probabilities: NDArray[np.float64] = numbers / numbers.sum()
    return probabilities


def bits(value: float) -> str:
    """A number of bits for people; infinity as a word."""
    return f"{value:.3f} bits" if np.isfinite(value) else "infinitely many bits"
