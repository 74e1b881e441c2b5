"""`pytest --chapter 3`, on a small repository made here."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools.one_chapter import is_of

pytest_plugins = ["pytester"]

ROOT = Path(__file__).resolve().parents[2]
A_TEST = "def test_it():\n    pass\n"
OF_NO_USE = "raise RuntimeError('imported for nothing')\n"
WITH_AN_EXAMPLE = '"""\n>>> 1\n1\n"""\n'
OVER_ALL = """\
import pytest

@pytest.mark.parametrize("name", ["3.1", "4.1", "picture", "other"])
def test_each(name):
    pass

def test_of_no_chapter():
    pass
"""
REPOSITORY = {
    "lossviz/maths.py": OF_NO_USE,
    "lossviz/chapters/ch03_this/picture.py": WITH_AN_EXAMPLE,
    "lossviz/chapters/ch04_that/other.py": OF_NO_USE,
    "tests/maths/test_maths.py": OF_NO_USE,
    "tests/chapters/test_ch03_this.py": A_TEST,
    "tests/chapters/test_ch04_that.py": OF_NO_USE,
    "tests/chapters/test_all.py": OVER_ALL,
}


def test_a_chapter_has_its_own_files_and_its_share_of_those_that_go_through_all(pytester):
    for name, source in REPOSITORY.items():
        path = pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}")
    pytester.makeconftest('pytest_plugins = ["tools.one_chapter"]')
    done = pytester.runpytest_subprocess(
        "--chapter", "3", "--doctest-modules", "--collect-only", "-q"
    )
    assert [line for line in done.outlines if "::" in line] == [
        "lossviz/chapters/ch03_this/picture.py::picture",
        "tests/chapters/test_all.py::test_each[3.1]",
        "tests/chapters/test_all.py::test_each[picture]",
        "tests/chapters/test_ch03_this.py::test_it",
    ]


def declared_in(module: str) -> type:
    return type("Picture", (), {"__module__": module})


@pytest.mark.parametrize(
    ("number", "own", "other"),
    [
        ("3", "3", "13"),
        ("3", "3.12", "13.1"),
        ("A1", "A1.2", "1.2"),
        ("3", "03_this.ipynb", "04_that.ipynb"),
        ("A1", Path("A1_this.ipynb"), Path("01_that.ipynb")),
        ("3", declared_in("lossviz.chapters.ch03_this.x"), declared_in("lossviz.maths.ch03_x")),
        ("3", declared_in("lossviz.chapters.ch03_this")(), 3),
    ],
)
def test_a_parameter_is_of_one_chapter(number, own, other, tmp_path):
    assert is_of(own, number, tmp_path)
    assert not is_of(other, number, tmp_path)
