"""Two networks side by side: one start, one task, two losses, and which of them is there first."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.choices import (
    ACTIVATION,
    ACTIVATIONS,
    OPTIMISER,
    RATES,
)
from lossviz.chapters.ch06_training_a_network.plane_map import PlaneMap, class_samples
from lossviz.chapters.ch06_training_a_network.strokes import Strokes
from lossviz.chapters.ch06_training_a_network.tasks import TASKS
from lossviz.chapters.ch06_training_a_network.tasks import task as task_named
from lossviz.chapters.ch06_training_a_network.xor_network import WAYS
from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.explorable import Choice, Player, Preset, Scale
from lossviz.explorable.style import INK
from lossviz.explorable.words import counted, inked
from lossviz.maths import ToyData, network_forward
from lossviz.maths.backpropagation import forward, gradients_alone, moved
from lossviz.maths.network_arguments import Goal, Weights
from lossviz.maths.optimisers import blank, directions

LAST_STEP = 300
# One of those that the seed race shows.
SEED = 3
_SAMPLES = 80
_PLANES = TASKS[3:]
_SURE = {"task": "two moons, sure start", "activation": "sigmoid"}


class Film(NamedTuple):
    """One network at every step: its layers, and how many samples it has right."""

    layers: Weights
    right: NDArray[np.intp]


class Films(NamedTuple):
    """Both films up to a step. ``done`` is the step at which all samples are right, or inf."""

    step: int
    films: dict[str, Film]
    rates: dict[str, float]
    hidden: str
    samples: ToyData
    trained: str
    done: dict[str, float]


class TwoMaps(StoredSmall[Films]):
    """Two networks from one start, one trained with each loss, step by step.

    Their maps beside each other, and how many of the 80 samples each of them has right. A guess of
    the step at which squared error's network has all of them right is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import two_maps
    >>> explorer = two_maps()
    >>> explorer.set(optimiser="Adam", rate_squared=0.1, rate_entropy=0.1)
    >>> explorer.result.done["squared error"] < explorer.result.done["cross-entropy"]
    True
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 5.2)
    parameters = (
        Player("step", "step", 0, LAST_STEP, default=0),
        Scale("rate_squared", "η, squared", RATES, default=4.0),
        Scale("rate_entropy", "η, entropy", RATES, default=4.0),
        OPTIMISER,
        ACTIVATION,
        Choice("task", "task", _PLANES, default=_PLANES[0]),
    )
    presets = (
        Preset("SGD", **_SURE, optimiser="SGD", rate_squared=4.0, rate_entropy=4.0, step=0),
        Preset(
            "Momentum", **_SURE, optimiser="momentum", rate_squared=1.0, rate_entropy=1.0, step=0
        ),
        Preset("Adam", **_SURE, optimiser="Adam", rate_squared=0.1, rate_entropy=0.1, step=0),
    )

    def build(self, figure: Figure) -> None:
        """Create the two maps and the count."""
        if self.narrow:
            panels = figure.subplot_mosaic("se;rr", height_ratios=[1.25, 1])
        else:
            panels = figure.subplot_mosaic("ser", width_ratios=[1, 1, 1.15])
        self._maps = {}
        for name, letter in ((SQUARED_ERROR, "s"), (CROSS_ENTROPY, "e")):
            axes = panels[letter]
            axes.set_title(name.capitalize(), color=NETWORK_LOOKS[name].color)
            self._maps[name] = PlaneMap(self, axes, pixels=44)
            axes.set(xlabel="", ylabel="")
        axes = self._count = panels["r"]
        axes.set_title("How many they have right")
        axes.set(xlim=(0, LAST_STEP), ylim=(0, 96), xlabel="steps")
        axes.set(xticks=range(0, LAST_STEP + 1, 100), yticks=[0, 40, 80])
        self._lines, self._ends = {}, {}
        for name, look in NETWORK_LOOKS.items():
            style = {**look.point(clip_on=False), **look.line()}
            line = self.line(axes, **style, markevery=[-1])
            self._lines[name] = self.readable(line, name)
            flag = axes.text(0, 0, "", color=look.color, va="bottom", fontweight="bold")
            self._ends[name] = self.moving(flag)
        self._guess = self.line(axes, color=INK, linewidth=1.4, linestyle="--")
        self._guess_label = self.moving(axes.text(0, 3, "", color=INK, va="bottom"))
        self._strokes = self.moving(Strokes())
        axes.add_artist(self._strokes)
        self.legend(*class_samples(), ncols=2)

    @staticmethod
    def compute(
        step: int,
        rate_squared: float,
        rate_entropy: float,
        optimiser: str,
        activation: str,
        task: str,
    ) -> Films:
        """Look up both films."""
        rates = {SQUARED_ERROR: rate_squared, CROSS_ENTROPY: rate_entropy}
        films = {
            name: film(name, rate, optimiser, activation, task) for name, rate in rates.items()
        }
        about = task_named(task)
        done = {
            name: float(own.right.argmax()) if own.right.max() == _SAMPLES else np.inf
            for name, own in films.items()
        }
        samples = ToyData(about.inputs, about.target[:, 0])
        trained = f"{optimiser}, {activation} units"
        return Films(step, films, rates, ACTIVATIONS[activation], samples, trained, done)

    def place(self, race: Films) -> None:
        """Show both maps at the step, and the way there."""
        strokes = []
        for name, own in race.films.items():
            strokes += self._maps[name].place(
                [layer[race.step] for layer in own.layers], race.hidden
            )
            strokes += self._maps[name].samples(race.samples)
            steps = np.arange(race.step + 1)
            self._lines[name].set_data(steps, own.right[: race.step + 1])
            self._place_flag(race, name)
        self._strokes.entries = strokes
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is not None:
            self._guess.set_data([self.ghost] * 2, [0, 96])
            left = self.ghost < LAST_STEP / 2
            self._guess_label.set(
                x=self.ghost + (6 if left else -6), ha="left" if left else "right"
            )
            self._guess_label.set_text(f"your guess: {self.ghost:g}")

    def _place_flag(self, race: Films, name: str) -> None:
        """Write the step at which a network was done above the place."""
        flag, done = self._ends[name], race.done[name]
        flag.set_visible(done <= race.step)
        if done > race.step:
            return
        flag.set_text(f"{done:.0f}")
        # Flags that would meet lean away from each other.
        other = min(race.done[each] for each in race.films if each != name)
        near = abs(other - done) < LAST_STEP / 8 and other <= race.step
        first = done < other or (done == other and name == SQUARED_ERROR)
        lean = ("right" if first else "left") if near else "center"
        aside = {"right": -4, "left": 4, "center": 0}[lean]
        flag.set(x=min(max(done + aside, 8), LAST_STEP - 8), y=84, ha=lean)

    def describe(self, race: Films) -> str:
        """Say what both have right, and who was there first."""
        parts = []
        for name, own in race.films.items():
            colour = NETWORK_LOOKS[name].color
            right = inked(f"{own.right[race.step]}", colour)
            done = ""
            if race.done[name] <= race.step:
                done = f", all of them since step {inked(f'{race.done[name]:.0f}', colour)}"
            parts.append(f"{name} at rate {race.rates[name]:g} has {right} right{done}")
        guess = ""
        if self.ghost is not None:
            guess = f" Your guess for squared error was step {self.ghost:g}."
        return (
            f"{race.trained}, after {counted(race.step, 'step')}, of {_SAMPLES} samples: "
            f"{'; '.join(parts)}.{guess}"
        )


