"""Three photos and three captions on a circle: InfoNCE on the table of their similarities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from numpy.typing import NDArray

from lossviz.chapters.shared.stored_small import StoredSmall
from lossviz.explorable import Handle, Preset, Scale, Slider
from lossviz.explorable.shapes import bars
from lossviz.explorable.style import BLUE, GREEN, INK, ORANGE, QUIET
from lossviz.explorable.words import inked
from lossviz.maths import info_nce, softmax

KINDS = ("cat", "dog", "fox")
_COLOURS = (BLUE, ORANGE, GREEN)
# Where the photos are, in degrees; the captions of cat and dog lie right upon theirs.
PHOTOS = np.array([90.0, 210.0, 330.0])
_FOX = KINDS.index("fox")
_LARGEST = 0.6
_TEMPERATURES = (0.05, 0.07, 0.1, 0.2, 0.5, 1.0)


class Similarities(NamedTuple):
    """Where the caption of the fox is, all similarities, and what becomes of them, row by row."""

    angle: float
    temperature: float
    cosines: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    losses: NDArray[np.float64]

    @property
    def loss(self) -> float:
        """The mean of all rows."""
        return float(self.losses.mean())


class SimilarityMatrix(StoredSmall[Similarities]):
    """Photos and captions on a circle, and the softmax of each photo's row of similarities.

    Examples
    --------
    >>> from lossviz.explorers import similarity_matrix
    >>> explorer = similarity_matrix()
    >>> explorer.set(angle=330, temperature=1.0)
    >>> round(explorer.result.loss, 3)
    0.369
    """

    size = (10.0, 4.3)
    narrow_size = (3.9, 6.9)
    parameters = (
        Slider("angle", "caption “a fox”", 90, 330, 5, default=150, unit="degrees"),
        Scale("temperature", "temperature", _TEMPERATURES, symbol="T", default=0.2),
    )
    presets = (
        Preset("Between cat and dog", angle=150, temperature=0.2),
        Preset("Nearly at its photo", angle=300, temperature=0.2),
        Preset("At its photo, cold", angle=330, temperature=0.07),
        Preset("At its photo, no temperature", angle=330, temperature=1.0),
    )

    def build(self, figure: Figure) -> None:
        """Draw circle, photos and the grid of the table."""
        self._circle, table = self.panels(figure, 2, widths=[1, 1.25], heights=[1, 1])
        self._draw_circle()
        table.set(xlim=(0.45, 4.5), ylim=(0.45, 3.95), aspect="equal")
        table.set_title("Each photo chooses a caption")
        table.grid(False)
        table.set_yticks([3, 2, 1], KINDS)
        table.set_xticks([])
        for spine in table.spines.values():
            spine.set_visible(False)
        table.tick_params(length=0)
        for edge in (0.5, 1.5, 2.5, 3.5):
            table.plot([edge, edge], [0.5, 3.5], color=QUIET, linewidth=0.7)
            table.plot([0.5, 3.5], [edge, edge], color=QUIET, linewidth=0.7)
        for place, (kind, colour) in enumerate(zip(KINDS, _COLOURS, strict=True), start=1):
            table.text(place, 3.6, f"“a {kind}”", color=colour, ha="center")
        table.text(4.05, 3.6, "loss", ha="center")
        self._squares = []
        for colour in (*_COLOURS, QUIET):
            patch = PathPatch(bars([], [], []), facecolor=colour, edgecolor="none")
            table.add_patch(self.moving(patch))
            self._squares.append(patch)
        font = 10.5
        self._numbers = [
            [
                self.moving(table.text(x, y - 0.47, "", ha="center", va="bottom", fontsize=font))
                for x in (1, 2, 3)
            ]
            for y in (3, 2, 1)
        ]
        self._losses = [
            self.moving(table.text(4.05, y, "", ha="center", va="center", fontweight="bold"))
            for y in (3, 2, 1)
        ]

    def _draw_circle(self) -> None:
        axes = self._circle
        axes.set(xlim=(-1.85, 1.85), ylim=(-1.4, 1.5), aspect="equal")
        axes.set_axis_off()
        axes.set_title("Photos □ and captions ●")
        turn = np.linspace(0, 2 * np.pi, 121)
        axes.plot(np.cos(turn), np.sin(turn), color=QUIET, linewidth=0.8)
        for kind, colour, (x, y) in zip(KINDS, _COLOURS, _directions(PHOTOS), strict=True):
            axes.plot([x], [y], "s", markersize=17, color="none", markeredgecolor=colour, mew=2)
            side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
            up = 0.22 if y > 0 else -0.12
            axes.text(
                x * (1.24 if self.narrow else 1.2),
                y + up,
                f"photo: {kind}",
                color=colour,
                ha=side,
                va="center",
            )
            if kind != "fox":
                axes.plot([x], [y], "o", markersize=9, color=colour)
        self._ray = self.line(axes, color=GREEN, linewidth=1.6)
        self._caption = self.line(
            axes, "o", color=GREEN, markersize=11, markeredgecolor="white", clip_on=False
        )
        label = axes.text(0, 0, "“a fox”", color=GREEN, ha="center", va="center")
        label.set_bbox({"facecolor": "white", "edgecolor": "none", "pad": 1})
        self._label = self.moving(label)

    @property
    def handles(self) -> tuple[Handle[Similarities], ...]:
        """The caption of the fox, along the circle."""

        def at(now: Similarities) -> tuple[float, float]:
            x, y = _directions(np.array([now.angle]))[0]
            return float(x), float(y)

        def grab(now: Similarities, x: float, y: float) -> dict[str, float]:
            # Along the tangent, which is straight.
            ((there, up),) = _directions(np.array([now.angle]))
            return {"angle": now.angle + float(np.degrees(there * y - up * x))}

        return (Handle("the caption “a fox”", ("angle",), self._circle, at, grab),)

    @staticmethod
    def compute(angle: float, temperature: float) -> Similarities:
        """Compare every photo with every caption."""
        angles = PHOTOS.copy()
        angles[_FOX] = angle
        photos, captions = _directions(PHOTOS), _directions(angles)
        cosines = photos @ captions.T
        losses = info_nce(cosines, temperature=temperature, reduction="none")
        probabilities = np.asarray(softmax(cosines / temperature), np.float64)
        return Similarities(
            angle, temperature, cosines, probabilities, np.asarray(losses, np.float64)
        )

    def place(self, now: Similarities) -> None:
        """Turn the caption, and fill the table."""
        x, y = _directions(np.array([now.angle]))[0]
        self._ray.set_data([0, x], [0, y])
        self._caption.set_data([x], [y])
        self._label.set_position((0.48 * x, 0.48 * y))
        sides = _LARGEST * np.sqrt(now.probabilities)
        columns, rows = np.meshgrid([1.0, 2.0, 3.0], [3.0, 2.0, 1.0])
        own = np.eye(3, dtype=bool)
        masks = [own & (np.arange(3) == k) for k in range(3)] + [~own]
        for patch, chosen in zip(self._squares, masks, strict=True):
            side, foot = sides[chosen], rows[chosen] + 0.13 - sides[chosen] / 2
            patch.set_path(bars(columns[chosen] - side / 2, side, foot + side, feet=foot))
        for row, texts in enumerate(self._numbers):
            for column, text in enumerate(texts):
                text.set_text(_share(now.probabilities[row, column]))
                text.set_color(_COLOURS[row] if row == column else INK)
            self._losses[row].set_text(_nats(now.losses[row]))

    def describe(self, now: Similarities) -> str:
        """Say what the photo of the fox thinks of its caption, and what all rows cost."""
        own = inked(_share(now.probabilities[_FOX, _FOX]), GREEN)
        cosine = f"{now.cosines[_FOX, _FOX]:.2f}"
        return (
            f"The caption “a fox” is at {now.angle:.0f}°, its cosine with the fox's photo is "
            f"{cosine}. At T = {now.temperature:g} that photo gives it probability {own}. The rows "
            f"cost {', '.join(_nats(loss) for loss in now.losses)}, in the mean "
            f"{_nats(now.loss)} nats."
        )


def _directions(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    turn = np.radians(degrees)
    return np.stack([np.cos(turn), np.sin(turn)], axis=-1)


def _share(probability: float) -> str:
    return f"{probability:.3f}" if probability < 0.9995 else "1.000"


def _nats(loss: float) -> str:
    return f"{loss:.2f}" if loss >= 0.005 or loss == 0 else "0.00"
