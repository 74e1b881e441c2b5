"""What an exercise is, and how a number and a choice are checked.

A reply is short and says what to look at. It never holds the solution: numbers that were given may
appear in it, numbers that are asked for may not.
"""

from __future__ import annotations

import math
import numbers
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import SupportsFloat

import numpy as np

WIDTH = 96  # of a line of text under a cell: GitHub does not wrap it


@dataclass(frozen=True, repr=False)
class Note:
    """Some sentences, which a notebook shows as they are.

    Lines that begin with a space, such as a failing case, are not wrapped.
    """

    text: str

    def __repr__(self) -> str:
        """Return the text as a notebook shows it."""
        lines = self.text.splitlines()
        return "\n".join(
            line if line.startswith(" ") else textwrap.fill(line, WIDTH) for line in lines
        )


@dataclass(frozen=True, repr=False)
class Reply(Note):
    """What `check` says: sentences, and whether the answer was right."""

    right: bool = False


@dataclass(frozen=True, kw_only=True)
class Exercise(ABC):
    """What all exercises have.

    Attributes
    ----------
    why : str
        One sentence for a right answer, which goes deeper than praise.
    hints : tuple of str
        Two or more, from the gentlest to the plainest.
    """

    why: str
    hints: tuple[str, ...]

    def hint(self, name: str, step: object) -> Note:
        """Return hint number `step`, or how many there are."""
        count = len(self.hints)
        if isinstance(step, bool) or not isinstance(step, (int, np.integer)):
            step = 0  # there is no such hint
        if not 1 <= step <= count:
            return Note(
                f"There are {count} hints. The solution is folded away below the exercises."
            )
        following = f' The next: hint("{name}", {step + 1}).' if step < count else ""
        return Note(f"Hint {step} of {count}: {self.hints[step - 1]}{following}")

    def reply(self, name: str, answer: object) -> Reply:
        """Return what there is to say about an answer."""
        if answer is ...:
            return Reply(
                "Put your answer in place of the three dots and run the cell again. "
                f"{self.offer(name)}"
            )
        return self.judge(name, answer)

    @abstractmethod
    def judge(self, name: str, answer: object) -> Reply:
        """Return what there is to say about an answer that was given."""

    def offer(self, name: str) -> str:
        """Return the sentence that offers a hint."""
        return f'hint("{name}") gives a hint.'


