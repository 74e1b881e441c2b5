"""What importing the package costs, what it requires, and what no file may say."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.toml import project

ROOT = Path(__file__).resolve().parents[2]


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
    program = (
        "import sys, lossviz; lossviz.hint('3.1'); "
        "print(*(m for m in sys.modules if m.startswith('lossviz.chapters.ch')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    folder = "lossviz.chapters.ch03_sigmoid_saturation"
    assert done.stdout.split() == [folder, f"{folder}.exercises"]


def test_requirements_txt_and_pyproject_agree():
    own = {r.name: r.specifier for r in map(Requirement, project()["dependencies"])}
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = [Requirement(line) for line in lines if line and line[0] not in "#-."]
    learners = {r.name: r.specifier for r in listed}
    assert own == {name: learners.get(name) for name in own}
    assert learners.keys() - own == {"jupyterlab", "ipykernel", "nbval"}


def test_changelog_and_citation_name_the_version_of_the_package():
    version = project()["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.search(r"^## (.+), (.+)$", changelog, re.MULTILINE)
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    cited = dict(re.findall(r'^(version|date-released): "?(.+?)"?$', citation, re.MULTILINE))
    assert newest
    assert newest.groups() == (version, cited["date-released"])
    assert cited["version"] == version


def test_no_file_mentions_a_folder_of_some_machine():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git repository: there is no list of the project's files")
    # In a page, Python's home is where Pyodide says.
    folder = re.compile(r"(?<![\w.}])/(?:home|root|tmp|Users)/(?!pyodide\b)\w")
    found = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="ignore")
            found += [f"{name}: {match.group()}" for match in folder.finditer(text)]
    assert found == []
