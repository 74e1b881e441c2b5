"""The pages to project: what a lesson says, screen by screen, and no answer beside its question."""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

pytest.importorskip("myst_parser", reason="the pages need it: pip install -e '.[site]'")

from lossviz import exercises
from tools import lessons, notebook_form, notebooks
from tools.site import book, projecting, reader

LESSONS = lessons.lessons()
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


@pytest.fixture(scope="module")
def screens():
    """The screens of each chapter between the first and the last."""
    found = {}
    for lesson, chapter in zip(LESSONS, book.chapters(), strict=True):
        notebook = notebook_form.read(notebooks.FOLDER / f"{lesson.name}.ipynb")
        page = reader.page_of(notebook, lesson.name, chapter.title)
        found[lesson.name] = list(projecting._screens(lesson, page))
    return found


@each_lesson
def test_each_scene_has_its_screens_in_the_order_of_a_lesson(lesson, screens):
    expected = []
    for scene in lesson.scenes:
        expected += ["Predict"] * bool(scene.predict) + ["Move"] * bool(scene.explorer)
        if scene.reveal:
            expected.append("What came out")
        elif scene.say or scene.formula:
            expected.append("Say")
        expected += ["Vote"] * scene.claims
    assert [screen.kind for screen in screens[lesson.name]] == expected


@each_lesson
def test_a_question_stands_with_its_choices_and_without_its_answer(lesson, screens):
    asked = [scene.predict for scene in lesson.scenes if scene.predict]
    shown = [screen for screen in screens[lesson.name] if screen.kind == "Predict"]
    for name, screen in zip(asked, shown, strict=True):
        prediction = exercises.predictions()[name]
        assert html.escape(prediction.why) not in screen.body
        assert not [spoiler for spoiler in prediction.spoilers if spoiler in screen.body]
        if options := getattr(prediction, "options", None):
            listed = re.findall("<li><b>(.+?)</b> (.+?)</li>", screen.body)
            assert {letter: html.unescape(words) for letter, words in listed} == options
        else:
            assert "Write down a number" in screen.body


@each_lesson
def test_what_came_out_is_told_in_the_words_of_the_prediction(lesson, screens):
    told = "".join(s.body for s in screens[lesson.name] if s.kind == "What came out")
    for name in (name for scene in lesson.scenes for name in scene.reveal):
        assert html.escape(exercises.predictions()[name].why) in told


@each_lesson
def test_every_claim_of_the_web_is_voted_on(lesson, screens):
    for screen in screens[lesson.name]:
        if screen.kind == "Vote":
            assert screen.body.count("<li>") >= 3
            assert "verdict" not in screen.body


def test_an_explorer_that_the_chapter_does_not_show_is_named():
    lesson = LESSONS[0]
    scene = replace(lesson.scenes[0], explorer="simplex")
    with pytest.raises(ValueError, match="00_start_here shows no explorer 'simplex'"):
        projecting._explorer(scene, reader.Page("00_start_here"))


@each_lesson
def test_the_page_is_whole(lesson, site):
    text = (site / "project" / f"{lesson.name}.html").read_text(encoding="utf-8")
    assert text.count("<h1") == 1
    assert "$" not in re.sub(r"\\\(.*?\\\)|\\\[.*?\\\]", "", text)
    ids = Counter(re.findall(r'\bid="([^"]+)"', text))
    assert [name for name, count in ids.items() if count > 1] == []
    assert all('alt="' in image for image in re.findall("<img [^>]*>", text))
    for target in re.findall(r'(?:href|src)="([^"#]+)', text):
        parts = urlsplit(target)
        assert not parts.scheme
        assert (site / "project" / parts.path).resolve().is_file(), target


@each_lesson
def test_the_chapter_leads_to_its_page_to_project(lesson, site):
    text = (site / f"{lesson.name}.html").read_text(encoding="utf-8")
    assert f'href="project/{lesson.name}.html"' in text
