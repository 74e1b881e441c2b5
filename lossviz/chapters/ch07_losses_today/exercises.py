"""The predictions and exercises of chapter 7: the losses people use today."""

import numpy as np

from lossviz.chapters.ch07_losses_today.solutions import (
    PADDING,
    batch_loss,
    both_ways,
    clip_loss,
    mean_of_sentences,
    naive_clip_loss,
    poisson_of_rate,
    similarities,
    some_batch,
    some_counts,
    some_embeddings,
)
from lossviz.checking import Case, ChoiceGuess, Function, Mistake, Number, NumberGuess
from lossviz.maths import binary_cross_entropy, dpo, info_nce, poisson

_FOUR_TOKENS = np.array([1.0, 1.0, 1.0, 5.0])
_BATCH = 256
_TOKENS, _LOSSES = np.array([30, 10]), np.array([2.0, 4.0])
_LOSS = 0.1
_BETA = 0.1


def lowest(pairs: int, temperature: float) -> float:
    """The loss of the best arrangement of normalised vectors, as far apart as can be."""
    gap = 1 + 1 / (pairs - 1)
    return float(np.log1p((pairs - 1) * np.exp(-gap / temperature)))


def _what_becomes_of_the_chosen() -> str:
    """A if it rises, B if it falls, C if a lower loss may go with either."""
    before = np.array([-60.0, -60.0])
    untrained = dpo(before, before)
    up, down = ((6.0, -6.0), (-4.0, -16.0))
    rises, falls = (dpo(before, before + np.array(gains)) < untrained for gains in (up, down))
    return "C" if rises and falls else "A" if rises else "B"


def _what_cross_entropy_prefers() -> str:
    """A for half of a patch of 16 among 1600 pixels, found surely, B for nothing."""
    truth = np.repeat([1.0, 1.0, 0.0, 0.0], [8, 8, 8, 1576])
    half = np.repeat([0.999, 0.01, 0.999, 0.01], [8, 8, 8, 1576])
    nothing = np.full(1600, 0.01)
    found = binary_cross_entropy(truth, half) < binary_cross_entropy(truth, nothing)
    return "A" if found else "B"


PREDICTIONS = {
    "7.a": NumberGuess(
        truth=np.exp(_FOUR_TOKENS.mean()),
        low=1,
        high=100,
        unit="words",
        spoilers=("7.4", "39.1", "20.1"),
        why=(
            "The mean of the four losses is 2 nats, and e² is the number. One token in four was a "
            "shock, and yet the model is nowhere near the 148 words of that token alone."
        ),
    ),
    "7.b": NumberGuess(
        truth=lowest(_BATCH, 1.0),
        low=0,
        high=5.6,
        unit="nats",
        spoilers=("4.5", "4.548"),
        why=(
            "A cosine is never above 1 nor below −1, so the right caption weighs e at most, and "
            "255 wrong ones weigh about 1/e each. It is chapter 4's double softmax once more."
        ),
    ),
    "7.c": ChoiceGuess(
        truth=_what_becomes_of_the_chosen(),
        options={"A": "it rises", "B": "it falls", "C": "it may do either"},
        spoilers=("−16.0", "less likely, the rejected"),
        why="The loss sees one number, the lead. How the two answers came by it, it cannot see.",
    ),
    "7.d": ChoiceGuess(
        truth=_what_cross_entropy_prefers(),
        options={
            "A": "the one that found half of it",
            "B": "the one that found nothing",
        },
        spoilers=("0.0675", "120 %"),
        why=(
            "It calls eight healthy pixels bruised, and is sure of it. Each of them costs 6.9 "
            "nats; each of the eight that it found saves only 4.6."
        ),
    ),
}

