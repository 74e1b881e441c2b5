"""A parameter of a picture, declared once: name, label, symbol, places, default, unit, format.

The control that moves it, the check of a value, the state that Reset returns to and the words for
it are derived from the declaration.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from numbers import Real
from typing import Any, Generic, TypeVar

V = TypeVar("V")


@dataclass(frozen=True)
class Parameter(ABC, Generic[V]):
    """What a picture can be asked to show: one of its places, which are all the values it takes.

    Attributes
    ----------
    name : what it is called in code
    label, symbol : what it is called on the page, in words and in formulas
    default : the value at the start, and after Reset
    unit : what the number counts
    """

    name: str
    label: str
    default: V = field(kw_only=True)
    symbol: str = field(default="", kw_only=True)
    unit: str = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        """Refuse a default that is none of the places."""
        self.check(self.default)

    @property
    def title(self) -> str:
        """Label, symbol and unit, as they stand beside a control."""
        words = " ".join(filter(None, [self.label, self.symbol]))
        return f"{words}, in {self.unit}" if self.unit else words

    @property
    @abstractmethod
    def places(self) -> Sequence[V]:
        """All values, in the order of the control."""

    @abstractmethod
    def check(self, value: Any) -> V:
        """Return the place that is meant, or raise TypeError or ValueError with the remedy."""

    def text(self, value: V) -> str:
        """Write a value for people."""
        return str(value)


@dataclass(frozen=True)
class Scale(Parameter[float]):
    """One of some listed numbers, for example a scale of learning rates.

    ``form`` is how they are written.
    """

    values: Sequence[float]
    form: str = ".3g"

    @property
    def places(self) -> Sequence[float]:
        """The listed numbers."""
        return self.values

    def check(self, value: Any) -> float:
        """Return the listed number, forgiving a rounding error; refuse anything else.

        What lies between the places would be drawn as one of them, so it is not taken for it.
        """
        number = _finite(self.name, value)
        if number in self.values:
            return self.values[self.values.index(number)]  # of the type that it was listed with
        nearest = min(self.values, key=lambda place: abs(place - number))
        if not math.isclose(nearest, number, rel_tol=1e-9, abs_tol=1e-12):
            raise ValueError(
                f"{self.name} is {value}, which is not on this slider from {self.values[0]:g} to "
                f"{self.values[-1]:g}; the nearest value there is {self._exactly(nearest)}."
            )
        return nearest

    def text(self, value: float) -> str:
        """Write the number in this scale's format."""
        return format(value, self.form)

    def _exactly(self, place: float) -> str:
        """Write a place so that it is taken when it is typed."""
        text = self.text(place)
        return text if math.isclose(float(text), place, rel_tol=1e-9) else repr(place)


class Slider(Scale):
    """A number from ``low`` to ``high`` in equal steps of a decimal size such as 0.05."""

    def __init__(
        self,
        name: str,
        label: str,
        low: float,
        high: float,
        step: float,
        *,
        default: float,
        symbol: str = "",
        unit: str = "",
    ) -> None:
        """List the places, each the nearest float to its decimal number."""
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        count = round((high - low) / step) + 1
        values = tuple(round(low + i * step, decimals) for i in range(count))
        super().__init__(
            name, label, values, f".{decimals}f", default=default, symbol=symbol, unit=unit
        )


@dataclass(frozen=True)
class Counter(Parameter[int]):
    """A whole number from ``low`` to ``high``."""

    low: int
    high: int

    @property
    def places(self) -> range:
        """Every whole number of the range."""
        return range(self.low, self.high + 1)

    def check(self, value: Any) -> int:
        """Refuse what is no whole number or lies outside the range."""
        number = _finite(self.name, value)
        if number != int(number):
            raise ValueError(f"{self.name} is {value}; give a whole number.")
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} is {value}; it goes from {self.low} to {self.high}.")
        return int(number)


@dataclass(frozen=True)
class Player(Counter):
    """A whole number that can be played like a film, a step each so many milliseconds."""

    milliseconds: int = 60


@dataclass(frozen=True)
class Choice(Parameter[str]):
    """One of some words."""

    options: Sequence[str]

    @property
    def places(self) -> Sequence[str]:
        """The words."""
        return self.options

    def check(self, value: Any) -> str:
        """Refuse what is not an option."""
        known = ", ".join(map(repr, self.options))
        if not isinstance(value, str):
            raise TypeError(f"{self.name} is {value!r:.60}; choose one of {known}.")
        if value not in self.options:
            raise ValueError(f"{self.name} is {value!r:.60}; choose one of {known}.")
        return value


class Preset:
    """A state with a name: the values of some parameters, set by one button."""

    def __init__(self, label: str, /, **values: Any) -> None:
        """Name the state as it stands on the button."""
        self.label = label
        self.values = values


def _finite(name: str, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real):
        raise TypeError(f"{name} is {value!r:.60}; give a number.")
    try:
        number = float(value)
    except OverflowError:  # a whole number beyond the floats
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} is {value!r:.60}; give a finite number.")
    return number
