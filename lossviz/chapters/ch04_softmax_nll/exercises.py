"""The exercises of chapter 4: softmax and its loss."""

import numpy as np

from lossviz.checking import Array, Case, Function, Mistake, Number
from lossviz.maths import log_softmax, sigmoid, softmax, sparse_softmax_cross_entropy

_ZEROS = np.zeros(10)
_SMOOTHING = 0.1


def _best_logit(share: float) -> float:
    return float(np.log((1 - share) / share))


def _hot_enough(loss: float) -> float:
    """The temperature at which the logits 0, −2 and −4 cost this much for the last class."""
    temperatures = np.linspace(1, 10, 90_001)
    losses = sparse_softmax_cross_entropy(
        np.full(temperatures.size, 2),
        np.array([0.0, -2.0, -4.0]) / temperatures[:, None],
        reduction="none",
    )
    return float(temperatures[np.abs(losses - loss).argmin()])


def _focal(y: int, z: Array, gamma: float) -> float:
    log_a = log_softmax(z)[y]
    return float(-((-np.expm1(log_a)) ** gamma) * log_a)


def _focal_of(y: int, a: Array, gamma: float) -> float:
    return float(-((1 - a[y]) ** gamma) * np.log(a[y]))


def _naive_softmax(z: Array) -> Array:
    probabilities: Array = np.exp(z) / np.exp(z).sum()
    return probabilities


def _a_sample(random: np.random.Generator) -> tuple[int, Array, float]:
    return int(random.integers(4)), random.normal(0, 2, size=4).round(2), float(random.integers(4))


def _probability(z: Array, pos_weight: float) -> Array:
    return sigmoid(z - np.log(pos_weight))


def _weighted_logits(random: np.random.Generator) -> tuple[Array, float]:
    return random.normal(0, 3, size=3).round(2), float(random.integers(2, 100))


