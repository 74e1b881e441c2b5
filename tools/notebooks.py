"""Run the notebooks and store their outputs, or only say what is wrong with them.

python -m tools.notebooks            run all of notebooks/ and store what they print
python -m tools.notebooks --check    run nothing, print every problem
python -m tools.notebooks FILE ...   the same for these files only
python -m tools.notebooks --chapter 3   the same for the notebook of chapter 3 only
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import ipykernel.kernelspec
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from traitlets import default

from tools import chapter, links, notebook_form

FOLDER = Path(__file__).resolve().parent.parent / "notebooks"
CELL_SECONDS = 120


class NotebookError(Exception):
    """A notebook did not run to its end."""

    def __init__(self, cell: str, what: str) -> None:
        """Say in which cell what happened."""
        super().__init__(f"{cell}: {what}")


class ThisPython(KernelSpecManager):
    """Knows one kernel: the Python that runs this program.

    Looked up by name, "python3" can be a kernel that the user installed elsewhere, with other
    versions and without lossviz.
    """

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the kernel of this Python, whatever its name."""
        return KernelSpec(
            resource_dir=ipykernel.kernelspec.RESOURCES, **ipykernel.kernelspec.get_kernel_dict()
        )


class ThisPythonsKernel(AsyncKernelManager):
    """Starts and stops the kernel of this Python."""

    @default("kernel_spec_manager")
    def _this_python(self) -> KernelSpecManager:
        return ThisPython()


def run(notebook: NotebookNode, folder: Path) -> NotebookNode:
    """Return the notebook in its stored form, run from top to bottom on a fresh kernel."""
    executed = notebook_form.normalise(notebook)
    started: list[int] = []
    client = client_for(executed, folder)
    client.on_cell_start = lambda cell, cell_index: started.append(cell_index)
    try:
        client.execute()
    except CellExecutionError as error:
        raise NotebookError(_where(executed, started), f"{error.ename}: {error.evalue}") from error
    except (CellTimeoutError, DeadKernelError) as error:
        raise NotebookError(_where(executed, started), str(error)) from error
    return notebook_form.normalise(executed)


def client_for(notebook: NotebookNode, folder: Path) -> NotebookClient:
    """Return what runs the cells of a notebook, in place, on a kernel of this Python."""
    # Set, it would take the place of the backend that shows figures in notebooks.
    os.environ.pop("MPLBACKEND", None)
    return NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
        kernel_manager_class=ThisPythonsKernel,
        extra_arguments=["--log-level=ERROR"],
    )


def refresh(path: Path) -> bool:
    """Run one notebook and store it; tell whether the file changed."""
    before = path.read_text(encoding="utf-8")
    after = notebook_form.dumps(run(notebook_form.read(path), path.parent))
    path.write_text(after, encoding="utf-8")
    return after != before


def problems(path: Path) -> list[str]:
    """Return everything that is wrong with one stored notebook."""
    notebook = notebook_form.read(path)
    found = notebook_form.problems(notebook)
    found += chapter.foreign_imports(notebook)
    found += links.broken_links(path)
    names = [other.name for other in notebooks_in(path.parent)]
    if is_chapter(path):
        found += chapter.missing_parts(notebook, path.name, names)
    elif path.name == chapter.AUDIT:
        found += chapter.missing_from_opening(notebook, path.name, names)
    return found


def notebooks_in(folder: Path = FOLDER) -> list[Path]:
    """Return the notebooks of a folder in the order in which they are read."""
    return sorted(folder.glob("*.ipynb"))


def notebook_of(number: str, folder: Path = FOLDER) -> Path:
    """Return the notebook of the chapter with this number."""
    names = {chapter.number(path.name): path for path in notebooks_in(folder)}
    if number not in names:
        raise ValueError(f"there is no chapter {number!r}; give one of {', '.join(names)}")
    return names[number]


def is_chapter(path: Path) -> bool:
    """Tell a chapter, which has a fixed anatomy, from the start page and the audit."""
    return path.name not in (chapter.CONTENTS, chapter.AUDIT)


def _where(notebook: NotebookNode, started: list[int]) -> str:
    index = started[-1]
    return f"cell {index + 1} ({notebook.cells[index].id})"


def main() -> int:
    """Run the command line; return its exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m tools.notebooks", description="Run the notebooks and store their outputs."
    )
    parser.add_argument("--check", action="store_true", help="run nothing, print every problem")
    parser.add_argument("--chapter", metavar="N", help="only the notebook of chapter N: 3, or A1")
    parser.add_argument("paths", nargs="*", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.chapter is not None:
        try:
            options.paths.append(notebook_of(options.chapter))
        except ValueError as error:
            parser.error(f"--chapter: {error}")
    status = 0
    for path in options.paths or notebooks_in():
        if not options.check:
            try:
                changed = refresh(path)
            except NotebookError as error:
                print(f"{path.name}, {error}", file=sys.stderr)
                return 1
            print(f"{path.name}: {'stored anew' if changed else 'unchanged'}")
        for problem in problems(path):
            print(f"{path.name}: {problem}")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
