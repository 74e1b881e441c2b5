"""The mathematics: activations, losses with gradients, training. Knows no plots, no widgets."""

from lossviz.maths import losses
from lossviz.maths.activations import (
    log_sigmoid,
    log_softmax,
    logsumexp,
    sigmoid,
    sigmoid_derivative,
    softmax,
)
from lossviz.maths.boosting import Boosting, boost_stumps
from lossviz.maths.calibration import calibration_error
from lossviz.maths.coding import code_length, huffman_code
from lossviz.maths.descent import train_sigmoid_model
from lossviz.maths.information import cross_entropy, entropy, kl_divergence, self_information
from lossviz.maths.logistic_fit import LogisticFit, fit_logistic
from lossviz.maths.losses import *  # noqa: F403
from lossviz.maths.network import (
    network_epoch,
    network_forward,
    network_gradient,
    network_step,
    network_steps_to_learn,
)
from lossviz.maths.neuron import Trajectory, steps_by_law, steps_to_reach, train_neuron
from lossviz.maths.polynomial_fit import fit_polynomial
from lossviz.maths.robust_fit import Line, fit_constant, fit_line
from lossviz.maths.toy_data import ToyData, toy_data

__all__ = [
    "Boosting",
    "Line",
    "LogisticFit",
    "ToyData",
    "Trajectory",
    "boost_stumps",
    "calibration_error",
    "code_length",
    "cross_entropy",
    "entropy",
    "fit_constant",
    "fit_line",
    "fit_logistic",
    "fit_polynomial",
    "huffman_code",
    "kl_divergence",
    "log_sigmoid",
    "log_softmax",
    "logsumexp",
    "network_epoch",
    "network_forward",
    "network_gradient",
    "network_step",
    "network_steps_to_learn",
    "self_information",
    "sigmoid",
    "sigmoid_derivative",
    "softmax",
    "steps_by_law",
    "steps_to_reach",
    "toy_data",
    "train_neuron",
    "train_sigmoid_model",
]
__all__ += losses.__all__
