"""An experiment: rare events of two kinds, and a model that cannot serve both."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz.maths import sigmoid

COMMON, ABOVE, RIGHT = 19_800, 140, 60
RARE = ABOVE + RIGHT
_NEWTON_STEPS = 25


class Ranking(NamedTuple):
    """A fit for one weight, and how it orders the samples, the surest first.

    ``weights`` are those of the two measurements and the bias. For n = 1, 2, … events found,
    ``cuts`` is the logit of the n-th of them, ``precision`` the share of events among all samples
    that are at least as sure, and ``from_the_right`` how many of the n are of that kind.
    """

    weights: NDArray[np.float64]
    cuts: NDArray[np.float64]
    precision: NDArray[np.float64]
    from_the_right: NDArray[np.int64]
    mean_probability: float

    @property
    def degrees(self) -> float:
        """Into which direction the model looks for events: 0 is to the right, 90 is up."""
        return float(np.degrees(np.arctan2(self.weights[1], self.weights[0])))


@cache
def samples() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Two measurements of each sample, and whether it is an event.

    Made up: the common ones come first, then the 140 events above, then the 60 on the right.
    """
    random = np.random.default_rng(0)
    common, above, right = (random.normal(size=(size, 2)) for size in (COMMON, ABOVE, RIGHT))
    points = np.concatenate([common, (0, 2) + above / 2, (5, 0) + right / 2])
    return points, np.repeat([0.0, 1.0], [COMMON, RARE])


@cache
def ranking(pos_weight: float) -> Ranking:
    """Fit a logistic regression by Newton's method and rank the samples by its logits."""
    points, event = samples()
    inputs = np.column_stack([points, np.ones(len(points))])
    weights = np.zeros(3)
    for _ in range(_NEWTON_STEPS):
        a = sigmoid(inputs @ weights)
        slope = ((1 - event) * a - pos_weight * event * (1 - a)) @ inputs
        bend = (1 + (pos_weight - 1) * event) * a * (1 - a)
        weights -= np.linalg.solve(inputs.T * bend @ inputs, slope)
    z = inputs @ weights
    order = np.argsort(-z)
    places = np.flatnonzero(event[order])
    return Ranking(
        weights,
        z[order][places],
        np.arange(1, RARE + 1) / (places + 1),
        np.cumsum(order[places] >= COMMON + ABOVE),
        float(sigmoid(z).mean()),
    )
