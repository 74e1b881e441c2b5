"""A miss by the same number, of few and of many: what the Poisson loss charges for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Scale, Slider
from lossviz.explorable.style import BLUE, QUIET, Look, hollow_unless
from lossviz.explorable.words import counted, inked, significant
from lossviz.maths import poisson, quadratic_cost

_REACH = 10.0
_MOST = 6.0
_MISSES = np.linspace(-_REACH, _REACH, 161)
_POISSON, _QUADRATIC = Look(BLUE, "-", "o"), Look(QUIET, "--", "s")


class Valley(NamedTuple):
    """What came, how many more were expected, and what both losses charge above their lowest.

    ``curve`` is the Poisson loss of every miss; NaN where fewer than none would be expected.
    """

    came: float
    miss: float
    loss: float
    squared: float
    curve: NDArray[np.float64]


class CountValley(StoredSmall[Valley]):
    """The Poisson loss around a count, beside the quadratic cost, which does not know the count.

    Examples
    --------
    >>> from lossviz.explorers import count_valley
    >>> explorer = count_valley()
    >>> explorer.set(count=100, miss=3.0)
    >>> print(round(explorer.result.loss, 3))
    0.044
    """

    size = (9.0, 3.7)
    narrow_size = (3.9, 3.7)
    parameters = (
        Scale("count", "what came", (0, 1, 3, 10, 30, 100), symbol="y", default=0, unit="orders"),
        Slider("miss", "expected too many", 0.0, _REACH, 0.5, default=3.0, unit="orders"),
    )
    presets = (
        Preset("3 instead of 0", count=0, miss=3.0),
        Preset("103 instead of 100", count=100, miss=3.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw the parabola, and the axes of the valley."""
        (axes,) = self.panels(figure, 1)
        self._axes = axes
        axes.set(xlim=(-_REACH, _REACH), xticks=[-10, -5, 0, 5, 10])
        axes.set(ylim=(-0.15, _MOST), yticks=[0, 2, 4, 6])
        axes.set(xlabel="orders expected − orders that came", ylabel="loss above its lowest")
        axes.grid(False, axis="x")
        squared = quadratic_cost(np.zeros_like(_MISSES), _MISSES, reduction="none")
        axes.plot(_MISSES, squared, **_QUADRATIC.line())
        axes.text(-3.6, 5.6, "½ (λ − y)²", color=QUIET, ha="right", va="center")
        self._curve = self.readable(self.line(axes, **_POISSON.line(linewidth=2.6)), "Poisson")
        axes.set_title(" ")  # the place of a title that moves
        title = axes.text(-_REACH, _MOST + 0.12, "", color=BLUE, fontweight="bold", fontsize=11.5)
        self._title = self.moving(title)
        self._points = [
            self.line(axes, **look.point(markersize=size, clip_on=False))
            for look, size in ((_QUADRATIC, 9), (_POISSON, 11))
        ]

    @property
    def handles(self) -> tuple[Handle[Valley], ...]:
        """The point on the valley, sideways."""
        return (
            Handle(
                "how many too many",
                ("miss",),
                self._axes,
                lambda now: (now.miss, min(now.loss, _MOST)),
                lambda _, x, y: {"miss": x},
            ),
        )

    @staticmethod
    def compute(count: float, miss: float) -> Valley:
        """Charge every rate above zero, less what the best one costs."""
        rates = count + np.append(_MISSES, miss)
        above = np.full(rates.size, np.nan)
        possible = rates > 0
        if not rates[-1]:
            above[-1] = 0.0  # none came, and none were expected
        counts = np.full(np.count_nonzero(possible), count)
        costs = poisson(counts, np.log(rates[possible]), reduction="none")
        # The best rate is the count itself; if nothing came it is 0, and costs nothing.
        lowest = poisson(count, np.log(count)) if count else 0.0
        above[possible] = np.asarray(costs) - lowest
        squared = float(quadratic_cost(0.0, miss))
        return Valley(count, miss, float(above[-1]), squared, above[:-1])

    def place(self, now: Valley) -> None:
        """Move the valley and both points."""
        self._curve.set_data(_MISSES, np.minimum(now.curve, 2 * _MOST))
        self._title.set_text(f"The Poisson loss around {now.came:g}")
        for point, cost in zip(self._points, (now.squared, now.loss), strict=True):
            point.set_data([now.miss], [min(cost, _MOST)])
            hollow_unless(cost <= _MOST, point)

    def describe(self, now: Valley) -> str:
        """Say what both losses charge for the miss."""
        own = inked(significant(now.loss, 2), BLUE)
        squared = inked(f"{now.squared:.2f}", QUIET)
        came = counted(int(now.came), "order")
        return (
            f"{came} came, {now.came + now.miss:g} were expected. The Poisson loss "
            f"charges {own} nats for it, ½ (λ − y)² charges {squared}."
        )
