"""Two answers, one of them preferred: DPO is the logistic loss of how far they were moved apart."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Scale, Slider
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, QUIET, hollow_unless
from lossviz.explorable.words import fraction, inked, significant
from lossviz.maths import dpo, logistic

_REACH = 20.0
_LEADS = np.linspace(-2 * _REACH, 2 * _REACH, 121)
_MOST = 5.0
_CLEAR = 2.6  # nats between the end of a bar, where the handle lies, and its number
_BETAS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_GUESS = float(np.log(2))


class Preference(NamedTuple):
    """How much both answers have gained in nats, the lead, what it costs and how it pulls.

    ``pull`` is minus the derivative by the chosen answer's log-probability; ``curve`` the loss
    of every lead.
    """

    chosen: float
    rejected: float
    beta: float
    lead: float
    loss: float
    pull: float
    curve: NDArray[np.float64]


class PreferenceMargin(StoredSmall[Preference]):
    """What training has done to two answers, and what DPO makes of it.

    Left the gain of both answers on the model before training, right the loss of their lead.

    Examples
    --------
    >>> from lossviz.explorers import preference_margin
    >>> explorer = preference_margin()
    >>> explorer.press("+6 and −6")
    >>> round(explorer.result.loss, 4)
    0.2633
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 6.2)
    parameters = (
        Slider(
            "chosen", "gain of the chosen answer", -_REACH, _REACH, 0.5, default=0.0, unit="nats"
        ),
        Slider(
            "rejected",
            "gain of the rejected answer",
            -_REACH,
            _REACH,
            0.5,
            default=0.0,
            unit="nats",
        ),
        Scale("beta", "strength", _BETAS, symbol="β", default=0.1),
    )
    presets = (
        Preset("Before training", chosen=0.0, rejected=0.0),
        Preset("+6 and −6", chosen=6.0, rejected=-6.0),
        Preset("−4 and −16", chosen=-4.0, rejected=-16.0),
        Preset("The wrong way round", chosen=-6.0, rejected=6.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the bars of both gains and the curve of the loss."""
        self._gains, self._axes = gains, loss = self.panels(
            figure, 2, widths=[1, 1.35], heights=[1, 1.1]
        )
        gains.set(xlim=(0.3, 2.7), ylim=(-26, 26), yticks=[-20, -10, 0, 10, 20])
        gains.set_xticks([1, 2], ["chosen", "rejected"])
        gains.set_ylabel("gain on the reference, nats")
        gains.set_title("What training did")
        gains.grid(False, axis="x")
        gains.axhline(0, color=QUIET, linewidth=1)
        self._bars, self._numbers = [], []
        for place, colour in ((1, GREEN), (2, ORANGE)):
            patch = PathPatch(bars([], [], []), facecolor=colour, edgecolor="none")
            gains.add_patch(self.moving(patch))
            self._bars.append(patch)
            number = gains.text(place, 0, "", color=colour, ha="center", fontweight="bold")
            self._numbers.append(self.moving(number))
        loss.set(xlim=(-2 * _REACH, 2 * _REACH), xticks=[-40, -20, 0, 20, 40])
        loss.set(ylim=(-0.15, _MOST), yticks=[0, 1, 2, 3, 4])
        loss.set(xlabel="lead: gain of chosen − gain of rejected", ylabel="loss, nats")
        loss.set_title("What DPO charges")
        loss.axhline(_GUESS, color=QUIET, linewidth=1, linestyle=":")
        loss.text(39.5, _GUESS + 0.06, "ln 2, untrained", color=QUIET, ha="right", va="bottom")
        self._curve = self.readable(self.line(loss, color=BLUE, linewidth=2.4), "loss")
        self._tangent = self.line(loss, color=INK, linewidth=1.2)
        self._point = self.line(
            loss, "o", color=BLUE, markersize=11, markeredgecolor="white", clip_on=False
        )
        name = loss.text(39.5, _MOST - 0.1, "", color=BLUE, ha="right", va="top")
        self._name = self.moving(name)

    @property
    def handles(self) -> tuple[Handle[Preference], ...]:
        """The ends of both bars."""
        return (
            Handle(
                "gain of the chosen answer",
                ("chosen",),
                self._gains,
                lambda now: (1.0, now.chosen),
                lambda _, x, y: {"chosen": y},
            ),
            Handle(
                "gain of the rejected answer",
                ("rejected",),
                self._gains,
                lambda now: (2.0, now.rejected),
                lambda _, x, y: {"rejected": y},
            ),
        )

    @staticmethod
    def compute(chosen: float, rejected: float, beta: float) -> Preference:
        """Compare both gains; of the log-probabilities themselves, only the gains count."""
        before = np.array([-60.0, -60.0])
        loss, slope = dpo.value_and_gradient(
            before, before + np.array([chosen, rejected]), beta=beta
        )
        curve = logistic(np.ones_like(_LEADS), beta * _LEADS, reduction="none")
        return Preference(
            chosen,
            rejected,
            beta,
            chosen - rejected,
            float(loss),
            -float(slope[0]),
            np.asarray(curve),
        )

    def place(self, now: Preference) -> None:
        """Move the bars, the curve and the point on it."""
        for place, (patch, number, gain) in enumerate(
            zip(self._bars, self._numbers, (now.chosen, now.rejected), strict=True), start=1
        ):
            low, high = min(gain, 0.0), max(gain, 0.0)
            patch.set_path(bars([place - 0.3], [0.6], [high], feet=[low]))
            number.set_text(f"{gain:+.1f}".replace("-", "−") if gain else "0")
            number.set_y(gain + (_CLEAR if gain >= 0 else -_CLEAR))
            number.set_verticalalignment("bottom" if gain >= 0 else "top")
        self._curve.set_data(_LEADS, np.minimum(now.curve, 2 * _MOST))
        loss = min(now.loss, _MOST)
        self._point.set_data([now.lead], [loss])
        hollow_unless(now.loss <= _MOST, self._point)
        run = np.array([-7.0, 7.0])
        self._tangent.set_data(now.lead + run, now.loss - now.pull * run)
        self._name.set_text(f"−ln σ(β · lead), β = {now.beta:g}")

    def describe(self, now: Preference) -> str:
        """Say what has become of both answers, and how hard the loss still pulls them apart."""
        chosen, rejected = inked(_change(now.chosen), GREEN), inked(_change(now.rejected), ORANGE)
        return (
            f"The chosen answer {chosen}, the rejected one {rejected}: a lead of {now.lead:.1f} "
            f"nats. With β = {now.beta:g} that costs {inked(f'{now.loss:.3f}', BLUE)} nats, and "
            f"both are pulled apart with {fraction(now.pull)}."
        )


def _change(gain: float) -> str:
    """What a gain in nats makes of a probability, in words."""
    if not gain:
        return "has not moved"
    ratio = float(np.exp(abs(gain)))
    times = significant(ratio, 3) if ratio < 1e4 else f"{float(significant(ratio, 2)):,.0f}"
    return f"has become {times} times {'likelier' if gain > 0 else 'less likely'}"
