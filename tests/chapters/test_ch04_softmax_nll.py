"""The pictures of chapter 4 show the numbers that they say."""

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase

from lossviz import entropy, sigmoid_cross_entropy, softmax, softmax_cross_entropy
from lossviz.chapters.ch04_softmax_nll.double_softmax import DoubleSoftmax
from lossviz.chapters.ch04_softmax_nll.rare_clusters import RareClusters
from lossviz.chapters.ch04_softmax_nll.shift_and_heat import NAIVE, STABLE, ShiftAndHeat
from lossviz.chapters.ch04_softmax_nll.sigmoid_forms import (
    FIRST_FORM,
    NO_NUMBER,
    ON_THE_PROBABILITY,
    STABLE_FORM,
    SigmoidForms,
    computed,
)
from lossviz.chapters.ch04_softmax_nll.softmax_descent import (
    LEARNING_RATE,
    TARGETS,
    SoftmaxDescent,
)
from lossviz.chapters.ch04_softmax_nll.softmax_pipeline import SoftmaxPipeline
from lossviz.chapters.ch04_softmax_nll.two_kinds import ranking, samples
from lossviz.explorable import words
from lossviz.explorers import softmax_pipeline


def test_the_pipeline_draws_probabilities_and_surprises():
    picture = SoftmaxPipeline().update(z1=0.1, z2=0.0, z3=3.0, target="dog")
    assert picture.result.loss == pytest.approx(3.0996736355)
    assert picture._exponentials.ends == pytest.approx(np.exp([0.1, 0.0, 3.0]))
    assert picture._probabilities.ends == pytest.approx(softmax([0.1, 0.0, 3.0]))
    assert picture._surprises.ends == pytest.approx(-np.log(softmax([0.1, 0.0, 3.0])))
    assert "0.045" in picture.sentence
    assert "3.0997 nats" in picture.sentence


def test_no_bar_of_the_pipeline_is_cut():
    picture = SoftmaxPipeline().update(z1=6.0, z2=-4.0, z3=6.0, target="dog")
    assert picture._exponentials.ends == pytest.approx(picture.result.exponentials)
    assert picture._surprises.ends == pytest.approx(picture.result.surprises)


@pytest.mark.parametrize(("shift", "ratio"), [(710.0, "∞/∞"), (-800.0, "0/0")])
def test_the_naive_form_breaks_where_the_stable_one_holds(shift, ratio):
    picture = ShiftAndHeat().update(shift=shift)
    assert np.isnan(picture.result.loss)
    assert ratio in picture.sentence
    picture.update(form=STABLE)
    assert picture.result.loss == pytest.approx(3.0996736355)


def test_a_lost_probability_costs_infinity_in_the_naive_form_only():
    # Below the smallest number that a computer has, and not yet all of them.
    naive = ShiftAndHeat.compute(-300.0, 0.4, NAIVE)
    assert naive.loss == np.inf
    assert "the loss is infinite" in words.plain(ShiftAndHeat().describe(naive))
    assert ShiftAndHeat.compute(-300.0, 0.4, STABLE).loss == pytest.approx(7.5, abs=0.01)


def test_presets_show_what_their_names_say():
    explorer = softmax_pipeline()
    losses = []
    for preset in explorer.presets:
        explorer.press(preset)
        losses.append(explorer.result.loss)
    assert losses == pytest.approx([0.0221551622, 3.0996736355, np.log(3)])


class WordRecorder(RendererBase):
    """Keeps where words stand, in points from below: the lowest foot, the highest head."""

    def __init__(self):
        super().__init__()
        self.lowest, self.highest = np.inf, -np.inf

    def get_canvas_width_height(self):
        return 1000, 1000

    def draw_path(self, gc, path, transform, rgbFace=None):
        pass

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None):
        foot = 1000 - y
        self.lowest = min(self.lowest, foot)
        self.highest = max(self.highest, foot + 0.73 * prop.get_size_in_points())


def words_stay_inside(*all_bars):
    for bars in all_bars:
        bars.draw(recorder := WordRecorder())
        assert bars.axes.bbox.y0 <= recorder.lowest
        assert recorder.highest <= bars.axes.bbox.y1


@pytest.mark.parametrize("narrow", [False, True])
def test_words_of_the_longest_bars_stay_inside_their_panels(narrow):
    pipeline = SoftmaxPipeline(narrow=narrow).update(z1=6.0, z2=-4.0, z3=6.0, target="dog")
    words_stay_inside(
        pipeline._logits, pipeline._exponentials, pipeline._probabilities, pipeline._surprises
    )
    for form in (NAIVE, STABLE):
        for shift in (-50.0, 0.0, 50.0):
            changed = ShiftAndHeat(narrow=narrow).update(shift=shift, temperature=0.1, form=form)
            words_stay_inside(changed._exponentials, changed._probabilities, changed._surprises)


