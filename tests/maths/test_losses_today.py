"""The losses of chapter 7 beside exact arithmetic, beside PyTorch, and in what they share."""

import math
from decimal import Context, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lossviz import maths

settings.register_profile("short", max_examples=40, deadline=None, derandomize=True)
settings.load_profile("short")

WHY = "install the extra 'frameworks' to compare with it"
RNG = np.random.default_rng(11)
N, K = 12, 5
TABLE = RNG.normal(size=(K, K)) * 3
SCORES = RNG.normal(size=(N, K)) * 4
OTHERS = RNG.normal(size=(N, K)) * 4
PAIRS = RNG.normal(size=(N, 2)) * 3
POLICY, REFERENCE = -RNG.gamma(5, 5, (N, 2)), -RNG.gamma(5, 5, (N, 2))
DISTANCES = RNG.gamma(2, 1, (N, 2))
COUNTS = RNG.poisson(3, (N, K)).astype(float)
SIGNS = RNG.choice([-1.0, 1.0], (N, K))
MASKS, CHANCES = (RNG.random((3, 40)) < 0.2).astype(float), RNG.random((3, 40))
LABELS = RNG.integers(0, K, N)
LABELS[[1, 4, 5]] = -100
WEIGHTS = np.array([1.0, 2.0, 0.5, 0.0, 3.0])

# Each loss with the arguments before the last, the last, and options.
CALLS = {
    "info_nce": ((), TABLE, {"temperature": 0.07}),
    "pairwise_logistic": ((), PAIRS, {}),
    "dpo": ((REFERENCE,), POLICY, {"beta": 0.3}),
    "triplet": ((), DISTANCES, {"margin": 0.5}),
    "poisson": ((COUNTS,), SCORES, {}),
    "focal": ((SIGNS,), SCORES, {"gamma": 0.5}),
    "distillation": ((OTHERS,), SCORES, {"temperature": 4.0}),
    "soft_dice": ((MASKS,), CHANCES, {"smooth": 1.0}),
    "soft_iou": ((MASKS,), CHANCES, {"smooth": 1.0}),
}


# --- beside PyTorch ----------------------------------------------------------------------------


def torch_forms(torch):
    """The mean of each loss, written with PyTorch's own functions."""
    f, t = torch.nn.functional, torch.tensor

    def overlap(p):
        y = t(MASKS)
        return (y * p).sum(-1), y.sum(-1), p.sum(-1)

    def dice(p):
        both, true, said = overlap(p)
        return (1 - (2 * both + 1) / (true + said + 1)).mean()

    def iou(p):
        both, true, said = overlap(p)
        return (1 - (both + 1) / (true + said - both + 1)).mean()

    def dpo(x):
        lead = x - t(REFERENCE)
        return -f.logsigmoid(0.3 * (lead[:, 0] - lead[:, 1])).mean()

    def distillation(x):
        logs = f.log_softmax(x / 4, -1), f.log_softmax(t(OTHERS) / 4, -1)
        return 16 * f.kl_div(*logs, log_target=True, reduction="batchmean")

    def triplet(x):
        return f.margin_ranking_loss(x[:, 1], x[:, 0], torch.ones(N), margin=0.5)

    return {
        "info_nce": lambda x: f.cross_entropy(x / 0.07, torch.arange(K)),
        "pairwise_logistic": lambda x: -f.logsigmoid(x[:, 0] - x[:, 1]).mean(),
        "dpo": dpo,
        "triplet": triplet,
        "poisson": lambda x: f.poisson_nll_loss(x, t(COUNTS)),
        "focal": lambda x: (
            -(torch.sigmoid(-t(SIGNS) * x) ** 0.5 * f.logsigmoid(t(SIGNS) * x)).mean()
        ),
        "distillation": distillation,
        "soft_dice": dice,
        "soft_iou": iou,
    }


def as_torch_has_it(torch, function, x):
    """Value and gradient by PyTorch's own derivative."""
    tensor = torch.tensor(x, requires_grad=True)
    value = function(tensor)
    value.backward()
    return value.item(), tensor.grad.numpy()


@pytest.mark.parametrize("name", CALLS)
def test_value_and_gradient_as_torch(name):
    torch = pytest.importorskip("torch", reason=WHY)
    given_, last, options = CALLS[name]
    value, slope = getattr(maths, name).value_and_gradient(*given_, last, **options)
    theirs = as_torch_has_it(torch, torch_forms(torch)[name], last)
    assert value == pytest.approx(theirs[0], rel=1e-12)
    np.testing.assert_allclose(slope, theirs[1], rtol=1e-12, atol=1e-16)


