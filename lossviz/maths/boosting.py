"""AdaBoost on decision stumps: the exponential loss, made small one simple rule at a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s, Labels
from lossviz.maths.validation import as_count, as_finite_floats, as_signs


@dataclass(frozen=True)
class Boosting:
    """What AdaBoost did: the rule of each round, and the state before and after.

    Attributes
    ----------
    feature, threshold, sign : the stumps; each says ``sign`` where its feature is above the
        threshold, and ``-sign`` elsewhere
    error : weighted error of each stump, in the weights of its round
    alpha : the say of each stump, ½ ln((1 − error) / error)
    weights : of the samples, shape (rounds + 1, N); each row sums to 1, the first is even
    scores : of the samples, Σ alpha · stump so far, shape (rounds + 1, N); the first is 0
    """

    feature: Labels
    threshold: Float64s
    sign: Float64s
    error: Float64s
    alpha: Float64s
    weights: Float64s
    scores: Float64s

    def score(self, points: ArrayLike, rounds: int | None = None) -> Float64s:
        """The score of other points, shape (M, D), after some rounds, or after all."""
        points = as_finite_floats("points", points)
        if points.ndim != 2 or points.shape[1] <= self.feature.max(initial=0):
            raise ValueError(
                f"points has shape {points.shape}; give one row for each point, with as many "
                "columns as in training."
            )
        last = len(self.alpha) if rounds is None else as_count("rounds", rounds)
        if last > len(self.alpha):
            raise ValueError(f"rounds is {last}; give {len(self.alpha)} at most, as in training.")
        above = points[:, self.feature[:last]] > self.threshold[:last]
        return np.where(above, 1.0, -1.0) @ (self.sign * self.alpha)[:last]


# More would fill the memory before the first stump is found.
_MOST_ROUNDS = 10_000


def boost_stumps(points: ArrayLike, target: ArrayLike, *, rounds: int) -> Boosting:
    r"""AdaBoost: in each round the stump with the least weighted error, then new weights.

    .. math::
        \alpha = \tfrac12 \ln\frac{1 - e}{e}, \qquad
        w_i \leftarrow \frac{w_i\, e^{-\alpha y_i h(x_i)}}{\sum_j w_j\, e^{-\alpha y_j h(x_j)}}

    A stump h compares one feature with a threshold, half-way between two neighbouring values.
    Where two stumps are equally good, the first counts.

    Parameters
    ----------
    points : array of shape (N, D)
        The samples: finite features.
    target : array of shape (N,)
        What is true: -1 or +1, both of them.
    rounds : int
        How many stumps, 0 or more.

    Returns
    -------
    Boosting
        The stumps, and weights and scores of the samples after each.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric or not finite, the shapes do not fit, ``target`` holds one
        class only or anything but -1 and +1, ``rounds`` is negative or more than 10,000, or if a
        single stump makes no mistake: its say would be infinite.

    References
    ----------
    Freund and Schapire, *A Decision-Theoretic Generalization of On-Line Learning and an
    Application to Boosting*, https://doi.org/10.1006/jcss.1997.1504

    Examples
    --------
    >>> run = boost_stumps([[0.0], [1.0], [2.0], [3.0]], [1, -1, 1, 1], rounds=2)
    >>> print(run.error.round(4), run.alpha.round(4))
    [0.25   0.1667] [0.5493 0.8047]
    >>> print(run.weights[1].round(4))
    [0.1667 0.5    0.1667 0.1667]
    """
    points = as_finite_floats("points", points).astype(np.float64)
    target = as_signs("target", target).astype(np.float64)
    rounds = as_count("rounds", rounds)
    if rounds > _MOST_ROUNDS:
        raise ValueError(f"rounds is {rounds}; give {_MOST_ROUNDS:,} at most.")
    if points.ndim != 2:
        raise ValueError(f"points has shape {points.shape}; give one row for each sample.")
    if target.shape != points.shape[:1]:
        raise ValueError(
            f"target has shape {target.shape} but points has shape {points.shape}; "
            "give one label for each row."
        )
    if (target == target[0]).all():
        raise ValueError("target holds one class only; give samples of both.")

    feature, threshold = _candidates(points)
    above = np.greater(points[:, feature].T, threshold[:, np.newaxis])
    says = np.where(above, 1.0, -1.0)
    if (np.abs(says @ target) == len(target)).any():
        raise ValueError("target is separated by a single stump, whose say would be infinite.")
    chosen = np.empty(rounds, dtype=np.intp)
    sign, error, alpha = np.empty((3, rounds))
    weights, scores = np.empty((rounds + 1, len(target))), np.zeros((rounds + 1, len(target)))
    weights[0] = 1 / len(target)
    for m in range(rounds):
        edges = says @ (weights[m] * target)  # right minus wrong, in weights
        # Rounded, because equally good stumps differ in their last digit.
        chosen[m] = best = np.abs(edges).round(10).argmax()
        sign[m] = 1 if edges[best] >= 0 else -1
        error[m] = (1 - np.abs(edges[best])) / 2
        alpha[m] = np.log((1 - error[m]) / error[m]) / 2
        vote = alpha[m] * sign[m] * says[best]
        scores[m + 1] = scores[m] + vote
        raised = weights[m] * np.exp(-target * vote)
        weights[m + 1] = raised / raised.sum()
    return Boosting(feature[chosen], threshold[chosen], sign, error, alpha, weights, scores)


def _candidates(points: Float64s) -> tuple[Labels, Float64s]:
    """Every feature with every threshold that parts the samples, and one below them all."""
    features, thresholds = [], []
    for k, column in enumerate(points.T):
        values = np.unique(column)
        cuts = np.concatenate([values[:1] - 1, (values[1:] + values[:-1]) / 2])
        thresholds.append(cuts)
        features.append(np.full(len(cuts), k))
    return np.concatenate(features), np.concatenate(thresholds)
