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
from lossviz.chapters.ch06_training_a_network import digit_runs
from lossviz.chapters.ch06_training_a_network.digits_curves import DigitsCurves
from lossviz.chapters.ch06_training_a_network.live_training import (
    MAX_STEPS,
    PALE_0,
    PALE_1,
    LiveTraining,
)
from lossviz.chapters.ch06_training_a_network.seed_race import SeedRace, chaotic, race
from lossviz.chapters.ch06_training_a_network.sleeping_unit import (
    HANDICAP,
    RATE,
    SleepingUnit,
    chain,
)
from lossviz.chapters.ch06_training_a_network.strokes import pieces
from lossviz.chapters.ch06_training_a_network.xor_network import WAYS, X, Y, draw_weights


def test_the_race_counts_what_a_single_network_needs():
    picture = SeedRace().update(start="5 × normal", rate_squared=2.0, rate_entropy=0.5)
    first, second = draw_weights("5 × normal", 30)
    for name, rate in (("squared error", 2.0), ("cross-entropy", 0.5)):
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


def test_weights_are_drawn_from_known_distributions():
    plain, wide = (draw_weights(kind, 3) for kind in ("normal", "5 × normal"))
    for narrow, layer in zip(plain, wide, strict=True):
        np.testing.assert_array_equal(5 * narrow, layer)
    with pytest.raises(ValueError, match="distribution is 'zero'"):
        draw_weights("zero", 30)


def test_no_sentence_of_the_race_hangs_on_the_last_digit():
    for name in WAYS:
        counts, nudged = (np.sort(race(name, nudge)) for nudge in (1.0, 1 + 1e-14))
        differs = (counts != nudged).any(axis=-1)
        assert not (differs & ~chaotic(name)).any()
        assert chaotic(name).any() == (name == "squared error")
    picture = SeedRace().update(start="5 × normal", rate_squared=8.0, rate_entropy=2.0)
    assert "With squared error at rate 8, some jump so far" in picture.sentence
    assert picture.sentence.endswith("23 of 30 do, and the median is 49 steps.")


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
        seen = np.unique(picture._map.get_array().reshape(-1, 4), axis=0)
        assert len(seen) == 1
        np.testing.assert_allclose(seen[0], to_rgba_array(pale)[0] * 255, atol=2)


def test_the_map_is_that_of_the_network_with_the_second_input_upwards():
    picture = LiveTraining()
    picture.advance(300)
    pixels = picture._map.get_array()
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
    for change in ({"start": "sure of class 1"}, {"seed": 1}):
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
