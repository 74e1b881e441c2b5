"""Not one run but many: how long the two-layer network takes, from every seed, with both losses."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, listed
from lossviz.figures.style import QUIET
from lossviz.figures.xor_network import LOOKS, STARTS, WAYS, X, Y, starting_weights
from lossviz.maths import network_steps_to_learn

SEEDS = 30
# Who learns at all has learnt by then, but for the smallest rates.
MOST_STEPS = 600
RATES = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
GOALS = {"all four on the right side": 0.5, "every error below 0.1": 0.1}
# Where the networks are drawn that never get there.
_NEVER = 750


# The same race from weights that differ in the tenth digit. Where the steps are so long that
# somebody now needs another number of them, the rounding of the machine decides that number.
_NUDGES = (1 + 1e-10, 1 - 1e-10, 1 + 3e-10)


@lru_cache
def race(name: str, nudge: float = 1.0) -> NDArray[np.float64]:
    """Steps that each network needs with one loss, by goal, start, learning rate and seed."""
    way = WAYS[name]
    layers = zip(*(starting_weights(start, SEEDS) for start in STARTS), strict=True)
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


@lru_cache
def chaotic(name: str) -> NDArray[np.bool_]:
    """Whether some seed's number of steps hangs on the last digit, by goal, start and rate."""
    differs = [race(name, nudge) != race(name) for nudge in _NUDGES]
    return np.any(differs, axis=(0, -1))


class SeedRace(ExplorableFigure):
    """Left who has arrived after how many steps, right the typical seed at every rate."""

    size = (10.0, 4.4)
    takes = {  # noqa: RUF012 - never changed
        "start": choice(STARTS),
        "goal": choice(GOALS),
        "rate_squared": listed(RATES),
        "rate_entropy": listed(RATES),
    }
    defaults = {  # noqa: RUF012 - never changed
        "start": STARTS[0],
        "goal": "every error below 0.1",
        "rate_squared": 1.0,
        "rate_entropy": 1.0,
    }

    def build(self, figure: Figure) -> None:
        """Run the race and create both panels."""
        self.counts = {name: race(name) for name in WAYS}
        self._chaotic = {name: chaotic(name) for name in WAYS}
        arrived, typical = figure.subplots(1, 2)
        arrived.set_title("How many seeds have learnt it")
        arrived.set(xscale="log", xlim=(3, MOST_STEPS), ylim=(-0.02, 1.02), xlabel="steps")
        arrived.set_xticks([10, 100], ["10", "100"])
        arrived.set_ylabel(f"share of {SEEDS} seeds")
        typical.set_title("The typical seed at every rate")
        typical.set(xscale="log", yscale="log", ylim=(9, 1300), xlabel="learning rate η")
        typical.set_xlim(RATES[0] / 1.4, RATES[-1] * 1.4)
        typical.minorticks_off()
        typical.set_xticks(RATES, [f"{rate:g}" for rate in RATES])
        typical.set_yticks([10, 100], ["10", "100"])
        typical.set_ylabel("steps: median, 10 % to 90 % of the seeds")
        typical.axhspan(MOST_STEPS, 1300, color="#eeeeee")
        typical.text(
            RATES[0] / 1.3, 1000, f"not within {MOST_STEPS} steps", color=QUIET, va="center"
        )
        self._curves, self._medians, self._ranges, self._cursors = {}, {}, {}, {}
        for name, look in LOOKS.items():
            self._curves[name] = self.moving(arrived.plot([], [], **look.line())[0])
            self._ranges[name] = self.moving(
                typical.plot([], [], color=look.color, linewidth=5, alpha=0.3)[0]
            )
            self._medians[name] = self.moving(
                typical.plot([], [], **look.line(linewidth=1.6), marker=look.marker)[0]
            )
            self._cursors[name] = self.moving(
                typical.plot([], [], color=look.color, linestyle=look.linestyle, linewidth=1)[0]
            )
        handles = [arrived.plot([], [], **k.line(), marker=k.marker)[0] for k in LOOKS.values()]
        figure.legend(handles, list(LOOKS), loc="outside upper center", ncols=2)

    def draw(self, start: str, goal: str, rate_squared: float, rate_entropy: float) -> None:
        """Look up the seeds of this start and goal and move the curves."""
        rates = {"squared error": rate_squared, "cross-entropy": rate_entropy}
        row, column = list(GOALS.values()).index(GOALS[goal]), STARTS.index(start)
        self.steps: dict[str, NDArray[np.float64]] = {}
        self.chaotic: dict[str, bool] = {}
        for shift, name in zip((0.96, 1.04), WAYS, strict=True):
            by_rate = self.counts[name][row, column]
            at = RATES.index(rates[name])
            self.steps[name] = steps = np.sort(by_rate[at])
            self.chaotic[name] = bool(self._chaotic[name][row, column, at])
            here = steps[np.isfinite(steps)]
            share = np.arange(len(here) + 1) / SEEDS
            self._curves[name].set_data(
                np.repeat([1, *here, MOST_STEPS], 2)[1:-1], np.repeat(share, 2)
            )
            # Quantiles that are counts themselves: half-way to "never" there is nothing.
            low, middle, high = np.minimum(
                np.quantile(by_rate, [0.1, 0.5, 0.9], axis=1, method="lower"), _NEVER
            )
            places = np.array(RATES) * shift
            gap = np.full_like(low, np.nan)
            self._ranges[name].set_data(
                np.repeat(places, 3), np.stack([low, high, gap], axis=1).ravel()
            )
            self._medians[name].set_data(places, middle)
            self._cursors[name].set_data([rates[name] * shift] * 2, [1, MOST_STEPS])

    def describe(self) -> str:
        """Say how many seeds arrive and how long the typical one takes."""
        p = self.parameters
        rates = (p["rate_squared"], p["rate_entropy"])
        sentences = []
        for (name, steps), rate in zip(self.steps.items(), rates, strict=True):
            if self.chaotic[name]:
                sentences.append(
                    f"with {name} at rate {rate:g}, some jump so far that the last digit of a "
                    "weight decides when they do"
                )
                continue
            median = np.median(steps)
            typical = f"the median is {median:.1f} steps"
            if not np.isfinite(median):
                typical = "the median seed does not"
            got = np.isfinite(steps).sum()
            sentences.append(f"with {name} at rate {rate:g}, {got} of {SEEDS} do, and {typical}")
        return (
            f"Weights {p['start']}; who gets {p['goal']} within {MOST_STEPS:,} steps? "
            f"{sentences[0][0].upper()}{sentences[0][1:]}; {sentences[1]}."
        )
