"""Explorers: figures with controls, for notebooks. They know the figures and ipywidgets."""

from lossviz.explorers.core import Choice, Control, Explorer, Player, Scale, Slider
from lossviz.explorers.neuron import neuron_experiment, neuron_gradient, neuron_walk, steps_map

__all__ = [
    "Choice",
    "Control",
    "Explorer",
    "Player",
    "Scale",
    "Slider",
    "neuron_experiment",
    "neuron_gradient",
    "neuron_walk",
    "steps_map",
]
