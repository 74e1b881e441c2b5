"""The best constant and the best straight line under each regression loss, exactly."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import frexp
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.documentation import shares
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.regression import huber, mean_absolute_error, mean_squared_error, pinball
from lossviz.maths.validation import as_choice, as_number, as_row, require_same_shape

_LOSSES = (mean_squared_error, mean_absolute_error, huber, pinball)
_NAMES = tuple(loss.__name__ for loss in _LOSSES)
_ROUNDING = 1e-12
_DAMPING = 1e-9
_SMALLEST_DELTA, _LARGEST_DELTA = 1e-9, 1e6  # of the largest value
_MOST_STEPS = 100


class Line(NamedTuple):
    """A straight line: its prediction is slope · x + intercept."""

    slope: float
    intercept: float


_SECTIONS = """
    Parameters
    ----------
    ...
    loss : loss or its name
        `mean_squared_error`, `mean_absolute_error`, `huber` or `pinball`.
    delta : float
        Where the Huber loss turns linear, δ > 0; no other loss looks at it.
    quantile : float
        The quantile of the pinball loss, inside (0, 1); no other loss looks at it.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite or out of range, ``target`` is not a row of
        numbers, the loss is not one of the four, or ``delta`` is below a billionth of the
        largest target.
        ...
    """


@shares(_SECTIONS)
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

    Returns
    -------
    float
        The best constant, in the unit of the data.

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
        y, delta, unit = _in_units(y, delta)
        return unit * _huber_step(y, np.ones_like(y), delta)
    # At the quantile, a share q of the values is below: their pull and that of the rest balance.
    below = quantile * len(y)
    whole = round(below)
    if abs(below - whole) > _ROUNDING * len(y):
        return float(y[int(below)])
    return float((y[whole - 1] + y[whole]) / 2) if whole else float(y[0])


@shares(_SECTIONS)
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
    so that all candidates are tried. Huber's line is found by Newton's method, with the best length
    for each step.

    Parameters
    ----------
    x : array of shape (N,)
        One number for each point, not all equal.
    target : array of shape (N,)
        What is true at each of them.

    Returns
    -------
    Line
        Slope and intercept of a best line.

    Raises
    ------
    Also if the shapes differ or all x are equal.

    References
    ----------
    Koenker and Bassett, *Regression Quantiles*, https://doi.org/10.2307/1913643. Chen and Pınar,
    *On Newton's method for Huber's robust M-estimation problems in linear regression*, BIT 38,
    https://9lib.net/document/yd7x5xm6-newton-method-huber-robust-estimation-problems-linear-regression.html

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
        y, delta, unit = _in_units(y, delta)
        slope, level = unit * _huber_line(u, y, delta)
    else:
        slope, level = _quantile_line(u, y, quantile)
    return Line(float(slope / width), float(level - slope / width * centre))


def _in_units(y: Float64s, delta: float) -> tuple[Float64s, float, float]:
    """Values and delta in a unit of about the largest value, and that unit."""
    largest = float(np.abs(y).max()) or delta
    if delta < _SMALLEST_DELTA * largest:
        raise ValueError(
            f"delta is {delta:g}, but target reaches {largest:g}: a float has too few digits for "
            "both; take mean_absolute_error."
        )
    unit = 2.0 ** (frexp(largest)[1] - 1)  # a power of 2, which divides without rounding
    # Above all residuals, delta makes no difference; so large a number would overflow.
    return y / unit, min(delta, _LARGEST_DELTA * unit) / unit, unit


def _huber_step(gap: Float64s, way: Float64s, delta: float) -> float:
    """The t for which Σ huber(gap − t · way) is least; the middle, if a whole interval is."""
    moving = np.abs(way) > _ROUNDING * np.abs(way).max()
    gap, way = gap[moving], way[moving]
    # The slope over t is piecewise linear and climbs; it bends where a gap becomes ±δ.
    middle, reach = gap / way, delta / np.abs(way)
    bends = np.sort(np.concatenate([middle - reach, middle + reach]))

    def slope(t: float) -> float:
        return -float(way @ np.clip(gap - t * way, -delta, delta))

    tiny = _ROUNDING * delta * float(np.abs(way).sum())
    ends = []
    for k in (bisect_left(bends, -tiny, key=slope), bisect_right(bends, tiny, key=slope)):
        before, after = slope(bends[k - 1]), slope(bends[k])
        ends.append(bends[k] - (bends[k] - bends[k - 1]) * after / (after - before))
    return float(sum(ends) / 2)


def _quantile_line(u: Float64s, y: Float64s, quantile: float) -> tuple[float, float]:
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


def _huber_line(u: Float64s, y: Float64s, delta: float) -> Float64s:
    columns = np.stack([u, np.ones_like(u)])
    theta = np.array([(u @ y) / len(u), y.mean()])
    still = 8 * len(u) * np.finfo(float).eps
    for _ in range(_MOST_STEPS):
        gap = y - theta @ columns
        pull = columns @ np.clip(gap, -delta, delta)
        if np.abs(pull).max() <= still:
            break
        # Newton's method. Where too few points are near to hold a line, the little that is added
        # sends it along the way on which they stay as near as they are.
        near = columns[:, np.abs(gap) <= delta]
        move = np.linalg.solve(near @ near.T + _DAMPING * len(u) * np.eye(2), pull)
        theta = theta + _huber_step(gap, move @ columns, delta) * move
    return theta


def _read_loss(loss: Loss | str, delta: float, quantile: float) -> tuple[str, float, float]:
    name = as_choice("loss", loss.__name__ if isinstance(loss, Loss) else loss, _NAMES)
    delta = as_number("delta", delta, above=0)
    quantile = as_number("quantile", quantile, above=0, below=1)
    return name, delta, 0.5 if name == "mean_absolute_error" else quantile
