"""Pictures drawn with Matplotlib. They know the mathematics, and no widgets."""

from lossviz.figures.hopeless_price import HopelessPrice
from lossviz.figures.line_fit import LineFit
from lossviz.figures.neuron_experiment import NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_walk import NeuronWalk
from lossviz.figures.steps_map import StepsMap

__all__ = [
    "HopelessPrice",
    "LineFit",
    "NeuronExperiment",
    "NeuronGradient",
    "NeuronWalk",
    "StepsMap",
]
