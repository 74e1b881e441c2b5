"""The runs that decide what document 001 says on its list of losses, and on its network."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    exponential,
    fit_constant,
    fit_line,
    hinge,
    logistic,
    mean_squared_error,
    network_forward,
    network_gradient,
    network_step,
    network_steps_to_learn,
    sigmoid,
    zero_one,
)
from lossviz.maths.arrays import Floats

_INPUTS = np.array([[0.0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
_ANSWERS = np.array([[0.0], [1], [1], [0]])
_REGRESSION = ("mean_squared_error", "mean_absolute_error", "huber")


def _margins(count: int = 40_001) -> tuple[Floats, Floats]:
    return np.ones(count), np.linspace(-2, 2, count)


def steps() -> Mapping[str, object]:
    """The 0-1 loss in the middle of a chord, and the chord there."""
    ends = zero_one([1.0, 1.0], [-1.0, 1.0], reduction="none")
    return {"middle": zero_one(1.0, 0.0), "chord": ends.mean()}


def areas() -> Mapping[str, object]:
    """How far each bound lies above the 0-1 loss, from margin −2 to 2."""
    y, margin = _margins()
    floor = (margin <= 0).astype(float)
    curves = {
        "hinge": hinge(y, margin, reduction="none"),
        "logistic": logistic(y, margin, reduction="none") / np.log(2),
        "exponential": exponential(y, margin, reduction="none"),
        "squared": (1 - margin) ** 2,
    }
    return {name: 4 * np.mean(curve - floor) for name, curve in curves.items()}


def quiet() -> Mapping[str, object]:
    """Hinge loss at margins 0.5 and 1, and the slope that ours takes at the kink."""
    return {
        "at_half": hinge(1.0, 0.5),
        "at_one": hinge(1.0, 1.0),
        "ours": hinge.gradient(1.0, 1.0),
    }


def logistic_at_zero() -> Mapping[str, object]:
    """The logistic loss at margin 0, in nats and in bits."""
    return {"nats": logistic(1.0, 0.0), "base_2": logistic(1.0, 0.0) / np.log(2)}


def far_away() -> Mapping[str, object]:
    """How hard a point at margin −10 pulls."""
    slopes = {loss.__name__: -loss.gradient(1.0, -10.0) for loss in (hinge, logistic, exponential)}
    return slopes | {"squared": 2 * (1 + 10)}


def cross_entropy_of_margins() -> Mapping[str, object]:
    """−log₂((1 + f y)/2) at 0 and at 1."""
    middle, right = -np.log2((1 + np.array([0.0, 1.0])) / 2)
    return {"middle": middle, "right": right + 0.0}


def outliers() -> Mapping[str, object]:
    """The best constant for 1, 2, 3, 4, 100; and the best line with a tenth of it far out in x."""
    mean, median, huber = (fit_constant([1, 2, 3, 4, 100], loss=loss) for loss in _REGRESSION)
    random = np.random.default_rng(0)
    x = random.uniform(0, 10, 100)
    y = 2 * x + 1 + 0.5 * random.normal(size=100)
    x[:10], y[:10] = 50, 0
    slopes = [fit_line(x, y, loss=loss).slope for loss in _REGRESSION]
    return {"mean": mean, "median": median, "huber": huber, "slopes": row(slopes, 2)}


def _weights(seeds: int) -> list[Floats]:
    random = [np.random.RandomState(seed) for seed in range(seeds)]
    return [np.array([r.rand(3, 4) for r in random]), np.array([r.rand(4, 1) for r in random])]


def _train(weights: list[Floats], count: int) -> tuple[list[Floats], Floats, int]:
    """Train and return the weights, the costs, and how many networks never became worse."""
    falling = np.ones(len(weights[0]), dtype=bool)
    before = np.full(len(weights[0]), np.inf)
    for _ in range(count + 1):
        kept = weights
        cost, weights = network_step(
            weights,
            _INPUTS,
            _ANSWERS,
            loss=mean_squared_error,
            learning_rate=1.0,
            output="sigmoid",
            reduction="sum",
        )
        falling &= cost <= before
        before = cost
    return kept, cost, int(falling.sum())


@cache
def _thousand() -> tuple[list[Floats], Floats, int]:
    return _train(_weights(1000), 1500)


def thousand_networks() -> Mapping[str, object]:
    """The network of the document from 1000 seeds, 1500 steps with rate 1."""
    weights, cost, falling = _thousand()
    answers = sigmoid(network_forward(weights, _INPUTS)[-1])
    low, high = np.quantile(answers, [0.05, 0.95], axis=0)
    right = (np.abs(answers - _ANSWERS) < 0.5).all(axis=(1, 2))
    return {
        "falling": falling,
        "median": np.median(cost),
        "worst": cost.max(),
        "right": right.sum(),
        "low": row(low, 3),
        "high": row(high, 3),
    }


def without_bias() -> Mapping[str, object]:
    """Steps of 100 of them without the third input, until all answers are on the right side."""
    seeds = 100
    first, second = _weights(seeds)
    steps = network_steps_to_learn(
        [first[:, :2], second],
        _INPUTS[:, :2],
        _ANSWERS,
        loss=mean_squared_error,
        learning_rate=1.0,
        output="sigmoid",
        tolerance=0.5,
    )
    return {"learnt": np.isfinite(steps).sum(), "seeds": seeds}


def squares() -> Mapping[str, object]:
    """What squaring makes of a small error and of a large one."""
    return {"squares": row(mean_squared_error([0.0, 0.0], [0.5, 2.0], reduction="none"), 2)}


def nudged_network() -> Mapping[str, object]:
    """The gradient of all 16 weights, and small steps."""
    first, second = (layer[0] for layer in _weights(1))
    flat, h = np.concatenate([first.ravel(), second.ravel()]), 1e-5

    def cost_and_gradients(layers: list[Floats]) -> tuple[Floats, list[Floats]]:
        return network_gradient(
            layers,
            _INPUTS,
            _ANSWERS,
            loss=mean_squared_error,
            output="sigmoid",
            reduction="sum",
        )

    def cost(numbers: Floats) -> float:
        layers = [numbers[:12].reshape(3, 4), numbers[12:].reshape(4, 1)]
        return float(cost_and_gradients(layers)[0])

    steps = [(cost(flat + nudge) - cost(flat - nudge)) / (2 * h) for nudge in h * np.eye(16)]
    _, gradients = cost_and_gradients([first, second])
    formula = np.concatenate([gradient.ravel() for gradient in gradients])
    return {"digits": min(8, int(-np.log10(np.abs(formula - steps).max())))}


def unfinished() -> Mapping[str, object]:
    """The median cost of ten of the networks after 1500 steps, and after 3000."""
    weights, before, _ = _thousand()
    _, after, _ = _train([layer[:10] for layer in weights], 1500)
    return {"median_before": np.median(before[:10]), "median_after": np.median(after)}
