"""Ten shots, some of them hits: the likelihood of a forecast, and what two losses charge."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import OVER_PROBABILITY
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Counter, Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, INK
from lossviz.explorable.words import counted, inked
from lossviz.maths import Loss

SHOTS = 10
# Closest together at the ends, where cross-entropy bends most.
_GRID = (1 - np.cos(np.linspace(0.06, np.pi - 0.06, 100))) / 2
_TOP_SHARE = 1.08
# High enough for the worst forecast on the slider, −ln 0.01 = 4.6.
_TOP_PRICE = 4.8
_LABELS = {QUADRATIC_COST: "quadratic cost ½(a − y)²", CROSS_ENTROPY: "cross-entropy (nats)"}


class Forecast(NamedTuple):
    """A forecast, its likelihood and its price, the mean loss of a shot, with each loss.

    ``best`` is the highest likelihood of all forecasts; ``curves`` has the price of every one.
    """

    hits: int
    forecast: float
    likelihood: float
    best: float
    prices: dict[str, float]
    curves: dict[str, NDArray[np.floating]]


class BernoulliLikelihood(Picture[Forecast]):
    """Hits in ten shots and a forecast: its likelihood and its price.

    Left the likelihood of every forecast, right its price under both losses.

    Examples
    --------
    >>> from lossviz.explorers import bernoulli_likelihood
    >>> explorer = bernoulli_likelihood()
    >>> explorer.set(hits=7, forecast=0.7)
    >>> print(round(explorer.result.prices["cross-entropy"], 4))
    0.6109
    """

    size = (10.0, 3.5)
    narrow_size = (3.9, 5.2)
    parameters = (
        Counter("hits", f"hits of {SHOTS}", 0, SHOTS, default=7),
        Slider("forecast", "forecast", 0.01, 0.99, 0.01, default=0.4, symbol="a"),
    )
    presets = (
        Preset("A fair forecast", hits=7, forecast=0.7),
        Preset("Too sure", hits=7, forecast=0.99),
        Preset("Sure and right", hits=10, forecast=0.99),
        Preset("Undecided", hits=0, forecast=0.5),
        Preset("Sure and wrong", hits=0, forecast=0.99),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        likelihood, price = self.panels(figure, 2)
        self._likelihood, self._price = likelihood, price
        for axes in (likelihood, price):
            axes.set(xlim=(0, 1), xlabel="forecast a", xticks=[0, 0.5, 1])
            axes.grid(False)
        likelihood.set(ylim=(-0.03, _TOP_SHARE), yticks=[0, 0.5, 1])
        likelihood.set(title="Likelihood of every forecast", ylabel="share of the best one")
        price.set(ylim=(-0.12, _TOP_PRICE), yticks=[0, 2, 4])
        price.set(title="Price of every forecast", ylabel="mean loss of a shot")
        self._curve = self.line(likelihood, color=INK, linewidth=2.2)
        self.readable(self._curve, "likelihood")
        best = {"color": GREEN, "linewidth": 1.6, "linestyle": ":", "label": "share of hits"}
        foot = {"marker": "^", "markersize": 9, "markeredgecolor": "white", "markevery": [0]}
        self._bests = [
            self.line(likelihood, **best, **foot, clip_on=False),
            self.line(price, **best),
        ]
        self._here = self.line(
            likelihood, "D", color=INK, markersize=8, markeredgecolor="white", clip_on=False
        )
        self._losses = {
            name: self.readable(self.line(price, **look.line()), name)
            for name, look in LOOKS.items()
        }
        # One is larger and lies behind, so that both are seen where they meet.
        sizes = {QUADRATIC_COST: 12, CROSS_ENTROPY: 7}
        self._points = {
            name: self.line(price, **look.point(markersize=sizes[name], clip_on=False))
            for name, look in LOOKS.items()
        }
        samples = [
            look.sample(name if self.narrow else _LABELS[name]) for name, look in LOOKS.items()
        ]
        self.legend(*samples, self._bests[1])

    @property
    def handles(self) -> tuple[Handle[Forecast], ...]:
        """The share of hits at the foot of its line, and the forecast on all three curves."""
        return (
            Handle(
                "the share of hits",
                ("hits",),
                self._likelihood,
                at=lambda now: (now.hits / SHOTS, 0.0),
                grab=lambda now, x, y: {"hits": SHOTS * x},
            ),
            Handle(
                "the forecast on the likelihood",
                ("forecast",),
                self._likelihood,
                at=lambda now: (now.forecast, now.likelihood / now.best),
                grab=lambda now, x, y: {"forecast": x},
            ),
            *(self._priced(name) for name in LOOKS),
        )

    def _priced(self, name: str) -> Handle[Forecast]:
        return Handle(
            f"the forecast on the {name}",
            ("forecast",),
            self._price,
            at=lambda now: (now.forecast, now.prices[name]),
            grab=lambda now, x, y: {"forecast": x},
        )

    @staticmethod
    def compute(hits: int, forecast: float) -> Forecast:
        """Measure the likelihood of the forecast, and the price of this and every other one."""
        prices = {
            name: float(_mean_loss(loss, hits, np.array([forecast]))[0])
            for name, loss in OVER_PROBABILITY.items()
        }
        share = hits / SHOTS
        return Forecast(
            hits,
            forecast,
            likelihood=float(np.exp(-SHOTS * prices[CROSS_ENTROPY])),
            best=share**hits * (1 - share) ** (SHOTS - hits),
            prices=prices,
            curves={name: _mean_loss(loss, hits, _GRID) for name, loss in OVER_PROBABILITY.items()},
        )

    def place(self, forecast: Forecast) -> None:
        """Move the curves to the number of hits and the points to the forecast."""
        likelihoods = np.exp(-SHOTS * forecast.curves[CROSS_ENTROPY])
        self._curve.set_data(_GRID, likelihoods / forecast.best)
        self._here.set_data([forecast.forecast], [forecast.likelihood / forecast.best])
        for line, top in zip(self._bests, (_TOP_SHARE, _TOP_PRICE), strict=True):
            line.set_data([forecast.hits / SHOTS] * 2, [0, top])
        for name in LOOKS:
            self._losses[name].set_data(_GRID, forecast.curves[name])
            self._points[name].set_data([forecast.forecast], [forecast.prices[name]])

    def describe(self, forecast: Forecast) -> str:
        """State the likelihood and both losses."""
        nats = forecast.prices[CROSS_ENTROPY]
        entropy = inked(f"{nats:.3f}", LOOKS[CROSS_ENTROPY].color)
        squared = inked(f"{forecast.prices[QUADRATIC_COST]:.3f}", LOOKS[QUADRATIC_COST].color)
        return (
            f"{counted(forecast.hits, 'hit')} in {SHOTS} shots, forecast "
            f"{forecast.forecast:.2f}: the likelihood is {_chance(forecast.likelihood)}, "
            f"{_percent(forecast.likelihood / forecast.best)} of the best. Minus its logarithm is "
            f"{SHOTS * nats:.2f}, that is {entropy} nats of cross-entropy for each shot. The "
            f"quadratic cost charges {squared}."
        )


def _percent(share: float) -> str:
    """A share for people, small ones with one digit."""
    if share < 0.0001:
        return "less than 0.01 %"
    return f"{100 * share:.3g} %" if share >= 0.01 else f"{100 * share:.1g} %"


def _chance(likelihood: float) -> str:
    """A likelihood for people: 35 %, or 1 in 2,800."""
    if likelihood >= 0.01:
        return f"{100 * likelihood:.2g} %"
    if likelihood < 1e-9:
        return "less than 1 in a billion"
    return f"1 in {float(f'{1 / likelihood:.2g}'):,.0f}"


def _mean_loss(loss: Loss, hits: int, forecasts: NDArray[np.float64]) -> NDArray[np.floating]:
    """The mean loss of all shots, for each forecast."""
    shots = np.arange(SHOTS) < hits
    every_forecast, every_shot = np.broadcast_arrays(forecasts[:, np.newaxis], shots)
    return np.asarray(loss(every_shot, every_forecast, reduction="none").mean(axis=-1))
