"""Losses of a whole mask: how two areas overlap, which is no mean over their pixels."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Floats
from lossviz.maths.losses.loss import Family, loss, pair_reader
from lossviz.maths.sums import row_sums
from lossviz.maths.validation import as_number, as_probabilities, as_yes_or_no

_read_pixels = pair_reader(as_yes_or_no, as_probabilities)


def _read_masks(
    target: ArrayLike, prediction: ArrayLike, **options: object
) -> tuple[Floats, Floats]:
    target, prediction = _read_pixels(target, prediction)
    if not prediction.ndim:
        raise ValueError(f"prediction = {prediction} is one pixel; give those of a whole mask.")
    return target, prediction


_MASKS = Family(
    reads=_read_masks,
    expects=None,
    per_row=True,
    sections="""
    Parameters
    ----------
    target : array of shape (..., P)
        What is true of each of P pixels: 0, 1 or a share between. The last axis holds one mask,
        so flatten images first: ``numpy.reshape(target, (len(target), -1))``.
    prediction : array of the same shape
        What was predicted: probabilities, in [0, 1].
    smooth : float
        Added above and below the fraction line, at least 0. With 0, an empty mask that is
        predicted empty costs 0, and any other prediction for it costs 1 and has no slope.
    reduction : str
        "mean", "sum" or "none" (one value for each mask).

    Returns
    -------
    number, or array of shape (...)
        The loss, from 0 to 1.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, is empty, contains NaN or lies outside [0, 1], the shapes
        differ, ``smooth`` is negative or the reduction is unknown.
    """,
)


def _difference(target: Floats, prediction: Floats) -> Floats:
    """y + p - 2yp summed over the pixels: what the two areas do not share, without cancelling."""
    return row_sums(target * (1 - prediction) + prediction * (1 - target))


def _share(part: Floats, whole: Floats) -> Floats:
    """part/whole, and 0 where there is nothing at all."""
    some = whole > 0
    return np.where(some, part / np.where(some, whole, 1), 0)


def _sizes(target: Floats, prediction: Floats, smooth: float) -> Floats:
    sizes: Floats = row_sums(target) + row_sums(prediction) + smooth
    return sizes


def _soft_dice_slope(target: Floats, prediction: Floats, smooth: float) -> Floats:
    sizes = _sizes(target, prediction, smooth)[..., np.newaxis]
    value = _share(_difference(target, prediction)[..., np.newaxis], sizes)
    return _share(1 - 2 * target - value, sizes)


@loss(_MASKS, slope=_soft_dice_slope, smooth=partial(as_number, least=0))
def soft_dice(target: Floats, prediction: Floats, *, smooth: float = 0.0) -> Floats:
    r"""Soft Dice loss: one minus twice the overlap over the sum of both areas.

    .. math:: C = 1 - \frac{2\sum_i y_i p_i + s}{\sum_i y_i + \sum_i p_i + s}, \qquad
              \frac{\partial C}{\partial p_i} = \frac{1 - 2 y_i - C}{\sum_j y_j + \sum_j p_j + s}

    True negatives appear nowhere: it does not matter how large the empty ground is.

    References
    ----------
    Milletari, Navab and Ahmadi, *V-Net: Fully Convolutional Neural Networks for Volumetric
    Medical Image Segmentation*, https://arxiv.org/abs/1606.04797 (with squares below the line)

    Examples
    --------
    >>> print(soft_dice([1, 1, 0, 0], [0.8, 0.4, 0.2, 0.0]).round(4))
    0.2941
    >>> print(soft_dice.gradient([1, 1, 0, 0], [0.8, 0.4, 0.2, 0.0]).round(4))
    [-0.3806 -0.3806  0.2076  0.2076]
    """
    return _share(_difference(target, prediction), _sizes(target, prediction, smooth))


def _union(target: Floats, prediction: Floats, smooth: float) -> Floats:
    union: Floats = row_sums(target + prediction * (1 - target)) + smooth
    return union


def _soft_iou_slope(target: Floats, prediction: Floats, smooth: float) -> Floats:
    union = _union(target, prediction, smooth)[..., np.newaxis]
    value = _share(_difference(target, prediction)[..., np.newaxis], union)
    return _share(1 - 2 * target - value * (1 - target), union)


@loss(_MASKS, slope=_soft_iou_slope, smooth=partial(as_number, least=0))
def soft_iou(target: Floats, prediction: Floats, *, smooth: float = 0.0) -> Floats:
    r"""Soft IoU or Jaccard loss: one minus the overlap over the area that either covers.

    .. math:: C = 1 - \frac{I + s}{U + s}, \quad I = \sum_i y_i p_i, \;
              U = \sum_i (y_i + p_i - y_i p_i), \qquad
              \frac{\partial C}{\partial p_i} = \frac{1 - 2 y_i - C\,(1 - y_i)}{U + s}

    It is larger than the Dice loss D of the same masks, 2D/(1 + D) without smoothing, and ranks
    them alike.

    References
    ----------
    Rahman and Wang, *Optimizing Intersection-Over-Union in Deep Neural Networks for Image
    Segmentation*, https://doi.org/10.1007/978-3-319-50835-1_22

    Examples
    --------
    >>> print(soft_iou([1, 1, 0, 0], [0.8, 0.4, 0.2, 0.0]).round(4))
    0.4545
    >>> print(soft_iou.gradient([1, 1, 0, 0], [0.8, 0.4, 0.2, 0.0]).round(4))
    [-0.4545 -0.4545  0.2479  0.2479]
    """
    return _share(_difference(target, prediction), _union(target, prediction, smooth))
