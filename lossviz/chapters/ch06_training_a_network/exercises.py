"""The exercises of chapter 6: networks."""

from functools import partial

import numpy as np

from lossviz.chapters.ch06_training_a_network.predictions import PREDICTIONS
from lossviz.chapters.ch06_training_a_network.solutions import (
    a_network,
    adam,
    every_share,
    first_loss,
    gradient,
    shares,
    some_gradients,
    some_labels,
    table,
)
from lossviz.checking import Case, Function, Mistake, Number
from lossviz.maths import sigmoid

_LETTERS = 26
_P, _Y = np.array([0.7, 0.2, 0.1]), np.array([1.0, 0.0, 0.0])
_LEFT = _P - _Y


EXERCISES = {
    "6.1": Number(
        answer=np.log(_LETTERS),
        decimals=2,
        why=(
            "It is ln 26, the surprise when 26 classes are equally likely. A network that begins "
            "far above it is not ignorant but sure of something wrong."
        ),
        hints=(
            "Which probability does it give to the right letter?",
            "The log-loss is −ln of that probability, here −ln(1/26).",
        ),
        wrong={
            np.log2(_LETTERS): "These are bits. Frameworks show nats, with the natural logarithm.",
            1 / _LETTERS: (
                "This is the probability of the right letter, and about the share of images that "
                "it gets right. How surprised is it?"
            ),
            (1 - 1 / _LETTERS) ** 2 + (_LETTERS - 1) / _LETTERS**2: (
                "This is the squared error of such an answer. The log-loss looks at the right "
                "letter only."
            ),
            np.log(10): "This is the number for ten digits. There are more letters.",
            np.log(2): (
                "This is the surprise at a coin. There are more letters than sides of a coin."
            ),
            np.log10(_LETTERS): (
                "This is the logarithm to the base ten. Nats take the natural one."
            ),
            -np.log(1 - 1 / _LETTERS): (
                "This is the surprise when it is right with probability 25/26. It gives 1/26 to "
                "the right letter, and the rest to the others together."
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
        reference=gradient,
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
        draw=a_network,
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
                partial(gradient, slope=lambda h: h * (1 - h)),
                "The slope h(1 − h) belongs to a sigmoid. Your hidden units are tanh.",
            ),
            Mistake(
                partial(gradient, slope=np.ones_like),
                "The error passes the hidden units as if they were linear: their slope is missing.",
            ),
            Mistake(
                partial(gradient, error=lambda a, y: 2 * (a - y) * a * (1 - a)),
                "This is the gradient of squared error. Step 1 is shorter for cross-entropy.",
            ),
            Mistake(
                lambda x, y, v, w: -gradient(x, y, v, w),
                "The sign is wrong: is it a − y?",
            ),
            Mistake(
                partial(gradient, output=np.tanh),
                "Your output is a tanh. Only the hidden units have changed: the output is still "
                "a sigmoid.",
            ),
            Mistake(
                lambda x, y, v, w: np.tanh(x @ v).T @ (sigmoid(np.tanh(x @ v) @ w) - y),
                "This is the gradient for w, the second layer. The first is asked for.",
            ),
            Mistake(
                lambda x, y, v, w: gradient(x, y, v, w) / len(x),
                "You divided by the number of samples. This cost is their sum.",
            ),
        ),
    ),
    "6.4": Function(
        reference=adam,
        cases=(
            Case("one weight, one step", [0.0], [[1.0]], 0.1),
            Case("the same gradient three times", [1.0], [[0.5], [0.5], [0.5]], 0.1),
            Case("a large one, then a small one", [0.0], [[1.0], [0.001]], 0.1),
            Case("a small one, then a large one", [0.0], [[0.001], [1.0]], 0.1),
            Case("two weights of different size", [1.0, -1.0], [[100.0, 0.01], [-50.0, 0.02]], 0.5),
        ),
        draw=some_gradients,
        why=(
            "Look at the cases: after a large gradient a small one adds nothing, the weight moves "
            "by memory; after a small one a large one moves it no further than the rate. That is "
            "section 5 in two steps."
        ),
        hints=(
            "Start with m and s at 0, one of each for every weight, and count t from 1.",
            "In each step: m = 0.9·m + 0.1·g and s = 0.999·s + 0.001·g², then both are divided: "
            "m by 1 − 0.9ᵗ, s by 1 − 0.999ᵗ.",
            "The step is rate times the first of these, over the root of the second plus 1e-8.",
        ),
        mistakes=(
            Mistake(
                partial(adam, step=lambda m, s, t: m / (np.sqrt(s) + 1e-8)),
                "The two averages start at 0 and are too small at first. What divides them?",
            ),
            Mistake(
                partial(
                    adam, step=lambda m, s, t: (m / (1 - 0.9**t)) / (s / (1 - 0.999**t) + 1e-8)
                ),
                "You divide by the mean square itself. Its root has the size of a gradient.",
            ),
            Mistake(
                partial(
                    adam,
                    step=lambda m, s, t: (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.9**t)) + 1e-8),
                ),
                "Both averages are corrected with 0.9. The squares have a longer memory.",
            ),
            Mistake(
                partial(adam, step=lambda m, s, t: (m / (1 - 0.9**t)) / (np.sqrt(s) + 1e-8)),
                "The average of the gradients is corrected, that of the squares is not.",
            ),
            Mistake(
                partial(adam, step=lambda m, s, t: m / (np.sqrt(s / (1 - 0.999**t)) + 1e-8)),
                "The average of the squares is corrected, that of the gradients is not.",
            ),
            Mistake(
                partial(adam, second=lambda s, g: 0.999 * s + 0.001 * g),
                "You average the gradients twice. The second average is of their squares.",
            ),
            Mistake(
                partial(adam, second=lambda s, g: 0.9 * s + 0.1 * g**2),
                "Your squares are forgotten as fast as the gradients; take 0.999 and 0.001.",
            ),
            Mistake(partial(adam, sign=1.0), "You go along the gradient, uphill."),
            Mistake(
                lambda w, gradients, rate: adam(w, gradients[:1], rate),
                "Only the first gradient has moved the weights. Does return stand in the loop?",
            ),
            Mistake(
                partial(
                    adam,
                    step=lambda m, s, t: (
                        (m / (1 - 0.9 ** (t - 1))) / (np.sqrt(s / (1 - 0.999 ** (t - 1))) + 1e-8)
                    ),
                ),
                "You count the steps from 0, and 1 − 0.9⁰ is 0. The first step is number 1.",
            ),
            Mistake(
                lambda w, gradients, rate: w - rate * np.sum(gradients, axis=0),
                "This is plain gradient descent: nothing is divided by anything.",
            ),
        ),
    ),
    "6.5": Function(
        reference=lambda validation, test: test[np.argmax(validation)],
        cases=(
            Case("the best rate differs", [0.90, 0.95, 0.80], [0.93, 0.91, 0.85]),
            Case("the best rate is the same", [0.50, 0.96], [0.55, 0.94]),
            Case("the last rate wins", [0.10, 0.20, 0.97], [0.12, 0.30, 0.21]),
            Case("one rate only", [0.90], [0.88]),
        ),
        draw=table,
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
    "6.6": Function(
        reference=first_loss,
        cases=(
            Case("a coin", [0, 1, 0, 1]),
            Case("three to one", [0, 0, 0, 1]),
            Case("ten digits", list(range(10))),
            Case("one in ten", [1] + [0] * 9),
            Case("numbers of classes with gaps", [3, 3, 7, 7, 7, 9]),
        ),
        draw=some_labels,
        why=(
            "It is the entropy of your labels in nats, and ln K only if all classes are equally "
            "frequent. A first loss far above it is a network that begins sure of something wrong."
        ),
        hints=(
            "What does a network answer that knows nothing but how often each class occurs?",
            "With the shares p of the classes, it is surprised by −ln p of the one that comes, and "
            "class k comes in a share pₖ of the cases.",
            "numpy.unique(labels, return_counts=True) counts.",
        ),
        mistakes=(
            Mistake(
                lambda labels: float(np.log(len(shares(labels)))),
                "This is ln K, right if all classes are equally frequent. Yours need not be.",
            ),
            Mistake(
                lambda labels: float(np.log(np.max(labels) + 1)),
                "You count the classes by their largest number, and take them as equally frequent.",
            ),
            Mistake(
                lambda labels: float(-(shares(labels) * np.log2(shares(labels))).sum()),
                "These are bits. Frameworks show nats.",
            ),
            Mistake(
                lambda labels: float(-np.log(shares(labels)).mean()),
                "You average the surprise over the classes. A frequent class counts more often.",
            ),
            Mistake(
                lambda labels: float(-np.log(shares(labels).max())),
                "This is the surprise at the most frequent class alone.",
            ),
            Mistake(
                lambda labels: float((shares(labels) * np.log(shares(labels))).sum()),
                "The sign is wrong: a surprise is never negative.",
            ),
            Mistake(
                lambda labels: float(-sum(p * np.log(p) for p in every_share(labels))),
                "A class that never occurs has the share 0, and 0 · ln 0 is nan. Leave it out.",
            ),
        ),
    ),
}

__all__ = ["EXERCISES", "PREDICTIONS"]
