"""Three ways to use a gradient: plain gradient descent, with momentum, and Adam.

Each makes of the gradients a *direction*, and a step is the learning rate times that. What it must
remember from step to step is its `Memory`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.arrays import Floats
from lossviz.maths.backpropagation import moved
from lossviz.maths.network_arguments import Weights
from lossviz.maths.validation import as_choice, as_finite_floats, as_positive_floats

OPTIMISERS = ("SGD", "momentum", "Adam")
# What every framework takes if nobody says otherwise, and what people write for momentum.
MOMENTUM = 0.9
BETA_1, BETA_2 = 0.9, 0.999
EPSILON = 1e-8


class Memory(NamedTuple):
    """What an optimiser remembers: how many steps it made, and two averages for every weight.

    Attributes
    ----------
    steps : how many steps were made
    first : momentum's velocity, or Adam's running mean of the gradients; by layer
    second : Adam's running mean of their squares; by layer
    """

    steps: int
    first: Weights
    second: Weights

    def of(self, networks: NDArray[np.bool_]) -> Memory:
        """The memory of some of the networks that were trained at once."""
        first, second = (
            [part[networks] if part.ndim else part for part in parts] for parts in self[1:]
        )
        return Memory(self.steps, first, second)


def blank(layers: int) -> Memory:
    """The memory before the first step: all zeros."""
    return Memory(0, [np.zeros(())] * layers, [np.zeros(())] * layers)


def directions(optimiser: str, gradients: Weights, memory: Memory) -> tuple[Weights, Memory]:
    """What the learning rate is multiplied with, and what is remembered afterwards."""
    step, first, second = memory.steps + 1, memory.first, memory.second
    with np.errstate(all="ignore"):  # what overflows is told where the weights are moved
        if optimiser == "SGD":
            return gradients, Memory(step, first, second)
        if optimiser == "momentum":
            first = [MOMENTUM * v + g for v, g in zip(first, gradients, strict=True)]
            return first, Memory(step, first, second)
        first = [BETA_1 * m + (1 - BETA_1) * g for m, g in zip(first, gradients, strict=True)]
        second = [BETA_2 * s + (1 - BETA_2) * g**2 for s, g in zip(second, gradients, strict=True)]
        means, roots = 1 - BETA_1**step, 1 - BETA_2**step
        return [
            (m / means) / (np.sqrt(s / roots) + EPSILON) for m, s in zip(first, second, strict=True)
        ], Memory(step, first, second)


def optimiser_step(
    weights: Sequence[ArrayLike],
    gradients: Sequence[ArrayLike],
    memory: Memory | None = None,
    *,
    optimiser: str,
    learning_rate: ArrayLike,
) -> tuple[Weights, Memory]:
    r"""One step of an optimiser with given gradients.

    With the gradient g, and all operations for each weight by itself:

    .. math::
        \text{SGD:}\quad & w \leftarrow w - \eta\,g \\
        \text{momentum:}\quad & v \leftarrow 0.9\,v + g, \qquad w \leftarrow w - \eta\,v \\
        \text{Adam:}\quad & m \leftarrow 0.9\,m + 0.1\,g, \qquad
            s \leftarrow 0.999\,s + 0.001\,g^2, \\
        & w \leftarrow w - \eta\,\frac{m / (1 - 0.9^t)}{\sqrt{s / (1 - 0.999^t)} + 10^{-8}}

    Parameters
    ----------
    weights, gradients : lists with one array for each layer, as `network_gradient` returns them
        Leading axes are networks of their own.
    memory : Memory or None
        What the step before has returned; None for the first step.
    optimiser : str
        "SGD", "momentum" or "Adam".
    learning_rate : number or array of the leading shape
        Step size η > 0.

    Returns
    -------
    weights : list of arrays
        After the step; those passed in are left alone.
    memory : Memory
        For the next step.

    Raises
    ------
    TypeError, ValueError
        If there is not one gradient for each layer, an argument is not numeric or not finite, the
        optimiser is unknown, a learning rate is not positive or so large that the weights overflow.

    References
    ----------
    Diederik Kingma and Jimmy Ba, *Adam: A method for stochastic optimization*,
    https://arxiv.org/abs/1412.6980

    Examples
    --------
    Adam's first step is as long as the learning rate, whatever the size of the gradient:

    >>> weights, gradients = [np.zeros((1, 2))], [np.array([[2.0, -0.02]])]
    >>> for optimiser in ("SGD", "Adam"):
    ...     after, _ = optimiser_step(weights, gradients, optimiser=optimiser, learning_rate=0.1)
    ...     print(optimiser, after[0].round(4))
    SGD [[-0.2    0.002]]
    Adam [[-0.1  0.1]]
    """
    as_choice("optimiser", optimiser, OPTIMISERS)
    layers = [as_finite_floats(f"weights[{i}]", layer) for i, layer in enumerate(weights)]
    slopes: list[Floats] = [
        as_finite_floats(f"gradients[{i}]", layer) for i, layer in enumerate(gradients)
    ]
    if len(layers) != len(slopes) or not layers:
        raise ValueError(
            f"weights has {len(layers)} arrays and gradients {len(slopes)}; give one gradient for "
            "each layer."
        )
    rate = as_positive_floats("learning_rate", learning_rate)
    way, memory = directions(optimiser, slopes, memory or blank(len(layers)))
    return moved(layers, rate, way), memory
