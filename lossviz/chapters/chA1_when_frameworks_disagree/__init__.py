"""Appendix A1: the price of a hopeless prediction, in each library."""

PICTURES = ("hopeless_price",)
