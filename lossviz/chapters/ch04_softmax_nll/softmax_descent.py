"""Three logits descend along the gradient softmax(z) − y, one step at a time."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import RATE, choice, number, whole
from lossviz.figures.softmax_looks import MovingBars, class_ticks
from lossviz.figures.style import BLUE, INK, QUIET, counted
from lossviz.maths import entropy, softmax, softmax_cross_entropy

LAST_STEP = 40
TARGETS = {
    "class 2": (0.0, 1.0, 0.0),
    "class 2, smoothed by 0.1": (0.1 / 3, 0.9 + 0.1 / 3, 0.1 / 3),
    "soft label (0.3, 0.6, 0.1)": (0.3, 0.6, 0.1),
}


class SoftmaxDescent(ExplorableFigure):
    """Left probabilities and target, in the middle the gradient, right the loss so far."""

    size = (10.0, 3.9)
    takes = {  # noqa: RUF012 - never changed
        "step": whole(0, LAST_STEP),
        **dict.fromkeys(("z1", "z2", "z3"), number(-1e6, 1e6)),
        "learning_rate": RATE,
        "target": choice(TARGETS),
    }
    defaults = {  # noqa: RUF012 - never changed
        "step": 0,
        "z1": 0.1,
        "z2": 0.0,
        "z3": 3.0,
        "learning_rate": 0.5,
        "target": "class 2",
    }

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        self._run_key: tuple[object, ...] | None = None
        probabilities, gradient, loss = figure.subplots(1, 3, width_ratios=[1, 1, 1.2])
        for axes in (probabilities, gradient):
            class_ticks(axes, 3)
        probabilities.set(ylim=(0, 1.2), title="Probabilities a, target y")
        gradient.set(ylim=(-1.15, 1.15), title="Gradient a − y")
        gradient.axhline(0, color=QUIET, linewidth=0.8)
        loss.set(xlim=(-1, LAST_STEP), ylim=(-0.3, 11), xlabel="steps", title="Loss in nats")

        self._probabilities = MovingBars(self, probabilities)
        self._targets = self.moving(
            probabilities.plot([], [], color=INK, linewidth=3, clip_on=False)[0]
        )
        self._gradient = MovingBars(self, gradient)
        # One line with a marker on its last point only: each artist costs time in every move.
        self._curve = self.moving(
            loss.plot(
                [],
                [],
                color=BLUE,
                linewidth=2.2,
                marker="s",
                markersize=9,
                markeredgecolor="white",
                markevery=[-1],
                clip_on=False,
            )[0]
        )
        self._floor = self.moving(loss.plot([], [], color=INK, linewidth=1.6, linestyle=":")[0])
        probabilities.plot([], [], color=INK, linewidth=3, label="target y")
        probabilities.legend(loc="upper left", fontsize=9.5)
        loss.plot([], [], color=BLUE, linewidth=2.2, marker="s", label="loss")
        loss.plot([], [], color=INK, linewidth=1.6, linestyle=":", label="floor: entropy of y")
        loss.legend(loc="upper right", fontsize=9.5)

    def draw(
        self, step: int, z1: float, z2: float, z3: float, learning_rate: float, target: str
    ) -> None:
        """Show the state after ``step`` steps; descend only when the run itself has changed."""
        y = np.array(TARGETS[target])
        run_key = (z1, z2, z3, learning_rate, target)
        if self._run_key != run_key:
            path = [np.array([z1, z2, z3])]
            # The bare softmax: checking each of its arguments would take longer than the steps.
            for _ in range(LAST_STEP):
                path.append(path[-1] - learning_rate * (_bare_softmax(path[-1]) - y))
            self.logits = np.array(path)
            everywhere = np.broadcast_to(y, self.logits.shape)
            self.losses = softmax_cross_entropy(everywhere, self.logits, reduction="none")
            self.probabilities = softmax(self.logits)
            self.gradients = self.probabilities - y
            self.floor = float(entropy(y, base=np.e))
            self._run_key = run_key
        here, slope = self.probabilities[step], self.gradients[step]
        self._probabilities.place(here)
        self._probabilities.label([f"{value:.2f}" for value in here])
        self._gradient.place(slope)
        self._gradient.label([f"{value:+.2f}".replace("-", "−") for value in slope])
        # Three strokes in one line: NaN lifts the pen.
        strokes = np.array([[k - 0.42, k + 0.42, np.nan] for k in (1, 2, 3)])
        self._targets.set_data(strokes.ravel(), np.repeat(y, 3))
        self._curve.set_data(np.arange(step + 1), self.losses[: step + 1])
        self._floor.set_data([0, LAST_STEP], [self.floor, self.floor])

    def describe(self) -> str:
        """State loss, floor and gradient after this step."""
        step = self.parameters["step"]
        slope = ", ".join(f"{value:+.4f}".replace("-", "−") for value in self.gradients[step])
        logits = ", ".join(f"{value:.2f}".replace("-", "−") for value in self.logits[step])
        return (
            f"After {counted(step, 'step')} the logits are ({logits}) and the gradient is "
            f"({slope}). The loss is {self.losses[step]:.4f} nats; it cannot fall below "
            f"{self.floor:.4f}, the entropy of the target."
        )


def _bare_softmax(z: NDArray[np.float64]) -> NDArray[np.float64]:
    weights = np.exp(z - z.max())
    return weights / weights.sum()
