"""Chapter 2: two ways to be wrong, quadratic cost and cross-entropy."""

PICTURES = (
    "gaussian_likelihood",
    "bernoulli_likelihood",
    "two_losses",
    "two_valleys",
    "loss_landscape",
)
