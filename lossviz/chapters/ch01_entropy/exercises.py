"""The exercises of chapter 1: entropy, cross-entropy, divergence."""

import numpy as np

from lossviz.chapters.ch01_entropy.predictions import PREDICTIONS as PREDICTIONS
from lossviz.checking import (
    Array,
    Case,
    Choice,
    Function,
    Mistake,
    Number,
)
from lossviz.maths import code_length, entropy, huffman_code, kl_divergence, self_information

_DIE = np.full(6, 1 / 6)


def _jensen_shannon(p: Array, q: Array) -> float:
    # The mean of both divergences from m = (p + q) / 2, with p and q written as m · (1 ± s). Where
    # they differ by a few roundings only, an m of its own would be rounded to one of them.
    possible = p + q > 0
    p, q = p[possible], q[possible]
    m = (p + q) / 2
    s, rest = np.abs(p - q) / (2 * m), np.minimum(p, q) / m  # rest = 1 - s, with all its digits
    small = np.minimum(s, 0.5)
    near = 2 * small * np.arctanh(small) + np.log1p(-(small**2))
    far = (1 + s) * np.log1p(s) + rest * np.log(np.where(rest, rest, 1))
    return float(np.sum(m / 2 * np.where(s < 0.5, near, far)) / np.log(2))


def _perplexity(q: Array) -> float:
    return float(np.exp(np.mean(-np.log(q))))


def _two_distributions(random: np.random.Generator) -> tuple[Array, Array]:
    p, q = random.integers(1, 20, size=(2, 4))
    return p / p.sum(), q / q.sum()


def _plain_divergence(p: Array, q: Array) -> float:
    return float(np.sum(p * np.log2(p / q)))


def _plain_cross_entropy(p: Array, q: Array) -> float:
    return -float(np.sum(p * np.log2(q)))


def _against_the_middle(p: Array, q: Array) -> float:
    m = (p + q) / 2
    return (_plain_divergence(p, m) + _plain_divergence(q, m)) / 2


_PAIRS = (
    Case("two coins", [0.5, 0.5], [0.9, 0.1]),
    Case("three outcomes", [0.5, 0.3, 0.2], [0.2, 0.2, 0.6]),
    Case("equal distributions", [0.7, 0.2, 0.1], [0.7, 0.2, 0.1]),
    Case("something that never happens", [0.5, 0.5, 0.0], [0.25, 0.5, 0.25], extreme=True),
)

