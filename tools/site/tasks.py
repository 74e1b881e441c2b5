"""What a page may know about exercises and predictions, without Python: `_static/tasks.json`.

A page gives hints, judges numbers and choices and keeps predictions by itself, as `check`, `hint`,
`predict` and `reveal` do in a notebook; `site/script/judge.js` has the same rules. Functions are
judged by `check` in the page's Python; for these, the file has the code that the cell begins with.
"""

from __future__ import annotations

import ast
import base64
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from lossviz import exercises
from lossviz.checking import (
    Choice,
    ChoiceGuess,
    Exercise,
    Function,
    Number,
    NumberGuess,
    Prediction,
)
from tools import notebook_form, notebooks

# Explorers need a notebook; the page has its own.
_NOT_ON_PAGES = "explorers"
_CHECKED = re.compile(r'\bcheck\(\s*"([^"]+)"')


def write(folder: Path) -> None:
    """Write the file into the folder of the site."""
    target = folder / "_static" / "tasks.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(tasks(), ensure_ascii=False, indent=1), encoding="utf-8")


def tasks() -> dict[str, dict[str, Any]]:
    """Return all exercises and predictions by their numbers."""
    cells = dict(_starting_cells())
    return {
        "exercises": {
            name: _exercise(name, exercise, cells) for name, exercise in exercises.known().items()
        },
        "predictions": {
            name: _prediction(prediction) for name, prediction in exercises.predictions().items()
        },
    }


def _exercise(name: str, exercise: Exercise, cells: dict[str, dict[str, str]]) -> dict[str, Any]:
    if isinstance(exercise, Number):
        wrong = {float(value): says for value, says in exercise.wrong.items()}
        return {
            "kind": "number",
            "packed": packed(
                hints=exercise.hints,
                answer=float(exercise.answer),
                decimals=exercise.decimals,
                relative=exercise.relative,
                wrong=list(wrong.items()),
                why=exercise.why,
            ),
        }
    if isinstance(exercise, Choice):
        letters = sorted([exercise.answer, *exercise.wrong])
        replies = {letter: exercise.reply(name, letter) for letter in letters}
        return {
            "kind": "choice",
            "letters": letters,
            "packed": packed(
                hints=exercise.hints,
                replies={
                    letter: {"right": reply.right, "text": reply.text}
                    for letter, reply in replies.items()
                },
            ),
        }
    if isinstance(exercise, Function):
        if name not in cells:
            raise ValueError(f'no cell of a notebook calls check("{name}", ...); write one.')
        return {"kind": "function", **cells[name], "packed": packed(hints=exercise.hints)}
    raise TypeError(f"pages cannot judge a {type(exercise).__name__}; teach them in judge.js.")


def _prediction(prediction: Prediction) -> dict[str, Any]:
    if isinstance(prediction, NumberGuess):
        return {
            "kind": "number",
            "low": prediction.low,
            "high": prediction.high,
            "unit": prediction.unit,
            "packed": packed(truth=float(prediction.truth), why=prediction.why),
        }
    if isinstance(prediction, ChoiceGuess):
        return {
            "kind": "choice",
            "options": dict(prediction.options),
            "packed": packed(truth=prediction.truth, why=prediction.why),
        }
    raise TypeError(f"pages cannot ask for a {type(prediction).__name__}; teach them in judge.js.")


def packed(**content: object) -> str:
    """Return something as text that does not tell it to a casual look.

    It hides nothing from somebody who wants to look, and need not: solutions are on the page, and
    rounding and foreseen mistakes cannot be judged against a hash.
    """
    text = json.dumps(content, ensure_ascii=False, allow_nan=False)
    return base64.b64encode(text.encode("utf-8")).decode("ascii")


def _starting_cells() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield, for each exercise, the code of its cell and what must have been run before."""
    for path in notebooks.notebooks_in():
        cells = [c for c in notebook_form.read(path).cells if c.cell_type == "code"]
        found: set[str] = set()
        for i, cell in enumerate(cells):
            for name in _CHECKED.findall(cell.source):
                if name not in found and not _is_folded(cell):
                    found.add(name)
                    yield name, {"code": cell.source, "before": imports(cells[:i])}


def _is_folded(cell: NotebookNode) -> bool:
    return bool(cell.metadata.get("jupyter", {}).get("source_hidden"))


def imports(cells: Sequence[NotebookNode]) -> str:
    """Return what the cells of a notebook import, without the explorers."""
    lines = []
    for cell in cells:
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                names = [alias for alias in node.names if alias.name != _NOT_ON_PAGES]
                module = getattr(node, "module", "")
                if names and module != f"lossviz.{_NOT_ON_PAGES}":
                    node.names = names
                    lines.append(ast.unparse(node))
    return "\n".join(dict.fromkeys(lines))
