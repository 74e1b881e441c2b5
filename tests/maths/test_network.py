"""Networks, calibration and the digits: against nudging, plain loops, PyTorch and scikit-learn."""

import numpy as np
import pytest

from lossviz import (
    calibration_error,
    huber,
    load_digits,
    mean_squared_error,
    network_epoch,
    network_forward,
    network_gradient,
    network_step,
    network_steps_to_learn,
    quadratic_cost,
    sigmoid,
    sigmoid_cross_entropy,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)
from lossviz.maths import backpropagation
from lossviz.maths.logits import quick_sigmoid

RANDOM = np.random.default_rng(6)
INPUTS = RANDOM.normal(size=(5, 3))
ONE_HOT = np.eye(4)[[0, 3, 1, 1, 2]]
LABELS = np.array([0, 3, 1, 1, 2])


def some_weights(*lead, biases=(0, 1)):
    return [
        RANDOM.normal(size=(*lead, 3 + biases[0], 6)),
        RANDOM.normal(size=(*lead, 6 + biases[1], 4)),
    ]


@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("biases", [(0, 0), (1, 1), (0, 1)])
@pytest.mark.parametrize(
    ("loss", "output", "target"),
    [
        (mean_squared_error, "identity", ONE_HOT),
        (mean_squared_error, "sigmoid", ONE_HOT),
        (mean_squared_error, "softmax", ONE_HOT),
        (huber, "softmax", ONE_HOT),
        (sigmoid_cross_entropy, "identity", ONE_HOT),
        (softmax_cross_entropy, "identity", ONE_HOT),
        (sparse_softmax_cross_entropy, "identity", LABELS),
    ],
)
def test_gradients_agree_with_nudging(loss, output, target, biases, hidden):
    weights = some_weights(2, biases=biases)
    setting = {"loss": loss, "output": output, "hidden": hidden}
    cost, gradients = network_gradient(weights, INPUTS, target, **setting)
    assert cost.shape == (2,)
    h = 1e-6
    for layer, gradient in enumerate(gradients):
        assert gradient.shape == weights[layer].shape
        for place in np.ndindex(weights[layer].shape):
            costs = []
            for nudge in (h, -h):
                nudged = [array.copy() for array in weights]
                nudged[layer][place] += nudge
                costs.append(network_gradient(nudged, INPUTS, target, **setting)[0])
            slope = (costs[0] - costs[1]) / (2 * h)
            assert gradient[place] == pytest.approx(slope[place[0]], rel=1e-6, abs=2e-8)
            assert slope[1 - place[0]] == 0


def test_the_documents_network_by_its_formulas():
    v, w = np.random.RandomState(0).rand(3, 4), np.random.RandomState(1).rand(4, 1)
    x, y = INPUTS, np.array([[0], [1], [1], [0], [1]])
    hidden = sigmoid(x @ v)
    a = sigmoid(hidden @ w)
    delta = 2 * (a - y) * a * (1 - a)
    cost, (for_v, for_w) = network_gradient(
        [v, w], x, y, loss=mean_squared_error, output="sigmoid", reduction="sum"
    )
    assert cost == pytest.approx(((a - y) ** 2).sum(), rel=1e-14)
    np.testing.assert_allclose(for_w, hidden.T @ delta, rtol=1e-12)
    np.testing.assert_allclose(for_v, x.T @ (delta @ w.T * hidden * (1 - hidden)), rtol=1e-12)
    np.testing.assert_allclose(network_forward([v, w], x)[1], hidden, rtol=1e-14)


def test_many_networks_are_trained_as_each_by_itself():
    weights, rates = some_weights(3), np.array([0.1, 0.5, 2.0])
    cost, after = network_step(
        weights, INPUTS, ONE_HOT, loss=softmax_cross_entropy, learning_rate=rates
    )
    for i, rate in enumerate(rates):
        own = [layer[i] for layer in weights]
        own_cost, own_after = network_step(
            own, INPUTS, ONE_HOT, loss=softmax_cross_entropy, learning_rate=rate
        )
        assert cost[i] == pytest.approx(own_cost, rel=1e-13)
        for layer, own_layer in zip(after, own_after, strict=True):
            np.testing.assert_allclose(layer[i], own_layer, rtol=1e-12, atol=1e-14)


