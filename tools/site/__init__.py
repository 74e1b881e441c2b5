"""Builds the web edition: `make site`."""

from pathlib import Path


def times_file(site: Path) -> Path:
    """Where `make site` writes how long each part took: beside the site's folder, not in it."""
    return site.with_name(f"{site.name}-times.json")
