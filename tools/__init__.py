"""What maintains the collection and is no part of the package.

The notebooks' stored form, their anatomy, their links; the web edition, in `site`; what a class
needs, in `class_edition` and `hub`; browsers for tests, mutants, and made data.
"""
