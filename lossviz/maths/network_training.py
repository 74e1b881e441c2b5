"""Networks trained for longer than a step: for an epoch, and until they have learnt."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.backpropagation import forward, gradients_alone, moved
from lossviz.maths.logits import quick_sigmoid
from lossviz.maths.losses.loss import Loss
from lossviz.maths.network_arguments import (
    Weights,
    in_one_row,
    read_batches,
    read_goal,
    read_target,
    read_weights,
    refuse_stack,
)
from lossviz.maths.optimisers import OPTIMISERS, blank, directions
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_finite_floats,
    as_positive_floats,
    as_probabilities,
)


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
    hidden: str = "sigmoid",
    optimiser: str = "SGD",
    reduction: str = "sum",
    tolerance: ArrayLike = 0.1,
    max_steps: int = 2_000,
) -> Float64s:
    r"""Count the steps of training until every answer of a network is close enough.

    An answer is the sigmoid of a logit, and it is close enough when

    .. math:: |\sigma(z) - y| < \text{tolerance}

    Parameters
    ----------
    weights, inputs, target, loss, learning_rate, output, hidden, reduction : as in `network_step`
        The weights have leading axes: many networks at once.
    optimiser : str
        "SGD" (plain gradient descent), "momentum" or "Adam", with the frameworks' defaults.
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
    goal = read_goal(loss, output, hidden, reduction)
    as_choice("optimiser", optimiser, OPTIMISERS)
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
    memory = blank(len(layers))
    for step in range(max_steps + 1):
        passed = forward(layers, inputs, hidden)
        error = abs(quick_sigmoid(passed[-1]) - target).max(axis=(-2, -1))
        for level, row in zip(tolerances.ravel(), counts, strict=True):
            row[walking[(error < level) & (row[walking] > step)]] = step
        left = np.isinf(counts[strictest, walking])
        if step == max_steps or not left.any():
            break
        gradients = gradients_alone(layers, passed, target, goal)
        way, memory = directions(optimiser, gradients, memory)
        # Only those still on their way go on.
        layers = [layer[left] for layer in moved(layers, rates, way)]
        walking, rates, memory = walking[left], rates[left], memory.of(left)
    return counts.reshape((*tolerances.shape, *lead))[()]
