"""Four tokens and what each of them costs: what a perplexity is the e to the power of."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Slider
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, INK, ORANGE, PINK, QUIET, SKY, Look
from lossviz.explorable.words import inked, significant

# Two sentences of a batch: three tokens, and one.
TOKENS = ("the", "fox", "sleeps", "hush")
_NAMES = ("first", "second", "third", "fourth")
_PLACES = np.array([1.0, 2.0, 3.0, 4.7])
_MOST = 6.0
_HALF = 0.34
_END = 5.3
PERPLEXITY, OF_EXPS, OF_MEANS = "e to the mean", "mean of all e to the loss", "e to the mean of two"
_LOOKS = {
    PERPLEXITY: Look(BLUE, "-", "o"),
    OF_EXPS: Look(PINK, "-.", "D"),
    OF_MEANS: Look(ORANGE, "--", "s"),
}
_ROWS = {PERPLEXITY: 2.75, OF_EXPS: 1.75, OF_MEANS: 0.75}


class Tokens(NamedTuple):
    """The losses of four tokens, their mean, the mean of the means of both sentences, all in nats.

    ``words`` says among how many words one would have to choose to be as unsure, in three ways.
    """

    losses: NDArray[np.float64]
    mean: float
    mean_of_means: float
    words: dict[str, float]


class TokenLosses(StoredSmall[Tokens]):
    """The losses of four tokens, and three numbers that have been called their perplexity.

    A guess of the perplexity is a dashed line.

    Examples
    --------
    >>> from lossviz.explorers import token_losses
    >>> explorer = token_losses()
    >>> explorer.press("One surprise")
    >>> {name: round(words, 2) for name, words in explorer.result.words.items()}
    {'e to the mean': 7.39, 'mean of all e to the loss': 39.14, 'e to the mean of two': 20.09}
    """

    size = (10.0, 3.9)
    narrow_size = (3.9, 5.9)
    parameters = tuple(
        Slider(name, "loss of", 0.0, _MOST, 0.1, default=1.0, symbol=f"“{token}”", unit="nats")
        for name, token in zip(_NAMES, TOKENS, strict=True)
    )
    presets = (
        Preset("All alike", first=1.0, second=1.0, third=1.0, fourth=1.0),
        Preset("One surprise", first=1.0, second=1.0, third=1.0, fourth=5.0),
        Preset("A surprise in the long one", first=1.0, second=5.0, third=1.0, fourth=1.0),
    )

    def build(self, figure: Figure) -> None:
        """Create the bars, and the line of words to choose among."""
        self._axes, words = self.panels(figure, 2, widths=[1.05, 1], heights=[1.1, 1])
        axes = self._axes
        axes.set(
            xlim=(0.4, 8.3 if self.narrow else 7.6),
            ylim=(0, _MOST + 1),
            yticks=[0, 2, 4, 6],
            ylabel="loss, nats",
        )
        axes.set_xticks(_PLACES, TOKENS)
        axes.set_title("What each token costs")
        axes.grid(False, axis="x")
        for x, name in ((2, "sentence 1"), (4.7, "2")):
            axes.text(x, _MOST + 0.9, name, color=QUIET, ha="center", va="top")
        axes.axvline(3.85, color=QUIET, linewidth=0.8, linestyle=":")
        self._bars = PathPatch(bars([], [], []), facecolor=SKY, edgecolor="none")
        axes.add_patch(self.moving(self._bars))
        self._lines = {
            name: self.line(axes, **_LOOKS[name].line()) for name in (PERPLEXITY, OF_MEANS)
        }
        self._means = {
            name: self.moving(axes.text(_END + 0.1, 0, "", color=_LOOKS[name].color, va="center"))
            for name in self._lines
        }
        words.set(xscale="log", xlim=(1, 4000), ylim=(0.3, 3.9), yticks=[])
        words.set_xticks([1, 10, 100, 1000], ["1", "10", "100", "1000"])
        words.minorticks_off()
        words.set_xlabel("words to choose among")
        words.set_title("As unsure as among …")
        words.spines["left"].set_visible(False)
        self._points, self._numbers = {}, {}
        above = 0.24 if self.narrow else 0.1
        for name, look in _LOOKS.items():
            words.plot([1, 4000], [_ROWS[name]] * 2, color=QUIET, linewidth=0.6)
            words.text(3900, _ROWS[name] + above, name, color=look.color, ha="right", va="bottom")
            self._points[name] = self.line(words, **look.point(clip_on=False))
            number = words.text(1, _ROWS[name], "", color=look.color, va="center")
            number.set_fontweight("bold")
            number.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1.5})
            self._numbers[name] = self.moving(number)
        self._guess = self.line(words, color=INK, linewidth=1.4, linestyle="--")
        self._guess_label = self.moving(words.text(1, 3.88, "", va="top"))

    @property
    def handles(self) -> tuple[Handle[Tokens], ...]:
        """The top of each bar."""
        return tuple(self._top(number) for number in range(len(TOKENS)))

    def _top(self, number: int) -> Handle[Tokens]:
        name = _NAMES[number]
        return Handle(
            f"loss of “{TOKENS[number]}”",
            (name,),
            self._axes,
            lambda tokens: (float(_PLACES[number]), float(tokens.losses[number])),
            lambda _, x, y: {name: y},
        )

    @staticmethod
    def compute(first: float, second: float, third: float, fourth: float) -> Tokens:
        """Take the means, and e to them."""
        losses = np.array([first, second, third, fourth])
        mean = float(losses.mean())
        mean_of_means = float((losses[:3].mean() + losses[3]) / 2)
        words = {
            PERPLEXITY: float(np.exp(mean)),
            OF_EXPS: float(np.exp(losses).mean()),
            OF_MEANS: float(np.exp(mean_of_means)),
        }
        return Tokens(losses, mean, mean_of_means, words)

    def place(self, tokens: Tokens) -> None:
        """Move bars, means and points."""
        self._bars.set_path(bars(_PLACES - _HALF, 2 * _HALF, tokens.losses))
        means = {PERPLEXITY: tokens.mean, OF_MEANS: tokens.mean_of_means}
        names = {PERPLEXITY: "mean", OF_MEANS: "of means"}
        lower, upper = sorted(means, key=lambda name: means[name])
        line = 0.75 if self.narrow else 0.62
        half = max(means[upper] - means[lower], line) / 2
        middle = max((means[upper] + means[lower]) / 2, half + 0.3)
        heights = {lower: middle - half, upper: middle + half}
        for name, mean in means.items():
            self._lines[name].set_data([0.5, _END], [mean, mean])
            self._means[name].set_text(f"{names[name]} {mean:.2f}")
            self._means[name].set_y(heights[name])
        for name, number in tokens.words.items():
            self._points[name].set_data([number], [_ROWS[name]])
            self._numbers[name].set_text(_short(number))
            self._numbers[name].set_x(number * 1.5)
        for artist in (self._guess, self._guess_label):
            artist.set_visible(self.ghost is not None)
        if self.ghost is not None:
            guess = float(np.clip(self.ghost, 1, 4000))
            self._guess.set_data([guess] * 2, [0.3, 3.5])
            self._guess_label.set_text(f" your guess: {self.ghost:g} ")
            self._guess_label.set_x(guess)
            self._guess_label.set_horizontalalignment("left" if guess < 60 else "right")

    def describe(self, tokens: Tokens) -> str:
        """Say what the tokens cost, and what perplexity that is."""
        *others, last = (f"{loss:.1f}" for loss in tokens.losses)
        mean = inked(f"{tokens.mean:.2f}", BLUE)
        of_means = inked(f"{tokens.mean_of_means:.2f}", ORANGE)
        words = {
            name: inked(_short(number), _LOOKS[name].color) for name, number in tokens.words.items()
        }
        return (
            f"The tokens cost {', '.join(others)} and {last} nats, {mean} in the mean: as unsure "
            f"as among {words[PERPLEXITY]} words. The mean of every e to the loss is "
            f"{words[OF_EXPS]}; the mean of both sentences' means is {of_means} nats, or "
            f"{words[OF_MEANS]} words."
        )


def _short(number: float) -> str:
    return significant(number, 3)
