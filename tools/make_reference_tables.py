"""Make tests/maths/data/reference.json: exact values and gradients, and what the frameworks return.

    python tools/make_reference_tables.py VECTORS

VECTORS is a JSON file of cases with exact values (60 digits, rounded to float64) and recorded
results of TensorFlow, Keras, PyTorch, scikit-learn and SciPy. The extreme cases are computed here
with mpmath from the textbook definitions, at 420 digits.
"""

import argparse
import json
import math
from pathlib import Path

import mpmath
import numpy as np

OUTPUT = Path(__file__).parents[1] / "tests" / "maths" / "data" / "reference.json"

# --- recorded cases ------------------------------------------------------------------------

LOSSES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "huber": "huber",
    "quadratic_sigmoid": "quadratic_cost of sigmoid",
    "zero_one": "zero_one",
    "hinge": "hinge",
    "squared_hinge": "squared_hinge",
    "logistic": "logistic",
    "exponential": "exponential",
    "perceptron": "perceptron",
    "square_margin": "mean_squared_error",  # (1 - yf)² = (y - f)² for y = ±1
    "entropy": "entropy",
    "kl": "kl_divergence",
    "bce_prob": "binary_cross_entropy",
    "bce_logits": "sigmoid_cross_entropy",
    "weighted_bce_logits": "sigmoid_cross_entropy",
    "cce_prob": "categorical_cross_entropy",
    "clip_ce_004": "categorical_cross_entropy",
    "cce_logits": "softmax_cross_entropy",
    "sparse_ce_logits": "sparse_softmax_cross_entropy",
    "sparse_ce_prob": "categorical_cross_entropy",
    "nll": "nll",
    "double_softmax": "softmax_cross_entropy of softmax",
    "l1_penalty": "l1",
    "l2_penalty": "l2",
}

# Cases whose input this package refuses, with a word that the message must contain.
REFUSED = {
    "sparse_ce_logits/label_out_of_range": "label",
    "sparse_ce_logits/ignore_index_m100_mean": "label",
    "sparse_ce_logits/all_ignored_mean": "label",
    "sparse_ce_prob/unnormalised": "outside [0, 1]",
    "clip_ce_004/labels_sum_to_2": "not to 1",
    "nll/probs_passed_by_mistake": "above 0",
    "nll/positive_scores": "above 0",
}

CLIPS = "clips probabilities to [1e-7, 1 - 1e-7]"
SINGLE = "computes in float32"
SMALL = "loses the digits of small losses"
ON_LOGITS = "0 · inf is NaN there; " + SMALL

# Calls to keep, and why each may differ from the exact value (in this order: first match).
CALLS = {
    "keras.losses.MeanSquaredError": "averages the last axis first",
    "keras.losses.MeanAbsoluteError": "averages the last axis first",
    "keras.losses.Huber": "averages the last axis first",
    "tf.compat.v1.losses.mean_squared_error": SINGLE,
    "tf.compat.v1.losses.absolute_difference": SINGLE,
    "tf.compat.v1.losses.huber_loss": SINGLE,
    "tf.compat.v1.losses.log_loss(epsilon=1e-7)": SINGLE + ", adds 1e-7 inside the logarithm",
    "torch.nn.functional.mse_loss": None,
    "torch.nn.functional.l1_loss": None,
    "torch.nn.functional.huber_loss": None,
    "scipy.special.huber(delta,r)": None,
    "sklearn.metrics.mean_squared_error": None,
    "sklearn.metrics.mean_absolute_error": None,
    "sklearn.metrics.zero_one_loss(normalize=False)": None,
    "keras.losses.Hinge": None,
    "keras.losses.SquaredHinge": None,
    "torch.nn.functional.soft_margin_loss": SMALL,
    "scipy.special.entr(p).sum()": None,
    "torch.special.entr(p).sum()": None,
    "keras.losses.KLDivergence": CLIPS,
    "scipy.special.rel_entr (per sample)": None,
    "torch.nn.functional.kl_div(q.log(),p)": "sums or averages elements, and 0 · inf at q = 0",
    "keras.losses.BinaryCrossentropy": CLIPS + ", averages the last axis first",
    "tf.keras.backend.binary_crossentropy": CLIPS + ", adds 1e-7 inside the logarithm",
    "torch.nn.functional.binary_cross_entropy": "clamps the logarithm at -100",
    "sklearn.metrics.log_loss": "clips at the machine epsilon",
    "keras.losses.BinaryCrossentropy(from_logits=True)": (
        "averages the last axis first; " + ON_LOGITS
    ),
    "tf.nn.sigmoid_cross_entropy_with_logits": ON_LOGITS,
    "torch.nn.functional.binary_cross_entropy_with_logits": ON_LOGITS,
    "tf.nn.weighted_cross_entropy_with_logits": SMALL,
    "torch.nn.functional.binary_cross_entropy_with_logits(pos_weight)": SMALL,
    "keras.losses.CategoricalCrossentropy": CLIPS,
    "torch per-sample sum then mean, same clamp": "clamps probabilities at 1e-10",
    "keras.losses.CategoricalCrossentropy(from_logits=True)": ON_LOGITS,
    "tf.nn.softmax_cross_entropy_with_logits": ON_LOGITS,
    "torch.nn.functional.cross_entropy(x, soft targets)": ON_LOGITS,
    "keras.losses.SparseCategoricalCrossentropy(from_logits=True)": SMALL,
    "tf.nn.sparse_softmax_cross_entropy_with_logits": SMALL,
    "torch.nn.functional.cross_entropy": SMALL,
    "keras.losses.SparseCategoricalCrossentropy": CLIPS,
    "torch.nn.functional.nll_loss(p.log())": None,
    "torch.nn.functional.nll_loss": None,
    "torch.nn.functional.cross_entropy(softmax(x), y)": None,
    "keras.regularizers.L1(lam)": "keeps its factor in float32",
    "keras.regularizers.L2(lam)": "keeps its factor in float32",
    "tf: lam*tf.nn.l2_loss(w)": "has a factor 1/2",
}


