"""`make site`: builds the web edition from the stored notebooks into build/site."""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

from tools.site import pages

FOLDER = pages.ROOT / "build" / "site"
# Before the pages, and after them.
BEFORE, AFTER = ("frames", "tasks"), ("python", "lite")


def main(arguments: list[str] | None = None) -> int:
    """Build all parts in order; return 0, or 1 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to, default build/site")
    parser.add_argument("--pages", action="store_true", help="the pages alone, without what moves")
    wanted = parser.parse_args(arguments)
    folder = wanted.folder.resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for part in () if wanted.pages else BEFORE:
            _part(part, folder)
        with tempfile.TemporaryDirectory() as source:
            lite = all(map(find_spec, ("tools.site.lite", "jupyterlite_core")))
            there = {"moves": not wanted.pages, "lite": lite and not wanted.pages}
            _timed("pages", lambda: pages.write(folder, Path(source), **there))
        for part in () if wanted.pages else AFTER:
            _part(part, folder)
    except pages.CannotBuild as missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


def _part(name: str, folder: Path) -> None:
    try:
        module = importlib.import_module(f"tools.site.{name}")
    except ModuleNotFoundError as error:
        print(f"{name}: left out, there is no {error.name}")
        return
    _timed(name, lambda: module.write(folder))


def _timed(name: str, build: Callable[[], None]) -> None:
    start = time.monotonic()
    build()
    print(f"{name}: {time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    sys.exit(main())
