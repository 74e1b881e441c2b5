"""One loss, three ways to compute it: where each of them stops to be a number."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable import Choice, Picture, Preset, Slider
from lossviz.explorable.style import BLUE, INK, ORANGE, PINK, QUIET, Look
from lossviz.explorable.words import inked, significant
from lossviz.maths import sigmoid_cross_entropy

ON_THE_PROBABILITY, FIRST_FORM, STABLE_FORM = "on the probability", "first form", "stable form"
LOOKS = {
    ON_THE_PROBABILITY: Look(ORANGE, "-", "o"),
    FIRST_FORM: Look(PINK, ":", "D"),
    STABLE_FORM: Look(BLUE, "--", "s"),
}
_REACH = 120.0
_GRID = np.linspace(-_REACH, _REACH, 241)
# Heights of the shelves on which losses without a number are put.
INFINITE, NO_NUMBER = 135.0, 150.0


class Forms(NamedTuple):
    """The loss at a logit, exactly and as the form computes it.

    ``curve`` holds what the form computes at all logits of the picture.
    """

    z: float
    target: float
    precision: str
    form: str
    exact: float
    loss: float
    curve: NDArray[np.floating]


class SigmoidForms(Picture[Forms]):
    """Sigmoid cross-entropy computed in one of three ways, in float32 or float64.

    The exact loss is a thin line; results that are no numbers have shelves of their own.

    Examples
    --------
    >>> from lossviz.explorers import sigmoid_forms
    >>> explorer = sigmoid_forms()
    >>> explorer.set(form="first form", z=-100.0)
    >>> print(explorer.result.loss)
    inf
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 4.2)
    parameters = (
        Slider("z", "logit", -_REACH, _REACH, 1.0, default=10.0, symbol="z"),
        Choice("target", "target", ("no (0)", "yes (1)"), default="no (0)", symbol="y"),
        Choice("precision", "numbers", ("float32", "float64"), default="float32"),
        Choice("form", "computed", tuple(LOOKS), default=ON_THE_PROBABILITY),
    )
    presets = (
        Preset("Wrong by 100", z=100.0, target="no (0)"),
        Preset("Right by 100", z=100.0, target="yes (1)"),
        Preset("Wrong by −100", z=-100.0, target="yes (1)"),
    )

    def build(self, figure: Figure) -> None:
        """Create the panel."""
        axes = self._axes = figure.subplots()
        axes.set(xlim=(-_REACH - 4, _REACH + 4), ylim=(-6, NO_NUMBER + 9))
        axes.set_xticks([-100, -50, 0, 50, 100], ["−100", "−50", "0", "50", "100"])
        axes.set_yticks([0, 50, 100, INFINITE, NO_NUMBER], ["0", "50", "100", "∞", "no number"])
        axes.axhline(0.5 * (_REACH + INFINITE), color=QUIET, linewidth=0.8)
        axes.grid(False, axis="x")
        axes.set(xlabel="logit z", title="Computed loss in nats")
        self._exact = self.line(axes, color=INK, linewidth=1, label="exact")
        self._curves, self._points = {}, {}
        for name, look in LOOKS.items():
            self._curves[name] = self.line(axes, **look.line(linewidth=3))
            self._points[name] = self.line(axes, **look.point(clip_on=False, markersize=11))
        self.legend(
            *(look.sample(name) for name, look in LOOKS.items()),
            self._exact,
            **({} if self.narrow else {"ncols": 4}),
        )

    @staticmethod
    def compute(z: float, target: str, precision: str, form: str) -> Forms:
        """Compute the loss in one form, over all logits and at ``z``."""
        y = float(target == "yes (1)")
        curve = computed(form, np.append(_GRID, z).astype(precision), y)
        exact = float(sigmoid_cross_entropy(y, z))
        return Forms(z, y, precision, form, exact, float(curve[-1]), curve[:-1])

    def place(self, forms: Forms) -> None:
        """Draw the losses, those without a number on their shelves."""
        sign = 1 - 2 * forms.target
        self._exact.set_data([-sign * _REACH, 0, sign * _REACH], [0, 0, _REACH])
        point = _shelved(np.array([forms.loss]))
        for name in LOOKS:
            shown = slice(None) if name == forms.form else slice(0)
            self._curves[name].set_data(_GRID[shown], _shelved(forms.curve)[shown])
            self._points[name].set_data([forms.z][shown], point[shown])

    def describe(self, forms: Forms) -> str:
        """Give the loss that the form computes, and the exact one."""
        value = inked(_spoken(forms.loss), LOOKS[forms.form].color)
        word = "yes" if forms.target else "no"
        return (
            f"The truth is {word}, the logit is {forms.z:g}. In {forms.precision} the loss "
            f"{'in the ' if forms.form != ON_THE_PROBABILITY else 'computed '}{forms.form} is "
            f"{value}; exactly it is {_spoken(forms.exact)} nats."
        )


def computed(form: str, z: NDArray[np.floating], target: float) -> NDArray[np.float64]:
    """Compute sigmoid cross-entropy in the type of ``z``, in one form, whatever breaks."""
    y = z.dtype.type(target)
    with np.errstate(all="ignore"):
        if form == ON_THE_PROBABILITY:
            a = 1 / (1 + np.exp(-z))
            loss = -y * np.log(a) - (1 - y) * np.log(1 - a)
        elif form == FIRST_FORM:
            loss = z - z * y + np.log(1 + np.exp(-z))
        else:
            loss = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    return np.asarray(loss, np.float64)


def _shelved(losses: NDArray[np.floating]) -> NDArray[np.float64]:
    """The heights at which losses are drawn."""
    return np.where(np.isnan(losses), NO_NUMBER, np.where(np.isinf(losses), INFINITE, losses))


def _spoken(value: float) -> str:
    if np.isnan(value):
        return "no number (NaN)"
    if np.isinf(value):
        return "infinite"
    return "below 10⁻⁸" if 0 < value < 1e-8 else significant(value, 4)
