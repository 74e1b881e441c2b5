"""The exercises of chapter 2: which grids hold the best forecast."""

import numpy as np
import pytest

from lossviz import check


def grid_search(grid):
    return lambda y, loss: grid[np.argmin([loss(y, np.full(len(y), a)) for a in grid])]


@pytest.mark.parametrize(
    "grid",
    [np.linspace(0.01, 0.99, 99), np.linspace(0.005, 0.995, 199), np.linspace(0, 1, 101)],
    ids=["as asked", "finer", "with the ends"],
)
def test_a_grid_that_holds_ours_is_right(grid):
    assert check("2.4", grid_search(grid)).right


@pytest.mark.parametrize(
    "grid",
    [np.arange(0.01, 0.985, 0.01), np.linspace(0.1, 0.9, 9), np.linspace(-1, 2, 301)],
    ids=["the last one missing", "coarser", "no probabilities"],
)
def test_a_grid_that_does_not_is_wrong(grid):
    def search(y, loss):
        with np.errstate(all="ignore"):
            return grid_search(grid)(y, loss)

    assert not check("2.4", search).right
