"""The signatures that learners rely on: names, order, defaults, what must be named."""

import inspect
import re

import pytest

from lossviz import maths
from lossviz.maths.documentation import complete

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
        "(target, prediction, *, class_weight=None, ignore_index=None, reduction='mean')"
    ),
    "nll": "(target, prediction, *, class_weight=None, ignore_index=None, reduction='mean')",
    "zero_one": "(target, prediction, *, reduction='mean')",
    "hinge": "(target, prediction, *, reduction='mean')",
    "squared_hinge": "(target, prediction, *, reduction='mean')",
    "perceptron": "(target, prediction, *, reduction='mean')",
    "logistic": "(target, prediction, *, reduction='mean')",
    "exponential": "(target, prediction, *, reduction='mean')",
    "focal": "(target, prediction, *, gamma=2.0, reduction='mean')",
    "poisson": "(target, prediction, *, reduction='mean')",
    "info_nce": "(similarity, *, temperature=1.0, reduction='mean')",
    "distillation": "(target, prediction, *, temperature=1.0, reduction='mean')",
    "pairwise_logistic": "(scores, *, reduction='mean')",
    "dpo": "(reference, policy, *, beta=0.1, reduction='mean')",
    "triplet": "(distances, *, margin=1.0, reduction='mean')",
    "soft_dice": "(target, prediction, *, smooth=0.0, reduction='mean')",
    "soft_iou": "(target, prediction, *, smooth=0.0, reduction='mean')",
    "l1": "(weights, *, strength=1.0, reduction='sum')",
    "l2": "(weights, *, strength=1.0, reduction='sum')",
    "calibration_error": "(target, prediction, *, bins=15)",
    "huffman_code": "(p)",
    "code_length": "(p, words)",
    "toy_data": "(name, *, samples=80, seed=0)",
    "fit_logistic": "(x, target, *, pos_weight=1.0)",
    "fit_constant": "(target, *, loss, delta=1.0, quantile=0.5)",
    "fit_line": "(x, target, *, loss, delta=1.0, quantile=0.5)",
    "fit_polynomial": "(x, target, *, degree, penalty='none', strength=0.0)",
    "boost_stumps": "(points, target, *, rounds)",
    "network_forward": "(weights, inputs, *, hidden='sigmoid')",
    "network_gradient": (
        "(weights, inputs, target, *, loss, output='identity', hidden='sigmoid', reduction='mean')"
    ),
    "network_step": (
        "(weights, inputs, target, *, loss, learning_rate, output='identity', hidden='sigmoid', "
        "reduction='mean')"
    ),
    "network_epoch": (
        "(weights, inputs, target, *, order, batch_size, loss, learning_rate, output='identity', "
        "hidden='sigmoid')"
    ),
    "network_steps_to_learn": (
        "(weights, inputs, target, *, loss, learning_rate, output='identity', hidden='sigmoid', "
        "optimiser='SGD', reduction='sum', tolerance=0.1, max_steps=2000)"
    ),
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
        "Boosting",
        "Line",
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
            f"{parameter} : " in text
            or f"{parameter}, q : " in text
            or f", {parameter} : " in text
            or re.search(rf"^[\w, ]*\b{parameter}, [\w, ]*: as in ", text, re.MULTILINE)
        )


def test_annotations_are_those_of_the_caller():
    signature = inspect.signature(maths.huber)
    annotations = [p.annotation for p in signature.parameters.values()]
    assert annotations == ["ArrayLike", "ArrayLike", "float", "str"]
    assert signature.return_annotation == "Floats"


SHARED = """
    Parameters
    ----------
    first : float
    ...
    last : float

    Returns
    -------
    float
        ...
    """


def test_a_docstring_is_completed_with_what_it_shares():
    own = """Say something.

    Parameters
    ----------
    own : float
        Two
        lines.

    Returns
    -------
    A number.

    Examples
    --------
    >>> 1
    1
    """
    expected = """Say something.

    Parameters
    ----------
    first : float
    own : float
        Two
        lines.
    last : float

    Returns
    -------
    float
        A number.

    Examples
    --------
    >>> 1
    1
    """
    assert complete(own, SHARED) == inspect.cleandoc(expected) + "\n"
    assert "first : float\nlast : float\n\nReturns" in complete("Say nothing.", SHARED)
    assert complete(None, SHARED) is None


def test_no_line_of_a_docstring_is_lost():
    with pytest.raises(ValueError, match="no place for 'Lost"):
        complete("Text.\n\nReturns\n-------\nLost.\n", SHARED.replace("        ...\n", ""))
