"""The pictures of chapter 4 show the numbers that they say."""

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase

from lossviz import entropy, figures, softmax, softmax_cross_entropy
from lossviz.explorers import softmax_pipeline
from lossviz.figures.positive_weight import COMMON, RARE, WEIGHTS, rare_events
from lossviz.figures.softmax_descent import TARGETS


def tops(bars) -> list[float]:
    return [float(end) for _, end, _ in bars._bars.entries]


def test_the_pipeline_draws_probabilities_and_surprises():
    picture = figures.SoftmaxPipeline().update(z1=0.1, z2=0.0, z3=3.0, target=2)
    assert picture.loss == pytest.approx(3.0996736355)
    assert tops(picture._probabilities) == pytest.approx(softmax([0.1, 0.0, 3.0]))
    assert tops(picture._surprises) == pytest.approx(-np.log(softmax([0.1, 0.0, 3.0])))
    picture.update(classes=5, target=5)
    assert len(tops(picture._logits)) == 5
    assert picture.loss == pytest.approx(-np.log(softmax([0.1, 0.0, 3.0, 0.0, 0.0])[4]))


def test_a_target_beyond_the_last_class_is_the_last_class():
    picture = figures.SoftmaxPipeline().update(classes=3, target=5)
    assert picture.target == 3
    assert "class 3, gets probability 0.9781" in picture.describe()


@pytest.mark.parametrize(("shift", "ratio"), [(710.0, "∞/∞"), (-800.0, "0/0")])
def test_the_naive_form_breaks_where_the_stable_one_holds(shift, ratio):
    picture = figures.SoftmaxPipeline().update(shift=shift)
    assert np.isnan(picture.loss)
    assert ratio in picture.describe()
    picture.update(form="stable")
    assert picture.loss == pytest.approx(0.0221551622)


def test_a_lost_probability_costs_infinity_in_the_naive_form_only():
    picture = figures.SoftmaxPipeline().update(z1=-8.0, z3=8.0, target=1, temperature=0.02)
    assert picture.loss == np.inf
    assert "the loss is infinite" in picture.describe()
    assert picture.update(form="stable").loss == pytest.approx(800)


def test_presets_show_what_their_names_say():
    explorer = softmax_pipeline()
    losses = []
    for preset in explorer.presets:
        explorer.press(preset)
        losses.append(explorer.figure.loss)
    assert losses[:2] == pytest.approx([0.0221551622, 3.0996736355])
    assert np.isnan(losses[2])
    assert losses[3] == pytest.approx(losses[0])


@pytest.mark.parametrize("target", list(TARGETS))
def test_the_descent_follows_the_gradient_of_the_loss_to_its_floor(target):
    picture = figures.SoftmaxDescent().update(target=target, learning_rate=0.2, step=7)
    y = np.array(TARGETS[target])
    z = picture.logits[7]
    slope = softmax_cross_entropy.gradient(y, z)
    np.testing.assert_allclose(picture.gradients[7], slope, atol=1e-15)
    np.testing.assert_allclose(picture.logits[8], z - 0.2 * slope)
    np.testing.assert_allclose(picture._curve.get_ydata(), picture.losses[:8])
    assert picture.floor == pytest.approx(entropy(y, base=np.e))
    assert (np.diff(picture.losses) < 0).all()
    assert picture.losses[-1] > picture.floor


def test_a_double_softmax_stays_in_its_interval():
    picture = figures.DoubleSoftmax()
    high = np.log(np.e + 2)
    for z1 in (-8.0, 0.0, 8.0):
        for z2 in (-8.0, 0.0, 8.0):
            picture.update(z1=z1, z2=z2)
            assert high - 1 < picture.losses["softmax twice"] < high


def test_the_pulls_are_derivatives_of_the_losses():
    picture = figures.DoubleSoftmax()
    for z1, z2 in [(-4.0, 4.0), (3.7, 4.0), (0.5, -2.0)]:
        ahead = picture.update(z1=z1 + 1e-5, z2=z2).losses
        behind = picture.update(z1=z1 - 1e-5, z2=z2).losses
        pulls = picture.update(z1=z1, z2=z2).pulls
        for name, pull in pulls.items():
            assert (behind[name] - ahead[name]) / 2e-5 == pytest.approx(pull, abs=1e-8)


