"""`make site`: builds the web edition from the stored notebooks into build/site."""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.site import pages

FOLDER = pages.ROOT / "build" / "site"
# What pages load and lead to, in this order; the pages come last and know what is there.
PARTS = ("frames", "guesses", "tasks", "python", "lite")


def main(arguments: list[str] | None = None) -> int:
    """Build all parts in order; return 0, or 1 if something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.site", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where to, default build/site")
    parser.add_argument("--pages", action="store_true", help="the pages alone, without what moves")
    wanted = parser.parse_args(arguments)
    folder = wanted.folder.resolve()
    if folder == FOLDER:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        parser.error(f"{folder} holds something already: name a new folder")
    try:
        pages.need_tools()
        for part in () if wanted.pages else PARTS:
            _part(part, folder)
        with tempfile.TemporaryDirectory() as source:
            _timed("pages", lambda: pages.write(folder, Path(source), moves=not wanted.pages))
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
