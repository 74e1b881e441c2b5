"""Penalties on weights, which are added to a loss to keep a model small."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.losses.loss import Family, loss
from lossviz.maths.validation import as_finite_floats, as_number


def _read_weights(weights: ArrayLike, **options: object) -> tuple[Floats]:
    return (as_finite_floats("weights", weights),)


_PENALTY = Family(
    reads=_read_weights,
    expects=None,
    reduction="sum",
    sections="""
    Parameters
    ----------
    weights : array of any shape
        Finite weights.
    strength : float
        Factor λ ≥ 0.
    reduction : str
        "sum", "mean" or "none" (one value for each weight).

    Returns
    -------
    number, or array of the shape of ``weights``
        The penalty.

    Raises
    ------
    TypeError, ValueError
        If ``weights`` is not numeric, is empty or is not finite, ``strength`` is negative, or
        the reduction is unknown.
    """,
)


@loss(
    _PENALTY,
    slope=lambda weights, strength: strength * np.sign(weights),
    strength=partial(as_number, least=0),
)
def l1(weights: Floats, *, strength: float = 1.0) -> Floats:
    r"""L1 penalty: pulls every weight to 0 with the same force, so that some arrive.

    .. math:: C = \lambda \sum_i |w_i|, \qquad
              \frac{\partial C}{\partial w_i} = \lambda\,\mathrm{sign}(w_i)

    The kink at 0 has the subgradient 0.

    References
    ----------
    Tibshirani, *Regression Shrinkage and Selection via the Lasso*,
    https://doi.org/10.1111/j.2517-6161.1996.tb02080.x

    Examples
    --------
    >>> print(l1([-2.0, 0.5, 0.0], strength=2.0))
    5.0
    >>> print(l1.gradient([-2.0, 0.5, 0.0], strength=2.0))
    [-2.  2.  0.]
    """
    return strength * np.abs(weights)


@loss(
    _PENALTY,
    slope=lambda weights, strength: 2 * strength * weights,
    strength=partial(as_number, least=0),
)
def l2(weights: Floats, *, strength: float = 1.0) -> Floats:
    r"""L2 penalty: pulls every weight to 0 in proportion to its size.

    .. math:: C = \lambda \sum_i w_i^2, \qquad
              \frac{\partial C}{\partial w_i} = 2 \lambda w_i

    There is no ½, as in Keras; PyTorch's ``weight_decay`` and TensorFlow's ``l2_loss`` have it.

    References
    ----------
    Hoerl and Kennard, *Ridge Regression*, https://doi.org/10.1080/00401706.1970.10488634

    Examples
    --------
    >>> print(l2([-2.0, 0.5, 0.0], strength=2.0))
    8.5
    >>> print(l2.gradient([-2.0, 0.5, 0.0], strength=2.0))
    [-8.  2.  0.]
    """
    return (strength * weights) * weights  # in this order, which does not overflow early
