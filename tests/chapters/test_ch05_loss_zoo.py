"""The pictures of chapter 5 show the numbers that they say."""

import importlib

import numpy as np
import pytest

from lossviz import (
    boost_stumps,
    check,
    explorers,
    exponential,
    fit_constant,
    fit_line,
    hinge,
    huber,
    l1,
    l2,
    logistic,
)
from lossviz.chapters.ch05_loss_zoo.boosting_rounds import WIDE, BoostingRounds
from lossviz.chapters.ch05_loss_zoo.eleven_points import LABELS, LAST_ROUND, POINTS, STRANGERS
from lossviz.chapters.ch05_loss_zoo.five_pulls import KINDS, FivePulls
from lossviz.chapters.ch05_loss_zoo.job_cards import BY_HAND, CALLS, SYNONYMS, TRAPS, loss_named
from lossviz.chapters.ch05_loss_zoo.jobs import CARDS
from lossviz.chapters.ch05_loss_zoo.margin_losses import MARGIN_LOSSES, MarginLosses, over_margin
from lossviz.chapters.ch05_loss_zoo.outlier_line import OutlierLine
from lossviz.chapters.ch05_loss_zoo.outlier_points import X, Y
from lossviz.chapters.ch05_loss_zoo.polynomial_risk import STRENGTHS, PolynomialRisk
from lossviz.chapters.ch05_loss_zoo.regression_losses import LOSSES
from lossviz.chapters.ch05_loss_zoo.residual_losses import ResidualLosses
from lossviz.chapters.ch05_loss_zoo.sine_samples import TRAINING_SET, VALIDATION_SET
from lossviz.explorable.style import BLUE, INK, ORANGE
from lossviz.maths.registry import REGISTRY


@pytest.mark.parametrize("name", MARGIN_LOSSES)
def test_a_margin_loss_is_drawn_where_it_is(name):
    picture = MarginLosses().update(first=name, margin=0.5)
    value, slope = over_margin(name, np.array([0.5]))
    assert picture.result.values[name] == value[0]
    assert picture.result.slopes[name] == slope[0]
    for which, number in enumerate((value, slope)):
        line = picture._lines[0][which]
        assert line.get_xdata()[-1] == 0.5
        assert line.get_ydata()[-1] == pytest.approx(number[0])
        places, heights = picture._curves[name][which]
        assert np.interp(0.5, places, heights) == pytest.approx(number[0], abs=0.01)


def test_the_eight_losses_have_their_known_values():
    at_zero = {name: over_margin(name, np.array([0.0]))[0][0] for name in MARGIN_LOSSES}
    assert at_zero.pop("logistic (ln)") == pytest.approx(np.log(2))
    assert at_zero.pop("perceptron") == 0
    assert set(np.round(list(at_zero.values()), 12)) == {1}


def test_a_point_beyond_the_axis_is_hollow_and_at_the_edge():
    picture = MarginLosses().update(first="exponential", margin=-3.0)
    line = picture._lines[0][0]
    assert line.get_ydata()[-1] == 5.0
    assert line.get_markerfacecolor() == "white"
    assert "exponential loss is 20.09" in picture.sentence
    picture.update(margin=0.0)
    assert line.get_markerfacecolor() != "white"


@pytest.mark.parametrize(
    ("loss", "c"),
    [("quadratic cost", 22), ("absolute", 3), ("Huber, δ = 10", 5), ("pinball, τ = 0.75", 4)],
)
def test_the_pulls_cancel_at_the_best_constant_and_nowhere_else(loss, c):
    at_rest = FivePulls.compute(c=c, fifth=100.0, loss=loss)
    assert at_rest.balanced
    name, options, _ = KINDS[loss]
    name = "squared" if name == "quadratic cost" else name
    assert fit_constant([1, 2, 3, 4, 100], loss=LOSSES[name], **options) == pytest.approx(c)
    for beside, right in ((c - 1, True), (c + 1, False)):
        pulls = FivePulls.compute(c=beside, fifth=100.0, loss=loss)
        assert not pulls.balanced
        assert (pulls.right > pulls.left) == right


