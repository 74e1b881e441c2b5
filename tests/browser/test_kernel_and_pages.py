"""A kernel that is busy, gone or told nonsense, and more than one page with the same explorer."""

import json
import os
import signal
import urllib.request

import needs_chromium  # noqa: F401
import pytest
from explorer_on_a_page import PATIENCE
from playwright.sync_api import expect
from scratch import Scratch, until

TIME = "time t, in s"
expect.set_options(timeout=1000 * PATIENCE)


def keep_some_frames(scratch):
    """Have frames to the right of the first state ready, and move over all of them."""
    slider = scratch.range(TIME)
    slider.focus()
    for place in range(61, 66):
        scratch.page.keyboard.press("ArrowRight")
        expect(scratch.sentence).to_contain_text(f"after {(place - 60) / 10:.1f} s")
    return slider


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop a process")
def test_while_python_does_not_answer_kept_states_move_and_others_come_later(alone):
    pid = int(alone.run("import os\nprint(os.getpid())"))
    keep_some_frames(alone)
    os.kill(pid, signal.SIGSTOP)
    try:
        assert alone.moves_at_once(TIME, 62)
        assert alone.moves_at_once(TIME, 64)
        assert not alone.moves_at_once("shift", 33)  # nobody has drawn it, nor what is around it
        expect(alone.notice).to_contain_text("No answer from Python yet")
        alone.moves_at_once("shift", 0)
        expect(alone.sentence).to_contain_text("sine & more is 0.39 after 0.4 s")
        assert not alone.moves_at_once("shift", 34)
    finally:
        os.kill(pid, signal.SIGCONT)
    expect(alone.sentence).to_contain_text("sine & more is −0.14 after 0.4 s")
    expect(alone.notice).to_be_empty()
    assert alone.run("print(explorer.values['shift'])") == "34"


def test_while_a_cell_runs_kept_states_move_and_others_come_after_it_if_not_before(alone, root):
    keep_some_frames(alone)
    go = root / "go"
    alone.begin(
        "import pathlib, time\nprint('begun')\n"
        "while not pathlib.Path('go').exists():\n    time.sleep(0.01)\nprint('done')"
    )
    output = alone.page.locator(".jp-CodeCell").nth(2).locator(".jp-OutputArea-output")
    expect(output).to_contain_text("begun")
    assert alone.moves_at_once(TIME, 62)
    assert alone.moves_at_once(TIME, 64)
    alone.moves_at_once("shift", 34)
    go.touch()
    expect(output).to_contain_text("done")
    expect(alone.sentence).to_contain_text("sine & more is −0.14 after 0.4 s")
    expect(alone.notice).to_be_empty()
    assert alone.run("print(explorer.values['shift'])") == "34"


def ask_server(lab, path, how="GET"):
    """Ask Jupyter's server, past JupyterLab."""
    address, _, question = lab.format("").replace("/lab/tree/", "/api/").partition("?")
    address = f"{address}{path}?{question.partition('&')[0]}"
    with urllib.request.urlopen(urllib.request.Request(address, method=how)) as answer:
        return json.loads(answer.read() or "null")


def says_what_to_do_and_moves_what_it_has(scratch, words):
    """Kept states move; one that is not kept is not shown, and the explorer says why."""
    slider = scratch.range(TIME)
    assert scratch.moves_at_once(TIME, 62)
    expect(scratch.sentence).to_contain_text("after 0.2 s")
    scratch.range("shift").focus()
    scratch.page.keyboard.press("End")
    expect(scratch.notice).to_contain_text(words)
    expect(scratch.sentence).to_contain_text("after 0.2 s")
    slider.focus()
    scratch.page.keyboard.press("ArrowRight")
    expect(scratch.notice).to_contain_text(words)
    # The browser itself complains of addresses at which no kernel answers any more.
    assert [words for words in scratch.complaints if "/api/kernels/" not in words] == []


