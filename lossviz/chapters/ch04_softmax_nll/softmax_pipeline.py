"""Logits on their way to a loss: exponentials, probabilities, surprise, and the one picked."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, number, whole
from lossviz.figures.softmax_looks import MovingBars, class_ticks
from lossviz.figures.style import INK, QUIET
from lossviz.maths import log_softmax, softmax

MOST_CLASSES = 5
FEWEST_CLASSES = 3
FORMS = ("naive", "stable")
_DECADES = 12
_HIGHEST = 18.0


class SoftmaxPipeline(ExplorableFigure):
    """Four stages side by side; the naive form shows where it breaks.

    A target beyond the last class means the last class.
    """

    size = (10.0, 4.0)
    takes = {  # noqa: RUF012 - never changed
        **dict.fromkeys(("z1", "z2", "z3", "z4", "z5"), number(-1e6, 1e6)),
        "classes": whole(FEWEST_CLASSES, MOST_CLASSES),
        "target": whole(1, MOST_CLASSES),
        "shift": number(-1e6, 1e6),
        "temperature": number(1e-3, 1e6),
        "form": choice(FORMS),
    }
    defaults = {  # noqa: RUF012 - never changed
        "z1": 2.0,
        "z2": 0.5,
        "z3": 6.0,
        "z4": 0.0,
        "z5": 0.0,
        "classes": 3,
        "target": 3,
        "shift": 0.0,
        "temperature": 1.0,
        "form": "naive",
    }

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        logits, exponentials, probabilities, surprises = figure.subplots(1, 4)
        for axes in figure.axes:
            class_ticks(axes, MOST_CLASSES)
        logits.set(ylim=(-10, 10), title="Logits z")
        logits.axhline(0, color=QUIET, linewidth=0.8)
        # Beyond the longest bars there is room for their labels.
        exponentials.set(ylim=(-_DECADES - 1.2, _DECADES + 1.2), title="1 · Exponentiate")
        decades = [-12, -6, 0, 6, 12]
        exponentials.yaxis.set_major_locator(FixedLocator(decades))
        exponentials.set_yticklabels(["1e−12", "1e−6", "1", "1e6", "1e12"])
        exponentials.axhline(0, color=QUIET, linewidth=0.8)
        probabilities.set(ylim=(0, 1.12), title="2 · Normalise")
        probabilities.set_yticks([0, 0.25, 0.5, 0.75, 1])
        surprises.set(ylim=(0, _HIGHEST + 3), title="3 · −ln    4 · Pick")
        surprises.set_yticks([0, 4, 8, 12, 16])

        self._logits = MovingBars(self, logits)
        self._exponentials = MovingBars(self, exponentials, (-_DECADES, _DECADES))
        self._probabilities = MovingBars(self, probabilities)
        self._surprises = MovingBars(self, surprises, (0, _HIGHEST))
        self._pick = self.moving(
            surprises.plot([], [], "v", color=INK, markersize=9, clip_on=False)[0]
        )

    def draw(
        self,
        z1: float,
        z2: float,
        z3: float,
        z4: float,
        z5: float,
        classes: int,
        target: int,
        shift: float,
        temperature: float,
        form: str,
    ) -> None:
        """Take the logits through all stages, in the form chosen."""
        z = np.array([z1, z2, z3, z4, z5][:classes])
        scaled = (z + shift) / temperature
        if form == "naive":
            # What the formulas say, word by word: it may overflow, and is here to show that.
            with np.errstate(all="ignore"):
                exponentials = np.exp(scaled)
                probabilities = exponentials / exponentials.sum()
                surprises = 0 - np.log(probabilities)
        else:
            exponentials = np.exp(scaled - scaled.max())
            probabilities, surprises = softmax(scaled), 0 - log_softmax(scaled)
        self.exponentials, self.probabilities = exponentials, probabilities
        self.surprises = surprises
        self.target = min(target, classes)
        self.loss = float(surprises[self.target - 1])

        with np.errstate(divide="ignore"):
            decades = np.log10(exponentials)
        self._logits.place(z)
        self._exponentials.place(decades)
        self._exponentials.label([_short(value) for value in exponentials])
        self._probabilities.place(probabilities)
        self._probabilities.label([_fraction(value) for value in probabilities])
        self._surprises.place(surprises, self.target)
        self._surprises.label([_nats(self.loss)], [self.target])
        height = 0.0 if np.isnan(self.loss) else min(self.loss, _HIGHEST)
        self._pick.set_data([self.target], [height + 2.2])

    def describe(self) -> str:
        """Say what the target class gets, and what has gone wrong if it has."""
        p = self.parameters
        step = "z"
        if p["shift"]:
            step = f"(z {'+' if p['shift'] > 0 else '−'} {abs(p['shift']):g})"
        if p["temperature"] != 1:
            step = f"{step}/{p['temperature']:g}"
        start = f"The {p['form']} form of {step}, {p['classes']} classes: "
        if np.isnan(self.probabilities).any():
            broken = "∞/∞" if np.isinf(self.exponentials).any() else "0/0"
            return (
                f"{start}the normalisation is {broken}, which is not a number, and so is the loss."
            )
        probability = self.probabilities[self.target - 1]
        loss = "infinite" if np.isinf(self.loss) else f"−ln of it, {self.loss:.4f} nats"
        return (
            f"{start}the target, class {self.target}, gets probability {probability:.4f}; "
            f"the loss is {loss}."
        )


def _short(value: float) -> str:
    """Write a positive number of any size in five characters or so."""
    if np.isinf(value):
        return "∞"
    if value == 0 or 0.01 <= value < 1000:
        return f"{value:.3g}"
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


def _fraction(value: float) -> str:
    return "NaN" if np.isnan(value) else f"{value:.3f}".removeprefix("0")


def _nats(value: float) -> str:
    if np.isnan(value):
        return "NaN"
    return "∞" if np.isinf(value) else f"{value:.3g}"
