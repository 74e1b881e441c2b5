"""What libraries charge for a hopeless prediction, and what pull is left of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.explorable import Handle, Picture, Preset, Scale
from lossviz.explorable.style import (
    BLUE,
    GREEN,
    GRID,
    INK,
    ORANGE,
    PINK,
    QUIET,
    Look,
    powers_of_ten,
)
from lossviz.explorable.words import inked
from lossviz.maths.conventions import CONVENTIONS, Price, price_of_truth

# The picture ends where -ln p is 690.8 and where it is 0.1.
_LOWEST, _HIGHEST = -300.0, -0.05
# Every half decade where libraries part, then wider, by no more than some three times at once:
# a handle feels its way from the places on both sides.
_EXPONENTS = (
    _LOWEST,
    *range(-280, -160, 20),
    *range(-160, -100, 10),
    *range(-100, -70, 5),
    *range(-70, -60, 2),
    *range(-60, -20),
    *(half / 2 for half in range(-40, 0)),
    -0.3,
    -0.1,
    _HIGHEST,
)
_INFINITE = 2000.0  # where the axis says ∞
_TICKS = (-300, -44, -7, -3, -1, -0.3)
_CLOSE = -3  # too close to its neighbour on a phone
# The width of a marker, as a factor on this axis of exponents.
_MARKER = 1.3
# Heights so close together, on the axes of loss and of pull, that markers would hide each other.
_NEAR_LOSS, _NEAR_PULL = 1.5, 0.05

_IN_WORDS = {"inf": "infinite", "nan": "undefined"}

LOOKS = {
    "exact": Look(INK, "-", "D"),
    "Keras 3": Look(ORANGE, "--", "o"),
    "scikit-learn": Look(GREEN, ":", "^"),
    "PyTorch": Look(BLUE, "-.", "s"),
    "plain float32": Look(PINK, (0, (1, 1)), "v"),
}


class Prices(NamedTuple):
    """What each convention charges for ``p``, the probability of the truth: 10 to the exponent."""

    exponent: float
    p: float
    prices: dict[str, Price]


class HopelessPrice(Picture[Prices]):
    """Move the probability of the truth towards 0 and watch the libraries part.

    Left the loss, right the slope that arrives at the logit, over the probability.

    Examples
    --------
    >>> from lossviz.explorers import hopeless_price
    >>> explorer = hopeless_price()
    >>> explorer.set(exponent=-9)
    >>> print(explorer.result.prices["Keras 3"].loss.round(4))
    16.1181
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 5.5)
    parameters = (
        Scale("exponent", "p = 10 to the", tuple(map(float, sorted(_EXPONENTS))), default=-20.0),
    )
    presets = (
        Preset("Just unlikely: 0.1", exponent=-1.0),
        Preset("Keras 3 clips", exponent=-8.0),
        Preset("PyTorch lets go", exponent=-12.5),
        Preset("scikit-learn clips", exponent=-17.0),
        Preset("float32 breaks", exponent=-46.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels with their fixed curves."""
        self._loss_axes, _ = loss_axes, slope_axes = panels = self.panels(
            figure, 2, heights=[1.5, 1]
        )
        # Dense where the curves bend, and equally spaced to the eye.
        exponents = -np.geomspace(-_HIGHEST, -_LOWEST, 600)
        for name, look in LOOKS.items():
            loss, slope = price_of_truth(10.0**exponents, name)
            # The exact curve lies under the others and is wider, so that both can be seen.
            style = look.line(linewidth=6, alpha=0.25) if name == "exact" else look.line()
            loss_axes.plot(-exponents, np.minimum(loss, _INFINITE), **style)
            if slope is not None:
                size = np.where(np.isfinite(slope), np.abs(slope), np.nan)
                slope_axes.plot(-exponents, size, **style)
        loss_axes.axhline(_INFINITE, color=GRID, linewidth=0.8)
        loss_axes.set_yscale("log")
        loss_axes.set_ylim(0.08, 3000)
        ends = {16.1: "Keras 3", 36.0: "scikit-learn", 100.0: "PyTorch", _INFINITE: "plain float32"}
        plain = {0.1: "0.1", 1.0: "1"} if self.narrow else {0.1: "0.1", 1.0: "1", 1000.0: "1000"}
        loss_axes.set_yticks([*plain, *ends], [*plain.values(), "16.1", "36.0", "100", "∞"])
        # The number at which a library stays has the colour of its line.
        for label, name in zip(
            loss_axes.get_yticklabels()[len(plain) :], ends.values(), strict=True
        ):
            label.set_color(LOOKS[name].color)
        loss_axes.minorticks_off()
        loss_axes.set_title("Loss in nats")
        slope_axes.set_ylim(-0.05, 1.12)
        slope_axes.set_yticks([0, 0.5, 1])
        slope_axes.set_title("Pull on the logit, |dC/dz|")
        ticks = [e for e in _TICKS if e != _CLOSE] if self.narrow else _TICKS
        for axes in panels:
            axes.set_xscale("log")
            axes.set_xlim(-_LOWEST * 1.9, -_HIGHEST / 1.9)  # room for the markers at the side
            axes.set_xticks([-e for e in ticks], [_power(e) for e in ticks])
            axes.minorticks_off()
            axes.grid(False, axis="x")
            axes.set_xlabel("probability p given to the truth")
        if self.narrow:
            # The lower panel says it for both.
            loss_axes.set_xlabel("")
            loss_axes.tick_params(labelbottom=False)

        self._cursors = [self.line(axes, color=QUIET, linewidth=1) for axes in panels]
        size_of_points = 7 if self.narrow else 8.5
        self._points = {
            name: [self.line(axes, **look.point(markersize=size_of_points)) for axes in panels]
            for name, look in LOOKS.items()
        }
        self.legend(*(look.sample(name) for name, look in LOOKS.items()))

    @property
    def handles(self) -> tuple[Handle[Prices], ...]:
        """The probability, on the curve that is right."""
        point: Handle[Prices] = Handle(
            "the probability",
            ("exponent",),
            self._loss_axes,
            lambda prices: (-prices.exponent, float(prices.prices["exact"].loss)),
            lambda _, x, loss: {"exponent": -x},
        )
        return (point,)

    @staticmethod
    def compute(exponent: float) -> Prices:
        """Ask every convention what it charges for p = 10 to the power of an exponent."""
        p = 10.0**exponent
        return Prices(exponent, p, {name: price_of_truth(p, name) for name in CONVENTIONS})

    def place(self, prices: Prices) -> None:
        """Move the points to the probability; a pull that is not known has none."""
        x = -prices.exponent
        for cursor, ends in zip(self._cursors, [(0.08, 3000), (-0.05, 1.12)], strict=True):
            cursor.set_data([x, x], ends)
        losses = {name: min(float(loss), _INFINITE) for name, (loss, _) in prices.prices.items()}
        pulls = {
            name: abs(float(slope))
            for name, (_, slope) in prices.prices.items()
            if slope is not None and np.isfinite(slope)
        }
        loss_places = _side_by_side(losses, lambda low, high: high / low < _NEAR_LOSS)
        pull_places = _side_by_side(pulls, lambda low, high: high - low < _NEAR_PULL)
        for name, (loss_point, slope_point) in self._points.items():
            loss_point.set_data([x / _MARKER ** loss_places[name]], [losses[name]])
            if name in pulls:
                slope_point.set_data([x / _MARKER ** pull_places[name]], [pulls[name]])
            else:
                slope_point.set_data([], [])

    def describe(self, prices: Prices) -> str:
        """Say the five losses and the four slopes, naming together who agrees."""
        losses = _grouped({name: f"{price.loss:.2f}" for name, price in prices.prices.items()})
        pulls = _grouped(
            {
                name: "below 0.001" if 0 < abs(price.slope) < 0.001 else f"{abs(price.slope):.3g}"
                for name, price in prices.prices.items()
                if price.slope is not None
            }
        )
        p = f"{prices.p:.2g}" if prices.exponent > -3 else f"10 to the {prices.exponent:g}"
        return (
            f"The truth got the probability {p}. Loss: {losses}. Pull on the logit: "
            f"{pulls}; scikit-learn only measures."
        )


def _side_by_side(
    heights: dict[str, float], near: Callable[[float, float], bool]
) -> dict[str, float]:
    """How many places to the right each marker stands, so that those that meet are all seen."""
    groups: list[list[str]] = []
    for name in sorted(heights, key=lambda name: heights[name]):
        if groups and near(heights[groups[-1][-1]], heights[name]):
            groups[-1].append(name)
        else:
            groups.append([name])
    order = list(heights)
    return {
        name: place - (len(group) - 1) / 2
        for group in groups
        for place, name in enumerate(sorted(group, key=order.index))
    }


def _grouped(numbers: dict[str, str]) -> str:
    """Say each number once, with all who have it: "2.30 (exact, PyTorch), infinite (NumPy)"."""
    names: dict[str, list[str]] = {}
    for name, number in numbers.items():
        names.setdefault(_IN_WORDS.get(number, number), []).append(inked(name, LOOKS[name].color))
    return ", ".join(f"{number} ({', '.join(who)})" for number, who in names.items())


def _power(exponent: float) -> str:
    """A tick: 0.5 and 0.1 as they are, powers of ten as such."""
    if exponent >= -1:
        return f"{10**exponent:.1g}"
    _, (label,) = powers_of_ten(int(exponent), int(exponent))
    return label
