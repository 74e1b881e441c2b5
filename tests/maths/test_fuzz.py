"""Anything at all as an argument of any public function: the answer, or an error that names it.

`filterwarnings` makes an error of every warning, so a warning fails here too. The examples are
the same in each run, so that a change fails for what it changed; more are tried, and others, with
``pytest tests/maths/test_fuzz.py`` after taking ``derandomize`` away.
"""

import contextlib
import doctest
import inspect
import io
import re

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import lossviz
from lossviz import maths

FUNCTIONS = {
    name: getattr(lossviz, name)
    for name in lossviz.__all__
    if callable(getattr(lossviz, name)) and not isinstance(getattr(lossviz, name), type)
}
LOSSES = [function for function in FUNCTIONS.values() if isinstance(function, maths.Loss)]
# A walk of many steps takes its time, and many samples take their room; that is no fault.
COUNTS = ("steps", "max_steps", "samples")
MOST_STEPS = 50

strange_numbers = st.sampled_from(
    [
        *(0.0, -0.0, 1.0, -1.0, 0.5, 2.0, 5e-324, 1e-300, -1e300, 1.7976931348623157e308),
        *(np.inf, -np.inf, np.nan, 2**53 + 1, 2**64, 10**400, -(2**63), 1 + 2j, True, False),
        *(np.float16(1), np.float32(1e38), np.int8(-128), np.uint64(2**64 - 1)),
        np.longdouble(0.5),
    ]
)
no_numbers = st.sampled_from(
    [
        *(None, "", "mean", "0.5", "quadratic_cost", b"1", object(), len, ..., slice(1), {}),
        *({"a": 1}, {0.5}, range(3), iter([0.5]), np.datetime64("2020-01-01"), np.array(None)),
        *(type, lossviz, np.ma.masked, np.ma.masked_array([1.0, 2.0], mask=[0, 1])),
        *([1.0, [2.0]], [[], [1.0]], [None], ["a", "b"], [[[]]], (), np.zeros((0, 3))),
        *(np.zeros((2, 0)), np.zeros((1,) * 8), np.array([(1, 2.0)], dtype="i4,f8")),
        *(np.array(["a"]), np.array([1 + 1j])),
    ]
)
dtypes = st.one_of(
    hnp.boolean_dtypes(),
    hnp.integer_dtypes(),
    hnp.unsigned_integer_dtypes(),
    hnp.floating_dtypes(sizes=(16, 32, 64)),
    hnp.complex_number_dtypes(sizes=(64, 128)),
    hnp.unicode_string_dtypes(max_len=3),
    hnp.datetime64_dtypes(),
)
shapes = hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4)
arrays = st.one_of(
    hnp.arrays(dtypes, shapes),
    hnp.arrays(np.float64, shapes, elements=strange_numbers.filter(lambda v: _fits(v))),
    hnp.arrays(np.float64, shapes, elements=st.floats(0, 1)),
    hnp.arrays(np.float64, shapes, elements=st.sampled_from([-1.0, 1.0])),
    hnp.arrays(np.int64, shapes, elements=st.integers(-1, 4)),
)
nested = st.recursive(
    strange_numbers | st.floats() | st.integers(-3, 3), lambda inner: st.lists(inner, max_size=3)
)
# Two arrays of one shape get further than two of any shapes.
rows = st.sampled_from(
    [
        [[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]],
        np.array([[0.5, 0.25, 0.25], [1.0, 0.0, 0.0]], np.float32),
        [0.5, 0.25, 0.25],
        [0, 2],
        [1.0, -1.0],
        [-1e300, 1e300],
        [[0.0, -np.inf], [0.0, 5.0]],
        ["0", "10", "11"],
        [maths.quadratic_cost, maths.sigmoid_cross_entropy],
        [[0.1, 0.2], [0.3, 0.4]],
    ]
)
anything = st.one_of(rows, arrays, nested, strange_numbers, no_numbers, st.text(max_size=3))


def _fits(value):
    return isinstance(value, float) or (isinstance(value, int) and abs(value) < 2**1023)


@st.composite
def calls(draw, function):
    """Arguments for a function, some of which it may take."""
    arguments = {}
    for parameter in inspect.signature(function).parameters.values():
        optional = parameter.default is not parameter.empty
        if optional and draw(st.booleans()):
            continue
        if parameter.name in COUNTS:
            value = draw(st.integers(-2, MOST_STEPS) | no_numbers | st.just(2.5) | st.just(True))
        elif parameter.name == "reduction":
            value = draw(st.sampled_from(["mean", "sum", "none"]) | no_numbers)
        elif parameter.name == "loss":
            value = draw(st.sampled_from([*LOSSES, *(loss.__name__ for loss in LOSSES)]) | anything)
        else:
            value = draw(anything)
        arguments[parameter.name] = value
    return arguments


def drawn(data, strategy):
    with np.errstate(all="ignore"):  # hypothesis makes complex64 out of too large numbers
        return data.draw(strategy)


def check(function, arguments, names=None):
    """Call it: the result must be made of numbers that are not NaN, or the error name a name."""
    names = names or inspect.signature(function).parameters
    try:
        result = function(**arguments)
    except (TypeError, ValueError) as error:
        if any(re.search(rf"\b{name}\b", str(error)) for name in names):
            return
        raise AssertionError(f"the error names none of {', '.join(names)}") from error
    for part in parts(result):
        array = np.asarray(part)
        assert array.dtype.kind in "biufU", f"the result holds {array.dtype}"
        if array.dtype.kind == "f":
            assert not np.isnan(array).any(), f"the result holds NaN: {result}"


def parts(result):
    """The arrays in a result: itself, its entries, or its fields."""
    if result is None:
        return []
    if isinstance(result, (tuple, list)):
        return [part for entry in result for part in parts(entry)]
    return vars(result).values() if hasattr(result, "__dataclass_fields__") else [result]


class Recorder:
    """Stands in for a function, and remembers what it was called with."""

    def __init__(self, function):
        self.function, self.calls = function, []

    def __call__(self, *arguments, **options):
        bound = inspect.signature(self.function).bind(*arguments, **options)
        self.calls.append(dict(bound.arguments))
        return self.function(*arguments, **options)

    def __getattr__(self, name):
        return getattr(self.function, name)


def good_calls(name):
    """The calls in the examples of a function's docstring."""
    recorder = Recorder(FUNCTIONS[name])
    names = {**vars(np), "np": np, **vars(lossviz), name: recorder}
    for part in doctest.DocTestParser().get_examples(inspect.getdoc(FUNCTIONS[name])):
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(part.source, name, "single"), names)
    return recorder.calls


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(data=st.data())
def test_one_argument_of_a_good_call_is_anything(name, data):
    function = FUNCTIONS[name]
    arguments = data.draw(st.sampled_from(good_calls(name)))
    changed = drawn(data, calls(function))
    for other in changed.keys() - {data.draw(st.sampled_from(sorted(changed)))} if changed else ():
        del changed[other]
    check(function, {**arguments, **changed})


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_arguments(name, data):
    check(FUNCTIONS[name], drawn(data, calls(FUNCTIONS[name])))


@pytest.mark.parametrize("loss", LOSSES, ids=lambda loss: loss.__name__)
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_arguments_of_a_gradient(loss, data):
    arguments = drawn(data, calls(loss))
    for function in (loss.gradient, loss.value_and_gradient):
        check(function, arguments, names=inspect.signature(loss).parameters)
