"""The tools that keep the notebooks in form, on small notebooks made here.

Every check is seen to fail: each deviation is put into a notebook that is otherwise in form.
"""

import base64
import io
import sys
from pathlib import Path

import matplotlib.pyplot as plt
import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tools import chapter, links, notebook_form, notebooks
from tools.notebook_form import normalise, problems


def picture(**metadata: str) -> str:
    figure, axes = plt.subplots(figsize=(1, 1))
    axes.plot([0, 1])
    file = io.BytesIO()
    figure.savefig(file, metadata=metadata)
    plt.close(figure)
    return base64.b64encode(file.getvalue()).decode()


def in_form() -> NotebookNode:
    """Two code cells, of which the second shows a picture with its text alternative."""
    shown = new_output(
        "display_data",
        data={"image/png": picture(), "text/plain": "a line from 0 to 1"},
        metadata={"image/png": {"alt": "a line from 0 to 1"}},
    )
    printed = new_output("stream", name="stdout", text="1\n")
    cells = [
        new_markdown_cell("# Title", id="title"),
        new_code_cell("print(1)", id="print", outputs=[printed]),
        new_code_cell("line", id="line", outputs=[shown]),
    ]
    return normalise(new_notebook(cells=cells))


def test_a_notebook_in_form_has_no_problem():
    assert problems(in_form()) == []


def test_normalise_changes_nothing_twice_and_leaves_its_argument_alone():
    notebook = in_form()
    notebook.cells[1].execution_count = 7
    once = normalise(notebook)
    assert normalise(once) == once == in_form()
    assert notebook.cells[1].execution_count == 7


def test_a_notebook_survives_the_way_through_its_file(tmp_path: Path):
    path = tmp_path / "a.ipynb"
    path.write_text(notebook_form.dumps(in_form()), encoding="utf-8")
    assert notebook_form.read(path) == in_form()
    assert path.read_text(encoding="utf-8").endswith("}\n")


def unrun(notebook):
    notebook.cells[1].execution_count = None


def out_of_order(notebook):
    notebook.cells[1].execution_count = 5


def empty(notebook):
    notebook.cells[1].source = " \n"


def long(notebook):
    notebook.cells[1].source = "x = 1\n" * 16


def error(notebook):
    notebook.cells[1].outputs = [new_output("error", ename="KeyError", evalue="'x'", traceback=[])]


def stderr(notebook):
    notebook.cells[1].outputs[0].name = "stderr"


def widget_view(notebook):
    notebook.cells[2].outputs[0].data[notebook_form.WIDGET_VIEW] = {"model_id": "1"}


def widget_state(notebook):
    notebook.metadata.widgets = {}


def foreign_kernel(notebook):
    notebook.metadata.kernelspec["name"] = "my-env"


def language_version(notebook):
    notebook.metadata.language_info["version"] = "3.12.1"


def old_format(notebook):
    notebook.nbformat_minor = 4


def too_large(notebook):
    notebook.cells[0].source = "x" * notebook_form.LARGEST_FILE


def no_alt(notebook):
    notebook.cells[2].outputs[0].metadata = {}


def home(notebook):
    notebook.cells[1].outputs[0].text = "read /" + "home/ada/data.csv"


def address(notebook):
    notebook.cells[2].outputs[0].data["text/plain"] = "<Line at 0x7f00aa11bb22>"


def no_id(notebook):
    del notebook.cells[1]["id"]


def duplicate_id(notebook):
    notebook.cells[2].id = "print"


def cell_metadata(notebook):
    notebook.cells[1].metadata["execution"] = {"iopub.execute_input": "2026-01-01"}


def split_stream(notebook):
    notebook.cells[1].outputs.append(new_output("stream", name="stdout", text="2\n"))


