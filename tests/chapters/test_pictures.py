"""Every picture: what moves, what stays, what it says, and what it refuses."""

import base64
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


def drawing(svg):
    """A drawing without what differs each time: salted ids of clip paths, and the date."""
    return re.sub(r'<dc:date>.*?</dc:date>|[a-z]\w{10}(?=["\)])', "", svg)


def state(picture):
    """All that a person can see of a picture."""
    return drawing(picture.moving_layer()), picture.sentence, dict(picture.values)


def test_layers_are_well_formed_and_share_their_coordinates(picture):
    static = ET.fromstring(picture.static_layer())
    moving = ET.fromstring(
        picture.moving_layer().replace(
            "<svg ", '<svg xmlns:xlink="http://www.w3.org/1999/xlink" ', 1
        )
    )
    assert static.attrib["viewBox"] == moving.attrib["viewBox"]
    assert len(picture.moving_layer()) < 20_000
    # Nothing in the moving layer may reach out of it into the page.
    assert "<style" not in picture.moving_layer()
    assert not re.search(r"<g id=", picture.moving_layer())


def test_the_moving_layer_loses_nothing_that_was_drawn(picture):
    drawn = layers.drawn(layers.MovingRenderer, picture._figure, picture._moving)
    assert picture.moving_layer().count("<path") == drawn.count("<path")


def test_what_is_stored_is_small_has_the_sentence_and_is_the_same_twice(picture):
    moving = ET.fromstring(re.match(r"<svg [^>]*>", picture.moving_layer())[0] + "</svg>")
    assert moving.attrib["role"] == "img"
    data, metadata = picture.bundle()
    about = metadata["image/png"]
    assert moving.attrib["aria-label"] == data["text/plain"] == about["alt"] == picture.sentence
    png = base64.b64decode(data["image/png"])
    assert Image.open(io.BytesIO(png)).width == 2 * about["width"]
    assert len(png) < 100_000
    assert picture.png() == png


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
    still = drawing(picture.static_layer())
    for number, changes in enumerate(some_states(kind)):
        try:
            picture.update(**{**defaults, **changes})
        except ValueError:  # all weights 0, say
            continue
        first[number] = picture.values, drawing(picture.moving_layer()), picture.sentence
    assert len({seen[1] for seen in first.values()}) > len(first) // 3
    order = list(first)
    random.Random(2).shuffle(order)
    for number in order:
        values, frame, sentence = first[number]
        picture.update(**values)
        assert drawing(picture.moving_layer()) == frame, values
        assert picture.sentence == sentence
    assert drawing(picture.static_layer()) == still


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
    before, still, result = state(picture), drawing(picture.static_layer()), picture.result
    for parameter in picture.parameters:
        for value in wrong_values(parameter):
            with pytest.raises((TypeError, ValueError), match=rf"^{parameter.name} is .*[;,] "):
                picture.update(**{parameter.name: value})
            assert picture.result is result
        assert state(picture) == before
    assert drawing(picture.static_layer()) == still


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

    ours = {k for k in subclasses(Picture) if k.__module__.startswith("lossviz.chapters.")}
    assert ours == set(KINDS)
