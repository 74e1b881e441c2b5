"""What an answer is tried on, and the wrong answers that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
AnyFunction = Callable[..., object]  # a learner's, the right one, or a wrong one that is known


class Case:
    """One input with a name that a person understands, such as “an impossible event”.

    Lists become arrays, since a learner's NumPy code is to work on them. An input is extreme if the
    plain formula, as it stands in the text, can give NaN, infinity or lost digits there.
    """

    def __init__(self, name: str, *arguments: object, extreme: bool = False) -> None:
        """Keep the name and the arguments in their order."""
        self.name = name
        self.extreme = extreme
        self.arguments = tuple(
            np.array(value) if isinstance(value, (list, tuple)) else value for value in arguments
        )


@dataclass(frozen=True)
class Mistake:
    """A wrong function that people write, and what to say about it.

    Attributes
    ----------
    function : callable
        The wrong function. It may warn, return NaN or raise.
    says : str
        What the learner reads. It says nothing about what is right: that is judged by the cases.
    """

    function: AnyFunction
    says: str
