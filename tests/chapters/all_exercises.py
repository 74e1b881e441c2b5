"""All exercises by their numbers, for the tests that go through them."""

import re

from lossviz import exercises
from lossviz.checking import Choice, Function, Number

KNOWN = exercises.known()
NUMBERS = {name: task for name, task in KNOWN.items() if isinstance(task, Number)}
CHOICES = {name: task for name, task in KNOWN.items() if isinstance(task, Choice)}
FUNCTIONS = {name: task for name, task in KNOWN.items() if isinstance(task, Function)}


def tells(text: str, task: Number) -> bool:
    """Whether a text holds the number that is asked for, rounded or cut off."""
    found = re.findall(r"(?<![\w.])[−-]?\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.]\d)", text)
    values = [float(number.replace("−", "-")) for number in found]
    if task.decimals is not None:
        return any(abs(value - task.answer) <= 10**-task.decimals for value in values)
    return any(task.agrees(value, task.answer) for value in values)