def test_a_step_leaves_its_arguments_alone():
    weights = some_weights()
    before = [layer.copy() for layer in weights]
    network_step(weights, INPUTS, LABELS, loss=sparse_softmax_cross_entropy, learning_rate=1.0)
    for layer, old in zip(weights, before, strict=True):
        np.testing.assert_array_equal(layer, old)


@pytest.mark.parametrize(
    ("loss", "target"),
    [(softmax_cross_entropy, ONE_HOT), (sparse_softmax_cross_entropy, LABELS)],
)
@pytest.mark.parametrize(
    ("batch_size", "batches"),
    [(1, [[4], [0], [3], [1], [2]]), (2, [[4, 0], [3, 1], [2]]), (5, [[4, 0, 3, 1, 2]])],
)
def test_an_epoch_is_a_step_for_each_batch(loss, target, batch_size, batches):
    weights = some_weights(2)
    order = [number for batch in batches for number in batch]
    after = network_epoch(
        weights, INPUTS, target, order=order, batch_size=batch_size, loss=loss, learning_rate=0.3
    )
    for batch in batches:
        _, weights = network_step(
            weights, INPUTS[batch], target[batch], loss=loss, learning_rate=0.3
        )
    for layer, expected in zip(after, weights, strict=True):
        np.testing.assert_array_equal(layer, expected)


@pytest.mark.parametrize(
    ("loss", "target"),
    [
        (softmax_cross_entropy, np.stack([ONE_HOT, np.roll(ONE_HOT, 1, axis=-1)])),
        (sparse_softmax_cross_entropy, np.stack([LABELS, (LABELS + 1) % 4])),
    ],
)
def test_each_network_may_have_targets_of_its_own(loss, target):
    weights = [np.stack([layer, layer]) for layer in some_weights()]
    setting = {"loss": loss, "order": range(5), "batch_size": 2, "learning_rate": 0.3}
    both = network_epoch(weights, INPUTS, target, **setting)
    for i in (0, 1):
        own = network_epoch([layer[i] for layer in weights], INPUTS, target[i], **setting)
        for layer, own_layer in zip(both, own, strict=True):
            np.testing.assert_allclose(layer[i], own_layer, rtol=1e-12, atol=1e-14)


def test_each_network_may_have_inputs_of_its_own():
    weights, inputs = some_weights(2), RANDOM.normal(size=(2, 5, 3))
    both = network_forward(weights, inputs)
    for i in (0, 1):
        for each, own in zip(
            both, network_forward([w[i] for w in weights], inputs[i]), strict=True
        ):
            np.testing.assert_allclose(each[i], own, rtol=1e-12)


def test_the_last_step_counts_too():
    setting = {"loss": sigmoid_cross_entropy, "learning_rate": 0.5, "tolerance": 0.1}
    for max_steps, expected in ((23, 23), (22, np.inf)):
        counts = network_steps_to_learn([[[-1.0]]], [[1.0]], [[1]], max_steps=max_steps, **setting)
        assert counts == expected


def test_steps_to_learn_are_counted_as_a_plain_loop_counts_them():
    x, y = np.array([[0.0, 1], [1, 1]]), np.array([[0], [1]])
    weights = [RANDOM.normal(size=(6, 2, 3)), RANDOM.normal(size=(6, 3, 1))]
    rates, goals = np.array([[0.5], [3.0]]), [0.9, 0.5, 0.02]
    counts = network_steps_to_learn(
        weights,
        x,
        y,
        loss=quadratic_cost,
        output="sigmoid",
        learning_rate=rates,
        tolerance=goals,
        max_steps=150,
    )
    assert counts.shape == (3, 2, 6)
    expected = np.full((3, 2, 6), np.inf)
    for i, rate in enumerate(rates[:, 0]):
        for j in range(6):
            own = [layer[j] for layer in weights]
            for step in range(151):
                error = abs(sigmoid(network_forward(own, x)[-1]) - y).max()
                for k, goal in enumerate(goals):
                    if error < goal and np.isinf(expected[k, i, j]):
                        expected[k, i, j] = step
                _, own = network_step(
                    own,
                    x,
                    y,
                    loss=quadratic_cost,
                    output="sigmoid",
                    learning_rate=rate,
                    reduction="sum",
                )
    np.testing.assert_array_equal(counts, expected)
    assert np.isinf(counts).any()
    assert (counts == 0).any()