def smoothed(target, smoothing, classes):
    """Mix the targets with the uniform distribution over the classes."""
    if isinstance(target, list):
        return [smoothed(t, smoothing, classes) for t in target]
    return target * (1 - smoothing) + smoothing / classes


def alike(theirs, exact):
    """Whether two results agree to 9 digits, in the same shape but for axes of length 1."""
    theirs, exact = (np.squeeze(np.asarray(value, dtype=float)) for value in (theirs, exact))
    return theirs.shape == exact.shape and np.allclose(theirs, exact, rtol=1e-9, atol=1e-300)


def one_hot(labels, classes):
    return [[float(k == label) for k in range(classes)] for label in labels]


def recorded_case(case):
    """Translate one recorded case to this package's names; None if it has no counterpart."""
    kind, inputs, options = case["loss"], case["inputs"], dict(case["options"])
    if kind not in LOSSES or (kind in ("mse", "mae") and "w" in inputs):
        return None  # sample weights and the multiclass hinge are not offered
    target = inputs.get("y", inputs.get("t"))
    prediction = inputs.get("x")
    arguments = [target, prediction]
    ours = {"reduction": {"mean_over_matrix": "mean"}.get(r := options.get("reduction"), r)}
    if kind in ("entropy", "kl"):
        arguments = [inputs[name] for name in "pq" if name in inputs]
        ours = {} if kind == "entropy" else ours
    if kind.endswith("penalty"):
        arguments, ours = [inputs["w"]], {"strength": options["lam"]}
    if options.get("labels01"):
        arguments[0] = [2 * y - 1 for y in target]
    if kind == "sparse_ce_prob":
        arguments[0] = one_hot(target, len(prediction[0]))
    if "label_smoothing" in options:
        classes = 2 if kind.startswith("bce") else len(prediction[0])
        if kind == "sparse_ce_logits":
            return None  # smoothing needs soft targets: cce_logits has the same case
        arguments[0] = smoothed(target, options["label_smoothing"], classes)
    for name, source in (("delta", options.get("delta")), ("pos_weight", inputs.get("q"))):
        if source is not None:
            ours[name] = source
    if "class_weight" in options:
        ours["class_weight"] = options["class_weight"]
    new = {
        "id": case["id"],
        "loss": LOSSES[kind],
        "arguments": arguments,
        "options": ours,
    }
    if case["id"] in REFUSED:
        return new | {"refused": REFUSED[case["id"]]}
    new |= {"value": case["exact"]["value"], "gradient": case["exact"]["grad"]}
    if kind == "double_softmax":
        del new["gradient"]
    frameworks = []
    for call, result in case["results"]["float64"].items():
        if call not in CALLS or "value" not in result:
            continue
        entry = {"call": call, "value": result["value"]}
        if not alike(result["value"], case["exact"]["value"]):
            if CALLS[call] is None:
                raise SystemExit(f"{case['id']}: {call} differs, and nothing here says why")
            entry["differs"] = CALLS[call]
        frameworks.append(entry)
    return new | ({"frameworks": frameworks} if frameworks else {})


