"""How long forward and gradient take, beside SciPy's formulation and PyTorch on one thread.

The fastest of several rounds, which take turns.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
from scipy import special

from benchmarks.targets import at_most
from lossviz import maths

SHAPE = (100_000, 10)
ROUNDS = 15
# How many times as long as theirs our value and gradient may take.
BOUNDS = {"scipy": 1, "torch": 3}


def contenders() -> dict[str, dict[str, Callable]]:
    """Value and gradient of two losses, by everyone who can compute them here."""
    rng = np.random.default_rng(0)
    logits = 4 * rng.normal(size=SHAPE)
    one_hot = np.eye(SHAPE[1])[rng.integers(0, SHAPE[1], SHAPE[0])]
    yes_no = rng.integers(0, 2, SHAPE).astype(float)

    def softmax_scipy():
        value = -(one_hot * special.log_softmax(logits, axis=-1)).sum(axis=-1).mean()
        return value, (special.softmax(logits, axis=-1) - one_hot) / len(logits)

    def sigmoid_scipy():
        value = -(yes_no * special.log_expit(logits) + (1 - yes_no) * special.log_expit(-logits))
        return value.mean(), (special.expit(logits) - yes_no) / logits.size

    tests = {
        "softmax cross-entropy": {
            "ours": lambda: maths.softmax_cross_entropy.value_and_gradient(one_hot, logits),
            "ours, two calls": lambda: (
                maths.softmax_cross_entropy(one_hot, logits),
                maths.softmax_cross_entropy.gradient(one_hot, logits),
            ),
            "scipy": softmax_scipy,
        },
        "sigmoid cross-entropy": {
            "ours": lambda: maths.sigmoid_cross_entropy.value_and_gradient(yes_no, logits),
            "ours, two calls": lambda: (
                maths.sigmoid_cross_entropy(yes_no, logits),
                maths.sigmoid_cross_entropy.gradient(yes_no, logits),
            ),
            "scipy": sigmoid_scipy,
        },
    }
    if find_spec("torch") is None:
        return tests
    import torch

    torch.set_num_threads(1)
    f = torch.nn.functional
    for name, loss, target in (
        ("softmax cross-entropy", f.cross_entropy, one_hot),
        ("sigmoid cross-entropy", f.binary_cross_entropy_with_logits, yes_no),
    ):
        z, y = torch.tensor(logits, requires_grad=True), torch.tensor(target)

        def run(loss=loss, z=z, y=y):
            value = loss(z, y)
            (gradient,) = torch.autograd.grad(value, z)
            return value.item(), gradient.numpy()

        tests[name]["torch"] = run
    return tests


def table() -> list[str]:
    """The table of all contenders, with the ratios of our time to theirs."""
    lines = [
        f"| value and gradient, {SHAPE[0]:,} x {SHAPE[1]} float64 | ms | ours takes, times |",
        "|---|---|---|",
    ]
    verdicts = [""]
    for title, functions in contenders().items():
        seconds = {name: [] for name in functions}
        for _ in range(ROUNDS):
            for name, function in functions.items():
                start = time.perf_counter()
                function()
                seconds[name].append(time.perf_counter() - start)
        best = {name: min(times) for name, times in seconds.items()}
        value, gradient = functions["ours"]()
        for function in functions.values():  # all compute the same
            other_value, other_gradient = function()
            np.testing.assert_allclose(other_value, value, rtol=1e-10)
            np.testing.assert_allclose(other_gradient, gradient, rtol=1e-8, atol=1e-18)
        lines += [
            f"| {title}, {name} | {1e3 * spent:.1f} | {best['ours'] / spent:.2f} |"
            for name, spent in best.items()
        ]
        verdicts += [
            at_most(f"{title}, our time over that of {rival}", best["ours"] / best[rival], bound)
            for rival, bound in BOUNDS.items()
            if rival in best
        ]
    return lines + verdicts
