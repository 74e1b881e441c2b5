"""One `Explorer` for all chapters: named controls, presets and a figure, bound together.

A chapter's explorer is a declaration (see `lossviz.explorers.neuron`); the plumbing is here and
nowhere else. How the picture reaches the browser is private to `Explorer`.
"""

from __future__ import annotations

import base64
import html
import math
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from numbers import Real
from typing import Any

import ipywidgets
from IPython import get_ipython
from IPython.display import display
from traitlets import Bunch

from lossviz.explorers.display import EXPLORER, LOST, outputs
from lossviz.figures.base import ExplorableFigure


@dataclass(frozen=True)
class Control(ABC):
    """A control for one parameter of a figure: its name there, and a label for people."""

    name: str
    label: str

    @abstractmethod
    def widget(self, value: Any) -> ipywidgets.Widget:
        """Make the widget, set to ``value``."""

    @abstractmethod
    def check(self, value: Any) -> Any:
        """Return ``value`` as the widget takes it, or raise ValueError or TypeError."""


@dataclass(frozen=True)
class Scale(Control):
    """A slider over listed numbers, for example a scale of learning rates.

    The browser knows only positions on the scale. A slider over floats would round a value that
    it is given, send it back, and so undo what the kernel did in the meantime.
    """

    values: tuple[float, ...]
    form: str = ".3g"

    def widget(self, value: float) -> ipywidgets.Widget:
        """Make a slider that stops at the listed values and answers while it moves."""
        return ipywidgets.SelectionSlider(
            value=value,
            options=[(format(entry, self.form), entry) for entry in self.values],
            description=self.label,
            style=_LABELS,
            layout={"width": "auto"},
        )

    def check(self, value: float) -> float:
        """Return the listed value, forgiving a rounding error; refuse anything else."""
        number = _real(self.name, value)
        nearest = min(self.values, key=lambda entry: abs(entry - number))
        if not math.isclose(nearest, number, rel_tol=1e-9, abs_tol=1e-12):
            raise ValueError(
                f"{self.name} is {value}, which is not on this slider from {self.values[0]:g} to "
                f"{self.values[-1]:g}; the nearest value there is {nearest:{self.form}}."
            )
        return nearest


class Slider(Scale):
    """A slider from ``low`` to ``high`` in equal steps of a decimal size such as 0.05."""

    def __init__(self, name: str, label: str, low: float, high: float, step: float) -> None:
        """List the values, each the nearest float to its decimal number."""
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        count = round((high - low) / step) + 1
        values = tuple(round(low + i * step, decimals) for i in range(count))
        super().__init__(name, label, values, f".{decimals}f")


@dataclass(frozen=True)
class Counter(Control):
    """A slider over whole numbers."""

    low: int
    high: int

    def widget(self, value: int) -> ipywidgets.Widget:
        """Make a slider that answers while it moves."""
        return ipywidgets.IntSlider(
            value=value,
            min=self.low,
            max=self.high,
            description=self.label,
            style=_LABELS,
            layout={"width": "auto"},
        )

    def check(self, value: int) -> int:
        """Refuse what is no whole number or lies outside the slider."""
        number = _real(self.name, value)
        if number != int(number):
            raise ValueError(f"{self.name} is {value}; give a whole number.")
        if not self.low <= number <= self.high:
            raise ValueError(
                f"{self.name} is {value}; this explorer takes {self.low} to {self.high}."
            )
        return int(number)


@dataclass(frozen=True)
class Player(Counter):
    """A slider over whole numbers with a play and a pause button."""

    milliseconds: int = 60

    def player(self, slider: ipywidgets.IntSlider) -> ipywidgets.Play:
        """Make the play button that drives the slider, inside the browser."""
        play = ipywidgets.Play(
            value=slider.value,
            min=self.low,
            max=self.high,
            interval=self.milliseconds,
            show_repeat=False,
            layout={"width": "auto"},
        )
        ipywidgets.jslink((play, "value"), (slider, "value"))
        return play


