"""Losses of predicted classes, all in nats: on probabilities, log-probabilities or logits.

Conventions: 0·ln 0 = 0, and an impossible event costs infinity. Use the losses on logits to
train: they keep every digit where a probability has long been rounded to 0 or 1.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from lossviz.maths.activations import SoftmaxParts, softmax_parts
from lossviz.maths.losses._base import Floats, loss
from lossviz.maths.mistakes.call import Role
from lossviz.maths.sums import row_sums
from lossviz.maths.validation import (
    as_class_logits,
    as_distributions,
    as_floats,
    as_log_probabilities,
    as_number,
    as_probabilities,
    as_real_array,
    as_weights,
    as_yes_or_no,
    labels_in,
    require_same_shape,
)

# --- checks of options ---------------------------------------------------------------------


def _clip_distance(name: str, value: float) -> float:
    return as_number(name, value, least=0, below=0.5)


def _class_weight(name: str, value: ArrayLike | None) -> NDArray[np.floating] | None:
    if isinstance(value, str) and value == "balanced":
        raise TypeError(
            f"{name} is {value!r}; count the labels yourself: `counts = numpy.bincount(target, "
            "minlength=numpy.shape(prediction)[-1]); "
            f"{name} = numpy.size(target) / (len(counts) * counts)`."
        )
    return None if value is None else as_weights(name, value)


def _pos_weight(name: str, value: ArrayLike | None) -> NDArray[np.floating] | None:
    if value is None:
        return None
    if isinstance(value, Mapping):
        raise TypeError(
            f"{name} is a dictionary; give one number, the weight of yes beside a weight of 1 "
            "for no."
        )
    weight = as_weights(name, value)
    return weight.reshape(()) if weight.size == 1 else weight  # [3.0], as in PyTorch, is 3.0


# --- binary cross-entropy on probabilities -------------------------------------------------


def _read_probabilities(
    target: ArrayLike, prediction: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    prediction = as_probabilities("prediction", prediction)
    target = as_yes_or_no("target", target, integers=prediction.dtype)
    require_same_shape(target=target, prediction=prediction)
    return target, prediction


def _clipped_logs(p: Floats, eps: float) -> tuple[Floats, Floats]:
    """Return ln p and ln(1 - p) for p clipped to [eps, 1 - eps], also where 1 - eps rounds to 1."""
    least, most = float(np.log(eps)), float(np.log1p(-eps))  # floats leave float32 as it is
    return np.clip(np.log(p), least, most), np.clip(np.log1p(-p), least, most)


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
    reads=_read_probabilities,
    expects=(Role.YES_OR_NO, Role.PROBABILITIES),
    slope=_binary_cross_entropy_slope,
    eps=_clip_distance,
)
def binary_cross_entropy(target: Floats, prediction: Floats, *, eps: float = 0.0) -> Floats:
    r"""Cross-entropy of a yes/no target and a predicted probability.

    .. math:: C = -y \ln a - (1 - y) \ln(1 - a), \qquad
              \frac{\partial C}{\partial a} = \frac{a - y}{a (1 - a)}

    Parameters
    ----------
    target : array of any shape
        What is true: probabilities in [0, 1].
    prediction : array of the same shape
        What was predicted: probabilities of yes, in [0, 1].
    eps : float
        Clip the prediction to [eps, 1 - eps], 0 ≤ eps < 1/2. The gradient is 0 where clipped.
        With 0 nothing is clipped: a wrong certainty costs ``inf`` and its gradient is ∓``inf``.
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
    log_yes, log_no = _clipped_logs(prediction, eps)
    yes = np.where(target, target * log_yes, 0)
    no = np.where(1 - target, (1 - target) * log_no, 0)
    return 0 - yes - no


# --- binary cross-entropy on logits --------------------------------------------------------


def _read_logits(
    target: ArrayLike, prediction: ArrayLike, pos_weight: Floats | None
) -> tuple[Floats, Floats]:
    prediction = as_floats("prediction", prediction)
    target = as_yes_or_no("target", target, integers=prediction.dtype)
    require_same_shape(target=target, prediction=prediction)
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


def _weighted_sides(
    target: Floats, prediction: Floats, pos_weight: Floats | None
) -> tuple[Floats, Floats]:
    """Weigh the answers that the sign of the logit contradicts, and those that it supports.

    Every term of the loss is then positive, so that nothing cancels.
    """
    yes = target if pos_weight is None else pos_weight.astype(prediction.dtype) * target
    no = 1 - target
    negative = np.signbit(prediction)
    return np.where(negative, yes, no), np.where(negative, no, yes)


