"""The exercises: every right answer is right, and every known wrong one meets its own sentence."""

import itertools
import math
import re
import sys
import time
import warnings
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_equal

from lossviz import check, exercises, hint
from lossviz.exercises import (
    Case,
    Choice,
    Function,
    Misconception,
    Mistake,
    Number,
    functions,
    sandbox,
)
from lossviz.exercises.core import is_shortened
from lossviz.exercises.differences import difference
from lossviz.exercises.functions import shown, told_apart
from lossviz.maths import huber, steps_to_reach
from tools import chapter, notebook_form, notebooks

KNOWN = exercises.known()
# The notebooks whose exercises are checked, by the number that their exercises bear.
NOTEBOOKS = {chapter.number(path.name): path for path in notebooks.notebooks_in()}
CHAPTERS = sorted({name.partition(".")[0] for name in KNOWN})
NUMBERS = {name: task for name, task in KNOWN.items() if isinstance(task, Number)}
CHOICES = {name: task for name, task in KNOWN.items() if isinstance(task, Choice)}
FUNCTIONS = {name: task for name, task in KNOWN.items() if isinstance(task, Function)}

# From the easiest kind to the hardest, as the headings in the notebooks call them.
KINDS = (
    {"predict a number"},
    {"read a figure", "derive"},
    {"write a function"},
    {"find the flaw"},
)

each_exercise = pytest.mark.parametrize("name", KNOWN)
each_number = pytest.mark.parametrize("name", NUMBERS)
each_function = pytest.mark.parametrize("name", FUNCTIONS)
each_chapter = pytest.mark.parametrize("number", CHAPTERS)


def say(text: str) -> str:
    return " ".join(text.split())


# Every exercise


@each_number
def test_the_right_number_is_right(name):
    task = NUMBERS[name]
    reply = check(name, task.answer)
    assert reply.right
    assert task.why in reply.text
    if task.decimals is not None:
        unit = 10.0**-task.decimals
        rounded = round(float(task.answer), task.decimals)
        assert check(name, rounded).right
        for off in (-unit, unit):
            assert check(name, task.answer + 0.49 * off).right
            assert not check(name, task.answer + 0.51 * off).right
            assert not check(name, rounded + 1.01 * off).right


@each_number
def test_digits_that_are_cut_off_are_to_be_rounded(name):
    task = NUMBERS[name]
    if task.decimals is None:
        return
    unit = 10**task.decimals
    cut_off = math.trunc(task.answer * unit) / unit
    reply = check(name, cut_off)
    if reply.right:
        assert math.isclose(cut_off, round(float(task.answer), task.decimals))
    else:
        assert "instead of cutting it off" in reply.text


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        pytest.param(name, wrong, id=f"{name} {wrong.label}")
        for name, task in NUMBERS.items()
        for wrong in task.misconceptions
    ],
)
def test_a_wrong_number_meets_its_own_sentence(name, wrong):
    reply = check(name, wrong.value)
    assert not reply.right
    assert reply.text == f"Not yet. {wrong.says}"


@each_number
def test_a_number_without_a_name_is_too_large_or_too_small(name):
    answer = float(NUMBERS[name].answer)
    assert "is too large" in check(name, answer + 1e5).text
    assert "is too small" in check(name, answer - 1e5).text


@pytest.mark.parametrize("name", CHOICES)
def test_every_letter_has_its_sentence(name):
    task = CHOICES[name]
    assert task.answer not in task.wrong
    assert check(name, task.answer).right
    assert task.why in check(name, f" ({task.answer.upper()}) ").text
    for letter, says in task.wrong.items():
        assert not check(name, letter).right
        assert check(name, letter).text == f"Not yet. {says}"
    assert not check(name, "z").right
    assert "one letter" in check(name, 1).text


@each_function
def test_the_right_function_is_right(name):
    task = FUNCTIONS[name]
    reply = check(name, lambda *arguments: task.reference(*arguments))
    assert reply.right, reply
    assert task.why in reply.text


@pytest.mark.parametrize(
    ("name", "mistake"),
    [
        pytest.param(name, mistake, id=f"{name} {mistake.label}")
        for name, task in FUNCTIONS.items()
        for mistake in task.mistakes
    ],
)
def test_a_wrong_function_meets_its_own_sentence(name, mistake):
    reply = check(name, lambda *arguments: mistake.function(*arguments))
    assert not reply.right
    praise = praise_due(FUNCTIONS[name], mistake.function)
    assert reply.text.endswith(f"\n{praise}{mistake.says}")
    assert re.match(r'Not yet: ".+" fails\.\n  input     \w+ = ', reply.text)


def praise_due(task: Function, function) -> str:
    """What a reply says about the ordinary cases, if they all are right."""
    ordinary = [case for case in task.all_cases if not case.extreme]
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        for case in ordinary:
            given = function(*case.arguments)
            right = task.reference(*case.arguments)
            if np.shape(given) != np.shape(right) or given is None:
                return ""
            if not np.allclose(given, right, rtol=task.relative, atol=1e-12):
                return ""
    return f"All {len(ordinary)} ordinary cases are right, but this one is extreme. "


# Distorted right answers: what is wrong with the ordinary cases is told first


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
SPOILT = {
    "": (lambda case: False, None),
    **{
        f"{spoiler} at {place}": (where, by)
        for place, where in PLACES.items()
        for spoiler, by in SPOILERS.items()
        # An error in an ordinary case is told first: it stops everything.
        if spoiler != "an error" or place == "the extremes"
    },
}


@each_function
@pytest.mark.parametrize("size", [1e-308, 1e300, 1.7e308])
def test_results_of_any_size_lead_to_a_sentence_and_not_to_a_warning(name, size):
    task = FUNCTIONS[name]
    signs = itertools.cycle((1, -1))
    for factor in (lambda: size, lambda: next(signs) * size):
        right = iter(task.right)
        assert not check(name, lambda *arguments: next(right) * 0 + factor()).right  # noqa: B023


