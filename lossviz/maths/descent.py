"""Gradient descent on a sigmoid model with a few weights, fast enough to follow a slider."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.losses.binary import sigmoid_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.regression import quadratic_cost
from lossviz.maths.validation import (
    as_count,
    as_finite_floats,
    as_positive_floats,
    as_yes_or_no,
)


def train_sigmoid_model(
    features: ArrayLike,
    target: ArrayLike,
    start: ArrayLike,
    *,
    losses: Sequence[Loss],
    learning_rates: ArrayLike,
    steps: int,
) -> Float64s:
    r"""Train a sigmoid model by gradient descent, with several losses side by side.

    The model is a = σ(θ · features), the cost is the mean over the samples, and every row of
    ``start`` is a run of its own:

    .. math:: \theta \leftarrow \theta - \frac{\eta}{N} \sum_i \frac{dC_i}{dz_i}\, x_i

    Parameters
    ----------
    features : array of shape (N, D)
        One row for each sample; give a column of ones for a bias.
    target : array of shape (N,)
        What the model should answer, in [0, 1].
    start : array of shape (R, D)
        Weights at the start of each run.
    losses : sequence of length R
        For each run `quadratic_cost` or `sigmoid_cross_entropy`.
    learning_rates : array of shape (R,)
        For each run its step size η > 0.
    steps : int
        Number of updates, 0 or more.

    Returns
    -------
    array of shape (steps + 1, R, D)
        The weights after each step.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, shapes do not fit, ``steps`` is negative, a
        rate is not positive or a loss is neither of the two.

    References
    ----------
    Wikipedia, *Gradient descent*, https://en.wikipedia.org/wiki/Gradient_descent

    Examples
    --------
    >>> path = train_sigmoid_model([[1.0], [2.0]], [0, 1], [[0.0], [0.0]], steps=100,
    ...     losses=[quadratic_cost, sigmoid_cross_entropy], learning_rates=[1.0, 1.0])
    >>> print(path[-1].round(3).ravel())
    [0.365 0.42 ]
    """
    features = as_finite_floats("features", features).astype(np.float64)
    target = as_yes_or_no("target", target).astype(np.float64)
    start = as_finite_floats("start", start).astype(np.float64)
    rates = as_positive_floats("learning_rates", learning_rates).astype(np.float64)
    steps = as_count("steps", steps)
    if not isinstance(losses, (list, tuple)):
        raise TypeError(f"losses is {losses!r}; give a list of losses, one for each run.")
    if features.ndim != 2 or target.shape != features.shape[:1]:
        raise ValueError(
            f"features has shape {features.shape} and target {target.shape}; "
            "give features of shape (N, D) and a target of shape (N,)."
        )
    if start.shape != (len(losses), features.shape[1]) or rates.shape != (len(losses),):
        raise ValueError(
            f"start has shape {start.shape} and learning_rates {rates.shape}; with {len(losses)} "
            f"losses and {features.shape[1]} features give {(len(losses), features.shape[1])} "
            f"and {(len(losses),)}."
        )
    for loss in losses:
        if not isinstance(loss, Loss) or loss not in (quadratic_cost, sigmoid_cross_entropy):
            raise ValueError(
                f"losses holds {loss!r}; this model takes quadratic_cost and sigmoid_cross_entropy."
            )

    # dC/dz is a − y for cross-entropy; the quadratic cost has the factor σ′ = a(1 − a) ≤ 1/4, which
    # a maximum with 0 keeps and a maximum with 1 replaces.
    least_factor = np.array([[float(loss is sigmoid_cross_entropy)] for loss in losses])
    negative = -features.T  # the minus of e^-z, once and not in every step
    scaled = rates[:, np.newaxis] / len(target)
    path = np.empty((steps + 1, *start.shape))
    path[0] = start
    output = np.empty((len(losses), len(target)))
    slope, factor = np.empty_like(output), np.empty_like(output)
    with np.errstate(over="ignore"):  # e^-z of a sure no: σ is 0 then
        # Everything in place: a new array for each result would take a tenth of the time.
        for here, after in itertools.pairwise(path):
            np.exp(here.dot(negative), out=output)
            output += 1
            np.reciprocal(output, out=output)
            np.subtract(output, target, out=slope)
            np.multiply(output, output, out=factor)
            np.subtract(output, factor, out=factor)
            np.maximum(factor, least_factor, out=factor)
            slope *= factor
            np.subtract(here, scaled * slope.dot(features), out=after)
    return path
