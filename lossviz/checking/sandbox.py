"""Run a learner's function: whatever it does, a sentence comes out and not a traceback."""

from __future__ import annotations

import contextlib
import inspect
import io
import linecache
import sys
import time
import warnings
from dataclasses import dataclass
from types import FrameType
from typing import Any

import numpy as np

import lossviz.maths as maths
from lossviz.checking.cases import AnyFunction, Array

SECONDS = 5.0  # for all cases of an exercise together

# Code that is known to come to an end: the clock is looked at when it is called, not at every line.
_TRUSTED = tuple(folder for package in (np, maths) for folder in package.__path__)


class TooLong(BaseException):
    """The time is over. No `Exception`, so that a learner's own `except Exception` lets it pass."""


@dataclass(frozen=True)
class Outcome:
    """What one call led to."""

    value: Array | None = None  # the result, if it was one number or an array of numbers
    trouble: str = ""  # otherwise a sentence about it
    error: str = ""  # the name of the exception, if there was one
    line: int = 0  # of the learner's function, from 1, in which it happened; 0 if unknown
    source: str = ""  # what stands in that line
    empty: bool = False  # whether nothing was returned, or the three dots of the starting point
    changed: str = ""  # the name of the argument that was changed in place, if one was
    printed: str = ""  # the beginning of what was printed


def run(
    function: AnyFunction, arguments: dict[str, object], deadline: float | None = None
) -> Outcome:
    """Call a function with copies of the arguments, without noise, until the deadline."""
    copies = {name: _copy(value) for name, value in arguments.items()}
    notes = _Notes()
    try:
        with (
            warnings.catch_warnings(),
            np.errstate(all="ignore"),
            contextlib.redirect_stdout(notes),
            contextlib.redirect_stderr(notes),
        ):
            warnings.simplefilter("ignore")
            result = _call(function, list(copies.values()), deadline)
            value, trouble = _as_array(result)
    except KeyboardInterrupt:
        raise
    except TooLong:
        trouble = (
            f"it was still running after {SECONDS:g} seconds. Is there a loop without end, or one "
            "with very many rounds?"
        )
        return Outcome(trouble=trouble, error="TooLong", printed=notes.text)
    except BaseException as error:  # SystemExit as well: exit() shall not end the kernel
        line, source = _place(error, function)
        return Outcome(
            trouble=_told(error, line),
            error=type(error).__name__,
            line=line,
            source=source,
            printed=notes.text,
        )
    changed = (name for name, copy in copies.items() if not _equal(copy, arguments[name]))
    return Outcome(
        value=value,
        trouble=trouble,
        empty=result is None or result is ...,
        changed=next(changed, ""),
        printed=notes.text,
    )


def _call(function: AnyFunction, arguments: list[object], deadline: float | None) -> object:
    """Call, and look at the clock at every line of the learner's Python that runs meanwhile.

    This works on every platform and in every thread, also where there are no signals and no further
    threads (Windows, Pyodide). What it cannot stop is one long call into C, such as `time.sleep` or
    `sum(itertools.count())`, and a loop whose bare `except:` swallows `TooLong`, since Python ends
    tracing when a trace function raises. A debugger or a coverage tool does not see these calls; it
    gets its trace function back afterwards.
    """
    if deadline is None:
        return function(*arguments)

    def look_at_the_clock(frame: FrameType, event: str, argument: object) -> Any:
        if time.perf_counter() > deadline:
            raise TooLong
        return None if frame.f_code.co_filename.startswith(_TRUSTED) else look_at_the_clock

    earlier = sys.gettrace()
    sys.settrace(look_at_the_clock)
    try:
        return function(*arguments)
    finally:
        sys.settrace(earlier)


def _as_array(result: object) -> tuple[Array | None, str]:
    """Return a result as an array of real numbers, or None and a sentence that says what it is."""
    if result is None:
        return None, "it returns nothing."
    if inspect.iscoroutine(result):
        result.close()  # or Python warns that nobody waited for it
    if isinstance(result, str):
        return None, "it returns a text and not a number."
    try:
        array = np.array(result)
    except Exception:  # rows of unequal length, or an object that resists
        return None, f"it returns a {type(result).__name__} that is no array of numbers."
    if array.dtype.kind == "c":
        return None, "it returns complex numbers; only real ones are asked for."
    if array.dtype.kind == "b":
        return None, "it returns True or False and not a number."
    if array.dtype.kind not in "iuf":
        return None, f"it returns a {type(result).__name__} and not a number."
    return array, ""


def _told(error: BaseException, line: int) -> str:
    """Return what happened, in which line of the learner's function."""
    place = f" in its line {line}" if line else ""
    if isinstance(error, RecursionError):
        return f"it calls itself without end{place}."
    if isinstance(error, SystemExit):
        return f"it tries to end Python{place}; return a number instead."
    try:
        message = " ".join(str(error).split()).rstrip(".")
    except Exception:
        message = ""
    message = message if len(message) <= 160 else message[:157] + "..."
    return f"it stops with {type(error).__name__}{place}{': ' + message if message else ''}."


def _place(error: BaseException, function: AnyFunction) -> tuple[int, str]:
    """Return the line of the learner's function that led to an error, and what stands there."""
    code = getattr(function, "__code__", None)
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code is not code:
        trace = trace.tb_next
    if trace is None or code is None:
        return 0, ""
    source = linecache.getline(code.co_filename, trace.tb_lineno).strip()
    return trace.tb_lineno - code.co_firstlineno + 1, source


def _copy(value: object) -> object:
    return value.copy() if isinstance(value, np.ndarray) else value


def _equal(copy: object, original: object) -> bool:
    if not isinstance(copy, np.ndarray) or not isinstance(original, np.ndarray):
        return True
    return copy.shape == original.shape and np.array_equal(copy, original, equal_nan=True)


class _Notes(io.TextIOBase):
    """Keep the beginning of what is printed: a loop without end can print a lot in five seconds."""

    LONGEST = 300

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text[: self.LONGEST - len(self.text)]
        return len(text)
