"""Pictures that are stored with fewer pixels: for chapters that have many of them."""

from __future__ import annotations

from typing import TypeVar

from lossviz.explorable import Picture, layers, strip

R = TypeVar("R")


class StoredSmall(Picture[R]):
    """A picture whose PNG is as sharp as a strip; on a page it is drawn as any other."""

    def png(self) -> bytes:
        """The whole picture as PNG."""
        return layers.png(self.pixels(strip.SCALE))
