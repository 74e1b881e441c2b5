"""The experiment of the documents in one picture: two starts, one loss, and who learns first."""

from __future__ import annotations

from matplotlib.figure import Figure

from lossviz.chapters.ch03_sigmoid_saturation import race_panel
from lossviz.chapters.ch03_sigmoid_saturation.race_panel import LAST_STEP, STARTS, Race, RacePanel
from lossviz.chapters.shared.sigmoid_panel import SigmoidPanel
from lossviz.explorable import Handle, Picture, Preset
from lossviz.maths import quadratic_cost

# Of a start's name, in logits.
_NAME_WIDTH = 4.9


class TwoStarts(Picture[Race]):
    """Two neurons, one a little wrong and one very sure and wrong, trained with the quadratic cost.

    Left both on the sigmoid, right their outputs over 300 steps. A guess of how many steps the
    second start stays above 0.9 is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import two_starts
    >>> explorer = two_starts()
    >>> explorer.press("After 300 steps")
    >>> {name: round(float(a[-1]), 2) for name, a in explorer.result.outputs.items()}
    {'first': 0.09, 'second': 0.2}
    >>> explorer.result.stuck["second"]
    172
    """

    size = (10.0, 4.2)
    narrow_size = (3.9, 5.5)
    parameters = race_panel.PARAMETERS
    presets = (
        Preset("At the start", first=1.5, second=4.0, step=0),
        Preset("After 150 steps", first=1.5, second=4.0, step=150),
        Preset("After 300 steps", first=1.5, second=4.0, step=LAST_STEP),
        Preset("An even surer second start", first=1.5, second=7.0, step=LAST_STEP),
    )

    def build(self, figure: Figure) -> None:
        """Create the sigmoid and the race."""
        sigmoid_axes, race_axes = self.panels(figure, 2, widths=[1, 1.45], heights=[1, 1.35])
        self._sigmoid = SigmoidPanel(self, sigmoid_axes)
        sigmoid_axes.set_title("Where they are")
        self.race = RacePanel(self, race_axes, 1.52 if self.narrow else 1.3)
        race_axes.set_title(
            "How wrong they are (target: 0)"
            if self.narrow
            else "How wrong they still are (the target is 0)"
        )
        if not self.narrow:  # a neuron stands as high as the end of its curve beside it
            sigmoid_axes.set_ylim(-0.06, self.race.top)
        self._starts, self._neurons, self._names = {}, {}, {}
        for name, look in STARTS.items():
            hollow = look.point(markerfacecolor="white", markeredgecolor=look.color, clip_on=False)
            self._starts[name] = self.line(sigmoid_axes, **hollow)
            self._neurons[name] = self._sigmoid.marker(look)
            label = sigmoid_axes.text(0, 0, f"{name} start", color=look.color, va="top")
            self._names[name] = self.moving(label)

    @property
    def handles(self) -> tuple[Handle[Race], ...]:
        """Both starts, along the sigmoid."""
        return tuple(self._start(name) for name in STARTS)

    def _start(self, name: str) -> Handle[Race]:
        return Handle(
            f"{name} start",
            (name,),
            self._sigmoid.axes,
            at=lambda race: (race.logits[name][0], race.outputs[name][0]),
            grab=lambda race, x, y: {name: x},
        )

    @staticmethod
    def compute(step: int, first: float, second: float) -> Race:
        """Follow both neurons up to a step."""
        return race_panel.race(quadratic_cost, step, first=first, second=second)

    def place(self, race: Race) -> None:
        """Put both neurons where they are, and draw the way that they have come."""
        self.race.place(race, self.ghost)
        for name, logits in race.logits.items():
            self._sigmoid.place(self._neurons[name], logits[-1])
            self._starts[name].set_data([logits[0]], [race.outputs[name][0]])
            self._starts[name].set_visible(race.step > 0)
        self._place_names(race)

    def _place_names(self, race: Race) -> None:
        """Put the names right below their starts: beside a sigmoid that rises there is room."""
        line = self.race.line
        low, high = sorted(STARTS, key=lambda name: race.logits[name][0])
        top = {name: race.outputs[name][0] - 0.7 * line for name in STARTS}
        # Names that meet stand below each other, and above the axis.
        top[low] = max(min(top[low], top[high] - line), line - 0.04)
        top[high] = max(top[high], top[low] + line)
        for name, label in self._names.items():
            x, edge = race.logits[name][0] + 0.7, self._sigmoid.high
            fits = x + _NAME_WIDTH < edge
            label.set_horizontalalignment("left" if fits else "right")
            label.set_position((x if fits else edge, top[name]))

    def describe(self, race: Race) -> str:
        """Say how far both have come, and how long they were stuck."""
        return race_panel.told(race) + race_panel.told_guess(self.ghost)
