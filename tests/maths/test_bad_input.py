"""Bad input is refused with the name of the argument, the value, its index and the remedy."""

import inspect
import re

import numpy as np
import pytest

from lossviz import maths

REGRESSION = [
    maths.quadratic_cost,
    maths.mean_squared_error,
    maths.mean_absolute_error,
    maths.huber,
    maths.pinball,
]
MARGIN = [
    maths.zero_one,
    maths.hinge,
    maths.squared_hinge,
    maths.perceptron,
    maths.logistic,
    maths.exponential,
    maths.focal,
]
BINARY = [maths.binary_cross_entropy, maths.sigmoid_cross_entropy]
ROWS = [maths.categorical_cross_entropy, maths.softmax_cross_entropy]
LABELS = [maths.sparse_softmax_cross_entropy, maths.nll]
PENALTIES = [maths.l1, maths.l2]
MASKS = [maths.soft_dice, maths.soft_iou]
ELEMENTWISE = REGRESSION + MARGIN + BINARY + [maths.poisson]
TABLES = [maths.info_nce, maths.pairwise_logistic, maths.triplet]
PAIRS = [maths.dpo]

ROW = [[0.5, 0.25, 0.25]]
LOGS = [[-1.0, -2.0, -0.5]]


def good(loss):
    """Arguments that the loss takes."""
    if loss in ROWS:
        return [ROW, ROW]
    if loss in LABELS:
        return [[1], LOGS]
    if loss in PENALTIES:
        return [[0.5, 1.0]]
    if loss in TABLES:
        return [[[0.5, 0.25], [0.75, 1.0]]]
    if loss in PAIRS:
        return [[[-2.0, -3.0]], [[-1.0, -4.0]]]
    return [[1.0, 1.0], [0.5, 0.25]]


ALL = ELEMENTWISE + ROWS + LABELS + PENALTIES + MASKS + TABLES + PAIRS + [maths.distillation]
FUNCTIONS = [
    maths.sigmoid,
    maths.sigmoid_derivative,
    maths.log_sigmoid,
    maths.softmax,
    maths.log_softmax,
    maths.logsumexp,
    maths.self_information,
    maths.entropy,
]


def refuses(function, *arguments, error=ValueError, says, **options):
    calls = [function]
    if isinstance(function, maths.Loss):
        calls += [function.gradient, function.value_and_gradient]
    for call in calls:
        with pytest.raises(error, match=re.escape(says)):
            call(*arguments, **options)


def test_good_arguments_are_taken():
    assert {loss.__name__ for loss in ALL} == {
        name for name in maths.__all__ if isinstance(getattr(maths, name), maths.Loss)
    }
    for loss in ALL:
        assert np.isfinite(loss(*good(loss)))


NO_NUMBERS = {
    "text": "0.5",
    "None": None,
    "complex": [1 + 2j, 0],
    "objects": np.array([0.5, None], dtype=object),
    "huge Python integers": [10**30, 1],
    "dates": np.array(["2020-01-01"], dtype="datetime64[D]"),
    "masked": np.ma.masked_array([0.5, 0.5], mask=[True, False]),
    "masked without mask": np.ma.masked_array([0.5, 0.5]),
    "masked rows": [np.ma.masked_array([0.5, 0.5], mask=[True, False])],
    "masked element": [0.5, np.ma.masked],
    "long double": np.ones(2, np.longdouble),
    "a set": {0.5},
}


@pytest.mark.parametrize("kind", NO_NUMBERS)
@pytest.mark.parametrize("function", ALL + FUNCTIONS, ids=lambda f: f.__name__)
def test_no_numbers(function, kind):
    if kind == "long double" and np.longdouble(1).itemsize == 8:
        pytest.skip("here, long double is float64")
    bad = NO_NUMBERS[kind]
    if not isinstance(function, maths.Loss):
        name = "p" if function in (maths.self_information, maths.entropy) else "z"
        refuses(function, bad, error=TypeError, says=name)
        return
    arguments = good(function)
    names = list(inspect.signature(function).parameters)[: len(arguments)]
    for index, name in enumerate(names):
        changed = list(arguments)
        changed[index] = bad
        refuses(function, *changed, error=TypeError, says=name)


@pytest.mark.parametrize("function", ALL + FUNCTIONS, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("bad", "says"),
    [([], "is empty (shape (0,))"), ([[1.0], [1.0, 2.0]], "is a ragged sequence")],
)
def test_empty_and_ragged(function, bad, says):
    arguments = good(function) if isinstance(function, maths.Loss) else [None]
    for index in range(len(arguments)):
        changed = list(arguments)
        changed[index] = bad
        refuses(function, *changed, says=says)


