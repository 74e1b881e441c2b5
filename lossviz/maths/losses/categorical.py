"""Cross-entropy of several classes, in nats: of one-hot or soft targets.

Conventions: 0·ln 0 = 0, and an impossible event costs infinity. Use the loss on logits to train:
it keeps every digit where a probability has long been rounded to 0 or 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.logits import SoftmaxParts, softmax_parts
from lossviz.maths.losses.binary import as_clip_distance, clipped_logs
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.mistakes.call import Role
from lossviz.maths.sums import row_sums, times
from lossviz.maths.validation import (
    as_class_logits,
    as_distributions,
    as_floats,
    refuse_one_class,
)

_TABLE_SECTIONS = """
    Parameters
    ----------
    target : array of shape (..., K)
        What is true: probabilities that sum to 1.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each row).

    Returns
    -------
    number, or array of shape (...)
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty or contains NaN, a probability lies outside [0,
        1], a row does not sum to 1, has one class only or excludes every class, an option is out
        of range, the shapes differ or the reduction is unknown.
    """


_read_tables = pair_reader(as_floats, as_floats)


def _read_distributions(
    target: ArrayLike, prediction: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    target, prediction = _read_tables(target, prediction)
    target = as_distributions("target", target)
    prediction = as_distributions("prediction", prediction)
    refuse_one_class(prediction)
    return target, prediction


def _read_class_logits(target: ArrayLike, prediction: ArrayLike) -> tuple[Floats, Floats]:
    target, prediction = _read_tables(target, prediction)
    refuse_one_class(prediction)
    return as_distributions("target", target), as_class_logits("prediction", prediction)


def _categorical_cross_entropy_slope(target: Floats, prediction: Floats, eps: float) -> Floats:
    clipped = (prediction < eps) | (1 - prediction < eps)
    return np.where(np.logical_not(target) | clipped, 0, -target / prediction)


@loss(
    Family(_TABLE_SECTIONS, _read_distributions, (Role.ROWS, Role.DISTRIBUTIONS), per_row=True),
    slope=_categorical_cross_entropy_slope,
    eps=as_clip_distance,
)
def categorical_cross_entropy(target: Floats, prediction: Floats, *, eps: float = 0.0) -> Floats:
    r"""Cross-entropy of a one-hot or soft target and predicted probabilities.

    .. math:: C = -\sum_k y_k \ln p_k, \qquad \frac{\partial C}{\partial p_k} = -\frac{y_k}{p_k}

    Parameters
    ----------
    prediction : array of the same shape
        What was predicted: probabilities that sum to 1.
    eps : float
        Clip each probability to [eps, 1 - eps], 0 ≤ eps < 1/2, without dividing by the new sum.
        The gradient is 0 where clipped. With 0 nothing is clipped: what was called impossible
        costs ``inf`` and its gradient is -``inf``.

    References
    ----------
    Wikipedia, *Cross-entropy*, https://en.wikipedia.org/wiki/Cross-entropy

    Examples
    --------
    >>> predicted = [[0.25, 0.5, 0.25]]
    >>> print(categorical_cross_entropy([[0, 1, 0]], predicted, reduction="none").round(4))
    [0.6931]
    >>> print(categorical_cross_entropy.gradient([[0, 1, 0]], predicted))
    [[ 0. -2.  0.]]
    """
    log_p, _ = clipped_logs(prediction, eps)
    return 0 - row_sums(times(target, log_p))


def _softmax_cross_entropy_slope(target: Floats, prediction: SoftmaxParts) -> Floats:
    slope = prediction.probabilities()
    slope *= row_sums(target)[..., np.newaxis]
    slope -= target
    return prediction.settle_winner(slope)


@loss(
    Family(_TABLE_SECTIONS, _read_class_logits, (Role.ROWS, Role.CLASS_LOGITS), per_row=True),
    parts=softmax_parts,
    slope=_softmax_cross_entropy_slope,
)
def softmax_cross_entropy(target: Floats, prediction: SoftmaxParts) -> Floats:
    r"""Cross-entropy of a one-hot or soft target and the softmax of logits.

    .. math:: C = -\sum_k y_k \ln\mathrm{softmax}(z)_k, \qquad
              \frac{\partial C}{\partial z_k} = \mathrm{softmax}(z)_k \sum_j y_j - y_k

    Parameters
    ----------
    prediction : array of the same shape
        What was predicted: logits; -inf excludes a class. The classes are on the last axis:
        PyTorch's axis 1 gets there by ``numpy.moveaxis(prediction, 1, -1)``.

    References
    ----------
    Blanchard, Higham and Higham, *Accurately computing the log-sum-exp and softmax functions*,
    https://doi.org/10.1093/imanum/draa038

    Examples
    --------
    >>> print(softmax_cross_entropy([[0, 0, 1]], [[2.0, 0.5, 6.0]], reduction="none").round(4))
    [0.0222]
    >>> print(softmax_cross_entropy.gradient([[0, 0, 1]], [[2.0, 0.5, 6.0]]).round(4))
    [[ 0.0179  0.004  -0.0219]]
    """
    return 0 - row_sums(times(target, prediction.log_probabilities()))
