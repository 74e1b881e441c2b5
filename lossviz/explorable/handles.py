"""What can be grabbed in a picture: where it is, and which values put it elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable.parameters import Parameter

R = TypeVar("R")

# From one point of the picture to its neighbours, along x and along y.
_NEIGHBOURS = np.array([(0, 0), (-1, 0), (1, 0), (0, -1), (0, 1)], np.float64)


@dataclass(frozen=True)
class Handle(Generic[R]):
    """A grip on a point of the picture, for a mouse, a finger, a pen, or the arrow keys.

    A page drags it without asking: for each parameter it knows the place that it has here, and how
    many places it gains for each unit of the drawing. So ``grab`` should be nearly linear, in the
    places of the parameters, over short ways.

    Attributes
    ----------
    label : what is grabbed, in words
    parameters : the names of those that it moves
    axes : where it is
    at : its position in data coordinates for a result, or None where it cannot be grabbed
    grab : the values of its parameters that would put it at a position, given the result now;
        they may lie beyond the ranges and between the places
    """

    label: str
    parameters: tuple[str, ...]
    axes: Axes
    at: Callable[[R], tuple[float, float] | None]
    grab: Callable[[R, float, float], Mapping[str, float]]

    def grip(
        self, figure: Figure, parameters: Mapping[str, Parameter[Any]], result: R
    ) -> list[float] | None:
        """Where it is on the drawing, and how it moves the places of its parameters.

        Returns x and y, and for each parameter its place there and the places that it gains for a
        unit to the right, and for a unit down; None where it cannot be grabbed.
        """
        position = self.at(result)
        if position is None:
            return None
        to_page = self.axes.transData
        here = to_page.transform(position)
        points = to_page.inverted().transform(here + _NEIGHBOURS)
        grabbed = [self.grab(result, x, y) for x, y in points.tolist()]
        grip = [round(float(here[0]), 1), round(float(figure.bbox.height - here[1]), 1)]
        for name in self.parameters:
            at, left, right, below, above = place_of(
                parameters[name], [float(values[name]) for values in grabbed]
            )
            grip += [_short(at), _short((right - left) / 2), _short((below - above) / 2)]
        return grip


def place_of(parameter: Parameter[Any], values: list[float]) -> NDArray[np.float64]:
    """Where values lie among the places of a parameter, also between them and beyond their ends."""
    places = np.array(parameter.places, np.float64)
    numbers = np.array(values, np.float64)
    if places[0] > 0 and not np.isclose(places[1] - places[0], places[-1] - places[-2]):
        # A scale such as 0.1, 0.2, 0.5, 1 is even in its logarithm.
        places, numbers = np.log(places), np.log(np.maximum(numbers, np.finfo(float).tiny))
    step = np.clip(np.searchsorted(places, numbers), 1, len(places) - 1)
    low, high = places[step - 1], places[step]
    found: NDArray[np.float64] = step - 1 + (numbers - low) / (high - low)
    return found


def _short(number: float) -> float:
    # Beyond nine decimals is what the way to the page and back rounds, a 0 that is none.
    return float(f"{round(number, 9):.5g}")