def test_an_arrow_is_as_long_as_the_slope():
    picture = FivePulls().update(c=22.0)
    # The quadratic cost's arrows end at their values.
    tips = {
        sign: picture._heads[colour].get_xdata() + sign * 0.6 * picture._head
        for colour, sign in ((BLUE, -1), (ORANGE, 1))
    }
    np.testing.assert_allclose(tips[-1], [1, 2, 3, 4])
    np.testing.assert_allclose(tips[1], [100])
    assert [text.get_text() for text in picture._numbers] == [
        *("21 ←", "20 ←", "19 ←", "18 ←", "78 →"),
        "0",
    ]
    assert not picture._sum.get_visible()
    picture.update(loss="absolute")
    np.testing.assert_allclose(picture._heads[BLUE].get_xdata() - 0.6 * picture._head, 12)
    assert picture._scale.get_text() == "arrows: 10 times as long"


@pytest.mark.parametrize("narrow", [False, True])
def test_the_mean_arrow_of_the_quadratic_cost_points_at_the_mean(narrow):
    picture = FivePulls(narrow=narrow)
    for c, fifth in ((50.0, 100.0), (0.0, 60.0), (90.0, 5.0)):
        picture.update(c=c, fifth=fifth)
        mean = (10 + fifth) / 5
        assert picture.result.mean == pytest.approx(mean - c)
        sign = np.sign(mean - c)
        tip = picture._heads[INK].get_xdata()[0] + 0.7 * picture._head * sign
        assert tip == pytest.approx(mean)
        assert picture._heads[INK].get_marker() == (">" if sign > 0 else "<")


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("guess", [0.0, 40.0, 100.0])
def test_a_guess_of_the_best_constant_stays_inside(narrow, guess):
    picture = FivePulls(narrow=narrow)
    assert not picture._guess.get_visible()
    picture.ghost = guess
    picture.update(c=10.0)
    label, axes = picture._guess_label, picture._axes
    assert label.get_text() == f"your guess: {guess:g}"
    box = label.get_window_extent()
    assert axes.bbox.x0 <= box.x0
    assert box.x1 <= axes.bbox.x1


def test_the_points_on_the_residual_curves_have_value_and_slope():
    picture = ResidualLosses().update(residual=-3.0, delta=2.0)
    losses, slopes = picture.result.losses, picture.result.slopes
    assert losses["Huber"] == huber(0.0, -3.0, delta=2.0)
    assert losses["quadratic cost"] == 4.5
    assert slopes["quadratic cost"] == -3
    for which, numbers in enumerate((losses, slopes)):
        for name in numbers:
            line = picture._points[name][which]
            (marked,) = line.get_markevery()
            assert line.get_xdata()[marked] == -3
            assert line.get_ydata()[marked] == numbers[name]


@pytest.mark.parametrize("delta", [0.1, 1.0, 3.0, 10.0])
def test_hubers_curve_is_its_loss_between_the_bends_too(delta):
    curve = ResidualLosses().update(delta=delta).result.curves["Huber"]
    places = np.linspace(-4, 4, 101)
    losses = huber(np.zeros(101), places, delta=delta, reduction="none")
    drawn = np.interp(places, curve.residuals, curve.losses)
    np.testing.assert_allclose(drawn, losses, atol=0.04)


def test_the_lines_are_the_fits_to_all_nine_points():
    picture = OutlierLine().update(x=12.0, y=30.0, delta=0.5)
    line = fit_line(np.append(X, 12.0), np.append(Y, 30.0), loss="huber", delta=0.5)
    assert picture.result.lines["Huber"] == line
    drawn = picture._lines["Huber"]
    np.testing.assert_allclose(drawn.get_ydata(), line.slope * drawn.get_xdata() + line.intercept)


def test_robust_lines_hold_against_y_and_fall_to_leverage():
    explorer = explorers.outlier_line()
    explorer.press("Wrong in y")
    slopes = {name: line.slope for name, line in explorer.result.lines.items()}
    assert slopes["squared"] < 1.1
    assert min(slopes["absolute"], slopes["Huber"]) > 1.8
    explorer.press("Far out in x")
    assert all(line.slope < 0 for line in explorer.result.lines.values())


