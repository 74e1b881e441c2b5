"""Backpropagation as a diagram: one path through the network, and what travels back along it."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, NETWORK_LOOKS, SQUARED_ERROR
from lossviz.explorable import Choice, Handle, Preset, Slider
from lossviz.explorable.style import GREEN, INK, QUIET
from lossviz.explorable.words import inked, significant
from lossviz.maths import sigmoid

# One input, one weight to the output, and a target of 0.
X, W = 1.0, 1.5
_REACH = 8.0
# Nobody reads more zeros than these.
_LEAST = 1e-4
_UNITS = ("hidden", "output")
_NAMES = {"hidden": "hidden unit", "output": "output unit"}
_LETTERS = {"hidden": "H", "output": "a"}


class Passed(NamedTuple):
    """What goes forwards and what comes back, for one sample along one path.

    ``delta`` is ∂C/∂z of the output, ``through`` is δ·W, ``epsilon`` is ∂C/∂S of the hidden unit.
    """

    loss: str
    logits: dict[str, float]
    outputs: dict[str, float]
    delta: float
    through: float
    slope: float
    epsilon: float


class BackwardPass(StoredSmall[Passed]):
    """One path through a network: forwards above, and the three factors of the way back below.

    The arrows of the way back are as thick as what they carry, on a logarithmic scale.

    Examples
    --------
    >>> from lossviz.explorers import backward_pass
    >>> explorer = backward_pass()
    >>> explorer.set(loss="cross-entropy", output=4.0)
    >>> print(round(explorer.result.delta, 3), round(explorer.result.slope, 3))
    0.982 0.25
    """

    size = (10.0, 4.0)
    narrow_size = (3.9, 6.4)
    parameters = (
        Slider("hidden", "hidden unit", -_REACH, _REACH, 0.5, default=0.0, symbol="s"),
        Slider("output", "output unit", -_REACH, _REACH, 0.5, default=1.0, symbol="z"),
        Choice("loss", "loss", (SQUARED_ERROR, CROSS_ENTROPY), default=SQUARED_ERROR),
    )
    presets = (
        Preset("Both awake", hidden=0.0, output=1.0),
        Preset("Output sure and wrong", hidden=0.0, output=6.0),
        Preset("Hidden unit asleep", hidden=6.0, output=1.0),
    )

    @property
    def handles(self) -> tuple[Handle[Passed], ...]:
        """Both units, along their sigmoids."""
        return tuple(
            Handle(
                f"the {_NAMES[unit]}",
                (unit,),
                self._curves[unit],
                at=partial(_on_its_curve, unit),
                grab=partial(_logit, unit),
            )
            for unit in _UNITS
        )

    def build(self, figure: Figure) -> None:
        """Draw the path; the numbers come later."""
        axes = figure.subplots()
        axes.set_axis_off()
        wide, high = (10 * inches for inches in (self.narrow_size if self.narrow else self.size))
        axes.set(xlim=(0, wide), ylim=(0, high))
        self._texts: dict[str, Text] = {}
        self._arrows: dict[str, Line2D] = {}
        if self.narrow:
            self._build_down(axes, wide, high)
        else:
            self._build_across(axes, wide, high)

    def _build_across(self, axes: Axes, wide: float, high: float) -> None:
        """From left to right, and back below."""
        axes.text(0, 37.5, "Forwards", fontweight="bold", fontsize=11.5)
        axes.text(0, 13.2, "Back", fontweight="bold", fontsize=11.5)
        boxes = {"hidden": (27, 20.5, 17, 13), "output": (58, 20.5, 17, 13)}
        self._curves = {
            unit: self._unit(axes, unit, box, wide, high) for unit, box in boxes.items()
        }
        for start, end, label in ((9, 25, "× V"), (46, 56, f"× W = {W:g}"), (77, 88, "")):
            _arrow(axes, (start, 26), (end, 26))
            axes.text((start + end) / 2, 28, label, ha="center", color=QUIET)
        axes.text(4.5, 26, f"x = {X:g}", ha="center", va="center")
        self._say(axes, "cost", 94.5, 26, ha="center")
        for name, start, end in (("delta", 93, 70), ("through", 62, 42), ("epsilon", 31, 11)):
            self._back(axes, name, (start, 9), (end, 9))
            middle = (start + end) / 2
            self._say(axes, f"{name} factor", middle, 11.5, ha="center")
            self._say(axes, name, middle, 4.5, ha="center", bold=True)
        self._say(axes, "for W", 66, 0.6, ha="center")
        self._say(axes, "for V", 0, 0.6)

    def _build_down(self, axes: Axes, wide: float, high: float) -> None:
        """From the top downwards, and back on the right."""
        axes.text(0, 61, "Forwards", fontweight="bold", fontsize=11)
        axes.text(37.5, 61, "Back", fontweight="bold", fontsize=11, ha="right")
        boxes = {"hidden": (0, 37, 15, 11), "output": (0, 13, 15, 11)}
        self._curves = {
            unit: self._unit(axes, unit, box, wide, high) for unit, box in boxes.items()
        }
        axes.text(7.5, 58, f"x = {X:g}", ha="center", va="center")
        for start, end, label in ((56, 52, "× V"), (35, 28, f"× W = {W:g}"), (11, 7, "")):
            _arrow(axes, (7.5, start), (7.5, end))
            axes.text(9, (start + end) / 2, label, va="center", color=QUIET)
        self._say(axes, "cost", 7.5, 5, ha="center", va="top")
        for name, start, end in (("delta", 4, 15), ("through", 19, 36), ("epsilon", 42, 55)):
            self._back(axes, name, (35.5, start), (35.5, end))
            middle = (start + end) / 2
            self._say(axes, f"{name} factor", 33, middle + 2.2, ha="right")
            self._say(axes, name, 33, middle - 2.2, ha="right", bold=True)
        self._say(axes, "for W", 37.5, 0, ha="right")
        self._say(axes, "for V", 37.5, 57, ha="right")

    def _unit(
        self, axes: Axes, unit: str, box: tuple[float, ...], wide: float, high: float
    ) -> Axes:
        """A unit is its sigmoid, with a point on it."""
        x, y, width, height = box
        own = axes.inset_axes((x / wide, y / high, width / wide, height / high))
        own.set(xlim=(-1.1 * _REACH, 1.1 * _REACH), ylim=(-0.08, 1.08), xticks=[], yticks=[])
        own.grid(False)
        for spine in own.spines.values():
            spine.set(visible=True, color=QUIET)
        z = np.linspace(-1.1 * _REACH, 1.1 * _REACH, 60)
        own.plot(z, sigmoid(z), color=QUIET, linewidth=1.4)
        self._arrows[unit] = self.line(
            own,
            color=INK,
            marker="o",
            markersize=10,
            linestyle="none",
            markeredgecolor="white",
            clip_on=False,
        )
        self._say(
            axes,
            unit,
            x + width / 2 if not self.narrow else x,
            y + height + 1.2,
            ha="left" if self.narrow else "center",
        )
        return own

    def _say(
        self,
        axes: Axes,
        name: str,
        x: float,
        y: float,
        *,
        ha: str = "left",
        va: str = "baseline",
        bold: bool = False,
    ) -> None:
        """Make room for a text that changes."""
        text = axes.text(x, y, "", ha=ha, va=va, fontweight="bold" if bold else "normal")
        self._texts[name] = self.moving(text)

    def _back(
        self, axes: Axes, name: str, start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        """An arrow of the way back, whose shaft is as thick as what it carries."""
        self._arrows[name] = self.line(axes, solid_capstyle="butt")
        self._arrows[name].set_data(*zip(start, end, strict=True))
        marker = "^" if start[0] == end[0] else "<"
        head = self.line(axes, marker=marker, markersize=14, linestyle="none")
        head.set_data([end[0]], [end[1]])
        self._arrows[f"{name} head"] = head

    @staticmethod
    def compute(hidden: float, output: float, loss: str) -> Passed:
        """Follow the sample forwards and back."""
        logits = {"hidden": hidden, "output": output}
        outputs = {unit: float(sigmoid(z)) for unit, z in logits.items()}
        a, h = outputs["output"], outputs["hidden"]
        delta = 2 * a * a * (1 - a) if loss == SQUARED_ERROR else a
        slope = h * (1 - h)
        return Passed(loss, logits, outputs, delta, delta * W, slope, delta * W * slope)

    def place(self, passed: Passed) -> None:
        """Write the numbers, and give the arrows their thickness."""
        a, h = passed.outputs["output"], passed.outputs["hidden"]
        squared = passed.loss == SQUARED_ERROR
        formula = "2(a − y)·a(1 − a)" if squared else "a − y"
        cost = a * a if squared else float(np.logaddexp(0, passed.logits["output"]))
        for unit in _UNITS:
            name = unit if self.narrow else _NAMES[unit]
            self._texts[unit].set_text(f"{name}: {_LETTERS[unit]} = {passed.outputs[unit]:.3f}")
            z, out = _on_its_curve(unit, passed)
            self._arrows[unit].set_data([z], [out])
        words = {
            "cost": f"C = {cost:.3f}",
            "delta factor": formula if self.narrow else f"δ = {formula}",
            "delta": f"δ {_equals(passed.delta)}",
            "through factor": f"× W = {W:g}",
            "through": f"δW {_equals(passed.through)}",
            "epsilon factor": f"× H(1 − H) {_equals(passed.slope)}",
            "epsilon": f"ε {_equals(passed.epsilon)}",
            "for W": f"∂C/∂W = Hδ {_equals(h * passed.delta)}",
            "for V": f"∂C/∂V = xε {_equals(X * passed.epsilon)}",
        }
        colour = NETWORK_LOOKS[passed.loss].color
        for name, text in words.items():
            self._texts[name].set_text(text)
        for name in ("delta", "through", "epsilon"):
            self._texts[name].set_color(colour)
            size = abs(getattr(passed, name))
            thick = float(np.clip(8 + 2 * np.log10(size), 0.7, 8.5))
            self._arrows[name].set(color=colour, linewidth=thick)
            self._arrows[f"{name} head"].set(color=colour)

    def describe(self, passed: Passed) -> str:
        """Follow what comes back, factor by factor."""
        colour = NETWORK_LOOKS[passed.loss].color
        delta, epsilon = (
            inked(_in_short(value), colour) for value in (passed.delta, passed.epsilon)
        )
        slope = inked(_in_short(passed.slope), GREEN)
        return (
            f"The output answers {passed.outputs['output']:.3f}, and 0 is right. "
            f"{passed.loss.capitalize()} passes back {delta}; times W = {W:g}, "
            f"times the hidden unit's slope {slope}, {epsilon} arrives."
        )


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """A thin arrow of the way forwards."""
    style = {"arrowstyle": "-|>", "color": QUIET, "linewidth": 1.2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", end, start, arrowprops=style)


def _in_short(value: float) -> str:
    """Three decimals where they say something, two digits below, and no more than the eye needs."""
    if value < _LEAST:
        return f"less than {_LEAST:g}"
    return f"{value:.3f}" if value >= 0.1 else significant(value)


def _equals(value: float) -> str:
    """What a value is, in a formula."""
    return f"< {_LEAST:g}" if value < _LEAST else f"= {_in_short(value)}"


def _on_its_curve(unit: str, passed: Passed) -> tuple[float, float]:
    return passed.logits[unit], passed.outputs[unit]


def _logit(unit: str, _: Passed, x: float, y: float) -> dict[str, float]:
    return {unit: x}
