"""Parameters: their places, their words, and what they say about a value that is none of them."""

import pytest

from lossviz.explorable import Choice, Counter, Player, Scale, Slider


def test_places_on_a_slider_are_decimal_numbers():
    places = Slider("w", "weight", -2.0, 4.0, 0.1, default=0.6).places
    assert places[26] == 0.6
    assert places[-1] == 4.0
    assert len(Slider("z", "start", -2.0, 8.0, 0.05, default=0.0).places) == 201


def test_a_rounding_error_is_forgiven_and_the_nearest_place_named():
    slider = Slider("w", "weight", -2.0, 4.0, 0.1, default=0.6)
    assert slider.check(0.1 + 0.2) == 0.3
    with pytest.raises(ValueError, match=r"from -2 to 4; the nearest value there is 0\.6\."):
        slider.check(0.63)
    # A place that its format shortens is offered with all its digits.
    thirds = Scale("rate", "rate", (1 / 3, 2 / 3), default=1 / 3)
    with pytest.raises(ValueError, match=r"there is 0\.6666666666666666\."):
        thirds.check(0.667)


def test_each_kind_says_what_it_takes():
    with pytest.raises(ValueError, match=r"rate is 0\.2, .* nearest value there is 0\.1"):
        Scale("rate", "rate", (0.01, 0.1, 1.0), default=0.1).check(0.2)
    with pytest.raises(ValueError, match=r"steps is 2\.5; give a whole number"):
        Counter("steps", "steps", 0, 10, default=0).check(2.5)
    with pytest.raises(ValueError, match="steps is 11; it goes from 0 to 10"):
        Player("steps", "steps", 0, 10, default=0).check(11)
    with pytest.raises(ValueError, match="kind is 'c'; choose one of 'a', 'b'"):
        Choice("kind", "kind", ("a", "b"), default="a").check("c")
    with pytest.raises(TypeError, match="kind is 1; choose one of 'a', 'b'"):
        Choice("kind", "kind", ("a", "b"), default="a").check(1)


def test_a_default_beside_the_places_is_refused_at_once():
    with pytest.raises(ValueError, match="slope is 7"):
        Slider("slope", "slope", -1.0, 3.0, 0.1, default=7.0)


def test_the_title_has_label_symbol_and_unit():
    assert Slider("w", "weight", 0.0, 1.0, 0.1, default=0.0, symbol="w").title == "weight w"
    assert Counter("n", "A", 0, 9, default=0, unit="parts").title == "A, in parts"
    assert Scale("t", "T", (0.5, 50.0), default=0.5).text(50.0) == "50"
