"""The losses of a residual: their names, their functions, and how they look in every picture.

The quadratic cost is half the squared error, so that Huber's loss lies on it up to δ. The two look
alike, since no picture has both.
"""

from __future__ import annotations

from lossviz.chapters.shared.two_losses import QUADRATIC_COST, SQUARES
from lossviz.explorable.style import BLUE, GREEN, PINK, Look
from lossviz.maths import (
    Loss,
    huber,
    mean_absolute_error,
    mean_squared_error,
    pinball,
    quadratic_cost,
)

# Beside "absolute" and "Huber", "squared" is short for the squared error.
SQUARED, ABSOLUTE, HUBER, PINBALL = "squared", "absolute", "Huber", "pinball"

LOOKS: dict[str, Look] = {
    QUADRATIC_COST: SQUARES,
    SQUARED: SQUARES,
    ABSOLUTE: Look(BLUE, "--", "s"),
    HUBER: Look(GREEN, "-.", "D"),
    PINBALL: Look(PINK, ":", "^"),
}
LOSSES: dict[str, Loss] = {
    QUADRATIC_COST: quadratic_cost,
    SQUARED: mean_squared_error,
    ABSOLUTE: mean_absolute_error,
    HUBER: huber,
    PINBALL: pinball,
}
DELTAS = (0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
