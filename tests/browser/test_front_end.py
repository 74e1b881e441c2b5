"""How an explorer feels under the hand: in the real JupyterLab, with small pictures of our own."""

import itertools
import math

import needs_chromium  # noqa: F401
import pytest
import small_pictures
from driven_explorer import DrivenExplorer
from explorer_on_a_page import PATIENCE, PageExplorer
from handles_on_a_page import Finger, Handles
from playwright.sync_api import expect
from scratch import Scratch, until

from lossviz.explorable.widgets import Explorer

TIME, SHIFT, RIGHT, UP = "time t, in s", "shift", "right x", "up y"
PICTURES = {
    "plane": small_pictures.Plane,
    "triangle": small_pictures.Triangle,
    "wave": small_pictures.Wave,
}
expect.set_options(timeout=1000 * PATIENCE)


def test_every_way_to_move_leads_to_the_picture_that_belongs_there(scratch):
    for name in PICTURES:
        root = scratch.show(name)
        twin = getattr(small_pictures, name)()
        DrivenExplorer(scratch.page, root, twin).drive(set())
        twin.close()


def test_a_state_seen_before_needs_no_answer_and_python_learns_of_it(scratch):
    scratch.show("triangle")
    top = "top's share"
    assert not scratch.moves_at_once(top, 20)  # nobody has drawn it yet
    expect(scratch.sentence).to_contain_text("Top has 42%")
    scratch.moves_at_once(top, 14)
    told = scratch.asked('"known":true')
    assert scratch.moves_at_once(top, 20)
    until(lambda: scratch.asked('"known":true') > told, "Python does not learn of the move")
    assert scratch.run("print(explorer.values['top'])") == "0.42"


@pytest.mark.parametrize("how", ["pointer", "focus"])
def test_what_the_hand_comes_near_to_is_drawn_before_it_is_wanted(scratch, how):
    scratch.show("plane")
    warm = scratch.asked('"kind":"warm"')
    slider = scratch.range(RIGHT)
    slider.hover() if how == "pointer" else slider.focus()
    until(lambda: scratch.asked('"kind":"warm"') > warm, "nothing is asked for ahead")
    fresh = itertools.chain(range(21, 41), range(19, -1, -1))  # places that were never shown
    until(lambda: scratch.moves_at_once(RIGHT, next(fresh)), "no move was drawn at once")


def test_presets_are_drawn_before_anybody_comes_near(scratch):
    scratch.show("wave")
    fresh = iter([110])

    def jump():
        return scratch.moves_at_once(TIME, next(fresh))

    until(lambda: scratch.asked('"presets":true'), "no preset is asked for ahead")
    scratch.run("pass")  # what Python was asked before this, it has drawn
    assert jump()


def test_of_a_fast_hand_only_the_newest_wish_is_asked(scratch):
    scratch.show("triangle")
    before = scratch.asked('"kind":"ask"')
    scratch.range("top's share").evaluate(
        """range => { for (let place = 15; place <= 45; place++) {
            range.value = place;
            range.dispatchEvent(new Event('input', {bubbles: true}));
        } }"""
    )
    expect(scratch.sentence).to_contain_text("Top has 92%")
    assert scratch.run("print(explorer.values['top'])") == "0.92"
    assert scratch.asked('"kind":"ask"') - before == 2


@pytest.mark.parametrize("name", PICTURES)
def test_a_handle_follows_a_finger_and_the_page_stays(lab, browser, name):
    context = browser.new_context(viewport={"width": 700, "height": 600}, has_touch=True)
    page = context.new_page()
    scratch = Scratch(page).open(lab).run_all()
    root = scratch.show(name)
    layout = root.locator("[data-layout]").get_attribute("data-layout")
    finger = Finger(page)
    twin = Explorer(PICTURES[name](narrow=layout == "narrow"))
    explorer = Handles(page, root, twin, pointer=finger)
    picture = root.locator(".lossviz-picture")
    picture.scroll_into_view_if_needed()

    def scrolled():
        return root.evaluate(
            """root => {
                let sum = 0;
                for (let e = root; e; e = e.parentElement) sum += e.scrollTop + e.scrollLeft;
                return sum;
            }"""
        )

    before = scrolled()
    for index, handle in enumerate(twin.picture.handles):
        explorer.drag(index, handle.parameters)
    assert scrolled() == before
    # Beside the handle, the same finger scrolls: nothing else has kept the page where it was.
    box = picture.bounding_box()
    x, y = box["x"] + 0.9 * box["width"], box["y"] + 0.9 * box["height"]
    up = -1 if scrolled() > 100 else 1
    finger.move(x, y)
    finger.down()
    for step in range(1, 6):
        finger.move(x, y - 30 * step * up)
    finger.up()
    until(lambda: scrolled() != before, "a finger does not scroll the page at all")
    assert scratch.complaints == []
    twin.close()
    context.close()


