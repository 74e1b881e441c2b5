"""The mathematics: activations, losses with gradients, training. Knows no plots, no widgets."""

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
from lossviz.maths.losses.binary import binary_cross_entropy, sigmoid_cross_entropy
from lossviz.maths.losses.categorical import (
    categorical_cross_entropy,
    softmax_cross_entropy,
)
from lossviz.maths.losses.labels import nll, sparse_softmax_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.margin import (
    exponential,
    focal,
    hinge,
    logistic,
    perceptron,
    squared_hinge,
    zero_one,
)
from lossviz.maths.losses.masks import soft_dice, soft_iou
from lossviz.maths.losses.pairs import dpo, pairwise_logistic, triplet
from lossviz.maths.losses.penalty import l1, l2
from lossviz.maths.losses.regression import (
    huber,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    poisson,
    quadratic_cost,
)
from lossviz.maths.losses.tempered import distillation, info_nce
from lossviz.maths.network import network_forward, network_gradient, network_step
from lossviz.maths.network_training import network_epoch, network_steps_to_learn
from lossviz.maths.neuron import Trajectory, steps_by_law, steps_to_reach, train_neuron
from lossviz.maths.polynomial_fit import fit_polynomial
from lossviz.maths.robust_fit import Line, fit_constant, fit_line
from lossviz.maths.toy_data import ToyData, toy_data

__all__ = [
    "Boosting",
    "Line",
    "LogisticFit",
    "Loss",
    "ToyData",
    "Trajectory",
    "binary_cross_entropy",
    "boost_stumps",
    "calibration_error",
    "categorical_cross_entropy",
    "code_length",
    "cross_entropy",
    "distillation",
    "dpo",
    "entropy",
    "exponential",
    "fit_constant",
    "fit_line",
    "fit_logistic",
    "fit_polynomial",
    "focal",
    "hinge",
    "huber",
    "huffman_code",
    "info_nce",
    "kl_divergence",
    "l1",
    "l2",
    "log_sigmoid",
    "log_softmax",
    "logistic",
    "logsumexp",
    "mean_absolute_error",
    "mean_squared_error",
    "network_epoch",
    "network_forward",
    "network_gradient",
    "network_step",
    "network_steps_to_learn",
    "nll",
    "pairwise_logistic",
    "perceptron",
    "pinball",
    "poisson",
    "quadratic_cost",
    "self_information",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_derivative",
    "soft_dice",
    "soft_iou",
    "softmax",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
    "squared_hinge",
    "steps_by_law",
    "steps_to_reach",
    "toy_data",
    "train_neuron",
    "train_sigmoid_model",
    "triplet",
    "zero_one",
]
