"""The explorers of chapter 2: quadratic cost and cross-entropy side by side."""

from __future__ import annotations

from lossviz.explorers.core import Counter, Explorer, Player, Scale, Slider
from lossviz.figures.bernoulli_likelihood import SHOTS, BernoulliLikelihood
from lossviz.figures.gaussian_likelihood import GaussianLikelihood
from lossviz.figures.loss_landscape import REACH, LossLandscape
from lossviz.figures.two_losses import LIMIT, TwoLosses
from lossviz.figures.two_valleys import HIGH, LAST_STEP, LOW, TwoValleys

_RATES = (0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0)


def gaussian_likelihood() -> Explorer:
    """A line and the width of its noise, and how probable they make the data.

    Examples
    --------
    >>> explorer = gaussian_likelihood()
    >>> explorer.press("The least-squares line")
    >>> print(round(explorer.figure.squares, 2))
    4.58
    """
    return Explorer(
        GaussianLikelihood(),
        [
            Slider("slope", "slope", -0.2, 2.0, 0.01),
            Slider("intercept", "intercept", -1.0, 3.0, 0.1),
            Slider("sigma", "noise σ", 0.4, 3.0, 0.1),
        ],
        {
            "The least-squares line": {"slope": 0.80, "intercept": 0.9, "sigma": 1.0},
            "The same, narrow noise": {"slope": 0.80, "intercept": 0.9, "sigma": 0.4},
            "The same, wide noise": {"slope": 0.80, "intercept": 0.9, "sigma": 2.0},
        },
    )


def bernoulli_likelihood() -> Explorer:
    """Hits in ten shots and a forecast: its likelihood and its price.

    Examples
    --------
    >>> explorer = bernoulli_likelihood()
    >>> explorer.set(hits=7, forecast=0.7)
    >>> print(round(explorer.figure.prices["cross-entropy"], 4))
    0.6109
    """
    return Explorer(
        BernoulliLikelihood(),
        [
            Counter("hits", f"hits of {SHOTS}", 0, SHOTS),
            Slider("forecast", "forecast a", 0.01, 0.99, 0.01),
        ],
        {
            "A fair forecast": {"hits": 7, "forecast": 0.7},
            "Too sure": {"hits": 7, "forecast": 0.99},
            "Sure and right": {"hits": 10, "forecast": 0.99},
            "Undecided": {"hits": 0, "forecast": 0.5},
            "Sure and wrong": {"hits": 0, "forecast": 0.99},
        },
    )


def two_losses() -> Explorer:
    """Value, slope and curvature of both losses, over probability and over logit.

    Examples
    --------
    >>> explorer = two_losses()
    >>> explorer.press("The bend: a = 0.67")
    >>> print(round(explorer.figure.points["quadratic cost"][5], 4))
    -0.0007
    """
    return Explorer(
        TwoLosses(),
        [
            Slider("z", "logit z", -LIMIT, LIMIT, 0.1),
        ],
        {
            "Right and sure": {"z": -4.0},
            "Undecided": {"z": 0.0},
            "The bend: a = 0.67": {"z": 0.7},
            "Wrong and sure": {"z": 4.0},
        },
    )


def two_valleys() -> Explorer:
    """Three samples, one weight: play the descent of both losses from any start.

    Examples
    --------
    >>> explorer = two_valleys()
    >>> explorer.set(w=0.5, step=200)
    >>> print(round(float(explorer.figure.paths["quadratic cost"][200]), 3))
    -0.249
    """
    return Explorer(
        TwoValleys(),
        [Player("step", "step", 0, LAST_STEP), Slider("w", "start w", LOW, HIGH, 0.1)],
        {
            "Start left of the ridge, at 0.5": {"w": 0.5, "step": 0},
            "Start right of it, at 0.6": {"w": 0.6, "step": 0},
            "Both at the end": {"w": 0.6, "step": LAST_STEP},
        },
    )


def loss_landscape() -> Explorer:
    """Both losses over weight and bias, with descents from a start that you choose.

    Examples
    --------
    >>> explorer = loss_landscape()
    >>> explorer.press("A start in the middle")
    >>> print(explorer.figure.paths["cross-entropy"][-1].round(2))
    [0.72 0.05]
    """
    same = {"rate_squared": 1.0, "rate_entropy": 1.0}
    return Explorer(
        LossLandscape(),
        [
            Slider("w", "start w", -REACH, REACH, 0.1),
            Slider("b", "start b", -REACH, REACH, 0.1),
            Scale("rate_squared", "η, quadratic", _RATES),
            Scale("rate_entropy", "η, entropy", _RATES),
        ],
        {
            "A start in the middle": {"w": 0.0, "b": 0.0, **same},
            "Wrong and sure": {"w": -4.0, "b": 4.0, **same},
            "A big step for the quadratic cost": {
                "w": -4.0,
                "b": 4.0,
                "rate_squared": 10.0,
                "rate_entropy": 1.0,
            },
            "Too big for cross-entropy": {
                "w": -4.0,
                "b": 4.0,
                "rate_squared": 10.0,
                "rate_entropy": 10.0,
            },
        },
    )
