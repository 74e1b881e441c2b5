"""Chapter 2: two ways to be wrong, quadratic cost and cross-entropy."""

PICTURES = (
    "bernoulli_likelihood",
    "forecast_prices",
    "gaussian_likelihood",
    "two_losses",
    "curvature",
    "two_valleys",
    "loss_landscape",
    "wrong_label",
)
