"""Exercises and predictions in the real browser: on a small page, and on those of `make site`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from playwright.sync_api import Browser, Locator, Page, expect

from lossviz import check, exercises
from tools.browser_driver import CHROMIUM, chromium
from tools.site import tasks

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
# What `make site` has built, if it was called.
SITE = Path(os.environ.get("LOSSVIZ_SITE") or ROOT / "nowhere").resolve()
PYTHON_SECONDS = 120  # until the page's Python is there, on a busy machine
FORGETFUL = "This browser does not store it, so it is gone when you leave the page."

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="the browser tests need Chromium: install it with your system"
)

BEHIND = (
    '<details class="fold lossviz-answer"><summary>The picture that answers</summary>'
    "<figure>Ming</figure></details>"
)
TASK = '<div class="lossviz-task" data-kind="{0}" data-name="{1}"><pre>{0}("{1}")</pre>{2}</div>'
ANSWER = "<details><summary>The answer</summary><pre>it is {}</pre></details>"
PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="{theme}"><head><meta charset="utf-8"><title>Tasks</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<link rel="stylesheet" href="_static/lossviz/tasks.css">
<style>
:root {{ --paper: #fdfcf9; --wash: #f5f2ea; --ink: #23211e; --soft: #635e56; --accent: #0b5f98 }}
[data-theme=dark] {{ color-scheme: dark; --paper: #16171a; --wash: #1e2024; --ink: #e6e3dc;
  --soft: #aba69c; --accent: #7cbcf0 }}
body {{ margin: 0 auto; max-width: 40rem; padding: 1rem; font: 18px/1.6 serif; color: var(--ink);
  background: var(--paper) }}
</style>
<script type="module" src="_static/lossviz/tasks.js"></script></head>
<body><main><h1>Tasks</h1>{tasks}</main></body></html>
"""
# In place of the page's Python: its code is judged by the test's.
ENGINE = """
class Engine extends EventTarget {
  state = "off";
  megabytes = 18.4;
  progress = { share: 0, words: "" };
  async weigh() {}
  become(state, words) {
    Object.assign(this, { state, megabytes: 0, progress: { share: 0.4, words } });
    this.dispatchEvent(new Event("change"));
  }
  async call(name, { code }) {
    await this.start();
    window.before = code;
  }
  async check(exercise, code) {
    await this.start();
    if (code.includes("while True")) {
      this.become("ended", "");
      throw new Error("Your code was still running after ten seconds.");
    }
    return window.run(code);
  }
  async start() {
    if (this.state !== "ready") {
      this.become("loading", "Loading Python: 40 %");
      await new Promise((resolve) => addEventListener("loaded", resolve, { once: true }));
      this.become("ready", "");
    }
  }
}
export const engine = new Engine();
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def page_of(theme: str) -> str:
    asked = [
        ("predict", "3.a", ""),
        ("reveal", "3.a", ANSWER.format("172 steps")),
        ("predict", "1.b", ""),
        ("reveal", "1.b", ANSWER.format("Ming")),
        ("check", "1.1", ""),
        ("check", "1.3", ""),
        ("check", "1.4", ""),
        ("check", "0.99", ""),
    ]
    told = "".join(
        f"<p>{kind} {name}</p>{TASK.format(kind, name, more)}{BEHIND * (kind == 'reveal')}"
        for kind, name, more in asked
    )
    return PAGE.format(theme=theme, tasks=told)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    tasks.write(folder)
    shutil.copytree(ROOT / "site" / "script", folder / "_static" / "lossviz")
    (folder / "_static" / "lossviz" / "engine.js").write_text(ENGINE)
    for theme in ("light", "dark"):
        (folder / f"{theme}.html").write_text(page_of(theme), encoding="utf-8")
    with serving(folder) as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A fresh visit, in which nothing may go wrong unseen."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    complaints: list[str] = []
    page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.expose_function("run", run)
    page.goto(f"{address}/light.html")
    expect(task(page, "check", "1.1").locator("form")).to_be_visible()
    yield page
    page.close()
    assert complaints == []


def run(code: str) -> dict[str, Any]:
    """What the page's Python makes of a cell."""
    names: dict[str, Any] = {}
    exec("import numpy as np\nfrom lossviz import *", names)
    replies = []

    def judge(name: str, answer: object) -> object:
        replies.append(check(name, answer))
        return replies[-1]

    names["check"] = judge
    with suppress(Exception):
        exec(code, names)
    if not replies:
        return {"text": "", "right": None, "error": "NameError in line 2: no such name"}
    return {"text": replies[-1].text, "right": replies[-1].right, "error": ""}


