"""Learning curves on handwritten digits: accuracy, log-loss and calibration, for both losses."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.digit_runs import EPOCHS, NOISE, RATES, WAYS, digit_runs
from lossviz.figures.domains import choice, listed, whole
from lossviz.figures.style import QUIET, counted
from lossviz.figures.xor_network import LOOKS


class DigitsCurves(ExplorableFigure):
    """One network for each loss, at learning rates of your choice, over the epochs."""

    size = (10.0, 4.0)
    takes = {  # noqa: RUF012 - never changed
        "labels": choice(NOISE),
        "rate_squared": listed(RATES),
        "rate_entropy": listed(RATES),
        "epoch": whole(0, EPOCHS),
    }
    defaults = {  # noqa: RUF012 - never changed
        "labels": "all right",
        "rate_squared": 1.0,
        "rate_entropy": 1.0,
        "epoch": 5,
    }

    def build(self, figure: Figure) -> None:
        """Train what is not trained yet, and create the three panels."""
        self.runs = {name: digit_runs(name).finish() for name in WAYS}
        accuracy, loss, calibration = figure.subplots(1, 3)
        accuracy.set_title("Right on test images")
        accuracy.set(ylim=(0, 1.02), ylabel="accuracy")
        accuracy.axhline(0.1, color=QUIET, linewidth=1, linestyle=":")
        accuracy.text(EPOCHS, 0.105, "guessing", color=QUIET, fontsize=9, ha="right", va="bottom")
        loss.set_title("Surprise per test image")
        loss.set(ylim=(0, 2.6), ylabel="log-loss in nats")
        calibration.set_title("Confidence off by")
        calibration.set(ylim=(0, 0.72), ylabel="calibration error")
        self._lines, self._here = {}, []
        for axes in figure.axes:
            axes.set(xlim=(0, EPOCHS), xlabel="epochs", xticks=range(0, EPOCHS + 1, 5))
            self._here.append(self.moving(axes.plot([], [], color=QUIET, linewidth=1)[0]))
        for name, look in LOOKS.items():
            self._lines[name] = [
                self.moving(axes.plot([], [], **look.line())[0]) for axes in figure.axes
            ]
        handles = [accuracy.plot([], [], **look.line())[0] for look in LOOKS.values()]
        figure.legend(handles, list(LOOKS), loc="outside upper center", ncols=2)

    def draw(self, labels: str, rate_squared: float, rate_entropy: float, epoch: int) -> None:
        """Look up the networks of both rates and show their curves."""
        row = list(NOISE).index(labels)
        columns = (RATES.index(rate_squared), RATES.index(rate_entropy))
        epochs = np.arange(EPOCHS + 1)
        self.curves: dict[str, dict[str, np.ndarray]] = {}
        self.chaotic: dict[str, bool] = {}
        for (name, runs), column in zip(self.runs.items(), columns, strict=True):
            self.chaotic[name] = bool(runs.chaotic[epoch, row, column])
            self.curves[name] = curves = {
                "accuracy": runs.accuracy[:, row, column],
                "log-loss": runs.log_loss[:, row, column],
                "calibration error": runs.calibration[:, row, column],
            }
            for line, values in zip(self._lines[name], curves.values(), strict=True):
                line.set_data(epochs, values)
        for line in self._here:
            line.set_data([epoch, epoch], [0, 3])

    def describe(self) -> str:
        """Compare the two losses after the chosen epoch."""
        p = self.parameters
        rates = (p["rate_squared"], p["rate_entropy"])
        told = "; ".join(
            f"{name} at rate {rate:g} jumps so far that the last digit of a weight decides how "
            "good it is"
            if self.chaotic[name]
            else f"{name} at rate {rate:g} has {curve['accuracy'][p['epoch']]:.1%} right, log-loss "
            f"{curve['log-loss'][p['epoch']]:.2f} nats and calibration error "
            f"{curve['calibration error'][p['epoch']]:.2f}"
            for (name, curve), rate in zip(self.curves.items(), rates, strict=True)
        )
        return f"Training labels {p['labels']}, after {counted(p['epoch'], 'epoch')}: {told}."