@pytest.mark.parametrize("function", ALL + FUNCTIONS, ids=lambda f: f.__name__)
def test_not_a_number(function):
    arguments = good(function) if isinstance(function, maths.Loss) else [ROW]
    last = np.array(arguments[-1], dtype=float)
    last[..., 1] = np.nan
    place = "[0, 1] = nan is not a number; leave it out" if last.ndim == 2 else "[1] = nan"
    refuses(function, *arguments[:-1], last, says=place)


@pytest.mark.parametrize(
    "loss", REGRESSION + MARGIN + PENALTIES + [maths.poisson], ids=lambda f: f.__name__
)
@pytest.mark.parametrize("infinity", [np.inf, -np.inf])
def test_infinite(loss, infinity):
    refuses(
        loss,
        *good(loss)[:-1],
        [0.5, infinity],
        says=f"[1] = {infinity} is infinite; give a finite number",
    )


@pytest.mark.parametrize("loss", ELEMENTWISE + ROWS, ids=lambda f: f.__name__)
def test_shapes_that_numpy_would_broadcast(loss):
    target, prediction = map(np.array, good(loss))
    refuses(
        loss,
        target[..., np.newaxis],
        prediction,
        says=f"target has shape {(*target.shape, 1)} but prediction has shape {target.shape}; "
        "give prediction the shape of target",
    )
    refuses(loss, target, prediction[..., np.newaxis], says="prediction has shape")
    refuses(loss, target[0], prediction, says="target has shape")


@pytest.mark.parametrize("loss", LABELS, ids=lambda f: f.__name__)
def test_labels(loss):
    refuses(loss, [[1]], LOGS, says="target has shape (1, 1) but prediction has shape (1, 3)")
    refuses(loss, 1, LOGS, says="target has shape () but prediction has shape (1, 3)")
    refuses(loss, 1, LOGS, says="give one label for each row, in the shape (1,).")
    refuses(loss, [5], LOGS, says="target[0] = 5 is no label of 3 classes")
    refuses(loss, [3], LOGS, says="target[0] = 3 is no label of 3 classes; labels run from 0 to 2")
    refuses(loss, [-1], LOGS, says="target[0] = -1 is no label of 3 classes")
    refuses(loss, [1.0], LOGS, error=TypeError, says="target holds float64 but labels are integers")
    refuses(loss, [True], LOGS, error=TypeError, says="target holds bool but labels are integers")
    refuses(loss, 0, 0.0, says="prediction = 0.0 is one number; one prediction for each answer")
    refuses(loss, np.array([2**64 - 1], np.uint64), LOGS, says=f"target[0] = {2**64 - 1} is no")
    assert loss(np.array([1], np.uint8), LOGS) == loss([1], LOGS)


@pytest.mark.parametrize("loss", LABELS, ids=lambda f: f.__name__)
def test_class_weight(loss):
    refuses(loss, [1], LOGS, class_weight=[1, 2], says="class_weight has shape (2,)")
    refuses(loss, [1], LOGS, class_weight=[1, 2, 3, 4], says="class_weight has shape (4,)")
    refuses(loss, [1], LOGS, class_weight=1.0, says="class_weight has shape ()")
    refuses(loss, [1], LOGS, class_weight=[1, -2, 1], says="class_weight[1] = -2.0 is negative")
    refuses(loss, [1], LOGS, class_weight=[1, np.inf, 1], says="class_weight[1] = inf is infinite")
    balanced = "".join(["bal", "anced"])  # equal, but another object
    refuses(loss, [1], LOGS, class_weight=balanced, error=TypeError, says="numpy.bincount(target")
    with pytest.raises(TypeError) as other:
        loss([1], LOGS, class_weight="uniform")
    assert "bincount" not in str(other.value)
    refuses(loss, [1], LOGS, class_weight=[1, 0, 1], says="class_weight is 0 for every label")
    assert loss([1], LOGS, class_weight=[1, 0, 1], reduction="sum") == 0


@pytest.mark.parametrize("loss", MARGIN, ids=lambda f: f.__name__)
@pytest.mark.parametrize(
    ("bad", "remedy"),
    [
        (0, "turn labels 0 and 1 into signs"),
        (0.5, "this loss takes no probabilities as targets"),
        (-2, "a target says what is true: +1 for yes, -1 for no"),
        (2, "if 2 means yes and 1 no"),
        (np.inf, "give signs"),
    ],
)
def test_signs(loss, bad, remedy):
    refuses(
        loss,
        [1, bad],
        [0.5, 0.5],
        says=f"target[1] = {float(bad)} is neither -1 nor +1; {remedy}",
    )


