"""The pictures of chapter 5 show the numbers that they say."""

import numpy as np
import pytest

from lossviz import boost_stumps, explorers, exponential, fit_line, hinge, huber
from lossviz.chapters.ch05_loss_zoo.boosting_rounds import (
    LABELS,
    LAST_ROUND,
    POINTS,
    WIDE,
    BoostingRounds,
)
from lossviz.chapters.ch05_loss_zoo.margin_losses import MARGIN_LOSSES, MarginLosses, over_margin
from lossviz.chapters.ch05_loss_zoo.outlier_line import OutlierLine, X, Y
from lossviz.chapters.ch05_loss_zoo.polynomial_risk import (
    STRENGTHS,
    TEST_SET,
    TRAINING_SET,
    PolynomialRisk,
)
from lossviz.chapters.ch05_loss_zoo.residual_losses import ResidualLosses


@pytest.mark.parametrize("name", MARGIN_LOSSES)
def test_a_margin_loss_is_drawn_where_it_is(name):
    picture = MarginLosses().update(first=name, margin=0.5)
    value, slope = over_margin(name, np.array([0.5]))
    assert picture.result.values[name] == value[0]
    assert picture.result.slopes[name] == slope[0]
    for which, number in enumerate((value, slope)):
        line = picture._lines[0][which]
        assert line.get_xdata()[-1] == 0.5
        assert line.get_ydata()[-1] == pytest.approx(number[0])
        places, heights = picture._curves[name][which]
        assert np.interp(0.5, places, heights) == pytest.approx(number[0], abs=0.01)


def test_the_eight_losses_have_their_known_values():
    at_zero = {name: over_margin(name, np.array([0.0]))[0][0] for name in MARGIN_LOSSES}
    assert at_zero.pop("logistic (ln)") == pytest.approx(np.log(2))
    assert at_zero.pop("perceptron") == 0
    assert set(np.round(list(at_zero.values()), 12)) == {1}


def test_a_point_beyond_the_axis_is_hollow_and_at_the_edge():
    picture = MarginLosses().update(first="exponential", margin=-3.0)
    line = picture._lines[0][0]
    assert line.get_ydata()[-1] == 5.0
    assert line.get_markerfacecolor() == "white"
    assert "exponential loss is 20.09" in picture.sentence
    picture.update(margin=0.0)
    assert line.get_markerfacecolor() != "white"


def test_the_constants_are_mean_median_between_and_quantile():
    picture = ResidualLosses().update(fifth=100.0, delta=10.0, quantile=0.25)
    constants = picture.result.constants
    assert constants == pytest.approx(
        {"quadratic cost": 22, "absolute": 3, "Huber": 5, "pinball": 2}
    )
    for name, curve in picture._means.items():
        ratio = curve.get_ydata()
        assert ratio.min() == 1
        (marked,) = curve.get_markevery()
        assert ratio[marked] == pytest.approx(1)
        assert curve.get_xdata()[marked] == constants[name]


def test_the_points_on_the_residual_curves_have_value_and_slope():
    picture = ResidualLosses().update(residual=-3.0, delta=2.0)
    losses, slopes = picture.result.losses, picture.result.slopes
    assert losses["Huber"] == huber(0.0, -3.0, delta=2.0)
    assert losses["quadratic cost"] == 4.5
    assert slopes["quadratic cost"] == -3
    for which, numbers in enumerate((losses, slopes)):
        for name in numbers:
            line = picture._points[name][which]
            (marked,) = line.get_markevery()
            assert line.get_xdata()[marked] == -3
            assert line.get_ydata()[marked] == numbers[name]


@pytest.mark.parametrize("delta", [0.1, 1.0, 10.0, 100.0])
def test_hubers_curve_is_its_loss_between_the_bends_too(delta):
    curve = ResidualLosses().update(delta=delta).result.curves["Huber"]
    places = np.linspace(-4, 4, 101)
    losses = huber(np.zeros(101), places, delta=delta, reduction="none")
    drawn = np.interp(places, curve.residuals, curve.losses)
    np.testing.assert_allclose(drawn, losses, atol=0.04)


