"""Every explorer on a phone, in the dark, and for those who do not see it."""

from pathlib import Path

import needs_chromium  # noqa: F401
import pytest
from explorer_on_a_page import PATIENCE
from playwright.sync_api import expect
from scratch import until, write_notebook

from benchmarks.kernel import explorer_makers
from tools.browser_driver import open_notebook, run_all

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
NAMES = [maker.__name__ for maker in explorer_makers()]
# The contrast that a person needs to read a text.
TEXT = 4.5
# A phone of 390 pixels, less a narrow margin on both sides.
PHONE = 366
expect.set_options(timeout=1000 * PATIENCE)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The folder that JupyterLab shows: one notebook with all explorers."""
    root = tmp_path_factory.mktemp("lab")
    cells = [f"lossviz.explorers.{name}()" for name in NAMES]
    write_notebook(root / "all.ipynb", ("import lossviz.explorers", *cells))
    return root


@pytest.fixture(scope="module", params=["light", "dark"])
def page(request, lab, browser):
    """All explorers in a theme of JupyterLab, for a mouse."""
    theme = request.param
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    open_notebook(page, lab, "all.ipynb")
    light = str(theme == "light").lower()
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", light)
    show_all(page)
    yield page
    page.close()


@pytest.fixture(scope="module")
def phone(lab, browser):
    """All explorers as wide as on a phone that shows nothing else.

    JupyterLab puts bars and prompts beside them, so its window is that much wider.
    """
    context = browser.new_context(viewport={"width": 640, "height": 844}, has_touch=True)
    page = context.new_page()
    open_notebook(page, lab, "all.ipynb")
    page.keyboard.press("Control+b")  # away with the list of files
    show_all(page)
    explorers = page.locator(".lossviz-explorer")
    beside = 640 - explorers.first.bounding_box()["width"]
    page.set_viewport_size({"width": round(PHONE + beside), "height": 844})
    until(
        lambda: explorers.first.bounding_box()["width"] == PHONE, "the explorers stay as they were"
    )
    expect(page.locator("[data-layout=narrow]")).to_have_count(len(NAMES))
    until(
        lambda: all(told(page, "root => root.querySelectorAll('svg text').length").values()),
        "a picture has no text",
    )
    yield page
    context.close()


def show_all(page):
    """Run All, and wait until every explorer has its picture."""
    run_all(page, timeout_seconds=300)
    expect(page.locator(".lossviz-explorer")).to_have_count(len(NAMES))
    until(
        lambda: all(page.locator(".lossviz-sentence").all_text_contents()),
        "an explorer has no sentence",
    )
    expect(page.locator(".lossviz-explorer [role=alert]:not(:empty)")).to_have_count(0)


def told(page, question, *arguments):
    """Ask each explorer a question; return the answers that are not empty, by their names."""
    roots = page.locator(".lossviz-explorer").all()
    answers = [root.evaluate(question, *arguments) for root in roots]
    return {name: answer for name, answer in zip(NAMES, answers, strict=True) if answer}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: make node")
def test_axe_finds_nothing_serious(page):
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = told(
        page,
        """async root => {
            const { violations } = await axe.run(root);
            return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`);
        }""",
    )
    assert found == {}


# Colours of texts (or lines) that are too near to that of the paper.
_FAINT = """(root, least) => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const linear = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    const ground = root.querySelector('.lossviz-root');
    const paper = light(channels(getComputedStyle(ground).backgroundColor));
    const faint = new Set();
    const look = (element, property) => {
        const colour = getComputedStyle(element)[property];
        const own = light(channels(colour));
        const contrast = (Math.max(own, paper) + 0.05) / (Math.min(own, paper) + 0.05);
        if (contrast < least) faint.add(`${element.textContent} ${colour} ${contrast.toFixed(2)}`);
    };
    for (const span of root.querySelectorAll('.lossviz-sentence, .lossviz-sentence span'))
        look(span, 'color');
    // The labels of a map stand on its colours, which no theme changes: black, or nearly white.
    for (const text of root.querySelectorAll('svg text[style*="--lossviz-"]'))
        if (!text.getAttribute('style').includes('fefefe')) look(text, 'fill');
    return [...faint];
}"""


def test_words_can_be_read_in_every_theme(page):
    assert told(page, _FAINT, TEXT) == {}


def test_on_a_phone_the_picture_comes_first_and_nothing_scrolls_sideways(phone):
    assert (
        told(
            phone,
            """root => {
            const faults = [];
            const width = root.clientWidth;
            // A grip at the edge may reach over it, and is cut off there.
            if (getComputedStyle(root).overflowX !== 'clip') faults.push('scrolls');
            const edge = root.getBoundingClientRect().right + 1;
            for (const element of root.querySelectorAll(':not(.lossviz-handle, svg *)'))
                if (element.getBoundingClientRect().right > edge) faults.push(element.outerHTML);
            const top = selector => root.querySelector(selector).getBoundingClientRect().top;
            const order = ['.lossviz-picture', '.lossviz-sentence', '.lossviz-panel'].map(top);
            if (order.some((y, i) => i && y <= order[i - 1])) faults.push(`order ${order}`);
            for (const range of root.querySelectorAll('input[type=range]'))
                if (range.offsetWidth < 0.6 * width) faults.push(`track ${range.offsetWidth}`);
            for (const element of root.querySelectorAll('button, input, label'))
                if (element.offsetHeight && element.offsetHeight < 44 && !element.closest('label'))
                    faults.push(`${element.outerHTML} is ${element.offsetHeight} high`);
            return faults;
        }""",
        )
        == {}
    )


def test_on_a_phone_every_text_of_a_picture_can_be_read(phone):
    assert (
        told(
            phone,
            """root => [...root.querySelectorAll('svg text')]
            .map(text => {
                const {a, b} = text.getScreenCTM();  // it may be turned
                const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(a, b);
                return [text.textContent, size];
            })
            .filter(([words, size]) => words.trim() && size < 10)""",
        )
        == {}
    )
