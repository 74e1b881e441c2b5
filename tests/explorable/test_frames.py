"""Frames: skeletons, changes, keys, what is near, and messages that make no sense."""

import asyncio
import json

import numpy as np
import pytest

from lossviz.explorable import Choice, Counter, Handle, Picture, Preset, Scale, Slider, words
from lossviz.explorable.declaration import declaration
from lossviz.explorable.frames import Frames, key_of, values_of
from lossviz.explorable.handles import place_of
from lossviz.explorable.nearby import nearby, preset_keys
from lossviz.explorable.widgets import Explorer
from lossviz.explorable.wishes import wish
from tools.page import Page

RATES = (0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


class Dot(Picture):
    """A point that can be put anywhere, and a line that not every state has."""

    size = (4.0, 3.0)
    narrow_size = (3.0, 4.0)
    parameters = (
        Slider("x", "across", -1.0, 1.0, 0.1, default=0.0),
        Scale("rate", "rate", RATES, default=1.0),
        Choice("line", "line", ("none", "one"), default="none"),
    )
    presets = (Preset("Right", x=1.0), Preset("Up", x=0.0, rate=8.0, line="one"))

    def build(self, figure):
        (axes,) = self.panels(figure, 1)
        axes.set(xlim=(-1, 1), ylim=(0.1, 10), yscale="log", xlabel="x", ylabel="rate")
        self._axes = axes
        self._dot = self.line(axes, "o")
        self._rule = self.readable(self.line(axes), "the rule")
        self._name = self.moving(axes.text(0, 1, ""))

    @property
    def handles(self):
        return (Handle("the dot", ("x", "rate"), self._axes, lambda r: r[:2], self.grab),)

    @staticmethod
    def grab(result, x, y):
        return {"x": x, "rate": y}

    @staticmethod
    def compute(x, rate, line):
        if rate == 4.0:
            raise ValueError("rate is 4.0, and nobody likes that; take 2.0.")
        return x, rate, line

    def place(self, result):
        x, rate, line = result
        self._dot.set_data([x], [rate])
        self._rule.set_data([x, x], [0.1, 10])
        self._rule.set_visible(line == "one")
        self._name.set_text(f"<{x:.1f} & co>")

    def describe(self, result):
        return f"It is at {words.inked(f'{result[0]:.1f}', '#0072b2')}, rate {result[1]:g}."


@pytest.fixture
def dot():
    return Dot()


def test_a_frame_says_only_what_has_changed(dot):
    frames = Frames(dot)
    first, again = frames.frame(), frames.frame()
    assert first[:2] == again[:2] == [0, {}]
    dot.update(x=0.5)
    number, changes, *_ = frames.frame()
    assert (number, set(changes.values()) > {"&lt;0.5 &amp; co&gt;"}) == (0, True)
    assert len(json.dumps(changes)) < len(frames.skeletons[0]) / 2
    dot.update(line="one")
    assert frames.frame()[0] == 1  # another structure
    dot.update(x=0.0, line="none")
    assert frames.frame()[:2] == first[:2]


def test_a_value_that_ends_like_an_attribute_is_one_hole(dot, monkeypatch):
    frames = Frames(dot)
    for picture in ("AAA=", "BBB="):
        layer = f'<image href="{picture}" id="one"/><text x="1">a = "b"</text>'
        monkeypatch.setattr(dot, "moving_layer", lambda layer=layer: layer)
        frame = frames.frame()
    assert frame[:2] == [0, {"0": "BBB="}]


def test_after_many_structures_a_frame_is_sent_whole(dot, monkeypatch):
    monkeypatch.setattr("lossviz.explorable.frames._MOST_SKELETONS", 1)
    frames = Frames(dot)
    frames.frame()
    dot.update(line="one")
    assert frames.frame()[:2] == [dot.moving_layer(), {}]
    assert len(frames.skeletons) == 1


def test_a_frame_has_the_sentence_with_its_colours_and_a_minus(dot):
    dot.update(x=-0.5)
    sentence = Frames(dot).frame()[2]
    assert sentence == [["It is at "], ["−0.5", "#0072b2"], [", rate 1."]]
    assert dot.sentence == "It is at −0.5, rate 1."


def test_drawing_elsewhere_leaves_the_picture_as_it_was(dot):
    frames, before = Frames(dot), dot.moving_layer()

    def fail():
        with frames.elsewhere():
            dot.update(x=1.0, line="one")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (dot.values["x"], dot.result, dot.moving_layer()) == (0.0, (0.0, 1.0, "none"), before)


def test_a_grip_stands_on_its_point_and_maps_the_pointer_to_places(dot):
    (grip,) = dot.grips()
    x, y, *moves = grip
    assert moves[0] == pytest.approx(10)  # the eleventh of 21 places
    assert moves[3] == pytest.approx(3)
    # Ten places of x to the edge of the axes, and three of the rate to the top, in any direction.
    dot.update(x=1.0, rate=8.0)
    right, top, *_ = dot.grips()[0]
    assert moves[1] * (right - x) == pytest.approx(10, abs=0.1)
    assert moves[2] == moves[4] == 0
    assert moves[5] * (top - y) == pytest.approx(3, abs=0.1)


def test_places_between_and_beyond():
    even = Slider("x", "x", 0.0, 1.0, 0.5, default=0.0)
    np.testing.assert_allclose(place_of(even, [0.25, 1.0, 2.0, -0.5]), [0.5, 2, 4, -1])
    powers = Scale("rate", "rate", (1.0, 10.0, 100.0), default=1.0)
    np.testing.assert_allclose(place_of(powers, [10**0.5, 1000.0]), [0.5, 3])
    assert np.isfinite(place_of(powers, [0.0, -1.0])).all()
    below = Scale("change", "change", (-4.0, -1.0, 0.0), default=0.0)
    np.testing.assert_allclose(place_of(below, [-2.5, -0.5]), [0.5, 1.5])


@pytest.mark.parametrize("last", [1.0, 2.0])
def test_even_places_above_0_are_no_scale_of_powers(last):
    even = Slider("x", "x", 0.5, last, 0.5, default=0.5)
    np.testing.assert_allclose(place_of(even, [0.75]), [0.5])


def test_keys_and_values_are_each_others_inverse(dot):
    values = {"x": -1.0, "rate": 8.0, "line": "one"}
    assert key_of(dot.parameters, values) == "0,6,1"
    assert values_of(dot.parameters, "0,6,1") == values


@pytest.mark.parametrize(
    "key", ["", "1", "1,2", "1,2,3,4", "99,0,0", "21,0,0", "-1,0,0", "a,b,c", "1.0,0,0"]
)
def test_keys_that_name_nothing_are_refused(dot, key):
    with pytest.raises(ValueError, match=r"^key is"):
        values_of(dot.parameters, key)


def test_what_is_near_comes_first_and_is_bounded(dot):
    along = nearby(dot, "10,3,0", ["x"])
    assert along[:4] == ["11,3,0", "9,3,0", "12,3,0", "8,3,0"]
    assert len(along) == 20
    around = nearby(dot, "10,3,0", ["x", "rate"])
    assert set(around[:8]) >= {"11,3,0", "9,3,0"}
    assert set(around) >= {"10,2,0", "10,4,0", "11,4,0"}
    assert len(set(around)) == len(around) <= 81
    assert "10,3,0" not in along + around
    long = Picture.__new__(
        type("Long", (Dot,), {"parameters": (Counter("n", "n", 0, 600, default=0),)})
    )
    assert len(nearby(long, "300", ["n"])) == 81
    assert preset_keys(dot) == ["20,3,0", "10,6,1"]
    dot.update(x=0.9, rate=8.0)
    assert {"20,6,0", "20,5,0"} <= set(nearby(dot, "19,6,0", ["x", "rate"]))  # to the last place


def test_the_declaration_is_plain_data_with_places(dot):
    declared = declaration(dot)
    assert json.loads(json.dumps(declared)) == declared
    assert declared["title"] == "dot"
    assert declared["defaults"] == [10, 3, 0]
    assert declared["parameters"][0]["texts"][0] == "−1.0"
    assert declared["presets"][1]["places"] == {"x": 10, "rate": 6, "line": 1}
    assert declared["handles"] == [{"label": "the dot", "parameters": ["x", "rate"]}]
    assert declared["sizes"] == {"wide": [288.0, 216.0], "narrow": [216.0, 288.0]}


def test_a_readable_line_has_its_box_and_scales(dot):
    (curve,) = dot.curves().values()
    assert curve["name"] == "the rule"
    assert curve["y"] == ["rate", 0.1, 10.0, "log"]
    left, top, right, bottom = curve["box"]  # in points, downwards
    assert 0 < left < right <= 288
    assert 0 <= top < bottom < 216
    dot.update(line="one")
    assert '<g data-curve="0"' in dot.moving_layer()


HELLO = {"kind": "hello", "page": "a", "layout": "wide"}


@pytest.mark.parametrize(
    ("message", "fault"),
    [
        (None, "a message is None"),
        ([], r"a message is \[\]"),
        ({}, "kind is None"),
        ({"kind": "shout"}, "kind is 'shout'"),
        ({"kind": ["ask"]}, r"kind is \['ask'\]"),
        ({"kind": "hello"}, "must say page and layout"),
        ({**HELLO, "layout": "round"}, "layout is 'round'"),
        ({**HELLO, "page": 7}, "page is 7"),
        ({**HELLO, "seq": "1"}, "seq is '1'"),
        ({**HELLO, "seq": True}, "seq is True"),
        ({**HELLO, "known": 1}, "known is 1"),
        ({**HELLO, "key": None}, "key is None"),
        ({**HELLO, "parameters": "x"}, "parameters is 'x'"),
        ({**HELLO, "parameters": [1]}, r"parameters is \[1\]"),
        ({**HELLO, "colour": "red"}, "colour is 'red'"),
        ({**HELLO, "kind": "do", "action": "explode"}, "action is 'explode'"),
    ],
)
def test_messages_that_make_no_sense_change_nothing_and_are_reported(message, fault):
    with pytest.raises(ValueError, match=fault):
        wish(message)
    explorer = Explorer(Dot())
    page = Page(explorer)
    before = page.drawing, explorer.values
    explorer._source.hear(message)
    assert page.refusal.startswith("Not understood: ")
    assert (page.drawing, explorer.values) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "ask", "seq": 1, "key": "99,99,99"},
        {"kind": "ask", "seq": 1, "key": ""},
        {"kind": "ask", "seq": 1, "key": "10,5,0"},  # what compute refuses
        {"kind": "warm", "key": "10,3,0", "parameters": ["colour"]},
        {"kind": "warm", "key": "x", "parameters": ["x"]},
        {"kind": "press", "label": "Right"},  # for a training
        {"kind": "do", "action": "start"},
    ],
)
def test_wishes_that_cannot_be_fulfilled_are_refused_and_nothing_moves(fields):
    explorer = Explorer(Dot())
    page = Page(explorer)
    before = page.drawing, explorer.values
    page.say(**fields)
    assert page.refusal
    assert (page.drawing, explorer.values, page.key) == (*before, "10,3,0")


