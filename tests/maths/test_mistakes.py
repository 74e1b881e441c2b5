"""What people really get wrong, and that the remedy in the error leads them out.

Each row of the table is a wrong call. Its error holds code in back quotes; the test runs that code
to the letter, as a learner would, until a number comes out, and compares it with the right number,
which comes from PyTorch, SciPy or scikit-learn (then the row is skipped where these are missing),
or from arithmetic that is written out here.
"""

import ast
import inspect
import math
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import numpy
import numpy as np
import pytest

import lossviz
from lossviz import maths

INF = math.inf


def names(function):
    """The names of what a function takes first."""
    parameters = inspect.signature(getattr(lossviz, function)).parameters.values()
    return [p.name for p in parameters if p.kind is p.POSITIONAL_OR_KEYWORD]


class StillWrong(AssertionError):
    """The remedies lead to an error without a remedy that can be run."""


def obey(function, arguments, options, choices=()):
    """Call, and while it is refused do what the error says; return the number that comes out."""
    code, scope, said = obeyed(function, arguments, options, choices)
    return np.asarray(eval(code, scope)), said


def obeyed(function, arguments, options, choices=()):
    """What is called in the end, as code and what it is run with, and what the errors said.

    The function may be a method of a loss.
    """
    choices, loss = list(choices), function.partition(".")[0]
    scope = {"numpy": numpy, **{name: getattr(lossviz, name) for name in lossviz.__all__}}
    scope["given"] = given = {**dict(zip(names(loss), arguments, strict=False)), **options}
    code = f"{function}(**given)"
    said = []
    for _ in range(5):
        try:
            eval(code, scope)
            return code, scope, said
        except (TypeError, ValueError) as error:
            said.append(str(error))
        snippets = re.findall(r"`([^`]+)`", said[-1])
        if not snippets:
            raise StillWrong(said[-1])
        body = ast.parse(snippets[choices.pop(0) if choices else 0]).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        assigned = {}
        exec(compile(ast.Module(body, []), "remedy", "exec"), {**scope, **given}, assigned)
        foreign = re.search(r"unexpected option '(\w+)'", said[-1])
        known = inspect.signature(scope[loss]).parameters
        given.update({n: v for n, v in assigned.items() if n in known})
        scope.update(given | assigned)
        if foreign:
            del given[foreign[1]]
        if last is not None:
            code = ast.unparse(last)
    raise StillWrong(said[-1])


# --- the right numbers, written out ------------------------------------------------------------


def lse(row):
    return math.log(sum(math.exp(v) for v in row))


def ce(labels, logits):
    """Mean cross-entropy of labels and rows of logits."""
    return np.mean([lse(row) - row[label] for label, row in zip(labels, logits, strict=True)])


def soft_ce(rows, logits):
    pairs = zip(rows, logits, strict=True)
    return np.mean(
        [sum(y * (lse(row) - z) for y, z in zip(ys, row, strict=True)) for ys, row in pairs]
    )


def bce(ys, logits):
    """Mean binary cross-entropy of numbers in [0, 1] and logits."""
    ys, logits = np.ravel(ys), np.ravel(logits)
    return np.mean([math.log1p(math.exp(z)) - y * z for y, z in zip(ys, logits, strict=True)])


def bce_p(ys, ps):
    ys, ps = np.ravel(ys), np.ravel(ps)
    return np.mean(
        [-(y * math.log(p) + (1 - y) * math.log1p(-p)) for y, p in zip(ys, ps, strict=True)]
    )


def hinge(signs, scores):
    return np.mean(
        [max(0, 1 - s * f) for s, f in zip(np.ravel(signs), np.ravel(scores), strict=True)]
    )


def mse(ys, predictions):
    return np.mean([(a - y) ** 2 for y, a in zip(np.ravel(ys), np.ravel(predictions), strict=True)])


def bits(p):
    return -sum(v * math.log2(v) for v in p if v)


def kl(p, q):
    return sum(a * math.log2(a / b) for a, b in zip(p, q, strict=True) if a)


def torch_says(compute):
    """A right number that PyTorch computes."""

    def value():
        torch = pytest.importorskip("torch")
        return compute(torch, torch.nn.functional, lambda a: torch.tensor(np.asarray(a)))

    return value


def smoothed_in_torch(logits, target, weight=None, **options):
    return torch_says(
        lambda t, f, a: f.cross_entropy(
            a(logits),
            a(target),
            weight=None if weight is None else a(weight),
            label_smoothing=0.1,
            **options,
        ).numpy()
    )


def sklearn_says(name, *arguments, **options):
    def value():
        return getattr(pytest.importorskip("sklearn.metrics"), name)(*arguments, **options)

    return value


Z = [[2.0, 0.5, 6.0], [0.1, 0.0, 3.0]]
LABELS = [2, 1]
HOT = [[0, 0, 1], [0, 1, 0]]
SOFT = [[0.2, 0.3, 0.5], [0.1, 0.8, 0.1]]
P = [[0.2, 0.1, 0.7], [0.3, 0.4, 0.3]]
LOGS = np.log(P)
YES, SIGNS = [0, 1, 1], [-1, 1, 1]
Q = [0.2, 0.9, 0.6]
S = [-1.5, 2.0, 0.25]
rng = np.random.default_rng(0)
IMAGES = rng.normal(size=(2, 5, 4, 3))  # samples, classes, height, width
MASKS = rng.integers(0, 5, size=(2, 4, 3))
PIXELS = np.moveaxis(IMAGES, 1, -1).reshape(-1, 5)

SPARSE, DENSE, ON_P, NLL = (
    "sparse_softmax_cross_entropy",
    "softmax_cross_entropy",
    "categorical_cross_entropy",
    "nll",
)
SIGMOID, BINARY = "sigmoid_cross_entropy", "binary_cross_entropy"

