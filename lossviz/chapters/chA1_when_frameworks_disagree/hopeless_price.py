"""What libraries charge for a hopeless prediction, and what pull is left of it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from lossviz.explorable import Picture, Preset, Scale
from lossviz.explorable.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    PINK,
    QUIET,
    Look,
    powers_of_ten,
)
from lossviz.maths.conventions import CONVENTIONS, Price, price_of_truth

# The picture ends where -ln p is 690.8 and where it is 0.1.
_LOWEST, _HIGHEST = -300.0, -0.05
# Every half decade where libraries part, then wider.
_EXPONENTS = (
    _LOWEST,
    *range(-280, -60, 20),
    *range(-60, -20),
    *(half / 2 for half in range(-40, 0)),
    -0.3,
    -0.1,
    _HIGHEST,
)
_INFINITE = 2000.0  # where the axis says ∞
_TICKS = (-300, -44, -16, -7, -3, -1, -0.3)

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
        loss_axes, slope_axes = panels = figure.subplots(1, 2)
        # Dense where the curves bend, and equally spaced to the eye.
        exponents = -np.geomspace(-_HIGHEST, -_LOWEST, 600)
        for name, look in LOOKS.items():
            loss, slope = price_of_truth(10.0**exponents, name)
            # The exact curve lies under the others and is wider, so that both can be seen.
            style = look.line(linewidth=6, alpha=0.25) if name == "exact" else look.line()
            loss_axes.plot(-exponents, np.where(np.isfinite(loss), loss, np.nan), **style)
            if slope is not None:
                size = np.where(np.isfinite(slope), np.abs(slope), np.nan)
                slope_axes.plot(-exponents, size, **style)
        loss_axes.axhline(_INFINITE, color=QUIET, linewidth=0.8)
        loss_axes.set_yscale("log")
        loss_axes.set_ylim(0.08, 3000)
        loss_axes.set_yticks(
            [0.1, 1, 10, 16.1, 36, 100, 1000, _INFINITE],
            ["0.1", "1", "10", "16.1", "36.0", "100", "1000", "∞"],
        )
        loss_axes.minorticks_off()
        loss_axes.set_title("Loss in nats")
        slope_axes.set_ylim(-0.05, 1.12)
        slope_axes.set_title("Pull on the logit, |dC/dz|")
        for axes in panels:
            axes.set_xscale("log")
            axes.set_xlim(-_LOWEST * 1.15, -_HIGHEST * 0.85)
            axes.set_xticks([-e for e in _TICKS], [_power(e) for e in _TICKS])
            axes.minorticks_off()
            axes.set_xlabel("probability p given to the truth")

        self._cursors = [self.line(axes, color=QUIET, linewidth=1.2) for axes in panels]
        self._points = {
            name: [self.line(axes, **look.point(clip_on=False, markersize=size)) for axes in panels]
            # Smaller and smaller, so that points in one place are all seen.
            for size, (name, look) in zip((14, 11.5, 10.5, 8, 6), LOOKS.items(), strict=True)
        }
        self.legend(*(look.sample(name) for name, look in LOOKS.items()))

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
        for name, (loss_point, slope_point) in self._points.items():
            loss, slope = prices.prices[name]
            loss_point.set_data([x], [float(loss) if np.isfinite(loss) else _INFINITE])
            pulls = [] if slope is None or not np.isfinite(slope) else [abs(float(slope))]
            slope_point.set_data([x] * len(pulls), pulls)

    def describe(self, prices: Prices) -> str:
        """Say the five losses and the four slopes."""
        losses = ", ".join(
            f"{_number(float(price.loss), '.2f')} ({name})" for name, price in prices.prices.items()
        )
        slopes = ", ".join(
            f"{_number(abs(float(price.slope)), '.3g')} ({name})"
            for name, price in prices.prices.items()
            if price.slope is not None
        )
        return (
            f"The truth got the probability {prices.p:.2g}. Loss: {losses}. Pull on the logit: "
            f"{slopes}; scikit-learn only measures."
        )


def _number(value: float, form: str) -> str:
    if math.isnan(value):
        return "undefined"
    return "infinite" if math.isinf(value) else format(value, form)


def _power(exponent: float) -> str:
    """A tick: 0.5 and 0.1 as they are, powers of ten as such."""
    if exponent >= -1:
        return f"{10**exponent:.1g}"
    _, (label,) = powers_of_ten(int(exponent), int(exponent))
    return label
