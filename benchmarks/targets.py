"""Targets beside what was measured. Whether one is reached is computed here, never typed."""

from __future__ import annotations


def at_most(what: str, measured: float, bound: float, unit: str = "") -> str:
    """A line for something that should be small."""
    return _line(what, measured, f"at most {bound:g}", unit, measured <= bound)


def at_least(what: str, measured: float, bound: float, unit: str = "") -> str:
    """A line for something that should be large."""
    return _line(what, measured, f"at least {bound:g}", unit, measured >= bound)


def _line(what: str, measured: float, bound: str, unit: str, reached: bool) -> str:
    number = f"{measured:.3g}" if abs(measured) < 1000 else f"{measured:,.0f}"
    verdict = "reached" if reached else "**missed**"
    unit = f" {unit}" if unit else ""
    return f"- {what}: {number}{unit}; target: {bound}{unit}, {verdict}."
