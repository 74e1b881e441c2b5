"""One sigmoid neuron, trained by gradient descent: the experiment of chapter 3.

The neuron computes z = w·x + b and a = σ(z). It sees one sample, so training is a walk of z
along the sigmoid; `lossviz.maths.neuron_steps` counts its steps.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.activations import sigmoid
from lossviz.maths.arrays import Float64s
from lossviz.maths.losses import Loss
from lossviz.maths.sigmoid_output import cost_of_logit, slope_of_logit
from lossviz.maths.validation import (
    as_count,
    as_finite_floats,
    as_number,
    as_one_number,
    as_positive_floats,
    as_yes_or_no,
    broadcast_together,
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
