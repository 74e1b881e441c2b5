"""Numbers in sentences, and the marks of colour in them."""

import pytest

from lossviz.explorable import words


@pytest.mark.parametrize(("number", "says"), [(0, "0 steps"), (1, "1 step"), (2, "2 steps")])
def test_only_one_is_singular(number, says):
    assert words.counted(number, "step") == says


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0.0, "0.0000"),
        (0.00094, "0.0009"),
        (0.001, "0.001"),
        (0.5, "0.500"),
        (0.999, "0.999"),
        (0.99904, "0.9990"),
        (1.0, "1.0000"),
    ],
)
def test_a_fraction_has_a_fourth_decimal_where_three_say_no_or_all(value, says):
    assert words.fraction(value) == says


@pytest.mark.parametrize(
    ("number", "digits", "says"),
    [
        (1234.5, 2, "1200"),
        (1234.5, 4, "1234"),
        (0.000012345, 3, "0.0000123"),
        (-2.50, 3, "-2.5"),
        (-0.0, 2, "0"),
        (3e20, 2, "300000000000000000000"),
    ],
)
def test_significant_digits_without_a_power_of_ten(number, digits, says):
    assert words.significant(number, digits) == says


def test_two_digits_are_significant_unless_others_are_asked_for():
    assert words.significant(0.04567) == "0.046"


def test_colours_are_taken_out_and_apart():
    blue, red = words.inked("2.0", "#0072b2"), words.inked("a ⟩ b", "#a94f83")
    sentence = f"{blue} before {red}{blue} after"
    assert words.plain(sentence) == "2.0 before a ⟩ b2.0 after"
    assert words.pieces(sentence) == [
        ("2.0", "#0072b2"),
        (" before ", None),
        ("a ⟩ b", "#a94f83"),
        ("2.0", "#0072b2"),
        (" after", None),
    ]
    assert words.pieces("plain") == [("plain", None)]
    assert words.pieces("") == []