def film(loss: str, rate: float, optimiser: str, activation: str, name: str) -> Film:
    """A network at every step; one that runs away stays where it was."""
    # All rates at once, since the next one that is asked for is a neighbour.
    rates = RATES if rate in RATES else (rate,)
    try:
        layers, right = _reel(loss, rates, optimiser, activation, name)
    except ValueError:  # one of them ran away
        rates = (rate,)
        layers, right = _reel(loss, rates, optimiser, activation, name, stay=True)
    at = rates.index(rate)
    return Film([layer[at] for layer in layers], right[at])


# There are not many of them, and they are small.
@cache
def _reel(
    loss: str,
    rates: tuple[float, ...],
    optimiser: str,
    activation: str,
    name: str,
    *,
    stay: bool = False,
) -> tuple[Weights, NDArray[np.intp]]:
    """Train a network at several rates at once and remember it at every step, by rate and step."""
    about, way = task_named(name), WAYS[loss]
    hidden = ACTIVATIONS[activation]
    goal = Goal(way.loss, way.output, hidden, about.reduction)
    pace = np.array(rates)
    weights: Weights = [np.stack([layer[SEED]] * len(rates)) for layer in about.weights]
    memory = blank(len(weights))
    visited = [weights]
    for _ in range(LAST_STEP):
        try:
            passed = forward(weights, about.inputs, hidden)
            gradients = gradients_alone(weights, passed, about.target, goal)
            way_on, memory = directions(optimiser, gradients, memory)
            weights = moved(weights, pace, way_on)
        except ValueError:  # the weights would overflow
            if not stay:
                raise
            break
        visited.append(weights)
    visited += [visited[-1]] * (LAST_STEP + 1 - len(visited))
    layers: Weights = [np.stack(layer, axis=1) for layer in zip(*visited, strict=True)]
    logits = network_forward(layers, about.inputs, hidden=hidden)[-1]
    right = ((logits > 0) == (about.target > 0.5)).sum(axis=(-2, -1))
    return [layer.astype(np.float32) for layer in layers], right