def maker_in_png(notebook):
    notebook.cells[2].outputs[0].data["image/png"] = picture(Author="Ada")


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (unrun, "cell 2 (print): was not run"),
        (out_of_order, "cell 2 (print): was run as number 5, not 1"),
        (empty, "cell 2 (print): is empty"),
        (long, "cell 2 (print): has 16 lines, more than 15"),
        (error, "cell 2 (print): stores an error: KeyError: 'x'"),
        (stderr, "cell 2 (print): stores text on stderr"),
        (widget_view, "cell 3 (line): stores a widget view"),
        (widget_state, "widget state in the metadata"),
        (foreign_kernel, "kernelspec in the metadata is not the plain python3"),
        (language_version, "language_info in the metadata says more than the language"),
        (old_format, "is of format 4.4, not 4.5"),
        (no_alt, "cell 3 (line): stores image/png without a text alternative"),
        (no_id, "cell 2 (no id): has no valid id"),
        (duplicate_id, "cell 3 (print): has the id of an earlier cell"),
        (cell_metadata, "something else differs from the stored form: `make refresh` mends it"),
        (split_stream, "something else differs from the stored form: `make refresh` mends it"),
        (maker_in_png, "something else differs from the stored form: `make refresh` mends it"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_names_each_deviation(spoil, sentence):
    notebook = in_form()
    spoil(notebook)
    assert problems(notebook) == [sentence]


@pytest.mark.parametrize(
    ("spoil", "part"),
    [
        (too_large, "not below 500,000"),
        (home, "stores a path of the machine it ran on: /" + "home/ada/data.csv"),
        (address, "stores a memory address"),
    ],
)
def test_names_deviations_that_vary(spoil, part):
    notebook = in_form()
    spoil(notebook)
    (sentence,) = problems(notebook)
    assert part in sentence


@pytest.mark.parametrize(
    "spoil",
    [
        unrun,
        out_of_order,
        widget_view,
        widget_state,
        foreign_kernel,
        language_version,
        old_format,
        cell_metadata,
        maker_in_png,
    ],
)
def test_normalise_mends_what_needs_no_author(spoil):
    notebook = in_form()
    spoil(notebook)
    assert normalise(notebook) == in_form()


def test_a_widget_without_its_view_keeps_its_text():
    notebook = in_form()
    widget_view(notebook)
    assert normalise(notebook).cells[2].outputs[0].data["text/plain"] == "a line from 0 to 1"


def test_an_output_that_was_only_a_view_goes():
    notebook = in_form()
    view = new_output("display_data", data={notebook_form.WIDGET_VIEW: {"model_id": "1"}})
    notebook.cells[1].outputs.append(view)
    assert normalise(notebook) == in_form()


def test_only_neighbouring_streams_of_one_name_are_joined():
    notebook = in_form()
    notebook.cells[1].outputs = [
        new_output("stream", name=name, text=text)
        for name, text in [("stdout", "a"), ("stdout", "b"), ("stderr", "c"), ("stdout", "d")]
    ]
    texts = [output.text for output in normalise(notebook).cells[1].outputs]
    assert texts == ["ab", "c", "d"]


def test_new_ids_follow_the_position_and_avoid_those_in_use():
    notebook = in_form()
    notebook.cells[0].id = "cell-03"
    notebook.cells[1].id = "not valid!"
    notebook.cells[2].id = "cell-03"
    assert [cell.id for cell in normalise(notebook).cells] == ["cell-03", "cell-02", "cell-03x"]


def test_a_picture_keeps_its_pixels():
    before = picture(Author="Ada")
    notebook = in_form()
    notebook.cells[2].outputs[0].data["image/png"] = before
    after = normalise(notebook).cells[2].outputs[0].data["image/png"]
    shown = [plt.imread(io.BytesIO(base64.b64decode(png))) for png in (before, after)]
    assert (shown[0] == shown[1]).all()
    assert b"Matplotlib" in base64.b64decode(before)
    assert b"Matplotlib" not in base64.b64decode(after)


LIVE = """\
import ipywidgets, matplotlib.pyplot as plt
plt.plot([0, 1]); plt.show()
print(ipywidgets.IntSlider().value)
ipywidgets.IntSlider(value=3)"""


def store(path: Path, *sources: str) -> Path:
    notebook = new_notebook(
        cells=[new_code_cell(source, id=f"c{i}") for i, source in enumerate(sources)]
    )
    path.write_text(notebook_form.dumps(notebook), encoding="utf-8")
    return path


def test_refreshing_twice_gives_identical_bytes(tmp_path: Path):
    path = store(tmp_path / "live.ipynb", LIVE, "import os; print(os.path.exists('live.ipynb'))")
    assert notebooks.refresh(path)
    once = path.read_bytes()
    assert not notebooks.refresh(path)
    assert path.read_bytes() == once
    first, second = notebook_form.read(path).cells
    assert [output.output_type for output in first.outputs] == [
        "display_data",
        "stream",
        "execute_result",
    ]
    assert first.outputs[2].data == {"text/plain": "IntSlider(value=3)"}
    assert second.outputs[0].text == "True\n", "runs in the notebook's own folder"


def test_refresh_uses_this_python_whatever_the_user_installed_elsewhere(tmp_path, monkeypatch):
    foreign = tmp_path / "kernels" / "python3"
    foreign.mkdir(parents=True)
    spec = '{"argv": ["no-such-program"], "display_name": "Another", "language": "python"}'
    (foreign / "kernel.json").write_text(spec)
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    monkeypatch.setenv("MPLBACKEND", "agg")
    source = "import os, sys; print(sys.prefix, 'inline' in os.environ['MPLBACKEND'])"
    path = store(tmp_path / "where.ipynb", source)
    notebooks.refresh(path)
    (cell,) = notebook_form.read(path).cells
    assert cell.outputs[0].text == f"{sys.prefix} True\n"


def test_refresh_refuses_a_notebook_that_raises_and_leaves_it_as_it_was(tmp_path: Path):
    path = store(tmp_path / "raises.ipynb", "x = 0", "1 / x")
    before = path.read_bytes()
    with pytest.raises(
        notebooks.NotebookError, match=r"^cell 2 \(c1\): ZeroDivisionError: division by zero$"
    ):
        notebooks.refresh(path)
    assert path.read_bytes() == before


def test_the_command_line_refuses_with_status_1(tmp_path: Path, monkeypatch, capsys):
    path = store(tmp_path / "00_start_here.ipynb", "1 / 0")
    monkeypatch.setattr("sys.argv", ["notebooks", str(path)])
    assert notebooks.main() == 1
    assert "00_start_here.ipynb, cell 1 (c0): ZeroDivisionError" in capsys.readouterr().err


def test_check_runs_nothing_and_names_the_problems(tmp_path: Path, monkeypatch, capsys):
    path = store(tmp_path / "00_start_here.ipynb", "1 / 0")
    monkeypatch.setattr("sys.argv", ["notebooks", "--check", str(path)])
    assert notebooks.main() == 1
    assert "00_start_here.ipynb: cell 1 (c0): was not run" in capsys.readouterr().out


def test_a_chapter_is_found_by_its_number(tmp_path: Path):
    for name in ("00_start_here.ipynb", "03_this.ipynb", "A1_that.ipynb"):
        store(tmp_path / name)
    found = [notebooks.notebook_of(number, tmp_path).name for number in ("0", "3", "A1")]
    assert found == ["00_start_here.ipynb", "03_this.ipynb", "A1_that.ipynb"]
    with pytest.raises(ValueError, match=r"^there is no chapter '13'; give one of 0, 3, A1$"):
        notebooks.notebook_of("13", tmp_path)


NAMES = ["00_start_here.ipynb", "02_before.ipynb", "03_this.ipynb", "04_after.ipynb"]
OPENING = """\
# A chapter

[previous](02_before.ipynb) · [contents](00_start_here.ipynb#chapters) · [next](04_after.ipynb)

30 minutes of reading with pictures, 9 of exercises. Which start is slower?"""
ENDING = """\
**Try this**: move it.

<details>
<summary><b>What you should have seen</b></summary>

It moves.

</details>

## Where it earns money today
## Where people stumble
## Heard on the web: true or false?
## Exercises

### Exercise 3.1 (predict a number)
### Exercise 3.2 (read a figure)
**Exercise 3.3 (write a function).** Write it.

**Exercise 3.4 (find the flaw).** Find it.

**Exercise 2.5 (predict a number).** This is no exercise of this chapter.

## Summary

**Exercise 3.6 (predict a number).** This is no exercise."""


CODE = 'predict("3.a", ...)\nreveal("3.a")'


def a_chapter(opening: str = OPENING, ending: str = ENDING, code: str = CODE) -> NotebookNode:
    notebook = in_form()
    notebook.cells[0].source = opening
    notebook.cells.append(new_markdown_cell(ending))
    notebook.cells.append(new_code_cell(code))
    return notebook


def missing(notebook: NotebookNode) -> list[str]:
    return chapter.missing_parts(notebook, "03_this.ipynb", NAMES)


HOW_LONG = "does not say in its first cell how long reading and exercises take, each"


def test_a_whole_chapter_misses_nothing():
    assert missing(a_chapter()) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("# A chapter", "A chapter", "does not begin with a title"),
        (", 9 of", ", some of", HOW_LONG),
        ("02_before", "03_this", "does not link to the previous notebook, 02_before.ipynb"),
        ("00_start", "03_start", "does not link to the contents, 00_start_here.ipynb"),
        ("04_after", "05_after", "does not link to the next notebook, 04_after.ipynb"),
        ("Try this", "Try", 'has no "Try this"'),
        (
            "<details>",
            "<div>",
            'has no "What you should have seen", folded away in <details>',
        ),
        ("## Where it earns", "## It earns", 'has no heading "Where it earns money today"'),
        ("## Heard on", "## On", 'has no heading "Heard on the web"'),
        ("## Where people", "Where people", 'has no heading "Where people stumble"'),
        ("### Exercise 3.2", "### Exercise 3.1", "has 3 numbered exercises, not 4"),
        ("## Summary", "## End", 'has no heading "Summary"'),
        ("predict(", "guess(", "calls predict nowhere"),
        ("reveal(", "tell(", "calls reveal nowhere"),
    ],
)
def test_names_each_missing_part(old, new, sentence):
    parts = (OPENING, ENDING, CODE)
    assert any(old in part for part in parts)
    assert missing(a_chapter(*(part.replace(old, new) for part in parts))) == [sentence]


