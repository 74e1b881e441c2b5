"""How many steps a start and a learning rate cost, counted and by the closed-form law."""

from __future__ import annotations

import numpy as np
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import listed
from lossviz.figures.neuron_looks import LOOKS, LOSSES
from lossviz.figures.style import COLOUR_MAP, counted, powers_of_ten
from lossviz.maths import steps_by_law, steps_to_reach

LEVEL = 0.1
STARTS = np.linspace(-2.0, 8.0, 201).round(2)
# Evenly spaced in the logarithm from 0.01 to 10, through the 0.15 of the experiment.
RATES = 0.15 * 10 ** (0.015 * np.arange(-78, 123))
# Where counting gives up: the law goes on.
MOST_STEPS = 10_000


class StepsMap(ExplorableFigure):
    """Steps until the output is below 0.1: two maps, and a cut through both at one rate."""

    size = (10.0, 4.4)
    takes = {"z": listed(STARTS), "learning_rate": listed(RATES)}  # noqa: RUF012 - never changed
    defaults = {"z": 4.0, "learning_rate": 0.15}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Count the steps for every start and rate, and draw the maps."""
        self.counts = {
            name: steps_to_reach(
                LEVEL, STARTS, loss=loss, learning_rate=RATES[:, np.newaxis], max_steps=MOST_STEPS
            )
            for name, loss in LOSSES.items()
        }
        *maps, cut = figure.subplots(1, 3, width_ratios=[1, 1, 1.15])
        self._crosses = []
        for axes, (name, look) in zip(maps, LOOKS.items(), strict=True):
            counts = np.where(np.isfinite(self.counts[name]), self.counts[name], MOST_STEPS)
            counts = np.maximum(counts, 1)
            # The rates are evenly spaced in their logarithm, so a plain image will do.
            image = axes.imshow(
                counts,
                norm=LogNorm(1, MOST_STEPS),
                cmap=COLOUR_MAP,
                origin="lower",
                aspect="auto",
                extent=(STARTS[0], STARTS[-1], *np.log10(RATES[[0, -1]])),
            )
            lines = axes.contour(
                STARTS, np.log10(RATES), counts, [10, 100, 1000], colors="white", linewidths=1.2
            )
            axes.clabel(lines, fmt="%d", fontsize=9.5)
            axes.set_yticks([-2, -1, 0, 1], ["0.01", "0.1", "1", "10"])
            axes.grid(False)
            axes.set_title(name[0].upper() + name[1:], color=look.color)
            axes.set_xlabel("start z₀")
            self._crosses.append(
                self.moving(
                    axes.plot([], [], "P", color="white", markersize=12, markeredgecolor="black")[0]
                )
            )
        maps[0].set_ylabel("learning rate η")
        bar = figure.colorbar(
            image, ax=maps, location="bottom", label="steps until a < 0.1", extend="max", aspect=40
        )
        ticks, labels = powers_of_ten(0, 4)
        bar.set_ticks(ticks, labels=labels)

        cut.set_title("Cut at this η: law and count")
        cut.set_yscale("log")
        cut.set_ylim(1, MOST_STEPS * 100)
        cut.set_yticks(*powers_of_ten(0, 6))
        cut.minorticks_off()
        cut.set_xlim(STARTS[0], STARTS[-1])
        cut.set_xlabel("start z₀")
        cut.set_ylabel("steps")
        self._laws, self._measured = {}, {}
        for name, look in LOOKS.items():
            self._laws[name] = self.moving(cut.plot([], [], **look.line(linewidth=1.6))[0])
            self._measured[name] = self.moving(
                cut.plot([], [], **look.point(markersize=5, markeredgewidth=0))[0]
            )
            cut.plot(
                [], [], **look.line(linewidth=1.6), marker=look.marker, markersize=5, label=name
            )
        self._here = self.moving(cut.plot([], [], color="#444444", linewidth=1)[0])
        cut.legend(loc="upper left", fontsize=9.5)

    def draw(self, z: float, learning_rate: float) -> None:
        """Move the cross, and the cut with it."""
        self._row = int(np.searchsorted(RATES, learning_rate))
        self._column = int(np.searchsorted(STARTS, z))
        for cross in self._crosses:
            cross.set_data([STARTS[self._column]], [np.log10(RATES[self._row])])
        self._here.set_data([STARTS[self._column]] * 2, [1e-9, 1e9])
        self.laws = {
            name: steps_by_law(LEVEL, STARTS, loss=loss, learning_rate=RATES[self._row])
            for name, loss in LOSSES.items()
        }
        for name in LOSSES:
            self._laws[name].set_data(STARTS[::4], self.laws[name][::4])
            self._measured[name].set_data(STARTS[::8], self.counts[name][self._row, ::8])

    def describe(self) -> str:
        """Compare count and law at the cross."""
        sentences = []
        for name in LOSSES:
            count = self.counts[name][self._row, self._column]
            finite = np.isfinite(count)
            steps = counted(int(count), "step") if finite else f"more than {MOST_STEPS} steps"
            law = self.laws[name][self._column]
            sentences.append(f"{name} needs {steps} (the law says {law:.1f})")
        return (
            f"From z = {STARTS[self._column]:.2f} with learning rate {RATES[self._row]:.3g}, to an "
            f"output below {LEVEL}: {' and '.join(sentences)}."
        )
