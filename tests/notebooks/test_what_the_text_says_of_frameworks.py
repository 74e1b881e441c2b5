"""What the chapters say of PyTorch and scikit-learn, asked of those that are installed.

Appendix A1 prints answers that were recorded once; here the same calls are made again. A release
that answers otherwise fails here, and then the appendix has to name the versions.
"""

import inspect
import json
import re
import warnings
from pathlib import Path

import numpy as np
import pytest

from lossviz import l2, logistic

WHY = "install the extra 'frameworks' to compare with it"
APPENDIX = Path(__file__).parents[2] / "notebooks" / "A1_when_frameworks_disagree.ipynb"
# A call of `prove` with who answers and what.
RECORDED_CALL = re.compile(r'prove\(\s*"((?:PyTorch|scikit-learn)[^"]*)",\s*"([^"]*)"')

LOGITS = np.array([[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]])
TARGET = np.array([[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]])
OUTPUT = np.array([[0.1, 0.8, 2.5], [3.0, 6.0, -5.0]])
RESIDUALS = np.array([0.05, -0.3, 1.2, -1.9, 25.0])
WORDS = [[[4.0, 0.0, 0.0], [0.0, 4.0, 0.0], [4.0, 0.0, 0.0]]]
TRUE_SHARES = np.array([[0.5, 0.3, 0.2], [0.1, 0.8, 0.1]])
SAID_SHARES = np.array([[0.4, 0.4, 0.2], [0.3, 0.4, 0.3]])
# Two classes; the first costs 1, 1, 1 and 5 nats.
TOKEN_LOGITS = np.log([[np.exp(-c), 1 - np.exp(-c)] for c in (1.0, 1.0, 1.0, 5.0)])
MANY_LABELS = np.array([[1.0, 0.0, 1.0]])
LABELS, CLASS_WEIGHTS = np.array([2, 1]), np.array([1.0, 2.0, 5.0])


