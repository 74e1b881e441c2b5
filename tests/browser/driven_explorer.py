"""An explorer on a page, moved in every way there is."""

from __future__ import annotations

import time
from functools import partial
from typing import Any

from explorer_on_a_page import PATIENCE
from handles_on_a_page import Handles
from playwright.sync_api import Locator

from lossviz.explorers import Choice, LiveExplorer, Parameter, Player


class DrivenExplorer(Handles):
    """Drives one explorer, and compares it with its twin after each step."""

    def drive(self, known: set[type]) -> None:
        """Move every control, drag every handle, press every preset, and Reset.

        The first of a kind of control is moved in every way there is, by keyboard and by mouse,
        and its kind is ``known`` from then on.
        """
        if not isinstance(self.twin, LiveExplorer):  # its values do not tell its training so far
            self.await_state("at first", at_rest=True)
        self._button("Reset").click()  # a chapter may show another state
        first = self.await_state(
            "at the start", lambda state: self.values(state) == self.twin._defaults, at_rest=True
        )
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
        later = {"spoken": None} if by_keyboard else {"spoken": None, "alternative": None}
        self.await_state(
            "Reset",
            lambda state: (
                {**state, **later} == {**first, **later}
                and (not by_keyboard or state["spoken"] == state["sentence"])
            ),
            at_rest=by_keyboard,
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
