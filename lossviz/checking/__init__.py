"""The engine that judges answers: what an exercise is, and what there is to say about an answer.

It knows neither chapters nor pictures. The exercises themselves are declared by the chapters.
"""

from __future__ import annotations

from lossviz.checking.cases import Array, Case, Mistake
from lossviz.checking.core import Choice, Exercise, Note, Number, Reply
from lossviz.checking.functions import Function

__all__ = ["Array", "Case", "Choice", "Exercise", "Function", "Mistake", "Note", "Number", "Reply"]
