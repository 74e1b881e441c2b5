"""Strokes and bars as the data of one artist."""

import numpy as np
from matplotlib.path import Path

from lossviz.explorable.shapes import bars, verticals


def test_bars_stop_at_the_top_and_leave_out_what_is_empty():
    path = bars([0, 1, 2], 0.5, [3.0, 0.0, 9.0], top=7.0)
    assert path.vertices[:, 1].max() == 7
    assert len(path.vertices) == 2 * 5


def test_a_bar_stands_on_its_foot_and_is_left_out_where_that_is_higher():
    path = bars([0, 1], 0.5, [3.0, 1.0], feet=[1.0, 3.0])
    assert len(path.vertices) == 5
    assert (path.vertices[:, 1].min(), path.vertices[:, 1].max()) == (1, 3)


def test_a_bar_has_its_corners_in_turn_and_is_closed():
    path = bars([1.0], [0.5], [3.0])
    corners = [[1, 0], [1, 3], [1.5, 3], [1.5, 0], [1, 0]]
    np.testing.assert_array_equal(path.vertices, corners)
    codes = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
    np.testing.assert_array_equal(path.codes, codes)


def test_bars_without_a_width_or_wholly_above_the_top_are_left_out():
    assert len(bars([0, 1], [0.0, -0.5], 3.0).vertices) == 0
    assert len(bars(0, 0.5, 9.0, top=7.0, feet=8.0).vertices) == 0
    assert len(bars(0, 0.5, 9.0, top=7.0, feet=6.5).vertices) == 5
    assert bars(0, 0.5, 1e300).vertices[:, 1].max() == 1e300  # there is no top unless it is named


def test_the_pen_is_lifted_between_strokes():
    x, y = verticals([1, 2], 0, [3, 4])
    np.testing.assert_array_equal(x, [1, 1, 1, 2, 2, 2])
    np.testing.assert_array_equal(y, [0, 3, np.nan, 0, 4, np.nan])
