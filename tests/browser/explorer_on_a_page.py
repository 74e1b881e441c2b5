"""An explorer as a learner has it before the eyes, with its twin in this process.

The twin is the same explorer without a browser: it says which sentence and which picture belong
to the values that the controls on the page show.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from playwright.sync_api import Locator, Page

from benchmarks.endurance import drawing, without_names
from lossviz.explorers import Choice, Counter, Explorer, Parameter, Player

# A busy machine is slow, and slow is not wrong.
PATIENCE = 60

# Everything that an explorer shows, in one question to the browser.
_STATE = """root => {
    const rows = [...root.querySelectorAll('.widget-slider, .widget-toggle-buttons')];
    const paragraph = root.querySelector('p[role]');
    const picture = root.querySelector('svg[role=img]');
    return {
        controls: rows.map(row => ({
            label: row.querySelector('.widget-label').textContent,
            shown: (row.querySelector('.widget-readout') ||
                    row.querySelector('.mod-active') || row).textContent.trim(),
        })),
        role: paragraph && paragraph.getAttribute('role'),
        sentence: paragraph && paragraph.textContent,
        picture: picture && picture.innerHTML,
        alternative: picture && picture.getAttribute('aria-label'),
        height: root.getBoundingClientRect().height,
    };
}"""


@dataclass
class PageExplorer:
    """One explorer on the page and the explorer that it should be."""

    page: Page
    root: Locator
    twin: Explorer

    @property
    def _parameters(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.twin.picture.parameters}

    def state(self) -> dict[str, Any]:
        """What stands on the page now."""
        state = self.root.evaluate(_STATE)
        state["picture"] = without_names(state["picture"])
        return state

    def values(self, state: dict[str, Any]) -> dict[str, Any]:
        """The value of each control, read from what it shows."""
        controls = self._parameters.items()
        return {
            name: self._value(name, control, row["shown"])
            for (name, control), row in zip(controls, state["controls"], strict=True)
        }

    def _value(self, name: str, control: Parameter, shown: str) -> Any:
        if isinstance(control, Choice):
            return shown
        if isinstance(control, Counter):
            return int(shown.replace(",", ""))
        return dict(self.twin._widgets[name].options)[shown]

    def await_state(self, what: str, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Wait until what stands on the page is as wanted, and belongs together."""
        end = time.monotonic() + PATIENCE
        while True:
            state = self.state()
            faults = self.faults(state)
            if not faults and wanted(state):
                return state
            if time.monotonic() > end:
                shown = {row["label"]: row["shown"] for row in state["controls"]}
                raise AssertionError(f"{what}: {faults or 'nothing moved'}; controls at {shown}")
            time.sleep(0.01)

    def faults(self, state: dict[str, Any]) -> list[str]:
        """Say where sentence and picture differ from what the controls say."""
        if state["role"] != "status" or not state["picture"]:
            return [f"no sentence or no picture, but {state['role']} {state['sentence']!r}"]
        labels = [control.title for control in self._parameters.values()]
        if [row["label"] for row in state["controls"]] != labels:
            return [f"the controls are {state['controls']} and not {labels}"]
        values = self.values(state)
        if values != self.twin.values:
            self.twin.set(**values)
        if state["sentence"] != self.twin.sentence:
            return [f"the sentence is {state['sentence']!r} and not {self.twin.sentence!r}"]
        if state["alternative"] != self.twin.sentence:
            return ["the picture's text alternative is not the sentence"]
        return []

    def move(self, what: str, action: Callable[[], None], index: int) -> None:
        """Do something to a control; wait until it, the sentence and the picture have followed."""
        before = self.await_state(what, lambda state: True)
        layer = drawing(self.twin)
        action()
        after = self.await_state(
            what,
            lambda state: (
                state["controls"][index]["shown"] != before["controls"][index]["shown"]
                and (state["picture"] != before["picture"]) == (drawing(self.twin) != layer)
            ),
        )
        assert after["height"] == before["height"], f"{what}: the page jumps"

    def drive(self, known: set[type]) -> None:
        """Move every control, press every preset, and Reset.

        The first of a kind of widget is moved in every way there is, by keyboard and by mouse,
        and its kind is ``known`` from then on.
        """
        first = self.await_state("at first", lambda state: True)
        assert self.values(first) == self.twin._defaults
        rows = self.root.locator(".widget-slider, .widget-toggle-buttons")
        for index, (name, control) in enumerate(self._parameters.items()):
            row, kind = rows.nth(index), type(self.twin._widgets[name])
            if isinstance(control, Choice):
                self._drive_buttons(row, name, control, index)
            elif kind in known:
                row.get_by_role("slider").focus()
                key = "ArrowLeft" if control.default == control.places[-1] else "ArrowRight"
                self.move(f"{name}, {key}", partial(self.page.keyboard.press, key), index)
            else:
                self._drive_slider(row, name, control, index)
            known.add(kind)
            self._reset(first)
        for label in self.twin.presets:
            self._press(label)
        self._reset(first, by_keyboard=True)
        for player in self.root.locator(".widget-play").all():
            self._play(player)
            self._reset(first)

    def _drive_slider(self, row: Locator, name: str, control: Parameter, index: int) -> None:
        handle, track = row.get_by_role("slider"), row.locator(".noUi-target")
        values = control.places
        handle.focus()
        reached = []
        keys = ["End", "ArrowLeft", "Home", "ArrowRight"]
        if self.twin._defaults[name] == values[-1]:
            keys.insert(0, "Home")  # End would change nothing
        for key in keys:
            self.move(f"{name}, {key}", lambda key=key: self.page.keyboard.press(key), index)
            reached.append(self.values(self.state())[name])
        assert reached[-4:] == [values[i] for i in (-1, -2, 0, 1)], f"{name} by keyboard"

        def click() -> None:
            width = track.bounding_box()["width"]
            track.click(position={"x": 0.8 * width, "y": 1})

        def drag() -> None:
            self._grab(handle, name)
            box, mouse = track.bounding_box(), self.page.mouse
            mouse.move(box["x"] + 0.5 * box["width"], box["y"])
            mouse.move(box["x"] + 0.2 * box["width"], box["y"])
            mouse.up()

        self.move(f"{name}, a click on the track", click, index)
        self.move(f"{name}, dragged", drag, index)
        if isinstance(control, Counter):
            self._type_nonsense(row, name)

    def _grab(self, handle: Locator, name: str) -> None:
        """Press the mouse on a handle and hold it, as often as the handle slips away.

        On a busy machine the page may still settle between pointing and pressing.
        """
        for _ in range(5):
            handle.hover()
            self.page.mouse.down()
            if "noUi-active" in handle.get_attribute("class"):
                return
            self.page.mouse.up()
            time.sleep(0.5)
        raise AssertionError(f"{name}: the handle cannot be grabbed")

    def _type_nonsense(self, row: Locator, name: str) -> None:
        """Type what is no number, or too large a number, into the field beside a slider."""
        field = row.locator(".widget-readout[contenteditable=true]")
        for text in ("much", "", "-1e9", "99999999", "nan", "1;2"):
            field.fill(text)
            field.press("Enter")
            field.blur()
            self.await_state(
                f"{name}, typed {text!r}",
                lambda state: (
                    self._parameters[name].low
                    <= self.values(state)[name]
                    <= self._parameters[name].high
                ),
            )

    def _drive_buttons(self, row: Locator, name: str, control: Choice, index: int) -> None:
        for option in reversed(control.options):
            button = self._button(row, option)
            if "mod-active" not in button.get_attribute("class"):
                self.move(f"{name}, a click on {option}", button.click, index)
        last = row.get_by_role("button").last
        last.focus()
        self.move(f"{name}, Enter on the last", lambda: self.page.keyboard.press("Enter"), index)

    def _button(self, where: Locator, label: str) -> Locator:
        words = re.compile(rf"^\s*{re.escape(label)}\s*$")  # an icon may stand before them
        return where.get_by_role("button").filter(has_text=words)

    def _press(self, label: str) -> None:
        """Press a preset: the controls show what its tooltip names, and what it is meant to set."""
        button = self._button(self.root, label)
        wanted = {**self.values(self.state()), **self.twin.presets[label]}
        button.click()
        state = self.await_state(label, lambda state: self.values(state) == wanted)
        named = dict(
            part.split(" = ") for part in re.split(r", (?=\w+ = )", button.get_attribute("title"))
        )
        shown = {name: str(value) for name, value in self.values(state).items()}
        for name, value in named.items():
            control = self._parameters[name]
            assert shown[name] == str(
                control.check(value if isinstance(control, Choice) else float(value))
            ), f"{label}: {name}"

    def _reset(self, first: dict[str, Any], by_keyboard: bool = False) -> None:
        button = self._button(self.root, "Reset")
        if by_keyboard:
            button.focus()
            self.page.keyboard.press("Enter")
        else:
            button.click()
        self.await_state("Reset", lambda state: state == first)

    def _play(self, player: Locator) -> None:
        """Play goes on by itself, and pause stops it."""
        index = next(i for i, c in enumerate(self._parameters.values()) if isinstance(c, Player))
        name = list(self._parameters)[index]
        seen = {self.values(self.state())[name]}
        play = player.locator("button:has(.fa-play)")
        play.click()
        end = time.monotonic() + PATIENCE
        while len(seen) < 4:
            seen.add(self.values(self.state())[name])
            assert time.monotonic() < end, "Play does not go on"
        player.locator("button:has(.fa-pause), button:has(.fa-play)").first.click()
        stopped = self.await_state("paused", lambda state: True)
        time.sleep(0.4)  # more than one tick of any player
        assert self.values(self.state()) == self.values(stopped), "pause does not stop"