EXERCISES = {
    "7.1": Number(
        answer=np.exp((_TOKENS * _LOSSES).sum() / _TOKENS.sum()),
        decimals=1,
        why=(
            "One mean over all 40 tokens, then e to it. Whoever cuts the text into other batches "
            "gets the same number, and that is the point of it."
        ),
        hints=(
            "How many nats do all 40 tokens cost together?",
            "Divide by the number of all tokens, and only then take e to the power.",
        ),
        wrong={
            np.exp(_LOSSES.mean()): (
                "You took the mean of the two means. The first stands for three times as many "
                "tokens as the second."
            ),
            np.exp(_LOSSES).mean(): (
                "You took the mean of two perplexities, as if both batches were of one size. "
                "And the mean comes before the e."
            ),
            (_TOKENS * np.exp(_LOSSES)).sum() / _TOKENS.sum(): (
                "You weighed well, but you took the mean of e to the loss. The mean comes first."
            ),
            (_TOKENS * _LOSSES).sum() / _TOKENS.sum(): (
                "This is the loss in nats. The perplexity is e to it."
            ),
            2 ** ((_TOKENS * _LOSSES).sum() / _TOKENS.sum()): (
                "You took 2 to the power. These are nats, and their base is e."
            ),
            10 ** ((_TOKENS * _LOSSES).sum() / _TOKENS.sum()): (
                "You took 10 to the power. These are nats, and their base is e."
            ),
            _LOSSES.mean(): "This is the mean of the two means, in nats, and the wrong mean.",
        },
    ),
    "7.2": Number(
        answer=-np.log(np.expm1(_LOSS)) / _BETA,
        relative=0.03,
        why=(
            "The lead has to be 1/β times as large as on the curve of the logistic loss. With a "
            "small β the policy must go far from the reference before the loss is content."
        ),
        hints=(
            "Leave the rejected answer where it is, or move both: only the lead counts.",
            "Drag one of the bars until the sentence says 0.100. Mind that β is 0.1.",
        ),
        wrong={
            -np.log(np.expm1(_LOSS)): "This is β times the lead. The lead itself is asked for.",
            np.log(np.expm1(_LOSS)) / _BETA: "There the wrong answer leads, and the loss is large.",
            np.log(2) / _BETA: "You divided ln 2 by β. ln 2 is the loss of no lead at all.",
            -np.log(np.expm1(_LOSS)) / (_BETA / 2): (
                "That is with half of β: twice as far. The answer is the lead with β = 0.1."
            ),
            -np.log(np.expm1(_LOSS)) / _BETA / 2: (
                "This is how far each answer goes, if both go equally far. The lead is both."
            ),
        },
    ),
    "7.3": Number(
        answer=info_nce.gradient(np.zeros((4, 4)), temperature=0.1, reduction="none")[0, 0],
        decimals=1,
        why=(
            "Softmax minus target, and then the chain rule's 1/T: the temperature is also a "
            "learning rate, ten times as large here as at T = 1."
        ),
        hints=(
            "The loss of the row is a softmax loss of s/T. What is its derivative by s/T?",
            "Softmax minus target. What do equal similarities make of the softmax?",
            "By the chain rule, the derivative by s is that by s/T, times 1/T.",
        ),
        wrong={
            -0.75: "This is the derivative by s/T. One step of the chain rule is missing.",
            -0.075: "You multiplied by T. Look at the inner function s/T once more.",
            7.5: "The sign: if the right similarity grows, does the loss rise or fall?",
            2.5: "This is the derivative by the similarity of a wrong pair.",
            -1.875: "You divided by the four rows. The loss of this one row is asked for.",
            -10.0: "You took the softmax for 0. Of four equal similarities it is not.",
        },
    ),
    "7.4": Function(
        reference=clip_loss,
        cases=(
            Case("two right pairs", [[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], 1.0),
            Case(
                "vectors of other lengths", [[3.0, 0.0], [0.0, 0.5]], [[1.0, 1.0], [0.0, 2.0]], 0.5
            ),
            Case(
                "three pairs",
                [[1.0, 0.0], [0.6, 0.8], [-1.0, 0.0]],
                [[0.8, 0.6], [0.0, 1.0], [-0.6, 0.8]],
                0.5,
            ),
            Case(
                "very cold",
                [[1.0, 0.0], [0.6, 0.8]],
                [[0.8, 0.6], [0.0, 1.0]],
                0.001,
                extreme=True,
            ),
        ),
        draw=some_embeddings,
        why="Photos choose captions and captions choose photos: CLIP's loss, in four lines.",
        hints=(
            "Divide each row by its length first: numpy.linalg.norm(rows, axis=1, keepdims=True).",
            "The table of similarities is photos @ captions.T; info_nce takes it.",
            "The captions' choice is the same loss of the transposed table.",
        ),
        mistakes=(
            Mistake(
                lambda photos, captions, temperature: both_ways(photos @ captions.T, temperature),
                "Your similarities depend on the vectors' lengths. Bring every vector to length 1.",
            ),
            Mistake(
                lambda photos, captions, temperature: info_nce(
                    similarities(photos, captions), temperature=temperature
                ),
                "Only the photos choose. The captions should choose as well.",
            ),
            Mistake(
                lambda photos, captions, temperature: info_nce(
                    similarities(photos, captions).T, temperature=temperature
                ),
                "Only the captions choose. The photos should choose as well.",
            ),
            Mistake(
                lambda photos, captions, temperature: both_ways(
                    similarities(photos, captions), 1 / temperature
                ),
                "You multiply by the temperature. Similarities are divided by it.",
            ),
            Mistake(
                lambda photos, captions, temperature: both_ways(
                    similarities(photos, captions), 1.0
                ),
                "The temperature is nowhere. Divide the similarities by it.",
            ),
            Mistake(
                naive_clip_loss,
                "Here exp(1000) overflows. info_nce subtracts the largest similarity first.",
            ),
        ),
    ),
    "7.5": Function(
        reference=batch_loss,
        cases=(
            Case("two sentences of one length", [[1.0, 2.0], [3.0, 5.0]], [[4, 1], [0, 2]]),
            Case(
                "three tokens and one",
                [[1.0, 1.0, 1.0], [5.0, 0.7, 0.7]],
                [[4, 1, 2], [0, PADDING, PADDING]],
            ),
            Case(
                "a sentence of padding alone",
                [[1.0, 2.0, 4.0], [0.7, 0.7, 0.7]],
                [[4, 1, PADDING], [PADDING, PADDING, PADDING]],
            ),
        ),
        draw=some_batch,
        why=(
            "Every token counts once, wherever it stands. Over several small batches: add up the "
            "sums and the counts, and divide once, at the end."
        ),
        hints=(
            "In the example of three tokens and one: how much does the lonely token weigh?",
            "labels != -100 picks the tokens that count, out of both sentences at once.",
        ),
        mistakes=(
            Mistake(
                mean_of_sentences,
                "Each sentence has the same say here, however long it is. A token of a short one "
                "counts more than a token of a long one.",
            ),
            Mistake(
                lambda losses, labels: losses.mean(),
                "The padding counts, as if somebody had to predict it.",
            ),
            Mistake(
                lambda losses, labels: np.where(labels != PADDING, losses, 0).mean(),
                "The padding costs nothing, but it still counts in the divisor.",
            ),
            Mistake(
                lambda losses, labels: losses[labels != PADDING].sum(),
                "This is the sum of what counts. The mean is asked for.",
            ),
            Mistake(
                lambda losses, labels: losses[labels != PADDING].sum() / len(labels),
                "You divide by the number of sentences. Divide by that of the tokens that count.",
            ),
        ),
    ),
    "7.6": Function(
        reference=poisson_of_rate,
        cases=(
            Case("as many as expected", [2, 3], [2.0, 3.0]),
            Case("more and fewer", [4, 1, 2], [1.0, 3.0, 2.5]),
            Case("none, and none expected", [0, 1], [0.0, 1.0], extreme=True),
            Case("one that was impossible", [1, 1], [0.0, 1.0], extreme=True),
        ),
        draw=some_counts,
        why=(
            "It is Keras' form, which takes the rate and not its logarithm. A rate of 0 is a "
            "certainty, and it is punished like one only if something does happen."
        ),
        hints=(
            "With z = ln λ the loss e^z − y z becomes a formula of the rate λ alone.",
            "Where the count is 0, the second term is 0, whatever the logarithm says.",
        ),
        mistakes=(
            Mistake(
                lambda counts, rates: (rates - counts * np.log(rates)).mean(),
                "0 · ln 0 is nan in floating point. What was not counted should cost no logarithm.",
            ),
            Mistake(
                lambda counts, rates: float(poisson(counts, rates)),
                "You take the rate for its logarithm, so that e to the rate is expected.",
            ),
            Mistake(
                lambda counts, rates: (rates - counts * np.log(rates + 1e-7)).mean(),
                "A small number inside of the logarithm changes every value a little, and makes an "
                "impossible event merely expensive.",
            ),
            Mistake(
                lambda counts, rates: (rates - counts * np.log(np.maximum(rates, 1e-10))).mean(),
                "You clip the rate, which makes an impossible event merely expensive.",
            ),
            Mistake(
                lambda counts, rates: ((rates - counts) ** 2).mean(),
                "This is the squared error, to which ten too many are as bad at 10 as at 1000.",
            ),
            Mistake(
                lambda counts, rates: -poisson_of_rate(counts, rates),
                "The sign: a rate far above the counts must cost more, not less.",
            ),
            Mistake(
                lambda counts, rates: len(counts) * poisson_of_rate(counts, rates),
                "This is the sum. The mean is asked for.",
            ),
        ),
    ),
}