def test_after_a_restart_it_shows_what_it_has_kept_and_says_what_to_do(alone):
    keep_some_frames(alone)
    box = alone.explorer.bounding_box()
    alone.page.click(".lm-MenuBar-itemLabel:text-is('Kernel')")
    alone.page.click("[data-command='kernelmenu:restart']")
    alone.page.click(".jp-Dialog-button.jp-mod-warn, .jp-Dialog-button.jp-mod-accept")
    expect(alone.notice).to_contain_text("Run the cells above and then this one.")
    assert alone.explorer.bounding_box() == box
    says_what_to_do_and_moves_what_it_has(alone, "Run the cells above and then this one.")
    expect(alone.range("shift")).to_have_attribute("aria-valuetext", "0")  # back: nothing is there
    alone.run_all()
    expect(alone.notice).to_be_empty()
    alone.range(TIME).press("ArrowLeft")
    expect(alone.sentence).to_contain_text("after −0.1 s")


@pytest.mark.parametrize(
    ("how", "words"),
    [("DELETE", "Run the cells above and then this one."), ("POST", "No answer from Python yet")],
)
def test_a_kernel_that_was_ended_or_restarted_from_elsewhere(lab, alone, how, words):
    keep_some_frames(alone)
    kernel = next(s["kernel"]["id"] for s in ask_server(lab, "sessions") if s["path"] == alone.name)
    ask_server(lab, f"kernels/{kernel}" + ("/restart" if how == "POST" else ""), how)
    says_what_to_do_and_moves_what_it_has(alone, words)


def save(scratch, root):
    """Save, and wait until the file shows the explorer: a page that opens it then has it."""
    scratch.page.keyboard.press("Control+s")
    path = root / scratch.name
    until(lambda: "widget-view+json" in path.read_text(encoding="utf-8"), "it was not saved")


def test_pages_follow_each_other_and_python(lab, browser, root, alone):
    save(alone, root)
    other = Scratch(browser.new_page(viewport={"width": 1280, "height": 900}), alone.name)
    other.open(lab.replace("/lab/tree", "/lab/workspaces/second/tree"))
    expect(other.sentence).to_contain_text("after 0.0 s")
    alone.range(TIME).press("ArrowRight")
    expect(other.sentence).to_contain_text("after 0.1 s")
    expect(other.range(TIME)).to_have_attribute("aria-valuetext", "0.1 s")
    other.range(TIME).press("End")
    expect(alone.sentence).to_contain_text("after 6.0 s")
    expect(alone.range(TIME)).to_have_attribute("aria-valuetext", "6.0 s")
    alone.explorer.get_by_role("button", name="The other one").click()
    expect(alone.sentence).to_contain_text("after −5.0 s")
    expect(other.sentence).to_contain_text("cosine is 0.28 after −5.0 s")
    expect(other.explorer.get_by_role("button", name="The other one")).to_have_attribute(
        "aria-pressed", "true"
    )
    alone.run("explorer.set(t=3.0)")
    for page in (alone, other):
        expect(page.sentence).to_contain_text("after 3.0 s")
        expect(page.range(TIME)).to_have_attribute("aria-valuetext", "3.0 s")
    other.page.close()


def test_a_page_of_another_layout_follows(lab, browser, root, alone):
    save(alone, root)
    other = Scratch(browser.new_page(viewport={"width": 640, "height": 900}), alone.name)
    other.open(lab.replace("/lab/tree", "/lab/workspaces/second/tree"))
    expect(other.sentence).to_contain_text("after 0.0 s")
    layouts = [
        page.explorer.locator("[data-layout]").get_attribute("data-layout")
        for page in (alone, other)
    ]
    assert layouts == ["wide", "narrow"]
    alone.range(TIME).press("ArrowRight")
    expect(other.sentence).to_contain_text("after 0.1 s")
    other.range(TIME).press("End")
    expect(alone.sentence).to_contain_text("after 6.0 s")
    other.page.close()


def test_opened_again_with_its_kernel_alive_it_is_where_it_was(root, alone):
    alone.range(TIME).press("End")
    expect(alone.sentence).to_contain_text("after 6.0 s")
    save(alone, root)
    alone.page.reload()
    expect(alone.sentence).to_contain_text("after 6.0 s")
    expect(alone.range(TIME)).to_have_attribute("aria-valuetext", "6.0 s")
    alone.range(TIME).press("Home")
    expect(alone.sentence).to_contain_text("after −6.0 s")


