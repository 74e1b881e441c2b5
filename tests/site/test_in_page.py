"""What the worker runs, without a worker: pictures that answer, and the learner's own code."""

import asyncio
import importlib.util
import json

import pytest
from pyodide_here import IN_PAGE

from lossviz.chapters.ch03_sigmoid_saturation.two_starts import TwoStarts
from lossviz.explorable.frames import key_of
from lossviz.explorers import two_starts
from tools.page import Page


@pytest.fixture(scope="module")
def in_page():
    spec = importlib.util.spec_from_file_location("in_page", IN_PAGE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def opened(in_page, number, name, key=""):
    """Open a picture, and return the list of what it says."""
    said = []
    asyncio.run(in_page.open_picture(number, name, key, lambda text: said.append(json.loads(text))))
    return said


def say(in_page, number, kind, **fields):
    message = {"kind": kind, "page": "p", "layout": "wide", **fields}
    in_page.hear(number, json.dumps(message))


def test_it_answers_as_the_kernel_does(in_page):
    explorer = two_starts()
    page = Page(explorer)
    said = opened(in_page, 1, "two_starts")
    say(in_page, 1, "hello")
    say(in_page, 1, "ask", seq=1, key=page.key, known=False)
    explorer.set(step=150)
    page.say("hello")
    say(in_page, 1, "ask", seq=2, key=page.key, known=False)
    skeletons = said[0]["skeletons"] | said[2]["skeletons"]
    page._skeletons = {int(number): skeleton for number, skeleton in skeletons.items()}
    assert said[0]["still"] == page.still
    assert page.drawn(said[2]["frame"]) == (page.drawing, page.sentence, page.grips)
    explorer.close()


def test_it_begins_in_the_state_it_is_told(in_page):
    picture = TwoStarts()
    picture.update(**picture.presets[-1].values)
    key = key_of(picture.parameters, picture.values)
    for number, begins in ((2, ""), (9, key)):
        said = opened(in_page, number, "two_starts", begins)
        say(in_page, number, "hello")
        assert (said[0]["key"] == key) == bool(begins)


def test_what_it_sends_ahead_is_plain(in_page):
    said = opened(in_page, 3, "two_starts")
    say(in_page, 3, "hello")
    say(in_page, 3, "warm", key=said[0]["key"], presets=True)
    assert said[-1]["kind"] == "stock"
    assert said[-1]["frames"]


@pytest.mark.parametrize(
    ("name", "key", "words"),
    [("no_such_picture", "", "KeyError"), ("two_starts", "9", "key is '9'; give ")],
)
def test_what_cannot_be_opened_is_told(in_page, name, key, words):
    (said,) = opened(in_page, 4, name, key)
    assert said["kind"] == "refuse"
    assert words in said["reason"]


def test_two_of_a_kind_do_not_follow_each_other(in_page):
    one, other = opened(in_page, 5, "line_fit"), opened(in_page, 6, "line_fit")
    for number in (5, 6):
        say(in_page, number, "hello")
    say(in_page, 5, "ask", seq=1, key=one[0]["key"].replace("0", "1", 1), known=False)
    assert [len(one), len(other)] == [2, 1]


def test_what_is_closed_says_no_more(in_page):
    said = opened(in_page, 7, "line_fit")
    in_page.close(7)
    said.clear()
    say(in_page, 7, "hello")
    in_page.close(7)
    assert said == []


def test_a_training_trains(in_page):
    async def train():
        said = []
        hear = lambda text: said.append(json.loads(text))  # noqa: E731
        await in_page.open_picture(8, "live_training", "", hear)
        say(in_page, 8, "hello")
        say(in_page, 8, "do", action="start")
        while said[-1].get("count", 0) < 3:
            await asyncio.sleep(0.01)
        say(in_page, 8, "do", action="pause")
        await asyncio.sleep(0.1)
        return said

    said = asyncio.run(train())
    assert said[0]["state"] == {"words": "Ready.", "running": False}
    assert said[-1] == {"kind": "state", "words": "Paused.", "running": False}
    in_page.close(8)


def ran(in_page, code, name="run", **fields):
    begun = []
    args = json.dumps({"code": code, **fields})
    value = json.loads(in_page.call(name, args, lambda: begun.append(code)))
    assert begun == [code]
    return value


@pytest.mark.parametrize(
    ("code", "text", "error"),
    [
        ("1 + 1", "2", ""),
        ("x = 3", "", ""),
        ("print('a')\nprint('b')", "a\nb\n", ""),
        ("print('a')\n'b'", "a\n'b'", ""),
        ("np.round(entropy([0.5, 0.5]), 2)", "1.0", ""),
        ("", "", ""),
        ("# nothing", "", ""),
        ("def f(:", "", "Line 1 is not Python: invalid syntax."),
        ("x = 1\ny = z", "", "NameError in line 2: name 'z' is not defined."),
        ("1 / 0", "", "ZeroDivisionError in line 1: division by zero."),
        ("print(1)\nexit()", "1\n", "SystemExit in line 2"),
        ("raise KeyboardInterrupt", "", "KeyboardInterrupt in line 1."),
        ("import numpy\nnumpy.zeros(2) @ numpy.zeros(3)", "", "ValueError in line 2: matmul"),
    ],
)
def test_code_runs_as_in_a_notebook(in_page, code, text, error):
    done = ran(in_page, code)
    assert done["text"].replace("np.float64(1.0)", "1.0") == text
    assert done["error"].startswith(error)
    assert bool(done["error"]) == bool(error)
    assert done["right"] is None


def test_what_is_defined_stays(in_page):
    ran(in_page, "def double(x):\n    return 2 * x")
    assert ran(in_page, "double(4)")["text"] == "8"


def test_a_result_that_cannot_be_shown_is_an_error_in_words(in_page):
    code = "class Odd:\n    def __repr__(self):\n        return 1 / 0\nOdd()"
    assert "The result cannot be shown: ZeroDivisionError in line 3" in ran(in_page, code)["text"]


def test_what_is_printed_without_end_is_cut(in_page):
    assert len(ran(in_page, "for i in range(10**5):\n    print(i)")["text"]) < 20_000


STARTING_POINT = 'def jensen_shannon(p, q): ...\n\n\ncheck("1.4", jensen_shannon)'
RIGHT = """
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2

check("1.4", jensen_shannon)
"""


def test_an_exercise_is_judged(in_page):
    done = ran(in_page, STARTING_POINT, "check", exercise="1.4")
    assert done["right"] is False
    assert done["text"].startswith("Your function returns nothing yet.")
    done = ran(in_page, RIGHT, "check", exercise="1.4")
    assert (done["right"], done["error"]) == (True, "")
    done = ran(in_page, RIGHT.replace("+ kl", "- kl"), "check", exercise="1.4")
    assert done["right"] is False
    assert "fails" in done["text"]


def test_the_judge_reads_the_line_that_fails(in_page):
    done = ran(in_page, RIGHT.replace("(p + q) / 2", "1 / 0 * p"), "check", exercise="1.4")
    assert "m = 1 / 0 * p" in done["text"]


def test_a_function_without_end_is_stopped_by_the_judge(in_page):
    code = RIGHT.replace("    m = (p + q) / 2", "    while True:\n        m = 0")
    assert "still running after" in ran(in_page, code, "check", exercise="1.4")["text"]
