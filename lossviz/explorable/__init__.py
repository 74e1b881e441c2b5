"""Any Matplotlib picture made explorable, in a notebook or on a page.

A `Picture` declares its parameters and presets and has three steps: it computes a result from
their values, places its artists by the result, and describes the result in words. This package
knows no loss and no chapter, and imports nothing of lossviz but itself. What needs a notebook's
widgets is in `lossviz.explorable.widgets`, all else needs NumPy and Matplotlib only.
"""

from lossviz.explorable.handles import Handle
from lossviz.explorable.parameters import Choice, Counter, Parameter, Player, Preset, Scale, Slider
from lossviz.explorable.picture import LivePicture, Picture

__all__ = [
    "Choice",
    "Counter",
    "Handle",
    "LivePicture",
    "Parameter",
    "Picture",
    "Player",
    "Preset",
    "Scale",
    "Slider",
]