def test_a_constant_beyond_the_axis_is_an_arrow_at_its_end():
    picture = ResidualLosses().update(fifth=1000.0)
    assert picture.result.constants["quadratic cost"] == 202
    curve = picture._means["quadratic cost"]
    (marked,) = curve.get_markevery()
    assert (curve.get_marker(), curve.get_xdata()[marked]) == (">", 30)
    picture.update(fifth=100.0)
    assert curve.get_marker() == "o"


def test_the_lines_are_the_fits_to_all_nine_points():
    picture = OutlierLine().update(x=12.0, y=30.0, delta=0.5)
    line = fit_line(np.append(X, 12.0), np.append(Y, 30.0), loss="huber", delta=0.5)
    assert picture.result.lines["Huber"] == line
    drawn = picture._lines["Huber"]
    np.testing.assert_allclose(drawn.get_ydata(), line.slope * drawn.get_xdata() + line.intercept)


def test_robust_lines_hold_against_y_and_fall_to_leverage():
    explorer = explorers.outlier_line()
    explorer.press("Wrong in y")
    slopes = {name: line.slope for name, line in explorer.result.lines.items()}
    assert slopes["squared"] < 1.1
    assert min(slopes["absolute"], slopes["Huber"]) > 1.8
    explorer.press("Far out in x")
    assert all(line.slope < 0 for line in explorer.result.lines.values())


@pytest.mark.parametrize("penalty", ["no penalty", "L1", "L2"])
@pytest.mark.parametrize("strength", [STRENGTHS[20], STRENGTHS[25]])
def test_the_losses_are_those_of_the_fit(penalty, strength):
    fit = PolynomialRisk.compute(degree=7, strength=strength, penalty=penalty)
    for loss, (x, y) in ((fit.training_loss, TRAINING_SET), (fit.test_loss, TEST_SET)):
        predicted = np.polynomial.polynomial.polyval(x, fit.weights)
        assert loss == pytest.approx(np.mean((predicted - y) ** 2), rel=1e-9)
    assert ((fit.weights[1:] == 0).any()) == (penalty == "L1")


def test_training_loss_rises_with_the_penalty_and_test_loss_has_a_valley():
    picture = PolynomialRisk()
    for penalty in ("L1", "L2"):
        picture.update(penalty=penalty)
        training, test = (series.get_ydata() for series in picture._series)
        assert (np.diff(training) > -1e-9).all()
        assert 0 < test.argmin() < len(test) - 1


def test_areas_are_weights_and_the_plane_is_the_vote():
    picture = BoostingRounds().update(rounds=4, x1=6.6, x2=4.6)
    run = boost_stumps(np.vstack([POINTS, [6.6, 4.6]]), LABELS, rounds=LAST_ROUND)
    areas = np.concatenate([group.get_sizes() for group in picture._groups])
    order = np.argsort(LABELS != 1, kind="stable")
    np.testing.assert_allclose(np.diff(areas), 2200 * np.diff(run.weights[4][order]))
    assert picture.result.losses[4] == pytest.approx(exponential(LABELS, run.scores[4]))

    places = np.random.default_rng(0).uniform(0, WIDE, (200, 2))
    inside = np.zeros(200, dtype=bool)
    for rectangle in picture._region.get_path().to_polygons():
        low, high = rectangle.min(axis=0), rectangle.max(axis=0)
        inside |= ((places > low) & (places < high)).all(axis=1)
    np.testing.assert_array_equal(inside, run.score(places, 4) > 0)


def test_before_the_first_round_nothing_is_decided():
    picture = BoostingRounds().update(rounds=0)
    assert picture.result.rates[0] == 1
    assert picture._region.get_facecolor() == (1, 1, 1, 1)
    assert not picture._stump.get_visible()
    assert "all 11 points weigh 0.091" in picture.sentence


def test_a_wrong_label_ends_up_as_the_heaviest_point():
    explorer = explorers.boosting_rounds()
    explorer.press("A wrong label: among the others")
    explorer.set(rounds=LAST_ROUND)
    weights = explorer.result.run.weights[-1]
    assert weights.argmax() == len(weights) - 1
    assert weights[-1] > 0.3


def test_hinge_is_quiet_from_margin_1_on():
    for margin, cost, slope in ((0.5, 0.5, -1), (1.0, 0, 0), (2.0, 0, 0)):
        at = MarginLosses.compute(first="hinge", second="0-1", margin=margin)
        assert at.values["hinge"] == cost == hinge(1.0, margin)
        assert at.slopes["hinge"] == slope
