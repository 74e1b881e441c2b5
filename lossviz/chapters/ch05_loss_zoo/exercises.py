"""The exercises of chapter 5: which loss for which job."""

from collections.abc import Callable

import numpy as np

from lossviz.chapters.ch05_loss_zoo.jobs import JOB_CARDS
from lossviz.chapters.ch05_loss_zoo.loud_samples import LOUD_SAMPLES
from lossviz.chapters.ch05_loss_zoo.outlier_points import FURTHEST, STEP, X, Y
from lossviz.chapters.ch05_loss_zoo.predictions import PREDICTIONS
from lossviz.checking import Array, Case, Function, Mistake, Number
from lossviz.maths import fit_constant, fit_line, huber

__all__ = ["EXERCISES", "PREDICTIONS"]

_WAITING = [0, 0, 0, 0, 10]


def _last_place(loss: str, floor: float = 1.0) -> float:
    """The last place of a point at height 0 at which the slope of the line is above a floor."""
    places = np.arange(0, FURTHEST + STEP, STEP)
    slopes = [fit_line(np.append(X, x), np.append(Y, 0), loss=loss, delta=1).slope for x in places]
    return float(places[np.flatnonzero(np.array(slopes) > floor)[-1]])


_CONSTANT = fit_constant(_WAITING, loss="huber", delta=1)
_LOSSES = huber(_WAITING, np.full(5, _CONSTANT), delta=1, reduction="none")
_HOLDS = _last_place("mean_absolute_error")
_LOGIT = np.log(0.9 / 0.1)


def _losses_of_strengths(random: np.random.Generator) -> tuple[Array, ...]:
    strengths = np.array([0.0, 0.001, 0.01, 0.1, 1.0])
    training, validation, test = (random.permutation(range(5, 100))[:5] / 100 for _ in range(3))
    return strengths, np.sort(training), validation, test


def _chosen_by(score: Callable[[Array, Array, Array], Array]) -> Callable[..., object]:
    """Return a function that takes the strength with the lowest score of its three losses."""

    def choose(strengths: Array, training: Array, validation: Array, test: Array) -> object:
        return strengths[np.argmin(score(training, validation, test))]

    return choose


def _log_cosh(r: Array) -> Array:
    size = np.abs(r)
    # Near 0, 2 sinh²(r/2) = cosh(r) − 1 keeps the digits.
    near = np.log1p(2 * np.sinh(np.minimum(size, 1) / 2) ** 2)
    far = size + np.log1p(np.exp(-2 * size)) - np.log(2)
    loss: Array = np.where(size < 1, near, far)
    return loss


