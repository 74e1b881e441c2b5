"""The explorers of chapter 5: one loss for each job."""

from __future__ import annotations

from lossviz.explorers.core import Choice, Counter, Explorer, Player, Scale, Slider
from lossviz.figures.boosting_rounds import LAST_ROUND, BoostingRounds
from lossviz.figures.margin_losses import LIMIT, MARGIN_LOSSES, MarginLosses
from lossviz.figures.outlier_line import FURTHEST, HIGHEST, LOWEST, OutlierLine
from lossviz.figures.polynomial_risk import CHOICES, HIGHEST_DEGREE, STRENGTHS, PolynomialRisk
from lossviz.figures.residual_losses import ResidualLosses

DELTAS = (0.1, 0.2, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
FIFTH_VALUES = (*(float(value) for value in range(5, 31)), 50.0, 100.0, 1000.0)


def margin_losses() -> Explorer:
    """Two of eight losses over the margin, with their slopes.

    Examples
    --------
    >>> explorer = margin_losses()
    >>> explorer.set(first="exponential", margin=-2)
    >>> print(explorer.sentence)
    At margin -2.0 (sign wrong): exponential loss is 7.3891 with slope -7.3891; 0-1 loss is \
1.0000 with slope 0.0000.
    """
    return Explorer(
        MarginLosses(),
        [
            Choice("first", "first", tuple(MARGIN_LOSSES)),
            Choice("second", "second", tuple(MARGIN_LOSSES)),
            Slider("margin", "margin m = y·f", -LIMIT, LIMIT, 0.1),
        ],
        {
            "Right, but too close: m = 0.5": {"first": "hinge", "margin": 0.5},
            "ln is no upper bound": {"first": "logistic (ln)", "second": "0-1", "margin": 0.0},
            "A wrong label: m = −3": {
                "first": "exponential",
                "second": "logistic (ln)",
                "margin": -3.0,
            },
            "Too right: m = 3": {"first": "squared", "second": "squared hinge", "margin": 3.0},
        },
    )


def residual_losses() -> Explorer:
    """Four losses over the residual, and the constant that each chooses for five values.

    Examples
    --------
    >>> explorer = residual_losses()
    >>> explorer.set(fifth=100, delta=10)
    >>> print(explorer.figure.constants["Huber"])
    5.0
    """
    return Explorer(
        ResidualLosses(),
        [
            Slider("residual", "residual r", -4.0, 4.0, 0.1),
            Scale("fifth", "fifth value", FIFTH_VALUES, "g"),
            Scale("delta", "Huber's δ", DELTAS),
            Slider("quantile", "pinball's τ", 0.05, 0.95, 0.05),
        ],
        {
            "A typing error: 100": {"fifth": 100.0, "delta": 1.0},
            "Huber half-way: δ = 10": {"fifth": 100.0, "delta": 10.0},
            "Huber is the mean: δ = 100": {"fifth": 100.0, "delta": 100.0},
            "The median by pinball": {"quantile": 0.5},
        },
    )


def outlier_line() -> Explorer:
    """Squared, absolute and Huber lines with a point that you move.

    Examples
    --------
    >>> explorer = outlier_line()
    >>> explorer.press("Far out in x")
    >>> print([round(line.slope, 2) for line in explorer.figure.lines.values()])
    [-0.16, -0.25, -0.24]
    """
    return Explorer(
        OutlierLine(),
        [
            Slider("x", "your point's x", 0.0, FURTHEST, 0.5),
            Slider("y", "your point's y", LOWEST, HIGHEST, 0.5),
            Scale("delta", "Huber's δ", DELTAS[:9]),
        ],
        {
            "On the line": {"x": 6.5, "y": 14.0},
            "Wrong in y": {"x": 6.5, "y": -5.0},
            "Very wrong in y": {"x": 3.5, "y": 40.0},
            "Far out in x": {"x": 30.0, "y": 0.0},
        },
    )


def polynomial_risk() -> Explorer:
    """Degree, strength and kind of the penalty; training and test loss.

    Examples
    --------
    >>> explorer = polynomial_risk()
    >>> explorer.set(penalty="L2")
    >>> explorer.figure.test_loss < 0.2
    True
    """
    return Explorer(
        PolynomialRisk(),
        [
            Counter("degree", "degree d", 0, HIGHEST_DEGREE),
            Scale("strength", "strength λ", tuple(STRENGTHS.tolist())),
            Choice("penalty", "penalty", tuple(CHOICES)),
        ],
        {
            "Too simple": {"degree": 1, "penalty": "no penalty"},
            "About right": {"degree": 3, "penalty": "no penalty"},
            "Too wild": {"degree": 12, "penalty": "no penalty"},
            "Tamed by L2": {"degree": 12, "penalty": "L2", "strength": 0.01},
            "Tamed by L1": {"degree": 12, "penalty": "L1", "strength": 0.01},
            "Strangled": {"degree": 12, "penalty": "L2", "strength": 10.0},
        },
    )


def boosting_rounds() -> Explorer:
    """AdaBoost, one stump at a time, with a point that you move.

    Examples
    --------
    >>> explorer = boosting_rounds()
    >>> explorer.set(rounds=1)
    >>> print(explorer.figure.rates[1] > 0)
    True
    """
    return Explorer(
        BoostingRounds(),
        [
            Player("rounds", "rounds", 0, LAST_ROUND, milliseconds=900),
            Slider("x1", "your point's x₁", 0.0, 10.0, 0.1),
            Slider("x2", "your point's x₂", 0.0, 10.0, 0.1),
        ],
        {
            "Your point among its friends": {"x1": 2.0, "x2": 8.8},
            "A wrong label: among the others": {"x1": 6.6, "x2": 4.6},
        },
    )
