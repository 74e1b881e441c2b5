"""The exercises of chapter 5: a strength is chosen on the validation samples alone."""

import numpy as np
import pytest

from lossviz import check


@pytest.mark.parametrize(
    ("choose", "says"),
    [
        (lambda training, validation, test: training, "no penalty wins by construction"),
        (lambda training, validation, test: test, "chooses on the test samples"),
        (lambda training, validation, test: training + validation, "training losses have a say"),
        (lambda training, validation, test: training + test, "gives a hint"),
        (
            lambda training, validation, test: np.maximum(training, validation),
            "You take the larger of two losses",
        ),
        (lambda training, validation, test: np.maximum(training, test), "gives a hint"),
        (lambda training, validation, test: np.maximum(validation, test), "gives a hint"),
        (lambda training, validation, test: validation + test, "test losses have a say"),
        (lambda training, validation, test: training + validation + test, "All three sets"),
        (lambda training, validation, test: validation - training, "smallest gap"),
        (lambda training, validation, test: -validation, "Take the smallest"),
    ],
)
def test_a_strength_that_is_chosen_on_anything_but_validation_is_wrong(choose, says):
    reply = check("5.5", lambda strengths, *losses: strengths[np.argmin(choose(*losses))])
    assert not reply.right
    assert says in reply.text
