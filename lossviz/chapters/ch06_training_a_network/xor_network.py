"""The two-layer network of chapter 6: its four samples, its starts, and how it is trained."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, SQUARED_ERROR
from lossviz.maths import Loss, mean_squared_error, sigmoid_cross_entropy
from lossviz.maths.validation import as_choice

X = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
Y = np.array([[0.0], [1], [1], [0]])
HIDDEN = 4


class Way(NamedTuple):
    """A loss, and what the network must do with its logits before the loss sees them."""

    loss: Loss
    output: str


WAYS = {
    SQUARED_ERROR: Way(mean_squared_error, "sigmoid"),
    CROSS_ENTROPY: Way(sigmoid_cross_entropy, "identity"),
}
# What the weights at the start are drawn from.
DISTRIBUTIONS = ("uniform 0 to 1", "normal", "5 × normal")


def draw_weights(distribution: str, seeds: int) -> list[NDArray[np.float64]]:
    """Weights of one network for each seed 0, 1, …, as ``numpy.random.seed`` would give them."""
    as_choice("distribution", distribution, DISTRIBUTIONS)
    first, second = [], []
    for seed in range(seeds):
        # The old generator: its numbers are the same for ever, and the documents used it.
        random = np.random.RandomState(seed)
        draw = random.rand if distribution == "uniform 0 to 1" else random.randn
        first.append(draw(X.shape[1], HIDDEN))
        second.append(draw(HIDDEN, 1))
    scale = 5.0 if distribution == "5 × normal" else 1.0
    return [scale * np.array(first), scale * np.array(second)]
