"""Stored frames: what a page unpacks is what the picture draws now, and nothing is missing."""

from __future__ import annotations

import base64
import io
import json
import os
import shutil
import subprocess
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from lossviz.chapters import picture, pictures
from lossviz.explorable import Choice, LivePicture, Picture, Player, Slider
from lossviz.explorable.frames import key_of, values_of
from tools.page import filled, in_pixels
from tools.site import frames, packed_images, packing, states

ROOT = Path(__file__).resolve().parents[2]
NODE = shutil.which("node")
# What `make site` has built; without it a few small pictures are stored here.
WHOLE_SITE = os.environ.get("LOSSVIZ_SITE")
FEW = ("codewords", "softmax_descent", "rare_clusters", "live_training")
# Of each picture so many states are drawn again, those at the ends of the file among them.
SAMPLE = 60
LARGEST_PAGE = 600_000

needs_node = pytest.mark.skipif(NODE is None, reason="unpacking is the page's: it needs Node")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where frames are stored."""
    if WHOLE_SITE:
        return Path(WHOLE_SITE)
    folder = tmp_path_factory.mktemp("frames")
    frames.write(folder, FEW)
    return folder


def names() -> list[str]:
    return list(pictures()) if WHOLE_SITE else list(FEW)


def unpacked(*files: Path) -> dict[str, Any]:
    """What the page makes of some files."""
    command = [NODE, ROOT / "tests" / "site" / "unpack.mjs", *files]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@needs_node
@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("layout", ["wide", "narrow"])
def test_a_stored_frame_is_what_the_picture_draws_now(folder, name, layout):
    (stored,) = unpacked(folder / frames.FRAMES / f"{name}.{layout}.z").values()
    drawn = picture(name)(narrow=layout == "narrow")
    assert stored["still"] == drawn.static_layer()
    assert stored["curves"] == json.loads(json.dumps(drawn.curves()))
    keys = stored["keys"]
    # JavaScript puts keys that look like numbers first, so the order says nothing.
    assert sorted(stored["frames"]) == sorted(keys)
    for key in [*keys[:: max(1, len(keys) // SAMPLE)], keys[-1]]:
        skeleton, changes, words, grips = stored["frames"][key]
        drawn.update(**values_of(drawn.parameters, key))
        shown = filled(stored["skeletons"][skeleton], changes)
        assert in_pixels(shown) == in_pixels(drawn.moving_layer()), key
        assert [(*piece, None)[:2] for piece in words] == drawn.words, key
        assert grips == json.loads(json.dumps(drawn.grips())), key


@pytest.mark.parametrize("name", names())
def test_the_states_that_one_move_leads_to_are_stored(folder, name):
    about = json.loads((folder / frames.FRAMES / f"{name}.json").read_text())
    shown = picture(name)()
    layouts = [
        json.loads(zlib.decompress((folder / frames.FRAMES / f"{name}.{layout}.z").read_bytes()))
        for layout in ("wide", "narrow")
    ]
    assert layouts[0]["keys"] == layouts[1]["keys"]
    stored = {*layouts[0]["keys"], *layouts[0]["refusals"]}
    assert stored >= set(frames.shown().get(name, [])), "what the notebook shows"
    if isinstance(shown, LivePicture):
        return
    assert stored >= set(about["starts"])
    defaults = {parameter.name: parameter.default for parameter in shown.parameters}
    assert key_of(shown.parameters, defaults) in about["starts"]
    for preset in shown.presets:
        values = {**defaults, **shown.check(preset.values)}
        assert key_of(shown.parameters, values) in about["starts"], preset.label
    for start in about["starts"]:
        for index, parameter in enumerate(shown.parameters):
            places = start.split(",")
            line = []
            for place in range(len(parameter.places)):
                places[index] = str(place)
                line.append(",".join(places) in stored)
            assert all([line[0], line[-1]]), f"the ends of {parameter.name} from {start}"
            if isinstance(parameter, (Player, Choice)):
                assert all(line), f"a film has no gaps: {parameter.name} from {start}"


def test_a_page_with_all_its_frames_stays_small(folder):
    if not WHOLE_SITE:
        pytest.skip("needs all frames: make test-site")
    size = {path.name: path.stat().st_size for path in (folder / frames.FRAMES).iterdir()}
    for layout in ("wide", "narrow"):
        pages: dict[str, int] = {}
        for name in pictures():
            both = size[f"{name}.json"] + size[f"{name}.{layout}.z"]
            for page in frames.pages_of(name):
                pages[page] = pages.get(page, 0) + both
        assert pages
        assert max(pages.values()) <= LARGEST_PAGE, (layout, pages)


def packed_and_unpacked(tmp_path: Path, drawn: list[Any]) -> list[Any]:
    keys = [str(number) for number in range(len(drawn))]
    content = {"skeletons": [], "keys": keys, "refusals": {}, **packing.pack(drawn)}
    (tmp_path / "some.z").write_bytes(zlib.compress(json.dumps(content).encode()))
    (stored,) = unpacked(tmp_path / "some.z").values()
    return list(stored["frames"].values())


@needs_node
def test_what_no_number_is_comes_back_as_it_was(tmp_path):
    texts = [
        "0.50",
        "007",
        "-0",
        "1e-05",
        "−3",
        "M 1.5 2L 3 -4.5",
        "",
        "x1.x",
        "12345678.123456789",
    ]
    drawn = [[0, {"3": text, "11": text}, [[text, "#0072b2"], ["!"]], [None]] for text in texts]
    assert packed_and_unpacked(tmp_path, drawn) == drawn


@needs_node
def test_paths_that_grow_and_frames_of_other_structure_come_back(tmp_path):
    trail = [f"M 0 {k}" + "".join(f"L {i} {i / 10:g}" for i in range(k)) for k in range(12)]
    drawn = []
    for k, path in enumerate(trail):
        changes = {} if k == 5 else {"0": path + "z" * (k % 2)}
        grips = [[k / 10, 1.25, 3.0], None] if k % 3 else [None, None]
        drawn.append([k % 2, changes, [[f"{k} steps"]] * (1 + k % 3), grips])
    assert packed_and_unpacked(tmp_path, drawn) == json.loads(json.dumps(drawn))


@needs_node
def test_a_film_of_images_comes_back_pixel_for_pixel_and_small(tmp_path):
    random = np.random.default_rng(7)
    palette = np.stack([np.arange(256), np.arange(256)[::-1], np.full(256, 9), np.full(256, 255)])
    palette[3, :3] = 0, 100, 200
    images, places = [], random.integers(0, 256, (7, 9))
    for _ in range(40):
        places = places + random.integers(-1, 2, places.shape) & 255
        images.append(address_of(palette.T[places]))
    drawn = [[0, {"0": image, "1": "x"} if k % 9 else {}, [], []] for k, image in enumerate(images)]
    packed = packing.pack(drawn)
    assert len(zlib.compress(json.dumps(packed).encode())) < sum(map(len, images)) / 2
    back = packed_and_unpacked(tmp_path, drawn)
    for (_, there, *_), (_, here, *_) in zip(drawn, back, strict=True):
        assert list(here) == list(there)
        if there:
            shown, meant = packed_images.pixels(here["0"]), packed_images.pixels(there["0"])
            assert np.array_equal(shown, meant)


def address_of(pixels: Any) -> str:
    png = io.BytesIO()
    Image.fromarray(np.asarray(pixels).astype(np.uint8)).save(png, "png")
    return packed_images.PNG + base64.b64encode(png.getvalue()).decode()


def test_what_is_no_film_of_few_colours_stays_as_it_is():
    small = address_of(np.zeros((1, 2, 4)))
    assert packed_images.pack([small, small]) is not None
    assert packed_images.pack([small, "M 0 0"]) is None
    assert packed_images.pack([small, address_of(np.zeros((1, 3, 4)))]) is None
    many = np.arange(300)
    colours = np.stack([many % 256, many // 256, many, many], axis=-1)[np.newaxis]
    assert packed_images.pack([address_of(colours)]) is None
    assert packed_images.pack([address_of(colours[:, :256])]) is not None


@pytest.fixture
def wave() -> Picture:
    """A picture with so many states that they must be thinned out."""

    class Wave(Picture):
        size = (4.0, 3.0)
        parameters = (
            Player("step", "step", 0, 1200, default=0),
            Slider("a", "a", 0, 1, 0.001, default=0.5),
            Slider("b", "b", 0, 1, 0.001, default=0.5),
        )

        def build(self, figure: Any) -> None:
            self._line = self.line(figure.subplots())

        @staticmethod
        def compute(step: int, a: float, b: float) -> float:
            return step * a * b

        def place(self, result: float) -> None:
            self._line.set_data([0, 1], [0, result])

        def describe(self, result: float) -> str:
            return f"{result:.2f}"

    return Wave()


def test_too_many_states_are_thinned_out_but_films_keep_all_their_pictures(wave):
    own, presets = states.starts(wave, [])
    assert (own, presets) == (["0,500,500"], [])
    ways = list(states.thinnings(wave, own, presets))
    assert [len(keys) for keys in ways] == sorted((len(keys) for keys in ways), reverse=True)
    assert len(ways[0]) <= states.MOST
    for keys in ways:
        assert len([key for key in keys if key.endswith(",500,500")]) == 1201


def test_what_the_picture_refuses_is_stored_with_its_reason():
    shown = picture("simplex")().update(p_a=100, p_b=0, p_c=0)
    nothing = key_of(shown.parameters, {**shown.values, "p_a": 0.0})
    drawer = frames.Drawer(shown)
    packed = json.loads(zlib.decompress(drawer.packed("narrow", [nothing])))
    with pytest.raises(ValueError, match=r"p_a") as told:
        shown.update(p_a=0)
    assert packed["refusals"] == {nothing: str(told.value)}
    assert packed["keys"] == []
