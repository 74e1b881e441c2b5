"""What can be done to all logits at once: add a number to them, or divide them by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch04_softmax_nll.class_bars import (
    COLOURS,
    ClassBars,
    class_ticks,
    nats,
    share,
    short,
)
from lossviz.chapters.ch04_softmax_nll.photos import DOG, PHOTO_2
from lossviz.explorable import Choice, Picture, Preset, Scale
from lossviz.explorable.style import INK, QUIET, powers_of_ten
from lossviz.explorable.words import inked
from lossviz.maths import log_softmax, softmax

_UP = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 700.0, 710.0, 800.0, 1000.0)
_SHIFTS = (*(-shift for shift in reversed(_UP)), 0.0, *_UP)
_TEMPERATURES = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_DECADES = 12
_MOST_NATS = 32.0
_PLAIN = {"shift": 0.0, "temperature": 1.0}
NAIVE, STABLE = "as the formula says", "largest logit subtracted first"


class Changed(NamedTuple):
    """The stages from the changed logits of photo 2 to its loss, computed in one form."""

    shift: float
    temperature: float
    form: str
    exponentials: NDArray[np.floating]
    probabilities: NDArray[np.floating]
    surprises: NDArray[np.floating]
    loss: float


class ShiftAndHeat(Picture[Changed]):
    """Photo 2 with a number added to all its logits, or with all of them divided by one.

    The exponentials stand on a logarithmic axis, because there they go to the end of all numbers;
    the form that takes the formula at its word shows where it breaks.

    Examples
    --------
    >>> from lossviz.explorers import shift_and_heat
    >>> explorer = shift_and_heat()
    >>> explorer.press("Shift by 710")
    >>> print(explorer.result.loss)
    nan
    """

    size = (10.0, 3.8)
    narrow_size = (3.9, 5.6)
    parameters = (
        Scale("shift", "shift", _SHIFTS, "g", default=0.0, symbol="c"),
        Scale("temperature", "temperature", _TEMPERATURES, "g", default=1.0, symbol="T"),
        Choice("form", "computed", (NAIVE, STABLE), default=NAIVE),
    )
    presets = (
        Preset("As it is", **_PLAIN, form=NAIVE),
        Preset("Shift by 710", **{**_PLAIN, "shift": 710.0}, form=NAIVE),
        Preset("Shift by 710, stable", **{**_PLAIN, "shift": 710.0}, form=STABLE),
        Preset("Hot: T = 10", **{**_PLAIN, "temperature": 10.0}),
        Preset("Cold: T = 0.1", **{**_PLAIN, "temperature": 0.1}),
    )

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        panels = self.panels(figure, 3, widths=[1.2, 1, 1], heights=[1.25, 1, 1])
        exponentials, probabilities, surprises = panels
        for axes in panels:
            class_ticks(axes)
        # Beyond the longest bars there is room for their words, more where a panel is low.
        decades, most = (16.5, 1.25) if self.narrow else (14.0, 1.12)
        exponentials.set(ylim=(-decades, decades), title="Exponentials (log axis)")
        _, labels = powers_of_ten(-_DECADES, _DECADES, _DECADES)
        exponentials.set_yticks([-_DECADES, 0, _DECADES], labels)
        exponentials.axhline(0, color=QUIET, linewidth=0.8)
        probabilities.set(ylim=(0, most), title="Probabilities")
        probabilities.set_yticks([0, 0.5, 1])
        surprises.set(ylim=(0, _MOST_NATS * (1.65 if self.narrow else 1.27)))
        surprises.set(title="Loss: −ln of the dog's", yticks=[0, 15, 30])

        font = 10.5
        self._exponentials = self.moving(ClassBars(exponentials, -_DECADES, _DECADES, font))
        self._probabilities = self.moving(ClassBars(probabilities, 0, 1, font))
        self._surprises = self.moving(ClassBars(surprises, 0, _MOST_NATS, font))
        self._pick = self.line(surprises, "v", color=INK, markersize=9, clip_on=False)

    @staticmethod
    def compute(shift: float, temperature: float, form: str) -> Changed:
        """Change the logits and take them through all stages, in the form chosen."""
        z = (np.array(PHOTO_2) + shift) / temperature
        if form == NAIVE:
            # What the formulas say, word by word: it may overflow, and is here to show that.
            with np.errstate(all="ignore"):
                exponentials = np.exp(z)
                probabilities = exponentials / exponentials.sum()
                surprises = 0 - np.log(probabilities)
        else:
            exponentials = np.exp(z - z.max())
            probabilities, surprises = softmax(z), 0 - log_softmax(z)
        return Changed(
            shift,
            temperature,
            form,
            exponentials,
            probabilities,
            surprises,
            float(surprises[DOG]),
        )

    def place(self, changed: Changed) -> None:
        """Move the bars of each stage, and the mark on the true class."""
        with np.errstate(divide="ignore"):
            decades = np.log10(changed.exponentials)
        self._exponentials.place(decades, [short(value) for value in changed.exponentials])
        self._probabilities.place(
            changed.probabilities, [share(value) for value in changed.probabilities]
        )
        self._surprises.place(
            changed.surprises, [nats(value) for value in changed.surprises], DOG + 1
        )
        self._pick.set_data([DOG + 1], [self._surprises.above(DOG)])

    def describe(self, changed: Changed) -> str:
        """Say what has been done to the logits, and what the dog gets and costs."""
        what = "z"
        if changed.shift:
            what = f"(z {'+' if changed.shift > 0 else '−'} {abs(changed.shift):g})"
        if changed.temperature != 1:
            what = f"{what}/{changed.temperature:g}"
        start = f"Softmax of {what}, {changed.form}: "
        if np.isnan(changed.probabilities).any():
            broken = "∞/∞" if np.isinf(changed.exponentials).any() else "0/0"
            return f"{start}the division is {broken}, which is no number, and neither is the loss."
        dog = changed.probabilities[DOG]
        probability = "below 0.0001" if 0 < dog < 0.0001 else f"{dog:.4f}"
        loss = f"{changed.loss:.4f} nats" if np.isfinite(changed.loss) else "infinite"
        colour = COLOURS[DOG]
        return (
            f"{start}the dog gets probability {inked(probability, colour)}; the loss is "
            f"{inked(loss, colour)}."
        )
