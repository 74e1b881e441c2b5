"""A polynomial fitted by least squares, with a penalty on its weights: the smallest model that
can be too simple, right, or too wild.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.validation import (
    as_choice,
    as_count,
    as_row,
    as_weights,
    require_same_shape,
)

PENALTIES = ("none", "l1", "l2")
# More columns of powers would tell nothing new, and fill the memory.
_HIGHEST_DEGREE = 1_000
_CLOSE = 1e-9
_ROUNDING = 1e-13
_MOST_STEPS = 10_000


def fit_polynomial(
    x: ArrayLike,
    target: ArrayLike,
    *,
    degree: int,
    penalty: str = "none",
    strength: ArrayLike = 0.0,
) -> Float64s:
    r"""The weights of the polynomial with the least mean squared error plus penalty.

    .. math::
        \min_w\; \frac1N \sum_i \Bigl(\sum_{k=0}^d w_k x_i^k - y_i\Bigr)^2
        + \lambda \sum_{k=1}^d |w_k|^p

    p is 1 or 2. The constant w₀ is not penalised: a penalty shall flatten the curve, not pull it
    to 0. Without penalty, and with more weights than points, the smallest of the best weights.

    Parameters
    ----------
    x : array of shape (N,)
        One number for each point; powers are tame for x in [-1, 1].
    target : array of shape (N,)
        What is true at each of them.
    degree : int
        The highest power d, 0 to 1,000.
    penalty : str
        "none", "l1" (lasso) or "l2" (ridge).
    strength : number or array of shape (M,)
        The factor λ ≥ 0 of the penalty; several make several fits.

    Returns
    -------
    array of shape (degree + 1,) or (M, degree + 1)
        The weights, from w₀ on. Under "l1", some are exactly 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, not finite or out of range, the shapes differ or are no
        rows, or the penalty is unknown.

    References
    ----------
    Hastie, Tibshirani and Friedman, *The Elements of Statistical Learning*, section 3.4,
    https://hastie.su.domains/ElemStatLearn/. Lee, Battle, Raina and Ng, *Efficient sparse coding
    algorithms*, https://papers.nips.cc/paper/2979-efficient-sparse-coding-algorithms: the exact
    search of "l1".

    Examples
    --------
    >>> x, y = [-1.0, -0.5, 0.0, 0.5, 1.0], [1.0, 0.3, 0.1, 0.2, 0.9]
    >>> print(fit_polynomial(x, y, degree=2).round(4))
    [ 0.0571 -0.06    0.8857]
    >>> print(fit_polynomial(x, y, degree=2, penalty="l1", strength=0.1).round(4))
    [0.2 0.  0.6]
    """
    x, y = as_row("x", x), as_row("target", target)
    require_same_shape(target=y, x=x)
    degree = as_count("degree", degree)
    if degree > _HIGHEST_DEGREE:
        raise ValueError(f"degree is {degree}; give {_HIGHEST_DEGREE:,} at most.")
    penalty = as_choice("penalty", penalty, PENALTIES)
    strength = as_weights("strength", strength)
    if strength.ndim > 1:
        raise ValueError(f"strength has shape {strength.shape}; give one number or a row of them.")

    # With all columns centred, the constant drops out of the fit, and out of the penalty.
    powers = x[:, np.newaxis] ** np.arange(1, degree + 1)
    columns = (powers - powers.mean(axis=0)) / np.sqrt(len(x))
    goal = (y - y.mean()) / np.sqrt(len(x))
    weights = np.zeros((strength.size, degree))
    if degree and penalty == "l1":
        start = np.zeros(degree)
        for k in np.argsort(-strength.ravel()):  # the next fit begins where the last one ended
            weights[k] = start = _lasso(columns, goal, float(strength.flat[k]), start)
    elif degree:
        u, scale, turn = np.linalg.svd(columns, full_matrices=False)
        extra = strength.reshape(-1, 1) if penalty == "l2" else np.zeros((strength.size, 1))
        kept = scale > np.finfo(float).eps * max(columns.shape) * scale[0]
        shrunk = np.where(kept, scale, 0) / np.where(kept, scale**2 + extra, 1)
        weights = (shrunk * (u.T @ goal)) @ turn
    constant = y.mean() - weights @ powers.mean(axis=0)
    fitted = np.concatenate([constant[:, np.newaxis], weights], axis=1)
    fitted += 0.0  # which turns -0.0 into 0.0
    return fitted if strength.ndim else fitted[0]


def _lasso(columns: Float64s, goal: Float64s, strength: float, start: Float64s) -> Float64s:
    """Minimise |columns @ w - goal|² + strength · Σ|w|, guessing the signs until they are right."""
    weights, signs = start.copy(), np.sign(start)
    settled = not signs.any()  # whether the weights are best for their signs

    def cost(weights: Float64s) -> float:
        gap = columns @ weights - goal
        return float(gap @ gap + strength * np.abs(weights).sum())

    for _ in range(_MOST_STEPS):
        if settled:
            slope = 2 * columns.T @ (columns @ weights - goal)
            pull = np.where(signs == 0, np.abs(slope), 0)
            k = int(pull.argmax())
            if pull[k] <= strength + _CLOSE * np.abs(goal).max():
                break
            signs[k] = -np.sign(slope[k])
        active = signs != 0
        # With a trace of an l2 penalty, powers that depend on one another have a best place, too:
        # far out, and on the way there a weight becomes 0.
        chosen, height = columns[:, active], len(goal)
        trace = np.diag(_ROUNDING * np.linalg.norm(chosen, axis=0))
        q, r = np.linalg.qr(np.concatenate([chosen, trace]))
        force = np.linalg.solve(r.T, strength / 2 * signs[active])
        best = np.zeros_like(weights)
        best[active] = np.linalg.solve(r, q[:height].T @ goal - force)
        # On the way there a weight may pass 0, where its sign is no longer the guess.
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = np.where(weights * best < 0, weights / (weights - best), 1.0)
        stops = np.unique(crossing)
        places = [weights + stop * (best - weights) for stop in stops]
        least = int(np.argmin([cost(place) for place in places]))
        weights = np.where((crossing == stops[least]) & (weights * best < 0), 0, places[least])
        settled = bool(stops[least] == 1 and (np.sign(weights) == signs).all())
        signs = np.sign(weights)
    return weights
