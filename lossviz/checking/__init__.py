"""The engine that judges answers: what an exercise is, and what there is to say about an answer.

It compares predictions with what came out, too. It knows neither chapters nor pictures: exercises
and predictions are declared by the chapters.
"""

from __future__ import annotations

from lossviz.checking.cases import Array, Case, Mistake
from lossviz.checking.core import Choice, Exercise, Note, Number, Reply
from lossviz.checking.functions import Function
from lossviz.checking.predictions import ChoiceGuess, Guess, NumberGuess, Prediction

__all__ = [
    "Array",
    "Case",
    "Choice",
    "ChoiceGuess",
    "Exercise",
    "Function",
    "Guess",
    "Mistake",
    "Note",
    "Number",
    "NumberGuess",
    "Prediction",
    "Reply",
]
