"""Small exercises on which the engine is tried: it is to know none of the chapters."""

import numpy as np

from lossviz.checking import Case, Choice, Function, Mistake, Number

NUMBER = Number(
    answer=np.log2(6),
    decimals=3,
    why="So it is.",
    hints=("Count.", "Take a logarithm."),
    wrong={np.log(6): "Nats."},
)

CHOICE = Choice(answer="b", why="So it is.", hints=("Read.",), wrong={"a": "No.", "c": "Nor this."})


def double(x, factor):
    """Stand for the right function."""
    return factor * x


FUNCTION = Function(
    reference=double,
    cases=(
        Case("two numbers", [1.0, 2.0], 2.0),
        Case("nothing at all", [0.0, 0.0], 2.0),
        Case("a large number", [1e6, 1.0], 3.0),
    ),
    draw=lambda random: (random.normal(size=2).round(3), 2.0),
    why="So it is.",
    hints=("Multiply.",),
    mistakes=(
        Mistake(lambda x, factor: factor + x, "You add."),
        Mistake(lambda x, factor: np.minimum(factor * x, 100), "Cut."),
        Mistake(lambda x, factor: [][5], "You look behind the end."),
    ),
)


def about(function: object) -> str:
    """Return what is said about a wrong function."""
    reply = FUNCTION.reply("9.1", function)
    assert not reply.right
    return reply.text


def say(text: str) -> str:
    """Return a text without its line breaks."""
    return " ".join(text.split())
