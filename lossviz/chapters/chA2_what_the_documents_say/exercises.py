"""Appendix A2 has no exercises: it is there to look things up."""

from __future__ import annotations

from lossviz.checking import Exercise

EXERCISES: dict[str, Exercise] = {}
