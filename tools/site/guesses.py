"""Writes what a guess adds to a picture: `_static/frames/<picture>.guess.json`, where there is one.

A notebook hands a guess to its picture, `race.keep(predict("3.a", ...))`, which draws it as a ghost
whatever state it shows. So a page needs the ghost alone, for some guesses on the way from the least
to the largest; `site/script/ghost.js` finds what lies in between.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from lossviz import exercises
from lossviz.chapters import picture
from lossviz.checking import NumberGuess
from lossviz.explorable import layers
from lossviz.explorable.declaration import NARROW, WIDE
from lossviz.explorable.picture import Picture
from tools import notebook_form, notebooks
from tools.site import frames

_SAMPLES = 61
# A range that spans more than this has its samples in equal ratios.
_WIDE_RANGE = 50


def write(folder: Path) -> None:
    """Write the ghosts of all pictures that show a guess."""
    target = folder / frames.FRAMES
    target.mkdir(parents=True, exist_ok=True)
    for name, bet in sorted(set(_kept())):
        (target / f"{name}.guess.json").write_text(json.dumps(ghosts(name, bet)), encoding="utf-8")


def bet_of(source: str, before: str | None) -> str | None:
    """The bet whose guess a cell hands to its picture: its own, or the one asked before."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    keeps = any(isinstance(c.func, ast.Attribute) and c.func.attr == "keep" for c in calls)
    return (asked(source) or before) if keeps else None


def asked(source: str) -> str | None:
    """The bet that a cell asks for."""
    for node in ast.walk(ast.parse(source)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        if node.func.id == "predict" and isinstance(node.args[0], ast.Constant):
            return str(node.args[0].value)
    return None


def ghosts(name: str, bet: str) -> dict[str, Any]:
    """For both layouts, some guesses with what they draw and say."""
    asking = exercises.predictions()[bet]
    if not isinstance(asking, NumberGuess):
        raise TypeError(f"the guess of {bet} is no number, so no picture of a page can show it.")
    between = np.geomspace if asking.low > 0 and asking.high > _WIDE_RANGE else np.linspace
    guesses = between(float(asking.low), float(asking.high), _SAMPLES).tolist()
    both = {WIDE: picture(name)(), NARROW: picture(name)(narrow=True)}
    return {layout: [[g, *ghost(shown, g)] for g in guesses] for layout, shown in both.items()}


def ghost(shown: Picture[Any], guess: float) -> tuple[str, str]:
    """What a guess adds to a picture: to its drawing, and to its sentence."""
    shown.ghost = None
    shown.place(shown.result)
    hidden = [artist for artist in shown._moving if not artist.get_visible()]
    before = shown.sentence
    shown.ghost = guess
    shown.place(shown.result)
    added = [artist for artist in hidden if artist.get_visible()]
    drawing = layers.drawn(shown._figure, added, "guess")
    sentence = shown.sentence
    return drawing, sentence[len(before) :] if sentence.startswith(before) else ""


def _kept() -> Iterator[tuple[str, str]]:
    """The pictures that notebooks hand guesses to, with the bets."""
    for path in notebooks.notebooks_in():
        before = None
        for cell in notebook_form.read(path).cells:
            if cell.cell_type != "code":
                continue
            if (bet := bet_of(cell.source, before)) and (name := frames.shown_in(cell)):
                yield name, bet
            before = asked(cell.source) or before