@pytest.mark.parametrize("target", list(TARGETS))
def test_the_descent_follows_the_gradient_of_the_loss_to_its_floor(target):
    picture = SoftmaxDescent().update(target=target, step=7)
    descent, y = picture.result, np.array(TARGETS[target])
    z = descent.logits[7]
    slope = softmax_cross_entropy.gradient(y, z)
    np.testing.assert_allclose(descent.gradients[7], slope, atol=1e-15)
    np.testing.assert_allclose(descent.gradients[7], softmax(z) - y, atol=1e-15)
    np.testing.assert_allclose(descent.logits[8], z - LEARNING_RATE * slope)
    np.testing.assert_allclose(picture._curve.get_ydata(), descent.losses[:8])
    assert descent.floor == pytest.approx(entropy(y, base=np.e))
    assert (np.diff(descent.losses) < 0).all()
    assert descent.losses[-1] > descent.floor
    outline = picture._first.get_ydata().reshape(3, 5)
    np.testing.assert_allclose(outline[:, 1], softmax(descent.logits[0]) - y, atol=1e-15)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_stroke_of_the_target_runs_through_no_word(narrow):
    picture = SoftmaxDescent(narrow=narrow).update(step=40)
    bars, digit = picture._probabilities, 8  # points
    assert bars.ends[1] == pytest.approx(0.964, abs=0.001)
    bars.draw(recorder := WordRecorder())
    stroke = bars.axes.transData.transform((2, 1))[1]
    assert recorder.highest - digit > stroke


def test_a_double_softmax_stays_in_its_interval():
    high = np.log(np.e + 2)
    for z1 in (-8.0, 0.0, 8.0):
        for z2 in (-8.0, 0.0, 8.0):
            assert high - 1 < DoubleSoftmax.compute(z1, z2).losses["softmax twice"] < high


def test_the_pulls_are_derivatives_of_the_losses():
    for z1, z2 in [(-4.0, 4.0), (3.7, 4.0), (0.5, -2.0)]:
        ahead = DoubleSoftmax.compute(z1 + 1e-5, z2).losses
        behind = DoubleSoftmax.compute(z1 - 1e-5, z2).losses
        for name, pull in DoubleSoftmax.compute(z1, z2).pulls.items():
            assert (behind[name] - ahead[name]) / 2e-5 == pytest.approx(pull, abs=1e-8)


@pytest.mark.parametrize(
    ("precision", "form", "last", "first"),
    [
        ("float32", ON_THE_PROBABILITY, 16.0, 17.0),
        ("float64", ON_THE_PROBABILITY, 36.0, 37.0),
        ("float32", FIRST_FORM, -88.0, -89.0),
        ("float64", FIRST_FORM, -709.0, -710.0),
    ],
)
def test_each_form_breaks_where_the_text_says(precision, form, last, first):
    z = np.array([last, first], dtype=precision)
    whole, broken = computed(form, z, target=0.0 if first > 0 else 1.0)
    assert np.isfinite(whole)
    assert np.isinf(broken)


def test_only_the_stable_form_has_a_number_everywhere():
    for precision, digits in (("float32", 1e-6), ("float64", 1e-12)):
        for target, y in (("no (0)", 0.0), ("yes (1)", 1.0)):
            forms = SigmoidForms.compute(40.0, target, precision, STABLE_FORM)
            z = np.linspace(-120, 120, 241)
            exact = sigmoid_cross_entropy(np.full_like(z, y), z, reduction="none")
            assert forms.loss == pytest.approx(forms.exact, rel=digits, abs=0)
            np.testing.assert_allclose(forms.curve, exact, rtol=digits, atol=1e-45)
    picture = SigmoidForms().update(z=40.0, target="yes (1)")
    assert "no number (NaN)" in picture.sentence
    assert picture._points[ON_THE_PROBABILITY].get_ydata()[0] == NO_NUMBER
    assert len(picture._points[STABLE_FORM].get_ydata()) == 0


@pytest.mark.parametrize("weight", [1.0, 10.0, 99.0])
def test_the_ranking_is_that_of_the_best_fit(weight):
    points, event = samples()
    order = ranking(weight)
    z = np.column_stack([points, np.ones(len(points))]) @ order.weights
    slope = sigmoid_cross_entropy.gradient(event, z, pos_weight=weight)
    assert abs(slope @ points).max() < 1e-9
    assert abs(slope.sum()) < 1e-9
    # Counted anew: all samples that are at least as sure as the 40th event.
    alarms = z >= np.sort(z[event == 1])[-40]
    assert order.precision[39] == pytest.approx(event[alarms].mean())
    assert order.from_the_right[39] == (alarms & (np.arange(len(z)) >= 19_940)).sum()


def test_the_boundary_turns_and_lets_the_wanted_share_through():
    picture = RareClusters().update(pos_weight=99.0, recall=0.4)
    points, event = samples()
    (x, x_end), (y, y_end) = (np.array(side) for side in picture._boundary.get_data())
    beyond = (points[:, 0] - x) * (y_end - y) - (points[:, 1] - y) * (x_end - x)
    found = (beyond[event == 1] * np.sign(y_end - y + x - x_end) > 1e-9).sum()
    assert found in (79, 80)  # the last of them lies on the line
    assert 8 < picture.result.turned < 14
    assert picture._point.get_data()[1][0] == picture.result.precision
    before = RareClusters.compute(1.0, 0.2)
    assert RareClusters.compute(99.0, 0.2).precision < before.precision / 2
    assert RareClusters.compute(1.0, 0.2).turned == 0
