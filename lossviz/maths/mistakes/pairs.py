"""Mistakes that a target and a prediction make together, and the way out of each.

A loss says what it expects of its two arguments: a `Role` each. When it has refused them, `remedy`
asks which mistake explains what was given: PyTorch's order, a single class, class numbers where
rows are due, classes on axis 1, logits where probabilities are due.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from lossviz.maths.mistakes import arguments, looks
from lossviz.maths.mistakes.call import (
    BOTH,
    BY_ROW,
    Call,
    Role,
    classes_on_axis,
    fits_prediction,
    fits_target,
)
from lossviz.maths.mistakes.looks import Numbers
from lossviz.maths.mistakes.shapes import other_shapes
from lossviz.maths.mistakes.targets import another_target

_SWAP = (
    "the target comes first here; PyTorch puts it last. Exchange the two: "
    "`target, prediction = prediction, target`."
)


def remedy(
    loss: str,
    expects: tuple[Role, Role],
    target: Any,
    prediction: Any,
    *,
    reduction: str,
    options: Mapping[str, Any],
) -> str | None:
    """Return what to do about arguments that a loss has refused, or None if only it knows.

    ``options`` are those among class_weight, ignore_index and pos_weight that were given.
    """
    found = _words(expects, target, prediction) or _missing(expects, target)
    if found:
        return found
    t, p = looks.numbers_in(target), looks.numbers_in(prediction)
    if t is None or p is None:
        return None
    labels = np.asarray(target).dtype.kind in "iu"
    if "ignore_index" in options and abs(options["ignore_index"]) < 2**63:
        t = np.where(t == options["ignore_index"], 0, t)
    call = Call(loss, expects, t, p, labels, reduction, tuple(options))
    for explain in (_exchanged, _one_class, another_target, other_shapes, _another_prediction):
        found = explain(call)
        if found:
            return found
    return None


def _words(expects: tuple[Role, Role], target: Any, prediction: Any) -> str | None:
    """Names of classes instead of numbers."""
    words = arguments.words_in(target)
    if not words:
        if arguments.words_in(prediction) and looks.numbers_in(target) is not None:
            return _SWAP
        return None
    if looks.numbers_in([_float(word) for word in words]) is not None:
        return None  # numbers in quotation marks have their own remedy
    role = expects[0]
    yes = f"numpy.asarray(target) == {words[-1]!r}"
    numbered = "numpy.unique(target, return_inverse=True)[1]"
    outputs = looks.numbers_in(prediction)
    classes = outputs.shape[-1] if outputs is not None and outputs.ndim else 0
    if role in (Role.LABELS, Role.ROWS) and classes != len(words):
        return (
            f"{len(words)} different words stand beside {classes} classes; number them by a list "
            "of all classes in the order of the columns."
        )
    if role is Role.LABELS:
        return f"number the words in the order of the alphabet: `target = {numbered}`."
    if role is Role.ROWS:
        return (
            "number the words in the order of the alphabet and make a column for each: "
            f"`target = numpy.equal.outer({numbered}, numpy.arange({classes}))`."
        )
    if role is Role.SIGNS:
        return (
            f"compare the words with the one that means yes: `target = numpy.where({yes}, 1, -1)`."
        )
    if role is Role.YES_OR_NO:
        return f"compare the words with the one that means yes: `target = {yes}`."
    return "a regression predicts numbers; for words take a loss of classes."


def _float(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return np.nan


def _missing(expects: tuple[Role, Role], target: Any) -> str | None:
    """Samples without a target, marked by NaN or by a mask."""
    if isinstance(target, np.ma.MaskedArray):
        kept = "~numpy.ma.getmaskarray(target)"
    elif looks.some_none(target):
        kept = "numpy.not_equal(target, None)"
    elif looks.some_nan(target):
        kept = "~numpy.isnan(target)"
    else:
        return None
    if expects[0] is Role.ROWS:
        kept += ".any(axis=-1)"
    return f"if this marks samples without an answer, {arguments.leave_out(*BOTH, kept)}."


def _exchanged(call: Call) -> str | None:
    """PyTorch's order: the second argument would pass as a target, and the first does not."""
    role, t, p = call.expects[0], call.target, call.prediction
    if role is Role.NUMBERS:
        return None  # nothing tells a true number from a predicted one
    if fits_target(call, t, p) or (role is Role.YES_OR_NO and looks.nearly_probabilities(t)):
        return None
    if _labels_of(t, p):
        return _SWAP
    passes, takes = fits_target(call, p, t), fits_prediction(call.expects[1], t)
    answers = p.shape == t.shape and (looks.zeros_and_ones(p) or looks.signs(p))
    if not _looks_like_a_target(t, table=t.shape == p.shape and call.expects[1] in BY_ROW):
        return _SWAP if answers or (passes and takes) else None
    if not (passes and takes and answers):
        return None
    # Both look like targets, of different kinds. Scores that are all 0 or 1 are rarer than labels.
    if role is Role.SIGNS and looks.zeros_and_ones(t):
        return None
    other = another_target(call)
    return f"{_SWAP} If the target does come first, {other}" if other else _SWAP


