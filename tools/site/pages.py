"""Writes the pages: the notebooks as Markdown, rendered by Sphinx, with all that they load."""

from __future__ import annotations

import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from lossviz.chapters import picture
from lossviz.explorable.frames import key_of
from tools import lessons, notebook_form, notebooks
from tools.site import book, explorer_pages, openers, reader

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "site"
SCRIPTS = SITE / "script"
FRONT_END = ROOT / "lossviz" / "explorable" / "widgets"
NODE_MODULES = ROOT / "node_modules"
MATHJAX = "mathjax/tex-chtml.js"
# What every page loads, where it is there.
STYLES = ("explorer.css", "page.css", "tasks.css")
MODULES = ("page.js", "tasks.js")

_FONT = "@fontsource-variable/source-serif-4"
_FONT_FILES = [
    f"source-serif-4-{letters}-wght-{slant}.woff2"
    for letters in ("latin", "greek")
    for slant in ("normal", "italic")
]


class CannotBuild(Exception):
    """Says what is missing, and what to do."""


def need_tools() -> None:
    """Raise CannotBuild, before anything is built, if a tool is missing."""
    if find_spec("myst_parser") is None:
        raise CannotBuild("Sphinx and MyST are not installed: pip install -e '.[site]'")
    if not (NODE_MODULES / "mathjax").exists() or not (NODE_MODULES / _FONT).exists():
        raise CannotBuild("MathJax, which draws formulas, and the typeface are not here: make node")


def write(folder: Path, source: Path, *, moves: bool) -> None:
    """Write all pages into a folder; `source` is a folder for what Sphinx reads.

    `moves` says whether what the pages' scripts load is there. Raises CannotBuild if Sphinx warns
    of something.
    """
    from sphinx.cmd.build import build_main

    from tools.site import projecting  # needs what Sphinx needs, too

    chapters = book.chapters()
    _serve(folder / "_static")
    read = _write_sources(folder, source, chapters)
    openers.write_social_pictures(folder / "_static" / "social", chapters)
    options = ["-b", "html", "-c", str(SITE), "-d", str(source / ".doctrees"), "-W", "-q"]
    lite = (folder / "lite" / "lab" / "index.html").exists()
    for name, there in (("moves", moves), ("lite", lite)):
        options += ["-A", f"{name}=1"] if there else []
    sys.path.insert(0, str(ROOT))  # for site/conf.py
    if build_main([*options, "--keep-going", str(source), str(folder)]):
        raise CannotBuild("Sphinx has warned of the above; a warning is an error here.")
    for lesson, chapter, page in zip(lessons.lessons(), chapters, read, strict=True):
        projecting.write(folder, lesson, chapter, page, moves=moves)
    write_sitemap(folder, chapters, book.addresses().site)


def served(names: tuple[str, ...]) -> list[str]:
    """Return those of these files that there are to be served."""
    return [name for name in names if any((place / name).is_file() for place in _served_from())]


def _served_from() -> tuple[Path, Path]:
    return FRONT_END, SCRIPTS


def _serve(static: Path) -> None:
    """Copy the scripts, MathJax and the typeface."""
    for place in _served_from():
        for path in place.glob("*"):
            if path.suffix in (".js", ".css", ".json") or path.parent == SCRIPTS:
                _copy(path, static / "lossviz" / path.name)
    mathjax = NODE_MODULES / "mathjax" / "es5"
    for part in ("tex-chtml.js", "a11y", "input/tex/extensions", "output/chtml/fonts", "sre", "ui"):
        _copy(mathjax / part, static / "mathjax" / part)
    font = NODE_MODULES / _FONT
    for name in _FONT_FILES:
        _copy(font / "files" / name, static / "fonts" / name)
    _copy(font / "LICENSE", static / "fonts" / "LICENSE")


def _copy(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True)
    else:
        shutil.copyfile(path, target)


def _write_sources(folder: Path, source: Path, chapters: list[book.Chapter]) -> list[reader.Page]:
    """Write what Sphinx reads, and the pictures beside what it will write; return the chapters."""
    source.mkdir(parents=True, exist_ok=True)
    pages = [_first_page(chapters)]
    for chapter in chapters:
        notebook = notebook_form.read(notebooks.FOLDER / f"{chapter.name}.ipynb")
        pages.append(reader.page_of(notebook, chapter.name, chapter.title))
    for page in pages:
        (source / f"{page.name}.md").write_text(page.markdown, encoding="utf-8")
        for name, png in page.pictures.items():
            path = folder / reader.PICTURES / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png)
    return pages[1:]


def _first_page(chapters: list[book.Chapter]) -> reader.Page:
    """The title page: its words, the flagship, and the order of the chapters."""
    page = reader.Page("index")
    words = (SITE / "index.md").read_text(encoding="utf-8")
    shown = picture(book.FLAGSHIP)()
    data, about = shown.bundle()
    key = key_of(shown.parameters, shown.values)
    figure = reader.figure(page, book.FLAGSHIP, f"{book.FLAGSHIP}.png", key, data, about)
    names = "\n".join(chapter.name for chapter in chapters)
    page.pieces = [words, figure, f"```{{toctree}}\n:hidden:\n\n{names}\n```"]
    return page


def write_sitemap(folder: Path, chapters: list[book.Chapter], site: str) -> None:
    """List all pages for search engines, those of single explorers too; without an address none."""
    if not site:
        return
    pages = ["", *(f"{chapter.name}.html" for chapter in chapters)]
    alone = sorted((folder / explorer_pages.PAGES).glob("*.html"))
    pages += [path.relative_to(folder).as_posix() for path in alone]
    lines = "\n".join(f"  <url><loc>{escape(f'{site}/{page}')}</loc></url>" for page in pages)
    (folder / "sitemap.xml").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}\n</urlset>\n',
        encoding="utf-8",
    )
    (folder / "robots.txt").write_text(f"Sitemap: {site}/sitemap.xml\n", encoding="utf-8")
