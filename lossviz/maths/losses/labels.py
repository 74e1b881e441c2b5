"""Cross-entropy of integer labels, in nats: on logits, or on log-probabilities.

A label can mark what is to be ignored, such as the padding of a batch of sentences.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Anything, Floats, Labels, Truths
from lossviz.maths.logits import SoftmaxParts, softmax_parts
from lossviz.maths.losses.loss import Family, loss
from lossviz.maths.mistakes.call import Role
from lossviz.maths.validation import (
    as_class_logits,
    as_log_probabilities,
    as_real_array,
    as_weights,
    labels_in,
    refuse_one_class,
)

_LABEL_SECTIONS = """
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
    ignore_index : int, optional
        A label that marks places to ignore, such as padding; usually -100. They cost 0, have no
        slope and do not count in the mean.
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
        the labels are 0, every label of a mean is ignored, there is one class only, the shapes do
        not fit or the reduction is unknown.
    """

# What stands for an ignored label once it is read: as an index it is the last class, of weight 0.
_IGNORED = -1


def _ignore_index(name: str, value: int | None) -> int | None:
    if value is None:
        return None
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
        raise TypeError(f"{name} is {value!r:.60} ({type(value).__name__}); give a whole number.")
    return int(value)


def _class_weight(name: str, value: ArrayLike | None) -> Floats | None:
    if isinstance(value, str) and value == "balanced":
        raise TypeError(
            f"{name} is {value!r}; count the labels yourself: `counts = numpy.bincount(target, "
            "minlength=numpy.shape(prediction)[-1]); "
            f"{name} = numpy.size(target) / (len(counts) * counts)`."
        )
    return None if value is None else as_weights(name, value)


def _weight_of_label(
    target: Labels, prediction: Floats, class_weight: Floats | None, ignore_index: int | None
) -> Floats | None:
    weight = None if class_weight is None else class_weight[target].astype(prediction.dtype)
    if ignore_index is None:
        return weight
    counts = target != _IGNORED
    return counts.astype(prediction.dtype) if weight is None else np.where(counts, weight, 0)


def _without_ignored(array: Anything, ignore_index: int | None) -> tuple[Anything, Truths]:
    """Labels with a 0 for each that is ignored, and where that is."""
    ignored = np.zeros(array.shape, bool)
    if ignore_index is not None and array.dtype.kind in "iu":
        bounds = np.iinfo(array.dtype)
        if bounds.min <= ignore_index <= bounds.max:
            ignored = np.asarray(array == ignore_index)
            array = np.where(ignored, np.zeros_like(array), array)
    return array, ignored


def _labels_beside(
    as_prediction: Callable[[str, ArrayLike], Floats],
) -> Callable[[ArrayLike, ArrayLike, Floats | None, int | None], tuple[Labels, Floats]]:
    """Read one label for each row of a prediction, which has its own check."""

    def reads(
        target: ArrayLike,
        prediction: ArrayLike,
        class_weight: Floats | None,
        ignore_index: int | None,
    ) -> tuple[Labels, Floats]:
        rows = as_prediction("prediction", prediction)
        if not rows.ndim:
            raise ValueError(f"prediction = {rows} is one number; give those of all classes.")
        refuse_one_class(rows)
        classes = rows.shape[-1]
        array = as_real_array("target", target)
        if array.shape != rows.shape[:-1]:
            raise ValueError(
                f"target has shape {array.shape} but prediction has shape {rows.shape}; "
                f"give one label for each row, in the shape {rows.shape[:-1]}."
            )
        array, ignored = _without_ignored(array, ignore_index)
        labels = labels_in("target", array, classes)
        labels[ignored] = _IGNORED
        if class_weight is not None and class_weight.shape != (classes,):
            raise ValueError(
                f"class_weight has shape {class_weight.shape} but prediction has {classes} "
                f"classes; give one weight for each class, in the shape ({classes},)."
            )
        return labels, rows

    return reads


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
        _LABEL_SECTIONS,
        _labels_beside(as_class_logits),
        (Role.LABELS, Role.CLASS_LOGITS),
        per_row=True,
        weight=_weight_of_label,
    ),
    parts=softmax_parts,
    slope=_sparse_softmax_cross_entropy_slope,
    class_weight=_class_weight,
    ignore_index=_ignore_index,
)
def sparse_softmax_cross_entropy(
    target: Labels,
    prediction: SoftmaxParts,
    *,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
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
    >>> print(sparse_softmax_cross_entropy([2, -100], logits, ignore_index=-100).round(4))
    0.0222
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
        _LABEL_SECTIONS,
        _labels_beside(as_log_probabilities),
        (Role.LABELS, Role.CLASS_LOGS),
        per_row=True,
        weight=_weight_of_label,
    ),
    slope=_nll_slope,
    class_weight=_class_weight,
    ignore_index=_ignore_index,
)
def nll(
    target: Labels,
    prediction: Floats,
    *,
    class_weight: ArrayLike | None = None,
    ignore_index: int | None = None,
) -> Floats:
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