def test_large_products_come_in_blocks_and_are_the_same():
    inputs, layer = RANDOM.normal(size=(1000, 40)), RANDOM.normal(size=(2, 40, 30))
    assert 2 * backpropagation.ONE_THREAD < 1000 * 40 * 30
    np.testing.assert_allclose(
        backpropagation.product(inputs, layer), inputs @ layer, rtol=1e-12, atol=1e-12
    )


def test_the_quick_sigmoid_is_the_sigmoid():
    z = np.array([-800.0, -40.0, -1.0, 0.0, 1.0, 40.0, 800.0])
    np.testing.assert_allclose(quick_sigmoid(z), sigmoid(z), rtol=1e-15)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"weights": []}, "weights is empty"),
        ({"weights": [np.ones((4, 2)), np.ones((5, 4))]}, r"weights\[1\] has shape \(5, 4\)"),
        ({"weights": [np.full((3, 4), np.nan)]}, r"weights\[0\]\[0, 0\] = nan"),
        ({"weights": [np.ones(3)]}, r"weights\[0\] has shape \(3,\)"),
        ({"inputs": np.ones(3)}, r"inputs has shape \(3,\)"),
        ({"target": np.ones((5, 3))}, r"target has shape \(5, 3\)"),
        ({"output": "linear"}, "output is 'linear'"),
        ({"hidden": "step"}, "hidden is 'step'"),
        ({"reduction": "none"}, "reduction is 'none'"),
        ({"learning_rate": 0.0}, "learning_rate = 0.0"),
        ({"learning_rate": [0.1, 0.2, 0.3], "weights": some_weights(2)}, "learning_rate"),
        ({"weights": [some_weights(2)[0], some_weights(3)[1]]}, r"weights\[1\] \(3,\)"),
        ({"weights": [np.ones((3, 6)), np.full((7, 4), 1e308)]}, "the logits overflow"),
        ({"inputs": np.ones((3, 5, 3)), "weights": some_weights(2)}, r"inputs \(3,\)"),
        ({"target": np.stack([ONE_HOT] * 3), "weights": some_weights(2)}, r"target \(3,\)"),
    ],
)
def test_mistakes_are_named(change, words):
    setting = {
        "weights": some_weights(),
        "inputs": INPUTS,
        "target": ONE_HOT,
        "loss": softmax_cross_entropy,
        "learning_rate": 1.0,
        **change,
    }
    with pytest.raises(ValueError, match=words):
        network_step(**setting)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"order": [5]}, r"order\[0\] = 5"),
        ({"batch_size": 0}, "batch_size is 0"),
        ({"inputs": np.ones((2, 5, 3))}, r"inputs has shape \(2, 5, 3\)"),
    ],
)
def test_mistakes_in_an_epoch_are_named(change, words):
    setting = {"inputs": INPUTS, "target": ONE_HOT, "order": [0], "batch_size": 1, **change}
    with pytest.raises(ValueError, match=words):
        network_epoch(some_weights(), loss=softmax_cross_entropy, learning_rate=1.0, **setting)


def test_what_is_due_in_place_of_a_target_is_named():
    for loss, target, words in (
        (sparse_softmax_cross_entropy, [0, 1], "give one label for each row"),
        (softmax_cross_entropy, np.ones((5, 3)), "give one target for each answer"),
    ):
        with pytest.raises(ValueError, match=words):
            network_gradient(some_weights(), INPUTS, target, loss=loss)


def test_what_a_loss_refuses_is_told_with_the_loss_and_not_with_its_method():
    signs = 2 * ONE_HOT - 1
    words = r"loss sigmoid_cross_entropy with output='identity': target\[.*`logistic\(target, pred"
    with pytest.raises(ValueError, match=words):
        network_gradient(some_weights(), INPUTS, signs, loss=sigmoid_cross_entropy)
    with pytest.raises(ValueError, match=words):
        network_epoch(
            some_weights(),
            INPUTS,
            signs,
            order=[0],
            batch_size=1,
            loss=sigmoid_cross_entropy,
            learning_rate=1.0,
        )


