"""The runs that decide the claims of document 000."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    kl_divergence,
    mean_squared_error,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
    steps_to_reach,
)
from lossviz.maths.arrays import Float64s

_TARGET = np.eye(4)[[1, 2, 3, 0, 2]]
_EVEN, _TILTED, _SURE = [0.25] * 4, [0.1, 0.1, 0.1, 0.7], [0.01, 0.01, 0.01, 0.97]


def _random_output() -> Float64s:
    return np.random.default_rng(0).normal(size=(5, 4))


def mean_over_what() -> Mapping[str, object]:
    """The formula divides by the 5 samples, the code by all 20 numbers."""
    squares = mean_squared_error(_TARGET, _random_output(), reduction="none")
    formula, code = squares.sum() / len(_TARGET), squares.mean()
    return {"formula": formula, "code": code, "factor": formula / code}


def three_ways() -> Mapping[str, object]:
    """The three lines of the document, on the same random numbers."""
    out = _random_output()
    mean = np.mean(np.square(_TARGET - out))
    norm = np.linalg.norm(_TARGET - out) ** 2 / (5 * 4)
    rows = np.mean((_TARGET - out) ** 2, axis=-1)
    return {"mean": mean, "norm": norm, "rows": row(rows, 3), "of_rows": rows.mean()}


def unit() -> Mapping[str, object]:
    """The same errors in metres and in centimetres."""
    metres = np.array([0.1, -0.2, 0.05])
    zero = np.zeros(3)
    factor = mean_squared_error(zero, 100 * metres) / mean_squared_error(zero, metres)
    return {"factor": factor}


def many_draws() -> Mapping[str, object]:
    """What the random output costs on average."""
    draws = np.random.default_rng(0).normal(size=(2000, 5, 4))
    return {"mean": np.mean((draws - _TARGET) ** 2)}


def three_entropies() -> Mapping[str, object]:
    """Entropies of ever surer distributions."""
    bits = [entropy(p) for p in (_EVEN, _TILTED, _SURE)]
    return {"tilted": bits[1], "sure": bits[2], "all": row(bits)}


def overwritten() -> Mapping[str, object]:
    """The code of the document: `a` is replaced by p log p before it is used again."""
    a = np.full(4, 0.25)
    a = a * np.log2(a)
    with np.errstate(invalid="ignore"):
        printed = -np.sum(a * np.log2(a))
    return {"first": row(a, 1), "second": printed, "meant": entropy(_EVEN)}


def difference() -> Mapping[str, object]:
    """Cross-entropy of two equal distributions, and of two different ones."""
    return {
        "equal": cross_entropy([0.5, 0.5], [0.5, 0.5], base=np.e),
        "different": cross_entropy([1, 0], [0.8, 0.2], base=np.e),
    }


def decomposition() -> Mapping[str, object]:
    """H(p, q) and H(p) + D of the soft labels of document 002."""
    p = np.array([[0.4, 0.1, 0.5], [0.3, 0.6, 0.1]])
    z = np.array([[2, 0.5, 6], [0.1, 0, 3]])
    q = np.exp(z) / np.exp(z).sum(axis=-1, keepdims=True)
    both = entropy(p, base=np.e), kl_divergence(p, q, base=np.e)
    whole = cross_entropy(p, q, base=np.e)
    assert np.allclose(whole, both[0] + both[1])
    return {"whole": row(whole), "own": row(both[0]), "excess": row(both[1])}


def no_distance() -> Mapping[str, object]:
    """D has another value backwards, and a detour can be shorter."""
    p, q, r = [0.5, 0.5], [0.9, 0.1], [0.7, 0.3]
    there, back = kl_divergence(p, q, base=np.e), kl_divergence(q, p, base=np.e)
    detour = kl_divergence(p, r, base=np.e) + kl_divergence(r, q, base=np.e)
    return {"there": there, "back": back, "detour": detour}


def one_hot() -> Mapping[str, object]:
    """0 · log 0 as the document's code computes it, and as it is meant."""
    p = np.array([0.0, 1.0, 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        plain = -np.sum(p * np.log(p))
    return {"plain": plain, "meant": entropy(p)}


def three_forecasts() -> Mapping[str, object]:
    """The three losses at the end of the document."""
    forecasts = ([0.25] * 4, [0.1, 0.1, 0.7, 0.1], [0.01, 0.97, 0.01, 0.01])
    nats = [categorical_cross_entropy([0, 1, 0, 0], q) for q in forecasts]
    return {"first": nats[0], "second": nats[1], "third": nats[2], "bits": nats[0] / np.log(2)}


def size_of_the_correction() -> Mapping[str, object]:
    """dC/dz of (a − y)²/2 behind a sigmoid, for y = 0: a²(1 − a)."""
    a = np.linspace(0, 1, 30_001)
    pull = a**2 * (1 - a)
    return {"place": a[pull.argmax()], "largest": pull.max(), "sure": 0.98**2 * 0.02}


def two_classes() -> Mapping[str, object]:
    """A softmax over (0, 1.5) and a sigmoid of 1.5."""
    soft = softmax_cross_entropy([0, 1], [0, 1.5])
    assert np.isclose(soft, sigmoid_cross_entropy(1, 1.5))
    return {"soft": soft}


def any_start() -> Mapping[str, object]:
    """Steps of cross-entropy from a start near 0 and from a far one: both arrive."""
    steps = steps_to_reach(0.1, [0.01, 10.0], loss="sigmoid_cross_entropy", learning_rate=0.5)
    return {"near": steps[0], "far": steps[1]}


def two_words() -> Mapping[str, object]:
    """The example that is cut off: two words of a vocabulary of three."""
    logits = [[2.0, -1.0, 3.0], [1.0, 0.0, -0.5]]
    return {"losses": row(sparse_softmax_cross_entropy([2, 0], logits, reduction="none"))}
