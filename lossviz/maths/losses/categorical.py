"""Cross-entropy of several classes, in nats: of one-hot or soft targets, or of integer labels.

Conventions: 0·ln 0 = 0, and an impossible event costs infinity. Use the loss on logits to train:
it keeps every digit where a probability has long been rounded to 0 or 1.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats, Labels
from lossviz.maths.logits import SoftmaxParts, softmax_parts
from lossviz.maths.losses.binary import as_clip_distance, clipped_logs
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.mistakes.call import Role
from lossviz.maths.sums import row_sums, times
from lossviz.maths.validation import (
    as_class_logits,
    as_distributions,
    as_floats,
    as_log_probabilities,
    as_real_array,
    as_weights,
    labels_in,
    refuse_one_class,
)

# --- one-hot or soft targets ---------------------------------------------------------------

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


# --- integer labels ------------------------------------------------------------------------

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


def _labels_beside(
    as_prediction: Callable[[str, ArrayLike], Floats],
) -> Callable[[ArrayLike, ArrayLike, Floats | None], tuple[Labels, Floats]]:
    """Read one label for each row of a prediction, which has its own check."""

    def reads(
        target: ArrayLike, prediction: ArrayLike, class_weight: Floats | None
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
        labels = labels_in("target", array, classes)
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
        _LABEL_SECTIONS,
        _labels_beside(as_log_probabilities),
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
