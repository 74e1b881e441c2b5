"""Whether a classifier's confidence may be believed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from lossviz.maths.arrays import Float64s
from lossviz.maths.validation import as_count, as_distributions, as_labels

# With more, there would be an answer or none in each of them.
_MOST_BINS = 10_000


def calibration_error(target: ArrayLike, prediction: ArrayLike, *, bins: int = 15) -> Float64s:
    r"""Expected calibration error: how far confidence and accuracy lie apart, on average.

    The confidence of an answer is the largest of its probabilities. Answers of similar
    confidence are put into bins :math:`B` of equal width, and

    .. math:: \mathrm{ECE} = \sum_B \frac{|B|}{N}\,
              \bigl|\text{accuracy in } B - \text{mean confidence in } B\bigr|

    Parameters
    ----------
    target : integer array of shape (N,)
        The true classes.
    prediction : array of shape (..., N, K)
        Predicted probabilities; leading axes are classifiers of their own.
    bins : int
        Number of bins between 0 and 1.

    Returns
    -------
    array of the leading shape
        The error, in [0, 1]; 0 is a classifier that is right as often as it says.

    Raises
    ------
    TypeError, ValueError
        If an argument is not numeric, a row of ``prediction`` is no distribution, ``target``
        holds no labels of its classes, there are not N of them, or ``bins`` is not in 1 to 10,000.

    References
    ----------
    Chuan Guo and others, *On Calibration of Modern Neural Networks*,
    https://arxiv.org/abs/1706.04599

    Examples
    --------
    >>> sure = [[0.9, 0.1], [0.9, 0.1], [0.9, 0.1], [0.9, 0.1]]
    >>> print(calibration_error([0, 0, 0, 1], sure).round(4))
    0.15
    """
    prediction = as_distributions("prediction", prediction).astype(np.float64)
    if prediction.ndim < 2:
        raise ValueError(f"prediction has shape {prediction.shape}; give one row for each sample.")
    target = as_labels("target", target, prediction.shape[-1])
    if target.shape != prediction.shape[-2:-1]:
        raise ValueError(
            f"target has shape {target.shape} but prediction {prediction.shape}; "
            "give one label for each row."
        )
    if not 1 <= as_count("bins", bins) <= _MOST_BINS:
        raise ValueError(f"bins is {bins}; give a number from 1 to {_MOST_BINS:,}.")
    confidence = prediction.max(axis=-1)
    right = prediction.argmax(axis=-1) == target
    place = np.minimum((confidence * bins).astype(int), bins - 1)
    gaps = [abs(np.where(place == b, right - confidence, 0).sum(axis=-1)) for b in range(bins)]
    error: Float64s = np.sum(gaps, axis=0) / len(target)
    return error
