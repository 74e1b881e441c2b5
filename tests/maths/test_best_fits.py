"""The best constant, line and polynomial under each loss: nothing nearby is better."""

import numpy as np
import pytest

from lossviz import (
    fit_constant,
    fit_line,
    fit_polynomial,
    huber,
    l1,
    l2,
    mean_absolute_error,
    mean_squared_error,
    pinball,
)

WHY = "install the extra 'frameworks' to compare with it"
SQUARED, ABSOLUTE = "mean_squared_error", "mean_absolute_error"
VALUES = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
RNG = np.random.default_rng(11)
X = RNG.uniform(0, 10, 40)
Y = 2 * X + 1 + 0.5 * RNG.standard_t(2, 40)
SETTINGS = [
    (mean_squared_error, {}),
    (mean_absolute_error, {}),
    (huber, {"delta": 0.05}),
    (huber, {"delta": 1.0}),
    (huber, {"delta": 50.0}),
    (pinball, {"quantile": 0.1}),
    (pinball, {"quantile": 0.83}),
]


@pytest.mark.parametrize(
    ("loss", "options", "best"),
    [
        (SQUARED, {}, 22),
        (ABSOLUTE, {}, 3),
        ("huber", {"delta": 1}, 3),
        ("huber", {"delta": 10}, 5),
        ("huber", {"delta": 100}, 22),
        ("pinball", {"quantile": 0.2}, 1.5),
        ("pinball", {"quantile": 0.25}, 2),
        ("pinball", {"quantile": 0.9}, 100),
        ("pinball", {"quantile": 0.01}, 1),
    ],
)
def test_known_constants(loss, options, best):
    assert fit_constant(VALUES[::-1], loss=loss, **options) == pytest.approx(best, abs=1e-12)


@pytest.mark.parametrize("loss", [ABSOLUTE, "huber"])
def test_where_an_interval_is_best_its_middle_is_taken(loss):
    assert fit_constant([1, 2, 3, 14], loss=loss, delta=0.1) == pytest.approx(2.5)


def test_a_quantile_is_not_moved_by_the_rounding_of_a_product():
    assert 0.29 * 100 != 29
    assert fit_constant(range(100), loss="pinball", quantile=0.29) == 28.5
    assert fit_constant([1, 2, 3], loss="pinball", quantile=1e-15) == 1


@pytest.mark.parametrize(("loss", "options"), SETTINGS)
def test_no_other_constant_is_better(loss, options):
    best = fit_constant(Y, loss=loss, **options)
    cost = loss(Y, np.full_like(Y, best), **options)
    for other in np.linspace(Y.min() - 1, Y.max() + 1, 401):
        assert cost <= loss(Y, np.full_like(Y, other), **options) + 1e-12


@pytest.mark.parametrize(("loss", "options"), SETTINGS)
def test_no_line_nearby_is_better(loss, options):
    line = fit_line(X, Y, loss=loss, **options)
    cost = loss(Y, line.slope * X + line.intercept, **options)
    for reach in (1e-5, 1e-2, 1.0):  # the losses are convex: local is global
        for angle in np.linspace(0, 2 * np.pi, 97):
            slope = line.slope + reach * np.cos(angle) / 10
            intercept = line.intercept + reach * np.sin(angle)
            assert cost <= loss(Y, slope * X + intercept, **options) + 1e-12


@pytest.mark.parametrize(("loss", "options"), SETTINGS)
def test_shift_and_scale_of_x_do_not_matter(loss, options):
    plain = fit_line(X, Y, loss=loss, **options)
    moved = fit_line(1e4 - 1e-2 * X, Y, loss=loss, **options)
    assert moved.slope == pytest.approx(-100 * plain.slope, rel=1e-6)
    assert moved.slope * 1e4 + moved.intercept == pytest.approx(plain.intercept, abs=1e-6)


def test_repeated_x_are_fitted_too():
    x, y = [0, 0, 0, 1, 1, 1], [0, 1, 50, 2, 3, 4]
    line = fit_line(x, y, loss=ABSOLUTE)
    assert (line.intercept, line.slope) == pytest.approx((1, 2))
    mean = fit_line(x, y, loss=SQUARED)
    assert (mean.intercept, mean.slope) == pytest.approx((17, -14))


@pytest.mark.parametrize("seed", range(60))
def test_the_slope_of_the_huber_loss_vanishes_at_its_line(seed):
    random = np.random.default_rng(seed)
    x = random.normal(size=random.integers(2, 40))
    y = x + random.standard_t(1.5, len(x))
    if seed % 3 == 0:  # some x, or some y, more than once
        x, y = np.append(x, x[:2]), np.append(y, y[:2] + 1)
    delta = 10 ** random.uniform(-3, 1)
    line = fit_line(x, y, loss=huber, delta=delta)
    slope = huber.gradient(y, line.slope * x + line.intercept, delta=delta, reduction="sum")
    digits = 1e-11 * delta + 1e-14 * np.abs(y).max()
    np.testing.assert_allclose([slope.sum(), slope @ x], 0, atol=digits * len(x))


