"""The experiment of chapter 3 in four linked panels: one neuron, two losses."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Choice, Counter, Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import GREEN, Look, powers_of_ten
from lossviz.explorable.words import counted, fraction, inked
from lossviz.maths import Trajectory, sigmoid, sigmoid_derivative, train_neuron

MAX_STEPS = 600
# Of weight and bias.
_STEP = 0.1
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
    """Weight and bias at the start, how training goes on, and where each loss shown leads."""

    w: float
    b: float
    learning_rate: float
    steps: int
    runs: dict[str, Trajectory]

    @property
    def z(self) -> float:
        """The logit at the start."""
        return self.w + self.b


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
    narrow_size = (3.9, 6.5)
    parameters = (
        Slider("w", "weight", -2.0, 4.0, _STEP, default=0.6, symbol="w"),
        Slider("b", "bias", -2.0, 4.0, _STEP, default=0.9, symbol="b"),
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
        if self.narrow:
            panels = self.panels(figure, 4, heights=[1.2, 1, 1, 1])
        else:
            panels = list(figure.subplots(2, 2).flat)
        sigmoid_axes, output_axes, cost_axes, gradient_axes = panels
        self._sigmoid_axes = sigmoid_axes
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        # The start is seen whole at the edge, where its tangent is cut.
        start = Look(GREEN, "-", "D")
        self._tangent = self.line(sigmoid_axes, color=GREEN, linewidth=1.8)
        self._start = self._sigmoid.marker(start)
        self._start.set_markersize(8)
        sigmoid_axes.set_title("The neuron on its sigmoid")

        for axes in (output_axes, cost_axes, gradient_axes):
            axes.set(xlim=(0, MAX_STEPS), xticks=[0, 300, 600], xlabel="steps")
            if self.narrow and axes is not gradient_axes:
                axes.tick_params(labelbottom=False)
                axes.xaxis.label.set_visible(False)  # the lowest panel says it for all
        for axes in (output_axes, cost_axes):
            axes.set_yticks([0, 0.5, 1])
        output_axes.set(title="Output (the target is 0)", ylabel="output a")
        output_axes.set_ylim(-0.05, 1.05)
        cost_axes.set(title="Cost, as a share of the first", ylabel="share")
        cost_axes.set_ylim(-0.05, 1.05)
        gradient_axes.set(title="Gradient", ylabel="|dC/dz|")
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
                self.readable(self.line(axes, **style, markevery=[-1], label=name), name)
                for axes in (output_axes, cost_axes, gradient_axes)
            ]
            self._markers[name] = self._sigmoid.marker(look)
            self._markers[name].set_markersize(size)
        self.legend(
            start.sample("start, with its tangent"),
            *(curves[0] for curves in self._curves.values()),
        )

    @property
    def handles(self) -> tuple[Handle[Experiment], ...]:
        """The start on the sigmoid."""
        start: Handle[Experiment] = Handle(
            "the start",
            ("w", "b"),
            self._sigmoid_axes,
            lambda e: (e.z, float(sigmoid(e.z))),
            _share,
        )
        return (start,)

    @staticmethod
    def compute(w: float, b: float, learning_rate: float, steps: int, losses: str) -> Experiment:
        """Train with each loss that is shown."""
        runs = {
            name: train_neuron(w, b, loss=LOSSES[name], learning_rate=learning_rate, steps=steps)
            for name in _SHOWN[losses]
        }
        return Experiment(w, b, learning_rate, steps, runs)

    def place(self, experiment: Experiment) -> None:
        """Move every curve to where its training leads."""
        z = experiment.z
        reach = np.array([-1.6, 1.6])
        self._tangent.set_data(z + reach, sigmoid(z) + sigmoid_derivative(z) * reach)
        self._sigmoid.place(self._start, z)

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
        ends, firsts = [], []
        for name, run in runs.items():
            colour = LOOKS[name].color
            ends.append(f"{inked(fraction(run.output[-1]), colour)} with {name}")
            firsts.append(f"{inked(fraction(abs(run.gradient[0])), colour)} ({name})")
        return (
            f"The neuron starts at z = {inked(f'{z:.1f}', GREEN)} with output "
            f"{inked(fraction(output), GREEN)}, where the sigmoid has slope "
            f"{inked(fraction(slope), GREEN)}. "
            f"After {counted(experiment.steps, 'step')} with learning rate "
            f"{experiment.learning_rate:g} the output is {' and '.join(ends)}. "
            f"First gradient: {', '.join(firsts)}."
        )


def _share(start: Experiment, z: float, _: float) -> dict[str, float]:
    """Let weight and bias go the same way to a logit, and so reach all that they can make."""
    half = (z - start.z) / 2
    # They go in turns, the one behind first, so that the logit takes each step.
    turn = _STEP / 4 if start.w <= start.b else -_STEP / 4
    return {"w": start.w + half + turn, "b": start.b + half - turn}
