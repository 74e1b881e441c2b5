"""What a learner sees and does, in the real JupyterLab in the real Chromium."""

import ast
import re
import shutil
from pathlib import Path

import nbformat
import needs_chromium  # noqa: F401
import pytest
from driven_explorer import DrivenExplorer
from explorer_on_a_page import PATIENCE
from playwright.sync_api import expect
from scratch import write_notebook

from benchmarks.kernel import explorer_makers
from tools.browser_driver import close_kernels, open_notebook, run_all
from tools.notebooks import notebooks_in

NOTEBOOKS = notebooks_in()
EXPLORER = ".lossviz-explorer"
SENTENCE = ".lossviz-sentence"
NOTICE = "[role=alert]"
# A notebook of its own, for what a learner does while a network trains.
LIVE = (
    "from lossviz.explorers import live_training",
    "live = live_training()\nlive",
    "print('answered', live.running, live.picture.step)",
)
# A notebook in which explorers stand between pictures and widgets of somebody else.
MIXED = (
    "import ipywidgets\nfrom IPython.display import Image, display\n"
    "from lossviz.explorers import line_fit, neuron_gradient, progress\n"
    "from lossviz.chapters import picture",
    "picture = Image(picture('line_fit')().png(), width=301)\nslider = ipywidgets.IntSlider()\n"
    "display(picture, slider, picture)\ndisplay(line_fit())\ndisplay(slider, picture)",
    "for _ in progress('abc', 'letters'):\n    print('before')\nneuron_gradient()",
)
MAKERS = {maker.__name__: maker for maker in explorer_makers()}
ERROR = (
    f".jp-OutputArea-output[data-mime-type*=error], [data-mime-type*=stderr], {NOTICE}:not(:empty)"
)
expect.set_options(timeout=1000 * PATIENCE)


