"""Pictures drawn with Matplotlib. They know the mathematics, and no widgets."""

from lossviz.figures.bernoulli_likelihood import BernoulliLikelihood
from lossviz.figures.binary_entropy import BinaryEntropy
from lossviz.figures.double_softmax import DoubleSoftmax
from lossviz.figures.gaussian_likelihood import GaussianLikelihood
from lossviz.figures.hopeless_price import HopelessPrice
from lossviz.figures.line_fit import LineFit
from lossviz.figures.live_training import LiveTraining
from lossviz.figures.loss_landscape import LossLandscape
from lossviz.figures.neuron_experiment import NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_walk import NeuronWalk
from lossviz.figures.positive_weight import PositiveWeight
from lossviz.figures.sigmoid_forms import SigmoidForms
from lossviz.figures.simplex import Simplex
from lossviz.figures.skyline import Skyline
from lossviz.figures.softmax_descent import SoftmaxDescent
from lossviz.figures.softmax_pipeline import SoftmaxPipeline
from lossviz.figures.steps_map import StepsMap
from lossviz.figures.two_losses import TwoLosses
from lossviz.figures.two_valleys import TwoValleys
from lossviz.figures.wrong_forecast import WrongForecast

__all__ = [
    "BernoulliLikelihood",
    "BinaryEntropy",
    "DoubleSoftmax",
    "GaussianLikelihood",
    "HopelessPrice",
    "LineFit",
    "LiveTraining",
    "LossLandscape",
    "NeuronExperiment",
    "NeuronGradient",
    "NeuronWalk",
    "PositiveWeight",
    "SigmoidForms",
    "Simplex",
    "Skyline",
    "SoftmaxDescent",
    "SoftmaxPipeline",
    "StepsMap",
    "TwoLosses",
    "TwoValleys",
    "WrongForecast",
]