def task(page: Page, kind: str, name: str) -> Locator:
    return page.locator(f'.lossviz-task[data-kind="{kind}"][data-name="{name}"]')


def said(place: Locator) -> str:
    return " ".join(place.locator("[role=status]").inner_text().split())


def test_a_number_is_judged_and_hints_come_one_by_one(page):
    place = task(page, "check", "1.1")
    field = place.get_by_label("Your answer")
    for typed in ("3", "2.5", "1.79", "−2.585"):
        field.fill(typed)
        assert said(place) == ""
        field.press("Enter")
        expected = check("1.1", float(typed.replace("−", "-"))).text
        assert said(place) == expected.replace(
            'hint("1.1") gives a hint.', "The button “Hint” gives a hint."
        )
        expect(place.locator("[role=status]")).to_have_attribute("data-right", "false")
    field.fill("log2(6)")
    place.get_by_role("button", name="Check").click()
    assert "“log2(6)” is not a plain number" in said(place)
    field.fill("2.585")
    field.press("Enter")
    assert said(place) == check("1.1", 2.585).text
    expect(place.locator("[role=status]")).to_have_attribute("data-right", "true")

    given = exercises.known()["1.1"].hints
    place.get_by_role("button", name="Hint").click()
    assert place.get_by_role("listitem").all_inner_texts() == [f"Hint 1 of 2: {given[0]}"]
    place.get_by_role("button", name="Next hint").click()
    last = place.get_by_role("button", name="No more hints")
    last.press("Enter")
    assert len(place.get_by_role("listitem").all()) == 2


def test_a_choice_is_made_with_the_keys(page):
    place = task(page, "check", "1.3")
    place.get_by_role("button", name="Check").click()
    assert said(place) == "Choose one of the answers first."
    place.get_by_role("radio", name="(a)").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    assert said(place) == check("1.3", "a").text
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert said(place) == check("1.3", "c").text


def test_a_guess_is_kept_and_the_truth_is_nowhere_before_it_is_asked_for(page):
    guess, truth = task(page, "predict", "3.a"), task(page, "reveal", "3.a")
    assert "172" not in page.locator("main").inner_text()
    assert "no guess yet" in truth.inner_text()
    truth.get_by_role("link", name="Guess first").click()
    guess.get_by_label("Your guess").fill("1000")
    guess.get_by_role("button", name="Keep my guess").click()
    assert said(guess) == "1,000 cannot be: it is somewhere from 0 to 300 steps. Guess again."
    guess.get_by_label("Your guess").fill("25 steps")
    page.keyboard.press("Enter")
    assert said(guess) == "Your guess is kept: 25 steps. Read on; you will see."
    page.reload()
    expect(guess.get_by_label("Your guess")).to_have_value("25")
    assert "You guessed 25 steps." in truth.inner_text()
    assert "172" not in page.locator("main").inner_text()
    truth.get_by_role("button", name="Show what came out").click()
    assert said(truth) == exercises.predictions()["3.a"].reply(25.0).text
    truth.get_by_role("button", name="Hide it again").click()
    assert "172" not in page.locator("main").inner_text()


def test_one_may_look_without_a_guess(page):
    truth = task(page, "reveal", "1.b")
    picture = truth.locator("xpath=following-sibling::details[1]/figure")
    expect(picture).to_be_hidden()
    truth.get_by_role("button", name="Show what came out").click()
    assert said(truth) == exercises.predictions()["1.b"].reply(None).text
    expect(picture).to_be_visible()
    guess = task(page, "predict", "1.b")
    guess.get_by_role("radio", name="B: Wang").check()
    guess.get_by_role("button").click()
    assert said(truth) == exercises.predictions()["1.b"].reply("B").text