def _sigmoid_value(wrong: Floats, right: Floats, size: Floats, decay: Floats) -> Floats:
    excess = wrong * size
    if np.isinf(size.max()):
        excess = np.where(wrong, excess, 0)  # not 0·inf
    return excess + (wrong + right) * np.log1p(decay)


def _sigmoid_slope(wrong: Floats, right: Floats, prediction: Floats, decay: Floats) -> Floats:
    slope = (wrong - right * decay) / (1 + decay)
    return np.where(np.signbit(prediction), -slope, slope)


def _sigmoid_cross_entropy_slope(
    target: Floats, prediction: Floats, pos_weight: Floats | None
) -> Floats:
    wrong, right = _weighted_sides(target, prediction, pos_weight)
    return _sigmoid_slope(wrong, right, prediction, np.exp(-np.abs(prediction)))


def _sigmoid_cross_entropy_both(
    target: Floats, prediction: Floats, pos_weight: Floats | None
) -> tuple[Floats, Floats]:
    wrong, right = _weighted_sides(target, prediction, pos_weight)
    size = np.abs(prediction)
    decay = np.exp(-size)
    return (
        _sigmoid_value(wrong, right, size, decay),
        _sigmoid_slope(wrong, right, prediction, decay),
    )


@loss(
    reads=_read_logits,
    expects=(Role.YES_OR_NO, Role.LOGITS),
    slope=_sigmoid_cross_entropy_slope,
    value_and_slope=_sigmoid_cross_entropy_both,
    pos_weight=_pos_weight,
)
def sigmoid_cross_entropy(
    target: Floats, prediction: Floats, *, pos_weight: ArrayLike | None = None
) -> Floats:
    r"""Binary cross-entropy of σ(z), computed from the logit z.

    .. math:: C = -q\,y \ln\sigma(z) - (1 - y) \ln\sigma(-z), \qquad
              \frac{\partial C}{\partial z} = (1 - y)\,\sigma(z) - q\,y\,\sigma(-z)

    Without the weight q the slope is σ(z) − y.

    Parameters
    ----------
    target : array of any shape
        What is true: probabilities in [0, 1].
    prediction : array of the same shape
        What was predicted: logits; infinities are allowed.
    pos_weight : number or array of shape (K,), optional
        Weight q ≥ 0 of the answer yes, one for all or one for each of several columns. One
        number in a list, as PyTorch wants it, is that number. The mean is still divided by the
        number of elements.
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
    wrong, right = _weighted_sides(target, prediction, pos_weight)
    size = np.abs(prediction)
    return _sigmoid_value(wrong, right, size, np.exp(-size))


# --- cross-entropy of several classes on probabilities -------------------------------------


def _read_distributions(
    target: ArrayLike, prediction: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    prediction = as_floats("prediction", prediction)
    target = as_floats("target", target, integers=prediction.dtype)
    require_same_shape(target=target, prediction=prediction)
    target, prediction = (
        as_distributions("target", target),
        as_distributions("prediction", prediction),
    )
    _refuse_one_class(prediction)
    return target, prediction


def _refuse_one_class(prediction: Floats) -> None:
    """Refuse a choice of one class, whose loss is 0 whatever the model says."""
    if prediction.shape[-1:] == (1,):
        raise ValueError(
            f"prediction has shape {prediction.shape}, one class; give a column for each class."
        )


def _categorical_cross_entropy_slope(target: Floats, prediction: Floats, eps: float) -> Floats:
    clipped = (prediction < eps) | (1 - prediction < eps)
    return np.where(np.logical_not(target) | clipped, 0, -target / prediction)


def _sum_of_products(target: Floats, log_probabilities: Floats) -> Floats:
    """Return -Σ yₖ ln pₖ, where classes that do not happen cost nothing."""
    terms = target * log_probabilities
    if np.isinf(log_probabilities.min()):
        terms = np.where(target, terms, 0)  # not 0·inf
    return 0 - row_sums(terms)


@loss(
    reads=_read_distributions,
    expects=(Role.ROWS, Role.DISTRIBUTIONS),
    slope=_categorical_cross_entropy_slope,
    per_row=True,
    eps=_clip_distance,
)
def categorical_cross_entropy(target: Floats, prediction: Floats, *, eps: float = 0.0) -> Floats:
    r"""Cross-entropy of a one-hot or soft target and predicted probabilities.

    .. math:: C = -\sum_k y_k \ln p_k, \qquad \frac{\partial C}{\partial p_k} = -\frac{y_k}{p_k}

    Parameters
    ----------
    target : array of shape (..., K)
        What is true: probabilities that sum to 1.
    prediction : array of the same shape
        What was predicted: probabilities that sum to 1.
    eps : float
        Clip each probability to [eps, 1 - eps], 0 ≤ eps < 1/2, without dividing by the new sum.
        The gradient is 0 where clipped. With 0 nothing is clipped: what was called impossible
        costs ``inf`` and its gradient is -``inf``.
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
        1], a row does not sum to 1 or has one class only, an option is out of range, the shapes
        differ or the reduction is unknown.

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
    log_p, _ = _clipped_logs(prediction, eps)
    return _sum_of_products(target, log_p)


