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
from tools.page import Page


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
    assert len(selectors) >= 8
    for selector in selectors:
        assert "lossviz-" in selector


def test_an_error_is_shown_in_place_and_passes():
    explorer = Explorer(Fragile())
    page = Page(explorer)
    good = page.drawing
    page.move(slope=1.5)
    assert page.refusal == (
        "This setting could not be drawn. ZeroDivisionError: this <slope> is too steep"
    )
    assert (page.drawing, page.values) == (good, {"slope": 0.2})
    page.press("Steep")
    assert page.refusal
    page.move(slope=0.5)
    assert page.refusal is None
    assert page.sentence == explorer.sentence == "It rises by 0.5."


def test_set_raises_what_the_picture_raises_and_moves_nothing():
    explorer = Explorer(Fragile())
    page = Page(explorer)
    shown = page.drawing
    for move in (lambda: explorer.set(slope=2.0), lambda: explorer.press("Steep")):
        with pytest.raises(ZeroDivisionError):
            move()
        assert explorer.values == explorer.picture.values == page.values == {"slope": 0.2}
        assert page.drawing == shown


def test_what_python_sets_is_on_every_page(explorer):
    pages = [Page(explorer), Page(explorer), Page(explorer, "narrow")]
    explorer.set(slope=-1)
    for page in pages:
        assert (page.values, page.sentence) == ({"slope": -1.0}, "It rises by −1.0.")
    assert pages[0].drawing == explorer.picture.moving_layer()
    pages[2].move(slope=3)
    assert explorer.values == pages[0].values == {"slope": 3.0}


def test_a_page_that_comes_later_sees_what_is_shown(explorer):
    first = Page(explorer)
    first.move(slope=1.0)
    second = Page(explorer)
    assert second.sentence == "It rises by 1.0."
    assert (second.still, second.drawing) == (first.still, first.drawing)


class Haunted(Ramp):
    """A ramp beside which a guess can stand."""

    def build(self, figure):
        super().build(figure)
        self._guess = self.line(figure.axes[0])

    def place(self, slope):
        super().place(slope)
        self._guess.set_data([0, 1], [0, self.ghost or 0])
        self._guess.set_visible(self.ghost is not None)


def test_a_guess_stays_on_every_page_wherever_the_controls_go():
    explorer = Explorer(Haunted())
    pages = [Page(explorer), Page(explorer, "narrow")]
    pages[1].say("warm", key=pages[1].key, parameters=["slope"], presets=True)
    without = [page.drawing for page in pages]
    explorer.keep(2.5)
    assert explorer.picture.ghost == 2.5
    for page, before in zip(pages, without, strict=True):
        assert page.stock == {}  # drawn without the guess
        assert page.drawing != before
        page.move(slope=1.0)
    late = Page(explorer)
    late.say("warm", key=late.key, parameters=["slope"], presets=False)
    assert late.drawing == pages[0].drawing == explorer.picture.moving_layer()
    twin = Haunted(narrow=True)
    twin.ghost = 2.5
    assert pages[1].drawing == twin.update(slope=1.0).moving_layer()
    for key, frame in late.stock.items():
        pages[0].say("ask", seq=99, key=key, known=False)
        assert late.drawn(frame)[0] == pages[0].drawing
    explorer.set(slope=0.2)
    explorer.keep(None)
    assert [page.drawing for page in pages] == without
    explorer.close()


def test_a_layout_that_is_opened_later_has_the_guess_too():
    explorer = Explorer(Haunted())
    explorer.keep(0.5)
    shown = Page(explorer, "narrow").drawing
    explorer.keep(None)
    assert Page(explorer, "narrow").drawing != shown
    explorer.close()


def test_a_picture_without_room_for_a_guess_stays_as_it_is(explorer):
    page = Page(explorer)
    before = page.drawing
    explorer.keep(1.0)
    assert page.drawing == before


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
    page = Page(explorer)
    for place in [*explorer.picture.parameters[0].places] * 5:
        page.move(slope=place)
    assert len(ipywidgets.widgets.widget._instances) == count
