"""A page that holds explorers and nothing but Python to draw them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from lossviz.chapters import picture
from lossviz.explorable.declaration import declaration
from tools.site import python

_SCRIPTS = python.ROOT / "site" / "script"
_EXPLORER = python.ROOT / "lossviz" / "explorable" / "widgets"
_PAGE = """<!doctype html>
<meta charset="utf-8"><title>Python</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="_static/lossviz/explorer.css">
<main></main>
<script type="module">
  import {{ engine }} from "./_static/lossviz/engine.js";
  import {{ ExplorerView }} from "./_static/lossviz/explorer.js";
  const declared = {declared};
  window.engine = engine;
  window.show = (picture) => {{
    const place = document.createElement("div");
    document.querySelector("main").append(place);
    place.dataset.picture = picture;
    return void new ExplorerView(place, declared[picture], engine.open(picture));
  }};
</script>
"""


def write(site: Path, *pictures: str) -> None:
    """Write the page, its scripts and Python into a folder."""
    static = site / "_static" / "lossviz"
    static.mkdir(parents=True)
    for name in ("engine.js", "worker.js", "in_page.py"):
        shutil.copy(_SCRIPTS / name, static)
    for name in ("explorer.js", "explorer.css"):
        shutil.copy(_EXPLORER / name, static)
    declared = {name: declaration(picture(name)()) for name in pictures}
    page = _PAGE.format(declared=json.dumps(declared))
    (site / "page.html").write_text(page, encoding="utf-8")
    python.write(site)
