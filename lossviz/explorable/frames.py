"""A picture's frames, small enough to send ahead: a skeleton for all, and what changed for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lossviz.explorable.parameters import Parameter
from lossviz.explorable.picture import Picture

Key = str
# What the page draws: skeleton, changes, sentence, handles.
Frame = list[Any]

# The value of an attribute, or a text. With the attribute's name, for values may end in "=".
_HOLE = re.compile(r'( [\w:.-]+=")([^"]*)"|>([^<]+)(?=<)')
# Pictures have a handful; one that always looks different is sent whole from there on.
_MOST_SKELETONS = 64


class Frames:
    """Draws frames of a picture.

    The first drawing of a structure is its skeleton. Each frame of the same structure says only
    which attribute values and texts are others, counted from left to right.

    Parameters
    ----------
    picture : what is drawn
    """

    def __init__(self, picture: Picture[Any]) -> None:
        """Draw nothing yet."""
        self.picture = picture
        self.skeletons: list[str] = []
        self._known: dict[str, tuple[int, list[str]]] = {}

    def still(self) -> str:
        """What never moves."""
        return self.picture.static_layer()

    def frame(self) -> Frame:
        """The picture as it is."""
        return [
            *self._compared(self.picture.moving_layer()),
            [[text, colour] if colour else [text] for text, colour in self.picture.words],
            self.picture.grips(),
        ]

    @contextmanager
    def elsewhere(self) -> Iterator[None]:
        """Draw other states inside, and leave the picture as it was."""
        values, result = self.picture.values, self.picture.result
        try:
            yield
        finally:
            self.picture.values, self.picture.result = values, result
            self.picture.place(result)

    def _compared(self, drawing: str) -> tuple[int | str, dict[str, str]]:
        structure = _HOLE.sub(r"\1>", drawing)
        holes = [value or text for _, value, text in _HOLE.findall(drawing)]
        if structure not in self._known:
            if len(self.skeletons) >= _MOST_SKELETONS:
                return drawing, {}
            self._known[structure] = len(self.skeletons), holes
            self.skeletons.append(drawing)
        number, base = self._known[structure]
        pairs = enumerate(zip(holes, base, strict=True))
        return number, {str(i): hole for i, (hole, old) in pairs if hole != old}


def key_of(parameters: tuple[Parameter[Any], ...], values: dict[str, Any]) -> Key:
    """Name a state by the places of its parameters, in their order.

    Examples
    --------
    >>> from lossviz.explorable import Choice, Counter
    >>> parameters = (Counter("rounds", "rounds", 1, 9, default=1),
    ...               Choice("loss", "loss", ("hinge", "logistic"), default="hinge"))
    >>> key_of(parameters, {"rounds": 3, "loss": "logistic"})
    '2,1'
    """
    return ",".join(str(p.places.index(values[p.name])) for p in parameters)


def values_of(parameters: tuple[Parameter[Any], ...], key: Key) -> dict[str, Any]:
    """Return the values that a key names; raise ValueError if it names none.

    Examples
    --------
    >>> from lossviz.explorable import Counter
    >>> values_of((Counter("rounds", "rounds", 1, 9, default=1),), "2")
    {'rounds': 3}
    """
    numbers = key.split(",")
    if len(numbers) != len(parameters) or not all(map(str.isdecimal, numbers)):
        raise ValueError(f"key is {key!r:.60}; give {len(parameters)} places.")
    places = [int(number) for number in numbers]
    for parameter, place in zip(parameters, places, strict=True):
        if place >= len(parameter.places):
            raise ValueError(
                f"key is {key!r:.60}; {parameter.name} has {len(parameter.places)} places."
            )
    return {p.name: p.places[place] for p, place in zip(parameters, places, strict=True)}
