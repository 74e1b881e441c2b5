"""Loss functions with their gradients. Validation and reduction are written once, in `Loss`."""

from __future__ import annotations

import functools
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.activations import sigmoid
from lossviz.maths.validation import as_choice, as_finite_floats, as_probabilities

REDUCTIONS = ("mean", "sum", "none")


class Loss:
    """A loss function: ``loss(target, prediction)`` and ``loss.gradient(target, prediction)``.

    The gradient is the derivative of the returned value with respect to the prediction. With
    ``reduction="none"`` it is the derivative of each element.
    """

    def __init__(self, value: Callable, slope: Callable, takes: Callable) -> None:
        functools.update_wrapper(self, value)
        self._value = value
        self._slope = slope
        self._takes = takes

    def __call__(
        self, target: ArrayLike, prediction: ArrayLike, *, reduction: str = "mean"
    ) -> NDArray[np.floating]:
        target, prediction = self._read(target, prediction, reduction)
        losses = self._value(target, prediction)
        return {"mean": losses.mean, "sum": losses.sum, "none": losses.view}[reduction]()

    def gradient(
        self, target: ArrayLike, prediction: ArrayLike, *, reduction: str = "mean"
    ) -> NDArray[np.floating]:
        """The derivative of the returned value with respect to the prediction."""
        target, prediction = self._read(target, prediction, reduction)
        slopes = self._slope(target, prediction)
        return slopes / slopes.size if reduction == "mean" else slopes

    def _read(
        self, target: ArrayLike, prediction: ArrayLike, reduction: str
    ) -> tuple[NDArray, NDArray]:
        target, prediction = self._takes(target, prediction)
        if target.shape != prediction.shape:
            raise ValueError(
                f"target has shape {target.shape} but prediction has shape {prediction.shape}; "
                "reshape one so that both agree."
            )
        as_choice("reduction", reduction, REDUCTIONS)
        return target, prediction


def _values(target: ArrayLike, prediction: ArrayLike) -> tuple[NDArray, NDArray]:
    return as_finite_floats("target", target), as_finite_floats("prediction", prediction)


def _probabilities(target: ArrayLike, prediction: ArrayLike) -> tuple[NDArray, NDArray]:
    return as_probabilities("target", target), as_probabilities("prediction", prediction)


def _logits(target: ArrayLike, prediction: ArrayLike) -> tuple[NDArray, NDArray]:
    return as_probabilities("target", target), as_finite_floats("prediction", prediction)


def _loss(takes: Callable, slope: Callable) -> Callable[[Callable], Loss]:
    return lambda value: Loss(value, slope, takes)


@_loss(_values, slope=lambda y, a: a - y)
def quadratic_cost(y, a):
    """Half the squared error, (a − y)²/2."""
    return (a - y) ** 2 / 2


@_loss(_values, slope=lambda y, a: 2 * (a - y))
def mean_squared_error(y, a):
    """Squared error, (a − y)²."""
    return (a - y) ** 2


def _binary_slope(y, a):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(y == 1, 0, (1 - y) / (1 - a)) - np.where(y == 0, 0, y / a)


@_loss(_probabilities, slope=_binary_slope)
def binary_cross_entropy(y, a):
    """Cross-entropy of a yes/no target, −y ln a − (1 − y) ln(1 − a), in nats."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return -(np.where(y == 0, 0, y * np.log(a)) + np.where(y == 1, 0, (1 - y) * np.log1p(-a)))


@_loss(_logits, slope=lambda y, z: sigmoid(z) - y)
def sigmoid_cross_entropy(y, z):
    """Binary cross-entropy of σ(z), from the logit: max(z, 0) − yz + ln(1 + e^(−abs z))."""
    return np.maximum(z, 0) - y * z + np.log1p(np.exp(-np.abs(z)))
