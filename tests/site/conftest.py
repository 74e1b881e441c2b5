"""The pages that are tested: those of `make site`, or built here without what moves them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.site import pages
from tools.site.serve import serving

WHOLE_SITE = os.environ.get("LOSSVIZ_SITE")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site."""
    if WHOLE_SITE:
        return Path(WHOLE_SITE)
    try:
        pages.need_tools()
    except pages.CannotBuild as missing:
        pytest.skip(str(missing))
    folder = tmp_path_factory.mktemp("site")
    # In a process of its own: what Sphinx says of its extensions' future is no error here.
    command = [sys.executable, "-m", "tools.site", "--pages", "--folder", str(folder)]
    built = subprocess.run(command, cwd=pages.ROOT, capture_output=True, text=True, timeout=600)
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as address:
        yield address
