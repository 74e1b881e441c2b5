"""The pictures of chapter 1 show the numbers that they state."""

import itertools

import numpy as np
import pytest

from lossviz import code_length, cross_entropy, entropy, huffman_code, kl_divergence, load_alice
from lossviz.chapters.ch01_entropy.binary_entropy import BinaryEntropy
from lossviz.chapters.ch01_entropy.codewords import CHANCES, Codewords
from lossviz.chapters.ch01_entropy.halving import Halving
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


@pytest.mark.parametrize("halvings", range(7))
def test_each_halving_halves_the_board_and_is_a_bit(halvings):
    picture = Halving().update(halvings=halvings)
    left = picture._left.get_bbox()
    assert left.width * left.height == 64 / 2**halvings
    assert picture.result.surprise == halvings
    assert picture._here.get_xdata() == [2.0**-halvings]
    # The coin is always in the part that is left, and seen only when that is its square.
    assert left.contains(picture._coin.get_xdata()[0], picture._coin.get_ydata()[0])
    assert picture._coin.get_visible() is (halvings == 6)


LENGTHS = list(itertools.product(range(1, 6), repeat=4))


def test_a_code_is_a_prefix_code_or_does_not_fit():
    for lengths in LENGTHS:
        code = Codewords.compute(*lengths)
        assert code.used == sum(2.0**-length for length in lengths)
        assert ("" in code.words) == (code.used > 1)
        if code.used <= 1:
            assert tuple(map(len, code.words)) == lengths
            pairs = itertools.permutations(code.words, 2)
            assert not any(one.startswith(other) for one, other in pairs)


def test_no_code_that_fits_is_shorter_than_the_entropy_and_one_reaches_it():
    means = [code.mean for code in (Codewords.compute(*n) for n in LENGTHS) if code.used <= 1]
    assert min(means) == entropy(CHANCES) == code_length(CHANCES, huffman_code(CHANCES))


@pytest.mark.parametrize("lengths", [(2, 2, 2, 2), (1, 1, 1, 1), (1, 1, 2, 3), (5, 5, 5, 5)])
def test_the_words_fill_their_share_and_the_towers_their_price(lengths):
    picture = Codewords().update(**dict(zip("abcd", lengths, strict=True)))
    code = picture.result
    widths = sum(boxes(block)[0].sum() for block in picture._blocks)
    assert widths == min(code.used, 1)
    assert (boxes(picture._excess).size > 0) is (code.used > 1)
    areas = [np.prod(boxes(tower), axis=0).sum() for tower in picture._towers]
    assert sum(areas) == code.mean == picture._mean.get_ydata()[0]


def test_a_guess_of_the_mean_length_stays_on_the_picture():
    picture = Codewords()
    assert not picture._guess.get_visible()
    picture.ghost = 1.6
    picture.place(picture.result)
    assert list(picture._guess.get_ydata()) == [1.6, 1.6]
    assert picture._guess.get_visible()
    assert picture._guess_label.get_visible()


def test_the_text_has_letters_and_single_spaces_only():
    chapters = load_alice()
    assert len(chapters) == 4
    assert {character for chapter in chapters for character in chapter} == set(
        "abcdefghijklmnopqrstuvwxyz "
    )
    assert not any("  " in chapter or chapter != chapter.strip() for chapter in chapters)


@pytest.mark.parametrize("weights", [{}, {"d": 5.0}, {"a": 0.0}, {"a": 0.0, "b": 0.0, "c": 1.0}])
def test_the_area_of_the_towers_is_the_entropy(weights):
    picture = Skyline().update(**weights)
    areas = [np.prod(boxes(patch), axis=0).sum() for patch in picture._towers]
    assert sum(areas) == pytest.approx(picture.result.entropy)
    assert sum(boxes(patch)[0].sum() for patch in picture._towers) == pytest.approx(1)
    assert picture._mean.get_ydata()[0] == picture.result.entropy


def test_a_tower_beyond_the_top_is_marked():
    picture = Skyline().update(a=99.9, b=0.1, c=0, d=0)
    assert picture._cuts.get_xdata() == pytest.approx([0.9995])
    assert picture.update(b=50.0)._cuts.get_xdata().size == 0


def test_a_bar_is_grabbed_by_its_top():
    picture = Skyline().update(a=10, b=20, c=30, d=0)
    b = picture.handles[1]
    assert b.at(picture.result) == pytest.approx((1, 20 / 60))
    weights = b.grab(picture.result, 1, 0.5)
    assert weights == pytest.approx({"b": 40})
    assert picture.update(**weights).result.p[1] == pytest.approx(0.5)
    assert b.grab(picture.result, 1, 1.2) == {"b": 100}


def test_a_bar_that_cannot_move_has_no_grip():
    picture = Skyline().update(a=0, b=20, c=0, d=0)
    assert [grip is None for grip in picture.grips()] == [False, True, False, False]


@pytest.mark.parametrize("weights", [(20, 30, 50), (0, 0, 100), (1, 0, 99)])
def test_a_point_of_the_triangle_is_three_percentages(weights):
    picture = Simplex().update(**dict(zip(("q_a", "q_b", "q_c"), weights, strict=True)))
    q = picture.handles[0]
    grabbed = q.grab(picture.result, *q.at(picture.result))
    assert list(grabbed.values()) == pytest.approx(weights, abs=1e-9)


def area(patch):
    return np.prod(boxes(patch), axis=0).sum()


@pytest.mark.parametrize("q", [(25, 25, 50), (50, 30, 20), (1, 1, 1), (5, 60, 35)])
@pytest.mark.parametrize("truth", WrongForecast.parameters[0].places)
def test_the_areas_are_entropy_and_cross_entropy(truth, q):
    picture = WrongForecast().update(
        truth=truth, **dict(zip(("q_a", "q_b", "q_c"), q, strict=True))
    )
    costs = picture.result
    needed, saved, extra = map(area, (picture._needed, picture._saved, picture._extra))
    assert needed + saved == pytest.approx(costs.entropy)
    assert needed + extra == pytest.approx(costs.cross_entropy)
    assert costs.cross_entropy == pytest.approx(cross_entropy(costs.p, costs.q))
    assert costs.price.sum() == pytest.approx(costs.divergence)
    assert picture._own.get_ydata()[0] == costs.entropy
    assert picture._paid.get_ydata()[0] == costs.cross_entropy


def test_a_tower_that_is_infinite_is_cut_off_and_said_so():
    picture = WrongForecast().update(q_c=0.0)
    assert picture._cuts.get_xdata() == pytest.approx([0.9])
    assert picture._paid.get_ydata()[0] > picture._paid.axes.get_ylim()[1]
    assert "1.485 bits and infinitely many" in picture.sentence
    assert picture.update(q_c=50.0)._cuts.get_xdata().size == 0


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
        (Skyline, {"a": 0, "b": 0, "c": 0, "d": 0}, "a, b, c, d are all 0, so nothing can happen"),
        (WrongForecast, {"q_a": 0, "q_b": 0, "q_c": 0}, "q_a, q_b, q_c are all 0"),
        (Simplex, {"q_a": 0, "q_b": 0, "q_c": 0}, "q_a, q_b, q_c are all 0"),
    ],
)
def test_weights_that_are_all_0_are_refused_in_plain_words(picture, weights, words):
    shown = picture()
    values, sentence, drawn = dict(shown.values), shown.sentence, shown.png()
    with pytest.raises(ValueError, match=words):
        shown.update(**weights)
    assert (shown.values, shown.sentence, shown.png()) == (values, sentence, drawn)