@pytest.mark.parametrize("penalty", ["no penalty", "L1", "L2"])
@pytest.mark.parametrize("strength", [STRENGTHS[20], STRENGTHS[25]])
def test_the_losses_are_those_of_the_fit(penalty, strength):
    fit = PolynomialRisk.compute(degree=7, strength=strength, penalty=penalty)
    for loss, (x, y) in ((fit.training_loss, TRAINING_SET), (fit.validation_loss, VALIDATION_SET)):
        predicted = np.polynomial.polynomial.polyval(x, fit.weights)
        assert loss == pytest.approx(np.mean((predicted - y) ** 2), rel=1e-9)
    assert ((fit.weights[1:] == 0).any()) == (penalty == "L1")


def test_training_loss_rises_with_the_penalty_and_validation_loss_has_a_valley():
    picture = PolynomialRisk().update(degree=12)
    for penalty in ("L1", "L2"):
        picture.update(penalty=penalty)
        training, validation = (series.get_ydata() for series in picture._series)
        assert (np.diff(training) > -1e-9).all()
        assert 0 < validation.argmin() < len(validation) - 1


def test_areas_are_weights_and_the_plane_is_the_vote():
    picture = BoostingRounds().update(rounds=4, x1=6.6, x2=4.6)
    run = boost_stumps(np.vstack([POINTS, STRANGERS]), LABELS, rounds=LAST_ROUND)
    areas = np.concatenate([group.get_sizes() for group in picture._groups])
    order = np.argsort(LABELS != 1, kind="stable")
    np.testing.assert_allclose(np.diff(areas), 2200 * np.diff(run.weights[4][order]))
    assert picture.result.losses[4] == pytest.approx(exponential(LABELS, run.scores[4]))

    places = np.random.default_rng(0).uniform(0, WIDE, (200, 2))
    inside = np.zeros(200, dtype=bool)
    for rectangle in picture._region.get_path().to_polygons():
        low, high = rectangle.min(axis=0), rectangle.max(axis=0)
        inside |= ((places > low) & (places < high)).all(axis=1)
    np.testing.assert_array_equal(inside, run.score(places, 4) > 0)


def test_before_the_first_round_nothing_is_decided():
    picture = BoostingRounds().update(rounds=0)
    assert picture.result.rates[0] == 1
    assert picture._region.get_facecolor() == (1, 1, 1, 1)
    assert not picture._stump.get_visible()
    assert "all 11 points weigh 0.091" in picture.sentence


def test_a_wrong_label_ends_up_as_the_heaviest_point():
    explorer = explorers.boosting_rounds()
    explorer.press("A wrong label: among the others")
    explorer.set(rounds=LAST_ROUND)
    weights = explorer.result.run.weights[-1]
    assert weights.argmax() == len(weights) - 1
    assert weights[-1] > 0.3


def test_hinge_is_quiet_from_margin_1_on():
    for margin, cost, slope in ((0.5, 0.5, -1), (1.0, 0, 0), (2.0, 0, 0)):
        at = MarginLosses.compute(first="hinge", second="0-1", margin=margin)
        assert at.values["hinge"] == cost == hinge(1.0, margin)
        assert at.slopes["hinge"] == slope


def test_a_weight_of_adaboost_is_a_pull():
    run = boost_stumps(np.vstack([POINTS, STRANGERS]), LABELS, rounds=LAST_ROUND)
    for rounds in (1, 7, LAST_ROUND):
        scores = run.scores[rounds]
        pull = -LABELS * exponential.gradient(LABELS.astype(float), scores, reduction="none")
        np.testing.assert_allclose(pull / pull.sum(), run.weights[rounds], rtol=1e-10)


