"""What docs/teaching.md says about chapters and explorers is true."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest

from lossviz import explorers

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
ROWS = re.findall(
    r"^\| \[.*\]\(\.\./notebooks/(\S+\.ipynb)\) \| (\d+) \|.*\| (.*) \| .* \|$", PAGE, re.M
)


@pytest.mark.parametrize(("notebook", "minutes", "_projected"), ROWS)
def test_the_minutes_are_those_of_the_chapter(notebook, minutes, _projected):
    first = nbformat.read(ROOT / "notebooks" / notebook, as_version=4).cells[0].source
    assert f"{minutes} minutes" in first


def test_every_notebook_has_its_row():
    assert sorted(row[0] for row in ROWS) == sorted(
        path.name for path in (ROOT / "notebooks").glob("*.ipynb")
    )


@pytest.mark.parametrize(
    ("explorer", "presets"),
    [
        (explorer, re.findall('"([^"]+)"', quoted))
        for _, _, projected in ROWS
        for explorer, quoted in re.findall(r"`(\w+)`: ([^;|]+)", projected)
    ],
)
def test_the_buttons_to_press_exist(explorer, presets):
    made = getattr(explorers, explorer)()
    assert presets
    assert set(presets) <= set(made.presets)
    made.close()
