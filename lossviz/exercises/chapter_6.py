"""The exercises of chapter 6: networks."""

import numpy as np

from lossviz.exercises.cases import Case, Mistake
from lossviz.exercises.core import Misconception, Number
from lossviz.exercises.functions import Function
from lossviz.maths import sigmoid

_P, _Y = np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0])
_LEFT = _P - _Y


def _tanh_gradient(x, y, v, w, slope=lambda h: 1 - h**2, output=lambda a, y: a - y):
    h = np.tanh(x @ v)
    delta = output(sigmoid(h @ w), y)
    return x.T @ (delta @ w.T * slope(h))


def _a_network(random):
    samples, inputs, hidden = random.integers(1, 4, 3)
    return (
        random.uniform(-1, 1, (samples, inputs)).round(1),
        random.integers(0, 2, (samples, 1)),
        random.uniform(-1, 1, (inputs, hidden)).round(1),
        random.uniform(-1, 1, (hidden, 1)).round(1),
    )


def _table(random):
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
        misconceptions=(
            Misconception(
                "bits", np.log2(10), "These are bits. The log-loss of section 5 is in nats."
            ),
            Misconception(
                "the probability",
                0.1,
                "This is the probability of the right digit, and about the share of images that "
                "it gets right. How surprised is it?",
            ),
            Misconception(
                "squared error",
                0.9**2 + 9 * 0.1**2,
                "This is the squared error of such an answer. The log-loss looks at the right "
                "digit only.",
            ),
            Misconception(
                "two classes",
                np.log(2),
                "This is the surprise at a coin. There are more digits than sides of a coin.",
            ),
            Misconception(
                "base ten",
                1.0,
                "This is the logarithm to the base ten. Nats take the natural one.",
            ),
            Misconception(
                "all but the right one",
                -np.log(0.9),
                "This is the surprise when it is right with probability 0.9. It gives 0.1 to "
                "the right digit, and 0.9 to the others together.",
            ),
        ),
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
        misconceptions=(
            Misconception(
                "cross-entropy",
                _LEFT[0],
                "This is a − y, the gradient of cross-entropy. Squared error has more to it.",
            ),
            Misconception(
                "no softmax",
                2 * _LEFT[0],
                "This is ∂C/∂a₁. The way from a back to the logit z₁ is missing.",
            ),
            Misconception(
                "sigmoid",
                2 * _LEFT[0] * _P[0] * (1 - _P[0]),
                "You treated softmax like a sigmoid. When z₁ moves, the other two probabilities "
                "move too, and each of them costs something.",
            ),
            Misconception(
                "half",
                _P[0] * (_LEFT[0] - _P @ _LEFT),
                "The 2 from the square is missing.",
            ),
            Misconception(
                "no sum",
                2 * _P[0] * _LEFT[0],
                "This is 2a₁(a₁ − y₁). The slope of softmax has a part for every class: what is "
                "left of it?",
            ),
            Misconception(
                "the sum added",
                2 * _P[0] * (_LEFT[0] + _P @ _LEFT),
                "Inside the brackets the sum over all classes is subtracted, not added. Watch the "
                "sign of a sum that is negative itself.",
            ),
            Misconception(
                "the signs of the other classes",
                2 * (_LEFT[0] * _P[0] * (1 - _P[0]) + _P[0] * (_P[1:] @ _LEFT[1:])),
                "The other two terms have the wrong sign: when z₁ rises, their probabilities fall.",
            ),
            Misconception(
                "the other classes only",
                -2 * _P[0] * (_P[1:] @ _LEFT[1:]),
                "These are the terms of the other two classes. The one of class 1 is missing.",
            ),
            Misconception(
                "the cost itself",
                _LEFT @ _LEFT,
                "This is the cost C. Its derivative with respect to z₁ is asked for.",
            ),
            Misconception(
                "no own factor",
                2 * (_LEFT[0] - _P @ _LEFT),
                "The probability itself is missing as a factor.",
            ),
            Misconception(
                "mean over classes",
                2 * _P[0] * (_LEFT[0] - _P @ _LEFT) / 3,
                "You divided by the number of classes. This chapter sums over them.",
            ),
        ),
    ),
    "6.3": Function(
        reference=lambda x, y, v, w: _tanh_gradient(x, y, v, w),
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
                "the sigmoid's slope",
                lambda x, y, v, w: _tanh_gradient(x, y, v, w, slope=lambda h: h * (1 - h)),
                "The slope h(1 − h) belongs to a sigmoid. Your hidden units are tanh.",
            ),
            Mistake(
                "no slope",
                lambda x, y, v, w: _tanh_gradient(x, y, v, w, slope=np.ones_like),
                "The error passes the hidden units as if they were linear: their slope is missing.",
            ),
            Mistake(
                "squared error",
                lambda x, y, v, w: _tanh_gradient(
                    x, y, v, w, output=lambda a, y: 2 * (a - y) * a * (1 - a)
                ),
                "This is the gradient of squared error. Step 1 is shorter for cross-entropy.",
            ),
            Mistake(
                "along the gradient",
                lambda x, y, v, w: -_tanh_gradient(x, y, v, w),
                "The sign is wrong: is it a − y?",
            ),
            Mistake(
                "tanh at the output too",
                lambda x, y, v, w: (
                    x.T @ ((np.tanh(np.tanh(x @ v) @ w) - y) @ w.T * (1 - np.tanh(x @ v) ** 2))
                ),
                "Your output is a tanh. Only the hidden units have changed: the output is still "
                "a sigmoid.",
            ),
            Mistake(
                "the other layer",
                lambda x, y, v, w: np.tanh(x @ v).T @ (sigmoid(np.tanh(x @ v) @ w) - y),
                "This is the gradient for w, the second layer. The first is asked for.",
            ),
            Mistake(
                "the mean",
                lambda x, y, v, w: _tanh_gradient(x, y, v, w) / len(x),
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
                "chosen on the test",
                lambda validation, test: np.max(test),
                "The rate is chosen on the test images, so the reported number is too good. That "
                "is the flaw.",
            ),
            Mistake(
                "reported on validation",
                lambda validation, test: np.max(validation),
                "You report the accuracy on the images that have chosen the rate. That is too good "
                "as well.",
            ),
            Mistake(
                "the other way round",
                lambda validation, test: validation[np.argmax(test)],
                "The two tables have changed places.",
            ),
            Mistake(
                "the worst rate",
                lambda validation, test: test[np.argmin(validation)],
                "You take the rate that is worst on validation. These are accuracies, not losses: "
                "the largest is the best.",
            ),
            Mistake(
                "the mean",
                lambda validation, test: np.mean(test),
                "You report a mean over all rates. Nobody trains with a bad rate once a good one "
                "is known.",
            ),
            Mistake(
                "the rate's place",
                lambda validation, test: np.argmax(validation),
                "This is the place of the best rate in the table. Return the test accuracy there.",
            ),
        ),
    ),
}
