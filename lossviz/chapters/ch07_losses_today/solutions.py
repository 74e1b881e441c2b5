"""The functions that the exercises of chapter 7 ask for, the wrong ones, and inputs for them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lossviz.maths import info_nce

Array = NDArray[np.float64]
PADDING = -100


# --- captions for photos -----------------------------------------------------------------------


def similarities(photos: Array, captions: Array) -> Array:
    """The cosines of all photos, in rows, with all captions."""
    u, v = (rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (photos, captions))
    return np.asarray(u @ v.T)


def both_ways(table: Array, temperature: float) -> float:
    """Half the loss of the rows and half the loss of the columns."""
    rows, columns = (info_nce(t, temperature=temperature) for t in (table, table.T))
    return float((rows + columns) / 2)


def clip_loss(photos: Array, captions: Array, temperature: float) -> float:
    """What exercise 7.4 asks for."""
    return both_ways(similarities(photos, captions), temperature)


def naive_clip_loss(photos: Array, captions: Array, temperature: float) -> float:
    """The same, with exponentials that overflow."""
    weights = np.exp(similarities(photos, captions) / temperature)
    rows = np.diag(weights) / weights.sum(axis=1)
    columns = np.diag(weights) / weights.sum(axis=0)
    return float(-(np.log(rows).mean() + np.log(columns).mean()) / 2)


def some_embeddings(random: np.random.Generator) -> tuple[Array, Array, float]:
    """Three pairs of two numbers each, and a temperature."""
    photos, captions = random.normal(size=(2, 3, 2)).round(1) + 0.05
    return photos, captions, float(random.choice([0.2, 0.5, 2.0]))


# --- a padded batch ----------------------------------------------------------------------------


def batch_loss(losses: Array, labels: NDArray[np.int_]) -> float:
    """What exercise 7.5 asks for: the mean of all tokens that count."""
    return float(losses[labels != PADDING].mean())


def mean_of_sentences(losses: Array, labels: NDArray[np.int_]) -> float:
    """The flaw of exercise 7.5: a mean of each sentence first."""
    kept = labels != PADDING
    means = [row[keep].mean() for row, keep in zip(losses, kept, strict=True)]
    return float(np.mean(means))


def some_batch(random: np.random.Generator) -> tuple[Array, NDArray[np.int_]]:
    """Two sentences of up to four tokens, with at least one token each."""
    lengths = random.permutation([1, int(random.integers(2, 5))])
    labels = np.where(np.arange(4) < lengths[:, np.newaxis], random.integers(0, 9, (2, 4)), PADDING)
    return random.uniform(0.1, 6, (2, 4)).round(1), labels


# --- counts ------------------------------------------------------------------------------------


def poisson_of_rate(counts: Array, rates: Array) -> float:
    """What exercise 7.6 asks for; where nothing was counted, ln of the rate does not matter."""
    with np.errstate(all="ignore"):
        surprise = np.where(counts, counts * np.log(rates), 0)
    return float((rates - surprise).mean())


def some_counts(random: np.random.Generator) -> tuple[NDArray[np.int_], Array]:
    """Three counts, and rates."""
    return random.poisson(2, 3), random.uniform(0.2, 6, 3).round(1)
