"""Every picture: what moves, what stays, what it says, and what it refuses."""

import base64
import inspect
import io
import itertools
import random
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
from PIL import Image

from lossviz.chapters import picture as kind_of
from lossviz.chapters import pictures
from lossviz.explorable import Choice, Counter, LivePicture, Picture, layers
from lossviz.explorable.parameters import Scale

KINDS = [kind_of(name) for name in pictures()]
STILL = [kind for kind in KINDS if not issubclass(kind, LivePicture)]


@pytest.fixture(params=KINDS, ids=lambda kind: kind.__name__, scope="module")
def picture(request) -> Picture:
    return request.param()


def state(picture):
    """All that a person can see of a picture."""
    return picture.moving_layer(), picture.sentence, dict(picture.values)


def as_document(layer):
    return ET.fromstring(f'<svg xmlns:xlink="http://www.w3.org/1999/xlink">{layer}</svg>')


def test_layers_are_well_formed_and_keep_to_themselves(picture):
    for layer in (picture.static_layer(), picture.moving_layer()):
        as_document(layer)
        # Nothing may reach out of it into the page.
        assert "<style" not in layer
        assert not re.search(r"<g id=", layer)
    assert len(picture.moving_layer()) < 20_000


def test_the_moving_layer_loses_nothing_that_was_drawn(picture):
    class Counting(layers.PageRenderer):
        drawn = 0

        def draw_path(self, *args, **options):
            Counting.drawn += 1
            super().draw_path(*args, **options)

    page = io.StringIO()
    renderer = Counting(*layers.view(picture._figure), page, "")
    for artist in picture._moving:
        artist.draw(renderer)
    assert Counting.drawn
    assert picture.moving_layer().count("<path") >= Counting.drawn


def test_what_is_stored_is_small_has_the_sentence_and_is_the_same_twice(picture):
    data, metadata = picture.bundle()
    about = metadata["image/png"]
    assert data["text/plain"] == about["alt"] == picture.sentence
    png = base64.b64decode(data["image/png"])
    # Twice as sharp as a plain screen, or half as much again where a chapter has many of them.
    assert Image.open(io.BytesIO(png)).width / about["width"] in (2, 1.5)
    assert len(png) < 100_000
    assert picture.png() == png


# Beside the padding of a page, this is what a phone has for a picture in JupyterLab.
PHONE = 274


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_on_a_phone_and_on_a_screen_every_text_can_be_read(kind):
    for narrow, pixels in ((True, PHONE), (False, 640)):
        picture = kind(narrow=narrow)
        width, height = layers.view(picture._figure)
        layer = picture.static_layer() + picture.moving_layer()
        sizes = [
            float(size)
            for size in re.findall(r"font-size: ([\d.]+)px|font: .*?([\d.]+)px", layer)
            for size in size
            if size
        ]
        assert sizes
        assert min(sizes) * pixels / width >= (10 if narrow else 8)
        if narrow:
            assert height * pixels / width < 520


@pytest.mark.parametrize("kind", STILL, ids=lambda kind: kind.__name__)
def test_both_layouts_say_the_same_and_have_the_same_handles(kind):
    wide, narrow = kind(), kind(narrow=True)
    for changes in list(some_states(kind))[::3]:
        try:
            wide.update(**changes)
        except ValueError:  # all weights 0, say
            continue
        narrow.update(**changes)
        assert narrow.sentence == wide.sentence
        for one, other in zip(narrow.grips(), wide.grips(), strict=True):
            assert (one is None) == (other is None)
            if one and other:
                # Their places are the same, to the tenths of a point that grips are rounded to.
                np.testing.assert_allclose(one[2::3], other[2::3], atol=0.02)


