"""The progress bar counts, and goes away."""

import sys

import pytest

from lossviz.explorers import progress


@pytest.fixture
def shown(monkeypatch):
    bars = []
    # The function has the name of its module, which hides the module from an import.
    monkeypatch.setattr(sys.modules["lossviz.explorers.progress"], "display", bars.append)
    return bars


def test_it_yields_every_item_and_counts_what_is_done(shown):
    counts = []
    for item in progress("abc", "letters"):
        counts.append((item, shown[0].widget.value))
    assert counts == [("a", 0), ("b", 1), ("c", 2)]


def test_its_text_does_not_depend_on_time(shown):
    steps = progress([1, 2], "rounds")
    next(steps)
    bundle = shown[0]._repr_mimebundle_()
    assert bundle["text/plain"] == "rounds: 2 of 2"
    assert "application/vnd.jupyter.widget-view+json" in bundle
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
