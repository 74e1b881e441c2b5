"""A target of another kind than the loss expects: class numbers, rows, signs, 0 and 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from lossviz.maths.mistakes import arguments, looks
from lossviz.maths.mistakes.call import (
    BOTH,
    Call,
    Role,
    classes_on_axis,
    fits_target,
    labels_beside,
    move,
)
from lossviz.maths.mistakes.looks import Numbers


def another_target(call: Call) -> str | None:
    """A target of another kind than this loss expects."""
    if fits_target(call, call.target, call.prediction):
        return None
    return _ANOTHER[call.expects[0]](call) if call.expects[0] in _ANOTHER else None


def _not_yes_or_no(call: Call) -> str | None:
    if labels_beside(call):
        return labels_for_columns(call)
    told = arguments.for_yes_or_no("target", call.target, "prediction")
    if looks.signs(call.target) and call.expects[1] is Role.LOGITS and not call.given:
        return f"{told[:-1]}; or take {call.code('logistic')}, which expects signs."
    return told


def _not_signs(call: Call) -> str | None:
    if labels_beside(call):
        return (
            "class numbers need a sign in each column: `target = numpy.where("
            f"numpy.equal.outer(target, numpy.arange({call.classes})), 1, -1)`."
        )
    told = arguments.for_sign("target", call.target, "prediction")
    if call.loss == "logistic" and looks.zeros_and_ones(call.target):
        return f"{told[:-1]}; or take {call.code('sigmoid_cross_entropy')}, which expects 0 and 1."
    return told


def _not_rows(call: Call) -> str | None:
    t, p, logits = call.target, call.prediction, call.expects[1] is Role.CLASS_LOGITS
    column = t.ndim == p.ndim and t.shape == (*p.shape[:-1], 1)
    if looks.whole(t) and p.ndim and (t.shape == p.shape[:-1] or column):
        outer = "numpy.equal" if column else "numpy.equal.outer"
        rows = f"`target = {outer}(target, numpy.arange({call.classes}))`"
        if not logits:
            return f"class numbers become one-hot rows by {rows}."
        labels = "numpy.asarray(target, dtype=int)"
        labels = f"numpy.squeeze({labels}, axis=-1)" if column else labels
        return (
            f"class numbers are for {call.code('sparse_softmax_cross_entropy', target=labels)}; "
            f"or make one-hot rows of them: {rows}."
        )
    if not t.ndim or t.shape != p.shape:
        return None
    if looks.signs(t):
        return "turn signs -1 and +1 into 0 and 1: `target = numpy.equal(target, 1)`."
    if looks.probabilities(t) and (classes_on_axis(t) is None or _several_at_once(t)):
        sums = t.sum(axis=-1)
        several = looks.zeros_and_ones(t) and (sums > 1).any()
        if not sums.all() and not several:
            return (
                "a row of zeros is no distribution; if it marks a sample without an answer, "
                f"{arguments.leave_out(*BOTH, 'numpy.any(target, axis=-1)')}."
            )
        if (np.abs(sums - 1) > arguments.ROUNDED).any():
            each = call.code("sigmoid_cross_entropy" if logits else "binary_cross_entropy")
            return (
                f"if each class is a yes or no of its own, {each} judges them one by one; if they "
                f"share one whole, {arguments.divide('target', -1)}{_or_columns(t)}."
            )
    return arguments.for_distribution("target", t, both=True, observations=False)


def _not_labels(call: Call) -> str | None:
    t, p, logits = call.target, call.prediction, call.expects[1] is Role.CLASS_LOGITS
    if t.shape == p.shape:
        return _rows_for_labels(call)
    if p.ndim and t.shape == (*p.shape[:-1], 1):
        return "take the labels out of their column: `target = numpy.squeeze(target, axis=-1)`."
    if t.shape != p.shape[:-1]:
        return None
    if call.labels:
        return arguments.for_label("target", t, call.classes, "prediction")
    if call.classes == 2 and looks.probabilities(t) and not looks.whole(t):
        rows = "numpy.stack([numpy.subtract(1, target), target], axis=-1)"
        by_row = "prediction" if logits else "numpy.exp(prediction)"
        loss = "softmax_cross_entropy" if logits else "categorical_cross_entropy"
        return f"if these are probabilities of class 1, {call.code(loss, rows, by_row)} takes them."
    return arguments.for_no_label("target", t)


def _rows_for_labels(call: Call) -> str | None:
    """A target in the shape of the prediction, where labels have one axis less."""
    t, logits = call.target, call.expects[1] is Role.CLASS_LOGITS
    prediction = "prediction" if logits else "numpy.exp(prediction)"
    by_row = call.code(
        "softmax_cross_entropy" if logits else "categorical_cross_entropy", prediction=prediction
    )
    one_by_one = call.code(
        "sigmoid_cross_entropy" if logits else "binary_cross_entropy", prediction=prediction
    )
    if looks.one_hot(t) and t.ndim > 1:
        told = "one-hot rows become labels by `target = numpy.argmax(target, axis=-1)`"
        return f"{told}; or take {by_row}."
    if looks.rows(t) and t.ndim > 1:
        return f"soft targets are for {by_row}."
    axis = classes_on_axis(t)
    if axis is not None and not _several_at_once(t):
        return f"the classes belong on the last axis: `{move(axis, *BOTH)}`."
    if looks.zeros_and_ones(t):
        told = f"one prediction for each answer of yes or no is for {one_by_one}{_or_columns(t)}."
        if looks.one_hot(t):
            return f"{told} If these are the classes of a single sample, take {by_row}."
        return told
    if looks.class_numbers(t):
        return (
            f"there is one number for each sample, but {call.loss} needs a row of one for each "
            f"of {t.max() + 1:g} classes."
        )
    return None


_ANOTHER: dict[Role, Callable[[Call], str | None]] = {
    Role.YES_OR_NO: _not_yes_or_no,
    Role.SIGNS: _not_signs,
    Role.ROWS: _not_rows,
    Role.LABELS: _not_labels,
}


def labels_for_columns(call: Call) -> str | None:
    """Class numbers beside columns of probabilities or logits."""
    columns = f"`target = numpy.equal.outer(target, numpy.arange({call.classes}))`"
    if call.expects[1] is Role.PROBABILITIES:
        if call.classes == 2 and looks.rows(call.prediction):
            return "take the column of yes: `prediction = numpy.asarray(prediction)[..., 1]`."
        return f"if each column judges a class of its own, give each its 0 and 1: {columns}."
    if call.expects[1] is Role.LOGITS and call.expects[0] is Role.YES_OR_NO:
        labels = "numpy.asarray(target, dtype=int)"
        return (
            f"class numbers are for {call.code('sparse_softmax_cross_entropy', target=labels)}; "
            f"if each column judges a class of its own, give each its 0 and 1: {columns}."
        )
    if call.expects[0] is Role.SIGNS:
        return _not_signs(call)
    return None


def _several_at_once(a: Numbers) -> bool:
    """Whether this may be a table of samples that belong to one class or more each."""
    return a.ndim == 2 and looks.zeros_and_ones(a) and bool(a.any(axis=-1).all())


def _or_columns(a: Numbers) -> str:
    axis = classes_on_axis(a)
    return "" if axis is None else f"; if a class is a row, move it: `{move(axis, *BOTH)}`"
