"""What a loss was called with, and what it had expected."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple

import numpy as np

from lossviz.maths.mistakes import looks
from lossviz.maths.mistakes.looks import Numbers

BOTH = "target", "prediction"


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


_TAKES = {
    **dict.fromkeys(("sparse_softmax_cross_entropy", "nll"), ("class_weight", "ignore_index")),
    "sigmoid_cross_entropy": ("pos_weight",),
}
BY_ROW = (Role.DISTRIBUTIONS, Role.CLASS_LOGITS, Role.CLASS_LOGS)


class Call(NamedTuple):
    """What a loss was called with."""

    loss: str
    expects: tuple[Role, Role]
    target: Numbers
    prediction: Numbers
    labels: bool  # whether the target is of a type that counts
    reduction: str
    given: tuple[str, ...]  # which of class_weight, ignore_index and pos_weight

    def code(self, loss: str, target: str = "target", prediction: str = "prediction") -> str:
        """Code that calls another loss in the same way; its name, if it cannot."""
        for name in self.given:
            if name not in _TAKES.get(loss, ()):
                return f"{loss} (without {name})"
        options = "" if self.reduction == "mean" else f", reduction={self.reduction!r}"
        options += "".join(f", {name}={name}" for name in self.given)
        return f"`{loss}({target}, {prediction}{options})`"

    @property
    def classes(self) -> int:
        """Number of classes, if there are any."""
        return self.prediction.shape[-1] if self.prediction.ndim else 0


def fits_target(call: Call, target: Numbers, prediction: Numbers) -> bool:
    """Whether numbers would pass as the target of this loss beside others as its prediction."""
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


def fits_prediction(role: Role, a: Numbers) -> bool:
    """Whether numbers would pass as a prediction in this role."""
    if role is Role.PROBABILITIES:
        return looks.probabilities(a)
    if role is Role.DISTRIBUTIONS:
        return looks.rows(a)
    if role is Role.CLASS_LOGS:
        return a.ndim > 0 and bool((a <= 0).all())
    return a.ndim > 0 or role not in BY_ROW


def labels_beside(call: Call) -> bool:
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


def classes_on_axis(a: Numbers) -> int | None:
    """The axis, not the last, along which an array sums to 1, as one-hot targets do."""
    if looks.rows(a):
        return None
    return next((axis for axis in earlier_axes(a.ndim) if looks.sums_to(a, 1, axis=axis)), None)


def earlier_axes(dimensions: int) -> list[int]:
    """All axes but the last, axis 1 first, where PyTorch has the classes."""
    return sorted(range(dimensions - 1), key=lambda axis: axis != 1)


def move(axis: int | None, *names: str) -> str:
    """Code that moves an axis of some arguments to the end."""
    moved = ", ".join(f"numpy.moveaxis({name}, {axis}, -1)" for name in names)
    return f"{', '.join(names)} = {moved}"
