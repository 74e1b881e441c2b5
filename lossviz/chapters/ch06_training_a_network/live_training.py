"""A small network in training: what it answers in the plane, its costs, its sigmoids' slopes."""

from __future__ import annotations

from typing import NamedTuple

import contourpy
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.path import Path
from numpy.typing import NDArray

from lossviz.figures.base import ExplorableFigure
from lossviz.figures.domains import choice, number, whole
from lossviz.figures.neuron_looks import LOOKS
from lossviz.figures.strokes import Stroke, Strokes, copies, to_points
from lossviz.figures.style import COLOUR_MAP, GREEN, INK, QUIET, powers_of_ten
from lossviz.maths.activations import sigmoid
from lossviz.maths.network import Weights, network_forward
from lossviz.maths.toy_data import TOY_DATA, ToyData, toy_data
from lossviz.maths.training_run import STARTS, Measured, TrainingRun, starting_weights
from lossviz.maths.validation import as_count

HIDDEN = 8
MAX_STEPS = 20_000
_REACH = 1.8
_PIXELS = 64
# The middles of the pixels.
_SIDE = np.linspace(-1, 1, _PIXELS) * _REACH * (1 - 1 / _PIXELS)
_GRID = np.stack(np.meshgrid(_SIDE, _SIDE), axis=-1).reshape(-1, 2).astype(np.float32)
_COLOURS = mpl.colormaps[COLOUR_MAP](np.arange(256), bytes=True)
_COSTS = (1e-5, 10.0)
# A logarithmic axis has no 0: the start is drawn here.
_FIRST = 0.7
_PLACES = np.array([*range(1, HIDDEN + 1), HIDDEN + 1.5])
_BAR = 0.36


class _Kind(NamedTuple):
    """How the samples of a class are drawn: outline, colours, and the marker in the legend."""

    corners: NDArray[np.floating]
    face: str
    edge: str
    marker: str


# A sample on the wrong ground stands out by its colour, and the classes differ in shape as well.
_KINDS = (
    _Kind(2.7 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]), "#00224e", "white", "s"),
    _Kind(
        4.6 * np.array([(-0.87, -0.5), (0.87, -0.5), (0, 1), (-0.87, -0.5)]),
        "#fee838",
        "black",
        "^",
    ),
)
_ANGLES = np.linspace(0, 2 * np.pi, 13)
_HEADS = {
    "quadratic cost": 4.5 * np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], axis=-1),
    "cross-entropy": 4.0 * np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]),
}
_DASHES = {"-": None, "--": (7.0, 3.5)}