def test_a_browser_that_stores_nothing_says_so_and_goes_on(page):
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full') } }")
    guess = task(page, "predict", "3.a")
    guess.get_by_label("Your guess").fill("172")
    page.keyboard.press("Enter")
    assert said(guess) == f"Your guess is kept: 172 steps. Read on; you will see. {FORGETFUL}"
    assert "You guessed 172 steps." in task(page, "reveal", "3.a").inner_text()


def test_what_was_stored_by_somebody_else_is_no_guess(page):
    page.evaluate("localStorage.setItem('lossviz:guess:3.a', '<img src=x onerror=alert(1)>')")
    page.reload()
    assert "no guess yet" in task(page, "reveal", "3.a").inner_text()


def test_code_is_written_kept_and_judged(page):
    place = task(page, "check", "1.4")
    code = place.get_by_label("Your code")
    begun = 'def jensen_shannon(p, q): ...\n\n\ncheck("1.4", jensen_shannon)'
    expect(code).to_have_value(begun)
    expect(place.get_by_text("The first check starts Python here: 19 MB, once.")).to_be_visible()

    code.press("Control+a")
    page.keyboard.type("def js(p, q):\nm = (p + q) / 2\nreturn (kl_divergence(p, m) + 1) / 2\n")
    page.keyboard.press("Shift+Tab")
    page.keyboard.type('check("1.4", js)')
    wrong = "def js(p, q):\n    m = (p + q) / 2\n    return (kl_divergence(p, m) + 1) / 2\n"
    expect(code).to_have_value(wrong + 'check("1.4", js)')
    page.keyboard.press("Control+Enter")
    expect(place.get_by_text("Loading Python: 40 %")).to_be_visible()
    page.evaluate("dispatchEvent(new Event('loaded'))")
    expect(place.locator("[role=status]")).to_contain_text("Not yet: ")
    expect(place.locator("pre")).to_contain_text("expected")
    assert "kl_divergence" in page.evaluate("window.before")

    page.reload()
    expect(code).to_have_value(wrong + 'check("1.4", js)')
    code.fill(wrong.replace("+ 1", "+ kl_divergence(q, m)") + 'check("1.4", js)')
    place.get_by_role("button", name="Check").click()
    page.evaluate("dispatchEvent(new Event('loaded'))")
    expect(place.locator("[role=status]")).to_have_attribute("data-right", "true")
    assert said(place).startswith("Right, in all")

    place.get_by_role("button", name="Start again").click()
    expect(code).to_have_value(begun)
    place.get_by_role("button", name="Back to my code").click()
    expect(code).not_to_have_value(begun)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("while True: pass", "Your code was still running after ten seconds."),
        ("unknown", "Your code stops: NameError in line 2: no such name"),
    ],
)
def test_code_that_fails_is_answered_in_a_sentence(page, typed, answer):
    place = task(page, "check", "1.4")
    place.get_by_label("Your code").fill(typed)
    page.keyboard.press("Control+Enter")
    page.evaluate("dispatchEvent(new Event('loaded'))")
    expect(place.locator("[role=status]")).to_have_text(answer)
    expect(place.get_by_role("button", name="Check")).not_to_have_attribute("aria-disabled", "true")


