"""The runs that decide the claims of document 003."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from lossviz.maths import (
    binary_cross_entropy,
    categorical_cross_entropy,
    cross_entropy,
    fit_logistic,
    mean_squared_error,
)

_TRUE, _SAID = np.array([0.0, 1.0]), np.array([[0.9], [0.1]])


def keras_backend() -> Mapping[str, object]:
    """What the old function returns: it clips, and adds 1e-7 inside the logarithm."""
    eps = 1e-7
    return {
        "half": -np.log(0.5 + eps),
        "exact": binary_cross_entropy(1, 0.5),
        "hopeless": -np.log(np.clip(0.0, eps, 1 - eps) + eps),
        "clipped": binary_cross_entropy(1, 0.0, eps=eps),
    }


def not_a_distance() -> Mapping[str, object]:
    """The cross-entropy of a distribution with itself."""
    return {"equal": cross_entropy([0.5, 0.5], [0.5, 0.5], base=np.e)}


def two_classes() -> Mapping[str, object]:
    """A label that is a share, and a prediction that excludes the truth."""
    return {"soft": binary_cross_entropy(0.3, 0.3), "infinite": binary_cross_entropy(1, 0.0)}


def weights() -> Mapping[str, object]:
    """A logistic regression on two bells, with one positive in 100, without and with weight."""
    random = np.random.default_rng(0)
    y = np.repeat([0, 1], [9900, 100])
    x = random.normal(size=10_000) + 2 * y
    q = 99.0
    plain, weighted = fit_logistic(x, y), fit_logistic(x, y, pos_weight=q)
    middle = 1.0  # halfway between the bells; one feature with a positive weight ranks one way
    assert plain.weight > 0
    assert weighted.weight > 0
    rise = (weighted.weight - plain.weight) * middle + weighted.bias - plain.bias
    return {"weight": q, "rise": rise, "log": np.log(q)}


def program() -> Mapping[str, object]:
    """The three numbers that the program prints."""
    classes, said = np.eye(3)[[0, 1]], [[0.8, 0.1, 0.1], [0.2, 0.7, 0.1]]
    return {
        "square": mean_squared_error(_TRUE, _SAID[:, 0]),
        "binary": binary_cross_entropy(_TRUE, _SAID[:, 0]),
        "categorical": categorical_cross_entropy(classes, said),
    }


def row_and_column() -> Mapping[str, object]:
    """Each label with its own prediction, and each with every one."""
    labels, said = np.broadcast_arrays(_TRUE, _SAID)
    return {
        "binary": binary_cross_entropy(_TRUE, _SAID[:, 0]),
        "paired": binary_cross_entropy(labels, said),
        "square": mean_squared_error(_TRUE, _SAID[:, 0]),
        "square_paired": mean_squared_error(labels, said),
    }
