"""What docs/lessons.toml says stands in the chapters, and the page of teachers says the same."""

from __future__ import annotations

import re
from functools import cache

import nbformat
import pytest

from lossviz import exercises
from lossviz.chapters import picture, pictures
from tools import lessons, notebooks
from tools.site import book

LESSONS = lessons.lessons()
SCENES = [(lesson, scene) for lesson in LESSONS for scene in lesson.scenes]
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)
each_scene = pytest.mark.parametrize(
    ("lesson", "scene"), SCENES, ids=[f"{lesson.name}-{scene.title}" for lesson, scene in SCENES]
)
# Where one sentence ends and the next begins.
_END = re.compile(r"(?<=[.?!])[\"”]? ")


@cache
def words_of(name: str) -> str:
    """All that a chapter says, without emphasis and line breaks, in small letters."""
    notebook = nbformat.read(notebooks.FOLDER / f"{name}.ipynb", as_version=4)
    return plain(" ".join(c.source for c in notebook.cells if c.cell_type == "markdown"))


def plain(text: str) -> str:
    return " ".join(re.sub(r"[*`]", "", text).lower().split())


def test_every_notebook_has_its_lesson():
    found = [lesson.name for lesson in LESSONS]
    assert found == sorted(path.stem for path in notebooks.notebooks_in())


@each_scene
def test_a_scene_speaks_the_words_of_its_chapter(lesson, scene):
    said = [
        sentence
        for text in (scene.title, scene.story, scene.question, scene.say)
        for sentence in _END.split(text)
    ]
    said.append(scene.formula)
    assert [text for text in said if plain(text) not in words_of(lesson.name)] == []


@each_scene
def test_what_a_scene_shows_is_there(lesson, scene):
    assert set(scene.minutes) <= set(lessons.STEPS)
    assert all(minutes > 0 for minutes in scene.minutes.values())
    assert ("predict" in scene.minutes) == bool(scene.predict)
    assert not scene.predict or scene.question
    if scene.explorer:
        name = scene.explorer.partition("-")[0]
        assert name in pictures()
        assert set(scene.buttons) <= {preset.label for preset in picture(name)().presets}
    else:
        assert not scene.press


def test_every_prediction_is_asked_and_afterwards_told():
    asked: list[str] = []
    for _, scene in SCENES:
        if scene.predict:
            asked.append(scene.predict)
        assert set(scene.reveal) <= set(asked)
    told = [name for _, scene in SCENES for name in scene.reveal]
    assert sorted(asked) == sorted(told) == sorted(exercises.predictions())


@each_lesson
def test_the_exercises_of_a_lesson_are_those_of_its_chapter(lesson):
    number = lesson.place.partition(" ")[0]
    own = {name for name in exercises.known() if name.partition(".")[0] == number}
    assigned = [*lesson.in_class, *lesson.at_home]
    assert len(assigned) == len(set(assigned))
    assert set(assigned) <= own
    assert bool(own) == bool(assigned)
    assert all(bool(minutes) == bool(names) for minutes, names in _exercise_times(lesson))


def _exercise_times(lesson):
    return zip(lesson.minutes, (lesson.in_class, lesson.at_home), strict=True)


@each_lesson
def test_the_minutes_of_the_steps_add_up_to_those_of_the_chapter(lesson):
    first = nbformat.read(notebooks.FOLDER / f"{lesson.name}.ipynb", as_version=4).cells[0].source
    assert f"{lesson.reading} minutes" in first
    assert not lesson.exercises or re.search(
        rf"\b{lesson.exercises}( minutes)? of exercises", first
    )


def test_a_long_chapter_has_a_break():
    for lesson in LESSONS:
        together = lesson.reading + lesson.exercises
        assert len(lesson.sittings) == (2 if together > 75 else 1), lesson.name


def test_the_contents_promise_the_same_minutes():
    contents = nbformat.read(notebooks.FOLDER / "00_start_here.ipynb", as_version=4)
    text = "\n".join(cell.source for cell in contents.cells)
    promised = re.findall(r"^\| \[.*\]\((\S+)\.ipynb\) \|.*\| (\d+(?: \+ \d+)?) \|$", text, re.M)
    assert promised == [(lesson.name, lesson.promised) for lesson in LESSONS[1:]]


def test_the_book_has_the_lessons_minutes():
    assert [(c.name, c.reading, c.exercises or 0) for c in book.chapters()] == [
        (lesson.name, lesson.reading, lesson.exercises) for lesson in LESSONS
    ]


def test_the_tables_of_the_page_are_those_of_the_lessons():
    page = lessons.PAGE.read_text(encoding="utf-8")
    assert page == lessons.with_tables(page, LESSONS), "docs/lessons.toml has changed: make lessons"
    assert lessons.overview(LESSONS) in page
    assert lessons.plans(LESSONS) in page
