"""Exercises whose answer is a number or a letter, and the hints that all exercises have."""

import math
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from small_exercises import CHOICE, NUMBER

from lossviz.checking import Number
from lossviz.checking.core import is_shortened


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
    reply = NUMBER.reply("9.1", answer)
    assert not reply.right
    assert says in reply.text


@pytest.mark.parametrize(
    "answer", [np.float64(2.585), np.array(2.585), Decimal("2.585"), Fraction(2585, 1000)]
)
def test_every_sort_of_real_number_is_read(answer):
    assert NUMBER.reply("9.1", answer).right


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (2.59, "is close, but not close enough; give 3 decimals"),
        (2.584, "round the last of them instead of cutting it off"),
        (2.58, "begins right. Give 3 decimals"),
        (-2.585, "the right size, but the wrong sign"),
        (math.inf, "inf is too large"),
        (1.79, "Nats."),
    ],
)
def test_a_near_miss_is_told_so(answer, says):
    assert says in NUMBER.reply("9.1", answer).text


def test_a_number_between_a_wrong_one_and_the_answer_is_compared_with_the_nearer():
    task = replace(NUMBER, answer=2.3026, wrong={2.3299: "More."})
    assert task.reply("9.1", 2.33).text == "Not yet. More."
    assert "begins right" in task.reply("9.1", 2.3).text


def test_the_nearest_wrong_number_is_named():
    task = replace(NUMBER, answer=10.0, decimals=None, relative=0.01, wrong={1: "One.", 1.009: "X"})
    assert task.reply("9.1", 1.008).text == "Not yet. X"


@pytest.mark.parametrize(
    ("given", "value", "expected"),
    [
        (1.46, 1.4612, True),
        (1.46, -1.4612, False),
        (-0.01, 0.0005, False),
        (1.0, 1.04, False),
        (7.4, 7.5, False),  # in floating point they are a little less than 0.1 apart
        (-7.4, -7.5, False),
    ],
)
def test_a_shortened_number_has_two_digits_and_the_same_sign(given, value, expected):
    assert is_shortened(given, value) == expected


def test_a_number_says_how_exact_it_must_be():
    for wrong in ({}, {"decimals": 2, "relative": 0.1}):
        with pytest.raises(ValueError, match="how exact"):
            Number(answer=1.0, why="So.", hints=("Do.",), **wrong)


@pytest.mark.parametrize(
    ("exact", "right", "wrong"),
    [
        ({"answer": 2.0, "decimals": 1}, (1.95, 2.0, 2.05), (1.9499, 2.0501)),
        ({"answer": 2.0, "decimals": 0}, (1.5, 2.5), (1.49, 2.51)),
        ({"answer": 0.0, "decimals": 2}, (-0.005, 0.005), (0.00501,)),
        ({"answer": 200, "relative": 0.01}, (198, 202), (197.99, 202.01)),
        ({"answer": -200, "relative": 0.01}, (-198, -202), (-202.01, 200)),
        ({"answer": math.inf, "decimals": 2}, (math.inf,), (1e300, -math.inf)),
    ],
)
def test_an_answer_is_right_up_to_the_digits_that_are_asked_for(exact, right, wrong):
    task = Number(why="So.", hints=("Do.",), **exact)
    assert all(task.reply("9.1", answer).right for answer in right)
    assert not any(task.reply("9.1", answer).right for answer in wrong)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (101, "101 is close, but not close enough. "),
        (99, "99 is close, but not close enough. "),
        (101.5, "101.5 is too large. "),
        (98.5, "98.5 is too small. "),
        (-100, "-100 has the right size, but the wrong sign. "),
    ],
)
def test_within_a_hundredth_is_close(answer, says):
    task = replace(NUMBER, answer=100.0, decimals=None, relative=1e-6, wrong={})
    assert task.reply("9.1", answer).text.startswith(f"Not yet: {says}")
    whole = replace(task, decimals=0, relative=0.0)
    if answer in (99, 101):
        assert whole.reply("9.1", answer).text.startswith(f"Not yet: {says}")


def test_hints_are_counted_from_one():
    assert NUMBER.hint("9.1", 1).text == 'Hint 1 of 2: Count. The next: hint("9.1", 2).'
    assert NUMBER.hint("9.1", np.int64(2)).text == "Hint 2 of 2: Take a logarithm."
    for step in (0, 3, -1, True, 1.0, "1", None):
        assert NUMBER.hint("9.1", step).text.startswith("There are 2 hints. The solution is")


def test_what_is_no_letter_is_told_so():
    for answer in (1, "d", "", None):
        assert '"a", "b" or "c"' in CHOICE.reply("9.1", answer).text


def test_a_reply_is_shown_as_its_text_and_wrapped():
    assert repr(NUMBER.reply("9.1", 1)) == 'Not yet: 1 is too small. hint("9.1") gives a hint.'
    lines = repr(NUMBER.reply("9.1", float("nan"))).splitlines()
    assert len(lines) == 2
    assert all(len(line) <= 96 for line in lines)
