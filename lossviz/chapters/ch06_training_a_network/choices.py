"""What the chapter's networks may be trained with: names as the controls show them."""

from __future__ import annotations

from lossviz.explorable import Choice
from lossviz.maths.optimisers import OPTIMISERS

# Names on the controls, and what `lossviz.maths` calls them.
ACTIVATIONS = {"sigmoid": "sigmoid", "tanh": "tanh", "ReLU": "relu"}
# From Adam's smallest to squared error's largest.
RATES = (0.03, 0.1, 0.3, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
OPTIMISER = Choice("optimiser", "optimiser", OPTIMISERS, default="SGD")
ACTIVATION = Choice("activation", "hidden units", tuple(ACTIVATIONS), default="sigmoid")
