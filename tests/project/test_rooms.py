"""How the package is divided into rooms, and which may import which; read from the files."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# What a room may import of the others.
ROOMS: dict[str, set[str]] = {
    "data": set(),
    "maths": set(),
    "explorable": set(),
    "checking": {"maths"},
    "chapters": {"data", "maths", "explorable", "checking"},
}
# The short names that learners import. They may know every room, and no room knows them.
DOORS = {"lossviz", "explorers", "exercises"}
# In `explorable`, what needs a notebook. No chapter and no other part of `explorable` does.
WIDGETS = "lossviz.explorable.widgets"
# What a room may import besides lossviz and the standard library. Matplotlib brings PIL and
# contourpy, ipywidgets bring IPython and traitlets.
NUMBERS = {"numpy"}
PICTURES = NUMBERS | {"matplotlib", "PIL", "contourpy"}
LIBRARIES = {
    "data": NUMBERS,
    "maths": NUMBERS,
    "explorable": PICTURES,
    "checking": NUMBERS,
    "chapters": PICTURES,
    WIDGETS: PICTURES | {"ipywidgets", "anywidget", "IPython", "traitlets"},
}
LONGEST = 350


def modules_of(root: Path) -> dict[str, Path]:
    """Every module of lossviz by its full name."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path
        for path in sorted((root / "lossviz").rglob("*.py"))
    }


