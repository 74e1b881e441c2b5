"""Integers as WebAssembly has them: of 32 bits, and compared with no number that they cannot hold.

NumPy's builds for the browser raise OverflowError where an array of integers meets a Python
integer beyond its type, and where the array is broadcast the interpreter itself dies. Here such
a meeting fails a test on any machine.
"""

import numpy as np
import pytest

from lossviz import maths

NARROW = [np.int8, np.uint8, np.int16, np.int32, np.uint32]


class Narrow(np.ndarray):
    """An array that refuses to meet a Python integer beyond its type."""

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **options):
        arrays = [x for x in inputs if isinstance(x, np.ndarray) and x.dtype.kind in "iu"]
        for number in (x for x in inputs if type(x) is int):
            for bounds in (np.iinfo(x.dtype) for x in arrays):
                assert bounds.min <= number <= bounds.max, f"{ufunc}: {bounds.dtype}, {number}"
        plain = (x.view(np.ndarray) if isinstance(x, Narrow) else x for x in inputs)
        if out is not None:
            options["out"] = tuple(x.view(np.ndarray) if isinstance(x, Narrow) else x for x in out)
        return getattr(ufunc, method)(*plain, **options)


@pytest.fixture
def narrow(monkeypatch):
    """Make narrow arrays that the mathematics does not turn into ordinary ones."""
    monkeypatch.setattr(np, "asarray", np.asanyarray)

    def make(values, kind):
        rows = np.broadcast_to(np.array(values, kind), (2, len(values)))
        return [np.array(values, kind).view(Narrow), rows.view(Narrow)]

    return make


@pytest.mark.parametrize("kind", NARROW)
def test_narrow_integers_meet_no_wide_number(narrow, kind):
    for ones in narrow([0, 1, 0], kind):
        plain = np.array(ones, np.float64)
        for function in (maths.entropy, maths.softmax, maths.sigmoid, maths.self_information):
            np.testing.assert_array_equal(function(ones), function(plain))
        for function in (
            maths.kl_divergence,
            maths.cross_entropy,
            maths.mean_squared_error,
            maths.huber,
            maths.binary_cross_entropy,
            maths.sigmoid_cross_entropy,
            maths.categorical_cross_entropy,
            maths.softmax_cross_entropy,
        ):
            np.testing.assert_array_equal(function(ones, plain), function(plain, plain))
            np.testing.assert_array_equal(function(plain, ones), function(plain, plain))


@pytest.mark.parametrize("classes", [4, 300])  # more than int8 and uint8 can count
@pytest.mark.parametrize("kind", NARROW)
def test_narrow_labels_meet_no_wide_number(narrow, kind, classes):
    random = np.random.default_rng(5)
    for labels in narrow([0, 2, 1], kind):
        logits = random.normal(size=(*labels.shape, classes))
        expected = maths.sparse_softmax_cross_entropy(labels.tolist(), logits)
        assert maths.sparse_softmax_cross_entropy(labels, logits) == expected
        assert maths.nll(labels, maths.log_softmax(logits)) == pytest.approx(expected)


def test_the_guard_of_these_tests_bites(narrow):
    one, rows = narrow([0, 1], np.int32)
    for array in (one, rows):
        with pytest.raises(AssertionError, match="int32, 9007199254740992"):
            array > 2**53  # noqa: B015
        assert (array < 2).all()
