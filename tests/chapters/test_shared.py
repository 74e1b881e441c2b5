"""What chapters share."""

import importlib
import pkgutil

from lossviz import chapters, mean_squared_error, quadratic_cost
from lossviz.maths import Loss


def test_each_kind_of_squares_has_one_name_in_all_pictures():
    """½(a − y)² is the quadratic cost and (a − y)² the squared error, in every table of losses."""
    seen = set()
    for module in pkgutil.walk_packages(chapters.__path__, "lossviz.chapters."):
        for table in vars(importlib.import_module(module.name)).values():
            if isinstance(table, dict):
                seen |= {
                    (name, getattr(entry, "loss", entry))
                    for name, entry in table.items()
                    if isinstance(getattr(entry, "loss", entry), Loss)
                }
    assert {name for name, loss in seen if loss is quadratic_cost} == {"quadratic cost"}
    # Beside "absolute" and "Huber", "squared" is short for it.
    assert {n for n, loss in seen if loss is mean_squared_error} == {"squared error", "squared"}
