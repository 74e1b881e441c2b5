"""One folder for each chapter: its pictures with their controls and presets, its experiments, its
exercises. What chapters share is in `lossviz.chapters.shared`.

A folder has the name of its notebook with "ch" in front, since a Python name cannot begin with a
digit. Its ``PICTURES`` are the modules that hold its pictures, in the order of the notebook; they
are imported when they are asked for, and not before.
"""

from __future__ import annotations

import pkgutil


def folders() -> dict[str, str]:
    """Return the folder of each chapter by its number, as it stands in the number of an exercise.

    Examples
    --------
    >>> folders()["3"], list(folders())[-1]
    ('ch03_sigmoid_saturation', 'A1')
    """
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return {
        name.partition("_")[0].removeprefix("ch").lstrip("0") or "0": name
        for name in names
        if name.startswith("ch")
    }
