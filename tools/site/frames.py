"""Writes the frames that move a page without Python: `_static/frames` of the web edition.

`<picture>.json` is what a page must know of a picture: its declaration, the states from which
controls were moved, and the parts of a way between two of them. `<picture>.<layout>.z` is deflated
JSON: the still layer, the skeletons, the curves that can be read, the stored keys and their frames
(see `packing`), and of the states that the picture refuses, the reason. Which states those are,
`states` says.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from lossviz.chapters import picture, pictures
from lossviz.explorable.declaration import NARROW, WIDE, declaration
from lossviz.explorable.frame_source import excuse
from lossviz.explorable.frames import Frame, Frames, Key, values_of
from lossviz.explorable.picture import Picture
from tools import notebook_form, notebooks
from tools.site import explorer_pages, packing, states

FRAMES = Path("_static/frames")
# Of one picture in one layout: a page of eight pictures shall load with all its frames.
MOST_BYTES = 230_000
# Where the fewest states are more, a film of maps: as much as these with so much on top.
MOST_ON_TOP = 1.2
_PROCESSES = 2
_WORDS = re.compile(r'class="lossviz-words" data-picture="[\w.]*\.(\w+)\.\w+" data-key="([\d,]*)"')


def write(folder: Path, names: Iterable[str] | None = None) -> None:
    """Write the frames of some pictures, or of all, and a page for each of them."""
    for part in (FRAMES, explorer_pages.PAGES):
        (folder / part).mkdir(parents=True, exist_ok=True)
    # Not forked: what a process of ours has open is no concern of another.
    with ProcessPoolExecutor(_PROCESSES, get_context("spawn")) as pool:
        for done in [pool.submit(write_picture, name, folder) for name in names or pictures()]:
            done.result()


def write_picture(name: str, folder: Path) -> None:
    """Write the frames of one picture, and its page."""
    wide = picture(name)()
    own, presets = states.starts(wide, shown().get(name, []))
    wide.update(**values_of(wide.parameters, own[0]))
    explorer_pages.write(folder, name, wide, own[0])
    about = {
        "declaration": declaration(wide),
        "starts": [*own, *presets],
        "way": states.WAY,
    }
    (folder / FRAMES / f"{name}.json").write_text(packing.json_of(about), encoding="utf-8")
    drawer = Drawer(wide)
    for layout, packed in _thinned(drawer, list(states.thinnings(wide, own, presets))).items():
        (folder / FRAMES / f"{name}.{layout}.z").write_bytes(packed)


class Drawer:
    """Draws states of a picture in both layouts, each computed and drawn once.

    Attributes
    ----------
    frames : what draws each layout
    drawn : the frames of each layout by their keys
    refusals : why some states have none
    """

    def __init__(self, wide: Picture[Any]) -> None:
        """Draw nothing yet."""
        self.frames = {WIDE: Frames(wide), NARROW: Frames(type(wide)(narrow=True))}
        self.drawn: dict[str, dict[Key, Frame]] = {layout: {} for layout in self.frames}
        self.refusals: dict[Key, str] = {}

    def draw(self, key: Key) -> None:
        """Draw a state, unless it has been drawn or refused."""
        wide = self.frames[WIDE].picture
        if key in self.drawn[WIDE] or key in self.refusals:
            return
        try:
            wide.update(**values_of(wide.parameters, key))
        except ValueError as error:
            self.refusals[key] = excuse(error)
            return
        for layout, frames in self.frames.items():
            if frames.picture is not wide:
                frames.picture.values, frames.picture.result = wide.values, wide.result
                frames.picture.place(wide.result)
            self.drawn[layout][key] = frames.frame()

    def packed(self, layout: str, keys: Sequence[Key]) -> bytes:
        """The file of some states in a layout."""
        for key in keys:
            self.draw(key)
        frames, drawn = self.frames[layout], self.drawn[layout]
        kept = [key for key in keys if key in drawn]
        content = {
            "still": frames.still(),
            "curves": frames.picture.curves(),
            "skeletons": frames.skeletons,
            "keys": kept,
            "refusals": {key: self.refusals[key] for key in keys if key not in drawn},
            **packing.pack([drawn[key] for key in kept]),
        }
        return zlib.compress(packing.json_of(content).encode(), 9)


def _thinned(drawer: Drawer, thinnings: Sequence[Sequence[Key]]) -> dict[str, bytes]:
    """The files of as many states as there is room for."""
    tried = []
    for keys in thinnings:
        tried.append({layout: drawer.packed(layout, keys) for layout in drawer.frames})
        if _largest(tried[-1]) <= MOST_BYTES:
            return tried[-1]
    most = MOST_ON_TOP * _largest(tried[-1])
    return next(files for files in tried if _largest(files) <= most)


def _largest(files: Mapping[str, bytes]) -> int:
    return max(map(len, files.values()))


@cache
def shown() -> Mapping[str, Sequence[Key]]:
    """The states in which the notebooks show each picture."""
    found: dict[str, list[Key]] = {}
    for explorers in _in_notebooks().values():
        for name, key in explorers:
            found.setdefault(name, []).append(key)
    return found


def pages_of(name: str) -> list[str]:
    """The notebooks that show a picture."""
    return [
        notebook
        for notebook, explorers in _in_notebooks().items()
        if name in {shown for shown, _ in explorers}
    ]


@cache
def _in_notebooks() -> Mapping[str, Sequence[tuple[str, Key]]]:
    """The explorers of each notebook: picture and state."""
    found: dict[str, list[tuple[str, Key]]] = {}
    for path in notebooks.notebooks_in():
        for cell in notebook_form.read(path).cells:
            for output in cell.get("outputs", []):
                explorers = _WORDS.findall(output.get("data", {}).get("text/html", ""))
                found.setdefault(path.stem, []).extend(explorers)
    return found


def shown_in(cell: Any) -> str | None:
    """The picture that a cell of a notebook shows."""
    for output in cell.outputs:
        for name, _ in _WORDS.findall(output.get("data", {}).get("text/html", "")):
            return str(name)
    return None
