"""Chapter 5: which loss for which job."""

PICTURES = (
    "five_pulls",
    "residual_losses",
    "outlier_line",
    "margin_losses",
    "boosting_rounds",
    "polynomial_risk",
)
