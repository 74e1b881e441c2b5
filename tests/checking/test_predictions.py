"""Predictions: guesses that are taken, refused with the reason, kept, and compared."""

import math

import numpy as np
import pytest

from lossviz import exercises, predict, reveal
from lossviz.checking import ChoiceGuess, NumberGuess
from lossviz.checking.predictions import in_short

STEPS = NumberGuess(truth=172, low=0, high=300, unit="steps", why="So it is.")
SHARE = NumberGuess(truth=-0.041234, low=-1, high=1, why="So it is.")
CHOICE = ChoiceGuess(truth="B", options={"A": "the near one", "B": "the far one"}, why="Far.")


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    """Chapter 9 has two predictions, and chapter 8 has none."""
    folders = {"8": "none", "9": "nine"}
    tables = {
        ("nine", "PREDICTIONS"): {"9.a": STEPS, "9.b": CHOICE},
        ("nine", "EXERCISES"): {"9.1": None},
    }
    monkeypatch.setattr(exercises.chapters, "folders", lambda: folders)
    monkeypatch.setattr(exercises, "_load", lambda *where: tables.get(where, {}))
    monkeypatch.setattr(exercises, "_guesses", {})


def told(capsys, prediction, guess):
    """What a cell with a guess returns and prints."""
    taken = predict(prediction, guess)
    return taken, " ".join(capsys.readouterr().out.split())


def test_a_guess_is_kept_and_compared(capsys):
    taken, said = told(capsys, "9.a", 120)
    assert taken == 120
    assert "120 steps" in said
    assert "172" not in said
    assert reveal("9.a").text == (
        "You guessed 120 steps; it is 172 steps. You are off by 52 steps. So it is."
    )


def test_three_dots_are_no_guess_and_forget_the_earlier_one(capsys):
    told(capsys, "9.a", 120)
    taken, said = told(capsys, "9.a", ...)
    assert taken is None
    assert said == (
        "Write your guess in place of the three dots and run this cell again; nothing is judged."
    )
    assert reveal("9.a").text == "You have made no guess yet; it is 172 steps. So it is."


@pytest.mark.parametrize(
    ("guess", "says"),
    [
        ("120", "without quotation marks"),
        (None, "of type NoneType"),
        (True, "Your answer is True"),
        (math.nan, "not a number"),
        (-1, "−1 cannot be: it is somewhere from 0 to 300 steps. Guess again."),
        (math.inf, "inf cannot be"),
        (300.001, "300 steps"),
        ([1, 2], "holds several"),
        (predict, "call it first"),
    ],
)
def test_nonsense_is_refused_with_the_reason_and_not_kept(capsys, guess, says):
    told(capsys, "9.a", 120)
    taken, said = told(capsys, "9.a", guess)
    assert taken is None
    assert says in said
    assert "no guess yet" in reveal("9.a").text


@pytest.mark.parametrize("guess", [0, 300, np.float64(120), np.int64(7)])
def test_every_number_from_the_least_to_the_largest_is_taken(guess):
    assert STEPS.take(guess) == (float(guess), "")


@pytest.mark.parametrize(
    ("guess", "says"),
    [
        (172.2, "You guessed 172 steps, and that is what it is."),
        (172 * 1.14, "That is close."),
        (172 * 0.84, "You are off by 27.5 steps."),
        (171, "You guessed 171 steps; it is 172 steps. That is close."),
        (43, "That is a factor of 4 too few."),
        (1, "You guessed 1 step;"),
        (0, "You are off by 172 steps."),
    ],
)
def test_a_number_is_compared_kindly(guess, says):
    assert says in STEPS.reply(guess).text


def test_signs_and_plain_numbers_are_compared_too():
    assert "You are off by 0.441." in SHARE.reply(0.4).text
    assert "You guessed −0.4; it is −0.0412. That is a factor of 9.7 too large." in (
        SHARE.reply(-0.4).text
    )
    assert "a factor of 4.1 too small" in SHARE.reply(-0.01).text
    assert "a factor of 4,100 too small" in SHARE.reply(-0.00001).text


@pytest.mark.parametrize("guess", ["b", " (B). ", "B"])
def test_a_letter_is_taken_as_people_write_it(guess):
    assert CHOICE.take(guess) == ("B", "")


@pytest.mark.parametrize("guess", ["c", "", 2, None, ["B"]])
def test_what_is_no_letter_is_told_which_there_are(capsys, guess):
    taken, said = told(capsys, "9.b", guess)
    assert taken is None
    assert said == 'Guess with one letter in quotation marks: "A" or "B".'


def test_a_choice_is_compared_by_what_its_letter_stands_for(capsys):
    assert reveal("9.b").text == "You have made no guess yet; it is B, “the far one”. Far."
    told(capsys, "9.b", "a")
    assert reveal("9.b").text == "You guessed A; it is B, “the far one”. Far."
    _, said = told(capsys, "9.b", "b")
    assert "B, “the far one”" in said
    assert reveal("9.b").text == "You guessed B, “the far one”, and that is how it is. Far."


@pytest.mark.parametrize("call", [reveal, lambda name: predict(name, 1)])
def test_an_unknown_number_is_an_error_that_names_the_nearest(call):
    for name in ("9.c", "8.a", "9.1", ""):
        with pytest.raises(ValueError, match=r"no prediction .*; the nearest are 9\.a, 9\.b"):
            call(name)
    with pytest.raises(TypeError, match=r'such as "3\.a"; put it in quotation marks'):
        call(9)


def test_a_prediction_whose_truth_nobody_can_guess_is_refused():
    with pytest.raises(ValueError, match="the truth, 301, is not from 0 to 300"):
        NumberGuess(truth=301, low=0, high=300, why="So.")
    with pytest.raises(ValueError, match="the truth, 'C', is not among A"):
        ChoiceGuess(truth="C", options={"A": "one"}, why="So.")


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (-0.0, "0"), (1234.5, "1,234"), (1e20, "1e+20"), (8.059, "8.06"), (1.0, "1")],
)
def test_a_number_is_written_as_a_person_would(number, text):
    assert in_short(number) == text


@pytest.mark.parametrize(
    ("truth", "guess", "says"),
    [
        (100, 85, "That is close."),
        (100, 115, "That is close."),
        (100, 84, "You are off by 16 steps."),
        (-100, -85, "That is close."),
        (-100, -116, "You are off by 16 steps."),
        (100, 299, "You are off by 199 steps."),
        (100, 300, "That is a factor of 3 too many."),
        (-300, -100, "That is a factor of 3 too few."),
        (100, -300, "You are off by 400 steps."),
        (100, 99, "That is close."),
        (99, 100, "That is close."),
        (2, 1, "You guessed 1 step; it is 2 steps. You are off by 1 step."),
    ],
)
def test_how_far_off_a_guess_is(truth, guess, says):
    told_apart = NumberGuess(truth=truth, low=-1e6, high=1e6, unit="steps", why="So it is.")
    assert says in told_apart.compared(guess)


def test_a_number_that_rounds_to_a_thousand_is_written_as_one():
    written = {999.4: "999", 999.5: "1,000", 999.96: "1,000", -1000.4: "−1,000", 1e15: "1e+15"}
    assert {number: in_short(number) for number in written} == written