def case_in(text: str, task: Function) -> Case:
    """Return the case that a reply shows."""
    for i, case in enumerate(task.all_cases):
        inputs = ", ".join(f"{key} = {shown(value)}" for key, value in task.arguments(i).items())
        if f'"{case.name}" fails.\n  input     {inputs}\n' in text:
            return case
    raise AssertionError(text)


def is_right(task: Function, i: int, result) -> bool:
    if task.same(result, task.right[i]):
        return True
    return bool(task.as_good and task.as_good(result, *task.all_cases[i].arguments))


@each_function
@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("distorted", DISTORTIONS)
def test_what_is_wrong_with_the_ordinary_cases_is_told_first(name, distorted, spoilt):
    task = FUNCTIONS[name]
    distortion, word = DISTORTIONS[distorted]
    where, spoiler = SPOILT[spoilt]
    if distorted == "undistorted" and not any(map(where, task.all_cases)):
        return
    right = [1.0 * result for result in task.right]
    with np.errstate(invalid="ignore"):  # the root of a negative one is NaN
        distorted_results = [distortion(result) for result in right]
    calls = itertools.count()

    def answer(*arguments):
        i = next(calls)
        return spoiler(right[i]) if where(task.all_cases[i]) else distorted_results[i]

    reply = check(name, answer)
    text = say(reply.text)
    assert not reply.right, text
    assert "formula is right" not in text

    ordinary = [i for i, case in enumerate(task.all_cases) if not case.extreme]
    finite = [i for i in ordinary if not where(task.all_cases[i])]
    wrong_and_finite = [i for i in finite if not is_right(task, i, distorted_results[i])]
    wrong = [i for i in ordinary if i not in finite or i in wrong_and_finite]
    assert ("ordinary cases are right" in text) == (not wrong)
    shown_case = case_in(reply.text, task)
    assert shown_case.extreme == (not wrong)
    if any(np.isfinite(distorted_results[i]).all() for i in wrong_and_finite):
        assert not where(shown_case)

    told = np.concatenate([np.ravel(right[i]) for i in finite]) if finite else np.empty(0)
    if distorted == "the root" and (told < 0).any():
        return
    if word and len(np.unique(told.round(9))) >= 3:
        assert word in text
        if "negated" in distorted:
            assert "sign" in text
        # Where an extreme case is spoilt as well, it comes second.
        spoilt_extremes = [case for case in task.all_cases if case.extreme and where(case)]
        if spoilt_extremes and len(finite) == len(ordinary):
            assert any(f'A second thing is "{case.name}"' in text for case in spoilt_extremes)
    if not word:
        assert [other for other in KIND_WORDS if other in text] == []


def test_a_sentence_about_a_mistake_says_nothing_about_what_is_right():
    says = [mistake.says for task in FUNCTIONS.values() for mistake in task.mistakes]
    assert [text for text in says if re.search(r"formula is|is (all )?right\b(?! far)", text)] == []


def jensen(log, sign=1, share=0.5):
    def answer(p, q):
        m = (p + q) / 2
        return sign * share * (np.sum(p * log(p / m)) + np.sum(q * log(q / m)))

    return answer


def naive_focal(log=np.log, sign=-1, share=1.0):
    def answer(y, z, gamma):
        a = (np.exp(z) / np.exp(z).sum())[y]
        return sign * share * (1 - a) ** gamma * log(a)

    return answer


# Wrong in ordinary cases, and NaN or infinite in extreme ones as well.
@pytest.mark.parametrize(
    ("name", "answer", "first", "second"),
    [
        ("1.4", jensen(np.log2, sign=-1), "The sign is wrong", "0 · log 0 is nan"),
        ("1.4", jensen(np.log2, share=1), "twice as large", "0 · log 0 is nan"),
        ("1.4", jensen(np.log), "these are nats", "0 · log 0 is nan"),
        ("1.4", jensen(np.log10), "base 10 instead of 2", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log2(q / p)), "The sign is wrong", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log(p / q)), "these are nats", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log10(p / q)), "base 10 inst", "0 · log 0 is nan"),
        ("1.5", lambda p, q: np.sum(p * np.log2(p / q)) / 2, "half of", "0 · log 0 is nan"),
        ("4.4", naive_focal(sign=1), "The sign is wrong", "exp(1000) overflows"),
        ("4.4", naive_focal(log=np.log10), "base 10 instead of e", "exp(1000) overflows"),
        ("4.4", naive_focal(share=2), "twice", "exp(1000) overflows"),
        (
            "4.5",
            lambda z, pos_weight: 1 - np.exp(z) / (pos_weight + np.exp(z)),
            'hint("4.5") gives a hint',
            "",
        ),
        ("4.5", lambda z, w: np.exp(z) / (w + np.exp(z)) / 2, "half of", "∞/∞ is nan"),
        ("5.4", lambda r: np.log10(np.cosh(r)), "base 10 instead of e", "cosh overflows"),
        ("5.4", lambda r: -np.log(np.cosh(r)), "The sign is wrong", "cosh overflows"),
        ("5.4", lambda r: 2 * np.log(np.cosh(r)), "twice", "cosh overflows"),
        ("5.4", lambda r: np.log(np.exp(r) + np.exp(-r)), "must cost 0", "cosh overflows"),
        ("4.4", naive_focal(log=lambda a: np.log(a + 1e-9)), "digits are lost", "in another way"),
    ],
)
def test_a_plain_formula_with_a_second_fault(name, answer, first, second):
    text = say(check(name, answer).text)
    assert first in text
    assert second in text[text.index(first) :]
    assert "right, but" not in text


