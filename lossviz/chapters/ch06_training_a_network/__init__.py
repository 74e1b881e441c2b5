"""Chapter 6: networks with a hidden layer, trained with two losses."""

PICTURES = ("live_training", "seed_race", "sleeping_unit", "digits_curves")
