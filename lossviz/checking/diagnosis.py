"""What explains a wrong function: a mistake that has a name, or what all its results share.

The first sentence is about one failing case, an ordinary one if any fails. It must agree with the
answer in every other case, right or wrong; only where the answer is NaN, infinite or stops may it
leave a case open, and that is told as a second thing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from lossviz.checking.cases import Array, Case, Mistake
from lossviz.checking.core import quoted
from lossviz.checking.differences import Difference, difference, near
from lossviz.checking.sandbox import Outcome

_NAN = "nan is “not a number”: it comes from 0 / 0, 0 · log 0 or ∞ − ∞."
_INFINITE = "An infinite result comes from log 0, a division by 0, or an exp that overflows."
_CLOSE = (
    "That is close, but digits are lost. Is a constant rounded, something small added, or are two "
    "nearly equal numbers subtracted?"
)
_SINGLE = "Your function rounds to {}; compute in float64."
_ELSEWHERE = "In other cases it returns something: is return inside a loop or an if?"

# A sentence, and the cases that it leaves open.
Finding = tuple[str, list[int]]


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """What there is to say about one wrong answer."""

    cases: Sequence[Case]  # the extreme ones last
    right: Sequence[Array]  # the right results in all cases
    same: Callable[[Array | None, Array | None], bool]  # whether two results, if any, are equal
    mistakes: Sequence[Mistake]
    outcome_of: Callable[[Mistake, int], Outcome]  # what a mistake leads to in the case of a number
    outcomes: Sequence[Outcome]  # what the answer led to, in all cases or in the first of them
    failing: Sequence[int]  # the cases in which it is wrong; at least one

    @cached_property
    def shown(self) -> int:
        """The case to show: an ordinary one if any fails, with finite results if there is one."""
        ordinary = [i for i in self.failing if not self.cases[i].extreme]
        finite = (i for i in ordinary if self._is_finite(i))
        return next(finite, (ordinary or self.failing)[0])

    def sentences(self, otherwise: str) -> list[str]:
        """Return what explains the shown case, and what it leaves open.

        Only where the shown case is extreme, no ordinary one has failed, and this is said as well.
        `otherwise` stands where nothing is known.
        """
        with np.errstate(all="ignore"):  # whatever numbers a learner's function has returned
            found = self._recognised() or self._shared()
        says, left = found or (self._alone(self.shown), [])
        says = says or otherwise
        if self.cases[self.shown].extreme:
            count = sum(not case.extreme for case in self.cases)
            says = f"All {count} ordinary cases are right, but this one is extreme. {says}"
        return [says, *self._second(left)]

    def _recognised(self) -> Finding | None:
        """Return what is known about the mistake that explains the answer best, if one does.

        One that leaves open more of the failing cases than it explains is only a guess.
        """
        found = [
            (mistake.says, left)
            for mistake in self.mistakes
            if (left := self._left_open(mistake)) is not None and 2 * len(left) <= len(self.failing)
        ]
        return min(found, key=lambda finding: len(finding[1]), default=None)

    def _left_open(self, mistake: Mistake) -> list[int] | None:
        """Return the cases that a mistake leaves open, or None if one of them contradicts it."""
        left = []
        for i, outcome in enumerate(self.outcomes):
            wrong = self.outcome_of(mistake, i)
            if self.same(wrong.value, outcome.value):
                continue
            if (wrong.error and wrong.error == outcome.error) or (wrong.empty and outcome.empty):
                continue
            if i == self.shown or not self._agree_where_finite(i, wrong.value):
                return None
            left.append(i)
        return left

    def _shared(self) -> Finding | None:
        """Return what all results have in common: the ordinary ones, unless they are right."""
        got, wanted = self.outcomes[self.shown].value, self.right[self.shown]
        if got is None:
            return None
        if got.shape != wanted.shape:
            return _about_shapes(got.shape, wanted.shape), []
        extreme = self.cases[self.shown].extreme
        compared = {
            i: outcome.value
            for i, outcome in enumerate(self.outcomes)
            if self.cases[i].extreme == extreme and outcome.value is not None
        }
        if any(value.shape != self.right[i].shape for i, value in compared.items()):
            return None
        given, right = self._finite_numbers(compared)
        if self.same(given, right):
            return None
        found: Difference | None = None
        if _are_close(given, right):
            single = got.dtype.itemsize < 8
            found = Difference(_SINGLE.format(got.dtype) if single else _CLOSE, np.array)
        elif not extreme:
            found = difference(given, right)
        if found is None:
            return None
        return found.says, [i for i in self.failing if not self._is_explained(i, found)]

    def _second(self, left: list[int]) -> list[str]:
        """Return a sentence about the first case that was left open, if one was."""
        if not left:
            return []
        start = f"A second thing is {quoted(self.cases[left[0]].name)}."
        for mistake in self.mistakes:
            if self._breaks_alike(mistake, left):
                return [f"{start} {mistake.says}"]
        return [f"{start} {self._alone(left[0]) or 'It is wrong in another way.'}"]

    def _breaks_alike(self, mistake: Mistake, left: list[int]) -> bool:
        """Return whether a mistake is right but for the cases left open, and breaks like there."""
        for i, outcome in enumerate(self.outcomes):
            wrong = self.outcome_of(mistake, i).value
            if i in left:
                agree = _are_broken_alike(wrong, outcome.value)
            else:
                agree = self.same(wrong, self.right[i])
            if not agree:
                return False
        return True

    def _alone(self, i: int) -> str:
        """Return a sentence about one case, where it tells something by itself."""
        outcome = self.outcomes[i]
        if outcome.empty:
            return _ELSEWHERE
        if outcome.value is None:
            return "" if i == self.shown else f"There your function fails: {outcome.trouble}"
        if np.isnan(outcome.value).any():
            return _NAN
        if np.isinf(outcome.value).any() and np.isfinite(self.right[i]).all():
            return _INFINITE
        return ""

    def _finite_parts(self, i: int, value: Array) -> Array:
        """Return where a result is finite, or may be infinite since the right one is."""
        right = self.right[i]
        if value.shape != right.shape:
            return np.isfinite(value)
        return np.where(np.isfinite(right), np.isfinite(value), ~np.isnan(value))

    def _is_finite(self, i: int) -> bool:
        """Return whether a result is finite, if there is one."""
        value = self.outcomes[i].value
        return value is None or bool(self._finite_parts(i, value).all())

    def _agree_where_finite(self, i: int, wrong: Array | None) -> bool:
        """Return whether a result equals another one wherever it is finite."""
        value = self.outcomes[i].value
        if value is None:
            return True
        if wrong is None or wrong.shape != value.shape:
            return False
        parts = self._finite_parts(i, value)
        return self.same(wrong[parts], value[parts])

    def _is_explained(self, i: int, found: Difference) -> bool:
        value, changed = self.outcomes[i].value, found.change(1.0 * self.right[i])
        return value is not None and value.shape == changed.shape and _are_close(value, changed)

    def _finite_numbers(self, results: dict[int, Array]) -> tuple[Array, Array]:
        """Return all numbers of some cases in which the result and the right one are finite."""
        given = np.concatenate([np.ravel(1.0 * value) for value in results.values()])
        right = np.concatenate([np.ravel(1.0 * self.right[i]) for i in results])
        finite = np.isfinite(given) & np.isfinite(right)
        return given[finite], right[finite]


def _are_close(one: Array, other: Array) -> bool:
    """Return whether two results of one shape share their first digits."""
    return near(one, other) or np.allclose(one, other, rtol=1e-4, atol=0)


def _are_broken_alike(one: Array | None, other: Array | None) -> bool:
    """Return whether two results are NaN in the same places, and infinite in the same places."""
    if one is None or other is None or one.shape != other.shape or np.isfinite(one).all():
        return False
    return all(np.array_equal(test(one), test(other)) for test in (np.isnan, np.isinf))


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
