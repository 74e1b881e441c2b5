"""A polynomial between too simple and too wild: degree, penalty, training and test loss."""

from __future__ import annotations

from functools import cache

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, number, whole
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE, QUIET, Look, powers_of_ten
from lossviz.maths import fit_polynomial, mean_squared_error

HIGHEST_DEGREE = 12
STRENGTHS = 10.0 ** (np.arange(-32, 5) / 4)
_PLACES = {strength: place for place, strength in enumerate(STRENGTHS.tolist())}
CHOICES = {"no penalty": "none", "L1": "l1", "L2": "l2"}
NOISE = 0.3
TRAINING, TEST = Look(BLUE, "-", "o"), Look(ORANGE, "--", "s")
_CURVE = np.linspace(-1, 1, 121)
_LOSSES = (0.006, 3.0)
_WEIGHTS = 1e4


def truth(x: NDArray[np.floating]) -> NDArray[np.floating]:
    """The curve that the samples scatter about."""
    return np.sin(np.pi * x)


def _samples() -> tuple[tuple[NDArray, NDArray], tuple[NDArray, NDArray]]:
    """Made-up samples, the true curve plus Gaussian noise: 15 to train on and 300 to test."""
    random = np.random.default_rng(1)
    x = np.clip(np.linspace(-1, 1, 15) + random.uniform(-0.06, 0.06, 15), -1, 1)
    y = truth(x) + NOISE * random.normal(size=15)
    test_x = random.uniform(-1, 1, 300)
    return (x, y), (test_x, truth(test_x) + NOISE * random.normal(size=300))


TRAINING_SET, TEST_SET = _samples()