# name: function, arguments, options, the right number, and which piece of code is obeyed
CASES = {
    # PyTorch's order
    "dense: logits first": (DENSE, [Z, HOT], {}, ce(LABELS, Z)),
    "dense: logits first, soft": (DENSE, [Z, SOFT], {}, soft_ce(SOFT, Z)),
    "dense: logits and labels": (DENSE, [Z, LABELS], {}, ce(LABELS, Z)),
    "dense: whole logits first": (
        DENSE,
        [[[2, 0, 6], [0, 0, 3]], HOT],
        {},
        ce(LABELS, [[2, 0, 6], [0, 0, 3]]),
    ),
    "sparse: logits first": (
        SPARSE,
        [Z, LABELS],
        {},
        torch_says(lambda t, f, a: f.cross_entropy(a(Z), a(LABELS)).item()),
    ),
    "sparse: logits first, one-hot": (SPARSE, [Z, HOT], {}, ce(LABELS, Z)),
    "sparse: logits first, float labels": (SPARSE, [Z, [2.0, 1.0]], {}, ce(LABELS, Z)),
    "nll: logs first": (
        NLL,
        [LOGS, LABELS],
        {},
        torch_says(lambda t, f, a: f.nll_loss(a(LOGS), a(LABELS)).item()),
    ),
    "nll: probabilities first": (NLL, [P, LABELS], {}, -(math.log(0.7) + math.log(0.4)) / 2),
    "categorical: logits first": (ON_P, [Z, HOT], {}, ce(LABELS, Z)),
    "sigmoid: logits first": (
        SIGMOID,
        [S, YES],
        {},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy_with_logits(a(S), a(np.float64(YES))).item()
        ),
    ),
    "sigmoid: whole logits first": (SIGMOID, [[2, 3, 1], [1, 0, 1]], {}, bce([1, 0, 1], [2, 3, 1])),
    "sigmoid: logits first, soft": (SIGMOID, [S, Q], {}, bce(Q, S)),
    "sigmoid: logits first, signs": (SIGMOID, [S, SIGNS], {}, bce(YES, S)),
    "binary: logits first": (BINARY, [S, YES], {}, bce(YES, S)),
    "hinge: scores first": ("hinge", [S, SIGNS], {}, hinge(SIGNS, S)),
    "squared hinge: scores first": (
        "squared_hinge",
        [S, SIGNS],
        {},
        np.mean([max(0, 1 - s * f) ** 2 for s, f in zip(SIGNS, S, strict=True)]),
    ),
    "logistic: scores first": (
        "logistic",
        [S, SIGNS],
        {},
        torch_says(lambda t, f, a: f.soft_margin_loss(a(S), a(np.float64(SIGNS))).item()),
    ),
    "exponential: scores first": (
        "exponential",
        [S, SIGNS],
        {},
        np.mean([math.exp(-s * f) for s, f in zip(SIGNS, S, strict=True)]),
    ),
    "perceptron: scores first": (
        "perceptron",
        [S, SIGNS],
        {},
        np.mean([max(0, -s * f) for s, f in zip(SIGNS, S, strict=True)]),
    ),
    "zero-one: scores first": ("zero_one", [S, SIGNS], {}, 0.0),
    "hinge: scores first, 0 and 1": ("hinge", [S, YES], {}, hinge(SIGNS, S)),
    "sparse: images first": (
        SPARSE,
        [IMAGES, MASKS],
        {},
        torch_says(lambda t, f, a: f.cross_entropy(a(IMAGES), a(MASKS)).item()),
    ),
    # another kind of target
    "sigmoid: signs": (SIGMOID, [SIGNS, S], {}, bce(YES, S)),
    "sigmoid: signs, other loss": (SIGMOID, [SIGNS, S], {}, bce(YES, S), 1),
    "binary: signs": (BINARY, [SIGNS, Q], {}, bce_p(YES, Q)),
    "hinge: 0 and 1": ("hinge", [YES, S], {}, hinge(SIGNS, S)),
    "hinge: bytes 0 and 1": ("hinge", [np.uint8(YES), S], {}, hinge(SIGNS, S)),
    "hinge: booleans": ("hinge", [np.equal(YES, 1), S], {}, hinge(SIGNS, S)),
    "hinge: classes 1 and 2": ("hinge", [[1, 2, 2], S], {}, hinge(SIGNS, S)),
    "hinge: shares": ("hinge", [[0.1, 0.8, 0.9], S], {}, hinge(SIGNS, S)),
    "hinge: shares, other loss": ("hinge", [[0.1, 0.8, 0.9], S], {}, bce([0.1, 0.8, 0.9], S), 1),
    "hinge: class numbers beside columns": (
        "hinge",
        [LABELS, Z],
        {},
        hinge(np.where(HOT, 1, -1), Z),
    ),
    "hinge: one-hot rows": ("hinge", [HOT, Z], {}, hinge(np.where(HOT, 1, -1), Z)),
    "hinge: unlabelled 0": ("hinge", [[-1, 0, 1], S], {}, hinge([-1, 1], [S[0], S[2]])),
    "logistic: 0 and 1, other loss": ("logistic", [YES, S], {}, bce(YES, S), 1),
    "sigmoid: classes 1 and 2": (SIGMOID, [[1, 2, 2], S], {}, bce(YES, S)),
    "sigmoid: 0 and 255": (SIGMOID, [[0, 255, 255], S], {}, bce(YES, S)),
    "sigmoid: percentages": (SIGMOID, [[20, 90, 60], S], {}, bce(Q, S)),
    "sigmoid: log-probabilities": (SIGMOID, [np.log(Q), S], {}, bce(Q, S)),
    "sigmoid: a teacher's logits": (
        SIGMOID,
        [[0.5, -2.0, 3.0], [1.5, 0.5, 0.25]],
        {},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy_with_logits(
                a([1.5, 0.5, 0.25]), t.sigmoid(a([0.5, -2.0, 3.0]))
            ).item()
        ),
        0,
    ),
    "sigmoid: class numbers": (SIGMOID, [LABELS, Z], {}, ce(LABELS, Z)),
    "sigmoid: class numbers as columns": (SIGMOID, [LABELS, Z], {}, bce(HOT, Z), 1),
    "binary: class numbers": (BINARY, [LABELS, P], {}, bce_p(HOT, P)),
    "sigmoid: no answer marked -1": (
        SIGMOID,
        [[0, -1, 1, 1], [*S, 0.5]],
        {},
        bce([0, 1, 1], [S[0], S[2], 0.5]),
    ),
    "sigmoid: no answer marked NaN": (
        SIGMOID,
        [[0, math.nan, 1], S],
        {},
        bce([0, 1], [S[0], S[2]]),
    ),
    "mse: no answer marked NaN": (
        "mean_squared_error",
        [[0, math.nan, 1], S],
        {},
        mse([0, 1], [S[0], S[2]]),
    ),
    "mse: no answer masked": (
        "mean_squared_error",
        [np.ma.masked_equal([0, 9, 1], 9), S],
        {},
        mse([0, 1], [S[0], S[2]]),
    ),
    "dense: class numbers": (DENSE, [LABELS, Z], {}, ce(LABELS, Z)),
    "dense: class numbers as rows": (DENSE, [LABELS, Z], {}, ce(LABELS, Z), 1),
    "dense: class numbers, sum": (DENSE, [LABELS, Z], {"reduction": "sum"}, 2 * ce(LABELS, Z)),
    "dense: class numbers in a column": (DENSE, [[[2], [1]], Z], {}, ce(LABELS, Z)),
    "dense: class numbers in a column as rows": (DENSE, [[[2], [1]], Z], {}, ce(LABELS, Z), 1),
    "dense: float class numbers": (DENSE, [[2.0, 1.0], Z], {}, ce(LABELS, Z)),
    "dense: one sample": (DENSE, [2, Z[0]], {}, ce([2], Z[:1])),
    "dense: class numbers with padding": (DENSE, [[2, -100], Z], {}, ce([2], Z[:1])),
    "dense: row of zeros": (DENSE, [[[0, 0, 1], [0, 0, 0]], Z], {}, ce([2], Z[:1])),
    "dense: signs": (DENSE, [[[-1, -1, 1], [-1, 1, -1]], Z], {}, ce(LABELS, Z)),
    "dense: counts": (DENSE, [[[2, 3, 5], [1, 8, 1]], Z], {}, soft_ce(SOFT, Z)),
    "dense: percentages": (DENSE, [[[20, 30, 50], [10, 80, 10]], Z], {}, soft_ce(SOFT, Z)),
    "dense: log-probabilities": (DENSE, [np.log(SOFT), Z], {}, soft_ce(SOFT, Z)),
    "dense: several classes": (
        DENSE,
        [[[1, 0, 1], [0, 1, 0]], Z],
        {},
        bce([[1, 0, 1], [0, 1, 0]], Z),
    ),
    "dense: several classes shared": (
        DENSE,
        [[[1, 0, 1], [0, 1, 0]], Z],
        {},
        soft_ce([[0.5, 0, 0.5], [0, 1, 0]], Z),
        1,
    ),
    "dense: rounded thirds": (
        DENSE,
        [[[0.33, 0.33, 0.33], [0, 1, 0]], Z],
        {},
        soft_ce([[1 / 3] * 3, [0, 1, 0]], Z),
    ),
    "dense: a teacher's logits": (
        DENSE,
        [[[1.0, -2.0, 0.5], [0.0, 0.0, 3.0]], Z],
        {},
        torch_says(
            lambda t, f, a: f.cross_entropy(
                a(Z), t.softmax(a([[1.0, -2.0, 0.5], [0.0, 0.0, 3.0]]), -1)
            ).item()
        ),
    ),
    "categorical: class numbers": (
        ON_P,
        [LABELS, P],
        {},
        sklearn_says("log_loss", LABELS, P, labels=[0, 1, 2]),
    ),
    "categorical: logits": (ON_P, [HOT, Z], {}, ce(LABELS, Z)),
    "categorical: logits, softmax": (ON_P, [HOT, Z], {}, ce(LABELS, Z), 2),
    "categorical: positive logits": (ON_P, [HOT, np.abs(Z)], {}, ce(LABELS, np.abs(Z))),
    "categorical: log-probabilities": (ON_P, [HOT, LOGS], {}, -(math.log(0.7) + math.log(0.4)) / 2),
    "categorical: percentages": (
        ON_P,
        [HOT, np.multiply(100, P)],
        {},
        -(math.log(0.7) + math.log(0.4)) / 2,
    ),
    "categorical: independent scores": (
        ON_P,
        [HOT, [[0.9, 0.2, 0.8], [0.1, 0.7, 0.6]]],
        {},
        bce_p(HOT, [[0.9, 0.2, 0.8], [0.1, 0.7, 0.6]]),
    ),
    "sparse: one-hot rows": (SPARSE, [HOT, Z], {}, ce(LABELS, Z)),
    "sparse: one-hot rows, other loss": (SPARSE, [HOT, Z], {}, ce(LABELS, Z), 1),
    "sparse: soft rows": (SPARSE, [SOFT, Z], {}, soft_ce(SOFT, Z)),
    "sparse: several classes": (
        SPARSE,
        [[[1, 0, 1], [0, 1, 0]], Z],
        {},
        bce([[1, 0, 1], [0, 1, 0]], Z),
    ),
    "sparse: a column": (SPARSE, [[[2], [1]], Z], {}, ce(LABELS, Z)),
    "sparse: floats": (SPARSE, [[2.0, 1.0], Z], {}, ce(LABELS, Z)),
    "sparse: booleans": (
        SPARSE,
        [[True, False], [[1.0, 2.0], [0.5, 0.0]]],
        {},
        ce([1, 0], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "sparse: signs": (
        SPARSE,
        [[1, -1], [[1.0, 2.0], [0.5, 0.0]]],
        {},
        ce([1, 0], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "sparse: from 1 to K": (SPARSE, [[3, 2, 1], [*Z, Z[0]]], {}, ce([2, 1, 0], [*Z, Z[0]])),
    "sparse: padding": (
        SPARSE,
        [[2, -100], Z],
        {},
        torch_says(lambda t, f, a: f.cross_entropy(a(Z), a([2, -100])).item()),
    ),
    "sparse: padding -1": (SPARSE, [[-1, 1], Z], {}, ce([1], Z[1:])),
    "sparse: void 255": (SPARSE, [[2, 255], Z], {}, ce([2], Z[:1])),
    "sparse: one score each": (SPARSE, [YES, S], {}, bce(YES, S)),
    "sparse: one sample, one-hot": (SPARSE, [[0, 0, 1], Z[0]], {}, ce([2], Z[:1]), 1),
    "sparse: probabilities of yes": (
        SPARSE,
        [[0.25, 0.5], [[1.0, 2.0], [0.5, 0.0]]],
        {},
        soft_ce([[0.75, 0.25], [0.5, 0.5]], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "nll: logits": (NLL, [LABELS, Z], {}, ce(LABELS, Z)),
    "nll: logits, weighted": (
        NLL,
        [LABELS, Z],
        {"class_weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "nll: log_softmax": (NLL, [LABELS, Z], {}, ce(LABELS, Z), 1),
    "nll: probabilities": (NLL, [LABELS, P], {}, -(math.log(0.7) + math.log(0.4)) / 2),
    "nll: one-hot rows": (NLL, [HOT, LOGS], {}, -(math.log(0.7) + math.log(0.4)) / 2),
    "nll: soft rows": (NLL, [SOFT, LOGS], {}, float(-np.sum(np.multiply(SOFT, LOGS)) / 2)),
    "binary: logits": (BINARY, [YES, S], {}, bce(YES, S)),
    "binary: logits, sigmoid": (BINARY, [YES, S], {}, bce(YES, S), 1),
    "binary: log-probabilities": (BINARY, [YES, np.log(Q)], {}, bce_p(YES, Q)),
    "binary: percentages": (BINARY, [YES, [20, 90, 60]], {}, bce_p(YES, Q)),
    "binary: two columns": (
        BINARY,
        [YES, [[0.8, 0.2], [0.1, 0.9], [0.4, 0.6]]],
        {},
        sklearn_says("log_loss", YES, [[0.8, 0.2], [0.1, 0.9], [0.4, 0.6]]),
    ),
    "binary: one-hot beside one column": (BINARY, [[[1, 0], [0, 1], [0, 1]], Q], {}, bce_p(YES, Q)),
    # words
    "sparse: words": (
        SPARSE,
        [["dog", "cat"], [[1.0, 2.0], [0.5, 0.0]]],
        {},
        ce([1, 0], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "sparse: array of words": (
        SPARSE,
        [np.array(["dog", "cat"], object), [[1.0, 2.0], [0.5, 0.0]]],
        {},
        ce([1, 0], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "dense: words": (
        DENSE,
        [["dog", "cat"], [[1.0, 2.0], [0.5, 0.0]]],
        {},
        ce([1, 0], [[1.0, 2.0], [0.5, 0.0]]),
    ),
    "sigmoid: words": (SIGMOID, [["ham", "spam", "spam"], S], {}, bce(YES, S)),
    "hinge: words": ("hinge", [["ham", "spam", "spam"], S], {}, hinge(SIGNS, S)),
    "sigmoid: words second": (SIGMOID, [S, ["ham", "spam", "spam"]], {}, bce(YES, S)),
    "mse: numbers in quotation marks": (
        "mean_squared_error",
        [["0.5", "1"], [0.25, 2.0]],
        {},
        mse([0.5, 1], [0.25, 2.0]),
    ),
    "sparse: labels in quotation marks": (SPARSE, [["2", "1"], Z], {}, ce(LABELS, Z)),
    # what holds numbers, but is no array
    "mse: a generator": (
        "mean_squared_error",
        [(v for v in [0.0, 1.0]), [0.5, 3.0]],
        {},
        mse([0, 1], [0.5, 3]),
    ),
    "mse: dictionary": (
        "mean_squared_error",
        [{"b": 1.0, "a": 0.0}, [0.5, 3.0]],
        {},
        mse([0, 1], [0.5, 3]),
    ),
    "mse: values of a dictionary": (
        "mean_squared_error",
        [{"a": 0.0, "b": 1.0}.values(), [0.5, 3.0]],
        {},
        mse([0, 1], [0.5, 3]),
    ),
    "mse: decimals": (
        "mean_squared_error",
        [[Decimal("0.5"), Decimal(1)], [0.25, 2.0]],
        {},
        mse([0.5, 1], [0.25, 2.0]),
    ),
    "mse: fractions": (
        "mean_squared_error",
        [[Fraction(1, 2), Fraction(1)], [0.25, 2.0]],
        {},
        mse([0.5, 1], [0.25, 2.0]),
    ),
    "mse: complex": (
        "mean_squared_error",
        [[0.5 + 0j, 1], [0.25, 2.0]],
        {},
        mse([0.5, 1], [0.25, 2.0]),
    ),
    "mse: long double": (
        "mean_squared_error",
        [np.longdouble([0.5, 1]), [0.25, 2.0]],
        {},
        mse([0.5, 1], [0.25, 2.0]),
    ),
    # shapes
    "sparse: classes on axis 1": (
        SPARSE,
        [MASKS, IMAGES],
        {},
        torch_says(lambda t, f, a: f.cross_entropy(a(IMAGES), a(MASKS)).item()),
    ),
    "dense: classes on axis 1": (
        DENSE,
        [np.moveaxis(np.eye(5)[MASKS], -1, 1), IMAGES],
        {},
        ce(MASKS.ravel(), PIXELS),
    ),
    "dense: prediction's classes on axis 1": (
        DENSE,
        [np.eye(5)[MASKS], IMAGES],
        {},
        ce(MASKS.ravel(), PIXELS),
    ),
    "dense: target's classes on axis 1": (
        DENSE,
        [np.moveaxis(np.eye(5)[MASKS], -1, 1), np.moveaxis(IMAGES, 1, -1)],
        {},
        ce(MASKS.ravel(), PIXELS),
    ),
    "dense: columns": (DENSE, [np.transpose(HOT), np.transpose(Z)], {}, ce(LABELS, Z)),
    "sparse: columns": (SPARSE, [LABELS, np.transpose(Z)], {}, ce(LABELS, Z)),
    "sparse: one-hot on axis 1": (
        SPARSE,
        [np.moveaxis(np.eye(5)[MASKS], -1, 1), IMAGES],
        {},
        ce(MASKS.ravel(), PIXELS),
    ),
    "mse: a column": (
        "mean_squared_error",
        [[0, 1, 1], [[0.5], [3.0], [0.0]]],
        {},
        mse([0, 1, 1], [0.5, 3, 0]),
    ),
    "sigmoid: a column": (SIGMOID, [YES, np.reshape(S, (3, 1))], {}, bce(YES, S)),
    "mse: transposed": (
        "mean_squared_error",
        [[[1, 2, 3], [4, 5, 6]], [[1, 4], [2, 5], [3, 7]]],
        {},
        1 / 6,
    ),
    "mse: one target for all": ("mean_squared_error", [1.0, [0.5, 3.0]], {}, mse([1, 1], [0.5, 3])),
    "mse: one prediction for all": (
        "mean_squared_error",
        [[0.5, 3.0], 1.0],
        {},
        mse([1, 1], [0.5, 3]),
    ),
    "sparse: one class": (SPARSE, [YES, np.reshape(S, (3, 1))], {}, bce(YES, S)),
    "dense: one class": (DENSE, [np.reshape(YES, (3, 1)), np.reshape(S, (3, 1))], {}, bce(YES, S)),
    "categorical: one class": (
        ON_P,
        [np.reshape(YES, (3, 1)), np.reshape(Q, (3, 1))],
        {},
        bce_p(YES, Q),
    ),
    "nll: one class": (NLL, [YES, np.reshape(np.log(Q), (3, 1))], {}, bce_p(YES, Q)),
    # options
    "sigmoid: pos_weight for samples": (
        SIGMOID,
        [YES, S],
        {"pos_weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy_with_logits(
                a(S), a(np.float64(YES)), weight=a([1.0, 2.0, 3.0])
            ).item()
        ),
    ),
    "binary: pos_weight": (
        BINARY,
        [YES, S],
        {"pos_weight": 3.0},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy_with_logits(
                a(S), a(np.float64(YES)), pos_weight=a(3.0)
            ).item()
        ),
    ),
    "sparse: weight": (
        SPARSE,
        [LABELS, Z],
        {"weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "sparse: weights in a dictionary": (
        SPARSE,
        [LABELS, Z],
        {"class_weight": {1: 2, 0: 1, 2: 3}},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "sparse: balanced": (
        SPARSE,
        [[2, 1, 0, 0], Z + Z],
        {"class_weight": "balanced"},
        torch_says(
            lambda t, f, a: f.cross_entropy(
                a(Z + Z), a([2, 1, 0, 0]), weight=a([2 / 3, 4 / 3, 4 / 3])
            ).item()
        ),
    ),
    "dense: weight": (
        DENSE,
        [SOFT, Z],
        {"weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(SOFT), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "categorical: class_weight": (
        ON_P,
        [HOT, P],
        {"class_weight": [1, 2, 3]},
        -(3 * math.log(0.7) + 2 * math.log(0.4)) / 2,
    ),
    "dense: weight in a dictionary": (
        DENSE,
        [SOFT, Z],
        {"weight": {2: 3, 0: 1, 1: 2}},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(SOFT), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "binary: weight": (
        BINARY,
        [YES, Q],
        {"weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy(
                a(Q), a(np.float64(YES)), weight=a([1.0, 2.0, 3.0])
            ).item()
        ),
    ),
    "sigmoid: class_weight in a dictionary": (
        SIGMOID,
        [YES, S],
        {"class_weight": {0: 2, 1: 5}},
        (2 * bce([0], S[:1]) + 5 * bce([1], S[1:2]) + 5 * bce([1], S[2:])) / 3,
    ),
    "binary: sample_weight": (
        BINARY,
        [YES, Q],
        {"sample_weight": [1, 2, 3]},
        sklearn_says("log_loss", YES, Q, sample_weight=[1, 2, 3]),
    ),
    "binary: Keras' sample_weight": (
        BINARY,
        [YES, Q],
        {"sample_weight": [1, 2, 3]},
        (bce_p([0], Q[:1]) + 2 * bce_p([1], Q[1:2]) + 3 * bce_p([1], Q[2:])) / 3,
        1,
    ),
    "mse: sample_weight": (
        "mean_squared_error",
        [YES, S],
        {"sample_weight": [1, 2, 3]},
        sklearn_says("mean_squared_error", YES, S, sample_weight=[1, 2, 3]),
    ),
    "mse: squared": ("mean_squared_error", [YES, S], {"squared": False}, math.sqrt(mse(YES, S))),
    "dense: label_smoothing": (
        DENSE,
        [HOT, Z],
        {"label_smoothing": 0.1},
        torch_says(lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), label_smoothing=0.1).item()),
    ),
    "sparse: label_smoothing": (
        SPARSE,
        [LABELS, Z],
        {"label_smoothing": 0.1},
        torch_says(lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), label_smoothing=0.1).item()),
    ),
    "nll: label_smoothing": (
        NLL,
        [LABELS, LOGS],
        {"label_smoothing": 0.1},
        torch_says(lambda t, f, a: f.cross_entropy(a(LOGS), a(LABELS), label_smoothing=0.1).item()),
    ),
    "sigmoid: label_smoothing": (
        SIGMOID,
        [YES, S],
        {"label_smoothing": 0.2},
        bce([0.1, 0.9, 0.9], S),
    ),
    "sparse: ignore_class": (
        SPARSE,
        [LABELS, Z],
        {"ignore_class": 1},
        torch_says(lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), ignore_index=1).item()),
    ),
    "categorical: from_logits": (ON_P, [HOT, Z], {"from_logits": True}, ce(LABELS, Z)),
    "binary: from_logits": (BINARY, [YES, S], {"from_logits": True}, bce(YES, S)),
    "sparse: from_logits": (SPARSE, [LABELS, Z], {"from_logits": True}, ce(LABELS, Z)),
    "sparse: probabilities": (
        SPARSE,
        [LABELS, P],
        {"from_logits": False},
        -(math.log(0.7) + math.log(0.4)) / 2,
    ),
    "dense: axis 0": (DENSE, [np.transpose(HOT), np.transpose(Z)], {"axis": 0}, ce(LABELS, Z)),
    "sparse: dim 0": (SPARSE, [LABELS, np.transpose(Z)], {"dim": 0}, ce(LABELS, Z)),
    "sparse: no reduction": (
        SPARSE,
        [LABELS, Z],
        {"reduction": None},
        [ce([2], Z[:1]), ce([1], Z[1:])],
    ),
    "dense: batchmean": (DENSE, [HOT, Z], {"reduction": "batchmean"}, ce(LABELS, Z)),
    "sigmoid: batchmean": (SIGMOID, [HOT, Z], {"reduction": "batchmean"}, 3 * bce(HOT, Z)),
    "mse: Keras' mean": (
        "mean_squared_error",
        [YES, S],
        {"reduction": "sum_over_batch_size"},
        mse(YES, S),
    ),
    "mse: Sum": ("mean_squared_error", [YES, S], {"reduction": "Sum"}, 3 * mse(YES, S)),
    "mse: size_average": ("mean_squared_error", [YES, S], {"size_average": False}, 3 * mse(YES, S)),
    "huber: beta": (
        "huber",
        [YES, S],
        {"beta": 0.5},
        torch_says(lambda t, f, a: f.smooth_l1_loss(a(S), a(np.float64(YES)), beta=0.5).item()),
    ),
    "huber: threshold": (
        "huber",
        [YES, S],
        {"threshold": 0.5},
        torch_says(lambda t, f, a: f.huber_loss(a(S), a(np.float64(YES)), delta=0.5).item()),
    ),
    "pinball: alpha": (
        "pinball",
        [YES, S],
        {"alpha": 0.9},
        sklearn_says("mean_pinball_loss", YES, S, alpha=0.9),
    ),
    "l2: weight_decay": ("l2", [S], {"weight_decay": 0.1}, 0.05 * sum(v * v for v in S)),
    "l1: alpha": ("l1", [S], {"alpha": 0.1}, 0.1 * sum(abs(v) for v in S)),
    "softmax: temperature": (
        "softmax",
        [Z],
        {"temperature": 2.0},
        np.exp(np.divide(Z, 2)) / np.exp(np.divide(Z, 2)).sum(axis=-1, keepdims=True),
    ),
    "mse: sample_weight, sum": (
        "mean_squared_error",
        [YES, S],
        {"sample_weight": [1, 2, 3], "reduction": "sum"},
        mse([0], S[:1]) + 2 * mse([1], S[1:2]) + 3 * mse([1], S[2:]),
    ),
    "sigmoid: eps": (SIGMOID, [YES, S], {"eps": 1e-7}, bce(YES, S)),
    "mse: delta": (
        "mean_squared_error",
        [YES, S],
        {"delta": 0.5},
        torch_says(lambda t, f, a: f.huber_loss(a(S), a(np.float64(YES)), delta=0.5).item()),
    ),
    "mae: quantile": (
        "mean_absolute_error",
        [YES, S],
        {"quantile": 0.9},
        sklearn_says("mean_pinball_loss", YES, S, alpha=0.9),
    ),
    "softmax: dim": (
        "softmax",
        [Z],
        {"dim": 0},
        torch_says(lambda t, f, a: f.softmax(a(Z), dim=0).numpy()),
    ),
    "log_softmax: dim": (
        "log_softmax",
        [Z],
        {"dim": -1},
        torch_says(lambda t, f, a: f.log_softmax(a(Z), dim=-1).numpy()),
    ),
    "logsumexp: keepdims": ("logsumexp", [Z], {"keepdims": True}, [[lse(row)] for row in Z]),
    "sigmoid: dtype": ("sigmoid", [S], {"name": "gate"}, [1 / (1 + math.exp(-v)) for v in S]),
    "softmax: tensor": (
        "softmax",
        [Z],
        {"dtype": float},
        np.exp(Z) / np.exp(Z).sum(axis=-1, keepdims=True),
    ),
    # distributions
    "entropy: counts": ("entropy", [[2, 3, 5]], {}, bits([0.2, 0.3, 0.5])),
    "entropy: observations": ("entropy", [[0, 1, 1, 2, 2, 2]], {}, bits([1 / 6, 2 / 6, 3 / 6]), 1),
    "entropy: percentages": ("entropy", [[20, 30, 50]], {}, bits([0.2, 0.3, 0.5])),
    "entropy: log-probabilities": ("entropy", [np.log([0.2, 0.3, 0.5])], {}, bits([0.2, 0.3, 0.5])),
    "entropy: logits": (
        "entropy",
        [[1.0, -1.0]],
        {},
        bits([1 / (1 + math.exp(-2)), 1 / (1 + math.exp(2))]),
    ),
    "entropy: columns": ("entropy", [np.transpose(SOFT)], {}, [bits(row) for row in SOFT]),
    "kl_divergence: PyTorch's kl_div": ("kl_divergence", [np.log(P[0]), P[1]], {}, kl(P[1], P[0])),
    "kl_divergence: q in logarithms": ("kl_divergence", [P[0], np.log(P[1])], {}, kl(P[0], P[1])),
    "cross_entropy: logits and labels": ("cross_entropy", [Z, LABELS], {}, ce(LABELS, Z)),
    "cross_entropy: labels and logits": ("cross_entropy", [LABELS, Z], {}, ce(LABELS, Z)),
    "cross_entropy: logits and rows": ("cross_entropy", [Z, HOT], {}, ce(LABELS, Z)),
    "cross_entropy: rows and logits": ("cross_entropy", [HOT, Z], {}, ce(LABELS, Z)),
    "cross_entropy: rows and sigmoids": (
        "cross_entropy",
        [HOT, [[0.9, 0.8, 0.7], [0.1, 0.2, 0.3]]],
        {},
        bce_p(HOT, [[0.9, 0.8, 0.7], [0.1, 0.2, 0.3]]),
    ),
    "cross_entropy: labels and rows": ("cross_entropy", [LABELS, P], {}, -np.log2([0.7, 0.4])),
    "kl_divergence: dim": ("kl_divergence", [P[0], P[1]], {"dim": 0}, kl(P[0], P[1])),
    "kl_divergence: reduction": (
        "kl_divergence",
        [P, SOFT],
        {"reduction": "batchmean"},
        (kl(P[0], SOFT[0]) + kl(P[1], SOFT[1])) / 2,
    ),
    "entropy: qk": ("entropy", [P[0]], {"qk": P[1]}, kl(P[0], P[1])),
    "self_information: percentages": ("self_information", [[25, 50]], {}, [2, 1]),
    "mse: None": ("mean_squared_error", [[0, None, 1], S], {}, mse([0, 1], [S[0], S[2]])),
    "binary: whole logits": (BINARY, [[0, 1], [0, 2]], {}, bce([0, 1], [0, 2])),
    "mse: names of Keras": ("mean_squared_error", [], {"y_true": YES, "y_pred": S}, mse(YES, S)),
    "sparse: names of TensorFlow": (SPARSE, [], {"labels": LABELS, "logits": Z}, ce(LABELS, Z)),
    "sparse: from_logits, sum": (
        SPARSE,
        [LABELS, Z],
        {"from_logits": True, "reduction": "sum"},
        2 * ce(LABELS, Z),
    ),
    # pairs, tables, masks, counts
    "info_nce: temperature by its letter": (
        "info_nce",
        [[[0.9, 0.1], [0.4, 0.6]]],
        {"T": 0.1},
        (math.log1p(math.exp(-8)) + math.log1p(math.exp(-2))) / 2,
    ),
    "distillation: tau": (
        "distillation",
        [[[2.0, 0.0]], [[0.0, 0.0]]],
        {"tau": 2},
        4 * (math.log(2) - bits([1 / (1 + math.e), math.e / (1 + math.e)]) * math.log(2)),
    ),
    "pairwise: pairs in columns": (
        "pairwise_logistic",
        [[[2.0, 0.0, 1.0], [1.0, 3.0, 1.0]]],
        {},
        (math.log1p(math.exp(-1)) + math.log1p(math.exp(3)) + math.log(2)) / 3,
    ),
    "dpo: probabilities": (
        "dpo",
        [[[0.25, 0.5]], [[0.5, 0.25]]],
        {"beta": 1.0},
        math.log1p(0.25),  # twice as much of the one, half as much of the other
    ),
    "triplet: cosine similarities": (
        "triplet",
        [[[0.75, -0.25], [0.5, 0.25]]],
        {"margin": 0.5},
        0.125,
    ),
    "poisson: logarithms first": (
        "poisson",
        [[-1.0, 0.5], [0, 3]],
        {},
        (math.exp(-1) + math.exp(0.5) - 1.5) / 2,
    ),
    "poisson: a column beside a row": (
        "poisson",
        [[0, 3], [[-1.0], [0.5]]],
        {},
        (math.exp(-1) + math.exp(0.5) - 1.5) / 2,
    ),
    "dice: logits": ("soft_dice", [[1, 0], [math.log(4), -math.log(4)]], {}, 0.2),
    "dice: percentages": ("soft_dice", [[1, 0], [80, 20]], {}, 0.2),
    "iou: signs": ("soft_iou", [[1, -1], [0.8, 0.2]], {}, 1 - 0.8 / 1.2),
    "focal: labels 0 and 1": (
        "focal",
        [[1, 0], [0.0, 0.0]],
        {"gamma": 1},
        math.log(2) / 2,
    ),
    # several things at once: the code for one must not lose the others
    "sparse: label_smoothing and class_weight": (
        SPARSE,
        [LABELS, Z],
        {"class_weight": [1, 2, 3], "label_smoothing": 0.1},
        smoothed_in_torch(Z, LABELS, weight=[1.0, 2.0, 3.0]),
    ),
    "sparse: label_smoothing and weight": (
        SPARSE,
        [LABELS, Z],
        {"label_smoothing": 0.1, "weight": [1, 2, 3]},
        smoothed_in_torch(Z, LABELS, weight=[1.0, 2.0, 3.0]),
    ),
    "sparse: label_smoothing, class_weight, sum": (
        SPARSE,
        [LABELS, Z],
        {"class_weight": [1, 2, 3], "label_smoothing": 0.1, "reduction": "sum"},
        smoothed_in_torch(Z, LABELS, weight=[1.0, 2.0, 3.0], reduction="sum"),
    ),
    "sparse: label_smoothing, class_weight, none": (
        SPARSE,
        [LABELS, Z],
        {"class_weight": [1, 2, 3], "label_smoothing": 0.1, "reduction": "none"},
        smoothed_in_torch(Z, LABELS, weight=[1.0, 2.0, 3.0], reduction="none"),
    ),
    "sparse: label_smoothing, class_weight, ignore_index": (
        SPARSE,
        [[2, -1, 1], [*Z, [5.0, 0.0, 1.0]]],
        {"class_weight": [1, 2, 3], "label_smoothing": 0.1, "ignore_index": -1},
        smoothed_in_torch(
            [*Z, [5.0, 0.0, 1.0]], [2, -1, 1], weight=[1.0, 2.0, 3.0], ignore_index=-1
        ),
    ),
    "sparse: label_smoothing and ignore_index": (
        SPARSE,
        [[2, -1, 1], [*Z, [5.0, 0.0, 1.0]]],
        {"label_smoothing": 0.1, "ignore_index": -1},
        smoothed_in_torch([*Z, [5.0, 0.0, 1.0]], [2, -1, 1], ignore_index=-1),
    ),
    "sparse: label_smoothing, sum": (
        SPARSE,
        [LABELS, Z],
        {"label_smoothing": 0.1, "reduction": "sum"},
        smoothed_in_torch(Z, LABELS, reduction="sum"),
    ),
    "nll: label_smoothing and class_weight": (
        NLL,
        [LABELS, LOGS],
        {"class_weight": [1, 2, 3], "label_smoothing": 0.1},
        smoothed_in_torch(LOGS, LABELS, weight=[1.0, 2.0, 3.0]),
    ),
    "dense: weight and label_smoothing": (
        DENSE,
        [SOFT, Z],
        {"weight": [1, 2, 3], "label_smoothing": 0.1},
        smoothed_in_torch(Z, SOFT, weight=[1.0, 2.0, 3.0]),
    ),
    "sparse: sample_weight beside what is needless": (
        SPARSE,
        [LABELS, Z],
        {"name": "loss", "from_logits": True, "sample_weight": [1, 2]},
        (ce(LABELS[:1], Z[:1]) + 2 * ce(LABELS[1:], Z[1:])) / 3,
    ),
    "sparse: nothing but needless options": (
        SPARSE,
        [LABELS, Z],
        {"name": "loss", "from_logits": True, "class_weight": [1, 2, 3]},
        torch_says(
            lambda t, f, a: f.cross_entropy(a(Z), a(LABELS), weight=a([1.0, 2.0, 3.0])).item()
        ),
    ),
    "nll: logits, an ignored class": (NLL, [LABELS, Z], {"ignore_index": 1}, ce([2], Z[:1])),
    "nll: logits and padding": (NLL, [[2, -100], Z], {"ignore_index": -100}, ce([2], Z[:1])),
    "sparse: padding by the option": (SPARSE, [[2, -100], Z], {}, ce([2], Z[:1]), 1),
    "sigmoid: probabilities and pos_weight": (
        SIGMOID,
        [YES, Q],
        {"from_logits": False, "pos_weight": 3.0},
        (bce_p([0], Q[:1]) + 3 * bce_p([1], Q[1:2]) + 3 * bce_p([1], Q[2:])) / 3,
    ),
    "binary: probabilities and pos_weight": (
        BINARY,
        [YES, Q],
        {"pos_weight": 3.0, "reduction": "sum", "eps": 1e-7},
        bce_p([0], Q[:1]) + 3 * bce_p([1], Q[1:2]) + 3 * bce_p([1], Q[2:]),
        1,
    ),
    "sigmoid: batchmean and pos_weight": (
        SIGMOID,
        [HOT, Z],
        {"reduction": "batchmean", "pos_weight": 2.0},
        torch_says(
            lambda t, f, a: (
                f.binary_cross_entropy_with_logits(
                    a(Z), a(np.float64(HOT)), pos_weight=a(2.0), reduction="sum"
                ).item()
                / 2
            )
        ),
    ),
    "huber: beta, sum": (
        "huber",
        [YES, S],
        {"beta": 0.5, "reduction": "sum"},
        torch_says(
            lambda t, f, a: f.smooth_l1_loss(
                a(S), a(np.float64(YES)), beta=0.5, reduction="sum"
            ).item()
        ),
    ),
    # options of today's losses
    "focal: alpha": (
        "focal",
        [[1, -1], [0.0, 2.0]],
        {"alpha": 0.25, "gamma": 1.0},
        (0.25 * 0.5 * math.log(2) + 0.75 * math.log1p(math.exp(2)) / (1 + math.exp(-2))) / 2,
    ),
    "logistic: gamma": (
        "logistic",
        [[1, -1], [0.0, 0.0]],
        {"gamma": 3, "reduction": "sum"},
        2 * 0.125 * math.log(2),
    ),
    "dice: eps": ("soft_dice", [[1, 0], [0.5, 0.5]], {"eps": 1.0}, 1 - 2 / 3),
    "dice: epsilon": ("soft_dice", [[1, 0], [0.5, 0.5]], {"epsilon": 1.0}, 1 - 2 / 3),
    "iou: MONAI's smoothing": (
        "soft_iou",
        [[1, 0], [0.5, 0.5]],
        {"smooth_nr": 1.0, "smooth_dr": 1.0},
        1 - 1.5 / 2.5,
    ),
    "info_nce: logit_scale": (
        "info_nce",
        [[[0.9, 0.1], [0.4, 0.6]]],
        {"logit_scale": 10},
        (math.log1p(math.exp(-8)) + math.log1p(math.exp(-2))) / 2,
    ),
    "info_nce: sample_weight": (
        "info_nce",
        [[[0.9, 0.1], [0.4, 0.6]]],
        {"sample_weight": [1, 3]},
        (math.log1p(math.exp(-0.8)) + 3 * math.log1p(math.exp(-0.2))) / 4,
    ),
    "poisson: rates": (
        "poisson",
        [[1, 3], [2.0, 0.5]],
        {"log_input": False},
        torch_says(
            lambda t, f, a: f.poisson_nll_loss(a([2.0, 0.5]), a([1.0, 3.0]), log_input=False).item()
        ),
    ),
    "poisson: logarithms of rates": (
        "poisson",
        [[1, 3], [2.0, 0.5]],
        {"log_input": True, "full": False},
        torch_says(lambda t, f, a: f.poisson_nll_loss(a([2.0, 0.5]), a([1.0, 3.0])).item()),
    ),
    "dpo: a name": (
        "dpo",
        [[[-1.0, -2.0]], [[-2.0, -1.0]]],
        {"beta": 1.0, "name": "loss"},
        math.log1p(math.exp(2)),
    ),
    "sparse: ignore_label": (SPARSE, [LABELS, Z], {"ignore_label": 1}, ce([2], Z[:1])),
    "sigmoid: an s too many": (
        SIGMOID,
        [YES, S],
        {"pos_weights": 3.0},
        torch_says(
            lambda t, f, a: f.binary_cross_entropy_with_logits(
                a(S), a(np.float64(YES)), pos_weight=a(3.0)
            ).item()
        ),
    ),
    "entropy: dictionary": ("entropy", [{"a": 0.25, "b": 0.75}], {}, bits([0.25, 0.75])),
}


@pytest.mark.parametrize("case", CASES)
def test_obeyed_to_the_letter(case):
    function, arguments, options, right, *choices = CASES[case]
    answer, said = obey(function, arguments, options, choices)
    assert said, "the call was not refused"
    right = right() if callable(right) else right
    np.testing.assert_allclose(answer, right, rtol=1e-6, err_msg="\n".join(said))


def test_there_are_many():
    losses = {function for function, *_ in CASES.values()}
    of_lossviz = {
        name for name in lossviz.__all__ if isinstance(getattr(lossviz, name), maths.Loss)
    }
    assert of_lossviz - losses <= {"quadratic_cost", "mean_absolute_error", "pinball", "l1", "l2"}
    assert len(CASES) >= 70


@pytest.mark.parametrize("case", ["one tensor", "a list of tensors", "bfloat16"])
def test_tensors(case):
    torch = pytest.importorskip("torch")
    logits = torch.tensor(Z, requires_grad=True)
    if case == "a list of tensors":
        logits = list(logits)
    if case == "bfloat16":
        logits = torch.tensor(np.round(Z), dtype=torch.bfloat16)
    answer, said = obey(SPARSE, [LABELS, logits], {})
    assert said[0].startswith("prediction is ")
    right = ce(LABELS, np.round(Z) if case == "bfloat16" else Z)
    np.testing.assert_allclose(answer, right, rtol=1e-6)


def once(arguments):
    """Whether the first call would use an argument up."""
    return any(isinstance(argument, Iterator) for argument in arguments)


OF_LOSSES = [
    name
    for name, (function, arguments, *_) in CASES.items()
    if isinstance(getattr(lossviz, function), maths.Loss) and not once(arguments)
]


@pytest.mark.parametrize("case", OF_LOSSES)
def test_obeyed_to_the_letter_the_gradient_is_that_of_the_loss(case):
    function, arguments, options, _, *choices = CASES[case]
    code, scope, said = obeyed(f"{function}.gradient", arguments, options, choices)
    assert said, "the call was not refused"
    loss = code.replace(".gradient(", "(")
    if loss == code:
        assert said[-1].endswith("Code without gradient in it gives the loss itself.")
        # Something is done to the loss, or to the prediction before it: there is more to derive.
        assert re.match(r"numpy\.", loss) or re.search(
            r"numpy\.(exp|log|asarray)\((numpy\.asarray\()?prediction", loss
        )
        return
    gradient, last = eval(code, scope), names(function)[-1]
    at = scope["given"][last] = scope[last] = np.array(scope["given"][last], dtype=float)
    assert np.shape(gradient) == at.shape
    for direction in directions(function, at):
        way = 1e-6 * direction
        ends = []
        for there in (at + way, at - way):
            scope["given"][last] = scope[last] = there
            ends.append(np.sum(eval(loss, scope)))
        np.testing.assert_allclose(
            np.sum(gradient * direction), (ends[0] - ends[1]) / 2e-6, rtol=1e-4, atol=1e-6
        )


def directions(function, at):
    """Along each entry; along two, where a row must go on adding up to 1."""
    for index in np.ndindex(at.shape):
        direction = np.zeros(at.shape)
        direction[index] = 1
        yield direction - np.roll(direction, 1, axis=-1) if function == ON_P else direction


@pytest.mark.parametrize(
    ("call", "arguments", "options", "code"),
    [
        ("l2", [[3.0]], {"name": "penalty"}, "l2.gradient(weights)"),
        (
            SIGMOID,
            [YES, S],
            {"reduction": "batchmean"},
            "sigmoid_cross_entropy.gradient(target, prediction, reduction='sum') / len(target)",
        ),
        (
            "huber",
            [YES, S],
            {"beta": 2.0},
            "huber.gradient(target, prediction, delta=2.0) / 2.0",
        ),
        # A name that no code can hold.
        (SIGMOID, [YES, S], {"pos weight": [3.0]}, "pos_weight=pos weight"),
    ],
)
def test_code_for_the_gradient(call, arguments, options, code):
    with pytest.raises((TypeError, ValueError)) as error:
        getattr(lossviz, call).gradient(*arguments, **options)
    assert f"`{code}`" in str(error.value)
    assert "gives the loss itself" not in str(error.value)


def test_value_and_gradient_are_told_by_their_name():
    with pytest.raises(ValueError, match="class numbers are for") as error:
        lossviz.softmax_cross_entropy.value_and_gradient(LABELS, Z)
    assert "gives the loss itself" not in str(error.value)
    code = re.findall(r"`([^`]+)`", str(error.value))[0]
    value, gradient = eval(code, {"numpy": numpy, "target": LABELS, "prediction": Z, **vars(maths)})
    assert value == pytest.approx(ce(LABELS, Z))
    np.testing.assert_allclose(
        gradient, lossviz.sparse_softmax_cross_entropy.gradient(LABELS, Z), rtol=1e-12
    )
    with pytest.raises(ValueError, match="divided by their number") as error:
        lossviz.sigmoid_cross_entropy.value_and_gradient(YES, S, reduction="batchmean")
    assert ".value_and_gradient(" not in str(error.value)  # two values are not divided so
    assert "gives the loss itself" in str(error.value)


@pytest.mark.parametrize(
    ("function", "arguments", "says"),
    [
        # What has no code that could be run says what to look for, and nothing that misleads.
        (SIGMOID, [[0, 2, 1], S], "several classes need a logit for each of them"),
        (SPARSE, [[0, 1, 2], S], "needs a row of one for each of 3 classes"),
        (SPARSE, [[7], Z[:1]], "give a prediction for each of 8 classes"),
        (SPARSE, [[-100], Z[:1]], "marks places to ignore, and nothing else is left here"),
        ("mean_squared_error", [["cat", "dog"], [1.0, 2.0]], "for words take a loss of classes"),
        ("mean_squared_error", [{1.0, 2.0}, [1.0, 2.0]], "a set has no order"),
        ("mean_squared_error", [[1.0, 2.0], [1.0, math.nan]], "look for 0 / 0 or"),
        ("entropy", [[0.0, 0.0]], "give at least one outcome a chance"),
        (DENSE, [1.0, 1.0], "one number"),
    ],
)
def test_words_alone(function, arguments, says):
    with pytest.raises((TypeError, ValueError)) as error:
        getattr(lossviz, function)(*arguments)
    assert says in str(error.value)
    assert "`" not in str(error.value)


def test_pos_weight_as_in_pytorch():
    one = lossviz.sigmoid_cross_entropy(YES, S, pos_weight=3.0)
    assert lossviz.sigmoid_cross_entropy(YES, S, pos_weight=[3.0]) == one
    assert np.shape(lossviz.sigmoid_cross_entropy(1, 0.5, pos_weight=[3.0], reduction="none")) == ()
    with pytest.raises(ValueError, match="there is but one output, so give one number"):
        lossviz.sigmoid_cross_entropy(YES, S, pos_weight=[1.0, 2.0, 3.0])
    with pytest.raises(TypeError, match="pos_weight is a dictionary"):
        lossviz.sigmoid_cross_entropy(YES, S, pos_weight={0: 1.0, 1: 3.0})


@pytest.mark.parametrize(("shape", "of_samples"), [((4,), False), ((3,), True), ((3, 2), False)])
def test_pos_weight_is_by_column(shape, of_samples):
    z = np.zeros((3, 2))
    with pytest.raises(ValueError, match="give one number, or one for each column") as error:
        lossviz.sigmoid_cross_entropy(z, z, pos_weight=np.ones(shape))
    assert ("Weights of samples" in str(error.value)) == of_samples


@pytest.mark.parametrize(
    ("call", "says"),
    [
        # Code for one of two would lose the other.
        (
            lambda: lossviz.sparse_softmax_cross_entropy(
                LABELS, Z, sample_weight=[1, 2], temperature=2.0, name="loss"
            ),
            "unexpected options 'sample_weight', 'temperature'; give one of them at a time",
        ),
        (
            lambda: lossviz.sparse_softmax_cross_entropy(LABELS, Z, **{"class weight": [1, 2, 3]}),
            "unexpected option 'class weight'; if that is class_weight",
        ),
        (
            lambda: lossviz.sparse_softmax_cross_entropy(LABELS, Z, weight="`", name="`"),
            "unexpected option 'name'|unexpected option 'weight'",
        ),
        (
            lambda: lossviz.sparse_softmax_cross_entropy([7, 1], Z, ignore_index=10**400),
            r"target\[0\] = 7 is no label of 3 classes; labels run from 0 to 2",
        ),
        (
            lambda: lossviz.sigmoid_cross_entropy(YES, S, gamma=2.0),
            "that is the loss focal, whose target is -1 or \\+1",
        ),
        (
            lambda: lossviz.sparse_softmax_cross_entropy(HOT, Z, class_weight=[1, 2, 3]),
            r"or take softmax_cross_entropy \(without class_weight\)",
        ),
        (
            lambda: lossviz.triplet(SOFT, SOFT, SOFT),
            "give one array of distances, with that to its own kind and that to another",
        ),
        (lambda: lossviz.info_nce(SOFT, SOFT), "give one table of similarities: the rows of one"),
        (lambda: lossviz.pairwise_logistic(1.0, 0.0), "the better and the worse score on its last"),
        (lambda: lossviz.dpo(-1.0, -2.0, -3.0, -4.0), "the reference's and the policy's, each"),
    ],
)
def test_what_other_libraries_take_at_once(call, says):
    with pytest.raises((TypeError, ValueError), match=says) as error:
        call()
    if "unexpected options" in str(error.value) or "focal" in str(error.value):
        assert "`" not in str(error.value)


def test_two_distributions_by_position():
    with pytest.raises(TypeError, match=r"is kl_divergence\(p, q\)"):
        lossviz.entropy([0.5, 0.5], [0.25, 0.75])
    with pytest.raises(TypeError, match=r"options by their names, as in axis="):
        lossviz.softmax([[1.0, 2.0]], 1)
    for base in ("e", None):
        with pytest.raises(TypeError, match=r"give 2 for bits or numpy\.e for nats"):
            lossviz.entropy([0.5, 0.5], base=base)
