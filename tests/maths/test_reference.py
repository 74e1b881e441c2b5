"""Values and gradients against exact arithmetic, and against what the frameworks returned."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from test_losses_today import CALLS

from lossviz import maths

TABLE = json.loads((Path(__file__).parent / "data" / "reference.json").read_text(encoding="utf-8"))
CASES = {case["id"]: case for case in TABLE["cases"]}
EXACT = [name for name, case in CASES.items() if "refused" not in case]
WITH_FRAMEWORKS = [name for name, case in CASES.items() if "frameworks" in case]
# Numbers beyond the range of float32, and a chain of two functions that rounds in between.
NOT_IN_FLOAT32 = ("extreme", "quadratic_sigmoid")
REFUSED = [name for name, case in CASES.items() if "refused" in case]


def numbers(value, dtype=np.float64):
    """Read numbers in which infinities and NaN are written as strings."""
    array = np.asarray(value)
    return array.astype(dtype) if array.dtype.kind in "Uf" else array


def compute(case, dtype=np.float64):
    """Return value and gradient (None if there is none) of the package for one case."""
    arguments = [numbers(a, dtype) for a in case["arguments"]]
    options = dict(case["options"])
    name = case["loss"]
    if name in ("entropy", "kl_divergence"):
        value = getattr(maths, name)(*arguments, base=np.e)
        # They have no reduction: do what the table asks for.
        reduce = {"mean": np.mean, "sum": np.sum}.get(options.get("reduction"), np.asarray)
        return reduce(value), None
    if name == "quadratic_cost of sigmoid":
        target, z = arguments
        a = maths.sigmoid(z)
        slope = maths.quadratic_cost.gradient(target, a, **options) * maths.sigmoid_derivative(z)
        return maths.quadratic_cost(target, a, **options), slope
    if name == "softmax_cross_entropy of softmax":
        target, z = arguments
        return maths.softmax_cross_entropy(target, maths.softmax(z), **options), None
    loss = getattr(maths, name)
    value, gradient = loss(*arguments, **options), loss.gradient(*arguments, **options)
    both = loss.value_and_gradient(*arguments, **options)
    np.testing.assert_array_equal(both[0], value)
    np.testing.assert_array_equal(both[1], gradient)
    return value, gradient


@pytest.mark.parametrize("name", EXACT)
def test_value_and_gradient_are_exact(name):
    case = CASES[name]
    value, gradient = compute(case)
    pairs = [(value, case["value"])]
    if gradient is not None:
        pairs.append((gradient, case["gradient"]))
    for ours, exact in pairs:
        exact = numbers(exact)
        assert (ours.dtype, ours.shape) == (np.float64, exact.shape)
        np.testing.assert_allclose(ours, exact, rtol=1e-12, atol=1e-320)


@pytest.mark.parametrize("name", [n for n in EXACT if n.split("/")[0] not in NOT_IN_FLOAT32])
def test_float32_stays_float32(name, monkeypatch):
    case = CASES[name]
    # Seen from float64, a row of rounded probabilities does not quite sum to 1.
    monkeypatch.setattr("lossviz.maths.validation._slack", lambda array: 1e-6)
    value, gradient = compute(case, np.float32)
    # The exact answer for the rounded input is what float64 gives.
    rounded = json.loads(json.dumps(case))
    rounded["arguments"] = [
        a.astype(np.float64) if a.dtype.kind == "f" else a
        for a in (numbers(a, np.float32) for a in case["arguments"])
    ]
    reference_value, reference_gradient = compute(rounded)
    assert value.dtype == np.float32
    np.testing.assert_allclose(value, reference_value, rtol=2e-6, atol=1e-37)
    if gradient is not None:
        assert gradient.dtype == np.float32
        np.testing.assert_allclose(gradient, reference_gradient, rtol=2e-6, atol=1e-37)


@pytest.mark.parametrize("name", WITH_FRAMEWORKS)
def test_frameworks_agree_or_differ_as_the_table_says(name):
    value, _ = compute(CASES[name])
    for entry in CASES[name]["frameworks"]:
        theirs = numbers(entry["value"])
        if theirs.size == value.size:  # Keras drops the last axis even if it has one element
            theirs = theirs.reshape(value.shape)
        alike = value.shape == theirs.shape and np.allclose(value, theirs, rtol=1e-9, atol=1e-300)
        assert alike == ("differs" not in entry), entry


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_meaning_is_refused(name):
    with pytest.raises(ValueError, match=re.escape(CASES[name]["refused"])):
        compute(CASES[name])


def test_table_covers_every_loss():
    losses = {name for name in maths.__all__ if isinstance(getattr(maths, name), maths.Loss)}
    # Those of chapter 7 have their exact values in a file of their own.
    assert losses - set(CALLS) <= {case["loss"] for case in CASES.values()}


def test_clipping_as_the_frameworks_clip():
    # Keras: [1e-7, 1 - 1e-7]; scikit-learn: machine epsilon of float64.
    wrong = CASES["bce_prob/wrong_p1_y0"]
    theirs = {entry["call"]: entry["value"] for entry in wrong["frameworks"]}
    arguments = wrong["arguments"]
    keras = theirs["keras.losses.BinaryCrossentropy"]
    sklearn = theirs["sklearn.metrics.log_loss"]
    assert maths.binary_cross_entropy(*arguments, eps=1e-7) == pytest.approx(keras, rel=1e-9)
    assert maths.binary_cross_entropy(*arguments, eps=2.0**-52) == pytest.approx(sklearn, rel=1e-12)
