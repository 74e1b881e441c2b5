"""Reads TOML, which Python itself reads since 3.11."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

PYPROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


def read(path: Path) -> dict[str, Any]:
    """Return what a file says."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def project(path: Path = PYPROJECT) -> dict[str, Any]:
    """Return what pyproject.toml says of the project: requirements, addresses."""
    found: dict[str, Any] = read(path)["project"]
    return found
