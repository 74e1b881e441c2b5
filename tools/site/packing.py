"""Frames packed small for a page: what changes from one to the next, as whole numbers.

Frames of neighbouring states differ in a few coordinates, and by little. So what fills a hole of
the drawing is kept as a *column* over all frames. A column has its distinct texts, each once. The
numbers are taken out of a text and leave a *pattern*; what is stored of a number is how far it is
from where it would be if it had moved like the number two before it, which in a path is the same
coordinate of the point before. That is mostly 0, 1 or -1 in units of the last decimal, of which
deflate makes a few bits. `site/script/stored_frames.js` unpacks it. Images are packed in a way of
their own, see `packed_images`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from lossviz.explorable.frames import Frame
from tools.site import packed_images

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# In a pattern: a number; as many points of a path as the next count says.
_HOLE, _RUN = "\x01", "\x02"
_POINT = f"L {_HOLE} {_HOLE}"
_POINTS = re.compile(f"(?:{_POINT})+")
_MOST_DECIMALS = 8


def pack(frames: Sequence[Frame]) -> dict[str, Any]:
    """Pack frames, in an order in which neighbours are alike.

    Returns
    -------
    frames : the skeleton of each
    drawings : for each skeleton the columns of its holes, over the frames with this skeleton
    words, grips : a column of JSON for each word and each handle
    """
    drawings = {}
    for skeleton in sorted({frame[0] for frame in frames}):
        changes = [frame[1] for frame in frames if frame[0] == skeleton]
        holes = sorted({hole for change in changes for hole in change}, key=int)
        drawings[skeleton] = {hole: _column([c.get(hole) for c in changes]) for hole in holes}
    return {
        "frames": _steps(frame[0] for frame in frames),
        "drawings": drawings,
        "words": _table([frame[2] for frame in frames]),
        "grips": _table([frame[3] for frame in frames]),
    }


def _table(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """Columns of JSON for rows of different lengths."""
    width = max(map(len, rows), default=0)
    return [
        _column([json_of(row[i]) if i < len(row) else None for row in rows]) for i in range(width)
    ]


def _column(texts: Sequence[str | None]) -> dict[str, Any]:
    """Which text is where, None as -1; and the distinct texts, as numbers in patterns."""
    distinct = {text: None for text in texts if text is not None}
    numbers = {text: number for number, text in enumerate(distinct)}
    at = _steps(-1 if text is None else numbers[text] for text in texts)
    if images := packed_images.pack(list(distinct)):
        return {"at": at, **images}
    decimals = max((_decimals(text) for text in distinct), default=0)
    patterns: dict[str, int] = {}
    used, counts, moves = [], [], []
    before: list[int] = []
    for text in distinct:
        pattern, runs, values = _taken_apart(text, decimals)
        used.append(patterns.setdefault(pattern, len(patterns)))
        counts += runs
        moves += _moves(values, before)
        before = values
    return {
        "at": at,
        "decimals": decimals,
        "patterns": list(patterns),
        "used": _steps(used),
        "counts": _steps(counts),
        "moves": moves,
    }


def _taken_apart(text: str, decimals: int) -> tuple[str, list[int], list[int]]:
    """The pattern of a text, the lengths of its runs of points, and its numbers."""
    values: list[int] = []

    def take(number: re.Match[str]) -> str:
        value = round(float(number[0]) * 10**decimals)
        if _written(value, decimals) != number[0]:
            return number[0]  # 0.50 and 007 are no numbers but texts
        values.append(value)
        return _HOLE

    pattern = _NUMBER.sub(take, text)
    runs = [len(run) // len(_POINT) for run in _POINTS.findall(pattern)]
    return _POINTS.sub(_RUN, pattern), runs, values


def _written(value: int, decimals: int) -> str:
    """A number as Matplotlib writes it, without zeros at the end."""
    whole, rest = divmod(abs(value), 10**decimals)
    digits = f".{rest:0{decimals}d}".rstrip("0").rstrip(".") if decimals else ""
    return f"{'-' if value < 0 else ''}{whole}{digits}"


def _decimals(text: str) -> int:
    most = max((len(n.partition(".")[2]) for n in _NUMBER.findall(text)), default=0)
    return min(most, _MOST_DECIMALS)


def _moves(values: Sequence[int], before: Sequence[int]) -> list[int]:
    """How much farther each number has moved, since the text before, than that two before it."""
    moves = []
    for i, value in enumerate(values):
        expected = before[i] if i < len(before) else 0
        if i >= 2:
            expected += values[i - 2] - (before[i - 2] if i < len(before) else 0)
        moves.append(value - expected)
    return moves


def _steps(numbers: Iterable[int]) -> list[int]:
    """Each number less the one before it."""
    return [after - before for before, after in pairwise([0, *numbers])]


def json_of(value: Any) -> str:
    """JSON in as few characters as there are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
