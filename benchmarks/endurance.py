"""Load and abuse: thousands of random moves over all controls, many kernels at once.

``make endurance`` does what tests/notebooks/test_load.py does, but much more of it, and writes
docs/endurance.md.
"""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import platform
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from itertools import cycle, islice
from pathlib import Path

import ipywidgets
from matplotlib import pyplot
from nbformat import NotebookNode

from benchmarks.kernel import explorer_makers
from lossviz import explorers
from lossviz.explorable.declaration import WIDE
from lossviz.explorers import Counter, Explorer, LiveExplorer
from tools import notebook_form, notebooks
from tools.page import Page

MOVES = 10_000
KERNELS = 12
CACHE = type(lru_cache(abs))
# No number, or one of many.
_ODD = re.compile(r"nan|(?<![\d.,])1 (epoch|hit|step)s\b")
PAGE = Path(__file__).resolve().parent.parent / "docs" / "endurance.md"


@dataclass
class Report:
    """What random moves have done to an explorer."""

    # Growth over the random moves, when everything that is kept on purpose has been made.
    blocks: int = 0
    megabytes: float = 0.0
    widgets: int = 0
    complaints: list[str] = field(default_factory=list)
    # Controls that never changed the picture, or the sentence.
    idle: set[str] = field(default_factory=set)


def random_moves(make: Callable[[], Explorer], moves: int, seed: int = 0) -> Report:
    """Move each control over its whole range, then all at random, now and then with a button."""
    chance, report, explorer = random.Random(seed), Report(), make()
    parameters = explorer.picture.parameters
    page = Page(explorer)
    buttons = [page.reset, *(partial(page.press, label) for label in explorer.presets)]
    report.idle = {f"{p.name}: {what}" for p in parameters for what in ("picture", "sentence")}
    for parameter in parameters:
        for place in parameter.places[:: 7 if isinstance(parameter, Counter) else 1]:
            _move(page, parameter.name, place, report)
        explorer.reset()

    def wander(times: int) -> None:
        for _ in range(times):
            if chance.random() < 0.05:
                chance.choice(buttons)()
            else:
                parameter = chance.choice(parameters)
                _move(page, parameter.name, chance.choice(parameter.places), report)

    # Structures of frames are kept on purpose, a bounded number of them.
    kept, seen = explorer._source.frames(WIDE).skeletons, 0
    while len(kept) > seen:
        seen = len(kept)
        wander(150)
    before = _memory()
    wander(moves)
    after = _memory()
    report.blocks, report.megabytes, report.widgets = (
        b - a for a, b in zip(before, after, strict=True)
    )
    explorer.close()
    return report


def _move(page: Page, name: str, place: object, report: Report) -> None:
    """Move one control, and write down what is wrong afterwards."""
    explorer, picture, sentence = page.explorer, page.drawing, page.sentence
    page.move(**{name: place})
    if isinstance(explorer, LiveExplorer):
        explorer.step()  # how it trains shows when it trains
    page.heard.clear()
    if page.refusal and page.refusal.endswith("make one larger than 0."):
        return  # all weights were 0
    if page.drawing != picture:
        report.idle.discard(f"{name}: picture")
    if page.sentence != sentence:
        report.idle.discard(f"{name}: sentence")
    agree = explorer.values[name] == page.values[name] == place
    agree &= page.sentence == explorer.sentence
    if not agree or page.refusal or _ODD.search(page.sentence):
        report.complaints.append(f"{explorer.values}: {page.refusal or page.sentence}")


def _memory() -> tuple[int, float, int]:
    """Python's blocks of memory, megabytes of the process (on Linux), widgets."""
    # What a bounded cache holds is no leak: old Matplotlibs remember the sizes of 4,096 texts.
    for known in gc.get_objects():
        # Not `isinstance`, which asks each object for its class: PyTorch's old names warn if asked.
        of_matplotlib = type(known) is CACHE and known.__module__.startswith("matplotlib")
        if of_matplotlib and known.cache_parameters()["maxsize"]:
            known.cache_clear()
    gc.collect()
    status = Path("/proc/self/status")
    text = status.read_text() if status.exists() else "VmRSS: 0"
    megabytes = int(text.partition("VmRSS:")[2].split()[0]) / 1024
    return sys.getallocatedblocks(), megabytes, len(ipywidgets.widgets.widget._instances)


def printed(notebook: NotebookNode) -> list[list[str]]:
    """What each code cell prints and says, without the pictures."""
    return [
        [
            output.get("text") or output.get("data", {}).get("text/plain") or output.output_type
            for output in cell.outputs
        ]
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def run_at_once(count: int) -> tuple[list[str], float]:
    """Run chapters in that many kernels at once: what differed from the stored, and seconds."""

    async def differs(path: Path) -> list[str]:
        stored = notebook_form.read(path)
        executed = notebook_form.normalise(stored)
        await notebooks.client_for(executed, path.parent).async_execute()
        same = printed(notebook_form.normalise(executed)) == printed(stored)
        return [] if same else [path.name]

    async def all_differ() -> list[str]:
        paths = islice(cycle(notebooks.notebooks_in()), count)
        found = await asyncio.gather(*map(differs, paths))
        return [name for names in found for name in names]

    begin = time.perf_counter()
    return asyncio.run(all_differ()), time.perf_counter() - begin


def endured(name: str) -> tuple[str, Report, int]:
    """What the moves have done to the explorer of this name, and figures left in pyplot."""
    report = random_moves(getattr(explorers, name), MOVES)
    return name, report, len(pyplot.get_fignums())


def main() -> int:
    """Measure, write the page, and tell by the exit status whether all went well."""
    lines = [
        "# Endurance",
        "",
        f"Measured by `make endurance` on {date.today():%Y-%m-%d}: Python "
        f"{platform.python_version()} on {platform.system()} {platform.machine()}.",
        "",
        f"{MOVES:,} random moves over all controls and buttons of each explorer. Memory is what "
        "the kernel holds after them, less what it held before, when each control had been moved "
        "over its whole range.",
        "",
        "| explorer | errors | memory, MB | blocks of Python memory |",
        "|---|---|---|---|",
    ]
    errors = figures = 0
    names = [make.__name__ for make in explorer_makers()]
    # A process for each explorer: nothing that one has left behind is counted for another.
    with multiprocessing.get_context("spawn").Pool(maxtasksperchild=1) as pool:
        for name, report, left in pool.imap(endured, names, chunksize=1):
            errors += len(report.complaints)
            figures += left
            lines.append(
                f"| `{name}` | {len(report.complaints)} | {report.megabytes:+.1f} | "
                f"{report.blocks:+,} |"
            )
            print(lines[-1], *report.complaints[:3], flush=True)
    faults, seconds = run_at_once(KERNELS)
    lines += [
        "",
        f"Figures left in pyplot's registry: {figures}.",
        "",
        f"{KERNELS} kernels ran a chapter each at once, all done after {seconds:.0f} s; in "
        f"{len(faults)} of them a cell printed something else than what is stored.",
    ]
    PAGE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[-3:]))
    return int(bool(errors or faults or figures))


if __name__ == "__main__":
    sys.exit(main())
