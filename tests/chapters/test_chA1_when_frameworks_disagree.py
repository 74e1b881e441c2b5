"""The picture of appendix A1 puts each library where its convention does."""

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
