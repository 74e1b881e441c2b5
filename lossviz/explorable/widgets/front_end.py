"""The page's part of an explorer, and the wire to it."""

from __future__ import annotations

from importlib.resources import files

import anywidget
import traitlets

_HERE = files("lossviz.explorable.widgets")


class FrontEnd(anywidget.AnyWidget):
    """What the browser runs: one script, one style sheet, and what it must know of a picture."""

    # As texts: a path would be watched for changes, by a thread for every explorer.
    _esm = (_HERE / "explorer.js").read_text(encoding="utf-8")
    _css = (_HERE / "explorer.css").read_text(encoding="utf-8")

    declaration = traitlets.Dict().tag(sync=True)
