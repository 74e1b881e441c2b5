"""What every chapter must have, so that a learner finds the same things in the same places."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator

from nbformat import NotebookNode

from tools.links import targets

CONTENTS = "00_start_here.ipynb"
# To look things up in: nothing to predict, to try or to practise.
AUDIT = "A2_what_the_documents_say.ipynb"
FEWEST_EXERCISES = 4
ALLOWED_IMPORTS = {"lossviz", "numpy"} | sys.stdlib_module_names

_SECTIONS = (
    "Where it earns money today",
    "Where people stumble",
    "Heard on the web",
    "Exercises",
    "Summary",
)
_MINUTES = re.compile(r"\d+ *min", re.IGNORECASE)
# "50 minutes of reading with the explorers, 25 of exercises"
_MINUTES_TWICE = re.compile(r"\d+ minutes of reading\D*\d+( minutes)? of exercises")
_EXPLANATION = re.compile(
    r"<details>\s*<summary>[^\n]*what you should have seen.*?</details>", re.IGNORECASE | re.DOTALL
)
# "**Exercise 3.2 (write a function).**" at the start of a line.
_EXERCISE = re.compile(r"^[#*\s]*Exercise (\w+)\.(\d+) \(([^)\n]+)\)", re.MULTILINE)


def missing_parts(notebook: NotebookNode, name: str, names: Iterable[str]) -> list[str]:
    """Return one sentence for every part of a chapter's anatomy that is not there.

    `name` is the file name of the chapter, `names` those of all notebooks beside it.
    """
    everything = "\n\n".join(_texts(notebook))
    found = missing_from_opening(notebook, name, names)
    if not _MINUTES_TWICE.search(_opening(notebook)):
        found.append("does not say in its first cell how long reading and exercises take, each")
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    for call in ("predict", "reveal"):
        if f"{call}(" not in code:
            found.append(f"calls {call} nowhere")
    if "try this" not in everything.lower():
        found.append('has no "Try this"')
    if not _EXPLANATION.search(everything):
        found.append('has no "What you should have seen", folded away in <details>')
    for title in _SECTIONS:
        if _section(everything, title) is None:
            found.append(f'has no heading "{title}"')
    count = len(exercises(_section(everything, "Exercises") or "", name))
    if count < FEWEST_EXERCISES:
        found.append(f"has {count} numbered exercises, not {FEWEST_EXERCISES}")
    return found


def missing_from_opening(notebook: NotebookNode, name: str, names: Iterable[str]) -> list[str]:
    """Return one sentence for each of title, minutes and links that is not there."""
    opening = _opening(notebook)
    found = []
    if not opening.startswith("# "):
        found.append("does not begin with a title")
    if not _MINUTES.search(opening):
        found.append("does not say in its first cell how many minutes it takes")
    found += _missing_links(targets("\n\n".join(_texts(notebook))), name, sorted(names))
    return found


def number(name: str) -> str:
    """Return the number of a notebook as its exercises bear it: 3 for 03_sigmoid_saturation."""
    return name.partition("_")[0].lstrip("0") or "0"


def prefix(number: str) -> str:
    """Return how the names of a chapter's files begin: 03_ for chapter 3, A1_ for A1."""
    return f"{number.zfill(2)}_"


def exercises(markdown: str, name: str) -> dict[str, str]:
    """Return the kind of each exercise of a notebook by its number, as the headings say them.

    `name` is the notebook's file name, since its exercises bear its number.
    """
    found = _EXERCISE.findall(markdown)
    own = number(name)
    return {f"{chapter}.{count}": kind for chapter, count, kind in found if chapter == own}


def foreign_imports(notebook: NotebookNode) -> list[str]:
    """Return one sentence for every import of something that is neither lossviz nor NumPy."""
    found = []
    for position, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        try:
            tree = ast.parse(cell.source)
        except SyntaxError:
            found.append(f"cell {position} is not plain Python")
            continue
        found += [
            f"cell {position} imports {module}"
            for module in imported_modules(tree)
            if module.split(".")[0] not in ALLOWED_IMPORTS
        ]
    return found


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the full name of every module imported anywhere in a program."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def _texts(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]


def _opening(notebook: NotebookNode) -> str:
    return next(iter(_texts(notebook)), "")


def _missing_links(links: list[str], name: str, names: list[str]) -> Iterator[str]:
    files = {link.partition("#")[0] for link in links}
    place = names.index(name)
    wanted = {"the contents": CONTENTS}
    if place > 0:
        wanted["the previous notebook"] = names[place - 1]
    if place + 1 < len(names):
        wanted["the next notebook"] = names[place + 1]
    for what, file in wanted.items():
        if file not in files:
            yield f"does not link to {what}, {file}"


def _section(markdown: str, title: str) -> str | None:
    """Return what stands under a heading, up to the next heading of its level or above."""
    heading = re.search(rf"^(#{{2,6}})[^\n]*{title}[^\n]*$", markdown, re.IGNORECASE | re.MULTILINE)
    if heading is None:
        return None
    rest = markdown[heading.end() :]
    following = re.search(rf"^#{{1,{len(heading[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest
