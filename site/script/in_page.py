"""What the worker of a page runs: pictures that answer, and the learner's own code.

It speaks with worker.js in texts of JSON. Every explorer of the page has a number.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import importlib
import io
import json
import linecache
from collections.abc import Callable
from typing import Any

from lossviz.chapters import folders, picture
from lossviz.checking import Note, Reply
from lossviz.explorable import LivePicture
from lossviz.explorable.frame_source import FrameSource, excuse
from lossviz.explorable.frames import values_of
from lossviz.explorable.live_source import LiveSource

_sources: dict[int, FrameSource] = {}


async def open_picture(number: int, name: str, key: str, post: Callable[[str], None]) -> None:
    """Make a picture in the state of a key, or in its first one, and whoever answers for it."""

    def send(message: dict[str, Any], _buffers: list[bytes]) -> None:
        post(json.dumps(message, separators=(",", ":")))

    try:
        kind = picture(name)
        what, pieces = kind.preparation()
        for done, piece in enumerate(pieces):
            send({"kind": "wait", "words": f"{what}: {done} of {len(pieces)}"}, [])
            await asyncio.sleep(0)  # others are heard in between
            piece()
        made = kind()
        if isinstance(made, LivePicture):
            _sources[number] = LiveSource(made, send)
            return
        if key:
            made.update(**values_of(made.parameters, key))
        _sources[number] = FrameSource(made, send, packed=False)
    except Exception as error:  # whatever it is, the learner must see it
        send({"kind": "refuse", "page": "*", "seq": None, "key": None, "reason": excuse(error)}, [])


def hear(number: int, message: str) -> None:
    """Give a page's message to the picture it is for."""
    if number in _sources:
        _sources[number].hear(json.loads(message))


def close(number: int) -> None:
    """Forget a picture."""
    if number in _sources:
        _sources.pop(number).stop("Closed.")


def call(name: str, arguments: str, begun: Callable[[], None]) -> str:
    """Call what a page may call, by its name, and return what comes of it."""
    done = {"check": _check, "run": _run}[name](begun, **json.loads(arguments))
    return json.dumps(done)


# What the cells of the notebooks have imported by the time of their exercises.
_names: dict[str, Any] = {"__name__": "__main__"}
exec("import numpy as np\nfrom lossviz import *", _names)


def _check(begun: Callable[[], None], exercise: str, code: str) -> dict[str, Any]:
    """Run an exercise's cell. What the chapter computes for it is not on the learner's clock."""
    folder = folders().get(exercise.partition(".")[0])
    if folder:
        importlib.import_module(f"lossviz.chapters.{folder}.exercises")
    return _run(begun, code)


def _run(begun: Callable[[], None], code: str) -> dict[str, Any]:
    """Run a cell as a notebook does.

    Returns what it prints and what its last line is worth; whether an answer was right, if it was
    judged; and what went wrong, if anything did.
    """
    # Errors and the judge of functions want to read the lines.
    linecache.cache[_CELL] = (len(code), None, code.splitlines(keepends=True), _CELL)
    begun()
    printed, value, error = io.StringIO(), None, ""
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        try:
            value = _execute(code)
        except BaseException as fault:  # exit() as well shall not end the page's Python
            error = _told(fault)
    shown = printed.getvalue()[:_LONGEST]
    if value is not None:
        shown += _shown(value)
    right = value.right if isinstance(value, Reply) else None
    return {"text": shown, "right": right, "error": error}


_CELL = "<your code>"
_LONGEST = 10_000  # characters that a page can show


def _execute(code: str) -> Any:
    """Run some lines, and return what the last one is worth if it is an expression."""
    lines = ast.parse(code, _CELL)
    last = lines.body.pop() if lines.body and isinstance(lines.body[-1], ast.Expr) else None
    exec(compile(lines, _CELL, "exec"), _names)
    if last is None:
        return None
    return eval(compile(ast.Expression(last.value), _CELL, "eval"), _names)


def _shown(value: Any) -> str:
    try:
        # A page breaks the lines of a reply itself.
        return (value.text if isinstance(value, Note) else repr(value))[:_LONGEST]
    except Exception as error:
        return f"The result cannot be shown: {_told(error)}"


def _told(error: BaseException) -> str:
    """An error in one line, with the line of the learner's code in which it came about."""
    if isinstance(error, SyntaxError):
        return f"Line {error.lineno} is not Python: {error.msg}."
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _CELL:
            line = trace.tb_lineno
        trace = trace.tb_next
    place = f" in line {line}" if line else ""
    message = " ".join(str(error).split()).rstrip(".")
    return f"{type(error).__name__}{place}{': ' + message if message else ''}."
