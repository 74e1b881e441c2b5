"""Every cell of every notebook in Pyodide, without a browser: it prints what is stored."""

import os
from pathlib import Path

import pytest
from pyodide_here import call, needs_pyodide

from tools import notebook_form, notebooks
from tools.site import lite, python

HERE = Path(__file__).parent
# All of them where the whole site is tested, the first elsewhere.
ALL = "LOSSVIZ_SITE" in os.environ
CHAPTERS = notebooks.notebooks_in()
# What a cell tells in words. Its pictures are compared by their numbers, in another test.
TEXTS = ("text/plain", "text/html")
# What a notebook needs beside what a page needs.
SHELL = ("ipython", "sqlite3")

pytestmark = needs_pyodide


@pytest.fixture(scope="module")
def wheels():
    """IPython and the widgets, with what they need."""
    try:
        widgets = lite.download(lite.WIDGETS)
    except python.Missing as missing:
        pytest.skip(f"notebooks in Pyodide are not tried: {missing}")
    folder = python.packages()
    return [python.checked(folder, *entry) for entry in python.packages_for(SHELL)] + widgets


def told(outputs):
    """What is printed, then all else in order, then errors. The view of a widget is not stored."""
    printed = "".join(output["text"] for output in outputs if "text" in output)
    bundles = [output["data"] for output in outputs if "data" in output]
    words = [{kind: data[kind] for kind in TEXTS if kind in data} for data in bundles]
    errors = [output["error"] for output in outputs if "error" in output]
    return printed, [texts for texts in words if texts], errors


@pytest.mark.parametrize("path", CHAPTERS if ALL else CHAPTERS[:1], ids=lambda path: path.stem)
def test_a_notebook_prints_what_is_stored(path, wheels):
    cells = [cell for cell in notebook_form.read(path).cells if cell.cell_type == "code"]
    sources = [cell.source for cell in cells]
    outputs = call(HERE / "cells.py", "run", sources, wheels=wheels)
    for cell, got in zip(cells, outputs, strict=True):
        assert told(got) == told(cell.outputs), cell.source
