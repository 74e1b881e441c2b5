"""The explorer of appendix A1: the price of a hopeless prediction."""

from __future__ import annotations

from lossviz.explorers.core import Explorer, Scale
from lossviz.figures.hopeless_price import HIGHEST, LOWEST, HopelessPrice

# Every half decade where libraries part, then wider.
EXPONENTS = (
    LOWEST,
    *range(-280, -60, 20),
    *range(-60, -20),
    *(half / 2 for half in range(-40, 0)),
    -0.3,
    -0.1,
    HIGHEST,
)


def hopeless_price() -> Explorer:
    """Move the probability of the truth towards 0 and watch the libraries part.

    Examples
    --------
    >>> explorer = hopeless_price()
    >>> explorer.set(exponent=-9)
    >>> print(explorer.figure.prices["Keras 3"].loss.round(4))
    16.1181
    """
    return Explorer(
        HopelessPrice(),
        [Scale("exponent", "p = 10 to the", tuple(map(float, sorted(EXPONENTS))))],
        {
            "Just unlikely: 0.1": {"exponent": -1.0},
            "Keras 3 clips": {"exponent": -8.0},
            "PyTorch lets go": {"exponent": -12.5},
            "scikit-learn clips": {"exponent": -17.0},
            "float32 breaks": {"exponent": -46.0},
        },
    )
