"""From a slider's key press to the changed picture, in the real JupyterLab in Chromium."""

from __future__ import annotations

import re
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import nbformat

from benchmarks.slow_network import slow_network
from tools.browser_driver import CHROMIUM, chromium, jupyterlab, open_notebook, run_all

ROOT = Path(__file__).resolve().parent.parent
MOVES = 40
DRAG_SECONDS = 5

# Notes the time of every key press and of every change of the picture. A picture changes when an
# SVG or an image is put into the page, when a canvas is painted, or when a path gets another form.
WATCH = """() => {
    window.pressed = 0; window.changes = []; window.bytes = 0;
    document.addEventListener('keydown', () => { window.pressed = performance.now(); }, true);
    let noted = false;  // one change for each frame, however many parts of the page change in it
    const note = () => {
        if (noted) return;
        noted = true;
        requestAnimationFrame(() => { noted = false; window.changes.push(performance.now()); });
    };
    const picture = 'svg[role=img], path.js-line';
    const shows = node => node.nodeType === 1 &&
        (node.matches(picture) || node.querySelector(picture));
    new MutationObserver(records => {
        if (records.some(record => record.type === 'attributes'
                ? record.target.matches(picture)
                : [...record.addedNodes].some(shows))) note();
    }).observe(document.body, {
        childList: true, subtree: true, attributes: true, attributeFilter: ['d'],
    });
    document.addEventListener('load', event => {
        if (event.target.tagName === 'IMG') note();
    }, true);
    const draw = CanvasRenderingContext2D.prototype.drawImage;
    CanvasRenderingContext2D.prototype.drawImage = function (...rest) {
        note();
        return draw.apply(this, rest);
    };
}"""
FIRST_CHANGE = """() => {
    const change = window.changes.find(time => time >= window.pressed);
    return change === undefined ? null : change - window.pressed;
}"""
# What follows the first change is over.
QUIET = "pause => performance.now() - Math.max(window.pressed, ...window.changes) > pause"


def available() -> bool:
    """Tell whether there is a browser to measure in, and the peers to compare with."""
    return CHROMIUM is not None and all(map(find_spec, ("ipympl", "plotly", "anywidget")))


def measure(peer: str, round_trip: float = 0.0) -> dict[str, float]:
    """Latency, bytes for each move, frames in a drag and lag after it, for one way to draw.

    ``round_trip`` is the time, in seconds, that the network takes there and back.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "home").mkdir()
        magic = "%matplotlib widget\n" if "ipympl" in peer else "%matplotlib inline\n"
        notebook = nbformat.v4.new_notebook(
            cells=[
                nbformat.v4.new_code_cell(
                    f"{magic}import sys\nsys.path.insert(0, {str(ROOT)!r})\n"
                    f"from benchmarks import peers\npeers.{peer}()"
                )
            ],
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )
        nbformat.write(notebook, root / "bench.ipynb")
        with (
            jupyterlab(root, root / "home") as address,
            _far_away(address, round_trip) as address,
            chromium() as browser,
        ):
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            received = []
            page.on(
                "websocket",
                lambda socket: socket.on(
                    "framereceived", lambda frame: received.append(len(frame))
                ),
            )
            open_notebook(page, address, "bench.ipynb")
            run_all(page)
            slider = page.get_by_role("slider").first
            slider.wait_for()
            page.wait_for_timeout(3000)
            page.evaluate(WATCH)
            slider.focus()
            keys = ["ArrowLeft" if i % 20 >= 10 else "ArrowRight" for i in range(MOVES)]
            for key in keys[:5]:
                _press(page, key, round_trip)
            received.clear()
            latencies = [_press(page, key, round_trip) for key in keys]
            bytes_per_move = sum(received) / MOVES
            frames, lag = _drag(page)
    return {
        "median": statistics.median(latencies),
        "p95": statistics.quantiles(latencies, n=20)[-1],
        "bytes": bytes_per_move,
        "frames": frames,
        "lag": lag,
    }


@contextmanager
def _far_away(address: str, round_trip: float) -> Iterator[str]:
    """The same address, seen through a network that takes its time."""
    if not round_trip:
        yield address
        return
    port = re.search(r"127\.0\.0\.1:(\d+)", address).group(1)
    with slow_network(int(port), round_trip) as slow_port:
        yield address.replace(port, str(slow_port), 1)


def _press(page, key: str, round_trip: float) -> float:
    page.evaluate("window.changes = []")
    page.keyboard.press(key)
    page.wait_for_function(FIRST_CHANGE, timeout=10_000, polling=5)
    latency = page.evaluate(FIRST_CHANGE)
    page.wait_for_function(QUIET, arg=300 + 3000 * round_trip, timeout=30_000, polling=50)
    return latency


def _drag(page) -> tuple[float, float]:
    """Press a key 60 times a second, from inside the page; count frames, and time the last one."""
    page.evaluate("window.changes = []")
    page.evaluate(
        """async seconds => {
            const handle = document.activeElement;
            const count = 60 * seconds;
            const start = performance.now();
            for (let i = 0; i < count; i++) {
                const key = i % 40 < 20 ? 'ArrowRight' : 'ArrowLeft';
                handle.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true}));
                const due = start + (i + 1) * 1000 / 60;
                const wait = Math.max(0, due - performance.now());
                await new Promise(resolve => setTimeout(resolve, wait));
            }
            window.dragged = [start, window.pressed];
        }""",
        DRAG_SECONDS,
    )
    page.wait_for_timeout(3000)
    return tuple(
        page.evaluate(
            """() => {
                const [start, end] = window.dragged;
                const frames = window.changes.filter(time => time <= end).length;
                return [frames / (end - start) * 1000, Math.max(...window.changes) - end];
            }"""
        )
    )


WAYS = {
    "`interact`, new inline figure": "interact_inline",
    "ipympl, in place": "ipympl_in_place",
    "ipympl, blitted": "ipympl_blitted",
    "plotly `FigureWidget`": "plotly_widget",
    "lossviz": "ours",
}


def table(round_trip: float = 0.0) -> list[str]:
    """The table of all ways to draw, with ratios to ours."""
    results = {name: measure(peer, round_trip) for name, peer in WAYS.items()}
    mine = results["lossviz"]
    lines = [
        "| way to draw | median, ms | 95th percentile, ms | median, times ours | bytes per move "
        "| frames/s in a drag | lag after the drag, ms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, r in results.items():
        lines.append(
            f"| {name} | {r['median']:.0f} | {r['p95']:.0f} | {r['median'] / mine['median']:.1f} "
            f"| {r['bytes']:,.0f} | {r['frames']:.0f} | {r['lag']:.0f} |"
        )
    return lines
