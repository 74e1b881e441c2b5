"""A hundred deliveries and the two edges of a promise, each with the loss that it should lower."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Counter, Handle, Preset
from lossviz.explorable.style import BLUE, GREEN, ORANGE, QUIET, Look, hollow_unless
from lossviz.explorable.words import inked
from lossviz.maths import pinball

ORDERS = 100
EARLY, LATE = 0.1, 0.9
_LOOKS = {EARLY: Look(BLUE, "--", "s"), LATE: Look(ORANGE, "-", "o")}
_MOST = 12.0
_STRIP = -2.0
_MINUTES = np.linspace(0, 110, 221)


def delivery_times() -> NDArray[np.float64]:
    """Minutes from order to door: none below 14, and some that are stuck in traffic."""
    shares = (np.arange(ORDERS) + 0.5) / ORDERS
    return np.asarray(14 + 10 * (shares / (1 - shares)) ** 0.42)


_TIMES = delivery_times()


class Promise(NamedTuple):
    """Both edges of a promise, the mean pinball loss of each, and how many come when."""

    low: int
    high: int
    losses: dict[float, float]
    before: int
    after: int

    @property
    def inside(self) -> int:
        """How many of the orders keep the promise."""
        return ORDERS - self.before - self.after


class DeliveryBand(StoredSmall[Promise]):
    """Two edges of a promised time, on the curves of their pinball losses.

    Examples
    --------
    >>> from lossviz.explorers import delivery_band
    >>> explorer = delivery_band()
    >>> explorer.press("The lowest of both curves")
    >>> explorer.result.before, explorer.result.after
    (10, 10)
    """

    size = (9.0, 3.9)
    narrow_size = (3.9, 4.6)
    parameters = (
        Counter("low", "not before", 5, 60, default=11, unit="minutes"),
        Counter("high", "not after", 15, 100, default=43, unit="minutes"),
    )
    presets = (
        Preset("Mean ± 1.28 standard deviations", low=11, high=43),
        Preset("The lowest of both curves", low=18, high=39),
        Preset("A promise for everybody", low=18, high=100),
    )

    def build(self, figure: Figure) -> None:
        """Draw the orders and both curves."""
        (axes,) = self.panels(figure, 1)
        self._axes = axes
        axes.set(xlim=(0, 110), ylim=(_STRIP - 1.2, _MOST), yticks=[0, 4, 8, 12])
        axes.set(xlabel="minutes from order to door", ylabel="mean loss, minutes")
        axes.set_title("A hundred orders, and a promise")
        axes.grid(False, axis="x")
        self._band = Rectangle((0, _STRIP - 0.9), 0, 1.8, facecolor=GREEN, alpha=0.25)
        axes.add_patch(self.moving(self._band))
        axes.plot(_TIMES, np.full(ORDERS, _STRIP), "|", color=QUIET, markersize=11)
        self._points, self._drops = {}, {}
        for quantile, look in _LOOKS.items():
            curve = _mean_losses(quantile, _MINUTES)
            self.readable(axes.plot(_MINUTES, curve, **look.line())[0], f"τ = {quantile:g}")
            self._drops[quantile] = self.line(axes, color=look.color, linewidth=1, linestyle=":")
            self._points[quantile] = self.line(axes, **look.point(markersize=11, clip_on=False))
        axes.text(44, 10.6, "τ = 0.1", color=BLUE, ha="left", fontweight="bold")
        axes.text(109, 4.6, "τ = 0.9", color=ORANGE, ha="right", fontweight="bold")

    @property
    def handles(self) -> tuple[Handle[Promise], ...]:
        """Both edges, on their curves."""
        return (self._edge("low", EARLY), self._edge("high", LATE))

    def _edge(self, name: str, quantile: float) -> Handle[Promise]:
        return Handle(
            f"the edge “{'not before' if name == 'low' else 'not after'}”",
            (name,),
            self._axes,
            lambda promise: (getattr(promise, name), min(promise.losses[quantile], _MOST)),
            lambda _, x, y: {name: x},
        )

    @staticmethod
    def compute(low: int, high: int) -> Promise:
        """Charge both edges, and count."""
        losses = {
            quantile: float(_mean_losses(quantile, np.array([float(edge)]))[0])
            for quantile, edge in ((EARLY, low), (LATE, high))
        }
        before = int(np.count_nonzero(low > _TIMES))
        return Promise(low, high, losses, before, int(np.count_nonzero(max(low, high) < _TIMES)))

    def place(self, promise: Promise) -> None:
        """Move the band, and both points on their curves."""
        self._band.set_x(promise.low)
        self._band.set_width(max(promise.high - promise.low, 0))
        for quantile, edge in ((EARLY, promise.low), (LATE, promise.high)):
            loss = promise.losses[quantile]
            self._points[quantile].set_data([edge], [min(loss, _MOST)])
            hollow_unless(loss <= _MOST, self._points[quantile])
            self._drops[quantile].set_data([edge, edge], [_STRIP - 0.9, min(loss, _MOST)])

    def describe(self, promise: Promise) -> str:
        """Say how many keep the promise, and what its edges cost."""
        early, late = (inked(f"{promise.losses[q]:.2f}", _LOOKS[q].color) for q in _LOOKS)
        if promise.high <= promise.low:
            return (
                f"Not before {promise.low} and not after {promise.high} minutes: an empty promise. "
                f"The mean losses of its edges are {early} and {late} minutes."
            )
        return (
            f"“{promise.low} to {promise.high} minutes”: {promise.before} of {ORDERS} orders come "
            f"before, {promise.after} after, {promise.inside} keep the promise. The mean losses of "
            f"its edges are {early} and {late} minutes."
        )


def _mean_losses(quantile: float, edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean pinball loss of each edge, over all orders."""
    times, every = np.broadcast_arrays(_TIMES, edges[:, np.newaxis])
    each = pinball(times, every, quantile=quantile, reduction="none")
    return np.asarray(each.mean(axis=-1), np.float64)
