"""Networks that learn handwritten digits: every learning rate, both losses, right and wrong labels.

All networks of one loss are trained at once. They begin with the same weights and
see the same samples in the same order, so that only the loss and the learning rate differ.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from lossviz.chapters.ch06_training_a_network.xor_network import Way
from lossviz.chapters.shared.two_losses import CROSS_ENTROPY, SQUARED_ERROR
from lossviz.data import load_digits
from lossviz.maths import (
    calibration_error,
    mean_squared_error,
    network_epoch,
    network_forward,
    softmax,
    softmax_cross_entropy,
    sparse_softmax_cross_entropy,
)

RATES = (0.1, 0.3, 1.0, 3.0, 10.0)
# Share of the labels that are wrong in what the networks train and are tuned on.
NOISE = {"all right": 0.0, "40 % wrong": 0.4}
EPOCHS = 15
# The largest rate is trained a second time, from weights that differ in the tenth digit. Once the
# two have gone different ways, the rounding of the machine decides how good the network is.
_NUDGE, _ASTRAY = 1 + 1e-10, 1e-3
HIDDEN = 32
BATCH = 16
TRAINING, VALIDATION = 992, 305  # 500 are left to test on
WAYS = {
    SQUARED_ERROR: Way(mean_squared_error, "softmax"),
    CROSS_ENTROPY: Way(softmax_cross_entropy, "identity"),
}


class DigitRuns:
    """All networks of one loss, and how good they were after each epoch.

    Attributes
    ----------
    epoch : how many epochs they have been trained
    accuracy, log_loss, calibration : on the test images, whose labels are right; log-loss in nats
    validation : accuracy on the validation images, whose labels are as noisy as the training's
    chaotic : whether the last digit of a weight decides the numbers

    The axes are epoch, labels (`NOISE`), learning rate (`RATES`); epochs that have not been
    trained yet hold NaN, or False.
    """

    def __init__(self, name: str) -> None:
        """Split the images, spoil some labels and draw the weights: the same for each loss."""
        self._way = WAYS[name]
        # The old generator: its numbers are the same for ever, and the chapter quotes results.
        self._random = random = np.random.RandomState(0)
        pixels, labels = load_digits()
        order = random.permutation(len(labels))
        images, labels = pixels[order].reshape(len(labels), -1) / 16, labels[order]
        spoilt = np.where(
            random.rand(len(labels)) < NOISE["40 % wrong"],
            (labels + random.randint(1, 10, len(labels))) % 10,
            labels,
        )
        seen = TRAINING + VALIDATION
        noisy = np.stack([labels, spoilt])
        self._inputs = images[:TRAINING]
        # An axis for the learning rate stands between the labels and the samples.
        self._target = np.eye(10)[noisy[:, np.newaxis, :TRAINING]]
        self._validation = images[TRAINING:seen], noisy[:, np.newaxis, TRAINING:seen]
        self._test = images[seen:], labels[seen:]
        weights = []
        for inputs, outputs in ((images.shape[1], HIDDEN), (HIDDEN, 10)):
            layer = np.zeros((len(NOISE), len(RATES) + 1, inputs + 1, outputs))
            layer[..., :-1, :] = random.randn(inputs, outputs) / np.sqrt(inputs)
            layer[:, -1] *= _NUDGE
            weights.append(layer)
        self._weights = weights
        shape = (EPOCHS + 1, len(NOISE), len(RATES))
        self.accuracy, self.log_loss, self.calibration, self.validation = np.full(
            (4, *shape), np.nan
        )
        self.chaotic = np.zeros(shape, bool)
        self.epoch = 0
        self._examine()

    def advance(self) -> None:
        """Train all networks for one more epoch."""
        self._weights = network_epoch(
            self._weights,
            self._inputs,
            self._target,
            order=self._random.permutation(TRAINING),
            batch_size=BATCH,
            loss=self._way.loss,
            output=self._way.output,
            learning_rate=np.array([*RATES, RATES[-1]]),
        )
        self.epoch += 1
        self._examine()

    def finish(self) -> DigitRuns:
        """Train until the last epoch and return the runs."""
        while self.epoch < EPOCHS:
            self.advance()
        return self

    def best_rate(self, epoch: int, labels: str) -> float:
        """The learning rate with the best accuracy on the validation images, unless by chance."""
        row = list(NOISE).index(labels)
        return RATES[np.where(self.chaotic, 0, self.validation)[epoch, row].argmax()]

    def _examine(self) -> None:
        images, labels = self._test
        logits = network_forward(self._weights, images)[-1]
        nudged = softmax(logits[:, -1])
        logits = logits[:, :-1]
        everyone = np.broadcast_to(labels, logits.shape[:-1])
        self.accuracy[self.epoch] = (logits.argmax(axis=-1) == labels).mean(axis=-1)
        self.log_loss[self.epoch] = sparse_softmax_cross_entropy(
            everyone, logits, reduction="none"
        ).mean(axis=-1)
        answers = softmax(logits)
        self.calibration[self.epoch] = calibration_error(labels, answers)
        astray = abs(answers[:, -1] - nudged).max(axis=(-2, -1)) > _ASTRAY
        self.chaotic[self.epoch :, astray, -1] = True  # once astray, for ever
        images, labels = self._validation
        answers = network_forward(self._weights, images)[-1][:, :-1].argmax(axis=-1)
        self.validation[self.epoch] = (answers == labels).mean(axis=-1)


@cache
def digit_runs(name: str) -> DigitRuns:
    """The runs of one loss, trained as far as anybody has asked for."""
    return DigitRuns(name)
