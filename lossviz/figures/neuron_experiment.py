"""The experiment of chapter 3 in four linked panels: one neuron, two losses."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import RATE, choice, number, whole
from lossviz.figures.neuron_looks import LOOKS, LOSSES, SHOWN, SigmoidPanel
from lossviz.figures.style import GREEN, counted, powers_of_ten
from lossviz.maths import Trajectory, sigmoid, sigmoid_derivative, train_neuron

MAX_STEPS = 600
# The lowest gradient on the axis; smaller ones lie on its edge.
_FLOOR = 1e-4


class NeuronExperiment(ExplorableFigure):
    """Train the neuron from (w, b) and watch output, cost and gradient over the steps."""

    size = (10.0, 5.6)
    takes = {  # noqa: RUF012 - never changed
        "w": number(-100, 100),
        "b": number(-100, 100),
        "learning_rate": RATE,
        "steps": whole(0, MAX_STEPS),
        "losses": choice(SHOWN),
    }
    defaults = {  # noqa: RUF012 - never changed
        "w": 0.6,
        "b": 0.9,
        "learning_rate": 0.15,
        "steps": 300,
        "losses": "both",
    }

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        (sigmoid_axes, output_axes), (cost_axes, gradient_axes) = figure.subplots(2, 2)
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        self._tangent = self.moving(
            sigmoid_axes.plot(
                [],
                [],
                "D-",
                color=GREEN,
                linewidth=1.8,
                markersize=8,
                markeredgecolor="white",
                markevery=[1],  # the start, between the two ends
            )[0]
        )
        sigmoid_axes.set_title("The neuron on its sigmoid")

        for axes in (output_axes, cost_axes, gradient_axes):
            axes.set_xlim(0, MAX_STEPS)
            axes.set_xlabel("steps")
        output_axes.set_title("Output a (the target is 0)")
        output_axes.set_ylim(-0.05, 1.05)
        cost_axes.set_title("Cost, as a share of the cost at the start")
        cost_axes.set_ylim(-0.05, 1.05)
        gradient_axes.set_title("Size of the gradient |dC/dz| (log scale)")
        gradient_axes.set_yscale("log")
        gradient_axes.set_ylim(_FLOOR, 2)
        gradient_axes.set_yticks(*powers_of_ten(-4, 0))
        gradient_axes.minorticks_off()

        self._curves, self._markers = {}, {}
        for name, look in LOOKS.items():
            style = {**look.point(clip_on=False), **look.line()}
            self._curves[name] = [
                # A marker on the last point only: where the training has come to.
                self.moving(axes.plot([], [], **style, markevery=[-1])[0])
                for axes in (output_axes, cost_axes, gradient_axes)
            ]
            self._markers[name] = self._sigmoid.marker(look)
        handles = [
            figure.axes[1].plot([], [], **look.line(), marker=look.marker)[0]
            for look in LOOKS.values()
        ]
        start = figure.axes[0].plot([], [], "D-", color=GREEN, markeredgecolor="white")[0]
        figure.legend(
            [start, *handles],
            ["start, with its tangent", *LOOKS],
            loc="outside upper center",
            ncols=3,
        )

    def draw(self, w: float, b: float, learning_rate: float, steps: int, losses: str) -> None:
        """Train with each loss shown and move every curve to the result."""
        self.runs: dict[str, Trajectory] = {
            name: train_neuron(w, b, loss=LOSSES[name], learning_rate=learning_rate, steps=steps)
            for name in SHOWN[losses]
        }
        z = w + b
        reach = np.array([-1.6, 0, 1.6])
        self._tangent.set_data(z + reach, sigmoid(z) + sigmoid_derivative(z) * reach)

        step = np.arange(steps + 1)
        for name in LOOKS:
            run = self.runs.get(name)
            for artist in (*self._curves[name], self._markers[name]):
                artist.set_visible(run is not None)
            if run is None:
                continue
            series = (run.output, run.cost / run.cost[0], np.maximum(np.abs(run.gradient), _FLOOR))
            for curve, values in zip(self._curves[name], series, strict=True):
                curve.set_data(step, values)
            self._sigmoid.place(self._markers[name], run.z[-1])

    def describe(self) -> str:
        """Say where each loss has brought the neuron."""
        p = self.parameters
        z = p["w"] + p["b"]
        ends = " and ".join(
            f"to {run.output[-1]:.4f} with {name}" for name, run in self.runs.items()
        )
        firsts = ", ".join(f"{abs(run.gradient[0]):.4f} ({n})" for n, run in self.runs.items())
        return (
            f"The neuron starts at z = {z:.2f} with output {sigmoid(z):.4f}, where the sigmoid "
            f"has slope {sigmoid_derivative(z):.4f}. After {counted(p['steps'], 'step')} with "
            f"learning rate {p['learning_rate']:g} the output falls {ends}. "
            f"First gradient: {firsts}."
        )
