"""The pages as files: everything of the notebooks is there, every link leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from PIL import Image

from lossviz import exercises
from lossviz.chapters import pictures
from tools import address, links, notebook_form, notebooks
from tools.site import book, pages, words
from tools.site.__main__ import main
from tools.site.pages import ROOT

CHAPTERS = book.chapters()
NAMES = ["index", *(chapter.name for chapter in CHAPTERS), "search"]
each_chapter = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
each_page = pytest.mark.parametrize("name", NAMES)
_OF_CELLS = re.compile(
    r"\b[Rr]un (?:the|this|its|a) cell|\bthis cell\b|Shift \+ Enter|"
    r"\bcells? (?:above|below)|Run All"
)


class Read(HTMLParser):
    """What a page holds: elements with their attributes, ids, links, and the text to be read."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text: list[str] = []
        self._silent = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attributes}))
        self._silent += tag in ("script", "style", "pre", "svg")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style", "pre", "svg")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]

    def of_class(self, name: str) -> list[dict[str, str]]:
        return [a for _, a in self.elements if name in a.get("class", "").split()]


@cache
def read(path: Path) -> Read:
    return Read(path.read_text(encoding="utf-8"))


def stored(chapter: book.Chapter) -> list[dict[str, str]]:
    """The explorers of a chapter's notebook, by the marks on their words."""
    text = (notebooks.FOLDER / f"{chapter.name}.ipynb").read_text(encoding="utf-8")
    marks = re.findall(r'data-picture=\\"([\w.]+)\\" data-key=\\"([\d,]*)\\"', text)
    return [{"data-picture": kind.split(".")[-2], "data-key": key} for kind, key in marks]


@each_chapter
def test_each_explorer_is_a_figure_in_its_stored_state(chapter, site):
    page = read(site / f"{chapter.name}.html")
    figures = page.of_class("lossviz-here")
    assert [{k: f[k] for k in ("data-picture", "data-key")} for f in figures] == stored(chapter)
    assert {figure["data-picture"] for figure in figures} <= set(pictures())
    counts: Counter[str] = Counter()
    for figure in figures:
        name = figure["data-picture"]
        counts[name] += 1
        assert figure["id"] == (name if counts[name] == 1 else f"{name}-{counts[name]}")


def test_every_exercise_and_prediction_is_a_task(site):
    tasks = [
        (task["data-kind"], task["data-name"])
        for chapter in CHAPTERS
        for task in read(site / f"{chapter.name}.html").of_class("lossviz-task")
    ]
    assert len(tasks) == len(set(tasks))
    assert {name for kind, name in tasks if kind == "check"} == set(exercises.known())
    asked = {name for kind, name in tasks if kind == "predict"}
    assert asked == {name for kind, name in tasks if kind == "reveal"}
    assert asked == set(exercises.predictions())


@each_chapter
def test_headings_are_found_by_the_names_that_jupyter_gives_them(chapter, site):
    page = read(site / f"{chapter.name}.html")
    headings = [
        heading
        for heading in links.anchors(notebooks.FOLDER / f"{chapter.name}.ipynb")
        if not re.match(r"\w+-·-|lossviz:", heading)
    ]
    assert headings
    assert {re.sub('[`"]', "", heading) for heading in headings} <= set(page.ids)


@each_page
def test_a_name_stands_once(name, site):
    counts = Counter(read(site / f"{name}.html").ids)
    assert [found for found, count in counts.items() if count > 1] == []


@each_page
def test_links_lead_somewhere_and_nothing_is_fetched_from_elsewhere(name, site):
    page = read(site / f"{name}.html")
    wrong = []
    for tag, attributes in page.elements:
        target = attributes.get("href") or attributes.get("src")
        if target is None:
            continue
        parts = urlsplit(target)
        if parts.scheme:
            assert tag == "a", f"{tag} fetches {target}"
            continue
        path = site / unquote(parts.path) if parts.path else site / f"{name}.html"
        if not path.is_file():
            wrong.append(target)
        elif parts.fragment and path.suffix == ".html" and "lite" not in path.parts:
            wrong += [target] if unquote(parts.fragment) not in read(path).ids else []
    assert wrong == []


@each_chapter
def test_a_screen_reader_hears_headings_code_and_outputs_for_what_they_are(chapter, site):
    page = read(site / f"{chapter.name}.html")
    links = page.of_class("headerlink")
    assert links
    assert {(link["aria-hidden"], link["tabindex"]) for link in links} == {("true", "-1")}
    for kind, name in (("highlight-python", "Code"), ("output", "What it prints")):
        found = {(each.get("role"), each.get("aria-label")) for each in page.of_class(kind)}
        assert found == {("group", name)}


@each_page
def test_pictures_have_their_text_alternative(name, site):
    images = [a for tag, a in read(site / f"{name}.html").elements if tag == "img"]
    assert [image["src"] for image in images if not image.get("alt")] == []


