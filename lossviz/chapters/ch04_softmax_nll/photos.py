"""The two photos of the chapter, and what the network said of them."""

from __future__ import annotations

CLASSES = ("cat", "dog", "fox")
# Logits; document 002 has the same numbers. Photo 1 shows a fox, photo 2 a dog.
PHOTO_1, PHOTO_2 = (2.0, 0.5, 6.0), (0.1, 0.0, 3.0)
DOG = CLASSES.index("dog")
