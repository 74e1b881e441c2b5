"""The experiment of chapter 3 in four linked panels: one neuron, two losses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Choice, Counter, Picture, Preset, Scale, Slider
from lossviz.explorable.style import GREEN, powers_of_ten
from lossviz.explorable.words import counted, fraction
from lossviz.maths import Trajectory, sigmoid, sigmoid_derivative, train_neuron

MAX_STEPS = 600
LEARNING_RATES = (
    *(0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7),
    *(1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0),
)
_SHOWN = {**{name: (name,) for name in LOOKS}, "both": tuple(LOOKS)}
# The lowest gradient on the axis; smaller ones lie on its edge.
_FLOOR = 1e-4
_RATE = {"learning_rate": 0.15, "steps": 300, "losses": QUADRATIC_COST}
_NIELSENS_RATE = {"learning_rate": 0.005, "steps": 300, "losses": CROSS_ENTROPY}


class Experiment(NamedTuple):
    """The logit at the start, how training goes on, and where each loss shown leads."""

    z: float
    learning_rate: float
    steps: int
    runs: dict[str, Trajectory]


class NeuronExperiment(Picture[Experiment]):
    """Start, learning rate, steps and loss: the 0.82-against-0.98 experiment.

    Train the neuron from (w, b) and watch output, cost and gradient over the steps.

    Examples
    --------
    >>> from lossviz.explorers import neuron_experiment
    >>> explorer = neuron_experiment()
    >>> explorer.press("Experiment 2: starts at 0.98")
    >>> print(round(explorer.result.runs["quadratic cost"].output[-1], 4))
    0.2028
    """

    size = (10.0, 5.6)
    parameters = (
        Slider("w", "weight", -2.0, 4.0, 0.1, default=0.6, symbol="w"),
        Slider("b", "bias", -2.0, 4.0, 0.1, default=0.9, symbol="b"),
        Scale("learning_rate", "learning rate", LEARNING_RATES, default=0.15, symbol="η"),
        Counter("steps", "steps", 0, MAX_STEPS, default=300),
        Choice("losses", "loss", tuple(_SHOWN), default="both"),
    )
    presets = (
        Preset("Experiment 1: starts at 0.82", w=0.6, b=0.9, **_RATE),
        Preset("Experiment 2: starts at 0.98", w=2.0, b=2.0, **_RATE),
        Preset("Nielsen's cross-entropy rate, from 0.82", w=0.6, b=0.9, **_NIELSENS_RATE),
        Preset("Nielsen's cross-entropy rate, from 0.98", w=2.0, b=2.0, **_NIELSENS_RATE),
    )

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        (sigmoid_axes, output_axes), (cost_axes, gradient_axes) = figure.subplots(2, 2)
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        self._tangent = self.line(
            sigmoid_axes,
            "D-",
            color=GREEN,
            linewidth=1.8,
            markersize=8,
            markeredgecolor="white",
            markevery=[1],  # the start, between the two ends
            label="start, with its tangent",
        )
        sigmoid_axes.set_title("The neuron on its sigmoid")

        for axes in (output_axes, cost_axes, gradient_axes):
            axes.set_xlim(0, MAX_STEPS)
            axes.set_xticks([0, 300, 600])
            axes.set_xlabel("steps")
        for axes in (output_axes, cost_axes):
            axes.set_yticks([0, 0.5, 1])
        output_axes.set_title("Output a (the target is 0)")
        output_axes.set_ylim(-0.05, 1.05)
        cost_axes.set_title("Cost, as a share of that at the start")
        cost_axes.set_ylim(-0.05, 1.05)
        gradient_axes.set_title("Gradient |dC/dz|")
        gradient_axes.set_yscale("log")
        gradient_axes.set_ylim(_FLOOR, 2)
        ticks, labels = powers_of_ten(-4, 0, 2)
        gradient_axes.set_yticks(ticks, [f"≤ {labels[0]}", *labels[1:]])
        gradient_axes.minorticks_off()

        self._curves, self._markers = {}, {}
        # The larger marker behind, so that both are seen where they meet.
        for (name, look), size in zip(LOOKS.items(), (12, 7), strict=True):
            style = {**look.point(clip_on=False, markersize=size), **look.line()}
            self._curves[name] = [
                # A marker on the last point only: where the training has come to.
                self.line(axes, **style, markevery=[-1], label=name)
                for axes in (output_axes, cost_axes, gradient_axes)
            ]
            self._markers[name] = self._sigmoid.marker(look)
            self._markers[name].set_markersize(size)
        self.legend(self._tangent, *(curves[0] for curves in self._curves.values()))

    @staticmethod
    def compute(w: float, b: float, learning_rate: float, steps: int, losses: str) -> Experiment:
        """Train with each loss that is shown."""
        runs = {
            name: train_neuron(w, b, loss=LOSSES[name], learning_rate=learning_rate, steps=steps)
            for name in _SHOWN[losses]
        }
        return Experiment(w + b, learning_rate, steps, runs)

    def place(self, experiment: Experiment) -> None:
        """Move every curve to where its training leads."""
        z = experiment.z
        reach = np.array([-1.6, 0, 1.6])
        self._tangent.set_data(z + reach, sigmoid(z) + sigmoid_derivative(z) * reach)

        step = np.arange(experiment.steps + 1)
        for name in LOOKS:
            run = experiment.runs.get(name)
            for artist in (*self._curves[name], self._markers[name]):
                artist.set_visible(run is not None)
            if run is None:
                continue
            series = (run.output, run.cost / run.cost[0], np.maximum(np.abs(run.gradient), _FLOOR))
            for curve, values in zip(self._curves[name], series, strict=True):
                curve.set_data(step, values)
            self._sigmoid.place(self._markers[name], run.z[-1])

    def describe(self, experiment: Experiment) -> str:
        """Say where each loss has brought the neuron."""
        z, runs = experiment.z, experiment.runs
        output, slope = float(sigmoid(z)), float(sigmoid_derivative(z))
        ends = " and ".join(f"{fraction(run.output[-1])} with {name}" for name, run in runs.items())
        firsts = ", ".join(
            f"{fraction(abs(run.gradient[0]))} ({name})" for name, run in runs.items()
        )
        return (
            f"The neuron starts at z = {z:.1f} with output {fraction(output)}, where the "
            f"sigmoid has slope {fraction(slope)}. "
            f"After {counted(experiment.steps, 'step')} with learning rate "
            f"{experiment.learning_rate:g} the output is {ends}. "
            f"First gradient: {firsts}."
        )