def test_the_logistic_minimum_of_the_chapter_is_no_edge_of_a_grid():
    """By Newton's method, which needs no grid: w = 1.890 and b = −1.206."""
    places = np.array([-3, -2.5, -2, -1.5, -1, -0.5, 0.5, 1, 1.5, 2, 2.5, 3])
    y = np.where(places > 0.6, 1.0, -1.0)
    inputs, penalty = np.stack([places, np.ones(12)], axis=1), np.diag([0.4, 0.0])
    at = np.zeros(2)
    for _ in range(30):
        a = 1 / (1 + np.exp(-inputs @ at))
        slope = logistic.gradient(y, inputs @ at, reduction="sum") @ inputs + penalty @ at
        at = at - np.linalg.solve(inputs.T * (a * (1 - a)) @ inputs + penalty, slope)
    np.testing.assert_allclose(slope, 0, atol=1e-12)
    np.testing.assert_allclose(at.round(3), [1.890, -1.206])


def test_one_penalty_fades_and_the_other_does_not():
    near, far = np.array([1e-6]), np.array([2.0])
    assert l2.gradient(near, strength=0.5) < 1e-5 < l2.gradient(far, strength=0.5)
    assert l1.gradient(near, strength=0.5) == l1.gradient(far, strength=0.5) == 0.5


# Of every card, an answer as the solution gives it.
SOLUTION = {
    1: ("mean_squared_error", "one", "F.mse_loss"),
    2: ("huber", "one", "F.huber_loss"),
    3: ("pinball", "one", "QuantileRegressor(quantile=0.8)"),
    4: ("sigmoid_cross_entropy", "one", "F.binary_cross_entropy_with_logits"),
    5: ("sigmoid_cross_entropy", "K", "F.binary_cross_entropy_with_logits"),
    6: ("sparse_softmax_cross_entropy", "K", "F.cross_entropy"),
    7: ("softmax_cross_entropy", "K", "F.cross_entropy"),
    8: ("hinge", "one", "SVC"),
}
# What some calls need so that they compute what is meant.
OPTIONS = {
    "keras.losses.BinaryCrossentropy": "(from_logits=True)",
    "keras.losses.binary_crossentropy": "(from_logits = True)",
    "keras.losses.CategoricalCrossentropy": "(from_logits=True)",
    "keras.losses.categorical_crossentropy": "(from_logits=True)",
    "keras.losses.SparseCategoricalCrossentropy": "(from_logits=True)",
    "keras.losses.sparse_categorical_crossentropy": "(from_logits=True)",
    "sklearn.svm.LinearSVC": "(loss='hinge')",
}


def told(**parts):
    """What the reply says about one card, of which some parts are given otherwise."""
    (number,) = {int(name[4:]) for name in parts}
    reply = check("5.6", {number: parts[f"card{number}"]})
    assert not reply.right
    return reply.text


def test_all_cards_right_is_right_in_words_and_in_tuples():
    assert check("5.6", SOLUTION).right
    assert check("5.6", {n: ", ".join(parts) for n, parts in SOLUTION.items()}).right
    text = check("5.6", {**SOLUTION, 8: ...}).text
    assert "7 of 8 cards are right (1, 2, 3, 4, 5, 6, 7)" in text
    assert "Card" not in text


@pytest.mark.parametrize("number", SOLUTION)
def test_every_card_takes_every_call_of_its_loss(number):
    loss, layer, _ = SOLUTION[number]
    for call in CALLS[loss]:
        given = call + OPTIONS.get(call, "") + (" 0.8" if number == 3 else "")
        for text in (given, given.rpartition(".losses.")[2]):
            assert "1 of 8 cards is right" in check("5.6", {number: (loss, layer, text)}).text
        if call in OPTIONS:
            assert "option" in told(**{f"card{number}": (loss, layer, call)})


@pytest.mark.parametrize("number", SOLUTION)
def test_every_wrong_loss_layer_and_call_meets_its_sentence(number):
    loss, layer, call = SOLUTION[number]
    card, name = CARDS[number], f"card{number}"
    for other in set(CALLS) - {loss}:
        assert card.wrong.get(other, card.look) in told(**{name: (other, layer, call)})
    layers = {"one", "K", "sigmoid", "softmax"} - {layer}
    says = {told(**{name: (loss, other, call)}) for other in layers}
    assert len(says) == 3
    for trap, sentence in TRAPS.items():
        assert sentence in told(**{name: (loss, layer, trap)})
    foreign = next(c for c in CALLS["exponential"] if c not in CALLS[loss])
    assert "another loss in it" in told(**{name: (loss, layer, foreign)})
    assert "not a call that I know" in told(**{name: (loss, layer, "train()")})
    assert "no last layer of the list" in told(**{name: (loss, "dense", call)})
    assert "no loss of the table" in told(**{name: ("contrastive", layer, call)})
    assert "Three texts" in told(**{name: loss})
    assert "Three texts" in told(**{name: (loss, layer, 3)})


