"""`make site`: builds the web edition from the stored notebooks into build/site."""

from __future__ import annotations

import argparse
import importlib
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tools.site import pages, times_file

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
    times: dict[str, float] = {}
    try:
        pages.need_tools()
        for part in () if wanted.pages else PARTS:
            _part(part, folder, times)
        with tempfile.TemporaryDirectory() as source:
            times["pages"] = _timed(
                "pages", lambda: pages.write(folder, Path(source), moves=not wanted.pages)
            )
    except pages.CannotBuild as missing:
        print(missing, file=sys.stderr)
        return 1
    times_file(folder).write_text(json.dumps(times), encoding="utf-8")
    return 0


def _part(name: str, folder: Path, times: dict[str, float]) -> None:
    try:
        module = importlib.import_module(f"tools.site.{name}")
    except ModuleNotFoundError as error:
        print(f"{name}: left out, there is no {error.name}")
        return
    times[name] = _timed(name, lambda: module.write(folder))


def _timed(name: str, build: Callable[[], None]) -> float:
    start = time.monotonic()
    build()
    seconds = time.monotonic() - start
    print(f"{name}: {seconds:.0f} s")
    return seconds


if __name__ == "__main__":
    sys.exit(main())
