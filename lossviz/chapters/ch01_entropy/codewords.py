"""Codeword space: a word of L digits uses up 2^-L of it, and the mean length is what one pays."""

from __future__ import annotations

from functools import partial
from typing import Any, NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.explorable import Counter, Handle, Picture, Preset
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, GRID, INK, ORANGE, QUIET, SKY
from lossviz.explorable.words import inked

LETTERS = "ABCD"
# How often each letter comes.
CHANCES = np.array([0.5, 0.25, 0.125, 0.125])
_LONGEST = 5
# So many digits can still be read in the cells of the space.
_WRITTEN = 3
# Beyond 1 there is no space; so much of that is shown.
_BEYOND = 0.25
_CELLAR = -0.9


class Code(NamedTuple):
    """Words of chosen lengths.

    Attributes
    ----------
    lengths : digits of each letter's word
    starts : where each word's part of the space begins, the shortest words first
    used : the share of the space that all words use up
    words : the words, or "" where the space has no room
    mean : digits for each letter of a text
    """

    lengths: NDArray[np.int64]
    starts: NDArray[np.float64]
    used: float
    words: tuple[str, ...]
    mean: float


class Codewords(Picture[Code]):
    """Choose how long four code words are, and watch the space that they use up.

    Left all words that there are, each above those that begin with it; right a tower for each
    letter, as wide as it is frequent and as high as its word is long.

    Examples
    --------
    >>> from lossviz.explorers import codewords
    >>> explorer = codewords()
    >>> explorer.set(a=1)
    >>> explorer.result.used
    1.25
    """

    size = (10.0, 4.4)
    narrow_size = (3.9, 6.2)
    parameters = tuple(
        Counter(letter.lower(), f"word of {letter}", 1, _LONGEST, default=2, unit="digits")
        for letter in LETTERS
    )
    presets = (
        Preset("Two digits each", a=2, b=2, c=2, d=2),
        Preset("Greedy: 1, 1, 2, 2", a=1, b=1, c=2, d=2),
        Preset("Upside down: 3, 3, 2, 1", a=3, b=3, c=2, d=1),
    )

    def build(self, figure: Figure) -> None:
        """Draw the space with its words, and prepare the towers."""
        space, self._right = both = self.panels(figure, 2, widths=[1.25, 1], heights=[1.1, 1])
        for axes in both:
            axes.grid(False)
            axes.set_ylim(_CELLAR, _LONGEST + 0.05)
        space.set_xlim(0, 1 + _BEYOND)
        space.set_xticks([0, 0.5, 1])
        rows = np.arange(1, _LONGEST + 1)
        space.set_yticks(_LONGEST + 0.5 - rows, [str(row) for row in rows])
        space.tick_params(axis="y", length=0)
        space.set(xlabel="share of the space", ylabel="digits")
        space.set_title("All words there are")
        space.axvspan(1, 1 + _BEYOND, ymin=0, color=GRID, zorder=0)
        middle = (_LONGEST + _CELLAR) / 2
        space.text(
            1 + _BEYOND / 2, middle, "no room", color=INK, rotation=90, va="center", ha="center"
        )
        for row in rows:
            height = _LONGEST + 1 - row
            space.plot([0, 1], [height] * 2, color=QUIET, linewidth=0.5)
            for cell in range(2**row):
                left = cell / 2**row
                space.plot([left] * 2, [height - 1, height], color=QUIET, linewidth=0.5)
                if row <= _WRITTEN:
                    word = f"{cell:0{row}b}"
                    space.text(left + 2.0**-row / 2, height - 0.5, word, va="center", ha="center")
        space.plot([0, 1], [0, 0], color=QUIET, linewidth=0.5)

        right = self._right
        right.set(xlim=(0, 1), xticks=[0, 0.5, 1], yticks=rows)
        right.set(xlabel="width: how often it comes", ylabel="height: digits of its word")
        right.set_title("What a text costs")
        edge: dict[str, Any] = {"edgecolor": INK, "linewidth": 0.9}
        fills = [(SKY, 0.3), (SKY, 0.1)]
        nothing = bars(0, 0, 0)
        # Neighbours differ, and each has its letter below.
        self._blocks = [PathPatch(nothing, facecolor=fills[k % 2], **edge) for k in range(4)]
        self._towers = [PathPatch(nothing, facecolor=fills[k % 2], **edge) for k in range(4)]
        self._excess = PathPatch(nothing, facecolor=(ORANGE, 0.45), **edge, hatch="//")
        for axes, patches in ((space, [*self._blocks, self._excess]), (right, self._towers)):
            for patch in patches:
                axes.add_patch(self.moving(patch))
        self._names = [
            [
                self.line(axes, marker=f"${letter}$", color=INK, markersize=9, markeredgewidth=0)
                for letter in LETTERS
            ]
            for axes in both
        ]
        self._mean = self.line(right, color=BLUE, linewidth=2.6, label="mean length")
        self._guess = self.line(right, color=INK, linewidth=1.4, linestyle=":")
        self._guess_label = self.moving(
            right.text(0.99, 0, "your guess", ha="right", va="bottom", fontsize=10.5)
        )
        right.legend(handles=[self._mean], loc="upper right")

    @property
    def handles(self) -> tuple[Handle[Code], ...]:
        """The top of each tower."""
        centres = np.cumsum(CHANCES) - CHANCES / 2
        return tuple(
            Handle(
                f"top of the tower {letter}",
                (letter.lower(),),
                self._right,
                partial(_top, place=place, x=float(x)),
                partial(_length, name=letter.lower()),
            )
            for place, (letter, x) in enumerate(zip(LETTERS, centres, strict=True))
        )

    @staticmethod
    def compute(a: int, b: int, c: int, d: int) -> Code:
        """Give out the space from its left end, the shortest words first."""
        lengths = np.array([a, b, c, d])
        order = np.argsort(lengths, kind="stable")
        shares = 2.0**-lengths
        starts = np.empty(len(lengths))
        starts[order] = np.cumsum(shares[order]) - shares[order]
        words = tuple(
            f"{int(start * 2**length):0{length}b}" if start < 1 else ""
            for start, length in zip(starts.tolist(), lengths.tolist(), strict=True)
        )
        return Code(lengths, starts, float(shares.sum()), words, float(CHANCES @ lengths))

    def place(self, code: Code) -> None:
        """Lay the words' parts beside each other, and raise the towers."""
        shares = 2.0**-code.lengths
        depths = _LONGEST + 1 - code.lengths
        inside = np.minimum(shares, np.maximum(1 - code.starts, 0))
        left = np.cumsum(CHANCES) - CHANCES
        for k in range(len(LETTERS)):
            self._blocks[k].set_path(bars(code.starts[k], inside[k], depths[k]))
            self._towers[k].set_path(bars(left[k], CHANCES[k], code.lengths[k]))
            for names, x in zip(
                self._names, (code.starts[k] + shares[k] / 2, left[k] + CHANCES[k] / 2), strict=True
            ):
                names[k].set_data([x], [_CELLAR / 2])
            self._names[0][k].set_visible(bool(code.starts[k] < 1))
        outside = np.minimum(shares - inside, _BEYOND)
        self._excess.set_path(bars(np.maximum(code.starts, 1), outside, depths))
        self._mean.set_data([0, 1], [code.mean] * 2)
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is not None:
            self._guess.set_data([0, 1], [self.ghost] * 2)
            self._guess_label.set_y(self.ghost + 0.03)

    def describe(self, code: Code) -> str:
        """List the words, the space that they use, and the mean length."""
        used = f"{100 * code.used:.4g} %"
        if code.used > 1:
            lengths = ", ".join(map(str, code.lengths[:-1]))
            return (
                f"Words of {lengths} and {code.lengths[-1]} digits would need "
                f"{inked(used, ORANGE)} of the space, so there is no such code."
            )
        words = ", ".join(f"{n} = {w}" for n, w in zip(LETTERS, code.words, strict=True))
        return (
            f"{words}. They use {used} of the space; a letter costs "
            f"{inked(f'{code.mean:.3f}', BLUE)} digits on average."
        )


def _top(code: Code, *, place: int, x: float) -> tuple[float, float]:
    return x, float(code.lengths[place])


def _length(_: Code, __: float, y: float, *, name: str) -> dict[str, float]:
    return {name: y}
