"""Many strokes or bars as one artist."""

from lossviz.explorable.shapes import bars


def test_bars_stop_at_the_top_and_leave_out_what_is_empty():
    path = bars([0, 1, 2], 0.5, [3.0, 0.0, 9.0], top=7.0)
    assert path.vertices[:, 1].max() == 7
    assert len(path.vertices) == 2 * 5
