"""The exercises of chapter 2: squared error and cross-entropy."""

import numpy as np

from lossviz.chapters.ch02_mse_vs_cross_entropy.predictions import PREDICTIONS
from lossviz.checking import Array, Case, Choice, Function, Mistake, Number
from lossviz.maths import (
    Loss,
    binary_cross_entropy,
    mean_absolute_error,
    mean_squared_error,
    quadratic_cost,
    sigmoid,
    sigmoid_derivative,
)

_OUTPUTS, _RATE = 10, 0.02
_Y = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
_GRID = np.linspace(0.01, 0.99, 99)


def _losses_on_the_grid(y: Array, loss: Loss) -> Array:
    targets, forecasts = np.broadcast_arrays(y, _GRID[:, None])
    losses: Array = loss(targets, forecasts, reduction="none").mean(axis=1)
    return losses


def _best_constant(y: Array, loss: Loss) -> float:
    return float(_GRID[np.argmin(_losses_on_the_grid(y, loss))])


def _is_as_low(found: float, y: Array, loss: Loss) -> bool:
    """Whether a forecast costs no more than the best of the grid: a finer grid has it too."""
    if not 0 <= found <= 1:
        return False
    lowest = _losses_on_the_grid(y, loss).min()
    return bool(loss(y, np.full(len(y), found)) <= lowest * (1 + 1e-9))


def _five_answers(random: np.random.Generator) -> tuple[Array, Loss]:
    losses = (quadratic_cost, binary_cross_entropy, mean_absolute_error)
    return random.integers(0, 2, size=5).astype(float), losses[random.integers(3)]


def _gradient(y: Array, z: Array) -> Array:
    a = sigmoid(z)
    gradient: Array = mean_squared_error.gradient(y, a) * a * (1 - a)
    return gradient


def _targets_and_logits(random: np.random.Generator) -> tuple[Array, Array]:
    samples = random.integers(1, 6)
    targets = random.integers(0, 2, size=samples).astype(float)
    return targets, random.normal(0, 2, size=samples).round(2)


def _skill(y: Array, a: Array) -> float:
    """How much lower the Brier score is than that of the share of hits, as a part of the latter."""
    plain = float(np.mean((y - np.mean(y)) ** 2))
    return 1 - float(np.mean((y - a) ** 2)) / plain


def _forecasts(random: np.random.Generator) -> tuple[Array, Array]:
    happened = np.append(random.integers(0, 2, size=4), [0, 1]).astype(float)
    return happened, random.uniform(0.05, 0.95, size=6).round(2)


__all__ = ["EXERCISES", "PREDICTIONS"]