@each_exercise
def test_three_dots_are_asked_to_be_replaced(name):
    reply = check(name, ...)
    assert not reply.right
    assert "three dots" in reply.text
    assert f'hint("{name}")' in reply.text


def nothing(*arguments): ...


def nothing_with_a_docstring(*arguments):
    """Stand in a cell whose starting point explains itself."""


def three_dots(*arguments):
    return ...


@each_function
@pytest.mark.parametrize("function", [nothing, nothing_with_a_docstring, three_dots])
def test_a_function_that_is_still_to_be_written(name, function):
    assert "Put your code in place of the three dots" in check(name, function).text


@each_function
@pytest.mark.parametrize(
    ("shows", "says"),
    [(print, "prints and returns nothing"), (str, "Write return before the result")],
)
def test_a_forgotten_return_is_named(name, shows, says):
    def without_return(*arguments):
        shows(FUNCTIONS[name].reference(*arguments))

    text = check(name, without_return).text
    assert says in text
    assert "three dots" not in text


@each_exercise
def test_hints_follow_each_other(name):
    count = len(KNOWN[name].hints)
    assert count >= 2
    for step in range(1, count + 1):
        text = hint(name, step).text
        assert text.startswith(f"Hint {step} of {count}: {KNOWN[name].hints[step - 1]}")
        assert (f'hint("{name}", {step + 1})' in text) == (step < count)
    assert hint(name) == hint(name, 1)
    for step in (0, count + 1, "2", None, 1.0, True):
        assert f"There are {count} hints" in hint(name, step).text


def tells(text: str, task: Number) -> bool:
    """Whether a text holds the number that is asked for, rounded or cut off."""
    found = re.findall(r"(?<![\w.])[−-]?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]\d)", text)
    values = [float(number.replace("−", "-")) for number in found]
    if task.decimals is not None:
        return any(abs(value - task.answer) <= 10**-task.decimals for value in values)
    return any(task.agrees(value, task.answer) for value in values)


@each_number
def test_no_reply_and_no_hint_tells_the_number(name):
    task = NUMBERS[name]
    texts = [*task.hints, *(wrong.says for wrong in task.misconceptions)]
    texts += [check(name, answer).text for answer in (..., "text", 1e9, -task.answer)]
    assert [text for text in texts if tells(text, task)] == []


def test_a_told_number_is_seen():
    task = NUMBERS["1.1"]
    assert tells("It is 2.585 bits.", task)
    assert tells("It is 2.58496, or 2.584.", task)
    assert tells("It is 2.584.", task)
    assert not tells("It is 1.585 of 12.585, exercise 1.1.", task)


@pytest.mark.parametrize("name", CHOICES)
def test_no_reply_and_no_hint_tells_the_letter(name):
    task = CHOICES[name]
    told = re.compile(rf'\({task.answer}\)|"{task.answer}"')
    assert [text for text in (*task.hints, *task.wrong.values()) if told.search(text)] == []


@each_function
def test_no_reply_and_no_hint_shows_code(name):
    task = FUNCTIONS[name]
    texts = [*task.hints, *(mistake.says for mistake in task.mistakes)]
    assert [text for text in texts if "return " in text and "def " in text] == []


@each_exercise
def test_sentences_end_and_are_all_different(name):
    task = KNOWN[name]
    own = [task.why, *task.hints]
    own += [wrong.says for wrong in getattr(task, "misconceptions", ())]
    own += [mistake.says for mistake in getattr(task, "mistakes", ())]
    own += getattr(task, "wrong", {}).values()
    assert len(set(own)) == len(own)
    for sentence in own:
        assert sentence == say(sentence)
        assert sentence in task.hints or not sentence[0].islower()
        assert sentence[-1] in ".?)" or sentence in task.hints


# Answers that people gave, and what they were not told


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("0.1", 3.33),
        ("3.1", 500),
        ("3.1", 495),
        ("3.1", 494.7),
        ("3.2", 0.87),
        ("3.2", 0.8745),
        ("4.2", 3),
        ("4.2", 2.99),
        ("4.2", 2.9945),
        ("A1.2", 5e-13),
    ],
)
def test_a_right_number_by_another_route_is_right(name, answer):
    assert check(name, answer).right


