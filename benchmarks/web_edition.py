"""The web edition that `make site` has built: its pages, their moves, and Python in them.

python -m benchmarks.web_edition       measure it alone, and print what docs/benchmarks.md gets
"""

from __future__ import annotations

import json
import os
import statistics
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Request, expect

from benchmarks.browser import PLACES, RATE, WATCH, Wire, measure
from benchmarks.targets import at_least, at_most
from lossviz.chapters import picture, pictures
from lossviz.explorable import Parameter
from lossviz.explorable.frames import key_of
from tools.browser_driver import CHROMIUM, chromium
from tools.site import book, times_file
from tools.site.serve import serving

ROOT = Path(__file__).resolve().parent.parent
SITE = Path(os.environ.get("LOSSVIZ_SITE") or ROOT / "build" / "site")
QUESTIONS = (ROOT / "benchmarks" / "frames_of_python.js").read_text(encoding="utf-8")
# The explorer whose moves JupyterLab is measured with, too.
MOVED = "neuron_experiment"
# Moves of each control that Python in the page draws.
MOVES = 30
HURRY = 600
PATIENCE = 180_000  # milliseconds

_FIGURE = "figure.lossviz-here"
# A person scrolls to the first picture if it is not on the screen; `alive` is when it can be moved,
# in milliseconds since the page was asked for.
_ARRIVE = """addEventListener('DOMContentLoaded', () => {
    const figure = document.querySelector('figure.lossviz-here');
    figure?.scrollIntoView({ block: 'center', behavior: 'instant' });
    const look = () => {
        if (!window.alive && document.querySelector('.lossviz-alive')) alive = performance.now();
    };
    new MutationObserver(look).observe(document, { subtree: true, attributeFilter: ['class'] });
});"""
_HURRY = f"""async () => {{
    const begin = performance.now();
    await bench.hurry({PLACES - 1}, {HURRY});
    return {HURRY} / (performance.now() - begin) * 1000;
}}"""


class Meter:
    """The bytes that a page and its worker get, as they come over the network."""

    def __init__(self, page: Page) -> None:
        """Listen from the start."""
        self._asked: list[Request] = []
        page.on("requestfinished", lambda request: self._asked.append(request))

    def read(self) -> int:
        """Return what has come since the last time."""
        asked, self._asked[:] = self._asked[:], []
        sizes = (request.sizes() for request in asked if request.url.startswith("http"))
        return sum(size["responseHeadersSize"] + size["responseBodySize"] for size in sizes)


def why_not() -> str:
    """Say why the web edition cannot be measured, or nothing."""
    if CHROMIUM is None:
        return "this needs Chromium"
    if not (SITE / "index.html").exists():
        return "this needs the web edition, which `make site` builds"
    return ""


def sections() -> list[str]:
    """What to write about the web edition."""
    if why_not():
        return [f"Not measured: {why_not()}."]
    with serving(SITE) as address, chromium() as browser:
        parts = [*_pages(browser, address), *_moves(browser, address)]
        if (SITE / "python" / "pyodide.mjs").exists():
            parts += _python(browser, address)
        else:
            parts.append(
                "Python in the page was not measured: this site loads it from Pyodide's network. "
                "Call `make pyodide` before `make site`."
            )
    return [*parts, _built()]


def _pages(browser: Browser, address: str) -> list[str]:
    """Each page as a new visitor gets it, and all its frames."""
    lines = [
        "| page | explorers | first picture can be moved after, s "
        "| transferred with all frames, kB |",
        "|---|---|---|---|",
    ]
    slowest = heaviest = 0.0
    for name in ("index", *(chapter.name for chapter in book.chapters())):
        with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
            page = context.new_page()
            meter = Meter(page)
            page.add_init_script(_ARRIVE)
            page.goto(f"{address}{name}.html", wait_until="networkidle")
            count = page.locator(_FIGURE).count()
            if count:
                page.wait_for_function("window.alive", timeout=PATIENCE)
                seconds = page.evaluate("alive") / 1000
                slowest = max(slowest, seconds)
            for figure in page.locator(_FIGURE).all():
                figure.scroll_into_view_if_needed()
                expect(figure.locator(".lossviz-explorer")).to_be_visible(timeout=PATIENCE)
            page.wait_for_load_state("networkidle")
            size = meter.read() / 1000
            heaviest = max(heaviest, size)
        shown = f"{seconds:.2f}" if count else "–"
        lines.append(f"| {name} | {count} | {shown} | {size:,.0f} |")
    return [
        "\n".join(lines),
        "\n".join(
            [
                at_most("First picture of the slowest page can be moved after", slowest, 2, "s"),
                at_most("Heaviest page, with all its frames", heaviest / 1000, 1.5, "MB"),
            ]
        ),
    ]


