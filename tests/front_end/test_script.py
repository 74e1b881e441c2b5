"""The front end's script: its own tests, and its types, by the tools of its own language."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NODE = shutil.which("node")
TSC = ROOT / "node_modules" / ".bin" / "tsc"

pytestmark = pytest.mark.skipif(NODE is None, reason="the script's tests need Node: install it")


def run(*command: object) -> None:
    done = subprocess.run(
        list(map(str, command)), cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_does_what_its_own_tests_say():
    tests = sorted(HERE.glob("*.test.js"))
    assert tests
    run(NODE, "--test", *tests)


@pytest.mark.skipif(not TSC.exists(), reason="TypeScript is not installed: make node")
def test_the_types_of_the_script_are_right():
    run(TSC, "-p", HERE)
