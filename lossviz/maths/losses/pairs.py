"""Losses of two things that belong together, one of which should win: only differences count.

The last axis holds the two: the better answer first, or the nearer neighbour.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.logits import log_sigmoid, sigmoid
from lossviz.maths.losses.loss import Family, loss
from lossviz.maths.validation import (
    as_finite_floats,
    as_number,
    refuse_where,
    require_same_shape,
)


def _require_pairs(name: str, array: Floats, first: str, second: str) -> None:
    """Refuse what is not two numbers on the last axis."""
    if array.shape[-1:] == (2,):
        return
    told = f"give pairs on the last axis, {first} first and {second} second."
    if array.shape[:1] == (2,):
        told = f"put the pairs on the last axis: `{name} = numpy.moveaxis({name}, 0, -1)`."
    raise ValueError(f"{name} has shape {array.shape}; {told}")


def _signed(slope: Floats) -> Floats:
    """The slope by the first of each pair, and its opposite by the second."""
    return np.stack([slope, -slope], axis=-1)


def _lead(pairs: Floats) -> Floats:
    """By how much the first of each pair is ahead."""
    lead: Floats = pairs[..., 0] - pairs[..., 1]
    return lead


# --- which of two is better ------------------------------------------------------------------


def _read_scores(scores: ArrayLike, **options: object) -> tuple[Floats]:
    array = as_finite_floats("scores", scores)
    _require_pairs("scores", array, "the better one", "the worse one")
    return (array,)


@loss(
    Family(
        """
    Parameters
    ----------
    scores : array of shape (..., 2)
        Finite scores: of the better one, and of the worse one.
    reduction : str
        "mean", "sum" or "none" (one value for each pair).

    Returns
    -------
    number, or array of shape (...)
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If ``scores`` is not numeric, not finite or not made of pairs, or the reduction is unknown.
    """,
        _read_scores,
        None,
        per_row=True,
    ),
    slope=lambda scores: _signed(-sigmoid(-_lead(scores))),
)
def pairwise_logistic(scores: Floats) -> Floats:
    r"""Pairwise ranking: the logistic loss of the lead of the better one.

    .. math:: C = \ln(1 + e^{-(s_1 - s_2)}), \qquad
              \frac{\partial C}{\partial s_1} = -\sigma(s_2 - s_1) =
              -\frac{\partial C}{\partial s_2}

    It makes σ(s₁ − s₂) the probability that the first is preferred: the model of Bradley and
    Terry. Reward models are trained with it, and the ranker RankNet.

    References
    ----------
    Burges and others, *Learning to Rank using Gradient Descent*,
    https://doi.org/10.1145/1102351.1102363

    Examples
    --------
    >>> print(pairwise_logistic([[2.0, 1.0], [0.0, 3.0]], reduction="none").round(4))
    [0.3133 3.0486]
    >>> print(pairwise_logistic.gradient([[2.0, 1.0], [0.0, 3.0]], reduction="none").round(4))
    [[-0.2689  0.2689]
     [-0.9526  0.9526]]
    """
    return 0 - log_sigmoid(_lead(scores))


# --- which of two answers people preferred ---------------------------------------------------


def _read_answers(
    reference: ArrayLike, policy: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    arrays = []
    for name, value in (("reference", reference), ("policy", policy)):
        array = as_finite_floats(name, value)
        told = "sum the log-probabilities of the answer's tokens."
        if array.min() >= 0 and array.max() <= 1:
            told = f"take the logarithm of probabilities: `{name} = numpy.log({name})`."
        complaint = f"is above 0, which the logarithm of a probability never is; {told}"
        refuse_where(array > 0, name, array, complaint)
        _require_pairs(name, array, "the chosen answer", "the rejected one")
        arrays.append(array)
    require_same_shape(reference=arrays[0], policy=arrays[1])
    return arrays[0], arrays[1]


def _margin(reference: Floats, policy: Floats, beta: float) -> Floats:
    """β times how much more the policy has moved towards the chosen answer than the rejected."""
    margin: Floats = beta * _lead(policy - reference)
    return margin


def _dpo_slope(reference: Floats, policy: Floats, beta: float) -> Floats:
    return _signed(-beta * sigmoid(-_margin(reference, policy, beta)))


@loss(
    Family(
        """
    Parameters
    ----------
    reference : array of shape (..., 2)
        ln of the probability that the model *before* training gives to the whole chosen answer,
        and to the whole rejected one: sums over tokens, finite.
    policy : array of the same shape
        The same of the model that is trained.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each pair).

    Returns
    -------
    number, or array of shape (...)
        The loss, in nats.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite, above 0 or not made of pairs, the shapes
        differ, β is not above 0 or the reduction is unknown.
    """,
        _read_answers,
        None,
        per_row=True,
    ),
    slope=_dpo_slope,
    beta=partial(as_number, above=0),
)
def dpo(reference: Floats, policy: Floats, *, beta: float = 0.1) -> Floats:
    r"""Direct preference optimisation: the logistic loss of a difference of differences.

    .. math:: C = -\ln\sigma\bigl(\beta\,[(\ell_1 - r_1) - (\ell_2 - r_2)]\bigr), \qquad
              \frac{\partial C}{\partial \ell_1} =
              -\beta\,\sigma(-\beta[\ldots]) = -\frac{\partial C}{\partial \ell_2}

    with the log-probabilities ℓ of the policy and r of the reference. An untrained policy costs
    ln 2, whatever β is.

    Parameters
    ----------
    beta : float
        β > 0: the larger, the sooner the loss is content.

    References
    ----------
    Rafailov and others, *Direct Preference Optimization: Your Language Model is Secretly a Reward
    Model*, https://arxiv.org/abs/2305.18290

    Examples
    --------
    >>> reference, policy = [[-20.0, -18.0]], [[-19.0, -21.0]]
    >>> print(dpo(reference, policy).round(4))
    0.513
    >>> print(dpo.gradient(reference, policy).round(4))
    [[-0.0401  0.0401]]
    """
    return 0 - log_sigmoid(_margin(reference, policy, beta))


# --- which of two is nearer ------------------------------------------------------------------


def _read_distances(distances: ArrayLike, **options: object) -> tuple[Floats]:
    array = as_finite_floats("distances", distances)
    refuse_where(
        array < 0,
        "distances",
        array,
        "is negative, as no distance is; cosine similarities become distances by "
        "`distances = numpy.subtract(1, distances)`.",
    )
    _require_pairs("distances", array, "that to its own kind", "that to another")
    return (array,)


def _triplet_slope(distances: Floats, margin: float) -> Floats:
    return _signed(np.where(_lead(distances) + margin > 0, 1.0, 0.0))


@loss(
    Family(
        """
    Parameters
    ----------
    distances : array of shape (..., 2)
        Finite distances of an anchor: to its own kind, and to another kind.
    ...
    reduction : str
        "mean", "sum" or "none" (one value for each pair).

    Returns
    -------
    number, or array of shape (...)
        The loss, in the unit of the distances.

    Raises
    ------
    TypeError, ValueError
        If ``distances`` is not numeric, not finite, negative or not made of pairs, the margin is
        negative or the reduction is unknown.
    """,
        _read_distances,
        None,
        per_row=True,
    ),
    slope=_triplet_slope,
    margin=partial(as_number, least=0),
)
def triplet(distances: Floats, *, margin: float = 1.0) -> Floats:
    r"""Triplet loss: the hinge of a difference of distances.

    .. math:: C = \max(0,\; d_1 - d_2 + m), \qquad
              \frac{\partial C}{\partial d_1} = [\,d_1 - d_2 + m > 0\,] =
              -\frac{\partial C}{\partial d_2}

    Its own kind must be nearer than the other by the margin m. The kink has the subgradient 0.

    Parameters
    ----------
    margin : float
        m ≥ 0, in the unit of the distances.

    References
    ----------
    Schroff, Kalenichenko and Philbin, *FaceNet: A Unified Embedding for Face Recognition and
    Clustering*, https://arxiv.org/abs/1503.03832

    Examples
    --------
    >>> print(triplet([[0.5, 2.0], [1.0, 1.5]], reduction="none"))
    [0.  0.5]
    >>> print(triplet.gradient([[0.5, 2.0], [1.0, 1.5]], reduction="none"))
    [[ 0. -0.]
     [ 1. -1.]]
    """
    cost: Floats = np.maximum(0, _lead(distances) + margin)
    return cost
