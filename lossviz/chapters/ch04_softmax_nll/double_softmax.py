"""Softmax once against softmax twice, over two of three logits."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.contour import ContourSet
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import BLUE, COLOUR_MAP, ORANGE, QUIET, Look
from lossviz.explorable.words import fraction, inked
from lossviz.maths import softmax, sparse_softmax_cross_entropy

ONCE, TWICE = "softmax once", "softmax twice"
LOOKS = {ONCE: Look(BLUE, "--", "s"), TWICE: Look(ORANGE, "-", "o")}
_REACH = 8.0
_WORST = 8.0
_TICKS = (-8, -4, 0, 4, 8)
_TARGETS_LOGIT = "logit z₁ (target)"
_BANDS = np.arange(0, _WORST + 0.1, 0.5)
_GRID = np.linspace(-_REACH, _REACH, 161)
_CUT = np.linspace(-_REACH, _REACH, 65)
# These do not change on dark paper, as the maps do not.
_LIGHT, _DARK = "#fefefe", "black"
# Contours of each map, and where their labels stand.
_LEVELS: dict[str, dict[float, tuple[float, float]]] = {
    ONCE: {0.1: (5.5, 3.5), 1: (4.5, 5), 2: (3, 5), 4: (1, 5), 6: (-1, 5), 10: (-5, 5)},
    TWICE: {0.6: (2.6, -3), 1: (5, 5), 1.5: (1.5, 4)},
}
_FEW_LEVELS: dict[str, dict[float, tuple[float, float]]] = {
    **_LEVELS,
    ONCE: {0.1: (4, 3), 2: (-1.8, -4), 6: (-6, -4)},
}


class Comparison(NamedTuple):
    """Loss of class 1 and pull on its logit, with softmax once and twice.

    ``cuts`` holds the pulls along z₁, at this z₂.
    """

    z1: float
    z2: float
    losses: dict[str, float]
    pulls: dict[str, float]
    cuts: dict[str, NDArray[np.floating]]


class DoubleSoftmax(Picture[Comparison]):
    """The loss with softmax once and twice, over two logits.

    Two maps of the loss in the same colours, and the pull on the target's logit.

    Examples
    --------
    >>> from lossviz.explorers import double_softmax
    >>> explorer = double_softmax()
    >>> explorer.press("Right and sure")
    >>> print({name: round(loss, 4) for name, loss in explorer.result.losses.items()})
    {'softmax once': 0.0004, 'softmax twice': 0.5517}
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 5.3)
    parameters = (
        Slider("z1", "logit", -_REACH, _REACH, 0.1, default=-4.0, symbol="z₁ (target)"),
        Slider("z2", "logit", -_REACH, _REACH, 0.1, default=4.0, symbol="z₂"),
    )
    presets = (
        Preset("Right and sure", z1=8.0, z2=-2.0),
        Preset("No opinion", z1=0.0, z2=0.0),
        Preset("Wrong and sure", z1=-8.0, z2=8.0),
    )

    @property
    def handles(self) -> tuple[Handle[Comparison], ...]:
        """The cross, on the map of the loss that is right."""
        return (
            Handle(
                "the cross",
                ("z1", "z2"),
                self._maps[0],
                lambda comparison: (comparison.z1, comparison.z2),
                lambda comparison, x, y: {"z1": x, "z2": y},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Compute and draw both maps."""
        if self.narrow:
            places = figure.subplot_mosaic([[ONCE, TWICE], ["pull", "pull"]])
            places[TWICE].tick_params(labelleft=False)
        else:
            places = figure.subplot_mosaic([[ONCE, TWICE, "pull"]], width_ratios=[1, 1, 1.1])
        pull = places.pop("pull")
        self._maps = list(places.values())
        both = _losses_and_pulls(_GRID, _GRID[:, np.newaxis])
        for name, axes in places.items():
            image = self._map(axes, name, both[name][0])
        self._maps[0].set_ylabel("logit z₂ (z₃ is 0)")
        bar = figure.colorbar(
            image, ax=self._maps, location="bottom", label="loss in nats", extend="max", aspect=40
        )
        bar.set_ticks([0, 2, 4, 6, 8])
        cross = {"color": _LIGHT, "markersize": 12, "markeredgecolor": _DARK}
        self._crosses = [self.line(axes, "P", **cross, clip_on=False) for axes in self._maps]

        pull.set_title("Pull −∂C/∂z₁ at this z₂")
        pull.set_xticks(_TICKS)
        pull.set_yticks([0, 0.5, 1] if self.narrow else [0, 0.25, 0.5, 0.75, 1])
        pull.set(xlim=(-_REACH, _REACH), xlabel=_TARGETS_LOGIT)
        pull.set_ylabel("pull", visible=False)  # for the pointer; the title says it
        pull.grid(False, axis="x")
        # Above and below all that moves: no pull is beyond 1 or against the target.
        room = 0.3 if self.narrow else 0.14
        pull.set_ylim(-room, 1 + room)
        for name, edge, side in ((ONCE, 1 + room, "top"), (TWICE, -room, "bottom")):
            pull.text(-0.94 * _REACH, edge, name, color=LOOKS[name].color, va=side)
        self._here = self.line(pull, color=QUIET, linewidth=1)
        self._curves, self._points = {}, {}
        for name, look in LOOKS.items():
            self._curves[name] = self.readable(self.line(pull, **look.line()), name)
        # The larger one behind, so that both are seen where they meet.
        for (name, look), size in zip(LOOKS.items(), (10.5, 6.5), strict=True):
            self._points[name] = self.line(pull, **look.point(markersize=size, clip_on=False))

    def _map(self, axes: Axes, name: str, losses: NDArray[np.floating]) -> ContourSet:
        """Draw a loss over both logits, with its contours."""
        # Bands, not a gradient: the eye reads the slope from them.
        image = axes.contourf(
            _GRID, _GRID, losses, _BANDS, vmin=0, vmax=_WORST, cmap=COLOUR_MAP, extend="max"
        )
        levels = (_FEW_LEVELS if self.narrow else _LEVELS)[name]
        # Light on the dark half of the colours, dark on the light one.
        inks = [_LIGHT if level < _WORST / 2 else _DARK for level in sorted(levels)]
        lines = axes.contour(_GRID, _GRID, losses, sorted(levels), colors=inks, linewidths=1.2)
        axes.clabel(lines, fmt="%g", fontsize=10.5, manual=list(levels.values()))
        axes.grid(False)
        axes.set_title(name if self.narrow else f"Loss, {name}", color=LOOKS[name].color)
        axes.set(xlabel=_TARGETS_LOGIT, xticks=_TICKS, yticks=_TICKS)
        return image

    @staticmethod
    def compute(z1: float, z2: float) -> Comparison:
        """Take the logits (z1, z2, 0) to both losses, and to their pulls all along z1."""
        both = _losses_and_pulls(np.append(_CUT, z1), z2)
        return Comparison(
            z1,
            z2,
            {name: float(losses[-1]) for name, (losses, _) in both.items()},
            {name: float(pulls[-1]) for name, (_, pulls) in both.items()},
            {name: pulls[:-1] for name, (_, pulls) in both.items()},
        )

    def place(self, comparison: Comparison) -> None:
        """Move the crosses, and the cut with them."""
        z1 = comparison.z1
        for cross in self._crosses:
            cross.set_data([z1], [comparison.z2])
        self._here.set_data([z1, z1], [comparison.pulls[TWICE], comparison.pulls[ONCE]])
        for name in LOOKS:
            self._curves[name].set_data(_CUT, comparison.cuts[name])
            self._points[name].set_data([z1], [comparison.pulls[name]])

    def describe(self, comparison: Comparison) -> str:
        """Compare losses and pulls at the cross."""
        losses = {
            name: inked(f"{comparison.losses[name]:.2f}", LOOKS[name].color) for name in LOOKS
        }
        pulls = {name: inked(fraction(comparison.pulls[name]), LOOKS[name].color) for name in LOOKS}
        return (
            f"At z₁ = {comparison.z1:.1f}, z₂ = {comparison.z2:.1f}: the loss is "
            f"{losses[ONCE]} nats with {ONCE} and {losses[TWICE]} with {TWICE}; "
            f"z₁ is pulled up with {pulls[ONCE]} and with {pulls[TWICE]}."
        )


def _losses_and_pulls(
    z1: NDArray[np.floating], z2: NDArray[np.floating] | float
) -> dict[str, tuple[NDArray[np.floating], NDArray[np.floating]]]:
    """Both losses of class 1 of the logits (z1, z2, 0), and minus their derivatives by z1."""
    logits = np.stack(np.broadcast_arrays(z1, z2, 0.0), axis=-1)
    target = np.zeros(logits.shape[:-1], int)
    inner = softmax(logits)
    once, slope = sparse_softmax_cross_entropy.value_and_gradient(target, logits, reduction="none")
    twice, outer = sparse_softmax_cross_entropy.value_and_gradient(target, inner, reduction="none")
    # Through the inner softmax, with its Jacobian a_k (δ_kj − a_j).
    through = inner * (outer - (inner * outer).sum(axis=-1, keepdims=True))
    return {ONCE: (once, -slope[..., 0]), TWICE: (twice, -through[..., 0])}
