"""The two losses of this chapter, over the probability and over the logit."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOSSES, QUADRATIC_COST
from lossviz.maths import Loss, binary_cross_entropy, quadratic_cost, sigmoid

OVER_PROBABILITY: dict[str, Loss] = {
    QUADRATIC_COST: quadratic_cost,
    CROSS_ENTROPY: binary_cross_entropy,
}


def mean_cost(
    name: str, target: NDArray[np.float64], z: NDArray[np.float64]
) -> NDArray[np.floating]:
    """The mean cost of samples, which are on the last axis of their logits z."""
    # Cross-entropy takes the logit itself, and stays exact where σ(z) rounds to 1.
    prediction = sigmoid(z) if name == QUADRATIC_COST else z
    costs = LOSSES[name](np.broadcast_to(target, z.shape), prediction, reduction="none")
    return np.asarray(costs.mean(axis=-1))
