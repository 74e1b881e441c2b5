"""A picture with parameters, in three steps: compute, place, describe."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from numpy.typing import NDArray

from lossviz.explorable import layers, words
from lossviz.explorable.handles import Handle
from lossviz.explorable.parameters import Parameter, Preset
from lossviz.explorable.style import house_style

# Before a number, and not inside of a word or of a number.
_HYPHEN = re.compile(r"(?<![\w#])-(?=[\d.])")

Bundle: TypeAlias = tuple[dict[str, str], dict[str, dict[str, Any]]]

R = TypeVar("R")
_Artist = TypeVar("_Artist", bound=Artist)
_Self = TypeVar("_Self", bound="Picture[Any]")


class Picture(ABC, Generic[R]):
    """A picture with parameters. Build it once, then ``update`` it as often as you like.

    A subclass states its ``size`` in inches, its ``parameters`` and perhaps ``presets``, creates
    all artists in `build`, and has the three steps. `compute` alone may refuse values, by a
    ValueError for those that do not go together; `place` cannot fail. So whatever is refused,
    nothing has moved.

    It has two layouts: ``size`` for a screen, and ``narrow_size`` for a phone, on which the text
    is as large only if the figure is as narrow. `build` asks ``narrow`` which one it builds.

    Parameters
    ----------
    narrow : the layout to begin with

    Attributes
    ----------
    values : the value of each parameter, as it is drawn
    result : what `compute` has made of them
    ghost : a guess that `place` shows beside the truth, where the picture has room for one, or None
    narrow : whether the layout is the one for a phone
    """

    size: tuple[float, float]
    narrow_size: tuple[float, float] | None = None
    parameters: tuple[Parameter[Any], ...]
    ghost: float | None = None

    def __init__(self, *, narrow: bool = False) -> None:
        """Build the picture and show its default state."""
        self.values: dict[str, Any] = self.defaults
        self.result: R = self.compute(**self.values)
        self.lay_out(narrow=narrow)

    def lay_out(self, *, narrow: bool) -> None:
        """Build the figure anew, for a screen or for a phone, and show the same state in it."""
        self.narrow = narrow
        self._moving: list[Artist] = []
        self._legible: list[tuple[Line2D, str]] = []
        with house_style():
            size = (self.narrow_size if narrow else None) or self.size
            self._figure = Figure(size, dpi=layers.POINTS_PER_INCH, layout="constrained")
            self.build(self._figure)
            layers.settle(self._figure)
        self.place(self.result)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """States with names, in the order of their buttons."""
        return ()

    def preset(self, label: str) -> Mapping[str, Any]:
        """Return the values of a preset, or raise ValueError."""
        values = {preset.label: preset.values for preset in self.presets}
        if label not in values:
            known = ", ".join(map(repr, values))
            raise ValueError(f"preset is {label!r}; this explorer has {known}.")
        return values[label]

    @property
    def defaults(self) -> dict[str, Any]:
        """The values of the first state."""
        return {parameter.name: parameter.default for parameter in self.parameters}

    @property
    def handles(self) -> tuple[Handle[R], ...]:
        """What can be grabbed in the picture."""
        return ()

    @classmethod
    def preparation(cls) -> tuple[str, Sequence[Callable[[], object]]]:
        """What takes long before the first picture: a word for its pieces, and the pieces."""
        return "", ()

    @abstractmethod
    def build(self, figure: Figure) -> None:
        """Create all artists; wrap in `moving` those that `place` moves."""

    @staticmethod
    @abstractmethod
    def compute(*args: Any, **values: Any) -> R:
        """Return what the picture shows for these values, which are of their parameters' places.

        Pure: it reads nothing of a picture, and changes nothing.
        """

    @abstractmethod
    def place(self, result: R) -> None:
        """Move the artists to where a result wants them, whatever was shown before."""

    @abstractmethod
    def describe(self, result: R) -> str:
        """Say in a sentence or two, with numbers, what a result shows."""

    @property
    def sentence(self) -> str:
        """What the picture shows now, in words; negative numbers have a minus, not a hyphen."""
        return words.plain(self._described())

    @property
    def words(self) -> list[tuple[str, str | None]]:
        """The sentence in pieces, each with the colour of the curve that it speaks of, or None."""
        return words.pieces(self._described())

    def _described(self) -> str:
        return _HYPHEN.sub("−", self.describe(self.result))

    def check(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the places that are meant, or raise TypeError or ValueError."""
        known = {parameter.name: parameter for parameter in self.parameters}
        unknown = sorted(set(values) - set(known))
        if unknown:
            raise TypeError(f"there is no control {unknown[0]!r}; there are {', '.join(known)}.")
        return {name: known[name].check(value) for name, value in values.items()}

    def update(self: _Self, **changes: Any) -> _Self:
        """Change some parameters; the others stay as they are.

        Raises TypeError for an unknown parameter, TypeError or ValueError for a value that its
        parameter does not take, and what `compute` raises. Nothing has moved or changed then.
        """
        values = {**self.values, **self.check(changes)}
        result = self.compute(**values)
        self.values, self.result = values, result
        self.place(result)
        return self

    def moving(self, artist: _Artist) -> _Artist:
        """Mark an artist as part of the moving layer and return it."""
        artist.set_animated(True)
        artist.set_in_layout(False)
        self._moving.append(artist)
        return artist

    def line(self, axes: Axes, *form: str, **style: Any) -> Line2D:
        """A line or markers that move, as yet without a point."""
        return self.moving(axes.plot([], [], *form, **style)[0])

    def legend(self, *artists: Artist, **options: Any) -> Legend:
        """Name artists by their labels, above all axes: in a row, or in two columns on a phone."""
        columns = min(len(artists), 2) if self.narrow else len(artists)
        options = {"loc": "outside upper center", "ncols": columns, **options}
        return self._figure.legend(handles=artists, **options)

    def panels(
        self,
        figure: Figure,
        count: int,
        *,
        widths: Sequence[float] | None = None,
        heights: Sequence[float] | None = None,
    ) -> list[Axes]:
        """Axes beside each other with these shares of the width, or below each other on a phone."""
        if self.narrow:
            axes = figure.subplots(count, 1, height_ratios=heights, squeeze=False)
        else:
            axes = figure.subplots(1, count, width_ratios=widths, squeeze=False)
        return list(axes.flat)

    def readable(self, line: Line2D, name: str) -> Line2D:
        """Let a pointer over a line read its values, by the line's name and its axes' labels."""
        line.set_gid(f"{layers.CURVE}{len(self._legible)}")
        self._legible.append((line, name))
        return line

    def curves(self) -> dict[str, dict[str, Any]]:
        """Name, box and scales of each readable line, by the number that its drawing bears."""
        return {
            str(number): layers.scales(self._figure, line, name)
            for number, (line, name) in enumerate(self._legible)
        }

    def static_layer(self) -> str:
        """The parts that never move, as the content of an SVG element."""
        # Matplotlib before 3.9 draws images where it leaves out all else that moves.
        shown = [a for a in self._moving if isinstance(a, AxesImage) and a.get_visible()]
        for image in shown:
            image.set_visible(False)
        drawn = layers.drawn(self._figure, [self._figure], type(self).__name__)
        for image in shown:
            image.set_visible(True)
        return drawn

    def moving_layer(self) -> str:
        """The parts that move, as the content of an SVG element."""
        return layers.drawn(self._figure, self._moving, type(self).__name__)

    def grips(self) -> list[list[float] | None]:
        """Where each handle is now, and how it moves the places of its parameters."""
        known = {parameter.name: parameter for parameter in self.parameters}
        return [handle.grip(self._figure, known, self.result) for handle in self.handles]

    def pixels(self, scale: float = 2.0) -> NDArray[np.uint8]:
        """The whole picture in colours: an array of shape (height, width, 3)."""
        return layers.pixels(self._figure, self._moving, scale)

    def png(self) -> bytes:
        """The whole picture as PNG."""
        return layers.png(self.pixels())

    def bundle(self) -> Bundle:
        """The picture for a notebook: PNG, its text alternative, and the text that nbval reads."""
        return bundle(self.png(), self.sentence, self.size[0])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> Bundle:
        return self.bundle()


def bundle(png: bytes, text: str, inches: float) -> Bundle:
    """A picture of some width for a notebook: PNG, text alternative, and what nbval reads."""
    data = {"image/png": base64.b64encode(png).decode("ascii"), "text/plain": text}
    return data, {"image/png": {"alt": text, "width": round(layers.PIXELS_PER_INCH * inches)}}


class LivePicture(Picture[R]):
    """A picture with a history, such as a training that goes on: no function of its values.

    `update` changes what the next steps are made of. A parameter called ``pace`` says how many
    steps make a frame.

    Attributes
    ----------
    most_steps : how many steps the picture can show
    """

    most_steps: int

    @property
    @abstractmethod
    def step(self) -> int:
        """How many steps have been made since the start."""

    @abstractmethod
    def advance(self, steps: int) -> None:
        """Make some steps, and draw where they lead.

        Raises ArithmeticError if they lead nowhere, after drawing the last good one.
        """

    @abstractmethod
    def restart(self, *, keep: bool = True) -> None:
        """Begin anew from the same start; what was drawn stays in pale lines, or goes as well."""