@pytest.mark.parametrize(
    ("bad", "remedy"),
    [
        (-1e-9, "if it was only rounded"),
        (1.0000001, "if it was only rounded"),
        (np.inf, "a probability lies between 0 and 1"),
        (-np.inf, "a probability lies between 0 and 1"),
    ],
)
def test_probabilities(bad, remedy):
    says = f"[1] = {bad} is outside [0, 1]; {remedy}"
    for loss in BINARY:
        refuses(loss, [0.5, bad], [0.5, 0.5], says="target" + says)
    refuses(maths.binary_cross_entropy, [0.5, 0.5], [0.5, bad], says="prediction" + says)
    refuses(maths.self_information, [0.5, bad], says="p" + says)
    says = f"[1] = {bad} is outside [0, 1]"
    refuses(maths.entropy, [0.5, bad], says="p" + says)
    for function in (maths.cross_entropy, maths.kl_divergence):
        refuses(function, [0.5, bad], [0.5, 0.5], says="p" + says)
        refuses(function, [0.5, 0.5], [0.5, bad], says="q" + says)


def test_distributions():
    off = [[0.5, 0.5], [0.5, 0.25]]
    half = [[0.5, 0.5], [0.5, 0.5]]
    says = "[1, :] sums to 0.75 and not to 1; "
    for loss in ROWS:
        refuses(loss, off, half, says=f"target{says}")
        refuses(loss, 1.0, 1.0, says="target = 1.0 is one number; give the probabilities of all")
    refuses(maths.categorical_cross_entropy, half, off, says="prediction" + says)
    for function in (maths.cross_entropy, maths.kl_divergence):
        refuses(function, off, half, says="p" + says)
        refuses(function, half, off, says="q" + says)
        refuses(function, half[0], half, says="p has shape (2,) but q has shape (2, 2)")
    refuses(maths.entropy, off, says="p" + says)
    refuses(maths.entropy, np.transpose(off), axis=0, says="p[:, 1] sums to 0.75")
    cube = np.full((3, 2, 2), 0.25)  # the first of several is named
    cube[0] = 0.5
    refuses(maths.entropy, cube, says="p[1, 0, :] sums to 0.5")
    for axis in (1, -2):
        refuses(maths.entropy, cube, axis=axis, says="p[1, :, 0] sums to 0.5")
    other = np.full((2, 2, 2), 0.5)
    other[:, 1] = 0.25
    for axis in (0, -3):
        refuses(maths.entropy, other, axis=axis, says="p[:, 1, 0] sums to 0.5")
    # Rounding is forgiven: half of the digits.
    assert maths.entropy([0.5, 0.5 + 1e-8]) == pytest.approx(1, abs=1e-7)
    assert maths.entropy([0.5, 0.5 + 2.0**-26]) == pytest.approx(1, abs=1e-7)
    refuses(maths.entropy, [0.5, 0.5 + 2e-8], says="p[:] sums to")
    refuses(maths.entropy, [0.5, 0.5 - 2e-8], says="p[:] sums to")
    assert maths.entropy(np.array([0.5, 0.5003], np.float32)) == pytest.approx(1, abs=1e-3)
    refuses(maths.entropy, np.array([0.5, 0.5004], np.float32), says="p[:] sums to 1.000")


@pytest.mark.parametrize(
    "function",
    [
        maths.softmax,
        maths.log_softmax,
        lambda z: maths.softmax_cross_entropy([[0.5, 0.5]] * 2, z),
        lambda z: maths.sparse_softmax_cross_entropy([0, 0], z),
    ],
)
def test_class_logits(function):
    refuses(function, [[0.0, 0.0], [np.inf, 0.0]], says="[1, 0] = inf is infinite; give a finite")
    refuses(
        function,
        [[-np.inf, 0.0], [-np.inf, -np.inf]],
        says="[1, 0] = -inf excludes a class, as do all others beside it; keep one finite",
    )


