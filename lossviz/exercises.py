"""Exercises that answer, and predictions that are kept.

`check` says what is wrong with an answer, `hint` helps step by step. `predict` keeps a guess, and
`reveal` puts it beside what came out. Each chapter declares its own exercises and predictions, and
they are loaded when one of them is asked for.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

import lossviz.chapters as chapters
from lossviz.checking import Exercise, Guess, Note, Prediction, Reply

__all__ = ["check", "hint", "known", "predict", "predictions", "reveal"]

_UNWRITTEN = (
    "Write your guess in place of the three dots and run this cell again; nothing is judged."
)

# The guesses that were taken, by the numbers of their predictions, for the life of the kernel.
_guesses: dict[str, Guess] = {}


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
    return _exercise(exercise).reply(exercise, answer)


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
    return _exercise(exercise).hint(exercise, step)


def predict(prediction: str, guess: object) -> Guess | None:
    """Keep a guess until `reveal` puts it beside what came out; nothing is judged.

    Parameters
    ----------
    prediction : str
        The number of a prediction, such as ``"3.a"``.
    guess : object
        Your guess: a number, or the letter of a choice.

    Returns
    -------
    float, str or None
        The guess that is kept; None for three dots and for what is no guess, and then the printed
        sentence says why. An earlier guess is forgotten either way.

    Raises
    ------
    TypeError, ValueError
        If there is no such prediction.

    Examples
    --------
    >>> predict("3.a", ...)
    Write your guess in place of the three dots and run this cell again; nothing is judged.
    """
    asked = _prediction(prediction)
    _guesses.pop(prediction, None)
    if guess is ...:
        _say(_UNWRITTEN)
        return None
    taken, complaint = asked.take(guess)
    if taken is None:
        _say(complaint)
        return None
    _guesses[prediction] = taken
    _say(f"Your guess is kept: {asked.say(taken)}. Read on; you will see.")
    return taken


def reveal(prediction: str) -> Note:
    """Say what came out, and compare it with your guess.

    Parameters
    ----------
    prediction : str
        The number of a prediction, such as ``"3.a"``.

    Returns
    -------
    Note
        Guess and truth, and why it is so.

    Raises
    ------
    TypeError, ValueError
        If there is no such prediction.

    Examples
    --------
    >>> kept = predict("3.a", 25)
    Your guess is kept: 25 steps. Read on; you will see.
    >>> reveal("3.a")
    You guessed 25 steps; it is 172 steps. That is a factor of 6.9 too few. For more than half of
    its training it hardly moves; then it falls like the other.
    """
    return _prediction(prediction).reply(_guesses.get(prediction))


def known() -> dict[str, Exercise]:
    """Return all exercises of all chapters by their numbers, in the order of the chapters.

    Examples
    --------
    >>> list(known())[:2]
    ['0.1', '1.1']
    """
    return _all("EXERCISES")


def predictions() -> dict[str, Prediction]:
    """Return all predictions of all chapters by their numbers, in the order of the chapters."""
    return _all("PREDICTIONS")


def _exercise(name: str) -> Exercise:
    found: Exercise = _find("exercise", name, "EXERCISES", "1.3")
    return found


def _prediction(name: str) -> Prediction:
    found: Prediction = _find("prediction", name, "PREDICTIONS", "3.a")
    return found


def _all(table: str) -> dict[str, Any]:
    folders = chapters.folders().values()
    return {name: task for folder in folders for name, task in _load(folder, table).items()}


def _load(folder: str, table: str) -> Mapping[str, Any]:
    module = importlib.import_module(f"{chapters.__name__}.{folder}.exercises")
    declared: Mapping[str, Any] = getattr(module, table, {})  # not every chapter has predictions
    return declared


def _find(what: str, name: str, table: str, example: str) -> Any:
    if not isinstance(name, str):
        raise TypeError(f'{what} must be a text such as "{example}"; put it in quotation marks.')
    chapter = name.partition(".")[0].upper()
    folder = chapters.folders().get(chapter)
    if folder and (found := _load(folder, table).get(name)):
        return found
    names = list(_all(table))
    same_chapter = [other for other in names if other.partition(".")[0] == chapter]
    near = same_chapter or get_close_matches(name, names, cutoff=0.01) or names
    raise ValueError(f"there is no {what} {name!r}; the nearest are {', '.join(near)}.")


def _say(sentence: str) -> None:
    print(Note(sentence))
