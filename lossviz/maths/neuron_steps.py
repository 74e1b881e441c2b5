"""How many steps a neuron needs: counted, and by a closed form.

As in `lossviz.maths.neuron` there is one sample, so that training is a walk of z along the sigmoid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.losses import Loss, mean_squared_error, sigmoid_cross_entropy
from lossviz.maths.sigmoid_output import as_output_loss, slope_of_logit
from lossviz.maths.validation import (
    as_count,
    as_finite_floats,
    as_one_number,
    as_positive_floats,
    as_probabilities,
    broadcast_together,
    refuse_where,
)


def steps_to_reach(
    level: float,
    z: ArrayLike,
    *,
    loss: Loss | str,
    learning_rate: ArrayLike,
    max_steps: int = 100_000,
) -> Float64s:
    r"""Count the gradient-descent steps until the output falls to a level, by taking them.

    The neuron has x = 1 and target 0, and both w and b learn, so that each step moves the
    logit by

    .. math:: z \leftarrow z - 2\,\eta\,\frac{dC}{dz}

    Parameters
    ----------
    level : float
        Output to reach, inside (0, 1).
    z : number or array
        Logits at the start.
    loss : loss or its name
        As in `train_neuron`.
    learning_rate : number or array that broadcasts with ``z``
        Step size η > 0.
    max_steps : int
        Where to give up.

    Returns
    -------
    array of the broadcast shape
        Number of steps, a whole number in float64; ``inf`` where ``max_steps`` did not do.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, ``level`` is not inside (0, 1),
        ``learning_rate`` is not positive, ``max_steps`` is negative, shapes do not broadcast
        or the loss is unknown.

    References
    ----------
    The experiment is Michael Nielsen's, *Neural Networks and Deep Learning*, chapter 3,
    http://neuralnetworksanddeeplearning.com/chap3.html

    Examples
    --------
    >>> print(steps_to_reach(0.1, [1.5, 4.0], loss="quadratic_cost", learning_rate=0.15))
    [273. 469.]
    >>> print(steps_to_reach(0.1, [1.5, 4.0], loss="sigmoid_cross_entropy", learning_rate=0.15))
    [41. 50.]
    """
    goal = _logit_of_level(level)
    start = as_finite_floats("z", z).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    max_steps = as_count("max_steps", max_steps)
    slope = slope_of_logit(loss, 0.0)

    start, rate = broadcast_together(z=start, learning_rate=rate)
    counts = np.where(start > goal, np.inf, 0).ravel()
    walking = np.flatnonzero(counts)
    here, rate = start.ravel()[walking], rate.ravel()[walking]
    for step in range(1, max_steps + 1):
        if not walking.size:
            break
        with np.errstate(over="ignore"):  # a step beyond the floats arrives too, at -inf
            here = here - rate * (2 * slope(here))
        there = here <= goal
        if there.any():  # only those still on their way are walked further
            counts[walking[there]] = step
            walking, here, rate = walking[~there], here[~there], rate[~there]
    return counts.reshape(start.shape)


def steps_by_law(
    level: float, z: ArrayLike, *, loss: Loss | str, learning_rate: ArrayLike
) -> Float64s:
    r"""The closed form of `steps_to_reach`, exact in the limit of small steps.

    Dividing dz by its speed 2η·dC/dz and integrating from the start z₀ to the goal z₁ gives

    .. math::
        N = \frac{F(z_0) - F(z_1)}{2\eta}, \qquad
        F(z) = \begin{cases}
            3z + e^z - 3e^{-z} - \tfrac12 e^{-2z} & \text{quadratic cost} \\
            z - e^{-z} & \text{cross-entropy}
        \end{cases}

    Parameters
    ----------
    level : float
        Output to reach, inside (0, 1).
    z : number or array
        Logits at the start.
    loss : loss or its name
        As in `train_neuron`; the mean squared error has no ½ and needs half the steps.
    learning_rate : number or array that broadcasts with ``z``
        Step size η > 0.

    Returns
    -------
    array of the broadcast shape
        Number of steps, with fractions; 0 where the start is at the level or below it, and
        ``inf`` where the number is too large for a float.

    Raises
    ------
    TypeError, ValueError
        As `steps_to_reach`.

    References
    ----------
    Derived in chapter 3 of this collection.

    Examples
    --------
    >>> print(steps_by_law(0.1, [1.5, 4.0], loss="quadratic_cost", learning_rate=0.15).round(1))
    [274.2 468.4]
    """
    goal = _logit_of_level(level)
    start = as_finite_floats("z", z).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    loss = as_output_loss(loss)
    start, rate = broadcast_together(z=start, learning_rate=rate)
    start = np.maximum(start, goal)
    way = start - goal
    with np.errstate(over="ignore", invalid="ignore"):  # beyond the floats: the answer is inf
        if loss is sigmoid_cross_entropy:
            travelled = way + _fall(goal, way)
        else:
            rise = _fall(-start, way)  # e^start - e^goal
            travelled = 3 * way + rise + 3 * _fall(goal, way) + _fall(2 * goal, 2 * way) / 2
            if loss is mean_squared_error:
                travelled = travelled / 2
        return travelled / 2 / rate  # 2 * rate may lie beyond the floats


def _fall(z: float | Float64s, way: Float64s) -> Float64s:
    """e^(−z) − e^(−z − way), with all digits on a short way and 0 on none."""
    return np.where(way > 0, -np.exp(-z) * np.expm1(-way), 0)


def _logit_of_level(level: float) -> float:
    level = as_one_number("level", as_probabilities("level", level))
    refuse_where(
        np.asarray(level in (0.0, 1.0)),
        "level",
        np.asarray(level),
        "is never reached by a sigmoid; give a number inside (0, 1).",
    )
    return float(np.log(level) - np.log1p(-level))