def test_class_logits_axis():
    refuses(maths.softmax, [[-np.inf, 0], [-np.inf, 0]], axis=0, says="z[0, 0] = -inf excludes")
    np.testing.assert_array_equal(maths.softmax([[-np.inf, 0], [-np.inf, 0]]), [[0, 1], [0, 1]])
    for function in (maths.softmax, maths.log_softmax, maths.logsumexp):
        refuses(function, [0.0, 1.0], axis=1, says="axis is 1 but z has shape (2,); name one")
        refuses(function, [0.0, 1.0], axis=5, says="axis is 5 but z has shape (2,); name one of")
        refuses(function, [0.0, 1.0], axis=-2, says="axis is -2 but z")
        refuses(function, [0.0, 1.0], axis=-5, says="axis is -5 but z has shape (2,)")
        refuses(function, 1.0, says="axis is -1 but z has shape ()")
        refuses(function, [0.0, 1.0], axis=True, error=TypeError, says="axis must be a whole")
        refuses(function, [0.0, 1.0], axis=None, error=TypeError, says="axis must be a whole")
        assert np.shape(function([[0.0, 1.0, 2.0]], axis=np.int64(0)))[-1] == 3


def test_log_probabilities():
    refuses(maths.nll, [0], [[0.1, -1.0]], says="prediction[0, 0] = 0.1 is above 0, which")
    refuses(maths.nll, [0], [[1e-7, -1.0]], says="is above 0")
    assert maths.nll([1], [[1e-9, -1.0]]) == 1  # rounding is forgiven
    assert maths.nll([1], [[2.0**-26, -1.0]]) == 1  # half of the digits


@pytest.mark.parametrize("loss", ALL, ids=lambda f: f.__name__)
def test_reduction_and_names(loss):
    refuses(loss, *good(loss), reduction="maximum", says="reduction is 'maximum' (str); choose")
    reduction = "".join(["no", "ne"])  # as read from a file: equal, but another object
    assert loss(*good(loss), reduction=reduction).size == loss(*good(loss), reduction="none").size
    for name in ("mean", "sum"):
        typed = "".join(list(name))
        value, slope = loss.value_and_gradient(*good(loss), reduction=typed)
        assert value == loss(*good(loss), reduction=name)
        np.testing.assert_array_equal(slope, loss.gradient(*good(loss), reduction=name))
    refuses(loss, *good(loss), reduction=None, error=TypeError, says="reduction is None")
    refuses(loss, error=TypeError, says=f"{loss.__name__} takes ")
    refuses(loss, *good(loss), speed=1, error=TypeError, says="'speed'; " + loss.__name__)
    refuses(loss, *good(loss), "mean", error=TypeError, says="too many positional")


@pytest.mark.parametrize(
    ("loss", "option", "bad", "says"),
    [
        (maths.huber, "delta", 0, "delta is 0; give a number above 0."),
        (maths.huber, "delta", -1, "delta is -1; give a number above 0."),
        (maths.huber, "delta", np.inf, "delta = inf is infinite"),
        (maths.huber, "delta", [1.0], "delta has shape (1,); give one number."),
        (maths.pinball, "quantile", 0, "quantile is 0; give a number above 0 and below 1."),
        (maths.pinball, "quantile", 1, "quantile is 1; give a number above 0 and below 1."),
        (maths.pinball, "quantile", 1.5, "quantile is 1.5; give a number above 0 and below 1."),
        (maths.huber, "reduction", "x" * 58, f"reduction is '{'x' * 58}' (str); choose one of"),
        (maths.huber, "reduction", "x" * 80, f"reduction is '{'x' * 59} (str); choose one of"),
        (maths.binary_cross_entropy, "eps", 0.75, "eps is 0.75; give a number at least 0 and"),
        (maths.binary_cross_entropy, "eps", -1e-9, "eps is -1e-09; give a number at least 0 and"),
        (maths.binary_cross_entropy, "eps", 0.5, "eps is 0.5; give a number at least 0 and below"),
        (maths.categorical_cross_entropy, "eps", 0.5, "eps is 0.5; give a number at least 0"),
        (maths.sigmoid_cross_entropy, "pos_weight", -1, "pos_weight = -1.0 is negative"),
        (maths.sigmoid_cross_entropy, "pos_weight", [1, 2, 3], "pos_weight has shape (3,) but"),
        (maths.sigmoid_cross_entropy, "pos_weight", [[1, 2]], "pos_weight has shape (1, 2)"),
        (maths.focal, "gamma", -0.5, "gamma is -0.5; give a number at least 0."),
        (maths.info_nce, "temperature", 0, "temperature is 0; give a number above 0."),
        (maths.distillation, "temperature", -1, "temperature is -1; give a number above 0."),
        (maths.dpo, "beta", 0, "beta is 0; give a number above 0."),
        (maths.triplet, "margin", -1, "margin is -1; give a number at least 0."),
        (maths.soft_dice, "smooth", -1, "smooth is -1; give a number at least 0."),
        (maths.soft_iou, "smooth", -1, "smooth is -1; give a number at least 0."),
        (maths.l1, "strength", -1, "strength is -1; give a number at least 0."),
        (maths.l2, "strength", -1, "strength is -1; give a number at least 0."),
    ],
)
def test_options(loss, option, bad, says):
    refuses(loss, *good(loss), says=says, **{option: bad})


