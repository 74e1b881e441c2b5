"""A picture of our own: what it leaves alone, what stands on its own feet, how long a text is."""

import io
import subprocess
import sys

import pytest
from matplotlib import pyplot, rcParams
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.font_manager import FontProperties

from lossviz.explorable import Picture, Slider
from lossviz.explorable.layers import PageRenderer
from lossviz.explorable.style import powers_of_ten


class Ramp(Picture):
    size = (4.0, 3.0)
    parameters = (Slider("slope", "slope", -1.0, 3.0, 0.1, default=0.2),)

    def build(self, figure):
        self.axes = figure.subplots()
        self.axes.plot([0, 1], [0, 1])
        self.ramp = self.line(self.axes, label="ramp")
        self.legend(self.ramp)

    @staticmethod
    def compute(slope):
        return slope

    def place(self, slope):
        self.ramp.set_data([0, 1], [0, slope])

    def describe(self, slope):
        return f"It rises by {slope}."


def test_it_leaves_pyplot_and_the_users_style_alone():
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(rcParams, "lines.linewidth", 7.5)
        settings = dict(rcParams)
        picture = Ramp()
        picture.png()
        assert dict(rcParams) == settings
        assert {line.get_linewidth() for line in picture.axes.lines} == {1.5}
    assert pyplot.get_fignums() == []


def test_it_must_have_its_three_steps():
    class Half(Ramp):
        describe = Picture.describe

    with pytest.raises(TypeError, match="describe"):
        Half()


def test_pictures_need_no_notebook():
    code = (
        "import sys, lossviz.explorable; from lossviz.chapters import picture; "
        "picture('neuron_walk')().png(); "
        "print([name for name in ('ipywidgets', 'IPython', 'traitlets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_negative_numbers_have_a_minus_and_words_keep_their_hyphens():
    class Talker(Ramp):
        def describe(self, slope):
            return "from -0.5 to -.5 and (-2), 0-1 loss, 3e-05, cross-entropy, q=-1"

    said = Talker().sentence
    assert said == "from −0.5 to −.5 and (−2), 0-1 loss, 3e-05, cross-entropy, q=−1"


def test_powers_of_ten_are_labelled_in_plain_text():
    ticks, labels = powers_of_ten(-3, 1, 2)
    assert ticks == [0.001, 0.1, 10]
    assert labels == ["10⁻³", "10⁻¹", "10"]


@pytest.mark.parametrize("text", ["0.98", "gap", "Huber"])
def test_a_text_is_measured_by_its_letters(text):
    font = FontProperties(size=12)
    renderer = PageRenderer(100, 100, io.StringIO(), "")
    measured = renderer.get_text_width_height_descent(text, font, False)
    whole = RendererSVG(100, 100, io.StringIO()).get_text_width_height_descent(text, font, False)
    assert measured == pytest.approx(whole, abs=1)
