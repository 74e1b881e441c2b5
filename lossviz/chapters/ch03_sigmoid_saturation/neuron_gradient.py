"""How hard the quadratic cost pulls at the logit: an error times a slope (target 0)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.chapters.shared.two_losses import LOOKS, QUADRATIC_COST
from lossviz.explorable import Choice, Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, INK, QUIET, Look
from lossviz.explorable.words import fraction, inked
from lossviz.maths import quadratic_cost
from lossviz.maths.sigmoid_output import slope_at_output

FACTORS, PRODUCT = "error and slope", "and their product"
_ERROR = Look(QUIET, "--", "s")
_SLOPE = Look(GREEN, "-.", "D")
_PULL = LOOKS[QUADRATIC_COST]


class Pull(NamedTuple):
    """An output, the slope of the sigmoid there, the pull, and the other output with this pull."""

    output: float
    slope: float
    quadratic_cost: float
    twin: float
    multiplied: bool


class NeuronGradient(Picture[Pull]):
    """Error and slope of the sigmoid over the output, and their product, the pull of the cost.

    A guess of where the pull is strongest is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import neuron_gradient
    >>> explorer = neuron_gradient()
    >>> explorer.set(output=0.5)
    >>> explorer.result.quadratic_cost
    0.125
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 5.6)
    parameters = (
        Slider("output", "output", 0.01, 0.99, 0.01, default=0.82, symbol="a"),
        Choice("shown", "drawn", (FACTORS, PRODUCT), default=FACTORS),
    )
    presets = (
        Preset("Experiment 1: a = 0.82", output=0.82, shown=PRODUCT),
        Preset("Experiment 2: a = 0.98", output=0.98, shown=PRODUCT),
        Preset("The strongest pull", output=0.67, shown=PRODUCT),
    )

    def build(self, figure: Figure) -> None:
        """Create the sigmoid, and the panel with the curves."""
        sigmoid_axes, pull = self.panels(figure, 2, widths=[1, 1.3], heights=[1, 1.2])
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        sigmoid_axes.set_title("The slope at the neuron")
        self._tangent = self.line(sigmoid_axes, **_SLOPE.line(linestyle="-"))
        self._neuron = self._sigmoid.marker(Look(INK, "-", "o"))

        self._axes = pull
        a = np.linspace(0.005, 0.995, 199)
        self.readable(pull.plot(a, a, **_ERROR.line())[0], "error")
        self.readable(pull.plot(a, a * (1 - a), **_SLOPE.line())[0], "slope of the sigmoid")
        # Above the curves and below all of them, where nothing moves.
        pull.text(0.56, 0.66, "error a − 0", color=_ERROR.color, ha="right")
        pull.text(0.99, 0.28, "slope a(1 − a)", color=_SLOPE.color, ha="right")
        pull.set(title="What pulls at the neuron (target 0)", xlabel="output a")
        pull.set(xlim=(0, 1), xticks=[0, 0.5, 1], ylim=(-0.14, 1.04), yticks=[0, 0.5, 1])
        pull.grid(False, axis="x")
        self._curve = self.line(pull, **_PULL.line(linewidth=2.8))
        self._curve.set_data(a, slope_at_output(quadratic_cost, 0.0, a))
        label = pull.text(0.5, -0.1, "pull = error × slope", color=_PULL.color, ha="center")
        label.set_fontweight("bold")
        self._label = self.moving(label)
        self._guess = self.line(pull, color=INK, linewidth=1.4, linestyle="--")
        self._guess_label = self.moving(pull.text(0, 0.99, "", va="top"))
        # Larger than the circle of the output, so that both are seen where they meet.
        hollow = _PULL.point(
            markerfacecolor="white", markeredgecolor=_PULL.color, markersize=13, clip_on=False
        )
        self._twin = self.line(pull, **hollow)
        self._points = [
            self.line(pull, **look.point(clip_on=False)) for look in (_ERROR, _SLOPE, _PULL)
        ]

    @property
    def handles(self) -> tuple[Handle[Pull], ...]:
        """The output, on the line of the error."""
        point: Handle[Pull] = Handle(
            "the output",
            ("output",),
            self._axes,
            lambda pull: (pull.output, pull.output),
            lambda _, a, height: {"output": a},
        )
        return (point,)

    @staticmethod
    def compute(output: float, shown: str) -> Pull:
        """Multiply error and slope, for target 0."""
        a = output
        # The other output with the same a²(1 − a): divide the cubic by its known root.
        twin = ((1 - a) + np.sqrt((1 - a) * (1 + 3 * a))) / 2
        pull = float(slope_at_output(quadratic_cost, 0.0, a))
        return Pull(a, a * (1 - a), pull, float(twin), shown == PRODUCT)

    def place(self, pull: Pull) -> None:
        """Move the neuron, its tangent and the points to the output."""
        a, z = pull.output, np.log(pull.output / (1 - pull.output))
        reach = np.array([-1.6, 1.6])
        self._tangent.set_data(z + reach, a + pull.slope * reach)
        self._sigmoid.place(self._neuron, z)
        heights = (a, pull.slope, pull.quadratic_cost)
        for point, height in zip(self._points, heights, strict=True):
            point.set_data([a], [height])
        self._twin.set_data([pull.twin], [pull.quadratic_cost])
        for artist in (self._curve, self._label, self._twin, self._points[-1]):
            artist.set_visible(pull.multiplied)
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is not None:
            self._guess.set_data([self.ghost] * 2, [-0.14, 1.04])
            left = self.ghost < 0.5
            self._guess_label.set_text(f" your guess: {self.ghost:g} ")
            self._guess_label.set_horizontalalignment("left" if left else "right")
            self._guess_label.set_x(self.ghost)

    def describe(self, pull: Pull) -> str:
        """Say what is multiplied, and what comes out."""
        error, slope = inked(f"{pull.output:.2f}", QUIET), inked(fraction(pull.slope), GREEN)
        said = f"At output {error} the error is {error} and the sigmoid has slope {slope}."
        if not pull.multiplied:
            return said
        strength = inked(fraction(pull.quadratic_cost), _PULL.color)
        return (
            f"{said} Their product, the pull of the quadratic cost, is {strength}. It is just as "
            f"weak at output {inked(f'{pull.twin:.2f}', _PULL.color)} (hollow circle)."
        )