EXERCISES = {
    "2.1": Number(
        answer=_RATE * _OUTPUTS,
        relative=0.01,
        why=(
            "The mean over the matrix is the old loss divided by 10, and so is its gradient. Only "
            "the product of rate and gradient moves the weights."
        ),
        hints=(
            "Section 9: what does the mean over the matrix divide by, besides the samples?",
            "The gradient gets smaller by the number of outputs. What must η do to make up for it?",
        ),
        wrong={
            _RATE / _OUTPUTS: (
                "That is the wrong way: the gradient has become smaller, so the same step needs "
                "a larger η."
            ),
            _RATE: (
                "With the same η the steps are smaller than before, since the loss is. By how much?"
            ),
            _RATE * _OUTPUTS**2: (
                "Once too often: the matrix mean divides by the number of outputs, not by its "
                "square."
            ),
            _RATE * np.sqrt(_OUTPUTS): (
                "The loss is divided by the whole number of outputs, not by its root, and the "
                "gradient follows the loss."
            ),
            _RATE * _OUTPUTS / 2: (
                "Neither of the two losses has a factor 1/2. Only the number of outputs counts."
            ),
        },
    ),
    "2.2": Choice(
        answer="b",
        why=(
            "On data that a model can separate perfectly, cross-entropy has no minimum at finite "
            "weights: they grow for as long as you train. Fewer steps or a penalty on large "
            "weights must stop them."
        ),
        hints=(
            "Drag the forecast to the right end. Does the curve turn up again?",
            "The lowest point is a = 1. For which z is σ(z) = 1?",
        ),
        wrong={
            "a": (
                "0.99 is where the slider ends, not where the curve has its lowest point. It goes "
                "on falling to the right of it."
            ),
            "c": (
                "That would be wise, and it has a name: Laplace's rule of succession. But "
                "cross-entropy knows only the ten days that it has seen."
            ),
            "d": "It is not flat: each rainy day costs −ln a, which falls as a rises.",
        },
    ),
    "2.3": Number(
        answer=np.median(_Y),
        decimals=2,
        why=(
            "The absolute error is lowest at the median: as many points pull up as pull down, "
            "each with the same force. The outlier pulls no harder than its neighbour."
        ),
        hints=(
            "The same steps as for least squares: minus the logarithm of the product of the p(r).",
            "You get the sum of |r| over s. Its slope counts the points below minus those above.",
            "The slope is zero where as many points lie below as above.",
        ),
        wrong={
            np.mean(_Y): (
                "This is the mean, the best constant for squared error. The noise here has "
                "another loss."
            ),
            (_Y.min() + _Y.max()) / 2: (
                "The middle of the range is best for the largest error, not for the sum of all."
            ),
            np.mean(_Y[:-1]): (
                "You have left out the outlier. This noise copes with it without our help."
            ),
        },
    ),
    "2.4": Function(
        reference=_best_constant,
        cases=(
            Case("three hits of four, squared error", [1.0, 1.0, 1.0, 0.0], quadratic_cost),
            Case("three hits of four, cross-entropy", [1.0, 1.0, 1.0, 0.0], binary_cross_entropy),
            Case("three hits of four, absolute error", [1.0, 1.0, 1.0, 0.0], mean_absolute_error),
            Case("hits only", [1.0, 1.0], binary_cross_entropy),
            Case("a single miss", [0.0], mean_absolute_error),
        ),
        draw=_five_answers,
        draws=5,
        as_good=_is_as_low,
        why=(
            "Squared error and cross-entropy ask for the probability, 0.75. The absolute error "
            "asks for the more frequent answer and gets 0.99, so it is no proper score."
        ),
        hints=(
            "grid = np.linspace(0.01, 0.99, 99), and one loss for every value of it.",
            "The losses want arrays of equal shapes: np.full(len(y), a) repeats one forecast.",
            "np.argmin gives the place of the lowest loss; the grid at this place is the forecast.",
        ),
        mistakes=(
            Mistake(
                lambda y, loss: _losses_on_the_grid(y, loss).min(),
                "This is the lowest loss itself. The forecast at which it is lowest is asked for.",
            ),
            Mistake(
                lambda y, loss: np.argmin(_losses_on_the_grid(y, loss)),
                "This is the place in the grid. Return what the grid holds there.",
            ),
            Mistake(
                lambda y, loss: _GRID[np.argmax(_losses_on_the_grid(y, loss))],
                "This is the worst forecast of all: take argmin.",
            ),
            Mistake(
                lambda y, loss: np.mean(y),
                "This is the share of hits, which is best for some losses. Search with the loss "
                "that was given.",
            ),
            Mistake(
                lambda y, loss: _GRID[np.argmin([loss(np.full(len(y), a), y) for a in _GRID])],
                "Target and forecast have changed places: in lossviz the target comes first.",
            ),
        ),
    ),
    "2.5": Function(
        reference=_skill,
        cases=(
            Case("four days", [1.0, 0.0, 1.0, 1.0], [0.8, 0.3, 0.6, 0.9]),
            Case("worse than the share of hits", [1.0, 0.0], [0.2, 0.6]),
            Case("the share of hits itself", [1.0, 0.0, 0.0, 0.0], [0.25, 0.25, 0.25, 0.25]),
            Case("perfect", [0.0, 1.0, 1.0], [0.0, 1.0, 1.0]),
        ),
        draw=_forecasts,
        why=(
            "0 means that you might as well have said the share every time, 1 that you knew "
            "everything, and below 0 that you would have done better to know nothing."
        ),
        hints=(
            "Two Brier scores: yours, and that of somebody who says np.mean(y) every time.",
            "Yours divided by the other is the part of the price that is left.",
        ),
        mistakes=(
            Mistake(
                lambda y, a: np.mean((y - a) ** 2) / np.mean((y - np.mean(y)) ** 2),
                "This is the part of the price that is left. Asked for is the part that is saved.",
            ),
            Mistake(
                lambda y, a: 1 - np.mean((y - a) ** 2),
                "Nothing is compared yet: divide by the Brier score of the share of hits.",
            ),
            Mistake(
                lambda y, a: 1 - np.mean((y - a) ** 2) / 0.25,
                "You compare with a forecast of one half. Somebody who knows only the past would "
                "say the share of hits.",
            ),
            Mistake(
                lambda y, a: np.mean((y - np.mean(y)) ** 2) - np.mean((y - a) ** 2),
                "This is what is saved, but not yet as a part of the plain price.",
            ),
            Mistake(
                lambda y, a: 1 - np.mean((y - np.mean(y)) ** 2) / np.mean((y - a) ** 2),
                "The fraction is upside down: your own price belongs above the line.",
            ),
        ),
    ),
    "2.6": Choice(
        answer="c",
        why=(
            "The number of a loss means something only beside other numbers of the same loss. At "
            "the same best forecast, 0.7, the one is 0.105 and the other 0.6109."
        ),
        hints=(
            "Think of 3 metres and 5 feet.",
            "What would you have to keep equal to compare two models?",
        ),
        wrong={
            "a": (
                "On a logarithmic axis the two still have different units. The comparison stays "
                "one of metres with feet."
            ),
            "b": (
                "Both premises are right: (y − a)² stays below 1, and −ln a grows without end. The "
                "flaw is in what follows from them."
            ),
            "d": (
                "A bounded loss may be the better one, for example with wrong labels (section 7). "
                "But no comparison of the two numbers can show it."
            ),
        },
    ),
    "2.7": Function(
        reference=_gradient,
        cases=(
            Case("one sample", [0.0], [0.5]),
            Case("four samples", [0.0, 1.0, 1.0, 0.0], [-1.0, 0.5, -2.0, 3.0]),
            Case("wrong and saturated", [0.0, 1.0], [9.0, -9.0]),
        ),
        draw=_targets_and_logits,
        why=(
            "Without the sigmoid's slope you had twice the gradient of cross-entropy. So it was "
            "cross-entropy that trained well, under another name."
        ),
        hints=(
            "Compare with small steps, as in section 4: where do the two disagree most?",
            "z reaches the loss only through a. The chain rule has one more factor.",
            "That factor is σ'(z) = a (1 − a).",
        ),
        mistakes=(
            Mistake(
                lambda y, z: 2 * (sigmoid(z) - y) / len(y),
                "This is the derivative with respect to a. But z is what moves: the chain rule has "
                "one more factor.",
            ),
            Mistake(
                lambda y, z: 2 * (sigmoid(z) - y) / len(y) * sigmoid(z),
                "The slope of the sigmoid has two factors. At a = 1 it must be 0, too.",
            ),
            Mistake(
                lambda y, z: 2 * (sigmoid(z) - y) / len(y) * sigmoid_derivative(sigmoid(z)),
                "You take the sigmoid's slope at a. It belongs to z.",
            ),
            Mistake(
                lambda y, z: len(y) * _gradient(y, z),
                "The slope is there, but now the mean is gone: divide by the number of samples.",
            ),
            Mistake(
                lambda y, z: len(y) * _gradient(y, z) / 2,
                "This is the gradient of each sample's quadratic cost, with its 1/2. Here the loss "
                "is a mean, and it has no 1/2.",
            ),
            Mistake(
                lambda y, z: _gradient(y, z) / 2,
                "All results are half of the right ones: this is the gradient of the quadratic "
                "cost, with its 1/2. The mean squared error has none.",
            ),
            Mistake(
                lambda y, z: -_gradient(y, z),
                "The sign is wrong: a gradient points to where the loss grows.",
            ),
        ),
    ),
}
