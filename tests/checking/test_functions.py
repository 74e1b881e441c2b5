"""Functions of every sort, tried on a small exercise."""

import sys
from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_equal
from small_exercises import FUNCTION, about, double, say

from lossviz.checking import Case, Function
from lossviz.checking.functions import told_apart


def nothing(*arguments): ...


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
        (partial(nothing), "Write return before the result"),
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
        partial(double),
        np.multiply,
        lambda x, factor: list(factor * x),
        lambda *arguments: arguments[0] * arguments[1],
        lambda x, factor, more=1: x * factor,
        type("Double", (), {"__call__": lambda self, x, factor: x * factor})(),
    ],
)
def test_everything_that_can_be_called_is_welcome(function):
    assert FUNCTION.reply("9.1", function).right


def nothing_with_a_docstring(*arguments):
    """Stand in a cell whose starting point explains itself."""


def three_dots(*arguments):
    return ...


@pytest.mark.parametrize("function", [nothing, nothing_with_a_docstring, three_dots])
def test_a_function_that_is_still_to_be_written(function):
    assert "Put your code in place of the three dots" in about(function)


@pytest.mark.parametrize(
    ("shows", "says"),
    [(print, "prints and returns nothing"), (str, "Write return before the result")],
)
def test_a_forgotten_return_is_named(shows, says):
    def without_return(x, factor):
        shows(factor * x)

    text = about(without_return)
    assert says in text
    assert "three dots" not in text


def test_the_line_that_fails_is_named():
    def broken(x, factor):
        y = x * factor
        return y[2]

    text = about(broken)
    assert "\n  line 3    return y[2]\n" in text
    assert "stops with IndexError in its line 3: index 2" in text


def test_arguments_are_copies_and_changing_them_is_told():
    def changing(x, factor):
        x *= factor
        return x

    before = [case.arguments[0].copy() for case in FUNCTION.cases]
    assert "changes x in place" in about(changing)
    assert_equal([case.arguments[0] for case in FUNCTION.cases], before)


def test_random_cases_are_the_same_at_every_call():
    one, other = FUNCTION.all_cases, replace(FUNCTION).all_cases
    assert len(one) == len(FUNCTION.cases) + FUNCTION.draws
    for first, second in zip(one, other, strict=True):
        assert_equal(first.arguments, second.arguments)


@pytest.mark.parametrize(("one", "other"), [(1.0, 1 + 1e-8), (0.1, 0.1 + 1e-16)])
def test_digits_are_added_until_a_difference_shows(one, other):
    texts = told_apart(np.array(one), np.array(other))
    assert texts[0] != texts[1] or one == other
