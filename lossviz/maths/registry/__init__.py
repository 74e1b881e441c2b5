"""One source for what the chapters say about every loss: entries, and tables of them."""

from lossviz.maths.registry.entries import REGISTRY
from lossviz.maths.registry.entry import Entry, Twin
from lossviz.maths.registry.tables import COLUMNS, FRAMEWORKS, Table, rosetta, table_rows, twins

__all__ = [
    "COLUMNS",
    "FRAMEWORKS",
    "REGISTRY",
    "Entry",
    "Table",
    "Twin",
    "rosetta",
    "table_rows",
    "twins",
]
