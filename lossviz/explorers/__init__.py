"""Explorers: figures with controls, for notebooks. They know the figures and ipywidgets."""

from lossviz.explorers.conventions import hopeless_price
from lossviz.explorers.core import Choice, Control, Counter, Explorer, Player, Scale, Slider
from lossviz.explorers.line import line_fit
from lossviz.explorers.neuron import neuron_experiment, neuron_gradient, neuron_walk, steps_map

__all__ = [
    "Choice",
    "Control",
    "Counter",
    "Explorer",
    "Player",
    "Scale",
    "Slider",
    "hopeless_price",
    "line_fit",
    "neuron_experiment",
    "neuron_gradient",
    "neuron_walk",
    "steps_map",
]
