"""How long forward and gradient take, beside SciPy's formulation and PyTorch on one thread.

    python benchmarks/bench_maths.py

Prints the fastest of several rounds, which take turns, and the ratios to our time. The target:
not slower than SciPy's formulation, at most 3 times as slow as PyTorch.
"""

import time

import numpy as np
from scipy import special

from lossviz import maths

SHAPE = (100_000, 10)
ROUNDS = 15


def contenders():
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
    try:
        import torch
    except ImportError:
        print("PyTorch is not installed: no comparison with it")
        return tests
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


def main():
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
        print(f"{title}, {SHAPE[0]} × {SHAPE[1]} float64, value and gradient")
        for name, time_taken in best.items():
            ratio = best["ours"] / time_taken
            print(f"  {name:16} {1e3 * time_taken:7.1f} ms   ours takes {ratio:5.2f} times as long")


if __name__ == "__main__":
    main()
