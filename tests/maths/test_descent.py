"""Descent of the sigmoid model against the losses' own gradients, and what it refuses."""

import numpy as np
import pytest

from lossviz import quadratic_cost, sigmoid, sigmoid_cross_entropy, train_sigmoid_model

FEATURES = np.array([[0.5, 1.0], [-2.0, 1.0], [3.0, 1.0]])
TARGET = np.array([0.0, 1.0, 0.3])


def test_a_step_goes_against_the_gradient_of_the_mean_loss():
    start = np.array([[0.4, -0.7], [0.4, -0.7]])
    path = train_sigmoid_model(
        FEATURES,
        TARGET,
        start,
        losses=[quadratic_cost, sigmoid_cross_entropy],
        learning_rates=[0.5, 2.0],
        steps=1,
    )
    z = FEATURES @ start[0]
    a = sigmoid(z)
    squared = (quadratic_cost.gradient(TARGET, a) * a * (1 - a)) @ FEATURES
    entropy = sigmoid_cross_entropy.gradient(TARGET, z) @ FEATURES
    np.testing.assert_allclose(path[0], start)
    np.testing.assert_allclose(path[1, 0], start[0] - 0.5 * squared, rtol=1e-12)
    np.testing.assert_allclose(path[1, 1], start[1] - 2.0 * entropy, rtol=1e-12)


def test_a_run_does_not_depend_on_its_neighbour():
    both = {"losses": [sigmoid_cross_entropy] * 2, "learning_rates": [1.0, 3.0], "steps": 7}
    path = train_sigmoid_model(FEATURES, TARGET, [[1.0, 0.0], [-4.0, 2.0]], **both)
    alone = train_sigmoid_model(
        FEATURES,
        TARGET,
        [[-4.0, 2.0]],
        losses=[sigmoid_cross_entropy],
        learning_rates=[3.0],
        steps=7,
    )
    assert path.shape == (8, 2, 2)
    np.testing.assert_allclose(path[:, 1], alone[:, 0], rtol=1e-12)


def test_very_sure_models_do_not_warn():
    path = train_sigmoid_model(
        FEATURES, TARGET, [[5e3, 0.0]], losses=[quadratic_cost], learning_rates=[1.0], steps=2
    )
    np.testing.assert_array_equal(path[-1], path[0])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"features": [1.0, 2.0, 3.0]}, "features has shape"),
        ({"target": [0.0, 1.0]}, "target"),
        ({"target": [0.0, 1.0, 2.0]}, "target"),
        ({"start": [[0.0]]}, "start has shape"),
        ({"learning_rates": [1.0, 1.0]}, "learning_rates"),
        ({"start": np.zeros((2, 2)), "losses": [quadratic_cost] * 2}, "learning_rates"),
        ({"learning_rates": [0.0]}, "learning_rates"),
        ({"steps": -1}, "steps"),
        ({"losses": [max]}, "losses holds"),
    ],
)
def test_what_does_not_fit_is_named(change, words):
    arguments = {
        "features": FEATURES,
        "target": TARGET,
        "start": [[0.0, 0.0]],
        "losses": [quadratic_cost],
        "learning_rates": [1.0],
        "steps": 1,
        **change,
    }
    with pytest.raises(ValueError, match=words):
        train_sigmoid_model(**arguments)
