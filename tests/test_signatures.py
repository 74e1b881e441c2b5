"""The signatures that learners rely on: names, order, defaults, what must be named."""

import inspect

import pytest

from lossviz import maths

SIGNATURES = {
    "sigmoid": "(z)",
    "sigmoid_derivative": "(z)",
    "log_sigmoid": "(z)",
    "softmax": "(z, *, axis=-1)",
    "log_softmax": "(z, *, axis=-1)",
    "logsumexp": "(z, *, axis=-1)",
    "self_information": "(p, *, base=2)",
    "entropy": "(p, *, base=2, axis=-1)",
    "cross_entropy": "(p, q, *, base=2, axis=-1)",
    "kl_divergence": "(p, q, *, base=2, axis=-1)",
    "quadratic_cost": "(target, prediction, *, reduction='mean')",
    "mean_squared_error": "(target, prediction, *, reduction='mean')",
    "mean_absolute_error": "(target, prediction, *, reduction='mean')",
    "huber": "(target, prediction, *, delta=1.0, reduction='mean')",
    "pinball": "(target, prediction, *, quantile=0.5, reduction='mean')",
    "binary_cross_entropy": "(target, prediction, *, eps=0.0, reduction='mean')",
    "categorical_cross_entropy": "(target, prediction, *, eps=0.0, reduction='mean')",
    "sigmoid_cross_entropy": "(target, prediction, *, pos_weight=None, reduction='mean')",
    "softmax_cross_entropy": "(target, prediction, *, reduction='mean')",
    "sparse_softmax_cross_entropy": (
        "(target, prediction, *, class_weight=None, reduction='mean')"
    ),
    "nll": "(target, prediction, *, class_weight=None, reduction='mean')",
    "zero_one": "(target, prediction, *, reduction='mean')",
    "hinge": "(target, prediction, *, reduction='mean')",
    "squared_hinge": "(target, prediction, *, reduction='mean')",
    "perceptron": "(target, prediction, *, reduction='mean')",
    "logistic": "(target, prediction, *, reduction='mean')",
    "exponential": "(target, prediction, *, reduction='mean')",
    "l1": "(weights, *, strength=1.0, reduction='sum')",
    "l2": "(weights, *, strength=1.0, reduction='sum')",
    "huffman_code": "(p)",
    "code_length": "(p, words)",
    "toy_data": "(name, *, samples=80, seed=0)",
    "fit_logistic": "(x, target, *, pos_weight=1.0)",
    "train_sigmoid_model": "(features, target, start, *, losses, learning_rates, steps)",
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signature(name):
    signature = inspect.signature(getattr(maths, name))
    bare = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    bare = signature.replace(parameters=bare, return_annotation=signature.empty)
    assert str(bare) == SIGNATURES[name]


def test_every_public_function_is_listed():
    elsewhere = {
        "LogisticFit",
        "Loss",
        "ToyData",
        "Trajectory",
        "steps_by_law",
        "steps_to_reach",
        "train_neuron",
    }
    assert set(SIGNATURES) == set(maths.__all__) - elsewhere


@pytest.mark.parametrize("name", SIGNATURES)
def test_docstring_says_what_it_must(name):
    text = inspect.getdoc(getattr(maths, name))
    for section in ("Parameters", "Returns", "Raises", "References", "Examples"):
        assert f"{section}\n{'-' * len(section)}" in text
    assert ".. math::" in text
    assert "https://" in text or "http://" in text
    for parameter in inspect.signature(getattr(maths, name)).parameters:
        assert (
            f"{parameter} : " in text or f"{parameter}, q : " in text or f", {parameter} : " in text
        )


def test_annotations_are_those_of_the_caller():
    signature = inspect.signature(maths.huber)
    annotations = [p.annotation for p in signature.parameters.values()]
    assert annotations == ["ArrayLike", "ArrayLike", "float", "str"]
    assert signature.return_annotation == "Floats"
