"""The pictures of chapter 4 show the numbers that they say."""

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase

from lossviz import entropy, softmax, softmax_cross_entropy
from lossviz.chapters.ch04_softmax_nll.double_softmax import DoubleSoftmax
from lossviz.chapters.ch04_softmax_nll.positive_weight import (
    COMMON,
    RARE,
    PositiveWeight,
    rare_events,
)
from lossviz.chapters.ch04_softmax_nll.sigmoid_forms import NO_NUMBER, SigmoidForms
from lossviz.chapters.ch04_softmax_nll.softmax_descent import TARGETS, SoftmaxDescent
from lossviz.chapters.ch04_softmax_nll.softmax_pipeline import SoftmaxPipeline, Stages
from lossviz.explorable import words
from lossviz.explorers import softmax_pipeline


def stages(**changes) -> Stages:
    """What the pipeline makes of its defaults with some changes, also between the places."""
    defaults = {parameter.name: parameter.default for parameter in SoftmaxPipeline.parameters}
    return SoftmaxPipeline.compute(**{**defaults, **changes})


def test_the_pipeline_draws_probabilities_and_surprises():
    picture = SoftmaxPipeline().update(z1=0.1, z2=0.0, z3=3.0, target=2)
    assert picture.result.loss == pytest.approx(3.0996736355)
    assert picture._probabilities.ends == pytest.approx(softmax([0.1, 0.0, 3.0]))
    assert picture._surprises.ends == pytest.approx(-np.log(softmax([0.1, 0.0, 3.0])))
    picture.update(classes=5, target=5)
    assert len(picture._logits.ends) == 5
    assert picture.result.loss == pytest.approx(-np.log(softmax([0.1, 0.0, 3.0, 0.0, 0.0])[4]))


def test_a_target_beyond_the_last_class_is_the_last_class():
    picture = SoftmaxPipeline().update(classes=3, target=5)
    assert picture.result.target == 3
    assert "class 3, gets probability 0.9781" in picture.sentence


@pytest.mark.parametrize(("shift", "ratio"), [(710.0, "∞/∞"), (-800.0, "0/0")])
def test_the_naive_form_breaks_where_the_stable_one_holds(shift, ratio):
    picture = SoftmaxPipeline().update(shift=shift)
    assert np.isnan(picture.result.loss)
    assert ratio in picture.sentence
    picture.update(form="stable")
    assert picture.result.loss == pytest.approx(0.0221551622)


def test_a_lost_probability_costs_infinity_in_the_naive_form_only():
    lost = {"z1": -8.0, "z3": 8.0, "target": 1, "temperature": 0.02}
    naive = stages(**lost)
    assert naive.loss == np.inf
    assert "the loss is infinite" in words.plain(SoftmaxPipeline().describe(naive))
    assert stages(**lost, form="stable").loss == pytest.approx(800)


def test_presets_show_what_their_names_say():
    explorer = softmax_pipeline()
    losses = []
    for preset in explorer.presets:
        explorer.press(preset)
        losses.append(explorer.result.loss)
    assert losses[:2] == pytest.approx([0.0221551622, 3.0996736355])
    assert np.isnan(losses[2])
    assert losses[3] == pytest.approx(losses[0])


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


@pytest.mark.parametrize("shift", [-50.0, 0.0, 50.0])
@pytest.mark.parametrize("form", ["naive", "stable"])
@pytest.mark.parametrize("narrow", [False, True])
def test_labels_of_the_longest_bars_stay_inside_their_panels(shift, form, narrow):
    picture = SoftmaxPipeline(narrow=narrow)
    picture.place(stages(z1=10.0, z2=-10.0, target=2, shift=shift, temperature=0.2, form=form))
    for bars in (picture._exponentials, picture._probabilities, picture._surprises):
        bars.draw(recorder := WordRecorder())
        assert bars.axes.bbox.y0 <= recorder.lowest
        assert recorder.highest <= bars.axes.bbox.y1


@pytest.mark.parametrize("target", list(TARGETS))
def test_the_descent_follows_the_gradient_of_the_loss_to_its_floor(target):
    picture = SoftmaxDescent().update(target=target, learning_rate=0.2, step=7)
    descent, y = picture.result, np.array(TARGETS[target])
    z = descent.logits[7]
    slope = softmax_cross_entropy.gradient(y, z)
    np.testing.assert_allclose(descent.gradients[7], slope, atol=1e-15)
    np.testing.assert_allclose(descent.gradients[7], softmax(z) - y, atol=1e-15)
    np.testing.assert_allclose(descent.logits[8], z - 0.2 * slope)
    np.testing.assert_allclose(picture._curve.get_ydata(), descent.losses[:8])
    assert descent.floor == pytest.approx(entropy(y, base=np.e))
    assert (np.diff(descent.losses) < 0).all()
    assert descent.losses[-1] > descent.floor


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
    ("precision", "last", "first"), [("float32", 16.0, 17.0), ("float64", 36.0, 37.0)]
)
def test_the_form_on_the_probability_breaks_where_sigmoid_rounds_to_1(precision, last, first):
    whole = SigmoidForms.compute(last, 0.0, precision)
    assert np.isfinite(whole.losses["on the probability"])
    broken = SigmoidForms.compute(first, 0.0, precision)
    assert np.isinf(broken.losses["on the probability"])
    assert broken.losses["stable form"] == pytest.approx(first)


def test_only_the_stable_form_has_a_number_everywhere():
    for z in (-1000.0, -20.0, 0.0, 40.0, 1000.0):
        for target in (0.0, 0.3, 1.0):
            forms = SigmoidForms.compute(z, target, "float64")
            assert forms.losses["stable form"] == pytest.approx(forms.exact, rel=1e-12)
    picture = SigmoidForms().update(z=40.0, target=1.0)
    assert "no number (NaN) on the probability" in picture.sentence
    assert picture._points["on the probability"][0].get_ydata()[0] == NO_NUMBER


def test_precision_and_recall_are_counted_on_the_samples():
    x = np.concatenate(rare_events())
    target = np.repeat([0, 1], [COMMON, RARE])
    for weight, threshold in [(1.0, 0.5), (10.0, 0.3), (500.0, 0.9)]:
        detection = PositiveWeight.compute(threshold, weight)
        fit = detection.fit
        alarm = fit.weight * x + fit.bias >= np.log(threshold / (1 - threshold))
        assert detection.found == (alarm & (target == 1)).sum()
        assert detection.false_alarms == (alarm & (target == 0)).sum()
        assert detection.precision == target[alarm].mean()
        assert detection.recall == detection.found / RARE


def test_the_balanced_weight_shifts_the_bias_by_about_ln_q():
    detection = PositiveWeight.compute(0.5, COMMON / RARE)
    assert detection.logit_shift == pytest.approx(np.log(99), rel=0.05)
    assert detection.mean_probability > 0.2
