"""The live training: what runs, what stops it, and what stays free meanwhile."""

import asyncio
import gc
import signal
import threading
import time
import weakref

import ipywidgets
import numpy as np
import pytest

from lossviz.explorable import live_source
from lossviz.explorable.widgets import explorer as explorer_module
from lossviz.explorers import live_training
from tools.page import Page


@pytest.fixture(scope="module")
def shared():
    explorer = live_training()
    yield explorer
    explorer.close()


@pytest.fixture
def explorer(shared):
    send = shared._source._send
    yield shared
    shared._source._send = send  # pages of the test before are gone
    shared.reset()


def words(explorer) -> str:
    return explorer._source.state["words"]


def drawing(explorer) -> str:
    return explorer.picture.moving_layer()


@pytest.mark.parametrize(
    "move",
    [
        lambda explorer: explorer.set(data="xor", loss="quadratic cost"),
        lambda explorer: explorer.set(start="hidden saturated", seed=3),
        lambda explorer: explorer.press("η too large"),
        lambda explorer: explorer.step(20),
    ],
)
def test_reset_shows_the_first_picture_again(explorer, move):
    page = Page(explorer)
    first = page.drawing
    for back in (explorer.reset, page.reset):
        move(explorer)
        assert page.drawing == drawing(explorer) != first
        back()
        assert page.drawing == drawing(explorer) == first
        assert page.state["words"] == "Ready."


