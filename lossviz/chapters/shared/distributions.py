"""How a true and a predicted distribution look, and how they are put into numbers and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz.explorable import Handle
from lossviz.explorable.style import GREEN, PINK, Look

TRUE = Look(GREEN, "-", "o")
PREDICTED = Look(PINK, "--", "s")
# Light fills and hatches, so that text on them stays readable and colour never stands alone.
HATCH = {"p": "", "q": "///"}
# Weights go from 0 to here.
MOST_PARTS = 100.0

R = TypeVar("R")


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


def bar_top(
    label: str,
    parameter: str,
    axes: Axes,
    x: float,
    place: int,
    weights: Callable[[R], NDArray[np.float64]],
) -> Handle[R]:
    """Return a grip on a bar as high as a weight's share; the other weights stay as they are.

    Parameters
    ----------
    label : what is grabbed, in words
    parameter : the name of the weight
    axes, x : where the bar is
    place : which of the weights it is, for which there is a bar only if there are so many
    weights : the weights of a result, of which all but this one could be 0: then it fills the
        whole, and cannot be grabbed
    """

    def others(result: R) -> float:
        known = weights(result)
        return float(known.sum() - known[place])

    def at(result: R) -> tuple[float, float] | None:
        known = weights(result)
        if place >= len(known) or others(result) == 0:
            return None
        return x, float(known[place] / known.sum())

    def grab(result: R, _: float, share: float) -> dict[str, float]:
        # No weight is enough for the whole.
        odds = share / max(1 - share, 1e-9)
        return {parameter: float(np.clip(others(result) * odds, 0, MOST_PARTS))}

    return Handle(label, (parameter,), axes, at, grab)


def bits(value: float) -> str:
    """A number of bits for people; infinity as a word."""
    return f"{value:.3f} bits" if np.isfinite(value) else "infinitely many bits"
