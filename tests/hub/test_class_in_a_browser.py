"""A learner of the class in Chromium: from the login to a moved slider, and what can go wrong."""

import re
from pathlib import Path

import nbformat
import pytest
from class_on_a_hub import CHAPTER_0, CHAPTER_3, LEARNERS, at_work, fetch

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import expect

from tools.browser_driver import CHROMIUM, chromium, run_all, write_settings
from tools.hub.running import commit, kernels

if CHROMIUM is None:
    pytest.skip("a browser is needed: install Chromium", allow_module_level=True)

PATIENCE = 180
LIVE = ".lossviz-explorer"
expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def arrive(hub, browser):
    """Log in as somebody, in a browser of one's own, and be where the hub leads."""
    contexts = []

    def log_in(name):
        write_settings(hub.home(name) / ".jupyter" / "lab" / "user-settings")
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 900}))
        page = contexts[-1].new_page()
        page.set_default_timeout(1000 * PATIENCE)
        page.goto(hub.address)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(hub.password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(f"/user/{name}/lab/tree/"), timeout=1000 * PATIENCE)
        ready(page)
        return page

    yield log_in
    for context in contexts:
        context.close()


def ready(page):
    """Wait until the notebook and its kernel are there."""
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    page.wait_for_selector(".jp-StatusBar-TextItem:text-matches('Python.*Idle')")


def go(page, hub, name, path, workspace="auto-a"):
    """Open a notebook in a tab."""
    page.goto(f"{hub.address}/user/{name}/lab/workspaces/{workspace}/tree/{path}?reset")
    ready(page)


def sentence(page, number=0):
    return page.locator(LIVE).nth(number).locator(".lossviz-sentence")


def move(page, key="ArrowRight", number=0):
    """Move the first slider of an explorer, and see it follow."""
    slider = page.locator(LIVE).nth(number).get_by_role("slider").first
    before = slider.get_attribute("aria-valuetext")
    slider.press(key)
    expect(slider).not_to_have_attribute("aria-valuetext", before or "")
    return slider


def test_from_the_login_to_chapter_3(hub, arrive):
    page = arrive(LEARNERS[0])
    assert page.url.endswith("losses/notebooks/00_start_here.ipynb")
    go(page, hub, LEARNERS[0], CHAPTER_3)
    run_all(page, timeout_seconds=300)
    first = page.locator(LIVE).first
    first.scroll_into_view_if_needed()
    shown = sentence(page).inner_text()
    slider = move(page, "End")
    expect(sentence(page)).not_to_have_text(shown)
    slider.press("ArrowLeft")
    assert page.get_by_text("Error displaying widget").count() == 0


def test_a_killed_kernel_is_told_and_run_all_brings_everything_back(hub, arrive):
    name = LEARNERS[3]
    page = arrive(name)
    run_all(page, timeout_seconds=300)
    move(page)
    for kernel in kernels(hub.servers()[name]):
        kernel.kill()
    dialog = page.get_by_role("dialog").filter(has_text="Kernel Restarting")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Ok").click()
    expect(page.locator(f"{LIVE} [role=alert]").first).to_contain_text("then this one")
    run_all(page, timeout_seconds=300)
    expect(page.locator(f"{LIVE} [role=alert]").first).to_be_empty()
    move(page)


def test_two_tabs_of_one_learner(hub, arrive):
    name = LEARNERS[4]
    page = arrive(name)
    run_all(page, timeout_seconds=300)
    count = page.locator(LIVE).count()
    images = page.locator(".jp-OutputArea-output > img:visible")
    others = images.count()
    move(page)
    page.keyboard.press("Control+s")
    expect(page.locator("#jp-main-dock-panel .lm-mod-current.jp-mod-dirty")).to_have_count(0)
    other = page.context.new_page()
    other.set_default_timeout(1000 * PATIENCE)
    go(other, hub, name, CHAPTER_0, "auto-b")
    run_all(other, timeout_seconds=300)
    expect(other.locator(LIVE)).to_have_count(count)
    move(other)
    # The first tab is not emptied: it shows the pictures, and says how to have them live again.
    expect(page.locator(LIVE)).to_have_count(0)
    told = page.locator(".lossviz-words:visible", has_text="To make it live, run the cells")
    expect(told).to_have_count(count)
    expect(images).to_have_count(others + count)
    assert page.get_by_text("Error displaying widget").count() == 0


def test_a_new_edition_under_an_open_notebook_asks_before_it_overwrites(hub, edition, arrive):
    name = LEARNERS[8]
    page = arrive(name)
    cell = page.locator(".jp-CodeCell .cm-content").first
    cell.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\nmy_answer = 42")
    path = Path(edition) / "notebooks" / "00_start_here.ipynb"
    newer = nbformat.read(path, as_version=4)
    newer.cells[0].source += "\n\nCorrected while a learner wrote."
    nbformat.write(newer, path)
    commit(edition, "A correction")
    with at_work(hub, edition, name) as learner:  # follows the link in another tab
        fetch(learner, edition)
        assert "Corrected while" in learner.read(CHAPTER_0).cells[0].source
    page.keyboard.press("Control+s")
    dialog = page.get_by_role("dialog").filter(has_text="changed on disk")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Overwrite")).to_be_visible()
    expect(dialog.get_by_role("button", name="Revert")).to_be_visible()
    dialog.get_by_role("button", name="Cancel").click()
    expect(cell).to_contain_text("my_answer = 42")
