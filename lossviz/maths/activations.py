"""Activation functions in forms that neither overflow nor lose digits.

Each checks its argument; the formulas themselves are in `lossviz.maths.logits`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

import lossviz.maths.logits as logits
from lossviz.maths.arrays import Floats
from lossviz.maths.documentation import shares
from lossviz.maths.mistakes.signatures import explains_names
from lossviz.maths.validation import as_axis, as_class_logits, as_floats

_ONE_BY_ONE = """
    Parameters
    ----------
    z : array of any shape
        Logits; infinities are allowed.

    Returns
    -------
    array of the same shape
        ...

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty or contains NaN.
    """

_BY_CLASS = """
    Parameters
    ----------
    z : array of shape (..., K)
        Logits; -inf excludes a class.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of the same shape
        ...

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty, contains NaN or +inf or excludes every class of a row,
        or if it has no such axis.
    """


@explains_names
@shares(_ONE_BY_ONE)
def sigmoid(z: ArrayLike) -> Floats:
    r"""The logistic sigmoid: a logit becomes a probability.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Returns
    -------
    Probabilities in [0, 1]; float32 in, float32 out.

    Notes
    -----
    The exponential is only taken of -abs(z), so it cannot overflow.

    References
    ----------
    Wikipedia, *Logistic function*, https://en.wikipedia.org/wiki/Logistic_function

    Examples
    --------
    >>> print(sigmoid([1.5, 4.0, -1000.0]).round(4))
    [0.8176 0.982  0.    ]
    """
    z = as_floats("z", z)
    with np.errstate(all="ignore"):
        return _as_given(logits.sigmoid(z), z)


@explains_names
@shares(_ONE_BY_ONE)
def sigmoid_derivative(z: ArrayLike) -> Floats:
    r"""The slope of the sigmoid.

    .. math:: \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = \sigma(z)\,\sigma(-z)

    Returns
    -------
    Slopes in [0, 1/4].

    Notes
    -----
    The second form keeps its digits where the sigmoid rounds to 1.

    References
    ----------
    Wikipedia, *Logistic function*, https://en.wikipedia.org/wiki/Logistic_function

    Examples
    --------
    >>> print(sigmoid_derivative([0.0, 1.5, 4.0]).round(5))
    [0.25    0.14915 0.01766]
    """
    z = as_floats("z", z)
    with np.errstate(all="ignore"):
        return _as_given(logits.sigmoid_derivative(z), z)


@explains_names
@shares(_ONE_BY_ONE)
def log_sigmoid(z: ArrayLike) -> Floats:
    r"""The logarithm of the sigmoid, also where the sigmoid itself rounds to 0 or 1.

    .. math:: \ln\sigma(z) = \min(z, 0) - \ln(1 + e^{-|z|})

    Returns
    -------
    Log-probabilities in nats, at most 0.

    References
    ----------
    Wikipedia, *Softplus*, https://en.wikipedia.org/wiki/Softplus (the same function with both
    signs turned)

    Examples
    --------
    >>> print(log_sigmoid([0.0, 50.0, -1000.0]))
    [-6.93147181e-01 -1.92874985e-22 -1.00000000e+03]
    """
    z = as_floats("z", z)
    with np.errstate(all="ignore"):
        return _as_given(logits.log_sigmoid(z), z)


@explains_names
@shares(_BY_CLASS)
def softmax(z: ArrayLike, *, axis: int = -1) -> Floats:
    r"""Softmax: the logits of all classes become probabilities that sum to 1.

    .. math:: \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Returns
    -------
    Probabilities; float32 in, float32 out.

    Notes
    -----
    Subtracting the largest logit from all changes nothing but keeps the exponentials small.

    References
    ----------
    Wikipedia, *Softmax function*, https://en.wikipedia.org/wiki/Softmax_function

    Examples
    --------
    >>> print(softmax([[2.0, 0.5, 6.0], [1000.0, 1000.0, -1000.0]]).round(4))
    [[0.0179 0.004  0.9781]
     [0.5    0.5    0.    ]]
    """
    z, axis = _class_logits(z, axis)
    with np.errstate(all="ignore"):
        return np.moveaxis(logits.softmax(np.moveaxis(z, axis, -1)), -1, axis)


@explains_names
@shares(_BY_CLASS)
def log_softmax(z: ArrayLike, *, axis: int = -1) -> Floats:
    r"""The logarithm of softmax, also where a probability rounds to 0 or 1.

    .. math:: \ln\mathrm{softmax}(z)_k = z_k - \ln\sum_j e^{z_j}

    Returns
    -------
    Log-probabilities in nats; -inf for an excluded class.

    References
    ----------
    Blanchard, Higham and Higham, *Accurately computing the log-sum-exp and softmax functions*,
    https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> print(log_softmax([50.0, -50.0]))
    [-3.72007598e-44 -1.00000000e+02]
    """
    z, axis = _class_logits(z, axis)
    with np.errstate(all="ignore"):
        return np.moveaxis(logits.log_softmax(np.moveaxis(z, axis, -1)), -1, axis)


@explains_names
def logsumexp(z: ArrayLike, *, axis: int = -1) -> Floats:
    r"""The logarithm of a sum of exponentials: a smooth maximum.

    .. math:: \mathrm{logsumexp}(z) = \ln\sum_j e^{z_j}

    Parameters
    ----------
    z : array of shape (..., K)
        Numbers; infinities are allowed.
    axis : int
        The axis to sum along.

    Returns
    -------
    array of shape (...)
        Between max(z) and max(z) + ln K.

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty or contains NaN, or if it has no such axis.

    Notes
    -----
    Where the result is close to 0 because a negative maximum cancels ln K, only its absolute
    error is small.

    References
    ----------
    Blanchard, Higham and Higham, *Accurately computing the log-sum-exp and softmax functions*,
    https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> print(logsumexp([[0.0, 0.0], [1000.0, 0.0]]).round(4))
    [6.931e-01 1.000e+03]
    """
    z = as_floats("z", z)
    axis = as_axis("z", z, axis)
    with np.errstate(all="ignore"):
        return logits.logsumexp(np.moveaxis(z, axis, -1))[()]


def _as_given(values: Floats, z: Floats) -> Floats:
    """The values in the type of the logits, and one number as a number."""
    return np.asarray(values, z.dtype)[()]


def _class_logits(z: ArrayLike, axis: int) -> tuple[Floats, int]:
    axis = as_axis("z", as_floats("z", z), axis)
    return as_class_logits("z", z, axis=axis), axis
