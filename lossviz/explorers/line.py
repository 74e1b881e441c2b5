"""The first explorer: fit a line by hand."""

from __future__ import annotations

from lossviz.explorers.core import Explorer, Slider
from lossviz.figures.line_fit import LineFit


def line_fit() -> Explorer:
    """Slope and intercept of a line, and the loss that answers.

    Examples
    --------
    >>> explorer = line_fit()
    >>> explorer.set(slope=1.0, intercept=0.8)
    >>> round(explorer.figure.loss, 3)
    0.307
    """
    return Explorer(
        LineFit(),
        [
            Slider("slope", "slope", -1.0, 3.0, 0.1),
            Slider("intercept", "intercept", -3.0, 6.0, 0.1),
        ],
        {
            "Steep and low": {"slope": 2.5, "intercept": -3.0},
            "Flat": {"slope": 0.0, "intercept": 4.3},
        },
    )
