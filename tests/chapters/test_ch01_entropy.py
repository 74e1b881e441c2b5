"""The pictures of chapter 1 show the numbers that they state."""

import numpy as np
import pytest

from lossviz import cross_entropy, entropy, kl_divergence
from lossviz.chapters.ch01_entropy.binary_entropy import BinaryEntropy
from lossviz.chapters.ch01_entropy.simplex import LEVELS, Simplex, level_sets
from lossviz.chapters.ch01_entropy.skyline import Skyline
from lossviz.chapters.ch01_entropy.wrong_forecast import WrongForecast
from lossviz.chapters.shared.distributions import shares


def boxes(patch):
    """Width and height of every bar in a compound path."""
    corners = patch.get_path().vertices.reshape(-1, 5, 2)
    return np.ptp(corners, axis=1).T


def test_shares_of_a_whole():
    np.testing.assert_allclose(shares(a=1, b=3), [0.25, 0.75])
    with pytest.raises(ValueError, match="a, b are all 0"):
        shares(a=0, b=0)


@pytest.mark.parametrize("weights", [{}, {"d": 5.0}, {"a": 0.0, "outcomes": 3}, {"outcomes": 6}])
def test_the_area_of_the_towers_is_the_entropy(weights):
    picture = Skyline().update(**weights)
    areas = [np.prod(boxes(patch), axis=0).sum() for patch in picture._towers]
    assert sum(areas) == pytest.approx(picture.result.entropy)
    assert sum(boxes(patch)[0].sum() for patch in picture._towers) == pytest.approx(1)
    assert picture._mean.get_ydata()[0] == picture.result.entropy


def test_a_tower_beyond_the_top_is_marked():
    picture = Skyline().update(a=99.9, b=0.1, outcomes=2)
    assert picture._cuts.get_xdata() == pytest.approx([0.9995])
    assert picture.update(b=50.0)._cuts.get_xdata().size == 0


def test_a_bar_is_grabbed_by_its_top():
    picture = Skyline().update(outcomes=3, a=10, b=20, c=30)
    b = picture.handles[1]
    assert b.at(picture.result) == pytest.approx((1, 20 / 60))
    weights = b.grab(picture.result, 1, 0.5)
    assert weights == pytest.approx({"b": 40})
    assert picture.update(**weights).result.p[1] == pytest.approx(0.5)
    assert b.grab(picture.result, 1, 1.2) == {"b": 100}


def test_a_bar_that_cannot_move_has_no_grip():
    picture = Skyline().update(outcomes=2, a=0, b=20)
    assert [grip is None for grip in picture.grips()] == [False, True, True, True, True, True]


@pytest.mark.parametrize("weights", [(20, 30, 50), (0, 0, 100), (1, 0, 99)])
def test_a_point_of_the_triangle_is_three_percentages(weights):
    picture = Simplex().update(**dict(zip(("q_a", "q_b", "q_c"), weights, strict=True)))
    q = picture.handles[0]
    grabbed = q.grab(picture.result, *q.at(picture.result))
    assert list(grabbed.values()) == pytest.approx(weights, abs=1e-9)


def test_the_bars_add_up():
    picture = WrongForecast()
    for first in (0, 3):
        whole, own, wrong = picture._bars[first : first + 3]
        assert whole.get_width() == pytest.approx(own.get_width() + wrong.get_width())
        assert wrong.get_x() == own.get_width()
    p, q = [0.5, 0.3, 0.2], [0.25, 0.25, 0.5]
    np.testing.assert_allclose(
        picture.result.cross_entropies, [cross_entropy(p, q), cross_entropy(q, p)]
    )


def test_a_price_beyond_the_axis_has_an_arrow():
    picture = WrongForecast().update(p_a=100, p_b=0, p_c=0, q_a=1, q_b=50, q_c=49)
    assert picture.result.cross_entropies[0] == pytest.approx(np.log2(100))
    assert picture._labels[0].get_text() == "6.64 →"
    assert picture.update(q_a=50)._labels[0].get_text() == "1.58"


def test_what_costs_infinitely_much_runs_out_of_the_picture():
    picture = WrongForecast().update(q_c=0.0)
    whole = picture._bars[0]
    assert whole.get_width() > whole.axes.get_xlim()[1]
    assert picture._labels[0].get_text() == "infinite →"
    assert "1.485 bits and infinitely many" in picture.sentence


@pytest.mark.parametrize("q", [0.001, 0.3, 0.5, 0.9])
def test_the_tangent_is_the_cross_entropy(q):
    coin = BinaryEntropy.compute(p=0.3, q=q)
    left, right = coin.tangent
    assert left + q * (right - left) == pytest.approx(entropy([q, 1 - q]))
    assert left + 0.3 * (right - left) == pytest.approx(coin.cross_entropy)
    assert coin.divergence == pytest.approx(coin.cross_entropy - coin.entropy)


@pytest.mark.parametrize("p", [(0.5, 0.3, 0.2), (0.98, 0.01, 0.01), (0.4, 0.6, 0.0), (0, 0, 1)])
def test_level_sets_lie_on_their_level_or_on_the_edge(p):
    p = np.array(p, float)
    for level, outline in zip(LEVELS, level_sets(p), strict=True):
        np.testing.assert_allclose(outline.sum(axis=1), 1)
        q = np.clip(outline, 0, 1)
        q /= q.sum(axis=1, keepdims=True)
        values = kl_divergence(np.broadcast_to(p, q.shape), q)
        at_edge = q.min(axis=1) < 1e-6
        np.testing.assert_allclose(values[~at_edge], level, rtol=1e-3)
        assert (values <= level * 1.001).all()


@pytest.mark.parametrize(
    ("picture", "weights", "words"),
    [
        (Skyline, {"outcomes": 2, "a": 0, "b": 0}, "a, b are all 0, so nothing can happen"),
        (WrongForecast, {"p_a": 0, "p_b": 0, "p_c": 0}, "p_a, p_b, p_c are all 0"),
        (Simplex, {"q_a": 0, "q_b": 0, "q_c": 0}, "q_a, q_b, q_c are all 0"),
    ],
)
def test_weights_that_are_all_0_are_refused_in_plain_words(picture, weights, words):
    shown = picture()
    values, sentence, drawn = dict(shown.values), shown.sentence, shown.png()
    with pytest.raises(ValueError, match=words):
        shown.update(**weights)
    assert (shown.values, shown.sentence, shown.png()) == (values, sentence, drawn)
