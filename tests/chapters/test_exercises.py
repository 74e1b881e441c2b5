"""Every exercise: what is right is right, and every known wrong answer meets its own sentence."""

import math
import re

import numpy as np
import pytest
from all_exercises import CHOICES, FUNCTIONS, KNOWN, NUMBERS, tells

from lossviz import check, hint
from lossviz.checking import Exercise, Function, Mistake

each_exercise = pytest.mark.parametrize("name", KNOWN)
each_number = pytest.mark.parametrize("name", NUMBERS)
each_choice = pytest.mark.parametrize("name", CHOICES)
each_function = pytest.mark.parametrize("name", FUNCTIONS)


def sentences(task: Exercise) -> list[str]:
    """Everything that is said about wrong answers to an exercise."""
    if isinstance(task, Function):
        return [mistake.says for mistake in task.mistakes]
    return list(task.wrong.values())


# Numbers


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


@each_number
def test_a_wrong_number_meets_its_own_sentence(name):
    for value, says in NUMBERS[name].wrong.items():
        assert check(name, value).text == f"Not yet. {says}"
        assert not check(name, value).right


@each_number
def test_a_number_without_a_name_is_too_large_or_too_small(name):
    answer = float(NUMBERS[name].answer)
    assert "is too large" in check(name, answer + 1e5).text
    assert "is too small" in check(name, answer - 1e5).text


@each_number
def test_no_reply_and_no_hint_tells_the_number(name):
    task = NUMBERS[name]
    texts = [*task.hints, *sentences(task)]
    texts += [check(name, answer).text for answer in (..., "text", 1e9, -task.answer)]
    assert [text for text in texts if tells(text, task)] == []


def test_a_told_number_is_seen():
    task = NUMBERS["1.1"]
    assert tells("It is 2.585 bits.", task)
    assert tells("It is 2.58496, or 2.584.", task)
    assert tells("It is 2.584.", task)
    assert not tells("It is 1.585 of 12.585, exercise 1.1.", task)


# Choices


@each_choice
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


@each_choice
def test_no_reply_and_no_hint_tells_the_letter(name):
    task = CHOICES[name]
    told = re.compile(rf'\({task.answer}\)|"{task.answer}"')
    assert [text for text in (*task.hints, *task.wrong.values()) if told.search(text)] == []


# Functions


@each_function
def test_the_right_function_is_right(name):
    task = FUNCTIONS[name]
    reply = check(name, lambda *arguments: task.reference(*arguments))
    assert reply.right, reply
    assert task.why in reply.text


@each_function
def test_a_wrong_function_meets_its_own_sentence(name):
    task = FUNCTIONS[name]
    for mistake in task.mistakes:
        reply = check(name, lambda *arguments, mistake=mistake: mistake.function(*arguments))
        assert not reply.right
        assert reply.text.endswith(f"\n{praise_due(task, mistake)}{mistake.says}")
        assert re.match(r'Not yet: ".+" fails\.\n  input     \w+ = ', reply.text)


def praise_due(task: Function, mistake: Mistake) -> str:
    """What a reply says about the ordinary cases, if they all are right."""
    ordinary = [i for i, case in enumerate(task.all_cases) if not case.extreme]
    for i in ordinary:
        given, right = task.outcome_of(mistake, i).value, task.right[i]
        if given is None or given.shape != right.shape:
            return ""
        if not np.allclose(given, right, rtol=task.relative, atol=1e-12):
            return ""
    return f"All {len(ordinary)} ordinary cases are right, but this one is extreme. "


def test_a_sentence_about_a_mistake_says_nothing_about_what_is_right():
    says = [sentence for task in FUNCTIONS.values() for sentence in sentences(task)]
    assert [text for text in says if re.search(r"formula is|is (all )?right\b(?! far)", text)] == []


@each_function
def test_no_reply_and_no_hint_shows_code(name):
    texts = [*FUNCTIONS[name].hints, *sentences(FUNCTIONS[name])]
    assert [text for text in texts if "return " in text and "def " in text] == []


# All of them


@each_exercise
def test_three_dots_are_asked_to_be_replaced(name):
    reply = check(name, ...)
    assert not reply.right
    assert "three dots" in reply.text
    assert f'hint("{name}")' in reply.text


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


@each_exercise
def test_sentences_end_and_are_all_different(name):
    task = KNOWN[name]
    own = [task.why, *task.hints, *sentences(task)]
    assert len(set(own)) == len(own)
    for sentence in own:
        assert sentence == " ".join(sentence.split())
        assert sentence in task.hints or not sentence[0].islower()
        assert sentence[-1] in ".?)" or sentence in task.hints


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
