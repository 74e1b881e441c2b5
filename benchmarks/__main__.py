"""Measure everything and write docs/benchmarks.md."""

from __future__ import annotations

import platform
from datetime import date
from importlib.metadata import version

from benchmarks import browser, kernel, losses, session

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
        "one machine. The peers draw the same curves from the same computation.",
    ]
    if browser.available():
        parts += [
            "\n".join(browser.table()),
            f"The same, with a network in between that takes {ROUND_TRIP * 1000:.0f} ms there and "
            "back, as to a server like Binder's.",
            "\n".join(browser.table(ROUND_TRIP)),
        ]
    else:
        parts.append("Not measured: this needs Chromium and the `bench` extra.")
    parts += [
        "## Kernel time for a move",
        "For each control of each explorer the median, and the 95th percentile, in ms.",
        "\n".join(kernel.control_table()),
        "## Losses",
        "Ours in one call, ours in two, SciPy's functions put together, and PyTorch on one thread "
        "where it is installed.",
        "\n".join(losses.table()),
        "## Chapters",
        "\n".join(kernel.chapter_table()),
        "## A learner's session",
        f"{session.install()} {session.start()} Each open chapter adds the memory of its kernel.",
        "## The rest",
        "\n".join(
            f"- {line}" for line in (kernel.map_ratio(), kernel.import_time(), kernel.endurance())
        ),
    ]
    PAGE.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
