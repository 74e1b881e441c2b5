"""One sigmoid neuron, trained by gradient descent: the experiment of chapter 3.

The neuron computes z = w·x + b and a = σ(z). It sees one sample, so training is a walk of z
along the sigmoid, and the number of steps has a closed form (`steps_by_law`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.activations import sigmoid
from lossviz.maths.arrays import Float64s
from lossviz.maths.documentation import shares
from lossviz.maths.losses.binary import sigmoid_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.regression import mean_squared_error
from lossviz.maths.sigmoid_output import as_output_loss, cost_of_logit, slope_of_logit
from lossviz.maths.validation import (
    as_count,
    as_finite_floats,
    as_number,
    as_one_number,
    as_positive_floats,
    as_probabilities,
    as_yes_or_no,
    broadcast_together,
    refuse_where,
)


@dataclass(frozen=True)
class Trajectory:
    """What gradient descent did: arrays whose first axis counts the steps, from 0.

    Attributes
    ----------
    w, b : weight and bias
    z : logit, w·x + b
    output : a = σ(z)
    cost : value of the loss, in nats for cross-entropy
    gradient : ∂C/∂b, which equals dC/dz; ∂C/∂w is x times as large
    """

    w: Float64s
    b: Float64s
    z: Float64s
    output: Float64s
    cost: Float64s
    gradient: Float64s


def train_neuron(
    w: ArrayLike,
    b: ArrayLike,
    *,
    loss: Loss | str,
    learning_rate: ArrayLike,
    steps: int,
    x: float = 1.0,
    target: float = 0.0,
) -> Trajectory:
    r"""Train one sigmoid neuron on one sample by gradient descent.

    .. math:: w \leftarrow w - \eta\,\frac{\partial C}{\partial w}, \qquad
              b \leftarrow b - \eta\,\frac{\partial C}{\partial b}

    Parameters
    ----------
    w, b : numbers or arrays that broadcast together
        Weight and bias at the start: one neuron for each element.
    loss : loss or its name
        `quadratic_cost`, `mean_squared_error`, `binary_cross_entropy` or
        `sigmoid_cross_entropy` (the last two are the same function of z).
    learning_rate : number or array that broadcasts with ``w`` and ``b``
        Step size η > 0.
    steps : int
        Number of updates, 0 or more.
    x : float
        The one input.
    target : float
        What the neuron should answer, in [0, 1].

    Returns
    -------
    Trajectory
        Arrays of shape (steps + 1, *broadcast shape); cross-entropy in nats.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, ``steps`` is negative, ``learning_rate``
        is not positive, ``target`` lies outside [0, 1], shapes do not broadcast or the loss
        is unknown.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 3,
    http://neuralnetworksanddeeplearning.com/chap3.html

    Examples
    --------
    >>> run = train_neuron([0.6, 2.0], [0.9, 2.0], loss="quadratic_cost",
    ...                    learning_rate=0.15, steps=300)
    >>> print(run.output[0].round(2), run.output[-1].round(4))
    [0.82 0.98] [0.094  0.2028]
    """
    weight = as_finite_floats("w", w).astype(np.float64)
    bias = as_finite_floats("b", b).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    steps = as_count("steps", steps)
    x = as_number("x", x)
    target = as_one_number("target", as_yes_or_no("target", target))
    slope = slope_of_logit(loss, target)

    weight, bias, rate = broadcast_together(w=weight, b=bias, learning_rate=rate)
    # Both derivatives are multiples of dC/dz, so the sum of those so far tells where w and b are.
    gradients = np.zeros((steps + 1, *weight.shape))
    travelled = np.zeros_like(gradients)
    with np.errstate(over="ignore", invalid="ignore"):  # checked below, with a remedy
        # [()] makes a single neuron a NumPy scalar, on which the loop runs ten times faster.
        z, pace = (weight * x + bias)[()], (rate * (1 + x * x))[()]
        for step in range(steps):
            gradients[step] = gradient = slope(z)
            z = z - pace * gradient
        gradients[steps] = slope(z)
        travelled[1:] = rate * np.cumsum(gradients[:-1], axis=0)
        weights, biases = weight - x * travelled, bias - travelled
        z = weights * x + biases
    if not np.isfinite(z).all():
        raise ValueError(
            f"w·x + b leaves the range of floating-point numbers (x = {x:g}); "
            "give smaller w, b, x or learning_rate."
        )
    return Trajectory(
        w=weights,
        b=biases,
        z=z,
        output=sigmoid(z).astype(np.float64),
        cost=cost_of_logit(loss, target)(z),
        gradient=gradients,
    )


_COUNTS = """
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
    ...

    Returns
    -------
    array of the broadcast shape
        ...

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite or out of range, ``learning_rate`` is not
        positive, shapes do not broadcast or the loss is unknown.
    """


@shares(_COUNTS)
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
    max_steps : int
        Where to give up.

    Returns
    -------
    Number of steps, a whole number in float64; ``inf`` where ``max_steps`` did not do.

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


@shares(_COUNTS)
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

    Returns
    -------
    Number of steps, with fractions; 0 where the start is at the level or below it, and
    ``inf`` where the number is too large for a float.

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
