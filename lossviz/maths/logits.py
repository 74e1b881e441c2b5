"""Sigmoid and softmax of logits that have been checked, and their logarithms, with all digits.

No exponential is taken of a positive number, so none overflows, and no difference of numbers that
are nearly equal. `lossviz.maths.activations` has the same functions for everyone, with checks.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lossviz.maths.arrays import Floats, Labels
from lossviz.maths.sums import row_sums

# --- yes or no -----------------------------------------------------------------------------


def decay(z: Floats) -> Floats:
    """exp(-|z|), which is never above 1."""
    return np.exp(-np.abs(z))


def sigmoid(z: Floats) -> Floats:
    """1 / (1 + exp(-z)), the probability of yes."""
    small = decay(z)
    return np.where(np.signbit(z), small, 1) / (1 + small)


def log_sigmoid(z: Floats) -> Floats:
    """ln σ(z): both terms have the same sign."""
    return np.minimum(z, 0) - np.log1p(decay(z))


def sigmoid_derivative(z: Floats) -> Floats:
    """σ(z) σ(-z), which keeps its digits where σ(z) rounds to 1."""
    small = decay(z)
    return small / (1 + small) ** 2


class SigmoidParts(NamedTuple):
    """What the sigmoid, its logarithm and its loss have in common.

    Attributes
    ----------
    z : the logits
    small : exp(-|z|)
    """

    z: Floats
    small: Floats

    def probabilities(self) -> tuple[Floats, Floats]:
        """σ(z) and σ(-z): of yes and of no."""
        total = 1 + self.small
        likely, unlikely = 1 / total, self.small / total
        negative = np.signbit(self.z)
        return np.where(negative, unlikely, likely), np.where(negative, likely, unlikely)

    def log_probabilities(self) -> tuple[Floats, Floats]:
        """ln σ(z) and ln σ(-z): of yes and of no."""
        both = np.log1p(self.small)
        return np.minimum(self.z, 0) - both, np.minimum(-self.z, 0) - both


def sigmoid_parts(z: Floats) -> SigmoidParts:
    """Take the one exponential that the sigmoid and its logarithm need."""
    return SigmoidParts(z, decay(z))


def quick_sigmoid(z: Floats) -> Floats:
    """1/(1 + exp(-z)) in place: three times as fast, but a very small σ(z) is 0."""
    with np.errstate(over="ignore"):  # 1/(1 + inf) is the right answer
        a = np.exp(-z)
        a += 1
        return np.reciprocal(a, out=a)


# --- classes on the last axis --------------------------------------------------------------


class SoftmaxParts(NamedTuple):
    """What softmax, its logarithm and its loss have in common, for classes on the last axis.

    Attributes
    ----------
    winner : index arrays that pick the largest logit of every row
    shifted : z - max(z), shape (..., K)
    weights : exp(shifted), shape (..., K)
    rest : sum of the weights of all classes but the winner, shape (..., 1)

    Both results are made in place, since new large arrays cost more than arithmetic: each can be
    asked for once.
    """

    winner: tuple[Labels, ...]
    shifted: Floats
    weights: Floats
    rest: Floats

    def probabilities(self) -> Floats:
        """Softmax, in the place of the weights."""
        return np.divide(self.weights, 1 + self.rest, out=self.weights)

    def log_probabilities(self) -> Floats:
        """Its logarithm, in the place of the shifted logits: both terms have the same sign."""
        return np.subtract(self.shifted, np.log1p(self.rest), out=self.shifted)

    def settle_winner(self, slope: Floats) -> Floats:
        """Recompute the slope of a likely winner, p - y with both near 1, from that of the others.

        The slopes of a row sum to 0, and those of the others have lost no digit.
        """
        own = slope[self.winner]
        slope[self.winner] = 0
        slope[self.winner] = np.where(self.rest.squeeze(axis=-1) < 1, -row_sums(slope), own)
        return slope


def softmax_parts(z: Floats) -> SoftmaxParts:
    """Shift the logits and sum the exponentials.

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


def softmax(z: Floats) -> Floats:
    """exp(z) / Σ exp(z) along the last axis."""
    return softmax_parts(z).probabilities()


def log_softmax(z: Floats) -> Floats:
    """z - ln Σ exp(z) along the last axis."""
    return softmax_parts(z).log_probabilities()


def logsumexp(z: Floats) -> Floats:
    """ln Σ exp(z) along the last axis."""
    largest = z.max(axis=-1)
    excess: Floats = np.log1p(softmax_parts(z).rest).squeeze(axis=-1)
    excess[np.isinf(largest)] = 0  # inf - inf has no value
    value: Floats = largest + excess
    return value
