"""What chapter 6 lets you predict."""

import numpy as np

from lossviz.checking import ChoiceGuess, NumberGuess
from lossviz.data import load_race
from lossviz.maths import mean_squared_error, network_steps_to_learn, toy_data
from lossviz.maths.training_run import starting_weights

# By task, optimiser, activation, loss, rate and seed; the first half of the seeds is shown, and on
# the other half the best rates are chosen.
_STEPS = load_race()
_SHOWN = _STEPS.shape[-1] // 2
_FOUR_SAMPLES, _SURE_MOONS = 0, 3
_SGD, _ADAM = 0, 2
_SIGMOID = 0
_SQUARED, _ENTROPY = 0, 1
_ADAMS_RATE = 1  # 0.1


def _median_at_its_best(task: int, loss: int) -> float:
    """The typical seed that is shown, at the rate that is best on the others, with SGD."""
    steps = _STEPS[task, _SGD, _SIGMOID, loss]
    best = np.median(steps[:, _SHOWN:], axis=1).argmin()
    return float(np.median(steps[best, :_SHOWN]))


def _first_with_adam() -> str:
    """Which loss the typical seed is done with first, with Adam at 0.1 for both."""
    steps = _STEPS[_SURE_MOONS, _ADAM, _SIGMOID, :, _ADAMS_RATE, :_SHOWN]
    squared, entropy = np.median(steps, axis=-1)
    if squared < 0.8 * entropy:
        return "C"
    return "A" if entropy < 0.8 * squared else "B"


def _squared_error_with_adam() -> float:
    """The step at which the network of the two maps has all samples right."""
    data = toy_data("two moons")
    steps = network_steps_to_learn(
        starting_weights("sure of class 1", seed=3),
        data.points,
        data.target[:, np.newaxis],
        loss=mean_squared_error,
        output="sigmoid",
        optimiser="Adam",
        learning_rate=0.1,
        reduction="mean",
        tolerance=0.5,
    )
    return float(steps)


PREDICTIONS = {
    "6.a": ChoiceGuess(
        truth=_first_with_adam(),
        options={
            "A": "cross-entropy, by far",
            "B": "both about the same",
            "C": "squared error, by far",
        },
        why=(
            "Adam divides each gradient by its own usual size. So a whisper is as good as a shout, "
            "and who shouted first is even held to it for a thousand steps."
        ),
        spoilers=("turns round", "whisper", "divides the plateau", "squared error is first"),
    ),
    "6.b": NumberGuess(
        truth=_median_at_its_best(_FOUR_SAMPLES, _SQUARED),
        low=1,
        high=600,
        unit="steps",
        why=(
            "Its gradient is never large, so it bears a larger rate. From small weights nothing is "
            "saturated, and then the loss with the longer legs is first."
        ),
        spoilers=("longer legs", "squared error wins", "squared error is faster"),
    ),
    "6.c": NumberGuess(
        truth=_squared_error_with_adam(),
        low=0,
        high=300,
        unit="steps",
        why="With plain gradient descent 300 steps did not even begin it.",
    ),
}