@pytest.mark.parametrize(
    ("name", "answer", "says"),
    [
        ("0.1", 3.34, "is close, but not close enough"),
        ("3.1", 555, "That is the true count"),
        ("3.2", 0.8, "is too small"),
        ("3.2", 0.86, "is too small"),
        ("3.2", 0.88, "not close enough"),
        ("3.2", 0.6, "not symmetric"),
        ("3.2", 0.93, "As far behind the top"),
        ("4.1", 1.46, "lowest loss that a double softmax can reach"),
        ("4.1", 1.461, "lowest loss that a double softmax can reach"),
        ("4.1", 1.5, "lowest loss that a double softmax can reach"),
        ("4.1", 2.46, "highest loss of a double softmax"),
        ("4.1", 2.3, "begins right. Give 3 decimals"),
        ("4.2", 2.85, "is too small"),
        ("4.2", 2.737, "the loss is 2.00 there"),
        ("4.2", 2.74, "the loss is 2.00 there"),
        ("4.2", 2, "the loss is 2.41"),
        ("4.2", 1.91, "1.91 is the loss that is given"),
        ("5.1", 2.5, "You let the 10 pull with 10."),
        ("5.1", 2.25, "pull with 10 − δ"),
        ("5.1", 0.5, "half of their distance"),
        ("5.1", 0.125, "twice their distance"),
        ("5.1", 0.13, "twice their distance"),
        ("5.1", 4, "upside down"),
        ("5.1", 5, "the middle between"),
        ("5.1", 1.875, "mean loss of the best constant"),
        ("5.1", 9.375, "sum of the losses"),
        ("6.2", -0.42, "a part for every class"),
        ("6.2", -0.644, "subtracted, not added"),
        ("6.2", -0.056, "the wrong sign: when z₁ rises"),
        ("6.2", -0.07, "The one of class 1 is missing"),
        ("6.2", 0.14, "This is the cost C"),
        ("6.2", 0.196, "the right size, but the wrong sign"),
        ("A1.1", 15.42, "what Keras 2 returns"),
        ("A1.1", 15.425, "what Keras 2 returns"),
        ("A1.1", 36.04, "largest loss of scikit-learn"),
        ("A1.1", 23.25, "These are bits"),
        ("A1.1", 1e-7, "The loss is −ln of it"),
        ("A1.2", -12.3, "10 to that power"),
        ("A1.2", 12.3, "10 to the power of minus that"),
        ("A1.2", -28.3, "That is ln p"),
        ("A1.2", 2e-12, "Go to the left"),
        ("A1.2", 1e-6, "the root of 1e-12"),
        ("A1.3", 3, "the number of classes"),
        ("A1.3", 1.386, "the first or the second class"),
        ("A1.3", 0.333, "surprise"),
        ("A1.3", 0.477, "base 10"),
        ("A1.3", 1.551, "right for the first class if"),
        ("A1.3", 16.118, "lower end of the clip"),
    ],
)
def test_a_plausible_wrong_number_has_its_sentence(name, answer, says):
    reply = check(name, answer)
    assert not reply.right
    assert says in reply.text


def test_the_answer_to_3_2_is_not_printed_above_it():
    before = itertools.takewhile(
        lambda cell: "**Exercise 3.2" not in cell.source, notebook_form.read(NOTEBOOKS["3"]).cells
    )
    shown = [cell.source if cell.cell_type == "markdown" else str(cell.outputs) for cell in before]
    text = re.sub(r"[A-Za-z0-9+/=]{200,}", "", " ".join(shown))  # without the pictures' bytes
    assert "0.1250" in text  # the sentences of the gradient explorer are there
    assert not tells(text, NUMBERS["3.2"])


def with_return_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        a = np.tanh(w + b)
        slope = (a + 1) * (1 - a**2)
        w, b = w - learning_rate * slope, b - learning_rate * slope
        return np.tanh(w + b)


def with_the_output_before_the_last_step(w, b, learning_rate, steps):
    a = np.tanh(w + b)
    for _ in range(steps):
        a = np.tanh(w + b)
        slope = (a + 1) * (1 - a**2)
        w, b = w - learning_rate * slope, b - learning_rate * slope
    return a


def with_a_logit(w, b, learning_rate, steps):
    for _ in range(steps):
        a = np.tanh(w + b)
        slope = (a + 1) * (1 - a**2)
        w, b = w - learning_rate * slope, b - learning_rate * slope
    return w + b


def with_a_print_inside_the_loop(w, b, learning_rate, steps):
    for _ in range(steps):
        a = np.tanh(w + b)
        w, b = w - learning_rate * (a + 1) * (1 - a**2), b - learning_rate * (a + 1) * (1 - a**2)
        print(np.tanh(w + b))


def with_return_inside_an_if(w, b, learning_rate, steps):
    for step in range(steps):
        a = np.tanh(w + b)
        slope = (a + 1) * (1 - a**2)
        w, b = w - learning_rate * slope, b - learning_rate * slope
        if step == steps - 1:
            return np.tanh(w + b)


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (with_return_inside_the_loop, "Your return stands inside the loop"),
        (with_return_inside_an_if, "is return inside a loop or an if?"),
        (with_the_output_before_the_last_step, "from before the last step"),
        (with_a_logit, "You return the logit"),
        (with_a_print_inside_the_loop, "prints and returns nothing"),
    ],
)
def test_a_training_that_returns_in_the_wrong_place(function, says):
    text = check("3.4", function).text
    assert says in text
    assert "three dots" not in text


def at_the_rates(squared_rate, entropy_rate):
    def times(z, level, rate):
        squared = steps_to_reach(level, z, loss="quadratic_cost", learning_rate=squared_rate)
        entropy = steps_to_reach(level, z, loss="sigmoid_cross_entropy", learning_rate=entropy_rate)
        return squared / entropy

    return times


def test_the_small_rate_for_both_is_told_so_and_not_called_a_loop_without_end():
    text = check("3.5", at_the_rates(0.005, 0.005)).text
    assert "they are always 0.005" in text
    assert "running" not in text
    assert "they are always 0.15" in check("3.5", at_the_rates(0.15, 0.15)).text


def test_a_slow_wrong_answer_is_judged_by_what_has_run(monkeypatch):
    monkeypatch.setattr(functions, "ENOUGH", 0.0)
    calls = []

    def small_rate(z, level, rate):
        calls.append(z)
        return at_the_rates(0.005, 0.005)(z, level, rate)

    assert "they are always 0.005" in check("3.5", small_rate).text
    assert len(calls) == 1


def grid_search(grid):
    return lambda y, loss: grid[np.argmin([loss(y, np.full(len(y), a)) for a in grid])]


@pytest.mark.parametrize(
    "grid",
    [np.linspace(0.01, 0.99, 99), np.linspace(0.001, 0.999, 999), np.linspace(0, 1, 101)],
    ids=["as asked", "finer", "with the ends"],
)
def test_a_grid_that_holds_ours_is_right(grid):
    assert check("2.4", grid_search(grid)).right


