"""The controls of the pictures that compare two distributions over three outcomes."""

from __future__ import annotations

from lossviz.chapters.shared.distributions import MOST_PARTS
from lossviz.explorable import Preset, Slider


def _weight(name: str, label: str, default: float) -> Slider:
    return Slider(name, label, 0.0, MOST_PARTS, 1.0, default=default, unit="parts")


# What happens and what was forecast, outcome by outcome.
PARAMETERS = (
    _weight("p_a", "p: A", 50.0),
    _weight("q_a", "q: A", 25.0),
    _weight("p_b", "p: B", 30.0),
    _weight("q_b", "q: B", 25.0),
    _weight("p_c", "p: C", 20.0),
    _weight("q_c", "q: C", 50.0),
)
PRESETS = (
    Preset("Only A happens", p_a=100, p_b=0, p_c=0, q_a=50, q_b=20, q_c=30),
    Preset("A better forecast", p_a=100, p_b=0, p_c=0, q_a=80, q_b=10, q_c=10),
    Preset("A perfect forecast", p_a=50, p_b=30, p_c=20, q_a=50, q_b=30, q_c=20),
    Preset("C called impossible", p_a=50, p_b=30, p_c=20, q_a=60, q_b=40, q_c=0),
)
