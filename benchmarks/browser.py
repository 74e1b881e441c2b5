"""From a slider's key press to the changed picture, in the real JupyterLab in Chromium."""

from __future__ import annotations

import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import nbformat
from playwright.sync_api import BrowserContext, Locator, Page

from benchmarks.slow_network import slow_network
from benchmarks.targets import at_least, at_most
from tools.browser_driver import (
    CHROMIUM,
    chromium,
    close_kernels,
    jupyterlab,
    open_notebook,
    run_all,
)

ROOT = Path(__file__).resolve().parent.parent
WATCH = (ROOT / "benchmarks" / "watch.js").read_text(encoding="utf-8")
INTERACT = "`interact`, new inline figure"
BLITTED = "ipympl, blitted"
FIRST_EDITION = "lossviz, first edition"
FIRST_VISIT = "lossviz, first visit"
KNOWN = "lossviz, known frame"
# The ways to draw, and the functions of `benchmarks.peers`.
WAYS = {
    INTERACT: "interact_inline",
    "ipympl, in place": "ipympl_in_place",
    BLITTED: "ipympl_blitted",
    "plotly `FigureWidget`": "plotly_widget",
    FIRST_EDITION: "first_edition",
    FIRST_VISIT: "ours_first_visit",
    KNOWN: "ours",
}
TIMES, RATE = "times faster", "frames/s"
# Of every slider w.
PLACES = 61
MOVES = 30
DRAG_SECONDS = 3
# How far the mouse drags a handle to both sides, and each of its steps, in pixels.
SIDE, STRIDE = 96, 6
# At how many places of another slider the page's memory is watched, and for how many moves of w at
# each. Half the lines are more frames than a page keeps.
LINES = 60
MOVES_IN_A_LINE = 170


@dataclass
class Way:
    """What one way to draw has shown: times in ms, bytes for a move, frames per second."""

    changed: float
    median: float
    p95: float
    bytes: float
    frames: float
    lag: float


@dataclass
class Run:
    """What all ways to draw have shown, over one network."""

    ways: dict[str, Way] = field(default_factory=dict)
    # Frames per second in a drag of a handle.
    handle: float = 0.0
    # What the page's heap has grown by in many moves, in MB.
    memory: float | None = None

    def times(self, name: str, mine: float) -> float:
        """How many times as long as mine the median of a way is."""
        return self.ways[name].median / mine


class Wire:
    """What a page receives through its web sockets."""

    def __init__(self, page: Page) -> None:
        """Listen from the start."""
        self.page = page
        self.received = 0
        page.on("websocket", lambda socket: socket.on("framereceived", self._count))

    def settle(self, seconds: float) -> None:
        """Wait until nothing has come for that long."""
        end = time.monotonic() + 30
        before = -1
        while before != self.received and time.monotonic() < end:
            before = self.received
            self.page.wait_for_timeout(1000 * seconds)

    def _count(self, frame: str | bytes) -> None:
        self.received += len(frame)


def available() -> bool:
    """Tell whether there is a browser to measure in, and the peers to compare with."""
    return CHROMIUM is not None and all(map(find_spec, ("ipympl", "plotly", "anywidget")))


def sections(round_trip: float) -> list[str]:
    """What to write about all ways, near and far away: by that round trip, in seconds."""
    with _laboratory() as (address, context):
        near = measure_all(context, address)
        port = re.search(r"127\.0\.0\.1:(\d+)", address).group(1)
        with slow_network(int(port), round_trip) as slow_port:
            far = measure_all(context, address.replace(port, str(slow_port), 1), round_trip)
    visit = near.ways[FIRST_VISIT].median
    return [
        _table(near),
        "\n".join(
            [
                *_targets(near),
                at_least(
                    f"First visit, against {INTERACT}", near.times(INTERACT, visit), 10, TIMES
                ),
                at_least(f"First visit, against {BLITTED}", near.times(BLITTED, visit), 2, TIMES),
                at_most(
                    f"Growth of the page's heap in the second half of {LINES * MOVES_IN_A_LINE:,} "
                    "moves, through more frames than it keeps",
                    near.memory,
                    1,
                    "MB",
                ),
            ]
        ),
        f"The same, with a network in between that takes {1000 * round_trip:.0f} ms there and "
        "back, as to a server like Binder's.",
        _table(far),
        "\n".join(_targets(far)),
    ]


def _table(run: Run) -> str:
    """The table of all ways to draw, with ratios to ours."""
    mine = run.ways[KNOWN].median
    lines = [
        "| way to draw | page changed, median, ms | picture shown, median, ms "
        "| 95th percentile, ms | median, times ours | bytes per move | frames/s in a drag "
        "| lag after the drag, ms |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {name} | {way.changed:.1f} | {way.median:.1f} | {way.p95:.1f} "
        f"| {run.times(name, mine):.1f} | {way.bytes:,.0f} | {way.frames:.0f} | {way.lag:.0f} |"
        for name, way in run.ways.items()
    ]
    return "\n".join(lines)


def _targets(run: Run) -> list[str]:
    """What must be reached whatever the network."""
    known = run.ways[KNOWN]
    visit = run.ways[FIRST_VISIT].median / run.ways[FIRST_EDITION].median
    return [
        at_most("Known frame, median until it is shown", known.median, 10, "ms"),
        at_least(f"Known frame, against {INTERACT}", run.times(INTERACT, known.median), 50, TIMES),
        at_least(f"Known frame, against {BLITTED}", run.times(BLITTED, known.median), 10, TIMES),
        at_least("Known frames, drag of a slider over its full range", known.frames, 30, RATE),
        at_least("Known frames, drag of a handle by the mouse", run.handle, 30, RATE),
        at_most("First visit, as a multiple of the first edition's median", visit, 1),
    ]


