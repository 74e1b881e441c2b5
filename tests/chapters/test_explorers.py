"""The explorer of every picture: each control over its whole range, presets, and mistakes."""

import re

import pytest

from lossviz import explorers
from lossviz.chapters import pictures
from tools.page import Page


# The parameter is the name of a picture.
@pytest.fixture(params=pictures(), scope="module")
def made(request):
    explorer = getattr(explorers, request.param)()
    yield explorer
    explorer.close()


@pytest.fixture
def explorer(made):
    send = made._source._send
    yield made
    made._source._send = send  # pages of the test before are gone
    made.reset()


def test_reset_restores_the_first_state(explorer):
    page = Page(explorer)
    page.reset()
    first = page.drawing, page.sentence
    for parameter in explorer.picture.parameters:
        page.move(**{parameter.name: parameter.places[0]})
        assert page.refusal is None or parameter.unit == "parts"  # not all can be 0
    page.reset()
    assert (page.drawing, page.sentence) == first
    assert explorer.values == page.values == explorer._defaults


def test_preset_buttons_do_what_press_does(explorer):
    page = Page(explorer)
    for label, values in explorer.presets.items():
        page.reset()
        page.press(label)
        assert explorer.values == page.values == {**explorer._defaults, **values}
        sentence = page.sentence
        explorer.reset()
        explorer.press(label)
        assert explorer.sentence == page.sentence == sentence
    page.reset()
    assert explorer.values == explorer._defaults


def test_one_message_for_a_preset(explorer):
    page = Page(explorer)
    for label in explorer.presets:
        heard = len(page.heard)
        explorer.press(label)
        assert [message["kind"] for message in page.heard[heard:]] == ["push"]
    explorer.reset()


def test_a_page_and_python_draw_the_same_in_both_layouts(explorer):
    for layout in ("wide", "narrow"):
        page = Page(explorer, layout)
        for label in [*explorer.presets, None]:
            page.press(label) if label else page.reset()
            assert page.sentence == explorer.sentence
            assert page.drawing == explorer._source.frames(layout).picture.moving_layer()


def test_pages_of_both_layouts_follow_each_other(explorer):
    if isinstance(explorer, explorers.LiveExplorer):
        pytest.skip("a training has one picture, laid out for the page that came last")
    wide, narrow = Page(explorer), Page(explorer, "narrow")
    for label in explorer.presets:
        wide.press(label)
        assert wide.sentence == narrow.sentence == explorer.sentence


def test_unknown_controls_and_presets_are_named(explorer):
    with pytest.raises(TypeError, match="there is no control 'speed'; there are "):
        explorer.set(speed=3)
    with pytest.raises(ValueError, match="preset is 'Faster'; this explorer has "):
        explorer.press("Faster")


def test_a_learners_function_is_named_and_described_as_its_picture(explorer):
    kind = type(explorer.picture)
    function = getattr(explorers, re.sub("(?<!^)([A-Z])", r"_\1", kind.__name__).lower())
    assert function.__doc__ == kind.__doc__
    assert f"from lossviz.explorers import {function.__name__}" in function.__doc__


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e9, "much", None, True, 1j])
def test_bad_values_are_refused_and_nothing_moves(explorer, value):
    page = Page(explorer)
    before, shown = explorer.values, page.drawing
    for name in explorer.values:
        with pytest.raises((ValueError, TypeError), match=name):
            explorer.set(**{name: value})
    assert explorer.values == before
    assert page.drawing == shown


def test_the_functions_are_known_before_they_are_imported():
    assert set(pictures()) < set(dir(explorers)) == set(explorers.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explorers.nothing
