"""How frameworks price a prediction that gave the truth almost no probability.

All of them compute -ln p, and part where p is tiny: each keeps the infinite away in its own way.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.losses.binary import binary_cross_entropy
from lossviz.maths.validation import as_choice, as_probabilities

KERAS_EPS = 1e-7
TORCH_LARGEST = 100.0
# PyTorch keeps this constant in float32, also when it computes in float64.
TORCH_SMALLEST = float(np.float32(1e-12))
_ONE_PLACE = float(np.finfo(np.float64).eps)


class Price(NamedTuple):
    """What a prediction costs and how hard it is pulled.

    Attributes
    ----------
    loss : the loss, in nats
    slope : its derivative with respect to the logit, or None where a library only measures
    """

    loss: Floats
    slope: Floats | None


def _exact(p: Floats) -> Price:
    return Price(_loss(p), p - 1)


def _keras(p: Floats) -> Price:
    clipped = (p < KERAS_EPS) | (1 - p < KERAS_EPS)
    return Price(_loss(p, eps=KERAS_EPS), np.where(clipped, 0, p - 1))


def _sklearn(p: Floats) -> Price:
    return Price(_loss(p, eps=_ONE_PLACE), None)


def _torch(p: Floats) -> Price:
    rest = p * (1 - p)
    slope = (p - 1) / np.maximum(rest, TORCH_SMALLEST) * rest
    return Price(np.minimum(_loss(p), TORCH_LARGEST), slope)


def _float32(p: Floats) -> Price:
    p, one = p.astype(np.float32), np.float32(1)  # NumPy 1 makes float64 of one number and a 1
    return Price(0 - np.log(p), -one / p * (p * (one - p)))


def _loss(p: Floats, eps: float = 0.0) -> Floats:
    return binary_cross_entropy(np.ones_like(p), p, eps=eps, reduction="none")


CONVENTIONS: dict[str, Callable[[Floats], Price]] = {
    "exact": _exact,
    "Keras 3": _keras,
    "scikit-learn": _sklearn,
    "PyTorch": _torch,
    "plain float32": _float32,
}


def price_of_truth(p: ArrayLike, convention: str = "exact") -> Price:
    r"""What a library charges for the probability that was given to the truth.

    .. math:: C = -\ln p, \qquad \frac{\partial C}{\partial z} = p - 1
              \qquad\text{for } p = \sigma(z)

    Parameters
    ----------
    p : array of any shape
        Probability of what happened, in [0, 1].
    convention : str
        "exact"; "Keras 3" clips p to [1e-7, 1 - 1e-7]; "scikit-learn" clips it at the machine
        epsilon of float64; "PyTorch" stops the logarithm at -100 and, in the gradient, p(1 - p)
        at 1e-12; "plain float32" is the formula as it stands, in float32.

    Returns
    -------
    Price
        The loss, in nats, and its slope with respect to the logit, both in the shape of ``p``.
        scikit-learn only measures, so its slope is None.

    Raises
    ------
    TypeError, ValueError
        If ``p`` is not numeric, is empty, contains NaN or lies outside [0, 1], or there is no
        such convention.

    References
    ----------
    PyTorch, *BCELoss*, https://docs.pytorch.org/docs/stable/generated/torch.nn.BCELoss.html

    Examples
    --------
    >>> for convention in CONVENTIONS:
    ...     print(f"{convention}: {price_of_truth(1e-20, convention).loss:.2f}")
    exact: 46.05
    Keras 3: 16.12
    scikit-learn: 36.04
    PyTorch: 46.05
    plain float32: 46.05
    """
    price = CONVENTIONS[as_choice("convention", convention, CONVENTIONS)]
    with np.errstate(all="ignore"):  # an infinity is an answer here, not an accident
        return price(as_probabilities("p", p))
