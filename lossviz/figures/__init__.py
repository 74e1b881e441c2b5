"""Pictures drawn with Matplotlib. They know the mathematics, and no widgets."""

from lossviz.figures.bernoulli_likelihood import BernoulliLikelihood
from lossviz.figures.gaussian_likelihood import GaussianLikelihood
from lossviz.figures.line_fit import LineFit
from lossviz.figures.loss_landscape import LossLandscape
from lossviz.figures.neuron_experiment import NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_walk import NeuronWalk
from lossviz.figures.steps_map import StepsMap
from lossviz.figures.two_losses import TwoLosses
from lossviz.figures.two_valleys import TwoValleys

__all__ = [
    "BernoulliLikelihood",
    "GaussianLikelihood",
    "LineFit",
    "LossLandscape",
    "NeuronExperiment",
    "NeuronGradient",
    "NeuronWalk",
    "StepsMap",
    "TwoLosses",
    "TwoValleys",
]
