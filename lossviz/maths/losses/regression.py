"""Losses of a predicted number: functions of the residual prediction - target.

They are in the unit of the data (absolute error, Huber and pinball beyond their kinks) or its
square. Poisson's is of a count and the logarithm of its rate.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.mistakes.call import Role
from lossviz.maths.validation import as_finite_floats, as_number, refuse_where

_NUMBERS = Family(
    reads=pair_reader(as_finite_floats, as_finite_floats),
    expects=(Role.NUMBERS, Role.NUMBERS),
    sections="""
    Parameters
    ----------
    target : array of any shape
        What is true: finite numbers.
    prediction : array of the same shape
        What was predicted: finite numbers.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each element).

    Returns
    -------
    number, or array of the shape of ``prediction``
        ...

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty, is not finite or is out of range, the shapes
        differ or the reduction is unknown.
    """,
)


@loss(_NUMBERS, slope=lambda target, prediction: prediction - target)
def quadratic_cost(target: Floats, prediction: Floats) -> Floats:
    r"""Half the squared error, whose slope is the error itself.

    .. math:: C = \frac{(a - y)^2}{2}, \qquad \frac{\partial C}{\partial a} = a - y

    Returns
    -------
    The cost, in the square of the unit of the data.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 1,
    http://neuralnetworksanddeeplearning.com/chap1.html

    Examples
    --------
    >>> print(quadratic_cost([0.0, 1.0], [0.5, 3.0]))
    1.0625
    >>> print(quadratic_cost.gradient([0.0, 1.0], [0.5, 3.0], reduction="none"))
    [0.5 2. ]
    """
    return (prediction - target) ** 2 / 2


@loss(_NUMBERS, slope=lambda target, prediction: 2 * (prediction - target))
def mean_squared_error(target: Floats, prediction: Floats) -> Floats:
    r"""Squared error: its best constant prediction is the mean; outliers weigh heavily.

    .. math:: C = (a - y)^2, \qquad \frac{\partial C}{\partial a} = 2(a - y)

    Returns
    -------
    The loss, in the square of the unit of the data.

    References
    ----------
    Wikipedia, *Mean squared error*, https://en.wikipedia.org/wiki/Mean_squared_error

    Examples
    --------
    >>> print(mean_squared_error([0.0, 1.0], [0.5, 3.0]))
    2.125
    >>> print(mean_squared_error.gradient([0.0, 1.0], [0.5, 3.0]))
    [0.5 2. ]
    """
    return (prediction - target) ** 2


@loss(_NUMBERS, slope=lambda target, prediction: np.sign(prediction - target))
def mean_absolute_error(target: Floats, prediction: Floats) -> Floats:
    r"""Absolute error: its best constant prediction is the median; robust against outliers.

    .. math:: C = |a - y|, \qquad \frac{\partial C}{\partial a} = \mathrm{sign}(a - y)

    The kink at a = y has the subgradient 0.

    Returns
    -------
    The loss, in the unit of the data.

    References
    ----------
    Wikipedia, *Mean absolute error*, https://en.wikipedia.org/wiki/Mean_absolute_error

    Examples
    --------
    >>> print(mean_absolute_error([0.0, 1.0], [0.5, 3.0]))
    1.25
    >>> print(mean_absolute_error.gradient([0.0, 1.0], [0.0, 3.0], reduction="sum"))
    [0. 1.]
    """
    return np.abs(prediction - target)


@loss(
    _NUMBERS,
    slope=lambda target, prediction, delta: np.clip(prediction - target, -delta, delta),
    delta=partial(as_number, above=0),
)
def huber(target: Floats, prediction: Floats, *, delta: float = 1.0) -> Floats:
    r"""Huber loss: quadratic for small errors, linear for large ones.

    .. math::
        C = \begin{cases}
            \tfrac12 (a - y)^2 & |a - y| \le \delta \\
            \delta\,(|a - y| - \tfrac12\delta) & \text{otherwise}
        \end{cases}, \qquad
        \frac{\partial C}{\partial a} = \max(-\delta, \min(a - y, \delta))

    Parameters
    ----------
    delta : float
        Where it turns linear, δ > 0, in the unit of the data.

    Returns
    -------
    The loss: squared units up to δ; beyond, δ times the unit of the data.

    References
    ----------
    Huber, *Robust Estimation of a Location Parameter*, https://doi.org/10.1214/aoms/1177703732

    Examples
    --------
    >>> print(huber([0.0, 0.0], [0.5, 10.0], reduction="none"))
    [0.125 9.5  ]
    >>> print(huber.gradient([0.0, 0.0], [0.5, 10.0], delta=2.0, reduction="none"))
    [0.5 2. ]
    """
    error = np.abs(prediction - target)
    small = np.minimum(error, delta)  # with it both cases have one form
    return small * (error - small / 2)


def _pinball_slope(target: Floats, prediction: Floats, quantile: float) -> Floats:
    error = target - prediction
    slope: Floats = (error < 0) - quantile * (error != 0)
    return slope


@loss(_NUMBERS, slope=_pinball_slope, quantile=partial(as_number, above=0, below=1))
def pinball(target: Floats, prediction: Floats, *, quantile: float = 0.5) -> Floats:
    r"""Pinball or quantile loss: its best constant prediction is a quantile of the data.

    .. math::
        C = \max(q\,(y - a),\; (q - 1)(y - a)), \qquad
        \frac{\partial C}{\partial a} = \begin{cases} -q & a < y \\ 1 - q & a > y \end{cases}

    The kink at a = y has the subgradient 0. For q = 1/2 it is half the absolute error.

    Parameters
    ----------
    quantile : float
        The quantile q, inside (0, 1).

    Returns
    -------
    The loss, in the unit of the data.

    References
    ----------
    Koenker and Bassett, *Regression Quantiles*, https://doi.org/10.2307/1913643

    Examples
    --------
    >>> print(pinball([1.0, 1.0], [0.0, 2.0], quantile=0.9, reduction="none").round(1))
    [0.9 0.1]
    >>> print(pinball.gradient([1.0, 1.0], [0.0, 2.0], quantile=0.75, reduction="none"))
    [-0.75  0.25]
    """
    error = target - prediction
    return np.maximum(quantile * error, (quantile - 1) * error)


# --- counts ----------------------------------------------------------------------------------


def _read_counts(target: ArrayLike, prediction: ArrayLike) -> tuple[Floats, Floats]:
    counts, logs = _NUMBERS.reads(target, prediction)
    told = "give what was counted, 0 or more."
    if (logs >= 0).all() and (logs == np.floor(logs)).all():
        told = (
            "the target comes first here; PyTorch puts it last. Exchange the two: "
            "`target, prediction = prediction, target`."
        )
    refuse_where(counts < 0, "target", counts, f"is negative, as no count is; {told}")
    return counts, logs


@loss(
    Family(
        reads=_read_counts,
        expects=(Role.NUMBERS, Role.NUMBERS),
        sections="""
    Parameters
    ----------
    target : array of any shape
        What was counted: finite numbers, 0 or more.
    prediction : array of the same shape
        The logarithm z of the predicted rate, finite.
    reduction : str
        "mean", "sum" or "none" (one value for each element).

    Returns
    -------
    number, or array of the shape of ``prediction``
        The loss, in nats, without ln y!, which no prediction changes; so it may be negative.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty or is not finite, a count is negative, the shapes
        differ or the reduction is unknown.
    """,
    ),
    slope=lambda target, prediction: np.exp(prediction) - target,
)
def poisson(target: Floats, prediction: Floats) -> Floats:
    r"""Poisson loss of a count: the surprise at it, if events come by chance at the rate exp(z).

    .. math:: C = e^z - y z, \qquad \frac{\partial C}{\partial z} = e^z - y

    The slope is prediction minus truth once more, as of the sigmoid and the softmax.

    References
    ----------
    PyTorch, *torch.nn.PoissonNLLLoss*,
    https://docs.pytorch.org/docs/stable/generated/torch.nn.PoissonNLLLoss.html

    Examples
    --------
    >>> print(poisson([0, 3], [0.0, 1.0], reduction="none").round(4))
    [ 1.     -0.2817]
    >>> print(poisson.gradient([0, 3], [0.0, 1.0], reduction="none").round(4))
    [ 1.     -0.2817]
    """
    rate = np.exp(prediction)
    return np.where(np.isposinf(rate), rate, rate - target * prediction)
