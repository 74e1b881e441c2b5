"""Softmax once against softmax twice, over two of three logits."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number
from lossviz.figures.style import BLUE, COLOUR_MAP, ORANGE, QUIET, Look
from lossviz.maths import softmax, sparse_softmax_cross_entropy

REACH = 8.0
LOOKS = {"softmax once": Look(BLUE, "--", "s"), "softmax twice": Look(ORANGE, "-", "o")}
_WORST = 8.0


def _losses(z1: NDArray[np.floating], z2: NDArray[np.floating]) -> dict[str, NDArray]:
    """The loss of class 1 of the logits (z1, z2, 0), with softmax once and twice."""
    z1, z2 = np.broadcast_arrays(z1, z2)
    logits = np.stack([z1, z2, np.zeros_like(z1)], axis=-1)
    target = np.zeros(z1.shape, dtype=int)
    return {
        name: sparse_softmax_cross_entropy(target, given, reduction="none")
        for name, given in zip(LOOKS, (logits, softmax(logits)), strict=True)
    }


def _slopes(z1: NDArray[np.floating], z2: float) -> dict[str, NDArray]:
    """Minus the derivative of both losses with respect to z1."""
    logits = np.stack([z1, np.full_like(z1, z2), np.zeros_like(z1)], axis=-1)
    once = softmax(logits)
    wish = np.array([1.0, 0.0, 0.0])
    outer = softmax(once) - wish
    # Through the inner softmax, with its Jacobian a_k (δ_kj − a_j).
    twice = once * (outer - (once * outer).sum(axis=-1, keepdims=True))
    return dict(zip(LOOKS, ((wish - once)[:, 0], -twice[:, 0]), strict=True))


class DoubleSoftmax(ExplorableFigure):
    """Two maps of the loss in the same colours, and the pull on the target's logit."""

    size = (10.0, 4.2)
    takes = dict.fromkeys(("z1", "z2"), number(-REACH, REACH))
    defaults = {"z1": -4.0, "z2": 4.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Compute and draw both maps."""
        grid = np.linspace(-REACH, REACH, 161)
        maps_of = _losses(grid, grid[:, np.newaxis])
        *maps, pull = figure.subplots(1, 3, width_ratios=[1, 1, 1.1])
        levels = {
            "softmax once": {
                0.1: (7, 5),
                1: (4.5, 5),
                2: (3, 5),
                4: (1, 5),
                6: (-1, 5),
                10: (-5, 5),
            },
            "softmax twice": {0.6: (2.6, -3), 1: (5, 5), 1.5: (1.5, 4)},
        }
        self._crosses = []
        for axes, (name, look) in zip(maps, LOOKS.items(), strict=True):
            image = axes.imshow(
                maps_of[name],
                vmin=0,
                vmax=_WORST,
                cmap=COLOUR_MAP,
                origin="lower",
                aspect="auto",
                extent=(-REACH, REACH, -REACH, REACH),
            )
            lines = axes.contour(
                grid, grid, maps_of[name], sorted(levels[name]), colors="white", linewidths=1.2
            )
            axes.clabel(lines, fmt="%g", fontsize=9.5, manual=list(levels[name].values()))
            axes.grid(False)
            axes.set_title(f"Loss, {name}", color=look.color)
            axes.set_xlabel("logit z₁ of the target")
            self._crosses.append(
                self.moving(
                    axes.plot([], [], "P", color="white", markersize=12, markeredgecolor="black")[0]
                )
            )
        maps[0].set_ylabel("logit z₂ (z₃ is 0)")
        figure.colorbar(
            image, ax=maps, location="bottom", label="loss in nats", extend="max", aspect=40
        )

        pull.set_title("Pull −∂C/∂z₁ at this z₂")
        pull.set_yticks([0, 0.25, 0.5, 0.75, 1])
        pull.set(xlim=(-REACH, REACH), ylim=(-0.04, 1.3), xlabel="logit z₁ of the target")
        self._z1 = np.linspace(-REACH, REACH, 65)
        self._curves, self._points = {}, {}
        for name, look in LOOKS.items():
            self._curves[name] = self.moving(pull.plot([], [], **look.line())[0])
            self._points[name] = self.moving(pull.plot([], [], **look.point())[0])
            pull.plot([], [], **look.line(), marker=look.marker, label=name)
        self._here = self.moving(pull.plot([], [], color=QUIET, linewidth=1)[0])
        pull.legend(loc="upper center", ncols=2, fontsize=9.5, columnspacing=1.0)

    def draw(self, z1: float, z2: float) -> None:
        """Move the crosses, and the cut with them."""
        self.losses = {name: float(v) for name, v in _losses(np.array(z1), np.array(z2)).items()}
        self.pulls = {name: float(v[0]) for name, v in _slopes(np.array([z1]), z2).items()}
        for cross in self._crosses:
            cross.set_data([z1], [z2])
        self._here.set_data([z1, z1], [-1, 2])
        for name, values in _slopes(self._z1, z2).items():
            self._curves[name].set_data(self._z1, values)
            self._points[name].set_data([z1], [self.pulls[name]])

    def describe(self) -> str:
        """Compare losses and pulls at the cross."""
        once, twice = LOOKS
        return (
            f"At z₁ = {self.parameters['z1']:.1f}, z₂ = {self.parameters['z2']:.1f}: the loss is "
            f"{self.losses[once]:.4f} nats with {once} and {self.losses[twice]:.4f} with {twice}; "
            f"z₁ is pulled up with {self.pulls[once]:.4f} and with {self.pulls[twice]:.4f}."
        )
