"""AdaBoost round by round on a handful of points, one of which can be moved."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz.chapters.ch05_loss_zoo.eleven_points import (
    FRIENDS,
    LABELS,
    LAST_ROUND,
    POINTS,
    STRANGERS,
)
from lossviz.explorable import Handle, Picture, Player, Preset, Slider
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, PINK, Look, sample
from lossviz.explorable.words import inked, significant
from lossviz.maths import Boosting, boost_stumps, exponential, zero_one

WIDE = 10.0
# Areas in square points: of a point without weight, and what the whole weight adds.
_SMALLEST, _AREA = 16, 2200
_KINDS = ((1, "o", BLUE, "y = +1"), (-1, "s", ORANGE, "y = −1"))
_CURVES = {
    "exponential loss": Look(GREEN, "-", "D"),
    "error rate": Look(INK, "--", "o"),
    "say α": Look(PINK, ":", "^"),
}
# Each smaller than the one behind it, so that none hides another.
_SIZES = {"exponential loss": 12, "error rate": 7, "say α": 9}
_LEGEND: dict[str, Any] = {
    "loc": "lower left",
    "bbox_to_anchor": (-0.02, 1.03),
    "borderpad": 0.2,
    "columnspacing": 1.0,
    "handletextpad": 0.5,
    "handlelength": 1.6,
}
# How high a row of it is, in points.
_ROW = 17
_EVERYWHERE = Path([(0, 0), (0, WIDE), (WIDE, WIDE), (WIDE, 0), (0, 0)])
# How much of their colours the grounds have: pale on white paper, and dim on dark.
_BLUE_GROUND, _ORANGE_GROUND = 0.16, 0.12


class Vote(NamedTuple):
    """A boosting, of which some rounds have voted.

    ``losses`` and ``rates`` are the exponential loss and the error rate before the first round and
    after each; ``region`` is where the rounds so far vote for +1.
    """

    rounds: int
    points: NDArray[np.float64]
    run: Boosting
    losses: NDArray[np.floating]
    rates: NDArray[np.floating]
    region: Path


class BoostingRounds(Picture[Vote]):
    """AdaBoost, one stump at a time, with a point that you move.

    Left the points, as large as their weights, right both losses over the rounds.

    Examples
    --------
    >>> from lossviz.explorers import boosting_rounds
    >>> explorer = boosting_rounds()
    >>> explorer.set(rounds=1)
    >>> print(explorer.result.rates[1] > 0)
    True
    """

    size = (9.5, 4.3)
    narrow_size = (3.9, 6.5)
    parameters = (
        Player("rounds", "rounds", 0, LAST_ROUND, milliseconds=900, default=1),
        Slider("x1", "your point's", 0.0, WIDE, 0.1, default=FRIENDS[0], symbol="x₁"),
        Slider("x2", "your point's", 0.0, WIDE, 0.1, default=FRIENDS[1], symbol="x₂"),
    )
    presets = (
        Preset("Your point among its friends", x1=FRIENDS[0], x2=FRIENDS[1]),
        Preset("A wrong label: among the others", x1=STRANGERS[0], x2=STRANGERS[1]),
    )

    @property
    def handles(self) -> tuple[Handle[Vote], ...]:
        """Your point."""
        return (
            Handle(
                "your point",
                ("x1", "x2"),
                self._plane,
                at=lambda vote: (vote.points[-1, 0], vote.points[-1, 1]),
                grab=lambda _, x, y: {"x1": x, "x2": y},
            ),
        )

    def build(self, figure: Figure) -> None:
        """Prepare regions, points, stump and curves."""
        plane, losses = self.panels(figure, 2, widths=[1.15, 1], heights=[1.5, 1])
        self._plane = plane
        columns = 2 if self.narrow else 4
        plane.set(xlim=(0, WIDE), ylim=(0, WIDE), xlabel="feature x₁", ylabel="feature x₂")
        plane.set(xticks=[0, 5, 10], yticks=[0, 5, 10])
        plane.grid(False)
        plane.set_facecolor((ORANGE, _ORANGE_GROUND))
        # Paper first, so that no orange shines through the blue.
        self._region, self._tint = (
            PathPatch(_EVERYWHERE, facecolor=colour, alpha=alpha, linewidth=0, zorder=1)
            for colour, alpha in (("white", 1), (BLUE, _BLUE_GROUND))
        )
        for patch in (self._region, self._tint):
            self.moving(plane.add_patch(patch))
        self._stump = self.line(plane, color=INK, linewidth=2, linestyle="--", label="the stump")
        self._groups = [
            self.moving(
                plane.scatter(
                    [], [], marker=marker, color=colour, edgecolor="white", zorder=3, clip_on=False
                )
            )
            for _, marker, colour, _ in _KINDS
        ]
        ring = {"color": INK, "marker": "o", "fillstyle": "none", "linestyle": "none"}
        self._own = self.line(plane, **ring, markeredgewidth=2, clip_on=False)

        losses.set(xlim=(-0.3, LAST_ROUND), ylim=(-0.03, 1.4), xlabel="rounds")
        losses.set(xticks=range(0, LAST_ROUND + 1, 5), yticks=[0, 0.5, 1])
        # A marker on the last point only, as each one costs time in a move.
        self._series = [
            self.line(
                losses,
                **{**look.point(markersize=_SIZES[name], clip_on=False), **look.line()},
                markevery=[-1],
                label=name,
            )
            for name, look in _CURVES.items()
        ]
        points = [
            sample(words, color=colour, linestyle="none", marker=marker, markersize=9)
            for _, marker, colour, words in _KINDS
        ]
        own = sample("your point", **ring, markersize=12)
        for axes, title, named in (
            (plane, "Size: the weight. Ground: the vote", [*points, own, self._stump]),
            (losses, "The whole vote", self._series),
        ):
            rows = -(-len(named) // columns)
            axes.set_title(title, pad=_ROW * (rows + 1))
            legend = axes.legend(handles=named, ncols=columns, **_LEGEND)
            legend.set_in_layout(False)

    @staticmethod
    def compute(rounds: int, x1: float, x2: float) -> Vote:
        """Boost with the point where it is, and let some rounds vote."""
        points, run, losses, rates = _boosted(x1, x2)
        # Before the first vote the plane belongs to nobody.
        region = _where_positive(run, rounds) if rounds else _EVERYWHERE
        return Vote(rounds, points, run, losses, rates, region)

    def place(self, vote: Vote) -> None:
        """Show the weights, the stump and the region after the rounds, and the curves so far."""
        rounds, run = vote.rounds, vote.run
        areas = _SMALLEST + _AREA * run.weights[rounds]
        for group, (label, *_) in zip(self._groups, _KINDS, strict=True):
            members = label == LABELS
            group.set_offsets(vote.points[members])
            group.set_sizes(areas[members])
        self._own.set_data(*vote.points[-1:].T)
        self._own.set_markersize(np.sqrt(areas[-1]) + 5)
        for patch in (self._region, self._tint):
            patch.set_path(vote.region)
        self._tint.set_visible(rounds > 0)
        self._stump.set_visible(rounds > 0)
        if rounds:
            cut = np.full(2, run.threshold[rounds - 1])
            ends = np.array([0, WIDE])
            upright = run.feature[rounds - 1] == 0
            self._stump.set_data(*((cut, ends) if upright else (ends, cut)))
        says = np.append(np.nan, run.alpha)
        for line, series in zip(self._series, (vote.losses, vote.rates, says), strict=True):
            line.set_data(np.arange(rounds + 1), series[: rounds + 1])

    def describe(self, vote: Vote) -> str:
        """State this round's stump and what the vote has come to."""
        rounds, run = vote.rounds, vote.run
        wrong = round(vote.rates[rounds] * len(LABELS))
        own = run.weights[rounds][-1]
        if not rounds:
            return (
                f"Before the first round all {len(LABELS)} points weigh {significant(own)}; "
                f"exponential loss {inked('1', GREEN)}."
            )
        error, alpha = run.error[rounds - 1], run.alpha[rounds - 1]
        return (
            f"Round {rounds}: the stump x{'₁₂'[run.feature[rounds - 1]]} against "
            f"{run.threshold[rounds - 1]:.2f} has weighted error {significant(error)} and "
            f"say α = {inked(significant(alpha), PINK)}. Exponential loss of the vote "
            f"{inked(significant(vote.losses[rounds]), GREEN)}, {wrong} of "
            f"{len(LABELS)} points wrong. Your point weighs {significant(own)}, the heaviest "
            f"{significant(run.weights[rounds].max())}."
        )


