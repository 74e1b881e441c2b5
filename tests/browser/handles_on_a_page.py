"""The handles of an explorer on a page, under a mouse, a finger, or the arrow keys."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from explorer_on_a_page import PageExplorer
from playwright.sync_api import Locator, Page

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
class Handles(PageExplorer):
    """What can be grabbed of an explorer, by a mouse if it is not a finger."""

    pointer: Any = None

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
        if not handle.evaluate("handle => handle.classList.contains('lossviz-grabbed')"):
            # Where two lie on each other, the upper one is grabbed, and in its turn dragged.
            assert self.root.locator(".lossviz-grabbed").count() == 1, f"{what} cannot be grabbed"
            pointer.up()
            return
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
        goals = []
        for quarters in product((1, -1, 0), repeat=len(names)):
            shifts = [
                quarter * len(self._parameters[name].places) // 4
                for quarter, name in zip(quarters, names, strict=True)
            ]
            goal = self._grip_at(index, names, values, shifts)
            if goal is not None:
                goals.append((math.dist(goal, start), goal, shifts))
        # The first that is far enough, or else the farthest.
        far, goal, shifts = next((found for found in goals if found[0] >= 12), max(goals))
        assert far > 3, f"the handle of {names} cannot be dragged anywhere"
        around = [self._grip_at(index, names, values, shifts, step) for step in _steps(names)]
        return goal, 1 + max(math.dist(goal, grip) for grip in around if grip)

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
            if goal and (goal[0] - grip[0]) * x + (goal[1] - grip[1]) * y > 0.05:
                return key, (x, y)
        raise AssertionError(f"no arrow moves the handle of {names}")


def _steps(names: tuple[str, ...]) -> Iterator[list[int]]:
    """One place up or down for one of the parameters."""
    for index in range(len(names)):
        for step in (1, -1):
            yield [step if i == index else 0 for i in range(len(names))]
