"""How hard each loss pulls at the logit, over the output of the neuron (target 0)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, INK
from lossviz.explorable.words import fraction, inked
from lossviz.maths.sigmoid_output import slope_at_output


class Pull(NamedTuple):
    """Both gradients at an output, how many times the one is the other, and the output's twin."""

    output: float
    quadratic_cost: float
    cross_entropy: float
    ratio: float
    twin: float


class NeuronGradient(Picture[Pull]):
    """Both gradients over the output of the neuron, and how many times the one exceeds the other.

    Examples
    --------
    >>> from lossviz.explorers import neuron_gradient
    >>> explorer = neuron_gradient()
    >>> explorer.set(output=0.5)
    >>> explorer.result.ratio
    4.0
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 4.9)
    parameters = (Slider("output", "output", 0.01, 0.99, 0.01, default=0.98, symbol="a"),)
    presets = (
        Preset("Experiment 1: a = 0.82", output=0.82),
        Preset("Experiment 2: a = 0.98", output=0.98),
        Preset("The strongest pull", output=0.67),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels with their fixed curves."""
        self._pull, _ = pull, ratio = self.panels(figure, 2, heights=[1.3, 1])
        a = np.linspace(0.005, 0.995, 199)
        squared, entropy = LOOKS[QUADRATIC_COST], LOOKS[CROSS_ENTROPY]
        slopes = [slope_at_output(loss, 0.0, a) for loss in LOSSES.values()]
        for (name, look), slope in zip(LOOKS.items(), slopes, strict=True):
            self.readable(pull.plot(a, slope, **look.line())[0], name)
        # Above the one curve and below the other, where nothing moves.
        pull.text(0.62, 0.68, "cross-entropy: a", color=entropy.color, ha="right")
        pull.text(0.5, -0.1, "quadratic cost: a²(1 − a)", color=squared.color, ha="center")
        pull.set(title="Gradient, target 0", ylabel="dC/dz")
        pull.set_ylim(-0.14, 1.04)
        pull.set_yticks([0, 0.5, 1])
        both = ratio.plot(a, slopes[1] / slopes[0], color=INK, linewidth=2.2)
        self.readable(both[0], "both gradients")
        ratio.set_yscale("log")
        ratio.set_ylim(2, 300)
        ratio.set_yticks([4, 10, 100], ["4", "10", "100"])
        ratio.minorticks_off()
        ratio.set(title="Their ratio, 1/(a(1 − a))", ylabel="ratio")
        for axes in (pull, ratio):
            axes.set_xlim(0, 1)
            axes.set_xticks([0, 0.5, 1])
            axes.set_xlabel("output a")
            axes.grid(False, axis="x")

        # From the one gradient to the other, and from the axis to their ratio.
        self._lines = [self.line(axes, color=GREEN, linewidth=1.4) for axes in (pull, ratio)]
        # Larger than the circle of the output, so that both are seen where they meet.
        hollow = squared.point(
            markerfacecolor="white", markeredgecolor=squared.color, markersize=13, clip_on=False
        )
        self._twin = self.line(pull, **hollow)
        self._squared = self.line(pull, **squared.point(clip_on=False))
        self._entropy = self.line(pull, **entropy.point(clip_on=False))
        self._ratio = self.line(
            ratio, "D", color=GREEN, markersize=8, markeredgecolor="white", clip_on=False
        )

    @property
    def handles(self) -> tuple[Handle[Pull], ...]:
        """The output, on the line of cross-entropy."""
        point: Handle[Pull] = Handle(
            "the output",
            ("output",),
            self._pull,
            lambda pull: (pull.output, pull.cross_entropy),
            lambda _, a, height: {"output": a},
        )
        return (point,)

    @staticmethod
    def compute(output: float) -> Pull:
        """Compare the gradients dC/dz with target 0."""
        a = output
        # The other output with the same a²(1 − a): divide the cubic by its known root.
        twin = ((1 - a) + np.sqrt((1 - a) * (1 + 3 * a))) / 2
        squared, entropy = (float(slope_at_output(loss, 0.0, a)) for loss in LOSSES.values())
        return Pull(a, squared, entropy, entropy / squared, float(twin))

    def place(self, pull: Pull) -> None:
        """Move the points to the output."""
        a = pull.output
        gap, height = self._lines
        gap.set_data([a, a], [pull.quadratic_cost, pull.cross_entropy])
        height.set_data([a, a], [1, pull.ratio])
        self._squared.set_data([a], [pull.quadratic_cost])
        self._twin.set_data([pull.twin], [pull.quadratic_cost])
        self._entropy.set_data([a], [pull.cross_entropy])
        self._ratio.set_data([a], [pull.ratio])

    def describe(self, pull: Pull) -> str:
        """Compare the two gradients."""
        ratio = f"{pull.ratio:.1f}" if pull.ratio < 10 else f"{pull.ratio:.0f}"
        squared, entropy = (LOOKS[name].color for name in (QUADRATIC_COST, CROSS_ENTROPY))
        return (
            f"At output {pull.output:.2f} the gradient is "
            f"{inked(fraction(pull.quadratic_cost), squared)} with the quadratic cost and "
            f"{inked(f'{pull.cross_entropy:.2f}', entropy)} with cross-entropy, "
            f"{inked(ratio, GREEN)} times as much. The quadratic cost moves just as slowly at "
            f"output {inked(f'{pull.twin:.2f}', squared)} (hollow circle)."
        )
