"""Quadratic cost and cross-entropy of one sample, over the probability and over the logit."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import OVER_PROBABILITY
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, GRID, INK, QUIET
from lossviz.explorable.words import inked
from lossviz.maths import sigmoid, sigmoid_derivative
from lossviz.maths.sigmoid_output import cost_of_logit, slope_of_logit

_LIMIT = 6.0
_LIMITS = {
    "probability": [(-0.2, 6.3), (-0.5, 12.5), (-1.5, 31)],
    "logit": [(-0.2, 6.3), (-0.05, 1.1), (-0.09, 0.31)],
}
_TICKS: dict[str, list[tuple[float, float]]] = {
    "probability": [(0, 6), (0, 10), (0, 30)],
    "logit": [(0, 6), (0, 1), (0, 0.25)],
}
_SCALES = {"probability": ("a", "a = σ(z)"), "logit": ("z", "z")}
# One is larger and lies behind, so that both are seen where they meet.
_SIZES = {QUADRATIC_COST: 11, CROSS_ENTROPY: 6}
_TOPS = np.array([high for limits in _LIMITS.values() for _, high in limits])
# Words and their height over the probability, left of where the curves rise.
_LABELS = {
    QUADRATIC_COST: ("quadratic cost ½a²", 1.6),
    CROSS_ENTROPY: ("cross-entropy −ln(1 − a)", 4.6),
}


class Derivatives(NamedTuple):
    """A loss with its first and second derivative, at one place or at many."""

    value: NDArray[np.floating]
    slope: NDArray[np.floating]
    curvature: NDArray[np.floating]


class Answer(NamedTuple):
    """A logit and its probability, and each loss over both; the target is 0."""

    z: float
    a: float
    over_probability: dict[str, Derivatives]
    over_logit: dict[str, Derivatives]


class TwoLosses(Picture[Answer]):
    """Value, slope and curvature of both losses, over probability and over logit.

    The target is 0: above over the probability, below over the logit.

    Examples
    --------
    >>> from lossviz.explorers import two_losses
    >>> explorer = two_losses()
    >>> explorer.press("The bend: a = 0.67")
    >>> print(round(explorer.result.over_logit["quadratic cost"].curvature, 4))
    -0.0007
    """

    size = (9.5, 4.6)
    narrow_size = (3.9, 5.2)
    parameters = (Slider("z", "logit", -_LIMIT, _LIMIT, 0.1, default=4.0, symbol="z"),)
    presets = (
        Preset("Right and sure", z=-4.0),
        Preset("Undecided", z=0.0),
        Preset("The bend: a = 0.67", z=0.7),
        Preset("Wrong and sure", z=4.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the six panels with their fixed curves."""
        # A row for each scale, or on a phone a column.
        panels = figure.subplots(3, 2).T if self.narrow else figure.subplots(2, 3)
        self._heres = []
        for row, (where, limits) in enumerate(_LIMITS.items()):
            letter, scale = _SCALES[where]
            ends = (0.0, 1.0) if where == "probability" else (-_LIMIT, _LIMIT)
            units = ("loss C", f"slope dC/d{letter}", f"curvature d²C/d{letter}²")
            for axes, unit, limit, ticks in zip(
                panels[row], units, limits, _TICKS[where], strict=True
            ):
                axes.grid(False)
                axes.set(xlim=ends, ylim=limit, xticks=[*ends, sum(ends) / 2], yticks=ticks)
                axes.set(xlabel=f"{where} {scale}", ylabel=unit)
                axes.axhline(0, color=QUIET, linewidth=0.8)
                self._heres.append(self.line(axes, color=GREEN, linewidth=1.4, linestyle=":"))
                axes.xaxis.label.set_visible(not self.narrow and axes is panels[row][1])
                axes.yaxis.label.set_visible(self.narrow and row == 0)
                if self.narrow:
                    axes.set_ylabel(unit.split()[0])
                    axes.tick_params(labelbottom=axes is panels[row][2])
                else:
                    axes.set_title(f"Its {unit}")
            panels[row][0].set_title(
                f"Over {scale}" if self.narrow else f"Loss over the {where} {letter}"
            )

        a = np.linspace(0.002, 0.998, 250)
        z = np.linspace(-_LIMIT, _LIMIT, 121)
        self._points = {}
        for name, look in LOOKS.items():
            for axes, values in zip(panels[0], over_probability(name, a), strict=True):
                self.readable(axes.plot(a, values, **look.line())[0], name)
            for axes, values in zip(panels[1], over_logit(name, z), strict=True):
                self.readable(axes.plot(z, values, **look.line())[0], name)
            self._points[name] = [
                self.line(axes, **look.point(markersize=_SIZES[name], clip_on=False))
                for axes in panels.flat
            ]
        bent = panels[1][2]
        bent.axvspan(np.log(2), _LIMIT, color=GRID, linewidth=0)
        bends = "bends\ndown" if self.narrow else "quadratic cost\nbends down"
        bent.text(5.8, 0.3, bends, fontsize=10.4, color=INK, ha="right", va="top")
        if self.narrow:
            self.legend(*(look.sample(name) for name, look in LOOKS.items()))
        else:
            for name, (words, height) in _LABELS.items():
                panels[0][0].text(0.03, height, words, fontsize=10, color=LOOKS[name].color)
        self._over_logit = panels[1][0]

    @property
    def handles(self) -> tuple[Handle[Answer], ...]:
        """The points on both losses over the logit, along the curve."""
        return tuple(self._point(name) for name in LOOKS)

    def _point(self, name: str) -> Handle[Answer]:
        return Handle(
            f"the point on the {name}",
            ("z",),
            self._over_logit,
            at=lambda answer: (answer.z, float(answer.over_logit[name].value)),
            grab=lambda answer, x, y: {"z": x},
        )

    @staticmethod
    def compute(z: float) -> Answer:
        """Take the derivatives of both losses in the logit and in its probability."""
        a = float(sigmoid(z))
        return Answer(
            z,
            a,
            {name: over_probability(name, a) for name in LOOKS},
            {name: over_logit(name, z) for name in LOOKS},
        )

    def place(self, answer: Answer) -> None:
        """Move the points to the logit."""
        where = np.repeat([answer.a, answer.z], 3)
        heights = {
            name: np.array([*answer.over_probability[name], *answer.over_logit[name]])
            for name in LOOKS
        }
        # From zero to the points and no further: above them is room for words.
        both = np.array([np.zeros(6), *heights.values()])
        for here, x, low, high in zip(
            self._heres, where, both.min(axis=0), both.max(axis=0), strict=True
        ):
            here.set_data([x, x], [low, high])
        for name, points in self._points.items():
            inside = heights[name] <= _TOPS
            for point, x, y, seen in zip(
                points, where, np.minimum(heights[name], _TOPS), inside, strict=True
            ):
                point.set_data([x], [y])
                # A point that leaves the panel is shown at its edge, hollow.
                point.set_markerfacecolor(LOOKS[name].color if seen else "white")
                point.set_markeredgecolor("white" if seen else LOOKS[name].color)

    def describe(self, answer: Answer) -> str:
        """State value, slope and curvature in the logit for both losses."""
        squared, entropy = (answer.over_logit[name] for name in (QUADRATIC_COST, CROSS_ENTROPY))
        bent = "down" if squared.curvature < 0 else "up"
        cost, slope, curvature = (inked(f"{v:.4f}", LOOKS[QUADRATIC_COST].color) for v in squared)
        nats, pull, bend = (
            inked(format(v, form), LOOKS[CROSS_ENTROPY].color)
            for v, form in zip(entropy, (".3f", ".4f", ".4f"), strict=True)
        )
        return (
            f"Logit {answer.z:.1f}, probability {answer.a:.3f}, target 0. Over the logit, the "
            f"quadratic cost is {cost}, its slope {slope}, its curvature {curvature}: it bends "
            f"{bent}. Cross-entropy is {nats} nats, its slope {pull}, its curvature {bend}: it "
            f"bends up."
        )


def over_probability(name: str, a: ArrayLike) -> Derivatives:
    """Value, slope and curvature of a loss in the probability, for target 0."""
    a = np.asarray(a)
    curvature = np.ones_like(a) if name == QUADRATIC_COST else 1 / (1 - a) ** 2
    loss = OVER_PROBABILITY[name]
    return Derivatives(*loss.value_and_gradient(np.zeros_like(a), a, reduction="none"), curvature)


def over_logit(name: str, z: ArrayLike) -> Derivatives:
    """Value, slope and curvature of a loss in the logit, for target 0."""
    z = np.asarray(z)
    value, slope = cost_of_logit(LOSSES[name], 0.0)(z), slope_of_logit(LOSSES[name], 0.0)(z)
    bend = sigmoid_derivative(z)
    if name == CROSS_ENTROPY:
        return Derivatives(value, slope, bend)
    # The chain rule once is dC/dz = (a − y)σ′; and once more, with σ″ = σ′(1 − 2a):
    return Derivatives(value, slope, bend**2 + slope * (1 - 2 * sigmoid(z)))
