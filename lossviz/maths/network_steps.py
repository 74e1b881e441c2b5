"""How many steps a network needs, for many starts and learning rates at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.backpropagation import forward, gradients_alone, moved
from lossviz.maths.logits import quick_sigmoid
from lossviz.maths.losses import Loss
from lossviz.maths.network_arguments import (
    common_lead,
    leads_of,
    read_target,
    read_weights_of_one_table,
    refuse_unknown,
    takes_labels,
)
from lossviz.maths.validation import (
    as_count,
    as_finite_floats,
    as_positive_floats,
    as_probabilities,
)


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
    layers, inputs = read_weights_of_one_table(weights, inputs)
    refuse_unknown(loss, output, "sigmoid", reduction)
    if takes_labels(loss):
        raise ValueError(f"loss is {loss!r}, which takes labels; here every answer has its target.")
    target = as_finite_floats("target", target)
    if target.ndim > 2:
        raise ValueError(f"target has shape {target.shape}; give one row for each sample.")
    target = read_target(target, layers, inputs, loss)
    goals = as_probabilities("tolerance", as_positive_floats("tolerance", tolerance))
    max_steps = as_count("max_steps", max_steps)
    rates = as_positive_floats("learning_rate", learning_rate)
    lead = common_lead(learning_rate=rates.shape, **leads_of(layers))
    rates = np.broadcast_to(rates, lead).ravel()
    layers = [
        np.broadcast_to(layer, (*lead, *layer.shape[-2:])).reshape(-1, *layer.shape[-2:])
        for layer in layers
    ]
    counts = np.full((goals.size, rates.size), np.inf)
    walking = np.arange(rates.size)
    strictest = goals.ravel().argmin()
    for step in range(max_steps + 1):
        passed = forward(layers, inputs, "sigmoid")
        error = abs(quick_sigmoid(passed[-1]) - target).max(axis=(-2, -1))
        for goal, row in zip(goals.ravel(), counts, strict=True):
            row[walking[(error < goal) & (row[walking] > step)]] = step
        left = np.isinf(counts[strictest, walking])
        if step == max_steps or not left.any():
            break
        gradients = gradients_alone(layers, passed, target, loss, output, "sigmoid", reduction)
        after = moved(layers, rates, gradients)
        # Only those still on their way go on.
        walking, rates = walking[left], rates[left]
        layers = [layer[left] for layer in after]
    return counts.reshape((*goals.shape, *lead))[()]
