"""`pytest --chapter 3`: only what belongs to chapter 3.

That is its notebook, its folder of the package, its files in tests/chapters, and of the tests that
go through all notebooks, exercises or pictures those with a parameter of this chapter.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tools import chapter

OWN = ("notebooks/{}*.ipynb", "lossviz/chapters/ch{}*", "tests/chapters/test_ch{}*")
# What is of another chapter, or knows no chapter, or takes minutes. These files need not even be
# imported.
OTHER = (
    *("notebooks/*", "lossviz/*", "tests/chapters/test_ch*", "tests/maths/*", "README.md"),
    "tests/browser/*",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--chapter", metavar="N", help="only what belongs to chapter N: 3, or A1")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out whole files, before they are imported."""
    number = config.getoption("chapter")
    if number is None or collection_path.is_dir() or _is_own(collection_path, config):
        return None
    return _matches(collection_path, config, OTHER) or None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of what was collected, keep what belongs to the chapter."""
    number = config.getoption("chapter")
    if number is None:
        return
    kept: list[pytest.Item] = []
    dropped: list[pytest.Item] = []
    for item in items:
        callspec = getattr(item, "callspec", None)
        parameters = callspec.params.values() if callspec else ()
        belongs = _is_own(item.path, config) or any(
            is_of(parameter, number, config.rootpath) for parameter in parameters
        )
        (kept if belongs else dropped).append(item)
    items[:] = kept
    config.hook.pytest_deselected(items=dropped)


def _is_own(path: Path, config: pytest.Config) -> bool:
    prefix = chapter.prefix(config.getoption("chapter"))
    return _matches(path, config, [pattern.format(prefix) for pattern in OWN])


def _matches(path: Path, config: pytest.Config, patterns: Iterable[str]) -> bool:
    place = path.relative_to(config.rootpath).as_posix()
    return any(fnmatch(place, pattern) for pattern in patterns)


def is_of(parameter: object, number: str, root: Path) -> bool:
    """Tell whether a test's parameter is of a chapter.

    It is the number of the chapter or of one of its exercises, a file of its name, the name of a
    module in its folder of the package, or a class, a function or an object that is declared there.
    """
    prefix = chapter.prefix(number)
    if isinstance(parameter, Path):
        return parameter.name.startswith(prefix)
    if isinstance(parameter, str):
        if parameter == number or parameter.startswith((f"{number}.", prefix)):
            return True
        named = f"lossviz/chapters/ch{prefix}*/{parameter}.py"
        return parameter.isidentifier() and any(root.glob(named))
    return getattr(parameter, "__module__", "").startswith(f"lossviz.chapters.ch{prefix}")
