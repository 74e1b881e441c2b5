"""What the notebooks say about cells, and what a page says instead.

A page has no cells to run: it has fields, and pictures that move at once. Tests hold that each
entry still meets its notebook, and that no page speaks of running a cell.
"""

from __future__ import annotations

import re

# In any notebook, as patterns.
EVERYWHERE = [
    (r"; then run the cell and unfold\.", "; then unfold."),
    (r"\b(?:the|a) (?:first |second )?folded cells? below\b", "the folded code below"),
    (r"\bput its name in place of\b", "give its name to `check`, in place of"),
    (
        r"Write it in place of the three dots and run the cell[:;] your guess becomes a dashed "
        r"line( in the picture)?\.",
        r"Keep it below: your guess becomes a dashed line\1.",
    ),
]

# In one notebook, word for word.
WORDS: dict[str, list[tuple[str, str]]] = {
    "00_start_here": [
        (
            'Write "A", the one that is a little wrong, or "B", the one that is very wrong, in '
            "place of the three dots below. Click into the cell, press Shift + Enter, and then ▶ "
            "above the picture.",
            "Choose A, the one that is a little wrong, or B, the one that is very wrong, and then "
            "press ▶ above the picture.",
        ),
        (
            "- **Run a cell** with Shift + Enter, or all of them with *Run → Run All Cells*. "
            "Change cells, break them; *Kernel → Restart* mends everything.\n",
            "",
        ),
        (
            "- **Without a running kernel** (on GitHub, or when a notebook was just opened) you "
            "see a picture of each explorer. Run its cell to make it live.\n"
            "- **On Binder** the pages run on somebody else's computer. A session ends when you "
            "leave it alone for a while; what you want to keep, *File → Download*.\n",
            "- **This is a page; there is a notebook behind it.** Its code is folded where it "
            "only shows a picture. To change it and run it, open the notebook: the ways are at "
            "the end of each page.\n",
        ),
        (
            "Each of its numbers is printed or checked by a cell beside it, if need be a folded "
            "one. Change the cell.",
            "Each of its numbers is printed or checked by the code beside it, if need be folded.",
        ),
        (
            "Put your answer in place of the three dots and run the cell: `check` says whether it "
            "is right, and if not, what to look at. `hint` helps step by step, and a solution is "
            "folded away below.",
            "Give your answer, and you hear whether it is right, and if not, what to look at. "
            "Hints help step by step, and a solution is folded away below.",
        ),
        (
            "| `ModuleNotFoundError`, no controls, a page that does not start | the installation, "
            "the kernel, Colab, VS Code, a proxy | *If something does not work*, the repository's "
            "page `docs/if-something-does-not-work.md` |\n",
            "",  # nothing is installed for a page
        ),
    ],
    "01_entropy": [
        (
            "paste something you've written in place of the three dots, the longer the better",
            "in the notebook, paste something you've written, the longer the better",
        ),
    ],
    "02_mse_vs_cross_entropy": [
        ("the run is in the cell below them", "the run is below them"),
    ],
    "04_softmax_nll": [
        (
            "then put it in place of the three dots",
            "then give it to `check`, in place of the three dots",
        ),
    ],
    "06_training_a_network": [
        ("Here a network trains *now*, in your kernel:", "Here a network trains *now*:"),
        ("The next cell trains both losses", "What comes next trains both losses"),
    ],
    "A1_when_frameworks_disagree": [("the cell fails", "the notebook stops")],
    "A2_what_the_documents_say": [
        (
            "its numbers are computed when the cell runs",
            "its numbers are computed when the notebook runs",
        ),
    ],
}


def for_page(name: str, markdown: str) -> str:
    """Return a text of a notebook in the words of a page."""
    for in_notebook, on_page in WORDS.get(name, []):
        markdown = markdown.replace(in_notebook, on_page)
    for pattern, on_page in EVERYWHERE:
        markdown = re.sub(pattern, on_page, markdown)
    return markdown
