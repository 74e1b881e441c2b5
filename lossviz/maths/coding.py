"""Optimal prefix codes: what entropy means in bits that can be counted."""

from __future__ import annotations

import heapq
import math

from numpy.typing import ArrayLike

from lossviz.maths.validation import as_distributions


def huffman_code(p: ArrayLike) -> tuple[str, ...]:
    r"""Code words of 0s and 1s, as short on average as a prefix code can be.

    No word is the beginning of another, so a text of words needs no separators. The expected
    length L obeys

    .. math:: H(p) \le L < H(p) + 1

    and equals the entropy when every probability is 1/2, 1/4, 1/8, …

    Parameters
    ----------
    p : array of shape (K,)
        Probabilities of K outcomes, at least two.

    Returns
    -------
    tuple of K strings
        The word for each outcome. An outcome with p = 0 gets one too, a long one.

    Raises
    ------
    TypeError, ValueError
        If ``p`` is not numeric, lies outside [0, 1], does not sum to 1, is not one-dimensional
        or has fewer than two outcomes.

    References
    ----------
    Huffman, *A Method for the Construction of Minimum-Redundancy Codes*,
    https://doi.org/10.1109/JRPROC.1952.273898

    Examples
    --------
    >>> huffman_code([0.5, 0.25, 0.125, 0.125])
    ('0', '10', '110', '111')
    """
    p = as_distributions("p", p)
    if p.ndim != 1 or p.size < 2:
        raise ValueError(f"p has shape {p.shape}; give the probabilities of two or more outcomes.")
    words = [""] * p.size
    # Each group: its probability, a number that settles ties (last made, first joined), and the
    # outcomes in it.
    groups = [(float(share), -order, [order]) for order, share in enumerate(p)]
    heapq.heapify(groups)
    for order in range(p.size, 2 * p.size - 1):
        light, _, right = heapq.heappop(groups)
        heavy, _, left = heapq.heappop(groups)
        for digit, members in (("0", left), ("1", right)):
            for outcome in members:
                words[outcome] = digit + words[outcome]
        heapq.heappush(groups, (light + heavy, -order, left + right))
    return tuple(words)


def code_length(p: ArrayLike, words: tuple[str, ...]) -> float:
    r"""Expected number of bits per outcome.

    .. math:: L = \sum_k p_k\, \ell_k \quad \text{with words of lengths } \ell_k

    Parameters
    ----------
    p : array of shape (K,)
        How often each outcome really happens.
    words : K strings
        The word for each outcome, made for any distribution.

    Returns
    -------
    float
        Bits per outcome.

    Raises
    ------
    TypeError, ValueError
        If ``p`` is no distribution, or has another number of outcomes than there are words, or
        if ``words`` is no tuple of strings.

    References
    ----------
    Wikipedia, *Shannon's source coding theorem*,
    https://en.wikipedia.org/wiki/Shannon%27s_source_coding_theorem

    Examples
    --------
    >>> code_length([0.25, 0.25, 0.25, 0.25], ("0", "10", "110", "111"))
    2.25
    """
    p = as_distributions("p", p)
    if not isinstance(words, (tuple, list)) or not all(isinstance(word, str) for word in words):
        raise TypeError(f"words is {words!r}; give a tuple of strings, one for each outcome.")
    if p.shape != (len(words),):
        raise ValueError(f"p has shape {p.shape}, but there are {len(words)} code words.")
    # Rounded once: the last digit of a product of arrays depends on the processor.
    return math.fsum(share * len(word) for share, word in zip(p.tolist(), words, strict=True))
