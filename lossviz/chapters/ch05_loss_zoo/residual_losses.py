"""Four losses of a residual, and the one number that each of them chooses for five values."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.regression_looks import ABSOLUTE, HUBER, LOOKS, LOSSES, PINBALL, SQUARED
from lossviz.figures.style import INK
from lossviz.maths import fit_constant, quadratic_cost

# Not the squared error but half of it, so that Huber's loss lies on it up to δ.
QUADRATIC = "quadratic cost"
_OTHERS = (ABSOLUTE, HUBER, PINBALL)
_LOOKS = {QUADRATIC: LOOKS[SQUARED], **{name: LOOKS[name] for name in _OTHERS}}
_LOSSES = {QUADRATIC: quadratic_cost, **{name: LOSSES[name] for name in _OTHERS}}
FIXED = (1.0, 2.0, 3.0, 4.0)
LIMIT, WIDEST = 4.0, 30.0
_GRID = np.sort(np.append(np.linspace(-LIMIT, LIMIT, 80), [-1e-9, 1e-9]))
_CONSTANTS = np.concatenate([np.arange(0, 6, 0.5), np.arange(6, WIDEST + 1, 1.5)])
_LEGEND = (
    "quadratic cost ½r² → mean",
    "absolute |r| → median",
    "Huber δ → between",
    "pinball τ → quantile",
    "five values",
)


class ResidualLosses(ExplorableFigure):
    """Loss and slope over the residual, and the mean loss of every constant."""

    size = (9.5, 3.8)
    takes = {  # noqa: RUF012 - never changed
        "residual": number(-LIMIT, LIMIT),
        "delta": number(1e-3, 1e6),
        "quantile": number(1e-3, 0.999),
        "fifth": number(above=FIXED[-1], most=1e5),
    }
    defaults = {"residual": 2.0, "delta": 1.0, "quantile": 0.75, "fifth": 100.0}  # noqa: RUF012

    def build(self, figure: Figure) -> None:
        """Create three panels; quadratic cost and absolute error never move on the first two."""
        loss, slope, constant = figure.subplots(1, 3, width_ratios=[1, 1, 1.25])
        loss.set(xlim=(-LIMIT, LIMIT), ylim=(-0.3, 8), xlabel="residual r = a − y")
        loss.set_title("Loss")
        slope.set(xlim=(-LIMIT, LIMIT), ylim=(-4, 4), xlabel="residual r = a − y")
        slope.set_title("Its slope: the pull")
        constant.set(xlim=(0, WIDEST), ylim=(0.82, 2.5), xlabel="constant prediction c")
        constant.set_yticks([1, 1.5, 2, 2.5])
        constant.set_title("Mean loss / its minimum")

        self._points, self._choices = {}, {}
        # What each curve was last drawn for: only what has changed is drawn anew.
        self._bent_for: dict[str, tuple] = {}
        self._chosen_for: dict[str, tuple] = {}
        self.losses: dict[str, float] = {}
        self.slopes: dict[str, float] = {}
        self.constants: dict[str, float] = {}
        for name, look in _LOOKS.items():
            fixed = name in (QUADRATIC, ABSOLUTE)
            if fixed:
                for axes, values in zip((loss, slope), _over_residual(name, _GRID), strict=True):
                    axes.plot(_GRID, values, **look.line())
            # One artist for a point and, where it moves, its curve: each artist costs time.
            style = {**look.line(), **look.point(markersize=8)}
            if not fixed:
                style["linestyle"] = look.linestyle
            self._points[name] = [
                self.moving(axes.plot([], [], **style)[0]) for axes in (loss, slope)
            ]
            style = {**look.point(zorder=3), **look.line(linewidth=1.8)}
            self._choices[name] = self.moving(constant.plot([], [], **style)[0])
        constant.plot(FIXED, [0.9] * 4, "o", color=INK, markersize=6)
        self._fifth = self.moving(
            constant.plot([], [], ">", color=INK, markersize=9, clip_on=False)[0]
        )
        handles = [
            loss.plot([], [], **look.line(), marker=look.marker)[0] for look in _LOOKS.values()
        ]
        handles.append(loss.plot([], [], "o", color=INK, markersize=6)[0])
        figure.legend(
            handles, _LEGEND, loc="outside upper center", ncols=5, fontsize=9.5, columnspacing=1.2
        )

    def draw(self, residual: float, delta: float, quantile: float, fifth: float) -> None:
        """Bend Huber and pinball loss, and find the best constants."""
        options: dict[str, dict[str, Any]] = {name: {} for name in _LOOKS}
        options[HUBER] = {"delta": delta}
        options[PINBALL] = {"quantile": quantile}

        for name, option in options.items():
            if self._bent_for.get(name) != (residual, option):
                self._bend(name, residual, **option)
                self._bent_for[name] = residual, option
            if self._chosen_for.get(name) != (fifth, option):
                self._choose(name, fifth, **option)
                self._chosen_for[name] = fifth, option
        beyond = fifth > WIDEST
        self._fifth.set_data([min(fifth, WIDEST)], [0.9])
        self._fifth.set_marker(">" if beyond else "o")

    def _bend(self, name: str, residual: float, **option: float) -> None:
        """Move the curve of one loss and its slope, and the points on them."""
        corners = {HUBER: [-LIMIT, LIMIT], PINBALL: [-LIMIT, -1e-9, 1e-9, LIMIT]}.get(name, [])
        bends = np.linspace(-1, 1, 17) * option["delta"] if name == HUBER else []
        places = np.sort(np.concatenate([corners, bends, [residual]]))
        here = int(np.searchsorted(places, residual))
        series = _over_residual(name, places, **option)
        self.losses[name], self.slopes[name] = (float(values[here]) for values in series)
        for point, heights in zip(self._points[name], series, strict=True):
            point.set_data(places, heights)
            point.set_markevery([here])

    def _choose(self, name: str, fifth: float, **option: float) -> None:
        """Find the best constant of one loss and move its curve on the right panel."""
        values = np.array([*FIXED, fifth])
        # A factor moves no minimum: the best constant is that of the squared error.
        loss = LOSSES[SQUARED] if name == QUADRATIC else _LOSSES[name]
        best = fit_constant(values, loss=loss, **option)
        self.constants[name] = best
        places = np.sort(np.append(_CONSTANTS, [best, min(fifth, WIDEST)]))
        mean = _mean_loss(name, values, places, **option)
        self._choices[name].set_data(places, mean / mean.min())
        self._choices[name].set_markevery([int(np.searchsorted(places, best))])

    def describe(self) -> str:
        """State loss and slope at the residual, and the constants."""
        p = self.parameters
        at = ", ".join(
            f"{name} {self.losses[name]:.3f} (slope {self.slopes[name] + 0:.2f})" for name in _LOOKS
        )
        best = ", ".join(f"{name} {constant:.2f}" for name, constant in self.constants.items())
        return (
            f"Residual {p['residual']:.1f}: {at}. For 1, 2, 3, 4 and {p['fifth']:g} the best "
            f"constant is: {best} (δ = {p['delta']:g}, τ = {p['quantile']:g})."
        )


def _over_residual(name: str, r: np.ndarray, **options: float) -> tuple[np.ndarray, np.ndarray]:
    return _LOSSES[name].value_and_gradient(np.zeros_like(r), r, reduction="none", **options)


def _mean_loss(name: str, values: np.ndarray, places: np.ndarray, **options: float) -> np.ndarray:
    target, constants = np.broadcast_arrays(values, places[:, np.newaxis])
    return _LOSSES[name](target, constants, reduction="none", **options).mean(axis=1)