@pytest.mark.parametrize(
    ("number", "layer", "call"),
    [
        (4, "sigmoid", "F.binary_cross_entropy"),
        (5, "sigmoid", "keras.losses.BinaryCrossentropy()"),
        (6, "softmax", "keras.losses.SparseCategoricalCrossentropy()"),
        (7, "softmax", "sklearn.metrics.log_loss"),
    ],
)
def test_probabilities_in_two_steps_are_called_right_as_mathematics(number, layer, call):
    loss = SOLUTION[number][0]
    assert "right as mathematics" in told(**{f"card{number}": (loss, layer, call)})
    for other in (layer, {"sigmoid": "softmax", "softmax": "sigmoid"}[layer]):
        says = told(**{f"card{number}": (loss, other, SOLUTION[number][2])})
        assert "right as mathematics" not in says


def test_card_3_wants_its_quantile():
    for call in ("QuantileRegressor", "QuantileRegressor(quantile=0.2)", "by hand, 0.75"):
        assert "follows from the two prices" in told(card3=("pinball", "one", call))
    for loss, call in (("pinball, 0.80", "by hand"), ("pinball(τ = 4/5)", "mean_pinball_loss")):
        assert "1 of 8" in check("5.6", {3: (loss, "one", call)}).text


@pytest.mark.parametrize("answer", [3, "huber", [1, 2], {9: "x"}, {"1": SOLUTION[1]}])
def test_cards_are_answered_by_their_numbers(answer):
    assert "Give a dictionary" in check("5.6", answer).text


def test_no_reply_about_a_card_names_its_loss_or_call():
    for number, card in CARDS.items():
        names = [card.loss, *(call.rpartition(".")[2] for call in CALLS[card.loss])]
        texts = [card.look, *card.wrong.values()]
        assert not [t for t in texts for name in names if name.lower() in t.lower().split()], number


def test_names_of_losses_are_those_of_lossviz():
    assert set(CALLS) <= set(REGISTRY)
    assert {loss_named(text) for text in SYNONYMS} <= set(CALLS)
    assert {card.loss for card in CARDS.values()} <= set(CALLS)
    assert loss_named("a loss of my own") is None


@pytest.mark.parametrize("call", sorted({call for calls in CALLS.values() for call in calls}))
def test_every_call_exists_where_it_is_installed(call):
    module, _, name = call.rpartition(".")
    if call == BY_HAND:
        return
    pytest.importorskip(module.partition(".")[0])
    assert hasattr(importlib.import_module(module), name)


def test_the_calls_of_the_cards_compute_their_losses():
    """With PyTorch, on data as the cards describe them."""
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    random = np.random.default_rng(0)
    scores, many = random.normal(size=6), random.normal(size=(6, 5))
    shares = random.dirichlet(np.ones(5), 6)
    data = {
        1: (random.normal(size=6), scores),
        2: (random.normal(size=6) * 3, scores),
        4: (random.integers(0, 2, 6).astype(float), scores),
        5: (random.integers(0, 2, (6, 5)).astype(float), many),
        6: (random.integers(0, 5, 6), many),
        7: (shares, many),
    }
    for number, (target, prediction) in data.items():
        loss, _, call = SOLUTION[number]
        theirs = getattr(functional, call[2:])(torch.tensor(prediction), torch.tensor(target))
        ours = REGISTRY[loss].loss(target, prediction)
        assert float(theirs) == pytest.approx(float(ours), rel=1e-12), number


def test_what_the_text_drags_can_be_grabbed():
    grabbed = {
        kind: [handle.label for handle in kind().handles] for kind in (FivePulls, ResidualLosses)
    }
    assert grabbed == {FivePulls: ["c", "the fifth value"], ResidualLosses: ["the residual"]}
