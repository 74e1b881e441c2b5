"""Loss functions with their gradients.

A loss is called ``loss(target, prediction, reduction="mean" | "sum" | "none")``. Its gradient,
``loss.gradient(...)``, takes the same arguments and is the derivative of the returned value with
respect to the prediction; ``loss.value_and_gradient(...)`` gives both at once.
"""

from lossviz.maths.losses._base import Loss
from lossviz.maths.losses.binary import binary_cross_entropy, sigmoid_cross_entropy
from lossviz.maths.losses.categorical import (
    categorical_cross_entropy,
    nll,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)
from lossviz.maths.losses.margin import (
    exponential,
    hinge,
    logistic,
    perceptron,
    squared_hinge,
    zero_one,
)
from lossviz.maths.losses.penalty import l1, l2
from lossviz.maths.losses.regression import (
    huber,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    quadratic_cost,
)

__all__ = [
    "Loss",
    "binary_cross_entropy",
    "categorical_cross_entropy",
    "exponential",
    "hinge",
    "huber",
    "l1",
    "l2",
    "logistic",
    "mean_absolute_error",
    "mean_squared_error",
    "nll",
    "perceptron",
    "pinball",
    "quadratic_cost",
    "sigmoid_cross_entropy",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
    "squared_hinge",
    "zero_one",
]
