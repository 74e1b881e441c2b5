"""The examples of the mathematics and of the pictures in Pyodide, whose integers have 32 bits."""

from pathlib import Path

from pyodide_here import call, needs_pyodide

from tools.site import python

pytestmark = needs_pyodide
LOSSVIZ = python.ROOT / "lossviz"
# These need widgets, or show pictures with them.
NOTEBOOKS_ONLY = ("lossviz.explorable.widgets", "lossviz.explorers", "lossviz.chapters.ch")


def modules():
    for path in sorted(LOSSVIZ.rglob("*.py")):
        name = ".".join(path.relative_to(python.ROOT).with_suffix("").parts)
        name = name.removesuffix(".__init__")
        if not name.startswith(NOTEBOOKS_ONLY) and ">>> " in path.read_text(encoding="utf-8"):
            yield name


def test_the_examples_print_there_what_they_print_here():
    found = list(modules())
    assert "lossviz.maths.losses.categorical" in found
    assert call(Path(__file__).with_name("doctests.py"), "failures", found) == {}