# --- extreme cases -------------------------------------------------------------------------

TINY = 5e-324  # the smallest number above 0
LOGITS = [0.0, 1e-12, -1e-12, 1.5, -1.5, 17.0, 50.0, -50.0, 700.0, -745.0, 1e3, -1e3, 1e300, -1e300]
PROBABILITIES = [0.0, TINY, 1e-300, 1e-12, 0.25, 0.9, 1 - 1e-12, 1 - 2**-53, 1.0]
TARGETS = [0.0, 1.0, 0.3, 1e-10, 1 - 1e-10]
EPS = 1e-9
ROWS = [
    [50.0, -50.0, 0.0],
    [1e3, 0.0, -1e3],
    [1e300, -1e300, 1e300],
    [1.0, 2.0, "-Infinity"],
    [0.1, 0.0, 3.0],
    [-745.0, 0.0, -700.0],
    [1e-12, -1e-12, 0.0],
]
ROW_TARGETS = [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0], [0.375, 0.125, 0.5], [1.0 - 2**-30, 2**-30, 0.0]]
DISTRIBUTIONS = [[0.25, 0.5, 0.25], [1 - 1e-12, 1e-12, TINY], [1.0, 0.0, 0.0], [0.0, 1e-12, 1.0]]

INF = mpmath.inf


def times(weight, number):
    """Multiply with the convention 0 · inf = 0."""
    return mpmath.mpf(0) if weight == 0 else weight * number


def log(number):
    return -INF if number == 0 else mpmath.log(number)


def over(numerator, denominator):
    """Divide; something over nothing is infinite, nothing over nothing is 0."""
    if denominator == 0:
        return mpmath.mpf(0) if numerator == 0 else mpmath.sign(numerator) * INF
    return numerator / denominator


def binary(y, p, eps):
    y, p, eps = map(mpmath.mpf, (y, p, eps))
    clipped = p < eps or p > 1 - eps
    p = min(max(p, eps), 1 - eps)
    value = -times(y, log(p)) - times(1 - y, log(1 - p))
    gradient = mpmath.mpf(0) if clipped else over(1 - y, 1 - p) - over(y, p)
    return value, gradient


def on_logit(y, z, q):
    y, z, q = map(mpmath.mpf, (y, z, q))
    yes, no = 1 / (1 + mpmath.exp(-z)), 1 / (1 + mpmath.exp(z))
    return -q * y * log(yes) - (1 - y) * log(no), (1 - y) * yes - q * y * no


def softmaxed(z):
    z = [-INF if k == "-Infinity" else mpmath.mpf(k) for k in z]
    parts = [mpmath.exp(k - max(z)) for k in z]
    return [part / sum(parts) for part in parts]


def on_row(y, z):
    y, p = [mpmath.mpf(k) for k in y], softmaxed(z)
    value = -sum(times(yk, log(pk)) for yk, pk in zip(y, p, strict=True))
    return value, [sum(y) * pk - yk for yk, pk in zip(y, p, strict=True)]


def on_distribution(y, p, eps):
    value, gradient = mpmath.mpf(0), []
    for yk, pk in zip(map(mpmath.mpf, y), map(mpmath.mpf, p), strict=True):
        clipped = pk < eps or pk > 1 - mpmath.mpf(eps)
        limited = min(max(pk, mpmath.mpf(eps)), 1 - mpmath.mpf(eps))
        value -= times(yk, log(limited))
        gradient.append(mpmath.mpf(0) if clipped else -over(yk, pk))
    return value, gradient


def on_margin(y, f):
    f = mpmath.mpf(f)
    m = y * f
    return {
        "zero_one": (mpmath.mpf(m <= 0), mpmath.mpf(0)),
        "hinge": (max(0, 1 - m), -y * mpmath.mpf(m < 1)),
        "squared_hinge": (max(0, 1 - m) ** 2, -2 * y * max(0, 1 - m)),
        "perceptron": (max(0, -m), -y * mpmath.mpf(m < 0)),
        "logistic": (-log(1 / (1 + mpmath.exp(-m))), -y / (1 + mpmath.exp(m))),
        "exponential": (mpmath.exp(-m), -y * mpmath.exp(-m)),
    }


