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
        (figures.PositiveWeight, {"pos_weight": 3.0}, 2.0),
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


def test_the_landscape_has_its_lowest_point_where_cross_entropy_ends():
    picture = figures.LossLandscape()
    goal = picture.paths["cross-entropy"][-1]
    for start in ((0.0, 0.0), (5.0, 5.0), (-5.0, -4.0)):
        picture.update(w=start[0], b=start[1])
        np.testing.assert_allclose(picture.paths["cross-entropy"][-1], goal, atol=1e-3)
        assert picture.costs["cross-entropy"] == pytest.approx(0.5236, abs=5e-5)


def test_no_sentence_of_the_landscape_hangs_on_the_last_digit():
    """A start that differs in the fourteenth digit stands for a machine that rounds otherwise."""
    picture = figures.LossLandscape()
    told = set()
    for w, b in itertools.product((-5.3, -4.0, 0.0, 1.7), (-2.9, 0.0, 4.0)):
        for rate in (1.0, 5.0, 10.0, 20.0, 50.0):
            for nudge in (0.0, 3e-14):
                picture.update(w=w + nudge, b=b, rate_squared=rate, rate_entropy=rate)
                told.add((w, b, rate, picture.describe()))
    assert len(told) == 4 * 3 * 5
    picture.update(w=-4.0, b=4.0, rate_squared=1.0, rate_entropy=10.0)
    assert picture.describe().endswith("that the last digit of its start decides where it is.")
    picture.update(rate_entropy=5.0)  # from one side of the valley to the other, for ever
    assert picture.describe().endswith("jumps to and fro and does not settle.")
    picture.update(rate_entropy=3.0)
    assert "cross-entropy with η = 3 is at w = 0.72, b = 0.05" in picture.describe()


def test_the_ridge_parts_the_starts_of_quadratic_cost_only():
    picture = figures.TwoValleys().update(step=200)
    ends = {}
    for start in (-1.0, 0.5, 0.6, 3.5):
        picture.update(w=start)
        ends[start] = {name: path[-1] for name, path in picture.paths.items()}
    assert [ends[s]["quadratic cost"] > 2 for s in ends] == [False, False, True, True]
    assert {round(float(end["cross-entropy"]), 4) for end in ends.values()} == {-0.3774}


def test_curvature_of_the_two_losses_is_the_slope_of_their_slope():
    picture, h = figures.TwoLosses(), 1e-5
    for z in (-3.0, 0.7, 4.0):
        slopes = [picture.update(z=z + d).points for d in (-h, h)]
        here = picture.update(z=z).points
        for name in here:
            nudged = (slopes[1][name][4] - slopes[0][name][4]) / (2 * h)
            assert here[name][5] == pytest.approx(nudged, abs=1e-8)


def test_likelihood_and_loss_say_the_same():
    line = figures.GaussianLikelihood().update(slope=0.7, intercept=1.2, sigma=0.8)
    assert line.cost == pytest.approx(-np.log(line.densities).sum(), rel=1e-12)
    coin = figures.BernoulliLikelihood().update(hits=3, forecast=0.2)
    assert coin.likelihood == pytest.approx(0.2**3 * 0.8**7, rel=1e-12)


@pytest.mark.parametrize(
    ("figure", "change", "words"),
    [
        (figures.GaussianLikelihood, {"sigma": 0.0}, "sigma is 0"),
        (figures.BernoulliLikelihood, {"forecast": 1.0}, "forecast is 1"),
        (figures.BernoulliLikelihood, {"hits": 11}, "hits is 11"),
        (figures.TwoLosses, {"z": 7.0}, "z is 7"),
        (figures.TwoValleys, {"step": 201}, "step is 201"),
        (figures.TwoValleys, {"w": 5.0}, "w is 5"),
        (figures.LossLandscape, {"rate_squared": 0.0}, "rate_squared is 0"),
    ],
)
def test_values_that_chapter_2_cannot_draw_are_named(figure, change, words):
    with pytest.raises(ValueError, match=words):
        figure().update(**change)


def test_powers_of_ten_are_labelled_in_plain_text():
    ticks, labels = powers_of_ten(-3, 1, 2)
    assert ticks == [0.001, 0.1, 10]
    assert labels == ["10⁻³", "10⁻¹", "10"]


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
