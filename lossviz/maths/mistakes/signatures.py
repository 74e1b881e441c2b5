"""Arguments that do not fit a function's signature: too many, or with names from elsewhere."""

from __future__ import annotations

import ast
import functools
import inspect
from collections.abc import Callable
from typing import Any, TypeVar, cast

from lossviz.maths.mistakes.code import QUOTED, last_statement
from lossviz.maths.mistakes.foreign_names import counterpart
from lossviz.maths.mistakes.options import ARGUMENTS, Option

# What takes one array where other libraries take two or more.
_SIDE_BY_SIDE = {
    "pairwise_logistic": "give one array, with the better and the worse score on its last axis.",
    "triplet": (
        "give one array of distances, with that to its own kind and that to another on its last "
        "axis."
    ),
    "dpo": (
        "give two arrays, the reference's and the policy's, each with the chosen and the rejected "
        "answer on its last axis."
    ),
    "info_nce": "give one table of similarities: the rows of one kind times those of the other.",
}


def misfit(
    function: str, parameters: tuple[str, ...], error: TypeError, options: dict[str, Any]
) -> TypeError:
    """Return the error for arguments that do not fit a signature, with the way out."""
    unknown = [
        Option(function, name, value, parameters, {n: v for n, v in options.items() if n != name})
        for name, value in options.items()
        if name not in parameters
    ]
    if unknown:
        return TypeError(_unexpected(unknown))
    named = [name for name in parameters if name not in ARGUMENTS]
    if "too many positional" in str(error) and function == "entropy":
        return TypeError(
            f"{error}; entropy takes one distribution p: the divergence of two, which SciPy calls "
            "entropy too, is kl_divergence(p, q)."
        )
    if "too many positional" in str(error) and function in _SIDE_BY_SIDE:
        return TypeError(f"{error}; {_SIDE_BY_SIDE[function]}")
    if "too many positional" in str(error) and named:
        return TypeError(
            f"{error}; {function} takes {', '.join(parameters)}, and options by their names, as in "
            f"{named[0]}=…."
        )
    return TypeError(f"{error}; {function} takes {', '.join(parameters)}.")


def _unexpected(unknown: list[Option]) -> str:
    """Say what to do about options that a function does not have.

    The code for one knows nothing of the others. So what only changes an argument comes first, and
    what can be left out is left to the code for what cannot.
    """
    told = [counterpart(option) for option in unknown]
    kinds = [_kind(option, text) for option, text in zip(unknown, told, strict=True)]
    if kinds.count("call") > 1 and "argument" not in kinds:
        names = ", ".join(
            repr(option.name)
            for option, kind in zip(unknown, kinds, strict=True)
            if kind != "needless"
        )
        return (
            f"got unexpected options {names}; give one of them at a time, and the error says what "
            "it is here."
        )
    first = min(range(len(kinds)), key=lambda i: ("argument", "call", "needless").index(kinds[i]))
    return f"got an unexpected option {unknown[first].name!r}; {told[first]}"


def _kind(option: Option, text: str) -> str:
    """Whether the code in a text changes an "argument", calls something, or is "needless"."""
    code = QUOTED.search(text)
    last = last_statement(code[1]) if code else None
    if code is None or last is None:
        return "call"
    if isinstance(last, ast.Expr):
        return "needless" if code[1] == option.call else "call"
    return "argument"


F = TypeVar("F", bound=Callable[..., Any])


def explains_names(function: F) -> F:
    """Let a function answer options that it does not have with their counterparts."""
    signature = inspect.signature(function)
    parameters = tuple(signature.parameters)

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except TypeError:
            try:
                signature.bind(*arguments, **options)
            except TypeError as error:
                raise misfit(function.__name__, parameters, error, options) from None
            raise

    return cast(F, call)
