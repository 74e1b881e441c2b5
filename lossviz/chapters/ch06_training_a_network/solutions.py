"""What the exercises of chapter 6 ask for, every factor open to a mistake, and random cases."""

from collections.abc import Callable

import numpy as np

from lossviz.checking import Array
from lossviz.maths import sigmoid


def gradient(
    x: Array,
    y: Array,
    v: Array,
    w: Array,
    output: Callable[[Array], Array] = sigmoid,
    error: Callable[[Array, Array], Array] = lambda a, y: a - y,
    slope: Callable[[Array], Array] = lambda h: 1 - h**2,
) -> Array:
    """The gradient of the first layer, for hidden tanh units and cross-entropy."""
    h = np.tanh(x @ v)
    delta = error(output(h @ w), y)
    gradient: Array = x.T @ (delta @ w.T * slope(h))
    return gradient


def a_network(random: np.random.Generator) -> tuple[Array, ...]:
    """Samples, targets and both layers of a small network."""
    samples, inputs, hidden = random.integers(1, 4, 3)
    return (
        random.uniform(-1, 1, (samples, inputs)).round(1),
        random.integers(0, 2, (samples, 1)),
        random.uniform(-1, 1, (inputs, hidden)).round(1),
        random.uniform(-1, 1, (hidden, 1)).round(1),
    )


def table(random: np.random.Generator) -> tuple[Array, ...]:
    """Accuracies on validation and on test, for some rates."""
    rates = int(random.integers(2, 6))
    draws = [random.permutation(range(50, 98))[:rates] / 100 for _ in range(2)]
    return tuple(draws)


def adam(
    w: Array,
    gradients: Array,
    rate: float,
    first: Callable[[Array, Array], Array] = lambda m, g: 0.9 * m + 0.1 * g,
    second: Callable[[Array, Array], Array] = lambda s, g: 0.999 * s + 0.001 * g**2,
    step: Callable[[Array, Array, int], Array] = lambda m, s, t: (
        (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)
    ),
    sign: float = -1.0,
) -> Array:
    """Follow Adam through some gradients."""
    w = np.asarray(w, float)
    m = s = np.zeros_like(w)
    for t, g in enumerate(np.asarray(gradients, float), start=1):
        m, s = first(m, g), second(s, g)
        w = w + sign * rate * step(m, s, t)
    return w


def some_gradients(random: np.random.Generator) -> tuple[Array, Array, float]:
    """Weights at the start, gradients of very different sizes, and a rate."""
    weights, steps = random.integers(1, 4), random.integers(1, 5)
    return (
        random.uniform(-1, 1, weights).round(1),
        random.choice([-1.0, 1.0], (steps, weights)) * 10.0 ** random.integers(-4, 3, (steps, 1)),
        float(random.choice([0.01, 0.1, 0.5])),
    )


def shares(labels: Array) -> Array:
    """How often each class occurs."""
    _, counts = np.unique(np.asarray(labels), return_counts=True)
    shares: Array = counts / counts.sum()
    return shares


def every_share(labels: Array) -> Array:
    """How often each number up to the largest label occurs, also where that is never."""
    counts = np.bincount(np.asarray(labels))
    shares: Array = counts / counts.sum()
    return shares


def first_loss(labels: Array) -> float:
    """The loss of who knows nothing but the shares of the classes, in nats."""
    p = shares(labels)
    return float(-(p * np.log(p)).sum())


def some_labels(random: np.random.Generator) -> tuple[Array]:
    """Labels of a few classes, with gaps between their numbers."""
    classes = int(random.integers(2, 5))
    return (random.integers(0, classes, int(random.integers(5, 15))) ** 2,)
