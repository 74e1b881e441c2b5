"""A page without a browser: it asks an explorer as the script in a page does, and keeps answers.

What the script itself does is tested in a browser.
"""

from __future__ import annotations

import itertools
import json
import re
import zlib
from collections.abc import Iterable
from typing import Any

from lossviz.explorable.frames import Key, key_of, values_of
from lossviz.explorable.widgets import Explorer
from tools.site import packed_images

_HOLE = re.compile(r'( [\w:.-]+=)"[^"]*"|>[^<]+(?=<)')


class Page:
    """One page that shows an explorer, in one layout.

    Attributes
    ----------
    still, drawing : the layers as they are on the page
    sentence : what it says
    grips : where the handles are
    key : where the controls are
    refusal : why the last wish was not fulfilled, or None
    state : what a training does
    stock : the frames that were sent ahead
    heard : every message, in order
    """

    def __init__(self, explorer: Explorer, layout: str = "wide") -> None:
        """Open the page."""
        self.explorer, self.layout = explorer, layout
        self.still = self.drawing = self.sentence = self.key = ""
        self.refusal: str | None = None
        self.grips: list[list[float] | None] = []
        self.state: dict[str, Any] = {}
        self.stock: dict[str, Any] = {}
        self.heard: list[dict[str, Any]] = []
        self._skeletons: dict[int, str] = {}
        self._numbers = itertools.count(1)
        self._name = f"page {id(self)}"
        source = explorer._source
        self._others = source._send
        source._send = self._listen
        self.say("hello")

    @property
    def values(self) -> dict[str, Any]:
        """What the controls show."""
        return values_of(self.explorer.picture.parameters, self.key)

    def say(self, kind: str, **fields: Any) -> None:
        """Send a message."""
        self.explorer._source.hear(
            {"kind": kind, "page": self._name, "layout": self.layout, **fields}
        )

    def move(self, **values: Any) -> None:
        """Move controls, with one wish."""
        self._ask(key_of(self.explorer.picture.parameters, {**self.values, **values}))

    def press(self, label: str) -> None:
        """Press the button of a preset."""
        declared = self.explorer.widget.declaration
        if declared["live"]:
            self.say("press", label=label)
            return
        preset = next(p for p in declared["presets"] if p["label"] == label)
        names = [parameter["name"] for parameter in declared["parameters"]]
        places = zip(names, self.key.split(","), strict=True)
        self._ask(_joined(preset["places"].get(name, place) for name, place in places))

    def reset(self) -> None:
        """Press Reset."""
        if self.explorer.widget.declaration["live"]:
            self.say("reset")
        else:
            self._ask(_joined(self.explorer.widget.declaration["defaults"]))

    def _ask(self, key: Key) -> None:
        self.refusal = None
        self.say("ask", seq=next(self._numbers), key=key, known=False)

    def _listen(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self._others(message, buffers)
        if message.get("deflated"):
            message = json.loads(zlib.decompress(buffers[0]))
        message = json.loads(json.dumps(message))  # as it arrives
        self.heard.append(message)
        if message.get("page") not in (None, "*", self._name) and message["kind"] != "answer":
            return
        if message.get("layout", self.layout) != self.layout:
            if message["kind"] == "answer" and message["key"] != self.key:
                self._ask(message["key"])
            return
        for number, skeleton in message.get("skeletons", {}).items():
            self._skeletons[int(number)] = skeleton
        if message["kind"] == "stock":
            self.stock.update(message["frames"])
        elif message["kind"] == "state":
            self.state = message
        elif message["kind"] == "refuse":
            self.refusal = message["reason"]
        if message["kind"] == "welcome":
            self.stock.clear()
            self.still, self.state = message["still"], message.get("state", {})
        if message.get("key") is not None:
            self.key = message["key"]
        if message.get("frame") is not None:
            self.drawing, self.sentence, self.grips = self.drawn(message["frame"])
            self.refusal = None

    def drawn(self, frame: list[Any]) -> tuple[str, str, list[list[float] | None]]:
        """The drawing, the sentence and the grips of a frame."""
        skeleton, changes, words, grips = frame
        text = self._skeletons[skeleton] if isinstance(skeleton, int) else skeleton
        return filled(text, changes), "".join(piece[0] for piece in words), grips


def _joined(places: Iterable[int | str]) -> Key:
    return ",".join(map(str, places))


def in_pixels(markup: str) -> str:
    """Markup in which each image stands by its pixels, however they were packed."""

    def digest(address: re.Match[str]) -> str:
        pixels = packed_images.pixels(address[0])
        return f"{pixels.shape} {zlib.crc32(pixels.tobytes())}"

    return re.sub(packed_images.PNG + r"[A-Za-z0-9+/=\s]+", digest, markup)


def filled(skeleton: str, changes: dict[str, str]) -> str:
    """A skeleton with what a frame has in its holes."""
    numbers = itertools.count()

    def fill(hole: re.Match[str]) -> str:
        value = changes.get(str(next(numbers)))
        if value is None:
            return hole[0]
        return f'{hole[1]}"{value}"' if hole[1] else f">{value}"

    return _HOLE.sub(fill, skeleton)
