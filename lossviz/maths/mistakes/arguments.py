"""What to do about one argument that was refused: the remedy that fits what it looks like.

Each function takes the name of the argument and what was given, and returns the second half of an
error message.
"""

from __future__ import annotations

import collections.abc as abc
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossviz.maths.mistakes import looks
from lossviz.maths.mistakes.looks import Numbers

# Rows whose sums are as far off as this were rounded; others are no rows of one distribution.
ROUNDED = 0.05
# Nobody writes larger logits by hand, and few people have more classes.
_LARGE = 20
# What marks places to ignore: PyTorch's ignore_index, Keras' masks, the void of segmentation maps.
PADDING = (-100, -1, 255)


# --- what holds no numbers -------------------------------------------------------------------


def for_no_numbers(name: str, value: object) -> str:
    """The remedy for what cannot be read as real numbers."""
    if hasattr(value, "detach"):
        floats = "" if _converts(_detached(value), float) else ".float()"
        return (
            f"take the numbers out of the tensor: `{name} = {name}.detach().cpu(){floats}.numpy()`."
        )
    if isinstance(value, abc.Mapping):
        listed = f"[{name}[key] for key in sorted({name})]"
        return f"list the values of the dictionary in the order of its keys: `{name} = {listed}`."
    if isinstance(value, abc.Set):
        return "a set has no order and holds nothing twice; give a list."
    if isinstance(value, (abc.Iterator, abc.ValuesView)):
        return f"keep what it yields: `{name} = list({name})`."
    if any(hasattr(part, "detach") for part in _parts(value)):
        parts = f"[part.detach().cpu().numpy() for part in {name}]"
        return f"take the numbers out of the tensors: `{name} = {parts}`."
    if _converts(value, int) and looks.whole(np.asarray(value, dtype=float)):
        return f"turn it into whole numbers: `{name} = numpy.asarray({name}, dtype=int)`."
    if _converts(value, float):
        return f"turn it into numbers: `{name} = numpy.asarray({name}, dtype=float)`."
    words = words_in(value)
    if words and not isinstance(value, str):
        return (
            f"number the words with `{name} = numpy.unique({name}, return_inverse=True)[1]`, or "
            f"compare them: `{name} = numpy.asarray({name}) == {words[-1]!r}` is 1 or 0."
        )
    if np.asarray(value).dtype.kind == "c":
        return f"take the real part: `{name} = numpy.real({name})`."
    if any(part is None for part in _parts(value)):
        return "None marks what is missing; leave these samples out."
    return "give a number, or a list or an array of numbers."


def words_in(value: object) -> list[str]:
    """Return the different words of a list or array that holds nothing but words."""
    try:
        array = np.asarray(value)
    except Exception:  # whatever it is, these are no words
        return []
    parts = array.ravel().tolist()
    if array.dtype.kind not in "UO" or not parts or not all(isinstance(p, str) for p in parts):
        return []
    return sorted(set(parts))


def _parts(value: object) -> list[object]:
    if isinstance(value, (list, tuple)):
        return list(value)
    return value.ravel().tolist() if isinstance(value, np.ndarray) else []


def _detached(tensor: Any) -> object:
    detached: object = tensor.detach().cpu()
    return detached


def _converts(value: object, kind: type) -> bool:
    """Whether NumPy can make finite numbers of it, as from the text "0.5" or a Decimal."""
    try:
        with np.errstate(all="ignore"):
            array: NDArray[Any] = np.asarray(value, dtype=kind)
            return array.dtype.kind in "if" and bool(np.isfinite(array).all() and array.size)
    except Exception:
        return False


# --- probabilities and distributions ---------------------------------------------------------


def for_probability(name: str, a: Numbers) -> str:
    """The remedy for numbers outside [0, 1] that should be probabilities."""
    if looks.nearly_probabilities(a):
        return f"if it was only rounded, `{name} = numpy.clip({name}, 0, 1)`."
    if _in_per_cent(a):
        return f"turn percentages into shares: `{name} = numpy.divide({name}, 100)`."
    logits = f"turn logits into probabilities: `{name} = sigmoid({name})`"
    if (a <= 0).all():
        return f"if these are log-probabilities, `{name} = numpy.exp({name})`; or {logits}."
    return (
        f"a probability lies between 0 and 1; {logits}, or softmax for classes that exclude "
        "each other."
    )


