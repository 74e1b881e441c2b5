"""Exercises whose answer is a function of the learner's own."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

import lossviz.exercises.sandbox as sandbox
from lossviz.exercises.core import Exercise, Reply, quoted
from lossviz.exercises.sandbox import Outcome

# A factor between a learner's results and the right ones that is the same in all cases, and what
# it tells.
_FACTORS = (
    (-1.0, "The sign is wrong."),
    (np.log(2), "All your results are ln 2 times the right ones: nats instead of bits?"),
    (1 / np.log(2), "All your results are 1 / ln 2 times the right ones: bits instead of nats?"),
    (1 / np.log(10), "All your results are too small by ln 10: is your logarithm to the base 10?"),
    (2.0, "All your results are twice the right ones: is a factor 1/2 missing?"),
    (0.5, "All your results are half of the right ones: is there a factor 1/2 too many?"),
)


class Case:
    """One input with a name that a person understands, such as “an impossible event”.

    Lists become arrays, since a learner's NumPy code is to work on them.
    """

    def __init__(self, name: str, *arguments: object):
        """Keep the name and the arguments in their order."""
        self.name = name
        self.arguments = tuple(
            np.array(value) if isinstance(value, (list, tuple)) else value for value in arguments
        )


@dataclass(frozen=True)
class Mistake:
    """A wrong function that people write, and what to say about it.

    Attributes
    ----------
    label : str
        What was mistaken, in a few words, for the tests and for the reader of the code.
    function : callable
        The wrong function. It may warn, return NaN or raise.
    says : str
        What the learner reads.
    """

    label: str
    function: Callable
    says: str


@dataclass(frozen=True, kw_only=True)
class Function(Exercise):
    """An exercise whose answer is a function.

    It is called on all cases and compared with a reference. The first case that fails is shown;
    what is said about it depends on the mistake that explains the failing cases.

    Attributes
    ----------
    reference : callable
        The right function. Its parameters give the names in the replies.
    cases : tuple of Case
        The fixed inputs, the plainest first and the extreme ones after it.
    draw : callable, optional
        Draws the arguments of one more input from a `numpy.random.Generator`. Round them to a few
        digits, or the reply cannot show them in full.
    draws : int
        How many such inputs.
    mistakes : tuple of Mistake
        The wrong functions that have a name.
    relative, absolute : float
        How far a result may be off: as a share of the right one, and as a number.
    """

    reference: Callable
    cases: tuple[Case, ...]
    draw: Callable[[np.random.Generator], tuple] | None = None
    draws: int = 10
    mistakes: tuple[Mistake, ...] = ()
    relative: float = 1e-9
    absolute: float = 1e-12

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters that the cases fill."""
        parameters = tuple(inspect.signature(self.reference).parameters)
        return parameters[: len(self.cases[0].arguments)]

    @cached_property
    def all_cases(self) -> list[Case]:
        """The fixed cases and the drawn ones, which are the same in every session."""
        if self.draw is None:
            return list(self.cases)
        random = np.random.default_rng(0)
        return [
            *self.cases,
            *(Case("a random case", *self.draw(random)) for _ in range(self.draws)),
        ]

    @cached_property
    def _right(self) -> list[NDArray]:
        return [outcome.value for outcome in self._outcomes(self.reference)]

    @cached_property
    def _wrong(self) -> list[list[Outcome]]:
        """What each mistake leads to in all cases."""
        return [self._outcomes(mistake.function) for mistake in self.mistakes]

    def judge(self, name: str, answer: object) -> Reply:
        """Return what there is to say about a function."""
        complaint = self._uncallable(name, answer)
        if complaint:
            return Reply(complaint, right=False)
        deadline = time.perf_counter() + sandbox.SECONDS
        outcomes: list[Outcome] = []
        for case in self.all_cases:
            outcomes.append(sandbox.run(answer, self._arguments(case), deadline))
            if outcomes[-1].value is None:
                break
        if outcomes[0].empty:
            return Reply(
                "Your function returns nothing yet. Put your code in place of the three dots "
                f"and end it with return. {self.offer(name)}",
                right=False,
            )
        for i, outcome in enumerate(outcomes):
            if not self._same(outcome.value, self._right[i]):
                return Reply(self._about(name, outcomes, i), right=False)
        changed = next((outcome.changed for outcome in outcomes if outcome.changed), "")
        if changed:
            return Reply(
                f"All {len(outcomes)} results are right. One thing is left: your function changes "
                f"{changed} in place, so whoever calls it loses the array. Compute a new one.",
                right=False,
            )
        return Reply(f"Right, in all {len(outcomes)} cases. {self.why}", right=True)

    def _uncallable(self, name: str, answer: object) -> str:
        wanted = f"({', '.join(self.names)})"
        if not callable(answer):
            return (
                "This exercise asks for a function, and your answer is of type "
                f"{type(answer).__name__}. Give the function's name alone, without brackets: "
                f'check("{name}", your_function).'
            )
        try:
            signature = inspect.signature(answer)
        except Exception:  # some builtin functions have no signature: calling them will tell
            return ""
        try:
            signature.bind(*self.names)
        except TypeError:
            return f"Your function must take {len(self.names)} arguments, in this order: {wanted}."
        return ""

    def _arguments(self, case: Case) -> dict[str, object]:
        return dict(zip(self.names, case.arguments, strict=True))

    def _outcomes(self, function: Callable) -> list[Outcome]:
        """Run one of our own functions, which come to an end, in all cases."""
        return [sandbox.run(function, self._arguments(case)) for case in self.all_cases]

    def _same(self, one: NDArray | None, other: NDArray | None) -> bool:
        if one is None or other is None or one.shape != other.shape:
            return False
        return np.allclose(one, other, rtol=self.relative, atol=self.absolute, equal_nan=True)

    def _about(self, name: str, outcomes: list[Outcome], first: int) -> str:
        """Return the failing case and what there is to say about it."""
        case, outcome, right = self.all_cases[first], outcomes[first], self._right[first]
        inputs = (f"{key} = {shown(value)}" for key, value in self._arguments(case).items())
        lines = [f"Not yet: {quoted(case.name)} fails.", f"  input     {', '.join(inputs)}"]
        if outcome.value is None:
            lines.append(f"  expected  {shown(right)}")
        else:
            expected, got = told_apart(right, outcome.value)
            lines += [f"  expected  {expected}", f"  got       {got}"]
        if outcome.source:
            label = f"line {outcome.line}"
            lines.append(f"  {label:9s} {_one_line(outcome.source)}")
        if outcome.printed.strip():
            lines.append(f"  printed   {_one_line(outcome.printed)}")
        if outcome.trouble:
            lines.append(f"Your function fails: {outcome.trouble}")
        said = self._recognised(outcomes) or self._general(outcomes, first)
        return "\n".join([*lines, said or self.offer(name)])

    def _recognised(self, outcomes: list[Outcome]) -> str:
        """Return the sentence of the mistake that explains most: all cases in which it is wrong."""
        best, most = "", 0
        for mistake, wrong in zip(self.mistakes, self._wrong, strict=True):
            differing = [
                i for i in range(len(outcomes)) if not self._same(wrong[i].value, self._right[i])
            ]
            explained = all(
                self._same(wrong[i].value, outcomes[i].value)
                or (wrong[i].error and wrong[i].error == outcomes[i].error)
                for i in differing
            )
            if explained and len(differing) > most:
                best, most = mistake.says, len(differing)
        return best

    def _general(self, outcomes: list[Outcome], first: int) -> str:
        """Return a sentence about the kind of the difference, where it has one."""
        got, wanted = outcomes[first].value, self._right[first]
        if got is None:
            return ""
        if got.shape != wanted.shape:
            return _about_shapes(got.shape, wanted.shape)
        if np.isnan(got).any():
            return "nan is “not a number”: it comes from 0 / 0, 0 · log 0 or ∞ − ∞."
        if np.isinf(got).any() and np.isfinite(wanted).all():
            return "An infinite result comes from log 0, a division by 0, or an exp that overflows."
        failing = [
            (outcome.value, value)
            for outcome, value in zip(outcomes, self._right, strict=False)
            if outcome.value is None or not self._same(outcome.value, value)
        ]
        if any(value is None or value.shape != other.shape for value, other in failing):
            return ""
        ours = np.concatenate([np.ravel(value) for _, value in failing])
        theirs = np.concatenate([np.ravel(value) for value, _ in failing])
        for factor, says in _FACTORS:
            if np.allclose(theirs, factor * ours, rtol=1e-6, atol=0):
                return says
        if np.allclose(theirs, ours, rtol=1e-4, atol=0):
            if got.dtype.itemsize < 8:
                return f"Your function rounds to {got.dtype}; compute in float64."
            return (
                "That is close: the formula may be right, but digits are lost. Is a constant "
                "rounded, something small added, or are two nearly equal numbers subtracted?"
            )
        return ""


def _one_line(text: str, longest: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 3] + "..."


def _about_shapes(got: tuple[int, ...], wanted: tuple[int, ...]) -> str:
    if not wanted:
        return (
            f"One number is asked for, and yours is an array of shape {got}: is a sum or a mean "
            "missing?"
        )
    if not got:
        return (
            f"An array of shape {wanted} is asked for, and yours is one number: is there a sum or "
            "a mean too many?"
        )
    return f"The shape should be {wanted}, and yours is {got}: is that the right axis?"


def told_apart(one: NDArray, other: NDArray) -> tuple[str, str]:
    """Return two results with as many digits as it takes to see that they differ."""
    for digits in (6, 10, 17):
        texts = shown(one, digits), shown(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def shown(value: object, digits: int = 6) -> str:
    """Return an argument or a result as one short line."""
    if callable(value):
        return getattr(value, "name", None) or getattr(value, "__name__", type(value).__name__)
    if not isinstance(value, (np.ndarray, float, np.floating)):
        return repr(value)
    text = np.array2string(
        np.asarray(value),
        separator=", ",
        threshold=12,
        max_line_width=10_000,
        formatter={"float_kind": lambda number: f"{number:.{digits}g}"},
    )
    return " ".join(text.split())
