"""Pictures drawn with Matplotlib. They know the mathematics, and no widgets."""

from lossviz.figures.bernoulli_likelihood import BernoulliLikelihood
from lossviz.figures.binary_entropy import BinaryEntropy
from lossviz.figures.boosting_rounds import BoostingRounds
from lossviz.figures.digits_curves import DigitsCurves
from lossviz.figures.gaussian_likelihood import GaussianLikelihood
from lossviz.figures.line_fit import LineFit
from lossviz.figures.live_training import LiveTraining
from lossviz.figures.loss_landscape import LossLandscape
from lossviz.figures.margin_losses import MarginLosses
from lossviz.figures.neuron_experiment import NeuronExperiment
from lossviz.figures.neuron_gradient import NeuronGradient
from lossviz.figures.neuron_walk import NeuronWalk
from lossviz.figures.outlier_line import OutlierLine
from lossviz.figures.polynomial_risk import PolynomialRisk
from lossviz.figures.residual_losses import ResidualLosses
from lossviz.figures.seed_race import SeedRace
from lossviz.figures.simplex import Simplex
from lossviz.figures.skyline import Skyline
from lossviz.figures.sleeping_unit import SleepingUnit
from lossviz.figures.steps_map import StepsMap
from lossviz.figures.two_losses import TwoLosses
from lossviz.figures.two_valleys import TwoValleys
from lossviz.figures.wrong_forecast import WrongForecast

__all__ = [
    "BernoulliLikelihood",
    "BinaryEntropy",
    "BoostingRounds",
    "DigitsCurves",
    "GaussianLikelihood",
    "LineFit",
    "LiveTraining",
    "LossLandscape",
    "MarginLosses",
    "NeuronExperiment",
    "NeuronGradient",
    "NeuronWalk",
    "OutlierLine",
    "PolynomialRisk",
    "ResidualLosses",
    "SeedRace",
    "Simplex",
    "Skyline",
    "SleepingUnit",
    "StepsMap",
    "TwoLosses",
    "TwoValleys",
    "WrongForecast",
]