@pytest.mark.parametrize("base", [0, -2, np.nan, np.inf, 1])
def test_base(base):
    for function in (maths.self_information, maths.entropy):
        refuses(function, [0.5, 0.5], base=base, says="base")
    for function in (maths.cross_entropy, maths.kl_divergence):
        refuses(function, [0.5, 0.5], [0.5, 0.5], base=base, says="base")


# --- what is unusual but right --------------------------------------------------------------


@pytest.mark.parametrize("kind", [np.bool_, np.int8, np.uint64, np.float16, ">f8", ">f4"])
def test_other_numbers_are_right(kind):
    target, prediction = np.array([0, 1, 1], kind), np.array([1, 0, 1], kind)
    for loss in (maths.mean_squared_error, maths.huber, maths.sigmoid_cross_entropy):
        dtype = np.float32 if kind == ">f4" else np.float64
        value = loss(target, prediction)
        expected = loss(target.astype(dtype), prediction.astype(dtype))
        assert value == expected
        assert value.dtype == dtype


def test_integers_that_would_be_rounded():
    says = "prediction[1] = 9007199254740993 is an integer that float64 may not hold exactly"
    refuses(maths.mean_squared_error, [0, 0], [0, 2**53 + 1], says=says)
    refuses(maths.mean_squared_error, [0, 0], [0, -(2**53) - 1], says="[1] = -9007199254740993")
    assert maths.mean_absolute_error([0], [2**53]) == 2**53
    assert maths.mean_absolute_error([0], [-(2**53)]) == 2**53
    # A float32 prediction takes integers as far as float32 counts.
    one = np.ones(1, np.float32)
    assert maths.mean_absolute_error([2**24], one).dtype == np.float32
    refuses(maths.mean_absolute_error, [2**24 + 1], one, says="integer that float32 may not hold")


def test_types_of_results():
    single, double = np.float32([0.5, 0.25]), np.float64([0.5, 0.25])
    for loss in ELEMENTWISE:
        for target in ([1, 1], np.ones(2, bool), np.ones(2, np.float32)):
            for reduction in ("mean", "sum", "none"):
                assert loss(target, single, reduction=reduction).dtype == np.float32
                assert loss.gradient(target, single, reduction=reduction).dtype == np.float32
        assert loss(np.ones(2), single).dtype == np.float64
        assert loss([1, 1], double).dtype == np.float64
        # One number is a sample too.
        assert np.shape(loss(1, np.float32(0.5), reduction="none")) == ()
        assert loss(1, np.float32(0.5)).dtype == np.float32
    for function in FUNCTIONS:
        assert function(single + np.float32([0, 0.25])).dtype == np.float32
        assert function(double + np.array([0, 0.25])).dtype == np.float64
    for function in (maths.sigmoid, maths.sigmoid_derivative, maths.log_sigmoid):
        assert np.shape(function(0.5)) == ()


def test_arguments_are_left_alone():
    for loss in ALL:
        arguments = [np.array(a) for a in good(loss)]
        before = [a.copy() for a in arguments]
        loss.value_and_gradient(*arguments)
        for a, b in zip(arguments, before, strict=True):
            np.testing.assert_array_equal(a, b)
        result = loss(*arguments, reduction="none")
        result = np.asarray(result)
        result[...] = 7  # the result is no view of an argument
        for a, b in zip(arguments, before, strict=True):
            np.testing.assert_array_equal(a, b)


def test_a_strict_caller_sees_no_error():
    with np.errstate(all="raise"):
        maths.sigmoid([-800.0, 800.0])
        maths.softmax([-800.0, 800.0])
        maths.binary_cross_entropy([1, 0], [0.0, 5e-324])
        maths.kl_divergence([0.5, 0.5], [1.0, 0.0])
        maths.exponential([1], [-1e300])
        maths.logsumexp([np.inf, -np.inf])
