"""Ten days with one forecast for all of them: what each loss charges for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch02_mse_vs_cross_entropy.bernoulli_likelihood import DAYS
from lossviz.chapters.ch02_mse_vs_cross_entropy.losses import OVER_PROBABILITY
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, QUADRATIC_COST
from lossviz.explorable import Counter, Handle, Picture, Preset, Slider
from lossviz.explorable.style import GREEN, hollow_unless, sample
from lossviz.explorable.words import counted, inked
from lossviz.maths import Loss

# Closest together at the ends, where cross-entropy bends most.
_GRID = (1 - np.cos(np.linspace(0.06, np.pi - 0.06, 100))) / 2
_TOPS = {QUADRATIC_COST: 0.54, CROSS_ENTROPY: 2.6}
_TICKS = {QUADRATIC_COST: [0, 0.25, 0.5], CROSS_ENTROPY: [0, 1, 2]}
_UNITS = {QUADRATIC_COST: "½(a − y)², mean of a day", CROSS_ENTROPY: "nats, mean of a day"}


class Prices(NamedTuple):
    """A forecast and its price, the mean loss of a day, with each loss.

    ``curves`` has the price of every forecast, ``lowest`` that of the best one.
    """

    rainy: int
    forecast: float
    prices: dict[str, float]
    lowest: dict[str, float]
    curves: dict[str, NDArray[np.floating]]


class ForecastPrices(Picture[Prices]):
    """What quadratic cost and cross-entropy charge for a forecast, each on a scale of its own.

    Examples
    --------
    >>> from lossviz.explorers import forecast_prices
    >>> explorer = forecast_prices()
    >>> explorer.set(rainy=7, forecast=0.7)
    >>> print(round(explorer.result.prices["cross-entropy"], 4))
    0.6109
    """

    size = (9.0, 3.2)
    narrow_size = (3.9, 5.2)
    parameters = (
        Counter("rainy", f"rainy days of {DAYS}", 0, DAYS, default=7),
        Slider("forecast", "forecast", 0.01, 0.99, 0.01, default=0.4, symbol="a"),
    )
    presets = (
        Preset("A fair forecast", rainy=7, forecast=0.7),
        Preset("Too sure", rainy=7, forecast=0.99),
        Preset("Sure and right", rainy=10, forecast=0.99),
        Preset("Undecided", rainy=0, forecast=0.5),
        Preset("Sure and wrong", rainy=0, forecast=0.99),
    )

    def build(self, figure: Figure) -> None:
        """Create a panel for each loss."""
        self._panels = dict(zip(LOOKS, self.panels(figure, 2), strict=True))
        self._artists = {}
        for name, axes in self._panels.items():
            look, top = LOOKS[name], _TOPS[name]
            axes.set(xlim=(0, 1), xticks=[0, 0.5, 1], xlabel="forecast a")
            axes.set(ylim=(-0.04 * top, top), yticks=_TICKS[name], ylabel=_UNITS[name])
            axes.grid(False)
            axes.set_title(name.capitalize(), color=look.color)
            best = self.line(axes, color=GREEN, linewidth=1.6, linestyle=":")
            curve = self.readable(self.line(axes, **look.line()), name)
            # Larger than the forecast and behind it, so that both are seen where they meet.
            lowest = self.line(axes, "D", color=GREEN, markersize=13, markeredgecolor="white")
            point = self.line(axes, **look.point(clip_on=False))
            lowest.set_clip_on(False)
            self._artists[name] = (best, curve, lowest, point)
        lowest_look = {"color": GREEN, "linestyle": ":", "marker": "D", "markersize": 9}
        self.legend(
            *(look.sample(name) for name, look in LOOKS.items()),
            sample("its lowest point", **lowest_look),
        )

    @property
    def handles(self) -> tuple[Handle[Prices], ...]:
        """The forecast on either curve."""
        return tuple(self._priced(name) for name in LOOKS)

    def _priced(self, name: str) -> Handle[Prices]:
        return Handle(
            f"the forecast on the {name}",
            ("forecast",),
            self._panels[name],
            at=lambda now: (now.forecast, min(now.prices[name], _TOPS[name])),
            grab=lambda now, x, y: {"forecast": x},
        )

    @staticmethod
    def compute(rainy: int, forecast: float) -> Prices:
        """Take the mean loss of this and of every other forecast."""
        share = rainy / DAYS
        here = {
            name: _mean_loss(loss, rainy, np.array([forecast, share]))
            for name, loss in OVER_PROBABILITY.items()
        }
        return Prices(
            rainy,
            forecast,
            prices={name: float(losses[0]) for name, losses in here.items()},
            lowest={name: float(losses[1]) for name, losses in here.items()},
            curves={
                name: _mean_loss(loss, rainy, _GRID) for name, loss in OVER_PROBABILITY.items()
            },
        )

    def place(self, prices: Prices) -> None:
        """Move the curves to the number of rainy days and the points to the forecast."""
        share = prices.rainy / DAYS
        for name, (best, curve, lowest, point) in self._artists.items():
            best.set_data([share, share], [0, prices.lowest[name]])
            curve.set_data(_GRID, prices.curves[name])
            lowest.set_data([share], [prices.lowest[name]])
            price = prices.prices[name]
            point.set_data([prices.forecast], [min(price, _TOPS[name])])
            hollow_unless(price <= _TOPS[name], point)

    def describe(self, prices: Prices) -> str:
        """State both prices."""
        squared, entropy = (
            inked(f"{prices.prices[name]:.3f}", LOOKS[name].color)
            for name in (QUADRATIC_COST, CROSS_ENTROPY)
        )
        return (
            f"{counted(prices.rainy, 'rainy day')} of {DAYS}, forecast {prices.forecast:.2f}: the "
            f"quadratic cost charges {squared} a day, cross-entropy {entropy} nats a day."
        )


def _mean_loss(loss: Loss, rainy: int, forecasts: NDArray[np.float64]) -> NDArray[np.floating]:
    """The mean loss of all days, for each forecast."""
    rained = np.arange(DAYS) < rainy
    every_forecast, every_day = np.broadcast_arrays(forecasts[:, np.newaxis], rained)
    return np.asarray(loss(every_day, every_forecast, reduction="none").mean(axis=-1))
