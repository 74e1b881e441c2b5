"""Logits on their way to a loss: exponentials, probabilities, surprise, and the one picked."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch04_softmax_nll.class_bars import COLOURS, ClassBars, class_ticks
from lossviz.explorable import Choice, Counter, Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import INK, QUIET, powers_of_ten
from lossviz.explorable.words import inked
from lossviz.maths import log_softmax, softmax

_UP = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 700.0, 710.0, 800.0, 1000.0)
_SHIFTS = (*(-shift for shift in reversed(_UP)), 0.0, *_UP)
_TEMPERATURES = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_FEWEST_CLASSES, _MOST_CLASSES = 3, 5
_DECADES = 12
_HIGHEST = 18.0
# How far above a bar the mark on the one picked stands, in points: above its word.
_LIFT = 20.0
_PLAIN = {"shift": 0.0, "temperature": 1.0, "form": "naive"}
_FIRST_ROW = {"z1": 2.0, "z2": 0.5, "z3": 6.0, "classes": 3, "target": 3, **_PLAIN}
_SECOND_ROW = {"z1": 0.1, "z2": 0.0, "z3": 3.0, "classes": 3, "target": 2, **_PLAIN}
_SHIFTED = {**_FIRST_ROW, "shift": 710.0}


class Stages(NamedTuple):
    """What becomes of the logits, stage by stage, in one form; ``target`` is the class picked."""

    logits: NDArray[np.floating]
    shift: float
    temperature: float
    form: str
    exponentials: NDArray[np.floating]
    probabilities: NDArray[np.floating]
    surprises: NDArray[np.floating]
    target: int
    loss: float


class SoftmaxPipeline(Picture[Stages]):
    """Logits through every stage of softmax cross-entropy, naive or stable.

    Four stages side by side; the naive form shows where it breaks. A target beyond the last class
    means the last class.

    Examples
    --------
    >>> from lossviz.explorers import softmax_pipeline
    >>> explorer = softmax_pipeline()
    >>> explorer.press("Second row of document 002")
    >>> print(round(explorer.result.loss, 4))
    3.0997
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 6.6)
    parameters = (
        Slider("z1", "logit", -8.0, 8.0, 0.1, default=2.0, symbol="z₁"),
        Slider("z2", "logit", -8.0, 8.0, 0.1, default=0.5, symbol="z₂"),
        Slider("z3", "logit", -8.0, 8.0, 0.1, default=6.0, symbol="z₃"),
        Slider("z4", "logit", -8.0, 8.0, 0.1, default=0.0, symbol="z₄"),
        Slider("z5", "logit", -8.0, 8.0, 0.1, default=0.0, symbol="z₅"),
        Counter("classes", "classes", _FEWEST_CLASSES, _MOST_CLASSES, default=3, symbol="K"),
        Counter("target", "target class", 1, _MOST_CLASSES, default=3),
        Scale("shift", "shift", _SHIFTS, "g", default=0.0, symbol="c"),
        Scale("temperature", "temperature", _TEMPERATURES, "g", default=1.0, symbol="T"),
        Choice("form", "form", ("naive", "stable"), default="naive"),
    )
    presets = (
        Preset("First row of document 002", **_FIRST_ROW),
        Preset("Second row of document 002", **_SECOND_ROW),
        Preset("Shift by 710, naive", **_SHIFTED),
        Preset("Shift by 710, stable", **{**_SHIFTED, "form": "stable"}),
        Preset("Hot: T = 10", **{**_FIRST_ROW, "temperature": 10.0}),
    )

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        panels = self.panels(figure, 4, widths=[1, 1.2, 1, 1], heights=[1.3, 1, 1, 1])
        logits, exponentials, probabilities, surprises = panels
        for axes in panels:
            class_ticks(axes, _MOST_CLASSES)
            if self.narrow and axes is not surprises:
                # The lowest panel says it for all.
                axes.set_xlabel("")
                axes.tick_params(labelbottom=False)
        # Beyond the longest bars there is room for their labels, more where a panel is low.
        edge, decades, most = (11.5, 17.5, 1.25) if self.narrow else (10, 13.2, 1.12)
        highest = _HIGHEST + (12 if self.narrow else 3)
        logits.set(ylim=(-edge, edge), title="Logits z")
        logits.set_yticks([-8, 0, 8])
        logits.axhline(0, color=QUIET, linewidth=0.8)
        exponentials.set(ylim=(-decades, decades), title="1 · Exponentiate")
        _, labels = powers_of_ten(-_DECADES, _DECADES, _DECADES)
        exponentials.set_yticks([-_DECADES, 0, _DECADES], labels)
        exponentials.axhline(0, color=QUIET, linewidth=0.8)
        probabilities.set(ylim=(0, most), title="2 · Normalise")
        probabilities.set_yticks([0, 0.5, 1])
        surprises.set(ylim=(0, highest), title="3 · −ln, 4 · Pick")
        surprises.set_yticks([0, 8, 16])

        self._logit_axes, self._surprise_axes = logits, surprises
        font = 10.5 if self.narrow else 10
        self._logits = self.moving(ClassBars(logits, -10, 10, font))
        self._exponentials = self.moving(ClassBars(exponentials, -_DECADES, _DECADES, font))
        self._probabilities = self.moving(ClassBars(probabilities, 0, 1, font))
        self._surprises = self.moving(ClassBars(surprises, 0, _HIGHEST, font))
        self._pick = self.line(surprises, "v", color=INK, markersize=9, clip_on=False)

    @property
    def handles(self) -> tuple[Handle[Stages], ...]:
        """The end of each bar of a logit."""
        return tuple(self._bar(place) for place in range(1, _MOST_CLASSES + 1))

    def _bar(self, place: int) -> Handle[Stages]:
        def end(stages: Stages) -> tuple[float, float] | None:
            there = place <= len(stages.logits)
            return (place, float(stages.logits[place - 1])) if there else None

        name = f"z{place}"
        return Handle(
            f"the bar of class {place}",
            (name,),
            self._logit_axes,
            end,
            lambda _, x, z: {name: z},
        )

    @staticmethod
    def compute(
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
    ) -> Stages:
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
        picked = min(target, classes)
        return Stages(
            z,
            shift,
            temperature,
            form,
            exponentials,
            probabilities,
            surprises,
            picked,
            float(surprises[picked - 1]),
        )

    def place(self, stages: Stages) -> None:
        """Move the bars of each stage, and the mark on the one picked."""
        with np.errstate(divide="ignore"):
            decades = np.log10(stages.exponentials)
        self._logits.place(stages.logits, [_signed(value) for value in stages.logits])
        self._exponentials.place(decades, [_short(value) for value in stages.exponentials])
        self._probabilities.place(
            stages.probabilities, [_fraction(value) for value in stages.probabilities]
        )
        self._surprises.place(
            stages.surprises, [_nats(value) for value in stages.surprises], stages.target
        )
        top = self._surprises.ends[stages.target - 1]
        low, high = self._surprise_axes.get_ylim()
        lift = _LIFT * (high - low) / self._surprise_axes.bbox.height
        self._pick.set_data([stages.target], [top + lift])

    def describe(self, stages: Stages) -> str:
        """Say what the target class gets, and what has gone wrong if it has."""
        step = "z"
        if stages.shift:
            step = f"(z {'+' if stages.shift > 0 else '−'} {abs(stages.shift):g})"
        if stages.temperature != 1:
            step = f"{step}/{stages.temperature:g}"
        start = f"The {stages.form} form of {step}, {len(stages.logits)} classes: "
        if np.isnan(stages.probabilities).any():
            broken = "∞/∞" if np.isinf(stages.exponentials).any() else "0/0"
            return (
                f"{start}the normalisation is {broken}, which is not a number, and so is the loss."
            )
        share = stages.probabilities[stages.target - 1]
        probability = "below 0.0001" if 0 < share < 0.0001 else f"{share:.4f}"
        colour = COLOURS[stages.target - 1]
        loss = inked("infinite", colour)
        if np.isfinite(stages.loss):
            loss = f"−ln of it, {inked(f'{stages.loss:.4f}', colour)} nats"
        return (
            f"{start}the target, class {stages.target}, gets probability "
            f"{inked(probability, colour)}; "
            f"the loss is {loss}."
        )


def _signed(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def _short(value: float) -> str:
    """Write a positive number of any size in four characters or so, to fit above a bar."""
    if np.isinf(value):
        return "∞"
    if value == 0 or 1 <= value < 1000:
        return f"{value:.3g}"
    if 0.01 <= value < 1:
        return f"{value:.2g}".removeprefix("0")
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    if abs(int(exponent)) < 10:
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    nearest = round(np.log10(value))
    return powers_of_ten(nearest, nearest)[1][0]


def _fraction(value: float) -> str:
    return "NaN" if np.isnan(value) else f"{value:.3f}".removeprefix("0")


def _nats(value: float) -> str:
    if np.isnan(value):
        return "NaN"
    return "∞" if np.isinf(value) else f"{value:.3g}"