@pytest.mark.parametrize("weights", [None, WEIGHTS])
def test_ignored_labels_as_torch(weights):
    torch = pytest.importorskip("torch", reason=WHY)
    f = torch.nn.functional
    by_class = None if weights is None else torch.tensor(weights)
    logs = maths.log_softmax(SCORES)
    for loss, theirs, rows in (
        (maths.sparse_softmax_cross_entropy, f.cross_entropy, SCORES),
        (maths.nll, f.nll_loss, logs),
    ):
        for reduction in ("mean", "sum"):

            def twin(x, theirs=theirs, reduction=reduction):
                labels = torch.tensor(LABELS)
                return theirs(x, labels, weight=by_class, reduction=reduction)

            value, slope = loss.value_and_gradient(
                LABELS, rows, class_weight=weights, ignore_index=-100, reduction=reduction
            )
            expected = as_torch_has_it(torch, twin, rows)
            assert value == pytest.approx(expected[0], rel=1e-12)
            np.testing.assert_allclose(slope, expected[1], rtol=1e-12, atol=1e-15)


def test_where_torch_has_no_number():
    torch = pytest.importorskip("torch", reason=WHY)
    f = torch.nn.functional
    nothing = torch.full((2,), -100)
    assert np.isnan(f.cross_entropy(torch.zeros(2, 3), nothing).item())
    # The plain form of the focal loss, at a probability that has become 1.
    z = torch.tensor([40.0], dtype=torch.float64, requires_grad=True)
    p = torch.sigmoid(z)
    (-((1 - p) ** 0.5) * p.log()).sum().backward()
    assert np.isnan(z.grad.item())
    slope = maths.focal.gradient([1.0], [40.0], gamma=0.5)
    assert slope[0] == pytest.approx(-1.5 * math.exp(-60), rel=1e-12, abs=0)


# --- beside exact arithmetic -------------------------------------------------------------------


def sigma(z):
    return 1 / (1 + (-z).exp())


def exact_softmax(z, temperature):
    weights = [(value / temperature).exp() for value in z]
    return [weight / sum(weights) for weight in weights]


def decimals(array):
    return [Decimal(float(value)) for value in np.ravel(array)]


def exact_info_nce(row, place, temperature):
    p = exact_softmax(row, temperature)
    return -p[place].ln(), [(q - (k == place)) / temperature for k, q in enumerate(p)]


@pytest.mark.parametrize("temperature", [0.03125, 1.0, 8.0])
@pytest.mark.parametrize("size", [1e-3, 1.0, 30.0])
def test_info_nce_is_exact(temperature, size):
    table = TABLE * size
    each = maths.info_nce(table, temperature=temperature, reduction="none")
    slopes = maths.info_nce.gradient(table, temperature=temperature, reduction="none")
    with localcontext(Context(prec=1000)):
        for place, row in enumerate(table):
            value, slope = exact_info_nce(decimals(row), place, Decimal(temperature))
            assert each[place] == pytest.approx(float(value), rel=1e-12, abs=1e-300)
            expected = [float(part) for part in slope]
            np.testing.assert_allclose(slopes[place], expected, rtol=1e-11, atol=1e-300)


def exact_distillation(teacher, student, temperature):
    p, q = exact_softmax(teacher, temperature), exact_softmax(student, temperature)
    value = sum(a * (a / b).ln() for a, b in zip(p, q, strict=True))
    slope = [temperature * (b - a) for a, b in zip(p, q, strict=True)]
    return temperature**2 * value, slope


@pytest.mark.parametrize("near", [1e-9, 1e-6, 1e-3, 0.3, 0.7, 3.0, 40.0, 900.0])
@pytest.mark.parametrize("temperature", [1.0, 4.0])
def test_distillation_is_exact_also_for_a_student_that_has_learned(near, temperature):
    teacher = np.array([2.0, 0.5, -1.0, 0.25])
    student = teacher + near * np.array([1.0, -0.5, 0.25, -1.0])
    value = maths.distillation(teacher, student, temperature=temperature)
    slope = maths.distillation.gradient(teacher, student, temperature=temperature)
    with localcontext(Context(prec=900)):
        exact, exact_slope = exact_distillation(
            decimals(teacher), decimals(student), Decimal(temperature)
        )
    # What the logits differ by has itself no more digits than this.
    rel = max(1e-12, 1e-15 / near)
    assert value == pytest.approx(float(exact), rel=rel, abs=0)
    expected = [float(part) for part in exact_slope]
    np.testing.assert_allclose(slope, expected, rtol=rel, atol=1e-15)


