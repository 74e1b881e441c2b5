"""Explorers: every control over its whole range, presets, mistakes, and memory."""

import gc
import html
import re
import weakref

import ipywidgets
import pytest
from IPython.core.formatters import DisplayFormatter

from lossviz import explorers, figures
from lossviz.explorers import Choice, Counter, Explorer, Player, Scale, Slider, core

EXPLORERS = [
    getattr(explorers, name)
    for name in explorers.__all__
    if not isinstance(getattr(explorers, name), type) and name != "progress"
]


@pytest.fixture(params=EXPLORERS, ids=lambda function: function.__name__, scope="module")
def explorer(request):
    explorer = request.param()
    yield explorer
    explorer.close()


def positions(widget) -> list:
    """Every value that a learner can reach."""
    if isinstance(widget, ipywidgets.IntSlider):
        return [widget.min, widget.min + 1, *range(widget.min, widget.max, 7), widget.max]
    if isinstance(widget, ipywidgets.ToggleButtons):
        return list(widget.options)
    return [value for _, value in widget.options]


def test_every_control_moves_over_its_whole_range(explorer):
    for name, widget in explorer._widgets.items():
        for value in positions(widget):
            widget.value = value
            assert explorer.values[name] == value
            assert explorer.figure.parameters[name] == value
            assert 'role="alert"' not in explorer._live.value, explorer._live.value[-600:]
            assert "nan" not in explorer.sentence
            assert not re.search(r"(?<![\d.,])1 (epoch|hit|step)s\b", explorer.sentence)
        explorer.reset()


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
    with pytest.raises(TypeError, match="no control 'speed'; it has "):
        explorer.set(speed=3)
    with pytest.raises(ValueError, match="preset is 'Faster'; this explorer has "):
        explorer.press("Faster")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e9, "much", None, True, 1j])
def test_bad_values_are_refused_and_nothing_moves(explorer, value):
    before = explorer.values
    for name in explorer.values:
        with pytest.raises((ValueError, TypeError), match=name):
            explorer.set(**{name: value})
    assert explorer.values == before


@pytest.fixture
def displayed(monkeypatch):
    """What explorers display, in a list of bundles."""
    shown = []

    def display(data, *, metadata, raw):
        assert raw
        shown.append((data, metadata))

    monkeypatch.setattr(core, "display", display)
    return shown


def test_it_displays_picture_and_view_apart_between_a_style_and_its_sentence(explorer, displayed):
    explorer._ipython_display_()
    (style, _), (picture, metadata), (view, _), (words, _) = displayed
    assert list(style) == ["text/html"]
    assert re.fullmatch(r"<style [^>]*>[^<]*</style>", style["text/html"])
    assert list(picture) == ["image/png", "text/plain"]
    assert picture["text/plain"] == explorer.sentence == metadata["image/png"]["alt"]
    # With any text beside it, a front end without widgets would show that text.
    assert view == {
        "application/vnd.jupyter.widget-view+json": {
            "version_major": 2,
            "version_minor": 0,
            "model_id": explorer.widget.model_id,
        }
    }
    assert list(words) == ["text/html"]
    assert html.escape(explorer.sentence) in words["text/html"]
    assert "run the cells above and then this one" in words["text/html"]


def test_what_it_displays_is_the_same_in_every_run_but_for_the_view(displayed):
    for _ in range(2):
        made = explorers.line_fit()
        made._ipython_display_()
        made.close()
    first, second = displayed[:4], displayed[4:]
    assert first[2] != second[2]
    del first[2], second[2]
    assert first == second


def test_ipython_calls_it_for_a_result_and_for_display(displayed):
    formatter = DisplayFormatter()
    made = explorers.line_fit()
    assert formatter.format(made) == ({}, {})  # no output beside its own
    assert len(displayed) == 4
    made.close()


def test_the_style_reaches_only_rows_that_begin_with_it(explorer, displayed):
    explorer._ipython_display_()
    style = re.sub(r"</?style[^>]*>|@keyframes[^}]*}}", "", displayed[0][0]["text/html"])
    selectors = [s for part in re.findall(r"([^{}]+)\{", style) for s in part.split(",\n")]
    assert len(selectors) > 8
    for selector in selectors:
        assert "lossviz-" in selector


