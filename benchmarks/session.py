"""What one learner's session needs: the size of the environment, the start, the memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from jupyter_client.manager import start_new_kernel

from tools.browser_driver import jupyterlab

ROOT = Path(__file__).parents[1]


def install() -> str:
    """Make the learner's environment from nothing."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder, "bin", "python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", "requirements.txt"], cwd=ROOT, check=True)
        seconds = time.perf_counter() - begin
        size = sum(path.lstat().st_size for path in Path(folder).rglob("*")) / 1e6
    return f"The learner's environment takes {size:.0f} MB of disk and was made in {seconds:.0f} s."


def memory(process: psutil.Process) -> float:
    """Memory of a process in MB, its share of what it has in common with others included."""
    return process.memory_full_info().pss / 1024**2


def start() -> str:
    """Start JupyterLab and a kernel as a learner does, and look at their memory."""
    with tempfile.TemporaryDirectory() as home:
        begin = time.perf_counter()
        with jupyterlab(ROOT / "notebooks", Path(home)):
            answered = time.perf_counter() - begin
            server = next(
                child for child in psutil.Process().children() if "jupyterlab" in child.cmdline()
            )
            held = memory(server)
    begin = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3")
    ready = time.perf_counter() - begin
    client.stop_channels()
    manager.shutdown_kernel()
    return (
        f"JupyterLab's server answers {answered:.1f} s after its start and holds {held:.0f} MB; "
        f"a kernel is ready after {ready:.1f} s more."
    )
