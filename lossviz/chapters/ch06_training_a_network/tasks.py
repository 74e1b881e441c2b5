"""What the seed race and the two maps train on, with which starts, and how a seed is counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.choices import ACTIVATIONS
from lossviz.chapters.ch06_training_a_network.xor_network import (
    DISTRIBUTIONS,
    WAYS,
    X,
    Y,
    draw_weights,
)
from lossviz.maths import network_steps_to_learn, toy_data
from lossviz.maths.network_arguments import Weights
from lossviz.maths.training_run import starting_weights

# Half of the seeds are shown; on the other half the learning rates are chosen.
SEEDS = 30
# Who learns at all has learnt by then, but for the smallest rates.
MOST_STEPS = 600


class Task(NamedTuple):
    """Samples, the weights of every seed at the start, and what it means to have learnt them.

    Attributes
    ----------
    goal : in words, who has arrived
    tolerance : how far every answer may be from its target then
    reduction : "sum" or "mean" over the samples
    """

    inputs: NDArray[np.float64]
    target: NDArray[np.float64]
    weights: Weights
    goal: str
    tolerance: float
    reduction: str


_STARTS = {
    "4 samples, uniform weights": DISTRIBUTIONS[0],
    "4 samples, normal weights": DISTRIBUTIONS[1],
    "4 samples, 5 × normal": DISTRIBUTIONS[2],
}
_PLANES = {
    "two moons, sure start": ("two moons", "sure of class 1"),
    "circles, sure start": ("circles", "sure of class 1"),
    "two moons, ordinary start": ("two moons", "ordinary"),
}
TASKS = (*_STARTS, *_PLANES)


@cache
def task(name: str) -> Task:
    """Return a task by its name on the control, with the weights of twice as many seeds."""
    if name in _STARTS:
        weights: Weights = list(draw_weights(_STARTS[name], 2 * SEEDS))
        return Task(X, Y, weights, "every error below 0.1", 0.1, "sum")
    data, start = _PLANES[name]
    samples = toy_data(data)
    layers = zip(*(starting_weights(start, seed=seed) for seed in range(2 * SEEDS)), strict=True)
    weights = [np.array(layer) for layer in layers]
    goal = f"all {len(samples.target)} samples right"
    return Task(samples.points, samples.target[:, np.newaxis], weights, goal, 0.5, "mean")


def count(
    name: str, optimiser: str, activation: str, loss: str, rates: Sequence[float], seeds: slice
) -> NDArray[np.float64]:
    """Count the steps that some seeds need at some rates; inf for those that do not arrive.

    The result has the shape (rates, seeds). Who runs away does not arrive.
    """
    about, way = task(name), WAYS[loss]
    weights = [layer[seeds] for layer in about.weights]
    try:
        return network_steps_to_learn(
            weights,
            about.inputs,
            about.target,
            loss=way.loss,
            output=way.output,
            hidden=ACTIVATIONS[activation],
            optimiser=optimiser,
            learning_rate=np.array(rates)[:, np.newaxis],
            reduction=about.reduction,
            tolerance=about.tolerance,
            max_steps=MOST_STEPS,
        )
    except ValueError:  # too large a rate for one of them: the others must not suffer
        how = name, optimiser, activation, loss
        if len(rates) > 1:
            return np.concatenate([count(*how, (rate,), seeds) for rate in rates])
        numbers = range(2 * SEEDS)[seeds]
        if len(numbers) == 1:
            return np.array([[np.inf]])
        parts = [slice(number, number + 1) for number in numbers]
        return np.concatenate([count(*how, rates, part) for part in parts], axis=1)
