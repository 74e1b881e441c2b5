"""Argument checks that name the argument, the offending value and the remedy.

Every public function of the mathematics layer reads its arguments through this module, so
that a mistake is reported once, in one voice, before any number is computed. A message is a fault,
a semicolon and a remedy; `lossviz.maths.mistakes` has the remedies that depend on what was given.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import TypeGuard

import numpy as np
from numpy.typing import ArrayLike, DTypeLike

from lossviz.maths.arrays import Anything, Float64s, Floats, Labels, Truths
from lossviz.maths.mistakes import arguments, looks
from lossviz.maths.mistakes.looks import Numbers
from lossviz.maths.sums import row_sums


def as_floats(name: str, value: ArrayLike, integers: DTypeLike = np.float64) -> Floats:
    """Return ``value`` as a floating-point array: float32 stays float32, all else is float64.

    Booleans and integers become ``integers``, so that an integer target does not widen a
    float32 prediction. Raises TypeError for what is no real number that fits (strings, None,
    complex, objects, masked arrays, long double) and ValueError for ragged or empty input,
    for NaN and for integers too large to stay exact.
    """
    if _is_plain(value) and not np.isnan(value).any():
        return value
    array = as_real_array(name, value)
    if issubclass(array.dtype.type, np.floating):
        single = issubclass(array.dtype.type, np.float32)  # in any byte order
        array = np.asarray(array, np.float32 if single else np.float64)
        refuse_where(
            np.isnan(array),
            name,
            array,
            "is not a number; leave it out, or look for 0 / 0 or ∞ - ∞ in what computed it.",
        )
        return array
    exact_up_to = 2 ** (np.finfo(integers).nmant + 1)
    # Only types that can hold such integers are compared with one: a narrow type cannot.
    if array.dtype.kind in "iu" and np.iinfo(array.dtype).max > exact_up_to:
        bad = array > exact_up_to
        if array.dtype.kind == "i":
            bad |= array < -exact_up_to
        refuse_where(
            bad,
            name,
            array,
            f"is an integer that {np.dtype(integers)} may not hold exactly; round it yourself: "
            f"`{name} = numpy.asarray({name}).astype(float)`.",
        )
    return array.astype(integers)


def as_finite_floats(name: str, value: ArrayLike, integers: DTypeLike = np.float64) -> Floats:
    """Return ``value`` as floats, refusing infinities as well."""
    if _is_plain(value) and np.isfinite(value).all():
        return value
    if type(value) is float and math.isfinite(value):
        return np.asarray(value)
    array = as_floats(name, value, integers=integers)
    refuse_where(np.isinf(array), name, array, "is infinite; give a finite number.")
    return array


def as_probabilities(name: str, value: ArrayLike, integers: DTypeLike = np.float64) -> Floats:
    """Return ``value`` as floats, refusing anything outside [0, 1]."""
    return _between_0_and_1(name, as_floats(name, value, integers), arguments.for_probability)


def as_yes_or_no(name: str, value: ArrayLike, integers: DTypeLike = np.float64) -> Floats:
    """Return ``value``, a target, as floats: 0 for no, 1 for yes, or a probability between."""
    return _between_0_and_1(name, as_floats(name, value, integers), arguments.for_yes_or_no)


def as_distributions(
    name: str, value: ArrayLike, axis: int = -1, integers: DTypeLike = np.float64
) -> Floats:
    """Return ``value`` as probabilities that sum to 1 along ``axis``, up to rounding."""
    array = as_floats(name, value, integers=integers)
    if not array.ndim:
        raise ValueError(f"{name} = {array} is one number; give the probabilities of all classes.")

    def remedy(name: str, a: Numbers) -> str:
        return arguments.for_distribution(name, a, axis)

    _between_0_and_1(name, array, remedy)
    sums = row_sums(np.moveaxis(array, axis, -1))
    off = np.abs(sums - 1) > _slack(array)
    if off.any():
        index = tuple(int(i) for i in np.argwhere(off)[0])
        row = [str(i) for i in index]
        row.insert(axis % array.ndim, ":")
        raise ValueError(
            f"{name}[{', '.join(row)}] sums to {sums[index]} and not to 1; "
            f"{remedy(name, array.astype(np.float64))}"
        )
    return array


def _between_0_and_1(name: str, array: Floats, remedy: Callable[[str, Numbers], str]) -> Floats:
    bad = (array < 0) | (array > 1)
    if bad.any():
        told = "a probability lies between 0 and 1."
        numbers = looks.numbers_in(array)
        refuse_where(
            bad,
            name,
            array,
            f"is outside [0, 1]; {told if numbers is None else remedy(name, numbers)}",
        )
    return array


def as_log_probabilities(name: str, value: ArrayLike) -> Floats:
    """Return ``value`` as floats, refusing anything above 0; -inf, an impossible class, is in."""
    array = as_floats(name, value)
    bad = array > _slack(array)
    if bad.any():
        told = arguments.for_log_probabilities(name, array.astype(np.float64))
        refuse_where(
            bad, name, array, f"is above 0, which the logarithm of a probability never is; {told}"
        )
    return array


def as_class_logits(name: str, value: ArrayLike, axis: int = -1) -> Floats:
    """Return ``value`` as logits along ``axis``: -inf excludes a class, but not all of them."""
    array = as_floats(name, value)
    if not array.ndim:
        raise ValueError(f"{name} = {array} is one number; give the logits of all classes.")
    if np.isposinf(array.max()):
        refuse_where(np.isposinf(array), name, array, "is infinite; give a finite logit.")
    if np.isneginf(array.min()):
        excluded = np.broadcast_to(np.isneginf(array).all(axis=axis, keepdims=True), array.shape)
        refuse_where(
            excluded, name, array, "excludes a class, as do all others beside it; keep one finite."
        )
    return array


def as_labels(name: str, value: ArrayLike, classes: int) -> Labels:
    """Return ``value`` as integer labels, refusing anything outside 0 … classes - 1."""
    return labels_in(name, as_real_array(name, value), classes)


def labels_in(name: str, array: Anything, classes: int) -> Labels:
    """Return an array that `as_real_array` has read as labels, as `as_labels` does."""
    if array.dtype.kind not in "iu":
        raise TypeError(
            f"{name} holds {array.dtype} but labels are integers that count classes from 0; "
            f"{arguments.for_no_label(name, looks.numbers_in(array))}"
        )
    # Never compared with a number beyond its type, which NumPy in WebAssembly does not survive.
    bad = array > min(classes - 1, np.iinfo(array.dtype).max)
    if array.dtype.kind == "i":
        bad |= array < 0
    if bad.any():
        told = arguments.for_label(name, array.astype(np.float64), classes)
        refuse_where(bad, name, array, f"is no label of {classes} classes; {told}")
    return array.astype(np.intp)


def as_signs(name: str, value: ArrayLike, integers: DTypeLike = np.float64) -> Floats:
    """Return ``value`` as floats, refusing anything but -1 and +1."""
    array = as_floats(name, value, integers=integers)
    bad = np.abs(array) != 1
    if bad.any():
        numbers = looks.numbers_in(array)
        told = "give signs." if numbers is None else arguments.for_sign(name, numbers)
        refuse_where(bad, name, array, f"is neither -1 nor +1; {told}")
    return array


def require_same_shape(**arrays: Anything) -> None:
    """Refuse arrays of different shapes, which NumPy might silently broadcast."""
    (first, a), (second, b) = arrays.items()
    if a.shape != b.shape:
        raise ValueError(
            f"{first} has shape {a.shape} but {second} has shape {b.shape}; "
            "reshape one so that both agree."
        )


def broadcast_together(**arrays: Anything) -> list[Anything]:
    """Copies of arrays in the shape that they have together, refusing those that have none."""
    try:
        return [np.array(array) for array in np.broadcast_arrays(*arrays.values())]
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(
            f"shapes do not broadcast: {shapes}; give numbers or arrays that do."
        ) from None


def refuse_one_class(prediction: Anything) -> None:
    """Refuse a choice of one class, whose loss is 0 whatever the model says."""
    if prediction.shape[-1:] == (1,):
        raise ValueError(
            f"prediction has shape {prediction.shape}, one class; give a column for each class."
        )


def as_positive_floats(name: str, value: ArrayLike) -> Floats:
    """Return ``value`` as finite floats, refusing zero and negative numbers."""
    array = as_finite_floats(name, value)
    refuse_where(array <= 0, name, array, "is not positive; give a number above 0.")
    return array


def as_row(name: str, value: ArrayLike) -> Float64s:
    """Return ``value`` as finite float64 numbers, one for each sample."""
    array = as_finite_floats(name, value).astype(np.float64)
    if array.ndim != 1:
        raise ValueError(f"{name} has shape {array.shape}; give one number for each sample.")
    return array


def as_one_number(name: str, array: Floats) -> float:
    """Return an array that has been read as one float, refusing several."""
    if array.ndim:
        raise ValueError(f"{name} has shape {array.shape}; give one number.")
    return float(array)


def as_number(
    name: str,
    value: float,
    *,
    above: float | None = None,
    least: float | None = None,
    below: float | None = None,
) -> float:
    """Return ``value`` as one float, refusing what lies outside the bounds."""
    number = as_one_number(name, as_finite_floats(name, value))
    bounds = []
    if above is not None:
        bounds.append((number > above, f"above {above:g}"))
    if least is not None:
        bounds.append((number >= least, f"at least {least:g}"))
    if below is not None:
        bounds.append((number < below, f"below {below:g}"))
    if not all(holds for holds, _ in bounds):
        wanted = " and ".join(bound for _, bound in bounds)
        raise ValueError(f"{name} is {number:g}; give a number {wanted}.")
    return number


def as_weights(name: str, value: ArrayLike) -> Floats:
    """Return ``value`` as finite floats, refusing negative ones."""
    array = as_finite_floats(name, value)
    refuse_where(array < 0, name, array, "is negative; give a weight of 0 or more.")
    return array


def as_count(name: str, value: int) -> int:
    """Return ``value`` as an int, refusing fractions, booleans and negative numbers."""
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} must be a whole number, but it is {_shown(value)}.")
    if value < 0:
        raise ValueError(f"{name} is {value}; give 0 or more.")
    return int(value)


def as_axis(name: str, array: Anything, axis: int) -> int:
    """Return ``axis`` as an int, refusing one that ``array``, the argument ``name``, has not."""
    if isinstance(axis, (bool, np.bool_)) or not isinstance(axis, (int, np.integer)):
        raise TypeError(f"axis must be a whole number, but it is {_shown(axis)}.")
    if not -array.ndim <= axis < array.ndim:
        raise ValueError(
            f"axis is {axis} but {name} has shape {array.shape}; name one of its {array.ndim} axes."
        )
    return int(axis)


def as_choice(name: str, value: object, choices: Iterable[str]) -> str:
    """Return ``value`` if it is one of ``choices``."""
    known = list(choices)
    if not isinstance(value, str) or value not in known:
        expected = ", ".join(repr(choice) for choice in known)
        kind = ValueError if isinstance(value, str) else TypeError
        raise kind(f"{name} is {_shown(value)}; choose one of {expected}.")
    return value


def refuse_where(bad: Truths, name: str, array: Anything, complaint: str) -> None:
    """Raise ValueError for the first element where ``bad`` holds, saying which it is."""
    if not bad.any():
        return
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    place = f"{name}[{', '.join(map(str, index))}]" if index else name
    raise ValueError(f"{place} = {array[index]} {complaint}")


def as_real_array(name: str, value: ArrayLike) -> Anything:
    """Return ``value`` as a non-empty array of booleans, integers or floats of 64 bits at most."""
    parts = value if isinstance(value, (list, tuple)) else (value,)
    if any(isinstance(part, np.ma.MaskedArray) for part in parts):
        raise TypeError(
            f"{name} is a masked array; drop the masked elements: `{name} = {name}.compressed()`, "
            "or fill them with .filled(value)."
        )
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(
            f"{name} is a ragged sequence; give rows of equal length ({error})."
        ) from None
    except Exception as error:  # a tensor that requires its gradient, or lies on another device
        raise TypeError(
            f"{name} is {_shown(value)}, which NumPy cannot read ({error}); "
            f"{arguments.for_no_numbers(name, value)}"
        ) from None
    if array.dtype.kind not in "biuf":
        raise TypeError(
            f"{name} must be a real number or an array of them, but it is {_shown(value)}; "
            f"{arguments.for_no_numbers(name, value)}"
        )
    if not np.can_cast(array.dtype, np.float64):  # long double
        raise TypeError(
            f"{name} holds {array.dtype}, but everything here computes in float64; "
            f"round it yourself: `{name} = numpy.asarray({name}).astype(float)`."
        )
    if not array.size:
        raise ValueError(f"{name} is empty (shape {array.shape}); give at least one number.")
    return array


def _is_plain(value: ArrayLike) -> TypeGuard[Float64s]:
    """The usual case in a training loop, where a fraction of the checks will do."""
    return type(value) is np.ndarray and value.dtype == np.float64 and value.size > 0


def _slack(array: Anything) -> float:
    """How far a sum of probabilities may be off: half of the digits of the type."""
    return float(np.sqrt(np.finfo(array.dtype).eps))


def _shown(value: object) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:57] + '...'} ({type(value).__name__})"
