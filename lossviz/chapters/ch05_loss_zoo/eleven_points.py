"""The points of the boosting picture, for its prediction too."""

import numpy as np

LAST_ROUND = 15
# Made up: six points of the one kind about four of the other, and one of either that moves.
POINTS = np.array(
    [
        *([1.0, 3.0], [1.5, 7.5], [2.5, 5.0], [4.5, 8.5], [6.0, 9.2], [8.7, 8.0]),
        *([3.6, 2.0], [5.2, 5.8], [6.6, 3.4], [8.4, 5.2]),
    ]
)
# Of these points, and of the one that moves.
LABELS = np.array([1, 1, 1, 1, 1, 1, -1, -1, -1, -1, 1])
# Where that one can be put: among points of its kind, and where its label is wrong.
FRIENDS, STRANGERS = (2.0, 8.8), (6.6, 4.6)
