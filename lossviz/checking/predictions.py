"""What a prediction is, and how a guess is compared with what came out.

A guess is not judged: it is taken, or refused in words with the remedy, and compared later.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import SupportsFloat, TypeAlias

from lossviz.checking.core import Note, as_number, letter_of, one_of

Guess: TypeAlias = float | str

# As a share of the truth: as near as a guess can be expected to come.
_CLOSE = 0.15
# From here on a factor says more than a difference.
_FACTOR = 3


@dataclass(frozen=True, kw_only=True)
class Prediction(ABC):
    """What all predictions have.

    Attributes
    ----------
    why : str
        One or two sentences, which say where the truth comes from.
    spoilers : tuple of str
        Words and numbers that would tell the truth, and so may not stand above its `reveal`.
    """

    why: str
    spoilers: tuple[str, ...] = ()

    @abstractmethod
    def take(self, guess: object) -> tuple[Guess | None, str]:
        """Return a guess and "", or None and a sentence that says why it is none."""

    @abstractmethod
    def say(self, guess: Guess) -> str:
        """Return a guess in words."""

    @abstractmethod
    def told(self) -> str:
        """Return the truth in words."""

    @abstractmethod
    def compared(self, guess: Guess) -> str:
        """Return the sentence that puts a guess beside the truth."""

    def reply(self, guess: Guess | None) -> Note:
        """Return what came out, beside a guess if there is one."""
        if guess is None:
            return Note(f"You have made no guess yet; it is {self.told()}. {self.why}")
        return Note(f"{self.compared(guess)} {self.why}")


@dataclass(frozen=True, kw_only=True)
class NumberGuess(Prediction):
    """A prediction of one number.

    Attributes
    ----------
    truth : number
        What comes out, computed and not typed in.
    low, high : float
        The least and the largest guess that makes sense.
    unit : str
        What is counted or measured, in the plural, such as "steps"; "" for a plain number.

    Examples
    --------
    >>> guess = NumberGuess(truth=52.4, low=0, high=500, unit="weeks", why="A year has 52.4.")
    >>> guess.reply(50.0)
    You guessed 50 weeks; it is 52.4 weeks. That is close. A year has 52.4.
    """

    truth: SupportsFloat
    low: float
    high: float
    unit: str = ""

    def __post_init__(self) -> None:
        """Refuse a prediction that nobody can make."""
        if not self.low <= float(self.truth) <= self.high:
            raise ValueError(f"the truth, {self.truth}, is not from {self.low} to {self.high}.")

    def take(self, guess: object) -> tuple[float | None, str]:
        """Take a number between the least and the largest."""
        number, complaint = as_number(guess)
        if not complaint and not self.low <= number <= self.high:
            bounds = f"from {in_short(self.low)} to {self._with_unit(self.high)}"
            complaint = f"{in_short(number)} cannot be: it is somewhere {bounds}. Guess again."
        return (None, complaint) if complaint else (number, "")

    def say(self, guess: Guess) -> str:
        """Return a number with its unit."""
        return self._with_unit(float(guess))

    def told(self) -> str:
        """Return the truth, rounded, with its unit."""
        return self._with_unit(float(self.truth))

    def compared(self, guess: Guess) -> str:
        """Say that a guess is right or close, or how far it is off."""
        truth, number = float(self.truth), float(guess)
        if in_short(number) == in_short(truth):
            return f"You guessed {self.say(number)}, and that is what it is."
        sides = f"You guessed {self.say(number)}; it is {self.told()}."
        off = abs(number - truth)
        if off <= _CLOSE * abs(truth):
            return f"{sides} That is close."
        smaller, larger = sorted((abs(number), abs(truth)))
        if number * truth > 0 and larger >= _FACTOR * smaller:
            size = "many" if abs(number) > abs(truth) else "few"
            size = size if self.unit else {"many": "large", "few": "small"}[size]
            factor = in_short(float(f"{larger / smaller:.2g}"))
            return f"{sides} That is a factor of {factor} too {size}."
        return f"{sides} You are off by {self._with_unit(off)}."

    def _with_unit(self, number: float) -> str:
        shown = in_short(number)
        unit = self.unit.removesuffix("s") if shown == "1" else self.unit
        return f"{shown} {unit}".rstrip()


@dataclass(frozen=True, kw_only=True)
class ChoiceGuess(Prediction):
    """A prediction of one of several things.

    Attributes
    ----------
    truth : str
        The letter of what comes out, found by a computation.
    options : mapping of str to str
        What each letter stands for.
    """

    truth: str
    options: Mapping[str, str]

    def __post_init__(self) -> None:
        """Refuse a prediction that nobody can make."""
        if self.truth not in self.options:
            raise ValueError(f"the truth, {self.truth!r}, is not among {', '.join(self.options)}.")

    def take(self, guess: object) -> tuple[str | None, str]:
        """Take a letter, in capitals or not, with brackets or without."""
        given = letter_of(guess)
        for letter in self.options:
            if letter.lower() == given:
                return letter, ""
        return None, f"Guess with one letter in quotation marks: {one_of(self.options)}."

    def say(self, guess: Guess) -> str:
        """Return a letter with what it stands for."""
        return f"{guess}, “{self.options[str(guess)]}”"

    def told(self) -> str:
        """Return the right letter with what it stands for."""
        return self.say(self.truth)

    def compared(self, guess: Guess) -> str:
        """Say whether a guess is right, and what is."""
        if guess == self.truth:
            return f"You guessed {self.told()}, and that is how it is."
        return f"You guessed {guess}; it is {self.told()}."


def in_short(number: float) -> str:
    """Return a number as a person would write it: three digits, and whole numbers whole.

    >>> in_short(172.0), in_short(1498), in_short(0.09312), in_short(2.50), in_short(-0.5)
    ('172', '1,498', '0.0931', '2.5', '−0.5')
    """
    if number == 0 or not math.isfinite(number):
        text = f"{number + 0:g}"
    elif float(number).is_integer() or abs(number) >= 999.5:  # rounded, it has four digits
        text = f"{number:,.0f}" if abs(number) < 1e15 else f"{number:.3g}"
    else:
        text = f"{number:.3g}"
    return text.replace("-", "−")
