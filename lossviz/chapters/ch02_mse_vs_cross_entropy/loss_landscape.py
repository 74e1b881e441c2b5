"""Two maps of the same model: its loss over weight and bias, and a descent on each."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from matplotlib import colormaps
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.eight_points import CORNER, FEATURES, STEPS, X, Y
from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import mean_cost
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import COLOUR_MAP, INK
from lossviz.explorable.words import inked
from lossviz.maths import sigmoid, train_sigmoid_model

REACH = 6.0
_WRONG = dict(zip(("w", "b"), CORNER, strict=True))
# The maps go further than a start, so that its marker is whole.
_EDGE = 6.5
_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)
# A second descent starts this far away. Where the steps are so long that it ends elsewhere, the
# rounding of the machine decides the end, and no sentence may name it.
_NUDGE, _ASTRAY = 1e-9, 1e-4
# On dark paper the maps stay as they are, and so does what lies on them. (The white of the paper
# would turn dark.)
_WHITE = "#fefefe"
# Bands, not a gradient: the eye reads the slope from them, and the stored picture stays small.
_LEVELS = {
    QUADRATIC_COST: [0.1, 0.12, 0.15, 0.2, 0.25, 0.3, 0.35],
    CROSS_ENTROPY: [0.6, 0.8, 1, 2, 4, 8],
}
# Where the levels have their labels: out of the way of the descents from the presets.
_LABELS = {
    QUADRATIC_COST: [(3.0, -4.7), (-0.1, -3.0), (-2.1, -4.6), (-5.0, 0.6)],
    CROSS_ENTROPY: [(2.0, -2.8), (2.4, -5.0), (-2.2, -3.8), (-5.0, -5.0)],
}


class Descent(NamedTuple):
    """Weight and bias after each step, and where they end.

    Attributes
    ----------
    cost, right : at the end, the mean cost and how many samples lie on their side of one half
    chaotic : the last digit of the start decides the end
    restless : the cost still rises now and then, so the steps jump to and fro
    """

    learning_rate: float
    path: NDArray[np.float64]
    cost: float
    right: int
    chaotic: bool
    restless: bool


class Descents(NamedTuple):
    """A start, and the descent from it with each loss."""

    w: float
    b: float
    runs: dict[str, Descent]


class LossLandscape(Picture[Descents]):
    """Both losses over weight and bias, with descents from a start that you choose.

    Two maps, and the model at the end of both descents.

    Examples
    --------
    >>> from lossviz.explorers import loss_landscape
    >>> explorer = loss_landscape()
    >>> explorer.press("Wrong and sure")
    >>> print(explorer.result.runs["cross-entropy"].path[-1].round(2))
    [0.72 0.05]
    """

    size = (9.0, 3.4)
    narrow_size = (3.9, 4.9)
    parameters = (
        Slider("w", "start", -REACH, REACH, 0.1, default=0.0, symbol="w"),
        Slider("b", "start", -REACH, REACH, 0.1, default=0.0, symbol="b"),
        Scale("rate_squared", "η, quadratic", _RATES, default=1.0),
        Scale("rate_entropy", "η, entropy", _RATES, default=1.0),
    )
    presets = (
        Preset("A start in the middle", w=0.0, b=0.0, rate_squared=1.0, rate_entropy=1.0),
        Preset("Wrong and sure", **_WRONG, rate_squared=1.0, rate_entropy=1.0),
        Preset("A big step for the quadratic cost", **_WRONG, rate_squared=10.0, rate_entropy=1.0),
        Preset("Too big for cross-entropy", **_WRONG, rate_squared=10.0, rate_entropy=10.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the maps and the data."""
        if self.narrow:
            cells = figure.add_gridspec(2, 2, height_ratios=[1, 1.1])
            *maps, data = (
                figure.add_subplot(cell) for cell in (cells[0, 0], cells[0, 1], cells[1, :])
            )
        else:
            *maps, data = figure.subplots(1, 3, width_ratios=[1, 1, 0.9])
        self._maps = dict(zip(LOOKS, maps, strict=True))
        side = np.linspace(-_EDGE, _EDGE, 105)
        grid = np.stack(np.meshgrid(side, side), axis=-1)
        self._artists = {}
        for name, look in LOOKS.items():
            axes = self._maps[name]
            losses = cost_of(name, grid)
            shades = np.linspace(0, 1, len(_LEVELS[name]) + 1)
            axes.contourf(
                side,
                side,
                losses,
                _LEVELS[name],
                colors=colormaps[COLOUR_MAP](shades),
                extend="both",
            )
            lines = axes.contour(side, side, losses, _LEVELS[name], colors=_WHITE, linewidths=0.8)
            for label in axes.clabel(lines, fmt="%g", fontsize=10.4, manual=_LABELS[name]):
                label.set_rotation(0)
                # Readable on dark and on bright ground.
                label.set_path_effects([withStroke(linewidth=2.5, foreground="black")])
            self._mark_lowest(name)
            axes.grid(False)
            axes.set_title(name.capitalize(), color=look.color)
            axes.set(xlim=(-_EDGE, _EDGE), ylim=(-_EDGE, _EDGE), xlabel="weight w")
            axes.set(xticks=[-4, 0, 4], yticks=[-4, 0, 4])
            # Two lines for one path: it must be seen on dark and on bright ground.
            under = self.line(axes, color="black", linewidth=4)
            # The start is the marker on the path's first point: one artist less in every move.
            look_of_path = {**_on_map("D", 11), "linestyle": "-", "markevery": [0]}
            path = self.line(axes, color=_WHITE, linewidth=2, **look_of_path)
            # Smaller than the start, so that both are seen where they meet.
            at_end = {**_on_map(look.marker, 9), "color": look.color, "clip_on": False}
            end = self.line(axes, **at_end)
            self._artists[name] = (under, path, end)

        self._maps[QUADRATIC_COST].set_ylabel("bias b")

        data.set(xlim=(-3.6, 3.6), ylim=(-0.08, 2.0 if self.narrow else 1.5), xlabel="x")
        data.set(xticks=[-3, 0, 3], yticks=[0, 0.5, 1])
        data.grid(False)
        data.set_title("The model at the end")
        self._models = {
            name: self.line(data, **look.line(clip_on=False, label=name))
            for name, look in LOOKS.items()
        }
        # The points never move, but belong on top of the curves.
        points = self.line(data, "o", color=INK, markersize=7, markeredgewidth=0, label="data")
        points.set_data(X, Y)
        data.legend(loc="upper left", fontsize=10.4, ncols=2 if self.narrow else 1)

    def _mark_lowest(self, name: str) -> None:
        """Name the lowest point of a map beside it: the ends of the descents cover it."""
        place = train_sigmoid_model(
            FEATURES, Y, [[0.0, 0.0]], losses=[LOSSES[name]], learning_rates=[2.0], steps=500
        )[-1, 0]
        words = self._maps[name].annotate(
            f"{'' if self.narrow else 'lowest: '}{float(cost_of(name, place)):.3f}",
            place,
            (1.4, 3.1),
            color=_WHITE,
            fontsize=10.4,
            arrowprops={"arrowstyle": "-", "color": _WHITE, "shrinkA": 2, "shrinkB": 7},
        )
        words.set_path_effects([withStroke(linewidth=2.5, foreground="black")])

    @property
    def handles(self) -> tuple[Handle[Descents], ...]:
        """The start, on either map."""
        return tuple(
            Handle(
                f"the start on the map of {name}",
                ("w", "b"),
                axes,
                at=lambda descents: (descents.w, descents.b),
                grab=lambda _, w, b: {"w": w, "b": b},
            )
            for name, axes in self._maps.items()
        )

    @staticmethod
    def compute(w: float, b: float, rate_squared: float, rate_entropy: float) -> Descents:
        """Descend from (w, b) with both losses, and a second time from close by."""
        rates = {QUADRATIC_COST: rate_squared, CROSS_ENTROPY: rate_entropy}
        both = train_sigmoid_model(
            FEATURES,
            Y,
            np.repeat([[w, b], np.add([w, b], _NUDGE)], len(LOSSES), axis=0),
            losses=[*LOSSES.values()] * 2,
            learning_rates=[*rates.values()] * 2,
            steps=STEPS,
        )
        paths, nudged = np.split(both, 2, axis=1)
        return Descents(
            w,
            b,
            {
                name: _descent(name, rates[name], paths[:, i], nudged[:, i])
                for i, name in enumerate(LOSSES)
            },
        )

    def place(self, descents: Descents) -> None:
        """Move the paths and the models at their ends."""
        x = np.linspace(-3.6, 3.6, 41)
        for name, (under, line, last) in self._artists.items():
            path = descents.runs[name].path
            for artist in (under, line):
                artist.set_data(path[:, 0], path[:, 1])
            # A descent that leaves the map is shown at its edge, hollow.
            inside = bool((np.abs(path[-1]) <= _EDGE).all())
            last.set_markerfacecolor(LOOKS[name].color if inside else _WHITE)
            last.set_data(*np.clip(path[-1:], -_EDGE, _EDGE).T)
            w, b = path[-1]
            self._models[name].set_data(x, sigmoid(w * x + b))

    def describe(self, descents: Descents) -> str:
        """Say where both descents end, or that they do not come to rest."""
        ends = "; ".join(
            f"{name} with η = {run.learning_rate:g} {_end(name, run)}"
            for name, run in descents.runs.items()
        )
        return f"From w = {descents.w:.1f}, b = {descents.b:.1f}, after {STEPS} steps: {ends}."


