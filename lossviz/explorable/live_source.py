"""Frames of something that trains while you watch, and while you change its settings."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any
from weakref import WeakSet

from lossviz.explorable.declaration import NARROW
from lossviz.explorable.frame_source import FrameSource, Message, excuse
from lossviz.explorable.picture import LivePicture, Picture
from lossviz.explorable.wishes import Wish

# Seconds from one frame to the next, and of these what is left to others in any case.
_FRAME = 0.05
_BREATH = 0.01
# Seconds that a frame may take to reach the page before the next one is sent all the same, and
# seconds of silence after which nobody can be watching.
_LATE = 1.0
_GONE = 30.0

_INTERRUPTED = "Stopped by an interrupt of the kernel; Start goes on."
_LEFT = f"Paused, because no page has answered for {_GONE:g} seconds; Start goes on."
_DONE = "Done: the picture ends at {:,} steps. Restart begins anew."


class LiveSource(FrameSource):
    """Trains, and shows it. Frames of a training have a history, so no page keeps them.

    `start` leaves a task on the event loop. It makes a few steps, shows them and gives the loop
    back, again and again, so that others run and controls are heard in between. What a control
    changes holds from the next step on. `step` trains without any task.

    Attributes
    ----------
    state : what the training does, in words, and whether it runs
    shown : how many of those that were pushed have reached a page
    """

    picture: LivePicture[Any]

    def __init__(
        self, picture: LivePicture[Any], send: Callable[[Message, list[bytes]], None]
    ) -> None:
        """Answer nobody yet, and train nothing."""
        super().__init__(picture, send)
        self.state: Message = {"words": "Ready.", "running": False}
        self.shown = 0
        self._home = _running_loop()
        self._run: object | None = None
        self._interrupted = False

    @property
    def running(self) -> bool:
        """Whether it trains by itself."""
        return self._run is not None

    def start(self) -> None:
        """Train until `pause`, at most as many steps as the picture can show.

        Raises RuntimeError where no event loop is running, as in a plain script.
        """
        with self.lock:
            if self.running:
                return
            loop = self._home if self._home and self._home.is_running() else _running_loop()
            if loop is None:
                raise RuntimeError(
                    "start() needs a running event loop, which a notebook has; in a script call "
                    "step(100), or start() in a coroutine that asyncio.run runs."
                )
            self._run, self._interrupted = object(), False
            _training.add(self)
            self._say("Training …", running=True)
            asyncio.run_coroutine_threadsafe(self._train(self._run), loop)

    def pause(self) -> None:
        """Stop at once. `start` goes on from there."""
        self._halt("Paused.")

    def step(self, n: int = 1) -> None:
        """Make ``n`` steps and show where they lead."""
        with self.lock:
            try:
                self.picture.advance(n)
            finally:
                self.push()

    def restart(self) -> None:
        """Begin anew with the settings as they are; the run so far stays as pale lines."""
        with self.lock:
            self.picture.restart()
            self.push()

    def press(self, preset: str) -> None:
        """Begin anew with a preset, by the label of its button."""
        with self.lock:
            self._begin(self.picture.preset(preset), keep=True)

    def reset(self) -> None:
        """Stop, and go back to the first state."""
        with self.lock:
            self._halt("Paused.")
            self._begin(self.picture.defaults, keep=False)
            self._say("Ready.", running=False)

    def stop(self, reason: str) -> None:
        """Train no more, and say why no answer will come."""
        self._halt("Closed.")
        super().stop(reason)

    def twin(self, layout: str) -> Picture[Any]:
        """The one picture, whose history no twin would have, laid out anew."""
        if self.picture.narrow != (layout == NARROW):
            self.picture.lay_out(narrow=layout == NARROW)
            # Its frames in the other layout cannot be drawn any more.
            self._frames.clear()
        return self.picture

    def extra(self) -> Message:
        """What else a new page must know."""
        return {"state": self.state}

    def fulfil(self, heard: Wish) -> None:
        """Do what a page wants, or raise what comes of it."""
        if heard.kind == "seen":
            self.shown = heard.count
        elif heard.kind == "press":
            self.press(heard.label)
        elif heard.kind == "reset":
            self.reset()
        elif heard.kind == "do":
            self._act(heard.action)
        elif heard.kind != "warm":  # nothing is drawn ahead
            super().fulfil(heard)

    def _act(self, action: str) -> None:
        """Do what a button of this name does."""
        if action == "step":
            self.pause()
            self.step(self.picture.values["pace"])
        else:
            {"start": self.start, "pause": self.pause, "restart": self.restart}[action]()

    async def _train(self, run: object) -> None:
        """Frame after frame, as long as this run is not stopped."""
        try:
            reached, heard = 0, time.monotonic()
            while self._run is run:
                begun = time.monotonic()
                self._next(run)
                await asyncio.sleep(max(_BREATH, begun + _FRAME - time.monotonic()))
                sent = time.monotonic()
                # A slow connection gets fewer frames. Without a page nothing ever comes back.
                while (
                    self._run is run
                    and not self._interrupted
                    and 0 < self.shown < self.pushed
                    and time.monotonic() < sent + _LATE
                ):
                    await asyncio.sleep(_BREATH)
                if self.shown != reached:
                    reached, heard = self.shown, time.monotonic()
                elif reached and time.monotonic() > heard + _GONE:
                    self._halt(_LEFT, run)
        finally:
            self._halt("Stopped with the event loop.", run)

    def _next(self, run: object) -> None:
        """The steps of one frame."""
        _hear_interrupts()
        with self.lock:
            if self._run is not run:
                return
            try:
                if self._interrupted:
                    raise KeyboardInterrupt
                self.step(self.picture.values["pace"])
            except KeyboardInterrupt:
                self._halt(_INTERRUPTED)
            except Exception as error:  # whatever it is, the learner must see it
                self._halt("Stopped.")
                reason = f"The training has stopped. {excuse(error)}"
                self._tell(kind="refuse", page="*", seq=None, key=self.key, reason=reason)
            else:
                if self.picture.step >= self.picture.most_steps:
                    self._halt(_DONE.format(self.picture.most_steps))

    def _halt(self, words: str, run: object | None = None) -> None:
        """Stop whatever runs, or this run if it is the one; its task then ends by itself."""
        with self.lock:
            if self.running and run in (None, self._run):
                self._run = None
                _training.discard(self)
                self._say(words, running=False)

    def _begin(self, values: Mapping[str, Any], keep: bool) -> None:
        """Start anew with these settings; the first point of the run is measured with them."""
        self.picture.update(**values)
        self.picture.restart(keep=keep)
        self.push()

    def _say(self, words: str, *, running: bool) -> None:
        """Tell what the training does."""
        self.state = {"words": words, "running": running}
        self._tell(kind="state", **self.state)


# What an interrupt has to stop.
_training: WeakSet[LiveSource] = WeakSet()


def _hear_interrupts() -> None:
    """Let an interrupt of the kernel stop the training.

    Between two messages a kernel ignores the signal, for there is no cell to interrupt. Whoever
    listens to it, a running cell or a script, is left alone.
    """
    idle = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if idle and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _note_interrupt)


def _note_interrupt(_signal: int, _frame: FrameType | None) -> None:
    for source in list(_training):
        source._interrupted = True


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
