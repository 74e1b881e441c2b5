"""Runs the cells of a notebook without a kernel, and keeps what they show: called in Pyodide."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import matplotlib.font_manager  # says at its first start, in every notebook, that it takes a moment
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell

Output = dict[str, Any]

_shown: list[Output] = []


class _Worth(DisplayHook):
    """Keeps what the last line of a cell is worth."""

    def write_output_prompt(self) -> None:
        """Nobody reads it."""

    def write_format_data(self, format_dict: Output, md_dict: Output | None = None) -> None:
        _shown.append({"data": format_dict})


class _Display(DisplayPublisher):
    """Keeps what a cell displays. What takes the place of another output does so here too."""

    def publish(self, data: Output, metadata: Output | None = None, **how: Any) -> None:
        name = (how.get("transient") or {}).get("display_id")
        if how.get("update"):
            next(output for output in _shown if output.get("name") == name)["data"] = data
        else:
            _shown.append({"data": data, "name": name})


class _Shell(InteractiveShell):
    displayhook_class = _Worth
    display_pub_class = _Display


def run(sources: list[str]) -> list[list[Output]]:
    """Return the outputs of each cell."""
    assert matplotlib.font_manager
    shell = _Shell.instance()
    return [_run(shell, source) for source in sources]


def _run(shell: InteractiveShell, source: str) -> list[Output]:
    _shown.clear()
    stdout, stderr = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(stdout), contextlib.redirect_stderr(stderr):
        done = shell.run_cell(source, store_history=True)
    outputs = [{"text": text.getvalue()} for text in (stdout, stderr) if text.getvalue()]
    error = done.error_before_exec or done.error_in_exec
    if error is not None:
        outputs.append({"error": f"{type(error).__name__}: {error}"})
    return [*outputs, *_shown]
