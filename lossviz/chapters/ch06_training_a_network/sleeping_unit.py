"""A hidden unit asleep: what the output passes back to it, and what its own slope lets through."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import listed, whole
from lossviz.figures.neuron_looks import SigmoidPanel
from lossviz.figures.style import counted, powers_of_ten
from lossviz.figures.xor_network import LOOKS, WAYS
from lossviz.maths import network_forward, network_step, sigmoid

LAST_STEP = 300
RATE = 2.0
DEPTHS = np.arange(0, 8.5, 0.5)
# One input, two samples: the answer to -1 is 0, the answer to +1 is 1.
X = np.array([[-1.0], [1.0]])
Y = np.array([[0.0], [1.0]])
# An undecided output passes back half as much under squared error as under cross-entropy.
# With twice the learning rate the two begin alike, and what remains is the shape of the loss.
HANDICAP = {"squared error": 2.0, "cross-entropy": 1.0}
_FLOOR = 1e-5


class Story(NamedTuple):
    """What happened in every chain, by hidden start and output start; steps come last."""

    hidden: NDArray[np.float32]
    logit: NDArray[np.float32]
    weight: NDArray[np.float32]


def chain(hidden: NDArray[np.float64], output: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Weights of input - hidden unit - output unit that start at these two logits.

    Both connections are 1; the hidden unit's bias is its logit, and the output unit's bias is
    chosen so that the output's logit, at the middle input 0, is the one asked for.
    """
    hidden, output = np.broadcast_arrays(hidden, output)
    one = np.ones_like(hidden)
    first = np.stack([one, hidden], axis=-1)
    second = np.stack([one, output - sigmoid(hidden)], axis=-1)
    return [first[..., np.newaxis], second[..., np.newaxis]]


@lru_cache
def story(name: str) -> Story:
    """Train all chains at once with one loss and remember every step."""
    way = WAYS[name]
    weights = chain(DEPTHS[:, np.newaxis], DEPTHS)
    shape = (len(DEPTHS), len(DEPTHS), LAST_STEP + 1)
    hidden, logit = (np.empty((*shape, len(X)), np.float32) for _ in range(2))
    weight = np.empty(shape, np.float32)
    for step in range(LAST_STEP + 1):
        hidden[..., step, :] = (X @ weights[0][..., :1, :] + weights[0][..., 1:, :])[..., 0]
        logit[..., step, :] = network_forward(weights, X)[-1][..., 0]
        weight[..., step] = weights[1][..., 0, 0]
        _, weights = network_step(
            weights,
            X,
            Y,
            loss=way.loss,
            output=way.output,
            learning_rate=HANDICAP[name] * RATE,
            reduction="sum",
        )
    return Story(hidden, logit, weight)


class SleepingUnit(ExplorableFigure):
    """A chain of two sigmoid units, trained with both losses from one start, step by step."""

    size = (10.0, 5.4)
    takes = {  # noqa: RUF012 - never changed
        "step": whole(0, LAST_STEP),
        "hidden": listed(DEPTHS),
        "output": listed(DEPTHS),
    }
    defaults = {  # noqa: RUF012 - never changed
        "step": 0,
        "hidden": 3.0,
        "output": 8.0,
    }

    def build(self, figure: Figure) -> None:
        """Train, and create the four panels."""
        self._stories = {name: story(name) for name in WAYS}
        (hidden, output), (passed, arrives) = figure.subplots(2, 2)
        self._on_sigmoid = {}
        for axes, title, letters in (
            (hidden, "The hidden unit on its sigmoid", "logit of the hidden unit"),
            (output, "The output unit on its sigmoid", "logit of the output unit"),
        ):
            panel = SigmoidPanel(self, axes)
            axes.set_title(title)
            axes.set_xlabel(letters)
            axes.set_ylabel("σ")
            markers = {name: panel.marker(look) for name, look in LOOKS.items()}
            # At the start both losses are at the same places: the circle shows behind the square.
            markers["squared error"].set_markersize(14)
            self._on_sigmoid[title] = (panel, markers)
        for axes, title in (
            (passed, "What the output passes back (log scale)"),
            (arrives, "What is left for the hidden unit (log scale)"),
        ):
            axes.set_title(title)
            axes.set(xlim=(0, LAST_STEP), xlabel="steps", yscale="log", ylim=(_FLOOR, 3))
            axes.set_yticks(*powers_of_ten(-5, 0))
            axes.minorticks_off()  # they take half of the time to draw the picture
        passed.set_ylabel("Σ |∂C/∂z output|")
        arrives.set_ylabel("Σ |∂C/∂z hidden|")
        self._curves = {
            name: [
                self.moving(
                    axes.plot(
                        [], [], **{**look.point(clip_on=False), **look.line()}, markevery=[-1]
                    )[0]
                )
                for axes in (passed, arrives)
            ]
            for name, look in LOOKS.items()
        }
        handles = [passed.plot([], [], **k.line(), marker=k.marker)[0] for k in LOOKS.values()]
        figure.legend(
            handles,
            ["squared error, at twice the learning rate", "cross-entropy"],
            loc="outside upper center",
            ncols=2,
        )

    def draw(self, step: int, hidden: float, output: float) -> None:
        """Look up the two chains that start here and show them after ``step`` steps."""
        place = tuple(np.searchsorted(DEPTHS, [hidden, output]))
        self.answers: dict[str, NDArray] = {}
        self.passed: dict[str, NDArray] = {}
        self.arrives: dict[str, NDArray] = {}
        self.hidden_logits: dict[str, NDArray] = {}
        for name, told in self._stories.items():
            depths, logits = told.hidden[place], told.logit[place]
            a, h = sigmoid(logits), sigmoid(depths)
            delta = a - Y[:, 0]
            if name == "squared error":
                delta = HANDICAP[name] * 2 * delta * a * (1 - a)
            self.answers[name] = a
            self.hidden_logits[name] = depths
            self.passed[name] = abs(delta).sum(axis=-1)
            self.arrives[name] = abs(delta * told.weight[place][:, np.newaxis] * h * (1 - h)).sum(
                axis=-1
            )
            series = {
                "The hidden unit on its sigmoid": depths,
                "The output unit on its sigmoid": logits,
            }
            for title, (panel, markers) in self._on_sigmoid.items():
                at = np.clip(series[title][step], panel.low, panel.high)
                markers[name].set_data(at, sigmoid(at))
            steps = np.arange(step + 1)
            for curve, values in zip(
                self._curves[name], (self.passed[name], self.arrives[name]), strict=True
            ):
                curve.set_data(steps, np.maximum(values[: step + 1], _FLOOR))

    def awake_after(self, name: str) -> float:
        """Steps until both answers of the chain are right by 0.2; inf if 300 do not do."""
        right = (abs(self.answers[name] - Y[:, 0]) < 0.2).all(axis=-1)
        return float(right.argmax()) if right.any() else np.inf

    def describe(self) -> str:
        """Say what the units answer and what reaches the hidden one."""
        step = self.parameters["step"]
        told = "; ".join(
            f"with {name} the answers to −1 and +1 are {answers[step, 0]:.2f} and "
            f"{answers[step, 1]:.2f}, the output passes back {self.passed[name][step]:.4f}, and "
            f"{self.arrives[name][step]:.4f} is left for the hidden unit"
            for name, answers in self.answers.items()
        )
        return f"After {counted(step, 'step')} (the answers should be 0 and 1): {told}."
