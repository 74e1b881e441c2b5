"""The states around a state, nearest first: those that a hand can reach next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from lossviz.explorable.frames import Key, key_of
from lossviz.explorable.picture import Picture

# As many frames as are kept ready at once: a slider of 61 places, or 4 places to each side in two
# directions.
_REACH = 81


def nearby(picture: Picture[Any], key: Key, parameters: Sequence[str]) -> list[Key]:
    """Keys around a key, along a parameter or as a handle with these parameters would go.

    The picture must show the state of the key.
    """
    names = [parameter.name for parameter in picture.parameters]
    places = [int(place) for place in key.split(",")]
    if len(parameters) == 1:
        found = _along(picture, places, names.index(parameters[0]))
    else:
        found = _around(picture, places, tuple(parameters))
    fresh = dict.fromkeys(",".join(map(str, state)) for state in found)
    fresh.pop(key, None)
    return list(islice(fresh, _REACH))


def preset_keys(picture: Picture[Any]) -> list[Key]:
    """The keys that the presets lead to from the picture's state."""
    states = [{**picture.values, **picture.check(preset.values)} for preset in picture.presets]
    return [key_of(picture.parameters, state) for state in states]


def _along(picture: Picture[Any], places: list[int], index: int) -> Iterator[list[int]]:
    count, here = len(picture.parameters[index].places), places[index]
    for distance in range(1, min(count, _REACH + 1)):
        for place in (here + distance, here - distance):
            if 0 <= place < count:
                yield [*places[:index], place, *places[index + 1 :]]


def _around(
    picture: Picture[Any], places: list[int], parameters: tuple[str, ...]
) -> Iterator[list[int]]:
    handles = [handle.parameters for handle in picture.handles]
    grip = picture.grips()[handles.index(parameters)] if parameters in handles else None
    if grip is None:
        return
    names = [parameter.name for parameter in picture.parameters]
    indices = [names.index(name) for name in parameters]
    moves = [grip[start : start + 3] for start in range(2, len(grip), 3)]
    fastest = max(abs(slope) for _, *slopes in moves for slope in slopes)
    if not fastest:
        return
    for x, y in _rings():
        state = list(places)
        for index, (here, right, down) in zip(indices, moves, strict=True):
            count = len(picture.parameters[index].places)
            place = round(here + (right * x + down * y) / fastest)
            state[index] = min(max(place, 0), count - 1)
        yield state


def _rings(most: int = 8) -> Iterator[tuple[int, int]]:
    """Steps to the right and down, nearest first."""
    steps = range(-most, most + 1)
    yield from sorted(((x, y) for x in steps for y in steps), key=lambda step: max(map(abs, step)))
