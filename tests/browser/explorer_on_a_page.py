"""An explorer as a learner has it before the eyes, with its twin in this process.

The twin is the same explorer without a browser: it says which sentence and which picture belong
to the values that the controls on the page show.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, Page

from lossviz.explorers import Explorer, Parameter
from tools.page import in_pixels

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


@dataclass
class PageExplorer:
    """One explorer on the page and the explorer that it should be."""

    page: Page
    root: Locator
    twin: Explorer
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
        if in_pixels(state["picture"]) != self._picture():
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
            if state["alternative"] != self.twin.sentence:
                faults.append(f"the alternative is {state['alternative']!r} and not the sentence")
            if state["spoken"] not in ("", self.twin.sentence):  # when it is heard, it leaves
                faults.append(f"spoken is {state['spoken']!r} and not the sentence")
        return faults

    def _picture(self) -> str:
        """What the twin draws, as this browser writes it."""
        markup = self.twin.picture.moving_layer()
        if markup != self._drawn.get("markup"):
            parsed = in_pixels(self.page.evaluate(_PARSED, markup))
            self._drawn = {"markup": markup, "parsed": parsed}
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

    def _button(self, label: str) -> Locator:
        return self.root.get_by_role("button", name=label, exact=True)