def recorded():
    """The answers of PyTorch and scikit-learn in the appendix, by who gives them."""
    cells = json.loads(APPENDIX.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return dict(RECORDED_CALL.findall(code))


RECORDED = recorded()
# The releases that a recorded answer belongs to, where it is not all of them.
SINCE = {
    "PyTorch 2.14 clamp(1 - y f, min=0)": (2, 14),
    "scikit-learn 1.5 log_loss, (0.2, 0.3, 0.4)": (1, 5),
}
UNTIL = {"PyTorch 2.13 clamp(1 - y f, min=0)": (2, 13)}


def release(module):
    return tuple(int(part) for part in module.__version__.split(".")[:2])


def torch_answer(torch, who):
    """Make the call that a line of the appendix names."""
    f = torch.nn.functional

    def slope(loss, at):
        at = torch.tensor(np.array(at), requires_grad=True)
        loss(at).sum().backward()
        return at.grad

    def hinge_slope(loss):
        y, zero = torch.tensor([1.0, -1.0]), torch.zeros(2)
        return slope(lambda score: loss(1 - y * score, zero), [1.0, -1.0])

    def double(*numbers):
        return torch.tensor(numbers, dtype=torch.float64)

    def huber(call, **shape):
        return lambda a: call(a, torch.zeros_like(a), reduction="none", **shape)

    truth, zero = torch.ones(1, dtype=torch.float64), torch.zeros(1, dtype=torch.float64)
    saturated = torch.sigmoid(torch.tensor([17.0, -17.0]))
    logits, labels, weight = map(torch.tensor, (LOGITS, LABELS, CLASS_WEIGHTS))
    one_hot, many = f.one_hot(labels, 3).double(), torch.tensor(MANY_LABELS)
    residuals = torch.tensor(RESIDUALS)
    calls = {
        "PyTorch: logarithm from -100": lambda: f.binary_cross_entropy(zero, truth),
        "PyTorch, gradient": lambda: slope(lambda p: f.binary_cross_entropy(p, truth), [0.0]),
        "PyTorch, p = sigmoid(17) and sigmoid(-17)": lambda: f.binary_cross_entropy(
            saturated, torch.tensor([0.0, 1.0]), reduction="none"
        ),
        "PyTorch cross_entropy(softmax(z))": lambda: f.cross_entropy(
            logits.softmax(-1), labels, reduction="none"
        ),
        "PyTorch nll_loss(p.log())": lambda: f.nll_loss(
            torch.tensor([[1.0, 1.0, 2.0]]).log(), torch.tensor([1])
        ),
        "PyTorch, value": lambda: f.cross_entropy(logits[:1], many),
        "PyTorch, gradient: s p - y": lambda: slope(lambda z: f.cross_entropy(z, many), LOGITS[:1]),
        "PyTorch, sum of squared errors": lambda: f.mse_loss(
            torch.tensor(OUTPUT), torch.tensor(TARGET), reduction="sum"
        ),
        "PyTorch, indices: over the weights": lambda: f.cross_entropy(
            logits, labels, weight=weight
        ),
        "PyTorch, one-hot floats: over N": lambda: f.cross_entropy(logits, one_hot, weight=weight),
        "PyTorch huber_loss": lambda: huber(f.huber_loss, delta=0.5)(residuals),
        "PyTorch smooth_l1_loss": lambda: huber(f.smooth_l1_loss, beta=0.5)(residuals),
        "PyTorch huber_loss, slope": lambda: slope(huber(f.huber_loss, delta=0.5), RESIDUALS),
        "PyTorch smooth_l1_loss, slope": lambda: slope(
            huber(f.smooth_l1_loss, beta=0.5), RESIDUALS
        ),
        "PyTorch, sigmoid before with_logits": lambda: f.binary_cross_entropy_with_logits(
            torch.sigmoid(double(40.0, -40.0)), double(1.0, 0.0), reduction="none"
        ),
        "PyTorch, softmax over one output": lambda: f.binary_cross_entropy(
            double([3.0], [-7.0]).softmax(-1)[:, 0], double(1.0, 0.0)
        ),
        "PyTorch kl_div, mean": lambda: kl_div(torch, reduction="mean"),
        "PyTorch kl_div, batchmean": lambda: kl_div(torch, reduction="batchmean"),
        "PyTorch, mean over four tokens": lambda: accumulated(torch, [[0, 1, 2, 3]]),
        "PyTorch, mean of two batches' means": lambda: accumulated(torch, [[0, 1, 2], [3]]),
        "PyTorch, every label ignored": lambda: f.cross_entropy(
            torch.zeros(3, 2), torch.tensor([-100] * 3)
        ),
        "PyTorch mse_loss, (2, 1) and (2,)": lambda: broadcast(torch),
        "PyTorch, classes on axis 1": lambda: f.cross_entropy(
            double(*WORDS).transpose(1, 2), torch.tensor([[0, 1, 0]])
        ),
        "PyTorch, classes on the last axis": lambda: f.cross_entropy(
            double(*WORDS), torch.tensor([[0, 1, 0]])
        ),
        "PyTorch binary_cross_entropy(said, truth)": lambda: f.binary_cross_entropy(
            double(0.9, 0.2), double(1.0, 0.0)
        ),
        "PyTorch binary_cross_entropy(truth, said)": lambda: f.binary_cross_entropy(
            double(1.0, 0.0), double(0.9, 0.2)
        ),
        "PyTorch, exp of 12 in float16": lambda: torch.tensor(12.0, dtype=torch.float16).exp(),
        "PyTorch 2.13 clamp(1 - y f, min=0)": lambda: hinge_slope(lambda m, _: m.clamp(min=0)),
        "PyTorch 2.14 clamp(1 - y f, min=0)": lambda: hinge_slope(lambda m, _: m.clamp(min=0)),
        "PyTorch maximum(0, 1 - y f)": lambda: hinge_slope(torch.maximum),
        "PyTorch relu(1 - y f)": lambda: hinge_slope(lambda m, _: m.relu()),
    }
    return calls[who]().numpy()


def kl_div(torch, reduction):
    p, q = (torch.tensor(table) for table in (TRUE_SHARES, SAID_SHARES))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch itself advises against "mean"
        return torch.nn.functional.kl_div(q.log(), p, reduction=reduction)


def broadcast(torch):
    predicted, target = torch.tensor(np.array([[0.9], [0.1]])), torch.tensor(np.array([0.0, 1]))
    with pytest.warns(UserWarning, match="different to the input size"):
        return torch.nn.functional.mse_loss(predicted, target)


def accumulated(torch, parts):
    """The mean of the means of batches with these tokens, which cost 1, 1, 1 and 5."""
    logits = torch.tensor(TOKEN_LOGITS)
    means = []
    for part in parts:
        labels = torch.full((4,), -100)
        labels[part] = 0
        means.append(torch.nn.functional.cross_entropy(logits, labels))
    return torch.stack(means).mean()


def sklearn_answer(metrics, who):
    """Make the call that a line of the appendix names."""
    calls = {
        "scikit-learn: clip at the machine epsilon": lambda: metrics.log_loss(
            [1], [0.0], labels=[0, 1]
        ),
        "scikit-learn 1.5 log_loss, (0.2, 0.3, 0.4)": lambda: unsummed(metrics, [0.2, 0.3, 0.4]),
    }
    return calls[who]()


def unsummed(metrics, p):
    with pytest.warns(UserWarning, match="do not sum to one"):
        return metrics.log_loss([1], [p], labels=[0, 1, 2])


def test_the_appendix_has_recorded_answers():
    assert len([who for who in RECORDED if who.startswith("PyTorch")]) == 31
    assert len([who for who in RECORDED if who.startswith("scikit-learn")]) == 2


@pytest.mark.parametrize("who", RECORDED)
def test_a_recorded_answer_is_still_given(who):
    library = "torch" if who.startswith("PyTorch") else "sklearn"
    module = pytest.importorskip(library, reason=WHY)
    if not SINCE.get(who, (0,)) <= release(module) <= UNTIL.get(who, (99,)):
        pytest.skip(f"{library} {module.__version__} is not the release that the appendix names")
    if library == "torch":
        answer = torch_answer(module, who)
    else:
        answer = sklearn_answer(pytest.importorskip("sklearn.metrics"), who)
    numbers = RECORDED[who].split()
    for text, number in zip(numbers, np.ravel(answer), strict=True):
        decimals = len(text.partition(".")[2])
        assert f"{number + 0.0:.{decimals}f}" == text


def test_log_loss_refuses_what_is_above_1():
    pytest.importorskip("sklearn", minversion="1.7", reason=WHY)
    from sklearn.metrics import log_loss

    with pytest.raises(ValueError, match="greater than 1"):
        log_loss([1], [[1.0, 1.0, 2.0]], labels=[0, 1, 2])


# Both optimisers of PyTorch walk a short way on this valley.
VALLEY = np.array([3.0, 4.0])


def walk(torch, optimiser, *, factor=1.0, penalty=0.0, learning_rate=0.01, **options):
    """Where 50 steps lead on a valley, times a factor, plus an L2 penalty of ours."""
    w = torch.tensor([1.0, -2.0], dtype=torch.float64, requires_grad=True)
    steps = getattr(torch.optim, optimiser)([w], lr=learning_rate, **options)
    for _ in range(50):
        steps.zero_grad()
        cost = factor * ((w - torch.tensor(VALLEY)) ** 2).sum()
        cost.backward()
        if penalty:
            w.grad += torch.tensor(l2.gradient(w.detach().numpy(), strength=penalty))
        steps.step()
    return w.detach().numpy()


def test_weight_decay_is_the_l2_penalty_but_not_in_adamw():
    torch = pytest.importorskip("torch", reason=WHY)
    for optimiser in ("SGD", "Adam"):
        ours = walk(torch, optimiser, penalty=0.3)
        np.testing.assert_allclose(walk(torch, optimiser, weight_decay=0.6), ours, rtol=1e-10)
    ours = walk(torch, "AdamW", penalty=0.3, weight_decay=0.0)
    assert np.abs(walk(torch, "AdamW", weight_decay=0.6) - ours).max() > 0.1


def test_a_factor_in_the_loss_is_one_in_the_rate_of_sgd_but_not_of_adam():
    torch = pytest.importorskip("torch", reason=WHY)
    plain = walk(torch, "SGD")
    thrice = walk(torch, "SGD", factor=3.0, learning_rate=0.01 / 3)
    np.testing.assert_allclose(thrice, plain, rtol=1e-12)
    assert np.abs(walk(torch, "SGD", factor=3.0) - plain).max() > 0.1
    adam = walk(torch, "Adam")
    np.testing.assert_allclose(walk(torch, "Adam", factor=3.0), adam, rtol=1e-6)


def test_what_scikit_learn_penalises_by_default():
    linear_model = pytest.importorskip("sklearn.linear_model", reason=WHY)
    from sklearn.svm import LinearSVC

    for estimator, penalty, value in (
        (linear_model.QuantileRegressor, "alpha", 1.0),
        (linear_model.HuberRegressor, "alpha", 0.0001),
        (linear_model.LogisticRegression, "C", 1.0),
        (LinearSVC, "C", 1.0),
    ):
        assert inspect.signature(estimator).parameters[penalty].default == value
    # They do penalise: samples that a threshold separates have no best weight without.
    x, y = np.array([[-1.0], [1.0]]), np.array([-1.0, 1.0])
    weight = linear_model.LogisticRegression().fit(x, y).coef_[0, 0]
    assert logistic.gradient(y, weight * x[:, 0], reduction="sum") @ x[:, 0] == pytest.approx(
        -weight, rel=1e-3
    )