def for_distribution(
    name: str, a: Numbers, axis: int = -1, *, both: bool = False, observations: bool = True
) -> str:
    """The remedy for numbers along an axis that should be one distribution.

    ``both``: the other argument has the same axes, which move along. ``observations``: one row
    might be a list of what was observed.
    """
    for other in sorted(range(a.ndim), key=lambda n: n != 1):  # PyTorch has the classes on axis 1
        if other != axis % a.ndim and looks.sums_to(a, 1, axis=other):
            names = ("target", "prediction") if both else (name,)
            moved = ", ".join(f"numpy.moveaxis({n}, {other}, {axis})" for n in names)
            return (
                f"it sums to 1 along axis {other}; put the classes on axis {axis}: "
                f"`{', '.join(names)} = {moved}`."
            )
    last = np.moveaxis(a, axis, -1)
    if looks.percentages(last):
        return f"turn percentages into shares: `{name} = numpy.divide({name}, 100)`."
    if looks.log_probabilities(last):
        return f"turn log-probabilities into probabilities: `{name} = numpy.exp({name})`."
    along = "" if axis == -1 else f", axis={axis}"
    logits = f"turn logits into probabilities: `{name} = softmax({name}{along})`"
    if (a < 0).any():
        return f"{logits}."
    if not last.any(axis=-1).all():
        if a.ndim == 1:
            return "all of it is 0; give at least one outcome a chance."
        return "a row of zeros is no distribution; leave such rows out, here and beside it."
    share = divide(name, axis)
    if looks.whole(a) and observations and a.ndim == 1:
        return (
            f"if these are counts, {share}; if they are observations, count them first: "
            f"`{name} = numpy.unique({name}, return_counts=True)[1] / numpy.size({name})`."
        )
    if looks.whole(a):
        return f"if these are counts, {share}."
    if looks.probabilities(a):
        return f"if these are shares of one whole, {share}."
    return f"if these are weights, {share}; or {logits}."


def for_two_distributions(function: str, p: object, q: object) -> str | None:
    """The remedy for two distributions that are something else together, or None."""
    a, b = looks.numbers_in(p), looks.numbers_in(q)
    if a is None or b is None:
        return None
    if function == "kl_divergence":
        if looks.log_probabilities(a) and looks.rows(b):
            return (
                "PyTorch's kl_div takes ln q first and p second: `kl_divergence(q, numpy.exp(p))`."
            )
        return None
    for labels, outputs, truth, given in ((a, b, "p", "q"), (b, a, "q", "p")):
        code = f"({truth}, {given})"
        beside = labels.shape == outputs.shape[:-1] and looks.class_numbers(labels)
        if beside and outputs.ndim and looks.rows(outputs) and outputs is b:
            rows = f"numpy.equal.outer(p, numpy.arange({b.shape[-1]}))"
            return f"class numbers become one-hot rows by `p = {rows}`."
        if beside and outputs.ndim:
            return f"labels and logits are for `sparse_softmax_cross_entropy{code}`, in nats."
        if (
            looks.rows(labels)
            and labels.shape == outputs.shape
            and not (
                looks.rows(outputs)
                or looks.class_numbers(outputs)
                or looks.log_probabilities(outputs)
            )
        ):
            if looks.probabilities(outputs) and outputs.any(axis=-1).all():
                return (
                    "if each class has a probability of its own, as a sigmoid gives it, take "
                    f"`binary_cross_entropy{code}`, in nats; if they share one whole, "
                    f"{divide(given, -1)}."
                )
            return f"logits are for `softmax_cross_entropy{code}`, in nats."
    return None


def divide(name: str, axis: int) -> str:
    """Say how to make distributions of what does not sum to 1."""
    return f"divide by the sum: `{name} = {name} / numpy.sum({name}, axis={axis}, keepdims=True)`"


def for_log_probabilities(name: str, a: Numbers) -> str:
    """The remedy for numbers above 0 that should be log-probabilities."""
    if looks.rows(a):
        return f"take the logarithm of probabilities: `{name} = numpy.log({name})`."
    return f"take the logarithm of the softmax of logits: `{name} = log_softmax({name})`."


# --- targets -----------------------------------------------------------------------------------


