"""Two neurons race from two starts to the target 0: their outputs over the steps, in a panel."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from lossviz.explorable import Parameter, Picture, Player, Slider
from lossviz.explorable.style import GREEN, INK, PINK, QUIET, Look
from lossviz.explorable.words import counted, inked
from lossviz.maths import Loss, sigmoid, train_neuron

LAST_STEP = 300
LEARNING_RATE = 0.15
# An output above this has hardly begun to learn.
STUCK = 0.9
STARTS = {"first": Look(GREEN, "-", "o"), "second": Look(PINK, "--", "s")}
PARAMETERS: tuple[Parameter[Any], ...] = (
    Player("step", "step", 0, LAST_STEP, default=0),
    Slider("first", "first start", -2.0, 8.0, 0.1, default=1.5, symbol="z₀"),
    Slider("second", "second start", -2.0, 8.0, 0.1, default=4.0, symbol="z₀"),
)


class Race(NamedTuple):
    """How far both neurons are: their logits and outputs at every step up to the last shown.

    ``stuck`` counts the steps that each of them has made from an output above 0.9.
    """

    step: int
    logits: dict[str, NDArray[np.float64]]
    outputs: dict[str, NDArray[np.floating]]
    stuck: dict[str, int]


def race(loss: Loss, step: int, **starts: float) -> Race:
    """Follow both neurons up to a step."""
    logits = {name: _path(loss, start)[: step + 1] for name, start in starts.items()}
    outputs = {name: sigmoid(z) for name, z in logits.items()}
    stuck = {name: int((a[:-1] > STUCK).sum()) for name, a in outputs.items()}
    return Race(step, logits, outputs, stuck)


def told(race: Race) -> str:
    """Say how far both have come, and how long they were stuck."""
    first, second = (inked(f"{a[0]:.2f}", STARTS[n].color) for n, a in race.outputs.items())
    if not race.step:
        return f"The first neuron answers {first}, the second {second}; 0 is right."
    ways = []
    for name, a in race.outputs.items():
        colour = STARTS[name].color
        way = inked(f"{a[0]:.2f} to {a[-1]:.2f}", colour)
        steps = inked(counted(race.stuck[name], "step"), colour)
        stuck = f" ({steps} above {STUCK})" if a[0] > STUCK else ""
        ways.append(f"the {name} start has come from {way}{stuck}")
    return f"After {counted(race.step, 'step')} {' and '.join(ways)}."


def told_guess(guess: float | None) -> str:
    """Say what was guessed, if something was."""
    return "" if guess is None else f" Your guess was {guess:g} steps above {STUCK}."


class RacePanel:
    """A panel of a picture with both races, and room above for bands and a guess.

    Parameters
    ----------
    picture : has the panel
    axes : where it is drawn
    reach : how far the axis goes beyond the last step, for the labels at the ends
    """

    def __init__(self, picture: Picture[Any], axes: Axes, reach: float) -> None:
        """Create the artists."""
        self._narrow = picture.narrow
        # The height of a line of text, in units of the output.
        self.line = 0.12 if picture.narrow else 0.08
        # From the end of a curve to its label, in steps.
        self._gap = 14 if picture.narrow else 8
        # Above the curves there is room for a band for each start, and for a guess.
        self._rows = {"first": 1.04 + 1.5 * self.line, "second": 1.04 + 0.5 * self.line}
        self._guess_row = 1.04 + 2.5 * self.line
        self.top = 1.04 + 3 * self.line
        self._reach = reach * LAST_STEP
        # Of "100 steps above 0.9" and of "your guess: 100 steps", in steps.
        self._count_width = 0.47 * self._reach if picture.narrow else 0.31 * self._reach
        self._guess_width = 0.36 * self._reach
        axes.set(xlim=(0, self._reach), ylim=(-0.06, self.top), xlabel="steps", ylabel="output a")
        axes.set(xticks=range(0, LAST_STEP + 1, 100), yticks=[0, 0.5, 1])
        axes.axhline(STUCK, color=QUIET, linewidth=1, linestyle=":")
        self._guess = picture.line(axes, color=INK, linewidth=1.4, linestyle="--")
        self._guess_label = picture.moving(axes.text(0, self._guess_row, "", va="center"))
        self.curves, self.bands, self._drops, self.counts, self.ends = {}, {}, {}, {}, {}
        for name, look in STARTS.items():
            self.bands[name] = picture.line(
                axes, color=look.color, linewidth=14, alpha=0.25, solid_capstyle="butt"
            )
            self._drops[name] = picture.line(axes, color=look.color, linewidth=1, linestyle=":")
            self.counts[name] = picture.moving(axes.text(0, 0, "", va="center"))
            style = {**look.point(clip_on=False), **look.line()}
            curve = picture.line(axes, **style, markevery=[-1])
            self.curves[name] = picture.readable(curve, f"{name} start")
            end = axes.text(0, 0, "", color=look.color, fontweight="bold", va="center")
            self.ends[name] = picture.moving(end)
            if not picture.narrow:
                end.set_fontsize(11.5)

    def place(self, race: Race, guess: float | None) -> None:
        """Draw the way that both have come, and a guess of how long the second is stuck."""
        steps = np.arange(race.step + 1)
        for name, outputs in race.outputs.items():
            stuck, row = race.stuck[name], self._rows[name]
            self.curves[name].set_data(steps, outputs)
            self.bands[name].set_data([0, stuck], [row, row])
            self._drops[name].set_data([stuck, stuck], [row, outputs[stuck]])
            # Inside of its band if it fits, else beside it.
            self.counts[name].set_position((4 if stuck > self._count_width else stuck + 6, row))
            self.counts[name].set_text(f"{counted(stuck, 'step')} above {STUCK}")
            for artist in (self.bands[name], self._drops[name], self.counts[name]):
                artist.set_visible(stuck > 0)
            self.ends[name].set_text(f"{outputs[0]:.2f} → {outputs[-1]:.2f}" if race.step else "")
        self._place_ends(race)
        self._place_guess(guess)

    def _place_ends(self, race: Race) -> None:
        """Put the labels beside the ends of the curves; where ends meet, above each other."""
        low, high = sorted(STARTS, key=lambda name: race.outputs[name][-1])
        lower, upper = race.outputs[low][-1], race.outputs[high][-1]
        half = max(upper - lower, self.line) / 2
        middle = min((lower + upper) / 2, 1 - half)  # below the bands
        middle = max(middle, half)  # above the axis
        self.ends[low].set_position((race.step + self._gap, middle - half))
        self.ends[high].set_position((race.step + self._gap, middle + half))

    def _place_guess(self, guess: float | None) -> None:
        for artist in (self._guess, self._guess_label):
            artist.set_visible(guess is not None)
        if guess is None:
            return
        top, row = 1.04, self._guess_row  # the words on the bands in between stay readable
        half = 0.5 * self.line
        self._guess.set_data([guess] * 5, [-0.06, top, np.nan, row - half, row + half])
        unit = "" if self._narrow else " steps"
        self._guess_label.set_text(f"your guess: {guess:g}{unit}")
        fits = guess + self._gap + self._guess_width < self._reach
        self._guess_label.set_horizontalalignment("left" if fits else "right")
        self._guess_label.set_x(guess + (self._gap if fits else -self._gap))


@lru_cache(maxsize=32)
def _path(loss: Loss, start: float) -> NDArray[np.float64]:
    """The logits of a neuron that is trained from a start; whoever plays it asks at every step."""
    run = train_neuron(
        start / 2, start / 2, loss=loss, learning_rate=LEARNING_RATE, steps=LAST_STEP
    )
    return run.z
