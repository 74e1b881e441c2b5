"""Activation functions in forms that neither overflow nor lose digits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.mistakes.foreign_names import explains_names
from lossviz.maths.sums import row_sums
from lossviz.maths.validation import as_axis, as_class_logits, as_floats


@explains_names
def sigmoid(z: ArrayLike) -> NDArray[np.floating]:
    r"""The logistic sigmoid: a logit becomes a probability.

    .. math:: \sigma(z) = \frac{1}{1 + e^{-z}}

    Parameters
    ----------
    z : array of any shape
        Logits; infinities are allowed.

    Returns
    -------
    array of the same shape
        Probabilities in [0, 1]; float32 in, float32 out.

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty or contains NaN.

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
        decay = np.exp(-np.abs(z))
        return np.asarray(np.where(np.signbit(z), decay, 1) / (1 + decay), z.dtype)[()]


@explains_names
def sigmoid_derivative(z: ArrayLike) -> NDArray[np.floating]:
    r"""The slope of the sigmoid.

    .. math:: \sigma'(z) = \sigma(z)\,(1 - \sigma(z)) = \sigma(z)\,\sigma(-z)

    Parameters
    ----------
    z : array of any shape
        Logits.

    Returns
    -------
    array of the same shape
        Slopes in [0, 1/4].

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty or contains NaN.

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
        decay = np.exp(-np.abs(z))
        return np.asarray(decay / (1 + decay) ** 2, z.dtype)[()]


@explains_names
def log_sigmoid(z: ArrayLike) -> NDArray[np.floating]:
    r"""The logarithm of the sigmoid, also where the sigmoid itself rounds to 0 or 1.

    .. math:: \ln\sigma(z) = \min(z, 0) - \ln(1 + e^{-|z|})

    Parameters
    ----------
    z : array of any shape
        Logits; infinities are allowed.

    Returns
    -------
    array of the same shape
        Log-probabilities in nats, at most 0.

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty or contains NaN.

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
        value = np.minimum(z, 0) - np.log1p(np.exp(-np.abs(z)))
        return np.asarray(value, z.dtype)[()]


@explains_names
def softmax(z: ArrayLike, *, axis: int = -1) -> NDArray[np.floating]:
    r"""Softmax: the logits of all classes become probabilities that sum to 1.

    .. math:: \mathrm{softmax}(z)_k = \frac{e^{z_k}}{\sum_j e^{z_j}}

    Parameters
    ----------
    z : array of shape (..., K)
        Logits; -inf excludes a class.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of the same shape
        Probabilities; float32 in, float32 out.

    Raises
    ------
    TypeError, ValueError
        If ``z`` is not numeric, is empty, contains NaN or +inf or excludes every class of a row,
        or if it has no such axis.

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
        parts = softmax_parts(np.moveaxis(z, axis, -1))
        return np.moveaxis(parts.into_probabilities(), -1, axis)


@explains_names
def log_softmax(z: ArrayLike, *, axis: int = -1) -> NDArray[np.floating]:
    r"""The logarithm of softmax, also where a probability rounds to 0 or 1.

    .. math:: \ln\mathrm{softmax}(z)_k = z_k - \ln\sum_j e^{z_j}

    Parameters
    ----------
    z : array of shape (..., K)
        Logits; -inf excludes a class.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of the same shape
        Log-probabilities in nats; -inf for an excluded class.

    Raises
    ------
    TypeError, ValueError
        As `softmax`.

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
        parts = softmax_parts(np.moveaxis(z, axis, -1))
        return np.moveaxis(parts.into_log_probabilities(), -1, axis)


@explains_names
def logsumexp(z: ArrayLike, *, axis: int = -1) -> NDArray[np.floating]:
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
    z = np.moveaxis(z, axis, -1)
    largest = z.max(axis=-1)
    with np.errstate(all="ignore"):
        value = largest + np.log1p(softmax_parts(z).rest).squeeze(axis=-1)
        return np.where(np.isinf(largest), largest, value)[()]  # inf - inf has no value


class SoftmaxParts(NamedTuple):
    """What softmax, its logarithm and its loss have in common, for classes on the last axis.

    Attributes
    ----------
    winner : index arrays that pick the largest logit of every row
    shifted : z - max(z), shape (..., K)
    weights : exp(shifted), shape (..., K)
    rest : sum of the weights of all classes but the winner, shape (..., 1)
    """

    winner: tuple[NDArray[np.intp], ...]
    shifted: NDArray[np.floating]
    weights: NDArray[np.floating]
    rest: NDArray[np.floating]

    def into_probabilities(self) -> NDArray[np.floating]:
        """Turn the weights into softmax, in place: new large arrays cost more than arithmetic."""
        return np.divide(self.weights, 1 + self.rest, out=self.weights)

    def into_log_probabilities(self) -> NDArray[np.floating]:
        """Turn the shifted logits into the logarithm of softmax, in place.

        Both terms have the same sign, so no digit is lost.
        """
        return np.subtract(self.shifted, np.log1p(self.rest), out=self.shifted)


def softmax_parts(z: NDArray[np.floating]) -> SoftmaxParts:
    """Shift the logits and sum the exponentials without checking anything.

    The winner has weight 1. It is left out of the sum, because in 1 + 1e-44 the small part,
    which is the loss of a right answer, would be lost.
    """
    # Made once: take_along_axis and put_along_axis would make it again in each call.
    winner = (*np.ix_(*map(np.arange, z.shape[:-1])), z.argmax(axis=-1))
    shifted = z - z[winner][..., np.newaxis]
    weights = np.exp(shifted)
    weights[winner] = 0
    rest = row_sums(weights)[..., np.newaxis]
    weights[winner] = 1
    return SoftmaxParts(winner, shifted, weights, rest)


def _class_logits(z: ArrayLike, axis: int) -> tuple[NDArray[np.floating], int]:
    axis = as_axis("z", as_floats("z", z), axis)
    return as_class_logits("z", z, axis=axis), axis
