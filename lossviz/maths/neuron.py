"""One sigmoid neuron, trained by gradient descent: the experiment of chapter 3.

The neuron computes z = w·x + b and a = σ(z). It sees one sample, so training is a walk of z
along the sigmoid, and the number of steps has a closed form (`steps_by_law`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.activations import sigmoid
from lossviz.maths.losses import (
    Loss,
    binary_cross_entropy,
    mean_squared_error,
    quadratic_cost,
    sigmoid_cross_entropy,
)
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_finite_floats,
    as_positive_floats,
    as_probabilities,
    as_yes_or_no,
    refuse_where,
)

_LOSSES = {
    loss.__name__: loss
    for loss in (quadratic_cost, mean_squared_error, sigmoid_cross_entropy, binary_cross_entropy)
}
# The same function, but on the logit: its gradient a − y stays exact where σ(z) rounds to 1.
_ON_LOGITS = {binary_cross_entropy: sigmoid_cross_entropy}


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

    w: NDArray[np.float64]
    b: NDArray[np.float64]
    z: NDArray[np.float64]
    output: NDArray[np.float64]
    cost: NDArray[np.float64]
    gradient: NDArray[np.float64]


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
    w = as_finite_floats("w", w).astype(np.float64)
    b = as_finite_floats("b", b).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    steps = as_count("steps", steps)
    x = _one_number("x", as_finite_floats("x", x))
    target = _one_number("target", as_yes_or_no("target", target))
    slope = _gradient_in_z(loss, target)

    w, b, rate = _broadcast(w=w, b=b, learning_rate=rate)
    # Both derivatives are multiples of dC/dz, so the sum of those so far tells where w and b are.
    gradients = np.zeros((steps + 1, *w.shape))
    travelled = np.zeros_like(gradients)
    with np.errstate(over="ignore", invalid="ignore"):  # checked below, with a remedy
        # [()] makes a single neuron a NumPy scalar, on which the loop runs ten times faster.
        z, pace = (w * x + b)[()], (rate * (1 + x * x))[()]
        for step in range(steps):
            gradients[step] = gradient = slope(z)
            z = z - pace * gradient
        gradients[steps] = slope(z)
        travelled[1:] = rate * np.cumsum(gradients[:-1], axis=0)
        weights, biases = w - x * travelled, b - travelled
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
        output=sigmoid(z),
        cost=_cost_of_z(loss, target)(z),
        gradient=gradients,
    )


def steps_to_reach(
    level: float,
    z: ArrayLike,
    *,
    loss: Loss | str,
    learning_rate: ArrayLike,
    max_steps: int = 100_000,
) -> NDArray[np.float64]:
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
    z = as_finite_floats("z", z).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    max_steps = as_count("max_steps", max_steps)
    slope = _gradient_in_z(loss, 0.0)

    z, rate = _broadcast(z=z, learning_rate=rate)
    shape, z, rate = z.shape, z.ravel(), rate.ravel()
    counts = np.full(z.shape, np.inf)
    counts[z <= goal] = 0
    walking = np.flatnonzero(z > goal)
    z, rate = z[walking], rate[walking]
    for step in range(1, max_steps + 1):
        if not walking.size:
            break
        with np.errstate(over="ignore"):  # a step beyond the floats arrives too, at -inf
            z = z - rate * (2 * slope(z))
        there = z <= goal
        if there.any():  # only those still on their way are walked further
            counts[walking[there]] = step
            walking, z, rate = walking[~there], z[~there], rate[~there]
    return counts.reshape(shape)


def steps_by_law(
    level: float, z: ArrayLike, *, loss: Loss | str, learning_rate: ArrayLike
) -> NDArray[np.float64]:
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
    z = as_finite_floats("z", z).astype(np.float64)
    rate = as_positive_floats("learning_rate", learning_rate)
    loss = _named(loss)
    z, rate = _broadcast(z=z, learning_rate=rate)
    start = np.maximum(z, goal)
    way = start - goal
    with np.errstate(over="ignore", invalid="ignore"):  # beyond the floats: the answer is inf
        if _ON_LOGITS.get(loss, loss) is sigmoid_cross_entropy:
            travelled = way + _fall(goal, way)
        else:
            rise = _fall(-start, way)  # e^start - e^goal
            travelled = 3 * way + rise + 3 * _fall(goal, way) + _fall(2 * goal, 2 * way) / 2
            if loss is mean_squared_error:
                travelled = travelled / 2
        return travelled / 2 / rate  # 2 * rate may lie beyond the floats


def _fall(z: float | NDArray[np.float64], way: NDArray[np.float64]) -> NDArray[np.float64]:
    """e^(−z) − e^(−z − way), with all digits on a short way and 0 on none."""
    return np.where(way > 0, -np.exp(-z) * np.expm1(-way), 0)


def _named(loss: Loss | str) -> Loss:
    if isinstance(loss, Loss) and loss in _LOSSES.values():
        return loss
    return _LOSSES[as_choice("loss", loss, _LOSSES)]


def _cost_of_z(loss: Loss | str, target: float) -> Callable[[NDArray], NDArray]:
    loss = _named(loss)
    loss = _ON_LOGITS.get(loss, loss)

    def cost(z: NDArray) -> NDArray:
        prediction = z if loss is sigmoid_cross_entropy else sigmoid(z)
        return loss(np.full_like(z, target), prediction, reduction="none")

    return cost


def _gradient_in_z(loss: Loss | str, target: float) -> Callable[[NDArray], NDArray]:
    """The derivative dC/dz as a formula that checks nothing: it runs in the loop over the steps.

    With d = exp(-|z|), the output is 1/(1 + d) or d/(1 + d) and its slope is d/(1 + d)².
    """
    loss = _named(loss)
    loss = _ON_LOGITS.get(loss, loss)
    factor = 2 if loss is mean_squared_error else 1

    def slope(z: NDArray) -> NDArray:
        decay = np.exp(-abs(z))
        # a - y without cancellation: the part of a that is missing or in excess, over 1 + d
        above = (1 - target) - target * decay  # for z >= 0
        below = (1 - target) * decay - target
        if isinstance(z, np.ndarray):
            error = np.where(z >= 0, above, below) / (1 + decay)
        else:
            error = (above if z >= 0 else below) / (1 + decay)
        if loss is sigmoid_cross_entropy:
            return error
        return factor * error * decay / (1 + decay) ** 2

    return slope


def _logit_of_level(level: float) -> float:
    level = _one_number("level", as_probabilities("level", level))
    refuse_where(
        np.asarray(level in (0.0, 1.0)),
        "level",
        np.asarray(level),
        "is never reached by a sigmoid; give a number inside (0, 1).",
    )
    return float(np.log(level) - np.log1p(-level))


def _one_number(name: str, array: NDArray) -> float:
    if array.ndim:
        raise ValueError(f"{name} has shape {array.shape}; give one number.")
    return float(array)


def _broadcast(**arrays: NDArray) -> list[NDArray]:
    try:
        return [np.array(a) for a in np.broadcast_arrays(*arrays.values())]
    except ValueError:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ValueError(
            f"shapes do not broadcast: {shapes}; give numbers or arrays that do."
        ) from None
