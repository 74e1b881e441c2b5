"""Toy data, and the training run that goes on in pieces."""

import itertools

import numpy as np
import pytest

from lossviz.maths import fit_logistic, toy_data
from lossviz.maths.toy_data import TOY_DATA
from lossviz.maths.training_run import STARTS, TrainingRun, starting_weights


@pytest.mark.parametrize("name", TOY_DATA)
def test_toy_data_have_two_even_classes_and_a_place_in_the_picture(name):
    points, target = toy_data(name, samples=40, seed=5)
    assert points.shape == (40, 2)
    assert target.tolist() == [0.0] * 20 + [1.0] * 20
    assert np.abs(toy_data(name).points).max() < 1.8
    np.testing.assert_array_equal(points, toy_data(name, samples=40, seed=5).points)
    assert not np.array_equal(points, toy_data(name, samples=40, seed=6).points)


def test_the_toy_data_are_what_their_names_say():
    points, target = toy_data("circles", samples=4000)
    radius = np.hypot(*points.T)
    assert radius[target == 0].mean() == pytest.approx(1.15, abs=0.02)
    assert radius[target == 1].mean() == pytest.approx(0.45, abs=0.03)
    points, target = toy_data("xor", samples=4000)
    assert ((points[:, 0] * points[:, 1] < 0) == target)[np.abs(points).min(axis=1) > 0.3].all()
    for label, sign in ((0, -1), (1, 1)):  # across the diagonal on which its clouds lie
        across = points[target == label] @ [1, sign]
        assert across.std() == pytest.approx(0.25 * np.sqrt(2), abs=0.02)
    points, target = toy_data("two moons", samples=4000)
    apart = points[target == 0].mean(axis=0) - points[target == 1].mean(axis=0)
    assert apart == pytest.approx([-1, 4 / np.pi - 0.5], abs=0.05)
    points, target = toy_data("spirals", samples=4000)
    radius = np.hypot(*points.T)
    turn = np.arctan2(points[:, 1], points[:, 0]) - 2 * np.pi * 1.25 * radius / 1.3 - np.pi * target
    assert np.hypot(np.cos(turn).mean(), np.sin(turn).mean()) > 0.9


@pytest.mark.parametrize("name", TOY_DATA)
def test_no_line_parts_the_toy_classes(name):
    points, target = toy_data(name)
    for angle in np.linspace(0, np.pi, 91):
        along = points @ [np.cos(angle), np.sin(angle)]
        fit = fit_logistic(along, target)  # which refuses classes that a threshold separates
        assert np.isfinite(fit.weight)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"name": "moons"}, "name is 'moons'.*; choose one of 'two moons', 'circles'"),
        ({"name": "xor", "samples": 7}, "samples is 7; give an even number"),
        ({"name": "xor", "samples": 0}, "samples is 0; give an even number"),
        ({"name": "xor", "seed": -1}, "seed is -1"),
    ],
)
def test_toy_data_say_what_they_take(arguments, words):
    with pytest.raises(ValueError, match=words):
        toy_data(**arguments)


def test_the_starts_are_what_their_names_say():
    slopes, outputs = {}, {}
    data = toy_data("two moons")
    for kind, seed in itertools.product(STARTS, range(10)):
        run = TrainingRun(starting_weights(kind, seed=seed), data, "cross-entropy")
        slopes.setdefault(kind, []).append(run.now.hidden_slopes.mean())
        outputs.setdefault(kind, []).append(run.now.output_slope)
    assert min(slopes["ordinary"]) > 0.3
    assert min(outputs["ordinary"]) > 0.75
    assert slopes["sure of class 1"] == slopes["ordinary"]
    assert max(outputs["sure of class 1"]) < 0.001
    assert max(slopes["hidden saturated"]) < 0.05
    with pytest.raises(ValueError, match="start is 'cold'"):
        starting_weights("cold")
    with pytest.raises(ValueError, match="hidden is 0"):
        starting_weights("ordinary", hidden=0)


