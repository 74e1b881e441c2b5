"""Numbers in a sentence, as short as the eye needs them."""

from __future__ import annotations

import numpy as np


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
