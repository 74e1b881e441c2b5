"""The house style: one palette, one set of line widths and sizes, for every picture.

The colours are Okabe and Ito's, which people with any kind of colour blindness can tell apart
(https://jfly.uni-koeln.de/color/); some are darker, so that text in them can be read on white.
Colour never stands alone: each role also has a line style and a marker of its own.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any, NamedTuple

import matplotlib as mpl
from matplotlib.lines import Line2D

INK = "#222222"
QUIET = "#6b6b6b"
GRID = "#e3e3e3"
ORANGE = "#c45200"
BLUE = "#0072b2"
GREEN = "#007a5a"
PINK = "#a94f83"
SKY = "#56b4e9"
YELLOW = "#e69f00"

# For maps: perceptually even, and readable without colour vision.
COLOUR_MAP = "cividis"


def sample(label: str, **style: Any) -> Line2D:
    """Return what a legend shows for a role that several artists have."""
    return Line2D([], [], **style, label=label)


class Look(NamedTuple):
    """How one role is drawn, wherever it appears."""

    color: str
    linestyle: str | tuple[int, tuple[int, ...]]
    marker: str

    def line(self, **overrides: Any) -> dict[str, Any]:
        """Keywords for a line without markers."""
        return {"color": self.color, "linestyle": self.linestyle, "linewidth": 2.2, **overrides}

    def point(self, **overrides: Any) -> dict[str, Any]:
        """Keywords for a marker without line."""
        return {
            "color": self.color,
            "linestyle": "none",
            "marker": self.marker,
            "markersize": 9,
            "markeredgecolor": "white",
            "markeredgewidth": 1.2,
            **overrides,
        }

    def sample(self, label: str) -> Line2D:
        """What a legend shows for this role: line and marker."""
        return sample(label, **self.line(marker=self.marker))


def hollow_unless(inside: bool, marker: Line2D) -> None:
    """Hollow out a marker at the edge of its panel if the point it stands for lies beyond."""
    color = marker.get_color()
    marker.set_markerfacecolor(color if inside else "white")
    marker.set_markeredgecolor("white" if inside else color)


def powers_of_ten(first: int, last: int, step: int = 1) -> tuple[list[float], list[str]]:
    """Ticks for a logarithmic axis, and their labels as plain text.

    The labels that Matplotlib makes are formulas, and to read the first formula takes it longer
    than to draw a whole picture.
    """
    powers = range(first, last + 1, step)
    plain = {0: "1", 1: "10"}
    labels = [plain.get(power, f"10{str(power).translate(_SUPERSCRIPTS)}") for power in powers]
    return [10.0**power for power in powers], labels


_SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


_SETTINGS: dict[Any, Any] = {
    "axes.edgecolor": QUIET,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.labelsize": 10.5,
    "axes.linewidth": 0.8,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11.5,
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 10.5,
    "grid.color": GRID,
    "grid.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 10.5,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
}


def house_style() -> AbstractContextManager[None]:
    """Apply the house style inside a ``with`` block, whatever the user's own settings are."""
    return mpl.rc_context({**mpl.rcParamsDefault, "backend": mpl.rcParams["backend"], **_SETTINGS})
