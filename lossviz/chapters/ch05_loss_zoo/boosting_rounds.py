"""AdaBoost round by round on a handful of points, one of which can be moved."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import number, whole
from lossviz.figures.style import BLUE, GREEN, INK, ORANGE, PINK, Look
from lossviz.maths import Boosting, boost_stumps, exponential, zero_one

LAST_ROUND = 15
WIDE = 10.0
# Made up: six points of the one kind about four of the other, and one of either that moves.
POINTS = np.array(
    [
        *([1.0, 3.0], [1.5, 7.5], [2.5, 5.0], [4.5, 8.5], [6.0, 9.2], [8.7, 8.0]),
        *([3.6, 2.0], [5.2, 5.8], [6.6, 3.4], [8.4, 5.2]),
    ]
)
LABELS = np.array([1, 1, 1, 1, 1, 1, -1, -1, -1, -1])
# Areas in square points: of a point without weight, and what the whole weight adds.
_SMALLEST, _AREA = 16, 2200
_CURVES = (Look(GREEN, "-", "D"), Look(INK, "--", "o"), Look(PINK, ":", "^"))
_EVERYWHERE = Path([(0, 0), (0, WIDE), (WIDE, WIDE), (WIDE, 0), (0, 0)])
_PALE_BLUE, _PALE_ORANGE = "#d6e9f5", "#fdebde"


class BoostingRounds(ExplorableFigure):
    """Left the points, as large as their weights, right both losses over the rounds."""

    size = (9.5, 4.3)
    takes = {  # noqa: RUF012 - never changed
        "rounds": whole(0, LAST_ROUND),
        "x1": number(0, WIDE),
        "x2": number(0, WIDE),
    }
    defaults = {"rounds": 1, "x1": 2.0, "x2": 8.8}  # noqa: RUF012 - never changed

    def build(self, figure: Figure) -> None:
        """Prepare regions, points, stump and curves."""
        plane, losses = figure.subplots(1, 2, width_ratios=[1.15, 1])
        plane.set(xlim=(0, WIDE), ylim=(0, WIDE), xlabel="feature x₁", ylabel="feature x₂")
        plane.set_title("Weights, this round's stump, and the vote")
        plane.grid(False)
        plane.set_facecolor(_PALE_ORANGE)
        self._region = self.moving(
            plane.add_patch(PathPatch(Path([(0, 0)]), color=_PALE_BLUE, linewidth=0.6, zorder=1))
        )
        self._stump = self.moving(plane.plot([], [], color=INK, linewidth=2, linestyle="--")[0])
        self._groups = [
            (
                label,
                self.moving(
                    plane.scatter([], [], marker=marker, color=colour, edgecolor="white", zorder=3)
                ),
            )
            for label, marker, colour in ((1, "o", BLUE), (-1, "s", ORANGE))
        ]
        self._own = self.moving(
            plane.plot([], [], "o", color=GREEN, fillstyle="none", markeredgewidth=2)[0]
        )
        losses.set(xlim=(-0.3, LAST_ROUND), ylim=(-0.03, 1.4), xlabel="rounds")
        losses.set_title("The whole vote")
        losses.set_xticks(range(0, LAST_ROUND + 1, 5))
        # A marker on the last point only, as each one costs time in a move.
        self._loss, self._rate, self._alpha = (
            self.moving(losses.plot([], [], **look.line(), marker=look.marker, markevery=[-1])[0])
            for look in _CURVES
        )
        handles = [
            plane.plot([], [], "o", color=BLUE, markersize=9)[0],
            plane.plot([], [], "s", color=ORANGE, markersize=9)[0],
            plane.plot([], [], color=INK, linewidth=2, linestyle="--")[0],
            plane.plot([], [], "o", color=GREEN, fillstyle="none", markersize=12)[0],
            *(losses.plot([], [], **look.line(), marker=look.marker)[0] for look in _CURVES),
        ]
        words = ["y = +1", "y = −1", "stump", "your point", "exponential loss", "error rate"]
        figure.legend(
            handles,
            [*words, "say α"],
            loc="outside upper center",
            ncols=7,
            columnspacing=1.0,
            handletextpad=0.5,
        )
        self._trained: tuple[float, float] | None = None

    def draw(self, rounds: int, x1: float, x2: float) -> None:
        """Boost anew if the point has moved, and show the state after ``rounds``."""
        if self._trained != (x1, x2):
            self.points = np.vstack([POINTS, [x1, x2]])
            self.labels = np.append(LABELS, 1)
            self.run: Boosting = boost_stumps(self.points, self.labels, rounds=LAST_ROUND)
            labels = np.broadcast_to(self.labels, self.run.scores.shape)
            self.losses, self.rates = (
                loss(labels, self.run.scores, reduction="none").mean(axis=1)
                for loss in (exponential, zero_one)
            )
            self._trained = x1, x2
        run = self.run
        areas = _SMALLEST + _AREA * run.weights[rounds]
        for label, group in self._groups:
            group.set_offsets(self.points[self.labels == label])
            group.set_sizes(areas[self.labels == label])
        self._own.set_data([x1], [x2])
        self._own.set_markersize(np.sqrt(areas[-1]) + 5)
        # Before the first vote the plane belongs to nobody.
        self._region.set_path(_where_positive(run, rounds) if rounds else _EVERYWHERE)
        self._region.set_color(_PALE_BLUE if rounds else "white")
        self._stump.set_visible(rounds > 0)
        if rounds:
            cut = np.full(2, run.threshold[rounds - 1])
            ends = np.array([0, WIDE])
            upright = run.feature[rounds - 1] == 0
            self._stump.set_data(*((cut, ends) if upright else (ends, cut)))
        steps = np.arange(rounds + 1)
        self._loss.set_data(steps, self.losses[: rounds + 1])
        self._rate.set_data(steps, self.rates[: rounds + 1])
        self._alpha.set_data(steps, np.append(np.nan, run.alpha)[: rounds + 1])

    def describe(self) -> str:
        """State this round's stump and what the vote has come to."""
        rounds = self.parameters["rounds"]
        wrong = round(self.rates[rounds] * len(self.labels))
        own = self.run.weights[rounds][-1]
        if not rounds:
            return (
                f"Before the first round all {len(self.labels)} points weigh {own:.3f}; "
                "exponential loss 1.000."
            )
        error, alpha = self.run.error[rounds - 1], self.run.alpha[rounds - 1]
        return (
            f"Round {rounds}: the stump x{'₁₂'[self.run.feature[rounds - 1]]} against "
            f"{self.run.threshold[rounds - 1]:.2f} has weighted error {error:.3f} and say "
            f"α = {alpha:.3f}. Exponential loss of the vote {self.losses[rounds]:.3f}, "
            f"{wrong} of {len(self.labels)} points wrong. Your point weighs {own:.3f}, the "
            f"heaviest {self.run.weights[rounds].max():.3f}."
        )


def _where_positive(run: Boosting, rounds: int) -> Path:
    """The region where the vote is above 0, as rectangles between the thresholds."""
    edges = [
        np.unique([0, *run.threshold[:rounds][run.feature[:rounds] == k].clip(0, WIDE), WIDE])
        for k in (0, 1)
    ]
    centres = [(e[1:] + e[:-1]) / 2 for e in edges]
    cells = np.stack(np.meshgrid(*centres, indexing="ij"), axis=-1)
    positive = run.score(cells.reshape(-1, 2), rounds).reshape(cells.shape[:2]) > 0
    corners = []
    for left, right, column in zip(edges[0][:-1], edges[0][1:], positive, strict=True):
        turns = np.flatnonzero(np.diff(column, prepend=False, append=False))
        for low, high in zip(edges[1][turns[::2]], edges[1][turns[1::2]], strict=True):
            corners += [(left, low), (left, high), (right, high), (right, low), (left, low)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners, codes * (len(corners) // 5)) if corners else Path([(-1, -1)])
