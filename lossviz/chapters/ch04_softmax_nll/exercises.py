"""The predictions and exercises of chapter 4: softmax and its loss."""

import numpy as np

from lossviz.chapters.ch04_softmax_nll.photos import DOG, PHOTO_2
from lossviz.chapters.ch04_softmax_nll.solutions import (
    a_sample,
    a_sentence,
    all_token_losses,
    counted_losses,
    focal,
    focal_of,
    naive_softmax,
    probability,
    token_loss,
    weighted_logits,
)
from lossviz.chapters.ch04_softmax_nll.two_kinds import COMMON, RARE, ranking
from lossviz.checking import Case, ChoiceGuess, Function, Mistake, Number, NumberGuess
from lossviz.maths import (
    log_softmax,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)

_ZEROS = np.zeros(10)
_SMOOTHING = 0.1


def _best_logit(share: float) -> float:
    return float(np.log((1 - share) / share))


def _logits_that_move() -> str:
    """A for one, B for two, C for all three: those of photo 2 that feel its loss."""
    pull = softmax_cross_entropy.gradient(np.eye(3)[DOG], PHOTO_2)
    return " ABC"[(np.abs(pull) > 0.01).sum()]


def _precision_of_the_surest(pos_weight: float) -> float:
    """Among those alarms that find a fifth of the rare events."""
    return float(ranking(pos_weight).precision[RARE // 5 - 1])


def _what_the_weight_does() -> str:
    """A if the precision stays, B if it rises, C if it falls."""
    before, after = _precision_of_the_surest(1.0), _precision_of_the_surest(COMMON / RARE)
    return "A" if np.isclose(before, after) else "B" if after > before else "C"


def _hot_enough(loss: float) -> float:
    """The temperature at which photo 2 costs this much."""
    temperatures = np.linspace(1, 10, 90_001)
    losses = sparse_softmax_cross_entropy(
        np.full(temperatures.size, DOG), np.array(PHOTO_2) / temperatures[:, None], reduction="none"
    )
    return float(temperatures[np.abs(losses - loss).argmin()])


PREDICTIONS = {
    "4.a": NumberGuess(
        truth=np.log(np.e + 2) - 1,
        low=0,
        high=3.1,
        unit="nats",
        spoilers=("0.5514", "0.5515", "0.55 "),
        why=(
            "The second softmax never sees a number above 1 or below 0, so it can never be sure: "
            "e against 1 and 1 is all that it gets."
        ),
    ),
    "4.b": ChoiceGuess(
        truth=_logits_that_move(),
        options={
            "A": "the dog's alone",
            "B": "the dog's and the fox's",
            "C": "all three",
        },
        spoilers=("softmax minus target", "−0.95"),
        why=(
            "The loss picks the dog's probability, and a probability is a share: to make it "
            "larger, the others have to shrink."
        ),
    ),
    "4.c": ChoiceGuess(
        truth=_what_the_weight_does(),
        options={
            "A": "it stays as it is",
            "B": "it rises",
            "C": "it falls",
        },
        spoilers=("0.154", "260 alarms"),
        why=(
            "One straight boundary cannot serve both kinds. The weight makes the many events at "
            "the edge of the crowd count, and the boundary turns towards them."
        ),
    ),
}

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
        relative=0.005,  # the exact place of a loss of 1.56 is 2.993
        why=(
            "Even at T = 100 the loss is 1.1090, and never below ln 3: as long as the target has "
            "the lowest logit, its probability stays under one third."
        ),
        hints=(
            "A sure and wrong answer is expensive. Does it become surer or less sure when hot?",
            "At T = 1 the loss is far above 1.56. Heat it, mark by mark, and read the loss.",
        ),
        wrong={
            1.56: "1.56 is the loss that is given. The temperature that leads to it is asked for.",
            2.0: "There the loss is 1.88, still too high. Heat it more.",
            _hot_enough(1.5): "That is a good guess, but the loss is 1.50 there: a little too hot.",
            1 / 3: (
                "The other way: below 1 the logits move apart, and the wrong answer becomes surer."
            ),
            1.0: "At T = 1 nothing changes, and the loss is twice as high.",
            5.0: "One mark too far: here the loss is 1.35.",
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
        reference=focal,
        cases=(
            Case("gamma 0: plain cross-entropy", 1, [2.0, 1.0, 0.1], 0.0),
            Case("gamma 2", 1, [2.0, 1.0, 0.1], 2.0),
            Case("right and sure", 0, [12.0, 0.0], 1.0),
            Case("wrong, at a logit distance of 1000", 0, [0.0, 1000.0], 2.0, extreme=True),
            Case("right, at a logit distance of 1000", 1, [0.0, 1000.0], 2.0, extreme=True),
        ),
        draw=a_sample,
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
                lambda y, z, gamma: focal_of(y, naive_softmax(z), gamma),
                "Here exp(1000) overflows. Begin with log_softmax, which forms no such number.",
            ),
            Mistake(
                lambda y, z, gamma: focal_of(y, softmax(z), gamma),
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
                lambda y, z, gamma: -focal(y, z, gamma),
                "The sign is wrong: a logarithm of a probability is negative, a loss is not.",
            ),
            Mistake(
                lambda y, z, gamma: sum(focal(k, z, gamma) for k in range(len(z))),
                "You add up all classes. Only the one of the label counts.",
            ),
            Mistake(
                lambda y, z, gamma: focal_of(y, np.maximum(softmax(z), 1e-10), gamma),
                "You clip the probability. The loss is finite now but wrong, and behind the clip "
                "nothing can be learned.",
            ),
        ),
    ),
    "4.5": Function(
        reference=token_loss,
        cases=(
            Case("nothing to ignore", [1, 0], [[0.0, 2.0, 1.0], [1.0, 0.0, 3.0]], -100),
            Case(
                "half of it is padding",
                [2, 1, -100, -100],
                [[2.0, 0.5, 6.0], [0.1, 0.0, 3.0], [1.0, 0.0, 0.0], [4.0, 0.0, 0.0]],
                -100,
            ),
            Case("another sign for it", [0, -1], [[3.0, 1.0], [0.0, 5.0]], -1),
        ),
        draw=a_sentence,
        why=(
            "A mean over what counts. Divide by all positions instead, and a batch with much "
            "padding teaches less, though its words are as hard as any."
        ),
        hints=(
            "Which positions count? `labels != ignore` says it for all of them at once.",
            "Keep only these labels and these rows of logits, then take the usual mean.",
        ),
        mistakes=(
            Mistake(
                lambda labels, logits, ignore: counted_losses(labels, logits, ignore).mean(),
                "You divide by all positions. Only those that count belong into the mean.",
            ),
            Mistake(
                lambda labels, logits, ignore: counted_losses(labels, logits, ignore).sum(),
                "This is the sum over what counts. The mean is asked for.",
            ),
            Mistake(
                lambda labels, logits, ignore: all_token_losses(labels, logits, ignore).mean(),
                "The padding still counts, as if it were of class 0. Leave it out.",
            ),
            Mistake(
                lambda labels, logits, ignore: -token_loss(labels, logits, ignore),
                "The sign is wrong: a logarithm of a probability is negative, a loss is not.",
            ),
        ),
    ),
    "4.6": Function(
        reference=probability,
        cases=(
            Case("no weight", [0.0, 1.5, -1.5], 1.0),
            Case("balanced", [0.0, 4.6, -4.6], 99.0),
            Case("a weight below 1", [0.0, 2.0], 0.5),
            Case("large logits", [1000.0, -1000.0], 99.0, extreme=True),
        ),
        draw=weighted_logits,
        why=(
            "The model ranks as it did before: a lower threshold would have given the same recall "
            "at the same precision. And its probabilities were wrong, by 26 times in the mean."
        ),
        hints=(
            "Section 9: what does pos_weight do to the best logit?",
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
