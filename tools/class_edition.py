"""Write the class edition of the stored notebooks: python -m tools.class_edition

build/class/learner has them without the solutions of the exercises, build/class/instructor with the
solutions unfolded. Stored outputs stay. build/class/nbgrader has those for learners once more, with
a point for each exercise, as nbgrader wants them.
"""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from tools import notebook_form, notebooks

FOLDER = Path(__file__).resolve().parent.parent / "build" / "class"
README = """\
# Class edition

- `learner/`: the chapters without the solutions of their exercises. Hand these out.
- `instructor/`: the same chapters with the solutions unfolded, text and code.
- `nbgrader/`: those for learners with a point for each exercise, a folder for each chapter: what \
belongs into the folder `source` of a course in nbgrader.

All were made from the stored notebooks of lossviz by `make class-edition`; call it again when a \
chapter has changed, and change nothing here. The notebooks need the package lossviz, as \
`docs/teaching.md` says. `check` and `hint` answer in all of them, so learners can work alone.

The solutions are out of sight, not out of reach: lossviz is public, and so are they. Use the \
exercises for learning, not for marks.
"""
_NOTE = "*This is the class edition: the solutions are with your teacher. `check` and `hint` work.*"

# In the section of the exercises every fold holds a solution, and so does every folded cell.
_EXERCISES = re.compile(r"^## [^\n]*Exercises[^\n]*$", re.MULTILINE)
_NEXT_SECTION = re.compile(r"^## ", re.MULTILINE)
_CHECK = re.compile(r'^check\("([\w.]+)", (.+)\)', re.MULTILINE)
_FOLD = re.compile(r"<details>.*?</details>\n*", re.DOTALL)


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook for learners, in the stored form."""
    made = copy.deepcopy(notebook)
    kept = []
    for cell, section in _with_sections(made):
        if section is None:
            kept.append(cell)
        elif cell.cell_type == "markdown":
            before, within, after = section
            heading = _EXERCISES.search(within)
            within = _FOLD.sub("", within)
            if heading:
                within = within.replace(heading[0], f"{heading[0]}\n\n{_NOTE}", 1)
            cell.source = (before + within + after).strip()
            if cell.source:
                kept.append(cell)
        elif not _is_folded(cell):
            kept.append(cell)
    made.cells = kept
    return notebook_form.normalise(made)


def with_open_solutions(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook for the instructor: what is folded in the exercises is open."""
    made = copy.deepcopy(notebook)
    for cell, section in _with_sections(made):
        if section and cell.cell_type == "markdown":
            before, within, after = section
            cell.source = before + within.replace("<details>", "<details open>") + after
        elif section and _is_folded(cell):
            cell.metadata = nbformat.from_dict({})
    return notebook_form.normalise(made)


def with_points(notebook: NotebookNode) -> NotebookNode:
    """Return a learners' notebook for nbgrader: a locked cell with a point after each `check`."""
    made = copy.deepcopy(notebook)
    made.cells = []
    for cell in notebook.cells:
        made.cells.append(cell)
        asked = _CHECK.search(cell.source) if cell.cell_type == "code" else None
        if asked is None:
            continue
        point = nbformat.v4.new_code_cell(
            f'assert check("{asked[1]}", {asked[2]}).right', id=f"{cell.id}-point"
        )
        point.metadata["nbgrader"] = {
            "schema_version": 3,
            "grade_id": f"exercise-{asked[1].replace('.', '-')}",
            "grade": True,
            "locked": True,
            "points": 1,
            "solution": False,
            "task": False,
        }
        made.cells.append(point)
    return made


def _with_sections(
    notebook: NotebookNode,
) -> Iterator[tuple[NotebookNode, tuple[str, str, str] | None]]:
    """Yield each cell and, if some of it belongs to the exercises, its text before, in and after.

    The section begins with its heading, or in the middle of a cell, and ends with the next heading.
    """
    inside = False
    for cell in notebook.cells:
        text = cell.source if cell.cell_type == "markdown" else ""
        start = 0
        if not inside and (heading := _EXERCISES.search(text)):
            inside, start = True, heading.start()
            begin = heading.end()
        else:
            begin = 0
        if not inside:
            yield cell, None
            continue
        following = _NEXT_SECTION.search(text, begin)
        end = following.start() if following else len(text)
        yield cell, (text[:start], text[start:end], text[end:])
        inside = following is None


def _is_folded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def write(folder: Path = FOLDER) -> None:
    """Write all sets of notebooks, in place of those that were there."""
    for name, make in {"learner": without_solutions, "instructor": with_open_solutions}.items():
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
        for path in notebooks.notebooks_in():
            made = notebook_form.dumps(make(notebook_form.read(path)))
            (folder / name / path.name).write_text(made, encoding="utf-8")
    shutil.rmtree(folder / "nbgrader", ignore_errors=True)
    for path in sorted((folder / "learner").glob("*.ipynb")):
        target = folder / "nbgrader" / path.stem / path.name
        target.parent.mkdir(parents=True)
        graded = with_points(notebook_form.read(path))
        target.write_text(notebook_form.dumps(graded), encoding="utf-8")
    (folder / "README.md").write_text(README, encoding="utf-8")


if __name__ == "__main__":
    write()
    print(f"The class edition is in {FOLDER}.")
