"""What all losses share: reading the arguments, weighting, reduction and the gradient of it all.

A loss is then its two formulas on checked arrays, the value and the slope:

    @loss(NUMBERS, slope=lambda target, prediction: np.sign(prediction - target))
    def mean_absolute_error(target: Floats, prediction: Floats) -> Floats:
        '''What only this loss has to say; its family says the rest.'''
        return np.abs(prediction - target)

A value that may be 0 is written 0 - x rather than -x, which would be -0.0.
"""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Anything, Floats
from lossviz.maths.documentation import complete
from lossviz.maths.mistakes import foreign_names
from lossviz.maths.mistakes.call import Role
from lossviz.maths.mistakes.foreign_names import REDUCTIONS
from lossviz.maths.mistakes.methods import of_method
from lossviz.maths.mistakes.pairs import remedy
from lossviz.maths.mistakes.signatures import misfit
from lossviz.maths.validation import require_same_shape


class Family(NamedTuple):
    """What losses of one kind have in common.

    Attributes
    ----------
    sections : what their docstrings share, as `lossviz.maths.documentation` completes them
    reads : takes the arguments of the caller and the checked options, returns checked arrays
    expects : what target and prediction should be, for the remedy where they are not
    per_row : whether a sample is a row of the prediction, with the classes on the last axis
    weight : weight of each sample, if any; a weighted mean is divided by their sum
    reduction : the default reduction
    """

    sections: str
    reads: Callable[..., tuple[Anything, ...]]
    expects: tuple[Role, Role] | None
    per_row: bool = False
    weight: Callable[..., Floats | None] = lambda *arrays, **options: None
    reduction: str = "mean"


def pair_reader(
    as_target: Callable[..., Floats], as_prediction: Callable[..., Floats]
) -> Callable[..., tuple[Floats, Floats]]:
    """Read a target and a prediction of the same shape, each by its check."""

    def reads(target: ArrayLike, prediction: ArrayLike, **options: object) -> tuple[Floats, Floats]:
        checked = as_prediction("prediction", prediction)
        target = as_target("target", target, integers=checked.dtype)
        require_same_shape(target=target, prediction=checked)
        return target, checked

    return reads


