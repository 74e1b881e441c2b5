"""What pos_weight does to a classifier of rare events, and what the threshold does."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import ArrayLike, NDArray

from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import BLUE, GREEN, GRID, INK, ORANGE, QUIET, powers_of_ten
from lossviz.explorable.words import inked
from lossviz.maths import LogisticFit, fit_logistic, sigmoid

# Made up: 198 events of every 200 are of the common kind, and the two kinds overlap.
COMMON, RARE = 19_800, 200
_WEIGHTS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, COMMON / RARE, 200.0, 500.0)
_GAP = 1.8
# Precision among so few alarms is mostly chance.
_FEW_ALARMS = 50
_LOW, _HIGH = -4.0, 6.0
_GRID = np.linspace(_LOW, _HIGH, 81)


class Detection(NamedTuple):
    """A fit, its mean predicted probability, and what a threshold on its probability lets through.

    ``logit_shift`` is how far the bias has moved from that of weight 1, ``boundary`` the
    measurement at which the alarm begins.
    """

    threshold: float
    pos_weight: float
    fit: LogisticFit
    logit_shift: float
    mean_probability: float
    boundary: float
    found: int
    false_alarms: int
    precision: float
    recall: float


class PositiveWeight(Picture[Detection]):
    """Rare events: pos_weight, threshold, precision and recall.

    Left the fitted probability, in the middle the samples, right precision and recall.

    Examples
    --------
    >>> from lossviz.explorers import positive_weight
    >>> explorer = positive_weight()
    >>> explorer.press("Balanced: q = 99")
    >>> explorer.result.recall > 0.8
    True
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 6.2)
    parameters = (
        Slider("threshold", "threshold", 0.01, 0.99, 0.01, default=0.5),
        Scale("pos_weight", "pos_weight", _WEIGHTS, "g", default=1.0, symbol="q"),
    )
    presets = (
        Preset("As it is: q = 1", pos_weight=1.0, threshold=0.5),
        Preset("q = 10", pos_weight=10.0, threshold=0.5),
        Preset("Balanced: q = 99", pos_weight=COMMON / RARE, threshold=0.5),
        Preset("q = 1, lower threshold", pos_weight=1.0, threshold=0.01),
    )

    @property
    def handles(self) -> tuple[Handle[Detection], ...]:
        """Where the curve reaches the threshold."""
        return (
            Handle(
                "the threshold on the curve",
                ("threshold",),
                self._probabilities,
                lambda detection: (_inside(detection.boundary), detection.threshold),
                lambda detection, x, y: {"threshold": y},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Draw what does not depend on the weight."""
        curve, samples, trade = self.panels(figure, 3)
        self._probabilities = curve
        (one,) = curve.plot(
            _GRID,
            _probability(_fits()[1.0][0], _GRID),
            color=QUIET,
            linewidth=1.8,
            linestyle="--",
            label="q = 1",
        )
        self.readable(one, "q = 1")
        # Above the curves there is room for the legend, which is a row on a phone.
        curve.set(xlim=(_LOW, _HIGH), ylim=(-0.03, 1.36 if self.narrow else 1.42))
        curve.set_ylabel("probability", visible=False)  # for the pointer; the title says it
        curve.set_yticks([0, 0.5, 1])
        curve.set_title("Predicted probability")
        self._curve = self.line(curve, color=BLUE, linewidth=2.4, label="this q")
        self.readable(self._curve, "this q")
        self._level = self.line(curve, color=GREEN, linewidth=1.6, linestyle=":", label="threshold")
        self._cut = self.line(curve, color=INK, linewidth=1.6)
        row = {"ncols": 3, "columnspacing": 1.2, "handlelength": 1.5} if self.narrow else {}
        curve.legend(loc="upper left", **row)

        common, rare = rare_events()
        for values, colour, hatch, label in (
            (common, QUIET, "", "common"),
            (rare, ORANGE, "//", "rare"),
        ):
            samples.hist(
                values,
                np.linspace(-5, 6, 45).tolist(),
                histtype="stepfilled",
                facecolor="none" if hatch else GRID,
                edgecolor=colour,
                hatch=hatch,
                linewidth=1.4,
                label=label,
            )
        samples.set_yscale("log")
        samples.set(xlim=(_LOW, _HIGH), ylim=(0.8, 1e5))
        samples.set_yticks(*powers_of_ten(0, 4, 2))
        samples.minorticks_off()
        samples.set_title("Samples (log scale)")
        alarm = "alarm" if self.narrow else "alarm from here"
        self._boundary = self.line(samples, color=INK, linewidth=1.6, label=alarm)
        self._arrow = self.line(samples, ">", color=INK, markersize=8, clip_on=False)
        samples.legend(loc="upper center", **row)

        found, false_alarms = _alarms(np.unique(np.append(rare, np.linspace(-5, 5, 200))))
        alarms = found + false_alarms
        for enough, width, colour in ((alarms > 0, 0.8, QUIET), (alarms >= _FEW_ALARMS, 1.8, INK)):
            precision = found[enough] / alarms[enough]
            trade.plot(found[enough] / RARE, precision, color=colour, linewidth=width)
        trade.text(0.09, 0.8, f"chance: fewer than\n{_FEW_ALARMS} alarms", color=QUIET)
        trade.set(xlim=(0, 1.02), ylim=(0, 1.05), xlabel="recall", ylabel="precision")
        trade.set_xticks([0, 0.5, 1])
        trade.set_yticks([0, 0.5, 1])
        trade.set_title("The same curve for every q")
        for axes in (curve, samples):
            axes.set(xticks=[-4, 0, 4], xlabel="measurement x")
            axes.grid(False, axis="x")
        if self.narrow:  # the samples below have the same axis
            curve.tick_params(labelbottom=False)
            curve.xaxis.label.set_visible(False)
        self._point = self.line(
            trade, "D", color=BLUE, markersize=10, markeredgecolor="white", clip_on=False
        )

    @staticmethod
    def compute(threshold: float, pos_weight: float) -> Detection:
        """Take the fit for this weight and count what the threshold lets through."""
        fits = _fits()
        fit, mean_probability = fits[pos_weight]
        boundary = (np.log(threshold / (1 - threshold)) - fit.bias) / fit.weight
        found, false_alarms = (int(count) for count in _alarms(boundary))
        alarms = found + false_alarms
        return Detection(
            threshold=threshold,
            pos_weight=pos_weight,
            fit=fit,
            logit_shift=fit.bias - fits[1.0][0].bias,
            mean_probability=mean_probability,
            boundary=boundary,
            found=found,
            false_alarms=false_alarms,
            precision=found / alarms if alarms else 1.0,
            recall=found / RARE,
        )

    def place(self, detection: Detection) -> None:
        """Move the curve, the alarm and the point on the trade-off."""
        threshold = detection.threshold
        self._curve.set_data(_GRID, _probability(detection.fit, _GRID))
        inside = _inside(detection.boundary)
        self._level.set_data([_LOW, inside], [threshold, threshold])
        self._cut.set_data([inside, inside], [-1, threshold])
        self._boundary.set_data([inside, inside], [1e-3, 3e3])
        self._arrow.set_data([inside + 0.2], [1.2])
        self._point.set_data([detection.recall], [detection.precision])

    def describe(self, detection: Detection) -> str:
        """State precision, recall and what has happened to the probabilities."""
        q = detection.pos_weight
        return (
            f"With q = {q:g} the bias has moved by {detection.logit_shift:.2f} "
            f"(ln q is {np.log(q):.2f}). Alarm at probability "
            f"{inked(f'{detection.threshold:.2f}', GREEN)}: "
            f"{inked(f'{detection.found} of {RARE} rare events', ORANGE)} found, "
            f"{detection.false_alarms} false alarms; precision "
            f"{inked(f'{detection.precision:.3f}', BLUE)}, recall "
            f"{inked(f'{detection.recall:.3f}', BLUE)}. Mean probability "
            f"{detection.mean_probability:.3f}, true share {RARE / (RARE + COMMON):.3f}."
        )


@cache
def rare_events() -> tuple[NDArray[np.floating], NDArray[np.floating]]:
    """The measurements of the common events and those of the rare ones, in ascending order."""
    random = np.random.default_rng(4)
    return np.sort(random.normal(0, 1, COMMON)), np.sort(random.normal(_GAP, 1, RARE))


@cache
def _fits() -> dict[float, tuple[LogisticFit, float]]:
    """The classifier for every weight, and its mean predicted probability."""
    x = np.concatenate(rare_events())
    target = np.repeat([0.0, 1.0], [COMMON, RARE])
    fits = {weight: fit_logistic(x, target, pos_weight=weight) for weight in _WEIGHTS}
    return {weight: (fit, float(_probability(fit, x).mean())) for weight, fit in fits.items()}


def _inside(boundary: float) -> float:
    """The boundary, or the end of the axis beyond which it lies."""
    return min(max(boundary, _LOW), _HIGH)


def _probability(fit: LogisticFit, x: NDArray[np.floating]) -> NDArray[np.floating]:
    return sigmoid(fit.weight * x + fit.bias)


def _alarms(boundary: ArrayLike) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """How many of the rare and of the common events lie at or above a boundary."""
    common, rare = rare_events()
    return RARE - np.searchsorted(rare, boundary), COMMON - np.searchsorted(common, boundary)
