"""Reads a stored notebook as a page: Markdown for Sphinx, and its pictures as files.

What is folded in the notebook is folded on the page, and so is code that only imports or only
shows a picture. An explorer's outputs become one figure, which the page's script brings to life;
what asks the reader something becomes a task, which it makes answerable. What a cell prints to
tell somebody at a keyboard what to type is left out.
"""

from __future__ import annotations

import ast
import base64
import html
import re
import struct
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from tools.site import guesses, room, words

PICTURES = "_static/pictures"
_QUOTES = str.maketrans("", "", '"“”')

_LINKS = re.compile(r"^\*(?:Previous|Next): .*\*$\n*", re.M)
_TITLE = re.compile(r"^# .*$", re.M)
_NOTEBOOK = re.compile(r"\]\((\w+)\.ipynb(#[^)]*)?\)")
_WORDS = re.compile(r'<div class="lossviz-words" data-picture="([^"]+)" data-key="([^"]*)">')
_ASKING = ("check", "hint", "predict", "reveal")
_PROOF, _IMPORTS = "The code that checks this", "What is imported"
_FOLD = '<details class="fold"><summary>{}</summary>'
# What a bet leads to: the page's script unfolds it with the answer, and not before.
_ANSWER = '<details class="fold lossviz-answer"><summary>{}</summary>'
# What a first cell says to somebody whose installation is incomplete.
_EXCUSE = re.compile(r"^try:\n((?:    .*\n|\n)+)except ImportError .*?from None$", re.M | re.S)
_NO_GUESS = re.compile(r"^You have made no guess yet; (\w)")


@dataclass
class Page:
    """A page as it is being read: pieces of Markdown, and pictures by their file's name."""

    name: str
    pieces: list[str] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)
    ids: Counter[str] = field(default_factory=Counter)
    bet: str | None = None  # the last one asked

    @property
    def markdown(self) -> str:
        """The whole page; imports that follow each other are folded together."""
        again = f"</details>\n\n{_FOLD.format(_IMPORTS)}\n\n"
        return "\n\n".join(self.pieces).replace(again, "") + "\n"


def page_of(notebook: NotebookNode, name: str, title: str) -> Page:
    """Return a notebook as a page; `name` is its file's, without the ending."""
    page = Page(name)
    proofs: list[str] = []
    asked = None
    for cell in notebook.cells:
        if cell.metadata.get("jupyter", {}).get("source_hidden"):
            proofs += [_code(cell.source), *_results(cell)]
            continue
        page.pieces += _folded(_PROOF, proofs)
        proofs = []
        if cell.cell_type == "markdown":
            page.pieces.append(_prose(cell.source, name, title))
            asked = None
        else:
            page.pieces += _shown(page, cell, asked == "reveal")
            asked = next((kind for kind, _ in _asks(cell.source)), None)
    page.pieces += _folded(_PROOF, proofs)
    return page


def figure(
    page: Page,
    name: str,
    file: str,
    key: str,
    data: Mapping[str, str],
    about: Any,
    bet: str | None = None,
) -> str:
    """Return an explorer's figure: its stored picture, which the page's script brings to life.

    `bet` is the one whose guess it shows as a ghost.
    """
    page.ids[name] += 1
    count = page.ids[name]
    guess = f' data-guess="{bet}"' if bet else ""
    return (
        f'<figure class="lossviz-here" id="{name if count == 1 else f"{name}-{count}"}" '
        f'data-picture="{name}" data-key="{key}"{guess} style="{room.style(name)}">'
        f"{_image(page, file, data, about)}"
        f"{_caption(html.escape(data['text/plain']))}</figure>"
    )


def _strip(page: Page, file: str, data: Mapping[str, str], about: Any) -> str:
    """Several states beside each other, with their sentences."""
    sentences = "".join(f"<p>{html.escape(line)}</p>" for line in data["text/plain"].split("\n"))
    image = _image(page, file, data, about)
    return f'<figure class="strip">{image}{_caption(sentences)}</figure>'


def _caption(words: str) -> str:
    """What a picture says, for the eye: for the ear the image says it already."""
    return f'<figcaption aria-hidden="true">{words}</figcaption>'