@pytest.mark.parametrize(
    "grid",
    [np.arange(0.01, 0.985, 0.01), np.linspace(0.1, 0.9, 9), np.linspace(-1, 2, 301)],
    ids=["the last one missing", "coarser", "no probabilities"],
)
def test_a_grid_that_does_not_is_wrong(grid):
    def search(y, loss):
        with np.errstate(all="ignore"):
            return grid_search(grid)(y, loss)

    assert not check("2.4", search).right


@pytest.mark.parametrize(
    ("choose", "says"),
    [
        (lambda training, validation, test: training, "no penalty wins by construction"),
        (lambda training, validation, test: test, "chooses on the test samples"),
        (lambda training, validation, test: training + validation, "training losses have a say"),
        (lambda training, validation, test: training + test, "gives a hint"),
        (
            lambda training, validation, test: np.maximum(training, validation),
            "You take the larger of two losses",
        ),
        (lambda training, validation, test: np.maximum(training, test), "gives a hint"),
        (lambda training, validation, test: np.maximum(validation, test), "gives a hint"),
        (lambda training, validation, test: validation + test, "test losses have a say"),
        (lambda training, validation, test: training + validation + test, "All three sets"),
        (lambda training, validation, test: validation - training, "smallest gap"),
        (lambda training, validation, test: -validation, "Take the smallest"),
    ],
)
def test_a_strength_that_is_chosen_on_anything_but_validation_is_wrong(choose, says):
    reply = check("5.5", lambda strengths, *losses: strengths[np.argmin(choose(*losses))])
    assert not reply.right
    assert says in reply.text


def keras_huber_by(axis, axis_of_rows=None):
    def answer(target, prediction, delta, reduction):
        elements = huber(target, prediction, delta=delta, reduction="none")
        if reduction is None and axis_of_rows is not None:
            return elements.mean(axis=axis_of_rows)
        means = elements.mean(axis=axis)
        return means if reduction is None else means.sum() if reduction == "sum" else means.mean()

    return answer


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (keras_huber_by(0), "mean of each column"),
        (keras_huber_by(-1, axis_of_rows=0), "the means of the columns"),
        (keras_huber_by(0, axis_of_rows=-1), 'hint("A1.4")'),
    ],
)
def test_the_wrong_axis_is_told_so(answer, says):
    text = check("A1.4", answer).text
    assert says in text
    assert "not all elements" not in text


# The notebooks


def cells_of(number: str, kind: str) -> list[str]:
    notebook = notebook_form.read(NOTEBOOKS[number])
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


@each_chapter
def test_notebook_and_module_name_the_same_exercises(number):
    text = "\n\n".join(cells_of(number, "markdown"))
    asked = list(chapter.exercises(text, NOTEBOOKS[number].name))
    declared = [name for name in KNOWN if name.partition(".")[0] == number]
    assert asked == declared
    assert asked == [f"{number}.{count}" for count in range(1, len(asked) + 1)]
    for name in asked:
        assert f"<b>Solution of {name}</b>" in text


def test_every_chapter_has_its_exercises_declared():
    assert {chapter.number(p.name) for p in NOTEBOOKS.values() if notebooks.is_chapter(p)} <= set(
        CHAPTERS
    )


@each_chapter
def test_each_exercise_is_checked_in_a_cell_that_holds_the_starting_point(number):
    sources = cells_of(number, "code")
    calls = [re.findall(r'check\("([^"]+)"', source) for source in sources]
    for name in (name for name in KNOWN if name.partition(".")[0] == number):
        first = next(source for source, names in zip(sources, calls, strict=True) if name in names)
        if not isinstance(KNOWN[name], Function):
            assert re.search(r"^answer = \.\.\.", first, re.MULTILINE)
        else:
            assert first.startswith(("def ", "import "))
    assert {name for names in calls for name in names} <= KNOWN.keys()


@pytest.mark.parametrize("number", [n for n in CHAPTERS if n != "0"])
def test_kinds_rise(number):
    text = "\n\n".join(cells_of(number, "markdown"))
    kinds = list(chapter.exercises(text, NOTEBOOKS[number].name).values())
    ranks = [next(i for i, names in enumerate(KINDS) if kind in names) for kind in kinds]
    assert ranks == sorted(ranks)
    assert set(ranks) == set(range(len(KINDS)))


# Answers of every sort


ANYTHING = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.decimals(),
    st.fractions(),
    st.lists(st.floats(), max_size=3),
    st.dictionaries(st.text(), st.integers(), max_size=2),
    st.sampled_from(
        [
            object(),
            int,
            print,
            len,
            np.sum,
            np.array([]),
            np.array([None]),
            np.array(["a"]),
            np.zeros((1, 1)),
            np.ma.masked,
            np.datetime64("2020-01-01"),
            10**400,
            Decimal("sNaN"),
            Fraction(1, 3),
            range(3),
            KNOWN["1.1"],
            warnings,
        ]
    ),
)


@given(name=st.sampled_from(sorted(KNOWN)), answer=ANYTHING)
@settings(max_examples=150, deadline=None)
def test_no_answer_is_an_error(name, answer):
    reply = check(name, answer)
    assert reply.text
    assert isinstance(reply.right, bool)


@given(name=st.sampled_from(sorted(FUNCTIONS)), result=ANYTHING)
@settings(max_examples=60, deadline=None)
def test_no_result_of_a_function_is_an_error(name, result):
    assert not check(name, lambda *arguments: result).right


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ("2.585", "without quotation marks"),
        ([2.585], "holds several or none"),
        (np.array([2.585]), "array of shape (1,)"),
        (np.array([2.5, 2.6]), "holds several or none"),
        (float("nan"), "not a number"),
        (2.585 + 0j, "complex"),
        (True, "Your answer is True"),
        (np.False_, "Your answer is False"),
        (None, "of type NoneType"),
        (lambda: 2.585, "call it first"),
        (10**400, "too large"),
    ],
)
def test_what_is_no_number_is_told_so(answer, says):
    reply = check("1.1", answer)
    assert not reply.right
    assert says in reply.text