def drag(picture, handle, x, y):
    """Move the places of a handle towards a point of the drawing, as a page does."""
    known = {parameter.name: parameter for parameter in picture.parameters}
    best = np.inf
    for _ in range(8):
        grip = picture.grips()[handle]
        distance = np.hypot(x - grip[0], y - grip[1])
        if distance >= best:
            break
        best = distance
        places = {}
        for number, name in enumerate(picture.handles[handle].parameters):
            here, right, down = grip[2 + 3 * number : 5 + 3 * number]
            place = round(here + right * (x - grip[0]) + down * (y - grip[1]))
            places[name] = known[name].places[min(max(place, 0), len(known[name].places) - 1)]
        picture.update(**places)
    return best


def way_of_a_place(grip):
    """How far a grip goes with one place of each of its parameters, together."""
    slopes = [np.hypot(*grip[start : start + 2]) for start in range(3, len(grip), 3)]
    return sum(1 / slope for slope in slopes if slope)


@pytest.mark.parametrize("kind", STILL, ids=lambda kind: kind.__name__)
def test_a_handle_goes_where_it_is_dragged(kind):
    """From one state, in small moves, to where it is in another of its own parameters."""
    chance, picture = random.Random(3), kind()
    for number, handle in enumerate(picture.handles):
        own = [p for p in picture.parameters if p.name in handle.parameters]
        # Some are there only among many classes, say.
        others = [p for p in picture.parameters if p not in own and isinstance(p, Counter)]
        most = {p.name: p.places[-1] for p in others}
        arrived = []
        for _ in range(6):
            picture.update(**{p.name: p.default for p in picture.parameters})
            picture.update(**most, **{p.name: chance.choice(p.places[1:]) for p in own})
            goal = picture.grips()[number]
            picture.update(**{p.name: chance.choice(p.places[1:]) for p in own})
            start = picture.grips()[number]
            if goal is None or start is None:
                continue
            for share in np.linspace(0, 1, 9):
                x, y = (1 - share) * np.array(start[:2]) + share * np.array(goal[:2])
                distance = drag(picture, number, x, y)
            arrived.append(distance <= way_of_a_place(goal) + 2)
        assert len(arrived) >= 2, handle.label
        # Where one end of a line is held, not every place can be reached.
        assert np.mean(arrived) > 0.6, handle.label


def test_the_pictures_that_the_text_calls_by_their_points_can_be_grabbed():
    grabbed = {kind.__name__ for kind in KINDS if kind().handles}
    assert grabbed >= {
        "Simplex",
        "OutlierLine",
        "LossLandscape",
        "LineFit",
        "StepsMap",
        "DoubleSoftmax",
        "BoostingRounds",
        "Skyline",
        "WrongForecast",
        "SoftmaxPipeline",
        "TwoStarts",
        "TwoLosses",
        "NeuronGradient",
    }


