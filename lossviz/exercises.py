"""Exercises that answer: `check` says what is wrong with an answer, `hint` helps step by step.

Each chapter declares its own exercises, and they are loaded when one of them is asked for.
"""

from __future__ import annotations

import importlib
from difflib import get_close_matches

import lossviz.chapters as chapters
from lossviz.checking import Exercise, Note, Reply

__all__ = ["check", "hint", "known"]


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

    Examples
    --------
    >>> list(known())[:2]
    ['0.1', '1.1']
    """
    return {
        name: task for folder in chapters.folders().values() for name, task in _load(folder).items()
    }


def _load(folder: str) -> dict[str, Exercise]:
    module = importlib.import_module(f"{chapters.__name__}.{folder}.exercises")
    declared: dict[str, Exercise] = module.EXERCISES
    return declared


def _find(exercise: str) -> Exercise:
    if not isinstance(exercise, str):
        raise TypeError('exercise must be a text such as "1.3"; put it in quotation marks.')
    chapter = exercise.partition(".")[0].upper()
    folder = chapters.folders().get(chapter)
    if folder and (found := _load(folder).get(exercise)):
        return found
    names = list(known())
    same_chapter = [name for name in names if name.partition(".")[0] == chapter]
    near = same_chapter or get_close_matches(exercise, names, cutoff=0.01) or names
    raise ValueError(f"there is no exercise {exercise!r}; the nearest are {', '.join(near)}.")
