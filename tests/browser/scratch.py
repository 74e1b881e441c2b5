"""A notebook of its own, with one explorer that a test may change as it likes."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from explorer_on_a_page import PATIENCE
from playwright.sync_api import Locator, Page, expect

from tools.browser_driver import open_notebook, run_all

_CELLS = ("from small_pictures import *", "explorer = wave()\nexplorer", "print('ready')")
# The range does what a hand has done; is the picture another one before anybody else has a turn?
_AT_ONCE = """(range, place) => {
    const explorer = range.closest('.lossviz-explorer');
    const picture = explorer.querySelector('svg[role=img]').lastElementChild;
    const before = picture.innerHTML;
    range.value = place;
    range.dispatchEvent(new Event('input', {bubbles: true}));
    return picture.innerHTML !== before;
}"""


def write_notebook(path: Path, sources: tuple[str, ...]) -> None:
    """A notebook with these cells, not yet run."""
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, path)


def write_scratch(root: Path, name: str = "scratch.ipynb") -> None:
    """The notebook, and beside it the pictures that it imports."""
    shutil.copy(Path(__file__).with_name("small_pictures.py"), root)
    write_notebook(root / name, _CELLS)


def until(wanted: Callable[[], object], what: str) -> None:
    """Wait for something that the browser has no name for."""
    end = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < end, what
        time.sleep(0.01)


@dataclass
class Scratch:
    """The notebook on a page: the second cell shows an explorer, the third runs Python."""

    page: Page
    name: str = "scratch.ipynb"
    sent: list[bytes] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    runs: int = 0

    def __post_init__(self) -> None:
        """Listen to the page."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("websocket", lambda socket: socket.on("framesent", self._note))

    def _hear(self, message) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} {message.location}")

    def _note(self, payload: str | bytes) -> None:
        self.sent.append(payload.encode() if isinstance(payload, str) else payload)

    def open(self, address: str) -> Scratch:
        """Open it in JupyterLab."""
        open_notebook(self.page, address, self.name)
        return self

    def run_all(self) -> Scratch:
        """Run All, and wait for the explorer."""
        run_all(self.page)
        expect(self.sentence).not_to_be_empty()
        return self

    @property
    def explorer(self) -> Locator:
        return self.page.locator(".lossviz-explorer")

    @property
    def sentence(self) -> Locator:
        return self.explorer.locator(".lossviz-sentence")

    @property
    def notice(self) -> Locator:
        return self.explorer.locator("[role=alert]")

    def range(self, title: str) -> Locator:
        return self.explorer.get_by_role("slider", name=title, exact=True)

    def moves_at_once(self, title: str, place: int) -> bool:
        return self.range(title).evaluate(_AT_ONCE, place)

    def asked(self, words: str) -> int:
        """How many messages with these words have been sent to the kernel."""
        self.page.wait_for_timeout(0)  # Playwright listens only while it is asked for something
        return sum(words.encode() in payload.replace(b" ", b"") for payload in self.sent)

    def show(self, name: str) -> Locator:
        """Show a fresh explorer."""
        self._run(1, f"explorer = {name}()\nexplorer")
        expect(self.explorer).to_have_count(1)
        expect(self.sentence).not_to_be_empty()
        return self.explorer

    def run(self, code: str) -> str:
        """Run Python and return what it prints."""
        self.runs += 1
        end = f"end of run {self.runs}"  # the cell may have ended before its last output is shown
        cell = self._run(2, f"{code}\nprint({end!r})")
        output = cell.locator(".jp-OutputArea-output", has_text=end)
        expect(output).to_be_visible()
        return output.text_content().partition(end)[0].strip()

    def begin(self, code: str) -> None:
        """Run Python without waiting for its end."""
        self._enter(2, code)

    def _run(self, index: int, code: str) -> Locator:
        cell = self.page.locator(".jp-CodeCell").nth(index)
        prompt = cell.locator(".jp-InputPrompt")
        before = prompt.text_content()
        self._enter(index, code)
        until(
            lambda: re.fullmatch(r"\[\d+\]:", now := prompt.text_content()) and now != before,
            f"the cell has not run: {code}",
        )
        return cell

    def _enter(self, index: int, code: str) -> None:
        cell, keyboard = self.page.locator(".jp-CodeCell").nth(index), self.page.keyboard
        cell.locator(".cm-content").click()
        keyboard.press("Control+a")
        keyboard.insert_text(code)
        keyboard.press("Control+Enter")