def _looks_like_a_target(a: Numbers, table: bool) -> bool:
    """Class numbers, signs, one-hot rows; outside of tables perhaps with marks to ignore."""
    marks = a[a < 0]
    return looks.whole(a) and (
        looks.signs(a)
        or not marks.size
        or (not table and bool(np.isin(marks, arguments.PADDING).all()))
    )


def _labels_of(rows: Numbers, labels: Numbers) -> bool:
    """Whether these are labels of those rows, which may have their classes on any axis."""
    known = labels[~np.isin(labels, arguments.PADDING)]
    return any(
        rows.shape[:axis] + rows.shape[axis + 1 :] == labels.shape
        and looks.class_numbers(known)
        and bool((known < rows.shape[axis]).all())
        for axis in range(rows.ndim)
    )


def _one_class(call: Call) -> str | None:
    """A softmax over one output is always 1."""
    if call.expects[1] not in BY_ROW or call.classes != 1:
        return None
    same = call.target.shape == call.prediction.shape
    column = "prediction" if same else "numpy.asarray(prediction)[..., 0]"
    loss, output = "sigmoid_cross_entropy", "logit"
    if call.expects[1] is not Role.CLASS_LOGITS:
        loss, output = "binary_cross_entropy", "probability"
    if call.expects[1] is Role.CLASS_LOGS:
        column = f"numpy.exp({column})"
    return (
        f"a softmax over one class is always 1, and its loss 0, whatever was predicted; judge a "
        f"single {output} with {call.code(loss, prediction=column)}."
    )


def _another_prediction(call: Call) -> str | None:
    """A prediction of another kind than this loss expects."""
    role, p = call.expects[1], call.prediction
    if fits_prediction(role, p):
        return None
    if role is Role.PROBABILITIES:
        if looks.signs(p) or (looks.class_numbers(p) and p.max() <= 10):
            return (
                "these look like answers; give the probability of yes, as a model's predict_proba "
                f"does, or take {call.code('sigmoid_cross_entropy')} if they are logits."
            )
        told = arguments.for_probability("prediction", p)
        if "numpy.exp" in told:  # no number above 0: rather log-probabilities than logits
            return f"{told[:-1]}, or take {call.code('sigmoid_cross_entropy')}."
        if "sigmoid" in told:
            return (
                f"logits are for {call.code('sigmoid_cross_entropy')}; or turn them into "
                "probabilities: `prediction = sigmoid(prediction)`."
            )
        return told
    if role is Role.DISTRIBUTIONS and p.ndim:
        return _not_distributions(call)
    if role is Role.CLASS_LOGS and p.ndim and not looks.rows(p):
        told = arguments.for_log_probabilities("prediction", p)
        return f"logits are for {call.code('sparse_softmax_cross_entropy')}; or {told}"
    return None


def _not_distributions(call: Call) -> str | None:
    p = call.prediction
    if looks.probabilities(p) and classes_on_axis(p) is None:
        sums = p.sum(axis=-1)
        if sums.all() and (np.abs(sums - 1) > arguments.ROUNDED).any():
            return (
                "if each class has a probability of its own, as a sigmoid gives it, take "
                f"{call.code('binary_cross_entropy')}; if they share one whole, "
                f"{arguments.divide('prediction', -1)}."
            )
    told = arguments.for_distribution("prediction", p, both=True, observations=False)
    if "softmax" in told:
        return f"logits are for {call.code('softmax_cross_entropy')}; or {told}"
    return told
