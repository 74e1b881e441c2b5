"""Writes a page for each explorer alone: for links to it, and for frames in pages of others."""

from __future__ import annotations

import html
from pathlib import Path
from string import Template

from lossviz.chapters import pictures
from lossviz.explorable.declaration import declaration
from lossviz.explorable.frames import Key
from lossviz.explorable.layers import PIXELS_PER_INCH
from lossviz.explorable.picture import Picture
from tools import chapter, notebook_form, notebooks
from tools.site import book, room

PAGES = Path("explorers")
_TEMPLATE = Path(__file__).resolve().parents[2] / "site" / "explorer_page.html"


def write(folder: Path, name: str, shown: Picture[object], key: Key) -> None:
    """Write the page of one explorer, and its picture; ``shown`` is in the state of the key."""
    notebook = notebook_of(name)
    width, height = (round(PIXELS_PER_INCH * side) for side in shown.size)
    page = Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
        name=name,
        key=key,
        room=room.style(name),
        title=html.escape(declaration(shown)["title"].capitalize()),
        sentence=html.escape(shown.sentence),
        width=width,
        height=height,
        notebook=notebook,
        chapter=html.escape(_chapter(notebook)),
        book=html.escape(book.TITLE),
        shared=shared(name, book.addresses().site),
    )
    (folder / PAGES / f"{name}.html").write_text(page, encoding="utf-8")
    (folder / PAGES / f"{name}.png").write_bytes(shown.png())


def shared(name: str, site: str) -> str:
    """What tells others of the page's address and picture; nothing while it has no address."""
    if not site:
        return ""
    page = html.escape(f"{site}/{PAGES}/{name}")
    return (
        f'<link rel="canonical" href="{page}.html">\n'
        f'<meta property="og:url" content="{page}.html">\n'
        f'<meta property="og:image" content="{page}.png">\n'
        '<meta name="twitter:card" content="summary_large_image">'
    )


def notebook_of(name: str) -> str:
    """The notebook of a picture, without the ending: that of the folder that holds the picture."""
    return pictures()[name].split(".")[2].removeprefix("ch")


def _chapter(notebook: str) -> str:
    """Say where it is from, such as "chapter 3: Does a bigger mistake teach you more?"."""
    number = chapter.number(notebook)
    if number == "0":
        return "the first page"
    first = notebook_form.read(notebooks.FOLDER / f"{notebook}.ipynb").cells[0].source
    return f"{'appendix' if number.startswith('A') else 'chapter'} {number}: {book.title_of(first)}"
