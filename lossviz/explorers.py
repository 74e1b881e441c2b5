"""Pictures with controls, for notebooks: one function for each picture of the chapters.

A picture stands in its chapter's folder (see `lossviz.chapters`) and is imported when its function
is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lossviz.chapters import picture, pictures
from lossviz.explorable import Choice, Counter, Parameter, Player, Preset, Scale, Slider
from lossviz.explorable.widgets import Explorer, LiveExplorer, explore, progress

__all__ = [
    "Choice",
    "Counter",
    "Explorer",
    "LiveExplorer",
    "Parameter",
    "Player",
    "Preset",
    "Scale",
    "Slider",
    "progress",
    *pictures(),
]


def __getattr__(name: str) -> Callable[[], Explorer[Any]]:
    """Make the function that shows a picture."""
    if name not in pictures():
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    kind = picture(name)

    def explorer() -> Explorer[Any]:
        return explore(kind)

    explorer.__name__ = explorer.__qualname__ = name
    explorer.__doc__ = kind.__doc__
    globals()[name] = explorer
    return explorer


def __dir__() -> list[str]:
    """Every name, also of what is not imported yet."""
    return __all__