EXERCISES = {
    "4.1": Number(
        answer=sparse_softmax_cross_entropy(0, softmax(_ZEROS)),
        decimals=3,
        why=(
            "It is ln 10, the same as for the correct loss: softmax of equal numbers is uniform, "
            "once or twice. So step 0 cannot tell the two apart."
        ),
        hints=(
            "Which probabilities does the first softmax give? And the second?",
            "All of them are 1/10. What is the surprise at the right class, in nats?",
        ),
        wrong={
            np.log(10) / 10: (
                "This is what a mean over the matrix shows: one number too many in the divisor. "
                "A double softmax still takes one logarithm for each sample."
            ),
            np.log10(10): "You took the logarithm to the base 10. Training counts in nats.",
            np.log2(10): "These are bits. Training counts in nats: take the natural logarithm.",
            np.log(np.e + 9) - 1: (
                "This is the lowest loss that a double softmax can reach, with a perfect answer. "
                "The network here knows nothing yet."
            ),
            np.log(np.e + 9): (
                "This is the highest loss of a double softmax, for an answer that is sure and "
                "wrong. The network here is not sure of anything."
            ),
            0.1: "This is the probability of the right class. The loss is its surprise.",
            0.0: "A loss of 0 is for a sure and right answer. Logits of 0 are neither.",
        },
    ),
    "4.2": Number(
        answer=3.0,
        relative=0.005,  # the exact place of a loss of 1.91 is 2.9945
        why=(
            "Even at T = 100 the loss is 1.1187, and never below ln 3: as long as the target has "
            "the lowest logit, its probability stays under one third."
        ),
        hints=(
            "A sure and wrong answer is expensive. Does it become surer or less sure when hot?",
            "At T = 1 the loss is far above 1.91. Heat it, mark by mark, and read the loss.",
        ),
        wrong={
            1.91: "1.91 is the loss that is given. The temperature that leads to it is asked for.",
            2.0: "There the loss is 2.41, still too high. Heat it more.",
            _hot_enough(2.0): "That is a good guess, but the loss is 2.00 there, not yet 1.91.",
            1 / 3: (
                "The other way: below 1 the logits move apart, and the wrong answer becomes surer."
            ),
            1.0: "At T = 1 nothing changes, and the loss is above 4.",
            5.0: "One mark too far: here the loss is 1.55.",
        },
    ),
    "4.3": Number(
        answer=_best_logit(_SMOOTHING / 2),
        decimals=3,
        why=(
            "Beyond it, the loss rises again: a smoothed target punishes every further step "
            "towards certainty. That is why smoothing makes a network say less than it knows."
        ),
        hints=(
            "At the minimum the gradient is 0, so the probability equals the smoothed target.",
            "The smoothed target is (1 − ε) · 1 + ε/2, since ε is shared by both classes.",
            "Solve σ(z) = 1 − ε/2 for z.",
        ),
        wrong={
            _best_logit(_SMOOTHING): (
                "You moved all of ε to the other class. It is shared by both classes, so half of "
                "it comes back."
            ),
            1 - _SMOOTHING / 2: "This is the probability at the minimum. Which logit gives it?",
            -_best_logit(_SMOOTHING / 2): "This is the best logit for a no. Yes is asked for.",
            np.log10((1 - _SMOOTHING / 2) / (_SMOOTHING / 2)): (
                "You took the logarithm to the base 10. The sigmoid has e."
            ),
            (1 - _SMOOTHING / 2) / (_SMOOTHING / 2): (
                "These are the odds. The logit is their logarithm."
            ),
        },
    ),
    "4.4": Function(
        reference=_focal,
        cases=(
            Case("gamma 0: plain cross-entropy", 1, [2.0, 1.0, 0.1], 0.0),
            Case("gamma 2", 1, [2.0, 1.0, 0.1], 2.0),
            Case("right and sure", 0, [12.0, 0.0], 1.0),
            Case("wrong, at a logit distance of 1000", 0, [0.0, 1000.0], 2.0, extreme=True),
            Case("right, at a logit distance of 1000", 1, [0.0, 1000.0], 2.0, extreme=True),
        ),
        draw=_a_sample,
        why=(
            "At a distance of 1000 the loss is 1000, a number that one can still learn from. "
            "The factor (1 − a)^γ only turns down what is right already."
        ),
        hints=(
            "log_softmax first, and pick the entry of the label.",
            "a_t is np.exp of that entry, and 1 − a_t is −np.expm1 of it, with all digits.",
            "log_a = log_softmax(z)[y]; the rest is the formula.",
        ),
        mistakes=(
            Mistake(
                lambda y, z, gamma: _focal_of(y, _naive_softmax(z), gamma),
                "Here exp(1000) overflows. Begin with log_softmax, which forms no such number.",
            ),
            Mistake(
                lambda y, z, gamma: _focal_of(y, softmax(z), gamma),
                "The probability a_t is rounded to 0 before its logarithm is taken. Begin with "
                "log_softmax.",
            ),
            Mistake(
                lambda y, z, gamma: sparse_softmax_cross_entropy(y, z),
                "This is plain cross-entropy. The factor (1 − a_t)^γ is missing.",
            ),
            Mistake(
                lambda y, z, gamma: -np.exp(gamma * log_softmax(z)[y]) * log_softmax(z)[y],
                "Your factor is a_t^γ, which turns down what is wrong. It is 1 − a_t that is "
                "raised to γ.",
            ),
            Mistake(
                lambda y, z, gamma: gamma * np.expm1(log_softmax(z)[y]) * log_softmax(z)[y],
                "You multiply by γ. It is the exponent of 1 − a_t.",
            ),
            Mistake(
                lambda y, z, gamma: -_focal(y, z, gamma),
                "The sign is wrong: a logarithm of a probability is negative, a loss is not.",
            ),
            Mistake(
                lambda y, z, gamma: sum(_focal(k, z, gamma) for k in range(len(z))),
                "You add up all classes. Only the one of the label counts.",
            ),
            Mistake(
                lambda y, z, gamma: _focal_of(y, np.maximum(softmax(z), 1e-10), gamma),
                "You clip the probability. The loss is finite now but wrong, and behind the clip "
                "nothing can be learned.",
            ),
        ),
    ),
    "4.5": Function(
        reference=_probability,
        cases=(
            Case("no weight", [0.0, 1.5, -1.5], 1.0),
            Case("balanced", [0.0, 4.6, -4.6], 99.0),
            Case("a weight below 1", [0.0, 2.0], 0.5),
            Case("large logits", [1000.0, -1000.0], 99.0, extreme=True),
        ),
        draw=_weighted_logits,
        why=(
            "The model ranks as it did before: a lower threshold would have given the same recall "
            "at the same precision. And its probabilities were wrong, by 26 times in the mean."
        ),
        hints=(
            "Section 7: what does pos_weight do to the best logit?",
            "It adds ln q. What do you have to do before the sigmoid?",
        ),
        mistakes=(
            Mistake(
                lambda z, pos_weight: sigmoid(z),
                "This takes the logit at its word. But training with the weight q has shifted it: "
                "by how much?",
            ),
            Mistake(
                lambda z, pos_weight: sigmoid(z + np.log(pos_weight)),
                "The shift goes the wrong way: training has added ln q, so take it off.",
            ),
            Mistake(
                lambda z, pos_weight: sigmoid(z) / pos_weight,
                "You divide the probability. The weight divides the odds, a/(1 − a), and the logit "
                "is their logarithm.",
            ),
            Mistake(
                lambda z, pos_weight: sigmoid(z - pos_weight),
                "You take off q itself. The logit is a logarithm, so the shift is one as well.",
            ),
            Mistake(
                lambda z, pos_weight: sigmoid(z - np.log10(pos_weight)),
                "You took the logarithm to the base 10. The sigmoid has e.",
            ),
            Mistake(
                lambda z, pos_weight: sigmoid(z - np.log2(pos_weight)),
                "You took the logarithm to the base 2. The sigmoid has e.",
            ),
            Mistake(
                lambda z, pos_weight: np.exp(z) / (pos_weight + np.exp(z)),
                "Here exp(1000) overflows, and ∞/∞ is nan. Let sigmoid do it.",
            ),
        ),
    ),
}
