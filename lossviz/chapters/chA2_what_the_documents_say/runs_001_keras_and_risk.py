"""The runs that decide what document 001 says on the losses of tf.keras, and on risk."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy,
    mean_squared_error,
    sigmoid,
    sigmoid_cross_entropy,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)

_LOGITS = np.array([[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]])


def wrong_logit() -> Mapping[str, object]:
    """A logit of −50 where the answer is yes: from the logit, and from a clipped sigmoid."""
    p = sigmoid(-50.0)
    return {
        "logits": sigmoid_cross_entropy(1, -50.0),
        "clipped": binary_cross_entropy(1, p, eps=1e-7),
        "pull": binary_cross_entropy.gradient(1, p, eps=1e-7),
    }


def shapes() -> Mapping[str, object]:
    """Losses of two rows of three outputs, before any mean, and after that of a row."""
    each = sigmoid_cross_entropy(np.eye(3)[[2, 1]], _LOGITS, reduction="none")
    rows = each.mean(axis=-1)
    softmax = softmax_cross_entropy(np.eye(3)[[2, 1]], _LOGITS, reduction="none")
    return {
        "full": each.shape,
        "shape": rows.shape,
        "mean": each.mean(),
        "of_rows": rows.mean(),
        "softmax_shape": softmax.shape,
    }


def two_classes() -> Mapping[str, object]:
    """A softmax over two logits and a sigmoid of their difference."""
    return {
        "soft": softmax_cross_entropy([0, 1], [0, 1.5]),
        "sigmoid": sigmoid_cross_entropy(1, 1.5),
    }


def sparse() -> Mapping[str, object]:
    """Indices and one-hot labels; and the two conventions of Keras for (1, 1, 2), label 1."""
    labels = np.array([2, 1])
    one = sparse_softmax_cross_entropy(labels, _LOGITS, reduction="none")
    two = softmax_cross_entropy(np.eye(3)[labels], _LOGITS, reduction="none")
    assert np.array_equal(one, two)
    outputs = np.array([1.0, 1.0, 2.0])
    clip = np.clip(outputs, 1e-7, 1 - 1e-7)
    return {
        "sparse": row(one),
        "normalised": -np.log(outputs[1] / outputs.sum()),
        "clipped": -np.log(clip[1] / clip.sum()),
    }


def large_numbers() -> Mapping[str, object]:
    """A difference of 1 between large numbers: float32 has not enough digits for it."""
    one, other = 1e8 + 1, 1e8
    return {
        "float32": mean_squared_error(np.float32(one), np.float32(other)),
        "float64": mean_squared_error(one, other),
    }


def sums() -> Mapping[str, object]:
    """What "sum" means: of the means of rows, or of everything."""
    target = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
    output = np.array([[0.1, 0.8, 2.5], [3.0, 6.0, -5.0]])
    each = mean_squared_error(target, output, reduction="none")
    return {"rows": each.mean(axis=-1).sum(), "all": each.sum()}


def one_loss_two_names() -> Mapping[str, object]:
    """Log loss of four samples, and the cross-entropy of their labels' shares."""
    q = np.array([0.5, 0.2, 0.3])
    labels = np.array([0, 0, 1, 2])
    log_loss = categorical_cross_entropy(np.eye(3)[labels], np.tile(q, (4, 1)))
    shares = np.bincount(labels) / len(labels)
    return {"log_loss": log_loss, "cross": cross_entropy(shares, q, base=np.e)}


def lucky_guesser() -> Mapping[str, object]:
    """The share of wrong guesses: of one guesser on many coins, of the best of 1000 on ten."""
    random = np.random.default_rng(0)
    many = 100_000
    fixed = np.mean(random.integers(0, 2, many) != 1)
    coins, guesses = random.integers(0, 2, 10), random.integers(0, 2, (1000, 10))
    return {"many": many, "fixed": fixed, "best": (guesses != coins).mean(axis=1).min()}


def coin() -> Mapping[str, object]:
    """The forecast with the least log loss, and that with the largest likelihood."""
    q = np.arange(1, 100) / 100
    heads = np.repeat([1.0, 0.0], [7, 3])
    losses = [binary_cross_entropy(heads, np.full(10, each)) for each in q]
    likelihoods = q**7 * (1 - q) ** 3
    return {"loss": q[np.argmin(losses)], "likelihood": q[np.argmax(likelihoods)]}
