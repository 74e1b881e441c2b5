"""What docs/teaching.md says about chapters and explorers is true."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from lossviz import exercises, explorers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| \[.*\]\(\.\./notebooks/(\S+\.ipynb)\) \| (\d+(?: \+ \d+)?) \|.*\| (.*) \| (.*) \|$",
    PAGE,
    re.M,
)


@pytest.mark.parametrize(("notebook", "minutes"), [row[:2] for row in ROWS])
def test_the_minutes_are_those_of_the_chapter(notebook, minutes):
    first = nbformat.read(ROOT / "notebooks" / notebook, as_version=4).cells[0].source
    reading, _, exercises = minutes.partition(" + ")
    assert f"{reading} minutes" in first
    assert not exercises or re.search(rf"\b{exercises}( minutes)? of exercises", first)


def test_the_contents_promise_the_same_minutes():
    contents = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in contents.cells)
    promised = re.findall(r"^\| \[.*\]\((\S+\.ipynb)\) \|.*\| (\d+(?: \+ \d+)?) \|$", text, re.M)
    assert promised == [row[:2] for row in ROWS if not row[0].startswith("00")]


def test_the_exercises_to_assign_exist():
    assigned = [name for row in ROWS for name in re.findall(r"\w+\.\d", row[3])]
    assert len(assigned) > len(ROWS)
    assert set(assigned) <= set(exercises.known())


def test_every_notebook_has_its_row():
    assert sorted(row[0] for row in ROWS) == sorted(
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    )


@pytest.mark.parametrize(
    ("explorer", "presets"),
    [
        (explorer, re.findall('"([^"]+)"', quoted))
        for _, _, projected, _ in ROWS
        for explorer, quoted in re.findall(r"`(\w+)`: ([^;|]+)", projected)
    ],
)
def test_the_buttons_to_press_exist(explorer, presets):
    made = getattr(explorers, explorer)()
    assert presets
    assert set(presets) <= set(made.presets)
    made.close()
