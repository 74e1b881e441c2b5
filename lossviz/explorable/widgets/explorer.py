"""A picture with its controls in a notebook.

How the picture reaches the browser is private to `Explorer`.
"""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

import ipywidgets
from IPython import get_ipython
from IPython.display import display

from lossviz.explorable.parameters import Player
from lossviz.explorable.picture import Picture
from lossviz.explorable.widgets.controls import control, free, with_player
from lossviz.explorable.widgets.display import EXPLORER, LOST, outputs

P = TypeVar("P", bound=Picture[Any])

_UNDRAWN = "This setting could not be drawn."


class Explorer(Generic[P]):
    """A picture with controls. Display it in a notebook, or drive it from code with `set`.

    Parameters
    ----------
    picture : its parameters become controls and its presets buttons

    Raises
    ------
    ValueError, TypeError
        If a preset does not fit the parameters.

    Examples
    --------
    >>> from lossviz.explorable import Picture, Slider
    >>> class Line(Picture):
    ...     size = (4.0, 3.0)
    ...     parameters = (Slider("slope", "slope", -1.0, 1.0, 0.5, default=0.0),)
    ...
    ...     def build(self, figure):
    ...         self._line = self.line(figure.subplots())
    ...
    ...     @staticmethod
    ...     def compute(slope):
    ...         return [-slope, slope]
    ...
    ...     def place(self, ends):
    ...         self._line.set_data([-1, 1], ends)
    ...
    ...     def describe(self, ends):
    ...         return f"It rises by {ends[1] - ends[0]}."
    >>> explorer = Explorer(Line())
    >>> explorer.set(slope=0.5)
    >>> explorer.sentence
    'It rises by 1.0.'
    """

    def __init__(self, picture: P) -> None:
        """Make the controls and show the picture."""
        self.picture = picture
        self.presets = {preset.label: preset.values for preset in picture.presets}
        for values in self.presets.values():
            picture.check(values)
        self._defaults = {p.name: p.default for p in picture.parameters}
        self._quiet = False
        self._widgets = {p.name: control(p) for p in picture.parameters}
        self._still = ipywidgets.HTML(
            _PAPER.format(base64.b64encode(picture.static_layer().encode()).decode("ascii")) + LOST,
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
    def result(self) -> Any:
        """What the picture shows now, in numbers."""
        return self.picture.result

    @property
    def sentence(self) -> str:
        """The live sentence under the picture."""
        return self.picture.sentence

    def set(self, **values: Any) -> None:
        """Move some controls, as a learner would, and redraw once.

        Raises TypeError or ValueError, and moves nothing, for a name or value that the
        controls do not have, and for values that do not go together.
        """
        self.picture.update(**{**self.values, **values})
        self._turn(self.picture.values)
        self._show()

    def press(self, preset: str) -> None:
        """Set a preset by the label of its button."""
        self.set(**self._preset(preset))

    def reset(self) -> None:
        """Go back to the first state."""
        self.set(**self._defaults)

    def close(self) -> None:
        """Free the widgets and, with the last reference to this explorer, its picture."""
        free(self.widget)

    @property
    def _loudness(self) -> str:
        """Whether a screen reader speaks each new sentence: "polite", or "off"."""
        return "polite"

    def _preset(self, label: str) -> Mapping[str, Any]:
        if label not in self.presets:
            known = ", ".join(map(repr, self.presets))
            raise ValueError(f"preset is {label!r}; this explorer has {known}.")
        return self.presets[label]

    def _turn(self, values: Mapping[str, Any]) -> None:
        """Move widgets without answering each of them."""
        self._quiet = True
        try:
            for name, value in values.items():
                self._widgets[name].value = value
        finally:
            self._quiet = False

    def _moved(self, _change: object) -> None:
        """Follow a learner's hand."""
        if not self._quiet:
            self._obey(self.set)

    def _obey(self, wish: Callable[[], None], failure: str = _UNDRAWN) -> None:
        """Do what a learner wants. ipywidgets would swallow an error here, so show it."""
        try:
            wish()
        except Exception as error:  # whatever it is, the learner must see it
            self._complain(error, failure)

    def _show(self) -> None:
        self._live.value = self.picture.moving_layer() + _SENTENCE.format(
            self._loudness, html.escape(self.sentence)
        )

    def _complain(self, error: Exception, failure: str = _UNDRAWN) -> None:
        message = html.escape(f"{type(error).__name__}: {error}")
        picture = self._live.value.partition("</svg>")[0] + "</svg>"
        self._live.value = picture + _COMPLAINT.format(failure, message)

    def _rows(self) -> list[ipywidgets.Widget]:
        """What stands below each other: controls, buttons, picture."""
        picture = ipywidgets.GridBox(
            [self._still, self._live], layout={"grid_template_columns": "100%"}
        )
        return [self._panel(), self._buttons(), picture]

    def _panel(self) -> ipywidgets.Widget:
        rows = [
            with_player(parameter, widget) if isinstance(parameter, Player) else widget
            for parameter, widget in zip(
                self.picture.parameters, self._widgets.values(), strict=True
            )
        ]
        return ipywidgets.GridBox(rows, layout=_PANEL)

    def _buttons(self) -> ipywidgets.Widget:
        buttons = [
            self._button(label, partial(self.press, label), tooltip=_spelled_out(values))
            for label, values in self.presets.items()
        ]
        back = self._button("Reset", self.reset, tooltip=_spelled_out(self._defaults), icon="undo")
        return ipywidgets.Box([*buttons, back], layout={"flex_flow": "row wrap"})

    def _button(
        self, label: str, wish: Callable[[], None], *, failure: str = _UNDRAWN, **look: str
    ) -> ipywidgets.Button:
        button = ipywidgets.Button(description=label, layout={"width": "auto"}, **look)
        button.on_click(lambda _button: self._obey(wish, failure))
        return button

    def _ipython_display_(self) -> None:
        """The live widget; where it cannot be alive, a picture of it and its sentence."""
        _retire_predecessors(self)
        for data, metadata in outputs(self.picture, self.widget):
            display(data, metadata=metadata, raw=True)


def _spelled_out(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in values.items())


# Explorers on show, by notebook cell: (the run of the cell, its explorers).
_on_show: dict[str, tuple[str, list[Explorer[Any]]]] = {}


def _retire_predecessors(explorer: Explorer[Any]) -> None:
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
