"""Runs the examples of lossviz in Pyodide, whose integers have 32 bits."""

from __future__ import annotations

import doctest
import importlib
import io


def failures(modules: list[str]) -> dict[str, str]:
    """Return what the examples of some modules print that they should not."""
    told = {}
    for name in modules:
        report = io.StringIO()
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder().find(importlib.import_module(name), name):
            runner.run(test, out=report.write)
        if runner.failures:
            told[name] = report.getvalue()
    return told
