"""The pictures of chapter 5 show the numbers that they say."""

import numpy as np
import pytest

from lossviz import boost_stumps, exponential, figures, fit_line, hinge, huber
from lossviz import explorers as ready
from lossviz.figures.boosting_rounds import LABELS, LAST_ROUND, POINTS, WIDE
from lossviz.figures.margin_losses import MARGIN_LOSSES, over_margin
from lossviz.figures.outlier_line import X, Y
from lossviz.figures.polynomial_risk import STRENGTHS, TEST_SET, TRAINING_SET


@pytest.mark.parametrize("name", MARGIN_LOSSES)
def test_a_margin_loss_is_drawn_where_it_is(name):
    picture = figures.MarginLosses().update(first=name, margin=0.5)
    value, slope = over_margin(name, np.array([0.5]))
    assert picture.values[name] == value[0]
    for which, number in enumerate((value, slope)):
        line = picture._chosen[0][which]
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
    picture = figures.MarginLosses().update(first="exponential", margin=-3.0)
    line = picture._chosen[0][0]
    assert line.get_ydata()[-1] == 5.0
    assert line.get_markerfacecolor() == "white"
    assert "exponential loss is 20.0855" in picture.describe()
    picture.update(margin=0.0)
    assert line.get_markerfacecolor() != "white"


def test_the_constants_are_mean_median_between_and_quantile():
    picture = figures.ResidualLosses().update(fifth=100.0, delta=10.0, quantile=0.25)
    assert picture.constants == pytest.approx(
        {"quadratic cost": 22, "absolute": 3, "Huber": 5, "pinball": 2}
    )
    for name, curve in picture._choices.items():
        ratio = curve.get_ydata()
        assert ratio.min() == 1
        (marked,) = curve.get_markevery()
        assert ratio[marked] == pytest.approx(1)
        assert curve.get_xdata()[marked] == picture.constants[name]


def test_the_points_on_the_residual_curves_have_value_and_slope():
    picture = figures.ResidualLosses().update(residual=-3.0, delta=2.0)
    assert picture.losses["Huber"] == huber(0.0, -3.0, delta=2.0)
    assert picture.losses["quadratic cost"] == 4.5
    assert picture.slopes["quadratic cost"] == -3
    for which, numbers in enumerate((picture.losses, picture.slopes)):
        for name in numbers:
            line = picture._points[name][which]
            (marked,) = line.get_markevery()
            assert line.get_xdata()[marked] == -3
            assert line.get_ydata()[marked] == numbers[name]


def test_the_lines_are_the_fits_to_all_nine_points():
    picture = figures.OutlierLine().update(x=12.0, y=30.0, delta=0.5)
    line = fit_line(np.append(X, 12.0), np.append(Y, 30.0), loss="huber", delta=0.5)
    assert picture.lines["Huber"] == line
    drawn = picture._lines["Huber"]
    np.testing.assert_allclose(drawn.get_ydata(), line.slope * drawn.get_xdata() + line.intercept)


def test_robust_lines_hold_against_y_and_fall_to_leverage():
    explorer = ready.outlier_line()
    explorer.press("Wrong in y")
    slopes = {name: line.slope for name, line in explorer.figure.lines.items()}
    assert slopes["squared"] < 1.1
    assert min(slopes["absolute"], slopes["Huber"]) > 1.8
    explorer.press("Far out in x")
    assert all(line.slope < 0 for line in explorer.figure.lines.values())


@pytest.mark.parametrize("penalty", ["no penalty", "L1", "L2"])
@pytest.mark.parametrize("strength", [float(STRENGTHS[20]), 0.0123])
def test_the_losses_are_those_of_the_fit(penalty, strength):
    picture = figures.PolynomialRisk().update(penalty=penalty, strength=strength, degree=7)
    for loss, (x, y) in (
        (picture.training_loss, TRAINING_SET),
        (picture.test_loss, TEST_SET),
    ):
        predicted = np.polynomial.polynomial.polyval(x, picture.weights)
        assert loss == pytest.approx(np.mean((predicted - y) ** 2), rel=1e-9)
    assert ((picture.weights[1:] == 0).any()) == (penalty == "L1")


