"""How many steps a start and a learning rate cost, counted and by the closed-form law."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LogNorm
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES, QUADRATIC_COST
from lossviz.explorable import Handle, Picture, Preset, Scale, Slider
from lossviz.explorable.style import COLOUR_MAP, QUIET, powers_of_ten, sample
from lossviz.explorable.words import counted, inked
from lossviz.maths import steps_by_law, steps_to_reach

LEVEL = 0.1
# Evenly spaced in the logarithm from 0.01 to 10, through the 0.15 of the experiment.
RATES = 0.15 * 10 ** (0.015 * np.arange(-78, 123))
# Where counting gives up: the law goes on.
MOST_STEPS = 10_000
# Where each map names its lines of 10, 100 and 1000 steps: start, and logarithm of the rate.
_LABELS = {
    QUADRATIC_COST: [(1.5, 0.65), (1.5, -0.3), (1.5, -1.3)],
    CROSS_ENTROPY: [(3, -0.2), (3, -1.2)],
}
# On dark places of a map, which stay as they are on dark paper; pure white does not.
_LIGHT = "#fefefe"
_START = Slider("z", "start", -2.0, 8.0, 0.05, default=4.0, symbol="z₀")
STARTS = np.array(_START.places)


class Steps(NamedTuple):
    """A place on the maps, with its indices, and for each loss the law at its learning rate.

    ``counts`` holds, for each loss, the steps counted at every learning rate and start.
    """

    z: float
    learning_rate: float
    row: int
    column: int
    laws: dict[str, NDArray[np.float64]]
    counts: dict[str, NDArray[np.float64]]


class StepsMap(Picture[Steps]):
    """Steps until the output is below 0.1, over start and learning rate, counted and by the law.

    Two maps, and a cut through both at one learning rate.

    Examples
    --------
    >>> from lossviz.explorers import steps_map
    >>> explorer = steps_map()
    >>> explorer.set(z=1.5)
    >>> print(explorer.sentence)
    From z = 1.50 with learning rate 0.15, to an output below 0.1: quadratic cost needs 273 steps \
