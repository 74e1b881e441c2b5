"""Every cell of every notebook in Pyodide, without a browser: it prints what is stored.

What may differ is named here by rules, and by no cell's number.
"""

import os
from pathlib import Path

import pytest
from pyodide_here import call, needs_pyodide

from tools import notebook_form, notebooks
from tools.site import lite, python

HERE = Path(__file__).parent
ALL = "LOSSVIZ_SITE" in os.environ
WIDGET_VIEW = notebook_form.WIDGET_VIEW
# A view has no picture here, so these are compared.
TEXTS = ("text/plain", "text/html")
# What a notebook needs beside what a page needs.
SHELL = ("ipython", "sqlite3")

pytestmark = needs_pyodide
CHAPTERS = notebooks.notebooks_in()


def shell_wheels():
    """IPython and the widgets, with what they need."""
    try:
        widgets = lite.pure_wheels()
    except lite.Missing as missing:
        pytest.skip(f"notebooks in Pyodide are not tried: {missing}")
    folder = python.packages()
    return [python.checked(folder, *entry) for entry in python.packages_for(SHELL)] + widgets


def told(outputs):
    """What a reader is told by a cell: what is printed, then all else in order."""
    printed = "".join(o["text"] for o in outputs if "text" in o)
    shown = [
        {kind: data[kind] for kind in TEXTS if kind in data}
        for data in (o["data"] for o in outputs if "data" in o)
        # The view of an explorer is not stored.
        if set(data) - {WIDGET_VIEW} and not (WIDGET_VIEW in data and "text/html" in data)
    ]
    return printed, shown, [o["error"] for o in outputs if "error" in o]


@pytest.mark.parametrize("path", CHAPTERS if ALL else CHAPTERS[:1], ids=lambda path: path.stem)
def test_a_notebook_prints_what_is_stored(path):
    cells = [c for c in notebook_form.read(path).cells if c.cell_type == "code"]
    sources = [cell.source for cell in cells]
    outputs = call(HERE / "cells.py", "run", sources, wheels=shell_wheels())
    for cell, got in zip(cells, outputs, strict=True):
        assert told(got) == told(cell.outputs), cell.source
