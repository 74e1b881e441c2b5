"""The explorers of chapter 3: one sigmoid neuron, two losses."""

from __future__ import annotations

from lossviz.explorers.core import Choice, Counter, Explorer, Player, Scale, Slider
from lossviz.figures.neuron_experiment import MAX_STEPS, NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_looks import SHOWN
from lossviz.figures.neuron_walk import LAST_STEP, NeuronWalk
from lossviz.figures.steps_map import RATES, StepsMap

LEARNING_RATES = (
    *(0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7),
    *(1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0),
)


def neuron_experiment() -> Explorer:
    """Start, learning rate, steps and loss: the 0.82-against-0.98 experiment.

    Examples
    --------
    >>> explorer = neuron_experiment()
    >>> explorer.press("Experiment 2: starts at 0.98")
    >>> print(round(explorer.figure.runs["quadratic cost"].output[-1], 4))
    0.2028
    """
    experiment = {"learning_rate": 0.15, "steps": 300, "losses": "quadratic cost"}
    nielsen = {"learning_rate": 0.005, "steps": 300, "losses": "cross-entropy"}
    return Explorer(
        NeuronExperiment(),
        [
            Slider("w", "weight w", -2.0, 4.0, 0.1),
            Slider("b", "bias b", -2.0, 4.0, 0.1),
            Scale("learning_rate", "learning rate η", LEARNING_RATES),
            Counter("steps", "steps", 0, MAX_STEPS),
            Choice("losses", "loss", tuple(SHOWN)),
        ],
        {
            "Experiment 1: starts at 0.82": {"w": 0.6, "b": 0.9, **experiment},
            "Experiment 2: starts at 0.98": {"w": 2.0, "b": 2.0, **experiment},
            "Nielsen's cross-entropy rate, from 0.82": {"w": 0.6, "b": 0.9, **nielsen},
            "Nielsen's cross-entropy rate, from 0.98": {"w": 2.0, "b": 2.0, **nielsen},
        },
    )


def neuron_walk() -> Explorer:
    """Scrub or play the descent of the neuron, with both losses side by side.

    Examples
    --------
    >>> explorer = neuron_walk()
    >>> explorer.set(step=150)
    >>> print(explorer.figure.runs["quadratic cost"].output[150].round(4))
    0.9334
    """
    return Explorer(
        NeuronWalk(),
        [
            Player("step", "step", 0, LAST_STEP),
            Slider("z", "start z₀", -2.0, 8.0, 0.1),
            Scale("learning_rate", "learning rate η", LEARNING_RATES),
        ],
        {
            "Start at 0.82": {"z": 1.5, "step": 0},
            "Start at 0.98": {"z": 4.0, "step": 0},
            "Start at 0.9991": {"z": 7.0, "step": 0},
        },
    )


def neuron_gradient() -> Explorer:
    """Both gradients over the output of the neuron, and their ratio.

    Examples
    --------
    >>> explorer = neuron_gradient()
    >>> explorer.set(output=0.5)
    >>> explorer.figure.ratio
    4.0
    """
    return Explorer(
        NeuronGradient(),
        [Slider("output", "output a", 0.01, 0.99, 0.01)],
        {
            "Experiment 1: a = 0.82": {"output": 0.82},
            "Experiment 2: a = 0.98": {"output": 0.98},
            "The peak: a = 0.67": {"output": 0.67},
        },
    )


def steps_map() -> Explorer:
    """Steps to learn, over start and learning rate, counted and by the law.

    Examples
    --------
    >>> explorer = steps_map()
    >>> explorer.set(z=1.5)
    >>> print(explorer.sentence)
    From z = 1.50 with learning rate 0.15, to an output below 0.1: quadratic cost needs 273 steps \
(the law says 274.2) and cross-entropy needs 41 steps (the law says 41.6).
    """
    return Explorer(
        StepsMap(),
        [
            Slider("z", "start z₀", -2.0, 8.0, 0.05),
            Scale("learning_rate", "learning rate η", tuple(RATES.tolist())),
        ],
        {
            "Experiment 1": {"z": 1.5, "learning_rate": 0.15},
            "Experiment 2": {"z": 4.0, "learning_rate": 0.15},
            "Deep in the plateau": {"z": 7.0, "learning_rate": 0.15},
        },
    )
