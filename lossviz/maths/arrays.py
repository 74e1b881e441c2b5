"""Names for the kinds of arrays that the formulas compute with."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Anything = NDArray[Any]
Floats = NDArray[np.floating[Any]]  # float32 or float64, as the caller gave them
Float64s = NDArray[np.float64]
Labels = NDArray[np.intp]
Truths = NDArray[np.bool_]
