"""What holds for all tests: unit tests, doctests and notebooks alike."""

import os

import matplotlib

# A kernel inherits the environment, and MPLBACKEND would take the place of the backend that shows
# figures in notebooks. The tests' own process needs no window, which `use` says to it alone.
os.environ.pop("MPLBACKEND", None)
matplotlib.use("agg")
