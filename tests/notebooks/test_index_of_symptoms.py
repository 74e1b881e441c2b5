"""The index of symptoms in chapter 0 leads to sections that exist and speak of the symptom."""

import re
from pathlib import Path

import pytest

from tools import notebook_form

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LINK = re.compile(r"\[(?:chapter )?(\w+), section (\d+)\]\((\w+\.ipynb)\)")


def index():
    cells = notebook_form.read(NOTEBOOKS / "00_start_here.ipynb").cells
    return next(c.source for c in cells if c.source.startswith("## My loss is stuck"))


def section(notebook, number):
    """The text, code and printed lines of a numbered section."""
    parts, current = {}, ""
    for cell in notebook_form.read(NOTEBOOKS / notebook).cells:
        told = [output.get("text", "") for output in cell.get("outputs", [])]
        for piece in re.split(r"(?m)^(?=## )", cell.source if cell.cell_type == "markdown" else ""):
            heading = re.match(r"## (\d+)\. ", piece)
            if piece.startswith("## "):
                current = heading[1] if heading else piece
            parts[current] = parts.get(current, "") + piece
        if cell.cell_type == "code":
            parts[current] = parts.get(current, "") + cell.source + "".join(told)
    return parts.get(str(number), "")


@pytest.mark.parametrize(("chapter", "number", "notebook"), sorted(set(LINK.findall(index()))))
def test_every_section_of_the_index_exists(chapter, number, notebook):
    assert notebook.startswith(chapter if chapter.startswith("A") else f"0{chapter}_")
    assert section(notebook, number)


# What people type into a search, the row of the index that they find, and what stands where it
# leads: the first section of the row that has it.
ASKED = [
    ("label is padding (`ignore_index`)", "ignore_index"),
    ("label is padding (`ignore_index`)", "a batch of padding alone"),
    ("a mean of means", "perplexity"),
    ("a mean of means", "accumulate"),
    ("without `batchmean`", "batchmean"),
    ("a KL divergence below zero", "below zero"),
    ("float16, autocast", "float16"),
    ("float16, autocast", "autocast"),
    ("sigmoid, is applied twice", "sigmoid before with_logits"),
    ("softmax over a single output", "softmax over one output"),
    ("**7.971**", "7.9712"),
    ("it is counted per entry", "counted per entry"),
    ("focal loss with γ below 1", "γ = ½"),
    ("`label_smoothing` with `weight=`", "with weight=, as PyTorch does it"),
    ("stuck at **0.693**", "stuck at"),
    ("classes on axis 1", "axis 1"),
    ("target and prediction exchanged", "optax take the prediction first"),
    ("JAX and optax", "optax"),
    ("the loss takes them for logarithms", "log_input"),
    ("cosines without a temperature", "1.8185"),
    ("the reference is missing", "0.6931"),
    ("an empty mask and a false alarm", "empty masks"),
    ("few samples that are wrong and very sure", "boastful"),
    ("rare classes without weight", "pos_weight"),
    ("a loss without its constant (counts)", "negative loss"),
    ("the logarithm is clipped", "hit a clip"),
]


@pytest.mark.parametrize(("row", "words"), ASKED)
def test_what_people_ask_is_answered_where_the_index_leads(row, words):
    (line,) = [line for line in index().splitlines() if row in line]
    places = LINK.findall(line)
    assert any(words in section(notebook, number) for _, number, notebook in places), places
