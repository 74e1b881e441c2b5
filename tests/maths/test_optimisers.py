"""SGD, momentum and Adam: against PyTorch's, against their formulas, and what they refuse."""

import numpy as np
import pytest

from lossviz import network_gradient, network_steps_to_learn, quadratic_cost, sigmoid_cross_entropy
from lossviz.maths import toy_data
from lossviz.maths.optimisers import OPTIMISERS, blank, optimiser_step
from lossviz.maths.training_run import TrainingRun, starting_weights

WHY = "install the extra 'frameworks' to compare with it"
RATES = {"SGD": 2.0, "momentum": 0.5, "Adam": 0.1}
WAYS = {
    "quadratic cost": {"loss": quadratic_cost, "output": "sigmoid"},
    "cross-entropy": {"loss": sigmoid_cross_entropy},
}
MOONS = toy_data("two moons")
TARGET = MOONS.target[:, np.newaxis]


def trained(optimiser, loss, hidden, start, steps=100):
    weights, memory = starting_weights(start, seed=2), None
    for _ in range(steps):
        _, gradients = network_gradient(weights, MOONS.points, TARGET, hidden=hidden, **WAYS[loss])
        weights, memory = optimiser_step(
            weights, gradients, memory, optimiser=optimiser, learning_rate=RATES[optimiser]
        )
    return weights