@pytest.mark.parametrize(
    "answer", [np.float64(2.585), np.array(2.585), Decimal("2.585"), Fraction(2585, 1000)]
)
def test_every_sort_of_real_number_is_read(answer):
    assert check("1.1", answer).right


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (2.59, "is close, but not close enough; give 3 decimals"),
        (2.584, "round the last of them instead of cutting it off"),
        (2.58, "begins right. Give 3 decimals"),
        (-2.585, "the right size, but the wrong sign"),
        (math.inf, "inf is too large"),
    ],
)
def test_a_near_miss_is_told_so(answer, says):
    assert says in check("1.1", answer).text


@pytest.mark.parametrize(
    ("name", "near"), [("1.99", "1.1, 1.2"), ("a1.9", "A1.1, A1.2"), ("11", "1.1"), ("", "1.1")]
)
def test_an_unknown_exercise_is_an_error_that_names_the_nearest(name, near):
    for call in (lambda: check(name, 1), lambda: hint(name)):
        with pytest.raises(ValueError, match=re.escape(near)):
            call()


@pytest.mark.parametrize("name", [1.1, None, ("1.1",)])
def test_the_name_of_an_exercise_is_a_text(name):
    with pytest.raises(TypeError, match=r'a text such as "1\.3"'):
        check(name, 1)


def test_a_reply_is_shown_as_its_text():
    reply = check("1.1", 1)
    assert repr(reply) == 'Not yet: 1 is too small. hint("1.1") gives a hint.'
    assert all(len(line) <= 96 for line in repr(check("1.4", lambda p, q: p)).splitlines())


# Functions of every sort, tried on a small exercise of our own


def double(x, factor):
    """Stand for the right function."""
    return factor * x


TASK = Function(
    reference=double,
    cases=(
        Case("two numbers", [1.0, 2.0], 2.0),
        Case("nothing at all", [0.0, 0.0], 2.0),
        Case("a large number", [1e6, 1.0], 3.0),
    ),
    draw=lambda random: (random.normal(size=2).round(3), 2.0),
    why="So it is.",
    hints=("Multiply.",),
    mistakes=(
        Mistake("a sum", lambda x, factor: factor + x, "You add."),
        Mistake("wrong for large numbers", lambda x, factor: np.minimum(factor * x, 100), "Cut."),
        Mistake("raises", lambda x, factor: [][5], "You look behind the end."),
    ),
)


def about(function) -> str:
    reply = TASK.reply("9.1", function)
    assert not reply.right
    return reply.text


def test_the_first_failing_case_is_shown_with_input_expected_and_got():
    lines = about(lambda x, factor: np.minimum(factor * x, 100)).splitlines()
    assert lines == [
        'Not yet: "a large number" fails.',
        "  input     x = [1e+06, 1], factor = 3",
        "  expected  [3e+06, 3]",
        "  got       [100, 3]",
        "Cut.",
    ]


@pytest.mark.parametrize(
    ("function", "says"),
    [
        (lambda x, factor: 1 / 0, "stops with ZeroDivisionError in its line 1"),
        (lambda x, factor: [][5], "You look behind the end."),
        (lambda x, factor: x @ np.ones(3), "stops with ValueError"),
        (lambda x, factor: sys.exit(), "tries to end Python"),
        (lambda x, factor: "3", "returns a text"),
        (lambda x, factor: [[1], [1, 2]], "a list that is no array of numbers"),
        (lambda x, factor: {1: 2}, "returns a dict"),
        (lambda x, factor: x + 1j, "complex"),
        (lambda x, factor: x > 0, "True or False"),
        (lambda x, factor: (v for v in x), "returns a generator"),
        (lambda x, factor: print, "returns a builtin_function_or_method"),
        (lambda x, factor: (factor * x).sum(), "yours is one number"),
        (lambda x, factor: (factor * x)[:, None], "yours is (2, 1)"),
        (lambda x: x, "must take 2 arguments, in this order: (x, factor)"),
        (lambda x, factor, more: x, "must take 2 arguments"),
        (lambda x, factor: factor * x * np.nan, "nan is “not a number”"),
        (lambda x, factor: factor * x + np.inf, "An infinite result"),
        (lambda x, factor: -factor * x, "The sign is wrong"),
        (lambda x, factor: 2 * factor * x, "twice the right ones"),
        (lambda x, factor: factor * x / 2, "half of the right ones"),
        (lambda x, factor: factor * x * np.log(2), "nats instead of bits"),
        (lambda x, factor: factor * x / np.log(2), "bits instead of nats"),
        (lambda x, factor: factor * x / np.log(10), "base 10"),
        (lambda x, factor: (factor * x / 3).astype(np.float32) * 3, "rounds to float32"),
        (lambda x, factor: factor * x * (1 + 1e-7), "digits are lost"),
        (lambda x, factor: x + 7, 'hint("9.1") gives a hint'),
        (3.0, "asks for a function, and your answer is of type float"),
    ],
)
def test_what_is_said_about_a_function(function, says):
    assert says in about(function)


def test_one_number_is_asked_for():
    task = Function(
        reference=lambda x: x.sum(), cases=(Case("two", [1.0, 2.0]),), why="So.", hints=("Add.",)
    )
    assert "a sum or a mean missing" in say(task.reply("9.2", lambda x: x).text)


@pytest.mark.parametrize(
    "function",
    [
        double,
        partial(lambda factor, x: x * factor, 1.0) and partial(double),
        np.multiply,
        lambda x, factor: list(factor * x),
        lambda *arguments: arguments[0] * arguments[1],
        lambda x, factor, more=1: x * factor,
        type("Double", (), {"__call__": lambda self, x, factor: x * factor})(),
    ],
)
def test_everything_that_can_be_called_is_welcome(function):
    assert TASK.reply("9.1", function).right


