"""Forwards through a network, and backwards: arrays that were checked before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.activations import softmax
from lossviz.maths.arrays import Anything, Floats
from lossviz.maths.logits import quick_sigmoid
from lossviz.maths.network_arguments import Goal, Weights, common_lead

T = TypeVar("T")


def _relu(z: Floats) -> Floats:
    return np.maximum(z, 0)


# Each activation, and its slope in terms of its own output.
ACTIVATIONS: dict[str, tuple[Callable[[Floats], Floats], Callable[[Floats], Floats]]] = {
    "sigmoid": (quick_sigmoid, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (_relu, lambda a: (a > 0).astype(a.dtype)),
}


# --- forwards ------------------------------------------------------------------------------


def forward(layers: Weights, inputs: Floats, hidden: str) -> Weights:
    """The inputs, the outputs of every hidden layer, and at last the logits."""
    activate, _ = ACTIVATIONS[hidden]
    passed = [inputs]
    with np.errstate(all="ignore"):  # checked below
        for number, layer in enumerate(layers):
            arriving = passed[-1]
            units = arriving.shape[-1]
            sums = product(arriving, layer[..., :units, :])
            if layer.shape[-2] > units:
                sums += layer[..., units:, :]
            passed.append(activate(sums) if number < len(layers) - 1 else sums)
    if not np.isfinite(passed[-1]).all():
        raise ValueError("weights and inputs are so large that the logits overflow; scale them.")
    return passed


# Multiplications above which BLAS starts threads. For products as small as ours, and on a machine
# that has other work, waiting for them costs several times what they save.
ONE_THREAD = 200_000


def product(arriving: Floats, layer: Floats) -> Floats:
    """The matrix product, in blocks of rows that one thread multiplies."""
    rows = arriving.shape[-2]
    blocks = -(-rows * layer.shape[-2] * layer.shape[-1] // ONE_THREAD)
    if blocks == 1:
        return arriving @ layer
    parts = np.array_split(arriving, min(blocks, rows), axis=-2)
    return np.concatenate([part @ layer for part in parts], axis=-2)


# --- backwards -----------------------------------------------------------------------------


def cost_and_gradients(
    layers: Weights, passed: Weights, target: Anything, goal: Goal
) -> tuple[Floats, Weights]:
    """The cost of what `forward` has passed, and its gradient for every weight."""
    target, prediction = _ends(passed[-1], target, goal)
    value, slope = _asked(goal.loss.value_and_gradient, target, prediction, goal)
    cost: Floats = value.sum(axis=-1 if value.ndim < prediction.ndim else (-2, -1))
    return cost / _samples(prediction, goal), _gradients(layers, passed, slope, prediction, goal)


def gradients_alone(layers: Weights, passed: Weights, target: Anything, goal: Goal) -> Weights:
    """The gradients without the cost: half of the work, in a loop that only wants to descend."""
    target, prediction = _ends(passed[-1], target, goal)
    slope = _asked(goal.loss.gradient, target, prediction, goal)
    return _gradients(layers, passed, slope, prediction, goal)


def _ends(logits: Floats, target: Anything, goal: Goal) -> tuple[Anything, Floats]:
    """The target and what the loss compares with it, in shapes that fit."""
    prediction = logits
    if goal.output != "identity":
        prediction = quick_sigmoid(logits) if goal.output == "sigmoid" else softmax(logits)
    own = 1 if goal.takes_labels else 2
    lead = common_lead(answers=prediction.shape[:-2], target=target.shape[:-own])
    return (
        _broadcast(target, lead + target.shape[-own:]),
        _broadcast(prediction, lead + prediction.shape[-2:]),
    )


def _broadcast(array: Anything, shape: tuple[int, ...]) -> Anything:
    """``numpy.broadcast_to``, which takes its time also where there is nothing to do."""
    return array if array.shape == shape else np.broadcast_to(array, shape)


def _asked(method: Callable[..., T], target: Anything, prediction: Floats, goal: Goal) -> T:
    """What a loss says of each sample; what it refuses is told with the output that it saw."""
    try:
        return method(target, prediction, reduction="none")
    except (TypeError, ValueError):
        try:  # in words that do not name the method: who trains a network has not called it
            goal.loss(target, prediction, reduction="none")
        except (TypeError, ValueError) as error:
            raise type(error)(f"{_named(goal)}: {error}") from None
        raise


def _named(goal: Goal) -> str:
    return f"loss {goal.loss.__name__} with output={goal.output!r}"


def _samples(prediction: Floats, goal: Goal) -> int:
    """What divides the sum over the samples."""
    return 1 if goal.reduction == "sum" else prediction.shape[-2]


def _gradients(
    layers: Weights, passed: Weights, slope: Floats, prediction: Floats, goal: Goal
) -> Weights:
    """From the slope of the loss for the prediction back to every weight."""
    with np.errstate(all="ignore"):  # checked below
        delta = slope
        if goal.output == "sigmoid":
            delta = slope * prediction * (1 - prediction)
        elif goal.output == "softmax":
            delta = prediction * (slope - (prediction * slope).sum(axis=-1, keepdims=True))
        if not np.isfinite(delta).all():
            raise ValueError(
                f"{_named(goal)}: the slope at a saturated output is no finite number; take a loss "
                "of logits and output='identity'."
            )
        delta = delta / _samples(prediction, goal)
        gradients = _propagated(layers, passed[:-1], delta, goal.hidden)
    if not all(np.isfinite(gradient).all() for gradient in gradients):
        raise ValueError("weights and inputs are so large that the gradient overflows; scale them.")
    return gradients


def _propagated(layers: Weights, activations: Weights, delta: Floats, hidden: str) -> Weights:
    """Backpropagation: the gradient of each layer is aᵀδ, and δ goes on to the one before it."""
    _, slope_of = ACTIVATIONS[hidden]
    gradients: Weights = []
    for layer, arriving in zip(layers[::-1], activations[::-1], strict=True):
        gradient = np.swapaxes(arriving, -1, -2) @ delta
        units = arriving.shape[-1]
        if layer.shape[-2] > units:
            gradient = np.concatenate([gradient, delta.sum(axis=-2, keepdims=True)], axis=-2)
        gradients.append(gradient)
        if len(gradients) < len(layers):
            delta = delta @ np.swapaxes(layer[..., :units, :], -1, -2) * slope_of(arriving)
    return gradients[::-1]


def moved(layers: Sequence[ArrayLike], rate: Floats, gradients: Weights) -> Weights:
    """The weights after a step against their gradients."""
    common_lead(weights=gradients[0].shape[:-2], learning_rate=rate.shape)
    pace = rate[..., np.newaxis, np.newaxis]
    with np.errstate(all="ignore"):  # checked below
        after: Weights = [
            np.asarray(layer) - pace * gradient
            for layer, gradient in zip(layers, gradients, strict=True)
        ]
    if not all(np.isfinite(layer).all() for layer in after):
        raise ValueError(
            f"learning_rate {rate.max():g} is too large: the weights overflow; give a smaller one."
        )
    return after
