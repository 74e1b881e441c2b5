"""The two losses that the chapters compare: their names, their functions, and how they look.

Two functions are made of squares, and each has one name everywhere: ½(a − y)² is the quadratic
cost, (a − y)² the squared error. They look alike, since no picture has both.
"""

from __future__ import annotations

from lossviz.explorable.style import BLUE, ORANGE, Look
from lossviz.maths import Loss, quadratic_cost, sigmoid_cross_entropy

QUADRATIC_COST, SQUARED_ERROR, CROSS_ENTROPY = "quadratic cost", "squared error", "cross-entropy"

SQUARES = Look(ORANGE, "-", "o")
ENTROPY = Look(BLUE, "--", "s")

# Of one neuron, by its logit.
LOOKS: dict[str, Look] = {QUADRATIC_COST: SQUARES, CROSS_ENTROPY: ENTROPY}
LOSSES: dict[str, Loss] = {
    QUADRATIC_COST: quadratic_cost,
    CROSS_ENTROPY: sigmoid_cross_entropy,
}
# Of a network.
NETWORK_LOOKS: dict[str, Look] = {SQUARED_ERROR: SQUARES, CROSS_ENTROPY: ENTROPY}
