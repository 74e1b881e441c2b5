"""What docs/teaching.md says beside its tables, which test_lessons.py compares, is true."""

from __future__ import annotations

import re
from pathlib import Path

from lossviz import exercises
from tools import lessons

ROOT = Path(__file__).parents[2]
PAGE = lessons.PAGE.read_text(encoding="utf-8")
# All that runs in the browser of somebody who reads the web edition.
SCRIPTS = [
    *(ROOT / "site" / "script").glob("*.js"),
    *(ROOT / "site" / "theme" / "static").glob("*.js"),
    ROOT / "lossviz" / "explorable" / "widgets" / "explorer.js",
]


def section(heading: str) -> str:
    return PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_it_begins_with_the_choice_of_a_way():
    assert re.findall("^## (.+)$", PAGE, re.M)[0] == "Which way for whom"
    rows = [
        row.strip("|").split("|")
        for row in re.findall(r"^\|.*\|$", section("Which way for whom"), re.M)
    ]
    assert len(rows) >= 7
    assert all(len(row) == 6 and all(cell.strip() for cell in row) for row in rows)


def test_the_browser_keeps_what_the_page_says_and_tells_nobody():
    uses: dict[str, set[str]] = {}
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        for word in ("cookie", "sendBeacon", "sessionStorage", "indexedDB", "localStorage"):
            if word in text:
                uses.setdefault(word, set()).add(path.name)
    assert uses == {"localStorage": {"kept.js", "light.js", "book.js"}}
    assert "`localStorage`" in section("Privacy: what is stored where")


def test_a_guess_in_a_notebook_lives_as_long_as_the_kernel():
    assert isinstance(exercises._guesses, dict)
    package = (ROOT / "lossviz").rglob("*.py")
    writing = re.compile(r"\.write_text\(|\.write_bytes\(|open\([^)]*[\"'][wax]|urlopen|requests\.")
    assert [p.name for p in package if writing.search(p.read_text(encoding="utf-8"))] == []


def test_the_example_of_a_page_to_project_is_one():
    names = re.findall(r"`project/(\w+)\.html`", PAGE)
    assert names
    assert set(names) <= {lesson.name for lesson in lessons.lessons()}
