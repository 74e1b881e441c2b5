"""The neuron of chapter 3: training, counting and the closed-form law."""

import numpy as np
import pytest

from lossviz import (
    binary_cross_entropy,
    huber,
    mean_squared_error,
    quadratic_cost,
    sigmoid,
    sigmoid_cross_entropy,
    steps_by_law,
    steps_to_reach,
    train_neuron,
)
from lossviz.maths.sigmoid_output import cost_of_logit, slope_at_output, slope_of_logit

LOSSES = [quadratic_cost, mean_squared_error, binary_cross_entropy, sigmoid_cross_entropy]


def by_hand(w, b, loss, learning_rate, steps, x, y):
    """The definition, with the gradient of the cost by central differences."""

    def cost(w, b):
        z = w * x + b
        return float(loss(y, z if loss is sigmoid_cross_entropy else sigmoid(z)))

    h = 1e-6
    for _ in range(steps):
        slope_w = (cost(w + h, b) - cost(w - h, b)) / (2 * h)
        slope_b = (cost(w, b + h) - cost(w, b - h)) / (2 * h)
        w, b = w - learning_rate * slope_w, b - learning_rate * slope_b
    return w, b


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize("target", [0.0, 0.3, 1.0])
def test_the_slope_is_the_same_by_logit_by_output_and_by_differences(loss, target):
    z, h = np.linspace(-6.0, 6.0, 25), 1e-5
    slope, cost = slope_of_logit(loss, target)(z), cost_of_logit(loss, target)
    np.testing.assert_allclose(slope_at_output(loss, target, sigmoid(z)), slope, rtol=1e-12)
    by_differences = (cost(z + h) - cost(z - h)) / (2 * h)
    np.testing.assert_allclose(by_differences, slope, rtol=1e-6, atol=1e-10)
    assert slope[7] == slope_of_logit(loss, target)(z[7])  # one number, as in a single neuron


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize(("x", "target"), [(1.0, 0.0), (-2.0, 1.0), (0.5, 0.3)])
def test_train_neuron_follows_the_numerical_gradient(loss, x, target):
    run = train_neuron(0.6, 0.9, loss=loss, learning_rate=0.3, steps=25, x=x, target=target)
    w, b = by_hand(0.6, 0.9, loss, 0.3, 25, x, target)
    np.testing.assert_allclose([run.w[-1], run.b[-1]], [w, b], rtol=1e-7)
    np.testing.assert_allclose(run.z, run.w * x + run.b, rtol=1e-14)
    np.testing.assert_allclose(run.output, sigmoid(run.z), rtol=1e-14)


def test_the_documents_experiment_to_all_digits():
    run = train_neuron([0.6, 2], [0.9, 2], loss="quadratic_cost", learning_rate=0.15, steps=300)
    np.testing.assert_allclose(run.output[0], [0.8175745, 0.9820138], atol=5e-8)
    np.testing.assert_allclose(run.output[-1], [0.0939557, 0.2028484], atol=5e-8)


def test_many_starts_and_rates_are_the_same_as_one_at_a_time():
    w, rate = np.array([[0.6], [2.0], [-1.0]]), np.array([0.01, 1.0])
    together = train_neuron(w, 0.9, loss="quadratic_cost", learning_rate=rate, steps=40)
    assert together.output.shape == (41, 3, 2)
    for i in range(3):
        for j in range(2):
            alone = train_neuron(
                w[i, 0], 0.9, loss="quadratic_cost", learning_rate=rate[j], steps=40
            )
            np.testing.assert_allclose(together.z[:, i, j], alone.z, rtol=1e-13)
            np.testing.assert_allclose(together.cost[:, i, j], alone.cost, rtol=1e-12)


def test_no_steps_give_the_start_alone():
    run = train_neuron(1, 1, loss="quadratic_cost", learning_rate=1, steps=0)
    assert run.z.tolist() == [2.0]


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@pytest.mark.parametrize("z", [-1e6, -800.0, 800.0, 1e6])
def test_extreme_starts_stay_finite_and_silent(loss, z):
    run = train_neuron(z, 0, loss=loss, learning_rate=1e3, steps=3)
    assert np.isfinite(run.z).all()
    assert np.isfinite(run.gradient).all()


def test_saturated_gradient_keeps_its_digits():
    """At z = 40 the sigmoid rounds to 1, but the gradient a²(1 − a) is e^-40, not 0."""
    run = train_neuron(40, 0, loss="quadratic_cost", learning_rate=1, steps=0)
    np.testing.assert_allclose(run.gradient, np.exp(-40), rtol=1e-12)


@pytest.mark.parametrize(
    ("loss", "level", "expected"),
    [
        ("quadratic_cost", 0.1, [8226, 822, 273, 81, 40, 7]),
        ("sigmoid_cross_entropy", 0.1, [1247, 124, 41, 12, 6, 1]),
        ("quadratic_cost", 0.05, [25455, 2544, 847, 253, 126, 24]),
        ("sigmoid_cross_entropy", 0.05, [2321, 231, 76, 22, 11, 1]),
    ],
)
def test_steps_to_reach_counts_what_training_needs(loss, level, expected):
    rates = np.array([0.005, 0.05, 0.15, 0.5, 1, 5])
    counts = steps_to_reach(level, 1.5, loss=loss, learning_rate=rates)
    assert counts.tolist() == expected
    run = train_neuron(0.6, 0.9, loss=loss, learning_rate=0.15, steps=900)
    assert np.argmax(run.output < level) == expected[2]


