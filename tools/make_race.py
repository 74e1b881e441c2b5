"""Write lossviz/data/race.npz: how many steps every network of chapter 6's seed race needs.

It takes some minutes:

    .venv/bin/python -m tools.make_race
"""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np

from lossviz.chapters.ch06_training_a_network.choices import ACTIVATIONS, RATES
from lossviz.chapters.ch06_training_a_network.tasks import SEEDS, TASKS, count
from lossviz.chapters.ch06_training_a_network.xor_network import WAYS
from lossviz.maths.optimisers import OPTIMISERS

DATA = Path(__file__).resolve().parent.parent / "lossviz" / "data" / "race.npz"


def main() -> None:
    """Count the steps, and write the file."""
    choices = TASKS, OPTIMISERS, tuple(ACTIVATIONS), tuple(WAYS)
    seeds = slice(0, 2 * SEEDS)
    counts = [count(*choice, RATES, seeds) for choice in itertools.product(*choices)]
    shape = (*map(len, choices), len(RATES), 2 * SEEDS)
    never = np.iinfo(np.uint16).max
    steps = np.where(np.isinf(counts), never, counts).astype(np.uint16).reshape(shape)
    np.savez_compressed(DATA, steps=steps)


if __name__ == "__main__":
    main()
