"""What a learner sees and does, in the real JupyterLab in the real Chromium."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from browser_driver import CHROMIUM, chromium, jupyterlab, open_notebook, run_all
from playwright.sync_api import expect

if CHROMIUM is None:
    pytest.skip(
        "the browser tests need Chromium: install it with your system's packages",
        allow_module_level=True,
    )

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))
SENTENCE = "p[role=status]"
# A notebook of its own, for what a learner does while a network trains.
LIVE = (
    "from lossviz.explorers import live_training",
    "live = live_training()\nlive",
    "print('answered', live.running, live.figure.run.step)",
)
# A busy machine is slow, and slow is not wrong.
expect.set_options(timeout=60_000)


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    root = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS:
        shutil.copy(notebook, root)
    live = [nbformat.v4.new_code_cell(source) for source in LIVE]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(
        nbformat.v4.new_notebook(cells=live, metadata={"kernelspec": kernel}), root / "live.ipynb"
    )
    with jupyterlab(root, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.complaints = []
    page.on(
        "console",
        lambda message: page.complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    yield page
    page.close()


def explorer(page, first_line: str):
    """The code cell that starts with ``first_line``, scrolled into view."""
    cell = page.locator(".jp-CodeCell", has_text=first_line).first
    cell.scroll_into_view_if_needed()
    return cell


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_notebook_shows_pictures_without_running(lab, page, notebook):
    page.set_viewport_size({"width": 1280, "height": 20_000})
    open_notebook(page, lab, notebook.name)
    pictures = page.locator(".jp-OutputArea-output img")
    expect(pictures).to_have_count(notebook.read_text().count('"image/png": "'))
    for picture in pictures.all():
        assert picture.evaluate("image => image.complete && image.naturalWidth > 500")
    assert page.get_by_text("model not found").count() == 0


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_run_all_gives_live_explorers_without_complaint(lab, page, notebook):
    page.set_viewport_size({"width": 1280, "height": 20_000})
    open_notebook(page, lab, notebook.name)
    run_all(page)
    explorers = notebook.read_text().count('"image/png": "')
    live = page.locator(SENTENCE)
    expect(live).to_have_count(explorers)
    assert page.locator(".jp-RenderedText[data-mime-type*=stderr], [role=alert]").count() == 0
    assert [text for text in page.complaints if "lossviz" in text or "widget" in text.lower()] == []


def test_preset_slider_and_reset_move_picture_and_sentence(lab, page):
    open_notebook(page, lab, "03_sigmoid_saturation.ipynb")
    run_all(page)
    cell = explorer(page, "experiment = neuron_experiment()")
    sentence, picture = cell.locator(SENTENCE), cell.locator("svg[role=img]")
    expect(sentence).to_contain_text("The neuron starts")
    first_words, first_picture = sentence.text_content(), picture.inner_html()

    cell.get_by_role("button", name="Experiment 2: starts at 0.98").click()
    expect(sentence).to_contain_text("to 0.2028 with squared error")
    assert picture.inner_html() != first_picture
    preset_picture = picture.inner_html()

    handle = cell.get_by_role("slider").first
    handle.focus()
    height = cell.bounding_box()["height"]
    page.keyboard.press("ArrowRight")
    expect(sentence).to_contain_text("starts at z = 4.10")
    assert picture.inner_html() != preset_picture
    assert cell.bounding_box()["height"] == height

    cell.get_by_role("button", name="Reset").click()
    expect(sentence).to_have_text(first_words)


def test_play_walks_the_neuron_and_pause_stops_it(lab, page):
    open_notebook(page, lab, "03_sigmoid_saturation.ipynb")
    run_all(page)
    cell = explorer(page, "walk = neuron_walk()")
    cell.locator(SENTENCE).wait_for()
    cell.get_by_title("Play").or_(cell.locator("button:has(.fa-play)")).first.click()
    expect(cell.locator(SENTENCE)).to_contain_text(re.compile(r"After ([5-9]|\d\d+) steps"))
    cell.locator("button:has(.fa-pause)").first.click()
    page.wait_for_timeout(400)
    stopped = cell.locator(SENTENCE).inner_text()
    page.wait_for_timeout(400)
    assert cell.locator(SENTENCE).inner_text() == stopped


def test_a_network_trains_while_cells_and_controls_are_answered(lab, page):
    open_notebook(page, lab, "live.ipynb")
    run_all(page)
    cell = page.locator(".jp-CodeCell").nth(1)
    sentence, picture = cell.locator(SENTENCE), cell.locator("svg[role=img]")
    state = cell.locator("span[role=status]")
    page.wait_for_timeout(500)
    expect(state).to_have_text("Ready.")  # Run All starts nothing
    expect(sentence).to_contain_text("Step 0 on two moons")
    first_picture, height = picture.inner_html(), cell.bounding_box()["height"]

    def press(name):
        return cell.get_by_role("button", name=re.compile(rf"(^|\W){name}$"))

    def step():
        return int(re.search(r"Step ([\d,]+)", sentence.text_content())[1].replace(",", ""))

    press("Start").focus()
    page.keyboard.press("Enter")
    expect(state).to_have_text("Training …")
    expect(sentence).to_contain_text(re.compile(r"Step [1-9]\d\d"))
    assert picture.inner_html() != first_picture
    assert cell.bounding_box()["height"] == height

    cell.get_by_role("button", name="squared error", exact=True).click()
    expect(sentence).to_contain_text("with squared error")
    question = page.locator(".jp-CodeCell").nth(2)
    question.locator(".cm-content").click()
    page.keyboard.press("Control+Enter")
    expect(question.locator(".jp-OutputArea-output")).to_contain_text(
        re.compile(r"answered True [1-9]\d+")
    )
    before = step()
    expect(sentence).not_to_contain_text(f"Step {before} ")

    press("Pause").click()
    expect(state).to_have_text("Paused.")
    page.wait_for_timeout(300)
    paused = step()
    page.wait_for_timeout(500)
    assert step() == paused
    press("Step").click()
    expect(sentence).to_contain_text(f"Step {paused + 5:,} ")

    press("Start").click()
    expect(state).to_have_text("Training …")
    page.click(".lm-MenuBar-itemLabel:text-is('Kernel')")
    page.click("[data-command='kernelmenu:interrupt']")
    expect(state).to_contain_text("Stopped by an interrupt")

    press("Restart").click()
    expect(sentence).to_contain_text("Step 0 on two moons")
    assert page.locator("[role=alert]").count() == 0
