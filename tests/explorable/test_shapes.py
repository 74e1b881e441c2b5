"""Strokes and bars as the data of one artist."""

import numpy as np

from lossviz.explorable.shapes import bars, verticals


def test_bars_stop_at_the_top_and_leave_out_what_is_empty():
    path = bars([0, 1, 2], 0.5, [3.0, 0.0, 9.0], top=7.0)
    assert path.vertices[:, 1].max() == 7
    assert len(path.vertices) == 2 * 5


def test_a_bar_stands_on_its_foot_and_is_left_out_where_that_is_higher():
    path = bars([0, 1], 0.5, [3.0, 1.0], feet=[1.0, 3.0])
    assert len(path.vertices) == 5
    assert (path.vertices[:, 1].min(), path.vertices[:, 1].max()) == (1, 3)


def test_the_pen_is_lifted_between_strokes():
    x, y = verticals([1, 2], 0, [3, 4])
    np.testing.assert_array_equal(x, [1, 1, 1, 2, 2, 2])
    np.testing.assert_array_equal(y, [0, 3, np.nan, 0, 4, np.nan])
