"""Eight samples of the landscape, and the start from which one descent arrives and one does not."""

from __future__ import annotations

import numpy as np

# Made up: two classes that overlap, so that cross-entropy has a finite minimum.
X = np.array([-3.0, -2.0, -1.5, -0.5, 0.5, 1.0, 2.0, 3.0])
Y = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
FEATURES = np.stack([X, np.ones_like(X)], axis=1)
STEPS = 200
# Weight and bias of a model that is sure and wrong.
CORNER = (-4.0, 4.0)
