"""Images of stored frames packed small: the films of a picture that colours a plane.

A PNG is deflated already, so deflate finds nothing in common between two of them. Here an image is
kept as the places of its pixels' colours in a palette, in which neighbours are alike, and each
pixel as what it differs from the same one in the image before: mostly 0, 1 or -1.
`site/script/stored_images.js` makes images of the same pixels of it.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

PNG = "data:image/png;base64,"
# The first letter that stands for a difference; the quotation mark is before it.
FIRST_LETTER = 35
_MOST_COLOURS = 256


def pack(texts: Sequence[str]) -> dict[str, Any] | None:
    """Pack the addresses of images, or return None if they are something else.

    Returns
    -------
    size : how many pixels wide and high
    palette : red, green, blue and opacity of each colour
    images : a letter for each pixel of each image
    """
    if not texts or not all(text.startswith(PNG) for text in texts):
        return None
    images = [pixels(text) for text in texts]
    if len({image.shape for image in images}) > 1:
        return None
    colours, places = np.unique(np.stack(images).reshape(-1, 4), axis=0, return_inverse=True)
    if len(colours) > _MOST_COLOURS:
        return None
    order = _chain(colours)
    ranks = np.argsort(order)[places].reshape(len(images), -1)
    height, width, _ = images[0].shape
    return {
        "size": [width, height],
        "palette": colours[order].tolist(),
        "images": list(_letters(ranks)),
    }


def pixels(text: str) -> NDArray[np.uint8]:
    """The pixels of an image that stands in its own address."""
    data = base64.b64decode(text.removeprefix(PNG))
    return np.asarray(Image.open(io.BytesIO(data)).convert("RGBA"))


def _chain(colours: NDArray[np.uint8]) -> list[int]:
    """An order of colours, from the first to the one that is nearest, and so on."""
    left = dict.fromkeys(range(1, len(colours)))
    chain = [0]
    while left:
        rest = list(left)
        distances = np.abs(colours[rest].astype(int) - colours[chain[-1]].astype(int)).sum(axis=1)
        chain.append(rest[int(distances.argmin())])
        del left[chain[-1]]
    return chain


def _letters(ranks: NDArray[np.intp]) -> Iterator[str]:
    """Differences from one image to the next as letters: 0, -1, 1, -2, 2, …"""
    moves = np.diff(ranks, axis=0, prepend=np.zeros_like(ranks[:1]))
    moves = (moves + 128) % 256 - 128
    for row in np.where(moves < 0, -2 * moves - 1, 2 * moves) + FIRST_LETTER:
        yield "".join(map(chr, row.tolist()))
