"""The payoff of the chapter: the same two starts, once with each loss."""

from __future__ import annotations

from matplotlib.figure import Figure

from lossviz.chapters.ch03_sigmoid_saturation import race_panel
from lossviz.chapters.ch03_sigmoid_saturation.race_panel import LAST_STEP, Race, RacePanel
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, LOOKS, LOSSES
from lossviz.explorable import Picture, Preset
from lossviz.explorable.words import inked


class FourRuns(Picture[dict[str, Race]]):
    """Two starts, two losses: the race of `two_starts`, and beside it the same with cross-entropy.

    A guess of how many steps the second start stays above 0.9 with cross-entropy is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import four_runs
    >>> explorer = four_runs()
    >>> explorer.press("After 50 steps")
    >>> races = explorer.result.items()
    >>> {loss: round(float(race.outputs["second"][-1]), 2) for loss, race in races}
    {'quadratic cost': 0.98, 'cross-entropy': 0.1}
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 6.2)
    parameters = race_panel.PARAMETERS
    presets = (
        Preset("At the start", first=1.5, second=4.0, step=0),
        Preset("After 50 steps", first=1.5, second=4.0, step=50),
        Preset("After 300 steps", first=1.5, second=4.0, step=LAST_STEP),
        Preset("From 0.9997", first=1.5, second=8.0, step=LAST_STEP),
    )

    def build(self, figure: Figure) -> None:
        """Create one race for each loss."""
        self._races = {}
        for axes, (loss, look) in zip(self.panels(figure, 2), LOOKS.items(), strict=True):
            self._races[loss] = RacePanel(self, axes, 1.52 if self.narrow else 1.42)
            axes.set_title(loss.capitalize(), color=look.color)
            if self.narrow and loss != CROSS_ENTROPY:
                axes.set_xlabel("")  # the lower panel says it for both
            elif not self.narrow and loss == CROSS_ENTROPY:
                axes.set_ylabel("")  # the left panel says it for both

    @staticmethod
    def compute(step: int, first: float, second: float) -> dict[str, Race]:
        """Follow the neurons up to a step."""
        return {
            name: race_panel.race(loss, step, first=first, second=second)
            for name, loss in LOSSES.items()
        }

    def place(self, races: dict[str, Race]) -> None:
        """Draw the ways that all four have come."""
        for loss, race in races.items():
            self._races[loss].place(race, self.ghost if loss == CROSS_ENTROPY else None)

    def describe(self, races: dict[str, Race]) -> str:
        """Say how far all have come."""
        said = [
            f"{inked(loss.capitalize(), LOOKS[loss].color)}: {race_panel.told(race)}"
            for loss, race in races.items()
        ]
        return " ".join(said) + race_panel.told_guess(self.ghost)
