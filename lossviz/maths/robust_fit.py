"""The best constant and the best straight line under each regression loss, exactly."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.losses import Loss, huber, mean_absolute_error, mean_squared_error, pinball
from lossviz.maths.validation import as_choice, as_number, as_row, require_same_shape

Floats = NDArray[np.float64]

_LOSSES = (mean_squared_error, mean_absolute_error, huber, pinball)
_NAMES = tuple(loss.__name__ for loss in _LOSSES)
_ROUNDING = 1e-12
_MOST_STEPS = 1000


class Line(NamedTuple):
    """A straight line: its prediction is slope · x + intercept."""

    slope: float
    intercept: float


def fit_constant(
    target: ArrayLike, *, loss: Loss | str, delta: float = 1.0, quantile: float = 0.5
) -> float:
    r"""The number with the least mean loss: mean, median, quantile, or between mean and median.

    .. math:: \min_c\; \frac1N \sum_i C(y_i, c)

    Where a whole interval of numbers is best, as for the median of an even number of values, the
    answer is its middle.

    Parameters
    ----------
    target : array of shape (N,)
        The values that one number shall stand for.
    loss : loss or its name
        `mean_squared_error`, `mean_absolute_error`, `huber` or `pinball`.
    delta : float
        Where the Huber loss turns linear, δ > 0; no other loss looks at it.
    quantile : float
        The quantile of the pinball loss, inside (0, 1); no other loss looks at it.

    Returns
    -------
    float
        The best constant, in the unit of the data.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite or out of range, ``target`` is not a row of
        numbers, or the loss is not one of the four.

    References
    ----------
    Huber, *Robust Estimation of a Location Parameter*, https://doi.org/10.1214/aoms/1177703732

    Examples
    --------
    >>> for loss in ("mean_squared_error", "mean_absolute_error", "huber"):
    ...     print(loss, fit_constant([1, 2, 3, 4, 100], loss=loss, delta=10))
    mean_squared_error 22.0
    mean_absolute_error 3.0
    huber 5.0
    """
    y = np.sort(as_row("target", target))
    name, delta, quantile = _read_loss(loss, delta, quantile)
    if name == "mean_squared_error":
        return float(y.mean())
    if name == "huber":
        return _huber_constant(y, delta)
    # At the quantile, a share q of the values is below: their pull and that of the rest balance.
    below = quantile * len(y)
    whole = round(below)
    if abs(below - whole) > _ROUNDING * len(y):
        return float(y[int(below)])
    return float((y[whole - 1] + y[whole]) / 2) if whole else float(y[0])


def fit_line(
    x: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss | str,
    delta: float = 1.0,
    quantile: float = 0.5,
) -> Line:
    r"""The straight line with the least mean loss of its vertical residuals.

    .. math:: \min_{w, b}\; \frac1N \sum_i C(y_i,\, w x_i + b)

    Squared error has a formula. A best line of absolute error (and pinball loss) passes through
    one of the points, and among the lines through one point the best slope is a weighted median,
    so that all candidates are tried. Huber's line is found by reweighting and Newton's method.

    Parameters
    ----------
    x : array of shape (N,)
        One number for each point, not all equal.
    target : array of shape (N,)
        What is true at each of them.
    loss : loss or its name
        `mean_squared_error`, `mean_absolute_error`, `huber` or `pinball`.
    delta : float
        Where the Huber loss turns linear, δ > 0; no other loss looks at it.
    quantile : float
        The quantile of the pinball loss, inside (0, 1); no other loss looks at it.

    Returns
    -------
    Line
        Slope and intercept of a best line.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite or out of range, the shapes differ or are no
        rows, all x are equal, or the loss is not one of the four.

    References
    ----------
    Koenker and Bassett, *Regression Quantiles*, https://doi.org/10.2307/1913643

    Examples
    --------
    >>> x, y = [0, 1, 2, 3, 4], [0, 1, 2, 3, 14]
    >>> for loss in ("mean_squared_error", "mean_absolute_error"):
    ...     line = fit_line(x, y, loss=loss)
    ...     print(f"{loss}: slope {line.slope:.2f}, intercept {line.intercept + 0:.2f}")
    mean_squared_error: slope 3.00, intercept -2.00
    mean_absolute_error: slope 1.00, intercept 0.00
    """
    x, y = as_row("x", x), as_row("target", target)
    require_same_shape(target=y, x=x)
    if (x == x[0]).all():
        raise ValueError("x holds the same number for every point; a slope needs two at least.")
    name, delta, quantile = _read_loss(loss, delta, quantile)
    # No fit depends on the origin and scale of x, but rounding errors do.
    centre, width = x.mean(), x.std()
    u = (x - centre) / width
    if name == "mean_squared_error":
        slope, level = (u @ y) / len(u), y.mean()
    elif name == "huber":
        slope, level = _huber_line(u, y, delta)
    else:
        slope, level = _quantile_line(u, y, quantile)
    return Line(float(slope / width), float(level - slope / width * centre))


def _huber_constant(y: Floats, delta: float) -> float:
    # The slope of the summed loss is piecewise linear in c and bends at y ± δ: it starts at −Nδ,
    # and between two bends it climbs by the number of values that are nearer than δ.
    bends = np.concatenate([y - delta, y + delta])
    turns = np.repeat([1, -1], len(y))
    order = np.argsort(bends, kind="stable")
    bends, near = bends[order], np.cumsum(turns[order])
    slopes = -len(y) * delta + np.concatenate([[0], np.cumsum(near[:-1] * np.diff(bends))])
    slopes[np.abs(slopes) < _ROUNDING * len(y) * delta] = 0
    ends = []
    for k in (np.flatnonzero(slopes >= 0)[0], np.flatnonzero(slopes <= 0)[-1] + 1):
        climb = slopes[k] - slopes[k - 1]
        ends.append(bends[k] - slopes[k] * (bends[k] - bends[k - 1]) / climb)
    return float(sum(ends) / 2)


def _quantile_line(u: Floats, y: Floats, quantile: float) -> tuple[float, float]:
    reach = u - u[:, np.newaxis]  # row i: all points as seen from point i
    with np.errstate(divide="ignore", invalid="ignore"):
        slopes = np.where(reach == 0, 0, (y - y[:, np.newaxis]) / reach)
    # Turning the line about point i, each other point changes sides at its own slope, and the
    # loss then bends by the horizontal distance. The best slope is where the bends balance.
    order = np.argsort(slopes, axis=1)
    bends = np.cumsum(np.take_along_axis(np.abs(reach), order, axis=1), axis=1)
    share = np.where(reach > 0, quantile, 1 - quantile)
    balance = (share * np.abs(reach)).sum(axis=1)
    first = (bends >= balance[:, np.newaxis] * (1 - _ROUNDING)).argmax(axis=1)
    rows = np.arange(len(u))
    slope = slopes[rows, order[rows, first]]
    level = y - slope * u
    gap = y - slope[:, np.newaxis] * u - level[:, np.newaxis]
    cost = np.maximum(quantile * gap, (quantile - 1) * gap).sum(axis=1)
    # Equally good lines differ in their last digit: the first of them counts.
    best = int((cost <= cost.min() * (1 + _ROUNDING) + _ROUNDING * np.abs(y).max()).argmax())
    return slope[best], level[best]


def _huber_line(u: Floats, y: Floats, delta: float) -> tuple[float, float]:
    columns = np.stack([u, np.ones_like(u)])
    theta = np.array([(u @ y) / len(u), y.mean()])

    def cost(theta: Floats) -> float:
        gap = np.abs(y - theta @ columns)
        small = np.minimum(gap, delta)
        return float((small * (gap - small / 2)).sum())

    here = cost(theta)
    for _ in range(_MOST_STEPS):
        gap = y - theta @ columns
        size = np.abs(gap)
        pull = columns @ np.clip(gap, -delta, delta)
        # Reweighting always goes down; Newton's step lands on the best line once it is known
        # which points are near. Try both and keep the better one.
        weights = np.minimum(1, delta / np.maximum(size, delta))
        tried = [theta + _solve((columns * weights) @ columns.T, pull)]
        near = columns[:, size <= delta]
        if near.shape[1] > 1 and np.ptp(near[0]) > _ROUNDING:
            tried.append(theta + _solve(near @ near.T, pull))
        costs = [cost(candidate) for candidate in tried]
        best = int(np.argmin(costs))
        if costs[best] >= here:
            break
        theta, here = tried[best], costs[best]
    return theta[0], theta[1]


def _solve(matrix: Floats, right: Floats) -> Floats:
    """Solve two equations; `numpy.linalg.solve` takes longer to look at them than this takes."""
    (a, b), (_, d) = matrix
    p, q = right
    return np.array([d * p - b * q, a * q - b * p]) / (a * d - b * b)


def _read_loss(loss: Loss | str, delta: float, quantile: float) -> tuple[str, float, float]:
    name = as_choice("loss", loss.__name__ if isinstance(loss, Loss) else loss, _NAMES)
    delta = as_number("delta", delta, above=0)
    quantile = as_number("quantile", quantile, above=0, below=1)
    return name, delta, 0.5 if name == "mean_absolute_error" else quantile
