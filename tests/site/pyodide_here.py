"""Python as a page has it, run by Node: for tests that need no browser."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from tools.site import python

HERE = Path(__file__).parent
IN_PAGE = python.ROOT / "site" / "script" / "in_page.py"
PATIENCE = 900  # seconds: a Pyodide that has died does not say so, it hangs


@cache
def lossviz_wheel() -> Path:
    """The package as it is now."""
    return python.build_wheel(Path(mkdtemp()))


def call(
    module: Path, name: str, *args: Any, wheels: Sequence[Path] = (), files: Sequence[Path] = ()
) -> Any:
    """Call a function of a Python file in Pyodide; arguments and result are plain data."""
    task = {
        "core": str(python.core()),
        "wheels": [str(wheel) for wheel in (*python.page_wheels(), *wheels, lossviz_wheel())],
        "files": [str(file) for file in (module, *files)],
        "module": module.stem,
        "name": name,
        "args": args,
    }
    done = subprocess.run(
        ["node", HERE / "in_pyodide.mjs"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


WHY_NOT = python.why_not()
needs_pyodide = pytest.mark.skipif(bool(WHY_NOT), reason=f"Pyodide is not tried: {WHY_NOT}")
