"""What must hold for all numbers, on numbers that hypothesis makes up."""

import inspect

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lossviz import maths

settings.register_profile("short", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("short")

moderate = st.floats(-30, 30)
extreme = st.floats(-1e300, 1e300)
probability = st.floats(0, 1)


def vectors(elements, size=4):
    return hnp.arrays(np.float64, size, elements=elements)


@st.composite
def distributions(draw, classes=4, least=0.0):
    weights = draw(hnp.arrays(np.float64, classes, elements=st.floats(least, 1)))
    assume(weights.sum() > 1e-3)
    return weights / weights.sum()


# --- information ------------------------------------------------------------------------------


@given(distributions(), distributions())
def test_gibbs_inequality(p, q):
    assert maths.kl_divergence(p, q) >= 0
    assert maths.cross_entropy(p, q) >= maths.entropy(p)
    assert maths.kl_divergence(p, p) == 0


@given(distributions(), distributions(least=1e-9), st.sampled_from([2, np.e, 10, 0.5]))
def test_cross_entropy_splits(p, q, base):
    parts = maths.entropy(p, base=base) + maths.kl_divergence(p, q, base=base)
    assert maths.cross_entropy(p, q, base=base) == pytest.approx(parts, rel=1e-12, abs=1e-12)


@given(distributions())
def test_entropy_bounds_and_bases(p):
    assert 0 <= maths.entropy(p) <= 2 + 1e-12
    assert maths.entropy(p, base=np.e) == pytest.approx(maths.entropy(p) * np.log(2), rel=1e-12)
    information = maths.self_information(p, base=4)
    np.testing.assert_allclose(information * 2, maths.self_information(p), rtol=1e-12)
    assert maths.entropy(np.stack([p, p], axis=1), axis=0) == pytest.approx(maths.entropy(p))


@given(st.floats(1e-6, 1e-4), st.floats(0.1, 0.9))
def test_divergence_of_close_distributions(step, a):
    p, q = np.array([a, 1 - a]), np.array([a + step, 1 - a - step])
    chi_squared = ((p - q) ** 2 / p).sum()
    expected = pytest.approx(chi_squared / 2, rel=1e-2, abs=5e-16)
    assert maths.kl_divergence(p, q, base=np.e) == expected


def test_divergence_of_neighbours_keeps_its_digits():
    d = 2.0**-26
    exact = -np.log1p(-4 * d**2) / 2  # of a fair coin from one that is d off
    q = np.array([0.5 + d, 0.5 - d])
    assert maths.kl_divergence([0.5, 0.5], q, base=np.e) == pytest.approx(exact, rel=1e-7, abs=0)
    # The logarithms of 1/2 cancel by luck; those of 0.3 and 0.7 leave 8.432e-15.
    d = 2.0**-24
    value = maths.kl_divergence([0.3, 0.7], [0.3 + d, 0.7 - d], base=np.e)
    assert value == pytest.approx(d**2 / 2 / (0.3 * 0.7), rel=1e-4, abs=0)


def test_divergence_of_distant_distributions():
    # Of p = 1e-20 and q = 1/2 the term is tiny, of p = 1e-3 it is not; q = 1e-310 overflows p/q.
    assert maths.kl_divergence([1e-20, 1.0], [0.5, 0.5]) == pytest.approx(1, rel=1e-15)
    exact = 1e-3 * np.log2(2e-3) + 0.999 * np.log2(1.998)
    assert maths.kl_divergence([1e-3, 0.999], [0.5, 0.5]) == pytest.approx(exact, rel=1e-14)
    assert maths.kl_divergence([0.5, 0.5], [1e-310, 1.0]) == pytest.approx(
        -1 + 310 * np.log2(10) / 2, rel=1e-12
    )


# --- activations -------------------------------------------------------------------------------


@given(vectors(moderate), st.floats(-1e3, 1e3))
def test_softmax_ignores_a_shift(z, shift):
    np.testing.assert_allclose(maths.softmax(z + shift), maths.softmax(z), rtol=1e-11)
    np.testing.assert_allclose(maths.logsumexp(z + shift), maths.logsumexp(z) + shift, atol=1e-11)


@given(vectors(extreme))
def test_softmax_sums_to_one_and_agrees_with_its_logarithm(z):
    p = maths.softmax(z)
    assert p.sum() == pytest.approx(1, rel=1e-14)
    np.testing.assert_allclose(np.exp(maths.log_softmax(z)), p, rtol=1e-12, atol=5e-324)
    assert z.max() <= maths.logsumexp(z) <= np.nextafter(z.max() + np.log(4), np.inf)


@given(extreme)
def test_sigmoids_agree(z):
    assert maths.sigmoid(z) + maths.sigmoid(-z) == pytest.approx(1, rel=1e-15)
    assert maths.sigmoid_derivative(z) == pytest.approx(maths.sigmoid(z) * maths.sigmoid(-z))
    assert np.exp(maths.log_sigmoid(z)) == pytest.approx(maths.sigmoid(z), rel=1e-12, abs=5e-324)
    assert maths.sigmoid(z) == pytest.approx(maths.softmax([z, 0.0])[0], rel=1e-15, abs=5e-324)


def test_limits_of_activations():
    ends = [-np.inf, np.inf]
    np.testing.assert_array_equal(maths.sigmoid(ends), [0, 1])
    np.testing.assert_array_equal(maths.sigmoid_derivative(ends), [0, 0])
    np.testing.assert_array_equal(maths.log_sigmoid(ends), [-np.inf, 0])
    np.testing.assert_array_equal(maths.log_softmax([0.0, -np.inf]), [0, -np.inf])
    rows = [[-np.inf, -np.inf], [np.inf, np.inf], [np.inf, -np.inf], [-np.inf, 3.0]]
    np.testing.assert_array_equal(maths.logsumexp(rows), [-np.inf, np.inf, np.inf, 3])
    assert maths.logsumexp([0.0, -50.0]) == pytest.approx(np.exp(-50.0), rel=1e-15, abs=0)
    assert maths.sigmoid(-745.0) == np.exp(-745.0)
    z = np.arange(6.0).reshape(2, 3)
    for function in (maths.softmax, maths.log_softmax, maths.logsumexp):
        np.testing.assert_array_equal(function(z, axis=0), function(z.T).T)


# --- losses ------------------------------------------------------------------------------------

signs = st.sampled_from([-1.0, 1.0])
ELEMENTWISE = {
    "quadratic_cost": (moderate, moderate),
    "mean_squared_error": (moderate, moderate),
    "mean_absolute_error": (moderate, moderate),
    "huber": (moderate, moderate),
    "pinball": (moderate, moderate),
    "binary_cross_entropy": (probability, st.floats(0.05, 0.95)),
    "sigmoid_cross_entropy": (probability, moderate),
    "zero_one": (signs, moderate),
    "hinge": (signs, moderate),
    "squared_hinge": (signs, moderate),
    "perceptron": (signs, moderate),
    "logistic": (signs, moderate),
    "exponential": (signs, st.floats(-5, 5)),
    "focal": (signs, moderate),
    "poisson": (st.integers(0, 40).map(float), st.floats(-10, 6)),
}
OPTIONS = {
    "huber": {"delta": 0.7},
    "pinball": {"quantile": 0.9},
    "sigmoid_cross_entropy": {"pos_weight": 3.0},
    "sparse_softmax_cross_entropy": {"class_weight": [0.5, 2.0, 3.0, 1.0]},
    "nll": {"class_weight": [0.5, 2.0, 3.0, 1.0]},
    "l1": {"strength": 0.3},
    "l2": {"strength": 0.3},
    "focal": {"gamma": 0.5},
    "distillation": {"temperature": 3.0},
    "soft_dice": {"smooth": 0.5},
    "soft_iou": {"smooth": 0.5},
}
BY_ROW = [
    "categorical_cross_entropy",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
    "nll",
    "distillation",
    "soft_dice",
    "soft_iou",
]
ALL = [*ELEMENTWISE, *BY_ROW, "l1", "l2"]


@st.composite
def calls(draw, name, samples=3):
    """A loss with arguments for it: (loss, list of fixed arguments, prediction, options)."""
    loss, options = getattr(maths, name), OPTIONS.get(name, {})
    shape = (samples, 4)
    if name in ("l1", "l2"):
        return loss, [], draw(hnp.arrays(np.float64, shape, elements=moderate)), options
    if name in ELEMENTWISE:
        y, a = (draw(hnp.arrays(np.float64, shape, elements=e)) for e in ELEMENTWISE[name])
        return loss, [y], a, options
    logits = draw(hnp.arrays(np.float64, shape, elements=st.floats(-8, 8)))
    labels = draw(hnp.arrays(np.int64, samples, elements=st.integers(0, 3)))
    soft = np.stack([draw(distributions()) for _ in range(samples)])
    return {
        "categorical_cross_entropy": (loss, [soft], maths.softmax(logits), options),
        "softmax_cross_entropy": (loss, [soft], logits, options),
        "sparse_softmax_cross_entropy": (loss, [labels], logits, options),
        "nll": (loss, [labels], maths.log_softmax(logits), options),
        "distillation": (
            loss,
            [draw(hnp.arrays(np.float64, shape, elements=moderate))],
            logits,
            options,
        ),
        "soft_dice": (loss, [soft], maths.sigmoid(logits), options),
        "soft_iou": (loss, [soft], maths.sigmoid(logits), options),
    }[name]


any_name = pytest.mark.parametrize("name", ALL)


@any_name
@given(data=st.data())
def test_reductions_are_consistent(name, data):
    loss, target, prediction, options = data.draw(calls(name))
    each = loss(*target, prediction, reduction="none", **options)
    slopes = loss.gradient(*target, prediction, reduction="none", **options)
    weight = (
        np.asarray(options["class_weight"])[target[0]].sum()
        if "class_weight" in options
        else each.size
    )
    for reduction, divisor in (("sum", 1), ("mean", weight)):
        value, slope = loss.value_and_gradient(*target, prediction, reduction=reduction, **options)
        assert value == pytest.approx(each.sum() / divisor, rel=1e-13)
        np.testing.assert_allclose(slope, slopes / divisor, rtol=1e-13)
    assert slopes.shape == prediction.shape
    default = "sum" if name in ("l1", "l2") else "mean"
    assert inspect.signature(loss).parameters["reduction"].default == default
    assert loss(*target, prediction, **options) == loss(
        *target, prediction, reduction=default, **options
    )


@any_name
@given(data=st.data())
def test_many_samples_are_as_one_at_a_time(name, data):
    loss, target, prediction, options = data.draw(calls(name))
    each = loss(*target, prediction, reduction="none", **options)
    slopes = loss.gradient(*target, prediction, reduction="none", **options)
    for i, row in enumerate(prediction):
        own = [t[i] for t in target]
        np.testing.assert_allclose(
            each[i], loss(*own, row, reduction="none", **options), rtol=1e-13
        )
        alone = loss.gradient(*own, row, reduction="none", **options)
        np.testing.assert_allclose(slopes[i], alone, rtol=1e-12, atol=1e-300)
    # A further batch axis changes nothing.
    deeper = [argument[np.newaxis] for argument in [*target, prediction]]
    again = loss(*deeper, reduction="none", **options)
    np.testing.assert_allclose(again[0], each, rtol=1e-13)
    for reduction in ("mean", "sum"):
        value, slope = loss.value_and_gradient(*deeper, reduction=reduction, **options)
        flat = loss.value_and_gradient(*target, prediction, reduction=reduction, **options)
        assert value == pytest.approx(flat[0], rel=1e-13)
        np.testing.assert_allclose(slope[0], flat[1], rtol=1e-12, atol=1e-300)


# Where the slope jumps, or bends, in the residual, the margin or the weight.
MARGIN = ("zero_one", "hinge", "squared_hinge", "perceptron")
KINKS = {
    "mean_absolute_error": [0],
    "pinball": [0],
    "huber": [-0.7, 0.7],
    "zero_one": [0],
    "hinge": [1],
    "squared_hinge": [1],
    "perceptron": [0],
    "l1": [0],
}


@any_name
@given(data=st.data())
def test_gradient_is_the_central_difference(name, data):
    loss, target, prediction, options = data.draw(calls(name))
    step = 1e-6
    steps = hnp.arrays(np.float64, prediction.shape, elements=st.sampled_from([-1.0, 0.5, 1.0]))
    direction = data.draw(steps)
    if name == "categorical_cross_entropy":  # rows must go on summing to 1
        direction[...] = [1, -1, 0, 0]
        step = 1e-5 * prediction[:, :2].min()
    if name == "nll":
        prediction = prediction - 1e-3  # to stay below 0
    for kink in KINKS.get(name, []):
        if name == "l1":
            distance = prediction - kink
        elif name in MARGIN:
            distance = target[0] * prediction - kink
        else:
            distance = prediction - target[0] - kink
        prediction = np.where(np.abs(distance) < 1e-4, prediction + 0.01, prediction)
    ahead = loss(*target, prediction + step * direction, reduction="sum", **options)
    behind = loss(*target, prediction - step * direction, reduction="sum", **options)
    slope = (loss.gradient(*target, prediction, reduction="sum", **options) * direction).sum()
    rounding = 1e-14 * max(abs(ahead), 1) / step
    assert slope == pytest.approx((ahead - behind) / (2 * step), rel=1e-5, abs=rounding)


@given(moderate, probability)
def test_two_classes_are_one_logit(z, y):
    soft = maths.softmax_cross_entropy([1 - y, y], [0.0, z])
    assert soft == pytest.approx(maths.sigmoid_cross_entropy(y, z), rel=1e-13, abs=0)
    p = maths.softmax([0.0, z])
    by_probability = maths.binary_cross_entropy(y, p[1])
    assert by_probability == pytest.approx(soft, rel=1e-3)  # digits of 1 - p are lost
    if abs(z) < 5:
        assert by_probability == pytest.approx(soft, rel=1e-12)
        both = maths.categorical_cross_entropy([1 - y, y], p)
        assert both == pytest.approx(soft, rel=1e-12)


@given(extreme, signs)
def test_logistic_is_sigmoid_cross_entropy(f, y):
    yes = (y + 1) / 2
    assert maths.logistic(y, f) == maths.sigmoid_cross_entropy(yes, f)
    assert maths.logistic.gradient(y, f) == maths.sigmoid_cross_entropy.gradient(yes, f)


@given(hnp.arrays(np.float64, (3, 4), elements=extreme), vectors(st.integers(0, 3), 3))
def test_labels_are_one_hot_targets(z, labels):
    labels = labels.astype(int)
    for reduction in ("mean", "none"):
        sparse = maths.sparse_softmax_cross_entropy.value_and_gradient(
            labels, z, reduction=reduction
        )
        dense = maths.softmax_cross_entropy.value_and_gradient(
            np.eye(4)[labels], z, reduction=reduction
        )
        np.testing.assert_allclose(sparse[0], dense[0], rtol=1e-14)
        np.testing.assert_allclose(sparse[1], dense[1], rtol=1e-12)
    by_log = maths.nll(labels, maths.log_softmax(z), reduction="none")
    np.testing.assert_allclose(by_log, sparse[0], rtol=1e-14)


CONVEX = [
    "quadratic_cost",
    "mean_squared_error",
    "mean_absolute_error",
    "huber",
    "pinball",
    "sigmoid_cross_entropy",
    "binary_cross_entropy",
    "hinge",
    "squared_hinge",
    "perceptron",
    "logistic",
    "exponential",
    "poisson",
]


@pytest.mark.parametrize("name", CONVEX)
@given(data=st.data(), share=st.floats(0, 1))
def test_convex_in_the_prediction(name, data, share):
    loss, (y,), a, options = data.draw(calls(name))
    b = data.draw(hnp.arrays(np.float64, a.shape, elements=ELEMENTWISE[name][1]))
    between = loss(y, share * a + (1 - share) * b, reduction="none", **options)
    chord = share * loss(y, a, reduction="none", **options) + (1 - share) * loss(
        y, b, reduction="none", **options
    )
    assert (between <= chord + 1e-12 * (1 + np.abs(chord))).all()


@given(distributions(), vectors(moderate), vectors(moderate), st.floats(0, 1))
def test_softmax_cross_entropy_is_convex(y, a, b, share):
    between = maths.softmax_cross_entropy(y, share * a + (1 - share) * b)
    chord = share * maths.softmax_cross_entropy(y, a)
    chord += (1 - share) * maths.softmax_cross_entropy(y, b)
    assert between <= chord + 1e-12 * (1 + chord)


@pytest.mark.parametrize(
    "name", [n for n in ELEMENTWISE if n not in ("binary_cross_entropy", "poisson")]
)
@given(data=st.data())
def test_no_nan_for_any_finite_number(name, data):
    target = ELEMENTWISE[name][0]
    y = data.draw(vectors(extreme if target is moderate else target))
    value, slope = getattr(maths, name).value_and_gradient(y, data.draw(vectors(extreme)))
    assert value >= 0
    assert not np.isnan(slope).any()


def test_a_mean_does_not_overflow_before_the_division():
    assert maths.mean_absolute_error([0.0, 0.0], [1.5e308, 1.5e308]) == 1.5e308
    assert maths.sigmoid_cross_entropy([0, 0, 0], [1.5e308] * 3) == pytest.approx(1.5e308)
    assert maths.mean_squared_error([0.0, 0.0], [1e300, 0.0]) == np.inf


def test_infinite_logits():
    y, z = [0, 1, 0, 1, 0.5], [np.inf, np.inf, -np.inf, -np.inf, np.inf]
    value, slope = maths.sigmoid_cross_entropy.value_and_gradient(y, z, reduction="none")
    np.testing.assert_array_equal(value, [np.inf, 0, 0, np.inf, np.inf])
    np.testing.assert_array_equal(slope, [1, 0, 0, -1, 0.5])
    np.testing.assert_array_equal(
        maths.sigmoid_cross_entropy([1], [-np.inf], pos_weight=0.0, reduction="none"), [0]
    )


def test_pos_weight_by_column():
    y, z = np.array([[1.0, 1.0], [0.0, 1.0]]), np.array([[0.3, -0.2], [1.0, 2.0]])
    value, slope = maths.sigmoid_cross_entropy.value_and_gradient(
        y, z, pos_weight=[2.0, 5.0], reduction="none"
    )
    for column, q in enumerate((2.0, 5.0)):
        own = maths.sigmoid_cross_entropy.value_and_gradient(
            y[:, column], z[:, column], pos_weight=q, reduction="none"
        )
        np.testing.assert_array_equal(value[:, column], own[0])
        np.testing.assert_array_equal(slope[:, column], own[1])
    for index in (slice(1), (np.newaxis, slice(None))):  # one row, and a further axis
        again = maths.sigmoid_cross_entropy(
            y[index], z[index], pos_weight=[2.0, 5.0], reduction="none"
        )
        np.testing.assert_array_equal(again, value[index])
    single = maths.sigmoid_cross_entropy([1], np.float32([0.5]), pos_weight=3.0)
    assert single.dtype == np.float32


def test_weight_0_leaves_out_an_infinite_loss():
    options = {"class_weight": [0.0, 1.0]}
    assert maths.nll([0, 1], [[-np.inf, 0.0], [-1.0, -0.5]], **options) == 0.5
    slope = maths.nll.gradient([0, 1], [[-np.inf, 0.0], [-1.0, -0.5]], **options)
    np.testing.assert_array_equal(slope, [[0, 0], [0, -1]])


def test_subgradients_at_the_kinks():
    def slope(loss, y, a, **options):
        return loss.gradient([y], [a], reduction="none", **options)[0]

    assert slope(maths.mean_absolute_error, 2.0, 2.0) == 0
    assert slope(maths.pinball, 2.0, 2.0, quantile=0.9) == 0
    assert slope(maths.hinge, 1, 1.0) == 0
    assert slope(maths.squared_hinge, -1, -1.0) == 0
    assert slope(maths.perceptron, 1, 0.0) == 0
    assert slope(maths.perceptron, -1, 0.0) == 0
    assert slope(maths.zero_one, 1, 0.0) == 0
    assert maths.l1.gradient([0.0])[0] == 0


def test_a_loss_describes_itself():
    signature = inspect.signature(maths.huber)
    assert list(signature.parameters) == ["target", "prediction", "delta", "reduction"]
    assert signature.parameters["delta"].default == 1.0
    assert repr(maths.huber) == "<loss huber(target, prediction, delta, reduction)>"
    assert maths.huber.__doc__.startswith("Huber loss")
    assert maths.huber.__module__ == "lossviz.maths.losses.regression"
    assert maths.huber(target=[0.0], prediction=[2.0]) == 1.5


@pytest.mark.parametrize("classes", [2, 32, 33, 1000])
def test_many_classes(classes):
    rng = np.random.default_rng(5)
    z = rng.normal(size=(3, classes)) * 5
    p = np.exp(z - z.max(-1, keepdims=True))
    p /= p.sum(-1, keepdims=True)
    np.testing.assert_allclose(maths.softmax(z), p, rtol=1e-12)
    labels = rng.integers(0, classes, 3)
    value, slope = maths.sparse_softmax_cross_entropy.value_and_gradient(labels, z)
    y = np.eye(classes)[labels]
    np.testing.assert_allclose(value, -np.log((p * y).sum(-1)).mean(), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(slope, (p - y) / 3, rtol=1e-11, atol=1e-15)
