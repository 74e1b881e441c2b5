"""What chapter 2 lets you predict."""

import numpy as np

from lossviz.chapters.ch02_mse_vs_cross_entropy.eight_points import CORNER, FEATURES, STEPS, Y
from lossviz.chapters.ch02_mse_vs_cross_entropy.one_wrong_label import train, turned
from lossviz.checking import ChoiceGuess, NumberGuess
from lossviz.maths import (
    binary_cross_entropy,
    quadratic_cost,
    sigmoid_cross_entropy,
    train_sigmoid_model,
)
from lossviz.maths.sigmoid_output import slope_of_logit

_SURE, _CAREFUL = 0.9999, 0.9
_Z = 4.0


def _ratio_of_prices() -> float:
    """How many times as much the surer of two wrong forecasts costs with cross-entropy."""
    sure, careful = (float(binary_cross_entropy(0.0, a)) for a in (_SURE, _CAREFUL))
    return sure / careful


def _pull_left(z: float) -> float:
    """The slope of the quadratic cost over the logit, in per cent of its steepest; target 0."""
    steepest = np.log(2)  # where the output is 2/3
    here, there = slope_of_logit(quadratic_cost, 0.0)(np.array([z, steepest]))
    return float(100 * here / there)


def _who_arrives() -> str:
    """Whose descent gets from the corner to where the one from the middle gets, in 200 steps."""
    path = train_sigmoid_model(
        FEATURES,
        Y,
        [CORNER, CORNER, (0.0, 0.0), (0.0, 0.0)],
        losses=[quadratic_cost, sigmoid_cross_entropy] * 2,
        learning_rates=[1.0] * 4,
        steps=STEPS,
    )
    corner, middle = path[-1, :2], path[-1, 2:]
    squares, entropy = np.abs(corner - middle).max(axis=1) < 0.1
    return {(True, True): "A", (True, False): "B", (False, True): "C", (False, False): "D"}[
        bool(squares), bool(entropy)
    ]


def _who_turns_further() -> str:
    """Which boundary one wrong label, far among the others, turns further."""
    before, after = train(), train((2.4, 2.6))
    squares, entropy = turned(before, after)
    if abs(squares - entropy) < 5:
        return "C"
    return "A" if squares > entropy else "B"


PREDICTIONS = {
    "2.a": ChoiceGuess(
        truth={1: "A", 4: "B", 1000: "C"}[round(_ratio_of_prices())],
        options={
            "A": "hardly more than Anna",
            "B": "four times as much",
            "C": "a thousand times as much",
            "D": "infinitely much",
        },
        spoilers=("9.21", "ratio"),
        why=(
            "Ben left the rain a chance a thousand times smaller than Anna did, but a logarithm "
            "turns times into plus: three more powers of ten on top of one."
        ),
    ),
    "2.b": NumberGuess(
        truth=_pull_left(_Z),
        low=0,
        high=100,
        unit="%",
        spoilers=("flat ground", "shelf", "plateau", "saturat"),
        why=(
            "The sigmoid has almost run out of slope there, and the quadratic cost has to pull "
            "through it."
        ),
    ),
    "2.c": ChoiceGuess(
        truth=_who_arrives(),
        options={
            "A": "both",
            "B": "only the quadratic cost",
            "C": "only cross-entropy",
            "D": "neither",
        },
        spoilers=("3 of 8", "creeps away"),
        why=(
            "The quadratic cost stands on ground so level that it cannot feel the valley, and even "
            "goes the wrong way."
        ),
    ),
    "2.d": ChoiceGuess(
        truth=_who_turns_further(),
        options={
            "A": "that of the quadratic cost",
            "B": "that of cross-entropy",
            "C": "both by about the same angle",
        },
        spoilers=("42°", "shelter", "shrugs"),
        why=(
            "Cross-entropy pulls the harder the more absurd a label looks, up to a limit that it "
            "never leaves. The quadratic cost pulls hardest in the middle, and then lets go."
        ),
    ),
}
