"""Entropy, cross-entropy and divergence against arithmetic of 60 digits, near-equal ones too."""

from decimal import Decimal, localcontext

import numpy as np
import pytest

from lossviz import cross_entropy, entropy, kl_divergence
from lossviz.chapters.ch01_entropy.exercises import EXERCISES

NOISE = [10.0**power for power in range(-16, 0)]
SIZES = [2, 3, 5, 30]
PAIRS = 32  # for each noise and size: 2,048 in all


@pytest.fixture(autouse=True)
def sixty_digits():
    with localcontext() as context:
        context.prec = 60
        yield


def near_pairs(dtype=np.float64):
    """Rows p from a Dirichlet distribution, and q = p with relative noise, divided by its sum."""
    random = np.random.default_rng(7)
    for size in SIZES:
        for noise in NOISE:
            p = random.dirichlet(np.full(size, 0.8), size=PAIRS)
            q = np.abs(p * (1 + noise * random.standard_normal(p.shape)))
            p, q = p.astype(dtype), (q / q.sum(axis=1, keepdims=True)).astype(dtype)
            yield p, (q / q.sum(axis=1, keepdims=True)).astype(dtype)


def far_pairs():
    """Pairs with nothing, something or all in common, with zeros and with tiny probabilities."""
    random = np.random.default_rng(8)
    for size in (2, 3, 7):
        for concentration in (0.01, 0.3, 3.0):
            p, q = random.dirichlet(np.full(size, concentration), size=(2, 60))
            yield p, q
            without = p * (np.arange(size) > 0) + 1e-12 * (np.arange(size) == 1)
            yield without / without.sum(axis=1, keepdims=True), q
    one_hot = np.eye(4)
    yield one_hot, np.full((4, 4), 0.25)
    yield one_hot, one_hot
    yield one_hot, one_hot[::-1]
    yield np.array([[0.5, 0.5], [1e-310, 1.0]]), np.array([[1e-310, 1.0], [0.5, 0.5]])
    yield np.array([[5e-324, 1.0], [3e-308, 1.0]]), np.array([[1e-323, 1.0], [1e-308, 1.0]])


def decimals(row):
    return [Decimal(float(x)) for x in row]


def exact_divergence(p, q):
    """Σ [p ln(p/q) − p + q] of the very numbers that are given."""
    if ((p > 0) & (q == 0)).any():
        return Decimal("inf")
    return sum(
        ((x * (x / y).ln() if x else Decimal(0)) - x + y)
        for x, y in zip(decimals(p), decimals(q), strict=True)
        if x or y
    )


def exact_cross_entropy(p, q):
    if ((p > 0) & (q == 0)).any():
        return Decimal("inf")
    return -sum(x * y.ln() for x, y in zip(decimals(p), decimals(q), strict=True) if x)


def exact_jensen_shannon(p, q):
    """The mean of both divergences from a middle that is not rounded, in bits."""
    value = Decimal(0)
    for x, y in zip(decimals(p), decimals(q), strict=True):
        middle = (x + y) / 2
        value += sum(z * (z / middle).ln() for z in (x, y) if z)
    return value / 2 / Decimal(2).ln()


def same(value, exact, relative):
    """Whether a float is right to so many digits, and to the 60 of the exact number."""
    if exact.is_infinite():
        return value == np.inf
    return abs(Decimal(float(value)) - exact) <= Decimal(relative) * exact + Decimal("1e-55")


@pytest.mark.parametrize("pairs", [near_pairs, far_pairs])
def test_divergences_are_right_to_twelve_digits_and_never_negative(pairs):
    for p, q in pairs():
        values = kl_divergence(p, q, base=np.e)
        assert (values >= 0).all()
        for a, b, value in zip(p, q, values, strict=True):
            assert same(value, exact_divergence(a, b), 1e-12), (a, b, value)


def test_the_divergence_of_proper_distributions_is_that_of_the_textbook():
    # Divided by its exact sum each is a distribution, and −p + q adds up to nothing.
    for p, q in near_pairs():
        for a, b, value in zip(p, q, kl_divergence(p, q, base=np.e), strict=True):
            x, y = decimals(a), decimals(b)
            sums = sum(x), sum(y)
            exact = sum(
                u / sums[0] * (u * sums[1] / (v * sums[0])).ln()
                for u, v in zip(x, y, strict=True)
                if u
            )
            # What the rounding of the two sums themselves is worth.
            rounding = float((sums[0] - sums[1]) ** 2)
            assert abs(Decimal(float(value)) - exact) <= Decimal("1e-9") * exact + Decimal(rounding)


@pytest.mark.parametrize(("base", "in_nats"), [(2, Decimal(2)), (10, Decimal(10))])
def test_the_divergence_in_other_bases(base, in_nats):
    for p, q in (*far_pairs(), *list(near_pairs())[:20]):
        for a, b, value in zip(p, q, kl_divergence(p, q, base=base), strict=True):
            assert same(value, exact_divergence(a, b) / in_nats.ln(), 1e-12), (a, b, value)


