"""A small network of fully connected layers, trained by gradient descent on any loss.

The weights are a list with one array for each layer, of shape (..., inputs, outputs). An array
with one row more than the layer has inputs holds the biases in its last row: a bias is the weight
of an input that is always 1. Leading axes are networks of their own, for example one for each
random start or learning rate, and all of them are trained at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s, Floats
from lossviz.maths.backpropagation import cost_and_gradients, forward, gradients_alone, moved
from lossviz.maths.logits import quick_sigmoid
from lossviz.maths.losses.loss import Loss
from lossviz.maths.network_arguments import (
    HIDDEN,
    Weights,
    in_one_row,
    read_batches,
    read_goal,
    read_target,
    read_weights,
    refuse_stack,
)
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_finite_floats,
    as_positive_floats,
    as_probabilities,
)


def network_forward(
    weights: Sequence[ArrayLike], inputs: ArrayLike, *, hidden: str = "sigmoid"
) -> list[Floats]:
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
    layers, inputs = read_weights(weights, inputs)
    return forward(layers, inputs, as_choice("hidden", hidden, HIDDEN))


def network_gradient(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    output: str = "identity",
    hidden: str = "sigmoid",
    reduction: str = "mean",
) -> tuple[Floats, Weights]:
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
    layers, inputs = read_weights(weights, inputs)
    goal = read_goal(loss, output, hidden, reduction)
    target = read_target(target, layers, inputs, goal)
    return cost_and_gradients(layers, forward(layers, inputs, hidden), target, goal)


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
) -> tuple[Floats, Weights]:
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
    return cost, moved(weights, rate, gradients)


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
    layers, inputs = read_weights(weights, inputs)
    refuse_stack("inputs", inputs)
    goal = read_goal(loss, output, hidden, "mean")
    target = read_target(target, layers, inputs, goal)
    batches = read_batches(order, batch_size, len(inputs))
    rate = as_positive_floats("learning_rate", learning_rate)
    axis = -1 if goal.takes_labels else -2
    for batch in batches:
        passed = forward(layers, inputs[batch], hidden)
        answers = np.take(target, batch, axis=axis)
        gradients = gradients_alone(layers, passed, answers, goal)
        layers = moved(layers, rate, gradients)
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
) -> Float64s:
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
    layers, inputs = read_weights(weights, inputs)
    refuse_stack("inputs", inputs)
    goal = read_goal(loss, output, "sigmoid", reduction)
    if goal.takes_labels:
        raise ValueError(f"loss is {loss!r}, which takes labels; here every answer has its target.")
    numbers = as_finite_floats("target", target)
    refuse_stack("target", numbers)
    target = read_target(numbers, layers, inputs, goal)
    tolerances = as_probabilities("tolerance", as_positive_floats("tolerance", tolerance))
    max_steps = as_count("max_steps", max_steps)
    rates = as_positive_floats("learning_rate", learning_rate)
    layers, rates, lead = in_one_row(layers, rates)
    counts = np.full((tolerances.size, rates.size), np.inf)
    walking = np.arange(rates.size)
    strictest = tolerances.ravel().argmin()
    for step in range(max_steps + 1):
        passed = forward(layers, inputs, "sigmoid")
        error = abs(quick_sigmoid(passed[-1]) - target).max(axis=(-2, -1))
        for level, row in zip(tolerances.ravel(), counts, strict=True):
            row[walking[(error < level) & (row[walking] > step)]] = step
        left = np.isinf(counts[strictest, walking])
        if step == max_steps or not left.any():
            break
        gradients = gradients_alone(layers, passed, target, goal)
        layers = [layer[left] for layer in moved(layers, rates, gradients)]
        # Only those still on their way go on.
        walking, rates = walking[left], rates[left]
    return counts.reshape((*tolerances.shape, *lead))[()]
