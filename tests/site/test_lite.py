"""JupyterLite with the notebooks: what it is built of, and a notebook that runs in it."""

import hashlib
import json
import os
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import expect

from tools import notebooks
from tools.browser_driver import CHROMIUM, chromium
from tools.site import lite, python
from tools.site.serve import serving

WHOLE_SITE = os.environ.get("LOSSVIZ_SITE")
PATIENCE = 600  # seconds; a Pyodide that has died hangs
CHAPTERS = [path.name for path in notebooks.notebooks_in()]

pytestmark = pytest.mark.skipif(not WHOLE_SITE, reason="a part of make test-site")


@pytest.fixture(scope="module")
def site():
    folder = Path(WHOLE_SITE or "")
    if not (folder / "lite").exists():
        pytest.skip("this site was built without JupyterLite; `make site` says why")
    return folder


def settings(site):
    """What the browser is told."""
    read = json.loads((site / "lite" / "jupyter-lite.json").read_text(encoding="utf-8"))
    return read["jupyter-config-data"]


def test_it_begins_with_the_pyodide_of_the_pages(site):
    kernel = settings(site)["litePluginSettings"][lite.PLUGIN]
    assert kernel["disablePyPIFallback"]
    for address in (kernel["pyodideUrl"], kernel["loadPyodideOptions"]["lockFileURL"]):
        assert (site / "lite" / address).resolve().is_relative_to(site.resolve() / "python")
        assert (site / "lite" / address).exists()  # a wrong one would be ignored in silence


def test_every_package_of_its_lock_is_there_or_on_pyodides_network(site):
    lock = json.loads((site / "python" / lite.LOCK).read_text(encoding="utf-8"))["packages"]
    assert {"lossviz", "anywidget", "ipywidgets", "numpy", "matplotlib", "ipython"} <= lock.keys()
    for package in lock.values():
        assert {canonicalize_name(name) for name in package["depends"]} <= lock.keys()
        if not package["file_name"].startswith("https://"):
            path = site / "python" / package["file_name"]
            assert hashlib.sha256(path.read_bytes()).hexdigest() == package["sha256"]


def test_it_has_the_notebooks_and_the_front_end_of_widgets(site):
    assert sorted(path.name for path in (site / "lite" / "files").glob("*.ipynb")) == CHAPTERS
    extensions = [extension["name"] for extension in settings(site)["federated_extensions"]]
    assert {"anywidget", "@jupyter-widgets/jupyterlab-manager"} <= set(extensions)


@pytest.fixture(scope="module")
def browser():
    if CHROMIUM is None:
        pytest.skip("the browser tests need Chromium")
    with chromium() as browser:
        yield browser


# Resolves when every cell has run, or one of them has failed.
_RUN_ALL = """seconds => Promise.race([
    jupyterapp.commands.execute('notebook:run-all-cells'),
    new Promise((_, reject) => setTimeout(() => reject(new Error('it hangs')), 1000 * seconds)),
])"""
_CELLS = "() => jupyterapp.shell.currentWidget.content.model.toJSON().cells"
_CLEAR_ALL = "jupyterapp.commands.execute('notebook:clear-all-cell-outputs')"
# What an explorer shows: some states differ in their sentence alone.
_SHOWN = """explorer => ['[role=img]', '.lossviz-sentence']
    .map(part => explorer.querySelector(part).innerHTML).join()"""
# Cells out of sight are not on the page.
_GO_TO = "index => jupyterapp.shell.currentWidget.content.scrollToItem(index, 'start')"


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_notebook_runs_to_its_end_and_all_its_explorers_move(site, browser, name):
    asked = []
    with serving(site) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}lite/lab/index.html?path={name}")
        # Not just an idle light: the status bar names the kernel once it has answered.
        page.wait_for_selector(
            ".jp-StatusBar-TextItem:text-matches('Python.*Idle')", timeout=1000 * PATIENCE
        )
        stored = with_explorer(page.evaluate(_CELLS))
        page.evaluate(_CLEAR_ALL)
        page.evaluate(_RUN_ALL, PATIENCE)
        cells = page.evaluate(_CELLS)
        assert [output for output in outputs_of(cells) if is_wrong(output, site)] == []
        assert [cell["source"] for cell in cells if cell.get("execution_count", 1) is None] == []
        assert with_explorer(cells) == stored
        for index in stored:
            move_a_slider(page, index)
        ours = (address, "data:", "blob:", *on_the_network(site))
        assert [url for url in asked if not url.startswith(ours)] == []
        page.close()


def with_explorer(cells):
    """Which cells show an explorer."""
    return [index for index, cell in enumerate(cells) if "lossviz-style" in json.dumps(cell)]


def on_the_network(site):
    """What this site takes from Pyodide's network, where it was built without the packages."""
    lock = json.loads((site / "python" / lite.LOCK).read_text(encoding="utf-8"))["packages"]
    files = [package["file_name"] for package in lock.values()]
    return [file for file in files if file.startswith(python.PYODIDE["network"])]


def outputs_of(cells):
    return [output for cell in cells for output in cell.get("outputs", [])]


def is_wrong(output, site):
    if output.get("name") == "stderr" and "building the font cache" in output["text"]:
        return (site / "python" / python.HOME).exists()  # which is there to prevent it
    return output.get("name") == "stderr" or output["output_type"] == "error"


def move_a_slider(page, index):
    """The arrow keys reach the first slider of a cell, and Python shows what they say.

    What trains by itself shows it when it has made a step.
    """
    page.evaluate(_GO_TO, index)
    explorer = page.locator(f"[data-windowed-list-index='{index}'] .lossviz-explorer")
    slider = explorer.locator("input[type=range]").first
    expect(explorer.locator("[role=img] path").first).to_be_attached(timeout=60_000)
    before, shown = slider.get_attribute("aria-valuetext"), explorer.evaluate(_SHOWN)
    slider.focus()
    page.keyboard.press("ArrowLeft" if slider.evaluate("s => s.value === s.max") else "ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", before, timeout=60_000)
    expect(slider).to_be_focused()
    for step in explorer.get_by_role("button", name="Step", exact=True).all():
        step.click()
    page.wait_for_function(
        f"([explorer, shown]) => ({_SHOWN})(explorer) !== shown",
        arg=[explorer.element_handle(), shown],
        timeout=60_000,
    )


_FIRST_CELL = "jupyterapp.shell.currentWidget.content.model.cells.get(0).sharedModel"
_READY = "jupyterapp.shell.currentWidget.context.ready.then(() => undefined)"
_SAVE = "jupyterapp.shell.currentWidget.context.save()"
_DOWNLOAD = "void jupyterapp.commands.execute('docmanager:download')"
_DELETE = "name => jupyterapp.serviceManager.contents.delete(name)"


def test_changes_are_kept_and_can_be_downloaded_and_undone(site, browser):
    name = CHAPTERS[0]
    with serving(site) as address, browser.new_context() as context:
        page = context.new_page()

        def first_cell():
            page.goto(f"{address}lite/lab/index.html?path={name}")
            page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=120_000)
            page.evaluate(_READY)
            return page.evaluate(f"{_FIRST_CELL}.getSource()")

        original = first_cell()
        page.evaluate(f"{_FIRST_CELL}.setSource('Mine.')")
        page.evaluate(_SAVE)
        assert first_cell() == "Mine."
        with page.expect_download() as download:
            page.evaluate(_DOWNLOAD)
        assert '"Mine."' in Path(download.value.path()).read_text(encoding="utf-8")
        page.evaluate(_DELETE, name)
        assert first_cell() == original
