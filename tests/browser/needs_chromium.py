"""Imported by what drives a browser: says why it is skipped where there is none."""

import pytest

pytest.importorskip("playwright", reason="the browser tests need Playwright (the test extra)")

from tools.browser_driver import CHROMIUM

if CHROMIUM is None:
    pytest.skip(
        "the browser tests need Chromium: install it with your system's packages",
        allow_module_level=True,
    )
