"""One loss, three ways to compute it, over logits from −1000 to 1000."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable import Choice, Picture, Preset, Scale, Slider
from lossviz.explorable.style import BLUE, GREEN, ORANGE, PINK, QUIET, Look, powers_of_ten
from lossviz.explorable.words import inked
from lossviz.maths import sigmoid_cross_entropy

_FAR = (60.0, 80.0, 88.0, 89.0, 100.0, 200.0, 500.0, 700.0, 709.0, 710.0, 745.0, 800.0, 1000.0)
_BESIDE_ZERO = tuple(float(z) for z in range(-50, 51))
_LOGITS = (*(-z for z in reversed(_FAR)), *_BESIDE_ZERO, *_FAR)
ON_THE_PROBABILITY, FIRST_FORM, STABLE_FORM = "on the probability", "first form", "stable form"
LOOKS = {
    ON_THE_PROBABILITY: Look(ORANGE, "-", "o"),
    FIRST_FORM: Look(PINK, ":", "D"),
    STABLE_FORM: Look(BLUE, "--", "s"),
}
_BY = {
    ON_THE_PROBABILITY: ON_THE_PROBABILITY,
    FIRST_FORM: "in the first form",
    STABLE_FORM: "in the stable form",
}
# Heights of the shelves on which losses without a number are put.
INFINITE, NO_NUMBER = 1e6, 1e9
_FLOOR, _CEILING = 1e-18, 1e4
# Dense in the middle, where something happens, and sparse far out.
_SIDE = np.concatenate([np.arange(0.0, 41, 2), [50, 75, 88, 90, 200, 700, 715, 1000]])
_GRID = np.concatenate([-_SIDE[:0:-1], _SIDE])


class Forms(NamedTuple):
    """The loss at a logit, exactly and as each form computes it, and the relative errors of these.

    ``curves`` holds, for each form, losses and errors over all logits of the picture, and at this
    one last.
    """

    z: float
    target: float
    precision: str
    exact: float
    losses: dict[str, float]
    errors: dict[str, float]
    curves: dict[str, tuple[NDArray[np.floating], NDArray[np.floating]]]


class SigmoidForms(Picture[Forms]):
    """Sigmoid cross-entropy computed in three ways, in float32 and float64.

    Left the computed loss, right its relative error; infinity and NaN have their own shelf.

    Examples
    --------
    >>> from lossviz.explorers import sigmoid_forms
    >>> explorer = sigmoid_forms()
    >>> explorer.set(z=-1000.0)
    >>> print(explorer.result.losses["first form"])
    inf
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 5.4)
    parameters = (
        Scale("z", "logit", _LOGITS, "g", default=100.0, symbol="z"),
        Slider("target", "target", 0.0, 1.0, 0.1, default=0.0, symbol="y"),
        Choice("precision", "precision", ("float32", "float64"), default="float64"),
    )
    presets = (
        Preset("Wrong by far", z=100.0, target=0.0),
        Preset("Right by far", z=40.0, target=1.0),
        Preset("Right, z = −20", z=-20.0, target=0.0),
        Preset("Wrong, z = −800", z=-800.0, target=1.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        loss, error = panels = self.panels(figure, 2)
        sides = [20, 1000] if self.narrow else [20, 100, 1000]
        ticks = [*(-z for z in reversed(sides)), 0, *sides]
        for axes in panels:
            axes.set_xscale("symlog", linthresh=20, linscale=1.5)
            axes.set_xlim(1.4 * _GRID[0], 1.4 * _GRID[-1])  # room for a marker
            axes.set_xticks(ticks, [f"{tick}".replace("-", "−") for tick in ticks])
            axes.minorticks_off()
            axes.set_yscale("log")
            axes.set_ylim(_FLOOR, 1e11)
            axes.axhline(_CEILING, color=QUIET, linewidth=0.8)
            axes.grid(False, axis="x")
            axes.set_xlabel("logit z")
        if self.narrow:  # the lower panel has the same axis
            loss.set_xlabel("")
            loss.tick_params(labelbottom=False)
        loss.set_yticks(
            [*powers_of_ten(-15, 0, 5)[0], 1e3, INFINITE, NO_NUMBER],
            [*powers_of_ten(-15, 0, 5)[1], "1000", "∞", "NaN"],
        )
        loss.set_title("Computed loss in nats")
        error.set_yticks(
            [_FLOOR, *powers_of_ten(-12, 0, 4)[0], INFINITE, NO_NUMBER],
            ["0", *powers_of_ten(-12, 0, 4)[1], "∞", "NaN"],
        )
        error.set_title("Its relative error")

        self._here = [self.line(axes, color=GREEN, linewidth=1.4) for axes in panels]
        # Thinner and thinner, so that curves and points in one place are all seen.
        widths, sizes = (3.6, 2.6, 1.5), (12, 9, 5.5)
        self._curves, self._points = {}, {}
        for (name, look), width, size in zip(LOOKS.items(), widths, sizes, strict=True):
            line = look.line(linewidth=width)
            self._curves[name] = [self.line(axes, **line) for axes in panels]
            point = look.point(clip_on=False, markersize=size, markeredgewidth=0.8)
            self._points[name] = [self.line(axes, **point) for axes in panels]
        self.legend(*(look.sample(name) for name, look in LOOKS.items()))

    @staticmethod
    def compute(z: float, target: float, precision: str) -> Forms:
        """Compute the loss in every form, over all logits and at ``z``."""
        grid = np.append(_GRID, z)
        # The library's form in float64 is within 1e-15 of the exact value: tests hold it to that.
        exact = sigmoid_cross_entropy(np.full_like(grid, target), grid, reduction="none")
        curves = {
            name: (losses, _relative_errors(losses, exact))
            for name, losses in _three_ways(grid.astype(precision), target).items()
        }
        return Forms(
            z,
            target,
            precision,
            float(exact[-1]),
            {name: float(losses[-1]) for name, (losses, _) in curves.items()},
            {name: float(errors[-1]) for name, (_, errors) in curves.items()},
            curves,
        )

    def place(self, forms: Forms) -> None:
        """Draw losses and errors, those without a number on their shelves."""
        for name, (losses, errors) in forms.curves.items():
            for panel, numbers in enumerate((losses, errors)):
                heights = np.clip(numbers, _FLOOR, _CEILING)
                heights[np.isinf(losses)] = INFINITE
                heights[np.isnan(losses)] = NO_NUMBER
                self._curves[name][panel].set_data(_GRID, heights[:-1])
                self._points[name][panel].set_data([forms.z], heights[-1:])
        for line in self._here:
            line.set_data([forms.z, forms.z], [1e-30, 1e30])

    def describe(self, forms: Forms) -> str:
        """Give the loss that each form computes."""
        values = ", ".join(
            f"{inked(_spoken(value), LOOKS[name].color)} {_BY[name]}"
            for name, value in forms.losses.items()
        )
        return (
            f"z = {forms.z:g}, target {forms.target:g}, in {forms.precision}: the loss computes to "
            f"{values}. Exactly it is {_spoken(forms.exact)} nats."
        )


def _three_ways(z: NDArray[np.floating], target: float) -> dict[str, NDArray[np.floating]]:
    """Compute sigmoid cross-entropy in the type of ``z``, in each form, whatever breaks."""
    y = z.dtype.type(target)
    with np.errstate(all="ignore"):
        a = 1 / (1 + np.exp(-z))
        forms = {
            ON_THE_PROBABILITY: -y * np.log(a) - (1 - y) * np.log(1 - a),
            FIRST_FORM: z - z * y + np.log(1 + np.exp(-z)),
            STABLE_FORM: np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))),
        }
    return {name: losses.astype(np.float64) for name, losses in forms.items()}


def _relative_errors(
    losses: NDArray[np.floating], exact: NDArray[np.floating]
) -> NDArray[np.floating]:
    with np.errstate(all="ignore"):
        errors = np.asarray(np.abs(losses - exact) / exact)
    errors[losses == exact] = 0  # also where both are 0
    return errors


def _spoken(value: float) -> str:
    if np.isnan(value):
        return "no number (NaN)"
    if np.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0 or abs(value) >= 1e-3:
        return f"{value:.4g}"
    digits, _, power = f"{value:.1e}".partition("e")
    _, (ten,) = powers_of_ten(int(power), int(power))
    return f"{digits} · {ten}"
