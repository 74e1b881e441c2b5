"""Three samples and one weight: quadratic cost has two valleys, cross-entropy one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import mean_cost
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Player, Preset, Slider
from lossviz.explorable.style import GREEN, QUIET, hollow_unless, sample
from lossviz.explorable.words import counted, inked
from lossviz.maths import train_sigmoid_model

X = np.array([0.1, 0.5, 10.0])
Y = np.array([0.0, 1.0, 0.0])
LAST_STEP = 200
RATES = {QUADRATIC_COST: 6.0, CROSS_ENTROPY: 0.15}
_LOW, _HIGH = -2.0, 4.0
_EVERY = 10
_MARKED = np.arange(0, LAST_STEP + 1, _EVERY)
_TICKS = {QUADRATIC_COST: [0.1, 0.15, 0.2, 0.25], CROSS_ENTROPY: [0.5, 1.5, 2.5]}
# Low enough for the valley of cross-entropy to be seen; the words beside it say where it goes on.
_LIMITS = {QUADRATIC_COST: (0.08, 0.26), CROSS_ENTROPY: (0.3, 2.7)}


class Descent(NamedTuple):
    """The weight after each step, and its cost."""

    path: NDArray[np.float64]
    cost: NDArray[np.floating]


class Descents(NamedTuple):
    """A step of the descents from a start, and the whole descent with each loss."""

    step: int
    w: float
    runs: dict[str, Descent]


class TwoValleys(Picture[Descents]):
    """Three samples, one weight: play the descent of both losses from any start.

    Both losses over the weight, and a descent on each from the same start.

    Examples
    --------
    >>> from lossviz.explorers import two_valleys
    >>> explorer = two_valleys()
    >>> explorer.set(w=0.5, step=200)
    >>> print(round(float(explorer.result.runs["quadratic cost"].path[200]), 3))
    -0.249
    """

    size = (9.0, 3.2)
    narrow_size = (3.9, 5.2)
    parameters = (
        Player("step", "step", 0, LAST_STEP, default=0),
        Slider("w", "start", _LOW, _HIGH, 0.1, default=0.6, symbol="w"),
    )
    presets = (
        Preset("Start left of the ridge, at 0.5", w=0.5, step=0),
        Preset("Start right of it, at 0.6", w=0.6, step=0),
        Preset("Both at the end", w=0.6, step=LAST_STEP),
    )

    def build(self, figure: Figure) -> None:
        """Draw both losses; they never change."""
        weights = np.linspace(_LOW, _HIGH, 601)
        self._panels = dict(zip(LOOKS, self.panels(figure, 2), strict=True))
        self._artists = {}
        for name, look in LOOKS.items():
            axes = self._panels[name]
            self.readable(axes.plot(weights, cost_of(name, weights), **look.line())[0], name)
            axes.set(xlim=(_LOW, _HIGH), ylim=_LIMITS[name], xlabel="weight w")
            axes.set_ylabel("mean cost")
            axes.set(xticks=[-2, 0, 2, 4], yticks=_TICKS[name])
            axes.grid(False)
            title = f"{name.capitalize()}, η = {RATES[name]:g}"
            axes.set_title(title, color=look.color, pad=13)  # a start may stand on the upper edge
            trail = self.line(axes, "|", color=look.color, markersize=15, markeredgewidth=1.5)
            # Larger than the ball and behind it, so that both are seen where they meet.
            start = self.line(
                axes,
                "D",
                color=GREEN,
                markersize=14,
                markeredgecolor="white",
                clip_on=False,
                label="start",
            )
            ball = self.line(axes, **look.point(clip_on=False))
            self._artists[name] = (trail, start, ball)
        above = float(cost_of(CROSS_ENTROPY, weights[-1:])[0])
        self._panels[CROSS_ENTROPY].text(
            _HIGH,
            1.5,
            f"goes on straight up,\nto {above:.1f} at w = {_HIGH:g}",
            color=LOOKS[CROSS_ENTROPY].color,
            ha="right",
            va="top",
        )
        trails = {"color": QUIET, "linestyle": "none", "marker": "|", "markersize": 12}
        self.legend(start, sample(f"every {_EVERY} steps so far", **trails, markeredgewidth=1.5))

    @property
    def handles(self) -> tuple[Handle[Descents], ...]:
        """The start, along either curve."""
        return tuple(self._start(name) for name in LOOKS)

    def _start(self, name: str) -> Handle[Descents]:
        return Handle(
            f"the start on the {name}",
            ("w",),
            self._panels[name],
            at=lambda now: (now.w, _seen(name, now.runs[name].cost[0])),
            grab=lambda now, x, y: {"w": x},
        )

    @staticmethod
    def compute(step: int, w: float) -> Descents:
        """Descend from this start with each loss."""
        return Descents(step, w, _runs(w))

    def place(self, descents: Descents) -> None:
        """Place both descents after the step."""
        step = descents.step
        for name, (trail, start, ball) in self._artists.items():
            path, cost = descents.runs[name].path, _seen(name, descents.runs[name].cost)
            # Those to come wait under the start, so that all steps are drawn with one skeleton.
            visited = np.where(step >= _MARKED, _MARKED, 0)
            trail.set_data(path[visited], cost[visited])
            start.set_data(path[:1], cost[:1])
            ball.set_data(path[[step]], cost[[step]])
            hollow_unless(bool(descents.runs[name].cost[step] <= _LIMITS[name][1]), ball)

    def describe(self, descents: Descents) -> str:
        """Say where both descents stand."""
        step = descents.step
        places = " and ".join(
            f"{name} at {inked(f'w = {run.path[step]:.3f}', LOOKS[name].color)} with a cost of "
            f"{inked(f'{run.cost[step]:.3f}', LOOKS[name].color)}"
            for name, run in descents.runs.items()
        )
        return f"From w = {descents.w:.1f}, after {counted(step, 'step')}: {places}."


def cost_of(name: str, weights: NDArray[np.float64]) -> NDArray[np.floating]:
    """The mean cost of the three samples for each weight."""
    return mean_cost(name, Y, np.multiply.outer(weights, X))


def _seen(name: str, cost: Any) -> Any:
    """A cost, or the edge of the panel if it lies above."""
    return np.minimum(cost, _LIMITS[name][1])


@lru_cache(maxsize=8)
def _runs(w: float) -> dict[str, Descent]:
    """Both descents from a start; whoever plays one asks for it at every step."""
    path = train_sigmoid_model(
        X[:, np.newaxis],
        Y,
        [[w]] * len(LOSSES),
        losses=list(LOSSES.values()),
        learning_rates=[RATES[name] for name in LOSSES],
        steps=LAST_STEP,
    )
    paths = zip(LOSSES, path[..., 0].T, strict=True)
    return {name: Descent(weights, cost_of(name, weights)) for name, weights in paths}
