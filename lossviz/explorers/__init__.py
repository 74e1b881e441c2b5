"""Explorers: figures with controls, for notebooks. They know the figures and ipywidgets."""

from lossviz.explorers.core import Choice, Control, Counter, Explorer, Player, Scale, Slider
from lossviz.explorers.information import (
    binary_entropy,
    simplex,
    skyline,
    wrong_forecast,
)
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
    "binary_entropy",
    "line_fit",
    "neuron_experiment",
    "neuron_gradient",
    "neuron_walk",
    "simplex",
    "skyline",
    "steps_map",
    "wrong_forecast",
]