@contextmanager
def _laboratory() -> Iterator[tuple[str, BrowserContext]]:
    """JupyterLab on a folder with a notebook for each way, and a browser."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "home").mkdir()
        for peer in WAYS.values():
            magic = "%matplotlib widget" if "ipympl" in peer else "%matplotlib inline"
            cell = nbformat.v4.new_code_cell(
                f"{magic}\nimport sys\nsys.path.insert(0, {str(ROOT)!r})\n"
                f"from benchmarks import peers\npeers.{peer}()"
            )
            kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
            notebook = nbformat.v4.new_notebook(cells=[cell], metadata={"kernelspec": kernel})
            nbformat.write(notebook, root / f"{peer}.ipynb")
        with jupyterlab(root, root / "home") as address, chromium() as browser:
            yield address, browser.new_context(viewport={"width": 1280, "height": 1000})


def measure_all(context: BrowserContext, address: str, round_trip: float = 0.0) -> Run:
    """Measure all ways to draw. The page's memory, which no network changes, only without one."""
    run = Run()
    for name, peer in WAYS.items():
        page = context.new_page()
        wire = Wire(page)
        open_notebook(page, address, f"{peer}.ipynb")
        run_all(page)
        page.get_by_role("slider").first.wait_for()
        wire.settle(0.5 + 2 * round_trip)
        page.evaluate(WATCH)
        run.ways[name] = measure(page, wire, round_trip, fresh=name == FIRST_VISIT)
        if name == KNOWN:
            run.handle = drag_handle(page, wire, round_trip)
            run.memory = page_memory(page, wire) if round_trip == 0 else None
        page.close()
        close_kernels(address)
    return run


def measure(page: Page, wire: Wire, round_trip: float, *, fresh: bool) -> Way:
    """Press keys on the slider w, each when the last one is over, then drag over its range.

    All the keys lead to new places. Where only a fresh one counts, the drag goes once over another
    slider, whose places are as new.
    """
    sliders = page.get_by_role("slider")
    slider = sliders.first
    pause = 150 + 1500 * round_trip
    _focus(slider, wire, round_trip)
    for key in ["Home", *4 * ["ArrowRight"]]:
        _press(slider, key, pause)
    before = wire.received
    times = [_press(slider, "ArrowRight", pause) for _ in range(MOVES)]
    received = wire.received - before
    changed, shown = zip(*times, strict=True)

    dragged = sliders.nth(1) if fresh else slider
    _focus(dragged, wire, round_trip)
    _press(dragged, "Home", pause)
    steps = PLACES - 1 if fresh else 60 * DRAG_SECONDS
    frames = page.evaluate(f"bench.drag({PLACES - 1}, {steps})")
    page.wait_for_function("bench.quiet(1500)", polling=50)
    return Way(
        changed=statistics.median(changed),
        median=statistics.median(shown),
        p95=statistics.quantiles(shown, n=20)[-1],
        bytes=received / MOVES,
        frames=frames,
        lag=page.evaluate("bench.changes.at(-1).shown - bench.pressed"),
    )


def drag_handle(page: Page, wire: Wire, round_trip: float) -> float:
    """Frames per second while the mouse drags the first handle where it has been before.

    Each step of the mouse is wide enough for another place, so each can give a new picture.
    """
    handle = page.locator(".lossviz-handle").first
    handle.scroll_into_view_if_needed()
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def to_and_fro() -> None:
        for there, back in ((0, SIDE), (SIDE, -SIDE), (-SIDE, 0)):
            for way in range(there, back, STRIDE if back > there else -STRIDE):
                page.mouse.move(x + way, y)

    page.mouse.move(x, y)
    wire.settle(0.5 + 2 * round_trip)
    page.mouse.down()
    for _ in range(6):  # of a fast hand only the newest wish is drawn, so some places come later
        to_and_fro()
        wire.settle(0.5 + 2 * round_trip)
    start = page.evaluate("bench.changes = [], performance.now()")
    to_and_fro()
    frames = page.evaluate(f"bench.framesPerSecond({start}, performance.now())")
    page.mouse.up()
    return frames


def page_memory(page: Page, wire: Wire) -> float:
    """How many MB the page's heap grows by in the second half of many moves, of two sliders."""
    session = page.context.new_cdp_session(page)
    w, b = page.get_by_role("slider").all()[:2]
    b.press("Home")
    heap = []
    for line in range(LINES):
        b.press("ArrowRight")
        w.focus()
        wire.settle(0.2)
        page.evaluate(f"bench.hurry({PLACES - 1}, {MOVES_IN_A_LINE})")
        if line + 1 in (LINES // 2, LINES):
            session.send("HeapProfiler.collectGarbage")
            heap.append(session.send("Runtime.getHeapUsage")["usedSize"] / 1e6)
    return heap[1] - heap[0]


def _focus(slider: Locator, wire: Wire, round_trip: float) -> None:
    """Go to a slider, and wait for what is drawn ahead for it."""
    slider.focus()
    wire.settle(0.5 + 2 * round_trip)


def _press(slider: Locator, key: str, pause: float) -> tuple[float, float]:
    """Press a key; milliseconds until the picture changes, and until that is shown."""
    page = slider.page
    page.evaluate("bench.changes = []")
    slider.press(key)
    page.wait_for_function("pause => bench.quiet(pause)", arg=pause, polling=50)
    return tuple(page.evaluate("bench.first()"))
