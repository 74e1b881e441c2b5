"""Writes a page to project for each chapter: its lesson, screen by screen.

What stands on it comes from docs/lessons.toml, from the predictions and from the chapter's page.
An explorer stands there twice: to be moved, and as its stored picture for paper.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from lossviz import exercises
from lossviz.checking.predictions import ChoiceGuess, NumberGuess, Prediction, in_short
from tools import chapter, links, notebooks
from tools.lessons import BUTTON, Lesson, Scene
from tools.site.book import Chapter
from tools.site.reader import Page

PAGES = Path("project")
_TEMPLATE = Path(__file__).resolve().parents[2] / "site" / "projecting_page.html"
_MOVING = '<script type="module" src="../_static/lossviz/page.js"></script>'

_FIGURE = '<figure class="lossviz-here" id="{}" .*?</figure>'
_STRIP = (
    r'data-kind="reveal" data-name="{}">.*?</div>\s*<details[^>]*>.*?'
    r'(<figure class="strip">.*?</figure>)'
)
_NEXT_TASK = '<div class="lossviz-task"'
_CAPTION = re.compile("<figcaption[^>]*>(.*?)</figcaption>", re.S)
_IMAGE = re.compile("<img [^>]*>")
# The claims of "Heard on the web", each in a line of its own: 1. "The larger …"
_CLAIMS = re.compile(r"^## [^\n]*Heard on the web.*?(?=^<details>|\Z)", re.M | re.S)
_CLAIM = re.compile(r"^\d+\. (.+)$", re.M)


@dataclass(frozen=True)
class Screen:
    """What is seen at once: what it is for, its title, and the rest as HTML."""

    kind: str
    title: str
    body: str


def write(folder: Path, lesson: Lesson, about: Chapter, page: Page, *, moves: bool) -> None:
    """Write the page of a chapter; `moves` says whether what the page's script loads is there."""
    shown = [_opening(about), *_screens(lesson, page), *_exercises(lesson, about)]
    text = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=lesson.name,
        title=html.escape(about.title),
        subject=html.escape(lesson.subject),
        place=html.escape(about.place),
        moving=_MOVING if moves else "",
        screens="\n".join(_drawn(number, screen) for number, screen in enumerate(shown, 1)),
    )
    target = folder / PAGES / f"{lesson.name}.html"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def _drawn(number: int, screen: Screen) -> str:
    level = 1 if number == 1 else 2
    return (
        f'<section class="screen" id="screen-{number}" aria-labelledby="title-{number}">\n'
        f'<h{level} id="title-{number}" tabindex="-1">'
        f'<span class="kind">{screen.kind}</span> {screen.title}</h{level}>\n'
        f"{screen.body}\n</section>"
    )


def _opening(about: Chapter) -> Screen:
    story = f'<p class="story">{html.escape(about.description)}</p>'
    return Screen(about.place, html.escape(about.title), story)


def _screens(lesson: Lesson, page: Page) -> Iterator[Screen]:
    """The screens of all scenes, in their order."""
    for scene in lesson.scenes:
        title = _text(scene.title)
        if scene.predict:
            yield Screen("Predict", title, _asked(scene) + _choices(scene.predict))
        if scene.explorer:
            yield Screen("Move", title, _explorer(scene, page))
        if scene.reveal or scene.say or scene.formula:
            yield Screen("What came out" if scene.reveal else "Say", title, _told(scene, page))
        if scene.claims:
            yield Screen("Vote", "True, false, it depends?", _claims(lesson.name))


def _asked(scene: Scene) -> str:
    story = f'<p class="story">{_text(scene.story)}</p>' if scene.story else ""
    return f'{story}<p class="question">{_text(scene.question)}</p>'


def _choices(name: str) -> str:
    """What may be answered, and no word of what is right."""
    prediction = _prediction(name)
    if isinstance(prediction, ChoiceGuess):
        options = "".join(
            f"<li><b>{letter}</b> {html.escape(words)}</li>"
            for letter, words in prediction.options.items()
        )
        return f'<ul class="choices">{options}</ul>'
    if isinstance(prediction, NumberGuess):
        least, most = in_short(prediction.low), in_short(prediction.high)
        unit = f" ({html.escape(prediction.unit)})" if prediction.unit else ""
        return f'<p class="choices">Write down a number from {least} to {most}{unit}.</p>'
    raise TypeError(f"{name} is a {type(prediction).__name__}; say here how a class is asked.")


