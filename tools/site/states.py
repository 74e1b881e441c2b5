"""Which states of a picture are stored with a page: those that one move leads to.

A page *starts* in the state that its notebook shows; Reset leads to the default, and a button to a
preset. From each start every control alone is moved over all its places: a *line*. A handle with
two parameters is moved over a *grid* of places, with more parameters over a grid of points. From
one start to another, as a button glides, there is a *way* of a few states. Where that makes more
states than `MOST`, or `frames` finds that they weigh too much, states are left out: `_THINNINGS`
says which, and the first that is enough is taken.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations, product
from typing import Any, NamedTuple

import numpy as np

from lossviz.explorable.frames import Key, key_of, values_of
from lossviz.explorable.parameters import Choice, Player
from lossviz.explorable.picture import LivePicture, Picture

# Of one picture. A state costs about 45 bytes in each layout, and some 4 ms to draw.
MOST = 2600
# The parts of a way; the page must know it, too.
WAY = 16


class Thinning(NamedTuple):
    """How far apart states are.

    On lines from the page's own states and from presets, every so manieth place; a film keeps all
    its pictures, and a choice all its options. And the points on a side of a grid.
    """

    own: int
    presets: int
    side: int


_THINNINGS = (
    Thinning(1, 1, 20),
    Thinning(1, 2, 20),
    Thinning(1, 2, 12),
    Thinning(1, 4, 12),
    Thinning(1, 8, 8),
    Thinning(1, 16, 8),
    Thinning(2, 16, 8),
    Thinning(4, 16, 6),
)

Places = tuple[int, ...]


def starts(picture: Picture[Any], shown: Iterable[Key]) -> tuple[list[Key], list[Key]]:
    """Return the page's own states, the shown ones and the default, and where presets lead."""
    own = list(dict.fromkeys([*shown, key_of(picture.parameters, picture.defaults)]))
    pressed = [
        key_of(picture.parameters, {**values, **picture.check(preset.values)})
        for values in (values_of(picture.parameters, key) for key in reversed(own))
        for preset in picture.presets
    ]
    return own, [key for key in dict.fromkeys(pressed) if key not in own]


def thinnings(
    picture: Picture[Any], own: Sequence[Key], presets: Sequence[Key]
) -> Iterator[list[Key]]:
    """Yield the keys to be stored, fewer each time, in an order in which neighbours are alike."""
    if isinstance(picture, LivePicture):
        yield list(own[:1])
        return
    ends = [*own, *presets]
    ways = [key for start, end in permutations(ends, 2) for key in _way(picture, start, end)]
    for thinning in _THINNINGS:
        found = dict.fromkeys([*ends, *ways])
        for key in own:
            found.update(dict.fromkeys(_around(picture, key, thinning.own, thinning.side)))
        for key in presets:
            found.update(dict.fromkeys(_around(picture, key, thinning.presets, thinning.side)))
        if len(found) <= MOST:
            yield list(found)


def _way(picture: Picture[Any], start: Key, end: Key) -> Iterator[Key]:
    """States between two, as the page glides: numbers evenly, choices at once."""
    for part in range(1, WAY):
        places = []
        for parameter, *ends in zip(
            picture.parameters, map(int, start.split(",")), map(int, end.split(",")), strict=True
        ):
            share = 1.0 if isinstance(parameter, Choice) else part / WAY
            # As JavaScript rounds.
            places.append(math.floor(ends[0] + share * (ends[1] - ends[0]) + 0.5))
        yield ",".join(map(str, places))


def _around(picture: Picture[Any], key: Key, every: int, side: int) -> Iterator[Key]:
    """The states that one control or one handle leads to."""
    start = [int(place) for place in key.split(",")]
    counts = [len(parameter.places) for parameter in picture.parameters]
    for index, parameter in enumerate(picture.parameters):
        step = 1 if isinstance(parameter, (Player, Choice)) else every
        for place in _every(counts[index], step, start[index]):
            yield _changed(start, [index], [place])
    picture.update(**values_of(picture.parameters, key))
    names = [parameter.name for parameter in picture.parameters]
    for handle, grip in zip(picture.handles, picture.grips(), strict=True):
        indices = [names.index(name) for name in handle.parameters]
        some = [counts[index] for index in indices]
        if len(some) == 2:
            for places in product(*(_spread(count, side) for count in some)):
                yield _changed(start, indices, places)
        elif len(some) > 2 and grip is not None:
            for places in _pulled(grip, some, side):
                yield _changed(start, indices, places)


def _every(count: int, every: int, start: int) -> Iterator[int]:
    """Every so manieth place, with the first, the last and that of the start."""
    kept = {*range(0, count, every), count - 1, start}
    return iter(sorted(kept))


def _spread(count: int, side: int) -> list[int]:
    """At most so many places, the first and the last among them."""
    step = max(1, math.ceil((count - 1) / (side - 1)))
    return sorted({*range(0, count, step), count - 1})


def _pulled(grip: list[float], counts: Sequence[int], side: int) -> Iterator[Places]:
    """Where points around a handle would put its parameters, as far as they have such places."""
    here, *slopes = np.array(grip[2:]).reshape(-1, 3).T
    step = (max(counts) - 1) / (side - 1) / np.abs(slopes).max()
    for across, down in product(range(-2 * side, 2 * side + 1), repeat=2):
        places = np.rint(here + step * (across * slopes[0] + down * slopes[1])).astype(int)
        if ((places >= 0) & (places < counts)).all():
            yield tuple(places.tolist())


def _changed(start: Sequence[int], indices: Sequence[int], places: Sequence[int]) -> Key:
    changed = list(start)
    for index, place in zip(indices, places, strict=True):
        changed[index] = place
    return ",".join(map(str, changed))
