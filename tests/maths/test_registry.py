"""The registry is complete, and its calls exist and give the same number."""

import numpy as np
import pytest

from lossviz import maths
from lossviz.maths.registry import COLUMNS, FRAMEWORKS, REGISTRY, table_rows

RNG = np.random.default_rng(3)
WHY = "install the extra 'frameworks' to compare with it"


def test_every_loss_is_registered_under_its_name():
    losses = {name for name in maths.__all__ if isinstance(getattr(maths, name), maths.Loss)}
    assert set(REGISTRY) == losses
    for name, entry in REGISTRY.items():
        assert entry.loss is getattr(maths, name)
        assert entry.name == name


def test_table_rows():
    rows = table_rows()
    assert rows[0] == COLUMNS
    assert len(rows) == len(REGISTRY) + 1
    assert all(isinstance(cell, str) and cell for row in rows for cell in row)
    assert table_rows(["sklearn", "name"])[1:3] == [
        ("sklearn.metrics.mean_squared_error(y, a)", "mean_squared_error"),
        ("–", "quadratic_cost"),
    ]
    with pytest.raises(ValueError, match="columns is 'colour'"):
        table_rows(["colour"])


@pytest.mark.parametrize("name", REGISTRY)
def test_formula_is_latex_that_matplotlib_reads_or_cases(name):
    from matplotlib.mathtext import MathTextParser

    formula = REGISTRY[name].formula
    assert formula.count("{") == formula.count("}")
    if "cases" not in formula:
        plain = formula.replace(r"\tfrac12", r"\frac{1}{2}")
        MathTextParser("agg").parse(f"${plain}$")


def arguments(name):
    """Names that the calls use, and the same arguments for our loss."""
    numbers, logits = RNG.normal(size=(8, 4)), RNG.normal(size=(8, 4))
    labels = RNG.integers(0, 4, 8)
    signs = RNG.choice([-1.0, 1.0], (8, 4))
    p = maths.softmax(logits)
    weight = np.array([0.5, 2.0, 1.0, 3.0])
    by_name = {
        "binary_cross_entropy": ((signs + 1) / 2, maths.sigmoid(logits), {}),
        "sigmoid_cross_entropy": ((signs + 1) / 2, logits, {"pos_weight": weight}),
        "categorical_cross_entropy": (np.eye(4)[labels], p, {}),
        "softmax_cross_entropy": (maths.softmax(numbers), logits, {}),
        "sparse_softmax_cross_entropy": (labels, logits, {"class_weight": weight}),
        "nll": (labels, np.log(p), {"class_weight": weight}),
        "huber": (numbers, logits, {"delta": 0.5}),
        "pinball": (numbers, logits, {"quantile": 0.8}),
        "poisson": (labels[:, np.newaxis] + np.zeros((8, 4)), logits, {}),
        "info_nce": (None, logits[:4], {"temperature": 0.5}),
        "distillation": (numbers, logits, {"temperature": 3.0}),
        "pairwise_logistic": (None, logits[:, :2], {}),
        "dpo": (-np.abs(numbers[:, :2]), -np.abs(logits[:, :2]), {"beta": 0.3}),
        "triplet": (None, np.abs(logits[:, :2]), {"margin": 0.4}),
    }
    if name in by_name:
        return by_name[name]
    if "-1 or +1" in REGISTRY[name].domain:
        return signs, logits, {}
    return numbers, logits, {}


def run(call, convert, modules, name):
    """Evaluate a call of the registry with y, a, f, p and the options in place."""
    y, prediction, options = arguments(name)
    if call.startswith("sklearn.metrics.") and name in (
        "binary_cross_entropy",
        "hinge",
        "zero_one",
    ):
        y, prediction = y[:, 0], prediction[:, 0]  # these take one column only
    given = (prediction,) if y is None else (y, prediction)
    names = {"y": convert(0 if y is None else y), **dict.fromkeys("afp", convert(prediction))}
    names |= {key: convert(np.asarray(value)) for key, value in options.items()}
    names |= {"delta": 0.5, "quantile": 0.8}
    theirs = eval(call, modules | names)
    return float(getattr(maths, name)(*given, **options)), float(theirs)


@pytest.mark.parametrize("name", [n for n, entry in REGISTRY.items() if entry.pytorch])
def test_pytorch_twin(name):
    torch = pytest.importorskip("torch", reason=WHY)
    ours, theirs = run(REGISTRY[name].pytorch.call, torch.tensor, {"torch": torch}, name)
    assert theirs == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("name", [n for n, entry in REGISTRY.items() if entry.sklearn])
def test_sklearn_twin(name):
    pytest.importorskip("sklearn.metrics", reason=WHY)
    import sklearn

    modules = {"sklearn": sklearn, "numpy": np}
    ours, theirs = run(REGISTRY[name].sklearn.call, np.asarray, modules, name)
    assert theirs == pytest.approx(ours, rel=1e-12)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_twins_say_what_they_take(framework):
    twins = [getattr(entry, framework) for entry in REGISTRY.values()]
    twins = [twin for twin in twins if twin]
    assert len(twins) >= 6
    for twin in twins:
        assert twin.call.startswith(
            {"pytorch": "torch.", "tensorflow": "tf.", "sklearn": "sklearn."}[framework]
        )
        assert len(twin.takes) > 6
        assert len(twin.reduces) > 6
