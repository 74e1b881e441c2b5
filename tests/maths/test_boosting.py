"""AdaBoost: each round does what the derivation from the exponential loss says."""

import numpy as np
import pytest

from lossviz import boost_stumps, exponential, zero_one

RNG = np.random.default_rng(5)
POINTS = RNG.normal(size=(30, 2))
TARGET = np.where(POINTS @ [1.0, 1.0] + 0.6 * RNG.normal(size=30) > 0, 1, -1)
RUN = boost_stumps(POINTS, TARGET, rounds=12)


def stump(k, points=POINTS):
    above = points[:, RUN.feature[k]] > RUN.threshold[k]
    return RUN.sign[k] * np.where(above, 1, -1)


def test_weights_are_the_shares_of_the_exponential_loss():
    for weights, scores in zip(RUN.weights, RUN.scores, strict=True):
        each = exponential(TARGET, scores, reduction="none")
        np.testing.assert_allclose(weights, each / each.sum(), rtol=1e-12)


def test_alpha_is_where_the_exponential_loss_is_least():
    for k, alpha in enumerate(RUN.alpha):
        losses = [
            exponential(TARGET, RUN.scores[k] + step * stump(k))
            for step in (alpha - 1e-3, alpha, alpha + 1e-3)
        ]
        assert losses[1] < min(losses[0], losses[2])
        e = RUN.error[k]
        np.testing.assert_allclose(
            losses[1], exponential(TARGET, RUN.scores[k]) * 2 * np.sqrt(e * (1 - e)), rtol=1e-12
        )


def test_after_its_round_a_stump_is_as_bad_as_a_coin():
    for k in range(12):
        wrong = RUN.weights[k + 1][stump(k) != TARGET].sum()
        assert wrong == pytest.approx(0.5, rel=1e-12)


def test_with_the_classes_swapped_the_same_stumps_say_the_opposite():
    swapped = boost_stumps(POINTS, -TARGET, rounds=12)
    np.testing.assert_array_equal(swapped.sign, -RUN.sign)
    np.testing.assert_array_equal(swapped.scores, -RUN.scores)
    for name in ("feature", "threshold", "error", "alpha", "weights"):
        np.testing.assert_array_equal(getattr(swapped, name), getattr(RUN, name))


def test_a_threshold_lies_halfway_between_two_neighbours():
    run = boost_stumps([[0.0], [4.0], [8.0], [8.0]], [-1, 1, 1, -1], rounds=1)
    assert run.threshold.tolist() == [2]


def test_no_stump_is_better_than_the_chosen_one():
    for k in range(12):
        for feature in (0, 1):
            for threshold in np.append(POINTS[:, feature], -9):
                said = np.where(POINTS[:, feature] > threshold, 1, -1)
                wrong = RUN.weights[k][said != TARGET].sum()
                assert RUN.error[k] <= min(wrong, 1 - wrong) + 1e-12


def test_scores_of_other_points_are_the_sum_of_the_votes():
    others = RNG.normal(size=(7, 2))
    votes = [alpha * stump(k, others) for k, alpha in enumerate(RUN.alpha)]
    np.testing.assert_allclose(RUN.score(others), np.sum(votes, axis=0), rtol=1e-12)
    np.testing.assert_allclose(RUN.score(others, 3), np.sum(votes[:3], axis=0), rtol=1e-12)
    np.testing.assert_allclose(RUN.score(POINTS), RUN.scores[-1], rtol=1e-12)
    assert not RUN.score(others, 0).any()


def test_the_error_rate_stays_below_the_exponential_loss_and_comes_down():
    rates = [zero_one(TARGET, scores) for scores in RUN.scores]
    bounds = [exponential(TARGET, scores) for scores in RUN.scores]
    assert all(rate <= bound for rate, bound in zip(rates, bounds, strict=True))
    assert (np.diff(bounds) < 0).all()
    assert rates[-1] < rates[1]


def test_scikit_learn_says_twice_our_alpha():
    ensemble = pytest.importorskip(
        "sklearn.ensemble", reason="install the extra 'frameworks' to compare with it"
    )
    model = ensemble.AdaBoostClassifier(n_estimators=12, random_state=0).fit(POINTS, TARGET)
    # Its trees split by Gini impurity and not by error, so that later stumps may differ.
    np.testing.assert_allclose(model.estimator_errors_[:3], RUN.error[:3], rtol=1e-9)
    np.testing.assert_allclose(model.estimator_weights_[:3], 2 * RUN.alpha[:3], rtol=1e-9)


@pytest.mark.parametrize(
    ("points", "target", "words"),
    [
        ([1.0, 2.0], [1, -1], "points has shape"),
        (POINTS[np.newaxis], [1], "points has shape"),
        ([[1.0], [2.0]], [1], "target has shape"),
        ([[1.0], [2.0]], [1, -1, 1], "target has shape"),
        ([[1.0]], [1], "target holds one class only"),
        ([[1.0], [2.0]], [1, 1], "target holds one class only"),
        ([[1.0], [2.0]], [1, 0], r"target\[1\]"),
        ([[1.0], [2.0]], [-1, 1], "target is separated by a single stump"),
        ([[1.0], [np.inf]], [-1, 1], "points"),
    ],
)
def test_bad_arguments_are_named(points, target, words):
    with pytest.raises(ValueError, match=words):
        boost_stumps(points, target, rounds=1)


def test_a_point_on_a_threshold_is_below_it():
    run = boost_stumps([[0.0], [4.0], [8.0], [8.0]], [-1, 1, 1, -1], rounds=1)
    assert run.score([[2.0], [np.nextafter(2.0, 3)]]).tolist() == [-run.alpha[0], run.alpha[0]]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([1.0, 2.0],), r"points has shape \(2,\)"),
        (([[1.0], [2.0]],), r"points has shape \(2, 1\)"),
        ((POINTS, 13), "rounds is 13; give 12 at most"),
        ((POINTS, -1), "rounds is -1"),
    ],
)
def test_bad_points_and_rounds_of_a_score_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        RUN.score(*arguments)


def test_bad_rounds_are_named():
    with pytest.raises(ValueError, match="rounds is -1"):
        boost_stumps(POINTS, TARGET, rounds=-1)


def test_rounds_that_would_fill_the_memory_are_refused():
    with pytest.raises(ValueError, match="rounds is 18446744073709551615; give 10,000 at most"):
        boost_stumps([[0.0], [1.0]], [1, -1], rounds=2**64 - 1)
