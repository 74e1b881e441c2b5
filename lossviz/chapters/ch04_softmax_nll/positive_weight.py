"""What pos_weight does to a classifier of rare events, and what the threshold does."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import listed, number
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE, QUIET, powers_of_ten
from lossviz.maths import fit_logistic, sigmoid

# Made up: 198 events of every 200 are of the common kind, and the two kinds overlap.
COMMON, RARE = 19_800, 200
WEIGHTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, COMMON / RARE, 200.0, 500.0)
_GAP = 1.8


def rare_events() -> tuple[np.ndarray, np.ndarray]:
    """The samples of the picture: one measurement each, and whether it is the rare event."""
    random = np.random.default_rng(4)
    x = np.concatenate([random.normal(0, 1, COMMON), random.normal(_GAP, 1, RARE)])
    return x, np.repeat([0.0, 1.0], [COMMON, RARE])


class PositiveWeight(ExplorableFigure):
    """Left the fitted probability, in the middle the samples, right precision and recall."""

    size = (10.0, 4.2)
    takes = {  # noqa: RUF012 - never changed
        "threshold": number(above=0, below=1),
        "pos_weight": listed(WEIGHTS),
    }
    defaults = {"threshold": 0.5, "pos_weight": 1.0}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Fit the classifier for every weight and draw what does not depend on it."""
        x, target = rare_events()
        self.fits = {weight: fit_logistic(x, target, pos_weight=weight) for weight in WEIGHTS}
        self._x = x
        self._common, self._rare = np.sort(x[target == 0]), np.sort(x[target == 1])
        curve, samples, trade = figure.subplots(1, 3)

        self._grid = np.linspace(-4, 6, 81)
        plain = self.fits[1.0]
        curve.plot(
            self._grid,
            sigmoid(plain.weight * self._grid + plain.bias),
            color=QUIET,
            linewidth=1.8,
            linestyle="--",
            label="q = 1",
        )
        curve.plot([], [], color=BLUE, linewidth=2.4, label="this q")
        curve.plot([], [], color=GREEN, linewidth=1.6, linestyle=":", label="threshold")
        curve.set(xlim=(-4, 6), ylim=(-0.03, 1.03), xlabel="measurement x")
        curve.set_title("Predicted probability")
        curve.legend(loc="upper left", fontsize=9.5)
        self._curve = self.moving(curve.plot([], [], color=BLUE, linewidth=2.4)[0])
        self._level = self.moving(curve.plot([], [], color=GREEN, linewidth=1.6, linestyle=":")[0])
        self._cut = self.moving(curve.plot([], [], color=INK, linewidth=1.6)[0])

        edges = np.linspace(-5, 6, 45)
        for values, colour, hatch, label in (
            (self._common, QUIET, "", "common"),
            (self._rare, ORANGE, "//", "rare"),
        ):
            samples.hist(
                values,
                edges,
                histtype="stepfilled",
                facecolor="none" if hatch else "#dddddd",
                edgecolor=colour,
                hatch=hatch,
                linewidth=1.4,
                label=label,
            )
        samples.set_yscale("log")
        samples.set(xlim=(-4, 6), ylim=(0.8, 1e5), xlabel="measurement x")
        samples.set_yticks(*powers_of_ten(0, 5))
        samples.minorticks_off()
        samples.set_title("Samples (log scale)")
        samples.plot([], [], color=INK, linewidth=1.6, label="alarm from here")
        samples.legend(loc="upper center", fontsize=9.5)
        self._boundary = self.moving(samples.plot([], [], color=INK, linewidth=1.6)[0])
        self._arrow = self.moving(samples.plot([], [], ">", color=INK, markersize=8)[0])

        cuts = np.unique(np.concatenate([self._rare, np.linspace(-5, 5, 200)]))
        found = RARE - np.searchsorted(self._rare, cuts)
        alarms = found + COMMON - np.searchsorted(self._common, cuts)
        some = alarms > 0
        trade.plot(found[some] / RARE, found[some] / alarms[some], color=INK, linewidth=1.6)
        trade.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="recall", ylabel="precision")
        trade.set_title("The same curve for every q")
        self._point = self.moving(
            trade.plot([], [], "D", color=BLUE, markersize=10, markeredgecolor="white")[0]
        )

    def draw(self, threshold: float, pos_weight: float) -> None:
        """Take the fit for this weight and count what the threshold lets through."""
        fit = self.fits[pos_weight]
        self.logit_shift = fit.bias - self.fits[1.0].bias
        self.boundary = (np.log(threshold / (1 - threshold)) - fit.bias) / fit.weight
        self.found = int(RARE - np.searchsorted(self._rare, self.boundary))
        self.false_alarms = int(COMMON - np.searchsorted(self._common, self.boundary))
        alarms = self.found + self.false_alarms
        self.recall = self.found / RARE
        self.precision = self.found / alarms if alarms else 1.0

        self._curve.set_data(self._grid, sigmoid(fit.weight * self._grid + fit.bias))
        self._level.set_data([-4, 6], [threshold, threshold])
        inside = min(max(self.boundary, -4.0), 6.0)
        self._cut.set_data([inside, inside], [-1, threshold])
        self._boundary.set_data([inside, inside], [1e-3, 3e3])
        self._arrow.set_data([inside + 0.2], [1.2])
        self._point.set_data([self.recall], [self.precision])

    @property
    def mean_probability(self) -> float:
        """The mean predicted probability; calibrated would be the share of rare events."""
        fit = self.fits[self.parameters["pos_weight"]]
        return float(sigmoid(fit.weight * self._x + fit.bias).mean())

    def describe(self) -> str:
        """State precision, recall and what has happened to the probabilities."""
        p = self.parameters
        return (
            f"With q = {p['pos_weight']:g} the bias has moved by {self.logit_shift:.3f} "
            f"(ln q is {np.log(p['pos_weight']):.3f}). Alarm at probability {p['threshold']:.2f}: "
            f"{self.found} of {RARE} rare events found, {self.false_alarms} false alarms; "
            f"precision {self.precision:.3f}, recall {self.recall:.3f}. "
            f"Mean predicted probability {self.mean_probability:.3f} for a true share of "
            f"{RARE / (RARE + COMMON):.3f}."
        )
