"""Mistakes that a target and a prediction make together, and the way out of each.

A loss says what it expects of its two arguments: a `Role` each. When it has refused them, `remedy`
asks which mistake explains what was given: PyTorch's order, classes on axis 1, class numbers where
rows are due, logits where probabilities are due, and so on. The code in back quotes can be run as
it stands (see `lossviz.maths.remedies`).
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any, NamedTuple

import numpy as np

from lossviz.maths import looks, remedies
from lossviz.maths.looks import Numbers

_BOTH = "target", "prediction"


class Role(Enum):
    """What a loss expects of an argument."""

    NUMBERS = auto()  # target and prediction of a regression
    YES_OR_NO = auto()  # target 0, 1 or between
    SIGNS = auto()  # target -1 or +1
    ROWS = auto()  # target, one distribution a row
    LABELS = auto()  # target, one class number a row
    PROBABILITIES = auto()  # predictions of yes
    LOGITS = auto()  # predictions of yes, or signed scores
    DISTRIBUTIONS = auto()  # predictions, one distribution a row
    CLASS_LOGITS = auto()  # predictions, logits of all classes a row
    CLASS_LOGS = auto()  # predictions, log-probabilities of all classes a row


_BY_ROW = (Role.DISTRIBUTIONS, Role.CLASS_LOGITS, Role.CLASS_LOGS)


class Call(NamedTuple):
    """What a loss was called with."""

    loss: str
    expects: tuple[Role, Role]
    target: Numbers
    prediction: Numbers
    labels: bool  # whether the target is of a type that counts
    reduction: str
    weighted: bool  # whether there is a class_weight

    def code(self, loss: str, target: str = "target", prediction: str = "prediction") -> str:
        """Code that calls another loss in the same way."""
        options = "" if self.reduction == "mean" else f", reduction={self.reduction!r}"
        if self.weighted and loss == "sparse_softmax_cross_entropy":
            options += ", class_weight=class_weight"
        return f"`{loss}({target}, {prediction}{options})`"

    @property
    def classes(self) -> int:
        """Number of classes, if there are any."""
        return self.prediction.shape[-1] if self.prediction.ndim else 0


def remedy(
    loss: str,
    expects: tuple[Role, Role],
    target: Any,
    prediction: Any,
    *,
    reduction: str,
    weighted: bool,
) -> str | None:
    """Return what to do about arguments that a loss has refused, or None if only it knows."""
    found = _words(expects, target, prediction) or _missing(expects, target)
    if found:
        return found
    t, p = looks.numbers_in(target), looks.numbers_in(prediction)
    if t is None or p is None:
        return None
    labels = np.asarray(target).dtype.kind in "iu"
    call = Call(loss, expects, t, p, labels, reduction, weighted)
    for explain in (_exchanged, _one_class, _another_target, _shapes, _another_prediction):
        found = explain(call)
        if found:
            return found
    return None


def swap() -> str:
    """The code that exchanges both arguments."""
    return "`target, prediction = prediction, target`"


# --- what is missing or no number --------------------------------------------------------------


def _words(expects: tuple[Role, Role], target: Any, prediction: Any) -> str | None:
    words = remedies.words_in(target)
    if not words:
        if remedies.words_in(prediction) and looks.numbers_in(target) is not None:
            return f"the target comes first here; PyTorch puts it last. Exchange the two: {swap()}."
        return None
    if looks.numbers_in([_float(word) for word in words]) is not None:
        return None  # numbers in quotation marks have their own remedy
    role = expects[0]
    yes = f"numpy.asarray(target) == {words[-1]!r}"
    numbered = "numpy.unique(target, return_inverse=True)[1]"
    if role is Role.LABELS:
        return f"number the words in the order of the alphabet: `target = {numbered}`."
    if role is Role.ROWS:
        return (
            "number the words in the order of the alphabet and make a column for each: "
            f"`target = numpy.equal.outer({numbered}, numpy.arange({len(words)}))`."
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
    return f"if this marks samples without an answer, {remedies.leave_out(*_BOTH, kept)}."


# --- the order of the arguments ------------------------------------------------------------------


def _exchanged(call: Call) -> str | None:
    """PyTorch's order: the second argument would pass as a target, and the first does not."""
    role, t, p = call.expects[0], call.target, call.prediction
    if role is Role.NUMBERS:
        return None  # nothing tells a true number from a predicted one
    if _fits_target(call, t, p) or (role is Role.YES_OR_NO and looks.nearly_probabilities(t)):
        return None
    passes, takes = _fits_target(call, p, t), _fits_prediction(call.expects[1], t)
    certain = _looks_like_a_target(p) and p.ndim <= t.ndim
    told = f"the target comes first here; PyTorch puts it last. Exchange the two: {swap()}."
    if not _looks_like_a_target(t):
        mixed_up = (passes and (takes or certain)) or (certain and not looks.whole(t))
        return told if mixed_up else None
    if not (passes and takes and certain):
        return None
    # Both look like targets, of different kinds. Scores that are all 0 or 1 are rarer than labels.
    if role is Role.SIGNS and looks.zeros_and_ones(t):
        return None
    other = _another_target(call)
    return f"{told} If the target does come first, {other}" if other else told


