"""Code in back quotes: where it stands in a text, and what it ends with."""

from __future__ import annotations

import ast
import re

QUOTED = re.compile("`([^`]+)`")


def last_statement(code: str) -> ast.stmt | None:
    """The last statement, or None for what is no Python."""
    try:
        return ast.parse(code).body[-1]
    except SyntaxError:  # an option has a name that no code can hold
        return None
