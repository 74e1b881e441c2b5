"""The registry as tables, in plain text and in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lossviz.maths.registry.entries import REGISTRY
from lossviz.maths.registry.entry import Entry, Twin
from lossviz.maths.validation import as_choice

FRAMEWORKS = ("pytorch", "tensorflow", "sklearn")
COLUMNS = ("name", "title", "formula", "domain", "convex_in", "robust", *FRAMEWORKS)


def table_rows(columns: Iterable[str] = COLUMNS) -> list[tuple[str, ...]]:
    r"""Rows of a table of all losses, with the names of the columns as first row.

    Parameters
    ----------
    columns : names
        Some of "name", "title", "formula" (LaTeX between dollar signs), "domain", "convex_in",
        "robust", and the calls in "pytorch", "tensorflow" and "sklearn" ("–" for none).

    Returns
    -------
    list of tuples of str
        One more than there are losses.

    Raises
    ------
    TypeError, ValueError
        If there is no such column.

    References
    ----------
    The documentation of the frameworks: https://docs.pytorch.org/docs/stable/nn.functional.html,
    https://keras.io/api/losses/,
    https://scikit-learn.org/stable/modules/model_evaluation.html

    Examples
    --------
    >>> for row in table_rows(["name", "formula", "pytorch"])[:2]:
    ...     print(" | ".join(row))
    name | formula | pytorch
    mean_squared_error | $(a - y)^2$ | torch.nn.functional.mse_loss(a, y)
    """
    columns = [as_choice("columns", column, COLUMNS) for column in columns]
    return [tuple(columns)] + [
        tuple(_cell(entry, column) for column in columns) for entry in REGISTRY.values()
    ]


class Table:
    """Rows of text that a notebook shows as a table; the first row is the head."""

    def __init__(self, rows: Iterable[tuple[str, ...]]) -> None:
        """Keep the rows."""
        self.rows = list(rows)

    def __repr__(self) -> str:
        """Show the rows as plain text."""
        return "\n".join(" | ".join(row) for row in self.rows)

    def _repr_markdown_(self) -> str:
        head, *body = self.rows
        rule = ("---",) * len(head)
        return "\n".join(f"| {' | '.join(map(_in_markdown, row))} |" for row in (head, rule, *body))


def rosetta(columns: Iterable[str] = COLUMNS) -> Table:
    """Show all losses as a table in a notebook.

    Parameters
    ----------
    columns : names
        As in `table_rows`.

    Returns
    -------
    Table
        With the names of the columns as its first row.

    Raises
    ------
    TypeError, ValueError
        If there is no such column.

    Examples
    --------
    >>> rosetta(["name", "convex_in"]).rows[1]
    ('mean_squared_error', 'the prediction')
    """
    return Table(table_rows(columns))


def twins(framework: str) -> Table:
    """Show what a framework offers: each call, what it takes and what it returns.

    Parameters
    ----------
    framework : str
        "pytorch", "tensorflow" or "sklearn".

    Returns
    -------
    Table
        One row for each loss that has a twin there, below the head.

    Raises
    ------
    TypeError, ValueError
        If there is no such framework.

    Examples
    --------
    >>> twins("sklearn").rows[1][:2]
    ('mean_squared_error', 'sklearn.metrics.mean_squared_error(y, a)')
    """
    framework = as_choice("framework", framework, FRAMEWORKS)
    found = {name: getattr(entry, framework) for name, entry in REGISTRY.items()}
    return Table(
        [
            ("here", framework, "takes", "returns"),
            *((name, t.call, t.takes, t.reduces) for name, t in found.items() if t),
        ]
    )


_CALL = re.compile(r"(torch|tf|sklearn)\.[\w.]+\(")


def _in_markdown(cell: str) -> str:
    """Write a cell so that bars do not end it and code looks like code."""
    if cell.startswith("$"):
        return cell.replace("|", r"\vert ")
    cell = cell.replace("|", r"\|")
    return f"`{cell}`" if cell in REGISTRY or _CALL.match(cell) else cell


def _cell(entry: Entry, column: str) -> str:
    content: str | Twin | None = getattr(entry, column)
    if content is None:
        return "–"
    if isinstance(content, Twin):
        return content.call
    return f"${content}$" if column == "formula" else content
