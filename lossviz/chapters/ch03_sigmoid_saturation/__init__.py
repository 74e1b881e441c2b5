"""Chapter 3: one sigmoid neuron, two losses."""

PICTURES = (
    "two_starts",
    "neuron_gradient",
    "four_runs",
    "neuron_walk",
    "steps_map",
    "neuron_experiment",
)
