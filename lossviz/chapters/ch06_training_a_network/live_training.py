"""A small network in training: what it answers in the plane, its costs, its sigmoids' slopes."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.choices import (
    ACTIVATION,
    ACTIVATIONS,
    OPTIMISER,
    RATES,
)
from lossviz.chapters.ch06_training_a_network.plane_map import PlaneMap, class_samples
from lossviz.chapters.ch06_training_a_network.strokes import (
    Stroke,
    Strokes,
    copies,
    pieces,
    to_points,
)
from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Choice, Counter, LivePicture, Preset, Scale
from lossviz.explorable.style import GREEN, INK, QUIET, powers_of_ten
from lossviz.explorable.words import counted, inked, significant
from lossviz.maths import ToyData, toy_data
from lossviz.maths.toy_data import TOY_DATA
from lossviz.maths.training_run import STARTS, Measured, TrainingRun, starting_weights
from lossviz.maths.validation import as_count

HIDDEN = 8
MAX_STEPS = 20_000
_COSTS = (1e-5, 10.0)
# Above them there is room for what the pale lines are.
_TOP = 1e3
# A logarithmic axis has no 0: the start is drawn here.
_FIRST = 0.7
_PLACES = np.array([*range(1, HIDDEN + 1), HIDDEN + 1.5])
_BAR = 0.36


_ANGLES = np.linspace(0, 2 * np.pi, 13)
_HEADS = {
    QUADRATIC_COST: 4.5 * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1),
    CROSS_ENTROPY: 4.0 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]),
}
_DASHES = {QUADRATIC_COST: None, CROSS_ENTROPY: (7.0, 3.5)}
_LEGEND = {QUADRATIC_COST: "quadratic cost ½(a − y)²", CROSS_ENTROPY: "cross-entropy, in nats"}
_PLAIN = {"optimiser": "SGD", "activation": "sigmoid"}
_MOONS = {**_PLAIN, "data": "two moons", "start": "ordinary", "learning_rate": 4.0}
_SURE = {**_PLAIN, "data": "two moons", "start": "sure of class 1", "learning_rate": 4.0}
_RINGS = {**_PLAIN, "data": "circles", "loss": CROSS_ENTROPY}
_ADAM = {**_SURE, "optimiser": "Adam", "learning_rate": 0.1}


class Setting(NamedTuple):
    """What the next steps are made of, and the weights that a training begins with.

    ``start`` and ``seed`` are where these weights are from.
    """

    loss: str
    optimiser: str
    learning_rate: float
    activation: str
    data: str
    samples: ToyData
    start: str
    seed: int
    weights: list[NDArray[np.floating]]


class LiveTraining(StoredSmall[Setting], LivePicture[Setting]):
    """A network with eight hidden units learns to part two classes in the plane.

    Another start, seed or activation means another network, so it begins anew. All else may change
    on the way.

    Attributes
    ----------
    run : the training so far

    Examples
    --------
    >>> from lossviz.explorers import live_training
    >>> explorer = live_training()
    >>> explorer.press("Sure start, quadratic cost")
    >>> explorer.step(500)
    >>> explorer.set(loss="cross-entropy")
    >>> explorer.step(200)
    >>> print(explorer.picture.run.step, explorer.picture.run.now.right)
    700 80
    """

    size = (10.0, 4.3)
    narrow_size = (3.9, 6.9)
    run: TrainingRun
    most_steps = MAX_STEPS
    parameters = (
        Scale(
            "learning_rate",
            "learning rate",
            RATES,
            default=4.0,
            symbol="η",
        ),
        Scale("pace", "steps per frame", (1, 2, 5, 10, 20, 50), "d", default=5),
        Counter("seed", "random seed", 0, 9, default=0),
        Choice("loss", "loss", tuple(LOOKS), default=CROSS_ENTROPY),
        OPTIMISER,
        ACTIVATION,
        Choice("data", "data", TOY_DATA, default="two moons"),
        Choice("start", "start", STARTS, default="ordinary"),
    )
    presets = (
        Preset("Cross-entropy", **_MOONS, loss=CROSS_ENTROPY),
        Preset("Quadratic cost", **_MOONS, loss=QUADRATIC_COST),
        Preset("Quadratic cost, η × 4", **{**_MOONS, "learning_rate": 16.0}, loss=QUADRATIC_COST),
        Preset("Sure start, quadratic cost", **_SURE, loss=QUADRATIC_COST),
        Preset("Sure start, cross-entropy", **_SURE, loss=CROSS_ENTROPY),
        Preset("Sure start, quadratic cost, Adam", **_ADAM, loss=QUADRATIC_COST),
        Preset("Sure start, cross-entropy, Adam", **_ADAM, loss=CROSS_ENTROPY),
        Preset("Hidden saturated", **_RINGS, start="hidden saturated", learning_rate=4.0),
        Preset("η too large", **_RINGS, start="ordinary", learning_rate=64.0),
    )

    def __init__(self, *, narrow: bool = False) -> None:
        """Begin the first run."""
        # The start, seed and activation of the run.
        self._began_with: tuple[str, int, str] | None = None
        self._before: list[Measured] = []
        super().__init__(narrow=narrow)

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        self._plane, self._costs, self._slopes = self.panels(
            figure, 3, widths=[1.35, 1.25, 0.75], heights=[2.2, 1.1, 0.6]
        )
        self._map = PlaneMap(self, self._plane, pixels=64)
        self._plane.set_title("What the network answers")

        axes = self._costs
        axes.set_title("Both costs; the thick one trains")
        axes.set(xscale="log", yscale="log", xlim=(_FIRST, MAX_STEPS), ylim=(_COSTS[0], _TOP))
        axes.set_xlabel("steps")
        axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
        axes.set_yticks(*powers_of_ten(-4, 0, 2))
        axes.minorticks_off()
        self._pale = self.moving(axes.text(0.9, _TOP / 1.4, "", color=QUIET, va="top"))
        if self.narrow:
            self._pale.set_fontsize(9)

        axes = self._slopes
        axes.set_title("Slope left")
        axes.set(xlim=(0.4, _PLACES[-1] + 0.6), ylim=(0, 1))
        axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
        axes.set_xticks([(1 + HIDDEN) / 2, _PLACES[-1]], [f"{HIDDEN} hidden units", "output"])
        axes.tick_params(axis="x", length=0)
        axes.grid(False, axis="x")

        # On the last axes, so that a stored picture has it above all of them.
        self._strokes = self.moving(Strokes())
        axes.add_artist(self._strokes)
        classes = class_samples()
        if self.narrow:
            self.legend(*classes, *(look.sample(name) for name, look in LOOKS.items()))
        else:
            costs = [look.sample(_LEGEND[name]) for name, look in LOOKS.items()]
            self.legend(*classes, loc="outside upper left")
            self.legend(*costs, loc="outside upper right", columnspacing=1.4)

    @property
    def step(self) -> int:
        """How many steps have been made since the start."""
        return self.run.step

    @staticmethod
    def compute(
        learning_rate: float,
        pace: int,
        seed: int,
        loss: str,
        optimiser: str,
        activation: str,
        data: str,
        start: str,
    ) -> Setting:
        """Make the samples, and the weights of the start."""
        weights = starting_weights(start, hidden=HIDDEN, seed=seed)
        samples = _samples(data)
        return Setting(
            loss, optimiser, learning_rate, activation, data, samples, start, seed, weights
        )

    def place(self, setting: Setting) -> None:
        """Take up a setting, and begin anew if it means other weights at the start."""
        if (setting.start, setting.seed, setting.activation) != self._began_with:
            self._begin(setting)
        else:
            # No step, but new samples or another loss are measured.
            self._train(0, setting)
        self._draw()

    def advance(self, steps: int) -> None:
        """Make some training steps, and draw where they lead.

        Raises FloatingPointError if the weights run away, after drawing the last good step.
        """
        room = max(0, MAX_STEPS - self.run.step)
        try:
            self._train(min(as_count("steps", steps), room), self.result)
        finally:
            self._draw()

    def restart(self, *, keep: bool = True) -> None:
        """Begin anew from the same start; what was drawn stays in pale lines, or goes as well."""
        self._begin(self.result)
        if not keep:
            self._before = []
        self._draw()

    def describe(self, setting: Setting) -> str:
        """Say how far the training is, by both costs and by what it gets right."""
        now = self.run.now
        return (
            f"Step {now.step:,} on {setting.data}, with {setting.loss}, {setting.optimiser} and "
            f"learning rate {setting.learning_rate:g} from the start “{setting.start}”: "
            f"{now.right} of {len(setting.samples.target)} samples right. Cross-entropy "
            f"{inked(significant(now.cross_entropy), LOOKS[CROSS_ENTROPY].color)} nats, quadratic "
            f"cost {inked(significant(now.quadratic_cost), LOOKS[QUADRATIC_COST].color)}. The "
            f"{setting.activation} units have "
            f"{inked(f'{now.hidden_slopes.mean():.0%}', GREEN)} of their slope left, the output "
            f"{now.output_slope:.1%}.{told_before(self._before)}"
        )

    def _begin(self, setting: Setting) -> None:
        if self._began_with is not None and self.run.step:
            self._before = [*self.run.history, self.run.now]
        hidden = ACTIVATIONS[setting.activation]
        self.run = TrainingRun(setting.weights, setting.samples, setting.loss, hidden=hidden)
        self._began_with = (setting.start, setting.seed, setting.activation)

    def _train(self, steps: int, setting: Setting) -> None:
        self.run.advance(
            steps,
            setting.samples,
            loss=setting.loss,
            learning_rate=setting.learning_rate,
            optimiser=setting.optimiser,
        )

    def _draw(self) -> None:
        """Draw the state of the run."""
        border = self._map.place(self.run.weights, ACTIVATIONS[self.result.activation])
        label = "pale: " if self.narrow else "pale, the run before: "
        self._pale.set_text(label + _made_of(self._before, "\n", "η =") if self._before else "")
        self._strokes.entries = [
            *border,
            *self._map.samples(self.result.samples),
            *self._curves(self._before, ghost=True),
            *self._curves([*self.run.history, self.run.now]),
            *self._bars(),
        ]

    def _curves(self, history: list[Measured], *, ghost: bool = False) -> list[Stroke]:
        """Both costs over the steps. What lies beyond the axes is put on their edge."""
        if not history:
            return []
        strokes, heads = [], []
        steps = [max(measured.step, _FIRST) for measured in history]
        for name, look in LOOKS.items():
            costs = [
                measured.quadratic_cost if name == QUADRATIC_COST else measured.cross_entropy
                for measured in history
            ]
            points = to_points(self._costs, steps, np.clip(costs, *_COSTS))
            line = Stroke(Path(points), look.color, dashes=_DASHES[name])
            if ghost:
                strokes.append(line._replace(alpha=0.45))
                continue
            trains = np.array([measured.loss == name for measured in history])
            strokes.append(line._replace(path=pieces(points, ~trains), width=1.3))
            strokes.append(line._replace(path=pieces(points, trains), width=3.2))
            head = copies(_HEADS[name], points[-1:])
            edge, face = ("white", look.color) if trains[-1] else (look.color, "white")
            heads.append(Stroke(head, edge, face, width=1.2))
        return [*strokes, *heads]

    def _bars(self) -> list[Stroke]:
        now = self.run.now
        heights = np.array([*now.hidden_slopes, now.output_slope])
        corners = np.stack(
            [
                to_points(self._slopes, _PLACES + side * _BAR, top * heights)
                for side, top in ((-1, 0), (-1, 1), (1, 1), (1, 0), (-1, 0))
            ],
            axis=1,
        )
        origin = np.zeros((1, 2))
        hidden = Path.make_compound_path(*(copies(bar, origin) for bar in corners[:-1]))
        return [Stroke(hidden, face=GREEN), Stroke(copies(corners[-1], origin), face=INK)]


def told_before(history: list[Measured]) -> str:
    """Say what the run before was made of, whose lines are pale."""
    if not history:
        return ""
    end = history[-1]
    return (
        f" The pale lines are the run before, {counted(end.step, 'step')} with "
        f"{_made_of(history, ', ', 'learning rate')}: it had {end.right} right."
    )


def _made_of(history: list[Measured], between: str, rate: str) -> str:
    """Optimisers, learning rates and losses of a run, in the order of their use."""
    made = [measured.made for measured in history if measured.made]
    optimisers = _in_turn([step.optimiser for step in made])
    rates = _in_turn([f"{step.learning_rate:g}" for step in made])
    return f"{optimisers}, {rate} {rates}{between}{_in_turn([step.loss for step in made])}"


def _in_turn(choices: list[str]) -> str:
    """What was chosen one after another; more than two would not fit into the picture."""
    words = list(dict.fromkeys(choices))
    return " → ".join(words if len(words) < 3 else [words[0], "…", words[-1]])


# The same at every move.
_samples = cache(toy_data)
