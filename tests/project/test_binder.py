"""What Binder will do with this repository, read from the Dockerfile it would build.

repo2docker writes that file without a container engine.
"""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tools.versions import binder_base

ROOT = Path(__file__).resolve().parents[2]
PYTHON = "3.12"


# Found without importing it: it imports what is deprecated, and here warnings are errors.
needs_repo2docker = pytest.mark.skipif(
    find_spec("repo2docker") is None,
    reason="jupyter-repo2docker is not installed: pip install -e '.[test]'",
)


@pytest.fixture(scope="module")
def dockerfile() -> str:
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return done.stdout + done.stderr


@needs_repo2docker
def test_builds_with_the_python_that_runtime_txt_names(dockerfile: str):
    assert (ROOT / "binder" / "runtime.txt").read_text().strip() == f"python-{PYTHON}"
    assert f"Building conda environment for python={PYTHON}\n" in dockerfile


@needs_repo2docker
def test_installs_the_requirements_after_the_whole_repository_is_there(dockerfile: str):
    lines = dockerfile.splitlines()
    (folder,) = [i for i, line in enumerate(lines) if line == "WORKDIR ${REPO_DIR}"]
    (copy,) = [i for i, line in enumerate(lines) if line.endswith("src/ ${REPO_DIR}/")]
    (install,) = [i for i, line in enumerate(lines) if "pip install" in line and "RUN" in line]
    assert '-r "binder/requirements.txt"' in lines[install]
    assert folder < copy < install
    assert not [line for line in lines[folder + 1 :] if line.startswith("WORKDIR")]


def test_the_requirements_include_those_of_the_learner_and_the_package():
    (line,) = requirement_lines(ROOT / "binder" / "requirements.txt")
    assert line == "-r ../requirements.txt"
    assert "." in requirement_lines(ROOT / "requirements.txt")


@needs_repo2docker
def test_the_frozen_base_of_binder_satisfies_the_ranges_but_for_a_kernel_that_loses_messages():
    frozen = binder_base()
    required = [
        Requirement(line)
        for line in requirement_lines(ROOT / "requirements.txt")
        if line[0] not in "-."
    ]
    checked = {r.name: frozen[r.name] in r.specifier for r in required if r.name in frozen}
    assert checked == {"jupyterlab": True, "ipykernel": False, "ipywidgets": True}


def requirement_lines(path: Path) -> list[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]
