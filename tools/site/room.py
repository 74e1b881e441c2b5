"""How much room an explorer will need beside its picture, so that a page keeps it from the start.

An explorer that comes alive has controls, buttons and a line below that its stored picture has not.
What they need follows from the declaration; only where a row of buttons breaks is estimated, from
how long its words are. The numbers are those of `explorer.css` and `page.css`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from lossviz.chapters import picture, pictures
from lossviz.explorable.declaration import NARROW, WIDE, declaration

# In pixels. Of the root: padding and gaps; below the picture: three lines of text, or six; below
# all, what draws it and the link, beside each other or not; a single control leaves nothing to say.
_FRAME, _GAP = 28, 8
_BELOW, _FOOT, _NO_WORDS = {WIDE: 66, NARROW: 132}, {WIDE: 31, NARROW: 100}, 41
_ROW, _ROW_GAP = {WIDE: 26, NARROW: 44}, {WIDE: 4, NARROW: 2}
_PLAYER, _LEGEND, _TWO_LINES = 32, 32, 44
_BUTTON_GAP, _LETTER, _AROUND, _DOT = 6, 7.9, 26, 16
_LABEL = 27  # letters of a slider's label that stand in one line
# How wide the layouts are when they are used most: two columns of controls, one, and a phone.
_WIDTHS = {"two": 956, "one": 700, "phone": 350}


@cache
def style(name: str) -> str:
    """What a page's style sheet must know of an explorer: its room, and its picture's shape."""
    if name not in pictures():
        return ""
    told = declaration(picture(name)())
    rest = {width: _rest(told, width) for width in _WIDTHS}
    shapes = {layout: high / wide for layout, (wide, high) in told["sizes"].items()}
    known = {
        **{f"--rest-{width}": f"{pixels}px" for width, pixels in rest.items()},
        "--shape-wide": f"{shapes[WIDE]:.4f}",
        "--shape-narrow": f"{shapes[NARROW]:.4f}",
    }
    return ";".join(f"{what}:{value}" for what, value in known.items())


def _rest(told: dict[str, Any], name: str) -> int:
    """The height of everything but the picture."""
    layout = NARROW if name == "phone" else WIDE
    row, gap, width = _ROW[layout], _ROW_GAP[layout], _WIDTHS[name]
    rows: list[float] = []
    half = False  # whether there is room beside the last one
    for parameter in told["parameters"]:
        alone = parameter["kind"] == "player" and layout == WIDE
        if layout == NARROW:
            high = _narrow(parameter, width)
        elif parameter["kind"] == "choice":
            lines = _lines(parameter["texts"], width / (2 if name == "two" else 1) - 150)
            high = lines * row + (lines - 1) * gap
        elif alone:
            high = _PLAYER
        else:
            high = row if len(parameter["title"]) <= _LABEL else _TWO_LINES
        if half and not alone:
            rows[-1] = max(rows[-1], high)
        else:
            rows.append(high)
        half = name == "two" and not alone and not half
    controls = sum(rows) + gap * (len(rows) - 1)
    labels = [preset["label"] for preset in told["presets"]]
    lines = _lines([*labels, "Reset"], width)
    buttons = lines * row + (lines - 1) * _BUTTON_GAP
    actions = row + _GAP if told["live"] else 0
    foot = _FOOT[layout] - (_NO_WORDS if layout == NARROW and len(told["parameters"]) == 1 else 0)
    return round(_FRAME + controls + _GAP + buttons + actions + _BELOW[layout] + foot)


def _narrow(parameter: dict[str, Any], width: float) -> int:
    """The height of a control on a phone: its name stands above."""
    row = _ROW[NARROW]
    if parameter["kind"] == "choice":
        return _LEGEND + _lines(parameter["texts"], width) * row
    return 2 * row


def _lines(words: Iterable[str], width: float) -> int:
    """How many lines buttons with these words need."""
    lines, used = 1, 0.0
    for text in words:
        wide = _LETTER * len(text) + _AROUND + _DOT
        if used and used + wide > width:
            lines, used = lines + 1, 0.0
        used += wide + _BUTTON_GAP
    return lines
