"""A class on the hub of hub/: everybody runs a chapter at the same moment, then moves sliders.

python -m benchmarks.class_on_a_hub           1, 4, 8 and 16 learners; writes docs/teaching.md
python -m benchmarks.class_on_a_hub 2 30      classes of 2 and of 30 instead

Everything runs on this machine and talks over loopback, learners included: a class on its own
machines leaves the hub what they spend here.
"""

from __future__ import annotations

import os
import platform
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version
from pathlib import Path

import psutil

from benchmarks.session import memory
from tools.hub.learner import Learner, Shown
from tools.hub.running import ROOT, Hub, class_repository, kernels, missing

PAGE = ROOT / "docs" / "teaching.md"
BEGIN, END = "<!-- written by make bench-hub -->", "<!-- end of what make bench-hub writes -->"
CLASSES = (1, 4, 8, 16)
CHAPTER = "losses/notebooks/03_sigmoid_saturation.ipynb"
SECONDS, RATE = 20, 5  # of moves, and how many a second
PATIENCE = 60  # seconds in which the whole class should have run the chapter
WAIT = 900


@dataclass
class Measured:
    """What a class has seen and used; times in s."""

    learners: int
    ready: list[float] = field(default_factory=list)
    chapter: list[float] = field(default_factory=list)
    moves: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    server: float = 0.0
    kernel: float = 0.0
    # Processor time: of a chapter, and of a move to a new state and to one that the page has.
    run_all: float = 0.0
    new: float = 0.0
    known: float = 0.0


def a_class(learners: int) -> Measured:
    """Let a class work on a hub of its own."""
    names = [f"learner{number}" for number in range(learners)]
    found = Measured(learners)
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        repository = class_repository(base / "class")
        (base / "hub").mkdir()
        with Hub(base / "hub", names, repository) as hub, ThreadPoolExecutor(learners) as pool:
            together = _Steps(hub, found, learners)
            futures = [pool.submit(_work, together, name, repository) for name in names]
            for future in futures:
                if (error := future.exception()) is not None:
                    found.errors.append(repr(error))
            if not found.errors:
                settle(found, together.used)
    return found


class _Steps:
    """What all learners begin at the same moment, and what it costs."""

    def __init__(self, hub: Hub, found: Measured, learners: int) -> None:
        self.hub, self.found = hub, found
        self.used: list[float] = []
        self._barrier = threading.Barrier(learners, action=self._note)

    def together(self) -> None:
        """Wait for all the others. Who fails lets nobody wait in vain."""
        self._barrier.wait(WAIT)

    def give_up(self) -> None:
        """Go home; the others are told."""
        self._barrier.abort()

    def _note(self) -> None:
        """Processor time and memory of all servers and kernels until now."""
        servers = self.hub.servers().values()
        own = [kernel for server in servers for kernel in kernels(server)]
        times = [process.cpu_times() for process in (*servers, *own)]
        self.used.append(sum(t.user + t.system for t in times))
        if own:
            self.found.server = statistics.mean(map(memory, servers))
            self.found.kernel = statistics.mean(map(memory, own))


def _work(steps: _Steps, name: str, repository: Path) -> None:
    found = steps.found
    learner = Learner(steps.hub.address, name, steps.hub.password)
    try:
        steps.together()
        learner.log_in()
        found.ready.append(learner.start_server())
        learner.pull(repo=str(repository), branch="main", targetpath="losses")
        learner.open(CHAPTER)
        notebook = learner.read(CHAPTER)
        steps.together()
        begin = time.monotonic()
        found.errors += learner.run_all(notebook)
        found.chapter.append(time.monotonic() - begin)
        shown = learner.explorers[-1]
        learner.greet(shown)
        for known in (False, True):
            steps.together()
            times = _moves(learner, shown, known)
            found.moves += [] if known else times
        steps.together()
    except BaseException:
        steps.give_up()
        raise
    finally:
        learner.close()


def _moves(learner: Learner, shown: Shown, known: bool) -> list[float]:
    """Move a slider to and fro, so many times a second; a late answer delays nothing but itself."""
    places = len(shown.declaration["parameters"][0]["texts"])
    times = []
    begin = time.monotonic()
    for number in range(SECONDS * RATE):
        due = begin + number / RATE
        time.sleep(max(0.0, due - time.monotonic()))
        step = number % (2 * places - 2)
        learner.move(shown, 0, min(step, 2 * places - 2 - step), known=known)
        times.append(time.monotonic() - due)
    return times


