"""What the exercises of chapter 4 that ask for a function compare with, right and nearly right."""

from __future__ import annotations

import numpy as np

from lossviz.checking import Array
from lossviz.maths import log_softmax, sigmoid, sparse_softmax_cross_entropy


def token_loss(labels: Array, logits: Array, ignore: int) -> float:
    """Return the mean loss of the labels that are not to be ignored."""
    counted = np.asarray(labels) != ignore
    losses = sparse_softmax_cross_entropy(
        np.asarray(labels)[counted], np.asarray(logits)[counted], reduction="none"
    )
    return float(losses.mean())


def all_token_losses(labels: Array, logits: Array, ignore: int) -> Array:
    """Return the losses of all positions, the padding taken for class 0."""
    known = np.where(np.asarray(labels) == ignore, 0, labels)
    return sparse_softmax_cross_entropy(known, logits, reduction="none")


def counted_losses(labels: Array, logits: Array, ignore: int) -> Array:
    """Return the losses of all positions, 0 at the padding."""
    losses: Array = all_token_losses(labels, logits, ignore) * (np.asarray(labels) != ignore)
    return losses


def a_sentence(random: np.random.Generator) -> tuple[Array, Array, int]:
    """Draw labels with padding at their end, and logits."""
    labels = random.integers(4, size=6)
    labels[random.integers(2, 6) :] = -100
    return labels, random.normal(0, 2, size=(6, 4)).round(2), -100


def focal(y: int, z: Array, gamma: float) -> float:
    """Return −(1 − a_t)^γ ln a_t, from logits."""
    log_a = log_softmax(z)[y]
    return float(-((-np.expm1(log_a)) ** gamma) * log_a)


def focal_of(y: int, a: Array, gamma: float) -> float:
    """Return the same from probabilities, with what they have lost."""
    return float(-((1 - a[y]) ** gamma) * np.log(a[y]))


def naive_softmax(z: Array) -> Array:
    """Return softmax as the formula says, which overflows."""
    probabilities: Array = np.exp(z) / np.exp(z).sum()
    return probabilities


def a_sample(random: np.random.Generator) -> tuple[int, Array, float]:
    """Draw a label, logits and a γ."""
    return int(random.integers(4)), random.normal(0, 2, size=4).round(2), float(random.integers(4))


def probability(z: Array, pos_weight: float) -> Array:
    """Return the probability of yes, with the weight taken back."""
    return sigmoid(z - np.log(pos_weight))


def weighted_logits(random: np.random.Generator) -> tuple[Array, float]:
    """Draw logits and the weight that they were trained with."""
    return random.normal(0, 3, size=3).round(2), float(random.integers(2, 100))
