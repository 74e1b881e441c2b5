"""The runs that decide the first claims of document 001: surprise, entropy, cross-entropy."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy,
    entropy,
    log_softmax,
    nll,
    self_information,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)
from lossviz.maths.arrays import Floats

_EXAMPLE = np.array(
    [[2.8883, 0.1760, 1.0774], [1.1216, -0.0562, 0.0660], [-1.3939, -0.0967, 0.5853]]
)
_LABELS = np.array([1, 2, 0])


def smooth_or_not() -> Mapping[str, object]:
    """The loss far out on both axes: the logit's and the probability's."""
    return {
        "logit": sigmoid_cross_entropy(1, -1000.0),
        "slope": sigmoid_cross_entropy.gradient(1, -1000.0),
        "zero": binary_cross_entropy(1, 0.0),
    }


def slope_of_softmax() -> Mapping[str, object]:
    """p_i (δ_ij − p_j) beside small steps."""
    z, h = np.array([2.0, 0.5, 6.0]), 1e-5
    p = softmax(z)
    formula = p[:, np.newaxis] * (np.eye(3) - p)
    steps = [(softmax(z + nudge) - softmax(z - nudge)) / (2 * h) for nudge in h * np.eye(3)]
    return {"digits": _decimals(formula - np.transpose(steps))}


def clipped() -> Mapping[str, object]:
    """The clip of 1e-15 in float64, and in float32, which has no number so near to 1."""
    tiny = np.float32(1e-15)
    p = np.clip(np.float32(1), tiny, np.float32(1 - 1e-15))
    y = np.array([0, 1], dtype=np.float32)
    with np.errstate(divide="ignore", invalid="ignore"):
        wrong, right = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    edge = np.float32(1) - np.float32(1 - 1e-7)
    return {
        "largest": binary_cross_entropy(1, 0.0, eps=1e-15),
        "wrong": wrong,
        "right": right,
        "low": -np.log(edge),
        "high": binary_cross_entropy(1, 0.0, eps=1e-7),
    }


def pytorch_example() -> Mapping[str, object]:
    """One loss, in one step and in two."""
    logs = log_softmax(_EXAMPLE)
    return {
        "joined": sparse_softmax_cross_entropy(_LABELS, _EXAMPLE),
        "two_steps": nll(_LABELS, logs),
        "logs": row(logs[0]),
        "each": row(nll(_LABELS, logs, reduction="none")),
    }


def class_weights() -> Mapping[str, object]:
    """The two logits rows of document 002, labels 2 and 1, with class weights 1, 2, 5."""
    labels, logits = np.array([2, 1]), np.array([[2, 0.5, 6], [0.1, 0, 3]])
    weight = [1, 2, 5]
    total = sparse_softmax_cross_entropy(labels, logits, class_weight=weight, reduction="sum")
    mean = sparse_softmax_cross_entropy(labels, logits, class_weight=weight)
    return {"weights": mean, "samples": total / 2}


def never_one() -> Mapping[str, object]:
    """What a softmax over three says when one logit leads by 10."""
    return {"ten": softmax([10.0, 0.0, 0.0])[0]}


def information() -> Mapping[str, object]:
    """Bits of ever more probable events."""
    bits = self_information([1 / 8, 1 / 4, 1 / 2, 1])
    return {"bits": row(bits, 0), "own": bits[-1]}


def shooters() -> Mapping[str, object]:
    """The surprise of a hit and a miss, their sum, and their mean."""
    numbers: dict[str, object] = {}
    for name, hit in (("ming", 0.1), ("wang", 0.999)):
        surprise = self_information([hit, 1 - hit])
        numbers |= {
            f"{name}_hit": surprise[0],
            f"{name}_miss": surprise[1],
            f"{name}_sum": surprise.sum(),
            name: entropy([hit, 1 - hit]),
        }
    return numbers


def other_way_round() -> Mapping[str, object]:
    """One fixed forecast, and all distributions that it could be made for."""
    first = np.linspace(0, 1, 101)
    p, q = np.stack([first, 1 - first], axis=-1), np.array([0.3, 0.7])
    cost = cross_entropy(p, np.broadcast_to(q, p.shape), base=np.e)
    best, rest = p[cost.argmin()]
    return {"least": cost.min(), "best": best, "rest": rest, "equal": entropy(q, base=np.e)}


def three_outcomes() -> Mapping[str, object]:
    """Both formulas, for the truth (1, 0, 0) and two forecasts."""
    p = np.array([[1.0, 0.0, 0.0], [1.0, 0.0, 0.0]])
    q = np.array([[0.5, 0.2, 0.3], [0.8, 0.1, 0.1]])
    nats = categorical_cross_entropy(p, q, reduction="none")
    other = binary_cross_entropy(p, q, reduction="none").sum(axis=-1)
    return {"nats": row(nats), "tens": row(nats / np.log(10), 1), "other": row(other)}


def chain() -> Mapping[str, object]:
    """Softmax, its logarithm and the label, one after the other, for logits ±1000; and the loss."""
    z, label = np.array([1000.0, 0.0, -1000.0]), np.array([0, 0, 1])
    with np.errstate(divide="ignore", invalid="ignore"):
        literal = -np.sum(label * np.log(softmax(z)))
    return {"chain": literal, "joined": softmax_cross_entropy(label, z)}


def product() -> Mapping[str, object]:
    """The likelihood of 1000 samples, as a product and as a sum of logarithms."""
    p = np.full(1000, 0.01)
    return {"product": p.prod(), "total": -np.log(p).sum()}


def no_logarithm() -> Mapping[str, object]:
    """The formula of NLLLoss on probabilities: minus the mean of what it picks."""
    p = np.array([[0.8, 0.1, 0.1], [0.2, 0.7, 0.1]])
    return {"probabilities": -p[[0, 1], [0, 1]].mean()}


def _decimals(gap: Floats) -> int:
    """To how many decimals numbers agree that differ by this much; at most 8."""
    return min(8, int(-np.log10(np.abs(gap).max() + 1e-12)))
