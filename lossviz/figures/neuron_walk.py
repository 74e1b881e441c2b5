"""The neuron walks down the sigmoid, one step at a time, once for each loss."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import RATE, number, whole
from lossviz.figures.neuron_looks import LOOKS, LOSSES, SigmoidPanel
from lossviz.figures.style import GREEN, counted
from lossviz.maths import Trajectory, sigmoid, sigmoid_derivative, train_neuron

LAST_STEP = 300
_EVERY = 10


class NeuronWalk(ExplorableFigure):
    """Both losses side by side from one start: where the neuron is, was, and is heading."""

    size = (10.0, 4.0)
    takes = {  # noqa: RUF012 - never changed
        "step": whole(0, LAST_STEP),
        "z": number(-100, 100),
        "learning_rate": RATE,
    }
    defaults = {"step": 0, "z": 4.0, "learning_rate": 0.15}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create one sigmoid panel for each loss."""
        self._run_key: tuple[float, float] | None = None
        self.runs: dict[str, Trajectory] = {}
        self._artists = {}
        for axes, (name, look) in zip(figure.subplots(1, 2), LOOKS.items(), strict=True):
            panel = SigmoidPanel(self, axes)
            axes.set_title(name[0].upper() + name[1:], color=look.color)
            trail = self.moving(
                axes.plot([], [], "|", color=look.color, markersize=16, markeredgewidth=1.6)[0]
            )
            tangent = self.moving(axes.plot([], [], color=GREEN, linewidth=1.8)[0])
            ahead = self.moving(axes.plot([], [], color=look.color, linewidth=2.2)[0])
            head = self.moving(axes.plot([], [], "<", color=look.color, markersize=8)[0])
            self._artists[name] = (panel, panel.marker(look), trail, tangent, ahead, head)
        handles = [
            axes.plot([], [], "|", color="#444444", markersize=12, markeredgewidth=1.6)[0],
            axes.plot([], [], color="#444444", linewidth=2.2, marker="<")[0],
            axes.plot([], [], color=GREEN, linewidth=1.8)[0],
        ]
        figure.legend(
            handles,
            [f"every {_EVERY} steps so far", f"{_EVERY} times the next step", "tangent"],
            loc="outside upper center",
            ncols=3,
        )

    def draw(self, step: int, z: float, learning_rate: float) -> None:
        """Place both neurons after ``step`` steps; train only when start or rate have changed."""
        if self._run_key != (z, learning_rate):
            self.runs = {
                name: train_neuron(
                    z / 2, z / 2, loss=loss, learning_rate=learning_rate, steps=LAST_STEP + 1
                )
                for name, loss in LOSSES.items()
            }
            self._run_key = (z, learning_rate)
        reach = np.array([-1.6, 1.6])
        for name, (panel, marker, trail, tangent, ahead, head) in self._artists.items():
            path = self.runs[name].z
            here = path[step]
            a = sigmoid(here)
            panel.place(marker, here)
            visited = path[: step + 1 : _EVERY]
            trail.set_data(visited, sigmoid(visited))
            tangent.set_data(here + reach, a + sigmoid_derivative(here) * reach)
            goal = max(here + _EVERY * (path[step + 1] - here), panel.low)
            ahead.set_data([here, goal], [a, a])
            head.set_data([goal], [a])

    def describe(self) -> str:
        """Say where both neurons stand and how far their next step goes."""
        step = self.parameters["step"]
        places = "; ".join(
            f"with {name} the output is {run.output[step]:.4f} and the next step moves z by "
            f"{run.z[step + 1] - run.z[step]:.4f}"
            for name, run in self.runs.items()
        )
        return (
            f"After {counted(step, 'step')} from z = {self.parameters['z']:.1f} "
            f"(learning rate {self.parameters['learning_rate']:g}): {places}."
        )
