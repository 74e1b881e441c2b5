"""The controls of the pictures that compare two distributions over three outcomes."""

from __future__ import annotations

from lossviz.explorable import Preset, Slider

_DEFAULTS = {"p": (50.0, 30.0, 20.0), "q": (25.0, 25.0, 50.0)}

# What happens and what was forecast, outcome by outcome.
PARAMETERS = tuple(
    Slider(
        f"{kind}_{outcome.lower()}",
        f"{kind}: {outcome}",
        *(0.0, 100.0, 1.0),
        default=_DEFAULTS[kind][i],
        unit="parts",
    )
    for i, outcome in enumerate("ABC")
    for kind in "pq"
)
PRESETS = (
    Preset("Only A happens", p_a=100, p_b=0, p_c=0, q_a=50, q_b=20, q_c=30),
    Preset("A better forecast", p_a=100, p_b=0, p_c=0, q_a=80, q_b=10, q_c=10),
    Preset("A perfect forecast", p_a=50, p_b=30, p_c=20, q_a=50, q_b=30, q_c=20),
    Preset("C called impossible", p_a=50, p_b=30, p_c=20, q_a=60, q_b=40, q_c=0),
)
