"""The logistic fit: it stands where no direction leads further down."""

import numpy as np
import pytest

from lossviz import fit_logistic, sigmoid_cross_entropy

X = np.array([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
TARGET = np.array([0, 0, 1, 0, 1, 1])


@pytest.mark.parametrize("pos_weight", [0.01, 1.0, 3.0, 500.0])
def test_the_gradient_vanishes(pos_weight):
    fit = fit_logistic(X, TARGET, pos_weight=pos_weight)
    slope = sigmoid_cross_entropy.gradient(TARGET, fit.weight * X + fit.bias, pos_weight=pos_weight)
    np.testing.assert_allclose([slope.sum(), slope @ X], 0, atol=1e-12 * max(1, pos_weight))


def test_where_newtons_step_is_too_long_it_is_shortened():
    x, target = np.array([-0.8, 1.3, -1.0, -0.4, -0.5, -1.0, -5.9]), np.array([0, 1, 0, 0, 0, 1, 0])
    fit = fit_logistic(x, target, pos_weight=1e-3)
    slope = sigmoid_cross_entropy.gradient(target, fit.weight * x + fit.bias, pos_weight=1e-3)
    np.testing.assert_allclose([slope.sum(), slope @ x], 0, atol=1e-14)


def test_scale_and_origin_of_x_do_not_matter():
    plain = fit_logistic(X, TARGET)
    moved = fit_logistic(1e6 + 1e-3 * X, TARGET)
    assert moved.weight == pytest.approx(1000 * plain.weight, rel=1e-6)
    assert moved.weight * 1e6 + moved.bias == pytest.approx(plain.bias, rel=1e-6)


def test_soft_targets_at_two_places_are_met_exactly():
    fit = fit_logistic([0.0, 1.0], [0.25, 0.5])
    assert fit.bias == pytest.approx(np.log(1 / 3))
    assert fit.weight == pytest.approx(np.log(3))


def test_the_weight_of_equally_soft_targets_is_ln_q_in_the_bias():
    plain = fit_logistic([0.0, 1.0], [0.25, 0.5])
    weighted = fit_logistic([0.0, 1.0], [0.25, 0.5], pos_weight=7.0)
    assert weighted.weight == pytest.approx(plain.weight)
    assert weighted.bias - plain.bias == pytest.approx(np.log(7))


@pytest.mark.parametrize(
    ("x", "target"),
    [
        ([0.0, 1.0, 2.0], [0, 1, 1]),
        ([0.0, 1.0, 2.0], [1, 1, 0]),
        ([0.0, 1.0, 1.0, 2.0], [0, 0, 1, 1]),
        ([0.0, 1.0], [1, 1]),
        ([0.0, 1.0], [0, 0]),
    ],
)
def test_what_a_threshold_separates_has_no_best_neuron(x, target):
    with pytest.raises(ValueError, match="target is separated by a threshold on x"):
        fit_logistic(x, target)


def test_bad_arguments_are_named():
    with pytest.raises(ValueError, match="x holds the same number"):
        fit_logistic([1.0, 1.0], [0, 1])
    with pytest.raises(ValueError, match="x holds the same number"):
        fit_logistic([1.0], [1])
    with pytest.raises(ValueError, match="x has shape"):
        fit_logistic([[0.0, 1.0]], [[0, 1]])
    with pytest.raises(ValueError, match="target has shape"):
        fit_logistic([0.0, 1.0], [0, 1, 1])
    with pytest.raises(ValueError, match="target"):
        fit_logistic([0.0, 1.0], [0, 2])
    with pytest.raises(ValueError, match="pos_weight"):
        fit_logistic(X, TARGET, pos_weight=0.0)
    with pytest.raises(ValueError, match="x"):
        fit_logistic([0.0, np.inf], [0, 1])


def test_a_weight_beyond_all_digits_is_refused():
    with pytest.raises(ValueError, match="pos_weight is 1e\\+20, so extreme"):
        fit_logistic([0.0, 1.0, 2.0, 3.0], [0, 1, 0, 1], pos_weight=1e20)
