"""The stored notebooks: their form, their links, the anatomy of the chapters.

That they run and print what they store is nbval's part.
"""

from pathlib import Path

import nbformat
import pytest

from tools import chapter, links, notebook_form, notebooks

NOTEBOOKS = notebooks.notebooks_in()
CHAPTERS = [path for path in NOTEBOOKS if notebooks.is_chapter(path)]

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
each_chapter = pytest.mark.parametrize("path", CHAPTERS, ids=lambda path: path.stem)


@pytest.mark.skipif(not NOTEBOOKS, reason="no notebook written yet")
def test_there_is_a_start_page():
    assert NOTEBOOKS[0].name == chapter.CONTENTS


@each_notebook
def test_is_in_the_stored_form(path: Path):
    assert notebook_form.problems(notebook_form.read(path)) == []


@each_notebook
def test_is_a_valid_notebook(path: Path):
    nbformat.validate(notebook_form.read(path))


@each_notebook
def test_storing_again_changes_no_byte(path: Path):
    stored = notebook_form.normalise(notebook_form.read(path))
    assert notebook_form.dumps(stored) == path.read_text(encoding="utf-8")


@each_notebook
def test_links_lead_somewhere(path: Path):
    assert links.broken_links(path) == []


@each_notebook
def test_imports_only_lossviz_and_numpy(path: Path):
    assert chapter.foreign_imports(notebook_form.read(path)) == []


@each_chapter
def test_has_every_part_of_a_chapter(path: Path):
    names = [other.name for other in NOTEBOOKS]
    assert chapter.missing_parts(notebook_form.read(path), path.name, names) == []


def test_the_audit_has_title_minutes_and_links():
    names = [other.name for other in NOTEBOOKS]
    audit = notebook_form.read(notebooks.FOLDER / chapter.AUDIT)
    assert chapter.missing_from_opening(audit, chapter.AUDIT, names) == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md"])
def test_links_of_the_front_pages_lead_somewhere(name: str):
    assert links.broken_links(notebooks.FOLDER.parent / name) == []
