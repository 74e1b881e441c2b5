"""The explorer of every picture: each control over its whole range, presets, and mistakes."""

import re

import ipywidgets
import pytest

from lossviz import explorers
from lossviz.chapters import pictures


# The parameter is the name of a picture.
@pytest.fixture(params=pictures(), scope="module")
def explorer(request):
    explorer = getattr(explorers, request.param)()
    yield explorer
    explorer.close()


def positions(widget) -> list:
    """Every value that a learner can reach."""
    if isinstance(widget, ipywidgets.IntSlider):
        return [widget.min, widget.min + 1, *range(widget.min, widget.max, 7), widget.max]
    if isinstance(widget, ipywidgets.ToggleButtons):
        return list(widget.options)
    return [value for _, value in widget.options]


def test_reset_restores_the_first_state(explorer):
    first = explorer._live.value.rpartition("</svg>")[2]
    for widget in explorer._widgets.values():
        widget.value = positions(widget)[0]
    explorer.reset()
    assert explorer._live.value.rpartition("</svg>")[2] == first
    assert explorer.values == explorer._defaults


def test_preset_buttons_do_what_press_does(explorer):
    buttons = {button.description: button for button in explorer.widget.children[1].children}
    assert list(buttons) == [*explorer.presets, "Reset"]
    for label, values in explorer.presets.items():
        explorer.reset()
        buttons[label].click()
        assert explorer.values == {**explorer._defaults, **values}
        sentence = explorer.sentence
        explorer.reset()
        explorer.press(label)
        assert explorer.sentence == sentence
    buttons["Reset"].click()
    assert explorer.values == explorer._defaults


def test_one_message_for_a_preset(explorer):
    sent = []
    explorer._live.observe(lambda change: sent.append(change), "value")
    explorer.reset()
    # The first that sets anything else than the start: no change, no message.
    start = explorer.values
    preset = next(p for p, values in explorer.presets.items() if {**start, **values} != start)
    sent.clear()
    explorer.press(preset)
    assert len(sent) == 1
    explorer._live.unobserve_all()
    explorer.reset()


def test_controls_speak_for_themselves(explorer):
    for widget in explorer._widgets.values():
        assert widget.description
        assert getattr(widget, "continuous_update", True)


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
    before, shown = explorer.values, explorer._live.value
    for name in explorer.values:
        with pytest.raises((ValueError, TypeError), match=name):
            explorer.set(**{name: value})
    assert explorer.values == before
    assert explorer._live.value == shown


def test_the_functions_are_known_before_they_are_imported():
    assert set(pictures()) < set(dir(explorers)) == set(explorers.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = explorers.nothing