def test_frames_sent_ahead_are_what_an_answer_would_be():
    explorer = Explorer(Dot())
    page = Page(explorer)
    page.say("warm", key=page.key, parameters=["rate"], presets=True)
    assert set(page.stock) == {"20,3,0", "10,6,1", *(f"10,{i},0" for i in (0, 1, 2, 4, 6))}
    assert page.key == "10,3,0"  # nothing has moved
    assert explorer.values["rate"] == 1.0
    for key, frame in page.stock.items():
        drawn = page.drawn(frame)
        page.move(**values_of(explorer.picture.parameters, key))
        assert drawn == (page.drawing, page.sentence, page.grips)


def test_each_layout_has_a_picture_of_its_own():
    source = Explorer(Dot())._source
    assert source.twin("wide") is source.picture
    assert source.twin("narrow").narrow


def test_a_newer_wish_ends_an_older_one(monkeypatch):
    monkeypatch.setattr("lossviz.explorable.frame_source._SLICE", 0.0)
    explorer = Explorer(Dot())
    page = Page(explorer)

    async def ask():
        complaints = []
        asyncio.get_running_loop().set_exception_handler(lambda _, what: complaints.append(what))
        for parameter in ("x", "rate"):
            page.say("warm", key=page.key, parameters=[parameter])
            await asyncio.sleep(0)  # the first of its frames
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        assert len(tasks) == 2
        await asyncio.gather(*tasks)
        assert complaints == []

    asyncio.run(ask())
    assert set(page.stock) == {"11,3,0", *(f"10,{i},0" for i in (0, 1, 2, 4, 6))}
    assert explorer._source._ahead == {}
