"""Explorers: figures with controls, for notebooks. They know the figures and ipywidgets."""

from lossviz.explorers.conventions import hopeless_price
from lossviz.explorers.core import Choice, Control, Counter, Explorer, Player, Scale, Slider
from lossviz.explorers.information import (
    binary_entropy,
    simplex,
    skyline,
    wrong_forecast,
)
from lossviz.explorers.line import line_fit
from lossviz.explorers.live import LiveExplorer, live_training
from lossviz.explorers.neuron import neuron_experiment, neuron_gradient, neuron_walk, steps_map
from lossviz.explorers.progress import progress
from lossviz.explorers.softmax import (
    double_softmax,
    positive_weight,
    sigmoid_forms,
    softmax_descent,
    softmax_pipeline,
)
from lossviz.explorers.two_losses import (
    bernoulli_likelihood,
    gaussian_likelihood,
    loss_landscape,
    two_losses,
    two_valleys,
)

__all__ = [
    "Choice",
    "Control",
    "Counter",
    "Explorer",
    "LiveExplorer",
    "Player",
    "Scale",
    "Slider",
    "bernoulli_likelihood",
    "binary_entropy",
    "double_softmax",
    "gaussian_likelihood",
    "hopeless_price",
    "line_fit",
    "live_training",
    "loss_landscape",
    "neuron_experiment",
    "neuron_gradient",
    "neuron_walk",
    "positive_weight",
    "progress",
    "sigmoid_forms",
    "simplex",
    "skyline",
    "softmax_descent",
    "softmax_pipeline",
    "steps_map",
    "two_losses",
    "two_valleys",
    "wrong_forecast",
]
