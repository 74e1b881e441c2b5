"""The losses beside the installed PyTorch, scikit-learn and SciPy, called here and now."""

import numpy as np
import pytest

from lossviz import maths

WHY = "install the extra 'frameworks' to compare with it"
RNG = np.random.default_rng(7)
N, K = 64, 5
SCORES = RNG.normal(size=(N, K)) * 4
VALUES = RNG.normal(size=(N, K)) * 4
LABELS = RNG.integers(0, K, N)
ONE_HOT = np.eye(K)[LABELS]
SOFT = RNG.dirichlet(np.ones(K), N)
YES_NO = RNG.integers(0, 2, (N, K)).astype(float)
SIGNS = 2 * YES_NO - 1
WEIGHTS = np.array([1.0, 2.0, 0.5, 0.0, 3.0])
REDUCTIONS = ("mean", "sum", "none")


@pytest.fixture
def torch():
    return pytest.importorskip("torch", reason=WHY)


@pytest.fixture
def sklearn():
    return pytest.importorskip("sklearn.metrics", reason=WHY)


@pytest.fixture
def special():
    return pytest.importorskip("scipy.special", reason=WHY)


def torch_twins(torch):
    f = torch.nn.functional

    def weights():
        return torch.tensor(WEIGHTS)

    return {
        "mean_squared_error": (VALUES, SCORES, {}, f.mse_loss, {}),
        "mean_absolute_error": (VALUES, SCORES, {}, f.l1_loss, {}),
        "huber": (VALUES, SCORES, {"delta": 0.7}, f.huber_loss, {"delta": 0.7}),
        "binary_cross_entropy": (YES_NO, maths.sigmoid(SCORES), {}, f.binary_cross_entropy, {}),
        "sigmoid_cross_entropy": (
            YES_NO,
            SCORES,
            {"pos_weight": WEIGHTS},
            f.binary_cross_entropy_with_logits,
            {"pos_weight": weights()},
        ),
        "softmax_cross_entropy": (SOFT, SCORES, {}, f.cross_entropy, {}),
        "sparse_softmax_cross_entropy": (
            LABELS,
            SCORES,
            {"class_weight": WEIGHTS},
            f.cross_entropy,
            {"weight": weights()},
        ),
        "nll": (
            LABELS,
            maths.log_softmax(SCORES),
            {"class_weight": WEIGHTS},
            f.nll_loss,
            {"weight": weights()},
        ),
        "logistic": (SIGNS, SCORES, {}, f.soft_margin_loss, {}),
    }


NAMES = [
    "mean_squared_error",
    "mean_absolute_error",
    "huber",
    "binary_cross_entropy",
    "sigmoid_cross_entropy",
    "softmax_cross_entropy",
    "sparse_softmax_cross_entropy",
    "nll",
    "logistic",
]


@pytest.mark.parametrize("reduction", REDUCTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_value_and_gradient_as_torch(torch, name, reduction):
    target, prediction, ours, twin, theirs = torch_twins(torch)[name]
    tensor = torch.tensor(prediction, requires_grad=True)
    expected = twin(tensor, torch.tensor(target), reduction=reduction, **theirs)
    expected.sum().backward()
    value, slope = getattr(maths, name).value_and_gradient(
        target, prediction, reduction=reduction, **ours
    )
    np.testing.assert_allclose(value, expected.detach().numpy(), rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(slope, tensor.grad.numpy(), rtol=1e-10, atol=1e-14)


def test_activations_as_torch(torch):
    z = torch.tensor(SCORES)
    for ours, theirs in (
        (maths.sigmoid(SCORES), torch.sigmoid(z)),
        (maths.log_sigmoid(SCORES), torch.nn.functional.logsigmoid(z)),
        (maths.softmax(SCORES), torch.softmax(z, -1)),
        (maths.log_softmax(SCORES), torch.log_softmax(z, -1)),
        (maths.logsumexp(SCORES), torch.logsumexp(z, -1)),
    ):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=1e-13, atol=1e-15)


def test_where_torch_differs(torch):
    f = torch.nn.functional
    zero, one = torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    # PyTorch clamps the logarithm at -100.
    assert f.binary_cross_entropy(zero, one) == 100
    assert maths.binary_cross_entropy([1.0], [0.0]) == np.inf
    # PyTorch computes log(1 + exp(1000)) as it stands.
    assert f.soft_margin_loss(-1000 * one, one) == np.inf
    assert maths.logistic([1], [-1000.0]) == 1000


def test_losses_as_sklearn(sklearn):
    y, a = VALUES[:, 0], SCORES[:, 0]
    for ours, theirs in (
        (maths.mean_squared_error(y, a), sklearn.mean_squared_error(y, a)),
        (maths.mean_absolute_error(y, a), sklearn.mean_absolute_error(y, a)),
        (
            maths.pinball(y, a, quantile=0.9),
            sklearn.mean_pinball_loss(y, a, alpha=0.9),
        ),
        (maths.hinge(SIGNS[:, 0], a), sklearn.hinge_loss(SIGNS[:, 0], a)),
        (maths.zero_one(SIGNS[:, 0], a), sklearn.zero_one_loss(SIGNS[:, 0], np.sign(a))),
        (
            maths.binary_cross_entropy(YES_NO[:, 0], maths.sigmoid(a)),
            sklearn.log_loss(YES_NO[:, 0], maths.sigmoid(a)),
        ),
        (
            maths.categorical_cross_entropy(ONE_HOT, maths.softmax(SCORES)),
            sklearn.log_loss(LABELS, maths.softmax(SCORES)),
        ),
    ):
        assert ours == pytest.approx(theirs, rel=1e-12)
    # scikit-learn clips at the machine epsilon of the prediction.
    clipped = sklearn.log_loss([1, 0], [0.0, 0.5])
    assert maths.binary_cross_entropy([1, 0], [0.0, 0.5]) == np.inf
    assert maths.binary_cross_entropy([1, 0], [0.0, 0.5], eps=2.0**-52) == pytest.approx(clipped)


def test_functions_as_scipy(special):
    p, q = SOFT, RNG.dirichlet(np.ones(K), N)
    for ours, theirs in (
        (maths.sigmoid(SCORES), special.expit(SCORES)),
        (maths.log_sigmoid(SCORES), special.log_expit(SCORES)),
        (maths.softmax(SCORES), special.softmax(SCORES, axis=-1)),
        (maths.log_softmax(SCORES), special.log_softmax(SCORES, axis=-1)),
        (maths.logsumexp(SCORES), special.logsumexp(SCORES, axis=-1)),
        (maths.entropy(p, base=np.e), special.entr(p).sum(-1)),
        (maths.kl_divergence(p, q, base=np.e), special.rel_entr(p, q).sum(-1)),
        (
            maths.huber(VALUES, SCORES, delta=0.7, reduction="none"),
            special.huber(0.7, SCORES - VALUES),
        ),
    ):
        np.testing.assert_allclose(ours, theirs, rtol=1e-12)
