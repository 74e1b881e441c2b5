"""Activation functions in forms that neither overflow nor lose digits."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.validation import as_floats


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
    decay = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, decay).astype(z.dtype) / (1 + decay)


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
    decay = np.exp(-np.abs(z))
    return decay / (1 + decay) ** 2
