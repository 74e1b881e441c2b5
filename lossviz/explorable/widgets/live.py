"""An explorer in which something trains while you watch, and while you change its settings."""

from __future__ import annotations

import asyncio
import signal
import threading
import time
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any, TypeVar
from weakref import WeakSet

import ipywidgets

from lossviz.explorable.picture import LivePicture
from lossviz.explorable.widgets.controls import free
from lossviz.explorable.widgets.explorer import Explorer

L = TypeVar("L", bound=LivePicture[Any])

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


class LiveExplorer(Explorer[L]):
    """An explorer with buttons to start and pause a training.

    `start` leaves a task on the kernel's event loop. It makes a few steps, shows them and gives
    the kernel back, again and again, so that cells run and controls are heard in between. What a
    control changes holds from the next step on. `step` trains without any task.

    Parameters
    ----------
    picture : as for `Explorer`; a preset begins anew
    """

    def __init__(self, picture: L) -> None:
        """Make controls and buttons; nothing trains yet."""
        # Some front ends have the messages of widgets handled in a thread of their own.
        self._lock = threading.RLock()
        self._home = _running_loop()
        self._run: object | None = None
        self._interrupted = False
        self._state = ipywidgets.HTML(layout={"margin": "0 0 0 1em"})
        # The page returns the number of the last frame that has reached it.
        self._sent, self._reached = ipywidgets.IntText(0), ipywidgets.IntText(0)
        self._echo = ipywidgets.jsdlink((self._sent, "value"), (self._reached, "value"))
        super().__init__(picture)
        self._say("Ready.")

    @property
    def running(self) -> bool:
        """Whether it trains by itself."""
        return self._run is not None

    def start(self) -> None:
        """Train until `pause`, at most as many steps as the picture can show.

        Raises RuntimeError where no event loop is running, as in a plain script.
        """
        with self._lock:
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
            self._say("Training …")
            asyncio.run_coroutine_threadsafe(self._train(self._run), loop)

    def pause(self) -> None:
        """Stop at once. `start` goes on from there."""
        self._stop("Paused.")

    def step(self, n: int = 1) -> None:
        """Make ``n`` steps and show where they lead."""
        with self._lock:
            try:
                self.picture.advance(n)
            finally:
                self._show()

    def restart(self) -> None:
        """Begin anew with the settings as they are; the run so far stays as pale lines."""
        with self._lock:
            self.picture.restart()
            self._show()

    def set(self, **values: Any) -> None:
        """Move some controls; the training goes on with them."""
        with self._lock:
            super().set(**values)

    def press(self, preset: str) -> None:
        """Begin anew with a preset, by the label of its button."""
        with self._lock:
            self._begin(self._preset(preset), keep=True)

    def reset(self) -> None:
        """Stop, and go back to the first state."""
        with self._lock:
            self._stop("Ready.")
            self._begin(self._defaults, keep=False)

    def close(self) -> None:
        """Stop, and free the widgets and the figure."""
        self._stop("Closed.")
        self._echo.close()
        free(self._sent)
        free(self._reached)
        super().close()

    async def _train(self, run: object) -> None:
        """Frame after frame, as long as this run is not stopped."""
        try:
            reached, heard = 0, time.monotonic()
            while self._run is run:
                begun = time.monotonic()
                self._frame(run)
                await asyncio.sleep(max(_BREATH, begun + _FRAME - time.monotonic()))
                sent = time.monotonic()
                # A slow connection gets fewer frames. Without a page nothing ever comes back.
                while (
                    self._run is run
                    and not self._interrupted
                    and 0 < self._reached.value < self._sent.value
                    and time.monotonic() < sent + _LATE
                ):
                    await asyncio.sleep(_BREATH)
                if self._reached.value != reached:
                    reached, heard = self._reached.value, time.monotonic()
                elif reached and time.monotonic() > heard + _GONE:
                    self._stop(_LEFT, run)
        finally:
            self._stop("Stopped with the event loop.", run)

    def _frame(self, run: object) -> None:
        _hear_interrupts()
        with self._lock:
            if self._run is not run:
                return
            try:
                if self._interrupted:
                    raise KeyboardInterrupt
                self.step(self.picture.values["pace"])
                self._sent.value += 1
            except KeyboardInterrupt:
                self._stop(_INTERRUPTED)
            except Exception as error:  # whatever it is, the learner must see it
                self._stop("Stopped.")
                self._complain(error, "The training has stopped.")
            else:
                if self.picture.step >= self.picture.most_steps:
                    self._stop(_DONE.format(self.picture.most_steps))

    def _stop(self, words: str, run: object | None = None) -> None:
        """Stop whatever runs, or this run if it is the one; its task then ends by itself."""
        with self._lock:
            if self.running and run in (None, self._run):
                self._run = None
                _training.discard(self)
                self._say(words)
                self._show()

    def _say(self, words: str) -> None:
        self._state.value = f'<span role="status">{words}</span>'

    @property
    def _loudness(self) -> str:
        """A screen reader would never come to an end of twenty sentences a second."""
        return "off" if self.running else "polite"

    def _obey(self, wish: Callable[[], None], *failure: str) -> None:
        with self._lock:
            super()._obey(wish, *failure)

    def _begin(self, values: Mapping[str, Any], keep: bool) -> None:
        """Start anew with these settings; the first point of the run is measured with them."""
        self.picture.update(**{**self.values, **values})
        self.picture.restart(keep=keep)
        self._turn(self.picture.values)
        self._show()

    def _rows(self) -> list[ipywidgets.Widget]:
        def step() -> None:
            self.pause()
            self.step(self.picture.values["pace"])

        buttons = [
            self._button(label, wish, icon=icon, tooltip=tooltip, failure=f"{label} has failed.")
            for label, icon, tooltip, wish in (
                ("Start", "play", "Train until Pause", self.start),
                ("Pause", "pause", "Stop at once", self.pause),
                ("Step", "step-forward", "Train for one frame", step),
                ("Restart", "fast-backward", "Back to step 0", self.restart),
            )
        ]
        transport = ipywidgets.Box([*buttons, self._state], layout={"flex_flow": "row wrap"})
        panel, presets, picture = super()._rows()
        return [panel, presets, transport, picture]


# What an interrupt has to stop.
_training: WeakSet[LiveExplorer[Any]] = WeakSet()


def _hear_interrupts() -> None:
    """Let an interrupt of the kernel stop the training.

    Between two messages a kernel ignores the signal, for there is no cell to interrupt. Whoever
    listens to it, a running cell or a script, is left alone.
    """
    idle = signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    if idle and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, _note_interrupt)


def _note_interrupt(_signal: int, _frame: FrameType | None) -> None:
    for explorer in list(_training):
        explorer._interrupted = True


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
