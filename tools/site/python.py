"""Python for the pages: lossviz as a wheel, and Pyodide, from here or from its network.

    python -m tools.site.python fetch     load what Pyodide needs into build/pyodide, and check it

`write` is called when the site is built. Pyodide's core comes from npm. Its packages come from the
folder that the environment variable LOSSVIZ_PYODIDE names, or from build/pyodide, where `make
pyodide` puts them. The site then holds all that its pages need. Where core or packages are missing,
the pages load both from Pyodide's own network, in the same version: `pyodide.json` beside this file
says which. Either way they know by `python.json` what to load, and what its bytes must add up to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
CORE = ROOT / "node_modules" / "pyodide"
FETCHED = ROOT / "build" / "pyodide"
PYODIDE = json.loads((HERE / "pyodide.json").read_text(encoding="utf-8"))
# What the notebooks in the browser need beside what the pages need.
NOTEBOOKS = ("ipython", "jedi", "matplotlib", "micropip", "sqlite3", "ssl")
# What is prepared here for the Python of a page, so that it starts sooner.
HOME = "home.zip"
# Loaded as scripts, by the browser itself.
_SCRIPTS = ("pyodide.mjs", "pyodide.asm.js")


class Missing(Exception):
    """What is needed is not here; the message says how to get it."""


def packages() -> Path:
    """Return the folder with Pyodide's packages, or raise Missing."""
    named = os.environ.get("LOSSVIZ_PYODIDE")
    folder = Path(named) if named else FETCHED
    if not folder.is_dir():
        raise Missing(
            f"there is no folder {folder} with Pyodide's packages: call `make pyodide`, or name "
            "one in the environment variable LOSSVIZ_PYODIDE."
        )
    return folder


def core() -> Path:
    """Return the folder with Pyodide's core, or raise Missing."""
    if not (CORE / "pyodide-lock.json").exists():
        raise Missing("Pyodide's core is not installed: call `make node`.")
    return CORE


def why_not() -> str:
    """Say why Pyodide cannot run here, or nothing."""
    if shutil.which("node") is None:
        return "there is no Node"
    try:
        core()
        page_wheels()
    except Missing as missing:
        return str(missing)
    return ""


def page_wheels() -> list[Path]:
    """Return the packages that a page needs, each with the right hash, or raise Missing."""
    return [checked(packages(), e["file"], e["sha256"]) for e in PYODIDE["wheels"]]


def checked(folder: Path, file: str, sha256: str) -> Path:
    """Return a file if it is the one that is meant, or raise Missing."""
    path = folder / file
    if not path.exists():
        raise Missing(f"{folder} does not hold {file}: call `make pyodide`.")
    if hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        raise Missing(f"{path} is not Pyodide's file of this name: delete it, call `make pyodide`.")
    return path


def packages_for(names: Iterable[str] = NOTEBOOKS) -> list[tuple[str, str]]:
    """Return file and hash of some packages and of all that they need, by Pyodide's own lock."""
    lock = json.loads((core() / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    found: dict[str, Any] = {}
    wanted = list(names)
    while wanted:
        name = wanted.pop()
        if name not in found:
            found[name] = lock[name]
            wanted += [other.replace("_", "-").lower() for other in lock[name]["depends"]]
    return sorted((package["file_name"], package["sha256"]) for package in found.values())


def build_wheel(folder: Path) -> Path:
    """Build lossviz as a wheel, the same bytes for the same files."""
    folder.mkdir(parents=True, exist_ok=True)
    command = "import sys; from flit_core import buildapi; print(buildapi.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", command, str(folder)],
        cwd=ROOT,
        env={**os.environ, "SOURCE_DATE_EPOCH": "315532800"},  # as early as a ZIP can say
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return folder / done.stdout.split()[-1]


def write(site: Path) -> None:
    """Write what the pages need to run Python: its folder, and python.json in it."""
    folder = (site / "python").resolve()
    shutil.rmtree(folder, ignore_errors=True)
    wheel = build_wheel(folder)
    try:
        sources = [core() / entry["file"] for entry in PYODIDE["core"]] + page_wheels()
    except Missing as missing:
        print(f"Python in the page comes from {PYODIDE['network']}, since {missing}")
        base, home = PYODIDE["network"], None
    else:
        for source in sources:
            shutil.copyfile(source, folder / source.name)
        base, home = "./", write_home(folder, wheel)
    pieces = list(_pieces(base, wheel, home))
    inventory = {
        "base": base,
        "cache": f"lossviz-python-{PYODIDE['version']}",
        "scripts": sum(e["compressed"] for e in PYODIDE["core"] if e["file"] in _SCRIPTS),
        "pieces": pieces,
    }
    (folder / "python.json").write_text(json.dumps(inventory, indent=1), encoding="utf-8")
    size = inventory["scripts"] + sum(p.get("compressed", p["bytes"]) for p in pieces)
    print(f"Python in the page: {size / 1e6:.1f} MB to load.")


def write_home(folder: Path, wheel: Path) -> Path | None:
    """Prepare what Matplotlib would make anew at every start: its list of fonts."""
    node = shutil.which("node")
    if node is None:
        print("Python in the page starts two seconds later, since there is no Node to prepare it.")
        return None
    wheels = [folder / entry["file"] for entry in PYODIDE["wheels"]]
    done = subprocess.run(
        [node, HERE / "prepare_home.mjs", core(), *wheels, wheel],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    home = folder / HOME
    with zipfile.ZipFile(home, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in sorted(json.loads(done.stdout).items()):
            archive.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return home


def _pieces(base: str, wheel: Path, home: Path | None) -> Iterator[dict[str, Any]]:
    for entry in PYODIDE["core"]:
        if entry["file"] not in _SCRIPTS:
            sizes = {key: entry[key] for key in ("bytes", "compressed")}
            yield {"address": base + entry["file"], "use": "core", **sizes}
    for entry in PYODIDE["wheels"]:
        yield _piece(base + entry["file"], entry["bytes"], entry["sha256"], "wheel")
    # What is built here may be another one next time, under the same name.
    for path, use in ((home, "home"), (wheel, "wheel")):
        if path is not None:
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            address = f"./{path.name}?{sha256[:12]}"
            yield _piece(address, path.stat().st_size, sha256, use)


def _piece(address: str, size: int, sha256: str, use: str) -> dict[str, Any]:
    integrity = f"sha256-{base64.b64encode(bytes.fromhex(sha256)).decode('ascii')}"
    return {"address": address, "use": use, "bytes": size, "integrity": integrity}


def fetch() -> None:
    """Load Pyodide's packages from its network into build/pyodide, and check every hash."""
    FETCHED.mkdir(parents=True, exist_ok=True)
    for file, sha256 in packages_for():
        if not (FETCHED / file).exists():
            print(f"Loading {file}")
            with urllib.request.urlopen(PYODIDE["network"] + file) as answer:
                (FETCHED / file).write_bytes(answer.read())
        checked(FETCHED, file, sha256)


if __name__ == "__main__":
    try:
        if sys.argv[1:] != ["fetch"]:
            raise Missing("say what to do: python -m tools.site.python fetch")
        fetch()
    except Missing as missing:
        sys.exit(str(missing))
