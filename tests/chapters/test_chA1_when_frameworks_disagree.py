"""The picture of appendix A1 puts each library where its convention does."""

import itertools

import numpy as np

from lossviz.chapters.chA1_when_frameworks_disagree.hopeless_price import HopelessPrice
from lossviz.explorers import hopeless_price
from lossviz.maths.conventions import price_of_truth


def test_the_picture_puts_every_point_on_its_curve():
    picture = HopelessPrice()
    for exponent in (-0.3, -12.5, -46.0, -300.0):
        picture.update(exponent=exponent)
        for name, (loss_point, slope_point) in picture._points.items():
            loss, slope = price_of_truth(10.0**exponent, name)
            shown = loss if np.isfinite(loss) else 2000.0
            assert list(loss_point.get_ydata()) == [shown]
            pulls = slope is not None and np.isfinite(slope)
            assert list(slope_point.get_ydata()) == ([abs(slope)] if pulls else [])
    assert "infinite (plain float32)" in picture.sentence
    assert "undefined (plain float32)" in picture.sentence


def test_points_that_meet_stand_side_by_side_and_others_on_their_probability():
    picture = HopelessPrice()
    for exponent in (-0.3, -8.0, -17.0, -46.0):
        picture.update(exponent=exponent)
        for panel, scale in ((0, np.log), (1, lambda pull: 10 * pull)):
            points = [picture._points[name][panel].get_xydata() for name in picture._points]
            seen = [(np.log(x), scale(y)) for point in points for x, y in point]
            for (x, y), (other_x, other_y) in itertools.combinations(seen, 2):
                assert abs(x - other_x) > 0.2 or abs(y - other_y) > 0.4
    picture.update(exponent=-12.5)
    assert picture._points["PyTorch"][1].get_xdata() == [12.5]


def test_each_preset_shows_what_it_says():
    explorer = hopeless_price()
    prices = {}
    for preset in explorer.presets:
        explorer.press(preset)
        prices[preset] = explorer.result.prices
    assert prices["Keras 3 clips"]["Keras 3"].slope == 0
    assert abs(prices["PyTorch lets go"]["PyTorch"].slope) < 0.5
    clipped = price_of_truth(0.0, "scikit-learn").loss
    assert prices["scikit-learn clips"]["scikit-learn"].loss == clipped
    assert np.isinf(prices["float32 breaks"]["plain float32"].loss)
    explorer.close()
