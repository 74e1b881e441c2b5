"""The exercises of appendix A1: conventions of the frameworks."""

import numpy as np

from lossviz.checking import Array, Case, Choice, Function, Mistake, Number, NumberGuess
from lossviz.maths import huber, sparse_softmax_cross_entropy
from lossviz.maths.conventions import KERAS_EPS, TORCH_SMALLEST, price_of_truth

_PULL_LEFT, _OVER = 5e-13, np.array([1.0, 1.0, 2.0])
_CLIPPED = np.log(np.clip(_OVER, KERAS_EPS, 1 - KERAS_EPS))


def _elements(target: Array, prediction: Array, delta: float) -> Array:
    return huber(target, prediction, delta=delta, reduction="none")


def _reduced(losses: Array, reduction: str | None) -> Array:
    if reduction is None:
        return losses
    reduced: Array = losses.sum() if reduction == "sum" else losses.mean()
    return reduced


def _keras_huber(target: Array, prediction: Array, delta: float, reduction: str | None) -> Array:
    return _reduced(_elements(target, prediction, delta).mean(axis=-1), reduction)


def _matrices(random: np.random.Generator) -> tuple[Array, Array, float, str | None]:
    target, prediction = random.normal(0, 2, size=(2, 3, random.integers(1, 5))).round(1)
    reductions = ("sum_over_batch_size", "sum", None)
    return target, prediction, round(random.uniform(0.5, 2), 1), reductions[random.integers(3)]


_IGNORED = -100


def _token_mean(losses: Array, labels: Array) -> float:
    counts = labels != _IGNORED
    return float(losses[counts].sum() / max(counts.sum(), 1))


def _mean_of_means(losses: Array, labels: Array) -> float:
    rows = [row[counts].mean() for row, counts in zip(losses, labels != _IGNORED, strict=True)]
    return float(np.mean(rows))


def _guarded_mean_of_means(losses: Array, labels: Array) -> float:
    counts = labels != _IGNORED
    return float(((losses * counts).sum(axis=-1) / np.maximum(counts.sum(axis=-1), 1)).mean())


def _some_tokens(random: np.random.Generator) -> tuple[Array, Array]:
    size = tuple(random.integers(1, 5, 2))
    labels = random.integers(0, 9, size)
    labels[:, 1:][random.random((size[0], size[1] - 1)) < 0.4] = _IGNORED  # the first one counts
    return random.uniform(0, 5, size).round(1), labels


_SWAPPED = {"sum": "sum_over_batch_size", "sum_over_batch_size": "sum", None: None}
_TARGET = [[0.0, 1.0], [2.0, 0.0], [5.0, 1.0]]
_PREDICTION = [[0.2, 4.0], [2.0, -3.0], [4.6, 1.0]]

PREDICTIONS = {
    "A1.a": NumberGuess(
        # It says 1 to everybody, and half of them are a no. Keras trains in float32, in which its
        # clip leaves a little more than 1e-7.
        truth=float(-np.log(1 - np.float32(1 - KERAS_EPS))) / 2,
        low=0,
        high=100,
        unit="nats",
        why=(
            "A softmax over one number is 1, so it says yes to everybody. Each no costs what Keras "
            "charges for a hopeless prediction, 15.94 in float32, each yes nothing; and nothing "
            "moves."
        ),
        spoilers=("7.97", "8.059", "16.118", "over one output is 1"),
    ),
}

