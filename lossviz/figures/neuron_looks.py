"""What the pictures of the single neuron share: the two losses, and the sigmoid panel."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.style import CROSS_ENTROPY, QUIET, SQUARES, Look
from lossviz.maths import Loss, quadratic_cost, sigmoid, sigmoid_cross_entropy

LOOKS: dict[str, Look] = {"quadratic cost": SQUARES, "cross-entropy": CROSS_ENTROPY}
LOSSES: dict[str, Loss] = {
    "quadratic cost": quadratic_cost,
    "cross-entropy": sigmoid_cross_entropy,
}
SHOWN: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in LOOKS},
    "both": tuple(LOOKS),
}


class SigmoidPanel:
    """The sigmoid over fixed limits, on which neurons are placed."""

    low, high = -8.0, 8.0

    def __init__(self, figure: ExplorableFigure, axes: Axes) -> None:
        """Draw the curve and its labels."""
        self._figure = figure
        self._axes = axes
        z = np.linspace(self.low, self.high, 161)
        axes.plot(z, sigmoid(z), color=QUIET, linewidth=1.6)
        axes.set_xlim(self.low, self.high)
        axes.set_ylim(-0.06, 1.06)
        axes.set_xlabel("logit z = w + b")
        axes.set_ylabel("output a = σ(z)")

    def marker(self, look: Look) -> Line2D:
        """A neuron to be placed on the curve."""
        return self._figure.moving(self._axes.plot([], [], **look.point(clip_on=False))[0])

    def place(self, marker: Line2D, z: float) -> None:
        """Put a neuron at ``z``; beyond the limits it stays at the edge, hollow."""
        inside = self.low <= z <= self.high
        marker.set_markerfacecolor(marker.get_color() if inside else "white")
        marker.set_markeredgecolor("white" if inside else marker.get_color())
        marker.set_data([np.clip(z, self.low, self.high)], [sigmoid(z)])
