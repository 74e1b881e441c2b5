"""One folder for each chapter: its pictures with their controls and presets, its experiments, its
exercises. What chapters share is in `lossviz.chapters.shared`.

A folder has the name of its notebook with "ch" in front, since a Python name cannot begin with a
digit. Its ``PICTURES`` are the modules that hold its pictures, in the order of the notebook; they
are imported when they are asked for, and not before.
"""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # exercises are asked for without pictures
    from lossviz.explorable import Picture


def folders() -> dict[str, str]:
    """Return the folder of each chapter by its number, as it stands in the number of an exercise.

    Examples
    --------
    >>> folders()["3"], list(folders())[-1]
    ('ch03_sigmoid_saturation', 'A2')
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name.partition("_")[0].removeprefix("ch").lstrip("0") or "0": name
        for name in names
        if name.startswith("ch")
    }


def pictures() -> dict[str, str]:
    """Return the module of each picture by the picture's name, without importing it.

    Examples
    --------
    >>> pictures()["line_fit"]
    'lossviz.chapters.ch00_start_here.line_fit'
    """
    packages = [f"{__name__}.{folder}" for folder in folders().values()]
    return {
        name: f"{package}.{name}"
        for package in packages
        for name in import_module(package).PICTURES
    }


def picture(name: str) -> type[Picture[Any]]:
    """Import a kind of picture: the module ``line_fit`` holds ``LineFit``.

    Examples
    --------
    >>> picture("line_fit").size
    (10.0, 4.2)
    """
    kind: type[Picture[Any]] = getattr(
        import_module(pictures()[name]), name.title().replace("_", "")
    )
    return kind
