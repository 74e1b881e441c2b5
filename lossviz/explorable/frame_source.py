"""What a page asks for, drawn by the picture: by a kernel, or by Python in the page itself."""

from __future__ import annotations

import asyncio
import json
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeAlias

from lossviz.explorable.declaration import WIDE
from lossviz.explorable.frames import Frame, Frames, Key, key_of, values_of
from lossviz.explorable.nearby import nearby, preset_keys
from lossviz.explorable.picture import Picture
from lossviz.explorable.wishes import Wish, wish

Message: TypeAlias = dict[str, Any]

# Seconds of drawing ahead, after which others are heard; and seconds that are left to them.
_SLICE = 0.03
_BREATH = 0.002

_UNDRAWN = "This setting could not be drawn. "


class FrameSource:
    """Answers the pages that show one explorer.

    Parameters
    ----------
    picture : what Python shows as well; a page for a phone gets a narrow twin of it
    send : sends a message with its buffers to every page
    packed : whether what is long is deflated, for a wire that has no end in the same browser

    Attributes
    ----------
    pushed : how many times Python has moved the picture
    """

    def __init__(
        self,
        picture: Picture[Any],
        send: Callable[[Message, list[bytes]], None],
        *,
        packed: bool = True,
    ) -> None:
        """Answer nobody yet."""
        self.picture = picture
        self.packed = packed
        # Some front ends have the messages of widgets handled in a thread of their own.
        self.lock = threading.RLock()
        self._send = send
        # Made for the first page that has the layout.
        self._frames: dict[str, Frames] = {}
        self._told: dict[str, int] = {}
        # What is drawn ahead, for each page.
        self._ahead: dict[str, asyncio.Task[None]] = {}
        self.pushed = 0

    @property
    def key(self) -> Key:
        """Where the controls are."""
        return key_of(self.picture.parameters, self.picture.values)

    def hear(self, content: Any) -> None:
        """Do what a page wants. ipywidgets would swallow an error here, so tell it the page."""
        with self.lock:
            try:
                heard = wish(content)
            except ValueError as error:
                self._tell(
                    kind="refuse", page="*", seq=None, key=None, reason=f"Not understood: {error}"
                )
                return
            try:
                self.fulfil(heard)
            except Exception as error:  # whatever it is, the learner must see it
                self._tell(
                    kind="refuse",
                    page=heard.page,
                    seq=heard.seq,
                    key=self.key,
                    reason=excuse(error),
                )

    def fulfil(self, heard: Wish) -> None:
        """Do what a page wants, or raise what `compute` raises."""
        if heard.kind == "hello":
            self._greet(heard.layout, heard.page)
        elif heard.kind == "ask":
            self._answer(heard)
        elif heard.kind == "warm":
            self._warm(heard)
        else:
            raise ValueError(f"{heard.kind} is for a training, and nothing trains here.")

    def push(self) -> None:
        """Show on every page where Python has moved the picture to."""
        self.pushed += 1
        for layout in list(self._frames):
            self._tell(
                layout, kind="push", count=self.pushed, key=self.key, frame=self._frame(layout)
            )

    def renew(self) -> None:
        """Let every page forget what it has kept: the same places give other frames from now on."""
        for layout, frames in list(self._frames.items()):
            frames.picture.ghost = self.picture.ghost
            self._greet(layout, page="*")

    def stop(self, reason: str) -> None:
        """Draw nothing ahead any more, and say why no answer will come."""
        with self.lock:
            self._ahead.clear()
            self._tell(kind="gone", reason=reason)

    def frames(self, layout: str) -> Frames:
        """The frames of a layout."""
        if layout not in self._frames:
            self._frames[layout] = Frames(self.twin(layout))
            self._told[layout] = 0
        return self._frames[layout]

    def twin(self, layout: str) -> Picture[Any]:
        """The picture in a layout."""
        if layout == WIDE:
            return self.picture
        twin = type(self.picture)(narrow=True)
        twin.ghost = self.picture.ghost
        return twin

    def _greet(self, layout: str, page: str) -> None:
        """Tell a page, or every page, all that it needs to begin."""
        frames = self.frames(layout)
        frame = self._frame(layout)
        # For this page is new what others know.
        self._told[layout] = 0
        self._tell(
            layout,
            kind="welcome",
            page=page,
            still=frames.still(),
            curves=frames.picture.curves(),
            key=self.key,
            frame=frame,
            **self.extra(),
        )

    def extra(self) -> Message:
        """What else a new page must know."""
        return {}

    def _answer(self, heard: Wish) -> None:
        self.picture.update(**values_of(self.picture.parameters, heard.key))
        self._tell(
            heard.layout,
            kind="answer",
            page=heard.page,
            seq=heard.seq,
            key=heard.key,
            frame=None if heard.known else self._frame(heard.layout),
        )

    def _frame(self, layout: str) -> Frame:
        """The frame of the picture as it is."""
        frames = self.frames(layout)
        if frames.picture is not self.picture:
            frames.picture.update(**self.picture.values)
        return frames.frame()

    def _warm(self, heard: Wish) -> None:
        """Begin to draw ahead; what was drawn ahead before is given up."""
        known = {parameter.name for parameter in self.picture.parameters}
        unknown = sorted(set(heard.parameters) - known)
        if unknown:
            raise ValueError(f"there is no control {unknown[0]!r:.60} to draw ahead for.")
        around = values_of(self.picture.parameters, heard.key)
        frames = self.frames(heard.layout)
        with frames.elsewhere():
            frames.picture.update(**around)
            keys = preset_keys(frames.picture) if heard.presets else []
            if heard.parameters:
                keys += nearby(frames.picture, heard.key, heard.parameters)
        batches = self._batches(heard, keys)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a plain script has nobody else to listen to
            for _ in batches:
                pass
        else:
            self._ahead[heard.page] = loop.create_task(self._in_slices(heard.page, batches))

    async def _in_slices(self, page: str, batches: Iterable[None]) -> None:
        for _ in batches:
            await asyncio.sleep(_BREATH)
            if self._ahead.get(page) is not asyncio.current_task():
                return  # a newer wish has taken its place
        del self._ahead[page]

    def _batches(self, heard: Wish, keys: list[Key]) -> Iterator[None]:
        """Draw some frames and send them, again and again."""
        frames, waiting = self.frames(heard.layout), iter(keys)
        last = False
        while not last:
            with self.lock:
                drawn: dict[Key, Frame] = {}
                end = time.monotonic() + _SLICE
                with frames.elsewhere():
                    for key in waiting:
                        try:
                            frames.picture.update(**values_of(self.picture.parameters, key))
                        except Exception:  # whoever goes there asks, and is told then
                            continue
                        drawn[key] = frames.frame()
                        if time.monotonic() > end:
                            break
                    else:
                        last = True
                self._tell(
                    heard.layout, True, kind="stock", page=heard.page, frames=drawn, last=last
                )
            yield

    def _tell(self, layout: str | None = None, long: bool = False, **message: Any) -> None:
        """Send a message, with the skeletons that no page has yet."""
        if layout is not None:
            skeletons = self._frames[layout].skeletons
            message["layout"] = layout
            message["skeletons"] = {
                number: skeletons[number] for number in range(self._told[layout], len(skeletons))
            }
            self._told[layout] = len(skeletons)
        if long and self.packed:
            packed = zlib.compress(json.dumps(message, separators=(",", ":")).encode(), 6)
            self._send({"deflated": True}, [packed])
        else:
            self._send(message, [])


def excuse(error: Exception) -> str:
    """Say what went wrong: a refusal speaks for itself, anything else has a name."""
    return str(error) if type(error) is ValueError else f"{_UNDRAWN}{type(error).__name__}: {error}"
