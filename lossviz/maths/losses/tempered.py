"""Softmax losses with a temperature: one that finds pairs, one that learns from a teacher.

The logits are divided by the temperature T: a cold softmax, T < 1, decides sharply, a hot one
spreads its bets. In nats.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.logits import softmax_parts
from lossviz.maths.losses.loss import Family, loss
from lossviz.maths.sums import row_sums
from lossviz.maths.validation import (
    as_finite_floats,
    as_number,
    refuse_one_class,
    require_same_shape,
)

as_temperature = partial(as_number, above=0)

# Below this distance of logarithms, p ln(p/q) - p + q is summed as a series.
_NEAR = 0.5


def _tempered(z: Floats, temperature: float) -> Floats:
    """z/T, shifted so that the largest of each row is 0: whatever T is, no NaN can come of it."""
    shifted: Floats = (z - z.max(axis=-1, keepdims=True)) / temperature
    return shifted


# --- pairs in a table of similarities --------------------------------------------------------


def _read_similarities(similarity: ArrayLike, **options: object) -> tuple[Floats]:
    table = as_finite_floats("similarity", similarity)
    if table.ndim < 2 or table.shape[-1] != table.shape[-2]:
        raise ValueError(
            f"similarity has shape {table.shape}; give a square table, in which row i and column "
            "i are a pair: the rows of one kind times the transposed rows of the other."
        )
    if table.shape[-1] == 1:
        raise ValueError(
            f"similarity has shape {table.shape}, one pair; give at least two, or there is "
            "nothing to tell it from."
        )
    return (table,)


def _info_nce_slope(similarity: Floats, temperature: float) -> Floats:
    parts = softmax_parts(_tempered(similarity, temperature))
    slope = parts.probabilities()
    own = np.arange(slope.shape[-1])
    slope[..., own, own] -= 1
    return parts.settle_winner(slope) / temperature


@loss(
    Family(
        """
    Parameters
    ----------
    similarity : array of shape (..., N, N)
        Finite similarities of N things (rows) and N partners (columns); the true pairs are on
        the diagonal.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each row).

    Returns
    -------
    number, or array of shape (..., N)
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If ``similarity`` is not numeric, not finite, not square or of one pair only, the
        temperature is not above 0 or the reduction is unknown.
    """,
        _read_similarities,
        None,
        per_row=True,
    ),
    slope=_info_nce_slope,
    temperature=as_temperature,
)
def info_nce(similarity: Floats, *, temperature: float = 1.0) -> Floats:
    r"""InfoNCE: softmax cross-entropy of each row, whose right class is its place on the diagonal.

    .. math:: C_i = -\ln\mathrm{softmax}(s_{i\cdot}/T)_i, \qquad
              \frac{\partial C_i}{\partial s_{ij}} =
              \frac{\mathrm{softmax}(s_{i\cdot}/T)_j - [i = j]}{T}

    CLIP's loss is half of this and half of ``info_nce(similarity.T)``: rows choose columns, and
    columns rows.

    Parameters
    ----------
    temperature : float
        T > 0.

    References
    ----------
    Van den Oord, Li and Vinyals, *Representation Learning with Contrastive Predictive Coding*,
    https://arxiv.org/abs/1807.03748

    Examples
    --------
    >>> similarity = [[0.9, 0.1], [0.4, 0.6]]
    >>> print(info_nce(similarity, temperature=0.1, reduction="none").round(4))
    [0.0003 0.1269]
    >>> print(info_nce.gradient(similarity).round(4))
    [[-0.155   0.155 ]
     [ 0.2251 -0.2251]]
    """
    logs = softmax_parts(_tempered(similarity, temperature)).log_probabilities()
    own = np.arange(logs.shape[-1])
    return 0 - logs[..., own, own]


# --- a teacher -------------------------------------------------------------------------------


def _read_teacher(
    target: ArrayLike, prediction: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    student = as_finite_floats("prediction", prediction)
    teacher = as_finite_floats("target", target, integers=student.dtype)
    if student.ndim and teacher.shape == student.shape[:-1]:
        raise ValueError(
            f"target has shape {teacher.shape} but prediction has shape {student.shape}; give the "
            "teacher's logits of all classes. Labels are for sparse_softmax_cross_entropy."
        )
    require_same_shape(target=teacher, prediction=student)
    if not student.ndim:
        raise ValueError(f"prediction = {student} is one number; give the logits of all classes.")
    refuse_one_class(student)
    return teacher, student


def _distillation_slope(target: Floats, prediction: Floats, temperature: float) -> Floats:
    teacher = softmax_parts(_tempered(target, temperature)).probabilities()
    student = softmax_parts(_tempered(prediction, temperature)).probabilities()
    slope: Floats = temperature * (student - teacher)
    return slope


@loss(
    Family(
        """
    Parameters
    ----------
    target : array of shape (..., K)
        The teacher's logits, finite.
    prediction : array of the same shape
        The student's logits, finite.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each row).

    Returns
    -------
    number, or array of shape (...)
        The loss, in nats times T².

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty or is not finite, there is one class only, the
        shapes differ, the temperature is not above 0 or the reduction is unknown.
    """,
        _read_teacher,
        None,
        per_row=True,
    ),
    slope=_distillation_slope,
    temperature=as_temperature,
)
def distillation(target: Floats, prediction: Floats, *, temperature: float = 1.0) -> Floats:
    r"""Distillation: how far a student's heated softmax is from its teacher's.

    .. math:: C = T^2 \sum_k p_k \ln\frac{p_k}{q_k}, \quad
              p = \mathrm{softmax}(t/T), \; q = \mathrm{softmax}(z/T), \qquad
              \frac{\partial C}{\partial z_k} = T\,(q_k - p_k)

    It is softmax cross-entropy with a soft target, less the target's entropy. The factor T² keeps
    the slope at its size: a slope of q - p through z/T is T times smaller, and q - p itself is
    about T times smaller again.

    Parameters
    ----------
    temperature : float
        T > 0.

    References
    ----------
    Hinton, Vinyals and Dean, *Distilling the Knowledge in a Neural Network*,
    https://arxiv.org/abs/1503.02531

    Examples
    --------
    >>> teacher, student = [[5.0, 3.0, -1.0]], [[2.0, 0.0, 0.0]]
    >>> print(distillation(teacher, student, temperature=4.0).round(4))
    1.0927
    >>> print(distillation.gradient(teacher, student, temperature=4.0).round(4))
    [[-0.3787 -0.2297  0.6085]]
    """
    log_p, log_q = (
        softmax_parts(_tempered(z, temperature)).log_probabilities() for z in (target, prediction)
    )
    return temperature * (temperature * row_sums(_divergences(log_p, log_q)))


def _divergences(log_p: Floats, log_q: Floats) -> Floats:
    """p ln(p/q) - p + q of each class, of which none is negative."""
    p, q = np.exp(log_p), np.exp(log_q)
    d = np.where(p, log_q - log_p, 0)  # ln(q/p)
    # With e^d = q/p it is p (e^d - 1 - d). Where d is small, its first digits would cancel.
    close = np.abs(d) < _NEAR
    tail, small = np.zeros_like(d), np.where(close, d, 0)
    for divisor in range(16, 2, -1):
        tail = small / divisor * (1 + tail)
    near = p * (small * small / 2 * (1 + tail))
    far = np.where(p, q - p * (1 + d), q)
    return np.where(close, np.where(p, near, q), far)
