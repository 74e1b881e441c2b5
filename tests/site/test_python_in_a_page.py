"""Python in a page of the real browser: it draws, trains, judges, and says what goes wrong."""

import os
import re

import pytest
from pyodide_here import needs_pyodide

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import expect
from python_page import write

from lossviz.chapters.ch03_sigmoid_saturation.two_starts import TwoStarts
from tools.browser_driver import CHROMIUM, chromium
from tools.site import python
from tools.site.serve import Handler, serving

pytestmark = [
    needs_pyodide,
    pytest.mark.skipif(CHROMIUM is None, reason="the browser tests need Chromium"),
    pytest.mark.skipif("LOSSVIZ_SITE" not in os.environ, reason="a part of make test-site"),
]
PATIENCE = 120_000  # milliseconds
MOST = 20e6  # bytes that a click may transfer
RIGHT = """
def jensen_shannon(p, q):
    m = (p + q) / 2
    return (kl_divergence(p, m) + kl_divergence(q, m)) / 2

check("1.4", jensen_shannon)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("python_page")
    write(folder, "two_starts", "live_training")
    with serving(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def context(browser):
    """Pages of one person."""
    return browser.new_context(viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="module")
def page(context, site):
    """A page on which Python is, and what came over the network for it."""
    page = context.new_page()
    page.asked = []
    page.on("request", lambda asked: page.asked.append(asked.url))
    page.goto(f"{site[1]}page.html")
    page.weight = page.evaluate("engine.weigh()")
    page.evaluate("show('two_starts')")
    page.evaluate("engine.start().then(() => {})")
    expect(explorer(page).get_by_role("img")).to_be_visible(timeout=PATIENCE)
    return page


def explorer(page, name="two_starts"):
    return page.locator(f"[data-picture={name}]")


def sentence(page, name="two_starts"):
    return explorer(page, name).get_by_role("img").get_attribute("aria-label")


def expect_sentence(page, words, name="two_starts"):
    expect(explorer(page, name).get_by_role("img")).to_have_attribute(
        "aria-label", words, timeout=PATIENCE
    )


def press_right(page, times):
    slider = explorer(page).get_by_role("slider").first
    slider.focus()
    for _ in range(times):
        page.keyboard.press("ArrowRight")


def test_it_weighs_what_it_said_and_loads_from_nowhere_else(page, site):
    assert 10 < page.weight < MOST / 1e6
    assert page.evaluate("engine.megabytes") == 0
    assert [url for url in page.asked if not url.startswith((site[1], "data:", "blob:"))] == []


def test_a_slider_moves_what_python_draws(page):
    twin = TwoStarts()
    expect_sentence(page, twin.sentence)
    places = twin.parameters[0].places
    start = places.index(twin.values[twin.parameters[0].name])
    press_right(page, 5)
    twin.update(**{twin.parameters[0].name: places[start + 5]})
    expect_sentence(page, twin.sentence)


def test_a_training_trains(page):
    page.evaluate("show('live_training')")
    shown = explorer(page, "live_training")
    expect(shown.get_by_role("img")).to_be_visible(timeout=PATIENCE)
    shown.get_by_role("button", name="Start", exact=True).click()
    expect(shown.locator(".lossviz-state")).to_have_text("Training …")
    expect(shown).to_contain_text(re.compile(r"Step [1-9]"), timeout=PATIENCE)
    shown.get_by_role("button", name="Pause").click()
    expect(shown.locator(".lossviz-state")).to_have_text("Paused.")


def test_what_was_loaded_is_not_loaded_again(context, page, site):
    other = context.new_page()
    asked = []
    other.goto(f"{site[1]}page.html")
    assert other.evaluate("engine.weigh()") == 0
    other.on("request", lambda request: asked.append(request.url))
    other.evaluate("engine.start().then(() => {})")
    assert [url for url in asked if ".whl" in url or ".wasm" in url or ".zip" in url] == []
    other.close()


def test_an_exercise_is_judged_and_code_without_end_ends_python_alone(page):
    judged = page.evaluate("code => engine.check('1.4', code)", RIGHT)
    assert judged["right"] is True
    endless = RIGHT.replace("    m = (p + q) / 2", "    while True:\n        m = 0")
    judged = page.evaluate("code => engine.check('1.4', code)", endless)
    assert "still running after" in judged["text"]
    # Here no judge looks at the clock: the page does.
    said = page.evaluate("engine.check('1.4', 'while True: pass').catch(({ message }) => message)")
    assert said.startswith("Your code was still running after ten seconds")
    assert page.evaluate("engine.state") == "ended"
    # Another Python goes on where the first one was.
    before = sentence(page)
    page.evaluate("engine.start().then(() => {})")
    press_right(page, 1)
    expect(explorer(page).get_by_role("img")).not_to_have_attribute(
        "aria-label", before, timeout=PATIENCE
    )


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ("missing", "is missing (404)"),
        ("another", "is not what this page was made with"),
        ("lost", "Failed to fetch"),
        ("no worker", "a file of this site is missing"),
        ("no inventory", "python.json is missing"),
    ],
)
def test_what_cannot_be_had_is_said_and_another_try_may_do(browser, site, how, words):
    page = browser.new_page()
    pattern = {"no worker": "**/worker.js", "no inventory": "**/python.json"}.get(
        how, "**/contourpy*.whl"
    )
    answers = {
        "another": lambda route: route.fulfill(body=b"something else"),
        "lost": lambda route: route.abort(),
    }
    page.route(pattern, answers.get(how, lambda route: route.fulfill(status=404)))
    page.goto(f"{site[1]}page.html")
    said = page.evaluate("engine.start().catch(({ message }) => message)")
    assert said.startswith("Python could not be loaded. What is stored still moves.")
    assert words in said
    assert page.evaluate("engine.state") == "failed"
    if how == "lost":  # and the connection is back
        page.unroute(pattern)
        page.evaluate("engine.start().then(() => {})")
        assert page.evaluate("engine.state") == "ready"
    page.close()


def test_a_connection_that_breaks_off_half_way_is_said(browser, site, monkeypatch):
    whole = Handler.copyfile

    def half(handler, source, out):
        if "numpy" not in handler.path:
            whole(handler, source, out)
            return
        content = source.read()
        out.write(content[: len(content) // 2])
        handler.close_connection = True

    monkeypatch.setattr(Handler, "copyfile", half)
    page = browser.new_page()
    page.goto(f"{site[1]}page.html")
    said = page.evaluate("engine.start().catch(({ message }) => message)")
    assert said.startswith("Python could not be loaded. What is stored still moves.")
    assert "(network error)" in said
    assert page.evaluate("engine.state") == "failed"
    assert page.evaluate("engine.weigh()") > 3  # half of NumPy is not kept
    page.close()


def test_where_pyodides_network_is_blocked_it_is_said(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("LOSSVIZ_PYODIDE", str(tmp_path / "nowhere"))
    write(tmp_path / "site", "two_starts")
    network = python.PYODIDE["network"]
    with serving(tmp_path / "site") as address:
        page = browser.new_page()
        page.route(f"{network}**", lambda route: route.abort("blockedbyclient"))
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{address}page.html")
        said = page.evaluate("engine.start().catch(({ message }) => message)")
        assert said.startswith("Python could not be loaded. What is stored still moves.")
        assert [url for url in asked if not url.startswith((address, network))] == []
        page.close()


def test_a_browser_without_room_runs_python_and_keeps_nothing(browser, site):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site[1]}page.html")
    quota = {"origin": site[1].rstrip("/"), "quotaSize": 1000}
    context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", quota)
    page.evaluate("show('two_starts')")
    page.evaluate("engine.start().then(() => {})")
    expect(explorer(page).get_by_role("img")).to_be_visible(timeout=PATIENCE)
    assert page.evaluate("engine.weigh()") > 10
    context.close()
