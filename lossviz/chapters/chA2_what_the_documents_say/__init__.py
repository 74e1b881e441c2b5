"""Appendix A2: every claim of the five documents, its verdict, and the run that decides it."""

PICTURES = ()
