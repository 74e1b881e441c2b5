"""Small data sets in the plane that no straight line separates, the same on every call."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from lossviz.maths.arrays import Float64s
from lossviz.maths.validation import as_choice, as_count


class ToyData(NamedTuple):
    """Samples in the plane and what is true of them."""

    points: Float64s
    target: Float64s


def _moons(random: np.random.Generator, each: int) -> tuple[Float64s, Float64s]:
    arcs = _circle(random.random((2, each)) / 2) + 0.12 * random.standard_normal((2, each, 2))
    return arcs[0] - [0.5, 0.25], [0.5, 0.25] - arcs[1]


def _circles(random: np.random.Generator, each: int) -> tuple[Float64s, Float64s]:
    rings = _circle(random.random((2, each)))
    noise = 0.12 * random.standard_normal((2, each, 2))
    return 1.15 * rings[0] + noise[0], 0.45 * rings[1] + noise[1]


def _xor(random: np.random.Generator, each: int) -> tuple[Float64s, Float64s]:
    side = np.where(np.arange(each) % 2, 0.75, -0.75)
    noise = 0.25 * random.standard_normal((2, each, 2))
    return np.stack([side, side], axis=-1) + noise[0], np.stack([side, -side], axis=-1) + noise[1]


def _spirals(random: np.random.Generator, each: int) -> tuple[Float64s, Float64s]:
    way = np.sqrt(random.random((2, each)))
    arms = 1.3 * way[..., np.newaxis] * _circle(1.25 * way)
    arms += 0.04 * random.standard_normal((2, each, 2))
    return arms[0], -arms[1]


def _circle(turns: Float64s) -> Float64s:
    angle = 2 * np.pi * turns
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1)


_MAKERS: dict[str, Callable[[np.random.Generator, int], tuple[Float64s, Float64s]]] = {
    "two moons": _moons,
    "circles": _circles,
    "xor": _xor,
    "spirals": _spirals,
}
TOY_DATA = tuple(_MAKERS)


def toy_data(name: str, *, samples: int = 80, seed: int = 0) -> ToyData:
    r"""Samples of two classes in the plane, made for a network with a hidden layer.

    The circles, for example, lie around the origin at radius 1.15 (class 0) and 0.45 (class 1):

    .. math:: x = r_y \begin{pmatrix}\cos\varphi \\ \sin\varphi\end{pmatrix} + 0.12\,\varepsilon,
              \qquad \varphi \sim U(0, 2\pi), \quad \varepsilon \sim N(0, I)

    Parameters
    ----------
    name : str
        "two moons", "circles", "xor" (a class at two opposite corners of a square) or "spirals".
    samples : int
        How many samples, an even number: half of them belong to each class, class 0 first.
    seed : int
        Another seed gives other samples of the same kind, the same seed the same samples.

    Returns
    -------
    ToyData
        ``points`` of shape (samples, 2), and ``target`` of shape (samples,) with 0 and 1.

    Raises
    ------
    TypeError, ValueError
        If the name is unknown, ``samples`` is no even number above 0, or ``seed`` is no whole
        number of 0 or more.

    References
    ----------
    scikit-learn has similar ones, *Toy datasets*,
    https://scikit-learn.org/stable/api/sklearn.datasets.html

    Examples
    --------
    >>> points, target = toy_data("circles")
    >>> radius = np.hypot(*points.T)
    >>> print(radius[target == 0].mean().round(1), radius[target == 1].mean().round(1))
    1.1 0.5
    """
    make = _MAKERS[as_choice("name", name, _MAKERS)]
    samples = as_count("samples", samples)
    if samples == 0 or samples % 2:
        raise ValueError(f"samples is {samples}; give an even number above 0.")
    random = np.random.default_rng(as_count("seed", seed))
    each = samples // 2
    return ToyData(np.concatenate(make(random, each)), np.repeat([0.0, 1.0], each))