# --- cross-entropy of several classes on logits --------------------------------------------


def _read_class_logits(target: ArrayLike, prediction: ArrayLike) -> tuple[Floats, Floats]:
    prediction = as_floats("prediction", prediction)
    target = as_floats("target", target, integers=prediction.dtype)
    require_same_shape(target=target, prediction=prediction)
    _refuse_one_class(prediction)
    return as_distributions("target", target), as_class_logits("prediction", prediction)


def _settle_winner(slope: Floats, parts: SoftmaxParts) -> Floats:
    """Recompute the slope of a likely winner, p - y with both near 1, from that of the others.

    The slopes of a row sum to 0, and those of the others have lost no digit.
    """
    own = slope[parts.winner]
    slope[parts.winner] = 0
    slope[parts.winner] = np.where(parts.rest.squeeze(axis=-1) < 1, -row_sums(slope), own)
    return slope


def _softmax_slope(target: Floats, parts: SoftmaxParts) -> Floats:
    slope = parts.into_probabilities()
    slope *= row_sums(target)[..., np.newaxis]
    slope -= target
    return _settle_winner(slope, parts)


def _softmax_cross_entropy_slope(target: Floats, prediction: Floats) -> Floats:
    return _softmax_slope(target, softmax_parts(prediction))


def _softmax_cross_entropy_both(target: Floats, prediction: Floats) -> tuple[Floats, Floats]:
    parts = softmax_parts(prediction)
    return _sum_of_products(target, parts.into_log_probabilities()), _softmax_slope(target, parts)


