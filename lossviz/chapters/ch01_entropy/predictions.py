"""What chapter 1 lets the learner guess before it is shown."""

import numpy as np

from lossviz.checking import ChoiceGuess, NumberGuess
from lossviz.maths import code_length, entropy, huffman_code, kl_divergence

_SHOOTERS = {"A": entropy([0.1, 0.9]), "B": entropy([0.999, 0.001])}
_MISTAKES = {
    "A": kl_divergence([0.5, 0.5], [0.1, 0.9]),
    "B": kl_divergence([0.1, 0.9], [0.5, 0.5]),
}
_LETTERS = [0.5, 0.25, 0.125, 0.125]

PREDICTIONS = {
    "1.a": NumberGuess(
        truth=np.exp(2),
        low=1,
        high=100_000,
        unit="words",
        why="A surprise of ln N nats is what one of N equally likely words has, so N is e to the "
        "loss.",
        spoilers=("perplexity", "7.39", "e^"),
    ),
    "1.b": ChoiceGuess(
        truth=max(_SHOOTERS, key=lambda name: _SHOOTERS[name]),
        options={"A": "Ming, who hits 10 %", "B": "Wang, who hits 99.9 %"},
        why=f"And it is not close: {_SHOOTERS['A']:.3f} bits a shot against "
        f"{_SHOOTERS['B']:.3f}, a factor of {_SHOOTERS['A'] / _SHOOTERS['B']:.0f}.",
        spoilers=("0.469", "0.011", "a factor of 41"),
    ),
    "1.c": NumberGuess(
        truth=code_length(_LETTERS, huffman_code(_LETTERS)),
        low=1,
        high=2,
        unit="digits",
        why="One digit for A, two for B, three for C and for D: the space is full to the brim.",
        spoilers=("1.75", "1, 2, 3, 3"),
    ),
    "1.d": ChoiceGuess(
        truth=max(_MISTAKES, key=lambda name: _MISTAKES[name]),
        options={
            "A": "Anna’s, who hear 10 % where it is 50 %",
            "B": "Ben’s, who hear 50 % where it is 10 %",
        },
        why=f"They lose {_MISTAKES['A']:.3f} bits a day, Ben’s {_MISTAKES['B']:.3f}: to be "
        "caught by surprise is dearer than to be a little unsure every day.",
        spoilers=("0.737", "0.531"),
    ),
}