@dataclass(frozen=True, kw_only=True)
class Number(Exercise):
    """An exercise whose answer is one number.

    Attributes
    ----------
    answer : number
        The right number.
    decimals : int, optional
        How many decimals the question asks for: rounded there, an answer is right.
    relative : float, optional
        Instead of decimals: how far an answer may be off, as a share of the right one.
    wrong : mapping of number to str
        The wrong numbers that people give, computed and not typed in, each with what to say.
    """

    answer: SupportsFloat
    decimals: int | None = None
    relative: float = 0.0
    wrong: Mapping[SupportsFloat, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse an exercise that does not say how exact an answer must be."""
        if (self.decimals is None) == (self.relative == 0):
            raise ValueError("give either decimals or relative: how exact must an answer be?")

    def agrees(self, given: float, value: float) -> bool:
        """Return whether a given number is `value` up to the digits that are asked for."""
        if given == value:
            return True
        rounding = 0.0 if self.decimals is None else 0.5 * 10.0**-self.decimals
        allowed = rounding or self.relative * abs(value)
        return abs(given - value) <= allowed * (1 + 1e-9)

    def judge(self, name: str, answer: object) -> Reply:
        """Return what there is to say about a number."""
        given, complaint = as_number(answer)
        if complaint:
            return Reply(complaint)
        right = float(self.answer)
        if self.agrees(given, right):
            return Reply(f"Right. {self.why}", right=True)
        says = {float(value): sentence for value, sentence in self.wrong.items()}
        meant = [value for value in says if self.agrees(given, value) or is_shortened(given, value)]
        nearest = min([right, *meant], key=lambda value: abs(value - given))
        if nearest in says:
            return Reply(f"Not yet. {says[nearest]}")
        return Reply(f"Not yet: {self._compared(given, right)} {self.offer(name)}")

    @property
    def _asked(self) -> str:
        return f"{self.decimals} decimal{'' if self.decimals == 1 else 's'}"

    def _compared(self, given: float, right: float) -> str:
        shown = f"{given:.6g}"
        if self.agrees(-given, right):
            return f"{shown} has the right size, but the wrong sign."
        if self.decimals is not None and is_shortened(given, right):
            return (
                f"{shown} begins right. Give {self._asked}, and round the last of them "
                "instead of cutting it off."
            )
        if abs(given - right) <= 0.01 * abs(right):
            digits = f"; give {self._asked}" if self.decimals else ""
            return f"{shown} is close, but not close enough{digits}."
        return f"{shown} is too {'large' if given > right else 'small'}."


@dataclass(frozen=True, kw_only=True)
class Choice(Exercise):
    """An exercise whose answer is a letter; the notebook says what the letters stand for.

    Attributes
    ----------
    answer : str
        The right letter.
    wrong : mapping of str to str
        The other letters, each with what to say about it.
    """

    answer: str
    wrong: Mapping[str, str]

    def judge(self, name: str, answer: object) -> Reply:
        """Return what there is to say about a choice."""
        letters = sorted([self.answer, *self.wrong])
        given = letter_of(answer)
        if given == self.answer:
            return Reply(f"Right. {self.why}", right=True)
        if given in self.wrong:
            return Reply(f"Not yet. {self.wrong[given]}")
        return Reply(f"Please answer with one letter in quotation marks: {one_of(letters)}.")


def is_shortened(given: float, value: float) -> bool:
    """Return whether a number is another one, rounded or cut off to two digits or more.

    >>> is_shortened(1.46, 1.4612), is_shortened(1.5, 1.4612), is_shortened(1.47, 1.4612)
    (True, True, False)
    """
    if not math.isfinite(given) or not math.isfinite(value):
        return False
    shortest = Decimal(repr(given)).normalize()
    unit = 10.0 ** int(shortest.as_tuple().exponent)
    cut_off = (given > 0) == (value > 0) and 0 <= abs(value) - abs(given) < unit * (1 - 1e-9)
    return len(shortest.as_tuple().digits) >= 2 and (cut_off or abs(given - value) <= unit / 2)


def letter_of(answer: object) -> str:
    """Return the letter that a learner has given, in capitals or not, with brackets or without.

    >>> letter_of("(B)"), letter_of("b. "), letter_of(2)
    ('b', 'b', '')
    """
    return answer.strip(" ().").lower() if isinstance(answer, str) else ""


def one_of(letters: Iterable[str]) -> str:
    """Return what may be answered, in words.

    >>> print(one_of("abc"))
    "a", "b" or "c"
    """
    *first, last = map(quoted, letters)
    return f"{', '.join(first)} or {last}"


def quoted(text: str) -> str:
    """Return a text in the quotation marks that a learner types."""
    return f'"{text}"'


def as_number(answer: object) -> tuple[float, str]:
    """Return an answer as a float, or 0 and a sentence that says why it is none."""
    if callable(answer):
        return 0.0, "A number is asked for, and your answer is a function: call it first."
    if isinstance(answer, str):
        return 0.0, "Your answer is a text. Give the number itself, without quotation marks."
    if isinstance(answer, (bool, np.bool_)):
        return 0.0, f"Your answer is {answer}. A number is asked for."
    if isinstance(answer, np.ndarray) and answer.size == 1 and answer.dtype.kind in "iuf":
        if answer.ndim:
            return 0.0, (
                f"Your answer is an array of shape {answer.shape}. Take the number out of it, "
                "for example with answer.item()."
            )
        answer = answer.item()
    if isinstance(answer, (list, tuple, set, dict, np.ndarray)):
        return 0.0, "One number is asked for, and your answer holds several or none."
    if isinstance(answer, numbers.Complex) and not isinstance(answer, numbers.Real):
        return 0.0, "Your answer is complex. A real number is asked for."
    if not isinstance(answer, (numbers.Real, Decimal)):
        kind = type(answer).__name__
        return 0.0, f"A number is asked for, and your answer is of type {kind}."
    try:
        number = float(answer)
    except (ArithmeticError, ValueError):  # 10**400, or the signalling kind of Decimal("nan")
        return 0.0, "This number is too large to compare with."
    if math.isnan(number):
        return 0.0, (
            "Your answer is nan, “not a number”. It comes from 0 / 0, 0 · log 0 or ∞ − ∞: "
            "look for it in your calculation."
        )
    return number, ""
