"""A picture's explorer in a notebook: the one part that needs ipywidgets and IPython."""

from __future__ import annotations

from typing import Any

from lossviz.explorable.picture import LivePicture, Picture
from lossviz.explorable.widgets.explorer import Explorer
from lossviz.explorable.widgets.live import LiveExplorer
from lossviz.explorable.widgets.progress import progress

__all__ = ["Explorer", "LiveExplorer", "explore", "progress"]


def explore(kind: type[Picture[Any]]) -> Explorer[Any]:
    """Prepare a kind of picture, with a progress bar if that takes long, and make its explorer."""
    pieces, preparation = kind.preparation()
    if preparation:
        for piece in progress(preparation, pieces):
            piece()
    picture = kind()
    return LiveExplorer(picture) if isinstance(picture, LivePicture) else Explorer(picture)
