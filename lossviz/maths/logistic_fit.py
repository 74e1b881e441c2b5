"""Logistic regression on one feature, fitted exactly: the best neuron for given samples."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.activations import sigmoid
from lossviz.maths.arrays import Float64s, Floats
from lossviz.maths.losses.binary import sigmoid_cross_entropy
from lossviz.maths.validation import (
    as_number,
    as_row,
    as_yes_or_no,
    require_same_shape,
)

_MOST_STEPS = 100
_CLOSE = 1e-10
_ROUNDING = 1e-12


class LogisticFit(NamedTuple):
    """The best neuron: its logit is weight · x + bias."""

    weight: float
    bias: float


def fit_logistic(x: ArrayLike, target: ArrayLike, *, pos_weight: float = 1.0) -> LogisticFit:
    r"""The weight and bias with the least mean sigmoid cross-entropy, by Newton's method.

    .. math:: \min_{w, b}\; \frac1N \sum_i C(y_i,\, w x_i + b)

    Parameters
    ----------
    x : array of shape (N,)
        One number for each sample.
    target : array of shape (N,)
        What is true: probabilities in [0, 1].
    pos_weight : float
        Weight > 0 of the positive part of the loss.

    Returns
    -------
    LogisticFit
        The weight and the bias.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or out of range, if the shapes differ, if all x are equal,
        or if there is no best neuron: a threshold on x separates the classes without a mistake,
        and the loss falls for ever.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 4.4.1,
    https://hastie.su.domains/ElemStatLearn/

    Examples
    --------
    >>> fit = fit_logistic([0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1])
    >>> print(f"{fit.weight:.4f} {fit.bias:.4f}")
    0.9082 -1.3623
    """
    x = as_row("x", x)
    target = as_yes_or_no("target", target)
    require_same_shape(target=target, x=x)
    if (x == x[0]).all():
        raise ValueError("x holds the same number for every sample; a weight needs two at least.")
    pos_weight = as_number("pos_weight", pos_weight, above=0)

    if _separates(x, target):
        raise ValueError(
            "target is separated by a threshold on x, so that no finite weight is best; "
            "give samples that overlap."
        )

    # Newton's method does not see scale or origin, but the linear solver does.
    centre, width = x.mean(), x.std()
    columns = np.stack([(x - centre) / width, np.ones_like(x)])
    theta = np.zeros(2)

    def loss(theta: Float64s) -> float:
        return float(sigmoid_cross_entropy(target, theta @ columns, pos_weight=pos_weight))

    for _ in range(_MOST_STEPS):
        z = theta @ columns
        a = sigmoid(z)
        slope = columns @ sigmoid_cross_entropy.gradient(target, z, pos_weight=pos_weight)
        bend = (1 + (pos_weight - 1) * target) * a * (1 - a) / len(x)
        try:
            move = np.linalg.solve((columns * bend) @ columns.T, slope)
        except np.linalg.LinAlgError:
            raise ValueError(
                f"pos_weight is {pos_weight:g}, so extreme that the fit has no more digits; "
                "give one nearer to 1."
            ) from None
        here, size = loss(theta), 1.0
        while loss(theta - size * move) > (1 + _ROUNDING) * here:
            size /= 2
        theta = theta - size * move
        if np.abs(move).max() < _CLOSE:
            break
    weight = theta[0] / width
    return LogisticFit(float(weight), float(theta[1] - weight * centre))


def _separates(x: Floats, target: Floats) -> bool:
    no, yes = x[target < 1], x[target > 0]
    if not (no.size and yes.size):
        return True
    return bool(no.max() <= yes.min() or yes.max() <= no.min())