def on_residual(y, a):
    y, a = mpmath.mpf(y), mpmath.mpf(a)
    e, q, d = a - y, mpmath.mpf(0.9), mpmath.mpf(0.5)
    return {
        "quadratic_cost": ({}, e**2 / 2, e),
        "mean_squared_error": ({}, e**2, 2 * e),
        "mean_absolute_error": ({}, abs(e), mpmath.sign(e)),
        "huber": (
            {"delta": 0.5},
            e**2 / 2 if abs(e) <= d else d * (abs(e) - d / 2),
            min(max(e, -d), d),
        ),
        "pinball": (
            {"quantile": 0.9},
            max(-q * e, (1 - q) * e),
            {-1: -q, 0: mpmath.mpf(0), 1: 1 - q}[int(mpmath.sign(e))],
        ),
    }


def rounded(number):
    """Round to float64, and write infinities as the recorded cases do."""
    if isinstance(number, list):
        return [rounded(n) for n in number]
    number = float(number)
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    return number


def extreme_case(name, loss, target, prediction, results, **options):
    values, gradients = zip(*results, strict=True)
    return {
        "id": f"extreme/{name}",
        "loss": loss,
        "arguments": [target, prediction],
        "options": {"reduction": "none"} | options,
        "value": rounded(list(values)),
        "gradient": rounded(list(gradients)),
    }


def extreme_cases():
    n = len(PROBABILITIES)
    for y in TARGETS:
        for eps in (0.0, EPS):
            yield extreme_case(
                f"binary, y={y!r}, eps={eps}",
                "binary_cross_entropy",
                [y] * n,
                PROBABILITIES,
                [binary(y, p, eps) for p in PROBABILITIES],
                eps=eps,
            )
        for q in (1.0, 0.0, 7.5):
            yield extreme_case(
                f"sigmoid, y={y!r}, pos_weight={q}",
                "sigmoid_cross_entropy",
                [y] * len(LOGITS),
                LOGITS,
                [on_logit(y, z, q) for z in LOGITS],
                pos_weight=q,
            )
    for y in ROW_TARGETS:
        yield extreme_case(
            f"softmax, y={y}",
            "softmax_cross_entropy",
            [y] * len(ROWS),
            ROWS,
            [on_row(y, z) for z in ROWS],
        )
        for eps in (0.0, EPS):
            yield extreme_case(
                f"categorical, y={y}, eps={eps}",
                "categorical_cross_entropy",
                [y] * len(DISTRIBUTIONS),
                DISTRIBUTIONS,
                [on_distribution(y, p, eps) for p in DISTRIBUTIONS],
                eps=eps,
            )
    weights = [2.0, 0.5, 0.0]
    for label in range(3):
        rows = [on_row(one_hot([label], 3)[0], z) for z in ROWS]
        yield extreme_case(
            f"sparse, label={label}",
            "sparse_softmax_cross_entropy",
            [label] * len(ROWS),
            ROWS,
            rows,
        )
        w = mpmath.mpf(weights[label])
        yield extreme_case(
            f"sparse, label={label}, weighted",
            "sparse_softmax_cross_entropy",
            [label] * len(ROWS),
            ROWS,
            [(times(w, value), [w * g for g in gradient]) for value, gradient in rows],
            class_weight=weights,
        )
    for loss in on_margin(1, 0):
        for y in (1, -1):
            yield extreme_case(
                f"{loss}, y={y}",
                loss,
                [y] * len(LOGITS),
                LOGITS,
                [on_margin(y, f)[loss] for f in LOGITS],
            )
    predictions = [*LOGITS, 0.5, -0.5, 0.3, 1e200, -1e154]
    for loss, (options, _, _) in on_residual(0, 0).items():
        for y in (0.0, 0.3, -1e300):
            yield extreme_case(
                f"{loss}, y={y}",
                loss,
                [y] * len(predictions),
                predictions,
                [on_residual(y, a)[loss][1:] for a in predictions],
                **options,
            )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("vectors", type=Path, help="JSON file of the recorded cases")
    source = json.loads(parser.parse_args().vectors.read_text(encoding="utf-8"))
    mpmath.mp.dps = 420
    recorded = [new for case in source["cases"] if (new := recorded_case(case)) is not None]
    versions = {
        name: source["meta"]["versions"][name]
        for name in ("tensorflow", "keras", "torch", "sklearn", "scipy", "numpy", "mpmath")
    }
    lines = [json.dumps(case, ensure_ascii=False) for case in [*recorded, *extreme_cases()]]
    OUTPUT.write_text(
        f'{{"versions": {json.dumps(versions)},\n"cases": [\n' + ",\n".join(lines) + "\n]}\n",
        encoding="utf-8",
    )
    print(f"{OUTPUT.name}: {len(lines)} cases, {OUTPUT.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