def test_a_chapter_that_names_no_minutes_is_told_so_twice():
    opening = OPENING.replace("30 minutes", "Soon")
    says_nothing = "does not say in its first cell how many minutes it takes"
    assert missing(a_chapter(opening)) == [says_nothing, HOW_LONG]


@pytest.mark.parametrize(
    ("name", "number"),
    [("00_start_here.ipynb", "0"), ("03_this.ipynb", "3"), ("A1_that.ipynb", "A1")],
)
def test_a_notebook_has_the_number_of_its_exercises(name, number):
    assert chapter.number(name) == number
    assert name.startswith(chapter.prefix(number))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import numpy as np\nimport math\nfrom lossviz.maths import sigmoid", []),
        ("import torch", ["cell 1 imports torch"]),
        ("def f():\n    from scipy.special import expit", ["cell 1 imports scipy.special"]),
        ("%matplotlib widget", ["cell 1 is not plain Python"]),
    ],
)
def test_names_foreign_imports(source, found):
    assert chapter.foreign_imports(new_notebook(cells=[new_code_cell(source)])) == found


@pytest.mark.parametrize(
    ("link", "found"),
    [
        ("[a](other.ipynb)", []),
        ("[a](other.ipynb#Two-words)", []),
        ("[a](#Here-σ(z))", []),
        ("[a](page.md#two-words-more)", []),
        ("[a](#named)", []),
        ("[a](https://example.org/x) `[a](code.md)`", []),
        ("```\n[a](code.md)\n```", []),
        ("[a](gone.md)", ["links to gone.md, which does not exist"]),
        ("![a](gone.png)", ["links to gone.png, which does not exist"]),
        ('<img src="gone.png">', ["links to gone.png, which does not exist"]),
        ("[a](#gone)", ["links to #gone, but this.ipynb has no such heading"]),
        (
            "[a](other.ipynb#two-words)",
            ["links to other.ipynb#two-words, but other.ipynb has no such heading"],
        ),
    ],
)
def test_names_broken_links(tmp_path: Path, link, found):
    def write(name: str, markdown: str) -> Path:
        path = tmp_path / name
        nbformat.write(new_notebook(cells=[new_markdown_cell(markdown)]), path)
        return path

    write("other.ipynb", "## Two words")
    (tmp_path / "page.md").write_text("# Two words, more!", encoding="utf-8")
    path = write("this.ipynb", f'# Here σ(z)\n\n<a id="named"></a>\n\n{link}')
    assert links.broken_links(path) == found
