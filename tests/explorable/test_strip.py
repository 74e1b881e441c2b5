"""A strip shows several states of a picture, and moves none."""

import base64
import io

import numpy as np
import pytest
from PIL import Image
from test_explorer import Haunted

from lossviz.explorable.widgets import Explorer


@pytest.fixture
def explorer():
    explorer = Explorer(Haunted())
    yield explorer
    explorer.close()


def shown(strip):
    """Pixels, text and metadata of what a notebook stores."""
    data, metadata = strip._repr_mimebundle_()
    image = Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).convert("RGB")
    assert metadata["image/png"]["alt"] == data["text/plain"]
    return np.asarray(image), data["text/plain"], metadata["image/png"]


def test_states_stand_beside_each_other_with_their_names_and_sentences(explorer):
    explorer.set(slope=1.0)
    pixels, text, about = shown(explorer.strip({"Steep": {"slope": 2.0}, "As it begins": {}}))
    assert text == "Steep: It rises by 2.0.\nAs it begins: It rises by 0.2."
    assert explorer.values == {"slope": 1.0}
    half = pixels.shape[1] // 2
    assert not np.array_equal(pixels[:, :half], pixels[:, half:])
    assert about["width"] == pytest.approx(2 * half / 1.5, abs=1)  # sharp on fine screens, too
    same, _, _ = shown(explorer.strip({"Steep": {"slope": 2.0}, "Steep ": {"slope": 2.0}}))
    assert np.array_equal(same[70:, :half], same[70:, half:])


def test_presets_are_states(explorer):
    _, text, _ = shown(explorer.strip(explorer.presets))
    assert text == "Steep: It rises by 2.0.\nFlat: It rises by 0.0."


def test_a_guess_is_in_every_state(explorer):
    states = {"One": {"slope": 1.0}}
    without, _, _ = shown(explorer.strip(states))
    explorer.keep(2.5)
    with_guess, _, _ = shown(explorer.strip(states))
    assert not np.array_equal(without, with_guess)


def test_a_wide_strip_is_shown_no_wider_than_a_wide_picture(explorer):
    _, _, about = shown(explorer.strip({str(i): {} for i in range(4)}))
    assert about["width"] == 960


def test_a_state_that_does_not_fit_is_refused(explorer):
    with pytest.raises(ValueError, match="slope is 7"):
        explorer.strip({"Too steep": {"slope": 7.0}})