EXERCISES = {
    "1.1": Number(
        answer=entropy(_DIE),
        decimals=3,
        why=(
            "All six surprises are equal, so their mean is one of them. It is no whole number, "
            "so no single roll can be stored that briefly: the words of a code for single rolls "
            "are longer in the mean."
        ),
        hints=(
            "How surprising is one face, with its probability of 1/6? And the mean over all faces?",
            "It is the logarithm of 6 to the base 2: between 2 and 3, as 6 lies between 4 and 8.",
        ),
        wrong={
            entropy(_DIE, base=np.e): (
                "That is right in nats: you took the natural logarithm. In bits it is log2."
            ),
            entropy(_DIE, base=10): "You took the logarithm to the base 10. Bits need the base 2.",
            self_information(_DIE).sum(): (
                "That is the sum of the six surprises. Entropy is their mean: each counts with "
                "its probability."
            ),
            np.ceil(entropy(_DIE)): (
                "So many binary digits are enough to name every face, but two of the eight words "
                "would never be used. The entropy does not pay for them."
            ),
            code_length(_DIE, huffman_code(_DIE)): (
                "That is the mean length of the Huffman words. Words have whole lengths; the "
                "entropy is the floor below them."
            ),
            entropy(_DIE) / 6: "That is p · log2(1/p) for one face. Add up all six.",
        },
    ),
    "1.2": Number(
        answer=0.001,
        relative=0.25,
        why=(
            "To forecast 50 % is as bad as to forecast one in a thousand: downwards, the price "
            "depends on the ratio of the two chances and not on their difference."
        ),
        hints=(
            "Read the gap at q = 0.5. Then drag q to the other side of 0.1 until the gap is as "
            "large again.",
            "You have to go far: it is at the very end of the slider.",
        ),
        wrong={
            0.1 * (0.1 / 0.5): (
                "You went as far down as up by the ratio. Look at the gap there: it is much "
                "smaller. The price is not symmetric in the ratio either."
            ),
            1 - 0.1: (
                "This is the chance of tails. It lies on the same side of 0.1 as 0.5; look below."
            ),
            0.5: "This is the forecast that is given. Another one, below 0.1, costs as much.",
            0.1 - (0.5 - 0.1): (
                "As far down as up by the difference, but no probability is negative. Read the "
                "gap in the figure."
            ),
            0.0: "To call it impossible costs infinitely much. Stop a little earlier.",
        },
    ),
    "1.3": Choice(
        answer="c",
        why=(
            "It is log2 K − H(p), and no divergence is negative: so no entropy is above log2 K, "
            "and only equal chances reach it."
        ),
        hints=(
            "Put q_k = 1/K into D = Σ p_k log2(p_k / q_k) and split the logarithm.",
            "One sum is minus an entropy. In the other log2 K stands before the sum of all p_k.",
        ),
        wrong={
            "a": "H(p) is the blue line itself. The gap lies between it and the dotted line.",
            "b": (
                "H(p, u) = −Σ p_k log2(1/K) is log2 K whatever p is: the dotted line. The gap is "
                "what is left if you subtract the entropy."
            ),
            "d": (
                "Here u stands in the place of what happens. D is not symmetric: the outcomes "
                "come from p, so p goes first."
            ),
        },
    ),
    "1.4": Function(
        reference=_jensen_shannon,
        cases=(*_PAIRS, Case("nothing in common", [1.0, 0.0], [0.0, 1.0], extreme=True)),
        draw=_two_distributions,
        why=(
            "It is symmetric and never infinite, since m has a share of both. At most it is 1 bit: "
            "then every outcome tells you for sure which of the two it came from."
        ),
        hints=(
            "Compute m first. Then it is twice the same task.",
            "kl_divergence from lossviz counts in bits and knows that 0 · log 0 is 0.",
            "Call it with (p, m) and with (q, m), and take the mean of the two.",
        ),
        mistakes=(
            Mistake(
                _against_the_middle,
                "0 · log 0 is nan in NumPy. Sum only over the outcomes that can happen, or let "
                "kl_divergence do it.",
            ),
            Mistake(
                lambda p, q: _jensen_shannon(p, q) * np.log(2),
                "Everything is ln 2 times too small: these are nats. Take log2.",
            ),
            Mistake(
                lambda p, q: 2 * _jensen_shannon(p, q),
                "All results are twice as large as they should be: it is the mean of the two "
                "divergences and not their sum.",
            ),
            Mistake(
                lambda p, q: kl_divergence(p, (p + q) / 2) / 2,
                "This is only the half that belongs to p. Add the one that belongs to q.",
            ),
            Mistake(
                lambda p, q: (kl_divergence(p, q) + kl_divergence(q, p)) / 2,
                "You compare p and q with each other. Compare each of them with the middle m.",
            ),
            Mistake(
                lambda p, q: (kl_divergence((p + q) / 2, p) + kl_divergence((p + q) / 2, q)) / 2,
                "You have D(m‖p) and D(m‖q). The outcomes come from p and from q, so these go "
                "first.",
            ),
            Mistake(
                lambda p, q: np.sqrt(_jensen_shannon(p, q) * np.log(2)),
                "This is the root of it, in nats: the distance that SciPy's jensenshannon returns. "
                "Square it, and turn nats into bits.",
            ),
            Mistake(
                lambda p, q: _jensen_shannon(p, q) / len(p),
                "You divide by the number of outcomes. The chances themselves weigh the "
                "outcomes: add them up.",
            ),
            Mistake(
                lambda p, q: -1 + _jensen_shannon(p, q),
                "Your m sums to 2. Take half of p + q.",
            ),
        ),
    ),
    "1.5": Function(
        reference=_perplexity,
        cases=(
            Case("two words, each given a half", [0.5, 0.5]),
            Case("one word was a surprise", [0.5, 0.5, 0.01]),
            Case("a model that is always sure and right", [1.0, 1.0]),
        ),
        draw=lambda random: (random.integers(1, 100, size=5) / 100,),
        why=(
            "It does not matter in which base you count, as long as you go back with the same. And "
            "one word that was called impossible makes it infinite."
        ),
        hints=(
            "First the loss: the mean surprise at the words that came.",
            "With the natural logarithm it is in nats. Which function undoes that logarithm?",
            "np.exp of the mean of minus np.log.",
        ),
        mistakes=(
            Mistake(
                lambda q: float(np.mean(1 / q)),
                "You take the mean of 1/q. The mean has to be taken of the surprises, and only "
                "then comes the exponential.",
            ),
            Mistake(
                lambda q: float(1 / np.mean(q)),
                "You take the mean of the chances. Average their surprises instead.",
            ),
            Mistake(
                lambda q: float(2 ** np.mean(-np.log(q))),
                "You count in nats and go back with 2. Nats go with e, bits with 2.",
            ),
            Mistake(
                lambda q: float(np.exp(np.mean(-np.log2(q)))),
                "You count in bits and go back with e. Bits go with 2, nats with e.",
            ),
            Mistake(
                lambda q: float(np.exp(np.sum(-np.log(q)))),
                "You add up all surprises. It is their mean, so that a longer text is not a "
                "worse one.",
            ),
            Mistake(
                lambda q: float(np.mean(-np.log(q))),
                "This is the loss itself, in nats. Which number of equally likely words has it?",
            ),
            Mistake(
                lambda q: float(np.mean(-np.log2(q))),
                "This is the loss itself, in bits. Which number of equally likely words has it?",
            ),
            Mistake(
                lambda q: float(np.exp(np.mean(np.log(q)))),
                "The sign is missing: a surprise is minus a logarithm.",
            ),
            Mistake(
                lambda q: float(np.exp(-np.sum(q * np.log(q)))),
                "You weigh each surprise with q. The words that came count once each: it is a "
                "plain mean.",
            ),
        ),
    ),
    "1.6": Function(
        reference=kl_divergence,
        cases=(
            Case("the first town", [0.5, 0.3, 0.2], [0.5, 0.3, 0.2]),
            Case("the second town", [0.9, 0.1], [0.5, 0.5]),
            *_PAIRS[1:],
            Case("a rare day that was called impossible", [0.999, 0.001], [1.0, 0.0], extreme=True),
        ),
        draw=_two_distributions,
        why=(
            "The first forecaster is perfect and pays only what is unavoidable. The second pays "
            "half a bit a day for being wrong. Perhaps they throw a coin."
        ),
        hints=(
            "What could the best forecaster of each town reach?",
            "Nobody gets below the entropy of the weather itself. Subtract it.",
            "kl_divergence(p, q) is that difference.",
        ),
        mistakes=(
            Mistake(
                _plain_cross_entropy,
                "This is the whole cross-entropy. Part of it nobody can avoid, however good the "
                "forecast is: the weather itself is uncertain. Subtract that part.",
            ),
            Mistake(
                _plain_divergence,
                "0 · log 0 is nan in NumPy. Sum only over the days that can happen, or let "
                "kl_divergence do it.",
            ),
            Mistake(
                lambda p, q: kl_divergence(q, p),
                "What happens and what was forecast have changed places. The weather comes from "
                "p, so p goes first.",
            ),
            Mistake(
                lambda p, q: kl_divergence(p, q) / len(p),
                "You divide by the number of outcomes. The chances themselves weigh the outcomes: "
                "add them up.",
            ),
            Mistake(
                lambda p, q: _plain_cross_entropy(p, q) - entropy(q),
                "You subtract the entropy of the forecast q. What is unavoidable lies in the "
                "weather p.",
            ),
            Mistake(
                lambda p, q: kl_divergence(p, q, base=np.e),
                "Everything is ln 2 times too small: these are nats, and bits are asked for.",
            ),
            Mistake(
                lambda p, q: -kl_divergence(p, q),
                "The sign is wrong: what the forecast costs is above the entropy.",
            ),
        ),
    ),
}
