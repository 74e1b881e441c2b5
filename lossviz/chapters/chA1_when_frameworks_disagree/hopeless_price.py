"""What libraries charge for a hopeless prediction, and what pull is left of it."""

from __future__ import annotations

import math

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE, PINK, QUIET, Look, powers_of_ten
from lossviz.maths.conventions import CONVENTIONS, Price, price_of_truth

# The picture ends where -ln p is 690.8 and where it is 0.1.
LOWEST, HIGHEST = -300.0, -0.05
_INFINITE = 2000.0  # where the axis says ∞
_TICKS = (-300, -44, -16, -7, -3, -1, -0.3)

LOOKS = {
    "exact": Look(INK, "-", "D"),
    "Keras 3": Look(ORANGE, "--", "o"),
    "scikit-learn": Look(GREEN, ":", "^"),
    "PyTorch": Look(BLUE, "-.", "s"),
    "plain float32": Look(PINK, (0, (1, 1)), "v"),
}


class HopelessPrice(ExplorableFigure):
    """Left the loss, right the slope that arrives at the logit, over the probability."""

    size = (10.0, 4.4)
    takes = {"exponent": number(LOWEST, HIGHEST)}  # noqa: RUF012 - never changed
    defaults = {"exponent": -20.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the two panels with their fixed curves."""
        loss_axes, slope_axes = figure.subplots(1, 2)
        # Dense where the curves bend, and equally spaced to the eye.
        exponents = -np.geomspace(-HIGHEST, -LOWEST, 600)
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
        for axes in (loss_axes, slope_axes):
            axes.set_xscale("log")
            axes.set_xlim(-LOWEST * 1.15, -HIGHEST * 0.85)
            axes.set_xticks([-e for e in _TICKS], [_power(e) for e in _TICKS])
            axes.minorticks_off()
            axes.set_xlabel("probability p given to the truth")

        self._cursors = [
            self.moving(axes.plot([], [], color=QUIET, linewidth=1.2)[0])
            for axes in (loss_axes, slope_axes)
        ]
        self._points = {
            name: [
                self.moving(axes.plot([], [], **look.point(clip_on=False, markersize=size))[0])
                for axes in (loss_axes, slope_axes)
            ]
            # Smaller and smaller, so that points in one place are all seen.
            for size, (name, look) in zip((14, 11.5, 10.5, 8, 6), LOOKS.items(), strict=True)
        }
        # In the legend, line and marker together.
        keys = [
            loss_axes.plot([], [], **look.line(), marker=look.marker)[0] for look in LOOKS.values()
        ]
        figure.legend(keys, LOOKS, loc="outside upper center", ncols=len(LOOKS))

    def draw(self, exponent: float) -> None:
        """Move the points to p = 10 to the power of an exponent."""
        self.p = 10.0**exponent
        self.prices: dict[str, Price] = {name: price_of_truth(self.p, name) for name in CONVENTIONS}
        for cursor, ends in zip(self._cursors, [(0.08, 3000), (-0.05, 1.12)], strict=True):
            cursor.set_data([-exponent, -exponent], ends)
        for name, (loss_point, slope_point) in self._points.items():
            loss, slope = self.prices[name]
            loss_point.set_data([-exponent], [loss if np.isfinite(loss) else _INFINITE])
            pulls = [] if slope is None or not np.isfinite(slope) else [abs(slope)]
            slope_point.set_data([-exponent] * len(pulls), pulls)

    def describe(self) -> str:
        """Say the five losses and the four slopes."""
        losses = ", ".join(
            f"{_number(price.loss, '.2f')} ({name})" for name, price in self.prices.items()
        )
        slopes = ", ".join(
            f"{_number(abs(price.slope), '.3g')} ({name})"
            for name, price in self.prices.items()
            if price.slope is not None
        )
        return (
            f"The truth got the probability {self.p:.2g}. Loss: {losses}. Pull on the logit: "
            f"{slopes}; scikit-learn only measures."
        )


def _number(value: float, form: str) -> str:
    if math.isnan(value):
        return "undefined"
    return "infinite" if math.isinf(value) else format(value, form)


def _power(exponent: float) -> str:
    """A tick: 0.5 and 0.1 as they are, powers of ten as such."""
    return f"{10**exponent:.1g}" if exponent >= -1 else powers_of_ten(exponent, exponent)[1][0]
