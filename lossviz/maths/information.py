"""Information measures of discrete distributions, in bits unless asked otherwise.

Events that cannot happen count as the limit says: 0·log 0 = 0. An event that happens although
it was called impossible costs infinity.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s, Floats
from lossviz.maths.documentation import shares
from lossviz.maths.mistakes import arguments
from lossviz.maths.mistakes.signatures import explains_names
from lossviz.maths.sums import row_sums
from lossviz.maths.validation import (
    as_axis,
    as_distributions,
    as_floats,
    as_number,
    as_probabilities,
    require_same_shape,
)

# Rows are computed in blocks of so many numbers: they fit the processor's cache, which doubles
# the speed of large arrays.
_BLOCK = 2**14
# log(p/q) cancels against p - q where it is smaller than this; a series takes over.
_NEAR = 0.06

_OF_TWO = """
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
        ...

    Raises
    ------
    TypeError, ValueError
        If ``p`` or ``q`` is not numeric, is empty, lies outside [0, 1] or does not sum to 1, if
        their shapes differ or have no such axis, or if ``base`` is no number above 0 other than 1.
    """


@explains_names
def self_information(p: ArrayLike, *, base: float = 2) -> Floats:
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


@explains_names
def entropy(p: ArrayLike, *, base: float = 2, axis: int = -1) -> Floats:
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
    p = as_floats("p", p)
    p = _as_rows("p", p, as_axis("p", p, axis))
    return _by_rows(_mean_surprise, _as_base(base), p, p)


@explains_names
@shares(_OF_TWO)
def cross_entropy(p: ArrayLike, q: ArrayLike, *, base: float = 2, axis: int = -1) -> Floats:
    r"""Cross-entropy: the surprise to expect if p happens and q was predicted.

    .. math:: H(p, q) = -\sum_k p_k \log_b q_k

    Returns
    -------
    Cross-entropies, at least the entropy of p; ``inf`` where something with p > 0 has q = 0.

    Notes
    -----
    Where p and q nearly agree, rounding may put the sum below H(p), the least that it can be; there
    H(p) is returned.

    References
    ----------
    Wikipedia, *Cross-entropy*, https://en.wikipedia.org/wiki/Cross-entropy

    Examples
    --------
    >>> print(cross_entropy([0.5, 0.5, 0.0], [0.25, 0.5, 0.25]))
    1.5
    """
    p, q = _as_two_distributions("cross_entropy", p, q, axis)
    return _by_rows(_cross_entropy, _as_base(base), p, q)


@explains_names
@shares(_OF_TWO)
def kl_divergence(p: ArrayLike, q: ArrayLike, *, base: float = 2, axis: int = -1) -> Floats:
    r"""Kullback–Leibler divergence: what it costs to expect q while p happens.

    .. math:: D(p \Vert q) = \sum_k p_k \log_b \frac{p_k}{q_k} = H(p, q) - H(p)

    Returns
    -------
    Divergences: 0 for p = q, otherwise positive; ``inf`` where something with p > 0 has
    q = 0. It is no distance: exchanging p and q changes it.

    Notes
    -----
    Computed is

    .. math:: \sum_k \left( p_k \log \frac{p_k}{q_k} - p_k + q_k \right)

    in which no term is negative, each with nearly all its digits. The sums of p and of q are both
    1, so this is the same; where they are off by a rounding, it is what keeps that rounding from
    hiding a small divergence or making it negative.

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
    p, q = _as_two_distributions("kl_divergence", p, q, axis)
    return _by_rows(_divergence, _as_base(base), p, q)


def _mean_surprise(p: Floats, q: Floats, base: float) -> Floats:
    """-Σ p log q of each row."""
    sums: Floats = np.where(p, -p * _log(q, base), 0).sum(axis=-1)
    return sums


