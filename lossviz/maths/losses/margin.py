"""Losses of a signed score: functions of the margin m = y·f of target y = ±1 and score f.

A margin above 0 means that the sign of the score is right.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from lossviz.maths.arrays import Floats
from lossviz.maths.logits import log_sigmoid, sigmoid
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.mistakes.call import Role
from lossviz.maths.validation import as_finite_floats, as_number, as_signs

_MARGIN = Family(
    reads=pair_reader(as_signs, as_finite_floats),
    expects=(Role.SIGNS, Role.LOGITS),
    sections="""
    Parameters
    ----------
    target : array of any shape
        What is true: -1 or +1.
    prediction : array of the same shape
        What was predicted: finite scores.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each element).

    Returns
    -------
    number, or array of the shape of ``prediction``
        The loss; it has no unit.
        ...

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or is empty, ``target`` is neither -1 nor +1,
        ``prediction`` is not finite, an option is out of range, the shapes differ or the
        reduction is unknown.
    """,
)


@loss(_MARGIN, slope=lambda target, prediction: np.zeros_like(prediction))
def zero_one(target: Floats, prediction: Floats) -> Floats:
    r"""Zero-one loss: the error rate. A score of 0 decides nothing and counts as wrong.

    .. math:: C = [\,y f \le 0\,], \qquad \frac{\partial C}{\partial f} = 0

    The slope is 0 wherever it exists, and 0 is returned at the jump too: nothing to descend.

    Returns
    -------
    With "mean" it is the error rate.

    References
    ----------
    Wikipedia, *Loss function*, https://en.wikipedia.org/wiki/Loss_function#0-1_loss_function

    Examples
    --------
    >>> print(zero_one([1, 1, -1], [2.0, -0.5, 0.0], reduction="none"))
    [0. 1. 1.]
    """
    return np.where(target * prediction <= 0, 1, 0)


@loss(_MARGIN, slope=lambda target, prediction: np.where(target * prediction < 1, -target, 0))
def hinge(target: Floats, prediction: Floats) -> Floats:
    r"""Hinge loss of the support vector machine: right is not enough, the margin must be 1.

    .. math::
        C = \max(0, 1 - y f), \qquad
        \frac{\partial C}{\partial f} = \begin{cases} -y & y f < 1 \\ 0 & y f \ge 1 \end{cases}

    The kink at the margin 1 has the subgradient 0.

    References
    ----------
    Wikipedia, *Hinge loss*, https://en.wikipedia.org/wiki/Hinge_loss

    Examples
    --------
    >>> print(hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none"))
    [0.  0.5 1.5]
    >>> print(hinge.gradient([1, 1, -1], [2.0, 0.5, 0.5], reduction="none"))
    [ 0. -1.  1.]
    """
    return np.maximum(0, 1 - target * prediction)


@loss(
    _MARGIN,
    slope=lambda target, prediction: np.where(
        target * prediction < 1, 2 * (prediction - target), 0
    ),
)
def squared_hinge(target: Floats, prediction: Floats) -> Floats:
    r"""Squared hinge loss: the hinge without its kink, harder on large mistakes.

    .. math::
        C = \max(0, 1 - y f)^2, \qquad
        \frac{\partial C}{\partial f} = -2 y \max(0, 1 - y f)

    References
    ----------
    Wikipedia, *Hinge loss*, https://en.wikipedia.org/wiki/Hinge_loss

    Examples
    --------
    >>> print(squared_hinge([1, 1, -1], [2.0, 0.5, 0.5], reduction="none"))
    [0.   0.25 2.25]
    >>> print(squared_hinge.gradient([1, 1, -1], [2.5, 0.5, 0.5], reduction="sum"))
    [ 0. -1.  3.]
    """
    return np.maximum(0, 1 - target * prediction) ** 2


@loss(_MARGIN, slope=lambda target, prediction: np.where(target * prediction < 0, -target, 0))
def perceptron(target: Floats, prediction: Floats) -> Floats:
    r"""Perceptron loss: only wrong signs cost, by how far they are off.

    .. math::
        C = \max(0, -y f), \qquad
        \frac{\partial C}{\partial f} = \begin{cases} -y & y f < 0 \\ 0 & y f \ge 0 \end{cases}

    The kink at the margin 0 has the subgradient 0.

    References
    ----------
    Wikipedia, *Perceptron*, https://en.wikipedia.org/wiki/Perceptron

    Examples
    --------
    >>> print(perceptron([1, 1, -1], [2.0, -0.5, 0.5], reduction="none"))
    [0.  0.5 0.5]
    >>> print(perceptron.gradient([1, 1, -1], [2.0, -0.5, 0.5], reduction="none"))
    [ 0. -1.  1.]
    """
    return np.maximum(0, -target * prediction)


@loss(_MARGIN, slope=lambda target, prediction: -target * sigmoid(-target * prediction))
def logistic(target: Floats, prediction: Floats) -> Floats:
    r"""Logistic loss, in nats: sigmoid cross-entropy written for targets ±1.

    .. math::
        C = \ln(1 + e^{-y f}), \qquad \frac{\partial C}{\partial f} = -y\,\sigma(-y f)

    Returns
    -------
    It is counted in nats.

    References
    ----------
    Wikipedia, *Loss functions for classification*,
    https://en.wikipedia.org/wiki/Loss_functions_for_classification#Logistic_loss

    Examples
    --------
    >>> print(logistic([1, 1], [0.0, -1000.0], reduction="none").round(4))
    [6.931e-01 1.000e+03]
    >>> print(logistic.gradient([1, -1], [0.0, 1000.0], reduction="none"))
    [-0.5  1. ]
    """
    return 0 - log_sigmoid(target * prediction)


@loss(_MARGIN, slope=lambda target, prediction: -target * np.exp(-target * prediction))
def exponential(target: Floats, prediction: Floats) -> Floats:
    r"""Exponential loss of AdaBoost: one bad mistake can outweigh all else.

    .. math:: C = e^{-y f}, \qquad \frac{\partial C}{\partial f} = -y\,e^{-y f}

    It is ``inf`` where the number is too large for a float, at margins below about -709.

    References
    ----------
    Wikipedia, *Loss functions for classification*,
    https://en.wikipedia.org/wiki/Loss_functions_for_classification#Exponential_loss

    Examples
    --------
    >>> print(exponential([1, -1], [0.0, 2.0], reduction="none").round(4))
    [1.     7.3891]
    >>> print(exponential.gradient([1, -1], [0.0, 2.0], reduction="none").round(4))
    [-1.      7.3891]
    """
    return np.exp(-target * prediction)


def _focal_slope(target: Floats, prediction: Floats, gamma: float) -> Floats:
    m = target * prediction
    weight = np.exp(gamma * log_sigmoid(-m))
    slope: Floats = target * weight * (gamma * sigmoid(m) * log_sigmoid(m) - sigmoid(-m))
    return slope


@loss(_MARGIN, slope=_focal_slope, gamma=partial(as_number, least=0))
def focal(target: Floats, prediction: Floats, *, gamma: float = 2.0) -> Floats:
    r"""Focal loss, in nats: the logistic loss, turned down where the answer is right already.

    .. math::
        C = -\sigma(-m)^\gamma \ln\sigma(m), \quad m = y f, \qquad
        \frac{\partial C}{\partial f} =
        y\,\sigma(-m)^\gamma\,[\gamma\,\sigma(m) \ln\sigma(m) - \sigma(-m)]

    σ(m) is the probability of the truth. Written with that probability alone, the slope is
    0/0 at a sure and right answer if γ < 1; on the margin it is 0 there.

    Parameters
    ----------
    gamma : float
        γ ≥ 0; with 0 it is the logistic loss.

    Returns
    -------
    It is counted in nats.

    References
    ----------
    Lin and others, *Focal Loss for Dense Object Detection*, https://arxiv.org/abs/1708.02002

    Examples
    --------
    >>> print(focal([1, 1, -1], [3.0, -3.0, 0.0], reduction="none").round(4))
    [1.0000e-04 2.7663e+00 1.7330e-01]
    >>> print(focal.gradient([1, 1, -1], [1000.0, -3.0, 0.0], gamma=0.5, reduction="none").round(4))
    [ 0.     -1.0003  0.4761]
    """
    m = target * prediction
    cost: Floats = 0 - np.exp(gamma * log_sigmoid(-m)) * log_sigmoid(m)
    return cost
