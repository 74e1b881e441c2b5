"""The runs that decide what document 001 says on one neuron, and on the cure for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    Loss,
    Trajectory,
    binary_cross_entropy,
    mean_squared_error,
    network_steps_to_learn,
    quadratic_cost,
    sigmoid,
    sigmoid_cross_entropy,
    sigmoid_derivative,
    softmax_cross_entropy,
    steps_to_reach,
    train_neuron,
)
from lossviz.maths.arrays import Float64s, Floats

_W, _B = np.array([0.6, 2.0]), np.array([0.9, 2.0])
_RATE = 0.15
_INPUTS = np.array([[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]])
_ANSWERS = np.array([[0], [1], [1], [0]])


@cache
def _walk() -> Trajectory:
    return train_neuron(_W, _B, loss=quadratic_cost, learning_rate=_RATE, steps=300)


def slopes() -> Mapping[str, object]:
    """dC/dz of the quadratic cost at both starts."""
    small, large = _walk().gradient[0]
    return {"small": small, "large": large, "ratio": small / large}


def experiment() -> Mapping[str, object]:
    """Both neurons over 300 steps."""
    run = _walk()
    return {
        "first": run.output[0, 0],
        "second": run.output[0, 1],
        "first_end": run.output[-1, 0],
        "second_end": run.output[-1, 1],
        "first_cost": run.cost[0, 0],
        "second_cost": run.cost[0, 1],
        "plateau": (run.output[:, 1] > 0.9).sum(),
    }


def slower() -> Mapping[str, object]:
    """Steps to 0.1 from both starts with both losses, and the pull of squared error."""
    z = _W + _B
    square = steps_to_reach(0.1, z, loss=quadratic_cost, learning_rate=_RATE)
    cross = steps_to_reach(0.1, z, loss=sigmoid_cross_entropy, learning_rate=_RATE)
    a = np.array([0.3, 0.6, 0.82])
    return {
        "first_square": square[0],
        "second_square": square[1],
        "first_cross": cross[0],
        "second_cross": cross[1],
        "pulls": row(a**2 * (1 - a), 3),
    }


def direction() -> Mapping[str, object]:
    """One step from the second start, against the gradient and along it."""
    z, run = _W[1] + _B[1], _walk()
    move = 2 * _RATE * run.gradient[0, 1]  # w and b both move z
    cost = [quadratic_cost(0, sigmoid(place)) for place in (z, z - move, z + move)]
    return {"before": cost[0], "against": cost[1], "along": cost[2]}


def nudged() -> Mapping[str, object]:
    """The derivatives for w and b at w = 0.6, b = 0.9, x = 2, and small steps."""
    x, h = 2.0, 1e-5
    z = 0.6 * x + 0.9
    formula = sigmoid(z) * sigmoid_derivative(z) * np.array([x, 1.0])
    moves = np.array([x * h, h])
    steps = (sigmoid(z + moves) ** 2 - sigmoid(z - moves) ** 2) / (4 * h)
    assert np.allclose(formula, steps, rtol=1e-8)
    return {"w": formula[0], "b": formula[1]}


def flat() -> Mapping[str, object]:
    """The slope of the sigmoid: at its middle, where it falls below a level, at both starts."""

    def place(level: float) -> float:
        """Return the z with σ(1 − σ) = level, from the quadratic equation."""
        root = np.sqrt(1 - 4 * level)
        return float(np.log((1 + root) / (1 - root)))

    less, sure = sigmoid_derivative(_W + _B)
    return {
        "most": sigmoid_derivative(0.0),
        "near": place(0.05),
        "far": place(0.01),
        "sure": sure,
        "less": less,
        "ratio": less / sure,
    }


def linear_output() -> Mapping[str, object]:
    """A neuron without a sigmoid, where w and b share each step, beside the one with it."""
    output, steps = sigmoid(4.0), 0
    while output >= 0.1:
        output -= 2 * _RATE * quadratic_cost.gradient(0, output)
        steps += 1
    curved = steps_to_reach(0.1, 4.0, loss=quadratic_cost, learning_rate=_RATE)
    return {"linear": steps, "sigmoid": curved}


def soft_labels() -> Mapping[str, object]:
    """The softmax loss of labels that are no one-hot."""
    labels = [[0.4, 0.1, 0.5], [0.3, 0.6, 0.1]]
    losses = softmax_cross_entropy(labels, [[2, 0.5, 6], [0.1, 0, 3]], reduction="none")
    return {"soft": row(losses)}


def cure() -> Mapping[str, object]:
    """The slope of cross-entropy, σ(z) − y, and small steps."""
    z, h = np.linspace(-4, 4, 17), 1e-5
    y = (np.arange(17) % 2).astype(float)

    def cost(place: Float64s) -> Floats:
        return binary_cross_entropy(y, sigmoid(place), reduction="none")

    gap = np.abs(sigmoid(z) - y - (cost(z + h) - cost(z - h)) / (2 * h)).max()
    return {"digits": min(8, int(-np.log10(gap)))}


def identity() -> Mapping[str, object]:
    """σ′ and σ (1 − σ), and a bound for the largest difference."""
    z = np.linspace(-30, 30, 601)
    gap = np.abs(sigmoid_derivative(z) - sigmoid(z) * (1 - sigmoid(z))).max()
    bound = 1e-15
    assert gap < bound
    return {"gap": bound}


def hidden_units() -> Mapping[str, object]:
    """Networks of the document with weights 5 times too large, cross-entropy, rate 1."""
    starts = 60
    random = np.random.default_rng(0)
    weights = [5 * random.normal(size=(starts, 3, 4)), 5 * random.normal(size=(starts, 4, 1))]
    steps = _steps(weights, loss=sigmoid_cross_entropy, rate=1.0)
    return {"stuck": np.isinf(steps).sum(), "starts": starts}


def race() -> Mapping[str, object]:
    """Median steps of ten networks until all answers are within 0.1, each loss at its best rate."""
    seeds = [np.random.RandomState(seed) for seed in range(10)]
    weights = [np.array([s.rand(3, 4) for s in seeds]), np.array([s.rand(4, 1) for s in seeds])]
    square = _steps(weights, loss=mean_squared_error, rate=8.0)
    cross = _steps(weights, loss=sigmoid_cross_entropy, rate=2.0)
    return {"square": np.median(square), "cross": np.median(cross)}


def _steps(weights: list[Float64s], *, loss: Loss, rate: float) -> Float64s:
    output = "identity" if loss is sigmoid_cross_entropy else "sigmoid"
    return network_steps_to_learn(
        weights, _INPUTS, _ANSWERS, loss=loss, learning_rate=rate, output=output
    )


def wanted() -> Mapping[str, object]:
    """The slope that the derivation asks for, and that of cross-entropy, at a = 0.8, y = 0."""
    a, y = 0.8, 0.0
    return {
        "slope": binary_cross_entropy.gradient(y, a),
        "formula": (a - y) / (a * (1 - a)),
    }