def test_what_is_measured_follows_from_the_formulas():
    data = toy_data("circles")
    run = TrainingRun(starting_weights("ordinary", seed=4), data, "quadratic cost")
    run.advance(30, data, loss="quadratic cost", learning_rate=4.0)
    first, second = run.weights
    a = 1 / (1 + np.exp(-(data.points @ first[:2] + first[2])))
    output = 1 / (1 + np.exp(-(a @ second[:-1, 0] + second[-1, 0])))
    y = data.target
    assert run.now.step == 30
    assert run.now.quadratic_cost == pytest.approx(np.mean((output - y) ** 2) / 2)
    nats = -np.mean(y * np.log(output) + (1 - y) * np.log(1 - output))
    assert run.now.cross_entropy == pytest.approx(nats)
    assert run.now.right == np.sum((output > 0.5) == (y == 1))
    np.testing.assert_allclose(run.now.hidden_slopes, 4 * np.mean(a * (1 - a), axis=0))
    assert run.now.output_slope == pytest.approx(4 * np.mean(output * (1 - output)))


@pytest.mark.parametrize("loss", ["quadratic cost", "cross-entropy"])
def test_a_step_goes_down_the_slope_of_its_own_loss(loss):
    data = toy_data("xor")
    run = TrainingRun(starting_weights("ordinary", seed=1), data, loss)

    def cost(weights):
        measured = TrainingRun(weights, data, loss).now
        return measured.quadratic_cost if loss == "quadratic cost" else measured.cross_entropy

    before = [layer.copy() for layer in run.weights]
    run.advance(1, data, loss=loss, learning_rate=0.5)
    for layer, row, column in [(0, 0, 3), (0, 2, 7), (1, 4, 0), (1, 8, 0)]:
        ends = []
        for nudge in (-1e-6, 1e-6):
            weights = [entry.copy() for entry in before]
            weights[layer][row, column] += nudge
            ends.append(cost(weights))
        slope = (ends[1] - ends[0]) / 2e-6
        moved = run.weights[layer][row, column] - before[layer][row, column]
        assert moved == pytest.approx(-0.5 * slope, rel=1e-5, abs=1e-10)


def test_the_history_is_dense_at_first_and_hardly_grows():
    data = toy_data("xor")
    run = TrainingRun(starting_weights("ordinary"), data, "cross-entropy")
    for pace in (1, 2, 7, 90, 900):
        run.advance(pace, data, loss="cross-entropy", learning_rate=1.0)
    steps = [measured.step for measured in run.history]
    assert steps[:21] == list(range(21))
    assert steps == sorted(set(steps))
    assert max(b / a for a, b in itertools.pairwise(steps[21:])) < 1.1
    assert len(steps) < 110
    whole = TrainingRun(starting_weights("ordinary"), data, "cross-entropy")
    whole.advance(1000, data, loss="cross-entropy", learning_rate=1.0)
    assert [measured.step for measured in whole.history] == steps
    assert whole.now.cross_entropy == run.now.cross_entropy


def test_a_runaway_leaves_the_last_good_step():
    data = toy_data("xor")
    run = TrainingRun(starting_weights("ordinary"), data, "cross-entropy")
    run.advance(5, data, loss="cross-entropy", learning_rate=1.0)
    good = [layer.copy() for layer in run.weights]
    with pytest.raises(FloatingPointError, match="step 6 would throw the weights beyond 1e"):
        run.advance(5, data, loss="cross-entropy", learning_rate=1e150)
    assert run.step == run.now.step == 5
    np.testing.assert_array_equal(run.weights[0], good[0])


@pytest.mark.parametrize("rate", [0.0, -1.0, np.nan])
def test_a_rate_that_is_none_is_named(rate):
    data = toy_data("xor")
    run = TrainingRun(starting_weights("ordinary"), data, "cross-entropy")
    with pytest.raises(ValueError, match="learning_rate"):
        run.advance(1, data, loss="cross-entropy", learning_rate=rate)