def test_a_finger_needs_no_aim(lab, browser):
    context = browser.new_context(viewport={"width": 700, "height": 600}, has_touch=True)
    scratch = Scratch(context.new_page()).open(lab).run_all()
    small = scratch.explorer.locator("button, input[type=range], label").evaluate_all(
        """elements => elements.filter(e => e.offsetHeight && e.offsetHeight < 44)
            .map(e => `${e.outerHTML}: ${e.offsetHeight}`)"""
    )
    assert small == []
    context.close()


def test_keys_belong_to_the_control_that_has_the_focus(scratch):
    scratch.show("wave")
    cells = scratch.page.locator(".jp-Cell").count()
    slider, keyboard = scratch.range(TIME), scratch.page.keyboard
    slider.focus()
    for key in ("ArrowRight", "d", "d", "a", "x", "ArrowUp"):  # d d deletes a cell in command mode
        keyboard.press(key)
    expect(slider).to_have_attribute("aria-valuetext", "0.2 s")
    assert scratch.page.locator(".jp-Cell").count() == cells
    assert slider.evaluate("slider => slider === document.activeElement")
    prompt = scratch.page.locator(".jp-CodeCell").nth(1).locator(".jp-InputPrompt")
    before = prompt.text_content()
    keyboard.press("Shift+Enter")
    until(
        lambda: prompt.text_content() not in (before, "[*]:"), "Shift+Enter does not run the cell"
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("3", "3.0 s"), ("-1.5", "−1.5 s"), ("−2", "−2.0 s"), ("2.50 s", "2.5 s"), ("1e0", "1.0 s")],
)
def test_a_typed_value_is_taken(scratch, typed, shown):
    scratch.show("wave")
    box = scratch.explorer.get_by_role("textbox", name=TIME)
    box.fill(typed)
    box.press("Enter")
    expect(scratch.range(TIME)).to_have_attribute("aria-valuetext", shown)
    expect(box).to_have_value(shown.removesuffix(" s"))
    expect(scratch.sentence).to_contain_text(f"after {shown}.")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("1,5", "“1,5” is not a number; time t, in s goes from −6.0 to 6.0."),
        ("2.44", "the nearest value there is 2.4."),
        ("7", "the nearest value there is 6.0."),
        ("<b>", "“<b>” is not a number"),
    ],
)
def test_a_typed_value_is_refused_with_the_reason(scratch, typed, reason):
    scratch.show("wave")
    box = scratch.explorer.get_by_role("textbox", name=TIME)
    height = scratch.explorer.bounding_box()["height"]
    box.fill(typed)
    box.press("Tab")
    expect(scratch.notice).to_contain_text(reason)
    expect(box).to_have_value("0.0")
    assert scratch.explorer.bounding_box()["height"] == height
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.notice).to_be_empty()


def test_escape_takes_back_what_was_typed(scratch):
    scratch.show("wave")
    box = scratch.explorer.get_by_role("textbox", name=TIME)
    box.fill("5")
    box.press("Escape")
    expect(box).to_have_value("0.0")
    box.blur()
    expect(scratch.range(TIME)).to_have_attribute("aria-valuetext", "0.0 s")


def test_values_that_do_not_go_together_are_refused_and_nothing_moves(scratch):
    root = scratch.show("plane")
    scratch.range(UP).press("End")
    expect(scratch.sentence).to_contain_text("0.00, 1.00")
    height = root.bounding_box()["height"]
    scratch.range(RIGHT).press("End")
    expect(scratch.notice).to_contain_text("add up to more than 1.5; take one of them back.")
    twin = small_pictures.plane()
    explorer = PageExplorer(scratch.page, root, twin)
    assert explorer.values(explorer.await_state("refused")) == {"x": 0.0, "y": 1.0}
    assert root.bounding_box()["height"] == height
    scratch.range(RIGHT).press("ArrowLeft")
    expect(scratch.notice).to_be_empty()
    assert explorer.values(explorer.await_state("moved on")) == {"x": -0.05, "y": 1.0}
    twin.close()


# Every value that a slider has had, from now on.
_WATCH = """range => {
    window.seen = [];
    const look = () => window.seen.push(Number(range.value));
    new MutationObserver(look).observe(range, {attributeFilter: ['aria-valuetext']});
}"""


