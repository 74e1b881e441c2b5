"""The experiment of the documents in one picture: two starts, one loss, and who learns first."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.explorable import Handle, Picture, Player, Preset, Slider
from lossviz.explorable.style import GREEN, INK, PINK, QUIET, Look
from lossviz.explorable.words import counted, inked
from lossviz.maths import quadratic_cost, sigmoid, train_neuron

LAST_STEP = 300
LEARNING_RATE = 0.15
# An output above this has hardly begun to learn.
STUCK = 0.9
# Of a start's name, in logits.
_NAME_WIDTH = 4.9
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
    narrow_size = (3.9, 5.5)
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
        sigmoid_axes, race = self.panels(figure, 2, widths=[1, 1.45], heights=[1, 1.35])
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        sigmoid_axes.set_title("Where they are")
        # The height of a line of text, in units of the output.
        self._line = 0.12 if self.narrow else 0.08
        # From the end of a curve to its label, in steps.
        self._gap = 14 if self.narrow else 8
        # Above the curves there is room for a band for each start, and for a guess.
        self._rows = {"first": 1.04 + 1.5 * self._line, "second": 1.04 + 0.5 * self._line}
        self._guess_row = 1.04 + 2.5 * self._line
        top = 1.04 + 3 * self._line
        # Of "100 steps above 0.9", in steps.
        self._count_width = 215 if self.narrow else 110
        if not self.narrow:  # a neuron stands as high as the end of its curve beside it
            sigmoid_axes.set_ylim(-0.06, top)
        # Of "your guess: 100 steps", in steps.
        self._guess_width = 160 if self.narrow else 125
        # Beyond the last step there is room for the labels at the ends.
        self._reach = (1.52 if self.narrow else 1.3) * LAST_STEP
        race.set(xlim=(0, self._reach), ylim=(-0.06, top), xlabel="steps", ylabel="output a")
        race.set(xticks=range(0, LAST_STEP + 1, 100), yticks=[0, 0.5, 1])
        race.set_title(
            "How wrong they are (target: 0)"
            if self.narrow
            else "How wrong they still are (the target is 0)"
        )
        race.axhline(STUCK, color=QUIET, linewidth=1, linestyle=":")
        self._guess = self.line(race, color=INK, linewidth=1.4, linestyle="--")
        self._guess_label = self.moving(race.text(0, self._guess_row, "", va="center"))
        self._curves, self._starts, self._neurons, self._names = {}, {}, {}, {}
        self._bands, self._drops, self._counts, self._ends = {}, {}, {}, {}
        for name, look in _LOOKS.items():
            self._bands[name] = self.line(
                race, color=look.color, linewidth=14, alpha=0.25, solid_capstyle="butt"
            )
            self._drops[name] = self.line(race, color=look.color, linewidth=1, linestyle=":")
            self._counts[name] = self.moving(race.text(0, 0, "", va="center"))
            style = {**look.point(clip_on=False), **look.line()}
            curve = self.line(race, **style, markevery=[-1])
            self._curves[name] = self.readable(curve, f"{name} start")
            hollow = look.point(markerfacecolor="white", markeredgecolor=look.color, clip_on=False)
            self._starts[name] = self.line(sigmoid_axes, **hollow)
            self._neurons[name] = self._sigmoid.marker(look)
            label = sigmoid_axes.text(0, 0, f"{name} start", color=look.color, va="top")
            self._names[name] = self.moving(label)
            end = race.text(0, 0, "", color=look.color, fontweight="bold", va="center")
            self._ends[name] = self.moving(end)
            if not self.narrow:
                end.set_fontsize(11.5)

    @property
    def handles(self) -> tuple[Handle[Race], ...]:
        """Both starts, along the sigmoid."""
        return tuple(self._start(name) for name in _LOOKS)

    def _start(self, name: str) -> Handle[Race]:
        return Handle(
            f"{name} start",
            (name,),
            self._sigmoid.axes,
            at=lambda race: (race.logits[name][0], race.outputs[name][0]),
            grab=lambda race, x, y: {name: x},
        )

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
            logits, stuck, row = race.logits[name], race.stuck[name], self._rows[name]
            self._curves[name].set_data(steps, outputs)
            self._bands[name].set_data([0, stuck], [row, row])
            self._drops[name].set_data([stuck, stuck], [row, outputs[stuck]])
            # Inside of its band if it fits, else beside it.
            self._counts[name].set_position((4 if stuck > self._count_width else stuck + 6, row))
            self._counts[name].set_text(f"{counted(stuck, 'step')} above {STUCK}")
            for artist in (self._bands[name], self._drops[name], self._counts[name]):
                artist.set_visible(stuck > 0)
            self._sigmoid.place(self._neurons[name], logits[-1])
            self._starts[name].set_data([logits[0]], [outputs[0]])
            self._starts[name].set_visible(race.step > 0)
            self._ends[name].set_text(f"{outputs[0]:.2f} → {outputs[-1]:.2f}" if race.step else "")
        self._place_names(race)
        self._place_ends(race)
        self._place_guess()

    def _place_guess(self) -> None:
        """Draw a line where the second start was guessed to fall below 0.9."""
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is None:
            return
        top, row = 1.04, self._guess_row  # the words on the bands in between stay readable
        half = 0.5 * self._line
        self._guess.set_data([self.ghost] * 5, [-0.06, top, np.nan, row - half, row + half])
        unit = "" if self.narrow else " steps"
        self._guess_label.set_text(f"your guess: {self.ghost:g}{unit}")
        fits = self.ghost + self._gap + self._guess_width < self._reach
        self._guess_label.set_horizontalalignment("left" if fits else "right")
        self._guess_label.set_x(self.ghost + (self._gap if fits else -self._gap))

    def _place_names(self, race: Race) -> None:
        """Put the names right below their starts: beside a sigmoid that rises there is room."""
        line = self._line
        low, high = sorted(_LOOKS, key=lambda name: race.logits[name][0])
        top = {name: race.outputs[name][0] - 0.7 * line for name in _LOOKS}
        # Names that meet stand below each other, and above the axis.
        top[low] = max(min(top[low], top[high] - line), line - 0.04)
        top[high] = max(top[high], top[low] + line)
        for name, label in self._names.items():
            x, edge = race.logits[name][0] + 0.7, self._sigmoid.high
            fits = x + _NAME_WIDTH < edge
            label.set_horizontalalignment("left" if fits else "right")
            label.set_position((x if fits else edge, top[name]))

    def _place_ends(self, race: Race) -> None:
        """Put the labels beside the ends of the curves; where ends meet, above each other."""
        low, high = sorted(_LOOKS, key=lambda name: race.outputs[name][-1])
        lower, upper = race.outputs[low][-1], race.outputs[high][-1]
        half = max(upper - lower, self._line) / 2
        middle = min((lower + upper) / 2, 1 - half)  # below the bands
        self._ends[low].set_position((race.step + self._gap, middle - half))
        self._ends[high].set_position((race.step + self._gap, middle + half))

    def describe(self, race: Race) -> str:
        """Say how far both have come, and how long they were stuck."""
        guess = "" if self.ghost is None else f" Your guess was {self.ghost:g} steps above {STUCK}."
        first, second = (inked(f"{a[0]:.2f}", _LOOKS[n].color) for n, a in race.outputs.items())
        if not race.step:
            return f"The first neuron answers {first}, the second {second}; 0 is right.{guess}"
        told = []
        for name, a in race.outputs.items():
            colour = _LOOKS[name].color
            way = inked(f"{a[0]:.2f} to {a[-1]:.2f}", colour)
            steps = inked(counted(race.stuck[name], "step"), colour)
            stuck = f" ({steps} above {STUCK})" if a[0] > STUCK else ""
            told.append(f"the {name} start has come from {way}{stuck}")
        return f"After {counted(race.step, 'step')} {' and '.join(told)}.{guess}"


@lru_cache(maxsize=16)
def _path(start: float) -> NDArray[np.float64]:
    """The logits of a neuron that is trained from a start; whoever plays it asks at every step."""
    run = train_neuron(
        start / 2, start / 2, loss=quadratic_cost, learning_rate=LEARNING_RATE, steps=LAST_STEP
    )
    return run.z
