"""The samples of the polynomial picture, for its prediction too."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

HIGHEST_DEGREE = 12
NOISE = 0.3


def truth(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """The curve that the samples scatter about."""
    return np.sin(np.pi * x)


class Samples(NamedTuple):
    """Points of the true curve plus Gaussian noise."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


def _samples() -> tuple[Samples, Samples]:
    """Made-up samples: 15 to train on and 300 to choose by."""
    random = np.random.default_rng(1)
    x = np.clip(np.linspace(-1, 1, 15) + random.uniform(-0.06, 0.06, 15), -1, 1)
    y = truth(x) + NOISE * random.normal(size=15)
    other_x = random.uniform(-1, 1, 300)
    return Samples(x, y), Samples(other_x, truth(other_x) + NOISE * random.normal(size=300))


TRAINING_SET, VALIDATION_SET = _samples()