def some_states(kind):
    """The ends and the middle of every parameter, alone and a few of them at random together."""
    chance = random.Random(1)
    ends = {p.name: [p.places[i] for i in (0, len(p.places) // 2, -1)] for p in kind.parameters}
    yield {}
    for name, places in ends.items():
        yield from ({name: place} for place in places)
    for _ in range(12):
        yield {p.name: chance.choice(p.places) for p in kind.parameters}


@pytest.mark.parametrize("kind", STILL, ids=lambda kind: kind.__name__)
def test_a_frame_is_a_function_of_the_values(kind):
    """Each state twice, with all others in between, in another order."""
    picture, first = kind(), {}
    defaults = dict(picture.values)
    still = picture.static_layer()
    for number, changes in enumerate(some_states(kind)):
        try:
            picture.update(**{**defaults, **changes})
        except ValueError:  # all weights 0, say
            continue
        first[number] = picture.values, picture.moving_layer(), picture.sentence
    assert len({seen[1] for seen in first.values()}) > len(first) // 3
    order = list(first)
    random.Random(2).shuffle(order)
    for number in order:
        values, frame, sentence = first[number]
        picture.update(**values)
        assert picture.moving_layer() == frame, values
        assert picture.sentence == sentence
    assert picture.static_layer() == still


# Of any kind of parameter, of numbers, of whole numbers, of words.
NEVER = [None, [], {}, [1.0, 2.0], np.array([1.0, 2.0]), 1j, object(), float("nan")]
NO_NUMBER = ["much", "", "0.5", True, np.False_, float("inf"), -float("inf"), 10**400]
NOT_WHOLE = [0.5, 1.5, np.float64(1.25), -(10**30), 10**9]
NO_WORD = ["no such word", "", 0, 1.5, True]
EXTREMES = [1e308, -1e308, 1e20, -1e5, 5e-324, 1 - 2**-53]


def wrong_values(parameter):
    if isinstance(parameter, Choice):
        return NEVER + NO_WORD
    if isinstance(parameter, Counter):
        return [*NEVER, *NO_NUMBER, *NOT_WHOLE, parameter.low - 1, parameter.high + 1]
    between = (parameter.places[0] + parameter.places[1]) / 2
    extremes = [x for x in EXTREMES if not np.isclose(parameter.places, x, 1e-9, 1e-12).any()]
    return [*NEVER, *NO_NUMBER, *extremes, between]


def test_what_a_picture_does_not_take_is_refused_and_nothing_moves(picture):
    before, still, result = state(picture), picture.static_layer(), picture.result
    for parameter in picture.parameters:
        for value in wrong_values(parameter):
            with pytest.raises((TypeError, ValueError), match=rf"^{parameter.name} is .*[;,] "):
                picture.update(**{parameter.name: value})
            assert picture.result is result
        assert state(picture) == before
    assert picture.static_layer() == still


def test_a_wrong_value_or_name_among_right_ones_changes_nothing(picture):
    before, result = state(picture), picture.result
    defaults = {p.name: p.default for p in picture.parameters}
    with pytest.raises((TypeError, ValueError)):
        picture.update(**{**defaults, next(iter(defaults)): None})
    with pytest.raises(TypeError, match="there is no control 'colour'; there are "):
        picture.update(**defaults, colour="red")
    assert state(picture) == before
    assert picture.result is result


def test_what_computing_refuses_leaves_no_trace(picture, monkeypatch):
    """Nothing of a picture is touched before its result is there."""

    def refuse(**values):
        raise ArithmeticError("too steep")

    before, result = state(picture), picture.result
    parameter = picture.parameters[0]
    other = next(place for place in parameter.places if place != picture.values[parameter.name])
    monkeypatch.setattr(type(picture), "compute", staticmethod(refuse))
    with pytest.raises(ArithmeticError, match="too steep"):
        picture.update(**{parameter.name: other})
    assert state(picture) == before
    assert picture.result is result


def test_a_remedy_taken_to_the_letter_is_taken(picture):
    scales = [p for p in picture.parameters if isinstance(p, Scale)]
    for parameter, (low, high) in itertools.product(scales, [(0, 1), (-2, -1)]):
        between = 0.6 * parameter.places[low] + 0.4 * parameter.places[high]
        with pytest.raises(ValueError, match="the nearest value there is") as refusal:
            parameter.check(between)
        offered = float(re.search(r"there is (.+)\.$", str(refusal.value))[1])
        assert parameter.check(offered) in (parameter.places[low], parameter.places[high])
        # A rounding error is forgiven.
        assert parameter.check(parameter.places[low] * (1 + 1e-12)) == parameter.places[low]


def test_parameters_speak_for_themselves(picture):
    titles = [parameter.title for parameter in picture.parameters]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    for parameter in picture.parameters:
        texts = [parameter.text(place) for place in parameter.places]
        assert len(set(texts)) == len(texts), parameter.name


def test_the_chapters_list_all_their_pictures():
    def subclasses(kind):
        return {kind}.union(*map(subclasses, kind.__subclasses__()))

    kinds = {kind for kind in subclasses(Picture) if not inspect.isabstract(kind)}
    ours = {kind for kind in kinds if kind.__module__.startswith("lossviz.chapters.")}
    assert ours == set(KINDS)
