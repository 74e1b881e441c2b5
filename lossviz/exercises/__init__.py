"""Exercises that answer: `check` says what is wrong with an answer, `hint` helps step by step.

Each chapter has one module of declarations, `chapter_1`, `chapter_2` …, which is loaded when one of
its exercises is asked for. This layer knows the mathematics and neither pictures nor widgets.
"""

from __future__ import annotations

import importlib
import pkgutil
from difflib import get_close_matches

from lossviz.exercises.cases import Case, Mistake
from lossviz.exercises.core import Choice, Exercise, Misconception, Note, Number, Reply
from lossviz.exercises.functions import Function

__all__ = [
    "Case",
    "Choice",
    "Exercise",
    "Function",
    "Misconception",
    "Mistake",
    "Note",
    "Number",
    "Reply",
    "check",
    "hint",
    "known",
]

_CHAPTER = "chapter_"


def check(exercise: str, answer: object) -> Reply:
    """Say whether an answer is right, and if it is not, what to look at.

    Parameters
    ----------
    exercise : str
        The number of an exercise, such as ``"1.3"``.
    answer : object
        Your answer: a number, the letter of a choice, or a function of your own.

    Returns
    -------
    Reply
        Some sentences; its ``right`` is True or False. A wrong or broken answer is no error.

    Raises
    ------
    TypeError, ValueError
        If there is no such exercise.

    Examples
    --------
    >>> check("1.1", 1.0)
    Not yet: 1 is too small. hint("1.1") gives a hint.
    >>> check("1.1", ...)
    Put your answer in place of the three dots and run the cell again. hint("1.1") gives a hint.
    """
    return _find(exercise).reply(exercise, answer)


def hint(exercise: str, step: int = 1) -> Note:
    """Give one hint to an exercise.

    Parameters
    ----------
    exercise : str
        The number of an exercise, such as ``"1.3"``.
    step : int
        Which hint: 1 is the first and says the least.

    Returns
    -------
    Note
        The hint, and how to get the next.

    Raises
    ------
    TypeError, ValueError
        If there is no such exercise.

    Examples
    --------
    >>> hint("1.1", 99)
    There are 2 hints. The solution is folded away below the exercises.
    """
    return _find(exercise).hint(exercise, step)


def known() -> dict[str, Exercise]:
    """Return all exercises of all chapters by their numbers, in the order of the chapters.

    Returns
    -------
    dict
        The exercises by their numbers.

    Examples
    --------
    >>> list(known())[:2]
    ['0.1', '1.1']
    """
    return {name: task for chapter in _chapters() for name, task in _load(chapter).items()}


def _chapters() -> list[str]:
    modules = (module.name for module in pkgutil.iter_modules(__path__))
    return sorted(name.removeprefix(_CHAPTER) for name in modules if name.startswith(_CHAPTER))


def _load(chapter: str) -> dict[str, Exercise]:
    return importlib.import_module(f"{__name__}.{_CHAPTER}{chapter}").EXERCISES


def _find(exercise: str) -> Exercise:
    if not isinstance(exercise, str):
        raise TypeError('exercise must be a text such as "1.3"; put it in quotation marks.')
    chapter = exercise.partition(".")[0].lower()
    if chapter in _chapters():
        found = _load(chapter).get(exercise)
        if found is not None:
            return found
    names = list(known())
    same_chapter = [name for name in names if name.partition(".")[0].lower() == chapter]
    near = same_chapter or get_close_matches(exercise, names, cutoff=0.01) or names
    raise ValueError(f"there is no exercise {exercise!r}; the nearest are {', '.join(near)}.")
