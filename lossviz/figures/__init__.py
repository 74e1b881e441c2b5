"""Pictures drawn with Matplotlib. They know the mathematics, and no widgets."""

from lossviz.figures.binary_entropy import BinaryEntropy
from lossviz.figures.line_fit import LineFit
from lossviz.figures.neuron_experiment import NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_walk import NeuronWalk
from lossviz.figures.simplex import Simplex
from lossviz.figures.skyline import Skyline
from lossviz.figures.steps_map import StepsMap
from lossviz.figures.wrong_forecast import WrongForecast

__all__ = [
    "BinaryEntropy",
    "LineFit",
    "NeuronExperiment",
    "NeuronGradient",
    "NeuronWalk",
    "Simplex",
    "Skyline",
    "StepsMap",
    "WrongForecast",
]
