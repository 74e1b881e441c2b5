"""Ten days, some of them rainy, and a forecast: the product that shrinks from day to day."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.explorable import Counter, Handle, Picture, Preset, Slider
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import GREEN, INK, PINK, SKY, sample
from lossviz.explorable.words import counted, inked

DAYS = 10
# In which order days turn rainy as their number rises, so that wet and dry ones are mixed.
_ORDER = np.array([0, 2, 3, 4, 6, 7, 9, 5, 8, 1])
_GRID = np.linspace(0, 1, 101)
_WIDTH = 0.74


class Likelihood(NamedTuple):
    """Days and a forecast, and how probable it makes them.

    Attributes
    ----------
    rained : for each day whether it rained
    factors : for each day the probability that the forecast gave to what happened
    products : the product of the factors up to each day
    likelihood : the last of them
    best : the highest likelihood of all forecasts
    curve : the likelihood of every forecast on the axis
    """

    rainy: int
    forecast: float
    rained: NDArray[np.bool_]
    factors: NDArray[np.float64]
    products: NDArray[np.float64]
    likelihood: float
    best: float
    curve: NDArray[np.float64]


class BernoulliLikelihood(Picture[Likelihood]):
    """Rainy days and a forecast: left the product, day by day, right its end for every forecast.

    Examples
    --------
    >>> from lossviz.explorers import bernoulli_likelihood
    >>> explorer = bernoulli_likelihood()
    >>> explorer.set(rainy=7, forecast=0.7)
    >>> print(round(explorer.result.likelihood, 5))
    0.00222
    """

    size = (9.0, 3.3)
    narrow_size = (3.9, 5.4)
    parameters = (
        Counter("rainy", f"rainy days of {DAYS}", 0, DAYS, default=7),
        Slider("forecast", "forecast", 0.01, 0.99, 0.01, default=0.4, symbol="a"),
    )
    presets = (
        Preset("Undecided", rainy=7, forecast=0.5),
        Preset("A fair forecast", rainy=7, forecast=0.7),
        Preset("Too sure", rainy=7, forecast=0.99),
        Preset("Sure and right", rainy=10, forecast=0.99),
    )

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        self._product, self._likelihood = product, likelihood = self.panels(figure, 2)
        product.set(xlim=(0.3, DAYS + 0.7), xticks=range(1, DAYS + 1), xlabel="day")
        product.set(ylim=(0, 1.04), yticks=[0, 0.5, 1], ylabel="product so far")
        product.set_title("The product, day by day")
        likelihood.set(xlim=(0, 1), xticks=[0, 0.5, 1], xlabel="forecast a")
        likelihood.set(ylim=(-0.03, 1.1), yticks=[0, 0.5, 1], ylabel="share of the best one")
        likelihood.set_title("The product of every forecast")
        for axes in (product, likelihood):
            axes.grid(False)
        # A light fill and a hatch: colour never stands alone.
        rainy = {"facecolor": SKY, "edgecolor": INK, "linewidth": 0.8, "label": "rain: × a"}
        dry = {"facecolor": "white", "edgecolor": INK, "linewidth": 0.8, "hatch": "////"}
        self._bars = [
            self.moving(PathPatch(bars([], 0, []), **style))
            for style in (rainy, {**dry, "label": "dry: × (1 − a)"})
        ]
        for patch in self._bars:
            product.add_patch(patch)
        self._curve = self.readable(self.line(likelihood, color=INK, linewidth=2.2), "likelihood")
        self._best = self.line(
            likelihood,
            color=GREEN,
            linewidth=1.6,
            linestyle=":",
            marker="^",
            markersize=9,
            markeredgecolor="white",
            markevery=[0],
            clip_on=False,
        )
        self._here = self.line(
            likelihood, "D", color=PINK, markersize=9, markeredgecolor="white", clip_on=False
        )
        foot = {"color": GREEN, "linestyle": ":", "marker": "^", "markersize": 9}
        self.legend(*self._bars, sample("share of rain", **foot))

    @property
    def handles(self) -> tuple[Handle[Likelihood], ...]:
        """The first bar, if it rained, the share of rainy days, and the forecast on its curve."""
        return (
            Handle(
                "the first day's bar",
                ("forecast",),
                self._product,
                at=lambda now: (1.0, now.forecast) if now.rained[0] else None,
                grab=lambda now, x, y: {"forecast": y},
            ),
            Handle(
                "the share of rainy days",
                ("rainy",),
                self._likelihood,
                at=lambda now: (now.rainy / DAYS, 0.0),
                grab=lambda now, x, y: {"rainy": DAYS * x},
            ),
            Handle(
                "the forecast on the likelihood",
                ("forecast",),
                self._likelihood,
                at=lambda now: (now.forecast, now.likelihood / now.best),
                grab=lambda now, x, y: {"forecast": x},
            ),
        )

    @staticmethod
    def compute(rainy: int, forecast: float) -> Likelihood:
        """Multiply what the forecast gave to what happened, day after day."""
        rained = np.zeros(DAYS, bool)
        rained[_ORDER[:rainy]] = True
        factors = np.where(rained, forecast, 1 - forecast)
        products = np.cumprod(factors, dtype=np.float64)
        share = rainy / DAYS
        return Likelihood(
            rainy,
            forecast,
            rained,
            factors,
            products,
            likelihood=float(products[-1]),
            best=share**rainy * (1 - share) ** (DAYS - rainy),
            curve=_GRID**rainy * (1 - _GRID) ** (DAYS - rainy),
        )

    def place(self, likelihood: Likelihood) -> None:
        """Raise the bars and the curve, and move the point."""
        days = np.arange(1, DAYS + 1) - _WIDTH / 2
        for patch, seen in zip(self._bars, (likelihood.rained, ~likelihood.rained), strict=True):
            patch.set_path(bars(days[seen], _WIDTH, likelihood.products[seen]))
        self._curve.set_data(_GRID, likelihood.curve / likelihood.best)
        self._best.set_data([likelihood.rainy / DAYS] * 2, [0, 1])
        self._here.set_data([likelihood.forecast], [likelihood.likelihood / likelihood.best])

    def describe(self, likelihood: Likelihood) -> str:
        """State the product and how it compares with the best one."""
        share = inked(_percent(likelihood.likelihood / likelihood.best), PINK)
        return (
            f"{counted(likelihood.rainy, 'rainy day')} of {DAYS}, forecast "
            f"{likelihood.forecast:.2f}: after {DAYS} days the product, the likelihood, is "
            f"{_chance(likelihood.likelihood)}. That is {share} of the best one."
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
