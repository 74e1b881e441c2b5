"""Ten shots, some of them hits: the likelihood of a forecast, and what two losses charge."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number, whole
from lossviz.figures.neuron_looks import LOOKS
from lossviz.figures.style import GREEN, INK, counted
from lossviz.maths import binary_cross_entropy, quadratic_cost

SHOTS = 10


class BernoulliLikelihood(ExplorableFigure):
    """Left the likelihood of every forecast, right its price under both losses."""

    size = (10.0, 3.5)
    takes = {  # noqa: RUF012 - never changed
        "hits": whole(0, SHOTS),
        "forecast": number(above=0, below=1),
    }
    defaults = {"hits": 7, "forecast": 0.4}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Create the two panels."""
        likelihood, price = figure.subplots(1, 2)
        self._grid = np.linspace(0.005, 0.995, 100)
        likelihood.set(xlim=(0, 1), ylim=(-0.03, 1.08), xlabel="forecast a")
        likelihood.set_title("Likelihood, as a share of the best one")
        price.set(xlim=(0, 1), ylim=(-0.08, 3.2), xlabel="forecast a")
        price.set_title("Mean loss of a shot")
        self._curve = self.moving(likelihood.plot([], [], color=INK, linewidth=2.2)[0])
        self._bests = [
            self.moving(axes.plot([], [], color=GREEN, linewidth=1.4, linestyle=":")[0])
            for axes in (likelihood, price)
        ]
        self._here = self.moving(
            likelihood.plot([], [], "D", color=INK, markersize=8, markeredgecolor="white")[0]
        )
        self._losses = {n: self.moving(price.plot([], [], **k.line())[0]) for n, k in LOOKS.items()}
        self._points = {
            n: self.moving(price.plot([], [], **k.point())[0]) for n, k in LOOKS.items()
        }
        handles = [
            price.plot([], [], **look.line(), marker=look.marker)[0] for look in LOOKS.values()
        ]
        best = price.plot([], [], color=GREEN, linewidth=1.4, linestyle=":")[0]
        figure.legend(
            [*handles, best],
            ["quadratic cost ½(a − y)²", "cross-entropy (nats)", "share of hits"],
            loc="outside upper center",
            ncols=3,
        )

    def draw(self, hits: int, forecast: float) -> None:
        """Move the curves to the number of hits and the points to the forecast."""
        a = forecast
        share = hits / SHOTS
        shots = np.arange(SHOTS) < hits
        curves = {name: _mean_price(name, share, self._grid) for name in LOOKS}
        self.prices = {
            "quadratic cost": float(quadratic_cost(shots, np.full(SHOTS, a))),
            "cross-entropy": float(binary_cross_entropy(shots, np.full(SHOTS, a))),
        }
        self.likelihood = float(np.exp(-SHOTS * self.prices["cross-entropy"]))
        self.best = float(share**hits * (1 - share) ** (SHOTS - hits))

        relative = np.exp(-SHOTS * curves["cross-entropy"]) / self.best
        self._curve.set_data(self._grid, relative)
        self._here.set_data([a], [self.likelihood / self.best])
        for line in self._bests:
            line.set_data([share, share], [-1, 5])
        for name in LOOKS:
            self._losses[name].set_data(self._grid, curves[name])
            self._points[name].set_data([a], [self.prices[name]])

    def describe(self) -> str:
        """State the likelihood and both losses."""
        p = self.parameters
        return (
            f"{counted(p['hits'], 'hit')} in {SHOTS} shots, forecast "
            f"{p['forecast']:.2f}: the likelihood is {self.likelihood:.3e}, "
            f"{100 * self.likelihood / self.best:.1f} % of the best. Minus "
            f"its logarithm is {SHOTS * self.prices['cross-entropy']:.4f}, that is "
            f"{self.prices['cross-entropy']:.4f} nats of cross-entropy for each shot. The "
            f"quadratic cost charges {self.prices['quadratic cost']:.4f}. Both are lowest at "
            f"{p['hits'] / SHOTS:.1f}."
        )


def _mean_price(name: str, share: float, a: np.ndarray) -> np.ndarray:
    """The mean loss of all shots: that of the hits and of the misses, by their shares."""
    loss = quadratic_cost if name == "quadratic cost" else binary_cross_entropy
    hit = loss(np.ones_like(a), a, reduction="none")
    miss = loss(np.zeros_like(a), a, reduction="none")
    return share * hit + (1 - share) * miss