@dataclass(frozen=True)
class Choice(Control):
    """A row of buttons, one of which is pressed."""

    options: tuple[str, ...]

    def widget(self, value: str) -> ipywidgets.Widget:
        """Make the row of buttons."""
        return ipywidgets.ToggleButtons(
            value=value,
            options=self.options,
            description=self.label,
            style={**_LABELS, "button_width": "auto"},
            # In a line, as the sliders are: by itself it would put its label above the buttons.
            layout={"width": "auto", "display": "flex"},
        )

    def check(self, value: str) -> str:
        """Refuse what is not an option."""
        if value not in self.options:
            known = ", ".join(map(repr, self.options))
            raise ValueError(f"{self.name} is {value!r}; this explorer takes {known}.")
        return value


class Explorer:
    """A figure with controls. Display it in a notebook, or drive it from code with `set`.

    Parameters
    ----------
    figure : the picture; its default parameters are the state that Reset returns to
    controls : one control for each parameter that can be moved
    presets : label of a button -> the values that it sets

    Raises
    ------
    ValueError, TypeError
        If a control or a preset does not fit the figure.

    Examples
    --------
    >>> from lossviz.explorers import neuron_experiment
    >>> explorer = neuron_experiment()
    >>> explorer.set(w=2, b=2)
    >>> explorer.values["w"]
    2.0
    """

    # Whether a screen reader speaks each new sentence: "polite", or "off".
    _loudness = "polite"

    def __init__(
        self,
        figure: ExplorableFigure,
        controls: Sequence[Control],
        presets: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Bind the controls to the figure."""
        self.figure = figure
        self.presets = dict(presets or {})
        self._controls = {control.name: control for control in controls}
        self._defaults = {name: figure.parameters[name] for name in self._controls}
        for values in self.presets.values():
            self._checked(values)

        self._quiet = False
        self._widgets = {
            name: control.widget(control.check(self._defaults[name]))
            for name, control in self._controls.items()
        }
        self._still = ipywidgets.HTML(
            _PAPER.format(base64.b64encode(figure.static_layer().encode()).decode("ascii")) + LOST,
            layout=_OVERLAID,
        )
        self._live = ipywidgets.HTML(layout=_OVERLAID)
        for widget in self._widgets.values():
            widget.observe(self._moved, "value")
        self.widget = ipywidgets.VBox(self._rows(), layout={"max_width": "1100px"})
        self.widget.add_class(EXPLORER)
        self._show()

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say now."""
        return {name: widget.value for name, widget in self._widgets.items()}

    @property
    def sentence(self) -> str:
        """The live sentence under the figure."""
        return self.figure.describe()

    def set(self, **values: Any) -> None:
        """Move some controls, as a learner would, and redraw once.

        Raises TypeError or ValueError, and moves nothing, for a name or value that the
        controls do not have.
        """
        checked = self._checked(values)
        before = self.values
        self._turn(checked)
        try:
            self.figure.update(**self.values)
        except Exception:
            self._turn(before)
            raise
        self._show()

    def press(self, preset: str) -> None:
        """Set a preset by the label of its button."""
        if preset not in self.presets:
            known = ", ".join(map(repr, self.presets))
            raise ValueError(f"preset is {preset!r}; this explorer has {known}.")
        self.set(**self.presets[preset])

    def reset(self) -> None:
        """Go back to the first state."""
        self.set(**self._defaults)

    def close(self) -> None:
        """Free the widgets and, with the last reference to this explorer, its figure."""
        free(self.widget)

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        unknown = sorted(set(values) - set(self._controls))
        if unknown:
            raise TypeError(
                f"this explorer has no control {unknown[0]!r}; it has {', '.join(self._controls)}."
            )
        return {name: self._controls[name].check(value) for name, value in values.items()}

    def _turn(self, values: Mapping[str, Any]) -> None:
        """Move widgets without answering each of them."""
        self._quiet = True
        try:
            for name, value in values.items():
                self._widgets[name].value = value
        finally:
            self._quiet = False

    def _moved(self, _change: Bunch) -> None:
        if not self._quiet:
            self._answer()

    def _clicked(self, values: Mapping[str, Any]) -> None:
        self._turn(values)
        self._answer()

    def _answer(self) -> None:
        """Follow a learner's move. ipywidgets would swallow an error here, so show it."""
        try:
            self.figure.update(**self.values)
            self._show()
        except Exception as error:  # whatever it is, the learner must see it
            self._complain(error)

    def _show(self) -> None:
        self._live.value = self.figure.moving_layer() + _SENTENCE.format(
            self._loudness, html.escape(self.sentence)
        )

    def _complain(self, error: Exception, what: str = "This setting could not be drawn.") -> None:
        message = html.escape(f"{type(error).__name__}: {error}")
        picture = self._live.value.partition("</svg>")[0] + "</svg>"
        self._live.value = picture + _COMPLAINT.format(what, message)

    def _rows(self) -> list[ipywidgets.Widget]:
        """What stands below each other: controls, buttons, picture."""
        picture = ipywidgets.GridBox(
            [self._still, self._live], layout={"grid_template_columns": "100%"}
        )
        return [self._panel(), self._buttons(), picture]

    def _panel(self) -> ipywidgets.Widget:
        rows = []
        for name, control in self._controls.items():
            widget = self._widgets[name]
            if isinstance(control, Player):
                widget.layout.flex = "1 1 auto"
                widget.style.description_width = "initial"
                widget = ipywidgets.HBox(
                    [control.player(widget), widget], layout={"grid_column": "1 / -1"}
                )
            rows.append(widget)
        return ipywidgets.GridBox(rows, layout=_PANEL)

    def _buttons(self) -> ipywidgets.Widget:
        buttons = []
        for label, values in {**self.presets, "Reset": self._defaults}.items():
            button = ipywidgets.Button(
                description=label,
                tooltip=_spelled_out(values),
                icon="undo" if label == "Reset" else "",
                layout={"width": "auto"},
            )
            button.on_click(lambda _button, values=values: self._clicked(values))
            buttons.append(button)
        return ipywidgets.Box(buttons, layout={"flex_flow": "row wrap"})

    def _ipython_display_(self) -> None:
        """The live widget; where it cannot be alive, a picture of it and its sentence."""
        _retire_predecessors(self)
        for data, metadata in outputs(self.figure, self.widget):
            display(data, metadata=metadata, raw=True)


def _real(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {value!r}; give a number.")
    if not math.isfinite(value):
        raise ValueError(f"{name} is {value}; give a finite number.")
    return float(value)


def _spelled_out(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())


def free(widget: ipywidgets.Widget) -> None:
    """Close a widget and all that belongs to it."""
    for member in _family(widget):
        member.close()


def _family(widget: ipywidgets.Widget) -> list[ipywidgets.Widget]:
    """A widget, its children, and their layouts and styles."""
    members = [widget, widget.layout]
    if hasattr(widget, "style"):
        members.append(widget.style)
    for child in getattr(widget, "children", ()):
        members += _family(child)
    return members


# Explorers on show, by notebook cell: (the run of the cell, its explorers).
_on_show: dict[str, tuple[str, list[Explorer]]] = {}


def _retire_predecessors(explorer: Explorer) -> None:
    """Close what an earlier run of this cell has shown; nobody can see it any more.

    ipywidgets keeps every widget alive until it is closed, so a cell run again and again would
    fill the kernel's memory. Front ends that do not say which cell they run are left alone.
    """
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = parent["header"]["msg_id"]
    earlier_run, shown = _on_show.get(cell, (run, []))
    if earlier_run != run:
        for old in shown:
            if old is not explorer:
                old.close()
        shown = []
    _on_show[cell] = (run, [*shown, explorer])


_LABELS = {"description_width": "8em"}
_OVERLAID = {"grid_area": "1 / 1 / 2 / 2", "width": "100%", "margin": "0"}
_PANEL = {
    "grid_template_columns": "repeat(auto-fit, minmax(min(27em, 100%), 1fr))",
    "grid_gap": "0 2em",
}
# The picture is on white paper in dark themes too. Its text alternative is on the moving layer.
_PAPER = (
    '<img alt="" src="data:image/svg+xml;base64,{}" '
    'style="display:block;width:100%;max-width:none;background:white;border-radius:4px">'
)
# Room for three lines, so that a longer sentence does not push the page.
_SENTENCE = (
    '<p role="status" aria-live="{}" style="margin:0.5em 0 0;min-height:4.2em;line-height:1.4;'
    'font-size:var(--jp-content-font-size1,14px);color:var(--jp-content-font-color1,inherit)">'
    "{}</p>"
)
_COMPLAINT = (
    '<p role="alert" style="margin:0.5em 0 0;min-height:4.2em;line-height:1.4;'
    'font-size:var(--jp-content-font-size1,14px);color:var(--jp-content-font-color1,inherit)">'
    "<strong>{}</strong> {} "
    "The picture shows the last setting that worked: move a control back, or press Reset.</p>"
)
