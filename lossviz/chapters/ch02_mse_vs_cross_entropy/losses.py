"""The two losses of this chapter, over the probability and over the logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOSSES, QUADRATIC_COST
from lossviz.maths import Loss, binary_cross_entropy, quadratic_cost
from lossviz.maths.sigmoid_output import cost_of_logit

OVER_PROBABILITY: dict[str, Loss] = {
    QUADRATIC_COST: quadratic_cost,
    CROSS_ENTROPY: binary_cross_entropy,
}


def mean_cost(
    name: str, target: NDArray[np.float64], z: NDArray[np.float64]
) -> NDArray[np.floating]:
    """The mean cost of samples, which are on the last axis of their logits z."""
    costs = cost_of_logit(LOSSES[name], target)(z)
    return np.asarray(costs.mean(axis=-1))