def test_a_preset_glides(scratch):
    root = scratch.show("wave")
    fresh = itertools.cycle(range(61, 101))
    until(lambda: scratch.moves_at_once(TIME, next(fresh)), "nothing is drawn ahead")
    assert scratch.moves_at_once(TIME, 60)
    expect(scratch.sentence).to_contain_text("after 0.0 s")
    scratch.range(TIME).evaluate(_WATCH)
    root.get_by_role("button", name="Far right").click()
    expect(root.get_by_role("button", name="Far right")).to_have_attribute("aria-pressed", "true")
    expect(scratch.sentence).to_contain_text("after 5.0 s")
    seen = scratch.page.evaluate("window.seen")
    assert seen == sorted(seen)
    assert 60 < seen[0] < 110
    assert seen[-1] == 110
    assert scratch.run("print(explorer.values['t'])") == "5.0"


def test_a_preset_jumps_for_those_who_want_no_motion(scratch):
    root = scratch.show("wave")
    scratch.page.emulate_media(reduced_motion="reduce")
    scratch.range(TIME).evaluate(_WATCH)
    root.get_by_role("button", name="The other one").click()
    expect(scratch.sentence).to_contain_text("cosine is 0.28 after −5.0 s")
    assert set(scratch.page.evaluate("window.seen")) == {10}
    root.get_by_role("button", name="Reset").click()
    expect(scratch.sentence).to_contain_text("sine & more is 0.00")
    scratch.page.emulate_media(reduced_motion="no-preference")


def test_a_film_shows_every_state_and_plays_again_from_its_start(scratch):
    root = scratch.show("wave")
    scratch.range(SHIFT).press("End")
    expect(scratch.sentence).to_contain_text("sine & more is 0.28")
    scratch.range(SHIFT).evaluate(_WATCH)
    root.get_by_role("button", name="Play shift").click()
    expect(root.get_by_role("button", name="Pause shift")).to_be_visible()
    expect(root.get_by_role("button", name="Play shift")).to_be_visible()  # it ends by itself
    seen = scratch.page.evaluate("window.seen")
    assert seen[0] == 0
    assert seen[-1] == 60
    assert seen == sorted(seen)
    expect(scratch.sentence).to_contain_text("sine & more is 0.28")


def test_a_screen_reader_hears_the_state_at_rest_only(scratch):
    root = scratch.show("wave")
    heard = root.locator("[role=status].lossviz-spoken")
    picture = root.get_by_role("img")
    expect(picture).to_have_accessible_name("The sine & more is 0.00 after 0.0 s.")
    expect(heard).to_be_empty()  # nobody has moved it
    heard.evaluate(
        """line => {
            window.heard = [];
            new MutationObserver(() => window.heard.push(line.textContent))
                .observe(line, {childList: true});
        }"""
    )
    slider = scratch.range(TIME)
    slider.evaluate(
        """async range => { for (let place = 61; place <= 80; place++) {
            range.value = place;
            range.dispatchEvent(new Event('input', {bubbles: true}));
            await new Promise(resolve => setTimeout(resolve, 20));
        } }"""
    )
    expect(heard).to_contain_text("after 2.0 s")
    expect(picture).to_have_accessible_name("The sine & more is 0.91 after 2.0 s.")
    assert 1 <= len(list(filter(None, scratch.page.evaluate("window.heard")))) <= 2
    expect(heard).to_be_empty()  # or it would be read twice: it is the picture's name
    assert picture.locator("text").count() > 0
    assert "text" not in picture.aria_snapshot()  # nor are ticks and labels read one by one


def test_the_mouse_grabs_a_handle_off_its_middle_without_a_jump(scratch):
    root = scratch.show("plane")
    twin = small_pictures.plane()
    explorer = PageExplorer(scratch.page, root, twin)
    before = explorer.await_state("at first")
    box = root.locator(".lossviz-handle").bounding_box()
    x, y = box["x"] + 0.75 * box["width"], box["y"] + 0.5 * box["height"]
    mouse = scratch.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x + 0.5, y)
    assert explorer.await_state("grabbed")["controls"] == before["controls"]
    mouse.move(x + 80, y)
    moved = explorer.await_state("dragged", lambda state: state["controls"] != before["controls"])
    mouse.up()
    after = root.locator(".lossviz-handle").bounding_box()
    assert math.isclose(after["x"] - box["x"], 80, abs_tol=box["width"])
    assert explorer.values(moved)["y"] == 0
    twin.close()
