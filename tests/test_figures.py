"""Figures: what moves, what stays, and what they say."""

import importlib
import io
import itertools
import pkgutil
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from matplotlib import pyplot, rcParams
from PIL import Image

from lossviz import (
    figures,
    mean_squared_error,
    network_forward,
    network_gradient,
    network_step,
    network_steps_to_learn,
    quadratic_cost,
)
from lossviz.figures import digit_runs
from lossviz.figures.base import ExplorableFigure, _MovingRenderer
from lossviz.figures.seed_race import chaotic, race
from lossviz.figures.sleeping_unit import HANDICAP, RATE, chain
from lossviz.figures.steps_map import RATES
from lossviz.figures.style import powers_of_ten
from lossviz.figures.xor_network import WAYS, X, Y, starting_weights
from lossviz.maths import Loss

FIGURES = [getattr(figures, name) for name in figures.__all__]


@pytest.fixture(params=FIGURES, ids=lambda figure: figure.__name__, scope="module")
def figure(request) -> ExplorableFigure:
    return request.param()


def test_layers_are_well_formed_and_share_their_coordinates(figure):
    static = ET.fromstring(figure.static_layer())
    moving = ET.fromstring(
        figure.moving_layer().replace(
            "<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1
        )
    )
    assert static.attrib["viewBox"] == moving.attrib["viewBox"]
    assert len(figure.moving_layer()) < 20_000
    # Nothing in the moving layer may reach out of it into the page.
    assert "<style" not in figure.moving_layer()
    assert not re.search(r"<g id=", figure.moving_layer())


def test_the_moving_layer_loses_nothing_that_was_drawn(figure):
    drawn = figure._svg(_MovingRenderer, *figure._moving)
    assert figure.moving_layer().count("<path") == drawn.count("<path")


def test_the_text_alternative_is_the_sentence(figure):
    moving = ET.fromstring(re.match(r"<svg [^>]*>", figure.moving_layer())[0] + "</svg>")
    assert moving.attrib["role"] == "img"
    assert moving.attrib["aria-label"] == figure.describe()
    data, metadata = figure.bundle()
    assert data["text/plain"] == metadata["image/png"]["alt"] == figure.describe()


def drawing(svg):
    """A drawing without what differs each time: salted ids of clip paths, and the date."""
    return re.sub(r'<dc:date>.*?</dc:date>|[a-z]\w{10}(?=["\)])', "", svg)


# Where nine tenths of the default lie between the values that were computed in advance.
ANOTHER = {figures.SleepingUnit: 2.5, figures.SeedRace: 2.0, figures.DigitsCurves: 3.0}


def test_the_static_layer_never_changes(figure):
    before = drawing(figure.static_layer())
    moving_before = figure.moving_layer()
    name, value = next((n, v) for n, v in figure.parameters.items() if isinstance(v, float))
    figure.update(**{name: ANOTHER.get(type(figure), value * 0.9)})
    assert drawing(figure.static_layer()) == before
    assert figure.moving_layer() != moving_before
    figure.update(**{name: value})


def test_png_has_the_size_that_the_bundle_promises_and_few_bytes(figure):
    image = Image.open(io.BytesIO(figure.png()))
    _, metadata = figure.bundle()
    assert image.width == 2 * metadata["image/png"]["width"]
    assert len(figure.png()) < 100_000


def test_png_is_the_same_bytes_twice(figure):
    assert figure.png() == figure.png()


# Of any kind of parameter, of numbers, of whole numbers, of words.
NEVER = [None, [], {}, [1.0, 2.0], np.array([1.0, 2.0]), 1j, object(), float("nan")]
NO_NUMBER = ["much", "", "0.5", True, np.False_, float("inf"), -float("inf")]
NOT_WHOLE = [0.5, 1.5, 2.0, np.float64(1), -1, 10**9, -(10**30)]
NO_WORD = ["no such word", "", 0, 1.5, True]


def wrong_values(default):
    if isinstance(default, str):
        return NEVER + NO_WORD
    return NEVER + NO_NUMBER + (NOT_WHOLE if isinstance(default, int) else [])


def state(figure):
    """All that a person can see of a picture."""
    return drawing(figure.moving_layer()), figure.describe(), dict(figure.parameters)


