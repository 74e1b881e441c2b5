"""The pictures of chapter 6 show the numbers that they say."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_rgba_array

from lossviz import (
    network_forward,
    network_gradient,
    network_step,
    network_steps_to_learn,
    sigmoid,
)
from lossviz.chapters.ch06_training_a_network import digit_runs, two_maps
from lossviz.chapters.ch06_training_a_network.backward_pass import BackwardPass, W
from lossviz.chapters.ch06_training_a_network.choices import ACTIVATIONS, RATES
from lossviz.chapters.ch06_training_a_network.digits_curves import DigitsCurves
from lossviz.chapters.ch06_training_a_network.live_training import (
    MAX_STEPS,
    LiveTraining,
)
from lossviz.chapters.ch06_training_a_network.plane_map import PALE_0, PALE_1
from lossviz.chapters.ch06_training_a_network.seed_race import SeedRace, best_rate, steps_of
from lossviz.chapters.ch06_training_a_network.sleeping_unit import (
    HANDICAP,
    RATE,
    SleepingUnit,
    chain,
)
from lossviz.chapters.ch06_training_a_network.strokes import pieces
from lossviz.chapters.ch06_training_a_network.tasks import MOST_STEPS, SEEDS, TASKS, count, task
from lossviz.chapters.ch06_training_a_network.two_maps import LAST_STEP, SEED, TwoMaps, film
from lossviz.chapters.ch06_training_a_network.xor_network import WAYS, X, Y, draw_weights
from lossviz.maths.optimisers import OPTIMISERS
from lossviz.maths.training_run import TrainingRun


def test_the_recorded_race_is_what_the_networks_do():
    # At gentle rates no rounding decides anything: every seed must be met to the step.
    for choice, rates in [
        ((TASKS[0], "SGD", "sigmoid"), (0.3, 1.0)),
        ((TASKS[2], "momentum", "ReLU"), (0.03,)),
        ((TASKS[1], "Adam", "tanh"), (0.03, 0.1)),
        ((TASKS[5], "SGD", "tanh"), (1.0,)),
    ]:
        for loss in WAYS:
            recorded = steps_of(*choice, loss)[[RATES.index(rate) for rate in rates], :12]
            counted = count(*choice, loss, rates, slice(0, 12))
            agree = (counted == recorded).mean()
            assert agree == 1, (choice, loss, agree)


def test_the_record_has_a_place_for_every_choice():
    for name in TASKS:
        steps = [
            steps_of(name, optimiser, activation, loss)
            for optimiser in OPTIMISERS
            for activation in ACTIVATIONS
            for loss in WAYS
        ]
        assert {array.shape for array in steps} == {(len(RATES), 2 * SEEDS)}
        assert all(np.isfinite(array).any() for array in steps)
        assert max(array[np.isfinite(array)].max() for array in steps) <= MOST_STEPS


def test_the_race_shows_what_a_single_network_needs():
    picture = SeedRace().update(task=TASKS[2], rate_squared=2.0, rate_entropy=1.0)
    first, second = draw_weights("5 × normal", 30)
    for name, rate in (("squared error", 2.0), ("cross-entropy", 1.0)):
        way = WAYS[name]
        alone = network_steps_to_learn(
            [first[17], second[17]],
            X,
            Y,
            loss=way.loss,
            output=way.output,
            learning_rate=rate,
            max_steps=600,
        )
        steps = picture.result.steps[name]
        assert alone in steps
        arrived = picture._curves[name].get_ydata()[-1] * 30
        assert arrived == pytest.approx(np.isfinite(steps).sum())


def test_the_best_rate_is_chosen_on_seeds_that_are_not_shown(monkeypatch):
    choice = TASKS[0], "SGD", "sigmoid", "squared error"
    steps = steps_of(*choice).copy()
    assert best_rate(*choice) == RATES[np.median(steps[:, SEEDS:], axis=1).argmin()]
    steps[:, :SEEDS] = np.inf  # whatever the shown ones do
    assert best_rate(*choice) == 8.0
    monkeypatch.setattr(f"{SeedRace.__module__}.steps_of", lambda *choice: steps)
    assert best_rate(*choice) == 8.0
    steps[:] = np.inf
    steps[3, SEEDS:] = [100.0, *[np.inf] * (SEEDS - 1)]  # where the typical seed never arrives
    assert best_rate(*choice) == RATES[3]
    steps[:] = np.inf
    assert np.isnan(best_rate(*choice))
    assert "at rate 1 (no rate is good on other seeds), 0 do" in SeedRace().sentence


@pytest.mark.parametrize("rate", [128.0, 256.0])
def test_no_rate_beyond_the_last_one_is_better(rate):
    # The one choice of the chapter's text that lies at an end of the rates.
    choice = "two moons, sure start", "SGD", "sigmoid", "squared error"
    assert best_rate(*choice) == RATES[-1]
    beyond = count(*choice, (rate,), slice(SEEDS, 2 * SEEDS))
    assert np.median(beyond) > np.median(steps_of(*choice)[-1, SEEDS:])


def test_the_race_names_the_best_rates():
    picture = SeedRace()
    assert "squared error at rate 1 (best on other seeds: 8), 30 do" in picture.sentence
    values = {preset.label: preset.values for preset in picture.presets}
    picture.update(**values["Sure start, Adam, each at its best"])
    assert picture.sentence.count("(its best on other seeds)") == 2
    assert picture.sentence.startswith("Two moons, sure start, Adam, sigmoid units; which of 30")
    assert "all 80 samples right within 600 steps" in picture.sentence


def test_weights_are_drawn_from_known_distributions():
    plain, wide = (draw_weights(kind, 3) for kind in ("normal", "5 × normal"))
    for narrow, layer in zip(plain, wide, strict=True):
        np.testing.assert_array_equal(5 * narrow, layer)
    with pytest.raises(ValueError, match="distribution is 'zero'"):
        draw_weights("zero", 30)


def test_the_sleeping_unit_shows_the_gradients_of_the_network():
    chains = SleepingUnit.compute(step=0, hidden=2.0, output=5.0)
    for name, factor in HANDICAP.items():
        way, weights = WAYS[name], chain(np.array(2.0), np.array(5.0))
        for step in range(3):
            *_, hidden, logits = network_forward(weights, [[-1.0], [1.0]])
            setting = {"loss": way.loss, "output": way.output, "reduction": "sum"}
            delta = []
            for z in logits[:, 0]:  # the output's bias alone moves the logit of one sample
                target = [[float(len(delta))]]
                _, (slope,) = network_gradient([np.array([[z]])], [[1.0]], target, **setting)
                delta.append(slope.item())
            told = chains.stories[name]
            np.testing.assert_allclose(told.output[step], logits[:, 0], rtol=1e-12)
            assert told.passed[step] == pytest.approx(factor * np.abs(delta).sum(), rel=1e-12)
            h = hidden[:, 0]
            np.testing.assert_allclose(sigmoid(told.hidden[step]), h, rtol=1e-12)
            inner = np.abs(delta * weights[1][0] * h * (1 - h)).sum()
            assert told.arrives[step] == pytest.approx(factor * inner, rel=1e-12)
            _, weights = network_step(
                weights, [[-1.0], [1.0]], [[0.0], [1.0]], learning_rate=RATE * factor, **setting
            )


def test_what_is_too_small_for_the_axes_has_no_number():
    sentence = SleepingUnit().update(hidden=8.0, output=8.0).sentence
    assert "and leaves less than 0.00001 for the hidden unit; cross-entropy" in sentence
    assert "and leaves 0.00091 for the hidden unit." in sentence


def test_both_losses_learn_the_digits_from_the_same_start():
    squared, entropy = DigitsCurves().result.runs.values()
    for before in (squared.accuracy[0], entropy.accuracy[0]):
        assert np.ptp(before) == 0
    np.testing.assert_array_equal(squared.accuracy[0], entropy.accuracy[0])
    assert not np.isnan(squared.calibration).any()
    for runs in (squared, entropy):
        rate = runs.best_rate(15, "all right")
        assert runs.accuracy[15, 0, digit_runs.RATES.index(rate)] > 0.95


def test_the_digits_are_prepared_epoch_by_epoch_and_only_once(monkeypatch):
    fresh = {name: digit_runs.DigitRuns(name) for name in digit_runs.WAYS}
    with monkeypatch.context() as patch:
        patch.setattr(f"{DigitsCurves.__module__}.digit_runs", fresh.get)
        unit, preparation = DigitsCurves.preparation()
        assert (unit, len(preparation)) == ("epochs of training", 30)
        preparation[0]()
        assert [run.epoch for run in fresh.values()] == [1, 0]
        assert len(DigitsCurves.preparation()[1]) == 29
    DigitsCurves()
    assert DigitsCurves.preparation() == ("epochs of training", [])


def test_the_digits_say_where_the_last_digit_decides():
    squared, entropy = (digit_runs.digit_runs(name).finish() for name in digit_runs.WAYS)
    assert squared.chaotic[-1, :, -1].all()
    assert not squared.chaotic[..., :-1].any()
    assert not entropy.chaotic.any()
    picture = DigitsCurves().update(rate_squared=10.0, rate_entropy=1.0, epoch=15)
    assert "squared error at rate 10 jumps so far" in picture.sentence
    assert "cross-entropy at rate 1 has 96" in picture.sentence
    picture.update(epoch=0)
    assert "squared error at rate 10 has" in picture.sentence


def test_the_map_has_the_colours_of_the_answers():
    picture = LiveTraining()
    for bias, pale in ((60.0, PALE_1), (-60.0, PALE_0)):
        picture.run.weights[1][-1] = bias
        picture.advance(0)
        seen = np.unique(picture._map.image.get_array().reshape(-1, 4), axis=0)
        assert len(seen) == 1
        np.testing.assert_allclose(seen[0], to_rgba_array(pale)[0] * 255, atol=2)


def test_the_map_is_that_of_the_network_with_the_second_input_upwards():
    picture = LiveTraining()
    picture.advance(300)
    pixels = picture._map.image.get_array()
    yellow = pixels[..., 0] > pixels[..., 2]
    for x, y in [(-1.0, 1.0), (1.0, -1.0), (0.5, 0.2), (-0.5, 0.0)]:
        column, row = (round((side + 1.8) / 3.6 * 64 - 0.5) for side in (x, y))
        answer = sigmoid(network_forward(picture.run.weights, [[x, y]])[-1][0, 0])
        assert yellow[row, column] == (answer > 0.5)


def test_the_border_lies_where_the_network_is_undecided():
    picture = LiveTraining()
    picture.advance(200)
    points = picture._strokes.entries[0].path.vertices
    back = picture._plane.transData.inverted().transform(points * picture._figure.dpi / 72)
    outputs = sigmoid(network_forward(picture.run.weights, back)[-1])
    assert np.abs(outputs - 0.5).max() < 0.05
    assert len(points) > 20


def test_pieces_lead_to_their_own_points():
    points = np.column_stack([np.arange(6.0), np.zeros(6)])
    own = np.array([True, True, False, False, True, False])
    seen = pieces(points, own).vertices[:, 0]
    np.testing.assert_array_equal(seen, [np.nan, 0, 1, np.nan, 3, 4, np.nan])
    seen = pieces(points, ~own).vertices[:, 0]
    np.testing.assert_array_equal(seen, [np.nan, 1, 2, 3, np.nan, 4, 5, np.nan])
    assert np.isnan(pieces(points, np.zeros(6, bool)).vertices).all()


def test_other_weights_begin_anew_and_other_settings_do_not():
    picture = LiveTraining()
    picture.advance(10)
    picture.update(loss="quadratic cost", learning_rate=1.0, data="spirals", pace=2)
    assert picture.step == picture.run.step == 10
    assert picture.run.now.loss == "quadratic cost"
    picture.update(optimiser="Adam", learning_rate=0.1)
    assert picture.step == 10
    for change in ({"start": "sure of class 1"}, {"seed": 1}, {"activation": "ReLU"}):
        picture.advance(10)
        picture.update(**change)
        assert picture.step == 0


def test_other_samples_are_measured_and_drawn_without_a_step():
    picture = LiveTraining()
    picture.advance(10)
    before, weights = picture.run.now, picture.run.weights
    first = picture.moving_layer()
    picture.update(data="circles")
    assert picture.run.now.cross_entropy != before.cross_entropy
    assert picture.run.weights is weights
    assert picture.moving_layer() != first
    picture.update(data="two moons")
    assert picture.run.now.cross_entropy == before.cross_entropy
    assert drawing(picture) == drawing(LiveTraining(), steps=10)


def drawing(picture, steps=0):
    """The strokes and the map after some more steps; the ids in a drawing are new each time."""
    picture.advance(steps)
    return re.sub(r'(id="|url\(#|href="#)[^")]+', r"\1", picture.moving_layer())


def test_a_restart_begins_with_the_same_weights():
    picture = LiveTraining().update(start="hidden saturated", seed=3)
    first = [layer.copy() for layer in picture.run.weights]
    picture.advance(10)
    picture.restart()
    assert picture.step == 0
    assert all(map(np.array_equal, picture.run.weights, first))


def test_another_layout_in_the_middle_of_a_training_keeps_it():
    picture, screen, phone = LiveTraining(), LiveTraining(), LiveTraining(narrow=True)
    for each in (picture, screen, phone):
        each.advance(40)
        each.restart()
        each.advance(30)
    run, history = picture.run, list(picture.run.history)
    assert drawing(picture) == drawing(screen) != drawing(phone)
    picture.lay_out(narrow=True)
    assert picture.run is run
    assert picture.step == 30
    assert picture.run.history == history
    assert sum(stroke.alpha < 1 for stroke in picture._strokes.entries) == 2
    assert drawing(picture) == drawing(phone)
    for each in (picture, screen):
        each.advance(20)
    picture.lay_out(narrow=False)
    assert drawing(picture) == drawing(screen)
    assert picture.sentence == screen.sentence


def test_it_never_goes_beyond_its_axis():
    picture = LiveTraining()
    picture.run.step = MAX_STEPS - 3
    picture.advance(10)
    assert picture.step == picture.most_steps == MAX_STEPS


def test_a_refused_setting_does_not_touch_a_training():
    picture = LiveTraining()
    picture.advance(20)
    before = picture.sentence, picture._strokes.entries, picture.result, picture.values
    weights = [layer.copy() for layer in picture.run.weights]
    for change in ({"learning_rate": 0}, {"data": "squares"}, {"seed": 0.5}, {"pace": 0}):
        with pytest.raises((TypeError, ValueError), match=f"^{next(iter(change))}"):
            picture.update(**{"start": "hidden saturated", **change})
    after = picture.sentence, picture._strokes.entries, picture.result, picture.values
    assert all(one is two for one, two in zip(before[1:], after[1:], strict=True))
    assert before[0] == after[0]
    assert all(map(np.array_equal, picture.run.weights, weights))


def test_the_pale_lines_say_what_they_were():
    picture = LiveTraining().update(loss="quadratic cost", learning_rate=2.0)
    assert picture._pale.get_text() == ""
    picture.advance(20)
    assert "pale" not in picture.sentence
    picture.update(loss="cross-entropy")  # the run that ends was not trained with it
    picture.restart()
    assert picture._pale.get_text() == "pale, the run before: SGD, η = 2\nquadratic cost"
    assert picture.sentence.endswith(
        " The pale lines are the run before, 20 steps with SGD, learning rate 2, quadratic cost: "
        f"it had {picture._before[-1].right} right."
    )
    picture.advance(5)
    for rate in (0.1, 0.3):
        picture.update(optimiser="Adam", learning_rate=rate, loss="quadratic cost")
        picture.advance(5)
    picture.restart()
    words = "SGD → Adam, η = 2 → … → 0.3\ncross-entropy → quadratic cost"
    assert picture._pale.get_text() == f"pale, the run before: {words}"
    picture.restart(keep=False)
    assert picture._pale.get_text() == ""
    narrow = LiveTraining(narrow=True)
    narrow.advance(1)
    narrow.restart()
    assert narrow._pale.get_text() == "pale: SGD, η = 4\ncross-entropy"


def test_the_live_training_shows_the_slopes_of_its_activation():
    picture = LiveTraining().update(activation="ReLU")
    points, (first, _) = picture.result.samples.points, picture.run.weights
    awake = (points @ first[:2] + first[2] > 0).mean(axis=0)
    np.testing.assert_allclose(picture.run.now.hidden_slopes, awake)
    assert "The ReLU units have" in picture.sentence
    picture.update(activation="tanh")
    slopes = 1 - np.tanh(points @ first[:2] + first[2]) ** 2
    np.testing.assert_allclose(picture.run.now.hidden_slopes, slopes.mean(axis=0))


def test_a_film_is_the_training_of_its_network():
    for activation, optimiser, rate in (("sigmoid", "Adam", 0.1), ("tanh", "momentum", 1.0)):
        hidden = ACTIVATIONS[activation]
        shown = film("cross-entropy", rate, optimiser, activation, TASKS[3])
        data = LiveTraining().result.samples
        weights = [layer[SEED] for layer in task(TASKS[3]).weights]
        run = TrainingRun(weights, data, "cross-entropy", hidden=hidden)
        for step in range(60):
            for own, layer in zip(run.weights, shown.layers, strict=True):
                np.testing.assert_allclose(layer[step], own, rtol=1e-5, atol=1e-5)
            assert run.now.right == shown.right[step]
            run.advance(1, data, loss="cross-entropy", learning_rate=rate, optimiser=optimiser)


def test_a_network_that_runs_away_stays_where_it_was(monkeypatch):
    asked = []
    real = two_maps.moved

    def overflowing(layers, rate, way):
        asked.append(rate.max())
        if rate.max() > 60 and len(asked) > 5:
            raise ValueError("learning_rate is too large")
        return real(layers, rate, way)

    monkeypatch.setattr(two_maps, "moved", overflowing)
    two_maps._reel.cache_clear()
    shown = film("cross-entropy", 64.0, "SGD", "ReLU", TASKS[4])
    assert len(shown.right) == LAST_STEP + 1
    for layer in shown.layers:
        np.testing.assert_array_equal(layer[1], layer[-1])
    gentle = film("cross-entropy", 0.3, "SGD", "ReLU", TASKS[4])
    assert not np.array_equal(gentle.layers[0][1], gentle.layers[0][-1])
    two_maps._reel.cache_clear()


def test_the_two_maps_flag_who_is_done():
    picture = TwoMaps().update(optimiser="Adam", rate_squared=0.1, rate_entropy=0.1, step=200)
    flags = {name: flag for name, flag in picture._ends.items() if flag.get_visible()}
    assert {name: flag.get_text() for name, flag in flags.items()} == {"squared error": "122"}
    picture.update(step=300)
    assert [flag.get_text() for flag in picture._ends.values()] == ["122", "232"]
    for done, sides in (((19, 29), ("right", "left")), ((44, 44), ("right", "left"))):
        ends = dict(zip(WAYS, map(float, done), strict=True))
        picture.place(picture.result._replace(done=ends))
        assert tuple(flag.get_ha() for flag in picture._ends.values()) == sides
    assert picture.result.done == {"squared error": 122.0, "cross-entropy": 232.0}
    assert "squared error at rate 0.1 has 80 right, all of them since step 122" in picture.sentence


def test_a_guess_stands_in_the_two_maps():
    picture = TwoMaps()
    assert not picture._guess.get_visible()
    for guess, side in ((50.0, "left"), (250.0, "right")):
        picture.ghost = guess
        picture.place(picture.result)
        assert list(picture._guess.get_xdata()) == [guess, guess]
        assert picture._guess_label.get_ha() == side
        assert picture.sentence.endswith(f"Your guess for squared error was step {guess:g}.")


def test_the_diagram_shows_the_gradients():
    for loss, way in WAYS.items():
        for hidden, output in ((0.5, 2.0), (-3.0, 6.0)):
            passed = BackwardPass.compute(hidden=hidden, output=output, loss=loss)
            rest = output - W * sigmoid(hidden)  # what the other units add to the output's logit

            def cost(s, w, way=way, rest=rest):
                z = w * sigmoid(s) + rest
                return float(way.loss(0.0, sigmoid(z) if way.output == "sigmoid" else z))

            h = 1e-6
            for_s = (cost(hidden + h, W) - cost(hidden - h, W)) / (2 * h)
            for_w = (cost(hidden, W + h) - cost(hidden, W - h)) / (2 * h)
            assert passed.epsilon == pytest.approx(for_s, rel=1e-4, abs=1e-9)
            assert passed.delta * passed.outputs["hidden"] == pytest.approx(for_w, rel=1e-4)


def test_the_arrows_of_the_diagram_are_as_thick_as_what_they_carry():
    picture = BackwardPass().update(output=6.0)
    thick = [picture._arrows[name].get_linewidth() for name in ("delta", "through", "epsilon")]
    assert thick[1] > thick[0] > thick[2]
    picture.update(loss="cross-entropy")
    assert picture._arrows["delta"].get_linewidth() > thick[0]
    assert picture._texts["delta factor"].get_text() == "δ = a − y"
