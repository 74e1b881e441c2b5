"""A picture with parameters, in three steps: compute, place, describe."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.legend import Legend
from matplotlib.lines import Line2D

from lossviz.explorable import layers
from lossviz.explorable.parameters import Parameter, Preset
from lossviz.explorable.style import house_style

# Before a number, and not inside of a word or of a number.
_HYPHEN = re.compile(r"(?<!\w)-(?=[\d.])")

R = TypeVar("R")
_Artist = TypeVar("_Artist", bound=Artist)
_Self = TypeVar("_Self", bound="Picture[Any]")


class Picture(ABC, Generic[R]):
    """A picture with parameters. Build it once, then ``update`` it as often as you like.

    A subclass states its ``size`` in inches, its ``parameters`` and perhaps ``presets``, creates
    all artists in `build`, and has the three steps. `compute` alone may refuse values, by a
    ValueError for those that do not go together; `place` cannot fail. So whatever is refused,
    nothing has moved.

    Attributes
    ----------
    values : the value of each parameter, as it is drawn
    result : what `compute` has made of them
    """

    size: tuple[float, float]
    parameters: tuple[Parameter[Any], ...]

    def __init__(self) -> None:
        """Build the picture and show its default state."""
        self._moving: list[Artist] = []
        self.values: dict[str, Any] = {p.name: p.default for p in self.parameters}
        self.result: R = self.compute(**self.values)
        with house_style():
            self._figure = Figure(self.size, dpi=layers.POINTS_PER_INCH, layout="constrained")
            self.build(self._figure)
            layers.settle(self._figure)
        self.place(self.result)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """States with names, in the order of their buttons."""
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
        """Name artists by their labels, in a row above all axes."""
        options = {"loc": "outside upper center", "ncols": len(artists), **options}
        return self._figure.legend(handles=artists, **options)

    def static_layer(self) -> str:
        """The parts that never move, as a complete SVG document."""
        return layers.static(self._figure)

    def moving_layer(self) -> str:
        """The parts that move, as an SVG element for an HTML page, with its text alternative."""
        return layers.moving(self._figure, self._moving, self.sentence)

    def png(self) -> bytes:
        """The whole picture as PNG."""
        return layers.png(self._figure, self._moving)

    def bundle(self) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        """The picture for a notebook: PNG, its text alternative, and the text that nbval reads."""
        sentence = self.sentence
        data = {
            "image/png": base64.b64encode(self.png()).decode("ascii"),
            "text/plain": sentence,
        }
        width = round(layers.PIXELS_PER_INCH * self.size[0])
        return data, {"image/png": {"alt": sentence, "width": width}}

    def _repr_mimebundle_(
        self, include: object = None, exclude: object = None
    ) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
        return self.bundle()


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
