"""Five values pull at one number, each with the slope of its loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray

from lossviz.chapters.ch05_loss_zoo.five_mornings import FOUR, FURTHEST
from lossviz.chapters.ch05_loss_zoo.regression_losses import (
    ABSOLUTE,
    HUBER,
    LOSSES,
    PINBALL,
)
from lossviz.chapters.shared.two_losses import QUADRATIC_COST
from lossviz.explorable import Choice, Handle, Picture, Preset, Slider
from lossviz.explorable.shapes import verticals
from lossviz.explorable.style import BLUE, INK, ORANGE, PINK, QUIET
from lossviz.explorable.words import inked

DELTA, QUANTILE = 10.0, 0.75
_HUBER, _PINBALL = f"{HUBER}, δ = {DELTA:g}", f"{PINBALL}, τ = {QUANTILE:g}"
# Each loss by the word of its choice, with its options, and how many times as long its arrows are.
KINDS: Mapping[str, tuple[str, dict[str, float], int]] = {
    QUADRATIC_COST: (QUADRATIC_COST, {}, 1),
    ABSOLUTE: (ABSOLUTE, {}, 10),
    _HUBER: (HUBER, {"delta": DELTA}, 1),
    _PINBALL: (PINBALL, {"quantile": QUANTILE}, 10),
}
# From the top: the five values, and their mean pull.
_ROWS = np.array([5.0, 4.0, 3.0, 2.0, 1.0])
_TOGETHER, _C, _FOOT, _TOP = -0.25, 5.8, -1.2, 6.9


class Pulls(NamedTuple):
    """How hard each value pulls at a number, to the right where positive, and what comes out."""

    c: float
    values: NDArray[np.float64]
    loss: str
    pulls: NDArray[np.floating]
    left: float
    right: float

    @property
    def mean(self) -> float:
        """The pull of all five together, a fifth of their sum."""
        return float(self.pulls.mean())

    @property
    def balanced(self) -> bool:
        """Whether the pulls cancel, so that the number stays where it is."""
        return abs(self.right - self.left) < 1e-9


class FivePulls(Picture[Pulls]):
    """Five values, each in a row of its own, and the arrows by which they pull at one number.

    An arrow is as long as the slope of the loss. The last row has all five together. A guess of
    the best number is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import five_pulls
    >>> explorer = five_pulls()
    >>> explorer.set(c=5, loss="Huber, δ = 10")
    >>> explorer.result.pulls.tolist(), explorer.result.balanced
    ([-4.0, -3.0, -2.0, -1.0, 10.0], True)
    """

    size = (9.5, 4.1)
    narrow_size = (3.9, 4.9)
    parameters = (
        Slider("c", "the one number", 0.0, FURTHEST, 1.0, default=50.0, symbol="c"),
        Slider("fifth", "fifth value", 5.0, FURTHEST, 5.0, default=FURTHEST),
        Choice("loss", "each pulls with the slope of", tuple(KINDS), default=QUADRATIC_COST),
    )
    presets = (
        Preset("The quadratic cost at rest", c=22.0, fifth=100.0, loss=QUADRATIC_COST),
        Preset("The absolute error at rest", c=3.0, fifth=100.0, loss=ABSOLUTE),
        Preset("Huber's loss at rest", c=5.0, fifth=100.0, loss=_HUBER),
        Preset("The pinball loss at rest", c=4.0, fifth=100.0, loss=_PINBALL),
    )

    @property
    def handles(self) -> tuple[Handle[Pulls], ...]:
        """The number, at the top of its line, and the fifth value in its row."""
        return (
            Handle("c", ("c",), self._axes, lambda p: (p.c, _C), lambda _, x, y: {"c": x}),
            Handle(
                "the fifth value",
                ("fifth",),
                self._axes,
                lambda p: (float(p.values[-1]), float(_ROWS[-1])),
                lambda _, x, y: {"fifth": x},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Draw the four values that stay; prepare the number, the fifth and the arrows."""
        axes = self._axes = figure.subplots()
        # From a line to the words beside it, and how long an arrow's head is, in minutes.
        self._beside, self._head = (5.0, 4.0) if self.narrow else (2.5, 2.0)
        axes.set(xlim=(-10, FURTHEST + 5), ylim=(_FOOT, _TOP), xlabel="minutes of waiting")
        axes.set(xticks=[0, 25, 50, 75, 100])
        axes.set_yticks([*_ROWS, _TOGETHER], ["1", "2", "3", "4", "fifth", "all ÷ 5"])
        axes.tick_params(axis="y", length=0, labelcolor=INK)
        axes.spines["left"].set_visible(False)
        axes.grid(False)
        axes.axhline(0.4, color=QUIET, linewidth=0.8)
        dots: dict[str, Any] = {"marker": "o", "linestyle": "none", "markersize": 8}
        axes.plot(FOUR, _ROWS[:4], color=INK, **dots)
        # Beside the axes, where nothing moves.
        side = axes.get_yaxis_transform()
        room: dict[str, Any] = {"xytext": (4, 0), "textcoords": "offset points", "va": "center"}
        axes.annotate("pull", (1.0, _C), xycoords=side, color=QUIET, **room)
        self._guess = self.line(axes, color=INK, linewidth=1.4, linestyle="--")
        self._needle = self.line(axes, color=INK, linewidth=1.6)
        self._stems = {
            colour: self.line(axes, color=colour, linewidth=4, solid_capstyle="butt")
            for colour in (BLUE, ORANGE)
        }
        self._sum = self.line(axes, color=INK, linewidth=7, solid_capstyle="butt")
        heads: dict[str, Any] = {"linestyle": "none", "clip_on": False, "markeredgewidth": 0}
        self._heads = {
            BLUE: self.line(axes, color=BLUE, marker="<", markersize=11, **heads),
            ORANGE: self.line(axes, color=ORANGE, marker=">", markersize=11, **heads),
            INK: self.line(axes, color=INK, markersize=15, **heads),
        }
        self._fifth = self.line(axes, color=PINK, clip_on=False, **{**dots, "markersize": 12})
        # A knob at the top of the number's line.
        self._knob = self.line(axes, color=INK, **{**dots, "markersize": 11}, clip_on=False)
        self._c = self.moving(axes.text(0, _C, "", va="center", fontweight="bold"))
        self._numbers = [
            self.moving(axes.annotate("", (1.0, row), xycoords=side, **room))
            for row in (*_ROWS, _TOGETHER)
        ]
        self._scale = self.moving(
            axes.text(FURTHEST + 5, 6.55, "", color=QUIET, ha="right", va="center")
        )
        # Over the lines, so that none crosses its words.
        self._guess_label = self.moving(axes.text(0, -0.88, "", va="center"))
        self._guess_label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
        # Room for the numbers on the right.
        axes.annotate("0.25 ←", (1.0, _FOOT), xycoords=side, alpha=0, **room)
        axes.set_title("Who pulls, and how hard?")

    @staticmethod
    def compute(c: float, fifth: float, loss: str) -> Pulls:
        """Measure the pulls: minus the slope of each loss by the number."""
        name, options, _ = KINDS[loss]
        values = np.array([*FOUR, fifth])
        slopes = LOSSES[name].gradient(values, np.full(5, c), reduction="none", **options)
        pulls = -slopes + 0.0
        left, right = float(-pulls[pulls < 0].sum()), float(pulls[pulls > 0].sum())
        return Pulls(c, values, loss, pulls, left, right)

    def place(self, pulls: Pulls) -> None:
        """Move the number and the fifth value, and draw the arrows."""
        c, factor = pulls.c, KINDS[pulls.loss][2]
        self._needle.set_data([c, c], [_FOOT, _C])
        self._knob.set_data([c], [_C])
        beyond = c > 0.75 * FURTHEST
        self._c.set_text(f"c = {c:g}")
        self._c.set_position((c + self._beside * (-1 if beyond else 1), _C))
        self._c.set_horizontalalignment("right" if beyond else "left")
        self._fifth.set_data([pulls.values[-1]], [_ROWS[-1]])
        tips = c + factor * pulls.pulls
        for colour, sign in ((BLUE, -1), (ORANGE, 1)):
            these = sign * pulls.pulls > 0
            self._heads[colour].set_data(tips[these] - 0.6 * self._head * sign, _ROWS[these])
            long = np.maximum(np.abs(tips[these] - c) - self._head, 0)
            rows, ends = verticals(_ROWS[these], c, c + sign * long)
            self._stems[colour].set_data(ends, rows)
        tip, sign = c + factor * pulls.mean, np.sign(pulls.right - pulls.left)
        moved = not pulls.balanced
        for artist in (self._sum, self._heads[INK]):
            artist.set_visible(moved)
        shaft = max(abs(tip - c) - self._head, 0)
        self._sum.set_data([c, c + sign * shaft], [_TOGETHER] * 2)
        self._heads[INK].set_data([tip - 0.7 * self._head * sign], [_TOGETHER])
        self._heads[INK].set_marker(">" if sign > 0 else "<")
        for text, pull in zip(self._numbers, [*pulls.pulls, pulls.mean], strict=True):
            text.set_text(_with_arrow(pull))
            text.set_color(INK if pull == 0 else BLUE if pull < 0 else ORANGE)
        self._numbers[-1].set_color(INK)
        self._scale.set_text(f"arrows: {factor} times as long" if factor > 1 else "")
        self._place_guess()

    def _place_guess(self) -> None:
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is not None:
            left = self.ghost > FURTHEST / 2
            self._guess.set_data([self.ghost] * 2, [_FOOT, _C - 0.4])
            self._guess_label.set_text(f"your guess: {self.ghost:g}")
            self._guess_label.set_x(self.ghost + self._beside / 2 * (-1 if left else 1))
            self._guess_label.set_horizontalalignment("right" if left else "left")

    def describe(self, pulls: Pulls) -> str:
        """Say how hard both sides pull, and who wins."""
        left, right = inked(f"{pulls.left:.4g}", BLUE), inked(f"{pulls.right:.4g}", ORANGE)
        ends = (
            "The pulls cancel, and c stays."
            if pulls.balanced
            else f"So c is drawn to the {'right' if pulls.right > pulls.left else 'left'}."
        )
        return (
            f"c = {pulls.c:g}, and each of 1, 2, 3, 4 and {pulls.values[-1]:g} pulls with the "
            f"slope of its loss ({pulls.loss}): {left} to the left and {right} to the right "
            f"altogether. {ends}"
        )


def _with_arrow(pull: float) -> str:
    """Write a pull as its size and its direction."""
    if abs(pull) < 1e-9:
        return "0"
    return f"{abs(pull):.3g} {'→' if pull > 0 else '←'}"
