"""The fitted line turns around one end when the other is dragged."""

import numpy as np
import pytest

from lossviz.chapters.ch00_start_here.line_fit import LineFit


@pytest.mark.parametrize(("this", "to"), [(0, (0.0, 6.0)), (1, (7.0, -0.5)), (1, (5.0, 9.0))])
def test_the_other_end_of_the_line_stays(this, to):
    picture = LineFit()
    fixed = picture.result.ends[1 - this]
    line = picture.handles[this].grab(picture.result, *to)
    ends = LineFit.compute(**line).ends
    np.testing.assert_allclose(ends[1 - this], fixed, atol=1e-9)
    np.testing.assert_allclose(ends[this], to, atol=1e-9)


@pytest.mark.parametrize(("slope", "intercept"), [(-1.0, -3.0), (0.0, -3.0), (-1.0, -0.9)])
def test_a_line_out_of_sight_has_no_ends_to_grab(slope, intercept):
    left, right, place = LineFit().update(slope=slope, intercept=intercept).grips()
    assert left is None
    assert right is None
    assert place is not None
