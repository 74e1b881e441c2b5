"""The pictures of chapter 2 show the numbers that they state."""

import itertools

import numpy as np
import pytest

from lossviz import quadratic_cost, sigmoid, sigmoid_cross_entropy
from lossviz.chapters.ch02_mse_vs_cross_entropy import losses, one_wrong_label
from lossviz.chapters.ch02_mse_vs_cross_entropy.bernoulli_likelihood import BernoulliLikelihood
from lossviz.chapters.ch02_mse_vs_cross_entropy.curvature import Curvature
from lossviz.chapters.ch02_mse_vs_cross_entropy.forecast_prices import ForecastPrices
from lossviz.chapters.ch02_mse_vs_cross_entropy.gaussian_likelihood import GaussianLikelihood
from lossviz.chapters.ch02_mse_vs_cross_entropy.loss_landscape import LossLandscape
from lossviz.chapters.ch02_mse_vs_cross_entropy.two_losses import TwoLosses
from lossviz.chapters.ch02_mse_vs_cross_entropy.two_valleys import TwoValleys
from lossviz.chapters.ch02_mse_vs_cross_entropy.wrong_label import WrongLabel


def is_hollow(marker):
    return marker.get_markerfacecolor() == "white"


def test_likelihood_and_loss_say_the_same():
    line = GaussianLikelihood.compute(slope=0.7, intercept=1.2, sigma=0.8)
    assert line.cost == pytest.approx(-np.log(line.densities).sum(), rel=1e-12)
    for rainy in range(11):
        coin = BernoulliLikelihood.compute(rainy=rainy, forecast=0.2)
        assert coin.likelihood == pytest.approx(0.2**rainy * 0.8 ** (10 - rainy), rel=1e-12)
        price = ForecastPrices.compute(rainy=rainy, forecast=0.2).prices["cross-entropy"]
        assert price == pytest.approx(-np.log(coin.likelihood) / 10, rel=1e-12)


def test_every_day_has_a_bar_and_the_last_one_is_the_likelihood():
    picture = BernoulliLikelihood().update(rainy=7, forecast=0.6)
    # The second of a bar's five corners is its upper left one.
    rain, dry = (bars.get_path().vertices.reshape(-1, 5, 2)[:, 1] for bars in picture._bars)
    assert (len(rain), len(dry)) == (7, 3)
    corners = np.concatenate([rain, dry])
    heights = corners[corners[:, 0].argsort(), 1]
    np.testing.assert_allclose(np.divide(heights[1:], heights[:-1]), picture.result.factors[1:])
    assert heights[-1] == pytest.approx(0.6**7 * 0.4**3)


def test_the_diamonds_mark_the_lowest_price_of_all():
    for rainy in range(11):
        prices = ForecastPrices.compute(rainy=rainy, forecast=0.4)
        for name, lowest in prices.lowest.items():
            assert lowest <= prices.curves[name].min() + 1e-12
            assert lowest == pytest.approx(prices.curves[name].min(), abs=0.01)


def test_a_price_above_its_panel_is_shown_hollow():
    picture = ForecastPrices().update(rainy=0, forecast=0.99)
    (*_, squared), (*_, entropy) = picture._artists.values()
    assert (is_hollow(squared), is_hollow(entropy)) == (False, True)
    picture.update(forecast=0.5)
    assert not is_hollow(entropy)


def test_the_pile_has_a_piece_for_each_point_and_reaches_the_curve():
    picture = GaussianLikelihood().update(slope=0.7, intercept=1.2, sigma=0.8)
    heights = np.diff(picture._pieces.get_ydata())
    np.testing.assert_allclose(heights, -np.log(picture.result.densities))
    assert heights.sum() == pytest.approx(picture.result.cost)
    assert set(picture._pieces.get_xdata()) == {0.7}


