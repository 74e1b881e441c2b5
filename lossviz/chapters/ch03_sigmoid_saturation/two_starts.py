"""The experiment of the documents in one picture: two starts, one loss, and who learns first."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.explorable import Picture, Player, Preset, Slider
from lossviz.explorable.style import GREEN, PINK, QUIET, Look, sample
from lossviz.explorable.words import counted
from lossviz.maths import quadratic_cost, sigmoid, train_neuron

LAST_STEP = 300
LEARNING_RATE = 0.15
# An output above this has hardly begun to learn.
STUCK = 0.9
# The height of a label.
_LINE = 0.08
_LOOKS = {"first": Look(GREEN, "-", "o"), "second": Look(PINK, "--", "s")}


class Race(NamedTuple):
    """How far both neurons are: their logits and outputs at every step up to the last shown.

    ``stuck`` counts the steps that each of them has made from an output above 0.9.
    """

    step: int
    logits: dict[str, NDArray[np.float64]]
    outputs: dict[str, NDArray[np.floating]]
    stuck: dict[str, int]


class TwoStarts(Picture[Race]):
    """Two neurons, one a little wrong and one very sure and wrong, trained with the quadratic cost.

    Left both on the sigmoid, right their outputs over 300 steps.

    Examples
    --------
    >>> from lossviz.explorers import two_starts
    >>> explorer = two_starts()
    >>> {name: round(float(a[-1]), 2) for name, a in explorer.result.outputs.items()}
    {'first': 0.09, 'second': 0.2}
    >>> explorer.result.stuck["second"]
    172
    """

    size = (10.0, 4.2)
    parameters = (
        Player("step", "step", 0, LAST_STEP, default=LAST_STEP),
        Slider("first", "first start", -2.0, 8.0, 0.1, default=1.5, symbol="z₀"),
        Slider("second", "second start", -2.0, 8.0, 0.1, default=4.0, symbol="z₀"),
    )
    presets = (
        Preset("At the start", first=1.5, second=4.0, step=0),
        Preset("After 150 steps", first=1.5, second=4.0, step=150),
        Preset("After 300 steps", first=1.5, second=4.0, step=LAST_STEP),
        Preset("An even surer second start", first=1.5, second=7.0, step=LAST_STEP),
    )

    def build(self, figure: Figure) -> None:
        """Create the sigmoid and the race."""
        sigmoid_axes, race = figure.subplots(1, 2, width_ratios=[1, 1.45])
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        sigmoid_axes.set_title("Where they are")
        # Beyond the last step there is room for the labels at the ends.
        race.set(xlim=(0, 1.33 * LAST_STEP), ylim=(-0.03, 1.04), xlabel="steps", ylabel="output a")
        race.set(xticks=range(0, LAST_STEP + 1, 100), yticks=[0, 0.5, 1])
        race.set_title("How wrong they still are (the target is 0)")
        race.axhline(STUCK, color=QUIET, linewidth=1, linestyle=":")
        self._curves, self._starts, self._neurons, self._bands, self._ends = {}, {}, {}, {}, {}
        for name, look in _LOOKS.items():
            self._bands[name] = self.line(
                race, color=look.color, linewidth=8, alpha=0.25, solid_capstyle="butt"
            )
            style = {**look.point(clip_on=False), **look.line()}
            self._curves[name] = self.line(race, **style, markevery=[-1], label=f"{name} start")
            hollow = look.point(markerfacecolor="white", markeredgecolor=look.color, clip_on=False)
            self._starts[name] = self.line(sigmoid_axes, **hollow)
            self._neurons[name] = self._sigmoid.marker(look)
            words = race.text(0, 0, "", color=look.color, fontsize=11.5, fontweight="bold")
            words.set_verticalalignment("center")
            self._ends[name] = self.moving(words)
        began = sample("hollow: where it began", color=QUIET, marker="o", fillstyle="none")
        began.set(linestyle="none", markersize=9)
        band = sample(f"stuck above {STUCK}", color=PINK, linewidth=8, alpha=0.25)
        self.legend(*self._curves.values(), began, band)

    @staticmethod
    def compute(step: int, first: float, second: float) -> Race:
        """Follow both neurons up to a step."""
        logits = {"first": _path(first)[: step + 1], "second": _path(second)[: step + 1]}
        outputs = {name: sigmoid(z) for name, z in logits.items()}
        stuck = {name: int((a[:-1] > STUCK).sum()) for name, a in outputs.items()}
        return Race(step, logits, outputs, stuck)

    def place(self, race: Race) -> None:
        """Put both neurons where they are, and draw the way that they have come."""
        steps = np.arange(race.step + 1)
        for name, outputs in race.outputs.items():
            logits = race.logits[name]
            self._curves[name].set_data(steps, outputs)
            self._bands[name].set_data([0, race.stuck[name]], [outputs[0]] * 2)
            self._bands[name].set_visible(race.stuck[name] > 0)
            self._sigmoid.place(self._neurons[name], logits[-1])
            self._starts[name].set_data([logits[0]], [outputs[0]])
            self._starts[name].set_visible(race.step > 0)
            self._ends[name].set_text(f"{outputs[0]:.2f} → {outputs[-1]:.2f}" if race.step else "")
        first, second = (outputs[-1] for outputs in race.outputs.values())
        # Labels of ends that meet stand above each other.
        middle, half = (first + second) / 2, max(abs(second - first), _LINE) / 2
        lower, upper = ("second", "first") if second < first else ("first", "second")
        self._ends[lower].set_position((race.step + 8, middle - half))
        self._ends[upper].set_position((race.step + 8, middle + half))

    def describe(self, race: Race) -> str:
        """Say how far both have come, and how long they were stuck."""
        if not race.step:
            first, second = (a[0] for a in race.outputs.values())
            return f"The first neuron answers {first:.2f}, the second {second:.2f}; 0 is right."
        told = []
        for name, a in race.outputs.items():
            stuck = f" ({counted(race.stuck[name], 'step')} above {STUCK})" if a[0] > STUCK else ""
            told.append(f"the {name} start has come from {a[0]:.2f} to {a[-1]:.2f}{stuck}")
        return f"After {counted(race.step, 'step')} {' and '.join(told)}."


@lru_cache(maxsize=16)
def _path(start: float) -> NDArray[np.float64]:
    """The logits of a neuron that is trained from a start; whoever plays it asks at every step."""
    run = train_neuron(
        start / 2, start / 2, loss=quadratic_cost, learning_rate=LEARNING_RATE, steps=LAST_STEP
    )
    return run.z