def test_the_line_that_fails_is_named():
    def broken(x, factor):
        y = x * factor
        return y[2]

    text = about(broken)
    assert "\n  line 3    return y[2]\n" in text
    assert "stops with IndexError in its line 3: index 2" in text


def test_a_function_that_calls_itself_without_end():
    def again(x, factor):
        return again(x, factor)

    assert "calls itself without end" in about(again)


@pytest.fixture
def little_time(monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.2)


def forever(x, factor):
    while True:
        pass


def forever_with_except(x, factor):
    while True:
        try:
            x = x + 1
        except Exception:
            x = 0


def forever_printing(x, factor):
    while True:
        print("again")


def forever_in_a_comprehension(x, factor):
    return [value for value in itertools.count() if value < 0]


@pytest.mark.parametrize(
    "function",
    [forever, forever_with_except, forever_printing, forever_in_a_comprehension],
    ids=lambda function: function.__name__,
)
def test_a_loop_without_end_is_stopped(function, little_time):
    earlier = sys.gettrace()
    start = time.perf_counter()
    text = about(function)
    assert time.perf_counter() - start < 5
    assert "still running after 0.2 seconds" in text
    assert len(text) < 400
    assert sys.gettrace() is earlier


def test_an_earlier_trace_function_is_put_back():
    def trace(frame, event, argument):
        return None

    earlier = sys.gettrace()
    sys.settrace(trace)
    try:
        TASK.reply("9.1", double)
        assert sys.gettrace() is trace
    finally:
        sys.settrace(earlier)


def test_an_interrupt_passes_through():
    def interrupted(x, factor):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        TASK.reply("9.1", interrupted)


def test_prints_are_kept_for_the_reply(capsys):
    def talking(x, factor):
        print("x is", x)
        return x

    assert "  printed   x is [1. 2.]\n" in about(talking)
    assert capsys.readouterr() == ("", "")


def test_arguments_are_copies_and_changing_them_is_told():
    def changing(x, factor):
        x *= factor
        return x

    before = [case.arguments[0].copy() for case in TASK.cases]
    text = about(changing)
    assert "changes x in place" in text
    assert_equal([case.arguments[0] for case in TASK.cases], before)


def test_warnings_of_a_learner_are_not_ours():
    def warning(x, factor):
        warnings.warn("beware", stacklevel=1)
        return np.log(x - x) * 0 + factor * x

    assert "nan" in about(warning)


def test_a_coroutine_is_no_number():
    async def later(x, factor):
        return x * factor

    assert "returns a coroutine" in about(later)


def test_an_exception_that_cannot_be_told():
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    def mute(x, factor):
        raise Mute

    assert "stops with Mute in its line 2" in about(mute)


def test_the_mistake_that_explains_most_is_named():
    small = Mistake("only zero", lambda x, factor: np.where(x == 0, 9, factor * x), "Zero.")
    large = Mistake("everything", lambda x, factor: np.full(2, 9.0), "Nine.")
    task = Function(
        reference=double, cases=TASK.cases, why="So.", hints=("Do.",), mistakes=(small, large)
    )
    assert task.reply("9.1", lambda x, factor: np.full(2, 9.0)).text.endswith("Nine.")
    assert task.reply("9.1", small.function).text.endswith("Zero.")


# The same small exercise, with an extreme case and with mistakes that differ in one case only
WITH_EXTREMES = Function(
    reference=double,
    cases=(
        Case("infinitely many", [np.inf, 1.0], 2.0, extreme=True),
        *TASK.cases,
        Case("a huge number", [1e200, 1.0], 2.0, extreme=True),
    ),
    why="So.",
    hints=("Do.",),
    mistakes=(
        Mistake("nine for zero", lambda x, factor: np.where(x == 0, 9, factor * x), "Nine."),
        Mistake(
            "overflow",
            lambda x, factor: np.where(x > 1e100, np.inf, factor * x),
            "The huge one overflows.",
        ),
        Mistake(
            "plus one, and overflow",
            lambda x, factor: np.where(x > 1e100, np.inf, factor * x + 1),
            "One is added.",
        ),
    ),
)


def with_results(change):
    """Return what is said if the right results are changed before they are given back."""
    with np.errstate(all="ignore"):
        return say(WITH_EXTREMES.reply("9.1", lambda x, factor: change(x, factor * x)).text)


def test_a_mistake_must_explain_the_case_that_is_shown():
    text = with_results(lambda x, right: np.where(x == 0, np.nan, right))
    assert '"nothing at all" fails' in text
    assert "Nine." not in text
    assert "not a number" in text
    nine_and_more = Mistake(
        "nine for zero, and overflow",
        lambda x, factor: np.where(x > 1e100, np.inf, np.where(x == 0, 9, factor * x)),
        "Nine, and it overflows.",
    )
    others = replace(WITH_EXTREMES, mistakes=(nine_and_more,))
    answer = others.reply(
        "9.1", lambda x, factor: np.where(x > 1e100, np.inf, np.where(x == 0, np.nan, factor * x))
    )
    assert "Nine" not in answer.text


def test_a_mistake_that_leaves_most_cases_open_is_only_a_guess():
    squared = Mistake("squared factor", lambda x, factor: factor**2 * x, "You square the factor.")
    others = replace(WITH_EXTREMES, mistakes=(squared,))
    assert "You square" in others.reply("9.1", lambda x, factor: factor**2 * x).text
    answer = others.reply(
        "9.1", lambda x, factor: np.where(np.array_equal(x, [1, 2]), 2 * factor * x, np.nan)
    )
    assert "You square" not in answer.text
    assert "twice the right ones" in answer.text


