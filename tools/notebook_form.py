"""The form in which notebooks are stored: what it is, and how to bring one into it.

A stored notebook reads complete without a kernel, and storing it again changes no byte. Notebooks
are plain dictionaries here, as `read` returns them (sources and texts joined to one string each).
"""

from __future__ import annotations

import base64
import copy
import re
import struct
from collections.abc import Iterator
from pathlib import Path

import nbformat
import nbformat.reader
from nbformat import NotebookNode

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
KEPT_CELL_METADATA = ("tags", "jupyter")
LONGEST_CELL = 15
LARGEST_FILE = 500_000

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_TEXTS_AND_TIMES = {b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf"}
_CELL_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_MACHINE_PATH = re.compile(r"(?:/(?:home|root|tmp|Users|private)/|[A-Za-z]:\\Users\\)[^\s'\"<>]*")
_MEMORY_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")


def read(path: Path) -> NotebookNode:
    """Return the notebook as it is on disk: nothing repaired, nothing added."""
    return nbformat.reader.reads(path.read_text(encoding="utf-8"))


def dumps(notebook: NotebookNode) -> str:
    """Return the text of the file: Jupyter's own layout, keys sorted, a newline at the end."""
    return nbformat.v4.writes(notebook) + "\n"


def normalise(notebook: NotebookNode) -> NotebookNode:
    """Return a copy in the stored form; what was run stays, what varies between runs goes."""
    stored = copy.deepcopy(notebook)
    stored.nbformat, stored.nbformat_minor = 4, 5
    stored.metadata = nbformat.from_dict(
        {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    )
    _give_ids(stored.cells)
    for count, cell in enumerate(_code_cells(stored), start=1):
        cell.execution_count = count
        cell.outputs = _normalise_outputs(cell.get("outputs", []), count)
    for cell in stored.cells:
        cell.metadata = nbformat.from_dict(
            {
                key: cell.metadata[key]
                for key in KEPT_CELL_METADATA
                if key in cell.get("metadata", {})
            }
        )
    return stored


def problems(notebook: NotebookNode) -> list[str]:
    """Return one sentence for every way in which the notebook deviates from the stored form."""
    found = list(_notebook_problems(notebook))
    seen: set[str] = set()
    count = 0
    for position, cell in enumerate(notebook.cells, start=1):
        where = f"cell {position} ({cell.get('id', 'no id')})"
        count += cell.cell_type == "code"
        found += [f"{where}: {what}" for what in _id_problems(cell, seen)]
        if cell.cell_type == "code":
            found += [f"{where}: {what}" for what in _source_problems(cell)]
            found += [f"{where}: {what}" for what in _output_problems(cell, count)]
    if not found and normalise(notebook) != notebook:
        found.append("something else differs from the stored form: `make refresh` mends it")
    return found


def _code_cells(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def _give_ids(cells: list[NotebookNode]) -> None:
    """Keep every first, valid id; name the others after their position."""
    taken: set[str] = set()
    without: list[tuple[int, NotebookNode]] = []
    for position, cell in enumerate(cells, start=1):
        if _CELL_ID.fullmatch(cell.get("id", "")) and cell.id not in taken:
            taken.add(cell.id)
        else:
            without.append((position, cell))
    for position, cell in without:
        name = f"cell-{position:02d}"
        while name in taken:
            name += "x"
        taken.add(name)
        cell.id = name


def _normalise_outputs(outputs: list[NotebookNode], count: int) -> list[NotebookNode]:
    kept: list[NotebookNode] = []
    for output in outputs:
        if output.output_type == "stream":
            # How often a kernel flushes depends on how busy the machine is.
            if kept and kept[-1].output_type == "stream" and kept[-1].name == output.name:
                kept[-1].text += output.text
                continue
        elif output.output_type in ("display_data", "execute_result"):
            _normalise_bundle(output)
            if not output.data:
                continue
            if output.output_type == "execute_result":
                output.execution_count = count
        kept.append(output)
    return kept


def _normalise_bundle(output: NotebookNode) -> None:
    """Drop the widget view, which is dead without its kernel; text and picture remain."""
    for part in (output.data, output.metadata):
        part.pop(WIDGET_VIEW, None)
    if "image/png" in output.data:
        output.data["image/png"] = _without_texts(output.data["image/png"])


def _without_texts(encoded: str) -> str:
    """Drop what a PNG says about its maker (Matplotlib writes its version); keep every pixel."""
    png = base64.b64decode(encoded)
    kept, start = [_PNG_SIGNATURE], len(_PNG_SIGNATURE)
    while start < len(png):
        (length,) = struct.unpack(">I", png[start : start + 4])
        end = start + 12 + length  # length, kind, data, checksum
        if png[start + 4 : start + 8] not in _PNG_TEXTS_AND_TIMES:
            kept.append(png[start:end])
        start = end
    return base64.b64encode(b"".join(kept)).decode("ascii")


def _notebook_problems(notebook: NotebookNode) -> Iterator[str]:
    if (notebook.nbformat, notebook.nbformat_minor) != (4, 5):
        yield f"is of format {notebook.nbformat}.{notebook.nbformat_minor}, not 4.5"
    if "widgets" in notebook.metadata:
        yield "widget state in the metadata"
    if notebook.metadata.get("kernelspec") != KERNELSPEC:
        yield "kernelspec in the metadata is not the plain python3"
    if notebook.metadata.get("language_info") != {"name": "python"}:
        yield "language_info in the metadata says more than the language"
    size = len(dumps(notebook).encode("utf-8"))
    if size >= LARGEST_FILE:
        yield f"is {size:,} bytes, not below {LARGEST_FILE:,}"


def _id_problems(cell: NotebookNode, seen: set[str]) -> Iterator[str]:
    name = cell.get("id", "")
    if not _CELL_ID.fullmatch(name):
        yield "has no valid id"
    elif name in seen:
        yield "has the id of an earlier cell"
    seen.add(name)


def _source_problems(cell: NotebookNode) -> Iterator[str]:
    lines = len(cell.source.splitlines())
    if not cell.source.strip():
        yield "is empty"
    if lines > LONGEST_CELL:
        yield f"has {lines} lines, more than {LONGEST_CELL}"


def _output_problems(cell: NotebookNode, count: int) -> Iterator[str]:
    if cell.get("execution_count") is None:
        yield "was not run"
    elif cell.execution_count != count:
        yield f"was run as number {cell.execution_count}, not {count}"
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield f"stores an error: {output.ename}: {output.evalue}"
        if output.get("name") == "stderr":
            yield "stores text on stderr"
        data = output.get("data", {})
        if WIDGET_VIEW in data:
            yield "stores a widget view"
        for kind in ("image/png", "image/jpeg", "image/svg+xml"):
            if kind in data and not output.metadata.get(kind, {}).get("alt"):
                yield f"stores {kind} without a text alternative"
        for text in _texts(output):
            if match := _MACHINE_PATH.search(text):
                yield f"stores a path of the machine it ran on: {match.group()}"
            if match := _MEMORY_ADDRESS.search(text):
                yield f"stores a memory address, another one in every run: {match.group()}"


def _texts(output: NotebookNode) -> list[str]:
    """Every text a reader sees in an output."""
    if output.output_type == "stream":
        return [output.text]
    if output.output_type == "error":
        return ["\n".join(output.traceback)]
    return [text for kind, text in output.data.items() if kind.startswith("text/")]