def pictures_in(path: Path) -> int:
    """How many outputs of a stored notebook hold a picture."""
    cells = nbformat.read(path, as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def explorers_in(path: Path) -> list:
    """The makers of the explorers that a notebook shows, in its order."""
    found = []
    for cell in nbformat.read(path, as_version=4).cells:
        if any("image/png" in output.get("data", {}) for output in cell.get("outputs", [])):
            for node in ast.walk(ast.parse(cell.source)):
                if isinstance(node, ast.Call):
                    called = node.func
                    name = called.attr if isinstance(called, ast.Attribute) else called.id
                    found += [MAKERS[name]] if name in MAKERS else []
    return found


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The folder that JupyterLab shows."""
    root = tmp_path_factory.mktemp("lab")
    for notebook in NOTEBOOKS:
        shutil.copy(notebook, root)
    shutil.copy(root / "01_entropy.ipynb", root / "comeback.ipynb")
    write_notebook(root / "live.ipynb", LIVE)
    write_notebook(root / "mixed.ipynb", MIXED)
    return root


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda path: path.stem)
def opened(request, lab, browser):
    """A notebook, open in JupyterLab and not yet run.

    Presets jump, for time's sake; how they glide has a test of its own.
    """
    page = browser.new_page(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page.notebook, page.complaints = request.param, []
    page.on(
        "console",
        lambda message: page.complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    open_notebook(page, lab, request.param.name)
    yield page
    page.close()
    close_kernels(lab)


@pytest.fixture(scope="module")
def ran(opened):
    """The same notebook after Run All."""
    opened.stored_pictures = opened.locator(".jp-OutputArea-output img").count()
    run_all(opened)
    return opened


def test_opened_without_running_pictures_and_numbers_are_there(opened):
    outputs = opened.locator(".jp-OutputArea-output")
    pictures = outputs.locator("img")
    expect(pictures).to_have_count(pictures_in(opened.notebook))
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 500
    unfolded = [
        cell
        for cell in nbformat.read(opened.notebook, as_version=4).cells
        if not cell.metadata.get("jupyter", {}).get("outputs_hidden")
    ]
    printed = [o.text for cell in unfolded for o in cell.get("outputs", []) if "text" in o]
    texts = opened.locator(".jp-OutputArea-output[data-mime-type*=stdout]")
    expect(texts).to_have_count(
        len(printed), timeout=30_000
    )  # JupyterLab fills in what is far down
    shown = texts.all_text_contents()
    assert [text.strip() for text in shown] == [text.strip() for text in printed]
    expect(opened.get_by_text("model not found")).to_have_count(0)


def test_run_all_gives_live_explorers_without_complaint(ran):
    expect(ran.locator(EXPLORER)).to_have_count(len(explorers_in(ran.notebook)))
    expect(ran.get_by_text("model not found")).to_have_count(0)
    # While cells run, an explorer may have said that Python is busy; what is wrong stays.
    expect(ran.locator(ERROR)).to_have_text([])


def test_every_control_preset_and_reset_moves_picture_and_sentence(ran):
    roots, known = ran.locator(EXPLORER), set()
    for index, maker in enumerate(explorers_in(ran.notebook)):
        root = roots.nth(index)
        root.scroll_into_view_if_needed()
        twin = maker()
        try:
            DrivenExplorer(ran, root, twin).drive(known)
        except AssertionError as error:
            raise AssertionError(f"{maker.__name__}: {error}") from error
        finally:
            twin.close()
    assert ran.locator(ERROR).all_text_contents() == []
    assert ran.complaints == []


def test_every_explorer_is_in_a_notebook():
    shown = {maker.__name__ for path in NOTEBOOKS for maker in explorers_in(path)}
    assert shown == set(MAKERS)


def test_a_network_trains_while_cells_and_controls_are_answered(lab, browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    open_notebook(page, lab, "live.ipynb")
    run_all(page)
    cell = page.locator(".jp-CodeCell").nth(1)
    sentence, picture = cell.locator(SENTENCE), cell.locator("svg[role=img]")
    state = cell.locator(".lossviz-state")
    page.wait_for_timeout(500)
    expect(state).to_have_text("Ready.")  # Run All starts nothing
    expect(sentence).to_contain_text("Step 0 on two moons")
    first_picture, height = picture.inner_html(), cell.bounding_box()["height"]

    def press(name):
        return cell.get_by_role("button", name=name, exact=True)

    def step():
        return int(re.search(r"Step ([\d,]+)", sentence.text_content())[1].replace(",", ""))

    press("Start").focus()
    page.keyboard.press("Enter")
    expect(state).to_have_text("Training …")
    expect(sentence).to_contain_text(re.compile(r"Step [1-9]\d\d"))
    assert picture.inner_html() != first_picture
    assert cell.bounding_box()["height"] == height

    cell.get_by_role("radio", name="quadratic cost").click()
    expect(sentence).to_contain_text("with quadratic cost")
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
    expect(page.locator(ERROR)).to_have_text([])
    page.close()


# What an explorer shows of itself: alive, or else a picture, and the words below it. Other pictures
# have no such words.
ALIVE = EXPLORER
STORED = ".jp-OutputArea:has(.lossviz-words) > .jp-OutputArea-child img:not([width='301'])"
WORDS = ".jp-RenderedHTMLCommon > .lossviz-words"
OTHER_PICTURES = ".jp-OutputArea-output > img[width='301']"
OTHER_SLIDERS = ".jp-OutputArea-output > .widget-slider"
ERROR_LINE = "Error displaying widget: model not found"


def expect_visible(page, **counts: int) -> None:
    """Wait until so many of each can be seen; any others are there, but unseen."""
    for name, count in counts.items():
        seen = page.locator(f"{globals()[name]} >> visible=true")
        expect(seen, name).to_have_count(count)


def save(page, path: Path, views: int) -> None:
    """Save, and wait until the file holds what was displayed last."""
    page.keyboard.press("Control+s")
    for _ in range(10 * PATIENCE):
        if path.read_text().count("application/vnd.jupyter.widget-view+json") == views:
            return
        page.wait_for_timeout(100)
    raise AssertionError("the notebook was not saved with its explorers")


def visit(browser, lab, name):
    # High enough for a short notebook: what moves has jumped, and was not scrolled.
    page = browser.new_page(viewport={"width": 1280, "height": 3000})
    open_notebook(page, lab, name)
    return page


def choose(page, menu: str, command: str) -> None:
    page.click(f".lm-MenuBar-itemLabel:text-is('{menu}')")
    page.click(f"[data-command='{command}']")


def test_whoever_comes_back_sees_pictures_and_no_error_line(lab, root, browser):
    path = root / "comeback.ipynb"
    page = visit(browser, lab, path.name)
    count = len(explorers_in(path))
    expect_visible(page, ALIVE=0, STORED=count, WORDS=count)
    run_all(page)
    expect_visible(page, ALIVE=count, STORED=0, WORDS=0)
    sentences = page.locator(f"{ALIVE} {SENTENCE}")
    expect(sentences).to_have_text([re.compile(".")] * count)
    said = sentences.all_text_contents()
    save(page, path, views=count)

    page.reload()  # the kernel lives
    expect_visible(page, ALIVE=count, STORED=0, WORDS=0)
    page.locator(ALIVE).first.get_by_role("slider").first.press("End")
    expect(sentences.first).not_to_have_text(said[0])
    page.close()
    close_kernels(lab)

    page = visit(browser, lab, path.name)
    expect(page.get_by_text(ERROR_LINE)).to_have_count(count)  # it would say so, and is not seen
    expect(page.get_by_text("Error displaying widget").locator("visible=true")).to_have_count(0)
    expect_visible(page, ALIVE=0, STORED=count, WORDS=count)
    for sentence, picture, words in zip(
        said, page.locator(STORED).all(), page.locator(WORDS).all(), strict=True
    ):
        assert picture.evaluate("image => image.naturalWidth") > 500
        assert picture.bounding_box()["width"] > 500
        expect(words).to_contain_text(sentence)
        expect(words).to_contain_text("run the cells above and then this one")

    run_all(page)
    expect_visible(page, ALIVE=count, STORED=0, WORDS=0)
    page.close()
    close_kernels(lab)


def test_an_explorer_that_has_lost_its_kernel_says_what_to_do_and_does_not_jump(lab, browser):
    page = visit(browser, lab, "mixed.ipynb")
    run_all(page)
    expect_visible(page, ALIVE=2)
    expect(page.locator(f"{ALIVE} {SENTENCE}")).to_have_text([re.compile(".")] * 2)
    boxes = [explorer.bounding_box() for explorer in page.locator(ALIVE).all()]
    choose(page, "Kernel", "kernelmenu:restart")
    page.click(".jp-Dialog-button.jp-mod-warn, .jp-Dialog-button.jp-mod-accept")
    said = re.compile("The kernel was restarted .*Run the cells above and then this one.")
    expect(page.locator(f"{ALIVE} {NOTICE}")).to_have_text([said] * 2)
    expect_visible(page, ALIVE=2, STORED=0)
    assert [explorer.bounding_box() for explorer in page.locator(ALIVE).all()] == boxes
    run_all(page)
    expect(page.locator(f"{ALIVE} {NOTICE}")).to_have_text([""] * 2)
    page.close()
    close_kernels(lab)


def test_run_all_in_a_second_tab_leaves_pictures_in_the_first(lab, browser):
    first = visit(browser, lab, "mixed.ipynb")
    run_all(first)
    expect_visible(first, ALIVE=2, STORED=0, WORDS=0)
    second = visit(browser, lab.replace("/lab/tree", "/lab/workspaces/second/tree"), "mixed.ipynb")
    run_all(second)
    expect_visible(second, ALIVE=2, STORED=0, WORDS=0)
    expect_visible(first, ALIVE=0, STORED=2, WORDS=2)
    first.close()
    second.close()
    close_kernels(lab)


def test_pictures_and_widgets_of_somebody_else_stay_as_they_are(lab, root, browser):
    page = visit(browser, lab, "mixed.ipynb")
    run_all(page)
    expect_visible(page, ALIVE=2, STORED=0, OTHER_PICTURES=3, OTHER_SLIDERS=2)
    expect(page.get_by_text("letters: 3 of 3")).to_be_visible()
    save(page, root / "mixed.ipynb", views=4)
    page.close()
    close_kernels(lab)
    page = visit(browser, lab, "mixed.ipynb")
    expect(page.get_by_text(ERROR_LINE)).to_have_count(4)
    expect_visible(page, ALIVE=0, STORED=2, OTHER_PICTURES=3)
    expect(page.get_by_text(ERROR_LINE).locator("visible=true")).to_have_count(2)  # the sliders'
    page.close()
    close_kernels(lab)
