"""A progress bar for computations that a learner has to wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import ipywidgets
from IPython.display import display

_Item = TypeVar("_Item")


class _Bar:
    """The bar; before its widget is there, and after it has gone, words."""

    def __init__(self, label: str, total: int) -> None:
        self.label = label
        self.done = total  # what is stored tells of the end, whenever it is read
        self.widget = ipywidgets.IntProgress(
            max=total, description=label, style={"description_width": "initial"}
        )

    def __repr__(self) -> str:
        return f"{self.label}: {self.done} of {self.widget.max}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        closed = self.widget.comm is None
        view = {} if closed else self.widget._repr_mimebundle_()
        return {**view, "text/plain": repr(self)}


def progress(items: Sequence[_Item], label: str) -> Iterator[_Item]:
    """Go through ``items`` as ``for`` does, and show how far it has come.

    At the end, also if the loop is left early or interrupted, words take the place of the bar: its
    widget is gone, and a notebook that is opened again would show an error line for it.

    Parameters
    ----------
    items : what to go through; it has a length
    label : what is being counted

    Examples
    --------
    >>> sum(n for n in progress([1, 2, 3], "numbers"))
    numbers: 3 of 3
    6
    """
    bar = _Bar(label, len(items))
    shown = display(bar, display_id=True)
    done = 0
    try:
        for item in items:
            bar.widget.value = done
            yield item
            done += 1
    finally:
        bar.done = done
        bar.widget.close()
        if shown is not None:  # as it is outside of IPython
            shown.update(bar)
