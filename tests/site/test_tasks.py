"""What a page says about answers and guesses is what Python says, word for word."""

from __future__ import annotations

import ast
import json
import math
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from lossviz import check, exercises, hint
from lossviz.checking import Choice, ChoiceGuess, Function, Number, NumberGuess
from lossviz.checking.predictions import in_short
from tools import notebook_form, notebooks
from tools.site import tasks

HERE = Path(__file__).parent
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="the page's script needs Node: install it")

WRITTEN = tasks.tasks()
EXERCISES, PREDICTIONS = exercises.known(), exercises.predictions()
NUMBERS = {name: task for name, task in EXERCISES.items() if isinstance(task, Number)}
CHOICES = {name: task for name, task in EXERCISES.items() if isinstance(task, Choice)}
CODED = [name for name in EXERCISES if name not in NUMBERS and name not in CHOICES]

# Where the real ones have no answer just at a border.
_COMMON = {"why": "So it is.", "hints": ("One.", "Two.")}
BORDERS = {
    "9.1": Number(answer=16, decimals=2, wrong={25: "Its square."}, **_COMMON),
    "9.2": Number(answer=100, relative=0.1, wrong={10: "Ten.", 12: "Twelve."}, **_COMMON),
    "9.3": Number(answer=-0.5, decimals=0, wrong={math.pi * 1e-5: "Tiny."}, **_COMMON),
}
BORDER_GUESSES = {
    "9.a": NumberGuess(truth=60, low=-500, high=500, unit="steps", why="So it is."),
    "9.b": NumberGuess(truth=-0.75, low=-10, high=10, why="So it is."),
    "9.c": NumberGuess(truth=0, low=-1e20, high=1e20, unit="days", why="So it is."),
}

NONSENSE = ["", "  ", "abc", "1,5", "2..3", "--1", "1e", "nan", "inf", "0x10", "1 2", "1/3", "e5"]


@cache
def told(name: str) -> dict[str, Any]:
    """What the page knows about an exercise or a prediction, unpacked by judge.js."""
    return all_told()[name]


@cache
def all_told() -> dict[str, dict[str, Any]]:
    written = {**WRITTEN["exercises"], **WRITTEN["predictions"]}
    written |= {name: tasks.of_exercise(name, task, {}) for name, task in BORDERS.items()}
    written |= {name: tasks.of_prediction(asked) for name, asked in BORDER_GUESSES.items()}
    contents = ask([["unpacked", task["packed"]] for task in written.values()])
    return {
        name: {**task, **content}
        for (name, task), content in zip(written.items(), contents, strict=True)
    }


