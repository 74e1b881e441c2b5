"""The exercises as the notebooks ask them."""

import itertools
import re
from functools import cache

import pytest
from all_exercises import FUNCTIONS, KNOWN, NUMBERS, tells
from nbformat import NotebookNode

from tools import chapter, notebook_form, notebooks

# The notebooks whose exercises are checked, by the number that their exercises bear.
NOTEBOOKS = {chapter.number(path.name): path for path in notebooks.notebooks_in()}
CHAPTERS = sorted({name.partition(".")[0] for name in KNOWN})

# From the easiest kind to the hardest, as the headings in the notebooks call them.
KINDS = (
    {"predict a number", "choose"},
    {"read a figure", "derive"},
    {"write a function"},
    {"find the flaw", "explain", "transfer", "your own data", "your own code"},
)
# What a chapter asks beyond itself.
BEYOND = {"transfer", "your own data", "your own code"}

each_chapter = pytest.mark.parametrize("number", CHAPTERS)


@cache
def notebook_of(number: str) -> NotebookNode:
    return notebook_form.read(NOTEBOOKS[number])


def cells_of(number: str, kind: str) -> list[str]:
    return [cell.source for cell in notebook_of(number).cells if cell.cell_type == kind]


def exercises_of(number: str) -> list[str]:
    return [name for name in KNOWN if name.partition(".")[0] == number]


@each_chapter
def test_notebook_and_module_name_the_same_exercises(number):
    text = "\n\n".join(cells_of(number, "markdown"))
    asked = list(chapter.exercises(text, NOTEBOOKS[number].name))
    assert asked == exercises_of(number)
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
    for name in exercises_of(number):
        first = next(source for source, names in zip(sources, calls, strict=True) if name in names)
        if name not in FUNCTIONS:
            # A dictionary of answers has dots for each of them.
            assert re.search(r"^answer = (\.\.\.|\{\n( +\d+: \.\.\.,.*\n)+\})", first, re.MULTILINE)
        else:
            assert first.startswith(("def ", "import "))
    assert {name for names in calls for name in names} <= KNOWN.keys()


@pytest.mark.parametrize("number", [n for n in CHAPTERS if n != "0"])
def test_kinds_rise(number):
    text = "\n\n".join(cells_of(number, "markdown"))
    kinds = list(chapter.exercises(text, NOTEBOOKS[number].name).values())
    ranks = [next(i for i, names in enumerate(KINDS) if kind in names) for kind in kinds]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) >= 3
    if "Heard on the web" in text:
        assert BEYOND & set(kinds)


@pytest.mark.parametrize("name", ["3.2"])
def test_an_answer_is_not_printed_above_its_question(name):
    cells = notebook_of(name.partition(".")[0]).cells
    before = itertools.takewhile(lambda cell: f"**Exercise {name}" not in cell.source, cells)
    shown = [cell.source if cell.cell_type == "markdown" else str(cell.outputs) for cell in before]
    text = re.sub(r"[A-Za-z0-9+/=]{200,}", "", " ".join(shown))  # without the pictures' bytes
    assert "the error is 0.82 and the sigmoid" in text  # the gradient explorer's sentence is there
    assert not tells(text, NUMBERS[name])
