"""Loss functions, understood by moving them.

The mathematics is here at the top level, with the data that the chapters use and the
functions that check exercises and keep predictions; pictures with sliders are in
`lossviz.explorers`.
"""

from lossviz.data import *  # noqa: F403
from lossviz.data import __all__ as _data
from lossviz.exercises import check, hint, predict, reveal
from lossviz.maths import *  # noqa: F403
from lossviz.maths import __all__ as _maths

__all__ = [*_data, *_maths, "check", "hint", "predict", "reveal"]
