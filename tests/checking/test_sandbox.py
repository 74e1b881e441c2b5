"""Functions that do not come to an end, stop, print or warn: a sentence comes out of them all."""

import itertools
import sys
import time
import warnings

import numpy as np
import pytest
from small_exercises import FUNCTION, about, double

from lossviz.checking import sandbox


def test_a_function_that_calls_itself_without_end():
    def again(x, factor):
        return again(x, factor)

    assert "calls itself without end" in about(again)


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
def test_a_loop_without_end_is_stopped(function, monkeypatch):
    monkeypatch.setattr(sandbox, "SECONDS", 0.05)
    earlier = sys.gettrace()
    start = time.perf_counter()
    text = about(function)
    assert time.perf_counter() - start < 5
    assert "still running after 0.05 seconds" in text
    assert len(text) < 400
    assert sys.gettrace() is earlier


def test_an_earlier_trace_function_is_put_back():
    def trace(frame, event, argument):
        return None

    earlier = sys.gettrace()
    sys.settrace(trace)
    try:
        FUNCTION.reply("9.1", double)
        assert sys.gettrace() is trace
    finally:
        sys.settrace(earlier)


def test_an_interrupt_passes_through():
    def interrupted(x, factor):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        FUNCTION.reply("9.1", interrupted)


def test_prints_are_kept_for_the_reply(capsys):
    def talking(x, factor):
        print("x is", x)
        return x

    assert "  printed   x is [1. 2.]\n" in about(talking)
    assert capsys.readouterr() == ("", "")


def test_what_is_long_is_cut_and_what_is_not_is_whole():
    def shouting(x, factor):
        print("a" * 299, end="")
        print("bcd")

    assert sandbox.run(shouting, {"x": 1, "factor": 1}).printed == "a" * 299 + "b"

    def talking(x, factor):
        print("a" * x)

    for length, shown in ((80, "a" * 80), (81, "a" * 77 + "...")):
        talked = FUNCTION.reply("9.1", lambda x, factor, n=length: talking(n, factor) or 7 * x)
        assert f"  printed   {shown}\n" in talked.text

    def failing(x, factor):
        raise ValueError("e" * x)

    for length, told in ((160, "e" * 160), (161, "e" * 157 + "...")):
        trouble = sandbox.run(failing, {"x": length, "factor": 1}).trouble
        assert trouble == f"it stops with ValueError in its line 2: {told}."


@pytest.mark.parametrize(
    ("result", "says"),
    [
        (None, "it returns nothing."),
        ("0.5", "it returns a text and not a number."),
        ([[1], [2, 3]], "it returns a list that is no array of numbers."),
        (1j, "it returns complex numbers; only real ones are asked for."),
        (True, "it returns True or False and not a number."),
        (object(), "it returns a object and not a number."),
    ],
)
def test_what_is_no_number_is_named(result, says):
    outcome = sandbox.run(lambda: result, {})
    assert (outcome.value, outcome.trouble, outcome.empty) == (None, says, result is None)


def test_what_is_changed_in_place_is_named_and_the_original_is_not():
    def changing(x, y):
        y += 1
        return x

    given = {"x": np.ones(2), "y": np.array([1.0, np.nan])}
    assert sandbox.run(changing, given).changed == "y"
    np.testing.assert_array_equal(given["y"], [1.0, np.nan])
    assert sandbox.run(lambda x, y: x, given).changed == ""


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
