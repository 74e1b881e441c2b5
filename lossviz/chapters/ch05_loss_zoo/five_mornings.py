"""The minutes of waiting: four that stay, and the largest that the fifth can be."""

FOUR, FURTHEST = (1.0, 2.0, 3.0, 4.0), 100.0
