"""What chapter 5 asks before it answers."""

import numpy as np

from lossviz.chapters.ch05_loss_zoo.eleven_points import LABELS, LAST_ROUND, POINTS, STRANGERS
from lossviz.chapters.ch05_loss_zoo.five_mornings import FOUR, FURTHEST
from lossviz.chapters.ch05_loss_zoo.outlier_points import FAR_OUT, TRUE, X, Y
from lossviz.chapters.ch05_loss_zoo.sine_samples import (
    HIGHEST_DEGREE,
    TRAINING_SET,
    VALIDATION_SET,
)
from lossviz.checking import ChoiceGuess, NumberGuess
from lossviz.maths import boost_stumps, exponential, fit_constant, fit_line, fit_polynomial, hinge


def _far_out() -> str:
    """The letter of how the absolute line ends when the point goes far out in x."""
    x, y = np.append(X, FAR_OUT[0]), np.append(Y, FAR_OUT[1])
    squared, absolute = (
        abs(fit_line(x, y, loss=loss).slope - TRUE.slope)
        for loss in ("mean_squared_error", "mean_absolute_error")
    )
    return "A" if absolute < 0.2 else "B" if absolute < squared else "C"


def _share_of_a_wrong_label() -> float:
    """The share of all weight that the point with the wrong label has in the end, in per cent."""
    run = boost_stumps(np.vstack([POINTS, STRANGERS]), LABELS, rounds=LAST_ROUND)
    return 100 * float(run.weights[-1, -1])


def _fresh_by_training() -> float:
    """How many times its training loss the wildest polynomial costs on fresh samples."""
    weights = fit_polynomial(*TRAINING_SET, degree=HIGHEST_DEGREE)
    training, fresh = (
        np.mean((np.polynomial.polynomial.polyval(x, weights) - y) ** 2)
        for x, y in (TRAINING_SET, VALIDATION_SET)
    )
    return float(fresh / training)


PREDICTIONS = {
    "5.a": NumberGuess(
        truth=fit_constant([*FOUR, FURTHEST], loss="mean_squared_error"),
        low=0,
        high=FURTHEST,
        unit="minutes",
        why=(
            "It is the mean. The one far value pulls with 78, as hard as the other four together, "
            "and the result is near nobody."
        ),
        spoilers=("the mean of",),
    ),
    "5.b": ChoiceGuess(
        truth=_far_out(),
        options={
            "A": "it stays where the eight points want it",
            "B": "it gives way, but stays better than the squared one",
            "C": "it ends no better than the squared one",
        },
        why=(
            "A limited pull is still multiplied by x, as by a lever, and nothing limits x. Drag "
            "the star and see it give way."
        ),
        spoilers=("lever", "leverage", "no better than least squares"),
    ),
    "5.c": NumberGuess(
        truth=exponential.gradient(1.0, -10.0) / hinge.gradient(1.0, -10.0),
        low=1,
        high=10_000_000,
        unit="times",
        why="The slope of the exponential loss is as large as the loss itself: e to the power 10.",
        spoilers=("22026", "e^{10}"),
    ),
    "5.d": NumberGuess(
        truth=round(_share_of_a_wrong_label()),
        low=0,
        high=100,
        unit="%",
        why="A weight is a pull, and this one grows by the factor e^α with every round it loses.",
        spoilers=("a third of all weight", "0.34"),
    ),
    "5.e": NumberGuess(
        truth=np.round(_fresh_by_training()),
        low=0,
        high=10_000_000,
        unit="times",
        why="It has learned the noise of its fifteen samples by heart, and the next noise differs.",
    ),
}
