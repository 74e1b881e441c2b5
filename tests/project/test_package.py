"""How the package is put together: its layers, what importing it costs, what it requires."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.chapter import imported_modules

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "lossviz"

# What each layer of the package may import from the others.
LAYERS = {
    "data": set(),
    "maths": set(),
    "exercises": {"maths"},
    "figures": {"data", "maths"},
    "explorers": {"maths", "figures"},
}
# What the layers may import beside the standard library. Matplotlib brings PIL and contourpy,
# ipywidgets bring IPython and traitlets.
LIBRARIES = {
    "data": {"numpy"},
    "maths": {"numpy"},
    "exercises": {"numpy"},
    "figures": {"numpy", "matplotlib", "PIL", "contourpy"},
    "explorers": {"numpy", "matplotlib", "ipywidgets", "IPython", "traitlets"},
}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def layer(module: str) -> str | None:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else None


def imports_of(source: str) -> set[str]:
    """Everything a module imports; `from a import b` counts as a and, if it is one, module a.b."""
    tree = ast.parse(source)
    found = set(imported_modules(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= names & MODULES.keys()
    return found


def layer_faults(module: str, source: str) -> list[str]:
    """Say what a module imports that its layer must not know."""
    own = layer(module)
    faults = []
    for other in sorted(imports_of(source)):
        top = other.split(".")[0]
        if other.startswith("."):
            faults.append(f"{module} imports {other} by a relative name")
        elif top == "lossviz":
            if own in LAYERS and layer(other) not in LAYERS[own] | {own}:
                faults.append(f"{module} imports {other}, which its layer must not know")
        elif own in LIBRARIES and top not in LIBRARIES[own] | sys.stdlib_module_names:
            faults.append(f"{module} imports {other}, which its layer must not know")
    return faults


def circle(graph: dict[str, set[str]]) -> list[str]:
    """Return a way along the arrows that comes back to where it began, or nothing."""
    done: set[str] = set()

    def walk(node: str, way: list[str]) -> list[str]:
        if node in way:
            return [*way[way.index(node) :], node]
        if node not in done:
            for following in sorted(graph.get(node, ())):
                if found := walk(following, [*way, node]):
                    return found
            done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := walk(node, []))), [])


@pytest.mark.parametrize("module", MODULES)
def test_arrows_point_downwards(module: str):
    assert layer_faults(module, MODULES[module].read_text(encoding="utf-8")) == []


def test_every_folder_of_the_package_is_a_layer():
    assert {layer(m) for m, path in MODULES.items() if path.parent != PACKAGE} <= LAYERS.keys()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("lossviz.maths.x", "import lossviz.figures"),
        ("lossviz.maths.x", "def f():\n    from matplotlib import pyplot"),
        ("lossviz.figures.x", "from lossviz.explorers import a"),
        ("lossviz.figures.x", "import ipywidgets as w"),
        ("lossviz.explorers.x", "import torch"),
        ("lossviz.explorers.x", "from lossviz.exercises import check"),
        ("lossviz.exercises.x", "from lossviz.explorers import a"),
        ("lossviz.exercises.x", "import matplotlib"),
        ("lossviz.maths.x", "import lossviz.exercises"),
        ("lossviz.maths.x", "from . import losses"),
    ],
)
def test_an_arrow_upwards_is_seen(module: str, source: str):
    assert len(layer_faults(module, source)) == 1


def test_the_imports_form_no_circle():
    graph = {
        module: imports_of(path.read_text(encoding="utf-8")) & MODULES.keys()
        for module, path in MODULES.items()
    }
    assert circle(graph) == []


def test_a_circle_is_seen():
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"b"}}) == ["b", "c", "b"]
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []


def test_mathematics_and_exercises_load_no_pictures_and_no_widgets():
    program = (
        "import sys, lossviz; lossviz.exercises.known(); "
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(done.stdout.split())
    assert {"numpy", "lossviz"} <= loaded
    assert not loaded & {"matplotlib", "ipywidgets", "IPython"}


def test_exercises_are_loaded_when_they_are_asked_for():
    program = "import sys, lossviz; print(*(m for m in sys.modules if '.chapter_' in m))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split() == []


def test_requirements_txt_and_pyproject_agree():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    own = {r.name: r.specifier for r in map(Requirement, project["dependencies"])}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = [Requirement(line) for line in lines if line and line[0] not in "#-."]
    learners = {r.name: r.specifier for r in listed}
    assert own == {name: learners.get(name) for name in own}
    assert learners.keys() - own == {"jupyterlab", "nbval"}


def test_no_file_mentions_a_folder_of_some_machine():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git repository: there is no list of the project's files")
    folder = re.compile(r"(?<![\w.}])/(?:home|root|tmp|Users)/\w")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="ignore")
            found += [f"{name}: {match.group()}" for match in folder.finditer(text)]
    assert found == []
