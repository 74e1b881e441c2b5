"""The points of the outlier picture, and where the one that moves can go: for its exercise too."""

import numpy as np

from lossviz.maths import Line

TRUE = Line(2.0, 1.0)
# Made up: the true line plus small errors. The x are uneven, so that levers rarely balance and
# there is one best absolute line.
X = np.array([0.13, 0.94, 2.11, 3.07, 3.92, 5.16, 5.89, 7.04])
Y = np.array([1.5, 2.5, 5.6, 6.6, 9.4, 11.1, 12.5, 15.4])
FURTHEST, STEP = 30.0, 0.5
# A point with a long lever.
FAR_OUT = (30.0, 0.0)
