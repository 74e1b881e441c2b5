"""Measurements of speed and memory. Run them all with ``make bench``."""
