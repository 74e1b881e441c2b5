"""Not one run but many: how long a network takes to learn, from every seed, with both losses."""

from __future__ import annotations

from functools import cache, partial
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
from lossviz.chapters.ch06_training_a_network.tasks import MOST_STEPS, SEEDS, TASKS
from lossviz.chapters.ch06_training_a_network.tasks import task as task_named
from lossviz.chapters.ch06_training_a_network.xor_network import WAYS
from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.data import load_race
from lossviz.explorable import Choice, Handle, Preset, Scale
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import GRID, QUIET
from lossviz.explorable.words import inked
from lossviz.maths.optimisers import OPTIMISERS

# Where the networks are drawn that never get there.
_NEVER = 720
# Side by side, the two losses do not hide each other.
_BESIDE = {SQUARED_ERROR: 0.92, CROSS_ENTROPY: 1.09}
_PARAMETERS = {SQUARED_ERROR: "rate_squared", CROSS_ENTROPY: "rate_entropy"}
_PLAIN = {"optimiser": "SGD", "activation": "sigmoid"}
_SURE = "two moons, sure start"

_load = cache(load_race)


def steps_of(name: str, optimiser: str, activation: str, loss: str) -> NDArray[np.float64]:
    """Steps of every seed at every rate: an array of shape (rates, 60), inf for never."""
    place = TASKS.index(name), OPTIMISERS.index(optimiser), list(ACTIVATIONS).index(activation)
    steps: NDArray[np.float64] = _load()[(*place, list(WAYS).index(loss))]
    return steps


def best_rate(name: str, optimiser: str, activation: str, loss: str) -> float:
    """The rate with the lowest median over the seeds that the picture does *not* show.

    Where the typical seed does not arrive at any rate, it is the rate at which most of them do,
    and where nobody does, NaN.
    """
    unseen = steps_of(name, optimiser, activation, loss)[:, SEEDS:]
    if np.isinf(unseen).all():
        return float("nan")
    medians, shares = np.median(unseen, axis=1), np.isfinite(unseen).mean(axis=1)
    return RATES[min(range(len(RATES)), key=lambda at: (medians[at], -shares[at]))]


class Arrivals(NamedTuple):
    """Who has arrived after how many steps, with each loss.

    ``steps`` are those of every seed at the chosen rate, sorted; ``quantiles`` those of the seeds
    at 10 %, 50 % and 90 %, for every rate. ``best`` are the rates chosen on other seeds.
    """

    task: str
    trained: str
    rates: dict[str, float]
    best: dict[str, float]
    steps: dict[str, NDArray[np.float64]]
    quantiles: dict[str, NDArray[np.float64]]


def _best(label: str, name: str, **how: str) -> Preset:
    """Each loss at its best rate, chosen on seeds that are not shown."""
    how = {**_PLAIN, **how}
    rates = {
        parameter: best_rate(name, how["optimiser"], how["activation"], loss)
        for loss, parameter in _PARAMETERS.items()
    }
    return Preset(label, task=name, **how, **rates)


class SeedRace(StoredSmall[Arrivals]):
    """Thirty seeds, two losses, every learning rate: who learns the task, and when?

    Left who has arrived after how many steps, right the typical seed at every rate. Thirty more
    seeds are not shown: on them the best rates are chosen.

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
        OPTIMISER,
        ACTIVATION,
        Choice("task", "task", TASKS, default=TASKS[0]),
    )

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The same rate for both, and for each loss its best one."""
        equal = {"rate_squared": 1.0, "rate_entropy": 1.0, **_PLAIN}
        adam = {"optimiser": "Adam", "activation": "sigmoid", "task": _SURE}
        return (
            Preset("Equal rates", **equal, task=TASKS[0]),
            _best("Each at its best", TASKS[0]),
            _best("Saturated, each at its best", TASKS[2]),
            _best("Sure start, each at its best", _SURE),
            Preset("Sure start, Adam, equal rates", rate_squared=0.1, rate_entropy=0.1, **adam),
            _best("Sure start, Adam, each at its best", _SURE, optimiser="Adam"),
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
        typical.set(xscale="log", yscale="log", ylim=(3, 1300), xlabel="learning rate η")
        typical.set_xlim(RATES[0] / 1.4, RATES[-1] * 1.4)
        typical.minorticks_off()
        shown = [rate for rate in RATES if rate in (0.03, 0.1, 0.3, 1, 4, 16, 64)]
        typical.set_xticks(shown, [f"{rate:g}" for rate in shown])
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
    def compute(
        rate_squared: float, rate_entropy: float, optimiser: str, activation: str, task: str
    ) -> Arrivals:
        """Look up the seeds of this task, and of each loss at its rate."""
        rates = {SQUARED_ERROR: rate_squared, CROSS_ENTROPY: rate_entropy}
        best, steps, quantiles = {}, {}, {}
        for name, rate in rates.items():
            by_rate = steps_of(task, optimiser, activation, name)[:, :SEEDS]
            best[name] = best_rate(task, optimiser, activation, name)
            steps[name] = np.sort(by_rate[RATES.index(rate)])
            # Quantiles that are counts themselves: half-way to "never" there is nothing.
            quantiles[name] = np.quantile(by_rate, [0.1, 0.5, 0.9], axis=1, method="lower")
        return Arrivals(task, f"{optimiser}, {activation} units", rates, best, steps, quantiles)

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
            best = arrivals.best[name]
            which = "its best on other seeds" if rate == best else f"best on other seeds: {best:g}"
            if np.isnan(best):
                which = "no rate is good on other seeds"
            median = np.median(steps)
            typical = f"the median is {inked(f'{median:g}', colour)} steps"
            if not np.isfinite(median):
                typical = "the median seed does not"
            got = inked(str(np.isfinite(steps).sum()), colour)
            sentences.append(f"with {name} at rate {rate:g} ({which}), {got} do, and {typical}")
        return (
            f"{arrivals.task[0].upper()}{arrivals.task[1:]}, {arrivals.trained}; which of {SEEDS} "
            f"seeds get {task_named(arrivals.task).goal} within {MOST_STEPS:,} steps? "
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
