"""Lessons: what docs/lessons.toml says, as data, and as the tables of docs/teaching.md.

`make lessons` writes the tables anew between their marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from tools import chapter, toml

DOCS = Path(__file__).resolve().parents[1] / "docs"
TABLE = DOCS / "lessons.toml"
PAGE = DOCS / "teaching.md"
STEPS = ("ask", "predict", "move", "explain", "derive")
BUTTON = re.compile(r'"([^"]+)"')

_TABLE = re.compile(r"(<!-- make lessons: (\w+) -->\n).*?(?=<!-- end -->)", re.S)


@dataclass(frozen=True)
class Scene:
    """What a class does with one section of a chapter; the file says what each means."""

    title: str
    minutes: Mapping[str, int]
    story: str = ""
    question: str = ""
    predict: str = ""
    explorer: str = ""
    press: str = ""
    reveal: list[str] = field(default_factory=list)
    say: str = ""
    formula: str = ""
    claims: bool = False
    ends_sitting: bool = False

    @property
    def buttons(self) -> list[str]:
        """The presets that are pressed."""
        return BUTTON.findall(self.press)


@dataclass(frozen=True)
class Lesson:
    """How to lead a class through a chapter; `name` is its notebook's, without the ending."""

    name: str
    subject: str
    ask: str
    scenes: list[Scene]
    in_class: list[str] = field(default_factory=list)
    at_home: list[str] = field(default_factory=list)
    minutes: tuple[int, int] = (0, 0)
    project: str = ""
    assign: str = ""

    @property
    def reading(self) -> int:
        """The minutes of all scenes."""
        return sum(sum(scene.minutes.values()) for scene in self.scenes)

    @property
    def exercises(self) -> int:
        """The minutes of all exercises, in class and at home."""
        return sum(self.minutes)

    @property
    def place(self) -> str:
        """The chapter's number and subject, such as "3 · Sigmoid saturation"."""
        return f"{chapter.number(self.name)} · {self.subject}"

    @property
    def promised(self) -> str:
        """The minutes as the contents promise them."""
        return f"{self.reading} + {self.exercises}" if self.exercises else str(self.reading)

    @property
    def sittings(self) -> list[list[Scene]]:
        """The scenes of each sitting."""
        found: list[list[Scene]] = [[]]
        for scene in self.scenes:
            found[-1].append(scene)
            if scene.ends_sitting:
                found.append([])
        return found


@cache
def lessons(table: Path = TABLE) -> tuple[Lesson, ...]:
    """Return the lessons in the order of the book."""
    found = []
    for name, entry in toml.read(table).items():
        scenes = [
            Scene(
                **{"ends_sitting" if key == "break" else key: said for key, said in scene.items()}
            )
            for scene in entry.pop("scenes")
        ]
        minutes = tuple(entry.pop("minutes", (0, 0)))
        found.append(Lesson(name=name, scenes=scenes, minutes=minutes, **entry))
    return tuple(found)


def overview(found: tuple[Lesson, ...]) -> str:
    """Return the table of all chapters: what to ask, to project and to assign."""
    rows = [
        "| chapter | minutes | ask first | project | assign |",
        "|---|---|---|---|---|",
    ]
    for lesson in found:
        link = f"[{lesson.place}](../notebooks/{lesson.name}.ipynb)"
        row = (link, lesson.promised, lesson.ask, _projected(lesson), _assigned(lesson))
        rows.append(f"| {' | '.join(row)} |")
    return "\n".join(rows) + "\n"


def plans(found: tuple[Lesson, ...]) -> str:
    """Return a plan for each chapter, minute by minute."""
    return "\n".join(line for lesson in found for line in _plan(lesson))


def _plan(lesson: Lesson) -> Iterator[str]:
    yield from (f"### {lesson.place}", "")
    yield f"| section | {' | '.join(STEPS)} | together |"
    yield "|---|" + "--:|" * (len(STEPS) + 1)
    for number, sitting in enumerate(lesson.sittings, 1):
        for scene in sitting:
            yield _row(scene.title, scene.minutes)
        if len(lesson.sittings) > 1:
            yield _row(f"*{_ORDINAL[number]} sitting*", _sum(sitting))
    yield _row("**all**", _sum(lesson.scenes))
    yield ""
    if lesson.exercises:
        yield f"Exercises: {_exercise_words(lesson)}."
    elif lesson.assign:
        yield f"Assign {lesson.assign}."
    yield ""


_ORDINAL = {1: "first", 2: "second"}


def _row(title: str, minutes: Mapping[str, int]) -> str:
    cells = [str(minutes.get(step, "")) for step in STEPS]
    return f"| {title} | {' | '.join(cells)} | {sum(minutes.values())} |"


def _sum(scenes: list[Scene]) -> dict[str, int]:
    """The minutes of several scenes, step by step."""
    total = {step: sum(scene.minutes.get(step, 0) for scene in scenes) for step in STEPS}
    return {step: minutes for step, minutes in total.items() if minutes}


def _exercise_words(lesson: Lesson) -> str:
    in_class, at_home = lesson.minutes
    words = [f"{in_class} minutes in class ({', '.join(lesson.in_class)})"]
    if lesson.at_home:
        words.append(
            f"{at_home} at home, for all others; if that is too much, {', '.join(lesson.at_home)}"
        )
    return ", ".join(words)


def _projected(lesson: Lesson) -> str:
    shown = [
        f"`{scene.explorer.partition('-')[0]}`" + (f": {scene.press}" if scene.buttons else "")
        for scene in lesson.scenes
        if scene.explorer
    ]
    return "; ".join(shown) or lesson.project


def _assigned(lesson: Lesson) -> str:
    if not lesson.at_home:
        return ", ".join(lesson.in_class) or lesson.assign
    return f"{', '.join(lesson.in_class)} in class; {', '.join(lesson.at_home)} at home"


def with_tables(page: str, found: tuple[Lesson, ...]) -> str:
    """Return the page of teachers with its tables as the lessons say."""
    tables = {"overview": overview, "plans": plans}
    return _TABLE.sub(lambda mark: mark[1] + tables[mark[2]](found), page)


def main() -> None:
    """Write the page of teachers anew."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_tables(page, lessons()), encoding="utf-8")


if __name__ == "__main__":
    main()
