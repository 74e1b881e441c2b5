"""Two maps of the same model: its loss over weight and bias, and a descent on each."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
from matplotlib.colors import LogNorm, Normalize
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import RATE, number
from lossviz.figures.neuron_looks import LOOKS, LOSSES
from lossviz.figures.style import COLOUR_MAP, INK
from lossviz.maths import quadratic_cost, sigmoid, sigmoid_cross_entropy, train_sigmoid_model

# Made up for this picture: two classes that overlap, so that cross-entropy has a finite minimum.
X = np.array([-3.0, -2.0, -1.5, -0.5, 0.5, 1.0, 2.0, 3.0])
Y = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 1.0])
FEATURES = np.stack([X, np.ones_like(X)], axis=1)
STEPS = 200
REACH = 6.0
# A second descent starts this far away. Where the steps are so long that it ends elsewhere, the
# rounding of the machine decides the end, and no sentence may name it.
_NUDGE, _ASTRAY = 1e-9, 1e-4
# Bands, not a gradient: the eye reads the slope from them, and the stored picture stays small.
_BANDS = mpl.colormaps[COLOUR_MAP].resampled(12)
_NORMS = {"quadratic cost": Normalize(0.0, 0.5), "cross-entropy": LogNorm(0.4, 16)}
_LEVELS = {
    "quadratic cost": [0.1, 0.15, 0.2, 0.25, 0.3, 0.35],
    "cross-entropy": [0.6, 1, 2, 4, 8],
}


class LossLandscape(ExplorableFigure):
    """Quadratic cost and cross-entropy over (w, b), with descents from one start."""

    size = (9.5, 3.6)
    takes = {  # noqa: RUF012 - never changed
        "w": number(-REACH, REACH),
        "b": number(-REACH, REACH),
        "rate_squared": RATE,
        "rate_entropy": RATE,
    }
    defaults = {  # noqa: RUF012 - never changed
        "w": -4.0,
        "b": 4.0,
        "rate_squared": 1.0,
        "rate_entropy": 1.0,
    }

    def build(self, figure: Figure) -> None:
        """Draw the maps and the data."""
        *maps, data = figure.subplots(1, 3, width_ratios=[1, 1, 0.9])
        side = np.linspace(-REACH, REACH, 97)
        grid = np.stack(np.meshgrid(side, side), axis=-1)
        self._artists = {}
        for axes, (name, look) in zip(maps, LOOKS.items(), strict=True):
            losses = cost_of(name, grid)
            axes.imshow(
                losses,
                norm=_NORMS[name],
                cmap=_BANDS,
                origin="lower",
                aspect="auto",
                extent=(-REACH, REACH, -REACH, REACH),
            )
            lines = axes.contour(side, side, losses, _LEVELS[name], colors="white", linewidths=0.8)
            axes.clabel(lines, fmt="%g", fontsize=8.5)
            axes.grid(False)
            axes.set_title(name[0].upper() + name[1:], color=look.color)
            axes.set(xlim=(-REACH, REACH), ylim=(-REACH, REACH), xlabel="weight w")
            # Two lines for one path: it must be seen on dark and on bright ground.
            under = self.moving(axes.plot([], [], color="black", linewidth=4)[0])
            # The start is the marker on the path's first point: one artist less in every move.
            look_of_path = {**_on_map("D", 9), "linestyle": "-", "markevery": [0]}
            path = self.moving(axes.plot([], [], color="white", linewidth=2, **look_of_path)[0])
            at_end = {**_on_map(look.marker, 11), "color": look.color, "clip_on": False}
            end = self.moving(axes.plot([], [], **at_end)[0])
            self._artists[name] = (under, path, end)
        maps[0].set_ylabel("bias b")

        data.plot(X, Y, "o", color=INK, markersize=7, label="data")
        data.set(xlim=(-3.6, 3.6), ylim=(-0.08, 1.5), xlabel="x", yticks=[0, 0.5, 1])
        data.set_title("The model at the end")
        self._grid = np.linspace(-3.6, 3.6, 41)
        self._models = {
            n: self.moving(data.plot([], [], **k.line(), clip_on=False)[0])
            for n, k in LOOKS.items()
        }
        for name, look in LOOKS.items():
            data.plot([], [], **look.line(), label=name)
        data.legend(loc="upper left", fontsize=9.5)

    def draw(self, w: float, b: float, rate_squared: float, rate_entropy: float) -> None:
        """Descend from (w, b) with both losses and move the paths there."""
        path = train_sigmoid_model(
            FEATURES,
            Y,
            np.repeat([[w, b], np.add([w, b], _NUDGE)], len(LOSSES), axis=0),
            losses=[*LOSSES.values()] * 2,
            learning_rates=[rate_squared, rate_entropy] * 2,
            steps=STEPS,
        )
        path, nudged = np.split(path, 2, axis=1)
        self.paths = {name: path[:, i] for i, name in enumerate(LOSSES)}
        astray = abs(path - nudged).max(axis=(0, 2)) > _ASTRAY
        self.chaotic = dict(zip(LOSSES, astray.tolist(), strict=True))
        late = {name: cost_of(name, p[-STEPS // 4 :]) for name, p in self.paths.items()}
        self.restless = {n: bool((c[1:] > 1.01 * c[:-1]).any()) for n, c in late.items()}
        self.costs = {name: float(cost_of(name, p[-1])) for name, p in self.paths.items()}
        for name, (under, line, last) in self._artists.items():
            points = self.paths[name]
            for artist in (under, line):
                artist.set_data(points[:, 0], points[:, 1])
            # A descent that leaves the map is shown at its edge, hollow.
            inside = bool((np.abs(points[-1]) <= REACH).all())
            last.set_markerfacecolor(LOOKS[name].color if inside else "white")
            last.set_data(*np.clip(points[-1:], -REACH, REACH).T)
            w_end, b_end = points[-1]
            self._models[name].set_data(self._grid, sigmoid(w_end * self._grid + b_end))

    def describe(self) -> str:
        """Say where both descents end, or that they do not come to rest."""
        p = self.parameters
        rates = {"quadratic cost": p["rate_squared"], "cross-entropy": p["rate_entropy"]}
        ends = "; ".join(f"{name} with η = {rates[name]:g} {self._end(name)}" for name in LOOKS)
        return f"From w = {p['w']:.1f}, b = {p['b']:.1f}, after {STEPS} steps: {ends}."

    def _end(self, name: str) -> str:
        if self.chaotic[name]:
            return "jumps so far that the last digit of its start decides where it is"
        if self.restless[name]:
            return "jumps to and fro and does not settle"
        w, b = self.paths[name][-1]
        return (
            f"is at w = {w:.2f}, b = {b:.2f}, cost {self.costs[name]:.4f}, "
            f"with {right(self.paths[name][-1])} of {len(X)} samples right"
        )


def cost_of(name: str, weights: np.ndarray) -> np.ndarray:
    """The mean cost of all samples for weights and biases on the last axis."""
    z = weights @ FEATURES.T
    target = np.broadcast_to(Y, z.shape)
    if name == "quadratic cost":
        return quadratic_cost(target, sigmoid(z), reduction="none").mean(axis=-1)
    return sigmoid_cross_entropy(target, z, reduction="none").mean(axis=-1)


def right(weights: np.ndarray) -> int:
    """How many samples lie on their side of one half."""
    return int(((weights @ FEATURES.T > 0) == (Y > 0.5)).sum())


def _on_map(marker: str, size: float) -> dict:
    return {
        "marker": marker,
        "markersize": size,
        "linestyle": "none",
        "markeredgecolor": "black",
        "markerfacecolor": "white",
    }