@pytest.mark.parametrize("temperature", [1.0, 4.0])
def test_a_teacher_that_is_certain_costs_what_the_student_gives_it(temperature):
    student = np.array([[0.5, 0.25, -1.0], [-1.0, 0.25, 0.5]])
    certain = np.array([[0.0, -9000.0, -9000.0], [-9000.0, 0.0, -9000.0]])
    value, slope = maths.distillation.value_and_gradient(
        certain, student, temperature=temperature, reduction="none"
    )
    q = np.exp(student / temperature)
    q /= q.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(value, -(temperature**2) * np.log(q[[0, 1], [0, 1]]), rtol=1e-13)
    np.testing.assert_allclose(slope, temperature * (q - np.eye(3)[:2]), rtol=1e-13)
    # Where both have hardly a chance left, half a unit is where one form follows the other.
    for gap in (0.4999999, 0.5, 0.5000001):
        teacher, other = np.array([[0.0, -40.0]]), np.array([[0.0, -40.0 + gap]])
        # p ln(p/q) of the second, less p + ... of the first: e^-40 (e^gap - 1 - gap), but for e^-80
        expected = math.exp(-40) * (math.expm1(gap) - gap)
        assert maths.distillation(teacher, other) == pytest.approx(expected, rel=1e-9, abs=0)


@pytest.mark.parametrize("m", [-700.0, -30.0, -1.0, 0.0, 0.5, 20.0, 36.0, 300.0])
@pytest.mark.parametrize("gamma", [0.0, 0.5, 1.0, 2.0, 5.0])
def test_focal_is_exact(m, gamma):
    with localcontext(Context(prec=400)):
        z, g = Decimal(m), Decimal(gamma)
        turned_down, log_right = sigma(-z) ** g, sigma(z).ln()
        value = float(-turned_down * log_right)
        slope = float(turned_down * (g * sigma(z) * log_right - sigma(-z)))
    for sign in (-1, 1):
        ours = maths.focal.value_and_gradient(sign, sign * m, gamma=gamma)
        assert ours[0] == pytest.approx(value, rel=1e-12, abs=1e-320)
        assert ours[1] == pytest.approx(sign * slope, rel=1e-12, abs=1e-320)


@pytest.mark.parametrize("lead", [-800.0, -30.0, 0.0, 2.0, 40.0, 600.0])
def test_a_lead_costs_what_it_should(lead):
    with localcontext(Context(prec=800)):
        exact, exact_slope = (float(-sigma(Decimal(lead)).ln()), float(-sigma(-Decimal(lead))))
    value, slope = maths.pairwise_logistic.value_and_gradient([lead + 1, 1.0])
    assert value == pytest.approx(exact, rel=1e-12, abs=0)
    np.testing.assert_allclose(slope, [exact_slope, -exact_slope], rtol=1e-12)
    # The same lead, as what a policy has gained on its reference.
    low = -1000.0
    value, slope = maths.dpo.value_and_gradient(
        [low, low], [low + max(lead, 0) / 2, low - min(lead, 0) / 2], beta=2.0
    )
    assert value == pytest.approx(exact, rel=1e-12, abs=0)
    np.testing.assert_allclose(slope, [2 * exact_slope, -2 * exact_slope], rtol=1e-12)


@pytest.mark.parametrize(("count", "log_rate"), [(0, -700.0), (3, 1.0), (7, 0.0), (2, 600.0)])
def test_poisson_is_exact(count, log_rate):
    with localcontext(Context(prec=700)):
        rate = Decimal(log_rate).exp()
        value, slope = float(rate - count * Decimal(log_rate)), float(rate - count)
    ours = maths.poisson.value_and_gradient([count], [log_rate])
    assert ours[0] == pytest.approx(value, rel=1e-12, abs=0)
    assert ours[1][0] == pytest.approx(slope, rel=1e-12, abs=0)
    # An infinite rate is the worst, whatever is taken off.
    assert maths.poisson([1e300], [1e300]) == np.inf