def _image(page: Page, file: str, data: Mapping[str, str], about: Any) -> str:
    """A picture with its text alternative; the picture itself goes to the page."""
    png = base64.b64decode(data["image/png"])
    page.pictures[file] = png
    wide, high = struct.unpack(">II", png[16:24])
    width = about["image/png"].get("width", wide)
    return (
        f'<img src="{PICTURES}/{file}" alt="{html.escape(about["image/png"]["alt"])}" '
        f'loading="lazy" width="{width}" height="{round(width * high / wide)}">'
    )


def anchor(heading: str) -> str:
    """Name a heading as JupyterLab does, so that links to headings lead there on pages, too.

    Quotes are left out, which Sphinx would not escape.
    """
    return heading.translate(_QUOTES).replace("’", "'").replace(" ", "-")


def _prose(markdown: str, name: str, title: str) -> str:
    """A text cell: its links lead to pages, and the way to the neighbours is the page's own."""
    text = words.for_page(name, _LINKS.sub("", markdown))
    if markdown.startswith("# "):
        text = _TITLE.sub(lambda _: f"# {title}", text, count=1)
    return _NOTEBOOK.sub(lambda link: f"]({link[1]}.md{link[2] or ''})", text)


def _shown(page: Page, cell: NotebookNode, answers: bool) -> Iterator[str]:
    """What a code cell becomes; what answers a bet stays folded until it is asked for."""
    asks = list(_asks(cell.source))
    page.bet = guesses.asked(cell.source) or page.bet
    pictured = [output for output in cell.outputs if "image/png" in output.get("data", {})]
    if any(kind == "hint" for kind, _ in asks):
        return  # a task of the page gives its hints itself
    if pictured:
        for kind, number in asks:
            yield from _task(kind, number, [])
        (shown,) = pictured
        file = f"{page.name}-{cell.id}.png"
        if told := next(filter(None, map(_WORDS.search, map(_html, cell.outputs))), None):
            name, bet = told[1].split(".")[-2], guesses.bet_of(cell.source, page.bet)
            drawn = figure(page, name, file, told[2], shown.data, shown.metadata, bet)
        else:
            drawn = _strip(page, file, shown.data, shown.metadata)
        picture = [drawn, *_folded("The code", [_code(cell.source)])]
        yield from _folded("The picture that answers", picture, _ANSWER) if answers else picture
    elif asks:
        ((kind, number),) = asks
        answer = _folded("The answer", _results(cell)) if kind == "reveal" else []
        yield from _task(kind, number, [_code(cell.source), *answer])
    elif _only_imports(cell.source):
        yield from _folded(_IMPORTS, [_code(cell.source)])
    else:
        results = _results(cell)
        if cell.metadata.get("jupyter", {}).get("outputs_hidden"):
            results = _folded("What it prints", results)
        shown = [_code(cell.source), *results]
        yield from _folded("The numbers that answer", shown, _ANSWER) if answers else shown


def _asks(source: str) -> Iterator[tuple[str, str]]:
    """What a cell asks the reader: check, hint, predict or reveal, and the number."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            number = node.args[0]
            if node.func.id in _ASKING and isinstance(number, ast.Constant):
                yield node.func.id, str(number.value)


def _only_imports(source: str) -> bool:
    """Tell whether a cell only imports, or says what is missing if it cannot."""
    kinds = (ast.Import, ast.ImportFrom, ast.Try)
    return all(isinstance(node, kinds) for node in ast.parse(source).body)


def _results(cell: NotebookNode) -> list[str]:
    """What a cell has printed and returned, as Markdown."""
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/markdown" in data:
            shown.append(data["text/markdown"])
        else:
            text = output.get("text") or data["text/plain"]
            text = _NO_GUESS.sub(lambda guess: guess[1].upper(), text)
            shown.append(f'<pre class="output">{html.escape(text.rstrip(), quote=False)}</pre>')
    return shown


def _code(source: str) -> str:
    plain = _EXCUSE.sub(lambda tried: textwrap.dedent(tried[1]).rstrip(), source)
    return f"```python\n{plain.strip()}\n```"


def _folded(summary: str, pieces: list[str], fold: str = _FOLD) -> list[str]:
    if not pieces:
        return []
    return [fold.format(summary), *pieces, "</details>"]


def _task(kind: str, number: str, pieces: list[str]) -> list[str]:
    opening = f'<div class="lossviz-task" data-kind="{kind}" data-name="{number}">'
    return [opening, *pieces, "</div>"]


def _html(output: NotebookNode) -> str:
    return output.get("data", {}).get("text/html", "")
