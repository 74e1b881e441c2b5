"""Information measures of discrete distributions, in bits unless asked otherwise.

Events that cannot happen count as the limit says: 0·log 0 = 0. An event that happens although
it was called impossible costs infinity.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.validation import (
    as_axis,
    as_distributions,
    as_floats,
    as_number,
    as_probabilities,
    require_same_shape,
)


def self_information(p: ArrayLike, *, base: float = 2) -> NDArray[np.floating]:
    r"""The surprise of an event of probability p.

    .. math:: I(p) = -\log_b p

    Parameters
    ----------
    p : array of any shape
        Probabilities of events; they need not sum to 1.
    base : float
        Base b of the logarithm: 2 gives bits, ``numpy.e`` nats, 10 hartleys.

    Returns
    -------
    array of the same shape
        Information; ``inf`` for an impossible event.

    Raises
    ------
    TypeError, ValueError
        If ``p`` is not numeric, is empty or lies outside [0, 1], or if ``base`` is no number
        above 0 other than 1.

    References
    ----------
    Wikipedia, *Information content*, https://en.wikipedia.org/wiki/Information_content

    Examples
    --------
    >>> print(self_information([0.5, 0.125, 1.0, 0.0]))
    [ 1.  3.  0. inf]
    """
    p = as_probabilities("p", p)
    base = _as_base(base)
    with np.errstate(all="ignore"):
        return np.asarray(0 - _log(p, base), p.dtype)[()]


def entropy(p: ArrayLike, *, base: float = 2, axis: int = -1) -> NDArray[np.floating]:
    r"""Shannon entropy: the surprise to expect from a distribution.

    .. math:: H(p) = -\sum_k p_k \log_b p_k

    Parameters
    ----------
    p : array of shape (..., K)
        Distributions along ``axis``.
    base : float
        Base b of the logarithm: 2 gives bits, ``numpy.e`` nats.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of shape (...)
        Entropies, from 0 (certain) to log K (uniform).

    Raises
    ------
    TypeError, ValueError
        If ``p`` is not numeric, is empty, lies outside [0, 1] or does not sum to 1, if it has no
        such axis, or if ``base`` is no number above 0 other than 1.

    References
    ----------
    Shannon, *A Mathematical Theory of Communication*,
    https://doi.org/10.1002/j.1538-7305.1948.tb01338.x

    Examples
    --------
    >>> print(entropy([[0.25, 0.25, 0.25, 0.25], [0.0, 1.0, 0.0, 0.0]]))
    [2. 0.]
    """
    p = as_floats("p", p)  # here, where a fault can only be that of p
    return cross_entropy(p, p, base=base, axis=axis)


def cross_entropy(
    p: ArrayLike, q: ArrayLike, *, base: float = 2, axis: int = -1
) -> NDArray[np.floating]:
    r"""Cross-entropy: the surprise to expect if p happens and q was predicted.

    .. math:: H(p, q) = -\sum_k p_k \log_b q_k

    Parameters
    ----------
    p, q : arrays of the same shape (..., K)
        True and predicted distributions along ``axis``.
    base : float
        Base b of the logarithm: 2 gives bits, ``numpy.e`` nats.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of shape (...)
        Cross-entropies, at least the entropy of p; ``inf`` where something with p > 0 has q = 0.

    Raises
    ------
    TypeError, ValueError
        If ``p`` or ``q`` is not numeric, is empty, lies outside [0, 1] or does not sum to 1, if
        their shapes differ or have no such axis, or if ``base`` is no number above 0 other than 1.

    References
    ----------
    Wikipedia, *Cross-entropy*, https://en.wikipedia.org/wiki/Cross-entropy

    Examples
    --------
    >>> print(cross_entropy([0.5, 0.5, 0.0], [0.25, 0.5, 0.25]))
    1.5
    """
    p, q, axis = _as_two_distributions(p, q, axis)
    base = _as_base(base)
    with np.errstate(all="ignore"):
        terms = np.where(p, -p * _log(q, base), 0)
        return np.asarray(terms.sum(axis=axis) + 0, np.result_type(p, q))[()]  # + 0: no -0.0


def kl_divergence(
    p: ArrayLike, q: ArrayLike, *, base: float = 2, axis: int = -1
) -> NDArray[np.floating]:
    r"""Kullback–Leibler divergence: what it costs to expect q while p happens.

    .. math:: D(p \Vert q) = \sum_k p_k \log_b \frac{p_k}{q_k} = H(p, q) - H(p)

    Parameters
    ----------
    p, q : arrays of the same shape (..., K)
        True and predicted distributions along ``axis``.
    base : float
        Base b of the logarithm: 2 gives bits, ``numpy.e`` nats.
    axis : int
        The axis of the classes.

    Returns
    -------
    array of shape (...)
        Divergences: 0 for p = q, otherwise positive; ``inf`` where something with p > 0 has
        q = 0. It is no distance: exchanging p and q changes it.

    Raises
    ------
    TypeError, ValueError
        As `cross_entropy`.

    Notes
    -----
    Where p and q are close, log(p/q) is taken as log1p((p - q)/q), which keeps its digits.

    References
    ----------
    Kullback and Leibler, *On Information and Sufficiency*,
    https://doi.org/10.1214/aoms/1177729694

    Examples
    --------
    >>> print(kl_divergence([0.5, 0.5], [0.25, 0.75]).round(4))
    0.2075
    >>> print(kl_divergence([0.25, 0.75], [0.5, 0.5]).round(4))
    0.1887
    """
    p, q, axis = _as_two_distributions(p, q, axis)
    base = _as_base(base)
    with np.errstate(all="ignore"):
        change = (p - q) / q
        near = np.log1p(change) / np.log(base)
        log_ratio = np.where(np.abs(change) < 0.5, near, _log(p, base) - _log(q, base))
        terms = np.where(p, p * log_ratio, 0)
        return np.asarray(terms.sum(axis=axis), np.result_type(p, q))[()]


def _log(p: NDArray[np.floating], base: float) -> NDArray[np.floating]:
    if base == 2:
        return np.log2(p)  # exact for 1/2, 1/4, 1/8, …
    return np.log(p) / np.log(base)


def _as_base(base: float) -> float:
    base = as_number("base", base, above=0)
    if base == 1:
        raise ValueError("base is 1, which has no logarithm; give 2 for bits or numpy.e for nats.")
    return base


def _as_two_distributions(
    p: ArrayLike, q: ArrayLike, axis: int
) -> tuple[NDArray[np.floating], NDArray[np.floating], int]:
    q = as_floats("q", q)
    p = as_floats("p", p, integers=q.dtype)
    axis = as_axis("p", p, axis)
    require_same_shape(p=p, q=q)
    return as_distributions("p", p, axis=axis), as_distributions("q", q, axis=axis), axis