def test_the_divergence_in_float32_is_rounded_once():
    for p, q in near_pairs(np.float32):
        values = kl_divergence(p, q, base=np.e)
        assert values.dtype == np.float32
        for a, b, value in zip(p, q, values, strict=True):
            exact = exact_divergence(a, b)
            assert exact < Decimal("1e-37") or same(value, exact, 6e-8), (a, b, value)


def test_the_divergence_of_many_classes():
    random = np.random.default_rng(9)
    p = random.dirichlet(np.ones(20_000), size=3)
    for noise in (1e-15, 1e-9, 1e-3):
        q = p * (1 + noise * random.standard_normal(p.shape))
        q /= q.sum(axis=1, keepdims=True)
        for a, b, value in zip(p, q, kl_divergence(p, q, base=np.e), strict=True):
            assert same(value, exact_divergence(a, b), 1e-12)


def test_the_axis_and_the_size_of_a_batch_change_no_digit():
    random = np.random.default_rng(10)
    p, q = random.dirichlet(np.ones(7), size=(2, 5, 1000))  # more than one block
    for measure in (kl_divergence, cross_entropy):
        together = measure(p, q)
        assert together.shape == (5, 1000)
        np.testing.assert_array_equal(
            measure(np.moveaxis(p, 2, 0), np.moveaxis(q, 2, 0), axis=0), together
        )
        assert together[3, 998] == measure(p[3, 998], q[3, 998])
    moved = np.moveaxis(p, 2, 0)
    nearly = moved * (1 + 1e-15 * random.standard_normal(moved.shape))
    assert (cross_entropy(moved, nearly, axis=0) >= entropy(moved, axis=0)).all()
    np.testing.assert_array_equal(entropy(np.moveaxis(p, 2, 1), axis=1), entropy(p))


@pytest.mark.parametrize("off", [1.4e-8, -1.4e-8])
def test_sums_that_are_off_as_far_as_allowed_make_no_divergence_negative(off):
    random = np.random.default_rng(11)
    p = random.dirichlet(np.ones(4), size=200)
    q = p * (1 + off)
    for a, b, value in zip(p, q, kl_divergence(p, q, base=np.e), strict=True):
        assert value > 0
        assert same(value, exact_divergence(a, b), 1e-9)
    assert (cross_entropy(p, q) >= entropy(p)).all()


@pytest.mark.parametrize("base", [2, np.e, 10])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_no_forecast_beats_the_entropy_not_even_by_a_rounding(base, dtype):
    for p, q in near_pairs(dtype):
        assert (cross_entropy(p, q, base=base) >= entropy(p, base=base)).all()
        assert (cross_entropy(p, p, base=base) == entropy(p, base=base)).all()


@pytest.mark.parametrize("base", [0.5, 2])
def test_what_is_certain_has_an_entropy_of_plus_0(base):
    for p in ([1.0], [0.0, 1.0], [[1.0], [1.0]]):
        assert not np.signbit(entropy(p, base=base)).any()
        assert not np.signbit(cross_entropy(p, p, base=base)).any()


def test_a_base_below_1_turns_signs_and_nothing_else():
    p, q = np.array([[0.5, 0.3, 0.2], [0.5, 0.1, 0.4]])
    for measure in (kl_divergence, cross_entropy):
        np.testing.assert_allclose(measure(p, q, base=0.5), -measure(p, q), rtol=1e-15)
    for p, q in near_pairs():
        assert (cross_entropy(p, q, base=0.5) <= entropy(p, base=0.5)).all()
        assert (kl_divergence(p, q, base=0.5) <= 0).all()


def test_cross_entropies_are_right_to_twelve_digits():
    for p, q in (*far_pairs(), *near_pairs()):
        values = cross_entropy(p, q, base=np.e)
        for a, b, value in zip(p, q, values, strict=True):
            exact = exact_cross_entropy(a, b)
            # The sums of p and of q may be a few roundings off, which tells here and nowhere else.
            allowed = Decimal("1e-12") * exact + Decimal("3e-15")
            assert value == np.inf == exact or abs(Decimal(float(value)) - exact) <= allowed


@pytest.mark.parametrize("pairs", [near_pairs, far_pairs])
def test_the_jensen_shannon_divergence_of_the_exercise(pairs):
    jensen_shannon = EXERCISES["1.4"].reference
    for p, q in pairs():
        for a, b in zip(p, q, strict=True):
            value = jensen_shannon(a, b)
            assert value == jensen_shannon(b, a) >= 0
            assert same(value, exact_jensen_shannon(a, b), 1e-12), (a, b, value)
            # By the way that the exercise teaches it is never negative either.
            middle = (a + b) / 2
            assert kl_divergence(a, middle) + kl_divergence(b, middle) >= 0