def _cross_entropy(p: Floats, q: Floats, base: float) -> Floats:
    """-Σ p log q of each row, but never on the wrong side of -Σ p log p."""
    sums = _mean_surprise(p, q, base)
    # With d = Σ |p - q|, D(p‖q) is at least d²/2. Beyond this d it is larger than what rounding
    # may do, to the sums and to p and q themselves.
    close = row_sums(np.abs(p - q)) < 4 * np.finfo(sums.dtype).eps ** 0.25
    if close.any():
        p = p[close]
        least = _mean_surprise(p, p, base)
        sums[close] = np.maximum(sums[close], least) if base > 1 else np.minimum(sums[close], least)
    return sums


def _divergence(p: Floats, q: Floats, base: float) -> Float64s:
    """Σ [p log(p/q) - p + q] of each row, in float64: float32 would lose small differences."""
    p, q = (array.astype(np.float64, copy=False) for array in (p, q))
    nats = np.log(base)
    excess = p - q
    log_ratio = _log(p / q, base)
    near = np.abs(log_ratio) < _NEAR / abs(nats)
    terms = p * log_ratio
    # 0·log 0, and what has q = 0 or a q so small that p/q overflows
    special = ~np.isfinite(terms)
    some_p, some_q = p[special], q[special]
    terms[special] = np.where(some_p, some_p * (_log(some_p, base) - _log(some_q, base)), 0)
    terms[near] = _near_terms(p[near], excess[near]) / nats
    excess[near] = 0
    divergence: Float64s = terms.sum(axis=-1) - excess.sum(axis=-1) / nats
    return divergence


def _near_terms(p: Float64s, excess: Float64s) -> Float64s:
    """p log(p/q) - p + q in nats, for an excess p - q so small that these would cancel.

    With s = (p - q)/(p + q) it is (p + q) [(1 + s) artanh s - s], and
    artanh s = s + s³/3 + s⁵/5 + …; the first term left out is less than 1e-14 of the sum.
    """
    total = 2 * p - excess  # p + q
    s = excess / total
    s2 = s * s
    tail = s * (1 / 3 + s2 * (1 / 5 + s2 * (1 / 7 + s2 / 9)))  # artanh s = s + s² · tail
    return total * s2 * (1 + (1 + s) * tail)


def _by_rows(
    measure: Callable[..., Floats],
    base: float,
    p: Floats,
    q: Floats,
) -> Floats:
    """Apply ``measure`` to all rows, block by block."""
    *shape, classes = p.shape
    values = np.empty(shape, np.result_type(p, q)).reshape(-1)
    p, q = (np.ascontiguousarray(array).reshape(-1, classes) for array in (p, q))
    rows = max(1, _BLOCK // classes)
    with np.errstate(all="ignore"):
        for start in range(0, len(values), rows):
            block = slice(start, start + rows)
            values[block] = measure(p[block], q[block], base)
    return values.reshape(shape)[()]


def _log(p: Floats, base: float) -> Floats:
    if base == 2:
        return np.log2(p)  # exact for 1/2, 1/4, 1/8, …
    nats: Floats = np.log(p)
    return nats / math.log(base)


def _as_base(base: float) -> float:
    if base is None or isinstance(base, str):
        raise TypeError(f"base is {base!r}; give 2 for bits or numpy.e for nats.")
    base = as_number("base", base, above=0)
    if base == 1:
        raise ValueError("base is 1, which has no logarithm; give 2 for bits or numpy.e for nats.")
    return base


def _as_two_distributions(
    function: str, p: ArrayLike, q: ArrayLike, axis: int
) -> tuple[Floats, Floats]:
    try:
        q_array = as_floats("q", q)
        p_array = as_floats("p", p, integers=q_array.dtype)
        axis = as_axis("p", p_array, axis)
        require_same_shape(p=p_array, q=q_array)
        return _as_rows("p", p_array, axis), _as_rows("q", q_array, axis)
    except ValueError as error:
        better = arguments.for_two_distributions(function, p, q)
        if not better:
            raise
        raise ValueError(f"{str(error).partition('; ')[0]}; {better}") from None


def _as_rows(name: str, value: Floats, axis: int) -> Floats:
    """Return distributions with their classes last."""
    return np.moveaxis(as_distributions(name, value, axis=axis), axis, -1)