def test_training_loss_rises_with_the_penalty_and_test_loss_has_a_valley():
    picture = figures.PolynomialRisk()
    for penalty in ("L1", "L2"):
        picture.update(penalty=penalty)
        training, test = (series.get_ydata() for series in picture._series)
        assert (np.diff(training) > -1e-9).all()
        assert 0 < test.argmin() < len(test) - 1


def test_areas_are_weights_and_the_plane_is_the_vote():
    picture = figures.BoostingRounds().update(rounds=4, x1=6.6, x2=4.6)
    run = boost_stumps(np.vstack([POINTS, [6.6, 4.6]]), np.append(LABELS, 1), rounds=LAST_ROUND)
    areas = np.concatenate([group.get_sizes() for _, group in picture._groups])
    order = np.argsort(np.append(LABELS, 1) != 1, kind="stable")
    np.testing.assert_allclose(np.diff(areas), 2200 * np.diff(run.weights[4][order]))
    assert picture.losses[4] == pytest.approx(exponential(picture.labels, run.scores[4]))

    places = np.random.default_rng(0).uniform(0, WIDE, (200, 2))
    inside = np.zeros(200, dtype=bool)
    for rectangle in picture._region.get_path().to_polygons():
        low, high = rectangle.min(axis=0), rectangle.max(axis=0)
        inside |= ((places > low) & (places < high)).all(axis=1)
    np.testing.assert_array_equal(inside, run.score(places, 4) > 0)


def test_before_the_first_round_nothing_is_decided():
    picture = figures.BoostingRounds().update(rounds=0)
    assert picture.rates[0] == 1
    assert picture._region.get_facecolor() == (1, 1, 1, 1)
    assert not picture._stump.get_visible()
    assert "all 11 points weigh 0.091" in picture.describe()


def test_a_wrong_label_ends_up_as_the_heaviest_point():
    explorer = ready.boosting_rounds()
    explorer.press("A wrong label: among the others")
    explorer.set(rounds=LAST_ROUND)
    weights = explorer.figure.run.weights[-1]
    assert weights.argmax() == len(weights) - 1
    assert weights[-1] > 0.3


def test_hinge_is_quiet_from_margin_1_on():
    picture = figures.MarginLosses()
    for margin, cost, slope in ((0.5, 0.5, -1), (1.0, 0, 0), (2.0, 0, 0)):
        picture.update(first="hinge", margin=margin)
        assert picture.values["hinge"] == cost == hinge(1.0, margin)
        assert picture.slopes["hinge"] == slope


@pytest.mark.parametrize(
    ("figure", "change", "words"),
    [
        (figures.MarginLosses, {"margin": 3.5}, "margin is 3.5"),
        (figures.MarginLosses, {"first": "hinged"}, "first is 'hinged'"),
        (figures.MarginLosses, {"second": "0-2"}, "second is '0-2'"),
        (figures.ResidualLosses, {"residual": -5.0}, "residual is -5"),
        (figures.ResidualLosses, {"fifth": 4.0}, "fifth is 4"),
        (figures.ResidualLosses, {"delta": 0.0}, "delta is 0"),
        (figures.ResidualLosses, {"quantile": 1.0}, "quantile is 1"),
        (figures.OutlierLine, {"x": 31.0}, "x is 31"),
        (figures.OutlierLine, {"y": -11.0}, "y is -11"),
        (figures.OutlierLine, {"delta": -1.0}, "delta is -1"),
        (figures.PolynomialRisk, {"strength": 0.0}, "strength is 0"),
        (figures.PolynomialRisk, {"degree": 13}, "degree is 13"),
        (figures.PolynomialRisk, {"penalty": "L3"}, "penalty is 'L3'"),
        (figures.BoostingRounds, {"rounds": 16}, "rounds is 16"),
        (figures.BoostingRounds, {"x1": -0.1}, "x1 is -0.1"),
        (figures.BoostingRounds, {"x2": 10.1}, "x2 is 10.1"),
    ],
)
def test_values_that_cannot_be_drawn_are_named(figure, change, words):
    with pytest.raises(ValueError, match=words):
        figure().update(**change)
