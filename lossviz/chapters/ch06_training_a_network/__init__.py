"""Chapter 6: networks with a hidden layer, trained with two losses."""

PICTURES = (
    "backward_pass",
    "live_training",
    "two_maps",
    "seed_race",
    "sleeping_unit",
    "digits_curves",
)