@pytest.mark.parametrize(
    ("precision", "last", "first"), [("float32", 16.0, 17.0), ("float64", 36.0, 37.0)]
)
def test_the_form_on_the_probability_breaks_where_sigmoid_rounds_to_1(precision, last, first):
    picture = figures.SigmoidForms().update(precision=precision, z=last)
    assert np.isfinite(picture.losses["on the probability"])
    picture.update(z=first)
    assert np.isinf(picture.losses["on the probability"])
    assert picture.losses["stable form"] == pytest.approx(first)


def test_only_the_stable_form_has_a_number_everywhere():
    picture = figures.SigmoidForms()
    for z in (-1000.0, -20.0, 0.0, 40.0, 1000.0):
        for target in (0.0, 0.3, 1.0):
            picture.update(z=z, target=target)
            assert picture.losses["stable form"] == pytest.approx(picture.exact, rel=1e-12)
    picture.update(z=40.0, target=1.0)
    assert "no number (NaN) on the probability" in picture.describe()
    assert picture._points["on the probability"][0].get_ydata()[0] > 1e5


def test_precision_and_recall_are_counted_on_the_samples():
    picture = figures.PositiveWeight()
    x, target = rare_events()
    for weight, threshold in [(1.0, 0.5), (10.0, 0.3), (WEIGHTS[-1], 0.9)]:
        picture.update(pos_weight=weight, threshold=threshold)
        fit = picture.fits[weight]
        alarm = fit.weight * x + fit.bias >= np.log(threshold / (1 - threshold))
        assert picture.found == (alarm & (target == 1)).sum()
        assert picture.false_alarms == (alarm & (target == 0)).sum()
        assert picture.precision == target[alarm].mean()
        assert picture.recall == picture.found / RARE


def test_the_balanced_weight_shifts_the_bias_by_about_ln_q():
    picture = figures.PositiveWeight().update(pos_weight=COMMON / RARE)
    assert picture.logit_shift == pytest.approx(np.log(99), rel=0.05)
    assert picture.mean_probability > 0.2


@pytest.mark.parametrize(
    ("figure", "change", "words"),
    [
        (figures.SoftmaxPipeline, {"classes": 6}, "classes is 6"),
        (figures.SoftmaxPipeline, {"target": 0}, "target is 0"),
        (figures.SoftmaxPipeline, {"temperature": 0.0}, "temperature is 0"),
        (figures.SoftmaxPipeline, {"z2": np.inf}, "z2"),
        (figures.SoftmaxPipeline, {"shift": np.nan}, "shift"),
        (figures.SoftmaxPipeline, {"form": "quick"}, "form is 'quick'"),
        (figures.SoftmaxDescent, {"step": 41}, "step is 41"),
        (figures.SoftmaxDescent, {"z3": np.nan}, "z3"),
        (figures.SoftmaxDescent, {"learning_rate": 0.0}, "learning_rate is 0"),
        (figures.SoftmaxDescent, {"target": "class 9"}, "target is 'class 9'"),
        (figures.DoubleSoftmax, {"z1": 8.5}, "z1 is 8.5"),
        (figures.DoubleSoftmax, {"z2": np.nan}, "z2"),
        (figures.SigmoidForms, {"z": 1001.0}, "z is 1001"),
        (figures.SigmoidForms, {"target": 1.1}, "target is 1.1"),
        (figures.SigmoidForms, {"precision": "float16"}, "precision is 'float16'"),
        (figures.PositiveWeight, {"threshold": 1.0}, "threshold is 1"),
        (figures.PositiveWeight, {"pos_weight": 4.0}, "pos_weight is 4"),
    ],
)
def test_values_that_cannot_be_drawn_are_named(figure, change, words):
    with pytest.raises(ValueError, match=words):
        figure().update(**change)


class PathRecorder(RendererBase):
    """Keeps the extents of what is drawn, in pixels."""

    def draw_path(self, gc, path, transform, rgbFace=None):
        self.extents = path.get_extents()


@pytest.mark.parametrize("shift", [-50.0, 0.0, 50.0])
@pytest.mark.parametrize("form", ["naive", "stable"])
def test_labels_of_the_longest_bars_stay_inside_their_panels(shift, form):
    picture = figures.SoftmaxPipeline().update(
        z1=10.0, z2=-10.0, target=2, shift=shift, temperature=0.2, form=form
    )
    for bars in (picture._exponentials, picture._probabilities, picture._surprises):
        words = bars._words
        words.draw(recorder := PathRecorder())
        assert words.axes.bbox.y0 <= recorder.extents.y0
        assert recorder.extents.y1 <= words.axes.bbox.y1