@pytest.mark.parametrize("smooth", [0.0, 0.5, 64.0])
def test_overlaps_are_exact(smooth):
    y = [1, 1, 0, Fraction(1, 4), 0]
    p = [Fraction(3, 4), Fraction(1, 8), Fraction(1, 2), 1, 0]
    s = Fraction(smooth)
    both, true, said = sum(a * b for a, b in zip(y, p, strict=True)), sum(y), sum(p)
    dice = 1 - (2 * both + s) / (true + said + s)
    iou = 1 - (both + s) / (true + said - both + s)
    dice_slope = [(1 - 2 * a - dice) / (true + said + s) for a in y]
    iou_slope = [(1 - 2 * a - iou * (1 - a)) / (true + said - both + s) for a in y]
    arguments = [float(a) for a in y], [float(b) for b in p]
    for loss, value, slope in (
        (maths.soft_dice, dice, dice_slope),
        (maths.soft_iou, iou, iou_slope),
    ):
        ours = loss.value_and_gradient(*arguments, smooth=smooth)
        assert ours[0] == pytest.approx(float(value), rel=1e-14)
        np.testing.assert_allclose(ours[1], [float(part) for part in slope], rtol=1e-13)


def test_triplets_are_exact():
    distances = [[0.5, 2.0], [1.0, 1.5], [1.0, 2.0], [0.75, 0.25]]
    value, slope = maths.triplet.value_and_gradient(distances, margin=1.0, reduction="none")
    np.testing.assert_array_equal(value, [0, 0.5, 0, 1.5])
    np.testing.assert_array_equal(slope, [[0, 0], [1, -1], [0, 0], [1, -1]])


@pytest.mark.parametrize("name", CALLS)
def test_leading_axes_are_samples(name):
    given_, last, options = CALLS[name]
    loss = getattr(maths, name)
    shape = {"info_nce": (3, 2, 4, 4)}.get(name, (3, 4, 5, 2))
    stacks = [
        np.resize(np.ravel(argument)[::-1], shape) if i else np.resize(np.ravel(argument), shape)
        for i, argument in enumerate((*given_, last))
    ]
    value, slope = loss.value_and_gradient(*stacks, **options, reduction="none")
    assert slope.shape == shape
    for place in np.ndindex(shape[:2]):
        one, own = loss.value_and_gradient(*(s[place] for s in stacks), **options, reduction="none")
        np.testing.assert_array_equal(value[place], one)
        np.testing.assert_array_equal(slope[place], own)


# --- one known already -------------------------------------------------------------------------

moderate = st.floats(-30, 30)
tables = hnp.arrays(np.float64, (4, 4), elements=moderate)


@given(tables, st.sampled_from([0.07, 0.5, 1.0, 3.0]))
def test_info_nce_is_the_softmax_loss_of_the_diagonal(table, temperature):
    rows = maths.sparse_softmax_cross_entropy.value_and_gradient(np.arange(4), table / temperature)
    value, slope = maths.info_nce.value_and_gradient(table, temperature=temperature)
    assert value == pytest.approx(rows[0], rel=1e-11, abs=1e-13)
    np.testing.assert_allclose(slope, rows[1] / temperature, rtol=1e-10, atol=1e-13)
    for stack in (table[np.newaxis], table[np.newaxis, np.newaxis]):  # of one
        assert maths.info_nce(stack, temperature=temperature) == value


def test_a_large_table_is_as_square_as_a_small_one():
    assert maths.info_nce(np.zeros((300, 300))) == pytest.approx(math.log(300))


@given(hnp.arrays(np.float64, (3, 2), elements=moderate))
def test_ranking_is_the_logistic_loss_of_a_difference(scores):
    value, slope = maths.pairwise_logistic.value_and_gradient(scores)
    lead = scores[:, 0] - scores[:, 1]
    assert value == maths.logistic(np.ones(3), lead)
    np.testing.assert_allclose(slope[:, 0], maths.logistic.gradient(np.ones(3), lead), rtol=1e-14)
    np.testing.assert_array_equal(slope[:, 1], -slope[:, 0])


@given(hnp.arrays(np.float64, 6, elements=moderate), st.sampled_from([0.0, 0.5, 3.0]))
def test_focal_is_the_logistic_loss_turned_down(scores, gamma):
    signs = np.array([1.0, -1.0] * 3)
    focal = maths.focal(signs, scores, gamma=gamma, reduction="none")
    logistic = maths.logistic(signs, scores, reduction="none")
    assert (focal <= logistic * (1 + 1e-15)).all()
    if not gamma:
        np.testing.assert_array_equal(focal, logistic)


