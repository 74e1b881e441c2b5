"""Three samples and one weight: quadratic cost has two valleys, cross-entropy one."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number, whole
from lossviz.figures.neuron_looks import LOOKS, LOSSES
from lossviz.figures.style import GREEN, counted
from lossviz.maths import quadratic_cost, sigmoid, sigmoid_cross_entropy, train_sigmoid_model

X = np.array([0.1, 0.5, 10.0])
Y = np.array([0.0, 1.0, 0.0])
LAST_STEP = 200
RATES = {"quadratic cost": 6.0, "cross-entropy": 0.15}
LOW, HIGH = -2.0, 4.0
_EVERY = 10
_LIMITS = {"quadratic cost": (0.08, 0.25), "cross-entropy": (0.0, 14.0)}


class TwoValleys(ExplorableFigure):
    """Both losses over the weight, and a descent on each from the same start."""

    size = (10.0, 3.5)
    takes = {"step": whole(0, LAST_STEP), "w": number(LOW, HIGH)}  # noqa: RUF012 - never changed
    defaults = {"step": 0, "w": 0.6}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Draw both losses; they never change."""
        self._start: float | None = None
        weights = np.linspace(LOW, HIGH, 601)
        self._artists = {}
        for axes, (name, look) in zip(figure.subplots(1, 2), LOOKS.items(), strict=True):
            axes.plot(weights, cost_of(name, weights), **look.line())
            axes.set(xlim=(LOW, HIGH), ylim=_LIMITS[name], xlabel="weight w")
            axes.set_title(f"{name[0].upper()}{name[1:]}, η = {RATES[name]:g}", color=look.color)
            trail = self.moving(
                axes.plot([], [], "|", color=look.color, markersize=15, markeredgewidth=1.5)[0]
            )
            start = self.moving(
                axes.plot([], [], "D", color=GREEN, markersize=8, markeredgecolor="white")[0]
            )
            ball = self.moving(axes.plot([], [], **look.point(markersize=11, clip_on=False))[0])
            self._artists[name] = (trail, start, ball)
        handles = [
            axes.plot([], [], "D", color=GREEN, markersize=8)[0],
            axes.plot([], [], "|", color="#444444", markersize=12, markeredgewidth=1.5)[0],
        ]
        figure.legend(
            handles,
            ["start", f"every {_EVERY} steps so far"],
            loc="outside upper center",
            ncols=2,
        )

    def draw(self, step: int, w: float) -> None:
        """Place both descents after ``step`` steps; train only when the start has changed."""
        if w != self._start:
            path = train_sigmoid_model(
                X[:, np.newaxis],
                Y,
                [[w]] * len(LOSSES),
                losses=list(LOSSES.values()),
                learning_rates=[RATES[name] for name in LOSSES],
                steps=LAST_STEP,
            )
            self.paths = {name: path[:, i, 0] for i, name in enumerate(LOSSES)}
            self._start = w
        for name, (trail, start, ball) in self._artists.items():
            path = self.paths[name]
            visited = path[: step + 1 : _EVERY]
            trail.set_data(visited, cost_of(name, visited))
            start.set_data([w], cost_of(name, path[:1]))
            ball.set_data(path[step : step + 1], cost_of(name, path[step : step + 1]))

    def describe(self) -> str:
        """Say where both descents stand."""
        step, w = self.parameters["step"], self.parameters["w"]
        places = " and ".join(
            f"{name} at w = {path[step]:.4f} with a cost of "
            f"{float(cost_of(name, path[step : step + 1])[0]):.4f}"
            for name, path in self.paths.items()
        )
        return f"From w = {w:.1f}, after {counted(step, 'step')}: {places}."


def cost_of(name: str, weights: np.ndarray) -> np.ndarray:
    """The mean cost of the three samples for each weight."""
    z = weights[:, np.newaxis] * X
    target = np.broadcast_to(Y, z.shape)
    if name == "quadratic cost":
        return quadratic_cost(target, sigmoid(z), reduction="none").mean(axis=1)
    return sigmoid_cross_entropy(target, z, reduction="none").mean(axis=1)