def _explorer(scene: Scene, page: Page) -> str:
    found = re.search(_FIGURE.format(re.escape(scene.explorer)), page.markdown, re.S)
    if found is None:
        raise ValueError(f"{page.name} shows no explorer {scene.explorer!r}; mend its lesson.")
    figure = _from_here(found[0])
    asked = "" if scene.predict else _asked(scene)
    press = BUTTON.sub(r"<b>\1</b>", html.escape(scene.press, quote=False))
    verb = "Press " if scene.press.startswith('"') else ""
    press = f'<p class="press">{_capital(verb + press)}.</p>'
    return f'{asked}{press}<div class="room">{figure}</div>{_printed(figure)}'


def _told(scene: Scene, page: Page) -> str:
    pieces = []
    for name in scene.reveal:
        prediction = _prediction(name)
        pieces.append(f'<p class="truth">{html.escape(_capital(prediction.told()))}</p>')
        pieces.append(f'<p class="why">{html.escape(prediction.why)}</p>')
    if scene.say:
        pieces.append(f'<p class="say">{_text(_capital(scene.say))}</p>')
    if scene.formula:
        pieces.append(f'<div class="math">\\[{html.escape(scene.formula)}\\]</div>')
    pieces += [_strip(name, page) for name in scene.reveal]
    return "".join(pieces)


def _strip(name: str, page: Page) -> str:
    """The picture that answers a prediction, for paper, or "" where the chapter has none."""
    found = re.search(_STRIP.format(re.escape(name)), page.markdown, re.S)
    if found is None or _NEXT_TASK in found[0]:
        return ""
    return _printed(_from_here(found[1]))


def _from_here(figure: str) -> str:
    """A figure of the chapter's page as it stands on ours; paper does not wait for its picture."""
    return figure.replace('src="_static/', 'src="../_static/').replace('loading="lazy" ', "")


def _printed(figure: str) -> str:
    """A figure's stored picture with its sentences, for paper."""
    image, caption = _IMAGE.search(figure), _CAPTION.search(figure)
    assert image
    assert caption
    return f'<div class="printed">{image[0]}<div>{caption[1]}</div></div>'


def _claims(name: str) -> str:
    section = _CLAIMS.search(_prose(name))
    if section is None:
        raise ValueError(f'{name} has no claims under "Heard on the web"; mend its lesson.')
    claims = "".join(f"<li>{_text(claim)}</li>" for claim in _CLAIM.findall(section[0]))
    return f'<ol class="claims">{claims}</ol>'


def _exercises(lesson: Lesson, about: Chapter) -> Iterator[Screen]:
    """The last screen: what to do in class and at home."""
    kinds = chapter.exercises(_prose(lesson.name), lesson.name)
    named = ((lesson.in_class, "In class"), (lesson.at_home, "At home"))
    lists = [
        f"<h3>{where}, {minutes} minutes</h3><ul>"
        + "".join(f"<li><b>{name}</b> {html.escape(kinds[name])}</li>" for name in names)
        + "</ul>"
        for (names, where), minutes in zip(named, lesson.minutes, strict=True)
        if names
    ]
    if lists:
        where = f'<p>They stand at the end of <a href="../{lesson.name}.html">the chapter</a>.</p>'
        yield Screen("Assign", "Exercises", f'<div class="exercises">{"".join(lists)}{where}</div>')


def _prediction(name: str) -> Prediction:
    return exercises.predictions()[name]


@cache
def _prose(name: str) -> str:
    return links.markdown_of(notebooks.FOLDER / f"{name}.ipynb")


@cache
def _markdown() -> MarkdownIt:
    """Markdown with formulas, which the page's script draws."""

    def formula(content: str, _: dict[str, Any]) -> str:
        return rf"\({html.escape(content)}\)"

    return MarkdownIt().use(dollarmath_plugin, renderer=formula)


def _text(markdown: str) -> str:
    return str(_markdown().renderInline(markdown))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