@pytest.mark.parametrize(
    ("rainy", "forecast", "words"),
    [
        (7, 0.4, "the likelihood, is 1 in 2,800. That is 15.9 % of the best one"),
        (10, 0.99, "the likelihood, is 90 %. That is 90.4 % of the best one"),
        (0, 0.99, "is less than 1 in a billion. That is less than 0.01 % of the best one"),
    ],
)
def test_likelihoods_are_told_in_plain_numbers(rainy, forecast, words):
    assert words in BernoulliLikelihood().update(rainy=rainy, forecast=forecast).sentence


def test_a_point_above_its_panel_is_shown_hollow_at_the_edge():
    picture = TwoLosses().update(z=4.0)  # cross-entropy has a slope of 56 over a
    points = picture._points["cross-entropy"]
    assert [is_hollow(point) for point in points] == [False, True, False, False]
    for point in points:
        assert point.get_ydata()[0] <= point.axes.get_ylim()[1]
    assert not any(is_hollow(point) for point in picture._points["quadratic cost"])


def test_the_steepest_slope_is_the_steepest_of_all():
    z = np.linspace(-40, 40, 80_001)
    for name, steepest in losses.STEEPEST.items():
        assert losses.over_logit(name, z).slope.max() == pytest.approx(steepest, rel=1e-6)


def test_curvature_of_the_two_losses_is_the_slope_of_their_slope():
    h = 1e-5
    for z in (-3.0, 0.7, 4.0):
        low, here, high = (Curvature.compute(z=z + d).losses for d in (-h, 0, h))
        for name in here:
            nudged = (high[name].slope - low[name].slope) / (2 * h)
            assert here[name].curvature == pytest.approx(nudged, abs=1e-8)


@pytest.mark.parametrize(("z", "side"), [(-1.0, "above"), (0.6, "above"), (0.8, "below")])
def test_the_tangent_touches_the_curve_from_the_side_that_is_told(z, side):
    picture = Curvature().update(z=z)
    x, y = picture._tangent.get_data()
    here = y[0] + (y[1] - y[0]) * (z - x[0]) / (x[1] - x[0])
    assert here == pytest.approx(sigmoid(z) ** 2 / 2)
    beside = z + np.array([-0.05, 0.05])
    gap = sigmoid(beside) ** 2 / 2 - (here + (y[1] - y[0]) / (x[1] - x[0]) * (beside - z))
    assert (gap.mean() > 0) == (side == "above")
    assert f"lies {side} its tangent" in picture.sentence


def test_a_wrong_label_among_the_others_turns_the_boundary_of_cross_entropy_only():
    squared, entropy = WrongLabel.compute(x=2.4, y=2.6).boundaries.values()
    assert squared.turned < 1
    assert entropy.turned > 30
    assert squared.right == 24 > entropy.right
    assert squared.pull < 0.001
    assert entropy.pull > 0.9


def test_the_pull_is_the_slope_of_the_loss_at_the_models_own_logit():
    for name, boundary in WrongLabel.compute(x=1.0, y=-0.5).boundaries.items():
        w1, w2, b = boundary.weights
        assert boundary.z == pytest.approx(w1 * 1.0 - w2 * 0.5 + b)
        a = sigmoid(boundary.z)
        share = a if name == "cross-entropy" else a**2 * (1 - a) / (4 / 27)
        assert boundary.pull == pytest.approx(share)


def test_the_boundary_drawn_is_where_the_logit_is_zero():
    picture = WrongLabel().update(x=-1.0, y=2.0)
    for name, line in picture._lines.items():
        w1, w2, b = picture.result.boundaries[name].weights
        np.testing.assert_allclose(w1 * line.get_xdata() + w2 * line.get_ydata() + b, 0, atol=1e-8)


def test_boundaries_turn_by_the_angle_between_their_weights():
    before = np.array([[1.0, 0.0, 3.0], [0.0, 2.0, 1.0]])
    after = np.array([[5.0, 5.0, -9.0], [0.0, 4.0, 2.0]])
    np.testing.assert_allclose(one_wrong_label.turned(before, after), [45, 0], atol=1e-5)


