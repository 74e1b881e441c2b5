"""How hard each loss pulls at the logit, over the output of the neuron (target 0)."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.neuron_looks import LOOKS
from lossviz.figures.style import GREEN, INK, QUIET


class NeuronGradient(ExplorableFigure):
    """Left both gradients over the output, right how many times the one exceeds the other."""

    size = (10.0, 3.9)
    takes = {"output": number(above=0, below=1)}  # noqa: RUF012 - never changed
    defaults = {"output": 0.98}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the two panels with their fixed curves."""
        pull, ratio = figure.subplots(1, 2)
        a = np.linspace(0.005, 0.995, 199)
        squared, entropy = LOOKS["quadratic cost"], LOOKS["cross-entropy"]
        pull.plot(a, a**2 * (1 - a), **squared.line(), label="quadratic cost: a²(1 − a)")
        pull.plot(a, a, **entropy.line(), label="cross-entropy: a")
        pull.axvline(2 / 3, color=QUIET, linewidth=1, linestyle=":")
        pull.annotate(
            "steepest at a = 2/3",
            (2 / 3, 4 / 27),
            (0.37, 0.3),
            arrowprops={"arrowstyle": "->", "color": QUIET},
        )
        pull.set_title("Gradient dC/dz (target 0)")
        pull.set_ylim(-0.04, 1.04)
        pull.legend(loc="upper left")
        ratio.plot(a, 1 / (a * (1 - a)), color=INK, linewidth=2.2)
        ratio.set_yscale("log")
        ratio.set_ylim(2, 300)
        ratio.set_yticks([4, 10, 100], ["4", "10", "100"])
        ratio.set_title("Their ratio, 1/(a(1 − a)) (log scale)")
        for axes in (pull, ratio):
            axes.set_xlim(0, 1)
            axes.set_xlabel("output a")

        self._lines = [
            self.moving(axes.plot([], [], color=GREEN, linewidth=1.4)[0]) for axes in (pull, ratio)
        ]
        self._squared = self.moving(pull.plot([], [], **squared.point())[0])
        self._twin = self.moving(
            pull.plot(
                [],
                [],
                **squared.point(markerfacecolor="white", markeredgecolor=squared.color),
            )[0]
        )
        self._entropy = self.moving(pull.plot([], [], **entropy.point())[0])
        self._ratio = self.moving(
            ratio.plot([], [], "D", color=GREEN, markersize=8, markeredgecolor="white")[0]
        )

    def draw(self, output: float) -> None:
        """Move the points to an output inside (0, 1)."""
        a = output
        self.quadratic_cost = a**2 * (1 - a)
        self.cross_entropy = a
        self.ratio = 1 / (a * (1 - a))
        # The other output with the same a²(1 − a): divide the cubic by its known root.
        self.twin = ((1 - a) + np.sqrt((1 - a) * (1 + 3 * a))) / 2
        for line, (low, high) in zip(self._lines, [(-1, 2), (1, 1000)], strict=True):
            line.set_data([a, a], [low, high])
        self._squared.set_data([a], [self.quadratic_cost])
        self._twin.set_data([self.twin], [self.quadratic_cost])
        self._entropy.set_data([a], [self.cross_entropy])
        self._ratio.set_data([a], [self.ratio])

    def describe(self) -> str:
        """Compare the two gradients."""
        return (
            f"At output {self.parameters['output']:.2f} the gradient is {self.quadratic_cost:.4f} "
            f"with the quadratic cost and {self.cross_entropy:.2f} with cross-entropy, "
            f"{self.ratio:.1f} times as much. The quadratic cost moves just as slowly at output "
            f"{self.twin:.2f} (hollow circle)."
        )