@pytest.mark.parametrize("tolerance", [0.0, -0.1, 1.5])
def test_a_tolerance_is_a_positive_error(tolerance):
    with pytest.raises(ValueError, match="tolerance"):
        network_steps_to_learn(
            [np.ones((3, 1))],
            INPUTS,
            np.ones((5, 1)),
            loss=sigmoid_cross_entropy,
            learning_rate=1.0,
            tolerance=tolerance,
        )


@pytest.mark.parametrize(
    ("loss", "output", "ours"),
    [
        ("cross_entropy", "identity", sparse_softmax_cross_entropy),
        ("squared", "softmax", mean_squared_error),
    ],
)
def test_training_agrees_with_pytorch(loss, output, ours):
    torch = pytest.importorskip("torch")
    weights = some_weights()
    tensors = [torch.tensor(layer, requires_grad=True) for layer in weights]
    optimiser = torch.optim.SGD(tensors, lr=0.7)
    for _ in range(20):
        hidden = torch.sigmoid(torch.tensor(INPUTS) @ tensors[0])
        logits = hidden @ tensors[1][:-1] + tensors[1][-1]
        if loss == "cross_entropy":
            cost = torch.nn.functional.cross_entropy(logits, torch.tensor(LABELS))
        else:
            cost = ((torch.softmax(logits, -1) - torch.tensor(ONE_HOT)) ** 2).sum(-1).mean()
        optimiser.zero_grad()
        cost.backward()
        optimiser.step()
        ours_cost, weights = network_step(
            weights,
            INPUTS,
            LABELS if loss == "cross_entropy" else ONE_HOT,
            loss=ours,
            output=output,
            learning_rate=0.7,
        )
        assert ours_cost == pytest.approx(cost.item(), rel=1e-12)
    for layer, tensor in zip(weights, tensors, strict=True):
        np.testing.assert_allclose(layer, tensor.detach().numpy(), rtol=1e-10, atol=1e-12)


# Calibration


def test_calibration_error_by_hand():
    prediction = [[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.45, 0.55]]
    # Bins of ten: 0.5 to 0.6 (wrong), 0.7 (right), 0.8 (right), 0.9 (wrong).
    expected = (0.55 + 0.3 + 0.2 + 0.9) / 4
    assert calibration_error([1, 0, 1, 0], prediction, bins=10) == pytest.approx(expected)
    assert calibration_error([0, 0, 1, 1], [[1.0, 0], [1, 0], [0, 1], [0, 1]]) == 0
    assert calibration_error([1, 1], [[1.0, 0], [1, 0]]) == 1


def test_a_calibrated_classifier_has_hardly_any_calibration_error():
    random = np.random.default_rng(0)
    p = random.dirichlet([1.0, 1.0, 1.0], 20_000)
    label = (random.random((20_000, 1)) > p.cumsum(axis=-1)[:, :-1]).sum(axis=-1)
    assert calibration_error(label, p) < 0.02
    sharper = softmax(3 * np.log(p))
    several = calibration_error(label, np.stack([p, sharper]))
    assert several[0] == calibration_error(label, p)
    assert several[1] > 0.1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (([0], [0.5, 0.5]), r"prediction has shape \(2,\)"),
        (([0, 1], [[0.5, 0.5]]), r"target has shape \(2,\)"),
        (([2], [[0.5, 0.5]]), "no label of 2 classes"),
        (([0], [[0.5, 0.6]]), "sums to"),
    ],
)
def test_mistakes_about_calibration_are_named(arguments, words):
    with pytest.raises(ValueError, match=words):
        calibration_error(*arguments)
    for bins in (0, 10_001, 2**64):
        with pytest.raises(ValueError, match=f"bins is {bins}; give a number from 1 to 10,000"):
            calibration_error([0], [[0.5, 0.5]], bins=bins)
    assert calibration_error([0], [[0.5, 0.5]], bins=10_000) == 0.5


# Digits


def test_the_digits_are_those_of_the_repository():
    images, labels = load_digits()
    assert images.shape == (1797, 8, 8)
    assert images.dtype == np.uint8
    assert (images.min(), images.max()) == (0, 16)
    assert np.bincount(labels).tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    images[:] = 0
    assert load_digits()[0].any()


def test_the_digits_are_those_of_scikit_learn():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, (images, labels) = datasets.load_digits(), load_digits()
    np.testing.assert_array_equal(images, theirs.images)
    np.testing.assert_array_equal(labels, theirs.target)
