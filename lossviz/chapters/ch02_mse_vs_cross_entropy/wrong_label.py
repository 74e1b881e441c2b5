"""Points of two classes, one of them with a wrong label: the boundary that each loss draws."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import STEEPEST, over_logit
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Slider
from lossviz.explorable.style import INK, PINK, QUIET, sample
from lossviz.explorable.words import inked
from lossviz.maths import train_sigmoid_model

# Drawn once from two Gaussians, and rounded: features x₁ and x₂.
NO = np.transpose(
    [
        [-1, -1, -0.5, -1.8, -1, -1.3, -2, -1.7, -1.3, -2.1, 0.6, -1.9],
        [0.1, -1.8, -0.2, -0.1, -0.4, -0.2, -0.8, -0.1, -1.3, -0.5, -1.2, 0.5],
    ]
)
YES = np.transpose(
    [
        [1.4, 2.1, 1.2, 1.9, 0.4, 1.5, 2.4, 0.3, 1, 2.6, 1.7, 0.9],
        [0.3, -0.3, 1.4, 0.6, 1.1, 1.9, 0.9, -0.2, 0.7, 1.4, -0.6, 0.2],
    ]
)
POINTS = np.concatenate([NO, YES])
LABELS = np.repeat([0.0, 1.0], [len(NO), len(YES)])
STEPS = 100
RATES = {QUADRATIC_COST: 6.0, CROSS_ENTROPY: 1.0}
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

    size = (10.0, 4.2)
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
        for name, look in LOOKS.items():
            plane.plot(*_boundary(_without(name)), color=QUIET, linewidth=1.2, linestyle=":")
            self.readable(pull.plot(z, _pull(name, z), **look.line())[0], name)
            self._lines[name] = self.line(plane, **look.line(linewidth=2.6))
            self._points[name] = self.line(
                pull, **look.point(markersize=_SIZES[name], clip_on=False)
            )
        wrong = {"linestyle": "none", "marker": "X", "markersize": 13, "color": PINK}
        self._wrong = self.line(plane, **wrong, markeredgecolor="white", label="called no: wrong")
        before = sample("without it", color=QUIET, linewidth=1.2, linestyle=":")
        self.legend(
            sample("no", **no),
            sample("yes", **yes),
            self._wrong,
            *(look.sample(name) for name, look in LOOKS.items()),
            before,
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
        features = np.vstack([_features(POINTS), [x, y, 1.0]])
        fitted = _train(features, np.append(LABELS, 0.0))
        return WrongLabels(
            x, y, {name: _judge(name, weights, features[-1]) for name, weights in fitted.items()}
        )

    def place(self, labels: WrongLabels) -> None:
        """Move the wrong label, the boundaries and the points on the pull."""
        self._wrong.set_data([labels.x], [labels.y])
        for name, boundary in labels.boundaries.items():
            self._lines[name].set_data(*_boundary(boundary.weights))
            inside = -4 <= boundary.z <= _SURE
            z = float(np.clip(boundary.z, -4, _SURE))
            point, color = self._points[name], LOOKS[name].color
            point.set_data([z], [_pull(name, np.array(z))])
            # Beyond the edge it is shown there, hollow.
            point.set_markerfacecolor(color if inside else "white")
            point.set_markeredgecolor("white" if inside else color)

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


def _features(points: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([points, np.ones(len(points))])


def _train(
    features: NDArray[np.float64], labels: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    path = train_sigmoid_model(
        features,
        labels,
        np.zeros((len(LOSSES), 3)),
        losses=list(LOSSES.values()),
        learning_rates=[RATES[name] for name in LOSSES],
        steps=STEPS,
    )
    return dict(zip(LOSSES, path[-1], strict=True))


@lru_cache(maxsize=1)
def _clean() -> dict[str, NDArray[np.float64]]:
    return _train(_features(POINTS), LABELS)


def _without(name: str) -> NDArray[np.float64]:
    """The model that the right labels alone lead to."""
    return _clean()[name]


def _judge(name: str, weights: NDArray[np.float64], wrong: NDArray[np.float64]) -> Boundary:
    before = _without(name)[:2]
    cosine = weights[:2] @ before / np.hypot(*weights[:2]) / np.hypot(*before)
    answers = _features(POINTS) @ weights > 0
    z = float(weights @ wrong)
    return Boundary(
        weights,
        turned=float(np.degrees(np.arccos(np.clip(cosine, -1, 1)))),
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
