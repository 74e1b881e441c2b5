"""The explorer: what it displays, errors in place, and memory."""

import gc
import html
import re
import weakref

import ipywidgets
import pytest
from IPython.core.formatters import DisplayFormatter

from lossviz.explorable import Picture, Preset, Slider
from lossviz.explorable.widgets import Explorer
from lossviz.explorable.widgets import explorer as module


class Ramp(Picture):
    """A line through 0."""

    size = (4.0, 3.0)
    parameters = (Slider("slope", "slope", -1.0, 3.0, 0.1, default=0.2),)
    presets = (Preset("Steep", slope=2.0), Preset("Flat", slope=0.0))

    def build(self, figure):
        self._line = self.line(figure.subplots())

    @staticmethod
    def compute(slope):
        return slope

    def place(self, slope):
        self._line.set_data([0, 1], [0, slope])

    def describe(self, slope):
        return f"It rises by {slope}."


class Fragile(Ramp):
    """A picture that cannot draw a slope above 1."""

    @staticmethod
    def compute(slope):
        if slope > 1:
            raise ZeroDivisionError("this <slope> is too steep")
        return slope


@pytest.fixture
def explorer():
    explorer = Explorer(Ramp())
    yield explorer
    explorer.close()


@pytest.fixture
def displayed(monkeypatch):
    """What explorers display, in a list of bundles."""
    shown = []

    def display(data, *, metadata, raw):
        assert raw
        shown.append((data, metadata))

    monkeypatch.setattr(module, "display", display)
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
        made = Explorer(Ramp())
        made._ipython_display_()
        made.close()
    first, second = displayed[:4], displayed[4:]
    assert first[2] != second[2]
    del first[2], second[2]
    assert first == second


def test_ipython_calls_it_for_a_result_and_for_display(displayed):
    formatter = DisplayFormatter()
    made = Explorer(Ramp())
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


def test_an_error_in_a_callback_is_shown_in_place_and_passes():
    explorer = Explorer(Fragile())
    good_picture = explorer._live.value.partition("</svg>")[0]
    explorer._widgets["slope"].value = 1.5
    assert 'role="alert"' in explorer._live.value
    assert "ZeroDivisionError: this &lt;slope&gt; is too steep" in explorer._live.value
    assert explorer._live.value.partition("</svg>")[0] == good_picture

    explorer.widget.children[1].children[0].click()
    assert 'role="alert"' in explorer._live.value

    explorer._widgets["slope"].value = 0.5
    assert 'role="alert"' not in explorer._live.value
    assert "It rises by 0.5." in explorer._live.value


def test_set_raises_what_the_picture_raises_and_moves_nothing():
    explorer = Explorer(Fragile())
    shown = explorer._live.value
    for move in (lambda: explorer.set(slope=2.0), lambda: explorer.press("Steep")):
        with pytest.raises(ZeroDivisionError):
            move()
        assert explorer.values == explorer.picture.values == {"slope": 0.2}
        assert explorer._live.value == shown


def test_after_a_failed_move_the_picture_still_shows_what_it_says():
    explorer = Explorer(Fragile())
    explorer._widgets["slope"].value = 1.5
    assert explorer.values == {"slope": 1.5}
    assert explorer.picture.values == {"slope": 0.2}
    assert explorer.sentence == "It rises by 0.2."
    explorer.reset()
    assert 'role="alert"' not in explorer._live.value


def test_a_preset_that_does_not_fit_is_refused_at_once():
    class Wrong(Ramp):
        presets = (Preset("Too steep", slope=7.0),)

    with pytest.raises(ValueError, match="slope is 7"):
        Explorer(Wrong())


class Shell:
    """Stands for the kernel, which says which cell it is running."""

    def __init__(self):
        self.message = "1"

    def get_parent(self):
        return {"header": {"msg_id": self.message}, "metadata": {"cellId": "cell"}}


def test_running_a_cell_again_frees_its_explorers(monkeypatch, displayed):
    shell = Shell()
    monkeypatch.setattr(module, "get_ipython", lambda: shell)
    alive = set(ipywidgets.widgets.widget._instances)
    first, second = Explorer(Ramp()), Explorer(Ramp())
    first._ipython_display_()
    second._ipython_display_()
    widgets = set(ipywidgets.widgets.widget._instances) - alive
    seen = weakref.ref(first.picture)
    del first, second
    gc.collect()
    assert seen() is not None

    shell.message = "2"
    third = Explorer(Ramp())
    third._ipython_display_()
    gc.collect()
    assert seen() is None
    assert not widgets & set(ipywidgets.widgets.widget._instances)
    third.close()
    module._on_show.clear()


def test_moving_leaves_no_memory_behind(explorer):
    count = len(ipywidgets.widgets.widget._instances)
    for place in [*explorer.picture.parameters[0].places] * 5:
        explorer._widgets["slope"].value = place
    assert len(ipywidgets.widgets.widget._instances) == count