def test_what_a_picture_does_not_take_is_refused_before_anything_moves(figure, monkeypatch):
    before, still = state(figure), drawing(figure.static_layer())
    for name, default in figure.defaults.items():
        for value in wrong_values(default):
            with monkeypatch.context() as patch:
                patch.setattr(figure, "draw", None)  # not to be called
                with pytest.raises((TypeError, ValueError), match=rf"^{name}\b"):
                    figure.update(**{name: value})
        assert state(figure) == before
    assert drawing(figure.static_layer()) == still


def test_one_wrong_value_among_right_ones_changes_nothing(figure):
    before = state(figure)
    other = {**figure.defaults, next(iter(figure.defaults)): None}
    with pytest.raises((TypeError, ValueError)):
        figure.update(**other)
    with pytest.raises(TypeError, match="has no parameter 'colour'; it has"):
        figure.update(**figure.defaults, colour="red")
    assert state(figure) == before


EXTREMES = [1e308, -1e308, 1e20, -1e5, 1e-9, 5e-324, 0.0, 1 - 2**-53]


def test_extreme_numbers_are_drawn_or_refused(figure):
    # Warnings are errors in these tests: no value may overflow either.
    before = state(figure)
    numbers = [name for name, value in before[2].items() if isinstance(value, float)]
    for name, extreme in itertools.product(numbers, EXTREMES):
        try:
            figure.update(**{name: extreme})
        except ValueError as refusal:
            assert str(refusal).startswith(f"{name} is ")  # noqa: PT017 - or nothing is raised
        else:
            assert figure.parameters[name] == pytest.approx(extreme, rel=1e-9)
            assert not re.search(r"\bnan\b", figure.describe())
            figure.update(**{name: before[2][name]})
        assert state(figure) == before


@pytest.mark.parametrize(
    ("figure", "change", "nearest"),
    [
        (figures.SleepingUnit, {"hidden": 2.3}, 2.5),
        (figures.SleepingUnit, {"output": 8.1}, 8.0),
        (figures.StepsMap, {"z": 1.52}, 1.5),
        (figures.StepsMap, {"learning_rate": 0.0102}, None),
        (figures.SeedRace, {"rate_squared": 0.9}, 1.0),
        (figures.SeedRace, {"rate_entropy": 64.0}, 16.0),
        (figures.DigitsCurves, {"rate_squared": 0.25}, 0.3),
        (figures.DigitsCurves, {"rate_entropy": 7.0}, 10.0),
    ],
)
def test_between_the_values_that_were_computed_nothing_is_drawn(figure, change, nearest):
    picture = figure()
    before = state(picture)
    ((name, value),) = change.items()
    with pytest.raises(ValueError, match=rf"^{name} is {value}; the nearest value") as refusal:
        picture.update(**change)
    assert state(picture) == before
    # The value that is offered is taken to the letter.
    offered = float(re.search(r"has is (.+)\.$", str(refusal.value))[1])
    assert nearest in (None, offered)
    assert picture.update(**{name: offered}).parameters[name] == offered
    # A rounding error is forgiven.
    assert picture.update(**{name: offered * (1 + 1e-12)}).parameters[name] == offered


def test_a_drawing_that_fails_half_way_leaves_no_trace():
    class Stumbles(figures.LineFit):
        def draw(self, slope, intercept):
            super().draw(slope, intercept)
            if slope > 1:
                raise ArithmeticError("too steep")

    picture = Stumbles()
    before = (*state(picture), picture.loss)
    with pytest.raises(ArithmeticError, match="too steep"):
        picture.update(slope=2.0)
    assert (*state(picture), picture.loss) == before


def test_a_refused_setting_does_not_touch_a_training():
    picture = figures.LiveTraining()
    picture.advance(20)
    before, weights = state(picture), [layer.copy() for layer in picture.run.weights]
    for change in ({"learning_rate": 0}, {"data": "squares"}, {"seed": 0.5}, {"pace": 0}):
        with pytest.raises((TypeError, ValueError), match=f"^{next(iter(change))}"):
            picture.update(**{"start": "hidden saturated", **change})
    assert state(picture) == before
    assert all(map(np.array_equal, picture.run.weights, weights))


