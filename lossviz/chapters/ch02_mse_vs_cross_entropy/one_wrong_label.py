"""Two dozen points with right labels and one with a wrong one, and the models that they lead to."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lossviz.maths import quadratic_cost, sigmoid_cross_entropy, train_sigmoid_model

# Drawn once from two Gaussians, and rounded: features x₁ and x₂.
NO = np.transpose(
    [
        [-1, -1, -0.5, -1.8, -1, -1.3, -2, -1.7, -1.3, -2.1, 0.6, -1.9],
        [0.1, -1.8, -0.2, -0.1, -0.4, -0.2, -0.8, -0.1, -1.3, -0.5, -1.2, 0.5],
    ]
)
YES = np.transpose(
    [
        [1.4, 2.1, 1.2, 1.9, 0.4, 1.5, 2.4, 0.3, 1, 2.6, 1.7, 0.9],
        [0.3, -0.3, 1.4, 0.6, 1.1, 1.9, 0.9, -0.2, 0.7, 1.4, -0.6, 0.2],
    ]
)
POINTS = np.concatenate([NO, YES])
LABELS = np.repeat([0.0, 1.0], [len(NO), len(YES)])
FEATURES = np.column_stack([POINTS, np.ones(len(POINTS))])
STEPS = 100
# One run for each loss, each at a rate that suits it.
_LOSSES = (quadratic_cost, sigmoid_cross_entropy)
_RATES = (6.0, 1.0)


def train(wrong: tuple[float, float] | None = None) -> NDArray[np.float64]:
    """Return two weights and a bias for each loss, quadratic cost and cross-entropy.

    They are trained on the right labels, and on a point that is called no, if there is one.
    """
    features, labels = FEATURES, LABELS
    if wrong is not None:
        features, labels = np.vstack([features, [*wrong, 1.0]]), np.append(labels, 0.0)
    path = train_sigmoid_model(
        features,
        labels,
        np.zeros((len(_LOSSES), 3)),
        losses=_LOSSES,
        learning_rates=_RATES,
        steps=STEPS,
    )
    fitted: NDArray[np.float64] = path[-1]
    return fitted


def turned(before: NDArray[np.float64], after: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return by how many degrees each boundary has turned."""
    lengths = np.hypot(*before[:, :2].T) * np.hypot(*after[:, :2].T)
    cosines = (before[:, :2] * after[:, :2]).sum(axis=1) / lengths
    degrees: NDArray[np.float64] = np.degrees(np.arccos(np.clip(cosines, -1, 1)))
    return degrees
