"""What a claim is, and what a document is: the records that the other modules hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

TRUE = "true"
INCOMPLETE = "true, with a gap"
DEPENDS = "it depends"
HALF = "half true"
MISLEADING = "misleading"
FALSE = "false"
OUTDATED = "out of date"
GARBLED = "garbled"
LOST = "picture lost"

# From the kindest to the saddest, each with what it means.
VERDICTS = {
    TRUE: "it stands as it is",
    INCOMPLETE: "right, but something is missing that you need",
    DEPENDS: "right in one case and wrong in another",
    HALF: "one half is right, the other is not",
    MISLEADING: "the words can be read so that they are right, but most readers will not",
    FALSE: "a run or a definition says otherwise",
    OUTDATED: "it was right for a library of its time",
    GARBLED: "signs or line breaks got lost on the way; we say what must have stood there",
    LOST: "a picture that is not in the text; we say what it must have shown",
}

# A hyphen before a number, which stands among the minus signs of the text.
_MINUS = re.compile(r"(?<!\w)-(?=\d)")

Run = Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class Claim:
    """One thing that a document says, and what we found.

    Attributes
    ----------
    number : document and place in it, such as "001-41"
    says : the claim, in our words
    verdict : one of `VERDICTS`
    why : the reason; numbers in braces are filled in from the run
    run : computes the numbers that decide the claim, if numbers do
    recorded : the release that gave an answer which only a framework can give
    """

    number: str
    says: str
    verdict: str
    why: str
    run: Run | None = None
    recorded: str = ""

    def answer(self) -> str:
        """Return the reason with its numbers, computed now.

        Examples
        --------
        >>> claim = Claim("9-1", "1 and 1 are 3", FALSE, "{sum:.1f}, or {less:.0f}",
        ...               lambda: {"sum": 1 + 1, "less": 1 - 2})
        >>> claim.answer()
        '2.0, or −1'
        """
        numbers = self.run() if self.run else {}
        where = f" (recorded: {self.recorded})" if self.recorded else ""
        return _MINUS.sub("−", self.why.format(**numbers)) + where


@dataclass(frozen=True)
class Part:
    """Claims that stand together in a document, under a title of ours."""

    title: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True)
class Document:
    """One of the five documents.

    Attributes
    ----------
    number : "000" to "004"
    file : its file name, by which the chapters call it too
    title : in English
    original : the title that it has
    link : where it says that it comes from, or ""
    parts : its claims, in the document's order
    """

    number: str
    file: str
    title: str
    original: str
    link: str
    parts: tuple[Part, ...]

    @property
    def claims(self) -> tuple[Claim, ...]:
        """All claims, in order."""
        return tuple(claim for part in self.parts for claim in part.claims)


def row(values: ArrayLike, decimals: int = 4) -> str:
    """Write numbers side by side, with the same decimals.

    Examples
    --------
    >>> row([0.5, 2])
    '0.5000, 2.0000'
    """
    numbers = np.ravel(np.asarray(values, dtype=np.float64))
    return ", ".join(f"{number + 0.0:.{decimals}f}" for number in numbers)
