"""Links in Markdown, in notebooks as in README: do they point to something that exists?"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from tools import notebook_form

_FENCED = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(
    r"\]\(\s*<?((?:[^()\s<>]|\([^()\s]*\))+)>?[^)]*\)"  # [text](target "title")
    r"|\b(?:href|src)=[\"']([^\"']+)[\"']"
)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_NAMED = re.compile(r"\b(?:id|name)=[\"']([^\"']+)[\"']")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def markdown_of(path: Path) -> str:
    """Return the Markdown of a file: all of it, or the text cells of a notebook."""
    if path.suffix != ".ipynb":
        return path.read_text(encoding="utf-8")
    cells = notebook_form.read(path).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def targets(markdown: str) -> list[str]:
    """Return where the links and images of a text point to, in order; code is no link."""
    prose = _INLINE_CODE.sub("", _FENCED.sub("", markdown))
    return [markdown_link or html_link for markdown_link, html_link in _LINK.findall(prose)]


def anchors(path: Path) -> set[str]:
    """Return what can stand after # in a link to this file.

    JupyterLab and GitHub keep the case and the punctuation of a heading in a notebook and put a
    hyphen for every space; in a Markdown file GitHub uses lower case and drops punctuation.
    """
    markdown = _FENCED.sub("", markdown_of(path))
    found = set(_NAMED.findall(markdown))
    for heading in _HEADING.findall(markdown):
        if path.suffix == ".ipynb":
            found.add(heading.replace(" ", "-"))
        else:
            found.add(re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-"))
    return found


def broken_links(path: Path) -> list[str]:
    """Return one sentence for every relative link in a file that leads nowhere."""
    found = []
    for target in targets(markdown_of(path)):
        if _ELSEWHERE.match(target):
            continue
        name, _, anchor = unquote(target).partition("#")
        aim = path.parent / name if name else path
        if not aim.exists():
            found.append(f"links to {target}, which does not exist")
        elif anchor and anchor not in anchors(aim):
            found.append(f"links to {target}, but {aim.name} has no such heading")
    return found
