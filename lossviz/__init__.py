"""Loss functions, understood by moving them.

The mathematics is here at the top level; pictures are in `lossviz.figures`, and pictures with
sliders in `lossviz.explorers`.
"""

from lossviz.maths import *  # noqa: F403
from lossviz.maths import __all__  # noqa: F401