def test_figures_leave_pyplot_and_the_users_style_alone():
    rcParams["lines.linewidth"] = 7.5
    try:
        settings = dict(rcParams)
        picture = figures.NeuronGradient()
        picture.png()
        assert dict(rcParams) == settings
        assert {line.get_linewidth() for line in picture._figure.axes[1].lines} <= {2.2, 1.4, 1.5}
    finally:
        rcParams["lines.linewidth"] = 1.5
    assert pyplot.get_fignums() == []


def test_the_experiment_draws_the_numbers_of_the_run():
    picture = figures.NeuronExperiment().update(w=2.0, b=2.0, losses="quadratic cost")
    run = picture.runs["quadratic cost"]
    assert list(picture.runs) == ["quadratic cost"]
    output_curve = picture._curves["quadratic cost"][0]
    np.testing.assert_allclose(output_curve.get_ydata(), run.output)
    assert not picture._curves["cross-entropy"][0].get_visible()
    assert "falls to 0.2028 with quadratic cost" in picture.describe()


def test_a_neuron_beyond_the_axis_stays_at_the_edge_and_is_hollow():
    picture = figures.NeuronExperiment().update(w=4.0, b=4.0, learning_rate=10.0, steps=5)
    assert picture.runs["cross-entropy"].z[-1] < -8
    marker = picture._markers["cross-entropy"]
    assert marker.get_xdata()[0] == -8
    assert marker.get_markerfacecolor() == "white"


def test_the_walk_places_the_neuron_where_training_puts_it():
    picture = figures.NeuronWalk().update(step=200)
    marker = picture._artists["quadratic cost"][1]
    assert marker.get_ydata()[0] == pytest.approx(0.7887, abs=5e-5)


def test_the_twin_of_an_output_moves_just_as_fast():
    picture = figures.NeuronGradient()
    for output in (0.01, 0.3, 0.5, 0.66, 0.9, 0.99):
        picture.update(output=output)
        assert picture.twin**2 * (1 - picture.twin) == pytest.approx(picture.quadratic_cost)
        assert abs(picture.twin - output) > 0.005


def test_the_map_counts_what_steps_to_reach_counts():
    picture = figures.StepsMap().update(z=1.5)
    assert "quadratic cost needs 273 steps (the law says 274.2)" in picture.describe()
    picture.update(z=8.0, learning_rate=RATES[0])
    assert "quadratic cost needs more than 10000 steps" in picture.describe()


@pytest.mark.parametrize(
    ("figure", "change", "words"),
    [
        (figures.NeuronExperiment, {"losses": "hinge"}, "losses is 'hinge'"),
        (figures.NeuronExperiment, {"steps": 601}, "steps is 601"),
        (figures.NeuronExperiment, {"learning_rate": -1}, "learning_rate is -1"),
        (figures.NeuronWalk, {"step": 301}, "step is 301"),
        (figures.NeuronGradient, {"output": 1.0}, "output is 1;"),
        (figures.StepsMap, {"z": 9.0}, "z is 9.0"),
        (figures.StepsMap, {"learning_rate": 100.0}, "learning_rate is 100.0"),
        (figures.LineFit, {"slope": float("nan")}, "slope"),
    ],
)
def test_values_that_cannot_be_drawn_are_named(figure, change, words):
    with pytest.raises(ValueError, match=words):
        figure().update(**change)


def test_the_race_counts_what_a_single_network_needs():
    picture = figures.SeedRace().update(start="5 × normal", rate_squared=2.0, rate_entropy=0.5)
    first, second = starting_weights("5 × normal", 30)
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
        assert alone in picture.steps[name]
        arrived = picture._curves[name].get_ydata()[-1] * 30
        assert arrived == pytest.approx(np.isfinite(picture.steps[name]).sum())


def test_the_sleeping_unit_shows_the_gradients_of_the_network():
    picture = figures.SleepingUnit().update(hidden=2.0, output=5.0)
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
            assert picture.passed[name][step] == pytest.approx(
                factor * np.abs(delta).sum(), rel=1e-4
            )
            h = hidden[:, 0]
            inner = np.abs(delta * weights[1][0] * h * (1 - h)).sum()
            assert picture.arrives[name][step] == pytest.approx(factor * inner, rel=1e-4)
            _, weights = network_step(
                weights, [[-1.0], [1.0]], [[0.0], [1.0]], learning_rate=RATE * factor, **setting
            )