@loss(
    reads=_read_class_logits,
    expects=(Role.ROWS, Role.CLASS_LOGITS),
    slope=_softmax_cross_entropy_slope,
    value_and_slope=_softmax_cross_entropy_both,
    per_row=True,
)
def softmax_cross_entropy(target: Floats, prediction: Floats) -> Floats:
    r"""Cross-entropy of a one-hot or soft target and the softmax of logits.

    .. math:: C = -\sum_k y_k \ln\mathrm{softmax}(z)_k, \qquad
              \frac{\partial C}{\partial z_k} = \mathrm{softmax}(z)_k \sum_j y_j - y_k

    Parameters
    ----------
    target : array of shape (..., K)
        What is true: probabilities that sum to 1.
    prediction : array of the same shape
        What was predicted: logits; -inf excludes a class. The classes are on the last axis:
        PyTorch's axis 1 gets there by ``numpy.moveaxis(prediction, 1, -1)``.
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
        1], a row does not sum to 1 or has one class only, every class of a row is excluded, the
        shapes differ or the reduction is unknown.

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
    return _sum_of_products(target, softmax_parts(prediction).into_log_probabilities())


# --- cross-entropy of several classes by label ---------------------------------------------


def _labels_beside(
    target: ArrayLike, prediction: Floats, class_weight: Floats | None
) -> NDArray[np.intp]:
    _refuse_one_class(prediction)
    classes = prediction.shape[-1]
    target = as_real_array("target", target)
    if target.shape != prediction.shape[:-1]:
        raise ValueError(
            f"target has shape {target.shape} but prediction has shape {prediction.shape}; "
            f"give one label for each row, in the shape {prediction.shape[:-1]}."
        )
    labels = labels_in("target", target, classes)
    if class_weight is not None and class_weight.shape != (classes,):
        raise ValueError(
            f"class_weight has shape {class_weight.shape} but prediction has {classes} classes; "
            f"give one weight for each class, in the shape ({classes},)."
        )
    return labels


def _read_labels_and_logits(
    target: ArrayLike, prediction: ArrayLike, class_weight: Floats | None
) -> tuple[NDArray[np.intp], Floats]:
    prediction = as_class_logits("prediction", prediction)
    return _labels_beside(target, prediction, class_weight), prediction


def _read_labels_and_logs(
    target: ArrayLike, prediction: ArrayLike, class_weight: Floats | None
) -> tuple[NDArray[np.intp], Floats]:
    prediction = as_log_probabilities("prediction", prediction)
    if not prediction.ndim:
        raise ValueError(f"prediction = {prediction} is one number; give those of all classes.")
    return _labels_beside(target, prediction, class_weight), prediction


def _weight_of_label(
    target: NDArray[np.intp], prediction: Floats, class_weight: Floats | None
) -> Floats | None:
    return None if class_weight is None else class_weight[target].astype(prediction.dtype)


def _picked(rows: Floats, labels: NDArray[np.intp]) -> Floats:
    return np.take_along_axis(rows, labels[..., np.newaxis], axis=-1).squeeze(axis=-1)


def _sparse_value(target: NDArray[np.intp], parts: SoftmaxParts) -> Floats:
    return np.log1p(parts.rest).squeeze(axis=-1) - _picked(parts.shifted, target)


def _sparse_slope(target: NDArray[np.intp], parts: SoftmaxParts) -> Floats:
    slope = parts.into_probabilities()
    label = target[..., np.newaxis]
    np.put_along_axis(slope, label, np.take_along_axis(slope, label, axis=-1) - 1, axis=-1)
    return _settle_winner(slope, parts)


def _sparse_softmax_cross_entropy_slope(
    target: NDArray[np.intp], prediction: Floats, **options: object
) -> Floats:
    return _sparse_slope(target, softmax_parts(prediction))


def _sparse_softmax_cross_entropy_both(
    target: NDArray[np.intp], prediction: Floats, **options: object
) -> tuple[Floats, Floats]:
    parts = softmax_parts(prediction)
    return _sparse_value(target, parts), _sparse_slope(target, parts)


@loss(
    reads=_read_labels_and_logits,
    expects=(Role.LABELS, Role.CLASS_LOGITS),
    slope=_sparse_softmax_cross_entropy_slope,
    value_and_slope=_sparse_softmax_cross_entropy_both,
    weight=_weight_of_label,
    per_row=True,
    class_weight=_class_weight,
)
def sparse_softmax_cross_entropy(
    target: NDArray[np.intp], prediction: Floats, *, class_weight: ArrayLike | None = None
) -> Floats:
    r"""Cross-entropy of an integer label and the softmax of logits.

    .. math:: C = -w_t \ln\mathrm{softmax}(z)_t, \qquad
              \frac{\partial C}{\partial z_k} = w_t\,(\mathrm{softmax}(z)_k - [k = t])

    Parameters
    ----------
    target : integer array of shape (...)
        The true classes, 0 … K - 1.
    prediction : array of shape (..., K)
        What was predicted: logits; -inf excludes a class. The classes are on the last axis:
        PyTorch's axis 1 gets there by ``numpy.moveaxis(prediction, 1, -1)``.
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
    return _sparse_value(target, softmax_parts(prediction))


def _nll_slope(target: NDArray[np.intp], prediction: Floats, **options: object) -> Floats:
    slope = np.zeros_like(prediction)
    np.put_along_axis(slope, target[..., np.newaxis], -1, axis=-1)
    return slope


@loss(
    reads=_read_labels_and_logs,
    expects=(Role.LABELS, Role.CLASS_LOGS),
    slope=_nll_slope,
    weight=_weight_of_label,
    per_row=True,
    class_weight=_class_weight,
)
def nll(
    target: NDArray[np.intp], prediction: Floats, *, class_weight: ArrayLike | None = None
) -> Floats:
    r"""Negative log-likelihood of an integer label: picks a log-probability, takes no logarithm.

    .. math:: C = -w_t\,\ell_t, \qquad \frac{\partial C}{\partial \ell_k} = -w_t\,[k = t]

    Parameters
    ----------
    target : integer array of shape (...)
        The true classes, 0 … K - 1.
    prediction : array of shape (..., K)
        What was predicted: log-probabilities, at most 0; that a row sums to 1 is not checked.
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
    return 0 - _picked(prediction, target)
