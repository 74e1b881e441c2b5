"""The runs that decide what the last article of document 001 says: the classics of learning."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.chapters.chA2_what_the_documents_say.claims import row
from lossviz.maths import (
    exponential,
    fit_line,
    fit_logistic,
    fit_polynomial,
    hinge,
    l2,
    logistic,
    mean_squared_error,
    sigmoid,
    sigmoid_cross_entropy,
    zero_one,
)
from lossviz.maths.arrays import Float64s


def _wave(seed: int, count: int) -> tuple[Float64s, Float64s]:
    random = np.random.default_rng(seed)
    x = np.sort(random.uniform(-1, 1, count))
    return x, np.sin(3 * x) + 0.3 * random.normal(size=count)


def wild_polynomial() -> Mapping[str, object]:
    """Polynomials of degree 3 and 11 through 14 noisy points of a wave, and 1000 new ones."""
    (x, y), (new_x, new_y) = _wave(0, 14), _wave(1, 1000)
    numbers: dict[str, object] = {}
    for degree in (3, 11):
        weights = fit_polynomial(x, y, degree=degree)
        for name, place, value in (("train", x, y), ("test", new_x, new_y)):
            numbers[f"{name}_{degree}"] = mean_squared_error(
                value, np.polyval(weights[::-1], place)
            )
    return numbers


def density() -> Mapping[str, object]:
    """Minus the logarithm of a Gaussian's density at its centre."""
    return {"density": np.log(0.1 * np.sqrt(2 * np.pi))}


def half() -> Mapping[str, object]:
    """Σ w², and half of it."""
    full = l2([0.5, -1.0, 0.25], strength=1.0)
    return {"full": full, "half": full / 2}


def maximum() -> Mapping[str, object]:
    """The slope of the log-likelihood at the fit, for weight and bias."""
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0, 1, 0, 1])
    fit = fit_logistic(x, y)
    miss = sigmoid(fit.weight * x + fit.bias) - y
    return {"digits": min(8, int(-np.log10(max(abs(miss @ x), abs(miss.sum()), 1e-12))))}


def signs() -> Mapping[str, object]:
    """The formula with y = 1 and y = 0; and as it stands, in float32, at a margin of −100."""
    f, far = 2.0, np.float32(-100)
    with np.errstate(over="ignore"):
        plain = np.log(1 + np.exp(-far))
    return {"sum": sigmoid(1 * f) + sigmoid(0 * f), "plain": plain, "ours": logistic(1.0, far)}


def same_shape() -> Mapping[str, object]:
    """Σ (h − y) x, and the slopes of both losses for the weight (squared error without its 2)."""
    x, y, w = np.array([1.0, -2.0, 3.0]), np.array([0.0, 0.0, 1.0]), 0.4
    line = mean_squared_error.gradient(y, w * x, reduction="sum") @ x / 2
    neuron = sigmoid_cross_entropy.gradient(y, w * x, reduction="sum") @ x
    gaps = (w * x - y) @ x - line, (sigmoid(w * x) - y) @ x - neuron
    return {"gap": round(float(np.abs(gaps).max()), 12)}


def bend() -> Mapping[str, object]:
    """The curvature of (a − y)²/2 over z at a = 0.9, y = 0: a²(1 − a)(2 − 3a)."""
    a = 0.9
    return {"bend": a**2 * (1 - a) * (2 - 3 * a)}


def only_the_noise() -> Mapping[str, object]:
    """Least squares and Gaussian likelihood on x that are exponential; and the fitted slope."""
    x = np.random.default_rng(2).exponential(size=2000)
    y = 2 * x + 1 + np.random.default_rng(3).normal(size=2000)
    best = fit_line(x, y, loss="mean_squared_error")

    def squares(slope: float) -> float:
        return float(np.sum((y - slope * x - best.intercept) ** 2))

    def minus_log_likelihood(slope: float) -> float:
        density = np.exp(-((y - slope * x - best.intercept) ** 2) / 2) / np.sqrt(2 * np.pi)
        return float(-np.log(density).sum())

    other = best.slope + 0.1
    gap = minus_log_likelihood(other) - minus_log_likelihood(best.slope)
    gap -= (squares(other) - squares(best.slope)) / 2
    return {"gap": round(abs(gap), 8), "slope": best.slope}


def three_lines() -> Mapping[str, object]:
    """Slopes of the lines with least vertical squares, least distances, least absolute errors."""
    x = np.arange(1.0, 9.0)
    y = np.array([1.5, 3.5, 2.5, 4.0, 5.5, 4.5, 7.5, 9.0])
    spread_x, spread_y = np.var(x), np.var(y)
    joint = np.mean((x - x.mean()) * (y - y.mean()))
    lead = spread_y - spread_x
    return {
        "vertical": fit_line(x, y, loss="mean_squared_error").slope,
        "nearest": (lead + np.sqrt(lead**2 + 4 * joint**2)) / (2 * joint),
        "absolute": fit_line(x, y, loss="mean_absolute_error").slope,
    }


def representation() -> Mapping[str, object]:
    """The length of (3, 4), turned by 30 degrees, and with its first axis doubled."""
    vector, turn = np.array([3.0, 4.0]), np.deg2rad(30)
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    lengths = [np.linalg.norm(v) for v in (vector, rotation @ vector, vector * [2, 1])]
    return {"before": lengths[0], "rotated": lengths[1], "stretched": lengths[2]}


def alpha() -> Mapping[str, object]:
    """The best weight of a rule that errs in 11 of 100 samples: searched, and by the formula."""
    error = 0.11
    tried = np.linspace(1.04, 1.05, 100_001)
    cost = error * np.exp(tried) + (1 - error) * np.exp(-tried)
    return {"alpha": tried[cost.argmin()], "formula": np.log((1 - error) / error) / 2}


def svm() -> Mapping[str, object]:
    """Half the squared weights plus C times the slacks, and hinge loss plus L2, times C."""
    x = np.array([[1.0, 2.0], [-1.0, 0.5], [0.5, -1.0]])
    y, w, b, c = np.array([1.0, 1.0, -1.0]), np.array([0.7, 0.4]), -0.2, 0.5
    scores = x @ w + b
    slack = np.maximum(0, 1 - y * scores)
    textbook = w @ w / 2 + c * slack.sum()
    ours = hinge(y, scores, reduction="sum") + l2(w, strength=1 / (2 * c))
    return {"textbook": textbook, "ours": c * ours}


def hinge_is_zero() -> Mapping[str, object]:
    """Hinge loss of target 1 and score −1."""
    return {"wrong": hinge(1.0, -1.0)}


def losses_over_margin() -> Mapping[str, object]:
    """All curves of the lost picture at margins −1, 0 and 1."""
    y, margin = np.ones(3), np.array([-1.0, 0.0, 1.0])
    losses = (zero_one, hinge, logistic, exponential)
    rows = {loss.__name__: row(loss(y, margin, reduction="none")) for loss in losses}
    return rows | {"squared": row((1 - margin) ** 2)}


def ridge() -> Mapping[str, object]:
    """The largest weight of degree 11 without a penalty and with L2, and how many are left."""
    x, y = _wave(0, 14)
    free = fit_polynomial(x, y, degree=11)[1:]
    tamed = fit_polynomial(x, y, degree=11, penalty="l2", strength=0.01)[1:]
    return {
        "before": np.abs(free).max(),
        "after": np.abs(tamed).max(),
        "left": (tamed != 0).sum(),
    }
