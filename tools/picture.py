"""Take the picture of the README: the first explorer of chapter 3, running in JupyterLab."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from lossviz.explorers import two_starts
from tools.browser_driver import chromium, jupyterlab, open_notebook, run_all

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "03_sigmoid_saturation.ipynb"
PRESET = "After 300 steps"
PICTURE = ROOT / "docs" / "explorer.png"


def main() -> None:
    """Run the chapter, press a button and photograph the output."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "home")
        home.mkdir()
        shutil.copy(ROOT / "notebooks" / CHAPTER, folder)
        with jupyterlab(Path(folder), home) as address, chromium() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 2400})
            open_notebook(page, address, CHAPTER)
            run_all(page)
            cell = page.locator(".jp-CodeCell", has_text="race = two_starts()").first
            explorer = cell.locator(".lossviz-explorer")
            explorer.get_by_role("button", name=PRESET).click()
            twin = two_starts()
            twin.press(PRESET)
            expect(explorer.locator("p[role=status]")).to_have_text(twin.sentence)
            page.mouse.move(0, 0)  # nothing lit up under the mouse
            page.wait_for_timeout(500)
            explorer.screenshot(path=PICTURE)
    Image.open(PICTURE).convert("RGB").quantize(256, method=1).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
