"""What a page may know about exercises and predictions, without Python: `_static/tasks.json`.

A page gives hints, judges numbers and choices and keeps predictions by itself, as `check`, `hint`,
`predict` and `reveal` do in a notebook; `site/script/judge.js` has the same rules. Functions, and
all else that is written in Python, are judged by `check` in the page's Python; for these, the file
has the code that the cell begins with, and what the page has defined before.
"""

from __future__ import annotations

import ast
import base64
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lossviz import exercises
from lossviz.checking import (
    Choice,
    ChoiceGuess,
    Exercise,
    Number,
    NumberGuess,
    Prediction,
)
from tools import notebook_form, notebooks

# The page has its own; in Python they need a notebook.
_NOT_ON_PAGES = "explorers"
_CHECKED = re.compile(r'\bcheck\(\s*"([^"]+)"')


def write(folder: Path) -> None:
    """Write the file into the folder of the site."""
    target = folder / "_static" / "tasks.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(tasks(), ensure_ascii=False, indent=1), encoding="utf-8")


def tasks() -> dict[str, dict[str, Any]]:
    """Return all exercises and predictions by their numbers."""
    cells = _starting_points()
    return {
        "exercises": {
            name: of_exercise(name, exercise, cells) for name, exercise in exercises.known().items()
        },
        "predictions": {
            name: of_prediction(prediction) for name, prediction in exercises.predictions().items()
        },
    }


def of_exercise(
    name: str, exercise: Exercise, cells: Mapping[str, dict[str, str]]
) -> dict[str, Any]:
    """Return what a page may know about an exercise; `cells` has those that ask, by number."""
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
    if name not in cells:
        raise ValueError(f'no cell of a notebook calls check("{name}", ...); write one.')
    return {"kind": "code", **cells[name], "packed": packed(hints=exercise.hints)}


def of_prediction(prediction: Prediction) -> dict[str, Any]:
    """Return what a page may know about a prediction."""
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


def _starting_points() -> dict[str, dict[str, str]]:
    """Return the code of the cell that asks each exercise, and what stands before it."""
    found: dict[str, dict[str, str]] = {}
    for path in notebooks.notebooks_in():
        before: dict[str, None] = {}
        for cell in notebook_form.read(path).cells:
            folded = cell.metadata.get("jupyter", {}).get("source_hidden")
            if cell.cell_type == "code" and not folded:  # folded cells hold solutions and proofs
                asked = _CHECKED.findall(cell.source)
                for name in asked:
                    found.setdefault(name, {"code": cell.source, "before": "\n".join(before)})
                if not asked:
                    before |= dict.fromkeys(_definitions(cell.source))
    return found


def _definitions(source: str) -> Iterator[str]:
    """Yield what a cell imports, without explorers, and the functions that it defines."""
    lines = ast.parse(source).body
    tried = [line for node in lines if isinstance(node, ast.Try) for line in node.body]
    for node in [*tried, *lines]:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if getattr(node, "module", "") != f"lossviz.{_NOT_ON_PAGES}":
                node.names = [alias for alias in node.names if alias.name != _NOT_ON_PAGES]
                yield from [ast.unparse(node)] if node.names else []
        elif isinstance(node, ast.FunctionDef):
            yield ast.unparse(node)
