"""The neuron walks down the sigmoid, one step at a time, once for each loss."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.ch03_sigmoid_saturation.neuron_experiment import LEARNING_RATES
from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.chapters.shared.two_losses import LOOKS, LOSSES
from lossviz.explorable import Handle, Picture, Player, Preset, Scale, Slider
from lossviz.explorable.style import GREEN, INK, sample
from lossviz.explorable.words import counted, fraction, inked
from lossviz.maths import Trajectory, sigmoid, sigmoid_derivative, train_neuron

LAST_STEP = 300
_EVERY = 10


class Walk(NamedTuple):
    """A step of the descent from a start, and the whole descent with each loss."""

    step: int
    z: float
    learning_rate: float
    runs: dict[str, Trajectory]


class NeuronWalk(Picture[Walk]):
    """Scrub or play the descent of the neuron, with both losses side by side.

    From one start: where the neuron is, was, and is heading.

    Examples
    --------
    >>> from lossviz.explorers import neuron_walk
    >>> explorer = neuron_walk()
    >>> explorer.set(step=150)
    >>> print(explorer.result.runs["quadratic cost"].output[150].round(4))
    0.9334
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 5.0)
    parameters = (
        Player("step", "step", 0, LAST_STEP, default=0),
        Slider("z", "start", -2.0, 8.0, 0.1, default=4.0, symbol="z₀"),
        Scale("learning_rate", "learning rate", LEARNING_RATES, default=0.15, symbol="η"),
    )
    presets = (
        Preset("Start at 0.82", z=1.5, step=0),
        Preset("Start at 0.98", z=4.0, step=0),
        Preset("Start at 0.9991", z=7.0, step=0),
    )

    def build(self, figure: Figure) -> None:
        """Create one sigmoid panel for each loss."""
        self._artists = {}
        panels = self.panels(figure, 2)
        self._first_panel = panels[0]
        for axes, (name, look) in zip(panels, LOOKS.items(), strict=True):
            panel = SigmoidPanel(self, axes)
            axes.set_title(name.capitalize(), color=look.color)
            trail = self.line(axes, "|", color=look.color, markersize=16, markeredgewidth=1.6)
            tangent = self.line(axes, color=GREEN, linewidth=1.8, label="tangent")
            ahead = self.line(axes, color=look.color, linewidth=2.2)
            head = self.line(axes, "<", color=look.color, markersize=8)
            self._artists[name] = (panel, panel.marker(look), trail, tangent, ahead, head)
        if self.narrow:
            panels[0].set_xlabel("")  # the lower panel says it for both
        else:
            panels[1].set_ylabel("")  # the left panel says it for both
        trails = {"color": INK, "linestyle": "none", "marker": "|", "markersize": 12}
        self.legend(
            sample(f"every {_EVERY} steps so far", **trails, markeredgewidth=1.6),
            sample(f"{_EVERY} times the next step", color=INK, linewidth=2.2, marker="<"),
            tangent,
        )

    @property
    def handles(self) -> tuple[Handle[Walk], ...]:
        """The start, which is one for both losses."""
        start: Handle[Walk] = Handle(
            "the start",
            ("z",),
            self._first_panel,
            lambda walk: (walk.z, float(sigmoid(walk.z))),
            lambda _, z, output: {"z": z},
        )
        return (start,)

    @staticmethod
    def compute(step: int, z: float, learning_rate: float) -> Walk:
        """Train from this start with each loss."""
        return Walk(step, z, learning_rate, _runs(z, learning_rate))

    def place(self, walk: Walk) -> None:
        """Place both neurons after the step."""
        reach = np.array([-1.6, 1.6])
        for name, (panel, marker, trail, tangent, ahead, head) in self._artists.items():
            path = walk.runs[name].z
            here = path[walk.step]
            a = sigmoid(here)
            panel.place(marker, here)
            visited = path[: walk.step + 1 : _EVERY]
            trail.set_data(visited, sigmoid(visited))
            tangent.set_data(here + reach, a + sigmoid_derivative(here) * reach)
            goal = max(here + _EVERY * (path[walk.step + 1] - here), panel.low)
            ahead.set_data([here, goal], [a, a])
            head.set_data([goal], [a])

    def describe(self, walk: Walk) -> str:
        """Say where both neurons stand and how far their next step goes."""
        step = walk.step
        places = []
        for name, run in walk.runs.items():
            colour = LOOKS[name].color
            output = inked(fraction(run.output[step]), colour)
            move = inked(_move(run.z[step + 1] - run.z[step]), colour)
            places.append(f"with {name} the output is {output} and the next step moves z by {move}")
        return (
            f"After {counted(step, 'step')} from z = {walk.z:.1f} "
            f"(learning rate {walk.learning_rate:g}): {'; '.join(places)}."
        )


def _move(distance: float) -> str:
    """Write a distance with two decimals, or with four if it is small."""
    return f"{distance:.4f}" if abs(distance) < 0.1 else f"{distance:.2f}"


@lru_cache(maxsize=8)
def _runs(z: float, learning_rate: float) -> dict[str, Trajectory]:
    """Both descents from a start; whoever plays one asks for it at every step."""
    return {
        name: train_neuron(
            z / 2, z / 2, loss=loss, learning_rate=learning_rate, steps=LAST_STEP + 1
        )
        for name, loss in LOSSES.items()
    }