def test_steps_to_reach_gives_up_and_says_so():
    counts = steps_to_reach(
        0.1, [-3.0, 1.5, 30.0], loss="quadratic_cost", learning_rate=0.15, max_steps=300
    )
    assert counts.tolist() == [0, 273, np.inf]


@pytest.mark.parametrize("loss", ["quadratic_cost", "mean_squared_error", "sigmoid_cross_entropy"])
def test_the_law_is_the_limit_of_small_steps(loss):
    starts = np.array([0.5, 1.5, 4.0, 6.0])
    for rate in (0.01, 0.001):
        law = steps_by_law(0.2, starts, loss=loss, learning_rate=rate)
        counts = steps_to_reach(0.2, starts, loss=loss, learning_rate=rate, max_steps=10**6)
        # The law ends between two steps; large first steps of cross-entropy cost a little more.
        assert (np.abs(counts - law) <= 3).all()


def test_the_law_is_silent_where_it_overflows_and_zero_at_the_goal():
    law = steps_by_law(0.1, [-5.0, 1000.0], loss="quadratic_cost", learning_rate=1)
    assert law.tolist() == [0.0, np.inf]


@pytest.mark.parametrize("loss", LOSSES)
def test_the_law_at_a_level_whose_logit_overflows_when_exponentiated(loss):
    law = steps_by_law(5e-324, [-1e300, -744.5, -740.0, 0.0], loss=loss, learning_rate=1)
    assert law.tolist() == [0.0, 0.0, np.inf, np.inf]


@pytest.mark.parametrize("loss", LOSSES)
def test_the_law_keeps_its_digits_on_a_short_way(loss):
    short, goal = 1e-9, -np.log(4)  # the logit of 0.2
    slope = 0.2 if loss in (binary_cross_entropy, sigmoid_cross_entropy) else 0.2**2 * 0.8
    speed = 2 * 0.1 * slope * (2 if loss is mean_squared_error else 1)
    law = steps_by_law(0.2, goal + short, loss=loss, learning_rate=0.1)
    assert law == pytest.approx(short / speed, rel=1e-6)
    # The logit of 1/2 is 0 and not rounded, so that all digits of a still shorter way can be told.
    slope = 0.5 if loss in (binary_cross_entropy, sigmoid_cross_entropy) else 0.5**2 * 0.5
    speed = 2 * 0.1 * slope * (2 if loss is mean_squared_error else 1)
    law = steps_by_law(0.5, 1e-13, loss=loss, learning_rate=0.1)
    assert law == pytest.approx(1e-13 / speed, rel=1e-12, abs=0)


GOOD = {"w": 0.6, "b": 0.9, "loss": "quadratic_cost", "learning_rate": 0.15, "steps": 3}


@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ({"w": np.nan}, ValueError, "w = nan"),
        ({"w": [1.0, np.inf]}, ValueError, r"w\[1\] = inf"),
        ({"b": "two"}, TypeError, "b must be a real number"),
        ({"b": None}, TypeError, "b must"),
        ({"w": 1 + 2j}, TypeError, "w must"),
        ({"w": []}, ValueError, "w is empty"),
        ({"steps": -1}, ValueError, "steps is -1"),
        ({"steps": 2.5}, TypeError, "steps must be a whole number"),
        ({"steps": True}, TypeError, "steps must be a whole number"),
        ({"learning_rate": 0}, ValueError, "learning_rate = 0.0 is not positive"),
        ({"learning_rate": -0.1}, ValueError, "learning_rate = -0.1"),
        ({"target": 1.5}, ValueError, "target = 1.5 is outside"),
        ({"target": [0.0, 1.0]}, ValueError, "target has shape"),
        ({"x": np.inf}, ValueError, "x = inf"),
        ({"loss": "hinge"}, ValueError, "loss is 'hinge'"),
        ({"loss": 3}, TypeError, "loss is 3"),
        ({"loss": huber}, TypeError, "loss is <loss huber"),
        ({"w": [1.0, 2.0], "b": [1.0, 2.0, 3.0]}, ValueError, "do not broadcast"),
        ({"x": 1e200, "w": 1e200}, ValueError, "leaves the range"),
    ],
)
def test_train_neuron_refuses_nonsense(change, kind, words):
    with pytest.raises(kind, match=words):
        train_neuron(**{**GOOD, **change})


@pytest.mark.parametrize("function", [steps_to_reach, steps_by_law])
@pytest.mark.parametrize(
    ("level", "z", "rate", "words"),
    [
        (0.0, 1.5, 0.1, "level = 0.0 is never reached"),
        (1.0, 1.5, 0.1, "level = 1.0 is never reached"),
        (1.5, 1.5, 0.1, "level = 1.5 is outside"),
        (0.1, np.nan, 0.1, "z = nan"),
        (0.1, 1.5, 0.0, "learning_rate = 0"),
        (0.1, [1.0, 2.0], [1.0, 2.0, 3.0], "do not broadcast"),
    ],
)
def test_step_counts_refuse_nonsense(function, level, z, rate, words):
    with pytest.raises(ValueError, match=words):
        function(level, z, loss="quadratic_cost", learning_rate=rate)