class LiveTraining(ExplorableFigure):
    """Train with `advance`; `update` changes what the next steps are made of.

    Another start or seed means other weights, so it begins anew. All else may change on the way.
    """

    size = (10.0, 4.3)
    takes = {  # noqa: RUF012 - never changed
        "loss": choice(LOOKS),
        "learning_rate": number(above=0),  # weights that run away are told in words
        "data": choice(TOY_DATA),
        "start": choice(STARTS),
        "seed": whole(0, 999_999),
        "pace": whole(1, MAX_STEPS),
    }
    defaults = {  # noqa: RUF012 - never changed
        "loss": "cross-entropy",
        "learning_rate": 4.0,
        "data": "two moons",
        "start": "ordinary",
        "seed": 0,
        "pace": 5,
    }

    def build(self, figure: Figure) -> None:
        """Create the three panels."""
        self._plane, self._costs, self._slopes = figure.subplots(
            1, 3, width_ratios=[1.35, 1.25, 0.75]
        )
        self._began_with: tuple[str, int] | None = None
        self._shown: str | None = None
        self._before: list[Measured] = []

        axes = self._plane
        axes.set_title("What the network answers")
        axes.set(xlim=(-_REACH, _REACH), ylim=(-_REACH, _REACH), aspect="equal")
        axes.set(xlabel="x₁", ylabel="x₂", xticks=[-1, 0, 1], yticks=[-1, 0, 1])
        axes.grid(False)
        self._map = self.moving(_SmoothImage(axes))
        axes.add_image(self._map)

        axes = self._costs
        axes.set_title("Both costs; the thick one trains")
        axes.set(xscale="log", yscale="log", xlim=(_FIRST, MAX_STEPS), ylim=_COSTS)
        axes.set_xlabel("steps")
        axes.set_xticks([1, 10, 100, 1000, 10_000], ["1", "10", "100", "1,000", "10,000"])
        axes.set_yticks(*powers_of_ten(-5, 1))
        axes.minorticks_off()

        axes = self._slopes
        axes.set_title("Slope left, σ′ / ¼")
        axes.set(xlim=(0.4, _PLACES[-1] + 0.6), ylim=(0, 1), xlabel="hidden units, output a")
        axes.set_xticks(_PLACES, [*map(str, range(1, HIDDEN + 1)), "a"])
        axes.grid(False, axis="x")

        # On the last axes, so that a stored picture has it above all of them.
        self._strokes = self.moving(axes.add_artist(Strokes()))
        self._legend(figure)

    def _legend(self, figure: Figure) -> None:
        empty = self._plane
        classes = [
            empty.plot([], [], kind.marker, color=kind.face, markeredgecolor=kind.edge)[0]
            for kind in _KINDS
        ]
        losses = [self._costs.plot([], [], **k.line(), marker=k.marker)[0] for k in LOOKS.values()]
        ghost = self._costs.plot([], [], color=QUIET, linewidth=1.0)[0]
        figure.legend(
            [*classes, *losses, ghost],
            [
                "class 0",
                "class 1",
                "quadratic cost ½(a − y)²",
                "cross-entropy, in nats",
                "pale: the run before",
            ],
            loc="outside upper center",
            ncols=5,
            fontsize=9.5,
            columnspacing=1.4,
        )

    def draw(
        self, loss: str, learning_rate: float, data: str, start: str, seed: int, pace: int
    ) -> None:
        """Take up new settings, and begin anew if they mean other weights at the start."""
        anew = (start, seed) != self._began_with
        if anew:
            weights = starting_weights(start, hidden=HIDDEN, seed=seed)
        if data != self._shown:
            self._samples, self._shown = toy_data(data), data
            self._marks = self._samples_by_class()
        if anew:
            self._begin(weights, self._samples, loss)
            self._began_with = (start, seed)
        else:
            # No step, but new samples or another loss are measured.
            self.run.advance(0, self._samples, loss=loss, learning_rate=learning_rate)
        self._place()

    def advance(self, steps: int) -> None:
        """Make some training steps, and draw where they lead.

        Raises FloatingPointError if the weights run away, after drawing the last good step.
        """
        room = max(0, MAX_STEPS - self.run.step)
        settings = {name: self.parameters[name] for name in ("loss", "learning_rate")}
        try:
            self.run.advance(min(as_count("steps", steps), room), self._samples, **settings)
        finally:
            self._place()

    def restart(self, *, keep: bool = True) -> None:
        """Begin anew from the same start; what was drawn stays in pale lines, or goes as well."""
        p = self.parameters
        weights = starting_weights(p["start"], hidden=HIDDEN, seed=p["seed"])
        self._begin(weights, self._samples, p["loss"])
        if not keep:
            self._before = []
        self._place()

    def describe(self) -> str:
        """Say how far the training is, by both costs and by what it gets right."""
        p, now = self.parameters, self.run.now
        return (
            f"Step {now.step:,} on {p['data']}, with {p['loss']} and learning rate "
            f"{p['learning_rate']:g} from the start “{p['start']}”: {now.right} of "
            f"{len(self._samples.target)} samples right. Cross-entropy {now.cross_entropy:.4f} "
            f"nats, quadratic cost {now.quadratic_cost:.4f}. The sigmoids have "
            f"{now.hidden_slopes.mean():.0%} of their slope left in the hidden layer, "
            f"{now.output_slope:.1%} at the output."
        )

    def _begin(self, weights: Weights, samples: ToyData, loss: str) -> None:
        if self._began_with is not None and self.run.step:
            self._before = [*self.run.history, self.run.now]
        self.run = TrainingRun(weights, samples, loss)

    def _place(self) -> None:
        """Draw the state of the run."""
        weights = [layer.astype(np.float32) for layer in self.run.weights]
        logits = network_forward(weights, _GRID)[-1].reshape(_PIXELS, _PIXELS)
        self._map.set_data(_COLOURS[np.uint8(255 * sigmoid(logits))])
        self._strokes.entries = [
            *self._border(logits),
            *self._marks,
            *self._curves(self._before, ghost=True),
            *self._curves([*self.run.history, self.run.now]),
            *self._bars(),
        ]

    def _border(self, logits: NDArray[np.floating]) -> list[Stroke]:
        """Where the network is undecided, readable on dark and on bright ground."""
        lines = contourpy.contour_generator(_SIDE, _SIDE, logits).lines(0.0)
        if not lines:
            return []
        path = Path.make_compound_path(*(Path(to_points(self._plane, *line.T)) for line in lines))
        return [Stroke(path, INK, width=3.6), Stroke(path, "white", width=1.8)]

    def _samples_by_class(self) -> list[Stroke]:
        strokes = []
        for label, kind in enumerate(_KINDS):
            centres = self._samples.points[self._samples.target == label]
            path = copies(kind.corners, to_points(self._plane, *centres.T))
            strokes.append(Stroke(path, kind.edge, kind.face, width=0.8))
        return strokes

    def _curves(self, history: list[Measured], *, ghost: bool = False) -> list[Stroke]:
        """Both costs over the steps. What lies beyond the axes is put on their edge."""
        if not history:
            return []
        strokes, heads = [], []
        steps = [max(measured.step, _FIRST) for measured in history]
        for name, look in LOOKS.items():
            costs = [getattr(m, name.replace(" ", "_").replace("-", "_")) for m in history]
            points = to_points(self._costs, steps, np.clip(costs, *_COSTS))
            line = Stroke(Path(points), look.color, dashes=_DASHES[look.linestyle])
            if ghost:
                strokes.append(line._replace(alpha=0.45))
                continue
            trains = np.array([measured.loss == name for measured in history])
            strokes.append(line._replace(path=_pieces(points, ~trains), width=1.3))
            strokes.append(line._replace(path=_pieces(points, trains), width=3.2))
            head = copies(_HEADS[name], points[-1:])
            edge, face = ("white", look.color) if trains[-1] else (look.color, "white")
            heads.append(Stroke(head, edge, face, width=1.2))
        return [*strokes, *heads]

    def _bars(self) -> list[Stroke]:
        now = self.run.now
        heights = np.array([*now.hidden_slopes, now.output_slope])
        corners = np.stack(
            [
                to_points(self._slopes, _PLACES + side * _BAR, top * heights)
                for side, top in ((-1, 0), (-1, 1), (1, 1), (1, 0), (-1, 0))
            ],
            axis=1,
        )
        origin = np.zeros((1, 2))
        hidden = Path.make_compound_path(*(copies(bar, origin) for bar in corners[:-1]))
        return [Stroke(hidden, face=GREEN), Stroke(copies(corners[-1], origin), face=INK)]


