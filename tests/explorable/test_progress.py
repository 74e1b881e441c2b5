"""The progress bar counts, and words take its place."""

import sys

import pytest

from lossviz.explorable.widgets import progress

VIEW = "application/vnd.jupyter.widget-view+json"


class Handle(list):
    """Stands for what `display` returns; keeps each bundle that it shows."""

    def update(self, bar):
        self.append(bar._repr_mimebundle_())


@pytest.fixture
def shown(monkeypatch):
    bars = []

    def display(bar, *, display_id):
        assert display_id
        bar.handle = Handle([bar._repr_mimebundle_()])
        bars.append(bar)
        return bar.handle

    # The function has the name of its module, which hides the module from an import.
    monkeypatch.setattr(sys.modules["lossviz.explorable.widgets.progress"], "display", display)
    return bars


def test_it_yields_every_item_and_counts_what_is_done(shown):
    counts = []
    for item in progress("abc", "letters"):
        counts.append((item, shown[0].widget.value))
    assert counts == [("a", 0), ("b", 1), ("c", 2)]


def test_its_text_does_not_depend_on_time(shown):
    steps = progress([1, 2], "rounds")
    next(steps)
    (bundle,) = shown[0].handle
    assert bundle["text/plain"] == "rounds: 2 of 2"
    assert VIEW in bundle
    steps.close()


@pytest.mark.parametrize("leave", ["end", "early", "error"])
def test_it_leaves_no_widget_behind(shown, leave):
    steps = progress([1, 2, 3], "rounds")
    next(steps)
    if leave == "end":
        assert list(steps) == [2, 3]
    elif leave == "early":
        steps.close()
    else:
        with pytest.raises(KeyboardInterrupt):
            steps.throw(KeyboardInterrupt)
    assert shown[0].widget.comm is None
    # A view of it would be an error line in a notebook that is opened again.
    done = 3 if leave == "end" else 0
    assert shown[0].handle[1:] == [{"text/plain": f"rounds: {done} of 3"}]
