"""The controls of ipywidgets for the kinds of parameters."""

from __future__ import annotations

from typing import Any

import ipywidgets

from lossviz.explorable.parameters import Choice, Counter, Parameter, Player, Scale

_LABELS = {"description_width": "8em"}


def control(parameter: Parameter[Any]) -> ipywidgets.Widget:
    """Make the widget for a parameter, at its default; it answers while it moves."""
    common = {
        "value": parameter.default,
        "description": parameter.title,
        "style": _LABELS,
        "layout": {"width": "auto"},
    }
    if isinstance(parameter, Scale):
        # The browser knows only positions on the scale. A slider over floats would round a value
        # that it is given, send it back, and so undo what the kernel did in the meantime.
        options = [(parameter.text(place), place) for place in parameter.places]
        return ipywidgets.SelectionSlider(options=options, **common)
    if isinstance(parameter, Counter):
        return ipywidgets.IntSlider(min=parameter.low, max=parameter.high, **common)
    if isinstance(parameter, Choice):
        common["style"] = {**_LABELS, "button_width": "auto"}
        # In a line, as the sliders are: by itself it would put its label above the buttons.
        common["layout"] = {"width": "auto", "display": "flex"}
        return ipywidgets.ToggleButtons(options=parameter.options, **common)
    raise TypeError(f"there is no control for a {type(parameter).__name__}.")


def with_player(parameter: Player, slider: ipywidgets.IntSlider) -> ipywidgets.Widget:
    """Put a slider beside the buttons that play it, inside the browser."""
    play = ipywidgets.Play(
        value=slider.value,
        min=parameter.low,
        max=parameter.high,
        interval=parameter.milliseconds,
        repeat=parameter.default == parameter.high,  # what is shown at its end plays from the start
        show_repeat=False,
        layout={"width": "auto"},
    )
    ipywidgets.jslink((play, "value"), (slider, "value"))
    slider.layout.flex = "1 1 auto"
    slider.style.description_width = "initial"
    return ipywidgets.HBox([play, slider], layout={"grid_column": "1 / -1"})


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