def cost_of(name: str, weights: NDArray[np.float64]) -> NDArray[np.floating]:
    """The mean cost of all samples for weights and biases on the last axis."""
    return mean_cost(name, Y, weights @ FEATURES.T)


def _descent(
    name: str, learning_rate: float, path: NDArray[np.float64], nudged: NDArray[np.float64]
) -> Descent:
    """Judge a path by its own late costs and by a path from close by."""
    late = cost_of(name, path[-STEPS // 4 :])
    answers = FEATURES @ path[-1] > 0
    return Descent(
        learning_rate,
        path,
        cost=float(late[-1]),
        right=int(np.count_nonzero(answers == (Y > 0.5))),
        chaotic=bool(abs(path - nudged).max() > _ASTRAY),
        restless=bool((late[1:] > 1.01 * late[:-1]).any()),
    )


def _end(name: str, run: Descent) -> str:
    """Say where a descent ends, as the end of a sentence."""
    if run.chaotic:
        return "jumps so far that the last digit of its start decides where it is"
    if run.restless:
        return "jumps to and fro and does not settle"
    w, b = run.path[-1]
    place, cost = (
        inked(text, LOOKS[name].color) for text in (f"w = {w:.2f}, b = {b:.2f}", f"{run.cost:.3f}")
    )
    return f"is at {place}, cost {cost}, with {run.right} of {len(X)} samples right"


def _on_map(marker: str, size: float) -> dict[str, Any]:
    return {
        "marker": marker,
        "markersize": size,
        "linestyle": "none",
        "markeredgecolor": "black",
        "markerfacecolor": _WHITE,
    }