def settle(found: Measured, used: list[float]) -> None:
    """Share out the processor time between what was done."""
    moves = found.learners * SECONDS * RATE
    _, before, chapter, new, known = used
    found.run_all = (chapter - before) / found.learners
    found.new, found.known = (new - chapter) / moves, (known - new) / moves


def table(classes: list[Measured]) -> list[str]:
    """A row for each class."""
    rows = [
        "| learners at once | server ready, s: median / last | Run All, s: median / last "
        "| move → new picture, ms: median / 95 % | each learner's MB: server + kernel | errors |",
        "|---|---|---|---|---|---|",
    ]
    for c in classes:
        if not c.known:
            rows.append(f"| {c.learners} | | | | | {len(c.errors)}: {c.errors[0][:60]} |")
            continue
        move = statistics.quantiles([1000 * t for t in c.moves], n=20)
        rows.append(
            f"| {c.learners} | {statistics.median(c.ready):.0f} / {max(c.ready):.0f} "
            f"| {statistics.median(c.chapter):.0f} / {max(c.chapter):.0f} "
            f"| {move[9]:.0f} / {move[18]:.0f} | {c.server:.0f} + {c.kernel:.0f} "
            f"| {len(c.errors)} |"
        )
    return rows


def rule(classes: list[Measured]) -> str:
    """How many learners a core and a gigabyte carry."""
    done = [c for c in classes if c.known]
    if not done:
        return "No class came to its end, so there is no rule."
    largest = done[-1]
    chapters = PATIENCE / largest.run_all
    moving = 1 / (RATE * largest.new)
    following = 1 / (RATE * largest.known)
    gigabyte = 1024 / (largest.server + largest.kernel)
    return (
        f"The rule: a core carries {min(chapters, moving):.0f} learners, a gigabyte "
        f"{gigabyte:.0f} with one chapter open. *Run All* takes {largest.run_all:.0f} s of a core "
        f"for each learner, so the whole class is through in a minute if there are no more than "
        f"{chapters:.0f} on a core. A move to a state that the page does not have takes "
        f"{1000 * largest.new:.0f} ms of a core, kernel and server together: {moving:.0f} learners "
        f"on a core can make {RATE} a second each without a pause. A page keeps every frame that "
        f"it has shown or was sent ahead. A move to one of those is drawn at once, whoever else is "
        f"at work, and Python, which only follows, spends {1000 * largest.known:.0f} ms on it: "
        f"{following:.0f} learners on a core. On a page of the web edition, where all frames are "
        f"stored, the class needs no server at all."
    )


def section(classes: list[Measured], load: float, jupyterhub: str) -> str:
    """What the page for teachers says."""
    caption = (
        f"Measured on {date.today():%Y-%m-%d} on {os.cpu_count()} cores ({platform.machine()}, "
        f"Python {platform.python_version()}, JupyterHub {jupyterhub}), clients on the "
        f"same machine, whose load average was {load:.1f} when it began. Everybody "
        f"runs chapter 3 at the same moment and then moves a slider of its last explorer {RATE} "
        f"times a second for {SECONDS} s, to new states. The times are those of the answer at the "
        "page's end of the connection, without the browser's drawing; memory is a process's share."
    )
    return "\n".join([BEGIN, "", caption, "", *table(classes), "", rule(classes), "", END])


def write(page: Path, text: str) -> None:
    """Put the section in the place of the one before."""
    old = page.read_text(encoding="utf-8")
    new, count = re.subn(re.escape(BEGIN) + ".*?" + re.escape(END), lambda _: text, old, flags=re.S)
    if count != 1:
        raise ValueError(f"{page} has {count} places between {BEGIN} and {END}; it needs one.")
    page.write_text(new, encoding="utf-8")


def main(words: list[str], say: Callable[[str], None] = print) -> int:
    """Measure, and write the page."""
    if reason := missing():
        say(f"Nothing was measured: {reason}.")
        return 1
    load = psutil.getloadavg()[0]
    classes = []
    for learners in [int(word) for word in words] or CLASSES:
        classes.append(a_class(learners))
        say("\n".join(table(classes[-1:])[2:]))
        # After each class, for a large one may take long and be given up.
        write(PAGE, section(classes, load, version("jupyterhub")))
    return int(any(c.errors for c in classes))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
