"""Loss functions, understood by moving them.

The mathematics is here at the top level, with the data that the chapters use; pictures are in
`lossviz.figures`, and pictures with sliders in `lossviz.explorers`.
"""

from lossviz import data, maths
from lossviz.data import load_digits  # noqa: F401
from lossviz.maths import *  # noqa: F403

__all__ = [*data.__all__, *maths.__all__]
