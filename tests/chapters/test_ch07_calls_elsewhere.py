"""What chapter 7 says of Keras and optax, asked of them where they are installed.

The project's own environments bring neither; the calls were made with Keras 3.15 and optax 0.2.8.
"""

import numpy as np
import pytest

WHY = "install it to compare with what chapter 7 says"
LABELS = np.array([[0, 3, 1], [2, -100, -100]])
KEEP = LABELS >= 0
# The tokens cost 1, 1, 1 and 5 nats.
LOGITS = np.zeros((2, 3, 5))
LOGITS[[0, 0, 0, 1], [0, 1, 2, 0], LABELS[KEEP]] = np.log(4 / np.expm1([1, 1, 1, 5]))
TRUE = np.repeat([[1.0, 0.0], [0.0, 0.0]], [16, 1584], axis=1)
SAID = np.zeros((2, 1600))
SAID[0, 8:24], SAID[1, 5] = 0.999, 0.6


@pytest.fixture
def losses(monkeypatch):
    """Keras' losses, computed by JAX."""
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    pytest.importorskip("jax", reason=WHY)
    return pytest.importorskip("keras", reason=WHY).losses


@pytest.fixture
def optax():
    return pytest.importorskip("optax", reason=WHY).losses


def test_keras_leaves_padding_out_and_answers_0_where_all_is_padding(losses):
    call = losses.SparseCategoricalCrossentropy(from_logits=True, ignore_class=-100)
    assert float(call(LABELS, LOGITS)) == pytest.approx(2, rel=1e-6)
    assert float(call(np.full((1, 3), -100), LOGITS[:1])) == 0


def test_optax_answers_nan_for_padding_unless_it_is_given_a_label(optax):
    call = optax.softmax_cross_entropy_with_integer_labels
    assert np.isnan(np.asarray(call(LOGITS, LABELS))[~KEEP]).all()
    each = call(LOGITS, np.where(KEEP, LABELS, 0))
    assert float((each * KEEP).sum() / KEEP.sum()) == pytest.approx(2, rel=1e-6)


def test_keras_takes_the_rows_numbers_as_labels(losses):
    table = np.array([[0.9, 0.1], [0.3, 0.8]]) / 0.1
    right = np.mean(np.logaddexp.reduce(table, axis=1) - np.diag(table))
    call = losses.SparseCategoricalCrossentropy(from_logits=True)
    assert float(call(range(2), table)) == pytest.approx(right, rel=1e-5)


def test_without_axes_keras_takes_the_batch_for_one_mask(losses):
    assert float(losses.Dice()(TRUE, SAID)) == pytest.approx(0.509, abs=5e-4)
    assert float(losses.Dice(axis=-1)(TRUE, SAID)) == pytest.approx(0.75, abs=5e-4)


def test_the_smooth_of_1_in_optax_is_a_2_here(optax):
    said = np.clip(SAID, 1e-7, 1 - 1e-7)
    each = optax.binary_dice_loss(np.log(said / (1 - said)), TRUE)
    shared, both = (TRUE * SAID).sum(axis=-1), (TRUE + SAID).sum(axis=-1)
    np.testing.assert_allclose(each, 1 - (2 * shared + 2) / (both + 2), atol=5e-4)


def test_keras_poisson_loss_takes_the_rate(losses):
    call = losses.Poisson()
    right = 2 - 3 * np.log(2)
    assert float(call(np.array([[3.0]]), np.array([[2.0]]))) == pytest.approx(right, rel=1e-5)


def test_a_focal_loss_below_1_has_no_slope_in_keras_and_one_in_optax(losses, optax):
    jax = pytest.importorskip("jax", reason=WHY)
    yes, sure = np.ones((1, 1)), np.full((1, 1), 40.0)
    keras_focal = losses.BinaryFocalCrossentropy(gamma=0.5, from_logits=True)
    assert np.isnan(jax.grad(lambda z: keras_focal(yes, z))(sure)).all()
    slope = jax.grad(lambda z: optax.sigmoid_focal_loss(z, yes, gamma=0.5).sum())(sure)
    assert np.isfinite(slope).all()


def test_optax_takes_a_triplets_vectors(optax):
    near, own, other = np.array([[[0.0, 0.0]], [[1.0, 0.0]], [[1.5, 0.0]]])
    assert float(optax.triplet_margin_loss(near, own, other)[0]) == pytest.approx(0.5, abs=1e-5)


def test_keras_stands_at_7_971_with_a_softmax_over_one_output(losses):
    answers, said = np.array([[1.0], [0.0]], np.float32), np.ones((2, 1), np.float32)
    assert float(losses.BinaryCrossentropy()(answers, said)) == pytest.approx(7.9712, abs=5e-5)
