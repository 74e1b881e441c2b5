"""Not one run but many: how long the two-layer network takes, from every seed, with both losses."""

from __future__ import annotations

from functools import cache, partial
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.xor_network import (
    DISTRIBUTIONS,
    WAYS,
    X,
    Y,
    draw_weights,
)
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.explorable import Choice, Handle, Picture, Preset, Scale
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import GRID, QUIET
from lossviz.explorable.words import inked
from lossviz.maths import network_steps_to_learn

SEEDS = 30
# Who learns at all has learnt by then, but for the smallest rates.
MOST_STEPS = 600
RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
GOALS = {"all four on the right side": 0.5, "every error below 0.1": 0.1}
# Where the networks are drawn that never get there.
_NEVER = 720
# Side by side, the two losses do not hide each other.
_BESIDE = {SQUARED_ERROR: 0.92, CROSS_ENTROPY: 1.09}
_PARAMETERS = {SQUARED_ERROR: "rate_squared", CROSS_ENTROPY: "rate_entropy"}
_EQUAL = {"rate_squared": 1.0, "rate_entropy": 1.0}
_BEST = {"rate_squared": 8.0, "rate_entropy": 2.0}

# The same race from weights that differ in the tenth digit. Where the steps are so long that
# somebody now needs another number of them, the rounding of the machine decides that number.
_NUDGES = (1 + 1e-10, 1 - 1e-10, 1 + 3e-10)


@cache
def race(name: str, nudge: float = 1.0) -> NDArray[np.float64]:
    """Steps that each network needs with one loss, by goal, start, learning rate and seed."""
    way = WAYS[name]
    layers = zip(*(draw_weights(kind, SEEDS) for kind in DISTRIBUTIONS), strict=True)
    return network_steps_to_learn(
        [nudge * np.stack(layer)[:, np.newaxis] for layer in layers],
        X,
        Y,
        loss=way.loss,
        output=way.output,
        learning_rate=np.array(RATES)[:, np.newaxis],
        tolerance=list(GOALS.values()),
        max_steps=MOST_STEPS,
    )


@cache
def chaotic(name: str) -> NDArray[np.bool_]:
    """Whether some seed's number of steps hangs on the last digit, by goal, start and rate."""
    differs = [race(name, nudge) != race(name) for nudge in _NUDGES]
    hangs: NDArray[np.bool_] = np.any(differs, axis=(0, -1))
    return hangs


class Arrivals(NamedTuple):
    """Who has arrived after how many steps, with each loss.

    ``steps`` are those of every seed at the chosen rate, sorted; ``quantiles`` those of the seeds
    at 10 %, 50 % and 90 %, for every rate; ``chaotic`` says whether the last digit of a weight
    decides them. ``counts`` holds the steps by goal, start, learning rate and seed.
    """

    start: str
    goal: str
    rates: dict[str, float]
    steps: dict[str, NDArray[np.float64]]
    quantiles: dict[str, NDArray[np.float64]]
    chaotic: dict[str, bool]
    counts: dict[str, NDArray[np.float64]]