@pytest.mark.parametrize("start", ["ordinary", "sure of class 1"])
@pytest.mark.parametrize("hidden", ["sigmoid", "tanh", "relu"])
@pytest.mark.parametrize("loss", WAYS)
@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_hundred_steps_are_those_of_pytorch(optimiser, loss, hidden, start):
    torch = pytest.importorskip("torch", reason=WHY)
    f = torch.nn.functional
    points, target = torch.tensor(MOONS.points), torch.tensor(TARGET)
    weights = [torch.tensor(w, requires_grad=True) for w in starting_weights(start, seed=2)]
    rate = RATES[optimiser]
    theirs = {
        "SGD": lambda: torch.optim.SGD(weights, lr=rate),
        "momentum": lambda: torch.optim.SGD(weights, lr=rate, momentum=0.9),
        "Adam": lambda: torch.optim.Adam(weights, lr=rate),
    }[optimiser]()
    for _ in range(100):
        theirs.zero_grad()
        inner = getattr(torch, hidden)(points @ weights[0][:-1] + weights[0][-1])
        logits = inner @ weights[1][:-1] + weights[1][-1]
        if loss == "quadratic cost":
            cost = 0.5 * f.mse_loss(torch.sigmoid(logits), target)
        else:
            cost = f.binary_cross_entropy_with_logits(logits, target)
        cost.backward()
        theirs.step()
    for own, their in zip(trained(optimiser, loss, hidden, start), weights, strict=True):
        np.testing.assert_allclose(own, their.detach().numpy(), rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_the_first_two_steps_by_the_formulas(optimiser):
    first, second = np.array([[0.5, -2.0]]), np.array([[0.25, 1.0]])
    weights, memory = [np.zeros((1, 2))], None
    for gradient in (first, second):
        before = weights[0]
        weights, memory = optimiser_step(
            weights, [gradient], memory, optimiser=optimiser, learning_rate=0.1
        )
    assert memory.steps == 2
    mean = (0.9 * 0.1 * first + 0.1 * second) / (1 - 0.9**2)
    square = (0.999 * 0.001 * first**2 + 0.001 * second**2) / (1 - 0.999**2)
    expected = {
        "SGD": second,
        "momentum": 0.9 * first + second,
        "Adam": mean / (np.sqrt(square) + 1e-8),
    }[optimiser]
    np.testing.assert_allclose(weights[0] - before, -0.1 * expected, rtol=1e-12)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_networks_side_by_side_do_not_disturb_each_other(optimiser):
    random = np.random.default_rng(3)
    weights, rates = [random.normal(size=(4, 3, 2))], np.array([0.1, 0.2, 0.3, 0.4])
    gradients = [random.normal(size=(4, 3, 2)) for _ in range(3)]
    together, memory = weights, None
    alone, own = [weights[0][2]], None
    for gradient in gradients:
        together, memory = optimiser_step(
            together, [gradient], memory, optimiser=optimiser, learning_rate=rates
        )
        alone, own = optimiser_step(
            alone, [gradient[2]], own, optimiser=optimiser, learning_rate=rates[2]
        )
    np.testing.assert_array_equal(together[0][2], alone[0])
    some = memory.of(np.array([False, False, True, False]))
    assert some.steps == 3
    for part, single in zip([*some.first, *some.second], [*own.first, *own.second], strict=True):
        np.testing.assert_array_equal(part if part.ndim == 0 else part[0], single)


def test_adam_does_not_care_how_large_the_loss_is():
    gradient = [np.array([[0.3, -0.7, 1e-3]])]
    large = [1000 * gradient[0]]
    steps = []
    for slopes in (gradient, large):
        weights, memory = [np.zeros((1, 3))], None
        for _ in range(5):
            weights, memory = optimiser_step(
                weights, slopes, memory, optimiser="Adam", learning_rate=0.01
            )
        steps.append(weights[0])
    np.testing.assert_allclose(*steps, rtol=2e-5)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
def test_a_run_and_a_count_make_the_same_steps(optimiser):
    run = TrainingRun(starting_weights("ordinary", seed=2), MOONS, "cross-entropy", hidden="tanh")
    run.advance(
        60,
        MOONS,
        loss="cross-entropy",
        learning_rate=RATES[optimiser],
        optimiser=optimiser,
    )
    stepped = trained(optimiser, "cross-entropy", "tanh", "ordinary", steps=60)
    for one, two in zip(run.weights, stepped, strict=True):
        np.testing.assert_array_equal(one, two)
    assert run.now.made == ("cross-entropy", optimiser, RATES[optimiser])
    run.advance(0, MOONS, loss="quadratic cost", learning_rate=1.0)  # looks, and makes no step
    assert run.now.loss == "quadratic cost"
    assert run.now.made == ("cross-entropy", optimiser, RATES[optimiser])
    weights = [layer[np.newaxis] for layer in starting_weights("ordinary", seed=2)]
    (steps,) = network_steps_to_learn(
        weights,
        MOONS.points,
        TARGET,
        loss=sigmoid_cross_entropy,
        learning_rate=RATES[optimiser],
        hidden="tanh",
        optimiser=optimiser,
        reduction="mean",
        tolerance=0.5,
    )
    last = trained(optimiser, "cross-entropy", "tanh", "ordinary", steps=int(steps))
    early = trained(optimiser, "cross-entropy", "tanh", "ordinary", steps=int(steps) - 1)
    rights = []
    for layers in (early, last):
        inner = np.tanh(MOONS.points @ layers[0][:-1] + layers[0][-1])
        logits = inner @ layers[1][:-1] + layers[1][-1]
        rights.append(int(((logits > 0) == (TARGET > 0.5)).sum()))
    assert rights[0] < rights[1] == 80


def test_another_optimiser_begins_with_a_blank_memory():
    run = TrainingRun(starting_weights("ordinary"), MOONS, "cross-entropy")
    fresh = TrainingRun(starting_weights("ordinary"), MOONS, "cross-entropy")
    how = {"loss": "cross-entropy", "learning_rate": 0.1}
    run.advance(20, MOONS, optimiser="Adam", **how)
    run.advance(1, MOONS, optimiser="SGD", **how)
    weights = [layer.copy() for layer in run.weights]
    run.advance(5, MOONS, optimiser="Adam", **how)
    fresh.weights = weights
    fresh.advance(5, MOONS, optimiser="Adam", **how)
    for one, two in zip(run.weights, fresh.weights, strict=True):
        np.testing.assert_array_equal(one, two)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"optimiser": "adam"}, "optimiser is 'adam'.*; choose one of 'SGD', 'momentum', 'Adam'"),
        ({"gradients": []}, "weights has 1 arrays and gradients 0; give one gradient for each"),
        ({"gradients": [np.ones((1, 2))] * 2}, "weights has 1 arrays and gradients 2; give one"),
        ({"weights": [], "gradients": []}, "weights has 0 arrays"),
        ({"learning_rate": 0.0}, "learning_rate"),
        ({"gradients": [np.array([[np.nan, 0.0]])]}, r"gradients\[0\]"),
        ({"weights": [np.array([[np.inf, 0.0]])]}, r"weights\[0\]"),
        ({"learning_rate": 1e308, "gradients": [np.array([[100.0, 0.0]])]}, "too large"),
    ],
)
def test_what_makes_no_step_is_refused(change, words):
    arguments = {
        "weights": [np.ones((1, 2))],
        "gradients": [np.ones((1, 2))],
        "optimiser": "SGD",
        "learning_rate": 0.1,
        **change,
    }
    with pytest.raises(ValueError, match=words):
        optimiser_step(
            arguments["weights"],
            arguments["gradients"],
            optimiser=arguments["optimiser"],
            learning_rate=arguments["learning_rate"],
        )


def test_a_blank_memory_is_all_zeros():
    memory = blank(2)
    assert memory.steps == 0
    assert [float(part) for part in (*memory.first, *memory.second)] == [0.0] * 4


def test_an_unknown_activation_or_optimiser_of_a_count_is_named():
    weights = [layer[np.newaxis] for layer in starting_weights("ordinary")]
    for change in ({"hidden": "gelu"}, {"optimiser": "sgd"}):
        with pytest.raises(ValueError, match=f"^{next(iter(change))} is"):
            network_steps_to_learn(
                weights,
                MOONS.points,
                TARGET,
                loss=sigmoid_cross_entropy,
                learning_rate=1.0,
                **change,
            )