def test_a_mistake_that_one_case_contradicts_is_not_named():
    text = with_results(lambda x, right: np.where(x == 0, 9, np.where(x == 1e6, 7, right)))
    assert "Nine." not in text
    assert "right, but" not in text


def test_a_mistake_that_is_wrong_elsewhere_is_no_second_thing():
    text = with_results(lambda x, right: np.where(x > 1e100, np.inf, 2 * right))
    assert "twice the right ones" in text
    assert 'A second thing is "a huge number". The huge one overflows.' in text
    assert "One is added" not in text
    others = replace(WITH_EXTREMES, mistakes=WITH_EXTREMES.mistakes[2:])
    answer = others.reply("9.1", lambda x, factor: np.where(x > 1e100, np.inf, 2 * factor * x))
    assert "One is added" not in answer.text
    assert 'A second thing is "a huge number". An infinite result' in say(answer.text)


def test_an_extreme_case_alone_tells_nothing_about_a_factor():
    text = with_results(lambda x, right: np.where(x == 1e200, 2 * right, right))
    assert 'All 3 ordinary cases are right, but this one is extreme. hint("9.1")' in text
    assert "twice" not in text


def test_digits_that_are_lost_in_an_extreme_case_are_told_so():
    text = with_results(lambda x, right: np.where(x == 1e200, right * (1 + 1e-7), right))
    assert "All 3 ordinary cases are right, but this one is extreme. That is close" in text


def test_an_error_in_an_extreme_case_comes_after_what_is_wrong_with_the_ordinary_ones():
    def answer(x, factor):
        if x.max() == 1e200:
            raise OverflowError("too large")
        return -factor * x

    text = say(WITH_EXTREMES.reply("9.1", answer).text)
    assert "The sign is wrong." in text
    assert "There your function fails: it stops with OverflowError in its line 3" in text


@pytest.mark.parametrize(
    ("given", "right", "says"),
    [
        ([2.0], [1.0], "Your results are twice the right ones"),
        ([-2.0], [1.0], "The sign is wrong. Apart from it, your results are twice"),
        ([3.0], [1.0], None),  # one pair of numbers always has some factor and some difference
        ([3.0, 3.0], [1.0, 1.0], None),
        ([3.0, 6.0], [1.0, 2.0], "Your results are 3 times the right ones."),
        ([3.0, 6.0, 0.1], [1.0, 2.0, 0.0], None),
        ([-0.5, 0.5], [0.0, 1.0], "Your results are all too small by 0.5"),
        ([0.5, 0.5], [0.0, 1.0], "Your function gives the same result"),
        ([0.0, 0.0], [1.0, 2.0], "Your function gives the same result"),
        ([1.0, 9.0, 25.0], [1.0, 3.0, 5.0], "squares of the right ones"),
        ([1.0, 2.0, 3.0], [1.0, 4.0, 9.0], "roots of the right ones"),
        ([1.0, -2.0, 3.0], [1.0, 4.0, 9.0], None),
        ([1.0, 1.0], [0.0, 0.0], None),
        ([], [], None),
    ],
)
def test_the_kind_of_a_difference(given, right, says):
    found = difference(np.array(given), np.array(right))
    if says is None:
        assert found is None
    else:
        assert says in found.says
        assert_allclose(found.change(np.array(right)), given)


def test_random_cases_are_the_same_at_every_call():
    one, other = TASK.all_cases, replace(TASK).all_cases
    assert len(one) == len(TASK.cases) + TASK.draws
    for first, second in zip(one, other, strict=True):
        assert_equal(first.arguments, second.arguments)


def test_the_extreme_cases_come_last():
    assert [case.extreme for case in WITH_EXTREMES.all_cases] == [False] * 3 + [True] * 2


def test_what_is_no_function_and_returns_nothing():
    assert "Write return before the result" in TASK.reply("9.1", partial(nothing)).text


def test_a_number_between_a_misconception_and_the_answer_is_compared_with_the_nearer():
    task = Number(
        answer=2.3026,
        decimals=3,
        why="So.",
        hints=("Do.",),
        misconceptions=(Misconception("a", 2.3299, "More."),),
    )
    assert task.reply("9.9", 2.33).text == "Not yet. More."
    assert "begins right" in task.reply("9.9", 2.3).text


@pytest.mark.parametrize(
    ("given", "value", "expected"),
    [(1.46, 1.4612, True), (1.46, -1.4612, False), (-0.01, 0.0005, False), (1.0, 1.04, False)],
)
def test_a_shortened_number_has_two_digits_and_the_same_sign(given, value, expected):
    assert is_shortened(given, value) == expected


@pytest.mark.parametrize(("one", "other"), [(1.0, 1 + 1e-8), (0.1, 0.1 + 1e-16)])
def test_digits_are_added_until_a_difference_shows(one, other):
    texts = told_apart(np.array(one), np.array(other))
    assert texts[0] != texts[1] or one == other


def test_a_number_says_how_exact_it_must_be():
    for wrong in ({}, {"decimals": 2, "relative": 0.1}):
        with pytest.raises(ValueError, match="how exact"):
            Number(answer=1.0, why="So.", hints=("Do.",), **wrong)


def test_the_nearest_misconception_is_named():
    task = Number(
        answer=10.0,
        relative=0.01,
        why="So.",
        hints=("Do.",),
        misconceptions=(Misconception("a", 1.0, "One."), Misconception("b", 1.009, "More.")),
    )
    assert task.reply("9.9", 1.008).text == "Not yet. More."


def test_the_modules_hold_declarations_only():
    folder = Path(exercises.__file__).parent
    for path in folder.glob("chapter_*.py"):
        assert "import check" not in path.read_text(encoding="utf-8")
