"""A small patch in a large picture, found in part: what cross-entropy and Dice charge for it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Counter, Handle, Preset, Scale
from lossviz.explorable.style import BLUE, GREEN, ORANGE, QUIET, Look, hollow_unless
from lossviz.explorable.words import inked
from lossviz.maths import binary_cross_entropy, soft_dice

SIDE, PATCH = 40, 4  # pixels: 16 of 1600 are foreground
_CORNER = 18
_REACH = 8
_GROUND = 0.01  # what is said of all other pixels
CROSS_ENTROPY, DICE = "cross-entropy", "Dice"
_LOOKS = {CROSS_ENTROPY: Look(BLUE, "--", "s"), DICE: Look(ORANGE, "-", "o")}
_CHANCES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999)
_MOST = 1.8


class Overlap(NamedTuple):
    """Where the patch was found, how sure, what it costs, and what every confidence would cost.

    ``shares`` are the losses as shares of what finding nothing costs, ``curves`` those for all
    confidences; ``right`` is the share of pixels on the right side of one half.
    """

    right_by: int
    up_by: int
    sure: float
    shared: int
    losses: dict[str, float]
    shares: dict[str, float]
    curves: dict[str, NDArray[np.float64]]
    right: float


class MaskOverlap(StoredSmall[Overlap]):
    """A patch of 4 by 4 pixels in a picture of 1600, and an answer that may miss it.

    Right, the losses of the answer as shares of what it costs to find nothing.

    Examples
    --------
    >>> from lossviz.explorers import mask_overlap
    >>> explorer = mask_overlap()
    >>> explorer.press("Half of it, and sure")
    >>> {name: round(share, 2) for name, share in explorer.result.shares.items()}
    {'cross-entropy': 1.2, 'Dice': 0.67}
    """

    size = (10.0, 4.1)
    narrow_size = (3.9, 6.6)
    parameters = (
        Counter("right_by", "found too far right", -_REACH, _REACH, default=0, unit="pixels"),
        Counter("up_by", "found too far up", -_REACH, _REACH, default=0, unit="pixels"),
        Scale("sure", "confidence in the patch", _CHANCES, symbol="p", default=0.01),
    )
    presets = (
        Preset("Nothing found", right_by=0, up_by=0, sure=0.01),
        Preset("All of it, and sure", right_by=0, up_by=0, sure=0.999),
        Preset("Half of it, with doubts", right_by=2, up_by=0, sure=0.7),
        Preset("Half of it, and sure", right_by=2, up_by=0, sure=0.999),
        Preset("Beside it, and sure", right_by=6, up_by=3, sure=0.999),
    )

    def build(self, figure: Figure) -> None:
        """Draw the picture with its patch, and the axes of the losses."""
        self._image, cost = self.panels(figure, 2, widths=[1, 1.35], heights=[1.15, 1])
        image = self._image
        image.set(xlim=(0, SIDE), ylim=(0, SIDE), aspect="equal", xticks=[], yticks=[])
        image.grid(False)
        for spine in image.spines.values():
            spine.set(visible=True, color=QUIET)
        image.set_title("1600 pixels, 16 bruised")
        self._found = Rectangle((0, 0), PATCH, PATCH, facecolor=ORANGE, edgecolor="none")
        image.add_patch(self.moving(self._found))
        truth = Rectangle(
            (_CORNER, _CORNER), PATCH, PATCH, fill=False, edgecolor=GREEN, linewidth=2
        )
        image.add_patch(self.moving(truth))
        image.text(1, 1, "□ true", color=GREEN)
        image.text(SIDE - 1, 1, "■ said", color=ORANGE, ha="right")

        cost.set(
            xlim=(-4.8, 15.2 if self.narrow else 11.4), ylim=(0, _MOST), yticks=[0, 0.5, 1, 1.5]
        )
        cost.set_xticks(*_chance_ticks(few=self.narrow))
        cost.set(xlabel="confidence in the patch", ylabel="share of “nothing found”")
        cost.set_title("What the answer costs")
        cost.plot([-4.6, 6.9], [1, 1], color=QUIET, linewidth=1)
        self._curves, self._points, self._names = {}, {}, {}
        for name, look in _LOOKS.items():
            self._curves[name] = self.readable(self.line(cost, **look.line()), name)
            label = cost.text(
                7.8 if self.narrow else 7.4,
                0,
                name,
                color=look.color,
                va="center",
                fontweight="bold",
            )
            self._names[name] = self.moving(label)
        # The larger one behind, so that both are seen where they meet.
        for (name, look), size in zip(_LOOKS.items(), (12, 8), strict=True):
            self._points[name] = self.line(cost, **look.point(markersize=size, clip_on=False))

    @property
    def handles(self) -> tuple[Handle[Overlap], ...]:
        """The patch that was found."""
        middle = _CORNER + PATCH / 2
        return (
            Handle(
                "what was found",
                ("right_by", "up_by"),
                self._image,
                lambda now: (middle + now.right_by, middle + now.up_by),
                lambda _, x, y: {"right_by": x - middle, "up_by": y - middle},
            ),
        )

    @staticmethod
    def compute(right_by: int, up_by: int, sure: float) -> Overlap:
        """Charge the answer, and the same answer with every confidence."""
        truth = np.zeros((SIDE, SIDE))
        truth[_CORNER : _CORNER + PATCH, _CORNER : _CORNER + PATCH] = 1
        found = np.zeros((SIDE, SIDE), bool)
        up, right = _CORNER + up_by, _CORNER + right_by
        found[up : up + PATCH, right : right + PATCH] = True
        shared = int(truth[found].sum())
        chances = np.append(_CHANCES, sure)
        # Pixels of four kinds, so that no picture is summed for each confidence.
        counts = np.array([shared, PATCH**2 - shared, PATCH**2 - shared])
        counts = np.append(counts, SIDE**2 - counts.sum())
        curves = _losses(counts, chances)
        nothing = _losses(counts, np.array([_GROUND]))
        share = {name: curves[name] / nothing[name][0] for name in curves}
        said_yes = found if sure > 0.5 else np.zeros_like(found)
        return Overlap(
            right_by,
            up_by,
            sure,
            shared,
            {name: float(curve[-1]) for name, curve in curves.items()},
            {name: float(curve[-1]) for name, curve in share.items()},
            {name: curve[:-1] for name, curve in share.items()},
            float((said_yes == (truth > 0.5)).mean()),
        )

    def place(self, now: Overlap) -> None:
        """Move what was found, the curves and their points."""
        self._found.set_xy((_CORNER + now.right_by, _CORNER + now.up_by))
        self._found.set_alpha(0.15 + 0.75 * now.sure)
        x, here = _logit(np.array(_CHANCES)), float(_logit(np.array(now.sure)))
        ends = {}
        for name, curve in now.curves.items():
            self._curves[name].set_data(x, curve)
            share = now.shares[name]
            self._points[name].set_data([here], [min(share, _MOST - 0.08)])
            hollow_unless(share <= _MOST, self._points[name])
            ends[name] = min(float(curve[-1]), _MOST - 0.06)
        low, high = sorted(ends, key=lambda name: ends[name])
        line = 0.15
        half = max(ends[high] - ends[low], line) / 2
        middle = min(max((ends[high] + ends[low]) / 2, half + 0.06), _MOST - 0.06 - half)
        self._names[low].set_y(middle - half)
        self._names[high].set_y(middle + half)

    def describe(self, now: Overlap) -> str:
        """Say what was found, how many pixels are right, and what both losses charge."""
        entropy = inked(f"{now.losses[CROSS_ENTROPY]:.4f}", BLUE)
        dice = inked(f"{now.losses[DICE]:.3f}", ORANGE)
        shares = {
            name: inked(f"{100 * now.shares[name]:.0f} %", _LOOKS[name].color) for name in _LOOKS
        }
        return (
            f"The answer shares {now.shared} of the patch's 16 pixels, with confidence "
            f"{now.sure:g}; {100 * now.right:.1f} % of all pixels are on the right side. "
            f"Cross-entropy is {entropy} nats, {shares[CROSS_ENTROPY]} of what finding nothing "
            f"costs; the Dice loss is {dice}, {shares[DICE]} of it."
        )


def _losses(
    counts: NDArray[np.int_], chances: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Both losses of an answer for each confidence in the patch.

    ``counts`` are the pixels found, missed, and called ill by mistake, and all others.
    """
    truth = np.repeat([1.0, 1.0, 0.0, 0.0], counts)
    said = np.repeat([True, False, True, False], counts)
    answers = np.where(said, chances[:, np.newaxis], _GROUND)
    truths = np.broadcast_to(truth, answers.shape)
    entropies = binary_cross_entropy(truths, answers, reduction="none").mean(axis=-1)
    return {
        CROSS_ENTROPY: np.asarray(entropies),
        DICE: np.asarray(soft_dice(truths, answers, reduction="none")),
    }


def _logit(p: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.log(p / (1 - p)))


def _chance_ticks(few: bool) -> tuple[list[float], list[str]]:
    chances = (0.01, 0.1, 0.5, 0.9, *(() if few else (0.99,)), 0.999)
    return [float(_logit(np.array(p))) for p in chances], [f"{p:g}" for p in chances]