def for_yes_or_no(name: str, a: Numbers, beside: str = "") -> str:
    """The remedy for a target that should be 0, 1 or a probability between them.

    ``beside`` is the argument that has the same samples, if it is known.
    """
    if looks.signs(a):
        return f"turn signs -1 and +1 into 0 and 1: `{name} = numpy.equal({name}, 1)`."
    if looks.nearly_probabilities(a):
        return f"if it was only rounded, `{name} = numpy.clip({name}, 0, 1)`."
    pair = looks.two_values(a)
    if pair and pair[0] >= 0:
        return (
            f"if {pair[1]:g} means yes and {pair[0]:g} no, "
            f"`{name} = numpy.equal({name}, {pair[1]:g})` makes 1 and 0 of them."
        )
    for mark in PADDING:
        if (a == mark).any() and looks.probabilities(a[a != mark]) and (a != mark).any():
            kept = f"numpy.not_equal({name}, {mark})"
            return f"if {mark} marks samples without an answer, {leave_out(name, beside, kept)}."
    if _in_per_cent(a):
        return f"turn percentages into shares: `{name} = numpy.divide({name}, 100)`."
    if looks.class_numbers(a):
        return (
            "several classes need a logit for each of them: give rows of logits to "
            "sparse_softmax_cross_entropy."
        )
    logits = f"a teacher's logits become probabilities by `{name} = sigmoid({name})`"
    if (a <= 0).all():
        return f"log-probabilities become probabilities by `{name} = numpy.exp({name})`; {logits}."
    return f"a target says what is true, from 0 for no to 1 for yes; {logits}."


def for_sign(name: str, a: Numbers, beside: str = "") -> str:
    """The remedy for a target that should be -1 or +1."""
    if looks.zeros_and_ones(a):
        return f"turn labels 0 and 1 into signs: `{name} = numpy.where({name}, 1, -1)`."
    if (np.abs(a[a != 0]) == 1).all():
        kept = f"numpy.not_equal({name}, 0)"
        return f"if 0 marks samples without an answer, {leave_out(name, beside, kept)}."
    pair = looks.two_values(a)
    if pair and pair[0] >= 0:
        return (
            f"if {pair[1]:g} means yes and {pair[0]:g} no, "
            f"`{name} = numpy.where(numpy.equal({name}, {pair[1]:g}), 1, -1)`."
        )
    if looks.class_numbers(a):
        return "several classes need a score and a sign for each of them, in a row of its own."
    if looks.probabilities(a):
        return (
            "this loss takes no probabilities as targets; decide with "
            f"`{name} = numpy.where(numpy.greater({name}, 0.5), 1, -1)`, or train on them with "
            "`sigmoid_cross_entropy(target, prediction)`."
        )
    return "a target says what is true: +1 for yes, -1 for no."


def for_label(name: str, a: Numbers, classes: int, beside: str = "") -> str:
    """The remedy for whole numbers that should be labels 0 … classes - 1."""
    if looks.signs(a) and classes == 2:
        return (
            "turn signs -1 and +1 into labels 0 and 1: "
            f"`{name} = numpy.equal({name}, 1).astype(int)`."
        )
    for mark in PADDING:
        others = a[a != mark]
        if others.size < a.size and ((others >= 0) & (others < classes)).all():
            known = {-100: "PyTorch's ignore_index", 255: "the void of segmentation maps"}
            called = f", {known[mark]}," if mark in known else ""
            if not others.size:
                return f"{mark}{called} marks places to ignore, and nothing else is left here."
            kept = f"numpy.not_equal({name}, {mark})"
            told = f"if {mark}{called} marks places to ignore, {leave_out(name, beside, kept)}"
            # What stands beside labels is a loss that can leave them out itself.
            return f"{told}; or `ignore_index = {mark}` does it." if beside else f"{told}."
    if a.min() == 1 and a.max() == classes:
        return f"labels run from 0 to {classes - 1}: `{name} = numpy.subtract({name}, 1)`."
    if a.min() < 0:
        kept = f"numpy.greater_equal({name}, 0)"
        return (
            f"labels run from 0 to {classes - 1}; if negative numbers mark places to ignore, "
            f"{leave_out(name, beside, kept)}."
        )
    return (
        f"labels run from 0 to {classes - 1}; give a prediction for each of {a.max() + 1:g} "
        "classes, with the classes on the last axis."
    )


def for_no_label(name: str, a: Numbers | None) -> str:
    """The remedy for numbers of a type that cannot count classes."""
    if a is not None and looks.whole(a):
        return f"turn them into whole numbers: `{name} = numpy.asarray({name}, dtype=int)`."
    if a is not None and looks.rows(a):
        return f"take the likeliest class of each row: `{name} = numpy.argmax({name}, axis=-1)`."
    return "give the number of the true class of each sample, counted from 0."


def leave_out(name: str, beside: str, kept: str) -> str:
    """Say how to leave out the samples for which the code ``kept`` is false."""
    if not beside:
        return f"leave them out, here and in what stands beside {name}"
    return (
        f"leave them out of {name} and {beside}: `keep = {kept}; {name}, {beside} = "
        f"numpy.asarray({name})[keep], numpy.asarray({beside})[keep]`"
    )


def _in_per_cent(a: Numbers) -> bool:
    return bool((a >= 0).all() and _LARGE < a.max() <= 100)
