"""The explorers of chapter 1: surprise, entropy, and the price of a wrong forecast."""

from __future__ import annotations

from lossviz.explorers.core import Counter, Explorer, Scale, Slider
from lossviz.figures.binary_entropy import BinaryEntropy
from lossviz.figures.simplex import Simplex
from lossviz.figures.skyline import Skyline
from lossviz.figures.wrong_forecast import WrongForecast

# Whole parts from 0 to 100, and what the shooter who misses one shot in a thousand needs.
PARTS = (0.0, 0.1, 0.2, 0.5, *(float(n) for n in range(1, 100)), 99.9, 100.0)
CHANCES = (0.001, *(round(0.01 * n, 2) for n in range(1, 100)), 0.999)


def skyline() -> Explorer:
    """Two to six outcomes: how likely, how surprising, and the entropy as mean height.

    Examples
    --------
    >>> explorer = skyline()
    >>> explorer.press("Four equal outcomes")
    >>> explorer.figure.entropy
    2.0
    """
    four = {"outcomes": 4}
    return Explorer(
        Skyline(),
        [
            Counter("outcomes", "outcomes", 2, 6),
            *(Scale(name, f"{name.upper()}, in parts", PARTS, ".4g") for name in "abcdef"),
        ],
        {
            "Four equal outcomes": {"a": 25, "b": 25, "c": 25, "d": 25, **four},
            "One at 70 %": {"a": 10, "b": 10, "c": 10, "d": 70, **four},
            "One at 97 %": {"a": 1, "b": 1, "c": 1, "d": 97, **four},
            "Ming: hits 10 %": {"a": 10, "b": 90, "outcomes": 2},
            "Wang: hits 99.9 %": {"a": 99.9, "b": 0.1, "outcomes": 2},
        },
    )


def wrong_forecast() -> Explorer:
    """What happens against what was forecast: bars that add up, in both directions.

    Examples
    --------
    >>> explorer = wrong_forecast()
    >>> explorer.press("Only A happens")
    >>> print(explorer.figure.entropies[0], explorer.figure.divergences[0])
    0.0 1.0
    """
    return Explorer(WrongForecast(), _two_distributions(), _PAIRS)


def simplex() -> Explorer:
    """Every distribution over three outcomes as a point of a triangle, with p and q in it.

    Examples
    --------
    >>> explorer = simplex()
    >>> explorer.set(p_a=10, p_b=10, p_c=10)
    >>> print(explorer.figure.entropies[0].round(4))
    1.585
    """
    return Explorer(Simplex(), _two_distributions(), _PAIRS)


def binary_entropy() -> Explorer:
    """The entropy of a coin, its tangent at q, and the gap at p.

    Examples
    --------
    >>> explorer = binary_entropy()
    >>> explorer.set(p=0.1)
    >>> print(round(explorer.figure.entropy, 4))
    0.469
    """
    return Explorer(
        BinaryEntropy(),
        [Scale("p", "chance p", CHANCES, ".3g"), Scale("q", "forecast q", CHANCES, ".3g")],
        {
            "Ming, forecast as a coin": {"p": 0.1, "q": 0.5},
            "Wang, forecast as a coin": {"p": 0.999, "q": 0.5},
            "A perfect forecast": {"p": 0.3, "q": 0.3},
            "Sure, and wrong": {"p": 0.999, "q": 0.001},
        },
    )


def _two_distributions() -> list[Slider]:
    return [
        Slider(f"{kind}_{outcome}", f"{kind}: {outcome.upper()}, in parts", 0.0, 100.0, 1.0)
        for outcome in "abc"
        for kind in "pq"
    ]


_PAIRS = {
    "Only A happens": {"p_a": 100, "p_b": 0, "p_c": 0, "q_a": 50, "q_b": 20, "q_c": 30},
    "A better forecast": {"p_a": 100, "p_b": 0, "p_c": 0, "q_a": 80, "q_b": 10, "q_c": 10},
    "A perfect forecast": {"p_a": 50, "p_b": 30, "p_c": 20, "q_a": 50, "q_b": 30, "q_c": 20},
    "C called impossible": {"p_a": 50, "p_b": 30, "p_c": 20, "q_a": 60, "q_b": 40, "q_c": 0},
}