(the law says 274) and cross-entropy needs 41 steps (the law says 42).
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 5.4)
    parameters = (
        _START,
        Scale("learning_rate", "learning rate", tuple(RATES.tolist()), default=0.15, symbol="η"),
    )
    presets = (
        Preset("Experiment 1", z=1.5, learning_rate=0.15),
        Preset("Experiment 2", z=4.0, learning_rate=0.15),
        Preset("Deep in the plateau", z=7.0, learning_rate=0.15),
    )

    def build(self, figure: Figure) -> None:
        """Draw the maps."""
        if self.narrow:
            grid = figure.add_gridspec(2, 2, height_ratios=[1.15, 1])
            panels = [figure.add_subplot(place) for place in (grid[0, 0], grid[0, 1], grid[1, :])]
        else:
            panels = self.panels(figure, 3, widths=[1, 1, 1.15])
        *maps, cut = panels
        self._maps = dict(zip(LOOKS, maps, strict=True))
        self._crosses = [self._draw_map(name) for name in LOOKS]
        maps[0].set_ylabel("learning rate η")
        if self.narrow:
            for axes in maps:
                axes.set_xticks([0, 4, 8])
            maps[1].tick_params(labelleft=False)
        bar = figure.colorbar(
            maps[0].images[0],
            ax=maps,
            location="bottom",
            label="steps until a < 0.1",
            extend="max",
            aspect=20 if self.narrow else 40,
        )
        ticks, labels = powers_of_ten(0, 4)
        bar.set_ticks(ticks, labels=labels)
        bar.minorticks_off()
        self._draw_cut(cut)

    def _draw_map(self, name: str) -> Line2D:
        """Draw the map of a loss, and return the cross on it."""
        axes = self._maps[name]
        counts = _counts()[name].clip(1, MOST_STEPS)
        # The rates are evenly spaced in their logarithm, so a plain image will do.
        axes.imshow(
            counts,
            norm=LogNorm(1, MOST_STEPS),
            cmap=COLOUR_MAP,
            origin="lower",
            aspect="auto",
            extent=(STARTS[0], STARTS[-1], *np.log10(RATES[[0, -1]])),
        )
        lines = axes.contour(
            STARTS,
            np.log10(RATES),
            counts,
            [10, 100, 1000],
            colors=[_LIGHT, "black", "black"],  # on dark ground, and on light
            linewidths=1.2,
        )
        axes.clabel(lines, fmt="%d", fontsize=10.5, manual=_LABELS[name])
        axes.set_yticks([-2, -1, 0, 1], ["0.01", "0.1", "1", "10"])
        axes.grid(False)
        axes.set_title(name.capitalize(), color=LOOKS[name].color)
        axes.set_xlabel("start z₀")
        cross = {"color": _LIGHT, "markersize": 12, "markeredgecolor": "black"}
        return self.line(axes, "P", **cross, clip_on=False)

    def _draw_cut(self, cut: Axes) -> None:
        """Prepare the cut through both maps."""
        cut.set_title("Cut at this η")
        cut.set_yscale("log")
        top = 8 if self.narrow else 6  # above all curves there is room for the legend
        cut.set_ylim(1, 10**top)
        cut.set_yticks(*powers_of_ten(0, top, 2))
        cut.minorticks_off()
        cut.set_xlim(STARTS[0], STARTS[-1])
        cut.set_xlabel("start z₀")
        cut.set_ylabel("steps")
        cut.grid(False, axis="x")
        self._here = self.line(cut, color=QUIET, linewidth=1)
        self._laws, self._measured = {}, {}
        for name, look in LOOKS.items():
            law = self.line(cut, **look.line(linewidth=1.6))
            self._laws[name] = self.readable(law, f"{name} (law)")
            self._measured[name] = self.line(cut, **look.point(markersize=5, markeredgewidth=0))
        cut.legend(
            handles=[
                *(sample(n, **look.line(linewidth=1.6)) for n, look in LOOKS.items()),
                sample("law", color=QUIET, linewidth=1.6),
                sample("counted", color=QUIET, linestyle="none", marker="o", markersize=5),
            ],
            loc="upper left",
            ncols=2,
            columnspacing=1.2,
        )

    @property
    def handles(self) -> tuple[Handle[Steps], ...]:
        """The cross, on either map."""
        return tuple(
            Handle(
                f"the cross on the map of {name}",
                ("z", "learning_rate"),
                axes,
                lambda steps: (steps.z, np.log10(steps.learning_rate)),
                lambda _, z, decades: {"z": z, "learning_rate": 10**decades},
            )
            for name, axes in self._maps.items()
        )

    @staticmethod
    def compute(z: float, learning_rate: float) -> Steps:
        """Find the place on the maps, and ask the law along its row."""
        laws = {
            name: steps_by_law(LEVEL, STARTS, loss=loss, learning_rate=learning_rate)
            for name, loss in LOSSES.items()
        }
        row, column = np.searchsorted(RATES, learning_rate), np.searchsorted(STARTS, z)
        return Steps(z, learning_rate, int(row), int(column), laws, _counts())

    def place(self, steps: Steps) -> None:
        """Move the cross, and the cut with it."""
        for cross in self._crosses:
            cross.set_data([steps.z], [np.log10(steps.learning_rate)])
        # As high as the upper line, and so never through the legend.
        top = max(law[steps.column] for law in steps.laws.values())
        self._here.set_data([steps.z] * 2, [1e-9, top])
        for name in LOSSES:
            self._laws[name].set_data(STARTS[::4], steps.laws[name][::4])
            self._measured[name].set_data(STARTS[::8], steps.counts[name][steps.row, ::8])

    def describe(self, steps: Steps) -> str:
        """Compare count and law at the cross."""
        sentences = []
        for name in LOSSES:
            count = steps.counts[name][steps.row, steps.column]
            finite = np.isfinite(count)
            needed = counted(int(count), "step") if finite else f"more than {MOST_STEPS} steps"
            law = steps.laws[name][steps.column]
            said = f"{law:.0f}" if law >= 10 else f"{law:.1f}"
            colour = LOOKS[name].color
            needed, said = inked(needed, colour), inked(said, colour)
            sentences.append(f"{name} needs {needed} (the law says {said})")
        return (
            f"From z = {steps.z:.2f} with learning rate {steps.learning_rate:.3g}, to an "
            f"output below {LEVEL}: {' and '.join(sentences)}."
        )


@cache
def _counts() -> dict[str, NDArray[np.float64]]:
    """The steps that every learning rate (rows) needs from every start (columns)."""
    return {
        name: steps_to_reach(
            LEVEL, STARTS, loss=loss, learning_rate=RATES[:, np.newaxis], max_steps=MOST_STEPS
        )
        for name, loss in LOSSES.items()
    }
