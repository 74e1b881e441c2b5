"""The explorers of chapter 6: networks with a hidden layer, trained with two losses."""

from __future__ import annotations

from lossviz.explorers.core import Choice, Counter, Explorer, Player, Scale, Slider
from lossviz.explorers.progress import progress
from lossviz.figures import digit_runs
from lossviz.figures import seed_race as race
from lossviz.figures import sleeping_unit as sleeper
from lossviz.figures.digits_curves import DigitsCurves
from lossviz.figures.seed_race import SeedRace
from lossviz.figures.sleeping_unit import SleepingUnit
from lossviz.figures.xor_network import STARTS


def seed_race() -> Explorer:
    """Thirty seeds, two losses, every learning rate: who learns the four samples, and when?

    Examples
    --------
    >>> explorer = seed_race()
    >>> explorer.set(rate_squared=8, rate_entropy=2)
    >>> print(explorer.figure.steps["squared error"][:3])
    [54. 58. 60.]
    """
    return Explorer(
        SeedRace(),
        [
            Scale("rate_squared", "η, squared", race.RATES),
            Scale("rate_entropy", "η, entropy", race.RATES),
            Choice("start", "weights", STARTS),
            Choice("goal", "goal", tuple(race.GOALS)),
        ],
        {
            "Equal rates": {"rate_squared": 1.0, "rate_entropy": 1.0, "start": STARTS[0]},
            "Each at its best": {"rate_squared": 8.0, "rate_entropy": 2.0, "start": STARTS[0]},
            "Saturated, each at its best": {
                "rate_squared": 8.0,
                "rate_entropy": 2.0,
                "start": STARTS[2],
            },
        },
    )


def sleeping_unit() -> Explorer:
    """Play the training of a chain of two sigmoid units that may both begin saturated.

    Examples
    --------
    >>> explorer = sleeping_unit()
    >>> explorer.figure.awake_after("squared error"), explorer.figure.awake_after("cross-entropy")
    (216.0, 17.0)
    """
    return Explorer(
        SleepingUnit(),
        [
            Player("step", "step", 0, sleeper.LAST_STEP),
            Slider("hidden", "hidden unit z₀", 0.0, 8.0, 0.5),
            Slider("output", "output unit z₀", 0.0, 8.0, 0.5),
        ],
        {
            "Both awake": {"hidden": 0.0, "output": 0.0, "step": 0},
            "The output asleep": {"hidden": 3.0, "output": 8.0, "step": 0},
            "The hidden unit asleep": {"hidden": 8.0, "output": 0.0, "step": 0},
            "Both asleep": {"hidden": 8.0, "output": 8.0, "step": 0},
        },
    )


def digits_curves() -> Explorer:
    """Learning curves on handwritten digits: test accuracy, log-loss and calibration.

    The first call trains the networks, with a progress bar.

    Examples
    --------
    >>> explorer = digits_curves()  # doctest: +SKIP
    """
    left = digit_runs.epochs_to_train()
    if left:
        for runs in progress(left, "epochs of training"):
            runs.advance()
    figure = DigitsCurves()
    best = {
        epoch: {
            "rate_squared": figure.runs["squared error"].best_rate(epoch, "all right"),
            "rate_entropy": figure.runs["cross-entropy"].best_rate(epoch, "all right"),
            "labels": "all right",
            "epoch": epoch,
        }
        for epoch in (1, digit_runs.EPOCHS)
    }
    noisy = {
        "rate_squared": figure.runs["squared error"].best_rate(digit_runs.EPOCHS, "40 % wrong"),
        "rate_entropy": figure.runs["cross-entropy"].best_rate(digit_runs.EPOCHS, "40 % wrong"),
        "labels": "40 % wrong",
        "epoch": digit_runs.EPOCHS,
    }
    return Explorer(
        figure,
        [
            Scale("rate_squared", "η, squared", digit_runs.RATES),
            Scale("rate_entropy", "η, entropy", digit_runs.RATES),
            Counter("epoch", "epoch", 0, digit_runs.EPOCHS),
            Choice("labels", "training labels", tuple(digit_runs.NOISE)),
        ],
        {
            "The same small rate": {
                "rate_squared": 0.1,
                "rate_entropy": 0.1,
                "labels": "all right",
                "epoch": digit_runs.EPOCHS,
            },
            "Best for 1 epoch": best[1],
            "Best for 15 epochs": best[digit_runs.EPOCHS],
            "40 % of the labels wrong": noisy,
        },
    )
