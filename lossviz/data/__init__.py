"""Data that the chapters use. Knows NumPy only."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
from numpy.typing import NDArray


def load_digits() -> tuple[NDArray[np.uint8], NDArray[np.intp]]:
    """Handwritten digits: 1,797 images of 8 × 8 pixels, written by 13 people.

    Each pixel counts the dark dots in a square of 4 × 4 of a scanned bitmap, from 0 (white) to
    16 (black). The images are those that scikit-learn ships as ``sklearn.datasets.load_digits``:
    the test part of the original data set, for which 43 people wrote in all.

    Returns
    -------
    images : array of shape (1797, 8, 8)
        Whole numbers from 0 to 16.
    labels : array of shape (1797,)
        The digit that each image shows.

    Notes
    -----
    Licence: Creative Commons Attribution 4.0 International (CC BY 4.0),
    https://creativecommons.org/licenses/by/4.0/. Attribution: E. Alpaydin and C. Kaynak (1998),
    *Optical Recognition of Handwritten Digits*, UCI Machine Learning Repository,
    https://doi.org/10.24432/C50P49. Nothing was changed but the file format.

    References
    ----------
    UCI Machine Learning Repository,
    https://archive.ics.uci.edu/dataset/80/optical+recognition+of+handwritten+digits

    Examples
    --------
    >>> images, labels = load_digits()
    >>> print(images.shape, int(images.max()), labels[:10])
    (1797, 8, 8) 16 [0 1 2 3 4 5 6 7 8 9]
    """
    with files(__name__).joinpath("digits.npz").open("rb") as file, np.load(file) as archive:
        return archive["images"], archive["labels"].astype(np.intp)


def load_alice() -> tuple[str, ...]:
    """The first four chapters of *Alice's Adventures in Wonderland*, letters and spaces only.

    Returns
    -------
    tuple of four strings
        A chapter each, in the 26 small letters with one space between words.

    Notes
    -----
    By Lewis Carroll, 1865; in the public domain. Capital letters were made small; all else, such
    as commas and apostrophes, was left out.

    References
    ----------
    Project Gutenberg, https://www.gutenberg.org/ebooks/11

    Examples
    --------
    >>> chapters = load_alice()
    >>> chapters[0][:28], [len(chapter) for chapter in chapters]
    ('down the rabbit hole alice w', [10777, 10336, 8592, 13154])
    """
    text = files(__name__).joinpath("alice.txt").read_text(encoding="utf-8")
    return tuple(" ".join(chapter.split()) for chapter in text.split("\n\n"))


def load_race() -> NDArray[np.float64]:
    """How many steps the networks of chapter 6's seed race need, by everything that was tried.

    Returns
    -------
    array of shape (6, 3, 3, 2, 10, 60)
        By task, optimiser, activation, loss, learning rate and seed, in the order of the controls;
        ``inf`` where 600 steps did not do.

    Notes
    -----
    Counted by ``python -m tools.make_race``, which takes some minutes, and a part of it again by a
    test. Where steps are so long that a network jumps, the rounding of a machine decides when it
    arrives: there, another machine counts something else.

    Examples
    --------
    >>> print(load_race().shape)
    (6, 3, 3, 2, 10, 60)
    """
    with files(__name__).joinpath("race.npz").open("rb") as file, np.load(file) as archive:
        steps = archive["steps"]
    return np.where(steps == np.iinfo(steps.dtype).max, np.inf, steps)


__all__ = ["load_alice", "load_digits", "load_race"]
