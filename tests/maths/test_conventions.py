"""The price of a hopeless prediction, against what the frameworks themselves answered."""

import re

import numpy as np
import pytest

from lossviz import sigmoid, sigmoid_cross_entropy
from lossviz.maths.conventions import CONVENTIONS, price_of_truth
from lossviz.maths.registry import REGISTRY, rosetta, table_rows, twins

# Keras 3.15.1, scikit-learn 1.9.1, PyTorch 2.13.0, on p = 0 in float64.
RECORDED = {
    "exact": np.inf,
    "Keras 3": 16.11809565095832,
    "scikit-learn": 36.04365338911715,
    "PyTorch": 100.0,
    "plain float32": np.inf,
}


@pytest.mark.parametrize("name", CONVENTIONS)
def test_an_impossible_truth_costs_what_was_recorded(name):
    assert price_of_truth(0.0, name).loss == pytest.approx(RECORDED[name], rel=1e-14)


@pytest.mark.parametrize("name", CONVENTIONS)
def test_all_agree_where_p_is_ordinary(name):
    z = np.linspace(-10, 10, 41)
    loss, slope = price_of_truth(sigmoid(z), name)
    rel = 1e-3 if name == "plain float32" else 1e-9
    ones = np.ones_like(z)
    exact = sigmoid_cross_entropy(ones, z, reduction="none")
    np.testing.assert_allclose(loss, exact, rtol=rel)
    if name == "scikit-learn":
        assert slope is None
    else:
        np.testing.assert_allclose(
            slope, sigmoid_cross_entropy.gradient(ones, z, reduction="none"), rtol=rel
        )


def test_what_is_left_of_the_slope():
    p = np.array([1e-6, 1e-8, 5e-13, 1e-20, 0.0])
    assert price_of_truth(p).slope.tolist() == (p - 1).tolist()
    np.testing.assert_allclose(price_of_truth(p, "Keras 3").slope, [1e-6 - 1, 0, 0, 0, 0])
    np.testing.assert_allclose(
        price_of_truth(p, "PyTorch").slope, [1e-6 - 1, 1e-8 - 1, -0.5, -1e-8, 0], rtol=1e-7
    )
    assert np.isnan(price_of_truth(0.0, "plain float32").slope)
    assert price_of_truth(1e-39, "plain float32").slope == -np.inf
    assert price_of_truth(1 - 1e-8, "Keras 3").slope == 0


def test_pytorch_says_the_same():
    torch = pytest.importorskip("torch", reason="install the extra 'frameworks' to compare with it")
    p = torch.tensor([0.3, 1e-8, 5e-13, 1e-20, 1e-60, 0.0], dtype=torch.float64, requires_grad=True)
    loss = torch.nn.functional.binary_cross_entropy(p, torch.ones_like(p), reduction="none")
    loss.sum().backward()
    ours = price_of_truth(p.detach().numpy(), "PyTorch")
    np.testing.assert_allclose(ours.loss, loss.detach().numpy(), rtol=1e-12)
    np.testing.assert_allclose(ours.slope, (p.grad * p * (1 - p)).detach().numpy(), rtol=1e-12)


@pytest.mark.parametrize(
    ("p", "convention", "words"),
    [(1.5, "exact", "p = 1.5"), (-1e-9, "PyTorch", "p = -1e-09"), (0.5, "Caffe", "'Caffe'")],
)
def test_bad_input_is_named(p, convention, words):
    with pytest.raises(ValueError, match=words):
        price_of_truth(p, convention)


def test_tables_are_markdown_that_no_bar_breaks():
    for table in (rosetta(), *(twins(name) for name in ("pytorch", "tensorflow", "sklearn"))):
        lines = table._repr_markdown_().splitlines()
        assert len(lines) == len(table.rows) + 1
        bars = {len(re.findall(r"(?<!\\)\|", line)) for line in lines}
        assert bars == {len(table.rows[0]) + 1}
    assert rosetta(["name"]).rows == table_rows(["name"])
    assert repr(rosetta(["name", "title"])).splitlines()[:2] == [
        "name | title",
        "mean_squared_error | mean squared error",
    ]
    with pytest.raises(ValueError, match="framework is 'jax'"):
        twins("jax")


def test_twins_lists_every_loss_that_has_one():
    head, *rows = twins("pytorch").rows
    assert head == ("here", "pytorch", "takes", "returns")
    assert [row[0] for row in rows] == [n for n, entry in REGISTRY.items() if entry.pytorch]
    assert "`torch.nn.functional.mse_loss(a, y)`" in twins("pytorch")._repr_markdown_()
    assert r"$\vert a - y\vert $" in rosetta(["formula"])._repr_markdown_()
