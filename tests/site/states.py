"""What a picture shows in some states, in numbers: the same code here and in Pyodide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np

from lossviz.chapters import picture
from lossviz.explorable.frames import Frames, values_of


def states(wanted: Mapping[str, list[str]]) -> dict[str, list[dict[str, Any]]]:
    """Return what each picture shows in the states that some keys name, and in its first one."""
    return {name: list(_states(name, keys)) for name, keys in wanted.items()}


def _states(name: str, keys: list[str]) -> Iterator[dict[str, Any]]:
    kind = picture(name)
    for piece in kind.preparation()[1]:
        piece()
    shown = kind()
    yield _state(shown)
    for key in keys:
        shown.update(**values_of(shown.parameters, key))
        yield _state(shown)


def _state(shown: Any) -> dict[str, Any]:
    _, _, words, grips = Frames(shown).frame()
    return {
        "words": "".join(piece[0] for piece in words),
        "numbers": list(numbers_in(shown.result)),
        "drawing": shown.moving_layer(),
        "grips": grips,
    }


def numbers_in(part: Any) -> Iterator[float]:
    """Every number in a result, in order."""
    if isinstance(part, np.ndarray):
        yield from map(float, part.flat)
    elif isinstance(part, (bool, int, float, np.number)):
        yield float(part)
    elif isinstance(part, (list, tuple)):
        for inner in part:
            yield from numbers_in(inner)
    elif isinstance(part, Mapping):
        yield from numbers_in(list(part.values()))
    elif is_dataclass(part):
        yield from numbers_in([getattr(part, field.name) for field in fields(part)])