def imports_of(path: Path, modules: dict[str, Path]) -> set[str]:
    """What a module imports; `from a import b` is module a.b, if there is one, and else a."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            source = "." * node.level + (node.module or "")
            names = {f"{source}.{alias.name}" for alias in node.names}
            found |= {name if name in modules else source for name in names}
    return found


def room(module: str) -> str:
    """The room of a module, or its door: what stands after lossviz in its name."""
    return [*module.split("."), "lossviz"][1]


def is_within(module: str, folder: str) -> bool:
    return f"{module}.".startswith(f"{folder}.")


def may_import(module: str, other: str) -> bool:
    """Tell whether a module of a room may import another module of lossviz."""
    own, theirs = room(module), room(other)
    if is_within(other, WIDGETS):
        return is_within(module, WIDGETS)
    if own != theirs:
        return theirs in ROOMS[own]
    if own != "chapters" or other == "lossviz.chapters":
        return True
    folder = ".".join(other.split(".")[:3])
    return folder == "lossviz.chapters.shared" or is_within(module, folder)


def faults(root: Path) -> Iterator[str]:
    """Yield one sentence for whatever is against the rules."""
    modules = modules_of(root)
    graph = {}
    for module, path in modules.items():
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > LONGEST:
            yield f"{module} has {lines} lines, more than {LONGEST}"
        imported = imports_of(path, modules)
        graph[module] = imported & modules.keys()
        own = room(module)
        if own in DOORS:
            continue
        if own not in ROOMS:
            yield f"{module} is in no room"
            continue
        allowed = LIBRARIES[WIDGETS if is_within(module, WIDGETS) else own]
        for other in sorted(imported):
            top = other.split(".")[0]
            if other.startswith("."):
                yield f"{module} imports {other} by a relative name"
            elif not (
                may_import(module, other)
                if top == "lossviz"
                else top in allowed | sys.stdlib_module_names
            ):
                yield f"{module} must not import {other}"
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        _, circle = error.args
        yield f"a circle: {' is imported by '.join(circle)}"


def test_every_module_keeps_to_its_room():
    assert list(faults(ROOT)) == []


OTHER = "lossviz.chapters.ch04_b"
IN_ORDER = {
    "__init__": "from lossviz.maths.losses import x\nfrom lossviz.exercises import check",
    "explorers": "from lossviz.explorable.widgets import x\nfrom lossviz.chapters import ch03_a",
    "exercises": "from lossviz.chapters import folders\nfrom lossviz.checking import core",
    "data": "from importlib.resources import files\nimport numpy as np",
    "maths/__init__": "from lossviz.maths.losses import x",
    "maths/losses": "import numpy as np",
    "explorable/__init__": "import lossviz.explorable.picture",
    "explorable/picture": "from matplotlib.figure import Figure",
    "explorable/widgets": "import ipywidgets\nfrom lossviz.explorable.picture import Picture",
    "checking/core": "from lossviz.maths import losses",
    "chapters/__init__": "import pkgutil",
    "chapters/shared/__init__": "",
    "chapters/shared/style": "from lossviz.explorable import picture",
    "chapters/ch03_a/__init__": "",
    "chapters/ch03_a/one": "from lossviz.chapters.shared import style\nimport lossviz.data",
    "chapters/ch03_a/two": "from lossviz.chapters.ch03_a.one import x\nimport lossviz.chapters",
    "chapters/ch04_b/__init__": "",
}


def write(folder: Path, package: dict[str, str]) -> Path:
    for name, source in package.items():
        path = folder / "lossviz" / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


def test_a_package_in_order_has_no_fault(tmp_path):
    assert list(faults(write(tmp_path, IN_ORDER))) == []


@pytest.mark.parametrize(
    ("name", "source", "fault"),
    [
        ("maths/x", "import lossviz.explorable", "must not import lossviz.explorable"),
        ("maths/x", "def f():\n    from matplotlib import cm", "must not import matplotlib"),
        ("maths/x", "import lossviz", "must not import lossviz"),
        ("data", "from lossviz.maths import losses", "must not import lossviz.maths.losses"),
        ("explorable/x", "from lossviz.maths import f", "must not import lossviz.maths"),
        ("explorable/x", f"import {WIDGETS}", f"must not import {WIDGETS}"),
        ("explorable/x", "import ipywidgets as w", "must not import ipywidgets"),
        ("explorable/x", "from IPython.display import SVG", "must not import IPython.display"),
        ("explorable/x", "import traitlets", "must not import traitlets"),
        ("explorable/widgets", "import lossviz.chapters", "must not import lossviz.chapters"),
        ("checking/x", "from lossviz import chapters", "must not import lossviz.chapters"),
        ("checking/x", "import lossviz.explorable", "must not import lossviz.explorable"),
        ("checking/x", "import matplotlib", "must not import matplotlib"),
        ("chapters/ch03_a/x", "from lossviz.chapters import ch04_b", f"must not import {OTHER}"),
        ("chapters/ch03_a/x", f"from {OTHER} import f", f"must not import {OTHER}"),
        ("chapters/ch03_a/x", f"from {WIDGETS} import f", f"must not import {WIDGETS}"),
        ("chapters/ch03_a/x", "import lossviz.exercises", "must not import lossviz.exercises"),
        ("chapters/ch03_a/x", "import torch", "must not import torch"),
        ("chapters/shared/x", f"import {OTHER}", f"must not import {OTHER}"),
        ("chapters/__init__", f"import {OTHER}", f"must not import {OTHER}"),
        ("maths/x", "from .losses import f", "imports .losses by a relative name"),
        ("maths/x", "x = 1\n" * 351, "has 351 lines, more than 350"),
        ("figures/x", "", "is in no room"),
    ],
)
def test_what_is_against_a_rule_is_named(tmp_path, name, source, fault):
    module = f"lossviz.{name.replace('/', '.').removesuffix('.__init__')}"
    assert list(faults(write(tmp_path, IN_ORDER | {name: source}))) == [f"{module} {fault}"]


def test_a_circle_is_named(tmp_path):
    back = {"maths/losses": "from lossviz.maths import f"}
    (fault,) = faults(write(tmp_path, IN_ORDER | back))
    assert fault.startswith("a circle: ")
    around = fault.removeprefix("a circle: ").split(" is imported by ")
    assert set(around) == {"lossviz.maths", "lossviz.maths.losses"}
