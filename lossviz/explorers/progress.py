"""A progress bar for computations that a learner has to wait for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

import ipywidgets
from IPython.display import display

_Item = TypeVar("_Item")


class _Bar:
    """The bar, and in words what it counts, for a notebook without a kernel."""

    def __init__(self, label: str, total: int) -> None:
        self.label = label
        self.widget = ipywidgets.IntProgress(
            max=total, description=label, style={"description_width": "initial"}
        )

    def __repr__(self) -> str:
        return f"{self.label}: {self.widget.max} of {self.widget.max}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        return {**self.widget._repr_mimebundle_(), "text/plain": repr(self)}


def progress(items: Sequence[_Item], label: str) -> Iterator[_Item]:
    """Go through ``items`` as ``for`` does, and show how far it has come.

    The bar disappears at the end, also if the loop is left early or interrupted.

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
    display(bar)
    try:
        for done, item in enumerate(items):
            bar.widget.value = done
            yield item
    finally:
        bar.widget.close()
