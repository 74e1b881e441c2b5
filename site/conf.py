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
# A chapter has a hundred formulas: on the way from one control to the next, Tab must not stop at
# each for MathJax' menu. They are read as MathML all the same.
mathjax3_config = {"options": {"menuOptions": {"settings": {"inTabOrder": False}}}}

myst_enable_extensions = ["amsmath", "dollarmath"]
myst_heading_anchors = 4
myst_heading_slug_func = "tools.site.reader.anchor"

_HEARD = {
    # The "#" behind a heading would be read as its last word. It is for the mouse: the contents
    # lead to the same places.
    '<a class="headerlink"': ' aria-hidden="true" tabindex="-1"',
    # Where code ends, and what it prints begins.
    '<div class="highlight-python notranslate"': ' role="group" aria-label="Code"',
    '<pre class="output"': ' role="group" aria-label="What it prints"',
}

_CHAPTERS = {chapter.name: chapter for chapter in book.chapters()}


def let_tables_scroll(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put each table into a box of its own, which scrolls where the page is too narrow."""
    for table in list(doctree.findall(nodes.table)):
        box = nodes.container(classes=["table-box"])
        table.replace_self(box)
        box += table


def for_the_ear(html: str) -> str:
    """Add to a page what somebody needs who does not see it."""
    for opening, more in _HEARD.items():
        html = html.replace(opening, opening + more)
    return html


def dress(
    app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Tell the template about the chapter; the first page has a template of its own."""
    context["chapters"] = list(_CHAPTERS.values())
    context["chapter"] = _CHAPTERS.get(page)
    context["vignette"] = openers.drawn
    context["addresses"] = book.addresses()
    context["book_title"] = book.TITLE
    context["body"] = for_the_ear(context.get("body", ""))
    context["styles"], context["modules"] = served(STYLES), served(MODULES)
    return "first_page.html" if page == "index" else None


def setup(app: Sphinx) -> None:
    """Connect what stands above."""
    app.connect("doctree-resolved", let_tables_scroll)
    app.connect("html-page-context", dress)
