"""Learning curves on handwritten digits: accuracy, log-loss and calibration, for both losses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch06_training_a_network.digit_runs import (
    EPOCHS,
    NOISE,
    RATES,
    WAYS,
    DigitRuns,
    digit_runs,
)
from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.explorable import Choice, Counter, Handle, Preset, Scale
from lossviz.explorable.style import QUIET
from lossviz.explorable.words import counted, inked

# At the same place both are seen: a square on a circle.
_SIZES = {SQUARED_ERROR: 12.0, CROSS_ENTROPY: 7.5}


class Curves(NamedTuple):
    """One network for each loss, and an epoch to look at.

    ``curves`` holds by loss and by quantity what was measured after every epoch; ``chaotic`` says
    whether the last digit of a weight decides it at this epoch. ``runs`` are all networks.
    """

    epoch: int
    labels: str
    rates: dict[str, float]
    curves: dict[str, dict[str, NDArray[np.float64]]]
    chaotic: dict[str, bool]
    runs: dict[str, DigitRuns]


class DigitsCurves(StoredSmall[Curves]):
    """Learning curves on handwritten digits: test accuracy, log-loss and calibration.

    One network for each loss, at learning rates of your choice, over the epochs. The first call
    trains the networks, with a progress bar.

    Examples
    --------
    >>> from lossviz.explorers import digits_curves
    >>> explorer = digits_curves()  # doctest: +SKIP
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 6.6)
    parameters = (
        Scale("rate_squared", "η, squared", RATES, default=1.0),
        Scale("rate_entropy", "η, entropy", RATES, default=1.0),
        Counter("epoch", "epoch", 0, EPOCHS, default=5),
        Choice("labels", "training labels", tuple(NOISE), default="all right"),
    )

    @classmethod
    def preparation(cls) -> tuple[str, Sequence[Callable[[], object]]]:
        """The epochs that are left to train."""
        runs = map(digit_runs, WAYS)
        return "epochs of training", [
            run.advance for run in runs for _ in range(EPOCHS - run.epoch)
        ]

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The same rate, and for each loss the rate that is best on the validation images."""
        return (
            Preset(
                "The same small rate",
                rate_squared=0.1,
                rate_entropy=0.1,
                labels="all right",
                epoch=EPOCHS,
            ),
            _best("Best for 1 epoch", 1, "all right"),
            _best("Best for 15 epochs", EPOCHS, "all right"),
            _best("40 % of the labels wrong", EPOCHS, "40 % wrong"),
        )

    @property
    def handles(self) -> tuple[Handle[Curves], ...]:
        """The epoch, at what cross-entropy has right then."""
        return (
            Handle(
                "the epoch",
                ("epoch",),
                self._accuracy,
                at=lambda result: (
                    result.epoch,
                    result.curves[CROSS_ENTROPY]["accuracy"][result.epoch],
                ),
                grab=lambda _, x, y: {"epoch": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        accuracy, loss, calibration = self.panels(figure, 3)
        self._accuracy = accuracy
        accuracy.set_title("Accuracy on test images")
        accuracy.set(ylim=(0, 1.04), yticks=[0, 0.5, 1])
        accuracy.axhline(0.1, color=QUIET, linewidth=1, linestyle=":")
        beside = accuracy.get_yaxis_transform()
        accuracy.text(1.02, 0.1, "guessing", color=QUIET, va="center", transform=beside)
        loss.set_title("Log-loss in nats")
        loss.set(ylim=(0, 3.4), yticks=[0, 1, 2, 3])
        calibration.set_title("Calibration error")
        calibration.set(ylim=(0, 0.72), yticks=[0, 0.2, 0.4, 0.6])
        self._here = []
        for axes in figure.axes:
            # A little room at both ends, for the markers there.
            axes.set(xlim=(-0.5, EPOCHS + 0.5), xlabel="epochs", xticks=range(0, EPOCHS + 1, 5))
            axes.grid(False, axis="x")
            self._here.append(self.line(axes, color=QUIET, linewidth=0.8))
        self._lines = {
            name: [
                self.line(axes, **{**look.point(markersize=_SIZES[name]), **look.line()})
                for axes in figure.axes
            ]
            for name, look in NETWORK_LOOKS.items()
        }
        self.legend(*(look.sample(name) for name, look in NETWORK_LOOKS.items()))

    @staticmethod
    def compute(rate_squared: float, rate_entropy: float, epoch: int, labels: str) -> Curves:
        """Look up the networks of both rates."""
        rates = {SQUARED_ERROR: rate_squared, CROSS_ENTROPY: rate_entropy}
        runs = {name: digit_runs(name).finish() for name in WAYS}
        row = list(NOISE).index(labels)
        curves, chaotic = {}, {}
        for name, run in runs.items():
            column = RATES.index(rates[name])
            curves[name] = {
                "accuracy": run.accuracy[:, row, column],
                "log-loss": run.log_loss[:, row, column],
                "calibration error": run.calibration[:, row, column],
            }
            chaotic[name] = bool(run.chaotic[epoch, row, column])
        return Curves(epoch, labels, rates, curves, chaotic, runs)

    def place(self, result: Curves) -> None:
        """Move the curves, and the line at the epoch."""
        for name, curves in result.curves.items():
            for line, values in zip(self._lines[name], curves.values(), strict=True):
                line.set_data(np.arange(EPOCHS + 1), values)
                line.set_markevery([result.epoch])
        for line in self._here:
            line.set_data([result.epoch] * 2, [0, 4])

    def describe(self, result: Curves) -> str:
        """Compare the two losses after the chosen epoch."""
        parts = []
        for name, curves in result.curves.items():
            network = f"{name} at rate {result.rates[name]:g}"
            if result.chaotic[name]:
                parts.append(
                    f"{network} jumps so far that the last digit of a weight decides how good it is"
                )
                continue
            right, nats, off = (
                inked(format(values[result.epoch], form), NETWORK_LOOKS[name].color)
                for values, form in zip(curves.values(), (".1%", ".2f", ".2f"), strict=True)
            )
            parts.append(
                f"{network} has {right} right, log-loss {nats} nats and calibration error {off}"
            )
        epochs = counted(result.epoch, "epoch")
        return f"Training labels {result.labels}, after {epochs}: {'; '.join(parts)}."


def _best(label: str, epoch: int, labels: str) -> Preset:
    """Each loss at the rate that is best after some epochs."""
    rate_squared, rate_entropy = (
        digit_runs(name).best_rate(epoch, labels) for name in (SQUARED_ERROR, CROSS_ENTROPY)
    )
    return Preset(
        label, rate_squared=rate_squared, rate_entropy=rate_entropy, labels=labels, epoch=epoch
    )
