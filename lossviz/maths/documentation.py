"""Docstrings of functions that have much in common: what they share is written once.

The text that they share is a docstring of sections in the style of NumPy. A line ``...`` in one
of its sections is the place of what a function has to add to that section:

    Parameters                                 Parameters
    ----------             a function adds     ----------
    target : array         ==============>     target : array
    ...                                        delta : float
    reduction : str                            reduction : str
"""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Callable
from typing import Any, TypeVar

_ORDER = ("Parameters", "Returns", "Raises", "Notes", "References", "Examples")
_TITLE = re.compile(r"^(\w+)\n-+\n", re.MULTILINE)
_PLACE = re.compile(r"^( *)\.\.\.\n", re.MULTILINE)

F = TypeVar("F", bound=Callable[..., Any])


def shares(sections: str) -> Callable[[F], F]:
    """Give the function that follows the sections that it shares with others."""

    def completes(function: F) -> F:
        function.__doc__ = complete(function.__doc__, sections)
        return function

    return completes


def complete(own: str | None, shared: str) -> str | None:
    """Return a docstring with the sections of ``shared``, and in them the lines of its own."""
    if own is None:  # Python was told to drop docstrings
        return None
    summary, own_sections = _parts(own)
    _, sections = _parts(shared)
    for title, lines in sections.items():
        sections[title] = _placed(own_sections.pop(title, ""), lines)
    sections |= own_sections
    ordered = sorted(sections, key=_ORDER.index)
    underlined = [f"{title}\n{'-' * len(title)}\n{sections[title]}" for title in ordered]
    return "\n".join([summary, *underlined])


def _placed(added: str, lines: str) -> str:
    """The shared lines of a section, with those that are added in their place."""
    if added and not _PLACE.search(lines):
        raise ValueError(f"no place for {added!r}; give the shared section a line of three dots.")
    return _PLACE.sub(lambda place: textwrap.indent(added, place[1]), lines)


def _parts(text: str) -> tuple[str, dict[str, str]]:
    """The text before the first section, and the lines of each section by its title."""
    summary, *rest = _TITLE.split(inspect.cleandoc(text))
    lines = [part.strip("\n") + "\n" for part in rest[1::2]]
    return summary.strip("\n") + "\n", dict(zip(rest[::2], lines, strict=True))
