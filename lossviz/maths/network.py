"""A small network of fully connected layers, trained by gradient descent on any loss.

The weights are a list with one array for each layer, of shape (..., inputs, outputs). An array
with one row more than the layer has inputs holds the biases in its last row: a bias is the weight
of an input that is always 1. Leading axes are networks of their own, for example one for each
random start or learning rate, and all of them are trained at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.backpropagation import cost_and_gradients, forward, moved
from lossviz.maths.losses.loss import Loss
from lossviz.maths.network_arguments import HIDDEN, Weights, read_goal, read_target, read_weights
from lossviz.maths.validation import as_choice, as_positive_floats


def network_forward(
    weights: Sequence[ArrayLike], inputs: ArrayLike, *, hidden: str = "sigmoid"
) -> list[Floats]:
    r"""Send samples through the network, layer by layer.

    .. math:: a_0 = x, \qquad a_l = \sigma(a_{l-1} W_l), \qquad z = a_{L-1} W_L

    Parameters
    ----------
    weights : list of arrays of shape (..., inputs of the layer, outputs of the layer)
        With one row more, the last row holds the biases.
    inputs : array of shape (..., N, D)
        One row for each sample.
    hidden : str
        "sigmoid", "tanh" or "relu": what each layer but the last does with its sums.

    Returns
    -------
    list of arrays of shape (..., N, outputs of the layer)
        The inputs, the outputs of every hidden layer, and at last the logits.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, a layer does not fit the one before it, or
        ``hidden`` is unknown.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 2,
    http://neuralnetworksanddeeplearning.com/chap2.html

    Examples
    --------
    >>> first, second = [[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]
    >>> *_, logits = network_forward([first, second], [[0.0, 1.0], [1.0, 1.0]])
    >>> print(logits.round(4).ravel())
    [4.0792 3.6553]
    """
    layers, inputs = read_weights(weights, inputs)
    return forward(layers, inputs, as_choice("hidden", hidden, HIDDEN))


def network_gradient(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    output: str = "identity",
    hidden: str = "sigmoid",
    reduction: str = "mean",
) -> tuple[Floats, Weights]:
    r"""The cost of a network and, by backpropagation, its gradient for every weight.

    With δ, the derivative of the cost for the sums of a layer,

    .. math:: \frac{\partial C}{\partial W_l} = a_{l-1}^\top \delta_l, \qquad
              \delta_{l-1} = (\delta_l W_l^\top) \odot \sigma'(z_{l-1})

    Parameters
    ----------
    weights, inputs, hidden : as in `network_forward`
    target : array of shape (..., N, K), or (..., N) for integer labels
        What is true, as ``loss`` takes it.
    loss : loss
        Any loss of `lossviz`, on the logits or on what ``output`` makes of them.
    output : str
        "identity" (the loss takes the logits), "sigmoid" or "softmax" (it takes probabilities).
    reduction : str
        "mean" or "sum" over the samples. The outputs of one sample are always summed.

    Returns
    -------
    cost : array of the leading shape
        One number for each network.
    gradients : list of arrays
        In the shapes of ``weights``, with the leading axes of all arguments.

    Raises
    ------
    TypeError, ValueError
        As `network_forward`, and if ``loss`` refuses its arguments or ``output`` or
        ``reduction`` is unknown.

    References
    ----------
    Michael Nielsen, *Neural Networks and Deep Learning*, chapter 2,
    http://neuralnetworksanddeeplearning.com/chap2.html

    Examples
    --------
    >>> from lossviz import sigmoid_cross_entropy
    >>> first, second = [[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]
    >>> cost, gradients = network_gradient([first, second], [[0.0, 1.0], [1.0, 1.0]], [[0], [1]],
    ...                                    loss=sigmoid_cross_entropy)
    >>> print(cost.round(4), gradients[1].round(4).ravel())
    2.0608 [0.123  0.4592]
    """
    layers, inputs = read_weights(weights, inputs)
    goal = read_goal(loss, output, hidden, reduction)
    target = read_target(target, layers, inputs, goal)
    return cost_and_gradients(layers, forward(layers, inputs, hidden), target, goal)


def network_step(
    weights: Sequence[ArrayLike],
    inputs: ArrayLike,
    target: ArrayLike,
    *,
    loss: Loss,
    learning_rate: ArrayLike,
    output: str = "identity",
    hidden: str = "sigmoid",
    reduction: str = "mean",
) -> tuple[Floats, Weights]:
    r"""One step of gradient descent: the cost before it, and the weights after it.

    .. math:: W_l \leftarrow W_l - \eta\,\frac{\partial C}{\partial W_l}

    Parameters
    ----------
    weights, inputs, target, loss, output, hidden, reduction : as in `network_gradient`
    learning_rate : number or array of the leading shape
        Step size η > 0, one for all networks or one for each.

    Returns
    -------
    cost : array of the leading shape
        What each network cost before the step.
    weights : list of arrays
        The weights after the step; those passed in are left alone.

    Raises
    ------
    TypeError, ValueError
        As `network_gradient`, and if a learning rate is not positive.

    References
    ----------
    Wikipedia, *Gradient descent*, https://en.wikipedia.org/wiki/Gradient_descent

    Examples
    --------
    >>> from lossviz import mean_squared_error
    >>> weights = [[[2.0, -2.0], [-1.0, 3.0]], [[1.0], [4.0]]]
    >>> for _ in range(3):
    ...     cost, weights = network_step(weights, [[0.0, 1.0], [1.0, 1.0]], [[0], [1]],
    ...         loss=mean_squared_error, output="sigmoid", learning_rate=1.0, reduction="sum")
    ...     print(cost.round(4))
    0.9676
    0.9666
    0.9655
    """
    rate = as_positive_floats("learning_rate", learning_rate)
    cost, gradients = network_gradient(
        weights, inputs, target, loss=loss, output=output, hidden=hidden, reduction=reduction
    )
    return cost, moved(weights, rate, gradients)
