"""JupyterLite with the notebooks: what it is built of, and a notebook that runs in it."""

import hashlib
import json
import os
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import expect

from tools import notebooks
from tools.browser_driver import CHROMIUM, chromium, run_all
from tools.site import lite
from tools.site.serve import serving

WHOLE_SITE = os.environ.get("LOSSVIZ_SITE")
PATIENCE = 300  # seconds; a Pyodide that has died hangs
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
        assert set(package["depends"]) <= lock.keys()
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


@pytest.mark.parametrize("name", CHAPTERS)
def test_a_notebook_runs_to_its_end_and_moves(site, browser, name):
    elsewhere = []
    with serving(site) as address:
        page = browser.new_page(viewport={"width": 1280, "height": 1000})
        page.on("request", lambda asked: elsewhere.append(asked.url))
        page.goto(f"{address}lite/lab/index.html?path={name}")
        # Not just an idle light: the status bar names the kernel once it has answered.
        page.wait_for_selector(
            ".jp-StatusBar-TextItem:text-matches('Python.*Idle')", timeout=1000 * PATIENCE
        )
        run_all(page, PATIENCE)
        assert page.locator("[data-mime-type='application/vnd.jupyter.error']").count() == 0
        assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        _moves(page)
        elsewhere = [url for url in elsewhere if not url.startswith((address, "data:", "blob:"))]
        assert elsewhere == []
        page.close()


def _moves(page):
    """The arrow keys reach the first slider, where there is one, and Python draws what they say."""
    explorers = page.locator(".lossviz-explorer:has(input[type=range])")
    if not explorers.count():
        return
    explorer = explorers.first
    explorer.scroll_into_view_if_needed()
    slider = explorer.locator("input[type=range]").first
    before = slider.get_attribute("aria-valuetext")
    drawing = explorer.get_by_role("img").inner_html()
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(slider).not_to_have_attribute("aria-valuetext", before, timeout=60_000)
    expect(slider).to_be_focused()
    page.wait_for_function(
        "([img, before]) => img.innerHTML !== before",
        arg=[explorer.get_by_role("img").element_handle(), drawing],
        timeout=60_000,
    )
