"""A picture with its controls in a notebook.

How the picture reaches the browser is private to `Explorer`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from IPython import get_ipython
from IPython.display import display

from lossviz.explorable.declaration import declaration
from lossviz.explorable.frame_source import FrameSource
from lossviz.explorable.picture import Picture
from lossviz.explorable.strip import Strip
from lossviz.explorable.widgets.display import EXPLORER, outputs
from lossviz.explorable.widgets.front_end import FrontEnd

P = TypeVar("P", bound=Picture[Any])

_CLOSED = "This explorer was closed, so it shows only what it has kept. Run its cell again."


class Explorer(Generic[P]):
    """A picture with controls. Display it in a notebook, or drive it from code with `set`.

    Parameters
    ----------
    picture : its parameters become controls, its presets buttons and its handles grips

    Attributes
    ----------
    picture : the picture that it shows
    presets : the values that each button sets, by its label
    widget : the front end, which shows this explorer wherever it is displayed

    Raises
    ------
    ValueError, TypeError
        If a preset does not fit the parameters.

    Examples
    --------
    >>> from lossviz.explorable import Picture, Slider
    >>> class Line(Picture):
    ...     size = (4.0, 3.0)
    ...     parameters = (Slider("slope", "slope", -1.0, 1.0, 0.5, default=0.0),)
    ...
    ...     def build(self, figure):
    ...         self._line = self.line(figure.subplots())
    ...
    ...     @staticmethod
    ...     def compute(slope):
    ...         return [-slope, slope]
    ...
    ...     def place(self, ends):
    ...         self._line.set_data([-1, 1], ends)
    ...
    ...     def describe(self, ends):
    ...         return f"It rises by {ends[1] - ends[0]}."
    >>> explorer = Explorer(Line())
    >>> explorer.set(slope=0.5)
    >>> explorer.sentence
    'It rises by 1.0.'
    """

    def __init__(self, picture: P) -> None:
        """Make the front end, which shows nothing yet."""
        self.picture = picture
        self.presets = {preset.label: preset.values for preset in picture.presets}
        self._defaults = picture.defaults
        self.widget = FrontEnd(declaration=declaration(picture))
        self.widget.add_class(EXPLORER)
        self._source = self._make_source()
        self.widget.on_msg(lambda _widget, content, _buffers: self._source.hear(content))

    @property
    def values(self) -> dict[str, Any]:
        """What the controls say now."""
        return dict(self.picture.values)

    @property
    def result(self) -> Any:
        """What the picture shows now, in numbers."""
        return self.picture.result

    @property
    def sentence(self) -> str:
        """The live sentence under the picture."""
        return self.picture.sentence

    def set(self, **values: Any) -> None:
        """Move some controls, as a learner would, and redraw once.

        Raises TypeError or ValueError, and moves nothing, for a name or value that the
        controls do not have, and for values that do not go together.
        """
        with self._source.lock:
            self.picture.update(**values)
            self._source.push()

    def press(self, preset: str) -> None:
        """Set a preset by the label of its button, or raise ValueError if there is none of it."""
        self.set(**self.picture.preset(preset))

    def reset(self) -> None:
        """Go back to the first state."""
        self.set(**self._defaults)

    def keep(self, guess: float | None) -> None:
        """Let a guess stay on the picture as a ghost beside the truth; None takes it away.

        A picture that has no room for one stays as it is.
        """
        with self._source.lock:
            self.picture.ghost = guess
            self.picture.place(self.picture.result)
            self._source.renew()

    def strip(self, states: Mapping[str, Mapping[str, Any]]) -> Strip:
        """Show several states beside each other, such as ``explorer.presets``, and move nothing.

        Parameters
        ----------
        states : the values of each state by its name; what is not given has its default
        """
        return Strip(self.picture, states)

    def close(self) -> None:
        """Free the front end and, with the last reference to this explorer, its picture."""
        self._source.stop(_CLOSED)
        self.widget.close()
        self.widget.layout.close()

    def _make_source(self) -> FrameSource:
        return FrameSource(self.picture, self.widget.send)

    def _ipython_display_(self) -> None:
        """The live widget; where it cannot be alive, a picture of it and its sentence."""
        _retire_predecessors(self)
        for data, metadata in outputs(self.picture, self.widget):
            display(data, metadata=metadata, raw=True)


# Explorers on show, by notebook cell: (the run of the cell, its explorers).
_on_show: dict[str, tuple[str, list[Explorer[Any]]]] = {}


def _retire_predecessors(explorer: Explorer[Any]) -> None:
    """Close what an earlier run of this cell has shown; nobody can see it any more.

    ipywidgets keeps every widget alive until it is closed, so a cell run again and again would
    fill the kernel's memory. Front ends that do not say which cell they run are left alone.
    """
    shell = get_ipython()
    parent = shell.get_parent() if hasattr(shell, "get_parent") else {}
    cell = parent.get("metadata", {}).get("cellId")
    if cell is None:
        return
    run = parent["header"]["msg_id"]
    earlier_run, shown = _on_show.get(cell, (run, []))
    if earlier_run != run:
        for old in shown:
            if old is not explorer:
                old.close()
        shown = []
    _on_show[cell] = (run, [*shown, explorer])
