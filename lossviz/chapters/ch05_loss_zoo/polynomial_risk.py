"""A polynomial between too simple and too wild: degree, penalty, training and validation loss."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch05_loss_zoo.sine_samples import (
    HIGHEST_DEGREE,
    NOISE,
    TRAINING_SET,
    VALIDATION_SET,
    Samples,
    truth,
)
from lossviz.explorable import Choice, Counter, Handle, Picture, Preset, Scale
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, QUIET, Look, powers_of_ten, sample
from lossviz.explorable.words import inked, significant
from lossviz.maths import fit_polynomial, mean_squared_error

STRENGTHS: tuple[float, ...] = tuple((10.0 ** (np.arange(-32, 5) / 4)).tolist())
PENALTIES = {"no penalty": "none", "L1": "l1", "L2": "l2"}
TRAINING, VALIDATION = Look(BLUE, "-", "o"), Look(ORANGE, "--", "s")
_CURVE = np.linspace(-1, 1, 121)
_LOSSES = (0.006, 3.0)
_WEIGHTS = 1e4


class Path(NamedTuple):
    """The fits for every strength: weights, and both losses."""

    weights: NDArray[np.float64]
    training_losses: NDArray[np.floating]
    validation_losses: NDArray[np.floating]


class Fit(NamedTuple):
    """A fit, its losses, and the path of fits that it is one of."""

    degree: int
    strength: float
    penalty: str
    weights: NDArray[np.float64]
    training_loss: float
    validation_loss: float
    path: Path


class PolynomialRisk(Picture[Fit]):
    """Degree, strength and kind of the penalty; training and validation loss.

    Left the fit, in the middle both losses over the strength λ, right the weights.

    Examples
    --------
    >>> from lossviz.explorers import polynomial_risk
    >>> explorer = polynomial_risk()
    >>> explorer.set(penalty="L2")
    >>> explorer.result.validation_loss < 0.2
    True
    """

    size = (9.5, 3.9)
    narrow_size = (3.9, 6.6)
    parameters = (
        Counter("degree", "degree", 0, HIGHEST_DEGREE, default=3, symbol="d"),
        Scale("strength", "strength", STRENGTHS, default=1e-3, symbol="λ"),
        Choice("penalty", "penalty", tuple(PENALTIES), default="no penalty"),
    )
    presets = (
        Preset("Too simple", degree=1, penalty="no penalty"),
        Preset("About right", degree=3, penalty="no penalty"),
        Preset("Too wild", degree=12, penalty="no penalty"),
        Preset("Tamed by L2", degree=12, penalty="L2", strength=0.01),
        Preset("Tamed by L1", degree=12, penalty="L1", strength=0.01),
        Preset("Strangled", degree=12, penalty="L2", strength=10.0),
    )

    @property
    def handles(self) -> tuple[Handle[Fit], ...]:
        """The strength at its validation loss, and the highest power at the foot of its stem."""
        return (
            Handle(
                "the strength",
                ("strength",),
                self._losses,
                at=lambda fit: (fit.strength, np.clip(fit.validation_loss, *_LOSSES)),
                grab=lambda _, x, y: {"strength": x},
            ),
            Handle(
                "the highest power",
                ("degree",),
                self._weights,
                at=lambda fit: (fit.degree, 0),
                grab=lambda _, x, y: {"degree": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Draw the samples; prepare curve, losses and weights."""
        fit, losses, weights = self.panels(figure, 3, widths=[1.25, 1, 1], heights=[1.2, 1, 1])
        self._losses, self._weights = losses, weights
        fit.plot(*VALIDATION_SET, "s", color=ORANGE, alpha=0.35, markersize=2.5, markeredgewidth=0)
        (true,) = fit.plot(
            _CURVE, truth(_CURVE), color=QUIET, alpha=0.7, linewidth=4, label="truth"
        )
        fit.set(xlim=(-1.03, 1.03), ylim=(-2.2, 2.2), xlabel="x", ylabel="y")
        fit.set(xticks=[-1, 0, 1], yticks=[-2, 0, 2])
        fit.set_title("The fit")
        fit.grid(False)
        self._curve = self.line(fit, color=INK, linewidth=2.2, label="fit")
        # The samples stand still, but the fit must not be drawn over them.
        self.moving(fit.plot(*TRAINING_SET, **TRAINING.point(markersize=8))[0])

        losses.set(xscale="log", yscale="log", xlabel="strength λ", ylabel="loss")
        losses.set(xlim=(STRENGTHS[0], STRENGTHS[-1]), ylim=_LOSSES)
        losses.axhline(NOISE**2, color=QUIET, linewidth=1, linestyle=":")
        # Beside the axes, where nothing moves.
        beside = losses.get_yaxis_transform()
        losses.text(1.02, NOISE**2, "noise", color=QUIET, va="center", transform=beside)
        losses.set_xticks(*powers_of_ten(-8, 0, 4))
        losses.minorticks_off()
        losses.grid(False, axis="x")
        losses.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        losses.set_title("Mean squared error")
        self._series = [
            self.readable(self.line(losses, **look.line()), name)
            for name, look in (("training", TRAINING), ("validation", VALIDATION))
        ]
        self._points = [
            self.line(losses, **look.point(clip_on=False)) for look in (TRAINING, VALIDATION)
        ]
        self._here = self.line(losses, color=GREEN, linewidth=1.2, linestyle=":")

        weights.set_yscale("asinh", linear_width=1)
        weights.set(xlim=(-0.3, HIGHEST_DEGREE + 0.7), ylim=(-_WEIGHTS, _WEIGHTS))
        weights.set(xlabel="power k (hollow: exactly 0)", xticks=[0, 4, 8, 12])
        weights.grid(False, axis="x")
        weights.set_yticks(
            [-1000, -10, 0, 10, 1000], ["−1000", "−10", "0", "10", "1000"], minor=False
        )
        weights.minorticks_off()
        weights.axhline(0, color=QUIET, linewidth=0.8)
        weights.set_title("Weights wₖ")
        self._stems = self.line(weights, color=INK, linewidth=2)
        self._heads = self.line(weights, "o", color=INK, markersize=6)
        hollow = {"color": "white", "markersize": 6, "markeredgecolor": INK}
        self._zeros = self.line(weights, "o", **hollow)
        self.legend(
            true,
            self._curve,
            sample("training (15)", **TRAINING.line(), marker=TRAINING.marker),
            sample("validation (300)", **VALIDATION.line(), marker=VALIDATION.marker),
        )

    @staticmethod
    def compute(degree: int, strength: float, penalty: str) -> Fit:
        """Fit the polynomial and measure it on both sets."""
        path = _path(degree, PENALTIES[penalty])
        at = STRENGTHS.index(strength)
        training, validation = path.training_losses[at], path.validation_losses[at]
        losses = float(training), float(validation)
        return Fit(degree, strength, penalty, path.weights[at], *losses, path)

    def place(self, fit: Fit) -> None:
        """Move the curve, the losses and the weights."""
        self._curve.set_data(_CURVE, np.polynomial.polynomial.polyval(_CURVE, fit.weights))
        for line, losses in zip(
            self._series, (fit.path.training_losses, fit.path.validation_losses), strict=True
        ):
            line.set_data(STRENGTHS, np.clip(losses, *_LOSSES))
        for point, loss in zip(self._points, (fit.training_loss, fit.validation_loss), strict=True):
            point.set_data([fit.strength], [np.clip(loss, *_LOSSES)])
        self._here.set_data([fit.strength] * 2, [1e-9, 1e9])
        powers, heights = np.arange(1, fit.degree + 1), fit.weights[1:]
        shown = np.clip(heights, -_WEIGHTS, _WEIGHTS)
        self._stems.set_data(*verticals(powers, 0.0, shown))
        self._heads.set_data(powers[heights != 0], shown[heights != 0])
        self._zeros.set_data(powers[heights == 0], shown[heights == 0])

    def describe(self, fit: Fit) -> str:
        """State both losses and the size of the weights."""
        zeros = np.count_nonzero(fit.weights[1:] == 0)
        with_penalty = (
            "" if fit.penalty == "no penalty" else f" and λ = {significant(fit.strength)}"
        )
        return (
            f"Degree {fit.degree}, {fit.penalty}{with_penalty}: training loss "
            f"{inked(significant(fit.training_loss), TRAINING.color)}, validation loss "
            f"{inked(significant(fit.validation_loss), VALIDATION.color)} (the noise alone costs "
            f"{significant(NOISE**2)}). Largest weight "
            f"{significant(np.abs(fit.weights).max())}. Powers with weight 0: {zeros} of "
            f"{fit.degree}."
        )


@cache
def _path(degree: int, penalty: str) -> Path:
    """The fits for every strength of the slider."""
    weights = fit_polynomial(*TRAINING_SET, degree=degree, penalty=penalty, strength=STRENGTHS)
    return Path(weights, _losses(weights, TRAINING_SET), _losses(weights, VALIDATION_SET))


def _losses(weights: NDArray[np.float64], samples: Samples) -> NDArray[np.floating]:
    """The mean squared error of each polynomial, one in a row."""
    prediction = np.polynomial.polynomial.polyval(samples.x, weights.T)
    target = np.broadcast_to(samples.y, prediction.shape)
    each = mean_squared_error(target, prediction, reduction="none")
    losses: NDArray[np.floating] = each.mean(axis=1)
    return losses
