"""Chapter 1: surprise, entropy, and the price of a wrong forecast."""

PICTURES = (
    "halving",
    "skyline",
    "codewords",
    "wrong_forecast",
    "binary_entropy",
    "simplex",
)