class PolynomialRisk(ExplorableFigure):
    """Left the fit, in the middle both losses over the strength λ, right the weights."""

    size = (9.5, 3.9)
    takes = {  # noqa: RUF012 - never changed
        "strength": number(STRENGTHS[0], STRENGTHS[-1]),
        "degree": whole(0, HIGHEST_DEGREE),
        "penalty": choice(CHOICES),
    }
    defaults = {"strength": 1e-3, "degree": 12, "penalty": "no penalty"}  # noqa: RUF012

    def build(self, figure: Figure) -> None:
        """Draw the samples; prepare curve, losses and weights."""
        fit, losses, weights = figure.subplots(1, 3, width_ratios=[1.25, 1, 1])
        fit.plot(*TEST_SET, "s", color="#f0c6ad", markersize=2.5)
        fit.plot(_CURVE, truth(_CURVE), color="#bbbbbb", linewidth=4)
        fit.plot(*TRAINING_SET, "o", color=BLUE, markersize=8, markeredgecolor="white")
        fit.set(xlim=(-1.03, 1.03), ylim=(-2.2, 2.2), xlabel="x", ylabel="y")
        fit.set_title("The fit")
        self._curve = self.moving(fit.plot([], [], color=INK, linewidth=2.2)[0])

        losses.set(xscale="log", yscale="log", xlabel="strength λ of the penalty")
        losses.set(xlim=STRENGTHS[[0, -1]], ylim=_LOSSES)
        losses.axhline(NOISE**2, color=QUIET, linewidth=1, linestyle=":")
        losses.text(1.4e-8, NOISE**2 * 1.1, "noise", color=QUIET, fontsize=9)
        losses.set_xticks(*powers_of_ten(-8, 0, 2))
        losses.set_yticks([0.01, 0.1, 1], ["0.01", "0.1", "1"])
        losses.set_title("Mean squared error")
        self._series = [
            self.moving(losses.plot([], [], **look.line())[0]) for look in (TRAINING, TEST)
        ]
        self._points = [
            self.moving(losses.plot([], [], **look.point(clip_on=False))[0])
            for look in (TRAINING, TEST)
        ]
        self._here = self.moving(losses.plot([], [], color=GREEN, linewidth=1.2, linestyle=":")[0])

        weights.set_yscale("asinh", linear_width=1)
        weights.set(xlim=(0.3, HIGHEST_DEGREE + 0.7), ylim=(-_WEIGHTS, _WEIGHTS))
        weights.set(xlabel="power k", xticks=range(1, HIGHEST_DEGREE + 1, 2))
        weights.set_yticks(
            [-1000, -10, 0, 10, 1000], ["−1000", "−10", "0", "10", "1000"], minor=False
        )
        weights.minorticks_off()
        weights.axhline(0, color=QUIET, linewidth=0.8)
        weights.set_title("Weights wₖ")
        self._stems = self.moving(weights.plot([], [], color=INK, linewidth=2)[0])
        self._heads = self.moving(weights.plot([], [], "o", color=INK, markersize=6)[0])
        self._zeros = self.moving(
            weights.plot([], [], "o", color="white", markersize=6, markeredgecolor=INK)[0]
        )
        handles = [
            fit.plot([], [], color="#bbbbbb", linewidth=4)[0],
            fit.plot([], [], color=INK, linewidth=2.2)[0],
            fit.plot([], [], **TRAINING.line(), marker="o")[0],
            fit.plot([], [], **TEST.line(), marker="s")[0],
            fit.plot([], [], "o", color="white", markeredgecolor=INK)[0],
        ]
        figure.legend(
            handles,
            ["truth", "fit", "training (15 samples)", "test (300 samples)", "weight exactly 0"],
            loc="outside upper center",
            ncols=5,
        )

    def draw(self, strength: float, degree: int, penalty: str) -> None:
        """Fit the polynomial and measure it on both sets."""
        kind = CHOICES[penalty]
        path, training, test = _path(degree, kind)
        place = _PLACES.get(strength)
        if place is None:
            fitted = fit_polynomial(*TRAINING_SET, degree=degree, penalty=kind, strength=strength)
            self.weights = fitted
            self.training_loss, self.test_loss = (
                float(_loss(fitted[np.newaxis], data)[0]) for data in (TRAINING_SET, TEST_SET)
            )
        else:
            self.weights = path[place]
            self.training_loss, self.test_loss = float(training[place]), float(test[place])

        self._curve.set_data(_CURVE, np.polynomial.polynomial.polyval(_CURVE, self.weights))
        for series, point, losses, loss in zip(
            self._series,
            self._points,
            (training, test),
            (self.training_loss, self.test_loss),
            strict=True,
        ):
            series.set_data(STRENGTHS, np.clip(losses, *_LOSSES))
            point.set_data([strength], [np.clip(loss, *_LOSSES)])
        self._here.set_data([strength] * 2, [1e-9, 1e9])
        powers, heights = np.arange(1, degree + 1), self.weights[1:]
        shown = np.clip(heights, -_WEIGHTS, _WEIGHTS)
        self._stems.set_data(
            np.repeat(powers, 3),
            np.stack([0 * shown, shown, np.full_like(shown, np.nan)], axis=1).ravel(),
        )
        self._heads.set_data(powers[heights != 0], shown[heights != 0])
        self._zeros.set_data(powers[heights == 0], shown[heights == 0])

    def describe(self) -> str:
        """State both losses and the size of the weights."""
        p = self.parameters
        zeros, count = int((self.weights[1:] == 0).sum()), len(self.weights) - 1
        with_penalty = "" if p["penalty"] == "no penalty" else f" and λ = {p['strength']:.3g}"
        return (
            f"Degree {p['degree']}, {p['penalty']}{with_penalty}: training loss "
            f"{self.training_loss:.3f}, test loss {self.test_loss:.3f} (the noise alone costs "
            f"{NOISE**2:.2f}). Largest weight {np.abs(self.weights).max():.1f}. Powers with "
            f"weight 0: {zeros} of {count}."
        )


@cache
def _path(degree: int, penalty: str) -> tuple[NDArray, NDArray, NDArray]:
    """The weights and both losses for every strength of the slider."""
    weights = fit_polynomial(*TRAINING_SET, degree=degree, penalty=penalty, strength=STRENGTHS)
    return weights, _loss(weights, TRAINING_SET), _loss(weights, TEST_SET)


def _loss(weights: NDArray, data: tuple[NDArray, NDArray]) -> NDArray[np.float64]:
    x, y = data
    prediction = np.polynomial.polynomial.polyval(x, weights.T)
    target = np.broadcast_to(y, prediction.shape)
    return mean_squared_error(target, prediction, reduction="none").mean(axis=1)