def _looks_like_a_target(a: Numbers) -> bool:
    """Class numbers, signs, one-hot rows, perhaps with marks of places to ignore."""
    return looks.whole(a) and (looks.signs(a) or bool(np.isin(a[a < 0], remedies.PADDING).all()))


def _fits_target(call: Call, target: Numbers, prediction: Numbers) -> bool:
    role = call.expects[0]
    if role is Role.LABELS:
        return (
            target.shape == prediction.shape[:-1]
            and prediction.ndim > 0
            and looks.class_numbers(target)
            and bool((target < prediction.shape[-1]).all())
            and (call.labels or target is not call.target)
        )
    if role is Role.ROWS:
        return target.shape == prediction.shape and looks.rows(target)
    if role is Role.YES_OR_NO:
        return looks.probabilities(target)
    return role is Role.NUMBERS or bool((np.abs(target) == 1).all())


def _fits_prediction(role: Role, a: Numbers) -> bool:
    if role is Role.PROBABILITIES:
        return looks.probabilities(a)
    if role is Role.DISTRIBUTIONS:
        return looks.rows(a)
    if role is Role.CLASS_LOGS:
        return a.ndim > 0 and bool((a <= 0).all())
    return a.ndim > 0 or role not in _BY_ROW


# --- a single class -----------------------------------------------------------------------------


def _one_class(call: Call) -> str | None:
    """A softmax over one output is always 1."""
    if call.expects[1] not in _BY_ROW or call.classes != 1:
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


# --- another kind of target -----------------------------------------------------------------------


def _another_target(call: Call) -> str | None:
    """A target of another kind than this loss expects."""
    if _fits_target(call, call.target, call.prediction):
        return None
    return _ANOTHER[call.expects[0]](call) if call.expects[0] in _ANOTHER else None


def _not_yes_or_no(call: Call) -> str | None:
    if _labels_beside(call):
        return _labels_for_columns(call)
    told = remedies.for_yes_or_no("target", call.target, "prediction")
    if looks.signs(call.target) and call.expects[1] is Role.LOGITS:
        return f"{told[:-1]}; or take {call.code('logistic')}, which expects signs."
    return told


def _not_signs(call: Call) -> str | None:
    if _labels_beside(call):
        return (
            "class numbers need a sign in each column: `target = numpy.where("
            f"numpy.equal.outer(target, numpy.arange({call.classes})), 1, -1)`."
        )
    told = remedies.for_sign("target", call.target, "prediction")
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
    if looks.probabilities(t) and (_classes_on_axis(t) is None or _several_at_once(t)):
        sums = t.sum(axis=-1)
        if not sums.all():
            return (
                "a row of zeros is no distribution; if it marks a sample without an answer, "
                f"{remedies.leave_out(*_BOTH, 'numpy.any(target, axis=-1)')}."
            )
        if (np.abs(sums - 1) > remedies.ROUNDED).any():
            each = call.code("sigmoid_cross_entropy" if logits else "binary_cross_entropy")
            return (
                f"if each class is a yes or no of its own, {each} judges them one by one; if they "
                f"share one whole, {remedies.divide('target', -1)}{_or_columns(t)}."
            )
    return remedies.for_distribution("target", t, both=True, observations=False)


def _not_labels(call: Call) -> str | None:
    t, p, logits = call.target, call.prediction, call.expects[1] is Role.CLASS_LOGITS
    if t.shape == p.shape:
        return _rows_for_labels(call)
    if p.ndim and t.shape == (*p.shape[:-1], 1):
        return "take the labels out of their column: `target = numpy.squeeze(target, axis=-1)`."
    if t.shape != p.shape[:-1]:
        return None
    if call.labels:
        return remedies.for_label("target", t, call.classes, "prediction")
    if call.classes == 2 and looks.probabilities(t) and not looks.whole(t):
        rows = "numpy.stack([numpy.subtract(1, target), target], axis=-1)"
        p = "prediction" if logits else "numpy.exp(prediction)"
        loss = "softmax_cross_entropy" if logits else "categorical_cross_entropy"
        return f"if these are probabilities of class 1, {call.code(loss, rows, p)} takes them."
    return remedies.for_no_label("target", t)


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
    axis = _classes_on_axis(t)
    if axis is not None and not _several_at_once(t):
        return f"the classes belong on the last axis: `{_move(axis, *_BOTH)}`."
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


# --- shapes ---------------------------------------------------------------------------------------