class Loss:
    """A loss function: ``loss(target, prediction)`` and ``loss.gradient(target, prediction)``.

    The gradient is the derivative of the returned value with respect to the prediction, in the
    shape of the prediction. With ``reduction="none"`` it is the derivative of each sample's own
    loss. Values and gradients are float32 if the prediction is float32 and the target is not
    float64; otherwise they are float64.

    Parameters
    ----------
    value, slope : functions of checked arrays and options
        Loss of each sample, and its derivative with respect to the prediction.
    family : Family
        What it shares with other losses.
    options : dict of functions
        For each option the check ``check(name, value)`` that returns it in its proper type.
    parts : function, optional
        What both formulas need of a prediction, computed once: they take it in its place.
    """

    __name__: str
    __signature__: inspect.Signature

    def __init__(
        self,
        value: Callable[..., Floats],
        *,
        slope: Callable[..., Floats],
        family: Family,
        options: dict[str, Callable[[str, Any], Any]],
        parts: Callable[[Floats], Any] | None = None,
    ) -> None:
        """Look like the function of the value, with the signature and sections of its family."""
        functools.update_wrapper(self, value)
        self.__doc__ = complete(value.__doc__, family.sections)
        self.__signature__ = _public_signature(value, options, family.reduction)
        self._value = value
        self._slope = slope
        self._parts = parts
        self._family = family
        self._options = options
        parameters = self.__signature__.parameters.values()
        self._defaults = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
        self._arrays = len(parameters) - len(self._defaults)

    def __repr__(self) -> str:
        """Show the name and the arguments."""
        return f"<loss {self.__name__}({', '.join(self.__signature__.parameters)})>"

    def __call__(self, *arguments: ArrayLike, **options: Any) -> Floats:
        """The loss: its mean or sum, or that of each sample."""
        arrays, options, reduction = self._read(arguments, options)
        with np.errstate(all="ignore"):  # an infinity is an answer here, not an accident
            value = self._value(*self._prepared(arrays), **options)
            return self._reduced(value, arrays, options, reduction)

    def gradient(self, *arguments: ArrayLike, **options: Any) -> Floats:
        """The derivative of the returned value with respect to the prediction.

        Takes what the loss itself takes.
        """
        arrays, options, reduction = self._read_for("gradient", arguments, options)
        with np.errstate(all="ignore"):
            slope = self._slope(*self._prepared(arrays), **options)
            return self._reduced_slope(slope, arrays, options, reduction)

    def value_and_gradient(self, *arguments: ArrayLike, **options: Any) -> tuple[Floats, Floats]:
        """The loss and its gradient in one go, which shares the work of both.

        Takes what the loss itself takes.
        """
        arrays, options, reduction = self._read_for("value_and_gradient", arguments, options)
        with np.errstate(all="ignore"):
            value, slope = self._value_and_slope(arrays, options)
            return (
                self._reduced(value, arrays, options, reduction),
                self._reduced_slope(slope, arrays, options, reduction),
            )

    def _value_and_slope(
        self, arrays: tuple[Anything, ...], options: dict[str, Any]
    ) -> tuple[Floats, Floats]:
        """Both formulas; what they share is freed on return, and its memory is used again."""
        prepared = self._prepared(arrays)
        return self._value(*prepared, **options), self._slope(*prepared, **options)

    def _prepared(self, arrays: tuple[Anything, ...]) -> tuple[Any, ...]:
        return (*arrays[:-1], self._parts(arrays[-1])) if self._parts else arrays

    def _reduced(
        self, value: Floats, arrays: tuple[Anything, ...], options: dict[str, Any], reduction: str
    ) -> Floats:
        weight, total_weight = self._weights(arrays, options, reduction)
        if weight is not None:
            value = np.where(weight, weight * value, 0)  # not 0·inf
        dtype = _dtype(arrays)
        if reduction == "none":
            return np.asarray(value, dtype)[()]
        result = value.sum() / total_weight
        if np.isinf(result):
            result = (value / total_weight).sum()  # perhaps only the sum was too large
        return np.asarray(result, dtype)[()]

    def _reduced_slope(
        self, slope: Floats, arrays: tuple[Anything, ...], options: dict[str, Any], reduction: str
    ) -> Floats:
        weight, total_weight = self._weights(arrays, options, reduction)
        if weight is not None:
            slope = weight[..., np.newaxis] * slope
        if reduction == "mean":
            slope = slope / total_weight
        return np.asarray(slope, _dtype(arrays))[()]

    def _weights(
        self, arrays: tuple[Anything, ...], options: dict[str, Any], reduction: str
    ) -> tuple[Floats | None, float]:
        """Return the weight of each sample, or None for 1, and what divides their sum."""
        weight = self._family.weight(*arrays, **options)
        if reduction != "mean":
            return weight, 1
        if weight is None:
            shape = arrays[-1].shape
            return None, math.prod(shape[:-1] if self._family.per_row else shape)
        if not weight.any() and options.get("class_weight") is None:
            raise ValueError(
                f"every label in target is {options['ignore_index']}, which ignore_index leaves "
                "out, so that there is nothing to take the mean of; skip this batch, or take the "
                "sum, which is 0: `reduction = 'sum'`."
            )
        if not weight.any():
            raise ValueError(
                "class_weight is 0 for every label in target, so that the mean has no weight; "
                "give one of them a positive weight."
            )
        return weight, weight.sum()

    def _read_for(
        self, method: str, arguments: tuple[ArrayLike, ...], options: dict[str, Any]
    ) -> tuple[tuple[Anything, ...], dict[str, Any], str]:
        """Read the arguments of a method: what is wrong with them is told with its name."""
        try:
            return self._read(arguments, options)
        except (TypeError, ValueError) as error:
            raise type(error)(of_method(method, str(error))) from None

    def _read(
        self, arguments: tuple[ArrayLike, ...], options: dict[str, Any]
    ) -> tuple[tuple[Anything, ...], dict[str, Any], str]:
        """Bind the arguments as the signature says and check every one of them."""
        if len(arguments) == self._arrays and options.keys() <= self._defaults.keys():
            options = {**self._defaults, **options}  # as `bind` would, at a tenth of its price
        else:
            names = tuple(self.__signature__.parameters)
            try:
                bound = self.__signature__.bind(*arguments, **options)
            except TypeError as error:
                raise misfit(self.__name__, names, error, options) from None
            bound.apply_defaults()
            arguments, options = bound.args, dict(bound.kwargs)
        reduction = self._as_reduction(options.pop("reduction"), options)
        checked = {name: self._options[name](name, value) for name, value in options.items()}
        try:
            return self._family.reads(*arguments, **checked), checked, reduction
        except (TypeError, ValueError) as error:
            names = ("class_weight", "ignore_index", "pos_weight")
            better = self._family.expects and remedy(
                self.__name__,
                self._family.expects,
                *arguments,
                reduction=reduction,
                options={name: checked[name] for name in names if checked.get(name) is not None},
            )
            if not better:
                raise
            fault = str(error).partition("; ")[0]
            raise type(error)(f"{fault}; {better}") from None

    def _as_reduction(self, value: Any, others: dict[str, Any]) -> str:
        if isinstance(value, str) and value in REDUCTIONS:
            return value
        kind = ValueError if isinstance(value, str) else TypeError
        names = tuple(self.__signature__.parameters)
        others = {name: v for name, v in others.items() if v is not self._defaults[name]}
        known = foreign_names.reduction(value, self.__name__, names, others)
        choices = ", ".join(map(repr, REDUCTIONS))
        raise kind(
            f"reduction is {value!r:.60} ({type(value).__name__}); "
            f"{known or f'choose one of {choices}'}."
        )


def loss(
    family: Family,
    *,
    slope: Callable[..., Floats],
    parts: Callable[[Floats], Any] | None = None,
    **options: Callable[[str, Any], Any],
) -> Callable[[Callable[..., Floats]], Loss]:
    """Turn the function that follows, the value of a loss, into a `Loss`."""
    return functools.partial(Loss, slope=slope, family=family, options=options, parts=parts)


def _dtype(arrays: tuple[Anything, ...]) -> np.dtype[np.floating[Any]]:
    return np.result_type(*(array for array in arrays if issubclass(array.dtype.type, np.floating)))


def _public_signature(
    value: Callable[..., Floats], options: Iterable[str], reduction: str
) -> inspect.Signature:
    """The signature of the formula as callers see it: any array-likes, and a reduction."""
    inner = inspect.signature(value, eval_str=False)
    parameters = [
        p if p.name in options else p.replace(annotation="ArrayLike")
        for p in inner.parameters.values()
    ]
    parameters.append(
        inspect.Parameter(
            "reduction", inspect.Parameter.KEYWORD_ONLY, default=reduction, annotation="str"
        )
    )
    return inner.replace(parameters=parameters, return_annotation="Floats")
