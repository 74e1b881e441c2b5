"""The losses of a sigmoid unit, a = σ(z), by its logit: the cost C(z) and its slope dC/dz."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.activations import sigmoid
from lossviz.maths.arrays import Float64s
from lossviz.maths.losses.binary import binary_cross_entropy, sigmoid_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.regression import mean_squared_error, quadratic_cost
from lossviz.maths.validation import as_choice

_LOSSES = {
    loss.__name__: loss
    for loss in (quadratic_cost, mean_squared_error, sigmoid_cross_entropy, binary_cross_entropy)
}


def as_output_loss(loss: Loss | str) -> Loss:
    """Return a loss of a sigmoid output, or the one of that name.

    Cross-entropy is always the one on logits: the same function, but its slope a − y stays exact
    where σ(z) rounds to 1.
    """
    if not isinstance(loss, Loss) or loss not in _LOSSES.values():
        loss = _LOSSES[as_choice("loss", loss, _LOSSES)]
    return sigmoid_cross_entropy if loss is binary_cross_entropy else loss


def cost_of_logit(loss: Loss | str, target: float | Float64s) -> Callable[[Float64s], Float64s]:
    """C(z) of each logit, for one target or one for each.

    Examples
    --------
    >>> print(cost_of_logit("quadratic_cost", 0.0)(np.array([0.0, 4.0])).round(4))
    [0.125  0.4822]
    """
    loss = as_output_loss(loss)

    def cost(z: Float64s) -> Float64s:
        prediction = z if loss is sigmoid_cross_entropy else sigmoid(z)
        return loss(np.full_like(z, target), prediction, reduction="none").astype(np.float64)

    return cost


def slope_at_output(loss: Loss | str, target: ArrayLike, output: ArrayLike) -> Float64s:
    """dC/dz where the output is a: a − y for cross-entropy, otherwise dC/da times a(1 − a).

    Examples
    --------
    >>> print(slope_at_output("quadratic_cost", 0.0, [0.5, 0.98]).round(4))
    [0.125  0.0192]
    >>> print(slope_at_output("sigmoid_cross_entropy", 0.0, [0.5, 0.98]).round(4))
    [0.5  0.98]
    """
    loss = as_output_loss(loss)
    a, y = np.broadcast_arrays(np.asarray(output, float), np.asarray(target, float))
    slope: Float64s = a - y
    if loss is not sigmoid_cross_entropy:
        slope = loss.gradient(y, a, reduction="none") * a * (1 - a)
    return slope


def slope_of_logit(loss: Loss | str, target: float | Float64s) -> Callable[[Float64s], Float64s]:
    """dC/dz of each logit: `slope_at_output`, but with all digits of a - y and of 1 - a.

    The returned function checks nothing, since training calls it in each step.

    Examples
    --------
    >>> print(slope_of_logit("quadratic_cost", 0.0)(np.array([0.0, 4.0])).round(4))
    [0.125  0.0173]
    >>> print(slope_of_logit("sigmoid_cross_entropy", 0.0)(np.array([0.0, 4.0])).round(4))
    [0.5   0.982]
    """
    loss = as_output_loss(loss)
    factor = 2 if loss is mean_squared_error else 1

    def slope(z: Float64s) -> Float64s:
        # With d = exp(-|z|), a is 1/(1 + d) or d/(1 + d), and a(1 - a) is d/(1 + d)². In a - y
        # nothing cancels: it is the part of a that is missing or in excess, over 1 + d.
        decay = np.exp(-abs(z))
        above = (1 - target) - target * decay  # for z >= 0
        below = (1 - target) * decay - target
        error: Float64s
        if isinstance(z, np.ndarray):
            error = np.where(z >= 0, above, below) / (1 + decay)
        else:
            error = (above if z >= 0 else below) / (1 + decay)
        if loss is sigmoid_cross_entropy:
            return error
        bent: Float64s = factor * error * decay / (1 + decay) ** 2
        return bent

    return slope
