"""What an explorer puts into a notebook: itself, and what is seen where it cannot be alive.

A notebook that is saved and opened again, with a fresh kernel, holds a widget view whose widget is
gone, and Jupyter prefers that view, and then its error line, to a picture in the same output. So an
explorer is four outputs in a row:

1. a style, unseen, which comes first so that nothing flashes up before it
2. the picture
3. the widget view, alone
4. the sentence, and what to do

The style shows either the third or the second and fourth, by whether a live explorer is in the
third. No script and no setting takes part. It reaches only outputs in such a row, and it needs the
class names of JupyterLab 4 and Notebook 7, which the browser tests watch over. A front end
with other names shows picture and explorer both; where styles are stripped, as on GitHub, no
explorer can be alive either.
"""

from __future__ import annotations

import html
from typing import Any

import ipywidgets

from lossviz.explorable.frames import key_of
from lossviz.explorable.picture import Picture

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Marks the widget of an explorer, for the style below and for tests.
EXPLORER = "lossviz-explorer"

_HINT = "A stored picture. To make it live, run the cells above and then this one."

_OUTPUT = ".jp-OutputArea-child"
_START = f"{_OUTPUT}:has(> * > .lossviz-style)"
_PICTURE = f'{_START} + {_OUTPUT}:has(> [data-mime-type="image/png"])'
# All but widgets name their kind in an attribute.
_VIEW = "> .lm-Panel.jp-OutputArea-output:not([data-mime-type])"
_LIVE = f"> * > .{EXPLORER}"
_WORDS = f"{_OUTPUT}:has(> * > .lossviz-words)"
_DEAD = f".{EXPLORER}.jupyter-widgets-disconnected"
_STYLE = "\n".join(
    [
        f"{_START},",
        # A live explorer: no picture and no words beside it.
        f"{_PICTURE}:has(+ * {_LIVE}),",
        f"{_OUTPUT}:has({_LIVE}) + {_WORDS},",
        # None: no view, which would be an error line.
        f"{_PICTURE} + {_OUTPUT}:has({_VIEW}):not(:has({_LIVE}))",
        "{display: none}",
        # Not yet known, and the view has bare text: the room of the picture, and soon the picture.
        f"{_PICTURE}:not(:has(+ {_OUTPUT})),",
        f"{_PICTURE}:has(+ * {_VIEW}:not(.jupyter-widgets)):not(:has(+ * {_VIEW} > *)),",
        f"{_OUTPUT}:has({_VIEW}:not(.jupyter-widgets)):not(:has({_VIEW} > *)) + {_WORDS}",
        "{animation: lossviz-wait 0.7s step-end}",
        "@keyframes lossviz-wait {from {visibility: hidden}}",
        # The kernel was restarted: the explorer says so itself, in words. Jupyter marks with a
        # broken link only views of anywidget 0.9.0; later ones take its listener away.
        f"{_DEAD}::before {{content: none}}",
    ]
)
_STYLE_OUTPUT = f'<style class="lossviz-style">\n{_STYLE}\n</style>'
# Which picture this is, and its state, for whoever makes a page of the notebook.
_WORDS_OUTPUT = (
    '<div class="lossviz-words" data-picture="{}" data-key="{}">'
    f"<p>{{}}</p><p><em>{_HINT}</em></p></div>"
)


def outputs(
    picture: Picture[Any], widget: ipywidgets.Widget
) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Return data and metadata of the four outputs, the same in every run but for the view."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    kind, key = type(picture), key_of(picture.parameters, picture.values)
    name = f"{kind.__module__}.{kind.__qualname__}"
    words = _WORDS_OUTPUT.format(html.escape(name), key, html.escape(picture.sentence))
    return [
        ({"text/html": _STYLE_OUTPUT}, {}),
        picture.bundle(),
        ({WIDGET_VIEW: view}, {}),
        ({"text/html": words}, {}),
    ]