async def until(condition, seconds=20.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come about"
        await asyncio.sleep(0.005)


def step_of(explorer) -> int:
    return explorer.picture.step


def test_making_it_trains_nothing(explorer):
    async def show():
        made = live_training()
        made._ipython_display_()
        await asyncio.sleep(0.2)
        assert (step_of(made), made.running, words(made)) == (0, False, "Ready.")
        made.close()

    asyncio.run(show())


def test_start_trains_and_pause_stops_at_once(explorer):
    async def watch():
        explorer.start()
        assert explorer.running
        await until(lambda: step_of(explorer) >= 15)
        assert words(explorer) == "Training …"
        explorer.pause()
        stopped = step_of(explorer)
        await asyncio.sleep(0.2)
        assert (step_of(explorer), explorer.running) == (stopped, False)
        assert words(explorer) == "Paused."
        explorer.start()
        await until(lambda: step_of(explorer) > stopped)
        explorer.pause()
        await until(lambda: len(asyncio.all_tasks()) == 1)

    asyncio.run(watch())


def test_a_run_in_frames_gives_the_weights_of_a_run_in_one_piece(explorer):
    async def watch():
        explorer.start()
        await until(lambda: step_of(explorer) >= 20)
        explorer.pause()

    asyncio.run(watch())
    other = live_training()
    other.step(step_of(explorer))
    for one, two in zip(explorer.picture.run.weights, other.picture.run.weights, strict=True):
        np.testing.assert_array_equal(one, two)
    assert explorer.sentence == other.sentence
    other.close()


def test_settings_hold_from_the_next_step(explorer):
    async def watch():
        explorer.start()
        await until(lambda: step_of(explorer) >= 10)
        explorer.set(loss="quadratic cost", learning_rate=16.0)
        changed = step_of(explorer)
        Page(explorer).move(data="circles")
        assert "on circles, with quadratic cost, SGD and learning rate 16 " in explorer.sentence
        await until(lambda: step_of(explorer) > changed)
        assert explorer.running
        assert explorer.picture.run.now.loss == "quadratic cost"
        explorer.set(seed=3)  # other weights, and the training goes on with them
        assert step_of(explorer) == 0
        await until(lambda: step_of(explorer) >= 5)
        explorer.pause()

    asyncio.run(watch())


def test_the_rescue_of_a_sure_start(explorer):
    explorer.press("Sure start, quadratic cost")
    explorer.step(500)
    assert explorer.picture.run.now.right == 40
    assert explorer.picture.run.now.output_slope < 0.001
    explorer.set(loss="cross-entropy")
    assert step_of(explorer) == 500
    explorer.step(200)
    assert explorer.picture.run.now.right == 80


def test_others_get_time_while_it_trains(explorer):
    async def watch():
        explorer.set(pace=10)
        explorer.start()
        waits = []
        for _ in range(100):
            begun = time.perf_counter()
            await asyncio.sleep(0)
            await asyncio.sleep(0.001)
            waits.append(time.perf_counter() - begun)
        assert step_of(explorer) > 0
        # Half of the time nobody has to wait for more than the nap itself.
        assert np.median(waits) < 0.02
        explorer.pause()

    asyncio.run(watch())


def test_restart_keeps_the_run_before_in_pale_lines_and_reset_does_not(explorer):
    explorer.step(100)
    explorer.restart()
    assert step_of(explorer) == 0
    assert explorer.picture._before[-1].step == 100
    assert "opacity: 0.45" in drawing(explorer)
    explorer.reset()
    assert explorer.picture._before == []
    assert "opacity: 0.45" not in drawing(explorer)


def test_reset_stops_and_a_preset_does_not(explorer):
    async def watch():
        explorer.start()
        explorer.press("Quadratic cost")
        assert explorer.running
        await until(lambda: step_of(explorer) >= 5)
        explorer.reset()
        assert (explorer.running, step_of(explorer)) == (False, 0)

    asyncio.run(watch())


def test_the_buttons_do_what_the_methods_do(explorer):
    async def watch():
        page = Page(explorer)
        page.say("do", action="start")
        await until(lambda: step_of(explorer) >= 10)
        page.say("do", action="pause")
        paused = step_of(explorer)
        page.say("do", action="step")
        assert step_of(explorer) == paused + explorer.values["pace"]
        page.say("do", action="restart")
        assert step_of(explorer) == 0

    asyncio.run(watch())


def test_start_without_a_loop_says_what_to_do(explorer):
    with pytest.raises(RuntimeError, match=r"in a script call step\(100\)"):
        explorer.start()
    assert not explorer.running
    page = Page(explorer)
    page.say("do", action="start")
    assert "in a script call step(100)" in page.refusal


@pytest.mark.parametrize("steps", [-1, 2.5, "many", True])
def test_bad_numbers_of_steps_are_named(explorer, steps):
    with pytest.raises((TypeError, ValueError), match="steps"):
        explorer.step(steps)
    assert step_of(explorer) == 0


def test_an_error_stops_the_training_and_is_shown(explorer, monkeypatch):
    def fail(steps):
        raise ZeroDivisionError("no <steps> today")

    async def watch():
        page = Page(explorer)
        explorer.start()
        await until(lambda: step_of(explorer) >= 5)
        monkeypatch.setattr(explorer.picture, "advance", fail)
        await until(lambda: not explorer.running)
        assert page.refusal.startswith("The training has stopped.")
        assert "ZeroDivisionError: no <steps> today" in page.refusal
        assert page.state == {**page.state, "words": "Stopped.", "running": False}
        monkeypatch.undo()
        explorer.start()
        await until(lambda: page.refusal is None)
        explorer.pause()

    asyncio.run(watch())


def test_weights_that_run_away_stop_it_in_words(explorer):
    async def watch():
        explorer.step(10)
        # No control is so wild, but one of them may be some day.
        explorer.picture.result = explorer.picture.result._replace(learning_rate=1e200)
        page = Page(explorer)
        explorer.start()
        await until(lambda: not explorer.running)
        assert "the learning rate 1e+200 is too large" in page.refusal
        assert "nan" not in explorer.sentence
        assert "inf" not in explorer.sentence

    asyncio.run(watch())


def test_it_ends_where_the_picture_ends(explorer):
    async def watch():
        explorer.picture.run.step = explorer.picture.most_steps - 7
        explorer.start()
        await until(lambda: not explorer.running)
        assert step_of(explorer) == explorer.picture.most_steps
        assert words(explorer).startswith("Done: the picture ends at 20,000 steps.")

    asyncio.run(watch())


def test_close_stops_the_task_and_frees_everything():
    async def watch():
        alive = set(ipywidgets.widgets.widget._instances)
        explorer = live_training()
        picture = weakref.ref(explorer.picture)
        explorer.start()
        await until(lambda: picture().step > 0)
        explorer.close()
        assert not explorer.running
        assert set(ipywidgets.widgets.widget._instances) == alive
        await until(lambda: len(asyncio.all_tasks()) == 1)
        del explorer
        gc.collect()
        assert picture() is None

    asyncio.run(watch())


def test_running_its_cell_again_stops_it(monkeypatch):
    class Shell:
        run = "1"

        def get_parent(self):
            return {"header": {"msg_id": self.run}, "metadata": {"cellId": "cell"}}

    async def watch():
        shell = Shell()
        monkeypatch.setattr(explorer_module, "get_ipython", lambda: shell)
        first = live_training()
        first._ipython_display_()
        first.start()
        await until(lambda: step_of(first) > 0)
        shell.run = "2"
        second = live_training()
        second._ipython_display_()
        assert not first.running
        second.close()
        explorer_module._on_show.clear()

    asyncio.run(watch())


def test_an_interrupt_of_an_idle_kernel_stops_it(explorer):
    async def watch():
        explorer.start()
        await until(lambda: step_of(explorer) > 0)
        signal.raise_signal(signal.SIGINT)
        await until(lambda: not explorer.running)
        assert words(explorer) == live_source._INTERRUPTED
        stopped = step_of(explorer)
        signal.raise_signal(signal.SIGINT)  # nothing trains: nobody minds
        explorer.start()
        await until(lambda: step_of(explorer) > stopped)
        explorer.pause()

    before = signal.getsignal(signal.SIGINT)

    async def kernel():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a kernel does between two messages
        await watch()

    try:
        asyncio.run(kernel())
    finally:
        signal.signal(signal.SIGINT, before)


def test_those_who_listen_to_interrupts_are_left_alone(explorer):
    def listener(*_):
        pass

    async def watch():
        before = signal.signal(signal.SIGINT, listener)
        explorer.start()
        await until(lambda: step_of(explorer) > 0)
        explorer.pause()
        assert signal.signal(signal.SIGINT, before) is listener

    asyncio.run(watch())


def test_an_interrupt_within_a_frame_stops_it(explorer, monkeypatch):
    def interrupted(steps):
        raise KeyboardInterrupt

    async def watch():
        monkeypatch.setattr(explorer.picture, "advance", interrupted)
        explorer.start()
        await until(lambda: not explorer.running)
        assert words(explorer) == live_source._INTERRUPTED

    asyncio.run(watch())


def test_a_slow_page_gets_fewer_frames_and_an_absent_one_none(monkeypatch):
    explorer = live_training()
    monkeypatch.setattr(live_source, "_LATE", 0.4)
    monkeypatch.setattr(live_source, "_GONE", 1.0)

    async def watch():
        page, source = Page(explorer), explorer._source
        explorer.start()
        await until(lambda: source.pushed >= 3)
        page.say("seen", count=source.pushed)  # the page answers, for the first time
        answered = source.pushed
        begun = time.monotonic()
        await until(lambda: not explorer.running)
        assert time.monotonic() - begun > 0.9
        assert source.pushed - answered <= 5
        assert words(explorer).startswith("Paused, because no page has answered")

    asyncio.run(watch())
    explorer.close()


def test_a_button_may_be_pressed_in_another_thread():
    async def watch():
        explorer = live_training()
        thread = threading.Thread(target=explorer.start)
        thread.start()
        await asyncio.to_thread(thread.join)
        await until(lambda: step_of(explorer) >= 10)
        await asyncio.to_thread(explorer.pause)
        stopped = step_of(explorer)
        await asyncio.sleep(0.15)
        assert step_of(explorer) == stopped
        explorer.close()

    asyncio.run(watch())


def test_a_page_learns_when_it_trains_and_when_it_rests(explorer):
    async def watch():
        page = Page(explorer)
        explorer.start()
        await until(lambda: step_of(explorer) > 0)
        assert page.state["running"]
        assert Page(explorer).state["running"]
        explorer.pause()
        assert not page.state["running"]

    asyncio.run(watch())


def test_another_layout_goes_on_with_the_same_training(explorer):
    wide = Page(explorer)
    explorer.step(30)
    explorer.restart()
    explorer.step(20)
    narrow = Page(explorer, "narrow")
    assert explorer.picture.narrow
    assert narrow.sentence == wide.sentence
    assert "Step 20 " in narrow.sentence
    assert "opacity: 0.45" in narrow.drawing
    explorer.step(10)
    assert "Step 30 " in narrow.sentence
    assert Page(explorer).drawing == drawing(explorer)


def test_many_frames_leave_no_memory_behind_and_stay_small(explorer):
    explorer.set(learning_rate=64.0, data="spirals", loss="quadratic cost")
    explorer.step(4000)
    explorer.restart()  # the longest pale lines
    widgets, tracked, sizes = len(ipywidgets.widgets.widget._instances), [], []
    for _ in range(4):
        for _ in range(50):
            explorer.step(1)
        explorer.step(500)
        sizes.append(len(drawing(explorer)))
        gc.collect()
        tracked.append(len(gc.get_objects()))
    assert len(ipywidgets.widgets.widget._instances) == widgets
    assert tracked[-1] - tracked[0] < 2000
    assert max(sizes) < 30_000