def ask(questions: list[list[Any]]) -> list[Any]:
    """Call functions of judge.js: name and arguments each."""
    done = subprocess.run(
        [str(NODE), str(HERE / "judge.mjs")],
        input=json.dumps(questions),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    answers: list[Any] = json.loads(done.stdout)
    return answers


def texts_around(values: list[float], decimals: int | None) -> list[str]:
    """Numbers as somebody may type them: at some values, beside them, rounded and cut off."""
    unit = 10.0 ** -(3 if decimals is None else decimals)
    numbers = [0.0, -0.0, 100_000.5, 100_001.5, 1234567.5, 1e-5, 2.5e-7, 1e22, -1e300, 172.0]
    for value in values:
        numbers += [value, -value, 10 * value, value / 7, value + 1e5, value - 1e5]
        numbers += [value * share for share in (0.7, 0.98, 0.995, 0.9999, 1.0001, 1.005, 1.02, 1.4)]
        numbers += [
            value + off * unit for off in (-1.01, -0.51, -0.5, -0.49, 0.49, 0.5, 0.51, 1.01)
        ]
        for digits in range(7):
            step = 10.0**-digits
            numbers += [round(value, digits), math.floor(value / step) * step]
        numbers += [float(f"{value:.{digits}g}") for digits in range(1, 7)]
        numbers += [
            math.trunc(value / 10.0**power) * 10.0**power
            for power in range(math.floor(math.log10(abs(value) or 1)) - 4, 3)
        ]
    return [repr(number) for number in dict.fromkeys(numbers)] + ["1e400", "-1e400"]


# Exercises


@needs_node
def test_a_page_judges_numbers_as_python_does():
    questions, expected = [], []
    for name, task in {**NUMBERS, **BORDERS}.items():
        values = [float(task.answer), *map(float, task.wrong)]
        for text in [*texts_around(values, task.decimals), "15", "11"]:
            reply = task.reply(name, float(text))
            questions.append(["judgeNumber", name, told(name), text])
            expected.append({"right": reply.right, "text": reply.text})
    assert len(questions) > 100 * len(NUMBERS)
    differing = [
        (question[1], question[3], given, wanted)
        for question, given, wanted in zip(questions, ask(questions), expected, strict=True)
        if given != wanted
    ]
    assert differing == []
    # Every sort of sentence was compared.
    kinds = [
        "Right",
        "wrong sign",
        "begins right",
        "close, but",
        "too large",
        "too small",
        "inf is",
    ]
    for kind in kinds:
        assert any(kind in reply["text"] for reply in expected), kind
    for name, task in NUMBERS.items():
        for says in (task.why, *task.wrong.values()):
            assert any(says in reply["text"] for reply in expected), (name, says)


@needs_node
@pytest.mark.parametrize("typed", NONSENSE)
def test_what_is_no_number_is_refused_and_not_judged(typed):
    reply, taken = ask([["judgeNumber", "1.1", told("1.1"), typed], ["take", told("3.a"), typed]])
    assert reply["right"] is None
    assert taken == {"guess": None, "text": reply["text"]}
    if typed.strip():
        assert f"“{typed.strip()}” is not a plain number" in reply["text"]
    else:
        assert reply["text"] == "Write a number into the field first."


@needs_node
@pytest.mark.parametrize(
    ("typed", "number"),
    [("2.5", 2.5), (" −0.196 ", -0.196), ("5e−13", 5e-13), (".5", 0.5), ("+3.", 3.0), ("1E3", 1e3)],
)
def test_numbers_are_read_as_people_write_them(typed, number):
    assert ask([["readNumber", typed], ["readNumber", f"{typed} steps", "steps"]]) == [number] * 2


@needs_node
def test_each_letter_of_a_choice_has_the_reply_of_check():
    assert CHOICES
    for name in CHOICES:
        replies = told(name)["replies"]
        assert list(replies) == told(name)["letters"]
        given = ask([["judgeChoice", told(name), letter] for letter in [*replies, "", "toString"]])
        for letter, reply in zip(replies, given, strict=False):
            assert reply == {"right": check(name, letter).right, "text": check(name, letter).text}
        assert given[-2:] == [{"right": None, "text": "Choose one of the answers first."}] * 2
        assert [reply["right"] for reply in replies.values()].count(True) == 1


@needs_node
def test_hints_are_those_of_python():
    for name, task in EXERCISES.items():
        hints = told(name)["hints"]
        assert tuple(hints) == task.hints
        for step, text in enumerate(hints, start=1):
            assert hint(name, step).text.startswith(f"Hint {step} of {len(hints)}: {text}")


def test_all_exercises_and_predictions_are_there():
    assert list(WRITTEN["exercises"]) == list(EXERCISES)
    assert list(WRITTEN["predictions"]) == list(PREDICTIONS)


def test_the_file_is_written_where_the_page_looks_for_it(tmp_path):
    tasks.write(tmp_path)
    assert json.loads((tmp_path / "_static/tasks.json").read_text("utf-8")) == WRITTEN


def test_no_answer_stands_readable_in_the_file():
    text = json.dumps(WRITTEN, ensure_ascii=False)
    for name, task in EXERCISES.items():
        assert task.why not in text, name
        if isinstance(task, Number):
            assert repr(float(task.answer)) not in json.dumps(WRITTEN["exercises"][name])
    for name, prediction in PREDICTIONS.items():
        assert prediction.why not in text, name
        assert "truth" not in WRITTEN["predictions"][name]


@pytest.mark.parametrize("name", CODED)
def test_an_editor_begins_with_the_cell_that_asks(name):
    written = WRITTEN["exercises"][name]
    assert written["kind"] == "code"
    assert re.search(rf'^check\("{name}", ', written["code"], re.MULTILINE)
    names = names_before(name)
    exec(written["code"], names)
    if isinstance(EXERCISES[name], Function):
        assert any(callable(names[key]) for key in re.findall(r"def (\w+)\(", written["code"]))


def test_the_solutions_of_the_notebooks_need_no_more_than_a_page_has():
    solved = 0
    for path in notebooks.notebooks_in():
        for cell in notebook_form.read(path).cells:
            for name, function in re.findall(r'assert check\("([\w.]+)", (\w+)\)', cell.source):
                if f"def {function}(" in cell.source:
                    names = names_before(name)
                    exec(function_in(cell.source, function), names)
                    assert check(name, names[function]).right, name
                    solved += 1
    assert solved >= 5


def names_before(name: str) -> dict[str, Any]:
    """What the page's Python knows when it comes to an exercise."""
    names: dict[str, Any] = {}
    exec("import numpy as np\nfrom lossviz import *", names)
    exec(WRITTEN["exercises"][name]["before"], names)
    return names


def test_the_functions_of_a_page_are_there_and_its_solutions_are_not():
    names = names_before("3.4")
    assert callable(names["train_by_hand"])
    assert "train_tanh" not in names
    for name in CODED:
        before = WRITTEN["exercises"][name]["before"]
        assert "explorers" not in before
        assert "check(" not in before


def function_in(source: str, name: str) -> str:
    """The code of one function among others."""
    (found,) = [
        node
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and node.name == name
    ]
    return ast.unparse(found)


# Predictions


@needs_node
def test_a_page_takes_guesses_and_compares_them_as_python_does(capsys):
    questions, expected = [], []
    for name, asked in PREDICTIONS.items():
        questions.append(["revealed", told(name), None])
        expected.append(asked.reply(None).text)
        if isinstance(asked, NumberGuess):
            values = [float(asked.truth), asked.low, asked.high]
            typed = [*texts_around(values, 1), repr(asked.low - 1), repr(asked.high + 0.5)]
        else:
            assert isinstance(asked, ChoiceGuess)
            typed = list(asked.options)
        for text in typed:
            guess = float(text) if isinstance(asked, NumberGuess) else text
            taken = exercises.predict(name, guess)
            printed = " ".join(capsys.readouterr().out.split())
            questions.append(["take", told(name), text])
            expected.append({"guess": taken, "text": printed})
            if taken is not None:
                questions.append(["revealed", told(name), taken])
                expected.append(exercises.reveal(name).text)
    given = ask(questions)
    differing = [
        (question, answer, wanted)
        for question, answer, wanted in zip(questions, given, expected, strict=True)
        if answer != wanted
    ]
    assert differing == []
    said = json.dumps(expected, ensure_ascii=False)
    for sort in ("cannot be", "that is what it is", "That is close", "a factor of", "off by"):
        assert sort in said, sort


@needs_node
def test_guesses_at_a_border_are_compared_as_python_does():
    questions, expected = [], []
    for name, asked in BORDER_GUESSES.items():
        truth = float(asked.truth)
        shares = (1 / 3.1, 1 / 3, 1 / 2.9, 0.849, 0.85, 0.851, 1.149, 1.15, 1.151, 2.9, 3, 3.1, -1)
        guesses = [truth * share for share in shares]
        guesses += [truth + step / 2 for step in range(-20, 20)] + [1e-9, 1, -1, 999.5, 1e15, 2e19]
        for guess in guesses:
            questions.append(["revealed", told(name), guess])
            expected.append(asked.reply(guess).text)
    assert ask(questions) == expected


@needs_node
def test_no_letter_is_no_guess():
    refused = {"guess": None, "text": "Choose one of the answers first."}
    typed = ["", "z", "toString", "__proto__"]
    assert ask([["take", told("1.b"), text] for text in typed]) == [refused] * len(typed)


@needs_node
def test_numbers_are_written_as_python_writes_them():
    numbers = [
        m * 10.0**e for e in range(-8, 20) for m in (1, 1.5, 2.5, 3.25, 9.995, 9.9949, 0.333)
    ]
    numbers += [0.125, 0.375, 2.125, 1000.5, 1001.5, 123456.5, 999999.5, 1e15, 2.0**60, 0.0, 1 / 3]
    numbers += [-number for number in numbers]
    shown = ask([["inShort", number] for number in numbers])
    assert shown == [in_short(number) for number in numbers]
    for digits in (2, 3, 6):
        given = ask([["general", number, digits] for number in numbers])
        assert given == [f"{number:.{digits}g}" for number in numbers]