# What a page of a stranger, an old page or a broken one may say.
_NONSENSE = [
    None,
    "hello",
    [],
    {},
    {"kind": "dance"},
    {"kind": "ask"},
    {"kind": "hello", "page": "x", "layout": "round"},
    *(
        {"kind": "ask", "page": "x", "layout": "wide", "seq": 1, "key": key, "known": False}
        for key in ("", "0", "0,0,0,0", "61,0,0", "-1,0,0", "0,0,2", "0,0,x", "1e9,0,0", 7, None)
    ),
    {"kind": "ask", "page": "x", "layout": "wide", "seq": "1", "key": "0,0,0", "known": False},
    {"kind": "warm", "page": "x", "layout": "wide", "key": "0,0,0", "parameters": ["w"]},
    {"kind": "warm", "page": "x", "layout": "wide", "key": "0,0,0", "parameters": [3]},
    {"kind": "warm", "page": "x", "layout": "wide", "key": "9,9,9", "parameters": ["t"]},
    {"kind": "press", "page": "x", "layout": "wide", "label": "Far right"},
    {"kind": "reset", "page": "x", "layout": "wide"},
    {"kind": "do", "page": "x", "layout": "wide", "action": "start"},
]


def test_nonsense_changes_nothing_in_python(scratch):
    scratch.show("wave")
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.sentence).to_contain_text("after 0.1 s")
    said = scratch.run(
        f"before = explorer.values\nfor message in {_NONSENSE!r}:\n"
        "    explorer._source.hear(message)\nprint(explorer.values == before)"
    )
    assert said == "True"
    expect(scratch.sentence).to_contain_text("after 0.1 s")
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.sentence).to_contain_text("after 0.2 s")
    expect(scratch.notice).to_be_empty()


_FOR_OTHERS = """
frame = explorer._source._frame('wide')
old = dict(page='x', layout='wide', skeletons={}, key='0,0,0', frame=frame)
for message in (
    dict(kind='stock', page='x', layout='wide', frames={'0,61,0': frame}, last=True),
    dict(kind='welcome', still='', **old),
    dict(kind='refuse', page='x', seq=1, key='0,0,0', reason='Not for you.'),
    dict(kind='dance'),
):
    explorer.widget.send(message)
print('sent')
"""


def test_messages_for_another_page_change_nothing_here(scratch):
    scratch.show("wave")
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.sentence).to_contain_text("after 0.1 s")
    picture = scratch.explorer.get_by_role("img").inner_html()
    assert scratch.run(_FOR_OTHERS) == "sent"
    assert scratch.run("print('heard')") == "heard"
    assert scratch.explorer.get_by_role("img").inner_html() == picture
    expect(scratch.notice).to_be_empty()
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.sentence).to_contain_text("after 0.2 s")


@pytest.mark.parametrize(
    "message",
    [
        "dict(kind='push', layout='wide', count=1, key='0,70,0', frame=[99, {}, [['?']], []])",
        "dict(kind='push', layout='wide', count=1, key='0,700,0', frame=source._frame('wide'))",
        "dict(kind='push', layout='wide', count=1, key='nonsense', frame=source._frame('wide'))",
        "dict(kind='stock', layout='wide', frames=7, last=True)",
        "dict(kind='push')",
    ],
)
def test_a_broken_message_from_python_is_told_and_survived(scratch, message):
    scratch.show("wave")
    scratch.run(f"source = explorer._source\nexplorer.widget.send({message})")
    scratch.range(TIME).press("Home")
    expect(scratch.sentence).to_contain_text("after −6.0 s")
    scratch.range(TIME).press("ArrowRight")
    expect(scratch.sentence).to_contain_text("after −5.9 s")
    expect(scratch.notice).to_be_empty()


def test_a_closed_explorer_leaves_its_picture(scratch):
    scratch.show("wave")
    scratch.run("explorer.close()")
    expect(scratch.explorer).to_have_count(0)
    expect(scratch.page.locator(".jp-OutputArea-output > img")).to_be_visible()