def test_every_page_has_a_title_and_a_description_of_its_own(site):
    titles, descriptions = set(), set()
    for name in NAMES[:-1]:
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        titles.add(re.findall(r"<title>(.+) · lossviz</title>", html)[0])
        (description,) = re.findall(r'<meta name="description" content="([^"]+)">', html)
        assert 50 <= len(description) <= 210
        descriptions.add(description)
    assert len(titles) == len(descriptions) == len(NAMES) - 1


@each_page
def test_no_page_speaks_of_running_a_cell(name, site):
    text = " ".join("".join(read(site / f"{name}.html").text).split())
    assert _OF_CELLS.findall(text) == []


def prose(name: str) -> str:
    cells = notebook_form.read(notebooks.FOLDER / f"{name}.ipynb").cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("name", sorted(words.WORDS))
def test_what_a_page_says_otherwise_stands_in_its_notebook(name):
    text = prose(name)
    assert [old for old, _ in words.WORDS[name] if old not in text] == []


def test_what_all_pages_say_otherwise_stands_in_some_notebook():
    text = "\n".join(prose(chapter.name) for chapter in CHAPTERS)
    assert [pattern for pattern, _ in words.EVERYWHERE if not re.search(pattern, text)] == []


def test_an_answer_is_not_seen_before_somebody_asks(site):
    for chapter in CHAPTERS:
        html = (site / f"{chapter.name}.html").read_text(encoding="utf-8")
        for reveal in re.findall(
            r'data-kind="reveal" data-name="[^"]+">(.*?)</details>', html, re.S
        ):
            before, folded, _ = reveal.partition('<details class="fold"><summary>The answer')
            assert folded
            assert 'class="output"' not in before


def test_the_contents_have_every_chapter_with_its_minutes(site):
    text = " ".join("".join(read(site / "index.html").text).split())
    for chapter in CHAPTERS:
        more = f" + {chapter.exercises}" if chapter.exercises else ""
        subject = "" if chapter.subject == chapter.title else f" {chapter.subject}"
        assert f"{chapter.title}{subject} {chapter.reading}{more} min" in text
    assert {f"{path.stem}" for path in notebooks.notebooks_in()} == set(NAMES[1:-1])


def test_no_page_shows_an_address_that_is_not_there_yet(site):
    for name in NAMES:
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        assert "OWNER" not in html
        assert ("mybinder.org" in html) == bool(book.addresses().binder and name != "search")


def test_addresses_come_from_one_place(tmp_path):
    project = tmp_path / "pyproject.toml"
    project.write_text(
        '[project]\n[project.urls]\nHomepage = "https://me.github.io/it/"\n'
        'Repository = "https://github.com/me/it.git"\n'
    )
    found = book.addresses(project)
    assert found.site == "https://me.github.io/it"
    assert found.binder == (
        "https://mybinder.org/v2/gh/me/it/HEAD?urlpath=lab/tree/notebooks/00_start_here.ipynb"
    )
    linked = address.with_links(address.README.read_text(encoding="utf-8"), found)
    assert f"({found.binder})" in linked
    assert f"({found.site}/)" in linked
    elsewhere = book.Addresses("https://example.org", "https://codeberg.org/me/it")
    assert elsewhere.binder == ""
    assert "mybinder" not in address.links(elsewhere)


def test_search_engines_are_told_of_every_page(tmp_path):
    (tmp_path / "explorers").mkdir()
    (tmp_path / "explorers" / "line_fit.html").touch()
    pages.write_sitemap(tmp_path, CHAPTERS[:1], "https://example.org/x")
    listed = re.findall(r"<loc>(.*?)</loc>", (tmp_path / "sitemap.xml").read_text())
    names = ["", f"{CHAPTERS[0].name}.html", "explorers/line_fit.html"]
    assert listed == [f"https://example.org/x/{name}" for name in names]
    assert "https://example.org/x/sitemap.xml" in (tmp_path / "robots.txt").read_text()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    pages.write_sitemap(elsewhere, CHAPTERS, "")
    assert list(elsewhere.iterdir()) == []


def test_the_readme_has_the_links_of_the_address():
    readme = address.README.read_text(encoding="utf-8")
    assert readme == address.with_links(readme, book.addresses())
    assert address.links(book.addresses()) in readme


def test_the_film_of_the_readme_is_small_moves_and_comes_to_rest():
    film = ROOT / "docs" / "explorer.webp"
    assert f"({film.relative_to(ROOT)})" in address.README.read_text(encoding="utf-8")
    assert film.stat().st_size < 400_000
    with Image.open(film) as shown:
        assert shown.n_frames > 30
        assert shown.info["loop"] > 0


def test_a_missing_tool_is_said_with_its_remedy(tmp_path, monkeypatch, capsys):
    pytest.importorskip("myst_parser", reason="the pages need it: pip install -e '.[site]'")
    monkeypatch.setattr(pages, "NODE_MODULES", tmp_path / "node_modules")
    assert main(["--pages", "--folder", str(tmp_path / "site")]) == 1
    assert "make node" in capsys.readouterr().err


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "letter.txt").write_text("Dear")
    with pytest.raises(SystemExit):
        main(["--pages", "--folder", str(tmp_path)])
    assert "holds something" in capsys.readouterr().err
    assert (tmp_path / "letter.txt").read_text() == "Dear"
