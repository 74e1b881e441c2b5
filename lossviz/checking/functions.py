"""Exercises whose answer is a function of the learner's own."""

from __future__ import annotations

import dis
import inspect
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

import lossviz.checking.sandbox as sandbox
from lossviz.checking.cases import AnyFunction, Array, Case, Mistake
from lossviz.checking.core import Exercise, Reply, quoted
from lossviz.checking.diagnosis import Diagnosis
from lossviz.checking.sandbox import Outcome

# A wrong answer that is slow may stop here: what has failed until then is enough to answer.
ENOUGH = 1.0  # seconds


@dataclass(frozen=True, kw_only=True)
class Function(Exercise):
    """An exercise whose answer is a function.

    It is called on all cases and compared with a reference. One failing case is shown, and beside
    it what explains it.

    Attributes
    ----------
    reference : callable
        The right function. Its parameters give the names in the replies.
    cases : tuple of Case
        The fixed inputs, the plainest first.
    draw : callable, optional
        Draws the arguments of one more ordinary input from a `numpy.random.Generator`. Round them
        to a few digits, or the reply cannot show them in full.
    draws : int
        How many such inputs.
    mistakes : tuple of Mistake
        The wrong functions that have a name.
    as_good : callable, optional
        Called with a result that is not the reference's, and the arguments: whether it is right all
        the same.
    relative, absolute : float
        How far a result may be off: as a share of the right one, and as a number.
    """

    reference: AnyFunction
    cases: tuple[Case, ...]
    draw: Callable[[np.random.Generator], tuple[object, ...]] | None = None
    draws: int = 10
    mistakes: tuple[Mistake, ...] = ()
    as_good: Callable[..., bool] | None = None
    relative: float = 1e-9
    absolute: float = 1e-12

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the parameters that the cases fill."""
        parameters = tuple(inspect.signature(self.reference).parameters)
        return parameters[: len(self.cases[0].arguments)]

    @cached_property
    def all_cases(self) -> list[Case]:
        """The ordinary cases, fixed and drawn, and the extreme ones after them.

        The drawn ones are the same in every session.
        """
        drawn = []
        if self.draw is not None:
            random = np.random.default_rng(0)
            drawn = [Case("a random case", *self.draw(random)) for _ in range(self.draws)]
        ordinary = [case for case in self.cases if not case.extreme]
        return [*ordinary, *drawn, *(case for case in self.cases if case.extreme)]

    @cached_property
    def right(self) -> list[Array]:
        """The right results in all cases."""
        with np.errstate(all="ignore"):  # an impossible event costs infinity, silently
            return [np.array(self.reference(*case.arguments)) for case in self.all_cases]

    @cached_property
    def _outcomes_of_mistakes(self) -> dict[tuple[Mistake, int], Outcome]:
        return {}

    def outcome_of(self, mistake: Mistake, i: int) -> Outcome:
        """Return what one of the mistakes leads to in one case."""
        if (mistake, i) not in self._outcomes_of_mistakes:
            self._outcomes_of_mistakes[mistake, i] = sandbox.run(
                mistake.function, self.arguments(i)
            )
        return self._outcomes_of_mistakes[mistake, i]

    def arguments(self, i: int) -> dict[str, object]:
        """Return the arguments of one case by their names."""
        return dict(zip(self.names, self.all_cases[i].arguments, strict=True))

    def same(self, one: Array | None, other: Array | None) -> bool:
        """Return whether two results are equal, as exactly as the exercise asks."""
        if one is None or other is None or one.shape != other.shape:
            return False
        with np.errstate(all="ignore"):
            return np.allclose(one, other, rtol=self.relative, atol=self.absolute, equal_nan=True)

    def judge(self, name: str, answer: object) -> Reply:
        """Return what there is to say about a function."""
        if not callable(answer):
            return Reply(
                "This exercise asks for a function, and your answer is of type "
                f"{type(answer).__name__}. Give the function's name alone, without brackets: "
                f'check("{name}", your_function).'
            )
        if not _takes(answer, self.names):
            return Reply(
                f"Your function must take {len(self.names)} arguments, in this order: "
                f"({', '.join(self.names)})."
            )
        outcomes, failing = self._tried(answer)
        if all(outcome.empty for outcome in outcomes):
            return Reply(self._about_nothing(name, answer, outcomes))
        if failing:
            return Reply(self._about(name, outcomes, failing))
        changed = next((outcome.changed for outcome in outcomes if outcome.changed), "")
        if changed:
            return Reply(
                f"All {len(outcomes)} results are right. One thing is left: your function changes "
                f"{changed} in place, so whoever calls it loses the array. Compute a new one."
            )
        return Reply(f"Right, in all {len(outcomes)} cases. {self.why}", right=True)

    def _tried(self, answer: AnyFunction) -> tuple[list[Outcome], list[int]]:
        """Run an answer in all cases, and return what came out and in which cases it is wrong.

        It ends early if the time is over.
        """
        start = time.perf_counter()
        outcomes, failing = [], []
        for i in range(len(self.all_cases)):
            outcome = sandbox.run(answer, self.arguments(i), start + sandbox.SECONDS)
            outcomes.append(outcome)
            if not self._is_right(i, outcome):
                failing.append(i)
            if failing and time.perf_counter() > start + ENOUGH:
                break
        return outcomes, failing

    def _is_right(self, i: int, outcome: Outcome) -> bool:
        if self.same(outcome.value, self.right[i]):
            return True
        if self.as_good is None or outcome.value is None:
            return False
        if outcome.value.shape != self.right[i].shape:
            return False
        return self.as_good(outcome.value, *self.all_cases[i].arguments)

    def _about_nothing(self, name: str, answer: AnyFunction, outcomes: list[Outcome]) -> str:
        """Return what there is to say about a function that never returns anything."""
        if _is_starting_point(answer):
            return (
                "Your function returns nothing yet. Put your code in place of the three dots "
                f"and end it with return. {self.offer(name)}"
            )
        if any(outcome.printed.strip() for outcome in outcomes):
            return (
                "Your function prints and returns nothing. What is printed is seen by you alone; "
                "only what stands behind return reaches whoever calls the function."
            )
        return (
            "Your function runs and returns nothing. Write return before the result, in its last "
            "line."
        )

    def _about(self, name: str, outcomes: list[Outcome], failing: list[int]) -> str:
        """Return a failing case and what there is to say about it."""
        diagnosis = Diagnosis(
            cases=self.all_cases,
            right=self.right,
            same=self.same,
            mistakes=self.mistakes,
            outcome_of=self.outcome_of,
            outcomes=outcomes,
            failing=failing,
        )
        i = diagnosis.shown
        outcome, right = outcomes[i], self.right[i]
        inputs = (f"{key} = {shown(value)}" for key, value in self.arguments(i).items())
        lines = [
            f"Not yet: {quoted(self.all_cases[i].name)} fails.",
            f"  input     {', '.join(inputs)}",
        ]
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
        return "\n".join([*lines, *diagnosis.sentences(self.offer(name))])


def _takes(function: AnyFunction, arguments: Sequence[object]) -> bool:
    """Return whether a function can be called with so many arguments, as far as can be told."""
    try:
        signature = inspect.signature(function)
    except Exception:  # some builtin functions have no signature: calling them will tell
        return True
    try:
        signature.bind(*arguments)
    except TypeError:
        return False
    return True


def _starting_point() -> None: ...


def _is_starting_point(function: AnyFunction) -> bool:
    """Return whether a function still does what the cell gave: nothing at all."""
    if not inspect.isfunction(function):
        return False
    operations = {step.opname for step in dis.get_instructions(function)}
    return operations <= {step.opname for step in dis.get_instructions(_starting_point)}


def _one_line(text: str, longest: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= longest else text[: longest - 3] + "..."


def told_apart(one: Array, other: Array) -> tuple[str, str]:
    """Return two results with as many digits as it takes to see that they differ."""
    for digits in (6, 10, 17):
        texts = shown(one, digits), shown(other, digits)
        if texts[0] != texts[1]:
            break
    return texts


def shown(value: object, digits: int = 6) -> str:
    """Return an argument or a result as one short line."""
    if callable(value):
        named = getattr(value, "name", None) or getattr(value, "__name__", type(value).__name__)
        return str(named)
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
