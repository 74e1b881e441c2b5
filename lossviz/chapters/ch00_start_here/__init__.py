"""The start page."""

PICTURES = ("line_fit",)
