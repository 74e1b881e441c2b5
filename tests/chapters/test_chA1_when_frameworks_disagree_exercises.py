"""The exercises of appendix A1: along which axis a mean is taken."""

import pytest

from lossviz import check
from lossviz.maths import huber


def keras_huber_by(axis, axis_of_rows=None):
    def answer(target, prediction, delta, reduction):
        elements = huber(target, prediction, delta=delta, reduction="none")
        if reduction is None and axis_of_rows is not None:
            return elements.mean(axis=axis_of_rows)
        means = elements.mean(axis=axis)
        return means if reduction is None else means.sum() if reduction == "sum" else means.mean()

    return answer


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (keras_huber_by(0), "mean of each column"),
        (keras_huber_by(-1, axis_of_rows=0), "the means of the columns"),
        (keras_huber_by(0, axis_of_rows=-1), 'hint("A1.4")'),
    ],
)
def test_the_wrong_axis_is_told_so(answer, says):
    text = check("A1.4", answer).text
    assert says in text
    assert "not all elements" not in text
