"""Imported by what needs a running hub: says why it is skipped where there is none."""

import json
from contextlib import contextmanager

import pytest

from tools.hub.running import missing

if reason := missing():
    pytest.skip(reason, allow_module_level=True)

from tools.hub.learner import Learner

LEARNERS = ("ada", "bob", "cyd", "dot", "eli", "fay", "gus", "hal", "ida")
FOLDER = "losses"
CHAPTER_0 = f"{FOLDER}/notebooks/00_start_here.ipynb"
CHAPTER_3 = f"{FOLDER}/notebooks/03_sigmoid_saturation.ipynb"


@contextmanager
def at_work(hub, edition, name):
    """A learner who has logged in and has a server and the notebooks."""
    learner = Learner(hub.address, name, hub.password)
    try:
        assert learner.log_in()
        learner.start_server()
        fetch(learner, edition)
        yield learner
    finally:
        learner.close()


def fetch(learner, edition):
    """Get the newest edition, as whoever logs in does."""
    said = learner.pull(repo=str(edition), branch="main", targetpath=FOLDER)
    assert said[-1] == {"phase": "finished"}, json.dumps(said)
