"""The pictures of chapter 3 show the numbers of the neuron's training."""

import numpy as np
import pytest

from lossviz.chapters.ch03_sigmoid_saturation.four_runs import FourRuns
from lossviz.chapters.ch03_sigmoid_saturation.neuron_experiment import NeuronExperiment
from lossviz.chapters.ch03_sigmoid_saturation.neuron_gradient import PRODUCT, NeuronGradient
from lossviz.chapters.ch03_sigmoid_saturation.neuron_walk import NeuronWalk
from lossviz.chapters.ch03_sigmoid_saturation.steps_map import RATES, StepsMap
from lossviz.chapters.ch03_sigmoid_saturation.two_starts import TwoStarts
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, QUADRATIC_COST
from lossviz.maths import quadratic_cost, train_neuron


def test_the_experiment_draws_the_numbers_of_the_run():
    picture = NeuronExperiment().update(w=2.0, b=2.0, losses=QUADRATIC_COST)
    runs = picture.result.runs
    assert list(runs) == [QUADRATIC_COST]
    output_curve = picture._curves[QUADRATIC_COST][0]
    np.testing.assert_allclose(output_curve.get_ydata(), runs[QUADRATIC_COST].output)
    assert not picture._curves[CROSS_ENTROPY][0].get_visible()
    assert "the output is 0.203 with quadratic cost" in picture.sentence


def test_a_neuron_beyond_the_axis_stays_at_the_edge_and_is_hollow():
    picture = NeuronExperiment().update(w=4.0, b=4.0, learning_rate=10.0, steps=5)
    assert picture.result.runs[CROSS_ENTROPY].z[-1] < -8
    marker = picture._markers[CROSS_ENTROPY]
    assert marker.get_xdata()[0] == -8
    assert marker.get_markerfacecolor() == "white"


def test_the_walk_places_the_neuron_where_training_puts_it():
    picture = NeuronWalk().update(step=200)
    marker = picture._artists[QUADRATIC_COST][1]
    assert marker.get_ydata()[0] == pytest.approx(0.7887, abs=5e-5)


@pytest.mark.parametrize("output", [0.01, 0.3, 0.5, 0.66, 0.9, 0.99])
def test_the_twin_of_an_output_moves_just_as_fast(output):
    pull = NeuronGradient.compute(output, PRODUCT)
    assert pull.twin**2 * (1 - pull.twin) == pytest.approx(pull.quadratic_cost)
    assert abs(pull.twin - output) > 0.005


def test_the_pull_is_drawn_only_when_it_is_asked_for():
    picture = NeuronGradient()
    assert "pull" not in picture.sentence
    assert not picture._curve.get_visible()
    picture.update(shown=PRODUCT)
    assert "the pull of the quadratic cost, is 0.121" in picture.sentence
    a, pull = picture._curve.get_data()
    np.testing.assert_allclose(pull, a**2 * (1 - a))


def test_a_guess_of_the_strongest_pull_is_drawn_where_it_is():
    picture = NeuronGradient()
    assert not picture._guess.get_visible()
    picture.ghost = 0.8
    picture.update(output=0.5)
    assert picture._guess.get_xdata() == [0.8, 0.8]
    assert picture._guess_label.get_text() == " your guess: 0.8 "


def test_the_map_counts_what_steps_to_reach_counts():
    picture = StepsMap().update(z=1.5)
    assert "quadratic cost needs 273 steps (the law says 274)" in picture.sentence
    picture.update(z=8.0, learning_rate=RATES[0])
    assert "quadratic cost needs more than 10000 steps" in picture.sentence


def test_the_race_of_two_starts_is_the_experiment_of_the_documents():
    race = TwoStarts.compute(300, 1.5, 4.0)
    run = train_neuron([0.6, 2.0], [0.9, 2.0], loss=quadratic_cost, learning_rate=0.15, steps=300)
    for column, outputs in enumerate(race.outputs.values()):
        np.testing.assert_allclose(outputs, run.output[:, column], rtol=1e-12)
    assert race.stuck == {"first": 0, "second": 172}
    assert TwoStarts.compute(100, 1.5, 4.0).stuck["second"] == 100


@pytest.mark.parametrize(("first", "second"), [(4.0, 4.0), (4.0, 4.1), (1.5, 4.0), (8.0, -2.0)])
def test_labels_at_the_ends_of_the_race_never_cover_each_other(first, second):
    picture = TwoStarts().update(step=300, first=first, second=second)
    low, high = sorted(label.get_position()[1] for label in picture.race.ends.values())
    assert high - low > 0.079
    ends = [outputs[-1] for outputs in picture.result.outputs.values()]
    assert (low + high) / 2 == pytest.approx(sum(ends) / 2)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(("first", "second"), [(4.0, 4.0), (-2.0, -2.0), (3.0, 8.0), (8.0, 1.5)])
def test_names_of_the_starts_never_cover_each_other(narrow, first, second):
    picture = TwoStarts(narrow=narrow).update(first=first, second=second)
    low, high = sorted(label.get_position()[1] for label in picture._names.values())
    assert high - low > picture.race.line - 1e-9
    assert low - picture.race.line > -0.05  # above the axis


def test_the_band_of_the_race_ends_where_its_curve_falls_below_nine_tenths():
    picture = TwoStarts().update(step=300)
    assert picture.race.counts["second"].get_text() == "172 steps above 0.9"
    assert picture.race.bands["second"].get_xdata()[1] == 172
    outputs = picture.result.outputs["second"]
    assert outputs[172] <= 0.9 < outputs[171]
    assert not picture.race.counts["first"].get_visible()


def test_at_the_start_the_race_says_nothing_about_its_end():
    picture = TwoStarts()
    assert picture.sentence == "The first neuron answers 0.82, the second 0.98; 0 is right."
    assert not picture.race.bands["second"].get_visible()


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("guess", [0.0, 120.0, 300.0])
def test_a_guess_of_the_race_stays_inside_of_its_panel(narrow, guess):
    picture = TwoStarts(narrow=narrow)
    picture.ghost = guess
    picture.update(step=300)
    label, axes = picture.race._guess_label, picture.race._guess.axes
    box = label.get_window_extent()
    assert axes.bbox.x0 <= box.x0
    assert box.x1 <= axes.bbox.x1
    assert f"Your guess was {guess:g} steps above 0.9." in picture.sentence
    picture.ghost = None
    picture.update()
    assert not label.get_visible()


def test_the_four_runs_differ_in_the_loss_alone():
    picture = FourRuns().update(step=300)
    squared, entropy = picture.result.values()
    assert squared.stuck == TwoStarts.compute(300, 1.5, 4.0).stuck
    run = train_neuron(
        [0.75, 2.0], [0.75, 2.0], loss="sigmoid_cross_entropy", learning_rate=0.15, steps=300
    )
    for column, outputs in enumerate(entropy.outputs.values()):
        np.testing.assert_allclose(outputs, run.output[:, column], rtol=1e-9)
    assert entropy.stuck == {"first": 0, "second": 7}
    picture.ghost = 30.0
    picture.update()
    shown = [panel._guess.get_visible() for panel in picture._races.values()]
    assert shown == [False, True]
