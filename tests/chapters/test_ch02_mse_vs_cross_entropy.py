"""The pictures of chapter 2 show the numbers that they state."""

import itertools

import numpy as np
import pytest

from lossviz.chapters.ch02_mse_vs_cross_entropy.bernoulli_likelihood import BernoulliLikelihood
from lossviz.chapters.ch02_mse_vs_cross_entropy.gaussian_likelihood import GaussianLikelihood
from lossviz.chapters.ch02_mse_vs_cross_entropy.loss_landscape import LossLandscape
from lossviz.chapters.ch02_mse_vs_cross_entropy.two_losses import TwoLosses
from lossviz.chapters.ch02_mse_vs_cross_entropy.two_valleys import TwoValleys


def test_likelihood_and_loss_say_the_same():
    line = GaussianLikelihood.compute(slope=0.7, intercept=1.2, sigma=0.8)
    assert line.cost == pytest.approx(-np.log(line.densities).sum(), rel=1e-12)
    coin = BernoulliLikelihood.compute(hits=3, forecast=0.2)
    assert coin.likelihood == pytest.approx(0.2**3 * 0.8**7, rel=1e-12)


def test_the_pile_has_a_piece_for_each_point_and_reaches_the_curve():
    picture = GaussianLikelihood().update(slope=0.7, intercept=1.2, sigma=0.8)
    heights = np.diff(picture._pieces.get_ydata())
    np.testing.assert_allclose(heights, -np.log(picture.result.densities))
    assert heights.sum() == pytest.approx(picture.result.cost)
    assert set(picture._pieces.get_xdata()) == {0.7}


@pytest.mark.parametrize(
    ("hits", "forecast", "words"),
    [
        (7, 0.4, "the likelihood is 1 in 2,800, 15.9 % of the best"),
        (10, 0.99, "the likelihood is 90 %, 90.4 % of the best"),
        (0, 0.99, "the likelihood is less than 1 in a billion, less than 0.01 % of the best"),
    ],
)
def test_likelihoods_are_told_in_plain_numbers(hits, forecast, words):
    assert words in BernoulliLikelihood().update(hits=hits, forecast=forecast).sentence


def test_a_point_above_its_panel_is_shown_hollow_at_the_edge():
    picture = TwoLosses().update(z=4.0)  # cross-entropy over a: slope 56, curvature 3,100
    points = picture._points["cross-entropy"]
    hollow = [point.get_markerfacecolor() == "white" for point in points]
    assert hollow == [False, True, True, False, False, False]
    for point in points:
        assert point.get_ydata()[0] <= point.axes.get_ylim()[1]
    assert not any(p.get_markerfacecolor() == "white" for p in picture._points["quadratic cost"])


def test_curvature_of_the_two_losses_is_the_slope_of_their_slope():
    h = 1e-5
    for z in (-3.0, 0.7, 4.0):
        low, here, high = (TwoLosses.compute(z=z + d).over_logit for d in (-h, 0, h))
        for name in here:
            nudged = (high[name].slope - low[name].slope) / (2 * h)
            assert here[name].curvature == pytest.approx(nudged, abs=1e-8)


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
