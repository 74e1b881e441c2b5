"""Quadratic cost and cross-entropy of one sample, over the probability and over the logit."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.neuron_looks import LOOKS
from lossviz.figures.style import GREEN, GRID, QUIET
from lossviz.maths import (
    binary_cross_entropy,
    quadratic_cost,
    sigmoid,
    sigmoid_cross_entropy,
    sigmoid_derivative,
)

LIMIT = 6.0
_LIMITS = {
    "probability": [(-0.2, 6.3), (-0.5, 12.5), (-1.5, 31)],
    "logit": [(-0.2, 6.3), (-0.05, 1.1), (-0.09, 0.31)],
}


class TwoLosses(ExplorableFigure):
    """Value, slope and curvature for target 0: above over the probability, below over the logit."""

    size = (9.5, 4.6)
    takes = {"z": number(-LIMIT, LIMIT)}  # noqa: RUF012 - never changed
    defaults = {"z": 4.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the six panels with their fixed curves."""
        panels = figure.subplots(2, 3)
        z = np.linspace(-LIMIT, LIMIT, 121)
        a = np.linspace(0.002, 0.998, 250)
        titles = (
            ("Loss over the probability a", "Its slope dC/da", "Its curvature d²C/da²"),
            ("Loss over the logit z", "Its slope dC/dz", "Its curvature d²C/dz²"),
        )
        self._points: dict[str, list] = {name: [] for name in LOOKS}
        self._heres = []
        for row, (where, limits) in enumerate(_LIMITS.items()):
            for axes, title, limit in zip(panels[row], titles[row], limits, strict=True):
                axes.set_title(title)
                axes.set_ylim(limit)
                axes.set_xlim((0, 1) if where == "probability" else (-LIMIT, LIMIT))
                axes.axhline(0, color=QUIET, linewidth=0.8)
                self._heres.append(
                    self.moving(axes.plot([], [], color=GREEN, linewidth=1.2, linestyle=":")[0])
                )
            panels[row][1].set_xlabel("probability a = σ(z)" if row == 0 else "logit z")
        for name, look in LOOKS.items():
            above, below = over_probability(name, a), over_logit(name, z)
            for axes, values in zip(panels[0], above, strict=True):
                axes.plot(a, values, **look.line())
            for axes, values in zip(panels[1], below, strict=True):
                axes.plot(z, values, **look.line())
            self._points[name] = [
                self.moving(axes.plot([], [], **look.point(markersize=8))[0])
                for axes in panels.flat
            ]
        bent = panels[1][2]
        bent.axvspan(np.log(2), LIMIT, color=GRID, linewidth=0)
        bent.text(0.95, 0.262, "quadratic cost\nbends down", fontsize=9.5, color=QUIET, va="center")
        handles = [
            panels[0][0].plot([], [], **look.line(), marker=look.marker)[0]
            for look in LOOKS.values()
        ]
        figure.legend(
            handles,
            ["quadratic cost ½a²", "cross-entropy −ln(1 − a), in nats"],
            loc="outside upper center",
            ncols=2,
        )

    def draw(self, z: float) -> None:
        """Move the points to the logit."""
        a = float(sigmoid(z))
        where = np.array([a]), np.array([z])
        self.points = {
            name: [
                float(value[0])
                for value in (*over_probability(name, where[0]), *over_logit(name, where[1]))
            ]
            for name in LOOKS
        }
        for name in LOOKS:
            for i, point in enumerate(self._points[name]):
                point.set_data([a if i < 3 else z], [self.points[name][i]])
        for i, here in enumerate(self._heres):
            here.set_data([a if i < 3 else z] * 2, [-1000, 1000])

    def describe(self) -> str:
        """State value, slope and curvature in the logit for both losses."""
        z = self.parameters["z"]
        squared, entropy = self.points["quadratic cost"], self.points["cross-entropy"]
        bent = "down" if squared[5] < 0 else "up"
        return (
            f"Target 0, logit {z:.1f}, probability {sigmoid(z):.4f}. The quadratic cost is "
            f"{squared[0]:.4f}; over the logit its slope is {squared[4]:.4f} and its curvature "
            f"{squared[5]:.4f}: it bends {bent}. Cross-entropy is {entropy[0]:.4f} nats, with "
            f"slope {entropy[4]:.4f} and curvature {entropy[5]:.4f}: it bends up."
        )


def over_probability(name: str, a: np.ndarray) -> list[np.ndarray]:
    """Value, slope and curvature of a loss in the probability, for target 0."""
    target = np.zeros_like(a)
    if name == "quadratic cost":
        loss, curvature = quadratic_cost, np.ones_like(a)
    else:
        loss, curvature = binary_cross_entropy, 1 / (1 - a) ** 2
    return [*loss.value_and_gradient(target, a, reduction="none"), curvature]


def over_logit(name: str, z: np.ndarray) -> list[np.ndarray]:
    """Value, slope and curvature of a loss in the logit, for target 0."""
    target, a, slope = np.zeros_like(z), sigmoid(z), sigmoid_derivative(z)
    if name == "cross-entropy":
        return [*sigmoid_cross_entropy.value_and_gradient(target, z, reduction="none"), slope]
    value, outer = quadratic_cost.value_and_gradient(target, a, reduction="none")
    # Chain rule once: C′ = (a − y)σ′; and once more, with σ″ = σ′(1 − 2a).
    return [value, outer * slope, slope**2 + outer * slope * (1 - 2 * a)]
