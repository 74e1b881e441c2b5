"""Take the picture of the README: the first explorer of chapter 3, running in JupyterLab."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from browser_driver import chromium, jupyterlab, open_notebook, run_all  # noqa: E402

CHAPTER = "03_sigmoid_saturation.ipynb"
PICTURE = ROOT / "docs" / "explorer.png"


def main() -> None:
    """Run the chapter, press two buttons and photograph the output."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        shutil.copy(ROOT / "notebooks" / CHAPTER, folder)
        with jupyterlab(Path(folder), home) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 2400})
            open_notebook(page, address, CHAPTER)
            run_all(page)
            cell = page.locator(".jp-CodeCell", has_text="experiment = neuron_experiment()").first
            cell.get_by_role("button", name="Experiment 2").click()
            cell.get_by_role("button", name="both", exact=True).click()
            page.wait_for_timeout(1000)
            cell.locator(".jp-OutputArea-output").first.screenshot(path=PICTURE)
    Image.open(PICTURE).convert("RGB").quantize(256, method=1).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
