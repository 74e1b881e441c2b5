"""Exercise 5.7: how few samples hold half of the pull."""

import numpy as np

from lossviz.checking import Array, Case, Function, Mistake


def _half_of_the_pull(residuals: Array) -> int:
    pulls = np.sort(np.abs(residuals))[::-1]
    return int(np.searchsorted(np.cumsum(pulls), pulls.sum() / 2)) + 1


def _counted_to(pulls: Array, goal: float) -> int:
    """How many numbers, in this order, reach a sum."""
    return int(np.argmax(np.cumsum(pulls) >= goal)) + 1


LOUD_SAMPLES = Function(
    reference=_half_of_the_pull,
    cases=(
        Case("the five waiting times", [21.0, 20.0, 19.0, 18.0, -78.0]),
        Case("all alike", [1.0, -1.0, 1.0, -1.0, 1.0, -1.0]),
        Case("a few loud ones", [-0.5, 7.0, 0.2, -0.1, -6.0, 0.4, 0.3]),
        Case("one sample", [3.0]),
    ),
    draw=lambda random: (random.standard_t(2, 12).round(3),),
    why=(
        "If a handful of samples hold half of the pull, look at them before you look at "
        "anything else: they are steering."
    ),
    hints=(
        "How hard does a sample pull with squared error? Its direction doesn't count here.",
        "Begin with the loudest, add up, and stop as soon as half of the sum is reached.",
        "np.sort, np.cumsum and np.argmax do it.",
    ),
    mistakes=(
        Mistake(
            lambda r: int(np.argmax(np.cumsum(-np.sort(-np.abs(r))) > np.abs(r).sum() / 2)) + 1,
            "You go on until it is more than half. Exactly half is enough.",
        ),
        Mistake(
            lambda r: _counted_to(np.sort(r)[::-1], r.sum() / 2),
            "You let pulls to the left and to the right cancel. Add up how hard they pull.",
        ),
        Mistake(
            lambda r: _counted_to(np.sort(np.square(r))[::-1], np.square(r).sum() / 2),
            "You add up the losses. The pull is the slope, which grows with r and not with r².",
        ),
        Mistake(
            lambda r: _counted_to(np.sort(np.abs(r)), np.abs(r).sum() / 2),
            "You begin with the quietest samples. Begin with the loudest.",
        ),
        Mistake(
            lambda r: _counted_to(np.abs(r), np.abs(r).sum() / 2),
            "You go through the samples in their order. Begin with the loudest.",
        ),
        Mistake(
            lambda r: _half_of_the_pull(r) / len(r),
            "That is a share of the samples. Their number is asked for.",
        ),
        Mistake(
            lambda r: _half_of_the_pull(r) - 1,
            "You are one short: the sample that reaches the half belongs to them. (Python "
            "counts from 0.)",
        ),
        Mistake(
            lambda r: int(np.sum(np.abs(r) >= np.abs(r).max() / 2)),
            "You count those that pull at least half as hard as the loudest. Add the pulls up.",
        ),
        Mistake(
            lambda r: int(np.sum(np.abs(r) > np.abs(r).mean())),
            "You count those that pull harder than the mean. Add the pulls up.",
        ),
        Mistake(
            lambda r: np.max(np.abs(r)) / np.sum(np.abs(r)),
            "That is the share that the loudest sample has of all pull.",
        ),
    ),
)
