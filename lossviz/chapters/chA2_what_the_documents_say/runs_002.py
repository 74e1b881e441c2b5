"""The runs that decide the claims of document 002."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    categorical_cross_entropy,
    entropy,
    log_softmax,
    mean_squared_error,
    quadratic_cost,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)

_LOGITS = np.array([[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]])
_LABELS = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])
_SOFT = np.array([[0.4, 0.1, 0.5], [0.3, 0.6, 0.1]])


def lost_line_break() -> Mapping[str, object]:
    """Two statements in one line, as on the page."""
    try:
        compile('result6 = loss(logits)print("logits_scaled=", result6)', "the page", "exec")
    except SyntaxError as error:
        return {"error": type(error).__name__}
    raise AssertionError("Python has learnt to read it")


def softmaxes() -> Mapping[str, object]:
    """The loss of the logits, of their softmax, and of the softmax of that."""
    first = softmax(_LOGITS)
    second = softmax(first)
    once, twice, thrice = (
        softmax_cross_entropy(_LABELS, z, reduction="none") for z in (_LOGITS, first, second)
    )
    pull = softmax_cross_entropy.gradient(_LABELS, first, reduction="none")[1]
    through = np.diag(first[1]) - np.outer(first[1], first[1])  # the slopes of the inner softmax
    pull_once = softmax_cross_entropy.gradient(_LABELS, _LOGITS, reduction="none")[1, 1]
    return {
        "first": row(first[0], 6),
        "second": row(second[0], 6),
        "once": row(once),
        "twice": row(twice),
        "thrice": row(thrice),
        "floor": softmax_cross_entropy([1, 0, 0], [1.0, 0.0, 0.0]),
        "pull_once": pull_once,
        "pull_twice": (through @ pull)[1],
    }


def by_hand() -> Mapping[str, object]:
    """The logarithm of a softmax: on the document's logits, and on logits ±1000."""
    far = np.array([1000.0, 0.0, -1000.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        naive = -np.sum(np.array([0, 0, 1]) * np.log(softmax(far)))
    return {"by_hand": row(-np.sum(_LABELS * np.log(softmax(_LOGITS)), axis=1)), "far": naive}


def soft_labels() -> Mapping[str, object]:
    """The loss of soft labels, and their entropies."""
    losses = softmax_cross_entropy(_SOFT, _LOGITS, reduction="none")
    return {"soft": row(losses), "floor": row(entropy(_SOFT, base=np.e))}


def sparse() -> Mapping[str, object]:
    """The loss with indices."""
    losses = sparse_softmax_cross_entropy([2, 1], _LOGITS, reduction="none")
    return {"sparse": row(losses), "shape": _LOGITS.shape}


def argmax() -> Mapping[str, object]:
    """Where the largest number of each row, and of each column, stands."""
    return {"right": row(_LABELS.argmax(axis=1), 0), "wrong": row(_LABELS.argmax(axis=0), 0)}


def not_one() -> Mapping[str, object]:
    """Labels with the sum 2: loss, its derivative s p − y, and p − y."""
    z, y = _LOGITS[0], np.array([1.0, 0.0, 1.0])
    p = softmax(z)
    return {
        "value": -(y * log_softmax(z)).sum(),
        "derivative": row(y.sum() * p - y, 3),
        "tensorflow": row(p - y, 3),
    }


def every_logit() -> Mapping[str, object]:
    """The gradient for the second row."""
    gradient = softmax_cross_entropy.gradient(_LABELS, _LOGITS, reduction="none")
    return {"gradient": row(gradient[1])}


def gaussian() -> Mapping[str, object]:
    """Minus log-densities of a Gaussian with σ = 1, less half the squared errors: all the same."""
    y, a = np.array([0.0, 1.0, -2.0]), np.array([0.3, 3.0, 1.0])
    density = np.exp(-((y - a) ** 2) / 2) / np.sqrt(2 * np.pi)
    rest = -np.log(density) - mean_squared_error(y, a, reduction="none") / 2
    return {"gap": round(float(np.ptp(rest)), 12)}


def evens_out() -> Mapping[str, object]:
    """Squares of two forecasts that agree on the right class; and the best one for a truth."""
    truth, even, uneven = np.eye(3)[0], np.array([0.5, 0.25, 0.25]), np.array([0.5, 0.5, 0.0])
    cross = categorical_cross_entropy(np.tile(truth, (2, 1)), [even, uneven], reduction="none")
    assert cross[0] == cross[1]
    grid = [(i / 10, j / 10, (10 - i - j) / 10) for i in range(11) for j in range(11 - i)]
    p = np.array([0.2, 0.3, 0.5])
    expected = [sum(p * np.sum((q - np.eye(3)) ** 2, axis=1)) for q in np.array(grid)]
    return {
        "even": np.sum((even - truth) ** 2),
        "uneven": np.sum((uneven - truth) ** 2),
        "cross": cross[0],
        "best": row(grid[int(np.argmin(expected))], 1),
    }


def one_factor() -> Mapping[str, object]:
    """The pull on the logit at an output of 0.98 where 0 is right, with both losses."""
    a = 0.98
    return {"cross": a, "square": quadratic_cost.gradient(0, a) * a * (1 - a)}
