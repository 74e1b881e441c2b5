"""Explorers on pages of the web edition: they move without a kernel, and without Python."""

import os
import re
import shutil
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import needs_chromium  # noqa: F401
import pytest
from driven_explorer import DrivenExplorer
from explorer_on_a_page import PATIENCE, PageExplorer
from playwright.sync_api import Page, expect

from lossviz import explorers
from lossviz.chapters import picture, pictures
from lossviz.explorable import LivePicture
from lossviz.explorable.frames import values_of
from tools.site import explorer_pages, frames, guesses

ROOT = Path(__file__).resolve().parents[2]
# What `make site` has built; without it three explorers are stored here: a film, a plane, choices.
WHOLE_SITE = os.environ.get("LOSSVIZ_SITE")
FEW = ("two_starts", "line_fit", "shift_and_heat")
# Requests to it never leave the browser.
HOST = "http://localhost"
PYTHON = re.compile(r"/(python\.json|engine\.js)$")


def names():
    return list(pictures()) if WHOLE_SITE else list(FEW)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the site."""
    if WHOLE_SITE:
        return Path(WHOLE_SITE)
    folder = tmp_path_factory.mktemp("site")
    frames.write(folder, FEW)
    served = folder / "_static" / "lossviz"
    shutil.copytree(ROOT / "site" / "script", served)
    for name in ("explorer.js", "explorer.css"):
        shutil.copy(ROOT / "lossviz" / "explorable" / "widgets" / name, served)
    return folder


class Visit:
    """A page of the site that is open, and what went wrong on it."""

    def __init__(self, browser, folder, width=1280, height=900, **options):
        self.folder = folder
        self.missing: list[re.Pattern] = [PYTHON]
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.context = browser.new_context(viewport={"width": width, "height": height}, **options)
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.context.route("**/*", self._serve)

    def _serve(self, route):
        address = route.request.url
        self.requests.append(address)
        path = self.folder / urlsplit(address).path.lstrip("/")
        if not address.startswith(HOST) or any(name.search(address) for name in self.missing):
            route.abort()
        elif path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404)

    def open(self, path):
        self.page.goto(f"{HOST}/{path}")
        return self

    def explorer(self, name, index=0):
        """The explorer of a picture, which moves by now."""
        figure = self.page.locator(f"figure[data-picture={name}]").nth(index)
        figure.scroll_into_view_if_needed()
        expect(figure).to_have_class(re.compile("lossviz-alive"), timeout=1000 * PATIENCE)
        return StoredExplorer(
            self.page, figure.locator(".lossviz-explorer"), getattr(explorers, name)()
        )


class StoredExplorer(DrivenExplorer):
    """An explorer that moves between stored states only."""

    # A grid of 20 points on a side has them so many places apart.
    def _goal(self, index, names, values):
        goal, reach = super()._goal(index, names, values)
        return goal, reach if len(names) == 1 else 4 * reach + 12

    def _press(self, label):
        """From another preset, a button may lead to a state that is not stored."""
        self._button("Reset").click()
        self.await_state("Reset", lambda state: self.values(state) == self.twin._defaults)
        super()._press(label)


@pytest.fixture
def visit(browser, folder):
    """Opens pages; in the end nothing may have gone wrong unseen."""
    visits = []

    def make(path, **options):
        visits.append(Visit(browser, folder, **options).open(path))
        return visits[-1]

    yield make
    for made in visits:
        made.context.close()
        assert made.complaints == []


@pytest.mark.parametrize("name", names())
def test_every_explorer_moves_without_python_as_python_would_move_it(visit, name):
    opened = visit(f"explorers/{name}.html")
    if issubclass(picture(name), LivePicture):
        explorer = opened.explorer(name)
        explorer.root.get_by_role("button", name="Start", exact=True).click()
        expect(explorer.root.get_by_role("alert")).to_contain_text("Python")
        return
    opened.explorer(name).drive(set())


# Presses Reset, and pulls at the first handle as soon as the first slider is back.
_INTERRUPT = """async root => {
    const slider = root.querySelector("input[type=range]");
    const moved = slider.value;
    root.querySelector(".lossviz-reset").click();
    while (slider.value === moved) await new Promise(requestAnimationFrame);
    const pull = { key: "ArrowDown", shiftKey: true };
    root.querySelector(".lossviz-handle").dispatchEvent(new KeyboardEvent("keydown", pull));
}"""


def test_a_hand_may_interrupt_the_way_back(visit):
    explorer = visit("explorers/line_fit.html").explorer("line_fit")
    slider = explorer.root.get_by_role("slider").first
    moved = explorer.move("ArrowRight", lambda: slider.press("ArrowRight"), 0)
    explorer.root.evaluate(_INTERRUPT)
    explorer.await_state(
        "interrupted",
        lambda state: explorer.values(state) not in (moved, explorer.twin._defaults),
    )
    expect(explorer.root.get_by_role("alert")).to_be_empty()


@pytest.mark.parametrize("name", FEW)
def test_an_explorer_on_a_phone_shows_what_python_would_show(visit, name):
    opened = visit(f"explorers/{name}.html", width=390, height=844, has_touch=True)
    explorer = opened.explorer(name)
    explorer.twin.picture.lay_out(narrow=True)
    slider = explorer.root.get_by_role("slider").first
    before = explorer.await_state("at first")
    slider.press("ArrowRight")
    explorer.await_state("ArrowRight", lambda state: state["controls"] != before["controls"])
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 390


# How much the figure is higher than its explorer, and than the room that was kept for it.
_ROOM = """figure => {
    const { bottom, height } = figure.getBoundingClientRect();
    const ends = [...figure.children].map(child => child.getBoundingClientRect().bottom);
    const kept = parseFloat(getComputedStyle(figure, "::before").height);
    return [bottom - Math.max(...ends), height - kept];
}"""


@pytest.mark.parametrize("name", FEW)
def test_the_room_of_an_explorer_is_kept_before_it_comes_alive(visit, name):
    opened = visit(f"explorers/{name}.html")
    opened.explorer(name)
    left, grown = opened.page.locator("figure").evaluate(_ROOM)
    assert left <= 40  # where a row of buttons breaks depends on the width, and is estimated
    assert grown <= 12


def test_nothing_is_asked_of_another_host_and_python_is_not_loaded(visit):
    opened = visit("explorers/two_starts.html")
    opened.explorer("two_starts").root.get_by_role("button", name="At the start").click()
    assert all(request.startswith(HOST) for request in opened.requests)
    files = sorted(Path(urlsplit(address).path).name for address in opened.requests)
    assert files.count("two_starts.json") == files.count("two_starts.wide.z") == 1
    assert "two_starts.narrow.z" not in files


def test_the_link_to_a_state_opens_that_state(visit):
    opened = visit("explorers/two_starts.html", permissions=["clipboard-read", "clipboard-write"])
    explorer = opened.explorer("two_starts")
    explorer.root.get_by_role("slider").first.press("End")
    shown = explorer.values(
        explorer.await_state("End", lambda s: "300" in s["controls"][0]["shown"])
    )
    opened.page.get_by_role("button", name="Copy link to this state").click()
    expect(opened.page.get_by_role("button", name="The link is copied")).to_be_visible()
    link = opened.page.evaluate("navigator.clipboard.readText()")
    assert parse_qs(link.partition("?")[2])["step"] == ["300"]
    other = visit(link.removeprefix(f"{HOST}/"))
    found = other.explorer("two_starts")
    assert found.values(found.await_state("the link", at_rest=True)) == shown


@pytest.mark.parametrize(
    "state", ["step=301", "nothing=1", "<img src=x onerror=alert(1)>", "step=%00&__proto__=1"]
)
def test_a_wrong_or_hostile_address_opens_the_first_state_and_says_so(visit, state):
    opened = visit(f"explorers/two_starts.html#two_starts?{state}")
    explorer = opened.explorer("two_starts")
    expect(explorer.root.get_by_role("alert")).to_contain_text("The address asks for a state")
    first = values_of(explorer.twin.picture.parameters, frames.shown()["two_starts"][0])
    assert explorer.values(explorer.await_state("at first")) == first
    html = opened.page.content()
    assert "onerror" not in html


def test_another_address_moves_an_explorer_that_is_there(visit):
    opened = visit("explorers/two_starts.html")
    explorer = opened.explorer("two_starts")
    opened.page.evaluate("location.hash = 'two_starts?step=120'")
    explorer.await_state("the address", lambda state: explorer.values(state)["step"] == 120)


def test_what_cannot_be_loaded_leaves_the_picture_and_comes_with_the_connection(browser, folder):
    visit = Visit(browser, folder)
    visit.missing.append(re.compile(r"\.z$"))
    visit.open("explorers/two_starts.html")
    figure = visit.page.locator("figure")
    expect(figure.get_by_role("status")).to_contain_text("could not be loaded")
    expect(figure.locator("img")).to_be_visible()
    expect(figure.locator("figcaption")).to_contain_text("The first neuron")
    visit.missing.pop()
    visit.page.evaluate("dispatchEvent(new Event('online'))")
    visit.explorer("two_starts").await_state("when the connection is back")
    assert visit.complaints == []
    visit.context.close()


def test_without_scripts_the_picture_and_its_sentence_are_there(visit):
    page: Page = visit("explorers/line_fit.html", java_script_enabled=False).page
    expect(page.locator("figure img")).to_be_visible()
    assert page.locator("figure img").evaluate("image => image.naturalWidth") > 0
    expect(page.locator("figcaption")).not_to_be_empty()


def test_an_explorer_works_in_a_frame_of_any_page(browser, folder, tmp_path):
    """The line that docs/teaching.md gives, in a page that knows nothing of lossviz."""
    text = (ROOT / "docs" / "teaching.md").read_text()
    line = re.search(r"<iframe .*?</iframe>", text)[0].replace("https://ADDRESS", HOST)
    visit = Visit(browser, folder)
    plain = folder / "plain.html"
    plain.write_text(f"<!DOCTYPE html><title>A slide</title><h1>A slide</h1>{line}")
    visit.open("plain.html")
    frame = visit.page.frame_locator("iframe")
    slider = frame.get_by_role("slider").first
    before = frame.locator(".lossviz-sentence").text_content()
    slider.press("End")
    expect(frame.locator(".lossviz-sentence")).not_to_have_text(before)
    box = visit.page.locator("iframe").bounding_box()
    height = frame.locator("body").evaluate("body => body.scrollHeight")
    assert height <= box["height"], "the frame is too low for the explorer"
    plain.unlink()
    visit.context.close()


def test_leaving_what_is_stored_brings_python_which_draws_the_state(browser, folder):
    serve = pytest.importorskip("tools.site.serve")
    if not (folder / "python" / "python.json").exists():
        pytest.skip("needs Python for the pages: make test-site")
    with serve.serving(folder) as address:
        page = browser.new_page()
        page.goto(f"{address}explorers/two_starts.html")
        sliders = page.get_by_role("slider")
        sliders.nth(0).press("PageUp")
        sliders.nth(1).press("ArrowRight")  # two controls together are not stored
        expect(page.get_by_role("alert")).to_contain_text("Python is being loaded")
        expect(page.locator(".lossviz-drawn-by")).to_contain_text("Live", timeout=4000 * PATIENCE)
        expect(page.get_by_role("alert")).to_be_empty()
        twin = explorers.two_starts()
        explorer = PageExplorer(page, page.locator(".lossviz-explorer"), twin)
        twin.set(**explorer.values(explorer.state()))
        assert twin.values["step"] > 0
        assert twin.values["first"] > twin._defaults["first"]
        # Another version of Matplotlib may write the same picture in other words.
        expect(page.locator(".lossviz-sentence")).to_have_text(twin.sentence)
        page.close()


def test_a_guess_stays_on_the_picture_as_python_would_draw_it(visit, folder):
    guesses.write(folder)
    address = "explorers/two_starts.html"
    page = (folder / address).read_text()
    asked = page.replace("data-picture=", 'data-guess="3.a" data-picture=')
    (folder / "explorers" / "guess.html").write_text(asked)
    opened = visit("explorers/guess.html")
    opened.page.evaluate("localStorage.setItem('lossviz:guess:3.a', '25')")
    opened.page.reload()
    explorer = opened.explorer("two_starts")
    expect(explorer.root.locator(".lossviz-sentence")).to_contain_text("Your guess was 25 steps")
    explorer.root.get_by_role("slider").first.press("ArrowRight")
    twin = explorer.twin
    twin.set(step=1)
    twin.keep(25)
    expect(explorer.root.locator(".lossviz-sentence")).to_have_text(twin.sentence)
    drawn, _ = guesses.ghost(twin.picture, 25)
    (line,) = re.findall(r'<path d="([^"]+)"', drawn)
    assert f'd="{line}"' in opened.page.content()
    (folder / "explorers" / "guess.html").unlink()


def test_each_page_names_its_chapter_and_links_to_it(folder):
    for name in names():
        page = (folder / explorer_pages.PAGES / f"{name}.html").read_text()
        assert f'href="../{explorer_pages.notebook_of(name)}.html#{name}"' in page
        assert (ROOT / "notebooks" / f"{explorer_pages.notebook_of(name)}.ipynb").exists()
