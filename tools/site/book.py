"""What the pages say about the chapters, and where the collection is published.

Nothing is typed here: titles stand in the notebooks, subjects and minutes in docs/lessons.toml,
which tests compare with the notebooks; the addresses stand in pyproject.toml.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools import chapter, lessons, notebook_form, notebooks, toml

# Stands for the whole collection: on the title page, in the README, in links that are shared.
FLAGSHIP = "two_starts"
TITLE = "Loss functions, understood by moving them"
LONGEST_DESCRIPTION = 200  # characters; search engines show no more

_NUMBERED = re.compile(r"^\w+ · ")
_MARKUP = re.compile(r"\[([^\]]*)\]\([^)]*\)|[*`$\\]")


@dataclass(frozen=True)
class Chapter:
    """A chapter as the contents show it."""

    name: str
    number: str
    subject: str
    title: str
    reading: int
    exercises: int | None
    description: str

    @property
    def place(self) -> str:
        """What stands over its title: where in the book we are."""
        if self.number == "0":
            return "Before all chapters"
        return f"{'Appendix' if self.number.startswith('A') else 'Chapter'} {self.number}"

    @property
    def minutes(self) -> str:
        """How long it takes, in words."""
        reading = f"{self.reading} minutes to read and move"
        return f"{reading}, {self.exercises} to exercise" if self.exercises else reading


def chapters() -> list[Chapter]:
    """Return all chapters in the order of the book."""
    found = []
    for lesson in lessons.lessons():
        number = chapter.number(lesson.name)
        opening = notebook_form.read(notebooks.FOLDER / f"{lesson.name}.ipynb").cells[0].source
        found.append(
            Chapter(
                name=lesson.name,
                number=number,
                subject=lesson.subject,
                title=title_of(opening) if number != "0" else lesson.subject,
                reading=lesson.reading,
                exercises=lesson.exercises or None,
                description=_description(opening),
            )
        )
    return found


def title_of(opening: str) -> str:
    """Return the title of a chapter, without its number, from its first cell."""
    return _NUMBERED.sub("", opening.partition("\n")[0].removeprefix("# "))


def _description(opening: str) -> str:
    """Return the first sentences of a chapter's first paragraph, as plain text."""
    paragraphs = [text.strip() for text in opening.split("\n\n")[1:]]
    story = next(text for text in paragraphs if not re.match(r"\*(Previous|Next)", text))
    sentences = re.split(r"(?<=[.?!]) ", _MARKUP.sub(r"\1", story))
    kept = sentences.pop(0)
    while sentences and len(kept) + len(sentences[0]) < LONGEST_DESCRIPTION:
        kept += " " + sentences.pop(0)
    return kept


@dataclass(frozen=True)
class Addresses:
    """Where the collection is published, each without a slash at its end; empty while it is not."""

    site: str = ""
    repository: str = ""

    @property
    def binder(self) -> str:
        """What opens the first notebook on Binder: only for a repository on GitHub."""
        if not self.repository.startswith("https://github.com/"):
            return ""
        owner_and_name = self.repository.removeprefix("https://github.com/")
        opens = "urlpath=lab/tree/notebooks/00_start_here.ipynb"
        return f"https://mybinder.org/v2/gh/{owner_and_name}/HEAD?{opens}"


def addresses(project: Path = toml.PYPROJECT) -> Addresses:
    """Return what `[project.urls]` says: Homepage is the site, Repository the repository."""
    urls = toml.project(project).get("urls", {})
    return Addresses(
        site=urls.get("Homepage", "").rstrip("/"),
        repository=urls.get("Repository", "").removesuffix(".git").rstrip("/"),
    )
