"""The notebooks, live in the browser: JupyterLite with lossviz, beside the pages.

It shares Pyodide with the pages (tools/site/python.py, which comes first) and has a lock of its
own: Pyodide's, and in it lossviz and the widgets, so that a notebook's imports find them without
`%pip`. Where Pyodide's packages are not at hand, the lock names them on Pyodide's network. Then
nothing else is loaded from elsewhere.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

from tools import notebook_form, notebooks
from tools.site import python
from tools.site.python import Missing
from tools.toml import project

WHEELS = python.ROOT / "build" / "wheels"
# These run together; a newer JupyterLite wants a newer Pyodide than there are packages for.
ANYWIDGET = "anywidget==0.11.0"
WIDGETS = (
    ANYWIDGET,
    "comm==0.2.3",
    "ipywidgets==8.1.7",
    "psygnal==0.16.1",
    "typing_extensions==4.16.0",
)
_LITE = project()["optional-dependencies"]["lite"]
(PYODIDE_KERNEL,) = (line for line in _LITE if "kernel" in line)
EXTENSIONS = (ANYWIDGET, "jupyterlab_widgets==3.0.15", PYODIDE_KERNEL)
# What each needs at run time beside the kernel.
NEEDS = {
    "anywidget": ["ipywidgets", "psygnal", "typing-extensions"],
    "comm": ["traitlets"],
    "ipywidgets": ["comm", "traitlets", "ipython"],
    "psygnal": [],
    "typing-extensions": [],
    "lossviz": [Requirement(line).name for line in project()["dependencies"]],
}
APPS = ("lab", "notebooks", "tree", "edit")
PLUGIN = "@jupyterlite/pyodide-kernel-extension:kernel"
KERNEL = {"display_name": "Python (Pyodide)", "language": "python", "name": "python"}
LOCK = "lite-lock.json"
# What is prepared for Matplotlib (tools/site/python.py) is a package of the lock, and is unpacked
# over Matplotlib's own folder. The list of fonts that comes with Pyodide is for another Matplotlib:
# every notebook would take seconds to make it anew, and say so in red.
PREPARED = "matplotlib-home"
SETTINGS = {
    # Nobody is asked about news, and nothing of it is fetched.
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    # Light or dark, as the browser wishes.
    "@jupyterlab/apputils-extension:themes": {"adaptive-theme": True},
}


def write(site: Path) -> None:
    """Build JupyterLite with the notebooks into site/lite, or say why not."""
    try:
        if importlib.util.find_spec("jupyterlite_core") is None:
            raise Missing("JupyterLite is not installed: call `make site`, which installs it.")
        _write(site.resolve())
    except Missing as missing:
        print(f"The notebooks in the browser are left out, since {missing}")


def _write(site: Path) -> None:
    extensions = download(EXTENSIONS)
    write_lock(site / "python")
    with tempfile.TemporaryDirectory() as folder:
        lite = Path(folder)
        (lite / "files").mkdir()
        for path in notebooks.notebooks_in():
            notebook = notebook_form.read(path)
            notebook.metadata["kernelspec"] = KERNEL
            (lite / "files" / path.name).write_text(notebook_form.dumps(notebook), "utf-8")
        _configure(lite, extensions)
        command = [sys.executable, "-m", "jupyterlite_core", "build", "--lite-dir", folder]
        command += ["--output-dir", str(site / "lite"), "--contents", str(lite / "files")]
        done = subprocess.run(command, cwd=lite, capture_output=True, text=True)
        if done.returncode:
            raise Missing(f"JupyterLite cannot be built: {done.stderr[-2000:]}")


def _configure(lite: Path, extensions: list[Path]) -> None:
    build: dict[str, Any] = {
        "apps": APPS,
        "federated_extensions": [str(path) for path in extensions],
        # What else is installed here is nobody's business there.
        "ignore_sys_prefix": ["federated_extensions"],
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "output_archive": str(lite / "lite.tgz"),
    }
    kernel = {
        "pyodideUrl": "./../python/pyodide.js",
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"lockFileURL": f"../python/{LOCK}"},
    }
    browser = {
        "appName": "lossviz",
        "defaultKernelName": KERNEL["name"],
        "exposeAppInBrowser": True,  # for the tests
        "litePluginSettings": {PLUGIN: kernel},
        "settingsOverrides": SETTINGS,
    }
    told = {"jupyter-lite-schema-version": 0, "jupyter-config-data": browser}
    (lite / "jupyter-lite.json").write_text(json.dumps(told), encoding="utf-8")
    config = {"LiteBuildConfig": build}
    (lite / "jupyter_lite_config.json").write_text(json.dumps(config), encoding="utf-8")


def write_lock(folder: Path) -> None:
    """Put all that notebooks need beside Pyodide, and a lock that names it."""
    core = python.core()
    for name in ("pyodide.js", *(entry["file"] for entry in python.PYODIDE["core"])):
        shutil.copyfile(core / name, folder / name)
    lock = json.loads((core / "pyodide-lock.json").read_text(encoding="utf-8"))
    wanted = dict(python.packages_for())
    try:
        for file, sha256 in wanted.items():
            shutil.copyfile(python.checked(python.packages(), file, sha256), folder / file)
    except Missing as missing:
        print(f"The notebooks load packages from {python.PYODIDE['network']}, since {missing}")
        for package in lock["packages"].values():
            package["file_name"] = python.PYODIDE["network"] + package["file_name"]
    else:
        lock["packages"] = {
            name: package
            for name, package in lock["packages"].items()
            if package["file_name"] in wanted
        }
    for wheel in [*download(WIDGETS), *folder.glob("lossviz-*.whl")]:
        if wheel.parent != folder:
            shutil.copyfile(wheel, folder / wheel.name)
        name, version, _, _ = parse_wheel_filename(wheel.name)
        lock["packages"][name] = _entry(wheel, name, str(version), [*NEEDS[name]])
    home = folder / python.HOME
    if home.exists():
        lock["packages"][PREPARED] = _entry(home, PREPARED, "0", ["matplotlib"])
        lock["packages"]["lossviz"]["depends"].append(PREPARED)
    (folder / LOCK).write_text(json.dumps(lock), encoding="utf-8")


def _entry(path: Path, name: str, version: str, needs: list[str]) -> dict[str, Any]:
    """A package as Pyodide's lock has it."""
    return {
        "name": name,
        "version": version,
        "file_name": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "install_dir": "site",
        "package_type": "package",
        "imports": [name.replace("-", "_")],
        "depends": needs,
        "unvendored_tests": False,
    }


def download(requirements: tuple[str, ...]) -> list[Path]:
    """Return wheels that run on any machine, from build/wheels or from the package index."""
    WHEELS.mkdir(parents=True, exist_ok=True)
    found = []
    for requirement in requirements:
        name, _, version = requirement.partition("==")
        pattern = f"{name.replace('-', '_')}-{version}-*.whl"
        if not list(WHEELS.glob(pattern)):
            _pip(requirement)
        found += list(WHEELS.glob(pattern))
    return found


def _pip(requirement: str) -> None:
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", WHEELS]
    command += ["--only-binary=:all:", "--platform=any", "--python-version=3.12"]
    command += ["--implementation=py", "--abi=none", requirement]
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"{requirement} cannot be downloaded: {done.stderr[-500:]}")
