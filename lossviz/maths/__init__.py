"""The mathematics: activations, losses with gradients, training. Knows no plots, no widgets."""

from lossviz.maths.activations import sigmoid, sigmoid_derivative
from lossviz.maths.losses import (
    Loss,
    binary_cross_entropy,
    mean_squared_error,
    quadratic_cost,
    sigmoid_cross_entropy,
)
from lossviz.maths.neuron import Trajectory, steps_by_law, steps_to_reach, train_neuron

__all__ = [
    "Loss",
    "Trajectory",
    "binary_cross_entropy",
    "mean_squared_error",
    "quadratic_cost",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_derivative",
    "steps_by_law",
    "steps_to_reach",
    "train_neuron",
]