class _SmoothImage(AxesImage):
    """An image of few pixels that the browser itself makes smooth when it enlarges it."""

    def __init__(self, axes: Axes) -> None:
        reach = (-_REACH, _REACH)
        super().__init__(axes, extent=(*reach, *reach), origin="lower", interpolation="bilinear")

    def draw(self, renderer: RendererBase) -> None:
        """Hand the pixels to an SVG as they are."""
        if not isinstance(renderer, RendererSVG):
            super().draw(renderer)
            return
        box = self.axes.bbox
        resolution = renderer.image_dpi
        renderer.image_dpi = 72 * _PIXELS / box.width
        pen = renderer.new_gc()
        renderer.draw_image(pen, box.x0, box.y0, self.get_array())
        pen.restore()
        renderer.image_dpi = resolution


def _pieces(points: NDArray[np.floating], own: NDArray[np.bool_]) -> Path:
    """Those parts of a line that lead to the points that are its own, with gaps between them."""
    changes = np.flatnonzero(np.diff(own)) + 1
    parts = [np.full((1, 2), np.nan)]
    for piece in np.split(np.arange(len(points)), changes):
        if own[piece[0]]:
            parts += [points[max(0, piece[0] - 1) : piece[-1] + 1], parts[0]]
    return Path(np.concatenate(parts))
