"""Sphinx' configuration of the pages; `tools/site/pages.py` writes what it reads, and calls it."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from tools.site import book, openers
from tools.site.pages import MATHJAX, MODULES, STYLES, served

project = "lossviz"
author = "the authors of lossviz"
language = "en"
extensions = ["myst_parser", "sphinx.ext.mathjax"]

html_theme = "theme"
html_theme_path = ["."]
html_title = "lossviz"
html_baseurl = book.addresses().site and book.addresses().site + "/"
html_copy_source = False
html_use_index = False
html_scaled_image_link = False
html_permalinks_icon = "#"

# Served with the pages.
mathjax_path = MATHJAX

myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 4
myst_heading_slug_func = "tools.site.reader.anchor"

_CHAPTERS = {chapter.name: chapter for chapter in book.chapters()}


def let_tables_scroll(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each table into a box of its own, which scrolls where the page is too narrow."""
    for table in list(doctree.findall(nodes.table)):
        box = nodes.container(classes=["table-box"])
        table.replace_self(box)
        box += table


def dress(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Tell the template about the chapter; the first page has a template of its own."""
    context["chapters"] = list(_CHAPTERS.values())
    context["chapter"] = _CHAPTERS.get(page)
    context["vignette"] = openers.drawn
    context["addresses"] = book.addresses()
    context["book_title"] = book.TITLE
    context["styles"], context["modules"] = served(STYLES), served(MODULES)
    return "first_page.html" if page == "index" else None


def setup(app: Sphinx) -> None:
    """Connect what stands above."""
    app.connect("doctree-resolved", let_tables_scroll)
    app.connect("html-page-context", dress)