def _shapes(call: Call) -> str | None:
    """Shapes that do not fit, although each argument is what was expected."""
    t, p = call.target, call.prediction
    if call.expects[0] is Role.LABELS:
        return _labels_and_classes(call)
    if t.shape == p.shape:
        return None
    if _labels_beside(call):
        return _labels_for_columns(call)
    if t.ndim == 2 and p.shape == t.shape[:1] and t.shape[1] == 2 and looks.one_hot(t):
        return "take the column of yes: `target = numpy.asarray(target)[:, 1]`."
    if t.size == p.size and _squeezed(t.shape) == _squeezed(p.shape):
        reshaped = f"numpy.reshape(prediction, {t.shape})"
        return f"give prediction the shape of target: `prediction = {reshaped}`."
    # Of two tables of numbers either can be turned; a target by rows shows which one it is.
    wrong = "target" if call.expects[0] is Role.ROWS and not looks.rows(t) else "prediction"
    wanted, shape = (p.shape, t.shape) if wrong == "target" else (t.shape, p.shape)
    axis = _axis_to_move(wanted, shape)
    if axis is not None:
        return f"the classes belong on the last axis: `{_move(axis, wrong)}`."
    if not t.ndim:
        return f"if it is the same for all, `target = numpy.full({p.shape}, target)`."
    if not p.ndim:
        return f"if it is the same for all, `prediction = numpy.full({t.shape}, prediction)`."
    return None


def _labels_and_classes(call: Call) -> str | None:
    t, p = call.target, call.prediction
    if t.shape == p.shape[:-1] or not p.ndim:
        return None
    for axis in range(p.ndim - 1):
        if p.shape[axis] > 1 and t.shape == p.shape[:axis] + p.shape[axis + 1 :]:
            return f"the classes belong on the last axis: `{_move(axis, 'prediction')}`."
    return None


def _labels_beside(call: Call) -> bool:
    """Whether the target has one class number for each row of the prediction."""
    t, p = call.target, call.prediction
    return bool(
        call.expects[0] in (Role.YES_OR_NO, Role.SIGNS)
        and p.ndim
        and p.shape[-1] > 1
        and t.shape == p.shape[:-1]
        and looks.class_numbers(t)
        and t.max() < p.shape[-1]
    )


def _labels_for_columns(call: Call) -> str | None:
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


def _classes_on_axis(a: Numbers) -> int | None:
    """The axis, not the last, along which an array sums to 1, as one-hot targets do."""
    if looks.rows(a):
        return None
    return next((axis for axis in range(a.ndim - 1) if looks.sums_to(a, 1, axis=axis)), None)


def _several_at_once(a: Numbers) -> bool:
    """Whether this may be a table of samples that belong to one class or more each."""
    return a.ndim == 2 and looks.zeros_and_ones(a) and bool(a.any(axis=-1).all())


def _or_columns(a: Numbers) -> str:
    axis = _classes_on_axis(a)
    return "" if axis is None else f"; if a class is a row, move it: `{_move(axis, *_BOTH)}`"


def _axis_to_move(wanted: tuple[int, ...], shape: tuple[int, ...]) -> int | None:
    """The axis of ``shape`` that belongs last, if that makes it ``wanted``."""
    for axis in range(len(shape) - 1):
        if (*shape[:axis], *shape[axis + 1 :], shape[axis]) == wanted:
            return axis
    return None


def _move(axis: int | None, *names: str) -> str:
    moved = ", ".join(f"numpy.moveaxis({name}, {axis}, -1)" for name in names)
    return f"{', '.join(names)} = {moved}"


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)


# --- another kind of prediction -----------------------------------------------------------------


def _another_prediction(call: Call) -> str | None:
    """A prediction of another kind than this loss expects."""
    role, p = call.expects[1], call.prediction
    if _fits_prediction(role, p):
        return None
    if role is Role.PROBABILITIES:
        if looks.signs(p) or (looks.class_numbers(p) and p.max() <= 10):
            return (
                "these look like answers; give the probability of yes, as a model's predict_proba "
                f"does, or take {call.code('sigmoid_cross_entropy')} if they are logits."
            )
        told = remedies.for_probability("prediction", p)
        if "sigmoid" in told:
            return f"logits are for {call.code('sigmoid_cross_entropy')}; or {told}"
        return told
    if role is Role.DISTRIBUTIONS and p.ndim:
        return _not_distributions(call)
    if role is Role.CLASS_LOGS and p.ndim and not looks.rows(p):
        told = remedies.for_log_probabilities("prediction", p)
        return f"logits are for {call.code('sparse_softmax_cross_entropy')}; or {told}"
    return None


def _not_distributions(call: Call) -> str | None:
    p = call.prediction
    if looks.probabilities(p) and _classes_on_axis(p) is None:
        sums = p.sum(axis=-1)
        if sums.all() and (np.abs(sums - 1) > remedies.ROUNDED).any():
            return (
                "if each class has a probability of its own, as a sigmoid gives it, take "
                f"{call.code('binary_cross_entropy')}; if they share one whole, "
                f"{remedies.divide('prediction', -1)}."
            )
    told = remedies.for_distribution("prediction", p, both=True, observations=False)
    if "softmax" in told:
        return f"logits are for {call.code('softmax_cross_entropy')}; or {told}"
    return told
