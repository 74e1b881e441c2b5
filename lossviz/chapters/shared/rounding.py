"""Numbers in a sentence, as short as the eye needs them."""

from __future__ import annotations

import numpy as np


def significant(number: float, digits: int = 2) -> str:
    """Write a number with its first digits only, and never with a power of ten.

    Examples
    --------
    >>> significant(0.00035391), significant(0.9998), significant(2744.6), significant(-0.0)
    ('0.00035', '1', '2700', '0')
    """
    return np.format_float_positional(number + 0.0, digits, fractional=False, trim="-")