def test_both_losses_learn_the_digits_from_the_same_start():
    picture = figures.DigitsCurves()
    squared, entropy = picture.runs.values()
    for before in (squared.accuracy[0], entropy.accuracy[0]):
        assert np.ptp(before) == 0
    np.testing.assert_array_equal(squared.accuracy[0], entropy.accuracy[0])
    assert not np.isnan(squared.calibration).any()
    for runs in (squared, entropy):
        rate = runs.best_rate(15, "all right")
        assert runs.accuracy[15, 0, digit_runs.RATES.index(rate)] > 0.95
    assert digit_runs.epochs_to_train() == []


@pytest.mark.parametrize(
    ("figure", "change", "words"),
    [
        (figures.SeedRace, {"start": "zero"}, "start is 'zero'"),
        (figures.SeedRace, {"goal": "perfect"}, "goal is 'perfect'"),
        (figures.SeedRace, {"rate_squared": 64.0}, "rate_squared is 64"),
        (figures.SleepingUnit, {"step": 301}, "step is 301"),
        (figures.SleepingUnit, {"hidden": 9.0}, "hidden is 9"),
        (figures.DigitsCurves, {"epoch": 16}, "epoch is 16"),
        (figures.DigitsCurves, {"labels": "all wrong"}, "labels is 'all wrong'"),
        (figures.DigitsCurves, {"rate_entropy": 100.0}, "rate_entropy is 100"),
    ],
)
def test_values_that_chapter_6_cannot_draw_are_named(figure, change, words):
    with pytest.raises(ValueError, match=words):
        figure().update(**change)


def test_powers_of_ten_are_labelled_in_plain_text():
    ticks, labels = powers_of_ten(-3, 1, 2)
    assert ticks == [0.001, 0.1, 10]
    assert labels == ["10⁻³", "10⁻¹", "10"]


def test_no_sentence_of_the_race_hangs_on_the_last_digit():
    for name in WAYS:
        counts, nudged = (np.sort(race(name, nudge)) for nudge in (1.0, 1 + 1e-14))
        differs = (counts != nudged).any(axis=-1)
        assert not (differs & ~chaotic(name)).any()
        assert chaotic(name).any() == (name == "squared error")
    picture = figures.SeedRace().update(start="5 × normal", rate_squared=8.0, rate_entropy=2.0)
    assert "With squared error at rate 8, some jump so far" in picture.describe()
    assert picture.describe().endswith("23 of 30 do, and the median is 49.0 steps.")


def test_the_digits_say_where_the_last_digit_decides():
    squared, entropy = (digit_runs.digit_runs(name).finish() for name in digit_runs.WAYS)
    assert squared.chaotic[-1, :, -1].all()
    assert not squared.chaotic[..., :-1].any()
    assert not entropy.chaotic.any()
    picture = figures.DigitsCurves().update(rate_squared=10.0, rate_entropy=1.0, epoch=15)
    assert "squared error at rate 10 jumps so far" in picture.describe()
    assert "cross-entropy at rate 1 has 96" in picture.describe()
    picture.update(epoch=0)
    assert "squared error at rate 10 has" in picture.describe()


def test_each_kind_of_squares_has_one_name_in_all_pictures():
    """½(a − y)² is the quadratic cost and (a − y)² the squared error, in every table of losses."""
    seen = set()
    for module in pkgutil.iter_modules(figures.__path__, "lossviz.figures."):
        for table in vars(importlib.import_module(module.name)).values():
            if isinstance(table, dict):
                seen |= {
                    (name, getattr(entry, "loss", entry))
                    for name, entry in table.items()
                    if isinstance(getattr(entry, "loss", entry), Loss)
                }
    assert {name for name, loss in seen if loss is quadratic_cost} == {"quadratic cost"}
    # Beside "absolute" and "Huber", "squared" is short for it.
    assert {n for n, loss in seen if loss is mean_squared_error} == {"squared error", "squared"}