def test_tab_indents_and_escape_lets_it_go(page):
    place = task(page, "check", "1.4")
    code = place.get_by_label("Your code")
    code.fill("a\nb\n\nc")
    code.press("Control+a")
    page.keyboard.press("Tab")
    expect(code).to_have_value("    a\n    b\n\n    c")
    page.keyboard.press("Shift+Tab")
    expect(code).to_have_value("a\nb\n\nc")
    code.press("End")
    page.keyboard.press("Tab")
    expect(code).to_have_value("a\nb\n\nc    ")
    page.keyboard.press("Control+z")
    expect(code).to_have_value("a\nb\n\nc")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(place.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Tab")
    expect(code).not_to_be_focused()


def test_who_comes_by_with_tab_goes_on_with_tab(page):
    place = task(page, "check", "1.4")
    code = place.get_by_label("Your code")
    begun = code.input_value()
    code.focus()
    page.keyboard.press("Tab")
    expect(place.get_by_role("button", name="Check")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(code).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(code).not_to_be_focused()
    expect(code).to_have_value(begun)
    code.click()
    page.keyboard.press("Tab")
    expect(code).to_be_focused()
    expect(code).not_to_have_value(begun)


def test_what_is_unknown_or_cannot_be_loaded_stays_as_it_was_stored(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/light.html")
    expect(task(page, "check", "1.1").locator("form")).to_be_visible()
    expect(task(page, "check", "0.99").locator("pre")).to_have_text('check("0.99")')
    page.route("**/tasks.json", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("could not be loaded, so nothing is checked here")).to_be_visible()
    expect(task(page, "check", "1.1").locator("pre")).to_be_visible()
    task(page, "reveal", "3.a").get_by_text("The answer").click()
    expect(page.get_by_text("it is 172 steps")).to_be_visible()
    page.close()


def test_without_scripts_the_stored_cells_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/light.html")
    expect(task(page, "check", "1.1").locator("pre")).to_be_visible()
    expect(page.get_by_text("The answer").first).to_be_visible()
    expect(page.get_by_text("it is 172 steps")).not_to_be_visible()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scroll_and_everybody_can_use_it(browser, address, theme):
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}/{theme}.html")
    place = task(page, "check", "1.1")
    place.get_by_label("Your answer").fill("3")
    place.get_by_role("button", name="Check").click()
    place.get_by_role("button", name="Hint").click()
    task(page, "reveal", "1.b").get_by_role("button").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = page.evaluate(
        """[...document.querySelectorAll("button, input[type=text], fieldset label")]
        .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < 44).length"""
    )
    assert small == 0
    if AXE.exists():
        page.add_script_tag(path=AXE)
        found = page.evaluate("axe.run().then(({violations}) => violations)")
        assert [v["id"] for v in found if v["impact"] in ("serious", "critical")] == []
    context.close()


# The site as it was built


@pytest.fixture(scope="module")
def built() -> Iterator[str]:
    if not SITE.exists():
        pytest.skip("the whole site is tested by `make test-site`")
    with serving(SITE) as address:
        yield address


def test_every_task_of_the_site_can_be_answered(browser, built):
    page = browser.new_page()
    tasks_seen = 0
    for chapter in sorted(path.stem for path in SITE.glob("[0A]*_*.html")):
        page.goto(f"{built}/{chapter}.html")
        places = page.locator(".lossviz-task")
        tasks_seen += places.count()
        expect(page.locator(".lossviz-task[data-ready]")).to_have_count(places.count())
    assert tasks_seen >= len(exercises.known()) + 2 * len(exercises.predictions())
    page.close()


def test_the_python_of_a_page_judges_a_function_and_outlives_an_endless_loop(browser, built):
    if not (SITE / "python" / "python.json").exists():
        pytest.skip("this site was built without Python")
    page = browser.new_page()
    page.goto(f"{built}/03_sigmoid_saturation.html")
    place = task(page, "check", "3.4")
    code, status = place.get_by_label("Your code"), place.locator("[role=status]")
    right = (
        "def train_tanh(w, b, learning_rate, steps):\n"
        "    for _ in range(steps):\n"
        "        change = learning_rate * (np.tanh(w + b) + 1) * (1 - np.tanh(w + b) ** 2)\n"
        "        w, b = w - change, b - change\n"
        "    return np.tanh(w + b)\n\n\n"
    )
    for written, answer in [
        (right + 'check("3.4", train_tanh)', "Right, in all"),
        ('check("3.4", train_by_hand)', "This is the sigmoid neuron of section 1"),
        ("while True:\n    pass", "Is there a loop without end?"),
        ("1 / 0", "ZeroDivisionError in line 1"),
        (right + 'check("3.4", train_tanh)', "Right, in all"),
    ]:
        code.fill(written)
        code.press("Control+Enter")
        expect(status).to_contain_text(answer, timeout=1000 * PYTHON_SECONDS)
    page.close()
