"""The runs that decide the claims of document 004."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    fit_logistic,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)

_LOGITS = np.array([[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]])
_LABELS = np.array([[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]])


def other_way_round() -> Mapping[str, object]:
    """A fixed forecast, for the truth (0, 1) and for itself."""
    q = [0.3, 0.7]
    return {"least": cross_entropy([0, 1], q, base=np.e), "equal": entropy(q, base=np.e)}


def smallest() -> Mapping[str, object]:
    """The forecast with the least cross-entropy for a fixed truth."""
    q = np.arange(1, 100) / 100
    forecasts = np.stack([q, 1 - q], axis=-1)
    cost = cross_entropy(np.broadcast_to([0.3, 0.7], forecasts.shape), forecasts, base=np.e)
    assert np.isclose(cost.min(), entropy([0.3, 0.7], base=np.e))
    return {"best": q[cost.argmin()], "least": cost.min()}


def base() -> Mapping[str, object]:
    """Bits in a nat: by this much every loss and every gradient grows."""
    p, q = [0.3, 0.7], [0.6, 0.4]
    return {"factor": cross_entropy(p, q, base=2) / cross_entropy(p, q, base=np.e)}


def matrix_mean() -> Mapping[str, object]:
    """The mean over all numbers of the matrix, and over the samples."""
    p = softmax(_LOGITS)
    return {
        "matrix": -np.mean(_LABELS * np.log(np.clip(p, 1e-10, 1.0))),
        "samples": categorical_cross_entropy(_LABELS, p),
    }


def clip() -> Mapping[str, object]:
    """Two classes, the wrong one ahead by a gap: loss and pull through a clip at 1e-10."""

    def pull(gap: float) -> float:
        p = float(sigmoid(-gap))
        return p - 1 if p > 1e-10 else 0.0  # what is clipped does not depend on the logit

    return {"alive": pull(23.02), "dead": pull(23.03), "stuck": -np.log(1e-10)}


def upper_limit() -> Mapping[str, object]:
    """The largest of very many probabilities in float32."""
    z = 20 * np.random.default_rng(0).normal(size=(100_000, 10)).astype(np.float32)
    p = softmax(z)
    assert p.dtype == np.float32
    assert p.max() <= 1
    return {"largest": p.max(), "many": p.size}


def softmax_twice() -> Mapping[str, object]:
    """The loss of probabilities that are taken for logits."""
    return {"twice": row(softmax_cross_entropy(_LABELS, softmax(_LOGITS), reduction="none"))}


def sigmoid_loss() -> Mapping[str, object]:
    """The three formulas, to the letter and as they are meant."""
    x, z = 2.0, 1.0
    right, negative = (sigmoid_cross_entropy(z, each) for each in (x, -x))
    assert np.isclose(right, x - x * z + np.log(1 + np.exp(-x)))
    assert np.isclose(negative, x * z + np.log(1 + np.exp(-x)))
    far = np.float32(-100)
    with np.errstate(over="ignore"):
        first_far = far - far * 0 + np.log(1 + np.exp(-far))
    return {
        "right": right,
        "literal": max(x, 0) * x * z + np.log(1 + np.exp(abs(x))),
        "negative": negative,
        "negative_literal": -x * z + np.log(1 + np.exp(-x)),
        "first_far": first_far,
        "far": sigmoid_cross_entropy(0.0, far),
    }


def shape() -> Mapping[str, object]:
    """The shape of the sigmoid loss before any mean."""
    return {"shape": sigmoid_cross_entropy(_LABELS, _LOGITS, reduction="none").shape}


def positive_weight() -> Mapping[str, object]:
    """The weighted loss, and the formula as it stands, without its minus signs."""
    x, z, q = 0.3, 1.0, 3.0
    right = sigmoid_cross_entropy(z, x, pos_weight=q)
    return {"right": right, "literal": q * z * np.log(sigmoid(x))}


def what_it_does() -> Mapping[str, object]:
    """Logistic regression on two bells, one positive in 100, with weights 1 and 99."""
    random = np.random.default_rng(0)
    y = np.repeat([0, 1], [9900, 100])
    x = random.normal(size=10_000) + 2 * y
    numbers: dict[str, object] = {}
    for name, q in (("1", 1.0), ("q", 99.0)):
        fit = fit_logistic(x, y, pos_weight=q)
        p = sigmoid(fit.weight * x + fit.bias)
        chosen = p > 0.5
        numbers |= {
            f"recall_{name}": chosen[y == 1].mean(),
            f"precision_{name}": y[chosen].mean(),
            f"mean_{name}": p.mean(),
        }
    return numbers


def scaled() -> Mapping[str, object]:
    """Logits plus 5, and times 10."""
    shifted, tenfold = (
        softmax_cross_entropy(_LABELS, z, reduction="none") for z in (_LOGITS + 5, 10 * _LOGITS)
    )
    return {"shifted": row(shifted), "tenfold": row(tenfold)}


def one_row() -> Mapping[str, object]:
    """One row of labels for two rows of logits."""
    labels = np.broadcast_to([0.0, 0.0, 1.0], _LOGITS.shape)
    return {"broadcast": row(softmax_cross_entropy(labels, _LOGITS, reduction="none"))}


def independent() -> Mapping[str, object]:
    """Heads and tails of one coin, and heads of two coins."""
    one = {"heads": 0.5, "tails": 0.5}
    return {"both": 0.0 * one["heads"], "independent": one["heads"] * one["tails"]}


def distribution() -> Mapping[str, object]:
    """What ours says of labels with the sum 2."""
    return {"refused": _refusal(lambda: softmax_cross_entropy([1.0, 0.0, 1.0], _LOGITS[0]))}


def shape_of_softmax() -> Mapping[str, object]:
    """The shape of the softmax loss before any mean."""
    return {"shape": softmax_cross_entropy(_LABELS, _LOGITS, reduction="none").shape}


def label_range() -> Mapping[str, object]:
    """What ours says of a label that is too large."""
    return {"refused": _refusal(lambda: sparse_softmax_cross_entropy([3, 1], _LOGITS))}


def _refusal(call: Callable[[], object]) -> str:
    """Return the first half of an error message: what is wrong, without the remedy."""
    try:
        call()
    except ValueError as error:
        return str(error).partition(";")[0]
    raise AssertionError("it was taken")
