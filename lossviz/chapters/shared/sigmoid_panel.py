"""The sigmoid over fixed limits, on which neurons are placed."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from lossviz.explorable import Picture
from lossviz.explorable.style import QUIET, Look, hollow_unless
from lossviz.maths import sigmoid


class SigmoidPanel:
    """A panel of a picture with the curve of the sigmoid."""

    low, high = -8.0, 8.0

    def __init__(self, picture: Picture[Any], axes: Axes) -> None:
        """Draw the curve and its labels."""
        self._picture = picture
        self.axes = axes
        z = np.linspace(self.low, self.high, 161)
        axes.plot(z, sigmoid(z), color=QUIET, linewidth=1.6)
        axes.set(xlim=(self.low, self.high), xticks=[-8, -4, 0, 4, 8], xlabel="logit z = w + b")
        axes.set(ylim=(-0.06, 1.06), yticks=[0, 0.5, 1], ylabel="output a = σ(z)")

    def marker(self, look: Look) -> Line2D:
        """A neuron to be placed on the curve."""
        return self._picture.line(self.axes, **look.point(clip_on=False))

    def place(self, marker: Line2D, z: float) -> None:
        """Put a neuron at ``z``; beyond the limits it stays at the edge, hollow."""
        hollow_unless(self.low <= z <= self.high, marker)
        marker.set_data([np.clip(z, self.low, self.high)], [sigmoid(z)])