class Fragile(figures.LineFit):
    """A figure that cannot draw a slope above 1."""

    def draw(self, slope, intercept):
        if slope > 1:
            raise ZeroDivisionError("this <slope> is too steep")
        super().draw(slope, intercept)


def test_an_error_in_a_callback_is_shown_in_place_and_passes():
    explorer = Explorer(
        Fragile(), [Slider("slope", "slope", -1.0, 3.0, 0.1)], {"Steep": {"slope": 2.0}}
    )
    good_picture = explorer._live.value.partition("</svg>")[0]
    explorer._widgets["slope"].value = 1.5
    assert 'role="alert"' in explorer._live.value
    assert "ZeroDivisionError: this &lt;slope&gt; is too steep" in explorer._live.value
    assert explorer._live.value.partition("</svg>")[0] == good_picture

    explorer.widget.children[1].children[0].click()
    assert 'role="alert"' in explorer._live.value

    explorer._widgets["slope"].value = 0.5
    assert 'role="alert"' not in explorer._live.value
    assert "Your line y = 0.5x" in explorer._live.value


def test_set_raises_what_the_figure_raises_and_moves_back():
    explorer = Explorer(Fragile(), [Slider("slope", "slope", -1.0, 3.0, 0.1)])
    with pytest.raises(ZeroDivisionError):
        explorer.set(slope=2.0)
    assert explorer.values == {"slope": 0.2}


def test_a_preset_that_does_not_fit_is_refused_at_once():
    with pytest.raises(ValueError, match="slope is 7"):
        Explorer(figures.LineFit(), [Slider("slope", "slope", -1.0, 3.0, 0.1)], {"x": {"slope": 7}})


def test_values_on_a_slider_are_decimal_numbers():
    values = Slider("w", "w", -2.0, 4.0, 0.1).values
    assert values[26] == 0.6
    assert values[-1] == 4.0
    assert len(Slider("z", "z", -2.0, 8.0, 0.05).values) == 201
    assert Slider("w", "w", -2.0, 4.0, 0.1).check(0.1 + 0.2) == 0.3
    with pytest.raises(ValueError, match=r"nearest value there is 0\.6"):
        Slider("w", "w", -2.0, 4.0, 0.1).check(0.63)


def test_scale_and_counter_say_what_they_take():
    with pytest.raises(ValueError, match=r"nearest value there is 0\.1"):
        Scale("rate", "rate", (0.01, 0.1, 1.0)).check(0.2)
    with pytest.raises(ValueError, match="give a whole number"):
        Counter("steps", "steps", 0, 10).check(2.5)
    with pytest.raises(ValueError, match="takes 0 to 10"):
        Player("steps", "steps", 0, 10).check(11)
    with pytest.raises(ValueError, match="takes 'a', 'b'"):
        Choice("kind", "kind", ("a", "b")).check("c")


class Shell:
    """Stands for the kernel, which says which cell it is running."""

    def __init__(self):
        self.message = "1"

    def get_parent(self):
        return {"header": {"msg_id": self.message}, "metadata": {"cellId": "cell"}}


def test_running_a_cell_again_frees_its_explorers(monkeypatch, displayed):
    shell = Shell()
    monkeypatch.setattr(core, "get_ipython", lambda: shell)
    alive = set(ipywidgets.widgets.widget._instances)
    first, second = explorers.line_fit(), explorers.line_fit()
    first._ipython_display_()
    second._ipython_display_()
    widgets = set(ipywidgets.widgets.widget._instances) - alive
    seen = weakref.ref(first.figure)
    del first, second
    gc.collect()
    assert seen() is not None

    shell.message = "2"
    third = explorers.line_fit()
    third._ipython_display_()
    gc.collect()
    assert seen() is None
    assert not widgets & set(ipywidgets.widgets.widget._instances)
    third.close()
    core._on_show.clear()


def test_moving_leaves_no_memory_behind():
    explorer = explorers.neuron_gradient()
    count = len(ipywidgets.widgets.widget._instances)
    for value in positions(explorer._widgets["output"]) * 5:
        explorer._widgets["output"].value = value
    assert len(ipywidgets.widgets.widget._instances) == count
    explorer.close()
