"""The pages to project in the real browser: one screen at a time, on a wall, a phone and paper."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import Browser, Page, expect

from tools import lessons
from tools.browser_driver import CHROMIUM, chromium

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="the browser tests need Chromium: install it with your system"
)

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WHOLE_SITE = "LOSSVIZ_SITE" in os.environ
FLAGSHIP = "03_sigmoid_saturation"
# `make test` looks at one chapter, `make test-site` at all.
SOME = [lesson.name for lesson in lessons.lessons()] if WHOLE_SITE else [FLAGSHIP]
SIZES = {"wall": (1280, 720), "large wall": (1920, 1080), "phone": (390, 844)}
_AXE = """async () => (await axe.run()).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(n => n.html.slice(0, 150))])"""
_BEYOND = """() => {
    const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.querySelector('.now');
    return [scrollWidth - clientWidth, scrollHeight - clientHeight];
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser, address) -> Iterator[Page]:
    """A page that asks nobody else for anything."""
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
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


def opened(page: Page, address: str, name: str, size: str = "wall") -> int:
    """Open a page to project; return how many screens it has."""
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{address}project/{name}.html", wait_until="networkidle")
    page.evaluate("MathJax.startup.promise.then(() => undefined)")
    if WHOLE_SITE:
        figures = page.locator(".room > figure")
        expect(page.locator(".room > figure.lossviz-alive")).to_have_count(figures.count())
        page.wait_for_timeout(300)  # the fitting, which waits for the next frame of the page
    return page.locator("section.screen").count()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SOME)
def test_every_screen_fits(page, address, name, size):
    count = opened(page, address, name, size)
    assert page.locator("mjx-merror").count() == 0
    beyond = {}
    for number in range(1, count + 1):
        expect(page.locator(".controls .count")).to_have_text(f"{number} / {count}")
        expect(page.locator(".screen.now")).to_have_attribute("id", f"screen-{number}")
        wide, high = page.evaluate(_BEYOND)
        # A phone may scroll down; a stored picture without its frames is not fitted.
        if wide > 0 or (high > 0 and size != "phone" and WHOLE_SITE):
            beyond[number] = (wide, high)
        page.keyboard.press("PageDown")
    assert beyond == {}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make node")
@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("name", SOME)
def test_axe_finds_nothing_serious(page, address, name, paper):
    page.emulate_media(color_scheme=paper)
    count = opened(page, address, name)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = []
    for _ in range(count):
        found += page.evaluate(_AXE)
        page.keyboard.press("ArrowRight")
    assert found == []


def test_the_answer_is_not_seen_with_the_question(page, address):
    opened(page, address, FLAGSHIP)
    page.keyboard.press("ArrowRight")
    expect(page.locator(".screen.now")).to_contain_text("For how many of its 300 corrections")
    expect(page.get_by_text("172 steps", exact=True)).to_be_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("172 steps", exact=True)).to_be_visible()


def test_keys_buttons_and_addresses_turn_the_screens(page, address):
    count = opened(page, address, FLAGSHIP)
    shown = page.locator(".controls .count")
    for key, number in [("End", count), ("PageUp", count - 1), ("Home", 1), ("ArrowLeft", 1)]:
        page.keyboard.press(key)
        expect(shown).to_have_text(f"{number} / {count}")
    page.get_by_role("button", name="Next screen").click()
    expect(page.get_by_role("status")).to_have_text(f"Screen 2 of {count}: Predict The bet")
    page.reload(wait_until="networkidle")
    expect(shown).to_have_text(f"2 / {count}")
    page.evaluate("location.hash = 'screen-5'")
    expect(shown).to_have_text(f"5 / {count}")
    page.evaluate("location.hash = 'two_starts?step=150'")
    expect(shown).to_have_text(f"3 / {count}")


@pytest.mark.skipif(not WHOLE_SITE, reason="explorers move on the whole site: make test-site")
def test_a_slider_keeps_its_arrows_and_a_clicker_turns_the_screen(page, address):
    count = opened(page, address, FLAGSHIP)
    page.evaluate("location.hash = 'screen-3'")
    shown = page.locator(".controls .count")
    slider = page.locator(".screen.now input[type=range]").first
    sentence = page.locator(".screen.now .lossviz-sentence")
    slider.click()
    before = sentence.text_content()
    page.keyboard.press("ArrowRight")
    expect(sentence).not_to_have_text(before or "")
    expect(shown).to_have_text(f"3 / {count}")
    slider.blur()
    page.locator(".screen.now").get_by_role("button", name="After 300 steps").click()
    expect(sentence).to_contain_text("172")
    page.keyboard.press("PageDown")
    expect(shown).to_have_text(f"4 / {count}")


@pytest.mark.skipif(not WHOLE_SITE, reason="explorers move on the whole site: make test-site")
@pytest.mark.parametrize("size", ["wall", "large wall"])
def test_a_handle_follows_the_hand_however_large_the_explorer_is(page, address, size):
    opened(page, address, FLAGSHIP, size)
    page.evaluate("location.hash = 'screen-3'")
    handle = page.locator(".screen.now .lossviz-handle").last
    box = handle.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 30, y, steps=6)
    page.mouse.up()
    moved = handle.bounding_box()
    assert moved
    assert moved["x"] - box["x"] == pytest.approx(-30, abs=12)


def test_on_paper_each_screen_is_a_page(page, address):
    count = opened(page, address, FLAGSHIP)
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == count


def test_without_a_script_all_screens_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}project/{FLAGSHIP}.html")
    expect(page.locator("section.screen").last).to_be_visible()
    expect(page.locator(".controls .on")).to_be_hidden()
    context.close()
