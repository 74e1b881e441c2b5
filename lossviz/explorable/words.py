"""Numbers in a sentence: as short as the eye needs them, and in the colour of their curve."""

from __future__ import annotations

import re

import numpy as np

_INKED = re.compile("⟪(#[0-9a-f]{6}) (.*?)⟫")


def inked(text: str, colour: str) -> str:
    """Mark a part of a sentence with the colour of what it speaks of.

    Examples
    --------
    >>> inked("0.20", "#a94f83")
    '⟪#a94f83 0.20⟫'
    """
    return f"⟪{colour} {text}⟫"


def plain(sentence: str) -> str:
    """Take the marks of colour out of a sentence.

    Examples
    --------
    >>> plain("It answers ⟪#a94f83 0.20⟫ now.")
    'It answers 0.20 now.'
    """
    return _INKED.sub(r"\2", sentence)


def pieces(sentence: str) -> list[tuple[str, str | None]]:
    """Take a sentence apart into texts with their colours, None where it has none.

    Examples
    --------
    >>> pieces("It answers ⟪#a94f83 0.20⟫ now.")
    [('It answers ', None), ('0.20', '#a94f83'), (' now.', None)]
    """
    parts = _INKED.split(sentence)
    found: list[tuple[str, str | None]] = [(parts[0], None)]
    for colour, text, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found += [(text, colour), (rest, None)]
    return [piece for piece in found if piece[0]]


def counted(number: int, noun: str) -> str:
    """Say how many there are: "1 step", "2 steps"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def fraction(value: float) -> str:
    """Write a number from 0 to 1 with three decimals, or with four where three say 0 or 1.

    Examples
    --------
    >>> fraction(0.20284), fraction(0.99966)
    ('0.203', '0.9997')
    """
    return f"{value:.3f}" if 0.001 <= value <= 0.999 else f"{value:.4f}"


def significant(number: float, digits: int = 2) -> str:
    """Write a number with its first digits only, and never with a power of ten.

    Examples
    --------
    >>> significant(0.00035391), significant(0.9998), significant(2744.6), significant(-0.0)
    ('0.00035', '1', '2700', '0')
    """
    return np.format_float_positional(number + 0.0, digits, fractional=False, trim="-")