@given(tables, tables, st.sampled_from([0.5, 1.0, 5.0]))
def test_distillation_is_a_softmax_loss_less_an_entropy(teacher, student, temperature):
    value = maths.distillation(teacher, student, temperature=temperature)
    assert value >= 0
    p = maths.softmax(teacher / temperature)
    soft = maths.softmax_cross_entropy(p, student / temperature)
    entropy = maths.entropy(p, base=np.e).mean()
    assert value == pytest.approx(temperature**2 * (soft - entropy), rel=1e-9, abs=1e-9)
    assert maths.distillation(teacher, teacher, temperature=temperature) == 0


@given(hnp.arrays(np.float64, (2, 6), elements=st.floats(0, 1)))
def test_overlap_does_not_see_the_ground(p):
    y = np.array([[1, 1, 0, 0, 0, 1.0], [1, 0, 0, 0, 0, 0]])
    ground = np.zeros((2, 50))
    for loss in (maths.soft_dice, maths.soft_iou):
        wider = loss(np.hstack([y, ground]), np.hstack([p, ground]), reduction="none")
        np.testing.assert_allclose(wider, loss(y, p, reduction="none"), rtol=1e-13)
        assert ((wider >= 0) & (wider <= 1 + 1e-15)).all()
        assert loss(y, y) == 0
    dice, iou = (loss(y, p, reduction="none") for loss in (maths.soft_dice, maths.soft_iou))
    np.testing.assert_allclose(iou, 2 * dice / (1 + dice), rtol=1e-13)


def test_an_empty_mask():
    nothing, something = np.zeros(4), np.array([0.0, 0.0, 1e-3, 0.0])
    for loss in (maths.soft_dice, maths.soft_iou):
        assert loss(nothing, nothing) == 0
        assert loss(nothing, something) == 1
        assert not loss.gradient(nothing, nothing).any()
        assert not loss.gradient(nothing, something)[2]
        assert loss.gradient(nothing, something, smooth=1.0)[2] > 0.9
        assert loss(nothing, something, smooth=1.0) == pytest.approx(1e-3 / 1.001)


def test_an_untrained_policy_costs_ln_2():
    for beta in (0.01, 0.1, 5.0):
        value, slope = maths.dpo.value_and_gradient(REFERENCE, REFERENCE, beta=beta)
        assert value == pytest.approx(math.log(2), rel=1e-15)
        np.testing.assert_allclose(slope, [[-beta / 2 / N, beta / 2 / N]] * N, rtol=1e-14)


# --- labels to ignore --------------------------------------------------------------------------


def test_what_is_ignored_counts_nowhere():
    real = LABELS != -100
    for loss, rows in (
        (maths.sparse_softmax_cross_entropy, SCORES),
        (maths.nll, maths.log_softmax(SCORES)),
    ):
        value, slope = loss.value_and_gradient(LABELS, rows, ignore_index=-100)
        assert value == pytest.approx(loss(LABELS[real], rows[real]), rel=1e-15)
        assert not slope[~real].any()
        np.testing.assert_allclose(slope[real], loss.gradient(LABELS[real], rows[real]), rtol=1e-14)
        each = loss(LABELS, rows, ignore_index=-100, reduction="none")
        assert not each[~real].any()
        # A class can be ignored, and a mark that does not occur changes nothing.
        some = LABELS[real]
        first = loss(some, rows[real], ignore_index=int(some[0]))
        assert first == pytest.approx(loss(some[some != some[0]], rows[real][some != some[0]]))
        assert loss(some, rows[real], ignore_index=-1) == loss(some, rows[real])
        weighted = loss(LABELS, rows, ignore_index=-100, class_weight=WEIGHTS)
        assert weighted == pytest.approx(loss(LABELS[real], rows[real], class_weight=WEIGHTS))
        # Sentences of words: labels have axes of their own.
        sentences, words = LABELS.reshape(3, 2, 2), rows.reshape(3, 2, 2, K)
        again = loss.value_and_gradient(sentences, words, ignore_index=-100)
        assert again[0] == pytest.approx(value, rel=1e-15)
        np.testing.assert_allclose(again[1].reshape(slope.shape), slope, rtol=1e-15)
        # An infinite loss is ignored as well.
        hopeless = np.array([[-np.inf, 0.0], [0.0, -np.inf]])
        assert loss([-100, 0], hopeless, ignore_index=-100) == 0


