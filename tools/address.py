"""Write the links that need an address into the README, from where the address stands.

`[project.urls]` in pyproject.toml says where this collection is published. While it says nothing,
the README leads nowhere that does not exist.
"""

from __future__ import annotations

import re
from pathlib import Path

from tools.site.book import Addresses, addresses

README = Path(__file__).resolve().parent.parent / "README.md"
_BEGIN, _END = "<!-- make address: -->", "<!-- end -->"
_BETWEEN = re.compile(rf"(?<={re.escape(_BEGIN)}\n).*?(?={re.escape(_END)})", re.S)


def links(where: Addresses) -> str:
    """Return what the README says about the ways that need no installation."""
    ways = []
    if where.site:
        ways.append(
            f"**In the browser, at once:** [the pages]({where.site}/), whose pictures move.\n"
        )
    if where.binder:
        badge = "https://mybinder.org/badge_logo.svg"
        ways.append(
            f"**On Binder:** [![Binder]({badge})]({where.binder}) runs the notebooks on a computer "
            "elsewhere.\n"
        )
    return "\n".join(ways)


def with_links(readme: str, where: Addresses) -> str:
    """Return the README with the links of an address."""
    return _BETWEEN.sub(lambda _: links(where), readme)


def main() -> None:
    """Write the README anew."""
    text = README.read_text(encoding="utf-8")
    README.write_text(with_links(text, addresses()), encoding="utf-8")


if __name__ == "__main__":
    main()
