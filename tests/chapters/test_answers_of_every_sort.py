"""Answers of every sort to every exercise: none of them is an error."""

import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np
from all_exercises import FUNCTIONS, KNOWN
from hypothesis import given, settings
from hypothesis import strategies as st

from lossviz import check

ANYTHING = st.one_of(
    st.none(),
    st.just(...),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.complex_numbers(),
    st.text(),
    st.binary(),
    st.decimals(),
    st.fractions(),
    st.lists(st.floats(), max_size=3),
    st.dictionaries(st.text(), st.integers(), max_size=2),
    st.sampled_from(
        [
            object(),
            int,
            print,
            len,
            np.sum,
            np.array([]),
            np.array([None]),
            np.array(["a"]),
            np.zeros((1, 1)),
            np.ma.masked,
            np.datetime64("2020-01-01"),
            10**400,
            Decimal("sNaN"),
            Fraction(1, 3),
            range(3),
            KNOWN["1.1"],
            warnings,
        ]
    ),
)


@given(name=st.sampled_from(sorted(KNOWN)), answer=ANYTHING)
@settings(max_examples=150, deadline=None)
def test_no_answer_is_an_error(name, answer):
    reply = check(name, answer)
    assert reply.text
    assert isinstance(reply.right, bool)


@given(name=st.sampled_from(sorted(FUNCTIONS)), result=ANYTHING)
@settings(max_examples=60, deadline=None)
def test_no_result_of_a_function_is_an_error(name, result):
    assert not check(name, lambda *arguments: result).right
