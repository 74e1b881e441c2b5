"""Three logits descend along the gradient softmax(z) − y, one step at a time."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch04_softmax_nll.class_bars import COLOURS, ClassBars, class_ticks
from lossviz.chapters.ch04_softmax_nll.photos import PHOTO_2
from lossviz.explorable import Choice, Picture, Player, Preset
from lossviz.explorable.style import BLUE, INK, QUIET
from lossviz.explorable.words import counted, inked
from lossviz.maths import entropy, softmax, softmax_cross_entropy

LAST_STEP = 40
LEARNING_RATE = 0.5
TARGETS = {
    "dog": (0.0, 1.0, 0.0),
    "dog, smoothed by 0.1": (0.1 / 3, 0.9 + 0.1 / 3, 0.1 / 3),
    "probably a dog (0.3, 0.6, 0.1)": (0.3, 0.6, 0.1),
}
STARTS = {"photo 2: surely a fox": PHOTO_2, "no opinion": (0.0, 0.0, 0.0)}
# Half the thickness of the stroke of the target, and the height of a word, in points.
_STROKE, _WORD = 1.8, 14.4


class Descent(NamedTuple):
    """A step of a descent, and the whole descent: one row for each step, one column for each class.

    ``floor`` is the lowest loss that this target allows.
    """

    step: int
    target: NDArray[np.floating]
    logits: NDArray[np.floating]
    probabilities: NDArray[np.floating]
    gradients: NDArray[np.floating]
    losses: NDArray[np.floating]
    floor: float


class SoftmaxDescent(Picture[Descent]):
    """Step by step down the gradient softmax(z) − y.

    Left probabilities and target, in the middle the gradient, right the loss so far.

    Examples
    --------
    >>> from lossviz.explorers import softmax_descent
    >>> explorer = softmax_descent()
    >>> explorer.set(step=10)
    >>> print(explorer.result.losses[10].round(4))
    0.1907
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 5.8)
    parameters = (
        Player("step", "step", 0, LAST_STEP, 200, default=0),
        Choice("start", "start", tuple(STARTS), default="photo 2: surely a fox"),
        Choice("target", "target", tuple(TARGETS), default="dog", symbol="y"),
    )
    presets = (
        Preset("It is a dog", target="dog"),
        Preset("Probably a dog", target="probably a dog (0.3, 0.6, 0.1)"),
        Preset("A dog, smoothed", target="dog, smoothed by 0.1"),
    )

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        probabilities, gradient, loss = self.panels(figure, 3, widths=[1, 1, 1.2])
        self._probability_axes = probabilities
        for axes in (probabilities, gradient):
            class_ticks(axes)
        title = "Probabilities a" if self.narrow else "Probabilities a, target y"
        # Beyond the longest bars there is room for their words, more where a panel is low.
        edge = 1.4 if self.narrow else 1.15
        probabilities.set(ylim=(0, 1.25), title=title)
        gradient.set(ylim=(-edge, edge), title="Gradient a − y")
        gradient.axhline(0, color=QUIET, linewidth=0.8)
        loss.set(xlim=(-1, LAST_STEP), ylim=(-0.1, 4.4), xlabel="steps", title="Loss")
        loss.set_ylabel("nats")

        probabilities.set_yticks([0, 0.5, 1])
        gradient.set_yticks([-1, 0, 1])
        loss.set_yticks([0, 1, 2, 3])
        loss.set_xticks([0, 20, 40])
        loss.grid(False, axis="x")

        font = 10.5 if self.narrow else 10
        self._probabilities = self.moving(ClassBars(probabilities, 0, 1, font))
        self._target = self.line(
            probabilities, color=INK, linewidth=3, clip_on=False, label="target y"
        )
        self._gradient = self.moving(ClassBars(gradient, -1, 1, font))
        self._first = self.line(gradient, color=QUIET, linewidth=1.2, label="at step 0")
        # One line with a marker on its last point only: each artist costs time in every move.
        self._curve = self.line(
            loss,
            color=BLUE,
            linewidth=2.2,
            marker="s",
            markersize=9,
            markeredgecolor="white",
            markevery=[-1],
            clip_on=False,
            label="loss",
        )
        self.readable(self._curve, "loss")
        self._floor = self.line(
            loss, color=INK, linewidth=1.6, linestyle=":", label="floor: entropy of y"
        )
        if self.narrow:
            probabilities.set_xlabel("")  # the panel below says it for both
            above = {"loc": "lower right", "bbox_to_anchor": (1, 1), "borderaxespad": 0}
            probabilities.legend(**above)
        else:
            probabilities.legend(loc="upper left")
        loss.legend(loc="upper right")
        gradient.legend(loc="upper left")

    @staticmethod
    def compute(step: int, start: str, target: str) -> Descent:
        """Descend from these logits towards the target."""
        return _descent(start, target)._replace(step=step)

    def place(self, descent: Descent) -> None:
        """Show the state after the step."""
        step, target = descent.step, descent.target
        here, slope = descent.probabilities[step], descent.gradients[step]
        # Where the stroke of the target would run through a word, the word stands above it.
        low, high = self._probability_axes.get_ylim()
        point = (high - low) / self._probability_axes.bbox.height
        struck = (here - _STROKE * point < target) & (target < here + _WORD * point)
        heights = np.where(struck, target, here)
        self._probabilities.place(here, [f"{value:.2f}" for value in here], heights=heights)
        self._gradient.place(slope, [_signed(value) for value in slope])
        # Three strokes in one line: NaN lifts the pen.
        strokes = np.array([[k - 0.42, k + 0.42, np.nan] for k in (1, 2, 3)])
        self._target.set_data(strokes.ravel(), np.repeat(target, 3))
        # Outlines of the bars at the start, in the width of the bars.
        corners = np.array([[k - 0.36, k - 0.36, k + 0.36, k + 0.36, np.nan] for k in (1, 2, 3)])
        tops = descent.gradients[0][:, np.newaxis] * [0, 1, 1, 0, 0]
        self._first.set_data(corners.ravel(), tops.ravel())
        self._curve.set_data(np.arange(step + 1), descent.losses[: step + 1])
        self._floor.set_data([0, LAST_STEP], [descent.floor, descent.floor])

    def describe(self, descent: Descent) -> str:
        """State loss, floor and gradient after this step."""
        step = descent.step
        slope, logits = (
            ", ".join(inked(text, colour) for text, colour in zip(texts, COLOURS, strict=False))
            for texts in (
                [_signed(value) for value in descent.gradients[step]],
                [_signed(value).removeprefix("+") for value in descent.logits[step]],
            )
        )
        floor = f"{descent.floor:.4f}" if descent.floor else "0"
        return (
            f"After {counted(step, 'step')} the logits are ({logits}) and the gradient is "
            f"({slope}). The loss is {inked(f'{descent.losses[step]:.4f}', BLUE)} nats; it cannot "
            f"fall below {floor}, the entropy of the target."
        )


def _signed(value: float) -> str:
    """Write a number with two decimals and its sign, if these decimals leave it one."""
    text = f"{value:+.2f}".replace("-", "−")
    return "0.00" if text[1:] == "0.00" else text


@cache
def _descent(start: str, target: str) -> Descent:
    """Descend from these logits; whoever plays a descent asks for it at every step."""
    y = np.array(TARGETS[target])
    path = [np.array(STARTS[start])]
    # The bare softmax: checking each of its arguments would take longer than the steps.
    for _ in range(LAST_STEP):
        path.append(path[-1] - LEARNING_RATE * (_bare_softmax(path[-1]) - y))
    logits = np.array(path)
    losses, gradients = softmax_cross_entropy.value_and_gradient(
        np.broadcast_to(y, logits.shape), logits, reduction="none"
    )
    floor = float(entropy(y, base=np.e))
    return Descent(0, y, logits, softmax(logits), gradients, losses, floor)


def _bare_softmax(z: NDArray[np.floating]) -> NDArray[np.floating]:
    weights = np.exp(z - z.max())
    return np.asarray(weights / weights.sum())