EXERCISES = {
    "5.1": Number(
        answer=_CONSTANT,
        decimals=2,
        why=(
            "The four zeros pull with their distance, the 10 with δ = 1 and no more. If it were a "
            "million, the answer would be the same."
        ),
        hints=(
            "Each value pulls with the slope of its loss. The best constant is where the pulls "
            "cancel.",
            "Values nearer than δ pull with their distance, the others with δ.",
            "Write c for the constant: four values pull with c, and one with −1.",
        ),
        wrong={
            2: "That is the mean, which squared error predicts.",
            0: "That is the median, which absolute error predicts.",
            10 / 4: (
                "You let the 10 pull with 10. It is further away than δ, so its pull is cut off."
            ),
            9 / 4: (
                "You let the 10 pull with 10 − δ. Beyond δ the loss is a straight line: what is "
                "its slope?"
            ),
            1 / (4 / 2): (
                "You let the zeros pull with half of their distance. The slope of ½r² is r."
            ),
            1 / (4 * 2): (
                "You let the zeros pull with twice their distance. Huber's loss is ½r² near 0, "
                "with the ½."
            ),
            4.0: (
                "The equation is upside down: four zeros pull with 4c, and that equals the pull "
                "of the 10."
            ),
            10 / 2: (
                "That is the middle between the smallest and the largest value. How many values "
                "pull to either side?"
            ),
            np.mean(_LOSSES): (
                "That is the mean loss of the best constant. The constant itself is asked for."
            ),
            np.sum(_LOSSES): (
                "That is the sum of the losses of the best constant. The constant itself is asked "
                "for."
            ),
            1.0: "There the pull of one zero and of the 10 would cancel. How many zeros are there?",
            1 / 5: (
                "You divided by all five values. The 10 is beyond δ: its pull does not depend on c."
            ),
        },
    ),
    "5.2": Number(
        answer=_HOLDS,
        relative=1e-6,
        why=(
            "The line holds out with slope 1.04, and half a step later its slope is below 0. A "
            "robust loss limits the pull of a residual, but not the lever by which it pulls."
        ),
        hints=(
            "Put y to 0 first, then move x step by step (the arrow keys work) and read the slope "
            "of the absolute line in the sentence.",
            "Something sudden happens between 17 and 20.",
        ),
        wrong={
            _HOLDS + 0.5: (
                "At this place the line has already fallen. The last one at which it has not is "
                "asked for."
            ),
            _last_place("mean_squared_error"): (
                "That is where the squared line falls below slope 1. The absolute line holds out "
                "longer."
            ),
        },
    ),
    "5.3": Number(
        answer=_LOGIT / 2,
        decimals=2,
        why=(
            "It is half the logit: a probability is σ(2f) here. It is also the formula of the say "
            "α, with p = 1 − ε."
        ),
        hints=(
            "The mean loss is p times the loss at margin f, plus 1 − p times the loss at −f.",
            "Set the derivative of p e^(−f) + (1 − p) e^f to zero.",
            "You get an equation for e^(2f). Take the logarithm.",
        ),
        wrong={
            _LOGIT: (
                "That is the logit, the best score for logistic loss. The derivative for "
                "exponential loss gives an equation for e to the power of 2f."
            ),
            _LOGIT / 2 / np.log(2): "Take the natural logarithm.",
            np.log10(0.9 / 0.1) / 2: "Take the natural logarithm, not the decimal.",
            -_LOGIT / 2: (
                "The sign is wrong: most of the samples have y = +1, so the score is positive."
            ),
            0.8: "That is the mean of the targets, the best score for squared error.",
        },
    ),
    "5.4": Function(
        reference=_log_cosh,
        cases=(
            Case("residual 1", [1.0]),
            Case("no residual", [0.0]),
            Case("both signs", [-2.0, 2.0]),
            Case("many", [-0.5, 0.3, 4.0, -7.5]),
            Case("a far outlier", [1000.0], extreme=True),
            Case("a far outlier below", [-1000.0], extreme=True),
        ),
        draw=lambda random: (random.normal(0, 3, 4).round(2),),
        why=(
            "Its slope is tanh(r): the residual itself near 0, and at most 1 far away. Huber's "
            "slope with δ = 1 is the same idea with a seam."
        ),
        hints=(
            "np.cosh(1000) is infinite. Which part of it could be taken out before the logarithm?",
            "cosh r = (e^|r| + e^−|r|)/2. Factor out e^|r|.",
            "What is left is |r| + ln(1 + e^(−2|r|)) − ln 2.",
        ),
        mistakes=(
            Mistake(
                lambda r: np.log(np.cosh(r)),
                "For large residuals cosh overflows. Take e^|r| out before the logarithm.",
            ),
            Mistake(
                lambda r: r + np.log1p(np.exp(-2 * r)) - np.log(2),
                "This overflows for large negative residuals: e^(−2r) is large there. Use |r|.",
            ),
            Mistake(
                lambda r: np.abs(r) + np.log1p(np.exp(-2 * np.abs(r))),
                "A residual of 0 must cost 0. The ½ in cosh is missing: it becomes −ln 2.",
            ),
            Mistake(
                lambda r: np.abs(r) - np.log(2),
                "That is right far away only. Near 0 the loss is about r²/2.",
            ),
            Mistake(
                lambda r: np.abs(r) + np.log1p(np.exp(-np.abs(r))) - np.log(2),
                "After taking out e^|r|, the second term is e^(−|r|) divided by e^|r|.",
            ),
            Mistake(np.tanh, "That is the slope of the loss. The loss itself is asked for."),
            Mistake(
                lambda r: np.where(np.abs(r) <= 1, r**2 / 2, np.abs(r) - 0.5),
                "That is Huber's loss with δ = 1. This one has no seam.",
            ),
        ),
    ),
    "5.5": Function(
        reference=_chosen_by(lambda training, validation, test: validation),
        cases=(
            Case(
                "a valley",
                [0.0, 0.001, 0.01, 0.1],
                [0.01, 0.07, 0.08, 0.2],
                [1.9, 0.14, 0.11, 0.3],
                [2.0, 0.12, 0.15, 0.3],
            ),
            Case(
                "from the other end",
                [1.0, 0.1, 0.01],
                [0.4, 0.1, 0.05],
                [0.5, 0.2, 0.3],
                [0.5, 0.3, 0.2],
            ),
            Case(
                "no penalty is needed",
                [0.0, 0.1, 1.0],
                [0.1, 0.2, 0.3],
                [0.11, 0.2, 0.3],
                [0.12, 0.19, 0.32],
            ),
            Case(
                "a flat start",
                [0.0, 0.01, 0.1],
                [0.09, 0.1, 0.3],
                [0.5, 0.45, 0.2],
                [0.5, 0.4, 0.21],
            ),
        ),
        draw=_losses_of_strengths,
        why=(
            "The training samples fitted the weights, the validation samples chose the strength, "
            "and the test samples have done neither: only they can say how good the choice is."
        ),
        hints=(
            "Which samples is the loss measured on that makes the choice?",
            "The polynomials were fitted to the training samples. Could a penalty ever win there?",
            "The choice and the last word need different samples. Which set is for choosing?",
        ),
        mistakes=(
            Mistake(
                _chosen_by(lambda training, validation, test: training),
                "This is the loss on the samples that the model was fitted to. There, no penalty "
                "wins by construction.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: test),
                "This chooses on the test samples. They are fresh only once: the lowest of many "
                "test losses is partly luck, and nothing is left to judge the choice by.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: training + validation),
                "The training losses have a say in your choice. They speak for no penalty, "
                "whatever it is good for.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: np.maximum(training, validation)),
                "You take the larger of two losses, so the training loss has a say. It speaks for "
                "no penalty, whatever it is good for.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: validation + test),
                "The test losses have a say in your choice. Then they are no longer fresh, and "
                "nothing is left to judge the choice by.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: training + validation + test),
                "All three sets have a say in your choice. Only one of them is there for choosing.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: -validation),
                "This takes the largest loss. Take the smallest.",
            ),
            Mistake(
                lambda strengths, training, validation, test: np.min(validation),
                "This is the smallest loss. The strength that belongs to it is asked for.",
            ),
            Mistake(
                lambda strengths, training, validation, test: np.argmin(validation),
                "This is the place of the best strength in the list. Return the strength itself.",
            ),
            Mistake(
                _chosen_by(lambda training, validation, test: validation - training),
                "This has the smallest gap between two losses, and a useless model can have none. "
                "The validation loss itself counts.",
            ),
        ),
    ),
    "5.6": JOB_CARDS,
    "5.7": LOUD_SAMPLES,
}
