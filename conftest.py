"""What holds for all tests: unit tests, doctests and notebooks alike."""

import os
from pathlib import Path

import matplotlib
import pytest

from tools.site import python

pytest_plugins = ["tools.one_chapter"]

NOTEBOOKS = Path(__file__).resolve().parent / "notebooks"


def pytest_configure(config: pytest.Config) -> None:
    """Draw without a window, and be strict with developers only."""
    # A kernel inherits the environment, and MPLBACKEND would take the place of the backend that
    # shows figures in notebooks. The tests' own process needs no window, which `use` says to it
    # alone.
    os.environ.pop("MPLBACKEND", None)
    matplotlib.use("agg")
    # Warnings are errors, except for a teacher who runs the notebooks alone: neither a folder in
    # which pytest cannot write its cache nor a deprecation in a library is the class's concern.
    # First in the list, so that the exceptions in pyproject.toml come after it and count.
    if not all(_is_below(NOTEBOOKS, config.invocation_params.dir / arg) for arg in config.args):
        config.getini("filterwarnings").insert(0, "error")


def pytest_report_header() -> str:
    """Tell whether what runs in the browser is tried, of which a line of dots says nothing."""
    why_not = python.why_not()
    return (
        f"Pyodide {python.PYODIDE['version']} is {f'not tried: {why_not}' if why_not else 'tried'}"
    )


def _is_below(folder: Path, argument: Path) -> bool:
    """Tell whether what pytest was asked for, FILE or FOLDER or FILE::CELL, lies in a folder."""
    path = Path(str(argument).partition("::")[0]).resolve()
    return path == folder or folder in path.parents
