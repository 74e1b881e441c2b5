"""What the kernel spends: time for every control, for start and chapters, and memory."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import cycle, islice
from pathlib import Path

import nbformat
import numpy as np

from benchmarks.targets import at_most
from lossviz import explorers, quadratic_cost, steps_to_reach
from lossviz.chapters import pictures
from lossviz.chapters.ch03_sigmoid_saturation import steps_map
from lossviz.explorable import Parameter
from lossviz.explorable.frames import key_of
from lossviz.explorers import Explorer
from tools import notebooks
from tools.page import Page

MOVES = 10_000
# Moves of a control that has fewer places than that: it goes round them.
FEWEST_TIMES = 60


def explorer_makers() -> list[Callable[[], Explorer]]:
    """Every function of `lossviz.explorers` that makes an explorer."""
    return [getattr(explorers, name) for name in pictures()]


def positions(parameter: Parameter) -> Sequence:
    """The values that a parameter takes, at most sixty of them."""
    return parameter.places[:: max(1, len(parameter.places) // 60)]


def move_times(explorer: Explorer) -> dict[str, tuple[float, float]]:
    """Median and 95th percentile of processor time for a move, in ms, for each control."""
    found, source = {}, explorer._source
    hello = {"kind": "hello", "page": "benchmark", "layout": "wide"}
    source.hear(hello)
    for parameter in explorer.picture.parameters:
        name, times = parameter.name, []
        for value in islice(cycle(positions(parameter)), FEWEST_TIMES):
            key = key_of(explorer.picture.parameters, {**explorer.values, name: value})
            start = time.process_time()
            source.hear({**hello, "kind": "ask", "seq": 1, "key": key})
            times.append(1000 * (time.process_time() - start))
        explorer.reset()
        found[name] = (statistics.median(times[1:]), statistics.quantiles(times[1:], n=20)[-1])
    return found


def control_table() -> list[str]:
    """Kernel time for every control of every explorer."""
    lines = [
        "| explorer | time to make, s | slowest | every control: median (95th percentile), ms |",
        "|---|---|---|---|",
    ]
    slowest = {}
    for maker in explorer_makers():
        start = time.perf_counter()
        explorer = maker()
        made = time.perf_counter() - start
        times = move_times(explorer)
        explorer.close()
        every = ", ".join(f"{name} {m:.1f} ({p95:.1f})" for name, (m, p95) in times.items())
        slowest[maker.__name__] = worst = max(median for median, _ in times.values())
        lines.append(f"| `{maker.__name__}` | {made:.2f} | {worst:.1f} | {every} |")
    name = max(slowest, key=slowest.__getitem__)
    return [*lines, "", at_most(f"Slowest of all, in `{name}`", slowest[name], 5, "ms")]


def map_ratio() -> str:
    """The map of steps against a plain Python loop, on every sixth row and column."""
    starts, rates = steps_map.STARTS[::6], steps_map.RATES[::6, np.newaxis]
    options = {"loss": quadratic_cost, "max_steps": steps_map.MOST_STEPS}
    begin = time.perf_counter()
    counts = steps_to_reach(0.1, starts, learning_rate=rates, **options)
    vectorised = time.perf_counter() - begin

    begin = time.perf_counter()
    goal = float(np.log(0.1 / 0.9))
    for row, rate in zip(counts, rates[:, 0].tolist(), strict=True):
        for count, z in zip(row, starts.tolist(), strict=True):
            step = 0
            while z > goal and step < steps_map.MOST_STEPS:
                a = 1 / (1 + np.exp(-z))
                z, step = z - 2 * rate * a * a * (1 - a), step + 1
            assert step == count or count == np.inf
    loop = time.perf_counter() - begin

    steps_map._counts.cache_clear()
    begin = time.perf_counter()
    steps_map.StepsMap()
    whole = time.perf_counter() - begin
    return (
        f"The map of steps-to-learn ({steps_map.STARTS.size} starts x {steps_map.RATES.size} "
        f"rates, two losses) takes {whole:.1f} s with its picture. On a sixth of its rows and "
        f"columns, quadratic cost, a plain Python loop takes {loop / vectorised:.0f} times as long."
    )


def import_time() -> str:
    """What lossviz adds to NumPy and Matplotlib at import."""

    def seconds(code: str) -> float:
        runs = []
        for _ in range(5):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            runs.append(time.perf_counter() - begin)
        return statistics.median(runs)

    base = seconds("import numpy, matplotlib.figure")
    maths = seconds("import numpy, matplotlib.figure, lossviz") - base
    widgets = seconds("import numpy, matplotlib.figure, ipywidgets") - base
    whole = seconds("import numpy, matplotlib.figure, lossviz.explorers") - base
    return (
        f"`import lossviz` adds {maths:.2f} s to NumPy and Matplotlib ({base:.2f} s); "
        f"`lossviz.explorers` adds {whole:.2f} s, of which ipywidgets takes {widgets:.2f} s."
    )


def chapter_table() -> list[str]:
    """Time and memory of every notebook, run from top to bottom on a kernel that has just started.

    The start of the kernel is not the notebook's: see `benchmarks.session`.
    """
    lines = [
        "| notebook | first cell to last, s | memory of its kernel, MB | file, kB |",
        "|---|---|---|---|",
    ]
    longest = largest = 0.0
    measure = (
        "from pathlib import Path\n"
        "for line in Path('/proc/self/status').read_text().splitlines():\n"
        "    if line.startswith('VmRSS'):\n        print(line.split()[1])"
    )
    for path in notebooks.notebooks_in():
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(nbformat.v4.new_code_cell(measure))
        seconds = _run(notebook, path.parent)
        memory = int(notebook.cells[-1].outputs[0].text) / 1024
        size = path.stat().st_size / 1000
        longest, largest = max(longest, seconds), max(largest, memory)
        lines.append(f"| {path.stem} | {seconds:.1f} | {memory:.0f} | {size:.0f} |")
    return [
        *lines,
        "",
        at_most("Longest chapter", longest, 10, "s"),
        at_most("Largest kernel, with every explorer of its chapter", largest, 200, "MB"),
    ]


def _run(notebook: nbformat.NotebookNode, folder: Path) -> float:
    """Run the cells, in place, and return the seconds from the first one to the last."""
    times: list[float] = []
    client = notebooks.client_for(notebook, folder)
    client.on_cell_start = client.on_cell_complete = lambda **_: times.append(time.perf_counter())
    client.execute()
    return times[-1] - times[0]


def endurance() -> str:
    """Memory before and after many moves."""

    def resident() -> float:
        status = Path("/proc/self/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    explorer = explorers.neuron_gradient()
    page, values = Page(explorer), positions(explorer.picture.parameters[0])

    def move(times: int) -> None:
        for i in range(times):
            page.move(output=values[i % len(values)])
            page.heard.clear()

    move(500)
    before = resident()
    move(MOVES)
    grown = resident() - before
    explorer.close()
    return at_most(f"Growth of the kernel's memory in {MOVES:,} moves of a slider", grown, 1, "MB")
