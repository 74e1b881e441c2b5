"""Right answers, distorted and spoilt: what is wrong with the ordinary cases is told first."""

import itertools

import numpy as np
import pytest
from all_exercises import FUNCTIONS

from lossviz import check
from lossviz.checking import Case, Function
from lossviz.checking.functions import shown

each_function = pytest.mark.parametrize("name", FUNCTIONS)


def in_shape(result: float):
    """Return a distortion that gives the same number everywhere, in the shape of the right one."""
    return lambda right: np.full(np.shape(right), result)


# What each distortion makes of the right result, and a word that only a reply about its kind holds.
DISTORTIONS = {
    "undistorted": (lambda right: right, ""),
    "negated": (lambda right: -1 * right, "sign"),
    "doubled": (lambda right: 2 * right, "twice"),
    "halved": (lambda right: right / 2, "half of"),
    "three times": (lambda right: 3 * right, "3 times the right ones"),
    "base 10 for e": (lambda right: right / np.log(10), "base 10"),
    "base 10 for 2": (lambda right: right * np.log10(2), "base 10"),
    "negated and doubled": (lambda right: -2 * right, "twice"),
    "plus a constant": (lambda right: right + 0.37, "too large by 0.37"),
    "minus a constant": (lambda right: right - 0.37, "too small by 0.37"),
    "squared": (lambda right: np.square(right), "squares of the right ones"),
    "the root": (lambda right: np.sqrt(right), "roots of the right ones"),
    "constant": (in_shape(0.37), "the same result, whatever"),
    "zero": (in_shape(0.0), "the same result, whatever"),
}
KIND_WORDS = {word for _, word in DISTORTIONS.values() if word}


def numbers_in(case: Case) -> np.ndarray:
    arrays = [np.ravel(value) for value in case.arguments if not callable(value)]
    return np.concatenate([array for array in arrays if array.dtype.kind in "iuf"])


def fail(right):
    raise FloatingPointError("overflow")


# Where a result is spoilt, and by what.
PLACES = {
    "zeros": lambda case: (numbers_in(case) == 0).any(),
    "large values": lambda case: (np.abs(numbers_in(case)) >= 50).any(),
    "the extremes": lambda case: case.extreme,
}
SPOILERS = {
    "NaN": in_shape(np.nan),
    "infinity": in_shape(np.inf),
    "an error": fail,
}


def spoilings(task: Function) -> list[tuple[str, list[bool]]]:
    """Return the ways to spoil a result: by what, if at all, and in which cases."""
    found = [("", [False] * len(task.all_cases))]
    for (place, where), spoiler in itertools.product(PLACES.items(), SPOILERS):
        spoilt = [bool(where(case)) for case in task.all_cases]
        # An error in an ordinary case is told first: it stops everything.
        stops = spoiler == "an error" and place != "the extremes"
        if any(spoilt) and not stops and (spoiler, spoilt) not in found:
            found.append((spoiler, spoilt))
    return found


@each_function
def test_results_of_any_size_lead_to_a_sentence_and_not_to_a_warning(name):
    for size in (1e-308, 1e300, 1.7e308):
        for signs in ((1,), (1, -1)):
            factors = itertools.cycle(sign * size for sign in signs)
            results = (right * 0 + next(factors) for right in FUNCTIONS[name].right)
            assert not check(name, lambda *arguments, results=results: next(results)).right


def case_in(text: str, task: Function) -> int:
    """Return which case a reply shows."""
    for i, case in enumerate(task.all_cases):
        inputs = ", ".join(f"{key} = {shown(value)}" for key, value in task.arguments(i).items())
        if f'"{case.name}" fails.\n  input     {inputs}\n' in text:
            return i
    raise AssertionError(text)


def is_right(task: Function, i: int, result) -> bool:
    if task.same(result, task.right[i]):
        return True
    return bool(task.as_good and task.as_good(result, *task.all_cases[i].arguments))


@pytest.mark.parametrize("distorted", DISTORTIONS)
@each_function
def test_what_is_wrong_with_the_ordinary_cases_is_told_first(name, distorted):
    task = FUNCTIONS[name]
    distortion, _ = DISTORTIONS[distorted]
    with np.errstate(invalid="ignore"):  # the root of a negative one is NaN
        results = [distortion(1.0 * right) for right in task.right]
    wrong = [not is_right(task, i, result) for i, result in enumerate(results)]
    for spoiler, spoilt in spoilings(task):
        if distorted == "undistorted" and not any(spoilt):
            continue
        calls = itertools.count()

        def answer(*arguments, calls=calls, spoiler=spoiler, spoilt=spoilt):
            i = next(calls)
            return SPOILERS[spoiler](task.right[i]) if spoilt[i] else results[i]

        reply = check(name, answer)
        assert not reply.right
        assert_is_told_first(task, distorted, results, wrong, spoilt, reply.text)


def assert_is_told_first(task, distorted, results, wrong, spoilt, reply):
    text = " ".join(reply.split())
    assert "formula is right" not in text
    ordinary = [i for i, case in enumerate(task.all_cases) if not case.extreme]
    finite = [i for i in ordinary if not spoilt[i]]
    any_wrong = any(spoilt[i] or wrong[i] for i in ordinary)
    assert ("ordinary cases are right" in text) == (not any_wrong)
    shown_case = case_in(reply, task)
    assert task.all_cases[shown_case].extreme == (not any_wrong)
    if any(wrong[i] and np.isfinite(results[i]).all() for i in finite):
        assert not spoilt[shown_case]

    _, word = DISTORTIONS[distorted]
    told = np.concatenate([np.ravel(task.right[i]) for i in finite]) if finite else np.empty(0)
    if distorted == "the root" and (told < 0).any():
        return
    if word and len(np.unique(told.round(9))) >= 3:
        assert word in text
        if "negated" in distorted:
            assert "sign" in text
        # Where an extreme case is spoilt as well, it comes second.
        second = [case.name for i, case in enumerate(task.all_cases) if case.extreme and spoilt[i]]
        if second and len(finite) == len(ordinary):
            assert any(f'A second thing is "{name}"' in text for name in second)
    if not word:
        assert [other for other in KIND_WORDS if other in text] == []
