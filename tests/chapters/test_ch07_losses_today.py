"""The pictures of chapter 7 show the numbers that they say, and its text is right."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from lossviz import maths
from lossviz.chapters.ch07_losses_today import exercises
from lossviz.chapters.ch07_losses_today.count_valley import CountValley
from lossviz.chapters.ch07_losses_today.delivery_band import DeliveryBand, delivery_times
from lossviz.chapters.ch07_losses_today.focal_weight import FocalWeight
from lossviz.chapters.ch07_losses_today.hand_me_downs import MARGIN, OWN, HandMeDowns
from lossviz.chapters.ch07_losses_today.mask_overlap import (
    CROSS_ENTROPY,
    DICE,
    PATCH,
    SIDE,
    MaskOverlap,
)
from lossviz.chapters.ch07_losses_today.preference_margin import PreferenceMargin
from lossviz.chapters.ch07_losses_today.similarity_matrix import SimilarityMatrix
from lossviz.chapters.ch07_losses_today.token_losses import (
    OF_EXPS,
    OF_MEANS,
    PERPLEXITY,
    TokenLosses,
)
from lossviz.explorable import words

WHY = "install the extra 'frameworks' to compare with it"


# --- tokens ------------------------------------------------------------------------------------


def test_a_perplexity_does_not_depend_on_how_a_text_is_cut():
    short = TokenLosses.compute(1.0, 1.0, 1.0, 5.0)
    long = TokenLosses.compute(1.0, 5.0, 1.0, 1.0)
    assert short.words[PERPLEXITY] == long.words[PERPLEXITY] == pytest.approx(np.exp(2))
    for tokens in (short, long):
        assert tokens.words[OF_EXPS] == pytest.approx((3 * np.e + np.exp(5)) / 4)
    assert short.words[OF_MEANS] == pytest.approx(np.exp(3))
    assert long.words[OF_MEANS] == pytest.approx(np.exp(5 / 3))
    # For equal losses there is no difference, and so nothing in the default state tells a bet.
    assert list(TokenLosses().result.words.values()) == pytest.approx([np.e] * 3)


def test_tokens_cost_what_their_bars_show():
    picture = TokenLosses().update(first=0.5, fourth=6.0)
    heights = picture._bars.get_path().vertices.reshape(-1, 5, 2)[:, 1, 1]
    np.testing.assert_allclose(heights, picture.result.losses)
    assert picture._lines[PERPLEXITY].get_ydata()[0] == picture.result.mean == 2.125
    assert picture._lines[OF_MEANS].get_ydata()[0] == pytest.approx((2.5 / 3 + 6) / 2)


@pytest.mark.parametrize("guess", [1.0, 7.0, 100.0])
@pytest.mark.parametrize("narrow", [False, True])
def test_a_guess_is_a_dashed_line_inside(guess, narrow):
    picture = TokenLosses(narrow=narrow)
    assert not picture._guess.get_visible()
    picture.ghost = guess
    picture.update(fourth=5.0)
    assert picture._guess.get_visible()
    assert picture._guess.get_xdata()[0] == guess
    assert f"your guess: {guess:g}" in picture._guess_label.get_text()


@pytest.mark.parametrize("narrow", [False, True])
def test_the_names_of_both_means_stay_apart(narrow):
    picture = TokenLosses(narrow=narrow)
    for losses in ((0, 0, 0, 0), (6, 6, 6, 6), (1, 1, 1, 5), (3, 3, 3, 2.9)):
        picture.update(**dict(zip(("first", "second", "third", "fourth"), losses, strict=True)))
        low, high = sorted(text.get_position()[1] for text in picture._means.values())
        assert high - low >= 0.6
        assert 0 < low < high < 7


# --- pairs -------------------------------------------------------------------------------------


def test_the_table_is_the_softmax_of_cosines():
    now = SimilarityMatrix().update(angle=270, temperature=0.5).result
    by_hand = np.cos(np.radians(np.subtract.outer([90, 210, 330], [90, 210, 270])))
    np.testing.assert_allclose(now.cosines, by_hand, atol=1e-15)
    np.testing.assert_allclose(now.probabilities, maths.softmax(by_hand / 0.5))
    np.testing.assert_allclose(now.losses, -np.log(np.diag(now.probabilities)), rtol=1e-12)
    assert now.loss == pytest.approx(maths.info_nce(by_hand, temperature=0.5))


def test_squares_have_the_areas_of_probabilities():
    picture = SimilarityMatrix().update(angle=300, temperature=1.0)
    for row, patch in enumerate(picture._squares[:3]):
        corners = patch.get_path().vertices
        width, height = np.ptp(corners, axis=0)
        assert width == pytest.approx(height)
        assert width**2 / 0.6**2 == pytest.approx(picture.result.probabilities[row, row])
    assert picture._losses[2].get_text() == f"{picture.result.losses[2]:.2f}"


@pytest.mark.parametrize("temperature", [1.0, 0.2])
def test_no_unit_vectors_get_below_the_lowest_loss(temperature):
    """Neither random ones nor those that a descent finds; and the simplex gets there."""
    pairs, random = 5, np.random.default_rng(1)
    lowest = exercises.lowest(pairs, temperature)
    for _ in range(200):
        u, v = (
            rows / np.linalg.norm(rows, axis=1, keepdims=True)
            for rows in random.normal(size=(2, pairs, 4))
        )
        assert maths.info_nce(u @ v.T, temperature=temperature) > lowest
    corners = np.eye(pairs) - 1 / pairs
    corners /= np.linalg.norm(corners, axis=1, keepdims=True)
    value = maths.info_nce(corners @ corners.T, temperature=temperature)
    assert value == pytest.approx(lowest, rel=1e-12)
    assert SimilarityMatrix.compute(330, temperature).loss == pytest.approx(
        exercises.lowest(3, temperature), rel=1e-9
    )


# --- preferences -------------------------------------------------------------------------------


def test_only_the_lead_counts():
    one, other = (PreferenceMargin.compute(*gains, 0.1) for gains in ((6, -6), (-4, -16)))
    assert one.loss == pytest.approx(other.loss, rel=1e-12) == pytest.approx(np.log1p(np.exp(-1.2)))
    assert one.pull == pytest.approx(0.1 * maths.sigmoid(-1.2))
    assert PreferenceMargin.compute(0, 0, 0.5).loss == pytest.approx(np.log(2))


def test_gains_are_told_in_words():
    picture = PreferenceMargin()
    assert "The chosen answer has not moved, the rejected one has not moved" in picture.sentence
    picture.update(chosen=-4.0, rejected=1.0)
    assert "has become 54.6 times less likely" in picture.sentence
    assert "has become 2.72 times likelier" in picture.sentence


def test_a_loss_beyond_the_axes_is_shown_hollow_at_their_edge():
    picture = PreferenceMargin().update(chosen=-20.0, rejected=20.0, beta=1.0)
    assert picture.result.loss == pytest.approx(40)
    assert picture._point.get_ydata()[0] == 5
    assert picture._point.get_markerfacecolor() == "white"
    picture.update(chosen=0.0)
    picture.update(rejected=0.0)
    assert picture._point.get_markerfacecolor() != "white"


# --- masks -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("right_by", "up_by"), [(0, 0), (2, 0), (-3, 1), (6, 3)])
@pytest.mark.parametrize("sure", [0.01, 0.5, 0.999])
def test_the_losses_are_those_of_the_whole_picture(right_by, up_by, sure):
    now = MaskOverlap.compute(right_by, up_by, sure)
    truth, answer = np.zeros((SIDE, SIDE)), np.full((SIDE, SIDE), 0.01)
    truth[18 : 18 + PATCH, 18 : 18 + PATCH] = 1
    up, right = 18 + up_by, 18 + right_by
    answer[up : up + PATCH, right : right + PATCH] = sure
    assert now.losses[CROSS_ENTROPY] == pytest.approx(maths.binary_cross_entropy(truth, answer))
    assert now.losses[DICE] == pytest.approx(maths.soft_dice(truth.ravel(), answer.ravel()))
    assert now.right == ((answer > 0.5) == (truth > 0.5)).mean()
    assert now.shared == ((answer == sure) & (truth == 1)).sum() or sure == 0.01


def test_a_sure_half_costs_more_than_nothing_with_cross_entropy_alone():
    half = MaskOverlap.compute(2, 0, 0.999)
    assert half.shares[CROSS_ENTROPY] > 1 > half.shares[DICE]
    best = max(range(15), key=lambda place: -half.curves[CROSS_ENTROPY][place])
    assert MaskOverlap.parameters[2].places[best] == 0.5  # half of the patch is ill
    assert (np.diff(half.curves[DICE]) < 0).all()
    for share in MaskOverlap.compute(0, 0, 0.01).shares.values():
        assert share == pytest.approx(1)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_names_at_the_ends_stay_apart_and_inside(narrow):
    picture = MaskOverlap(narrow=narrow)
    for preset in picture.presets:
        picture.update(**preset.values)
        low, high = sorted(text.get_position()[1] for text in picture._names.values())
        assert high - low >= 0.15 - 1e-9
        assert low > 0
        assert high < 1.8
        for text in picture._names.values():
            box = text.get_window_extent(FigureCanvasAgg(picture._figure).get_renderer())
            assert box.x1 <= text.axes.bbox.x1 + 1


# --- a promise ---------------------------------------------------------------------------------


def test_the_lowest_points_are_quantiles():
    times = delivery_times()
    low, high = (maths.fit_constant(times, loss="pinball", quantile=q) for q in (0.1, 0.9))
    assert (round(low), round(high)) == (18, 39)
    promise = DeliveryBand.compute(18, 39)
    assert (promise.before, promise.after, promise.inside) == (10, 10, 80)
    assert promise.losses[0.9] == pytest.approx(
        maths.pinball(times, np.full(100, 39.0), quantile=0.9)
    )
    bell = times.mean() - 1.2816 * times.std(), times.mean() + 1.2816 * times.std()
    assert tuple(round(edge) for edge in bell) == (11, 43)
    assert DeliveryBand.compute(11, 43).before == 0


def test_an_empty_promise_is_called_so():
    picture = DeliveryBand().update(low=50, high=20)
    assert "an empty promise" in picture.sentence
    assert picture._band.get_width() == 0


# --- focal -------------------------------------------------------------------------------------


def test_the_focal_curves_are_those_of_the_loss():
    picture = FocalWeight().update(margin=-3.0, gamma=2.0)
    now = picture.result
    assert now.losses == (
        pytest.approx(maths.focal(1, -3.0)),
        pytest.approx(maths.logistic(1, -3.0)),
    )
    assert now.pulls[0] / now.pulls[1] == pytest.approx(1.183, abs=1e-3)
    assert "118 %" in picture.sentence
    plain = FocalWeight().update(gamma=0.0).result
    assert plain.losses[0] == plain.losses[1]


# --- what the text says of PyTorch -------------------------------------------------------------


def test_what_the_text_says_of_torch():
    torch = pytest.importorskip("torch", reason=WHY)
    f, nn = torch.nn.functional, torch.nn
    z = torch.randn(2, 3, 5, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    t = torch.tensor([[0, 3, 1], [2, -100, -100]])
    value = f.cross_entropy(z.flatten(0, 1), t.flatten()).item()
    ours = maths.sparse_softmax_cross_entropy(t.numpy(), z.numpy(), ignore_index=-100)
    assert value == pytest.approx(ours, rel=1e-12)
    assert nn.CrossEntropyLoss().ignore_index == -100
    assert np.isnan(f.cross_entropy(z[1], torch.full((3,), -100)).item())
    assert nn.PoissonNLLLoss().log_input is True
    assert not hasattr(f, "info_nce")
    log_p, log_q = torch.log_softmax(z[0], -1), torch.log_softmax(z[1], -1)
    by_rows = f.kl_div(log_q, log_p, log_target=True, reduction="batchmean")
    with pytest.warns(UserWarning, match="batchmean"):
        by_entries = f.kl_div(log_q, log_p, log_target=True)
    assert by_rows.item() == pytest.approx(5 * by_entries.item())
    assert by_rows.item() == pytest.approx(
        maths.distillation(z[0].numpy(), z[1].numpy()), rel=1e-12
    )


def test_the_marks_of_colour_are_those_of_the_curves():
    for kind in (TokenLosses, SimilarityMatrix, PreferenceMargin, MaskOverlap, DeliveryBand):
        assert any(colour for _, colour in kind().words), kind
    assert words.plain(FocalWeight().sentence) == FocalWeight().sentence


# --- counts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [0, 1, 10, 100])
@pytest.mark.parametrize("miss", [0.0, 0.5, 3.0, 10.0])
def test_a_miss_costs_the_divergence_of_the_rates(count, miss):
    """λ − y − y ln(λ/y): what the rate λ costs above the rate y, if y came."""
    now = CountValley.compute(count, miss)
    rate = count + miss
    logarithm = count * np.log(rate / count) if count else 0.0
    assert now.loss == pytest.approx(miss - logarithm, abs=1e-12)
    assert now.squared == miss**2 / 2
    assert np.nanmin(now.curve) >= -1e-12


def test_the_valley_has_no_place_below_none():
    picture = CountValley().update(count=3)
    misses, costs = picture._curve.get_data()
    np.testing.assert_array_equal(np.isnan(costs), 3 + np.array(misses) <= 0)
    lowest = misses[np.nanargmin(costs)]
    assert lowest == 0
    # To expect too few is worse than to expect as many too many.
    left, right = (costs[np.isclose(misses, miss)][0] for miss in (-2, 2))
    assert left > right > 0


def test_a_cost_above_the_axes_is_shown_hollow_at_their_edge():
    picture = CountValley().update(count=100, miss=10.0)
    squared, own = picture._points
    assert squared.get_ydata()[0] == 6
    assert squared.get_markerfacecolor() == "white"
    assert own.get_ydata()[0] == pytest.approx(picture.result.loss)
    assert own.get_markerfacecolor() != "white"


# --- hand-me-downs -----------------------------------------------------------------------------


@pytest.mark.parametrize("other", [0.2, 1.0, 1.9, 2.0, 2.6])
def test_the_stroke_to_the_fence_is_the_loss_of_the_triplet(other):
    picture = HandMeDowns().update(other=other)
    x, y = picture._missing.get_data()
    length = np.hypot(np.diff(x), np.diff(y))[0]
    assert length == pytest.approx(picture.result.loss, abs=1e-12)
    assert picture.result.loss == pytest.approx(max(0, OWN + MARGIN - other))
    if picture.result.loss:
        assert np.hypot(x[1], y[1]) == pytest.approx(OWN + MARGIN)
    assert ("costs 0" in picture._cost.get_text()) == (not picture.result.loss)


def test_heat_keeps_the_order_and_raises_the_rest():
    cold, warm = (HandMeDowns.compute(T, 1.5, 0.3).shares for T in (1, 4))
    np.testing.assert_allclose(cold, np.exp([5, 3, -1]) / np.exp([5, 3, -1]).sum())
    assert list(np.argsort(warm)) == list(np.argsort(cold))
    assert warm[1] > 2 * cold[1]
    heights = HandMeDowns()._bars.get_path().vertices.reshape(-1, 5, 2)[:, 1, 1]
    np.testing.assert_allclose(heights, cold)


@pytest.mark.parametrize("level", [0.1, 0.4, 1.0])
def test_the_noise_to_be_named_is_as_large_at_every_level(level):
    now = HandMeDowns.compute(1, 1.5, level)
    assert now.know_nothing == pytest.approx(1)
    hidden = now.noisy - now.kept
    assert np.mean(hidden**2) == pytest.approx(level**2)
    if level == 1:
        np.testing.assert_array_equal(now.kept, 0)


# --- focus -------------------------------------------------------------------------------------


def test_what_hardly_pulls_is_told_without_a_power_of_ten():
    picture = FocalWeight().update(margin=4.7, gamma=5.0)
    assert "is below 0.0001 nats instead of 0.0091" in picture.sentence
    assert "pulls with less than 0.001 % of" in picture.sentence
    picture.update(margin=3.0, gamma=2.0)
    assert "is 0.0001 nats instead of 0.0486, and pulls with 0.664 % of" in picture.sentence
