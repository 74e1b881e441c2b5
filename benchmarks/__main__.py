"""Measure everything and write docs/benchmarks.md."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version

from benchmarks import browser, kernel, losses, session, warming, web_edition

PAGE = browser.ROOT / "docs" / "benchmarks.md"
ROUND_TRIP = 0.15
PACKAGES = ("numpy", "matplotlib", "ipywidgets", "jupyterlab")


def main() -> None:
    """Run each measurement and store the page."""
    parts = [
        "# Benchmarks",
        f"Measured by `make bench` on {date.today():%Y-%m-%d}: Python "
        f"{platform.python_version()} on {platform.system()} {platform.machine()}, "
        + ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + ". Machines differ and are noisy: read the ratios, which come from one run.",
        "## From a slider's key press to the changed picture",
        "The experiment of chapter 3 with its four panels, in JupyterLab in headless Chromium, on "
        "one machine. The peers draw the same curves from the same computation. The page has "
        "changed when the new picture is in it, and the picture is shown with the next animation "
        "frame. A known frame has been here before, or was drawn ahead; for a first "
        "visit nothing is drawn ahead, and its drag goes once over a slider that has not been "
        "moved. The first edition drew each move in the kernel.",
    ]
    if browser.available():
        parts += browser.sections(ROUND_TRIP)
    else:
        parts.append("Not measured: this needs Chromium and the `bench` extra.")
    parts += [
        "## Drawing ahead",
        "\n".join(warming.lines()),
        "## What a frame takes in the kernel",
        "For each control of each explorer the median, and the 95th percentile, in ms of processor "
        "time: compute, draw, and send.",
        "\n".join(kernel.control_table()),
        "## The web edition",
        *web_edition.sections(),
        "## Losses",
        "Ours in one call, ours in two, SciPy's functions put together, and PyTorch on one thread "
        "where it is installed.",
        "\n".join(losses.table()),
        "## Chapters",
        "\n".join(kernel.chapter_table()),
        "## A learner's session",
        f"{session.install()} {session.start()} Each open chapter adds the memory of its kernel.",
        "## The rest",
        f"- {kernel.map_ratio()}\n- {kernel.import_time()}\n{kernel.endurance()}",
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
