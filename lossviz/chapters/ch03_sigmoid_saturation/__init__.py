"""Chapter 3: one sigmoid neuron, two losses."""

PICTURES = ("two_starts", "neuron_experiment", "neuron_walk", "neuron_gradient", "steps_map")
