"""Nothing that stands above a reveal may tell what is to be predicted."""

import html
import re

import pytest
from nbformat import v4

from lossviz.chapters import picture, pictures
from lossviz.checking import ChoiceGuess, NumberGuess, Prediction
from lossviz.checking.predictions import in_short
from lossviz.exercises import predictions
from tools import chapter, notebook_form, notebooks

CHAPTERS = {
    chapter.number(path.name): path
    for path in notebooks.notebooks_in()
    if chapter.number(path.name) in {name.partition(".")[0] for name in predictions()}
}
each_prediction = pytest.mark.parametrize(
    "name", [name for name in predictions() if name.partition(".")[0] in CHAPTERS]
)


def texts_of(cell) -> list[str]:
    """Everything that a cell says: its source, what it stores, and the titles of its pictures."""
    found = [cell.source]
    for output in cell.get("outputs", []):
        found.append(output.get("text", ""))
        found += [text for kind, text in output.get("data", {}).items() if kind[:5] == "text/"]
        found += [about["alt"] for about in output.get("metadata", {}).values() if "alt" in about]
    if cell.cell_type == "code":
        names = re.findall(r"\w+", cell.source)
        drawn = {name for name in names if name in pictures()}
        found += [picture(name)().static_layer() for name in sorted(drawn)]
    return [html.unescape(text) for text in found]


def told_in(text: str, prediction: Prediction) -> list[str]:
    """What a text tells of a truth: the number as a person would write it, and its spoilers."""
    words = list(prediction.spoilers)
    if isinstance(prediction, NumberGuess):
        shown = in_short(float(prediction.truth))
        # One digit stands everywhere; with its unit it tells.
        words += (
            [shown, shown.replace(",", "")] if len(re.sub(r"[−.,]|^0\.0*", "", shown)) > 1 else []
        )
        words += [prediction.told()] if prediction.unit else []
    return [
        word
        for word in words
        if re.search(rf"(?<![\w.]){re.escape(word)}(?!\.?\d)", text, re.IGNORECASE)
    ]


def position(cells, call: str, name: str) -> int | None:
    """Where the cell is that calls something for a prediction."""
    wanted = re.compile(rf'\b{call}\(\s*"{re.escape(name)}"')
    found = [
        i for i, cell in enumerate(cells) if cell.cell_type == "code" and wanted.search(cell.source)
    ]
    return found[0] if found else None


@each_prediction
def test_nothing_above_the_reveal_tells_the_truth(name):
    cells = notebook_form.read(CHAPTERS[name.partition(".")[0]]).cells
    asked, answered = position(cells, "predict", name), position(cells, "reveal", name)
    assert asked is not None
    assert answered is not None
    assert asked < answered
    told = {
        f"cell {i}": words
        for i, cell in enumerate(cells[:answered])
        for text in texts_of(cell)
        if (words := told_in(text, predictions()[name]))
    }
    assert told == {}


@each_prediction
def test_in_the_stored_notebook_nobody_has_guessed(name):
    cells = notebook_form.read(CHAPTERS[name.partition(".")[0]]).cells
    source = cells[position(cells, "predict", name)].source
    assert re.search(rf'predict\("{re.escape(name)}", \.\.\.\)', source)


def test_every_prediction_that_a_notebook_asks_for_is_declared():
    for path in notebooks.notebooks_in():
        sources = "\n".join(
            c.source for c in notebook_form.read(path).cells if c.cell_type == "code"
        )
        asked = set(re.findall(r'\b(?:predict|reveal)\(\s*"([^"]+)"', sources))
        own = {n for n in predictions() if n.partition(".")[0] == chapter.number(path.name)}
        assert asked == own


STEPS = NumberGuess(truth=1498.2, low=0, high=9999, unit="steps", why="So.", spoilers=("plateau",))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It needs 1,498 steps.", ["1,498", "1,498 steps"]),
        ("after 1498", ["1498"]),
        ("on the Plateau", ["plateau"]),
        ("11498 steps, 1498.7, 21,498", []),
    ],
)
def test_what_tells_is_seen(text, told):
    assert told_in(text, STEPS) == told


def test_one_digit_tells_only_with_its_unit():
    few = NumberGuess(truth=4, low=0, high=9, unit="steps", why="So.")
    assert told_in("4 chapters and 14 steps", few) == []
    assert told_in("In 4 steps.", few) == ["4 steps"]
    share = NumberGuess(truth=0.5, low=0, high=1, why="So.")
    assert told_in("0.5", share) == []


def test_a_choice_is_told_by_its_spoilers_alone():
    choice = ChoiceGuess(
        truth="B", options={"A": "near", "B": "far"}, why="So.", spoilers=("far wins",)
    )
    assert told_in("B, the far one", choice) == []
    assert told_in("And Far wins.", choice) == ["far wins"]


def test_titles_of_pictures_and_stored_texts_are_read():
    cell = v4.new_code_cell(
        "race = two_starts()",
        outputs=[
            v4.new_output("stream", text="printed"),
            v4.new_output(
                "display_data",
                data={"text/html": "5 &lt; 6", "image/png": "x"},
                metadata={"image/png": {"alt": "a line"}},
            ),
        ],
    )
    texts = " ".join(texts_of(cell))
    for said in ("printed", "5 < 6", "a line", "Where they are"):
        assert said in texts


def test_there_is_a_notebook_for_every_prediction():
    assert {name.partition(".")[0] for name in predictions()} == set(CHAPTERS)
