"""Chapter 1: surprise, entropy, and the price of a wrong forecast."""

PICTURES = ("skyline", "binary_entropy", "wrong_forecast", "simplex")
