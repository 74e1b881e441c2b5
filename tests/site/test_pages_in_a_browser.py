"""The pages in the real browser, on a screen and on a phone, on light paper and on dark."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import Browser, Page, expect

from lossviz.chapters import pictures
from tools.browser_driver import CHROMIUM, chromium
from tools.site import book

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="the browser tests need Chromium: install it with your system"
)

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
ALL = ["index", *(chapter.name for chapter in book.chapters()), "search"]
# `make test` looks at the first page and at a chapter, `make test-site` at all.
WHOLE = "LOSSVIZ_SITE" in os.environ
SOME = ALL if WHOLE else ["index", "03_sigmoid_saturation"]
# Pages of one explorer are built with their frames only.
ALONE = [f"explorers/{name}" for name in pictures()] if WHOLE else []
WIDTHS = {1280: 900, 390: 844}
_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('pre, .table-box, '
        + 'div.math, svg, .menu-list, .lossviz-spoken, mjx-assistive-mml'))
    .map(e => e.outerHTML.slice(0, 90))"""
_AXE = """async () => (await axe.run()).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(n => n.html.slice(0, 150))])"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(params=WIDTHS)
def page(request, browser, address) -> Iterator[Page]:
    """A page that must load without a complaint, and from nowhere else."""
    width = request.param
    page = browser.new_page(viewport={"width": width, "height": WIDTHS[width]})
    wrong: list[str] = []
    page.on("console", lambda line: wrong.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.on(
        "response",
        lambda answer: wrong.append(f"{answer.status} {answer.url}") if not answer.ok else None,
    )
    page.on(
        "request",
        lambda asked: (
            wrong.append(f"from elsewhere: {asked.url}")
            if not asked.url.startswith((address, "data:", "blob:"))
            else None
        ),
    )
    yield page
    page.close()
    assert wrong == []


def opened(page: Page, address: str, name: str) -> Page:
    page.goto(f"{address}{name}.html", wait_until="networkidle")
    if page.locator(".math").count():
        page.wait_for_function("window.MathJax?.startup?.promise !== undefined")
        page.evaluate("MathJax.startup.promise.then(() => undefined)")
    return page


@pytest.mark.parametrize("name", SOME + ALONE)
def test_a_page_fits_and_reads(page, address, name):
    opened(page, address, name)
    assert page.locator("mjx-merror").count() == 0
    assert page.locator(".math").count() == page.locator(".math > mjx-container").count()
    unfold(page)
    scrolls = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert not page.evaluate(scrolls), page.evaluate(_WIDE)


@pytest.mark.parametrize("name", SOME)
def test_formulas_are_read_and_are_no_stops_on_the_way_of_the_tab_key(page, address, name):
    opened(page, address, name)
    assert page.locator("mjx-container[tabindex='0']").count() == 0
    formulas = page.locator("mjx-container")
    assert page.locator("mjx-assistive-mml math").count() == formulas.count()


@pytest.mark.parametrize("name", SOME)
def test_headings_are_heard_as_they_are_seen(page, address, name):
    opened(page, address, name)
    for heading in page.locator("article").get_by_role("heading").all():
        assert not re.search(r"#|Link to", heading.aria_snapshot())


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make node")
@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("name", SOME + ALONE)
def test_axe_finds_nothing_serious(page, address, name, paper):
    page.emulate_media(color_scheme=paper)
    opened(page, address, name)
    unfold(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(_AXE) == []


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('article details').forEach(fold => fold.open = true)")
    page.wait_for_timeout(100)


def test_an_address_leads_to_its_place_while_formulas_and_explorers_grow(page, address):
    opened(page, address, "index")
    page.goto(f"{address}03_sigmoid_saturation.html#Exercises", wait_until="networkidle")
    page.wait_for_timeout(1500)
    top = page.evaluate("document.getElementById('Exercises').getBoundingClientRect().top")
    assert 0 <= top < 120


def test_the_paper_follows_the_system_until_somebody_chooses(page, address):
    page.emulate_media(color_scheme="dark")
    opened(page, address, "index")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    page.get_by_role("button", name="Change to light paper").click()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "true")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Change to dark paper").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_search_finds_a_word_and_leads_there(page, address):
    page.goto(f"{address}search.html", wait_until="networkidle")
    page.get_by_role("searchbox", name="Search").fill("perplexity")
    page.get_by_role("button", name="Search").click()
    found = page.locator("#search-results li a").first
    expect(page.locator("#search-results .context").first).to_contain_text("perplexity")
    found.click()
    expect(page.locator("article")).to_contain_text("perplexity")


def test_on_paper_solutions_are_open_and_the_bar_is_gone(page, address):
    opened(page, address, "03_sigmoid_saturation")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    solution = page.locator("details", has_text="Solution of 3.1").last
    expect(solution.locator("p").first).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(solution.locator("p").first).to_be_hidden()


def test_without_scripts_text_pictures_and_captions_remain(browser, address):
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{address}03_sigmoid_saturation.html")
    figure = page.locator("figure.lossviz-here").first
    figure.scroll_into_view_if_needed()
    expect(figure.locator("img")).to_be_visible()
    expect(figure.locator("figcaption")).to_contain_text("0.98")
    page.get_by_text("Contents").click()
    page.get_by_role("link", name="Entropy").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How surprised")
