"""A hidden unit asleep: what the output passes back to it, and what its own slope lets through."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.xor_network import WAYS
from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.explorable import Player, Preset, Slider
from lossviz.explorable.style import QUIET, powers_of_ten, sample
from lossviz.explorable.words import counted, inked, significant
from lossviz.maths import network_forward, network_gradient, network_step, sigmoid

LAST_STEP = 300
RATE = 2.0
# One input, two samples: the answer to -1 is 0, the answer to +1 is 1.
X = np.array([[-1.0], [1.0]])
Y = np.array([[0.0], [1.0]])
# An undecided output passes back half as much under squared error as under cross-entropy.
# With twice the learning rate the two begin alike, and what remains is the shape of the loss.
HANDICAP = {SQUARED_ERROR: 2.0, CROSS_ENTROPY: 1.0}
_LEGEND = {SQUARED_ERROR: "squared error, at twice the learning rate", CROSS_ENTROPY: CROSS_ENTROPY}
# At the same place both losses are seen: a ring about a square.
_MARKERS: dict[str, dict[str, Any]] = {
    SQUARED_ERROR: {
        "markersize": 13,
        "markerfacecolor": "none",
        "markeredgecolor": NETWORK_LOOKS[SQUARED_ERROR].color,
        "markeredgewidth": 2.2,
    },
    CROSS_ENTROPY: {"markersize": 7.5},
}
_FLOOR = 1e-5
_HIDDEN = Slider("hidden", "hidden unit", 0.0, 8.0, 0.5, default=3.0, symbol="z₀")
_OUTPUT = Slider("output", "output unit", 0.0, 8.0, 0.5, default=8.0, symbol="z₀")


class Story(NamedTuple):
    """What happened in a chain at every step, or in all chains with their starts as first axes.

    Attributes
    ----------
    hidden, output : logits of the two units, for each of the two inputs
    passed : Σ |∂C/∂z| over the inputs at the output unit, which it passes back
    arrives : the same at the hidden unit, after its own slope
    """

    hidden: NDArray[np.floating]
    output: NDArray[np.floating]
    passed: NDArray[np.floating]
    arrives: NDArray[np.floating]


class Chains(NamedTuple):
    """The chain that starts here, trained with each loss, and the step to look at."""

    step: int
    stories: dict[str, Story]

    def awake_after(self, name: str) -> float:
        """Steps until both answers of the chain are right by 0.2; inf if 300 do not do."""
        right = (abs(sigmoid(self.stories[name].output) - Y[:, 0]) < 0.2).all(axis=-1)
        return float(right.argmax()) if right.any() else np.inf


class SleepingUnit(StoredSmall[Chains]):
    """Play the training of a chain of two sigmoid units that may both begin saturated.

    With both losses from one start, step by step.

    Examples
    --------
    >>> from lossviz.explorers import sleeping_unit
    >>> explorer = sleeping_unit()
    >>> explorer.result.awake_after("squared error"), explorer.result.awake_after("cross-entropy")
    (216.0, 17.0)
    """

    size = (10.0, 5.4)
    narrow_size = (3.9, 6.6)
    parameters = (Player("step", "step", 0, LAST_STEP, default=0), _HIDDEN, _OUTPUT)
    presets = (
        Preset("Both awake", hidden=0.0, output=0.0, step=0),
        Preset("The output asleep", hidden=3.0, output=8.0, step=0),
        Preset("The hidden unit asleep", hidden=8.0, output=0.0, step=0),
        Preset("Both asleep", hidden=8.0, output=8.0, step=0),
    )

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        # The units stay side by side: they are looked at, the curves are read.
        panels = figure.subplot_mosaic("ho;pp;aa" if self.narrow else "ho;pa")
        hidden, output, passed, arrives = (panels[letter] for letter in "hopa")
        self._units = []
        for axes, unit in ((hidden, "hidden"), (output, "output")):
            panel = SigmoidPanel(self, axes)
            axes.set_title(f"The {unit} unit" if self.narrow else f"The {unit} unit on its sigmoid")
            axes.set(xlabel="its logit" if self.narrow else f"logit of the {unit} unit", ylabel="σ")
            axes.set(xticks=[panel.low, 0, panel.high], yticks=[0, 1])
            markers = {name: panel.marker(look) for name, look in NETWORK_LOOKS.items()}
            for name, marker in markers.items():
                marker.set(**_MARKERS[name])
            self._units.append((panel, markers))
        # Beside the curve, where no marker comes.
        up, down = (
            ("+1 here", "−1 here")
            if self.narrow
            else ("input +1 belongs up here", "input −1 belongs down here")
        )
        output.text(-7.6, 0.9, up, color=QUIET, va="top")
        output.text(7.6, 0.1, down, color=QUIET, ha="right")
        for axes, title in (
            (passed, "What the output passes back"),
            (arrives, "What is left for the hidden unit"),
        ):
            axes.set_title(title if self.narrow else f"{title} (log scale)")
            # A little room at the start, so that no marker covers the numbers.
            axes.set(xlim=(-10, LAST_STEP), xlabel="steps", yscale="log", ylim=(_FLOOR / 2, 5))
            axes.set_xticks(range(0, LAST_STEP + 1, 100))
            axes.set_yticks(*powers_of_ten(-4, 0, 2))
            axes.minorticks_off()  # they take half of the time to draw the picture
        passed.set_ylabel("Σ |∂C/∂z output|")
        arrives.set_ylabel("Σ |∂C/∂z hidden|")
        self._curves = {
            name: [
                self.readable(
                    self.line(
                        axes,
                        **{**look.point(clip_on=False), **look.line(), **_MARKERS[name]},
                        markevery=[-1],
                    ),
                    name,
                )
                for axes in (passed, arrives)
            ]
            for name, look in NETWORK_LOOKS.items()
        }
        self.legend(
            *(
                sample(_LEGEND[name], **look.line(marker=look.marker), **_MARKERS[name])
                for name, look in NETWORK_LOOKS.items()
            ),
            ncols=1 if self.narrow else 2,
        )

    @staticmethod
    def compute(step: int, hidden: float, output: float) -> Chains:
        """Look up the chain that starts here, with each loss."""
        at = _HIDDEN.places.index(hidden), _OUTPUT.places.index(output)
        return Chains(step, {name: Story(*(part[at] for part in story(name))) for name in WAYS})

    def place(self, chains: Chains) -> None:
        """Place both units after the step, and show the way there."""
        step = chains.step
        for name, told in chains.stories.items():
            for (panel, markers), logits in zip(
                self._units, (told.hidden, told.output), strict=True
            ):
                at = np.clip(logits[step], panel.low, panel.high)
                markers[name].set_data(at, sigmoid(at))
            for curve, sizes in zip(self._curves[name], (told.passed, told.arrives), strict=True):
                curve.set_data(np.arange(step + 1), np.maximum(sizes[: step + 1], _FLOOR))

    def describe(self, chains: Chains) -> str:
        """Say what the units answer and what reaches the hidden one."""
        parts = []
        for name, told in chains.stories.items():
            answers = [f"{answer:.2f}" for answer in sigmoid(told.output[chains.step])]
            sizes = [_size(series[chains.step]) for series in (told.passed, told.arrives)]
            first, second, passed, arrives = (
                inked(number, NETWORK_LOOKS[name].color) for number in (*answers, *sizes)
            )
            parts.append(
                f"{name} answers {first} and {second}, passes back {passed}, and leaves {arrives} "
                "for the hidden unit"
            )
        steps = counted(chains.step, "step")
        return f"After {steps} (the answers should be 0 and 1): {'; '.join(parts)}."


def _size(value: float) -> str:
    """What is too small for the axes has no number either."""
    return significant(value) if value >= _FLOOR else f"less than {significant(_FLOOR)}"


def chain(hidden: NDArray[np.float64], output: NDArray[np.float64]) -> list[NDArray[np.floating]]:
    """Weights of input - hidden unit - output unit that start at these two logits.

    Both connections are 1; the hidden unit's bias is its logit, and the output unit's bias is
    chosen so that the output's logit, at the middle input 0, is the one asked for.
    """
    hidden, output = np.broadcast_arrays(hidden, output)
    one = np.ones_like(hidden)
    first = np.stack([one, hidden], axis=-1)
    second = np.stack([one, output - sigmoid(hidden)], axis=-1)
    return [first[..., np.newaxis], second[..., np.newaxis]]


@cache
def story(name: str) -> Story:
    """Train the chains from all starts at once with one loss and remember every step."""
    way = WAYS[name]
    setting: dict[str, Any] = {"loss": way.loss, "output": way.output, "reduction": "sum"}
    rate = HANDICAP[name] * RATE
    weights = chain(np.array(_HIDDEN.places)[:, np.newaxis], np.array(_OUTPUT.places))
    visited = []
    for _ in range(LAST_STEP + 1):
        visited.append(weights)
        _, weights = network_step(weights, X, Y, learning_rate=rate, **setting)
    # After the two axes of the starts comes one of the steps.
    weights = [np.stack(layer, axis=2) for layer in zip(*visited, strict=True)]
    hidden, output = (network_forward(weights[:layers], X)[-1][..., 0] for layers in (1, 2))
    # Each input by itself: the gradient for a unit's bias is that for its logit.
    each = [layer[..., np.newaxis, :, :] for layer in weights]
    _, gradients = network_gradient(each, X[:, np.newaxis], Y[:, np.newaxis], **setting)
    arrives, passed = (
        HANDICAP[name] * abs(gradient[..., -1, 0]).sum(axis=-1) for gradient in gradients
    )
    return Story(hidden, output, passed, arrives)
