"""How a stored notebook is read as a page, on small notebooks made here."""

from __future__ import annotations

import base64
from typing import Any

import nbformat
import numpy as np
import pytest
from nbformat import NotebookNode

from lossviz.explorable.layers import png
from tools.site import book, reader

PNG = base64.b64encode(png(np.zeros((30, 40, 3), np.uint8))).decode("ascii")
EXPLORER = [
    {"data": {"text/html": '<style class="lossviz-style">x</style>'}},
    {
        "data": {"image/png": PNG, "text/plain": "p < 0.5"},
        "metadata": {"image/png": {"alt": "p < 0.5", "width": 20}},
    },
    {
        "data": {
            "text/html": '<div class="lossviz-words" data-picture="lossviz.chapters.ch.a_map.AMap" '
            'data-key="1,2"><p>p &lt; 0.5</p><p><em>Run this cell.</em></p></div>'
        }
    },
]
FIGURE = (
    '<figure class="lossviz-here" id="{}" data-picture="a_map" data-key="1,2" style="">'
    '<img src="_static/pictures/{}" alt="p &lt; 0.5" loading="lazy" width="20" height="15">'
    '<figcaption aria-hidden="true">p &lt; 0.5</figcaption></figure>'
)


def code(source: str, *outputs: dict[str, Any], **hidden: bool) -> NotebookNode:
    cell = nbformat.v4.new_code_cell(source, metadata={"jupyter": hidden} if hidden else {})
    cell.outputs = [
        nbformat.v4.new_output(output.pop("output_type", "display_data"), **output)
        for output in map(dict, outputs)
    ]
    return cell


def printed(text: str) -> dict[str, Any]:
    return {"output_type": "stream", "text": text}


def text(markdown: str) -> NotebookNode:
    return nbformat.v4.new_markdown_cell(markdown)


def page(*cells: NotebookNode) -> reader.Page:
    for number, cell in enumerate(cells):
        cell.id = f"c{number}"
    return reader.page_of(nbformat.v4.new_notebook(cells=list(cells)), "09_x", "What?")


def test_a_title_loses_its_number_and_the_way_to_the_neighbours():
    read = page(
        text("# 9 · What?\n\n*Previous: [8](08_y.ipynb) · Next: [A](A_z.ipynb)*\n\nOne day.")
    )
    assert read.pieces == ["# What?\n\nOne day."]


def test_links_to_notebooks_lead_to_pages():
    read = page(text("See [8](08_y.ipynb#The-end) and [this](https://a.b/c.ipynb)."))
    assert read.pieces == ["See [8](08_y.md#The-end) and [this](https://a.b/c.ipynb)."]


def test_code_is_followed_by_what_it_prints():
    read = page(code("print('<')", printed("<\n\n1\n")))
    assert read.pieces == ["```python\nprint('<')\n```", '<pre class="output">&lt;\n\n1</pre>']


def test_a_table_stays_a_table():
    table = {"data": {"text/markdown": "| a |\n|---|", "text/plain": "a"}}
    assert page(code("Table()", table)).pieces[1:] == ["| a |\n|---|"]


def test_an_explorer_is_one_figure_with_its_code_folded_under_it():
    cell = code("a = a_map()\na", *EXPLORER)
    read = page(cell, code("a = a_map()\na", *EXPLORER))
    first, *fold = read.pieces[:4]
    assert first == FIGURE.format("a_map", "09_x-c0.png")
    assert fold[0] == '<details class="fold"><summary>The code</summary>'
    assert fold[-1] == "</details>"
    assert read.pieces[4] == FIGURE.format("a_map-2", "09_x-c1.png")
    assert list(read.pictures) == ["09_x-c0.png", "09_x-c1.png"]
    assert "Run this cell" not in read.markdown


def test_what_proves_is_folded_together():
    hidden = {"source_hidden": True, "outputs_hidden": True}
    read = page(text("a"), code("assert 1", **hidden), code("assert 2", **hidden), text("b"))
    assert read.markdown.count("<details") == read.markdown.count("</details>") == 1
    assert read.markdown.index("assert 2") < read.markdown.index("</details>")


@pytest.mark.parametrize(
    "source", ["import numpy as np", "try:\n    import this\nexcept ImportError as e:\n    pass"]
)
def test_imports_are_folded(source):
    assert (
        page(code(source)).pieces[0] == '<details class="fold"><summary>What is imported</summary>'
    )


def test_the_excuse_of_a_first_cell_is_left_out():
    source = (
        "try:\n    import numpy as np\n\n    import this\nexcept ImportError as e:\n"
        '    raise X(\n        "y"\n    ) from None\n\nprint(1)'
    )
    assert page(code(source)).pieces == [
        "```python\nimport numpy as np\n\nimport this\n\nprint(1)\n```"
    ]


def test_a_question_becomes_a_task_without_the_words_for_a_keyboard():
    told = {"data": {"text/plain": "Put your answer in place of the three dots."}}
    read = page(code('answer = ...\ncheck("9.1", answer)', told), code('hint("9.1")', told))
    assert read.pieces == [
        '<div class="lossviz-task" data-kind="check" data-name="9.1">',
        '```python\nanswer = ...\ncheck("9.1", answer)\n```',
        "</div>",
    ]


def test_a_bet_stands_above_the_explorer_that_shows_it():
    read = page(code('m = a_map()\nm.keep(predict("9.a", ...))\nm', printed("Write."), *EXPLORER))
    assert read.pieces[0] == '<div class="lossviz-task" data-kind="predict" data-name="9.a">'
    bet = FIGURE.replace(' style=""', ' data-guess="9.a" style=""')
    assert read.pieces[1:3] == ["</div>", bet.format("a_map", "09_x-c0.png")]
    later = page(code('g = predict("9.a", ...)'), code("m = a_map()\nm.keep(g)\nm", *EXPLORER))
    assert bet.format("a_map", "09_x-c1.png") in later.pieces


def test_an_answer_is_folded_and_so_is_what_stands_behind_it():
    answer = {"data": {"text/plain": "You have made no guess yet; it is 7."}}
    read = page(
        code('reveal("9.a")', answer),
        code("m.strip({})", EXPLORER[1]),
        code("m.strip({})", EXPLORER[1]),
    )
    assert '<pre class="output">It is 7.</pre>' in read.pieces
    strips = [
        at for at, piece in enumerate(read.pieces) if piece.startswith('<figure class="strip')
    ]
    folded = '<details class="fold lossviz-answer"><summary>The {} that answer{}</summary>'
    assert [read.pieces[at - 1] == folded.format("picture", "s") for at in strips] == [True, False]
    told = page(code('reveal("9.a")', answer), code("print(7)", printed("7")))
    assert told.pieces[-4:-1] == [
        folded.format("numbers", ""),
        "```python\nprint(7)\n```",
        '<pre class="output">7</pre>',
    ]


@pytest.mark.parametrize(
    ("opening", "title"),
    [
        ("# 3 · Does it?\n\nx", "Does it?"),
        ("# A1 · When frameworks disagree", "When frameworks disagree"),
        ("# What is 3 · 4?", "What is 3 · 4?"),
    ],
)
def test_a_title_without_its_number(opening, title):
    assert book.title_of(opening) == title