@pytest.mark.parametrize("unit", [1e-300, 1e-8, 1.0, 1e12, 1e300])
def test_a_huber_fit_does_not_depend_on_the_unit(unit):
    x, y = np.arange(5.0), np.array([0.0, 1, 2, 3, 14])
    line = fit_line(x, unit * y, loss="huber", delta=unit / 8)
    assert line.slope / unit == pytest.approx(1.0625, rel=1e-12)
    assert line.intercept / unit == pytest.approx(-0.0625, rel=1e-9)
    assert fit_constant(unit * y, loss="huber", delta=unit / 2) / unit == pytest.approx(2)


@pytest.mark.parametrize("fit", [fit_constant, lambda y, **how: fit_line(np.arange(5.0), y, **how)])
def test_the_smallest_and_the_largest_delta(fit):
    values = [0.0, 1, 2, 3, 14]
    squared = fit(values, loss=SQUARED)
    for delta in (1e4, 1e300, np.finfo(float).max):
        assert fit(values, loss="huber", delta=delta) == pytest.approx(squared, rel=1e-12)
    absolute = fit(values, loss=ABSOLUTE)
    assert fit(values, loss="huber", delta=1.41e-8) == pytest.approx(absolute, abs=1e-7)
    with pytest.raises(ValueError, match=r"delta is 1\.39e-08, but target reaches 14"):
        fit(values, loss="huber", delta=1.39e-8)
    assert not np.any(fit(np.zeros(5), loss="huber", delta=1e-200))


def test_a_huber_line_without_far_points_is_the_least_squares_line():
    wide, least = (fit_line(X, Y, loss=loss, delta=1e3) for loss in ("huber", SQUARED))
    assert wide == pytest.approx(least, rel=1e-12)


@pytest.mark.parametrize("quantile", [0.1, 0.5, 0.83])
def test_scipys_linear_programme_finds_no_better_line(quantile):
    optimize = pytest.importorskip("scipy.optimize", reason=WHY)
    n = len(X)
    design = np.column_stack([X, np.ones(n), np.eye(n), -np.eye(n)])
    price = np.concatenate([[0, 0], np.full(n, quantile), np.full(n, 1 - quantile)]) / n
    bounds = [(None, None)] * 2 + [(0, None)] * (2 * n)
    theirs = optimize.linprog(price, A_eq=design, b_eq=Y, bounds=bounds)
    line = fit_line(X, Y, loss=pinball, quantile=quantile)
    ours = pinball(Y, line.slope * X + line.intercept, quantile=quantile)
    assert ours == pytest.approx(theirs.fun, rel=1e-9)


@pytest.mark.parametrize("delta", [0.05, 1.0, 50.0])
def test_scipys_minimiser_finds_no_better_huber_line(delta):
    optimize = pytest.importorskip("scipy.optimize", reason=WHY)
    theirs = optimize.minimize(
        lambda theta: huber(Y, theta[0] * X + theta[1], delta=delta), [2, 1], tol=1e-12
    )
    line = fit_line(X, Y, loss=huber, delta=delta)
    assert huber(Y, line.slope * X + line.intercept, delta=delta) <= theirs.fun + 1e-12
    assert (line.slope, line.intercept) == pytest.approx(theirs.x, abs=1e-3)


T = np.linspace(-1, 1, 14)
WAVE = np.sin(3 * T) + 0.3 * RNG.normal(size=14)
STRENGTHS = [1e-5, 1e-3, 0.02, 0.3]


def risk(weights, penalty, strength):
    prediction = np.polynomial.polynomial.polyval(T, weights)
    return mean_squared_error(WAVE, prediction) + penalty(weights[1:], strength=strength)


@pytest.mark.parametrize("degree", [1, 3, 9])
@pytest.mark.parametrize("strength", STRENGTHS)
def test_the_slope_of_the_penalised_risk_vanishes(degree, strength):
    powers = T[:, np.newaxis] ** np.arange(degree + 1)
    for name, penalty in (("l1", l1), ("l2", l2)):
        w = fit_polynomial(T, WAVE, degree=degree, penalty=name, strength=strength)
        slope = 2 * powers.T @ (powers @ w - WAVE) / len(T)
        slope[1:] += penalty.gradient(w[1:], strength=strength)
        free = np.ones(degree + 1, dtype=bool)
        if name == "l1":
            free[1:] = w[1:] != 0
            assert (np.abs(slope[~free]) <= strength * (1 + 1e-6)).all()
        np.testing.assert_allclose(slope[free], 0, atol=1e-9)