def test_models_of_the_right_labels_are_trained_on_nothing_else():
    a = sigmoid(one_wrong_label.FEATURES @ one_wrong_label.train().T).T
    y = np.broadcast_to(one_wrong_label.LABELS, a.shape)
    near = sigmoid(one_wrong_label.FEATURES @ one_wrong_label.train((0.2, 0.0)).T).T
    for i, loss in enumerate((quadratic_cost, sigmoid_cross_entropy)):
        prices = [
            loss(y[i], out[i] if loss is quadratic_cost else np.log(out[i] / (1 - out[i])))
            for out in (a, near)
        ]
        assert prices[0] < prices[1]


def test_a_cost_above_its_panel_is_shown_hollow_and_the_valley_can_be_seen():
    picture = TwoValleys().update(w=3.0, step=0)
    balls = {name: ball for name, (_, _, ball) in picture._artists.items()}
    assert {name: is_hollow(ball) for name, ball in balls.items()} == {
        "quadratic cost": False,
        "cross-entropy": True,
    }
    picture.update(step=200)
    assert not is_hollow(balls["cross-entropy"])
    low, high = balls["cross-entropy"].axes.get_ylim()
    left, bottom = (TwoValleys.compute(200, w).runs["cross-entropy"].cost for w in (-2.0, 0.0))
    assert (left[0] - bottom[-1]) / (high - low) > 0.05


def test_the_ridge_parts_the_starts_of_quadratic_cost_only():
    ends = {}
    for start in (-1.0, 0.5, 0.6, 3.5):
        runs = TwoValleys.compute(step=200, w=start).runs
        ends[start] = {name: run.path[-1] for name, run in runs.items()}
    assert [ends[s]["quadratic cost"] > 2 for s in ends] == [False, False, True, True]
    assert {round(float(end["cross-entropy"]), 4) for end in ends.values()} == {-0.3774}


def landscape(w, b, rate_squared=1.0, rate_entropy=1.0):
    return LossLandscape.compute(w=w, b=b, rate_squared=rate_squared, rate_entropy=rate_entropy)


def test_the_landscape_has_its_lowest_point_where_cross_entropy_ends():
    goal = landscape(-4.0, 4.0).runs["cross-entropy"].path[-1]
    for start in ((0.0, 0.0), (5.0, 5.0), (-5.0, -4.0)):
        run = landscape(*start).runs["cross-entropy"]
        np.testing.assert_allclose(run.path[-1], goal, atol=1e-3)
        assert run.cost == pytest.approx(0.5236, abs=5e-5)


def test_the_maps_name_their_lowest_cost():
    picture = LossLandscape()
    named = {name: axes.texts[-1].get_text() for name, axes in picture._maps.items()}
    for name, run in landscape(0.0, 0.0).runs.items():
        assert named[name] == f"lowest: {run.cost:.3f}"


def test_no_sentence_of_the_landscape_hangs_on_the_last_digit():
    """A start that differs in the fourteenth digit stands for a machine that rounds otherwise."""
    picture = LossLandscape()
    told = set()
    for w, b in itertools.product((-5.3, -4.0, 0.0, 1.7), (-2.9, 0.0, 4.0)):
        for rate in (1.0, 5.0, 10.0, 20.0, 50.0):
            for nudge in (0.0, 3e-14):
                descents = landscape(w + nudge, b, rate, rate)
                told.add((w, b, rate, picture.describe(descents)))
    assert len(told) == 4 * 3 * 5
    picture.update(w=-4.0, b=4.0, rate_squared=1.0, rate_entropy=10.0)
    assert picture.sentence.endswith("that the last digit of its start decides where it is.")
    picture.update(rate_entropy=5.0)  # from one side of the valley to the other, for ever
    assert picture.sentence.endswith("jumps to and fro and does not settle.")
    picture.update(rate_entropy=3.0)
    assert "cross-entropy with η = 3 is at w = 0.72, b = 0.05" in picture.sentence
