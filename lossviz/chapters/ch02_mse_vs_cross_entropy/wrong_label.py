"""Points of two classes, one of them with a wrong label: the boundary that each loss draws."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import STEEPEST, over_logit
from lossviz.chapters.ch02_mse_vs_cross_entropy.one_wrong_label import (
    FEATURES,
    LABELS,
    NO,
    YES,
    train,
    turned,
)
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import INK, PINK, QUIET, hollow_unless, sample
from lossviz.explorable.words import inked

_X, _Y = (-3.2, 4.6), (-3.2, 3.2)
_SURE = 8.0
_SIZES = {QUADRATIC_COST: 12, CROSS_ENTROPY: 7}


class Boundary(NamedTuple):
    """A model and what the wrong label has done to it.

    Attributes
    ----------
    weights : of the two features, and the bias
    turned : by how many degrees the boundary was turned
    right : how many of the points with a right label it sorts right
    z : its logit for the wrong label's point
    pull : the slope of the loss there, as a share of the steepest
    """

    weights: NDArray[np.float64]
    turned: float
    right: int
    z: float
    pull: float


class WrongLabels(NamedTuple):
    """Where the point with the wrong label is, and the boundary of each loss."""

    x: float
    y: float
    boundaries: dict[str, Boundary]


class WrongLabel(Picture[WrongLabels]):
    """One point with a wrong label among 24 right ones, and the boundary that each loss draws.

    Left the points and the boundaries, right how hard the wrong label still pulls on each model.

    Examples
    --------
    >>> from lossviz.explorers import wrong_label
    >>> explorer = wrong_label()
    >>> explorer.press("Far beyond them")
    >>> round(explorer.result.boundaries["quadratic cost"].turned)
    0
    """

    size = (9.0, 3.5)
    narrow_size = (3.9, 6.0)
    parameters = (
        Slider("x", "wrong label", _X[0] + 0.2, _X[1] - 0.2, 0.1, default=0.2, symbol="x₁"),
        Slider("y", "wrong label", -3.0, 3.0, 0.1, default=0.0, symbol="x₂"),
    )
    presets = (
        Preset("At the border", x=0.2, y=0.0),
        Preset("Among the others", x=2.0, y=0.0),
        Preset("Far beyond them", x=2.4, y=2.6),
        Preset("Where both give in", x=4.0, y=-2.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the points with right labels and the curves of the pull."""
        self._plane, self._pull = plane, pull = self.panels(figure, 2, widths=[1.25, 1])
        plane.set(xlim=_X, ylim=_Y, xlabel="feature x₁", ylabel="feature x₂")
        plane.set(xticks=[-2, 0, 2, 4], yticks=[-2, 0, 2])
        plane.set_title("24 right labels, one wrong")
        looks: dict[str, Any] = {"linestyle": "none", "markersize": 7, "markeredgewidth": 1.4}
        yes = {**looks, "marker": "o", "color": INK}
        no = {**looks, "marker": "o", "color": INK, "markerfacecolor": "none"}
        plane.plot(*NO.T, **no)
        plane.plot(*YES.T, **yes)
        pull.set(xlim=(-4, _SURE), ylim=(-0.03, 1.06), yticks=[0, 0.5, 1], xticks=[-4, 0, 4, 8])
        pull.set(xlabel="logit z of the wrong label", ylabel="share of the strongest")
        pull.set_title("Its pull, once trained")
        for axes in (plane, pull):
            axes.grid(False)
        z = np.linspace(-4, _SURE, 121)
        self._lines, self._points = {}, {}
        for (name, look), before in zip(LOOKS.items(), _without(), strict=True):
            plane.plot(*_boundary(before), color=QUIET, linewidth=1.2, linestyle=":")
            self.readable(pull.plot(z, _pull(name, z), **look.line())[0], name)
            self._lines[name] = self.line(plane, **look.line(linewidth=2.6))
            self._points[name] = self.line(
                pull, **look.point(markersize=_SIZES[name], clip_on=False)
            )
        wrong = {"linestyle": "none", "marker": "X", "markersize": 13, "color": PINK}
        self._wrong = self.line(plane, **wrong, markeredgecolor="white", label="called no: wrong")
        without = sample("without it", color=QUIET, linewidth=1.2, linestyle=":")
        self.legend(
            sample("no", **no),
            sample("yes", **yes),
            self._wrong,
            *(look.sample(name) for name, look in LOOKS.items()),
            without,
            fontsize=10.4,
            columnspacing=1.1,
        )

    @property
    def handles(self) -> tuple[Handle[WrongLabels], ...]:
        """The point with the wrong label."""
        return (
            Handle(
                "the point with the wrong label",
                ("x", "y"),
                self._plane,
                at=lambda now: (now.x, now.y),
                grab=lambda now, x, y: {"x": x, "y": y},
            ),
        )

    @staticmethod
    def compute(x: float, y: float) -> WrongLabels:
        """Train a model with each loss, on all 25 labels."""
        fitted = train((x, y))
        angles = turned(_without(), fitted)
        boundaries = {
            name: _judge(name, weights, float(angle), x, y)
            for name, weights, angle in zip(LOOKS, fitted, angles, strict=True)
        }
        return WrongLabels(x, y, boundaries)

    def place(self, labels: WrongLabels) -> None:
        """Move the wrong label, the boundaries and the points on the pull."""
        self._wrong.set_data([labels.x], [labels.y])
        for name, boundary in labels.boundaries.items():
            self._lines[name].set_data(*_boundary(boundary.weights))
            z = float(np.clip(boundary.z, -4, _SURE))
            self._points[name].set_data([z], [_pull(name, np.array(z))])
            hollow_unless(-4 <= boundary.z <= _SURE, self._points[name])

    def describe(self, labels: WrongLabels) -> str:
        """Say how far the wrong label has turned each boundary, and how it still pulls."""
        told = []
        for name, boundary in labels.boundaries.items():
            turned = inked(f"{boundary.turned:.0f}°", LOOKS[name].color)
            pull = inked(f"{100 * boundary.pull:.0f} %", LOOKS[name].color)
            told.append(
                f"of {name} by {turned} (now {boundary.right} of {len(LABELS)} right, and a pull "
                f"of {pull} of its strongest)"
            )
        return (
            f"The wrong label at ({labels.x:.1f}, {labels.y:.1f}) has turned the boundary "
            f"{' and that '.join(told)}."
        )


@lru_cache(maxsize=1)
def _without() -> NDArray[np.float64]:
    """The models that the right labels alone lead to."""
    return train()


def _judge(name: str, weights: NDArray[np.float64], angle: float, x: float, y: float) -> Boundary:
    answers = FEATURES @ weights > 0
    z = float(weights @ [x, y, 1.0])
    return Boundary(
        weights,
        turned=angle,
        right=int(np.count_nonzero(answers == (LABELS > 0.5))),
        z=z,
        pull=float(_pull(name, np.array(z))),
    )


def _pull(name: str, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """How hard a sample called no pulls on its logit, as a share of the strongest."""
    return np.asarray(over_logit(name, z).slope / STEEPEST[name])


def _boundary(weights: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The line on which the logit is 0, far enough to leave the panel on both sides."""
    w, b = weights[:2], weights[2]
    foot = -b * w / (w @ w)
    along = np.array([-w[1], w[0]]) / np.hypot(*w)
    x, y = (foot[:, np.newaxis] + np.multiply.outer(along, [-20.0, 20.0])).tolist()
    return np.array(x), np.array(y)
