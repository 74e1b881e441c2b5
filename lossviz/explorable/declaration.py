"""What a page must know of a picture to make its controls: the same for every one of its states."""

from __future__ import annotations

from typing import Any

from lossviz.explorable.layers import POINTS_PER_INCH
from lossviz.explorable.parameters import Choice, Parameter, Player
from lossviz.explorable.picture import LivePicture, Picture

WIDE, NARROW = "wide", "narrow"

# What one can do with a training, by the names of the messages and as it stands on the buttons.
ACTIONS = {"start": "Start", "pause": "Pause", "step": "Step", "restart": "Restart"}


def declaration(picture: Picture[Any]) -> dict[str, Any]:
    """Return a picture's controls, presets and handles, as JSON has them.

    A state is named by places: the positions of its values in the lists of what the parameters
    take.
    """
    known = {parameter.name: parameter for parameter in picture.parameters}
    name = type(picture).__name__
    live = isinstance(picture, LivePicture)
    return {
        "title": "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip(),
        "live": live,
        "parameters": [_control(parameter) for parameter in picture.parameters],
        "defaults": [p.places.index(p.default) for p in picture.parameters],
        "presets": [
            {
                "label": preset.label,
                "places": {
                    name: known[name].places.index(value)
                    for name, value in picture.check(preset.values).items()
                },
                "tip": ", ".join(
                    f"{known[name].title} = {shown(known[name], value)}"
                    for name, value in picture.check(preset.values).items()
                ),
            }
            for preset in picture.presets
        ],
        "actions": [list(action) for action in ACTIONS.items()] if live else [],
        "handles": [
            {"label": handle.label, "parameters": list(handle.parameters)}
            for handle in picture.handles
        ],
        "sizes": {
            WIDE: [POINTS_PER_INCH * side for side in picture.size],
            NARROW: [POINTS_PER_INCH * side for side in picture.narrow_size or picture.size],
        },
    }


def _control(parameter: Parameter[Any]) -> dict[str, Any]:
    control: dict[str, Any] = {
        "name": parameter.name,
        "title": parameter.title,
        "unit": parameter.unit,
        "kind": "choice" if isinstance(parameter, Choice) else "slider",
        "texts": [shown(parameter, place) for place in parameter.places],
    }
    if isinstance(parameter, Player):
        control["kind"] = "player"
        control["milliseconds"] = parameter.milliseconds
    return control


def shown(parameter: Parameter[Any], value: Any) -> str:
    """A value as it stands beside its control: a negative number has a minus, not a hyphen."""
    text = parameter.text(value)
    return f"−{text[1:]}" if text.startswith("-") else text
