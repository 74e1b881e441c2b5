"""One hub for all tests of a class, with a learner for each."""

import pytest


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """The repository that the class gets its notebooks from."""
    from tools.hub.running import class_repository

    return class_repository(tmp_path_factory.mktemp("class") / "notebooks")


@pytest.fixture(scope="session")
def hub(edition):
    import tempfile
    from pathlib import Path

    from class_on_a_hub import LEARNERS

    from tools.hub.running import Hub

    # A short path: a socket's name has at most 107 characters.
    with tempfile.TemporaryDirectory() as folder, Hub(Path(folder), LEARNERS, edition) as hub:
        yield hub