EXERCISES = {
    "A1.1": Number(
        answer=price_of_truth(1e-9, "Keras 3").loss,
        decimals=2,
        why=(
            "Keras clips the probability at 1e-7 and charges −ln of that. scikit-learn and PyTorch "
            "are still exact there: 20.723."
        ),
        hints=(
            "Which of the frameworks does something at 1e-9?",
            "What p does Keras use instead? The loss is −ln of it.",
        ),
        wrong={
            price_of_truth(1e-9, "PyTorch").loss: (
                "This is −ln of 1e-9: right for scikit-learn and PyTorch. Keras does something "
                "before it takes the logarithm."
            ),
            -np.log10(KERAS_EPS): "You took the logarithm to the base 10. The loss is in nats.",
            -np.log(2 * KERAS_EPS): (
                "That is what Keras 2 returns: it clips and then adds 1e-7 once more. Keras 3 only "
                "clips."
            ),
            -np.log(np.finfo(float).eps): (
                "That is the largest loss of scikit-learn, whose limit is the machine epsilon. "
                "Keras has a larger one."
            ),
            KERAS_EPS: "That is the probability that Keras takes instead. The loss is −ln of it.",
            -np.log2(KERAS_EPS): "These are bits. The loss is in nats: take the natural logarithm.",
            9.0: "You took the logarithm to the base 10, and of the wrong number: Keras clips.",
            100.0: "100 is where PyTorch stops, and 1e-9 is far from it. Keras stops earlier.",
            -np.log(TORCH_SMALLEST): (
                "1e-12 is PyTorch's constant, and it stands in the gradient. Keras has a larger "
                "one."
            ),
        },
    ),
    "A1.2": Number(
        answer=_PULL_LEFT,
        relative=0.1,
        why=(
            "Where p(1 − p) is below 1e-12 the pull is p/1e-12 to good accuracy: it falls in "
            "proportion to p, and the worst predictions are pulled the least."
        ),
        hints=(
            "The pull is (1 − p) · p(1 − p)/1e-12 where p(1 − p) < 1e-12.",
            "p is so small that 1 − p is 1. When is p/1e-12 one half?",
        ),
        wrong={
            1e-12: "There the fall begins: to the right of it the pull is whole.",
            np.log10(_PULL_LEFT): (
                "That is log10 of p, as the slider counts. Give p itself: 10 to that power."
            ),
            -np.log10(_PULL_LEFT): (
                "That is −log10 of p. Give p itself: 10 to the power of minus that."
            ),
            np.log(_PULL_LEFT): "That is ln p. Give p itself.",
            2e-12: "There p/1e-12 is 2, beyond where the fall begins. Go to the left of 1e-12.",
            1e-6: "That is the root of 1e-12. The pull falls with p(1 − p), and 1 − p is 1 here.",
            0.5: (
                "At p = 0.5 the pull is one half as well, but because the answer is half right. "
                "Look at the far left."
            ),
            KERAS_EPS: (
                "This is Keras's edge, where its pull stops at once. PyTorch's is further left."
            ),
        },
    ),
    "A1.3": Number(
        answer=sparse_softmax_cross_entropy(2, _CLIPPED),
        decimals=3,
        why=(
            "It is ln 3, for every label: the clip turns each of the three into 1 − 1e-7, so they "
            "are equal. Its gradient is 0, so nothing can be learned. In general it is ln K."
        ),
        hints=(
            "Keras takes the numbers for probabilities. What does its clip do to each of the "
            "three?",
            "After the clip all three are equal. What is softmax of three equal numbers?",
        ),
        wrong={
            -np.log(_OVER[2] / _OVER.sum()): (
                "You divided by the sum first. Keras does that for one-hot targets, but not here."
            ),
            -np.log(_OVER[0] / _OVER.sum()): (
                "You divided by the sum first, and took the first or the second class. Keras does "
                "that only for one-hot targets, and the third class is asked for."
            ),
            sparse_softmax_cross_entropy(0, _OVER): (
                "This is right for the first class if the three are logits. Without "
                "from_logits=True, Keras takes them for probabilities."
            ),
            3.0: "That is K, the number of classes. The loss is a logarithm.",
            1 / 3: (
                "That is the probability that softmax gives to each class. The loss is its "
                "surprise."
            ),
            np.log10(3): "You took the logarithm to the base 10; the loss is in nats.",
            -np.log(KERAS_EPS): (
                "That is the loss at the lower end of the clip. These numbers are at the upper end."
            ),
            sparse_softmax_cross_entropy(2, _OVER): (
                "This is right if the three are logits. Without from_logits=True, Keras takes them "
                "for probabilities."
            ),
            -np.log(2.0): "This is −ln 2. But 2 is no probability, and Keras clips it first.",
            0.0: (
                "After the clip the third number is nearly 1, but so are the other two. What does "
                "softmax make of three equal numbers?"
            ),
            np.log2(3): "These are bits; the loss is in nats.",
        },
    ),
    "A1.4": Function(
        reference=_keras_huber,
        cases=(
            Case("one row, mean", _TARGET[:1], _PREDICTION[:1], 1.0, "sum_over_batch_size"),
            Case("three rows, mean", _TARGET, _PREDICTION, 1.0, "sum_over_batch_size"),
            Case("three rows, sum", _TARGET, _PREDICTION, 1.0, "sum"),
            Case("three rows, no reduction", _TARGET, _PREDICTION, 1.0, None),
            Case("another delta", _TARGET, _PREDICTION, 0.5, "sum"),
        ),
        draw=_matrices,
        why="So Keras's sum is a sum of means: with more outputs it does not grow.",
        hints=(
            'huber(..., reduction="none") gives the loss of each element.',
            ".mean(axis=-1) makes one number of each row. The reduction comes after it.",
        ),
        mistakes=(
            Mistake(
                lambda y, a, delta, reduction: (
                    _elements(y, a, delta).sum()
                    if reduction == "sum"
                    else _keras_huber(y, a, delta, reduction)
                ),
                "Keras's \"sum\" adds up the rows' means, and not all elements.",
            ),
            Mistake(
                lambda y, a, delta, reduction: _reduced(_elements(y, a, delta), reduction),
                "The mean of each row comes first, whatever the reduction is.",
            ),
            Mistake(
                lambda y, a, delta, reduction: _keras_huber(y.T, a.T, delta, reduction),
                "You take the mean of each column. A sample is a row: take the last axis.",
            ),
            Mistake(
                lambda y, a, delta, reduction: (
                    _elements(y, a, delta).mean(axis=0)
                    if reduction is None
                    else _keras_huber(y, a, delta, reduction)
                ),
                "Without a reduction you return the means of the columns. A sample is a row: take "
                "the last axis.",
            ),
            Mistake(
                lambda y, a, delta, reduction: y.shape[-1] * _keras_huber(y, a, delta, reduction),
                "You take the sum of each row. Keras takes its mean.",
            ),
            Mistake(
                lambda y, a, delta, reduction: huber(y, a, delta=delta),
                "Your function gives the mean, whatever reduction is asked for.",
            ),
            Mistake(
                lambda y, a, delta, reduction: _keras_huber(y, a, delta, _SWAPPED[reduction]),
                '"sum" and "sum_over_batch_size" have changed places: the latter is the mean.',
            ),
            Mistake(
                lambda y, a, delta, reduction: _keras_huber(y, a, 1.0, reduction),
                "Your function has a delta of 1, whatever it is given. Hand it on.",
            ),
        ),
    ),
    "A1.5": Choice(
        answer="b",
        why=(
            "PyTorch divides by the sum of the class weights, Keras by the number of samples. "
            "Here that is 3.5 times as much. Divide both by the same and they agree."
        ),
        hints=(
            "Section 5: what does the weighted mean divide by, in each framework?",
            "The weights of the model are the same, so every sample's loss is the same.",
        ),
        wrong={
            "a": "With the same weights of the model nothing was learned in between.",
            "c": "Rounding shows in the seventh digit. This is a factor of 3.5.",
            "d": (
                "The clip changes only losses of samples with hardly any probability. Here every "
                "sample's loss is the same in both, and still the mean differs."
            ),
        },
    ),
    "A1.6": Function(
        reference=_token_mean,
        cases=(
            Case("one batch, every token counts", [[1.0, 2.0, 6.0]], [[3, 0, 5]]),
            Case("padding in one batch", [[1.0, 3.0, 8.0]], [[4, 2, -100]]),
            Case(
                "two batches, three tokens and one",
                [[1.0, 1.0, 1.0], [5.0, 9.0, 9.0]],
                [[0, 1, 2], [3, -100, -100]],
            ),
            Case("nothing counts", [[2.0, 3.0]], [[-100, -100]], extreme=True),
        ),
        draw=_some_tokens,
        why=(
            "Every token counts as much as every other, however the batches were cut. Keep the sum "
            "and the number apart until the end, and divide once."
        ),
        hints=(
            "Which tokens count? Their labels are not −100.",
            "Add up all losses that count, over all batches, and divide by how many there are.",
            "If none counts, divide by 1: `max(count, 1)`.",
        ),
        mistakes=(
            Mistake(
                _mean_of_means,
                "This is the mean of the batches' means. A token of a short batch counts more.",
            ),
            Mistake(
                _guarded_mean_of_means,
                "This is the mean of the batches' means: a token of a short batch counts more, and "
                "a batch of padding counts as one that costs nothing.",
            ),
            Mistake(lambda losses, labels: losses.mean(), "You count the padding as well."),
            Mistake(
                lambda losses, labels: losses[labels != _IGNORED].sum() / losses.size,
                "You divide the sum by all tokens, padding included.",
            ),
            Mistake(
                lambda losses, labels: losses[labels != _IGNORED].sum(),
                "This is the sum. It grows with the number of tokens.",
            ),
        ),
    ),
}