class SeedRace(Picture[Arrivals]):
    """Thirty seeds, two losses, every learning rate: who learns the four samples, and when?

    Left who has arrived after how many steps, right the typical seed at every rate.

    Examples
    --------
    >>> from lossviz.explorers import seed_race
    >>> explorer = seed_race()
    >>> explorer.set(rate_squared=8, rate_entropy=2)
    >>> print(explorer.result.steps["squared error"][:3])
    [54. 58. 60.]
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 6.2)
    parameters = (
        Scale("rate_squared", "η, squared", RATES, default=1.0),
        Scale("rate_entropy", "η, entropy", RATES, default=1.0),
        Choice("start", "weights", DISTRIBUTIONS, default="uniform 0 to 1"),
        Choice("goal", "goal", tuple(GOALS), default="every error below 0.1"),
    )
    presets = (
        Preset("Equal rates", **_EQUAL, start="uniform 0 to 1"),
        Preset("Each at its best", **_BEST, start="uniform 0 to 1"),
        Preset("Saturated, each at its best", **_BEST, start="5 × normal"),
    )

    @property
    def handles(self) -> tuple[Handle[Arrivals], ...]:
        """The rate of each loss, at its typical seed."""
        return tuple(
            Handle(
                f"the rate of {name}",
                (parameter,),
                self._typical,
                at=partial(_at_its_rate, name),
                grab=partial(_rate, name, parameter),
            )
            for name, parameter in _PARAMETERS.items()
        )

    def build(self, figure: Figure) -> None:
        """Create both panels."""
        arrived, typical = self.panels(figure, 2)
        self._typical = typical
        arrived.set_title("How many seeds have learnt it")
        arrived.set(xscale="log", xlim=(3, MOST_STEPS), ylim=(-0.02, 1.02), xlabel="steps")
        arrived.minorticks_off()
        arrived.set_xticks([10, 100, MOST_STEPS], ["10", "100", f"{MOST_STEPS}"])
        arrived.set_yticks([0, 0.5, 1], ["0", "half", "all"])
        arrived.set_ylabel(f"share of {SEEDS} seeds")
        typical.set_title("The typical seed at every rate")
        typical.set(xscale="log", yscale="log", ylim=(9, 1300), xlabel="learning rate η")
        typical.set_xlim(RATES[0] / 1.4, RATES[-1] * 1.4)
        typical.minorticks_off()
        typical.set_xticks(RATES, [f"{rate:g}" for rate in RATES])
        typical.set_yticks([10, 100], ["10", "100"])
        typical.set_ylabel("steps: median, 10 % to 90 %")
        typical.grid(False, axis="x")
        typical.axhspan(MOST_STEPS, 1300, color=GRID, alpha=0.6, linewidth=0)
        typical.text(RATES[0] / 1.3, 1230, f"not within {MOST_STEPS} steps", color=QUIET, va="top")
        self._curves, self._medians, self._ranges, self._cursors = {}, {}, {}, {}
        for name, look in NETWORK_LOOKS.items():
            self._curves[name] = self.readable(self.line(arrived, **look.line()), name)
            self._ranges[name] = self.line(typical, color=look.color, linewidth=5, alpha=0.3)
            self._medians[name] = self.line(
                typical, **{**look.point(markersize=8), **look.line(linewidth=1.6)}
            )
            self._cursors[name] = self.line(typical, **look.line(linewidth=1))
        self.legend(*(look.sample(name) for name, look in NETWORK_LOOKS.items()))

    @staticmethod
    def compute(rate_squared: float, rate_entropy: float, start: str, goal: str) -> Arrivals:
        """Look up the seeds of this start and goal, and of each loss at its rate."""
        rates = {SQUARED_ERROR: rate_squared, CROSS_ENTROPY: rate_entropy}
        counts = {name: race(name) for name in WAYS}
        seeds = list(GOALS).index(goal), DISTRIBUTIONS.index(start)
        steps, quantiles, hangs = {}, {}, {}
        for name, rate in rates.items():
            by_rate, at = counts[name][seeds], RATES.index(rate)
            steps[name] = np.sort(by_rate[at])
            # Quantiles that are counts themselves: half-way to "never" there is nothing.
            quantiles[name] = np.quantile(by_rate, [0.1, 0.5, 0.9], axis=1, method="lower")
            hangs[name] = bool(chaotic(name)[seeds][at])
        return Arrivals(start, goal, rates, steps, quantiles, hangs, counts)

    def place(self, arrivals: Arrivals) -> None:
        """Move the curves and the typical seeds."""
        for name, steps in arrivals.steps.items():
            here = steps[np.isfinite(steps)]
            share = np.arange(len(here) + 1) / SEEDS
            self._curves[name].set_data(
                np.repeat([1, *here, MOST_STEPS], 2)[1:-1], np.repeat(share, 2)
            )
            low, middle, high = np.minimum(arrivals.quantiles[name], _NEVER)
            places = np.array(RATES) * _BESIDE[name]
            self._ranges[name].set_data(*verticals(places, low, high))
            self._medians[name].set_data(places, middle)
            cursor, height = _at_its_rate(name, arrivals)
            self._cursors[name].set_data([cursor, cursor], [1, height])

    def describe(self, arrivals: Arrivals) -> str:
        """Say how many seeds arrive and how long the typical one takes."""
        sentences = []
        for name, steps in arrivals.steps.items():
            rate, colour = arrivals.rates[name], NETWORK_LOOKS[name].color
            if arrivals.chaotic[name]:
                sentences.append(
                    f"with {name} at rate {rate:g}, some jump so far that the last digit of a "
                    "weight decides when they do"
                )
                continue
            median = np.median(steps)
            typical = f"the median is {inked(f'{median:g}', colour)} steps"
            if not np.isfinite(median):
                typical = "the median seed does not"
            got = inked(str(np.isfinite(steps).sum()), colour)
            sentences.append(f"with {name} at rate {rate:g}, {got} of {SEEDS} do, and {typical}")
        return (
            f"Weights {arrivals.start}; who gets {arrivals.goal} within {MOST_STEPS:,} steps? "
            f"{sentences[0][0].upper()}{sentences[0][1:]}; {sentences[1]}."
        )


def _at_its_rate(name: str, arrivals: Arrivals) -> tuple[float, float]:
    """Where the typical seed of a loss is drawn at the chosen rate."""
    rate = arrivals.rates[name]
    median = arrivals.quantiles[name][1, RATES.index(rate)]
    return rate * _BESIDE[name], min(median, _NEVER)


def _rate(name: str, parameter: str, _: Arrivals, x: float, y: float) -> dict[str, float]:
    """The rate that is drawn there."""
    return {parameter: x / _BESIDE[name]}
