"""The audit as a notebook shows it: counts, tables, and how a number was made."""

from __future__ import annotations

import inspect
import textwrap

from lossviz.chapters.chA2_what_the_documents_say import (
    document_000,
    document_001,
    document_002,
    document_003,
    document_004,
)
from lossviz.chapters.chA2_what_the_documents_say.claims import VERDICTS, Claim, Document, Part

DOCUMENTS: dict[str, Document] = {
    module.DOCUMENT.number: module.DOCUMENT
    for module in (document_000, document_001, document_002, document_003, document_004)
}
_WIDTH = 98


class Table:
    """Rows under headings, as Markdown for a page and as text for everything else."""

    def __init__(self, markdown: str, text: str) -> None:
        """Keep both forms."""
        self.markdown = markdown
        self.text = text

    def _repr_markdown_(self) -> str:
        return self.markdown

    def __repr__(self) -> str:
        """Return the text."""
        return self.text


def audit(document: str, first: int = 1, last: int = 99) -> Table:
    """Show the claims of a document, run what decides them, and show the verdicts.

    Parameters
    ----------
    document : str
        "000" to "004".
    first, last : int
        From which claim to which; all of them, if you do not say.

    Returns
    -------
    Table
        A row for each claim.

    Examples
    --------
    >>> audit("003", 8, 8)
    THE EXAMPLE
    003-08  true: a program (we ran it: the numbers are not in the text)
            → prints 0.8100, 2.3026 and 0.2899 (recorded: TensorFlow 2.21)
    """
    wanted = range(first, last + 1)
    parts = [
        Part(part.title, chosen)
        for part in DOCUMENTS[document].parts
        if (chosen := tuple(c for c in part.claims if int(c.number[4:]) in wanted))
    ]
    markdown, text = [], []
    for part in parts:
        answers = [(claim, claim.answer()) for claim in part.claims]
        rows = [f"| {c.number} | {c.says} | **{c.verdict}** | {answer} |" for c, answer in answers]
        # "number" is as wide as the numbers, which would otherwise break at their hyphen.
        head = ["| number | it says | verdict | a run says |", "|:--|:--|:--|:--|"]
        markdown.append("\n".join([f"**{part.title}**", "", *head, *rows]))
        text.append("\n".join([part.title.upper(), *(_lines(c, answer) for c, answer in answers)]))
    return Table("\n\n".join(markdown), "\n\n".join(text))


def _lines(claim: Claim, answer: str) -> str:
    """One claim as text: what it says, and below it what a run says."""
    says = f"{claim.number}  {claim.verdict}: {claim.says}"
    return "\n".join(
        textwrap.fill(line, _WIDTH, initial_indent=first, subsequent_indent=rest)
        for line, first, rest in ((says, "", " " * 8), (answer, " " * 8 + "→ ", " " * 10))
    )


def verdicts() -> Table:
    """Count the verdicts, for each document and in all.

    Returns
    -------
    Table
        A row for each verdict, with what it means.
    """
    given = {number: [c.verdict for c in each.claims] for number, each in DOCUMENTS.items()}
    everything = [verdict for each in given.values() for verdict in each]
    columns = [*given.values(), everything]
    counts = {verdict: [column.count(verdict) for column in columns] for verdict in VERDICTS}
    total = [len(column) for column in columns]
    heads = [*given, "all"]
    markdown = [
        f"| verdict | {' | '.join(heads)} | it means |",
        f"|:--|{'--:|' * len(heads)}:--|",
        *(f"| **{v}** | {' | '.join(map(str, n))} | {VERDICTS[v]} |" for v, n in counts.items()),
        f"| all | {' | '.join(map(str, total))} | |",
    ]
    text = [f"{'':18}" + "".join(f"{head:>5}" for head in heads)]
    for name, numbers in [*counts.items(), ("all", total)]:
        text.append(f"{name:18}" + "".join(f"{number:>5}" for number in numbers))
    return Table("\n".join(markdown), "\n".join(text))


def how(number: str) -> None:
    """Print the run that decides a claim: its code, and what it returns now.

    Parameters
    ----------
    number : str
        The number of a claim, such as "001-41".

    Raises
    ------
    ValueError
        If there is no such claim.

    Examples
    --------
    >>> how("003-03")
    def not_a_distance() -> Mapping[str, object]:
        \"\"\"The cross-entropy of a distribution with itself.\"\"\"
        return {"equal": cross_entropy([0.5, 0.5], [0.5, 0.5], base=np.e)}
    <BLANKLINE>
    equal: 0.69314718
    >>> how("000-16")
    No number decides 000-16: that is its definition.
    """
    claim = _find(number)
    if claim.run is None:
        print(f"No number decides {number}: {claim.answer()}.")
        return
    print(inspect.getsource(claim.run))
    for name, value in claim.run().items():
        print(f"{name}: {value:.8g}" if isinstance(value, float) else f"{name}: {value}")


def _find(number: str) -> Claim:
    document = DOCUMENTS.get(number[:3])
    for claim in document.claims if document else ():
        if claim.number == number:
            return claim
    raise ValueError(f"there is no claim {number!r}; the table of each document has their numbers.")
