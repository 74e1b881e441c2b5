"""The exercise and the bet of the start page, which show how exercises and predictions answer."""

import numpy as np

from lossviz.checking import ChoiceGuess, Number
from lossviz.maths import mean_absolute_error, mean_squared_error, steps_to_reach

_TARGET = np.array([1.0, 2.0, 3.0])
_PREDICTION = np.array([1.0, 3.0, 6.0])

_FIRST, _SECOND = steps_to_reach(0.5, [1.5, 4.0], loss="quadratic_cost", learning_rate=0.15)

PREDICTIONS = {
    "0.a": ChoiceGuess(
        truth="A" if _FIRST < _SECOND else "B",
        options={"A": "the one that is a little wrong", "B": "the one that is very wrong"},
        why="And by far: the other one hardly hears that it is wrong. Chapter 3 finds out why.",
        spoilers=("slower", "faster", "stuck", "plateau", "hardly"),
    ),
}

EXERCISES = {
    "0.1": Number(
        answer=mean_squared_error(_TARGET, _PREDICTION),
        decimals=2,
        why="The largest gap brings nine tenths of it: squaring makes large gaps count most.",
        hints=(
            "Take the three gaps, prediction minus target.",
            "Square each gap, then take the mean of the three squares.",
        ),
        wrong={
            mean_squared_error(_TARGET, _PREDICTION, reduction="sum"): (
                "This is the sum of the squares. The mean is asked for: how many points are there?"
            ),
            mean_absolute_error(_TARGET, _PREDICTION): (
                "This is the mean of the gaps themselves. Square each gap first."
            ),
            np.mean(_PREDICTION - _TARGET) ** 2: (
                "This is the square of the mean gap. First square, then take the mean."
            ),
            np.sqrt(mean_squared_error(_TARGET, _PREDICTION)): (
                "This is the root of it, which is called RMSE. Leave the root out."
            ),
        },
    ),
}
