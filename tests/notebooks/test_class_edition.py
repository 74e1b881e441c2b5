"""The class edition: what a learner gets has no solutions, and nothing else is missing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from lossviz import exercises
from tools import class_edition, links, notebook_form, notebooks

PATHS = notebooks.notebooks_in()
SOLUTION = re.compile(r"<b>Solution of ([\w.]+)</b>")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("class")
    class_edition.write(folder)
    return folder


def sources(notebook: NotebookNode, kind: str) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == kind]


def text_of(folder: Path, name: str) -> str:
    read = [notebook_form.read(folder / name / path.name) for path in PATHS]
    return "\n\n".join(source for notebook in read for source in sources(notebook, "markdown"))


def test_every_exercise_is_asked_of_learners_and_solved_for_the_instructor(folder):
    learner, instructor = text_of(folder, "learner"), text_of(folder, "instructor")
    assert SOLUTION.findall(instructor) == list(exercises.known())
    assert SOLUTION.findall(learner) == []
    assert "olution of" not in learner
    for name in exercises.known():
        assert f"**Exercise {name} (" in learner
        assert f"**Exercise {name} (" in instructor
    assert "<details>" in learner  # what should have been seen stays folded
    assert instructor.count("<details open>") >= len(exercises.known())


@pytest.mark.parametrize("name", exercises.known())
def test_learners_have_the_starting_point_and_no_right_answer(folder, name):
    asking = 0
    for path in PATHS:
        for source in sources(notebook_form.read(folder / "learner" / path.name), "code"):
            asking += f'check("{name}"' in source
            assert f'assert check("{name}"' not in source
    assert asking == 1


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_all_that_is_no_solution_stays_as_it_is(folder, path):
    stored = notebook_form.read(path)
    learner, instructor = (
        notebook_form.read(folder / name / path.name) for name in ("learner", "instructor")
    )
    assert [cell.id for cell in instructor.cells] == [cell.id for cell in stored.cells]
    assert sources(instructor, "code") == sources(stored, "code")
    kept = {cell.id for cell in learner.cells}
    for before, after in zip(stored.cells, instructor.cells, strict=True):
        assert before.get("outputs") == after.get("outputs")
        if before.id not in kept:
            solution = before.source.startswith("<details>") and before.source.endswith(
                "</details>"
            )
            assert solution or before.metadata.jupyter.source_hidden


@pytest.mark.parametrize("set_of", ["learner", "instructor"])
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_both_sets_are_in_the_stored_form_and_their_links_lead_somewhere(folder, set_of, path):
    made = folder / set_of / path.name
    assert notebook_form.problems(notebook_form.read(made)) == []
    assert links.broken_links(made) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_what_is_left_needs_nothing_that_was_taken_out(folder, path):
    stored = notebook_form.read(path)
    kept = {cell.id for cell in notebook_form.read(folder / "learner" / path.name).cells}
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    left = [cell for cell in code if cell.id in kept]
    taken = bound_in([cell for cell in code if cell.id not in kept]) - bound_in(left)
    used = {
        node.id
        for cell in left
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Name)
    }
    assert taken & used == set()


def bound_by(node: ast.AST) -> set[str]:
    """The names that a piece of a program gives a value."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        return {node.id}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name for alias in node.names}
    return set()


def bound_in(cells: list[NotebookNode]) -> set[str]:
    return {
        name
        for cell in cells
        for node in ast.walk(ast.parse(cell.source))
        for name in bound_by(node)
    }


def test_folds_outside_the_exercises_are_none_of_its_business():
    folded = {"jupyter": {"source_hidden": True}}
    fold = "<details><summary><b>{}</b></summary>\n\n{}\n\n</details>"
    notebook = new_notebook(
        cells=[
            new_markdown_cell("# Title\n\n" + fold.format("Seen", "one")),
            new_code_cell("proof", metadata=folded),
            new_markdown_cell(fold.format("Verdicts", "two") + "\n\n## 7. Exercises\n\nAsk."),
            new_code_cell("start"),
            new_markdown_cell(fold.format("Solution of 1.1", "three") + "\n\n***\n\nNext."),
            new_code_cell("solved", metadata=folded),
            new_markdown_cell(
                fold.format("Solution of 1.2", "four")
                + "\n\n## Summary\n\n"
                + fold.format("More", "five")
            ),
            new_code_cell("last", metadata=folded),
        ]
    )
    learner = class_edition.without_solutions(notebook_form.normalise(notebook))
    assert sources(learner, "code") == ["proof", "start", "last"]
    text = "\n".join(sources(learner, "markdown"))
    assert [number in text for number in ("one", "two", "three", "four", "five")] == [
        *(True, True, False, False, True)
    ]
    assert "solutions are with your teacher" in text
    assert "***\n\nNext." in text

    instructor = class_edition.with_open_solutions(notebook_form.normalise(notebook))
    opened = [source.count("<details open>") for source in sources(instructor, "markdown")]
    assert opened == [0, 0, 1, 1]
    hidden = [bool(cell.metadata) for cell in instructor.cells if cell.cell_type == "code"]
    assert hidden == [True, False, False, True]


def test_each_exercise_has_a_point_of_its_own_in_nbgrader(folder):
    points = {}
    for path in PATHS:
        notebook = notebook_form.read(folder / "nbgrader" / path.stem / path.name)
        learner = notebook_form.read(folder / "learner" / path.name)
        graded = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
        assert [cell for cell in notebook.cells if cell not in graded] == learner.cells
        assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
        for cell in graded:
            before = notebook.cells[notebook.cells.index(cell) - 1].source
            call = cell.source.removeprefix("assert ").removesuffix(".right")
            assert before.splitlines()[-1].startswith(call)
            assert cell.metadata.nbgrader.locked
            points[re.search(r'"(.+)"', call)[1]] = cell.metadata.nbgrader.points
    assert points == dict.fromkeys(exercises.known(), 1)
