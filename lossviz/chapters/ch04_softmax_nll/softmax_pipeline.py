"""Logits on their way to a loss: exponentials, probabilities, surprise, and the one picked."""

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
    signed,
)
from lossviz.chapters.ch04_softmax_nll.photos import CLASSES, PHOTO_1, PHOTO_2
from lossviz.explorable import Choice, Handle, Picture, Preset, Slider
from lossviz.explorable.style import INK, QUIET
from lossviz.explorable.words import fraction, inked
from lossviz.maths import log_softmax, softmax

_LOW, _HIGH = -4.0, 6.0
_TALLEST = float(np.exp(_HIGH))
_MOST_NATS = _HIGH - _LOW + 1.1
_NAMES = ("z1", "z2", "z3")


class Stages(NamedTuple):
    """What becomes of the logits, stage by stage; ``target`` is the number of the true class."""

    logits: NDArray[np.floating]
    exponentials: NDArray[np.floating]
    probabilities: NDArray[np.floating]
    surprises: NDArray[np.floating]
    target: int
    loss: float


class SoftmaxPipeline(Picture[Stages]):
    """Three logits through every stage of softmax cross-entropy.

    Four stages side by side, all on plain axes, so that the eye sees what exponentiation does.

    Examples
    --------
    >>> from lossviz.explorers import softmax_pipeline
    >>> explorer = softmax_pipeline()
    >>> explorer.press("Photo 2: a dog")
    >>> print(round(explorer.result.loss, 4))
    3.0997
    """

    size = (10.0, 3.8)
    narrow_size = (3.9, 6.6)
    parameters = (
        *(
            Slider(name, "logit", _LOW, _HIGH, 0.1, default=z, symbol=f"{symbol} ({kind})")
            for name, symbol, kind, z in zip(
                _NAMES, ("z₁", "z₂", "z₃"), CLASSES, PHOTO_1, strict=True
            )
        ),
        Choice("target", "true class", CLASSES, default="fox"),
    )
    presets = (
        Preset("Photo 1: a fox", **dict(zip(_NAMES, PHOTO_1, strict=True)), target="fox"),
        Preset("Photo 2: a dog", **dict(zip(_NAMES, PHOTO_2, strict=True)), target="dog"),
        Preset("No opinion", z1=0.0, z2=0.0, z3=0.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the four panels."""
        panels = self.panels(figure, 4, heights=[1.2, 1, 1, 1])
        logits, exponentials, probabilities, surprises = panels
        for axes in panels:
            class_ticks(axes)
        # Beyond the longest bars there is room for their words, more where a panel is low.
        most = 1.3 if self.narrow else 1.13
        edge = 8.8 if self.narrow else 7.2
        logits.set(ylim=(-edge + 1, edge), title="Logits z")
        logits.set_yticks([-4, 0, 4])
        logits.axhline(0, color=QUIET, linewidth=0.8)
        exponentials.set(ylim=(0, most * _TALLEST), title="1 · Exponentiate")
        exponentials.set_yticks([0, 200, 400])
        probabilities.set(ylim=(0, most), title="2 · Normalise")
        probabilities.set_yticks([0, 0.5, 1])
        surprises.set(ylim=(0, _MOST_NATS * (1.75 if self.narrow else 1.27)))
        surprises.set(title="3 · −ln, 4 · Pick", yticks=[0, 5, 10])

        self._logit_axes = logits
        font = 10.5 if self.narrow else 10
        self._logits = self.moving(ClassBars(logits, _LOW, _HIGH, font))
        self._exponentials = self.moving(ClassBars(exponentials, 0, _TALLEST, font))
        self._probabilities = self.moving(ClassBars(probabilities, 0, 1, font))
        self._surprises = self.moving(ClassBars(surprises, 0, _MOST_NATS, font))
        self._pick = self.line(surprises, "v", color=INK, markersize=9, clip_on=False)

    @property
    def handles(self) -> tuple[Handle[Stages], ...]:
        """The end of each bar of a logit."""
        return tuple(self._bar(number) for number in range(len(CLASSES)))

    def _bar(self, number: int) -> Handle[Stages]:
        name = _NAMES[number]
        return Handle(
            f"the {CLASSES[number]}'s logit",
            (name,),
            self._logit_axes,
            lambda stages: (number + 1, float(stages.logits[number])),
            lambda _, x, z: {name: z},
        )

    @staticmethod
    def compute(z1: float, z2: float, z3: float, target: str) -> Stages:
        """Take the logits through all stages."""
        z = np.array([z1, z2, z3])
        surprises = 0 - log_softmax(z)
        picked = CLASSES.index(target)
        return Stages(z, np.exp(z), softmax(z), surprises, picked + 1, float(surprises[picked]))

    def place(self, stages: Stages) -> None:
        """Move the bars of each stage, and the mark on the one picked."""
        self._logits.place(stages.logits, [signed(value) for value in stages.logits])
        self._exponentials.place(
            stages.exponentials, [short(value) for value in stages.exponentials]
        )
        self._probabilities.place(
            stages.probabilities, [share(value) for value in stages.probabilities]
        )
        self._surprises.place(
            stages.surprises, [nats(value) for value in stages.surprises], stages.target
        )
        self._pick.set_data([stages.target], [self._surprises.above(stages.target - 1)])

    def describe(self, stages: Stages) -> str:
        """Say what the true class gets, and what that costs."""
        place = stages.target - 1
        probability, loss = (
            inked(text, COLOURS[place])
            for text in (fraction(float(stages.probabilities[place])), f"{stages.loss:.4f}")
        )
        return (
            f"The photo shows a {CLASSES[place]}, which gets probability {probability}. "
            f"Its surprise, −ln of that, is the loss: {loss} nats."
        )
