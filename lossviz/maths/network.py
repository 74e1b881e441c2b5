"""A small network of fully connected layers, trained by gradient descent on any loss.

The weights are a list with one array for each layer, of shape (..., inputs, outputs). An array
with one row more than the layer has inputs holds the biases in its last row: a bias is the weight
of an input that is always 1. Leading axes are networks of their own, for example one for each
random start or learning rate, and all of them are trained at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.activations import softmax
from lossviz.maths.losses import Loss, nll, sparse_softmax_cross_entropy
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_finite_floats,
    as_floats,
    as_labels,
    as_positive_floats,
    as_probabilities,
    as_real_array,
)

Weights = list[NDArray[np.floating]]


def _sigmoid(z: NDArray[np.floating]) -> NDArray[np.floating]:
    """The sigmoid of sums that are known to be finite, three times as fast as the public one."""
    with np.errstate(over="ignore"):  # 1/(1 + inf) is the right answer
        a = np.exp(-z)
        a += 1
        return np.reciprocal(a, out=a)


# Each activation, and its slope in terms of its own output.
_HIDDEN: dict[str, tuple[Callable[[NDArray], NDArray], Callable[[NDArray], NDArray]]] = {
    "sigmoid": (_sigmoid, lambda a: a * (1 - a)),
    "tanh": (np.tanh, lambda a: 1 - a * a),
    "relu": (lambda z: np.maximum(z, 0), lambda a: (a > 0).astype(a.dtype)),
}
_OUTPUTS = ("identity", "sigmoid", "softmax")
_TAKES_LABELS = (sparse_softmax_cross_entropy, nll)


def network_forward(
    weights: Sequence[ArrayLike], inputs: ArrayLike, *, hidden: str = "sigmoid"
) -> list[NDArray[np.floating]]:
    r"""Send samples through the network, layer by layer.

    .. math:: a_0 = x, \qquad a_l = \sigma(a_{l-1} W_l), \qquad z = a_{L-1} W_L

    Parameters
    ----------
    weights : list of arrays of shape (..., inputs of the layer, outputs of the layer)
        With one row more, the last row holds the biases.
    inputs : array of shape (..., N, D)
        One row for each sample.
    hidden : str
        "sigmoid", "tanh" or "relu": what each layer but the last does with its sums.

    Returns
    -------
    list of arrays of shape (..., N, outputs of the layer)
        The inputs, the outputs of every hidden layer, and at last the logits.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, a layer does not fit the one before it, or
        ``hidden`` is unknown.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 2,
    http://neuralnetworksanddeeplearning.com/chap2.html

    Examples
    --------
    >>> first, second = [[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]
    >>> *_, logits = network_forward([first, second], [[0.0, 1.0], [1.0, 1.0]])
    >>> print(logits.round(4).ravel())
    [4.0792 3.6553]
    """
    layers, inputs = _read(weights, inputs)
    return _forward(layers, inputs, as_choice("hidden", hidden, _HIDDEN))


def network_gradient(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    output: str = "identity",
    hidden: str = "sigmoid",
    reduction: str = "mean",
) -> tuple[NDArray[np.floating], Weights]:
    r"""The cost of a network and, by backpropagation, its gradient for every weight.

    With δ, the derivative of the cost for the sums of a layer,

    .. math:: \frac{\partial C}{\partial W_l} = a_{l-1}^\top \delta_l, \qquad
              \delta_{l-1} = (\delta_l W_l^\top) \odot \sigma'(z_{l-1})

    Parameters
    ----------
    weights, inputs, hidden : as in `network_forward`
    target : array of shape (..., N, K), or (..., N) for integer labels
        What is true, as ``loss`` takes it.
    loss : loss
        Any loss of `lossviz`, on the logits or on what ``output`` makes of them.
    output : str
        "identity" (the loss takes the logits), "sigmoid" or "softmax" (it takes probabilities).
    reduction : str
        "mean" or "sum" over the samples. The outputs of one sample are always summed.

    Returns
    -------
    cost : array of the leading shape
        One number for each network.
    gradients : list of arrays
        In the shapes of ``weights``, with the leading axes of all arguments.

    Raises
    ------
    TypeError, ValueError
        As `network_forward`, and if ``loss`` refuses its arguments or ``output`` or
        ``reduction`` is unknown.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 2,
    http://neuralnetworksanddeeplearning.com/chap2.html

    Examples
    --------
    >>> from lossviz import sigmoid_cross_entropy
    >>> first, second = [[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]
    >>> cost, gradients = network_gradient([first, second], [[0.0, 1.0], [1.0, 1.0]], [[0], [1]],
    ...                                    loss=sigmoid_cross_entropy)
    >>> print(cost.round(4), gradients[1].round(4).ravel())
    2.0608 [0.123  0.4592]
    """
    layers, inputs = _read(weights, inputs)
    _refuse_unknown(loss, output, hidden, reduction)
    target = _read_target(target, layers, inputs, loss)
    passed = _forward(layers, inputs, hidden)
    return _backward(layers, passed, target, loss, output, hidden, reduction)


def network_step(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    learning_rate: ArrayLike,
    output: str = "identity",
    hidden: str = "sigmoid",
    reduction: str = "mean",
) -> tuple[NDArray[np.floating], Weights]:
    r"""One step of gradient descent: the cost before it, and the weights after it.

    .. math:: W_l \leftarrow W_l - \eta\,\frac{\partial C}{\partial W_l}

    Parameters
    ----------
    weights, inputs, target, loss, output, hidden, reduction : as in `network_gradient`
    learning_rate : number or array of the leading shape
        Step size η > 0, one for all networks or one for each.

    Returns
    -------
    cost : array of the leading shape
        What each network cost before the step.
    weights : list of arrays
        The weights after the step; those passed in are left alone.

    Raises
    ------
    TypeError, ValueError
        As `network_gradient`, and if a learning rate is not positive.

    References
    ----------
    Wikipedia, *Gradient descent*, https://en.wikipedia.org/wiki/Gradient_descent

    Examples
    --------
    >>> from lossviz import mean_squared_error
    >>> weights = [[[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]]
    >>> for _ in range(3):
    ...     cost, weights = network_step(weights, [[0.0, 1.0], [1.0, 1.0]], [[0], [1]],
    ...         loss=mean_squared_error, output="sigmoid", learning_rate=1.0, reduction="sum")
    ...     print(cost.round(4))
    0.9676
    0.9666
    0.9655
    """
    rate = as_positive_floats("learning_rate", learning_rate)
    cost, gradients = network_gradient(
        weights, inputs, target, loss=loss, output=output, hidden=hidden, reduction=reduction
    )
    return cost, _moved(weights, rate, gradients)


def network_epoch(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    order: ArrayLike,
    batch_size: int,
    loss: Loss,
    learning_rate: ArrayLike,
    output: str = "identity",
    hidden: str = "sigmoid",
) -> Weights:
    r"""One epoch of stochastic gradient descent: a step for each small batch of samples.

    .. math:: W_l \leftarrow W_l - \frac{\eta}{|B|} \sum_{i \in B} \frac{\partial C_i}{\partial W_l}
              \qquad \text{for each batch } B

    Parameters
    ----------
    weights, loss, learning_rate, output, hidden : as in `network_step`
    inputs : array of shape (N, D)
        One row for each sample, the same for all networks.
    target : array of shape (..., N, K), or (..., N) for integer labels
        What is true, as ``loss`` takes it.
    order : integer array
        Numbers of the samples, in the order in which they are used.
    batch_size : int
        Samples for each step; the last step takes what is left.

    Returns
    -------
    list of arrays
        The weights after the epoch.

    Raises
    ------
    TypeError, ValueError
        As `network_step`, and if ``order`` holds no numbers of samples or ``batch_size`` is
        less than 1.

    References
    ----------
    Wikipedia, *Stochastic gradient descent*,
    https://en.wikipedia.org/wiki/Stochastic_gradient_descent

    Examples
    --------
    >>> from lossviz import sigmoid_cross_entropy
    >>> weights = [np.zeros((1, 1))]
    >>> weights = network_epoch(weights, [[1.0], [2.0], [-1.0]], [[1], [1], [0]], order=[2, 0, 1],
    ...     batch_size=2, loss=sigmoid_cross_entropy, learning_rate=1.0)
    >>> print(weights[0].round(4))
    [[1.0379]]
    """
    layers, inputs = _read(weights, inputs)
    if inputs.ndim > 2:
        raise ValueError(f"inputs has shape {inputs.shape}; give one row for each sample.")
    _refuse_unknown(loss, output, hidden, "mean")
    target = _read_target(target, layers, inputs, loss)
    order = as_labels("order", order, len(inputs)).ravel()
    if as_count("batch_size", batch_size) < 1:
        raise ValueError(f"batch_size is {batch_size}; give 1 or more.")
    rate = as_positive_floats("learning_rate", learning_rate)
    axis = -1 if loss in _TAKES_LABELS else -2
    for first in range(0, len(order), batch_size):
        batch = order[first : first + batch_size]
        passed = _forward(layers, inputs[batch], hidden)
        answers = np.take(target, batch, axis=axis)
        _, gradients = _backward(layers, passed, answers, loss, output, hidden, "mean", cost=False)
        layers = _moved(layers, rate, gradients)
    return layers


def network_steps_to_learn(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    learning_rate: ArrayLike,
    output: str = "identity",
    reduction: str = "sum",
    tolerance: ArrayLike = 0.1,
    max_steps: int = 2_000,
) -> NDArray[np.float64]:
    r"""Count the steps of gradient descent until every answer of a network is close enough.

    An answer is the sigmoid of a logit, and it is close enough when

    .. math:: |\sigma(z) - y| < \text{tolerance}

    Parameters
    ----------
    weights, inputs, target, loss, learning_rate, output, reduction : as in `network_step`
        The weights have leading axes: many networks at once.
    tolerance : number or list of numbers in (0, 1]
        With 0.5, every answer is on the right side.
    max_steps : int
        Where to give up.

    Returns
    -------
    array of the leading shape, after an axis for the tolerances if they are a list
        Number of steps, a whole number in float64; ``inf`` where ``max_steps`` did not do.

    Raises
    ------
    TypeError, ValueError
        As `network_step`, and if a tolerance lies outside (0, 1] or ``max_steps`` is negative.

    References
    ----------
    The network is that of James Loy, *How to build your own neural network from scratch in
    Python*,
    https://towardsdatascience.com/how-to-build-your-own-neural-network-from-scratch-in-python-68998a08e4f6

    Examples
    --------
    >>> from lossviz import sigmoid_cross_entropy
    >>> starts = np.array([-1.0, 0.0, 2.0]).reshape(3, 1, 1)
    >>> print(network_steps_to_learn([starts], [[1.0]], [[1]], loss=sigmoid_cross_entropy,
    ...                              learning_rate=0.5, tolerance=[0.5, 0.1]))
    [[ 4.  1.  0.]
     [23. 20.  4.]]
    """
    layers, inputs = _read(weights, inputs)
    if inputs.ndim > 2:
        raise ValueError(f"inputs has shape {inputs.shape}; give one row for each sample.")
    _refuse_unknown(loss, output, "sigmoid", reduction)
    if loss in _TAKES_LABELS:
        raise ValueError(f"loss is {loss!r}, which takes labels; here every answer has its target.")
    target = as_finite_floats("target", target)
    if target.ndim > 2:
        raise ValueError(f"target has shape {target.shape}; give one row for each sample.")
    target = _read_target(target, layers, inputs, loss)
    goals = as_probabilities("tolerance", as_positive_floats("tolerance", tolerance))
    max_steps = as_count("max_steps", max_steps)
    rates = as_positive_floats("learning_rate", learning_rate)
    lead = _lead(
        learning_rate=rates.shape, **{f"weights[{i}]": w.shape[:-2] for i, w in enumerate(layers)}
    )
    rates = np.broadcast_to(rates, lead).ravel()
    layers = [
        np.broadcast_to(layer, (*lead, *layer.shape[-2:])).reshape(-1, *layer.shape[-2:])
        for layer in layers
    ]
    counts = np.full((goals.size, rates.size), np.inf)
    walking = np.arange(rates.size)
    strictest = goals.ravel().argmin()
    for step in range(max_steps + 1):
        passed = _forward(layers, inputs, "sigmoid")
        error = abs(_sigmoid(passed[-1]) - target).max(axis=(-2, -1))
        for goal, row in zip(goals.ravel(), counts, strict=True):
            row[walking[(error < goal) & (row[walking] > step)]] = step
        left = np.isinf(counts[strictest, walking])
        if step == max_steps or not left.any():
            break
        _, gradients = _backward(
            layers, passed, target, loss, output, "sigmoid", reduction, cost=False
        )
        moved = _moved(layers, rates, gradients)
        # Only those still on their way go on.
        walking, rates = walking[left], rates[left]
        layers = [layer[left] for layer in moved]
    return counts.reshape((*goals.shape, *lead))[()]


def _moved(layers: Sequence[ArrayLike], rate: NDArray[np.floating], gradients: Weights) -> Weights:
    """The weights after a step against their gradients."""
    _lead(weights=gradients[0].shape[:-2], learning_rate=rate.shape)
    pace = rate[..., np.newaxis, np.newaxis]
    with np.errstate(all="ignore"):  # checked below
        moved = [
            np.asarray(layer) - pace * gradient
            for layer, gradient in zip(layers, gradients, strict=True)
        ]
    if not all(np.isfinite(layer).all() for layer in moved):
        raise ValueError(
            f"learning_rate {rate.max():g} is too large: the weights overflow; give a smaller one."
        )
    return moved


def _forward(layers: Weights, inputs: NDArray[np.floating], hidden: str) -> Weights:
    activate = _HIDDEN[hidden][0]
    passed = [inputs]
    with np.errstate(all="ignore"):  # checked below
        for number, layer in enumerate(layers):
            arriving = passed[-1]
            units = arriving.shape[-1]
            sums = _product(arriving, layer[..., :units, :])
            if layer.shape[-2] > units:
                sums += layer[..., units:, :]
            passed.append(activate(sums) if number < len(layers) - 1 else sums)
    if not np.isfinite(passed[-1]).all():
        raise ValueError("weights and inputs are so large that the logits overflow; scale them.")
    return passed


# Multiplications above which BLAS starts threads. For products as small as ours, and on a machine
# that has other work, waiting for them costs several times what they save.
_ONE_THREAD = 200_000


def _product(arriving: NDArray[np.floating], layer: NDArray[np.floating]) -> NDArray[np.floating]:
    """The matrix product, in blocks of rows that one thread multiplies."""
    rows = arriving.shape[-2]
    blocks = -(-rows * layer.shape[-2] * layer.shape[-1] // _ONE_THREAD)
    if blocks == 1:
        return arriving @ layer
    parts = np.array_split(arriving, min(blocks, rows), axis=-2)
    return np.concatenate([part @ layer for part in parts], axis=-2)


def _backward(
    layers: Weights,
    passed: Weights,
    target: ArrayLike,
    loss: Loss,
    output: str,
    hidden: str,
    reduction: str,
    *,
    cost: bool = True,
) -> tuple[NDArray[np.floating] | None, Weights]:
    *activations, logits = passed
    prediction = logits
    if output != "identity":
        prediction = _sigmoid(logits) if output == "sigmoid" else softmax(logits)
    own = 1 if loss in _TAKES_LABELS else 2
    lead = _lead(answers=prediction.shape[:-2], target=target.shape[:-own])
    prediction = _broadcast(prediction, lead + prediction.shape[-2:])
    target = _broadcast(target, lead + target.shape[-own:])
    try:
        if cost:
            value, delta = loss.value_and_gradient(target, prediction, reduction="none")
        else:  # half of the work, in a loop that only wants to descend
            value, delta = None, loss.gradient(target, prediction, reduction="none")
    except (TypeError, ValueError) as error:
        raise type(error)(f"loss {loss.__name__} with output={output!r}: {error}") from None
    with np.errstate(all="ignore"):  # checked below
        if output == "sigmoid":
            delta = delta * prediction * (1 - prediction)
        elif output == "softmax":
            delta = prediction * (delta - (prediction * delta).sum(axis=-1, keepdims=True))
        if not np.isfinite(delta).all():
            raise ValueError(
                f"loss {loss.__name__} with output={output!r}: the slope at a saturated output is "
                "no finite number; take a loss of logits and output='identity'."
            )
        samples = 1 if reduction == "sum" else prediction.shape[-2]
        if value is not None:
            value = value.sum(axis=-1 if value.ndim < prediction.ndim else (-2, -1)) / samples
        delta = delta / samples

        slope_of = _HIDDEN[hidden][1]
        gradients: Weights = []
        for layer, arriving in zip(layers[::-1], activations[::-1], strict=True):
            gradient = np.swapaxes(arriving, -1, -2) @ delta
            units = arriving.shape[-1]
            if layer.shape[-2] > units:
                gradient = np.concatenate([gradient, delta.sum(axis=-2, keepdims=True)], axis=-2)
            gradients.append(gradient)
            if len(gradients) < len(layers):
                delta = delta @ np.swapaxes(layer[..., :units, :], -1, -2) * slope_of(arriving)
    if not all(np.isfinite(gradient).all() for gradient in gradients):
        raise ValueError("weights and inputs are so large that the gradient overflows; scale them.")
    return value, gradients[::-1]


def _refuse_unknown(loss: Loss, output: str, hidden: str, reduction: str) -> None:
    if not isinstance(loss, Loss):
        raise TypeError(f"loss is {loss!r}; give a loss of lossviz, such as mean_squared_error.")
    as_choice("output", output, _OUTPUTS)
    as_choice("hidden", hidden, _HIDDEN)
    as_choice("reduction", reduction, ("mean", "sum"))


def _read(weights: Sequence[ArrayLike], inputs: ArrayLike) -> tuple[Weights, NDArray[np.floating]]:
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
    _lead(inputs=inputs.shape[:-2], **{f"weights[{i}]": w.shape[:-2] for i, w in enumerate(layers)})
    return layers, inputs


def _read_target(
    target: ArrayLike, layers: Weights, inputs: NDArray[np.floating], loss: Loss
) -> NDArray:
    """The target with its sample axis, and one entry for each answer or one label for each row."""
    if loss in _TAKES_LABELS:
        target = as_real_array("target", target)
    else:
        target = as_floats("target", target, integers=layers[-1].dtype)
    answers = (inputs.shape[-2], layers[-1].shape[-1])
    own = answers[:-1] if loss in _TAKES_LABELS else answers
    try:
        if target.shape[-len(own) :] != own:
            target = np.broadcast_to(target, np.broadcast_shapes(target.shape, own))
        if target.shape[-len(own) :] != own:
            raise ValueError
    except ValueError:
        raise ValueError(
            f"target has shape {target.shape} but the network's answers {answers}; "
            f"give {'one label for each row' if own != answers else 'one target for each answer'}."
        ) from None
    _lead(weights=layers[0].shape[:-2], inputs=inputs.shape[:-2], target=target.shape[: -len(own)])
    return target


def _broadcast(array: NDArray, shape: tuple[int, ...]) -> NDArray:
    """``numpy.broadcast_to``, which takes its time also where there is nothing to do."""
    return array if array.shape == shape else np.broadcast_to(array, shape)


def _lead(**shapes: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of the leading axes that some arguments have in common."""
    first, *others = shapes.values()
    if all(shape in (first, ()) for shape in others):
        return first
    try:
        return np.broadcast_shapes(*shapes.values())
    except ValueError:
        listed = ", ".join(f"{name} {shape}" for name, shape in shapes.items())
        raise ValueError(f"the leading shapes do not fit together: {listed}.") from None