@lru_cache(maxsize=8)
def _boosted(
    x1: float, x2: float
) -> tuple[NDArray[np.float64], Boosting, NDArray[np.floating], NDArray[np.floating]]:
    """The points, the boosting, and both its losses; whoever plays it asks at every round."""
    points = np.vstack([POINTS, [x1, x2]])
    run = boost_stumps(points, LABELS, rounds=LAST_ROUND)
    labels = np.broadcast_to(LABELS, run.scores.shape)
    losses, rates = (
        loss(labels, run.scores, reduction="none").mean(axis=1) for loss in (exponential, zero_one)
    )
    return points, run, losses, rates


def _where_positive(run: Boosting, rounds: int) -> Path:
    """The region where the vote is above 0, as rectangles between the thresholds."""
    edges = [
        np.unique([0, *run.threshold[:rounds][run.feature[:rounds] == k].clip(0, WIDE), WIDE])
        for k in (0, 1)
    ]
    centres = [(e[1:] + e[:-1]) / 2 for e in edges]
    cells = np.stack(np.meshgrid(*centres, indexing="ij"), axis=-1)
    positive = run.score(cells.reshape(-1, 2), rounds).reshape(cells.shape[:2]) > 0
    corners: list[tuple[float, float]] = []
    for left, right, column in zip(edges[0][:-1], edges[0][1:], positive, strict=True):
        turns = np.flatnonzero(np.diff(column, prepend=False, append=False))
        for low, high in zip(edges[1][turns[::2]], edges[1][turns[1::2]], strict=True):
            corners += [(left, low), (left, high), (right, high), (right, low), (left, low)]
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    return Path(corners, codes * (len(corners) // 5)) if corners else Path([(-1, -1)])
