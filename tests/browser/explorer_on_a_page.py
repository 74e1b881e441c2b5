"""An explorer as a learner has it before the eyes, with its twin in this process.

The twin is the same explorer without a browser: it says which sentence and which picture belong
to the values that the controls on the page show.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

from playwright.sync_api import Locator, Page

from lossviz.explorers import Choice, Explorer, LiveExplorer, Parameter, Player

# A busy machine is slow, and slow is not wrong.
PATIENCE = 60

# Everything that an explorer shows, in one question to the browser.
_STATE = """root => {
    const text = selector => root.querySelector(selector)?.textContent;
    const control = row => {
        const range = row.querySelector('input[type=range]');
        const chosen = row.querySelector('input[type=radio]:checked');
        return {
            title: range?.getAttribute('aria-label') ?? row.querySelector('legend').textContent,
            shown: range?.getAttribute('aria-valuetext') ?? chosen.parentElement.textContent,
            typed: row.querySelector('.lossviz-field')?.value,
        };
    };
    const picture = root.querySelector('svg[role=img]');
    return {
        controls: [...root.querySelectorAll('.lossviz-control')].map(control),
        active: [...root.querySelectorAll('[aria-pressed=true]')].map(button => button.textContent),
        sentence: text('.lossviz-sentence'),
        spoken: text('[role=status].lossviz-spoken'),
        notice: text('[role=alert]'),
        picture: picture?.lastElementChild.innerHTML,
        alternative: picture?.getAttribute('aria-label'),
        height: root.getBoundingClientRect().height,
    };
}"""
# The same markup in the words of this browser.
_PARSED = """markup => {
    const layer = document.createElementNS('http://www.w3.org/2000/svg', 'g');
    layer.innerHTML = markup;
    return layer.innerHTML;
}"""
_ARROWS = {"ArrowRight": (1, 0), "ArrowLeft": (-1, 0), "ArrowDown": (0, 1), "ArrowUp": (0, -1)}


class Finger:
    """What touches a page, with the methods that Playwright's mouse has."""

    def __init__(self, page: Page) -> None:
        """Touch nothing yet."""
        self._session = page.context.new_cdp_session(page)
        self._at: tuple[float, float] = (0, 0)

    def move(self, x: float, y: float) -> None:
        self._at = x, y
        if self._touches:
            self._say("touchMove", self._at)

    def down(self) -> None:
        self._say("touchStart", self._at)

    def up(self) -> None:
        self._say("touchEnd")

    def _say(self, kind: str, *points: tuple[float, float]) -> None:
        self._touches = bool(points)
        touched = [{"x": x, "y": y} for x, y in points]
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    _touches = False


