"""What a page may ask for, checked: nobody knows who else can write to a kernel."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from lossviz.explorable.declaration import ACTIONS, NARROW, WIDE

_KINDS = ("hello", "ask", "warm", "press", "reset", "do", "seen")


@dataclass(frozen=True)
class Wish:
    """A message from a page: who wants what, and where its controls are."""

    kind: str
    page: str
    layout: str
    seq: int = 0
    key: str = ""
    known: bool = False
    parameters: tuple[str, ...] = ()
    presets: bool = False
    label: str = ""
    action: str = ""
    count: int = 0


_TYPES = {field.name: str(field.type) for field in fields(Wish)}
# What a message must hold where a wish holds this.
_WANTED = {
    "str": ("str", "a text"),
    "int": ("int", "a whole number"),
    "bool": ("bool", "true or false"),
    "tuple[str, ...]": ("list", "a list of names"),
}


def wish(content: Any) -> Wish:
    """Read a message, or raise ValueError that says what is wrong with it.

    Examples
    --------
    >>> wish({"kind": "ask", "page": "a", "layout": "wide", "seq": 3, "key": "1,0"}).seq
    3
    >>> wish({"kind": "dance"})
    Traceback (most recent call last):
    ValueError: a message's kind is 'dance'; it can be hello, ask, warm, press, reset, do, seen.
    """
    if not isinstance(content, dict):
        raise ValueError(f"a message is {content!r:.60}; it must be an object.")
    kind = content.get("kind")
    if kind not in _KINDS:
        raise ValueError(f"a message's kind is {kind!r:.60}; it can be {', '.join(_KINDS)}.")
    given: dict[str, Any] = {"parameters": [], **content}
    for name, value in given.items():
        kind_of_value = type(value).__name__
        if name == "parameters" and kind_of_value == "list":
            kind_of_value += "".join("" if isinstance(item, str) else "?" for item in value)
        wanted, words = _WANTED.get(_TYPES.get(name, ""), ("", "absent"))
        if kind_of_value != wanted:
            raise ValueError(f"a message's {name} is {value!r:.60}; it must be {words}.")
    given["parameters"] = tuple(given["parameters"])
    try:
        made = Wish(**given)
    except TypeError:
        raise ValueError(f"a message of kind {kind!r} must say page and layout.") from None
    if made.layout not in (WIDE, NARROW):
        raise ValueError(f"a message's layout is {made.layout!r:.60}; it can be wide or narrow.")
    if kind == "do" and made.action not in ACTIONS:
        raise ValueError(f"a message's action is {made.action!r:.60}; it can be {[*ACTIONS]}.")
    return made