def _moves(browser: Browser, address: str) -> list[str]:
    """Moves between stored states, as the explorer of the first table is moved in JupyterLab."""
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{address}explorers/{MOVED}.html")
    page.locator(".lossviz-alive").wait_for()
    page.evaluate(WATCH)
    way = measure(page, Wire(page), 0, fresh=False)
    hurried = page.evaluate(_HURRY)
    page.close()
    return [
        "\n".join(
            [
                at_most("A stored move, median until it is shown", way.median, 10, "ms"),
                at_least(
                    "Stored moves, drag of a slider over its full range", way.frames, 30, RATE
                ),
                at_least("Stored moves that the page can make", hurried, 60, "moves/s"),
            ]
        )
    ]


def _python(browser: Browser, address: str) -> list[str]:
    """Python in the page: from the click to a live explorer, and its frames."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        first, transferred = _click(context.new_page(), address)
        again, _ = _click(context.new_page(), address)
        page = context.new_page()
        page.goto(address)
        found = page.evaluate(QUESTIONS, _questions())
    return [
        f"The page of `{MOVED}`, from the click on “Run Python in this page” until Python draws "
        f"every state. Where the browser has kept what it loaded, it takes {again:.1f} s.",
        "\n".join(
            [
                at_most("Python draws, after the click", first, 15, "s"),
                at_most("Transferred for it, once", transferred / 1e6, 20, "MB"),
            ]
        ),
        "A frame of Python in the page, from the question to the answer, for each control of each "
        "explorer: median, and 95th percentile, in ms.",
        *_frame_table(found),
    ]


def _click(page: Page, address: str) -> tuple[float, int]:
    """Seconds from the click until Python draws, and the bytes that came meanwhile."""
    meter = Meter(page)
    page.goto(f"{address}explorers/{MOVED}.html", wait_until="networkidle")
    run = page.get_by_role("button", name="Run Python in this page")
    expect(run).to_be_visible()
    meter.read()
    page.evaluate("""() => addEventListener('click', () => (clicked = performance.now()), true)""")
    run.click()
    page.wait_for_function(
        "document.querySelector('.lossviz-drawn-by').textContent.startsWith('Live')",
        timeout=PATIENCE,
    )
    seconds = page.evaluate("(performance.now() - clicked) / 1000")
    transferred = meter.read()
    page.close()
    return seconds, transferred


def _questions() -> dict[str, dict[str, list[str]]]:
    """For each control of each picture the states that it leads to."""
    questions = {}
    for name in pictures():
        shown = picture(name)()
        questions[name] = {
            parameter.name: [
                key_of(shown.parameters, {**shown.values, parameter.name: value})
                for value in islice(cycle(some_places(parameter)), MOVES)
            ]
            for parameter in shown.parameters
        }
    return questions


def some_places(parameter: Parameter) -> Sequence[Any]:
    """The values that a parameter takes, over its whole range."""
    return parameter.places[:: max(1, len(parameter.places) // MOVES)]


def _frame_table(found: dict[str, dict[str, Any]]) -> list[str]:
    lines = [
        "| explorer | time to make, s | slowest | every control: median (95th percentile), ms |",
        "|---|---|---|---|",
    ]
    slowest, all_times = {}, []
    for name, measured in found.items():
        medians, every = [], []
        for control, times in measured["controls"].items():
            medians.append(statistics.median(times))
            p95 = statistics.quantiles(times, n=20)[-1]
            every.append(f"{control} {medians[-1]:.1f} ({p95:.1f})")
            all_times += times
        slowest[name] = worst = max(medians)
        made = measured["made"] / 1000
        lines.append(f"| `{name}` | {made:.2f} | {worst:.1f} | {', '.join(every)} |")
    name = max(slowest, key=slowest.__getitem__)
    return [
        "\n".join(lines),
        "\n".join(
            [
                at_most("Median of all frames", statistics.median(all_times), 20, "ms"),
                at_most(f"Slowest control of all, in `{name}`", slowest[name], 20, "ms"),
            ]
        ),
    ]


def _built() -> str:
    """What building the site took, if that is known: `make site` writes it beside the folder."""
    times = times_file(SITE)
    if not times.exists():
        return "How long `make site` took is not known: there is no " + times.name + "."
    parts = json.loads(times.read_text(encoding="utf-8"))
    every = ", ".join(f"{name} {seconds:.0f} s" for name, seconds in parts.items())
    return "\n".join(
        [
            f"The parts of the site, built one after the other: {every}.",
            "",
            at_most("The whole site, built", sum(parts.values()) / 60, 5, "minutes"),
        ]
    )


def main() -> None:
    """Measure the web edition alone."""
    print("\n\n".join(sections()))


if __name__ == "__main__":
    main()