@pytest.mark.parametrize("kind", [np.int8, np.uint8, np.int64])
def test_marks_beyond_the_type_of_the_labels_do_not_occur(kind):
    labels = np.array([0, 2, 1], kind)
    for mark in (-100, 300, 2**70):
        value = maths.sparse_softmax_cross_entropy(labels, SCORES[:3], ignore_index=mark)
        assert value == maths.sparse_softmax_cross_entropy(labels, SCORES[:3])


@pytest.mark.parametrize(
    ("kind", "mark"), [(np.int8, -128), (np.int8, 127), (np.uint8, 255), (np.uint8, 0)]
)
def test_marks_at_the_ends_of_the_type_of_the_labels(kind, mark):
    labels = np.array([1, mark, 2], kind)
    for loss, rows in (
        (maths.sparse_softmax_cross_entropy, SCORES[:3]),
        (maths.nll, maths.log_softmax(SCORES[:3])),
    ):
        value = loss(labels, rows, ignore_index=mark)
        assert value == pytest.approx(loss([1, 2], rows[[0, 2]]), rel=1e-15)
    assert labels[1] == kind(mark)  # what was given is left alone


def test_a_mean_over_nothing_is_refused():
    for loss in (maths.sparse_softmax_cross_entropy, maths.nll):
        rows = -np.ones((2, 3))
        for call in (loss, loss.gradient, loss.value_and_gradient):
            with pytest.raises(
                ValueError, match="every label in target is 255, which ignore_index"
            ):
                call([255, 255], rows, ignore_index=255)
        assert loss([255, 255], rows, ignore_index=255, reduction="sum") == 0
        assert not loss.gradient([255, 255], rows, ignore_index=255, reduction="sum").any()
        with pytest.raises(ValueError, match=r"target\[1\] = 7 is no label of 3 classes"):
            loss([255, 7], rows, ignore_index=255)
    for mark in (True, -100.0, "-100"):
        with pytest.raises(TypeError, match=r"ignore_index is .* give a whole number"):
            maths.nll([0], [[-1.0, -0.5]], ignore_index=mark)
    assert maths.nll([0], [[-1.0, -0.5]], ignore_index=None) == 1


# --- refusals, types ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: maths.info_nce([0.5, 1.0]), r"similarity has shape \(2,\); give a square table"),
        (lambda: maths.info_nce([[1.0, 2.0]]), r"similarity has shape \(1, 2\); give a square"),
        (lambda: maths.info_nce([[1.0]]), "one pair; give at least two"),
        (lambda: maths.info_nce([[[1.0]], [[1.0]]]), "one pair; give at least two"),
        (lambda: maths.distillation(1.0, 2.0), "is one number; give the logits of all classes"),
        (lambda: maths.distillation([1.0], [2.0]), "one class; give a column for each class"),
        (lambda: maths.distillation([[1.0]] * 2, [[2.0]] * 2), "one class; give a column for ea"),
        (lambda: maths.distillation([1.0, 2.0], [[1.0, 2.0]]), "reshape one so that both agree"),
        (lambda: maths.distillation(range(N), OTHERS), "Labels are for sparse_softmax_cross_entr"),
        (lambda: maths.pairwise_logistic([1.0, 2.0, 3.0]), "give pairs on the last axis, the bet"),
        (lambda: maths.pairwise_logistic([[1.0, 2.0, 3.0]]), "give pairs on the last axis, the b"),
        (
            lambda: maths.pairwise_logistic(np.zeros((2, 3))),
            r"put the pairs on the last axis: `scores = numpy.moveaxis\(scores, 0, -1\)`",
        ),
        (lambda: maths.dpo([[0.5, 2.0]], [[-1.0, -2.0]]), "sum the log-probabilities of the"),
        (lambda: maths.dpo([[-0.5, -2.0]], [[0.5, 0.1]]), r"`policy = numpy.log\(policy\)`"),
        (lambda: maths.dpo([[-0.5, -2.0]], [-0.5, -0.1]), "reference has shape"),
        (lambda: maths.triplet([[0.5, -0.5]]), r"distances\[0, 1\] = -0.5 is negative, as no"),
        (lambda: maths.poisson([-1.0], [0.5]), "as no count is; give what was counted, 0 or more"),
        (lambda: maths.poisson([-1.0], [2.0]), "the target comes first here; PyTorch"),
        (lambda: maths.info_nce([[1.0], [2.0]]), r"similarity has shape \(2, 1\); give a square"),
        (lambda: maths.dpo([[-1.0, -2.0]], [[1.0, 0.5]]), r"`policy = numpy.log\(policy\)`"),
        (lambda: maths.dpo([[-1.0, -2.0]], [[0.0, 0.5]]), r"`policy = numpy.log\(policy\)`"),
        (lambda: maths.dpo([[-1.0, -2.0]], [[-0.5, 0.5]]), "sum the log-probabilities of the"),
        (lambda: maths.info_nce(TABLE, temperature=0), "temperature is 0; give a number above 0"),
        (lambda: maths.distillation(OTHERS, SCORES, temperature=0.0), "temperature is 0; give a n"),
        (lambda: maths.dpo(REFERENCE, POLICY, beta=0), "beta is 0; give a number above 0"),
        (
            lambda: maths.triplet(DISTANCES, margin=-1e-9),
            "margin is -1e-09; give a number at least",
        ),
        (lambda: maths.soft_dice(MASKS, CHANCES, smooth=-1e-9), "smooth is -1e-09; give a number"),
        (lambda: maths.soft_iou(MASKS, CHANCES, smooth=-1e-9), "smooth is -1e-09; give a number"),
        (
            lambda: maths.nll([0, 1], np.full((2, 3, 4), -1.0)),
            r"give one label for each row, in the shape \(2, 3\)",
        ),
        (lambda: maths.soft_dice(1, 0.5), "prediction = 0.5 is one pixel; give those of a whole"),
        (lambda: maths.soft_dice([1, 0], [[1.0, 0.0]]), "reshape one so that both agree"),
    ],
)
def test_refusals(call, says):
    with pytest.raises(ValueError, match=says):
        call()


