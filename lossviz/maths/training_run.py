"""A training run that goes on in pieces, and lets you change its mind between two steps."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from lossviz.maths.activations import sigmoid
from lossviz.maths.arrays import Floats
from lossviz.maths.backpropagation import ACTIVATIONS, moved
from lossviz.maths.losses.binary import sigmoid_cross_entropy
from lossviz.maths.losses.loss import Loss
from lossviz.maths.losses.regression import quadratic_cost
from lossviz.maths.network import network_forward, network_gradient
from lossviz.maths.network_arguments import HIDDEN, Weights
from lossviz.maths.optimisers import OPTIMISERS, blank, directions
from lossviz.maths.toy_data import ToyData
from lossviz.maths.validation import as_choice, as_count, as_positive_floats

# What each loss reads: the probability or the logit.
_LOSSES: dict[str, tuple[Loss, str]] = {
    "quadratic cost": (quadratic_cost, "sigmoid"),
    "cross-entropy": (sigmoid_cross_entropy, "identity"),
}
STARTS = ("ordinary", "sure of class 1", "hidden saturated")
_SURE = 10.0
_HUGE = 20.0
# All of the first steps are kept, later ones ever more seldom: a step is kept if it is about 5 %
# later than the one before it.
_DENSER = 1.05
# Weights beyond this are lost, and their costs would soon be no numbers.
_RUNAWAY = 1e100


class Made(NamedTuple):
    """What a step was made with."""

    loss: str
    optimiser: str
    learning_rate: float


class Measured(NamedTuple):
    """What a network is worth at one step, by both losses whichever of them trains it.

    Attributes
    ----------
    step : how many steps it was trained
    loss : name of the loss that trains now
    quadratic_cost : mean of (a − y)²/2
    cross_entropy : mean, in nats
    right : how many samples lie on their side of one half
    hidden_slopes : for each hidden unit the mean of its slope over the samples, as a share of the
        largest that its activation has: 1/4 for a sigmoid, 1 for tanh and ReLU
    output_slope : the same for the output unit, always a sigmoid
    made : loss, optimiser and learning rate of the last step, or None at the start
    """

    step: int
    loss: str
    quadratic_cost: float
    cross_entropy: float
    right: int
    hidden_slopes: Floats
    output_slope: float
    made: Made | None = None


# Of a hidden unit.
_LARGEST_SLOPES = {"sigmoid": 1 / 4, "tanh": 1.0, "relu": 1.0}


def starting_weights(kind: str, *, hidden: int = 8, seed: int = 0) -> Weights:
    """Random weights of a network with two inputs, one hidden layer and one output.

    Parameters
    ----------
    kind : str
        "ordinary": input weights and biases from N(0, 2²), output weights from N(0, 1/hidden).
        "sure of class 1": the same, and the output's bias is 10, so that every sample gets a
        probability of nearly 1. "hidden saturated": the ordinary weights and biases of the hidden
        units times 20, so that they are nearly switches.
    hidden : int
        How many hidden units, 1 or more.
    seed : int
        Another seed gives other weights, the same seed the same.

    Returns
    -------
    list of two arrays
        Of shapes (3, hidden) and (hidden + 1, 1), the biases in the last rows.

    Raises
    ------
    TypeError, ValueError
        If the kind is unknown, or hidden or seed is no such number.

    Examples
    --------
    >>> first, second = starting_weights("sure of class 1", hidden=4)
    >>> print(first.shape, second.shape, second[-1])
    (3, 4) (5, 1) [10.]
    """
    as_choice("start", kind, STARTS)
    hidden = as_count("hidden", hidden)
    if hidden == 0:
        raise ValueError("hidden is 0; give one unit at least.")
    random = np.random.default_rng(as_count("seed", seed))
    first = 2.0 * random.standard_normal((3, hidden))
    second = random.standard_normal((hidden + 1, 1)) / np.sqrt(hidden)
    second[-1] = _SURE if kind == "sure of class 1" else 0.0
    if kind == "hidden saturated":
        first *= _HUGE
    return [first, second]


class TrainingRun:
    """Training on all samples at each step, stopped and resumed at will.

    Loss, optimiser, learning rate and samples are arguments of each piece, so that they may change
    between two steps; another optimiser begins with a blank memory. The history holds the start and
    steps that are about evenly spaced in the logarithm: it hardly grows, however long the run.

    Parameters
    ----------
    weights : the weights at the start, as `starting_weights` makes them
    data : the samples
    loss : "quadratic cost" or "cross-entropy"
    hidden : the activation of the hidden units, "sigmoid", "tanh" or "relu"

    Attributes
    ----------
    step : how many steps were made
    weights : the weights now
    history : what was measured at the start and at some steps since
    now : what the network is worth at this step

    Examples
    --------
    >>> from lossviz.maths.toy_data import toy_data
    >>> data = toy_data("xor")
    >>> run = TrainingRun(starting_weights("ordinary"), data, "quadratic cost")
    >>> run.advance(100, data, loss="quadratic cost", learning_rate=4.0)
    >>> print(run.step, f"{run.now.quadratic_cost:.4f}", run.now.right)
    100 0.0297 79
    """

    def __init__(
        self, weights: Weights, data: ToyData, loss: str, *, hidden: str = "sigmoid"
    ) -> None:
        """Measure the start."""
        self.step = 0
        self.weights = weights
        self._hidden = as_choice("hidden", hidden, HIDDEN)
        self._optimiser, self._memory = "SGD", blank(len(weights))
        self._made: Made | None = None
        self.now = self.measure(data, loss)
        self.history = [self.now]

    def advance(
        self,
        steps: int,
        data: ToyData,
        *,
        loss: str,
        learning_rate: float,
        optimiser: str = "SGD",
    ) -> None:
        """Make some steps.

        Raises FloatingPointError if the weights run away; the run is then where the last good
        step has left it. Raises TypeError or ValueError for arguments that mean nothing.
        """
        function, output = _LOSSES[as_choice("loss", loss, _LOSSES)]
        target = data.target[:, np.newaxis]
        rate = as_positive_floats("learning_rate", learning_rate)
        if as_choice("optimiser", optimiser, OPTIMISERS) != self._optimiser:
            self._optimiser, self._memory = optimiser, blank(len(self.weights))
        for _ in range(as_count("steps", steps)):
            with np.errstate(all="ignore"):
                _, gradients = network_gradient(
                    self.weights,
                    data.points,
                    target,
                    loss=function,
                    output=output,
                    hidden=self._hidden,
                )
                way, memory = directions(optimiser, gradients, self._memory)
                weights = moved(self.weights, rate, way)
            # A comparison that also a NaN fails.
            if not all(np.abs(layer).max() < _RUNAWAY for layer in weights):
                self.now = self.measure(data, loss)
                raise FloatingPointError(
                    f"step {self.step + 1} would throw the weights beyond {_RUNAWAY:g}; "
                    f"the learning rate {learning_rate:g} is too large."
                )
            self.weights, self.step = weights, self.step + 1
            self._memory, self._made = memory, Made(loss, optimiser, learning_rate)
            if self.step >= self.history[-1].step * _DENSER:
                self.history.append(self.measure(data, loss))
        self.now = self.measure(data, loss)

    def measure(self, data: ToyData, loss: str) -> Measured:
        """Both costs, and how much slope the sigmoids have left, at this step."""
        *_, activations, logits = network_forward(self.weights, data.points, hidden=self._hidden)
        logits = logits[:, 0]
        output = sigmoid(logits)
        _, slope_of = ACTIVATIONS[self._hidden]
        slopes = slope_of(activations) / _LARGEST_SLOPES[self._hidden]
        return Measured(
            step=self.step,
            loss=as_choice("loss", loss, _LOSSES),
            quadratic_cost=float(quadratic_cost(data.target, output)),
            cross_entropy=float(sigmoid_cross_entropy(data.target, logits)),
            right=int(((logits > 0) == (data.target > 0.5)).sum()),
            hidden_slopes=slopes.mean(axis=0),
            output_slope=4 * float((output * (1 - output)).mean()),
            made=self._made,
        )