@dataclass
class PageExplorer:
    """One explorer on the page and the explorer that it should be."""

    page: Page
    root: Locator
    twin: Explorer
    pointer: Any = None  # the mouse, if it is not a finger
    _drawn: dict[str, Any] = field(default_factory=dict)

    @property
    def _parameters(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.twin.picture.parameters}

    @property
    def _declared(self) -> list[dict[str, Any]]:
        return self.twin.widget.declaration["parameters"]

    def state(self) -> dict[str, Any]:
        """What stands on the page now."""
        return self.root.evaluate(_STATE)

    def values(self, state: dict[str, Any]) -> dict[str, Any]:
        """The value of each control, read from what it shows."""
        found = {}
        controls = zip(self._parameters.values(), self._declared, state["controls"], strict=True)
        for parameter, declared, control in controls:
            texts = [f"{text} {declared['unit']}".strip() for text in declared["texts"]]
            found[parameter.name] = parameter.places[texts.index(control["shown"])]
        return found

    def await_state(
        self,
        what: str,
        wanted: Callable[[dict[str, Any]], bool] = lambda state: True,
        at_rest: bool = False,
    ) -> dict[str, Any]:
        """Wait until what stands on the page is as wanted, and belongs together."""
        end = time.monotonic() + PATIENCE
        while True:
            state = self.state()
            faults = self.faults(state, at_rest)
            if not faults and wanted(state):
                return state
            if time.monotonic() > end:
                shown = {control["title"]: control["shown"] for control in state["controls"]}
                raise AssertionError(f"{what}: {faults or 'nothing moved'}; controls at {shown}")
            time.sleep(0.01)

    def faults(self, state: dict[str, Any], at_rest: bool = False) -> list[str]:
        """Say where sentence and picture differ from what the controls say."""
        if not state["sentence"] or not state["picture"]:
            return ["no sentence or no picture"]
        titles = [parameter.title for parameter in self._parameters.values()]
        if [control["title"] for control in state["controls"]] != titles:
            return [f"the controls are {state['controls']} and not {titles}"]
        values = self.values(state)
        if values != self.twin.values:
            self.twin.set(**values)
        faults = []
        if state["sentence"] != self.twin.sentence:
            faults.append(f"the sentence is {state['sentence']!r} and not {self.twin.sentence!r}")
        if state["picture"] != self._picture():
            faults.append("the picture is another")
        for (name, parameter), declared, control in zip(
            self._parameters.items(), self._declared, state["controls"], strict=True
        ):
            text = declared["texts"][parameter.places.index(values[name])]
            if control["typed"] not in (None, text):
                faults.append(f"the field of {name} says {control['typed']} and not {text}")
        active = [
            label for label, some in self.twin.presets.items() if some.items() <= values.items()
        ]
        if state["active"] != active:
            faults.append(f"the presets marked are {state['active']} and not {active}")
        if at_rest:
            for where in ("spoken", "alternative"):
                if state[where] != self.twin.sentence:
                    faults.append(f"{where} is {state[where]!r} and not the sentence")
        return faults

    def _picture(self) -> str:
        """What the twin draws, as this browser writes it."""
        markup = self.twin.picture.moving_layer()
        if markup != self._drawn.get("markup"):
            self._drawn = {"markup": markup, "parsed": self.page.evaluate(_PARSED, markup)}
        return self._drawn["parsed"]

    def move(self, what: str, action: Callable[[], None], index: int) -> dict[str, Any]:
        """Do something to a control; wait until it, the sentence and the picture have followed."""
        before = self.await_state(what)
        action()
        after = self.await_state(
            what,
            lambda state: (
                state["controls"][index]["shown"] != before["controls"][index]["shown"]
                and not state["notice"]
            ),
        )
        assert after["height"] == before["height"], f"{what}: the page jumps"
        return self.values(after)

    def drive(self, known: set[type]) -> None:
        """Move every control, drag every handle, press every preset, and Reset.

        The first of a kind of control is moved in every way there is, by keyboard and by mouse,
        and its kind is ``known`` from then on.
        """
        first = self.await_state("at first", at_rest=True)
        assert self.values(first) == self.twin._defaults
        rows = self.root.locator(".lossviz-control")
        for index, (name, parameter) in enumerate(self._parameters.items()):
            row, kind = (
                rows.nth(index),
                Choice if isinstance(parameter, Choice) else type(parameter),
            )
            if kind is Choice:
                self._choose(row, name, parameter, index)
            elif kind in known:
                row.get_by_role("slider").focus()
                key = "ArrowLeft" if parameter.default == parameter.places[-1] else "ArrowRight"
                self.move(f"{name}, {key}", partial(self.page.keyboard.press, key), index)
            else:
                self._slide(row, name, parameter, index)
                self._type(row, name, parameter, index)
            known.add(kind)
            self._reset(first)
        for index, handle in enumerate(self.twin.picture.handles):
            if self.twin.picture.grips()[index] is not None:
                self.drag(index, handle.parameters)
                self.nudge(index, handle.parameters)
                self._reset(first)
        for label in self.twin.presets:
            self._press(label)
        self._reset(first, by_keyboard=True)
        for index, parameter in enumerate(self._parameters.values()):
            if isinstance(parameter, Player):
                self._play(rows.nth(index), parameter)
                self._reset(first)

    def _slide(self, row: Locator, name: str, parameter: Parameter, index: int) -> None:
        """Move a slider by keys, by a click on its track, and by dragging."""
        track, places = row.get_by_role("slider"), parameter.places
        track.focus()
        reached = []
        keys = ["End", "ArrowLeft", "PageDown", "Home", "ArrowRight", "PageUp"]
        if parameter.default == places[-1]:
            keys.insert(0, "Home")  # End would change nothing
        for key in keys:
            moved = self.move(f"{name}, {key}", partial(self.page.keyboard.press, key), index)
            reached.append(places.index(moved[name]))
        page, last = max(1, round((len(places) - 1) / 10)), len(places) - 1
        end, left, down, home, right, up = reached[-6:]
        assert [end, left, home, right] == [last, last - 1, 0, 1], f"{name} by keyboard"
        assert abs(left - down - page) <= 1, f"{name}, PageDown"
        assert abs(up - right - page) <= 1, f"{name}, PageUp"

        box, mouse = track.bounding_box(), self.page.mouse
        assert box["width"] > 100, f"the track of {name} is only {box['width']} pixels long"

        def point(share: float) -> tuple[float, float]:
            return box["x"] + share * box["width"], box["y"] + 0.5 * box["height"]

        def drag() -> None:
            mouse.move(*point(0.8))
            mouse.down()
            mouse.move(*point(0.5))
            mouse.move(*point(0.2))
            mouse.up()

        self.move(f"{name}, a click on the track", lambda: mouse.click(*point(0.8)), index)
        moved = self.move(f"{name}, dragged", drag, index)
        assert abs(places.index(moved[name]) / last - 0.2) < 0.05 + 0.5 / last, f"{name}, dragged"

    def _type(self, row: Locator, name: str, parameter: Parameter, index: int) -> None:
        """Type a value; then what is no number, or none of the slider's."""
        control, texts = row.locator(".lossviz-field"), self._declared[index]["texts"]

        def enter(text: str) -> None:
            control.fill(text)
            control.press("Enter")

        # The minus on a keyboard is a hyphen.
        self.move(f"{name}, typed", lambda: enter(texts[-2].replace("−", "-")), index)
        taken = self.await_state(f"{name}, typed")
        assert self.values(taken)[name] == parameter.places[-2]
        for text in ("much", "", "-1e9", "99999999", "nan", "1;2"):
            enter(text)
            refused = self.await_state(
                f"{name}, typed {text!r}",
                lambda state, text=text: (
                    text in state["notice"] and f"from {texts[0]} to {texts[-1]}" in state["notice"]
                ),
            )
            assert refused["controls"] == taken["controls"]
            assert refused["picture"] == taken["picture"]
            assert refused["height"] == taken["height"], "the page jumps"
        control.blur()

    def _choose(self, row: Locator, name: str, parameter: Choice, index: int) -> None:
        radios = row.get_by_role("radio")
        options = list(parameter.options)
        for option in reversed(options):
            if option != parameter.default:
                button = radios.nth(options.index(option))
                assert self.move(f"{name}, a click", button.click, index)[name] == option
        radios.nth(options.index(self.values(self.state())[name])).focus()
        self.move(f"{name}, ArrowDown", partial(self.page.keyboard.press, "ArrowDown"), index)

    def _handle(self, index: int) -> Locator:
        return self.root.locator(".lossviz-handle").nth(index)

    def _on_page(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the drawing is on the page."""
        box = self.root.locator(".lossviz-picture").bounding_box()
        layout = self.root.locator(".lossviz-root").get_attribute("data-layout")
        scale = box["width"] / self.twin.widget.declaration["sizes"][layout][0]
        return box["x"] + scale * x, box["y"] + scale * y

    def drag(self, index: int, names: tuple[str, ...]) -> None:
        """Drag a handle to where it stands in another state; there it is, within one place."""
        what = f"handle of {', '.join(names)}"
        handle, pointer = self._handle(index), self.pointer or self.page.mouse
        before = self.values(self.await_state(what))
        start = self.twin.picture.grips()[index]
        goal, reach = self._goal(index, names, before)
        self.twin.set(**before)
        self.root.locator(".lossviz-picture").scroll_into_view_if_needed()
        pointer.move(*self._on_page(*start[:2]))
        pointer.down()
        held = handle.evaluate("handle => handle.classList.contains('lossviz-grabbed')")
        assert held, f"{what} cannot be grabbed"
        for share in (0.25, 0.5, 0.75, 1.0):
            x, y = (a + share * (b - a) for a, b in zip(start[:2], goal, strict=True))
            pointer.move(*self._on_page(x, y))
            self.await_state(what)
        self.await_state(what, lambda state: math.dist(self._grip(index), goal) <= reach)
        pointer.up()
        after = self.values(self.await_state(what))
        moved = {name for name in after if after[name] != before[name]}
        assert moved, f"{what}: nothing has moved"
        assert moved <= set(names), f"{what} moves {moved}"

    def _grip(self, index: int) -> list[float]:
        """Where the twin's handle is; out of reach if there is none."""
        return (self.twin.picture.grips()[index] or [math.inf, math.inf])[:2]

    def _goal(
        self, index: int, names: tuple[str, ...], values: dict[str, Any]
    ) -> tuple[list[float], float]:
        """A point that the handle can be dragged to, and how far a place moves it there."""
        start = self._grip(index)
        for quarters in product((1, -1, 0), repeat=len(names)):
            shifts = [
                quarter * len(self._parameters[name].places) // 4
                for quarter, name in zip(quarters, names, strict=True)
            ]
            goal = self._grip_at(index, names, values, shifts)
            if goal is None or math.dist(goal, start) < 12:
                continue
            around = [self._grip_at(index, names, values, shifts, step) for step in _steps(names)]
            return goal, 1 + max(math.dist(goal, grip) for grip in around if grip)
        raise AssertionError(f"the handle of {names} cannot be dragged anywhere")

    def _grip_at(
        self,
        index: int,
        names: tuple[str, ...],
        values: dict[str, Any],
        *shifts: list[int],
    ) -> list[float] | None:
        """Where the handle is in a state so many places away; None where it is not there."""
        state = dict(values)
        for name, steps in zip(names, zip(*shifts, strict=True), strict=True):
            places = self._parameters[name].places
            place = places.index(values[name]) + sum(steps)
            if not 0 <= place < len(places):
                return None
            state[name] = places[place]
        try:
            self.twin.set(**state)
        except ValueError:
            return None
        grip = self.twin.picture.grips()[index]
        return grip and grip[:2]

    def nudge(self, index: int, names: tuple[str, ...]) -> None:
        """An arrow key on the handle moves it in the direction of the arrow."""
        what = f"handle of {', '.join(names)} by a key"
        before = self.values(self.await_state(what))
        grip = self.twin.picture.grips()[index]
        key, (x, y) = self._arrow(index, names, before)
        self.twin.set(**before)
        self._handle(index).focus()
        self.page.keyboard.press(key)
        after = self.values(self.await_state(what, lambda state: self.values(state) != before))
        assert {name for name in after if after[name] != before[name]} <= set(names), what
        (x0, y0), (x1, y1) = grip[:2], self._grip(index)
        assert (x1 - x0) * x + (y1 - y0) * y > 0, f"{what}: {key} moves it elsewhere"

    def _arrow(
        self, index: int, names: tuple[str, ...], values: dict[str, Any]
    ) -> tuple[str, tuple[int, int]]:
        """A key in whose direction there is room."""
        grip = self.twin.picture.grips()[index]
        for key, (x, y) in _ARROWS.items():
            rates = [grip[at] * x + grip[at + 1] * y for at in range(3, len(grip), 3)]
            shifts = [round(rate / (max(map(abs, rates)) or 1)) for rate in rates]
            goal = self._grip_at(index, names, values, shifts)
            if goal and math.dist(goal, grip[:2]) > 0.5:
                return key, (x, y)
        raise AssertionError(f"no arrow moves the handle of {names}")

    def _button(self, label: str) -> Locator:
        return self.root.get_by_role("button", name=label, exact=True)

    def _press(self, label: str) -> None:
        """Press a preset: the controls show what its tooltip names, and what it is meant to set."""
        button, chosen = self._button(label), self.twin.presets[label]
        named = ", ".join(
            f"{parameter.title} = {declared['texts'][parameter.places.index(chosen[name])]}"
            for (name, parameter), declared in zip(
                self._parameters.items(), self._declared, strict=True
            )
            if name in chosen
        )
        assert sorted(button.get_attribute("title").split(", ")) == sorted(named.split(", "))
        wanted = {**self.values(self.state()), **chosen}
        button.click()
        if isinstance(self.twin, LiveExplorer):
            self.twin.press(label)
        self.await_state(
            label, lambda state: self.values(state) == wanted and label in state["active"]
        )

    def _reset(self, first: dict[str, Any], by_keyboard: bool = False) -> None:
        button = self._button("Reset")
        if by_keyboard:
            button.focus()
            self.page.keyboard.press("Enter")
        else:
            button.click()
        if isinstance(self.twin, LiveExplorer):
            self.twin.reset()
        # What a screen reader hears comes later, and is waited for once.
        later = {} if by_keyboard else {"spoken": None, "alternative": None}
        self.await_state(
            "Reset", lambda state: {**state, **later} == {**first, **later}, at_rest=by_keyboard
        )

    def _play(self, row: Locator, player: Player) -> None:
        """Play goes on by itself, and pause stops it."""
        name, seen = player.name, {self.values(self.state())[player.name]}
        row.get_by_role("button", name=f"Play {player.title}").click()
        end = time.monotonic() + PATIENCE
        while len(seen) < 4:
            seen.add(self.values(self.state())[name])
            assert time.monotonic() < end, "Play does not go on"
        row.get_by_role("button", name=f"Pause {player.title}").click()
        stopped = self.await_state("paused")
        time.sleep(0.4)  # more than one tick of any player
        assert self.values(self.state()) == self.values(stopped), "pause does not stop"


def _steps(names: tuple[str, ...]) -> Iterator[list[int]]:
    """One place up or down for one of the parameters."""
    for index in range(len(names)):
        for step in (1, -1):
            yield [step if i == index else 0 for i in range(len(names))]
