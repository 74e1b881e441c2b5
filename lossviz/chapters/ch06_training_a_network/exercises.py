"""The exercises of chapter 6: networks."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lossviz.checking import Array, Case, Function, Mistake, Number
from lossviz.maths import sigmoid

_P, _Y = np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0])
_LEFT = _P - _Y


def _gradient(
    x: Array,
    y: Array,
    v: Array,
    w: Array,
    output: Callable[[Array], Array] = sigmoid,
    error: Callable[[Array, Array], Array] = lambda a, y: a - y,
    slope: Callable[[Array], Array] = lambda h: 1 - h**2,
) -> Array:
    h = np.tanh(x @ v)
    delta = error(output(h @ w), y)
    gradient: Array = x.T @ (delta @ w.T * slope(h))
    return gradient


def _a_network(random: np.random.Generator) -> tuple[Array, ...]:
    samples, inputs, hidden = random.integers(1, 4, 3)
    return (
        random.uniform(-1, 1, (samples, inputs)).round(1),
        random.integers(0, 2, (samples, 1)),
        random.uniform(-1, 1, (inputs, hidden)).round(1),
        random.uniform(-1, 1, (hidden, 1)).round(1),
    )


def _table(random: np.random.Generator) -> tuple[Array, ...]:
    rates = int(random.integers(2, 6))
    draws = [random.permutation(range(50, 98))[:rates] / 100 for _ in range(2)]
    return tuple(draws)


EXERCISES = {
    "6.1": Number(
        answer=np.log(10),
        decimals=2,
        why=(
            "It is ln 10, the surprise when ten classes are equally likely. A network that begins "
            "far above it is not ignorant but sure of something wrong."
        ),
        hints=(
            "Which probability does it give to the right digit?",
            "The log-loss is −ln of that probability, here −ln 0.1.",
        ),
        wrong={
            np.log2(10): "These are bits. The log-loss of section 5 is in nats.",
            0.1: (
                "This is the probability of the right digit, and about the share of images that "
                "it gets right. How surprised is it?"
            ),
            0.9**2 + 9 * 0.1**2: (
                "This is the squared error of such an answer. The log-loss looks at the right "
                "digit only."
            ),
            np.log(2): (
                "This is the surprise at a coin. There are more digits than sides of a coin."
            ),
            1.0: "This is the logarithm to the base ten. Nats take the natural one.",
            -np.log(0.9): (
                "This is the surprise when it is right with probability 0.9. It gives 0.1 to "
                "the right digit, and 0.9 to the others together."
            ),
        },
    ),
    "6.2": Number(
        answer=2 * _P[0] * (_LEFT[0] - _P @ _LEFT),
        decimals=3,
        why=(
            "In general ∂C/∂zₖ = 2aₖ[(aₖ − yₖ) − Σⱼ aⱼ(aⱼ − yⱼ)]. The factor aₖ in front is the "
            "multi-class plateau: a class that the network has ruled out cannot come back quickly."
        ),
        hints=(
            "Chain rule: ∂C/∂z₁ is the sum over k of ∂C/∂aₖ · ∂aₖ/∂z₁.",
            "∂C/∂aₖ = 2(aₖ − yₖ), and the slope of softmax is ∂aₖ/∂z₁ = aₖ([k = 1] − a₁).",
            "Three terms: 2(−0.3)·0.7·0.3, then 2(0.2)·(−0.2·0.7), then 2(0.1)·(−0.1·0.7).",
        ),
        wrong={
            _LEFT[0]: "This is a − y, the gradient of cross-entropy. Squared error has more to it.",
            2 * _LEFT[0]: "This is ∂C/∂a₁. The way from a back to the logit z₁ is missing.",
            2 * _LEFT[0] * _P[0] * (1 - _P[0]): (
                "You treated softmax like a sigmoid. When z₁ moves, the other two probabilities "
                "move too, and each of them costs something."
            ),
            _P[0] * (_LEFT[0] - _P @ _LEFT): "The 2 from the square is missing.",
            2 * _P[0] * _LEFT[0]: (
                "This is 2a₁(a₁ − y₁). The slope of softmax has a part for every class: what is "
                "left of it?"
            ),
            2 * _P[0] * (_LEFT[0] + _P @ _LEFT): (
                "Inside the brackets the sum over all classes is subtracted, not added. Watch the "
                "sign of a sum that is negative itself."
            ),
            2 * (_LEFT[0] * _P[0] * (1 - _P[0]) + _P[0] * (_P[1:] @ _LEFT[1:])): (
                "The other two terms have the wrong sign: when z₁ rises, their probabilities fall."
            ),
            -2 * _P[0] * (_P[1:] @ _LEFT[1:]): (
                "These are the terms of the other two classes. The one of class 1 is missing."
            ),
            _LEFT @ _LEFT: "This is the cost C. Its derivative with respect to z₁ is asked for.",
            2 * (_LEFT[0] - _P @ _LEFT): "The probability itself is missing as a factor.",
            2 * _P[0] * (_LEFT[0] - _P @ _LEFT) / 3: (
                "You divided by the number of classes. This chapter sums over them."
            ),
        },
    ),
    "6.3": Function(
        reference=_gradient,
        cases=(
            Case("one sample, one hidden unit", [[1.0]], [[1]], [[0.5]], [[2.0]]),
            Case(
                "two hidden units",
                [[1.0, -1.0]],
                [[0]],
                [[0.5, 0.2], [0.1, -0.3]],
                [[1.0], [-2.0]],
            ),
            Case(
                "the samples of section 1",
                [[0, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 1]],
                [[0], [1], [1], [0]],
                [[0.1, 0.5], [0.4, -0.2], [0.3, 0.9]],
                [[0.7], [0.2]],
            ),
            Case("a hidden unit asleep", [[1.0]], [[0]], [[20.0]], [[1.0]]),
        ),
        draw=_a_network,
        why=(
            "Only one factor of step 3 has changed. Where tanh is flat, the hidden unit sleeps as "
            "it would with a sigmoid."
        ),
        hints=(
            "Take backward from section 1. Which of its lines know the hidden activation, and "
            "which the loss?",
            "The slope of tanh is 1 − tanh², and the error at the output is plain a − y.",
            "Return the product of the transposed inputs with the error at the hidden sums.",
        ),
        mistakes=(
            Mistake(
                partial(_gradient, slope=lambda h: h * (1 - h)),
                "The slope h(1 − h) belongs to a sigmoid. Your hidden units are tanh.",
            ),
            Mistake(
                partial(_gradient, slope=np.ones_like),
                "The error passes the hidden units as if they were linear: their slope is missing.",
            ),
            Mistake(
                partial(_gradient, error=lambda a, y: 2 * (a - y) * a * (1 - a)),
                "This is the gradient of squared error. Step 1 is shorter for cross-entropy.",
            ),
            Mistake(
                lambda x, y, v, w: -_gradient(x, y, v, w),
                "The sign is wrong: is it a − y?",
            ),
            Mistake(
                partial(_gradient, output=np.tanh),
                "Your output is a tanh. Only the hidden units have changed: the output is still "
                "a sigmoid.",
            ),
            Mistake(
                lambda x, y, v, w: np.tanh(x @ v).T @ (sigmoid(np.tanh(x @ v) @ w) - y),
                "This is the gradient for w, the second layer. The first is asked for.",
            ),
            Mistake(
                lambda x, y, v, w: _gradient(x, y, v, w) / len(x),
                "You divided by the number of samples. This cost is their sum.",
            ),
        ),
    ),
    "6.4": Function(
        reference=lambda validation, test: test[np.argmax(validation)],
        cases=(
            Case("the best rate differs", [0.90, 0.95, 0.80], [0.93, 0.91, 0.85]),
            Case("the best rate is the same", [0.50, 0.96], [0.55, 0.94]),
            Case("the last rate wins", [0.10, 0.20, 0.97], [0.12, 0.30, 0.21]),
            Case("one rate only", [0.90], [0.88]),
        ),
        draw=_table,
        why=(
            "What you choose on, you cannot report: the best of five test results is partly luck. "
            "The more rates you try, the more luck there is."
        ),
        hints=(
            "Two tables come in. Which of them may choose the rate, and which is only reported?",
            "Find the place of the best validation accuracy, and look up that place in the test.",
        ),
        mistakes=(
            Mistake(
                lambda validation, test: np.max(test),
                "The rate is chosen on the test images, so the reported number is too good. That "
                "is the flaw.",
            ),
            Mistake(
                lambda validation, test: np.max(validation),
                "You report the accuracy on the images that have chosen the rate. That is too good "
                "as well.",
            ),
            Mistake(
                lambda validation, test: validation[np.argmax(test)],
                "The two tables have changed places.",
            ),
            Mistake(
                lambda validation, test: test[np.argmin(validation)],
                "You take the rate that is worst on validation. These are accuracies, not losses: "
                "the largest is the best.",
            ),
            Mistake(
                lambda validation, test: np.mean(test),
                "You report a mean over all rates. Nobody trains with a bad rate once a good one "
                "is known.",
            ),
            Mistake(
                lambda validation, test: np.argmax(validation),
                "This is the place of the best rate in the table. Return the test accuracy there.",
            ),
        ),
    ),
}
