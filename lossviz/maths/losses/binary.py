"""Cross-entropy of a yes or no, in nats: on probabilities, or on the logits behind them.

Conventions: 0·ln 0 = 0, and an impossible event costs infinity. Use the loss on logits to train:
it keeps every digit where a probability has long been rounded to 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.logits import SigmoidParts, sigmoid_parts
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.mistakes.call import Role
from lossviz.maths.sums import times
from lossviz.maths.validation import (
    as_floats,
    as_number,
    as_probabilities,
    as_weights,
    as_yes_or_no,
)

_SECTIONS = """
    Parameters
    ----------
    target : array of any shape
        What is true: probabilities in [0, 1].
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each element).

    Returns
    -------
    number, or array of the shape of ``prediction``
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty or contains NaN, a probability lies outside [0,
        1], an option is out of range, the shapes differ or the reduction is unknown.
    """


# --- on probabilities ----------------------------------------------------------------------


def clipped_logs(p: Floats, eps: float) -> tuple[Floats, Floats]:
    """Return ln p and ln(1 - p) for p clipped to [eps, 1 - eps], also where 1 - eps rounds to 1."""
    least, most = float(np.log(eps)), float(np.log1p(-eps))  # floats leave float32 as it is
    return np.clip(np.log(p), least, most), np.clip(np.log1p(-p), least, most)


as_clip_distance = partial(as_number, least=0, below=0.5)


def _binary_cross_entropy_slope(target: Floats, prediction: Floats, eps: float) -> Floats:
    # The general form loses digits, or is 0/0, where the target is certain.
    slope = np.where(
        target,
        np.where(
            1 - target,
            (prediction - target) / (prediction * (1 - prediction)),
            -1 / prediction,
        ),
        1 / (1 - prediction),
    )
    return np.where((prediction < eps) | (1 - prediction < eps), 0, slope)


@loss(
    Family(
        _SECTIONS, pair_reader(as_yes_or_no, as_probabilities), (Role.YES_OR_NO, Role.PROBABILITIES)
    ),
    slope=_binary_cross_entropy_slope,
    eps=as_clip_distance,
)
def binary_cross_entropy(target: Floats, prediction: Floats, *, eps: float = 0.0) -> Floats:
    r"""Cross-entropy of a yes/no target and a predicted probability.

    .. math:: C = -y \ln a - (1 - y) \ln(1 - a), \qquad
              \frac{\partial C}{\partial a} = \frac{a - y}{a (1 - a)}

    Parameters
    ----------
    prediction : array of the same shape
        What was predicted: probabilities of yes, in [0, 1].
    eps : float
        Clip the prediction to [eps, 1 - eps], 0 ≤ eps < 1/2. The gradient is 0 where clipped.
        With 0 nothing is clipped: a wrong certainty costs ``inf`` and its gradient is ∓``inf``.

    References
    ----------
    Wikipedia, *Cross-entropy*, https://en.wikipedia.org/wiki/Cross-entropy

    Examples
    --------
    >>> print(binary_cross_entropy([1, 0], [0.8, 0.1], reduction="none").round(4))
    [0.2231 0.1054]
    >>> print(binary_cross_entropy([1, 0], [0.0, 0.0], reduction="none"))
    [inf  0.]
    >>> print(binary_cross_entropy([1, 0], [0.0, 0.0], eps=1e-7, reduction="none").round(4))
    [16.1181  0.    ]
    >>> print(binary_cross_entropy.gradient([1, 0], [0.0, 0.0], reduction="none"))
    [-inf   1.]
    """
    log_yes, log_no = clipped_logs(prediction, eps)
    return 0 - times(target, log_yes) - times(1 - target, log_no)


# --- on logits -----------------------------------------------------------------------------


def _pos_weight(name: str, value: ArrayLike | None) -> Floats | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        raise TypeError(
            f"{name} is a dictionary; give one number, the weight of yes beside a weight of 1 "
            "for no."
        )
    weight = as_weights(name, value)
    return weight.reshape(()) if weight.size == 1 else weight  # [3.0], as in PyTorch, is 3.0


_read_pair = pair_reader(as_yes_or_no, as_floats)


def _read_logits(
    target: ArrayLike, prediction: ArrayLike, pos_weight: Floats | None
) -> tuple[Floats, Floats]:
    target, prediction = _read_pair(target, prediction)
    if pos_weight is not None and pos_weight.ndim:
        _require_columns(pos_weight, prediction)
    return target, prediction


def _require_columns(pos_weight: Floats, prediction: Floats) -> None:
    """Refuse what is not one weight for each column: never one for each sample."""
    if prediction.ndim > 1 and pos_weight.shape == prediction.shape[-1:]:
        return
    remedy = "give one number, or one for each column."
    if prediction.ndim < 2:
        remedy = "there is but one output, so give one number, the weight of yes."
    if pos_weight.shape == prediction.shape[:1]:
        remedy += (
            " Weights of samples are for `numpy.mean(numpy.multiply(pos_weight, "
            "sigmoid_cross_entropy(target, prediction, reduction='none')))`."
        )
    raise ValueError(
        f"pos_weight has shape {pos_weight.shape} but prediction has shape {prediction.shape}; "
        f"{remedy}"
    )


def _weighted(target: Floats, pos_weight: ArrayLike | None) -> Floats:
    return target if pos_weight is None else np.asarray(pos_weight, target.dtype) * target


def _sigmoid_cross_entropy_slope(
    target: Floats, prediction: SigmoidParts, pos_weight: Floats | None
) -> Floats:
    yes, no = prediction.probabilities()
    return (1 - target) * yes - _weighted(target, pos_weight) * no


@loss(
    Family(_SECTIONS, _read_logits, (Role.YES_OR_NO, Role.LOGITS)),
    parts=sigmoid_parts,
    slope=_sigmoid_cross_entropy_slope,
    pos_weight=_pos_weight,
)
def sigmoid_cross_entropy(
    target: Floats, prediction: SigmoidParts, *, pos_weight: ArrayLike | None = None
) -> Floats:
    r"""Binary cross-entropy of σ(z), computed from the logit z.

    .. math:: C = -q\,y \ln\sigma(z) - (1 - y) \ln\sigma(-z), \qquad
              \frac{\partial C}{\partial z} = (1 - y)\,\sigma(z) - q\,y\,\sigma(-z)

    Without the weight q the slope is σ(z) − y.

    Parameters
    ----------
    prediction : array of the same shape
        What was predicted: logits; infinities are allowed.
    pos_weight : number or array of shape (K,), optional
        Weight q ≥ 0 of the answer yes, one for all or one for each of several columns. One
        number in a list, as PyTorch wants it, is that number. The mean is still divided by the
        number of elements.

    References
    ----------
    TensorFlow, *tf.nn.weighted_cross_entropy_with_logits*,
    https://www.tensorflow.org/api_docs/python/tf/nn/weighted_cross_entropy_with_logits

    Examples
    --------
    >>> print(sigmoid_cross_entropy([0, 0, 1], [1.5, 4.0, 1000.0], reduction="none").round(4))
    [1.7014 4.0181 0.    ]
    >>> print(sigmoid_cross_entropy.gradient([0, 0], [1.5, 4.0], reduction="none").round(4))
    [0.8176 0.982 ]
    """
    log_yes, log_no = prediction.log_probabilities()
    return 0 - times(_weighted(target, pos_weight), log_yes) - times(1 - target, log_no)
