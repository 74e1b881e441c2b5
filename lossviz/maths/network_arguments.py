"""What the functions of a network are given, checked: weights, inputs, targets and choices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Anything, Floats
from lossviz.maths.losses import Loss, nll, sparse_softmax_cross_entropy
from lossviz.maths.validation import as_choice, as_finite_floats, as_floats, as_real_array

Weights = list[Floats]

HIDDEN = ("sigmoid", "tanh", "relu")
OUTPUTS = ("identity", "sigmoid", "softmax")


def takes_labels(loss: Loss) -> bool:
    """Whether the target of a loss has one label for each row."""
    return loss in (sparse_softmax_cross_entropy, nll)


def refuse_unknown(loss: Loss, output: str, hidden: str, reduction: str) -> None:
    """Refuse what is no loss, and unknown names."""
    if not isinstance(loss, Loss):
        raise TypeError(f"loss is {loss!r}; give a loss of lossviz, such as mean_squared_error.")
    as_choice("output", output, OUTPUTS)
    as_choice("hidden", hidden, HIDDEN)
    as_choice("reduction", reduction, ("mean", "sum"))


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
    common_lead(inputs=inputs.shape[:-2], **leads_of(layers))
    return layers, inputs


def read_weights_of_one_table(
    weights: Sequence[ArrayLike], inputs: ArrayLike
) -> tuple[Weights, Floats]:
    """The same for inputs that all networks share."""
    layers, inputs = read_weights(weights, inputs)
    if inputs.ndim > 2:
        raise ValueError(f"inputs has shape {inputs.shape}; give one row for each sample.")
    return layers, inputs


def read_target(target: ArrayLike, layers: Weights, inputs: Floats, loss: Loss) -> Anything:
    """The target with its sample axis, and one entry for each answer or one label for each row."""
    array: Anything
    if takes_labels(loss):
        array = as_real_array("target", target)
    else:
        array = as_floats("target", target, integers=layers[-1].dtype)
    answers = (inputs.shape[-2], layers[-1].shape[-1])
    own = answers[:-1] if takes_labels(loss) else answers
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


def leads_of(layers: Weights) -> dict[str, tuple[int, ...]]:
    """The leading axes of each layer, by the name of its argument."""
    return {f"weights[{i}]": layer.shape[:-2] for i, layer in enumerate(layers)}


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
