"""What the functions of a network are given, checked: weights, inputs, targets and choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Anything, Floats, Labels
from lossviz.maths.losses.labels import nll, sparse_softmax_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_finite_floats,
    as_floats,
    as_labels,
    as_real_array,
)

Weights = list[Floats]

HIDDEN = ("sigmoid", "tanh", "relu")
OUTPUTS = ("identity", "sigmoid", "softmax")


class Goal(NamedTuple):
    """What a network is trained for, and with which activations."""

    loss: Loss
    output: str
    hidden: str
    reduction: str

    @property
    def takes_labels(self) -> bool:
        """Whether the target of the loss has one label for each row."""
        return self.loss in (sparse_softmax_cross_entropy, nll)


def read_goal(loss: Loss, output: str, hidden: str, reduction: str) -> Goal:
    """Refuse what is no loss, and unknown names."""
    if not isinstance(loss, Loss):
        raise TypeError(f"loss is {loss!r}; give a loss of lossviz, such as mean_squared_error.")
    as_choice("output", output, OUTPUTS)
    as_choice("hidden", hidden, HIDDEN)
    as_choice("reduction", reduction, ("mean", "sum"))
    return Goal(loss, output, hidden, reduction)


def read_weights(weights: Sequence[ArrayLike], inputs: ArrayLike) -> tuple[Weights, Floats]:
    """Return the layers, each fitting the one before it, and the inputs."""
    if not isinstance(weights, (list, tuple)):
        raise TypeError(f"weights is {weights!r:.60}; give a list with one array for each layer.")
    inputs = as_finite_floats("inputs", inputs)
    layers = [as_finite_floats(f"weights[{i}]", layer) for i, layer in enumerate(weights)]
    if not layers:
        raise ValueError("weights is empty; give one array for each layer.")
    if inputs.ndim < 2:
        raise ValueError(f"inputs has shape {inputs.shape}; give one row for each sample.")
    units = inputs.shape[-1]
    for i, layer in enumerate(layers):
        if layer.ndim < 2 or layer.shape[-2] not in (units, units + 1):
            raise ValueError(
                f"weights[{i}] has shape {layer.shape} and {units} numbers arrive there; give "
                f"(..., {units}, outputs), or one row more for biases."
            )
        units = layer.shape[-1]
    common_lead(inputs=inputs.shape[:-2], **_leads(layers))
    return layers, inputs


def refuse_stack(name: str, array: Floats) -> None:
    """Refuse several tables where all networks share one."""
    if array.ndim > 2:
        raise ValueError(f"{name} has shape {array.shape}; give one row for each sample.")


def read_batches(order: ArrayLike, batch_size: int, samples: int) -> list[Labels]:
    """Return the numbers of the samples of each step; the last step takes what is left."""
    numbers = as_labels("order", order, samples).ravel()
    if as_count("batch_size", batch_size) < 1:
        raise ValueError(f"batch_size is {batch_size}; give 1 or more.")
    return [numbers[first : first + batch_size] for first in range(0, len(numbers), batch_size)]


def read_target(target: ArrayLike, layers: Weights, inputs: Floats, goal: Goal) -> Anything:
    """The target with its sample axis, and one entry for each answer or one label for each row."""
    array: Anything
    if goal.takes_labels:
        array = as_real_array("target", target)
    else:
        array = as_floats("target", target, integers=layers[-1].dtype)
    answers = (inputs.shape[-2], layers[-1].shape[-1])
    own = answers[:-1] if goal.takes_labels else answers
    try:
        if array.shape[-len(own) :] != own:
            array = np.broadcast_to(array, np.broadcast_shapes(array.shape, own))
        if array.shape[-len(own) :] != own:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"target has shape {array.shape} but the network's answers {answers}; "
            f"give {'one label for each row' if own != answers else 'one target for each answer'}."
        ) from None
    common_lead(
        weights=layers[0].shape[:-2], inputs=inputs.shape[:-2], target=array.shape[: -len(own)]
    )
    return array


def _leads(layers: Weights) -> dict[str, tuple[int, ...]]:
    """The leading axes of each layer, by the name of its argument."""
    return {f"weights[{i}]": layer.shape[:-2] for i, layer in enumerate(layers)}


def in_one_row(layers: Weights, rates: Floats) -> tuple[Weights, Floats, tuple[int, ...]]:
    """The networks of all leading axes one after another, and the shape of these axes."""
    lead = common_lead(learning_rate=rates.shape, **_leads(layers))
    row: Weights = [
        np.broadcast_to(layer, (*lead, *layer.shape[-2:])).reshape(-1, *layer.shape[-2:])
        for layer in layers
    ]
    return row, np.broadcast_to(rates, lead).ravel(), lead


def common_lead(**shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the leading axes that some arguments have in common."""
    first, *others = shapes.values()
    if all(shape in (first, ()) for shape in others):
        return first
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"the leading shapes do not fit together: {listed}.") from None
