"""Builds the web edition: `make site`."""