def test_what_lies_at_the_edge_of_what_is_allowed():
    # A chance of 1, a distance of 0, a margin of 0, and the smallest square table.
    value = maths.dpo([[0.0, -1.0]], [[-1.0, 0.0]], beta=1.0)
    assert value == pytest.approx(math.log1p(math.exp(2)), rel=1e-15)
    assert maths.triplet([[0.0, 0.5]], margin=0) == 0
    assert maths.triplet([[0.5, 0.0]], margin=0) == 0.5
    assert maths.triplet([[0.0, 0.0]]) == 1
    assert maths.info_nce(np.zeros((2, 2)), temperature=1e-300) == pytest.approx(math.log(2))


@pytest.mark.parametrize("name", CALLS)
def test_float32_stays_float32(name):
    given_, last, options = CALLS[name]
    single = [np.float32(argument) for argument in given_]
    loss = getattr(maths, name)
    value, slope = loss.value_and_gradient(*single, np.float32(last), **options)
    assert value.dtype == slope.dtype == np.float32
    expected = loss.value_and_gradient(
        *(a.astype(float) for a in single), np.float32(last).astype(float), **options
    )
    np.testing.assert_allclose(value, expected[0], rtol=1e-5)
    np.testing.assert_allclose(slope, expected[1], rtol=1e-4, atol=1e-6)


@given(
    hnp.arrays(np.float64, (2, 2), elements=st.floats(-1e300, 1e300)),
    hnp.arrays(np.float64, (2, 2), elements=st.floats(-1e300, 1e300)),
    st.sampled_from([1e-300, 0.5, 1e300]),
)
def test_no_nan_for_any_finite_number(a, b, option):
    results = [
        maths.info_nce.value_and_gradient(a, temperature=option),
        maths.pairwise_logistic.value_and_gradient(a),
        maths.dpo.value_and_gradient(-np.abs(a), -np.abs(b), beta=option),
        maths.triplet.value_and_gradient(np.abs(a), margin=option),
        maths.poisson.value_and_gradient(np.abs(a), b),
        maths.focal.value_and_gradient(np.where(a < 0, -1, 1), b, gamma=option),
        maths.distillation.value_and_gradient(a, b, temperature=option),
    ]
    for value, slope in results:
        assert not np.isnan(value)
        assert not np.isnan(slope).any()


def test_each_of_them_has_its_place_here():
    names = [name for name in maths.__all__ if isinstance(getattr(maths, name), maths.Loss)]
    assert set(CALLS) <= set(names)
