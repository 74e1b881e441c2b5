"""One loss, three ways to compute it, over logits from −1000 to 1000."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, number
from lossviz.figures.style import BLUE, GREEN, ORANGE, PINK, QUIET, Look
from lossviz.maths import sigmoid_cross_entropy

REACH = 1000.0
PRECISIONS = {"float32": np.float32, "float64": np.float64}
LOOKS = {
    "on the probability": Look(ORANGE, "-", "o"),
    "first form": Look(PINK, ":", "D"),
    "stable form": Look(BLUE, "--", "s"),
}
# Heights of the shelves on which losses without a number are put.
INFINITE, NO_NUMBER = 6e4, 9e5
_FLOOR = 1e-18
# Dense in the middle, where something happens, and sparse far out.
_SIDE = np.concatenate([np.arange(0.0, 41, 2), [50, 75, 88, 90, 200, 700, 715]])
_GRID = np.concatenate([-_SIDE[:0:-1], _SIDE, [REACH]])
_GRID = np.concatenate([[-REACH], _GRID])


def _three_ways(z: NDArray[np.floating], y: float) -> dict[str, NDArray[np.floating]]:
    """Compute sigmoid cross-entropy in the type of ``z``, in each form, whatever breaks."""
    y = z.dtype.type(y)
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-z))
        return {
            "on the probability": -y * np.log(a) - (1 - y) * np.log(1 - a),
            "first form": z - z * y + np.log(1 + np.exp(-z)),
            "stable form": np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))),
        }


class SigmoidForms(ExplorableFigure):
    """Left the computed loss, right its relative error; infinity and NaN have their own shelf."""

    size = (10.0, 4.4)
    takes = {  # noqa: RUF012 - never changed
        "z": number(-REACH, REACH),
        "target": number(0, 1),
        "precision": choice(PRECISIONS),
    }
    defaults = {"z": 100.0, "target": 0.0, "precision": "float64"}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        loss, error = figure.subplots(1, 2)
        for axes in (loss, error):
            axes.set_xscale("symlog", linthresh=20, linscale=1.5)
            axes.set_xlim(-REACH, REACH)
            ticks = [-1000, -100, -20, 0, 20, 100, 1000]
            axes.set_xticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
            axes.minorticks_off()
            axes.set_xlabel("logit z")
        loss.set_yscale("log")
        loss.set_ylim(_FLOOR, 1e7)
        loss.set_yticks(
            [1e-15, 1e-10, 1e-5, 1, 1e3, INFINITE, NO_NUMBER],
            ["1e−15", "1e−10", "1e−5", "1", "1000", "∞", "NaN"],
        )
        loss.set_title("Computed loss in nats (log scale)")
        error.set_yscale("log")
        error.set_ylim(_FLOOR, 1e7)
        error.set_yticks(
            [_FLOOR, 1e-16, 1e-12, 1e-8, 1e-4, 1, INFINITE, NO_NUMBER],
            ["0", "1e−16", "1e−12", "1e−8", "1e−4", "1", "∞", "NaN"],
        )
        error.set_title("Its relative error (log scale)")

        self._curves = {name: [self._curve(a, look) for a in figure.axes] for name, look in _pairs}
        self._points = {
            name: [self.moving(a.plot([], [], **look.point(clip_on=False))[0]) for a in figure.axes]
            for name, look in _pairs
        }
        self._lines = [
            self.moving(axes.plot([], [], color=GREEN, linewidth=1.4)[0]) for axes in figure.axes
        ]
        for axes in figure.axes:
            axes.axhline(1e4, color=QUIET, linewidth=0.8)
        handles = [
            error.plot([], [], **look.line(), marker=look.marker)[0] for look in LOOKS.values()
        ]
        figure.legend(handles, list(LOOKS), loc="outside upper center", ncols=3)

    def _curve(self, axes: Axes, look: Look):
        return self.moving(axes.plot([], [], **look.line(linewidth=2))[0])

    def draw(self, z: float, target: float, precision: str) -> None:
        """Compute the loss in every form, over all logits and at ``z``."""
        kind = PRECISIONS[precision]
        grid = np.append(_GRID, z)
        # The library's form in float64 is within 1e-15 of the exact value: tests hold it to that.
        exact = sigmoid_cross_entropy(np.full_like(grid, target), grid, reduction="none")
        computed = _three_ways(grid.astype(kind), target)
        self.losses = {name: float(values[-1]) for name, values in computed.items()}
        self.exact = float(exact[-1])
        self.errors: dict[str, float] = {}
        for name, values in computed.items():
            values = values.astype(float)
            with np.errstate(all="ignore"):
                errors = np.abs(values - exact) / exact
            errors[exact == values] = 0
            self.errors[name] = float(errors[-1])
            for panel, numbers in enumerate((values, errors)):
                heights = np.where(
                    np.isnan(values),
                    NO_NUMBER,
                    np.where(np.isinf(values), INFINITE, np.clip(numbers, _FLOOR, 1e4)),
                )
                self._curves[name][panel].set_data(_GRID, heights[:-1])
                self._points[name][panel].set_data([z], heights[-1:])
        for line in self._lines:
            line.set_data([z, z], [1e-30, 1e30])

    def describe(self) -> str:
        """Give the loss that each form computes."""
        values = ", ".join(f"{_spoken(value)} {name}" for name, value in self.losses.items())
        p = self.parameters
        return (
            f"z = {p['z']:g}, target {p['target']:g}, in {p['precision']}: the loss computes to "
            f"{values}. Exactly it is {self.exact:.4g} nats."
        )


_pairs = tuple(LOOKS.items())


def _spoken(value: float) -> str:
    if np.isnan(value):
        return "no number (NaN)"
    return ("−" if value < 0 else "") + "∞" if np.isinf(value) else f"{value:.4g}"