@pytest.mark.parametrize("samples", [2, 3, 5])
@pytest.mark.parametrize("seed", [0, 1, 20, 22, 30, 42])
def test_more_powers_than_samples_are_no_trouble(samples, seed):
    random = np.random.default_rng(seed)
    x, y, strength = random.uniform(-1, 1, samples), random.normal(size=samples), 1e-5
    w = fit_polynomial(x, y, degree=12, penalty="l1", strength=strength)
    slope = 2 * (x[:, np.newaxis] ** np.arange(13)).T @ (np.polyval(w[::-1], x) - y) / samples
    free = w[1:] != 0
    assert free.sum() < samples
    np.testing.assert_allclose(slope[1:][free], -strength * np.sign(w[1:][free]), atol=1e-11)
    assert (np.abs(slope[1:]) <= strength + 2e-9 * np.abs(y).max()).all()
    assert slope[0] == pytest.approx(0, abs=1e-11)


def test_l1_makes_zeros_and_l2_does_not():
    lasso, ridge = (
        fit_polynomial(T, WAVE, degree=9, penalty=name, strength=0.02) for name in ("l1", "l2")
    )
    assert (lasso[1:] == 0).sum() >= 5
    assert (ridge[1:] != 0).all()


def test_many_strengths_at_once_are_those_one_by_one():
    for penalty in ("none", "l1", "l2"):
        together = fit_polynomial(T, WAVE, degree=7, penalty=penalty, strength=STRENGTHS)
        assert together.shape == (4, 8)
        for strength, weights in zip(STRENGTHS, together, strict=True):
            alone = fit_polynomial(T, WAVE, degree=7, penalty=penalty, strength=strength)
            np.testing.assert_allclose(weights, alone, rtol=1e-6, atol=1e-8)


def test_without_penalty_it_is_numpys_least_squares():
    theirs = np.polynomial.polynomial.polyfit(T, WAVE, 6)
    np.testing.assert_allclose(fit_polynomial(T, WAVE, degree=6), theirs, rtol=1e-8)
    exact = fit_polynomial(T, WAVE, degree=13)
    np.testing.assert_allclose(np.polynomial.polynomial.polyval(T, exact), WAVE, atol=1e-8)
    assert fit_polynomial(T, WAVE, degree=0) == pytest.approx([WAVE.mean()])


@pytest.mark.parametrize("strength", STRENGTHS)
def test_scikit_learns_lasso_and_ridge_find_the_same_weights(strength):
    models = pytest.importorskip("sklearn.linear_model", reason=WHY)
    powers = T[:, np.newaxis] ** np.arange(1, 6)
    lasso = models.Lasso(alpha=strength / 2, tol=1e-13, max_iter=2_000_000).fit(powers, WAVE)
    ridge = models.Ridge(alpha=strength * len(T)).fit(powers, WAVE)
    for name, penalty, model in (("l1", l1, lasso), ("l2", l2, ridge)):
        ours = fit_polynomial(T, WAVE, degree=5, penalty=name, strength=strength)
        theirs = np.array([model.intercept_, *model.coef_])
        assert risk(ours, penalty, strength) <= risk(theirs, penalty, strength) + 1e-12
        np.testing.assert_allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: fit_constant([[1.0]], loss="huber"), "target has shape"),
        (lambda: fit_constant([1.0, np.nan], loss="huber"), r"target\[1\]"),
        (lambda: fit_constant([1.0], loss="hinge"), "loss is 'hinge'"),
        (lambda: fit_constant([1.0], loss="huber", delta=0), "delta is 0"),
        (lambda: fit_line([1, 2], [1, 2], loss="pinball", quantile=1), "quantile is 1"),
        (lambda: fit_line([1, 2], [1, 2], loss="pinball", quantile=0), "quantile is 0"),
        (lambda: fit_line([1, 1], [1, 2], loss="huber"), "x holds the same number"),
        (lambda: fit_line([1, 2], [1, 2, 3], loss="huber"), "target has shape"),
        (lambda: fit_line([[1, 2]], [[1, 2]], loss="huber"), "x has shape"),
        (lambda: fit_polynomial([1, 2], [1, 2, 3], degree=1), "target has shape"),
        (lambda: fit_polynomial([1, 2], [1, 2], degree=-1), "degree is -1"),
        (lambda: fit_polynomial([1, 2], [1, 2], degree=2**64), "degree is 18446744073709551616"),
        (lambda: fit_polynomial([1, 2], [1, 2], degree=1, penalty="l3"), "penalty is 'l3'"),
        (
            lambda: fit_polynomial([1, 2], [1, 2], degree=1, penalty="l1", strength=-1),
            "strength = -1",
        ),
        (lambda: fit_polynomial([1, 2], [1, 2], degree=1, strength=[[1]]), "strength has shape"),
    ],
)
def test_bad_arguments_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()
