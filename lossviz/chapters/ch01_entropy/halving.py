"""Surprise as a count of halvings: a coin under one square of a chessboard."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from lossviz.explorable import Counter, Handle, Picture
from lossviz.explorable.style import BLUE, INK, QUIET, SKY, YELLOW
from lossviz.explorable.words import counted, inked
from lossviz.maths import self_information

_SIDE = 8
_MOST = 6
# The column and the row of the square with the coin, counted from the lower left.
_COIN = (5, 2)


class Board(NamedTuple):
    """What is left of the board.

    Attributes
    ----------
    halvings : how often it was halved
    corner, width, height : the part that is left, in squares
    p : the chance to have found the coin in it before anything was known
    surprise : of that, in bits
    """

    halvings: int
    corner: tuple[int, int]
    width: int
    height: int
    p: float
    surprise: float


class Halving(Picture[Board]):
    """Halve the possibilities, and count: the surprise of a chance in bits.

    Left the squares that may still hide the coin; right the surprise of every chance.

    Examples
    --------
    >>> from lossviz.explorers import halving
    >>> explorer = halving()
    >>> explorer.set(halvings=3)
    >>> print(explorer.result.p, explorer.result.surprise)
    0.125 3.0
    """

    size = (10.0, 3.8)
    narrow_size = (3.9, 5.8)
    parameters = (
        Counter("halvings", "halve the possibilities", 0, _MOST, default=2, unit="times"),
    )

    def build(self, figure: Figure) -> None:
        """Draw the board and the curve once."""
        board, self._curve = both = self.panels(figure, 2, widths=[1, 1.4], heights=[1.2, 1])
        for axes in both:
            axes.grid(False)
        board.set(xlim=(-0.1, _SIDE + 0.1), ylim=(-0.1, _SIDE + 0.1), aspect="equal")
        board.set_axis_off()
        board.set_title("Where the coin may be")
        for place in range(_SIDE + 1):
            for x, y in (([0, _SIDE], [place] * 2), ([place] * 2, [0, _SIDE])):
                board.plot(x, y, color=QUIET, linewidth=0.6)
        self._left = Rectangle((0, 0), 0, 0, facecolor=SKY, alpha=0.55, edgecolor="none")
        self._frame = Rectangle((0, 0), 0, 0, fill=False, edgecolor=BLUE, linewidth=2.4)
        for patch in (self._left, self._frame):
            board.add_patch(self.moving(patch))
        self._coin = self.line(board, "o", color=YELLOW, markersize=14, markeredgecolor=INK)
        self._coin.set_data([_COIN[0] + 0.5], [_COIN[1] + 0.5])

        curve = self._curve
        curve.set(xlim=(0, 1.02), ylim=(0, 7), yticks=range(0, _MOST + 1, 2))
        curve.set_xticks([0, 1 / 8, 1 / 4, 1 / 2, 1], ["0", "⅛", "¼", "½", "1"])
        curve.set_xlabel("chance p")
        curve.set_ylabel("bits")
        curve.set_title("How surprising")
        p = np.geomspace(2**-7, 1, 200)
        self.readable(curve.plot(p, self_information(p), color=BLUE, linewidth=2.2)[0], "surprise")
        curve.text(0.34, 2.0, "−log₂ p", color=BLUE, fontsize=12)
        self._drop = self.line(curve, color=QUIET, linewidth=1.4, linestyle=":")
        self._here = self.line(
            curve, "o", color=BLUE, markersize=11, markeredgecolor="white", clip_on=False
        )

    @property
    def handles(self) -> tuple[Handle[Board], ...]:
        """The point on the curve."""
        return (
            Handle(
                "point on the curve",
                ("halvings",),
                self._curve,
                lambda board: (board.p, board.surprise),
                lambda _, x, y: {"halvings": y},
            ),
        )

    @staticmethod
    def compute(halvings: int) -> Board:
        """Cut away, by turns in width and in height, the half without the coin."""
        width, height = _SIDE >> (halvings + 1) // 2, _SIDE >> halvings // 2
        p = width * height / _SIDE**2
        column, row = _COIN
        corner = (column // width * width, row // height * height)
        return Board(halvings, corner, width, height, p, float(self_information(p)))

    def place(self, board: Board) -> None:
        """Move the part that is left, and the point on the curve."""
        for patch in (self._left, self._frame):
            patch.set_bounds(*board.corner, board.width, board.height)
        self._coin.set_visible(board.halvings == _MOST)
        self._here.set_data([board.p], [board.surprise])
        self._drop.set_data([0, board.p, board.p], [board.surprise, board.surprise, 0])

    def describe(self, board: Board) -> str:
        """Say what is left, its chance and its surprise."""
        squares = board.width * board.height
        chance = f"1/{_SIDE**2 // squares}" if board.halvings else "1"
        return (
            f"{counted(board.halvings, 'halving')}: {counted(squares, 'square')} of {_SIDE**2} "
            f"left, p = {chance}, a surprise of "
            f"{inked(counted(int(board.surprise), 'bit'), BLUE)}."
        )
