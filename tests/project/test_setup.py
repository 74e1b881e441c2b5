"""What people meet who set lossviz up: a kernel without it, an installed copy, a class's check."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

from tools import address
from tools.links import broken_links
from tools.notebook_form import read
from tools.site import book

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "docs" / "if-something-does-not-work.md"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
OPENED_IN_THE_REPOSITORY = "%pip install .."
OPENED_ALONE = "%pip install lossviz.zip"


def first_cell(notebook: Path) -> str:
    return next(cell.source for cell in read(notebook).cells if cell.cell_type == "code")


def refusal(notebook: Path, missing: str) -> str:
    """Return what the first code cell of a notebook says to a Python that lacks a package."""
    program = f"import sys; sys.modules[{missing!r}] = None; exec({first_cell(notebook)!r})"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert done.stderr.count("Traceback") == 1  # a second one would hide the remedy
    *_, said = done.stderr.splitlines()
    return said


@pytest.mark.parametrize(
    ("notebook", "missing"),
    [
        *((path, "lossviz") for path in NOTEBOOKS),
        (NOTEBOOKS[0], "numpy"),
        (NOTEBOOKS[1], "ipywidgets"),
    ],
    ids=lambda value: getattr(value, "stem", value),
)
def test_without_a_package_the_first_cell_says_what_to_run(notebook, missing):
    said = refusal(notebook, missing)
    assert said.startswith("ImportError: ")
    assert missing in said
    assert commands(said) == [OPENED_IN_THE_REPOSITORY, OPENED_ALONE]


def commands(text: str) -> list[str]:
    return re.findall(r"`(%pip [^`]+)`", text)


def test_every_notebook_says_the_same():
    refusals = {
        re.search(r"^except ImportError.*^    \) from None$", first_cell(notebook), re.M | re.S)[0]
        for notebook in NOTEBOOKS
    }
    assert len(refusals) == 1


@pytest.mark.parametrize("command", commands(first_cell(NOTEBOOKS[0])))
def test_what_it_says_to_run_installs_the_whole_package(command, tmp_path):
    pytest.importorskip("flit_core", reason="flit_core is not installed: pip install -e '.[test]'")
    folder = ROOT / "notebooks"
    if command == OPENED_ALONE:
        folder = tmp_path / "a folder with one notebook"
        folder.mkdir()
        # As GitHub makes it: everything in a folder of its own.
        copy = copy_of_the_package(tmp_path / "zipped" / "lossviz-main")
        shutil.make_archive(str(folder / "lossviz"), "zip", copy.parent, copy.name)
    target = tmp_path / "site-packages"
    pip = [sys.executable, "-m", "pip", *command.split()[1:], "--target", str(target)]
    offline = ["--quiet", "--no-deps", "--no-index", "--no-build-isolation"]
    subprocess.run([*pip, *offline], cwd=folder, env=without("PIP_CONSTRAINT"), check=True)
    assert files_in(target / "lossviz") == files_in(ROOT / "lossviz")


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in names}


def files_in(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"
    }


def copy_of_the_package(folder: Path) -> Path:
    """Copy what pip needs of the repository into a new folder."""
    shutil.copytree(ROOT / "lossviz", folder / "lossviz")
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-TEXT"):
        shutil.copy(ROOT / name, folder / name)
    return folder


def test_building_it_writes_nothing_into_the_repository(tmp_path):
    """A learner's copy can be read-only, and what an old build left there must not be installed."""
    pytest.importorskip("flit_core", reason="flit_core is not installed: pip install -e '.[test]'")
    copy = copy_of_the_package(tmp_path / "copy")
    before = files_in(copy)
    build = "import sys; from flit_core import buildapi; buildapi.build_wheel(sys.argv[1])"
    subprocess.run([sys.executable, "-c", build, str(tmp_path)], cwd=copy, check=True)
    assert list(tmp_path.glob("lossviz-*.whl"))
    assert files_in(copy) == before


def test_warnings_do_not_stop_a_class_check(tmp_path):
    """A folder that cannot be written, and a library of tomorrow, are no fault of the class."""
    (tmp_path / "tomorrow.py").write_text(
        "import warnings\n\n\n"
        "def pytest_load_initial_conftests():\n"
        "    warnings.warn('deprecated, seen at once', DeprecationWarning)\n\n\n"
        "def pytest_collectstart():\n"
        "    warnings.warn('deprecated, seen later', DeprecationWarning)\n"
    )
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    # As docs/teaching.md says, for one notebook. Below a file nobody can make a folder, not even
    # root.
    check = [sys.executable, "-m", "pytest", "--nbval", "notebooks/00_start_here.ipynb"]
    done = subprocess.run(
        [*check, "-p", "tomorrow", "-o", "cache_dir=README.md/cache"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "could not create cache path" in done.stdout
    assert "deprecated, seen later" in done.stdout


def test_a_warning_is_an_error_in_the_tests():
    with pytest.raises(UserWarning, match="of mine"):
        warnings.warn("of mine", stacklevel=1)


@pytest.mark.parametrize("name", ["Makefile", ".ci/run"])
def test_pip_gets_constraints_by_a_path_without_a_space(name):
    """It splits PIP_CONSTRAINT at spaces, and the folder of a clone may have some in its path."""
    given = re.findall(r"PIP_CONSTRAINT=(\S+)", (ROOT / name).read_text(encoding="utf-8"))
    assert given
    assert not [path for path in given if path.startswith(("/", '"', "$(CURDIR)", "$PWD"))]


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda path: path.name)
def test_links_of_the_pages_lead_somewhere(page):
    assert broken_links(page) == []


def test_the_page_for_trouble_holds_what_the_first_cell_says():
    text = HELP.read_text(encoding="utf-8")
    for command in commands(first_cell(NOTEBOOKS[0])):
        assert f"```\n{command}\n```" in text


def test_the_page_for_trouble_is_found():
    """By its name in README, and on it by the words that people search for."""
    assert f"(docs/{HELP.name})" in (ROOT / "README.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", HELP.read_text(encoding="utf-8"), re.MULTILINE)
    for word in (
        *("ModuleNotFoundError", "kernel", "Colab", "VS Code"),
        *("conda", "Windows", "proxy", "old pip"),
    ):
        assert any(word in heading for heading in headings), word


def test_the_owner_of_the_repository_has_one_home():
    """pyproject.toml; the README's links are made from it, and no page is written with another."""
    named = book.addresses().repository or "OWNER/REPO"
    pages = [ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md"), *NOTEBOOKS]
    assert [page.name for page in pages if named in page.read_text(encoding="utf-8")] == []
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "OWNER/REPO" not in readme
    assert "mybinder.org" not in address.with_links(readme, book.Addresses())
