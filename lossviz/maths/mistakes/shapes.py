"""Shapes that do not fit: classes on another axis, a column beside a row, two columns for one."""

from __future__ import annotations

from lossviz.maths.mistakes import looks
from lossviz.maths.mistakes.call import Call, Role, earlier_axes, labels_beside, move
from lossviz.maths.mistakes.targets import labels_for_columns


def other_shapes(call: Call) -> str | None:
    """Shapes that do not fit, although each argument is what was expected."""
    t, p = call.target, call.prediction
    if call.expects[0] is Role.LABELS:
        return _labels_and_classes(call)
    if t.shape == p.shape:
        return None
    if labels_beside(call):
        return labels_for_columns(call)
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
        return f"the classes belong on the last axis: `{move(axis, wrong)}`."
    if not t.ndim:
        return f"if it is the same for all, `target = numpy.full({p.shape}, target)`."
    if not p.ndim:
        return f"if it is the same for all, `prediction = numpy.full({t.shape}, prediction)`."
    return None


def _labels_and_classes(call: Call) -> str | None:
    t, p = call.target, call.prediction
    if t.shape == p.shape[:-1] or not p.ndim:
        return None
    for axis in earlier_axes(p.ndim):
        if p.shape[axis] > 1 and t.shape == p.shape[:axis] + p.shape[axis + 1 :]:
            return f"the classes belong on the last axis: `{move(axis, 'prediction')}`."
    return None


def _axis_to_move(wanted: tuple[int, ...], shape: tuple[int, ...]) -> int | None:
    """The axis of ``shape`` that belongs last, if that makes it ``wanted``."""
    for axis in earlier_axes(len(shape)):
        if (*shape[:axis], *shape[axis + 1 :], shape[axis]) == wanted:
            return axis
    return None


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)
