"""The explorers of chapter 4: softmax, its loss, and sigmoid cross-entropy."""

from __future__ import annotations

from lossviz.explorers.core import Choice, Counter, Explorer, Player, Scale, Slider
from lossviz.figures.double_softmax import REACH, DoubleSoftmax
from lossviz.figures.positive_weight import COMMON, RARE, WEIGHTS, PositiveWeight
from lossviz.figures.sigmoid_forms import PRECISIONS, SigmoidForms
from lossviz.figures.softmax_descent import LAST_STEP, TARGETS, SoftmaxDescent
from lossviz.figures.softmax_pipeline import (
    FEWEST_CLASSES,
    FORMS,
    MOST_CLASSES,
    SoftmaxPipeline,
)

_UP = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 500.0, 700.0, 710.0, 800.0, 1000.0)
SHIFTS = (*(-shift for shift in reversed(_UP)), 0.0, *_UP)
TEMPERATURES = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0)
_BESIDE_ZERO = tuple(float(z) for z in range(-50, 51))
_FAR = (60.0, 80.0, 88.0, 89.0, 100.0, 200.0, 500.0, 700.0, 709.0, 710.0, 745.0, 800.0, 1000.0)
LOGITS = (*(-z for z in reversed(_FAR)), *_BESIDE_ZERO, *_FAR)


def softmax_pipeline() -> Explorer:
    """Logits through every stage of softmax cross-entropy, naive or stable.

    Examples
    --------
    >>> explorer = softmax_pipeline()
    >>> explorer.press("Second row of document 002")
    >>> print(round(explorer.figure.loss, 4))
    3.0997
    """
    first = {"z1": 2.0, "z2": 0.5, "z3": 6.0, "classes": 3, "target": 3}
    plain = {"shift": 0.0, "temperature": 1.0, "form": "naive"}
    return Explorer(
        SoftmaxPipeline(),
        [
            *(Slider(f"z{k}", f"logit z{'₁₂₃₄₅'[k - 1]}", -8.0, 8.0, 0.1) for k in range(1, 6)),
            Counter("classes", "classes K", FEWEST_CLASSES, MOST_CLASSES),
            Counter("target", "target class", 1, MOST_CLASSES),
            Scale("shift", "shift c", SHIFTS, "g"),
            Scale("temperature", "temperature T", TEMPERATURES, "g"),
            Choice("form", "form", FORMS),
        ],
        {
            "First row of document 002": {**first, **plain},
            "Second row of document 002": {
                **{"z1": 0.1, "z2": 0.0, "z3": 3.0, "classes": 3, "target": 2},
                **plain,
            },
            "Shift by 710, naive": {**first, **plain, "shift": 710.0},
            "Shift by 710, stable": {**first, **plain, "shift": 710.0, "form": "stable"},
            "Hot: T = 10": {**first, **plain, "temperature": 10.0},
        },
    )


def softmax_descent() -> Explorer:
    """Step by step down the gradient softmax(z) − y.

    Examples
    --------
    >>> explorer = softmax_descent()
    >>> explorer.set(step=10)
    >>> print(explorer.figure.losses[10].round(4))
    0.1907
    """
    return Explorer(
        SoftmaxDescent(),
        [
            Player("step", "step", 0, LAST_STEP, 200),
            *(Slider(f"z{k}", f"start z{'₁₂₃'[k - 1]}", -5.0, 5.0, 0.1) for k in (1, 2, 3)),
            Scale("learning_rate", "learning rate η", (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)),
            Choice("target", "target y", tuple(TARGETS)),
        ],
        {
            "Wrong and sure of it": {"z1": 0.1, "z2": 0.0, "z3": 3.0, "target": "class 2"},
            "No opinion": {"z1": 0.0, "z2": 0.0, "z3": 0.0, "target": "class 2"},
            "A soft label": {
                **{"z1": 0.1, "z2": 0.0, "z3": 3.0},
                "target": "soft label (0.3, 0.6, 0.1)",
            },
        },
    )


def double_softmax() -> Explorer:
    """The loss with softmax once and twice, over two logits.

    Examples
    --------
    >>> explorer = double_softmax()
    >>> explorer.press("Right and sure")
    >>> print({name: round(loss, 4) for name, loss in explorer.figure.losses.items()})
    {'softmax once': 0.0004, 'softmax twice': 0.5517}
    """
    return Explorer(
        DoubleSoftmax(),
        [
            Slider("z1", "logit z₁ (target)", -REACH, REACH, 0.1),
            Slider("z2", "logit z₂", -REACH, REACH, 0.1),
        ],
        {
            "Right and sure": {"z1": 8.0, "z2": -2.0},
            "No opinion": {"z1": 0.0, "z2": 0.0},
            "Wrong and sure": {"z1": -8.0, "z2": 8.0},
        },
    )


def sigmoid_forms() -> Explorer:
    """Sigmoid cross-entropy computed in three ways, in float32 and float64.

    Examples
    --------
    >>> explorer = sigmoid_forms()
    >>> explorer.set(z=-1000.0)
    >>> print(explorer.figure.losses["first form"])
    inf
    """
    return Explorer(
        SigmoidForms(),
        [
            Scale("z", "logit z", LOGITS, "g"),
            Slider("target", "target y", 0.0, 1.0, 0.1),
            Choice("precision", "precision", tuple(PRECISIONS)),
        ],
        {
            "Wrong by far": {"z": 100.0, "target": 0.0},
            "Right by far": {"z": 40.0, "target": 1.0},
            "Right, z = −20": {"z": -20.0, "target": 0.0},
            "Wrong, z = −800": {"z": -800.0, "target": 1.0},
        },
    )


def positive_weight() -> Explorer:
    """Rare events: pos_weight, threshold, precision and recall.

    Examples
    --------
    >>> explorer = positive_weight()
    >>> explorer.press("Balanced: q = 99")
    >>> explorer.figure.recall > 0.8
    True
    """
    return Explorer(
        PositiveWeight(),
        [
            Slider("threshold", "threshold", 0.01, 0.99, 0.01),
            Scale("pos_weight", "pos_weight q", WEIGHTS, "g"),
        ],
        {
            "As it is: q = 1": {"pos_weight": 1.0, "threshold": 0.5},
            "q = 10": {"pos_weight": 10.0, "threshold": 0.5},
            "Balanced: q = 99": {"pos_weight": COMMON / RARE, "threshold": 0.5},
            "q = 1, lower threshold": {"pos_weight": 1.0, "threshold": 0.01},
        },
    )
