"""What explains a wrong function, tried on a small exercise with extreme cases."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from small_exercises import FUNCTION, say

from lossviz.checking import Case, Mistake
from lossviz.checking.differences import difference, near


def overflowing(x, right):
    return np.where(x > 1e100, np.inf, right)


def mistake(change, says):
    """Return a mistake that changes the right results."""
    return Mistake(lambda x, factor: change(x, factor * x), says)


NINE = mistake(lambda x, right: np.where(x == 0, 9, right), "Nine.")
OVERFLOW = mistake(overflowing, "The huge one overflows.")
PLUS_ONE = mistake(lambda x, right: overflowing(x, right + 1), "One is added.")
WITH_EXTREMES = replace(
    FUNCTION,
    cases=(
        Case("infinitely many", [np.inf, 1.0], 2.0, extreme=True),
        *FUNCTION.cases,
        Case("a huge number", [1e200, 1.0], 2.0, extreme=True),
    ),
    draw=None,
    mistakes=(NINE, OVERFLOW, PLUS_ONE),
)


def with_results(change, task=WITH_EXTREMES):
    """Return what is said if the right results are changed before they are given back."""
    with np.errstate(all="ignore"):
        return say(task.reply("9.1", lambda x, factor: change(x, factor * x)).text)


def test_the_extreme_cases_come_last():
    assert [case.extreme for case in WITH_EXTREMES.all_cases] == [False] * 3 + [True] * 2


def test_the_mistake_that_explains_most_is_named():
    nines = mistake(lambda x, right: np.full(2, 9.0), "Nines.")
    task = replace(FUNCTION, draw=None, mistakes=(NINE, nines))
    assert task.reply("9.1", lambda x, factor: np.full(2, 9.0)).text.endswith("Nines.")
    assert task.reply("9.1", NINE.function).text.endswith("Nine.")


def test_a_mistake_must_explain_the_case_that_is_shown():
    text = with_results(lambda x, right: np.where(x == 0, np.nan, right))
    assert '"nothing at all" fails' in text
    assert "Nine." not in text
    assert "not a number" in text
    nine_and_more = mistake(lambda x, right: overflowing(x, np.where(x == 0, 9, right)), "Nine.")
    others = replace(WITH_EXTREMES, mistakes=(nine_and_more,))
    text = with_results(lambda x, right: overflowing(x, np.where(x == 0, np.nan, right)), others)
    assert "Nine" not in text


def test_a_mistake_that_leaves_most_cases_open_is_only_a_guess():
    squared = Mistake(lambda x, factor: factor**2 * x, "You square the factor.")
    others = replace(WITH_EXTREMES, mistakes=(squared,))
    assert others.reply("9.1", squared.function).text.endswith("You square the factor.")
    text = with_results(
        lambda x, right: np.where(np.array_equal(x, [1, 2]), 2 * right, np.nan), others
    )
    assert "You square" not in text
    assert "twice the right ones" in text


def test_a_mistake_that_one_case_contradicts_is_not_named():
    text = with_results(lambda x, right: np.where(x == 0, 9, np.where(x == 1e6, 7, right)))
    assert "Nine." not in text
    assert "right, but" not in text


def test_a_mistake_with_the_same_error_must_explain_the_rest_too():
    def failing_first(change):
        def function(x, factor):
            if x[0] == 1:
                raise ZeroDivisionError
            return change(factor * x)

        return function

    halves = Mistake(failing_first(lambda right: right / 2), "You halve.")
    task = replace(FUNCTION, draw=None, mistakes=(halves,))
    assert "You halve." in task.reply("9.1", halves.function).text
    assert "You halve." not in task.reply("9.1", failing_first(lambda right: right + 5)).text


def test_a_mistake_that_is_wrong_elsewhere_is_no_second_thing():
    text = with_results(lambda x, right: overflowing(x, 2 * right))
    assert "twice the right ones" in text
    assert 'A second thing is "a huge number". The huge one overflows.' in text
    assert "One is added" not in text
    others = replace(WITH_EXTREMES, mistakes=(PLUS_ONE,))
    text = with_results(lambda x, right: overflowing(x, 2 * right), others)
    assert "One is added" not in text
    assert 'A second thing is "a huge number". An infinite result' in text


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
        ([0.6931471805599453, 2.0794415416798357], [1.0, 3.0], "nats instead of bits?"),
        ([-1.4426950408889634, -2.8853900817779268], [1.0, 2.0], "your results are 1 / ln 2 times"),
        ([0.4342944819032518, 0.8685889638065036], [1.0, 2.0], "base 10 instead of e?"),
        ([0.3010299956639812, 0.6020599913279624], [1.0, 2.0], "base 10 instead of 2?"),
        ([0.5, 1.0], [1.0, 2.0], "half of the right ones"),
        ([0.5], [1.0], "Your results are half of the right ones"),
        ([2.00001, 4.00002], [1.0, 2.0], "2 times the right ones."),  # not twice: a factor is clean
        ([-3.0, -6.0], [1.0, 2.0], "The sign is wrong. Apart from it, your results are 3 times"),
        ([-1.0], [1.0], "The sign is wrong."),
        ([1.0, 9.0, 25.0], [1.0, 3.0, 5.0], "squares of the right ones"),
        ([0.0, 2.0, 3.0], [0.0, 4.0, 9.0], "roots of the right ones"),
        ([0.25, 1.25, 3.25], [0.0, 1.0, 3.0], "Your results are all too large by 0.25"),
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


def test_a_rounding_beside_a_large_number_is_near_to_0():
    assert near(np.array([1e-17, 1.0]), np.array([0.0, 1.0]))
    assert not near(np.array([1e-8, 1.0]), np.array([0.0, 1.0]))
    assert not near(np.array([1e-17, 1e-9]), np.array([0.0, 1e-9]))
