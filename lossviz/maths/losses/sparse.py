"""Cross-entropy of several classes, in nats, of integer labels.

The same losses as those of one-hot targets; on logits or on log-probabilities.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats, Labels
from lossviz.maths.logits import SoftmaxParts, softmax_parts
from lossviz.maths.losses._base import Family, loss
from lossviz.maths.mistakes.call import Role
from lossviz.maths.validation import (
    as_class_logits,
    as_log_probabilities,
    as_real_array,
    as_weights,
    labels_in,
    refuse_one_class,
)

_SECTIONS = """
    Parameters
    ----------
    target : integer array of shape (...)
        The true classes, 0 … K - 1.
    prediction : array of shape (..., K)
        ...
        The classes are on the last axis: PyTorch's axis 1 gets there by
        ``numpy.moveaxis(prediction, 1, -1)``.
    class_weight : array of shape (K,), optional
        Weight w ≥ 0 of each class. The mean is then divided by the sum of the weights of the
        labels in target.
    reduction : str
        "mean", "sum" or "none" (one value for each row).

    Returns
    -------
    number, or array of shape (...)
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty or contains NaN, a label is no integer or out of
        range, ``prediction`` is not what is said above, a weight is negative or all weights of
        the labels are 0, there is one class only, the shapes do not fit or the reduction is
        unknown.
    """


def _class_weight(name: str, value: ArrayLike | None) -> Floats | None:
    if isinstance(value, str) and value == "balanced":
        raise TypeError(
            f"{name} is {value!r}; count the labels yourself: `counts = numpy.bincount(target, "
            "minlength=numpy.shape(prediction)[-1]); "
            f"{name} = numpy.size(target) / (len(counts) * counts)`."
        )
    return None if value is None else as_weights(name, value)


def _weight_of_label(
    target: Labels, prediction: Floats, class_weight: Floats | None
) -> Floats | None:
    return None if class_weight is None else class_weight[target].astype(prediction.dtype)


def _read_labels(target: ArrayLike, prediction: Floats, class_weight: Floats | None) -> Labels:
    refuse_one_class(prediction)
    classes = prediction.shape[-1]
    array = as_real_array("target", target)
    if array.shape != prediction.shape[:-1]:
        raise ValueError(
            f"target has shape {array.shape} but prediction has shape {prediction.shape}; "
            f"give one label for each row, in the shape {prediction.shape[:-1]}."
        )
    labels = labels_in("target", array, classes)
    if class_weight is not None and class_weight.shape != (classes,):
        raise ValueError(
            f"class_weight has shape {class_weight.shape} but prediction has {classes} classes; "
            f"give one weight for each class, in the shape ({classes},)."
        )
    return labels


def _read_labels_and_logits(
    target: ArrayLike, prediction: ArrayLike, class_weight: Floats | None
) -> tuple[Labels, Floats]:
    logits = as_class_logits("prediction", prediction)
    return _read_labels(target, logits, class_weight), logits


def _read_labels_and_logs(
    target: ArrayLike, prediction: ArrayLike, class_weight: Floats | None
) -> tuple[Labels, Floats]:
    logs = as_log_probabilities("prediction", prediction)
    if not logs.ndim:
        raise ValueError(f"prediction = {logs} is one number; give those of all classes.")
    return _read_labels(target, logs, class_weight), logs


def _at_label(rows: Floats, target: Labels) -> Floats:
    picked: Floats = np.take_along_axis(rows, target[..., np.newaxis], axis=-1)
    return picked.squeeze(axis=-1)


def _sparse_softmax_cross_entropy_slope(
    target: Labels, prediction: SoftmaxParts, **options: object
) -> Floats:
    slope = prediction.probabilities()
    label = target[..., np.newaxis]
    np.put_along_axis(slope, label, np.take_along_axis(slope, label, axis=-1) - 1, axis=-1)
    return prediction.settle_winner(slope)


@loss(
    Family(
        _SECTIONS,
        _read_labels_and_logits,
        (Role.LABELS, Role.CLASS_LOGITS),
        per_row=True,
        weight=_weight_of_label,
    ),
    parts=softmax_parts,
    slope=_sparse_softmax_cross_entropy_slope,
    class_weight=_class_weight,
)
def sparse_softmax_cross_entropy(
    target: Labels, prediction: SoftmaxParts, *, class_weight: ArrayLike | None = None
) -> Floats:
    r"""Cross-entropy of an integer label and the softmax of logits.

    .. math:: C = -w_t \ln\mathrm{softmax}(z)_t, \qquad
              \frac{\partial C}{\partial z_k} = w_t\,(\mathrm{softmax}(z)_k - [k = t])

    Parameters
    ----------
    What was predicted: logits; -inf excludes a class.

    References
    ----------
    PyTorch, *torch.nn.CrossEntropyLoss*,
    https://docs.pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html

    Examples
    --------
    >>> logits = [[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]]
    >>> print(sparse_softmax_cross_entropy([2, 1], logits, reduction="none").round(4))
    [0.0222 3.0997]
    >>> print(sparse_softmax_cross_entropy([2, 1], logits, class_weight=[1, 2, 5]).round(4))
    0.9014
    >>> print(sparse_softmax_cross_entropy.gradient([2, 1], logits, reduction="none").round(4))
    [[ 0.0179  0.004  -0.0219]
     [ 0.0498 -0.9549  0.9051]]
    """
    return 0 - _at_label(prediction.log_probabilities(), target)


def _nll_slope(target: Labels, prediction: Floats, **options: object) -> Floats:
    slope = np.zeros_like(prediction)
    np.put_along_axis(slope, target[..., np.newaxis], -1, axis=-1)
    return slope


@loss(
    Family(
        _SECTIONS,
        _read_labels_and_logs,
        (Role.LABELS, Role.CLASS_LOGS),
        per_row=True,
        weight=_weight_of_label,
    ),
    slope=_nll_slope,
    class_weight=_class_weight,
)
def nll(target: Labels, prediction: Floats, *, class_weight: ArrayLike | None = None) -> Floats:
    r"""Negative log-likelihood of an integer label: picks a log-probability, takes no logarithm.

    .. math:: C = -w_t\,\ell_t, \qquad \frac{\partial C}{\partial \ell_k} = -w_t\,[k = t]

    Parameters
    ----------
    What was predicted: log-probabilities, at most 0; that a row sums to 1 is not checked.

    References
    ----------
    PyTorch, *torch.nn.NLLLoss*,
    https://docs.pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html

    Examples
    --------
    >>> print(nll([0, 1], [[-0.5, -1.0], [-2.0, -0.25]], reduction="none"))
    [0.5  0.25]
    >>> print(nll.gradient([0, 1], [[-0.5, -1.0], [-2.0, -0.25]]))
    [[-0.5  0. ]
     [ 0.  -0.5]]
    """
    return 0 - _at_label(prediction, target)
