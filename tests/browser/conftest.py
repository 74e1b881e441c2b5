"""What all browser tests use. Imports wait, for a machine without a browser has no Playwright."""

import itertools

import pytest

_NUMBERS = itertools.count(1)


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    """The folder that JupyterLab shows."""
    from scratch import write_scratch

    root = tmp_path_factory.mktemp("lab")
    write_scratch(root)
    return root


@pytest.fixture(scope="module")
def lab(root, tmp_path_factory):
    """The address of JupyterLab."""
    from tools.browser_driver import jupyterlab

    with jupyterlab(root, tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    from tools.browser_driver import chromium

    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def opened(lab, browser):
    """A notebook that all tests of a module share."""
    from scratch import Scratch

    scratch = Scratch(browser.new_page(viewport={"width": 1280, "height": 900}))
    yield scratch.open(lab).run_all()
    scratch.page.close()


@pytest.fixture
def scratch(opened):
    """The shared notebook, in which nothing may go wrong unseen."""
    opened.complaints.clear()
    yield opened
    assert opened.complaints == []


@pytest.fixture
def alone(lab, browser, root):
    """A notebook with a kernel of its own, which a test may end."""
    from scratch import Scratch, write_scratch

    name = f"alone{next(_NUMBERS)}.ipynb"
    write_scratch(root, name)
    scratch = Scratch(browser.new_page(viewport={"width": 1280, "height": 900}), name=name)
    yield scratch.open(lab).run_all()
    scratch.page.close()
