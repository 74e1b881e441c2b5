"""The two losses of this chapter, over the probability and over the logit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOSSES, QUADRATIC_COST
from lossviz.maths import Loss, binary_cross_entropy, quadratic_cost, sigmoid, sigmoid_derivative
from lossviz.maths.sigmoid_output import cost_of_logit, slope_of_logit

OVER_PROBABILITY: dict[str, Loss] = {
    QUADRATIC_COST: quadratic_cost,
    CROSS_ENTROPY: binary_cross_entropy,
}
# The steepest slope over the logit: a²(1 − a) is largest at a = 2/3, and a stays below 1.
STEEPEST = {QUADRATIC_COST: 4 / 27, CROSS_ENTROPY: 1.0}


class Derivatives(NamedTuple):
    """A loss with its first and second derivative, at one place or at many."""

    value: NDArray[np.floating]
    slope: NDArray[np.floating]
    curvature: NDArray[np.floating]


def over_probability(name: str, a: ArrayLike) -> Derivatives:
    """Value, slope and curvature of a loss in the probability, for target 0."""
    a = np.asarray(a)
    curvature = np.ones_like(a) if name == QUADRATIC_COST else 1 / (1 - a) ** 2
    loss = OVER_PROBABILITY[name]
    return Derivatives(*loss.value_and_gradient(np.zeros_like(a), a, reduction="none"), curvature)


def over_logit(name: str, z: ArrayLike) -> Derivatives:
    """Value, slope and curvature of a loss in the logit, for target 0."""
    z = np.asarray(z)
    value, slope = cost_of_logit(LOSSES[name], 0.0)(z), slope_of_logit(LOSSES[name], 0.0)(z)
    bend = sigmoid_derivative(z)
    if name == CROSS_ENTROPY:
        return Derivatives(value, slope, bend)
    # The chain rule once is dC/dz = (a − y)σ′; and once more, with σ″ = σ′(1 − 2a):
    return Derivatives(value, slope, bend**2 + slope * (1 - 2 * sigmoid(z)))


def mean_cost(
    name: str, target: NDArray[np.float64], z: NDArray[np.float64]
) -> NDArray[np.floating]:
    """The mean cost of samples, which are on the last axis of their logits z."""
    costs = cost_of_logit(LOSSES[name], target)(z)
    return np.asarray(costs.mean(axis=-1))
