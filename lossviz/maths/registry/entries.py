"""What there is to know about every loss: formula, domain, shape and its twins elsewhere."""

from __future__ import annotations

import lossviz.maths as maths
from lossviz.maths.registry.entry import (
    BOUNDED,
    EACH,
    TORCH_WEIGHTED,
    UNBOUNDED,
    Entry,
    Twin,
    keras,
    sklearn,
    torch,
)
from lossviz.maths.registry.today import TODAY

_NUMBERS_FIRST = "numbers, prediction first"
_NUMBERS = "numbers, target first"

REGISTRY: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            maths.mean_squared_error,
            "mean squared error",
            r"(a - y)^2",
            "target and prediction: numbers",
            "the prediction",
            UNBOUNDED,
            pytorch=torch("mse_loss(a, y)", _NUMBERS_FIRST),
            tensorflow=keras("MeanSquaredError", "a", _NUMBERS),
            sklearn=sklearn("mean_squared_error(y, a)", _NUMBERS),
        ),
        Entry(
            maths.quadratic_cost,
            "quadratic cost, half the squared error",
            r"\tfrac12 (a - y)^2",
            "target and prediction: numbers",
            "the prediction",
            UNBOUNDED,
        ),
        Entry(
            maths.mean_absolute_error,
            "mean absolute error",
            r"|a - y|",
            "target and prediction: numbers",
            "the prediction",
            BOUNDED,
            pytorch=torch("l1_loss(a, y)", _NUMBERS_FIRST),
            tensorflow=keras("MeanAbsoluteError", "a", _NUMBERS),
            sklearn=sklearn("mean_absolute_error(y, a)", _NUMBERS),
        ),
        Entry(
            maths.huber,
            "Huber loss",
            r"\begin{cases} \tfrac12 (a - y)^2 & |a - y| \leq \delta \\"
            r" \delta\,(|a - y| - \tfrac12\delta) & \text{otherwise} \end{cases}",
            "target and prediction: numbers; delta > 0",
            "the prediction",
            BOUNDED,
            pytorch=torch("huber_loss(a, y, delta=delta)", _NUMBERS_FIRST),
            tensorflow=keras("Huber", "a", _NUMBERS, "delta=delta"),
        ),
        Entry(
            maths.pinball,
            "pinball or quantile loss",
            r"\max(q\,(y - a),\, (q - 1)(y - a))",
            "target and prediction: numbers; 0 < quantile < 1",
            "the prediction",
            BOUNDED,
            sklearn=sklearn("mean_pinball_loss(y, a, alpha=quantile)", _NUMBERS),
        ),
        Entry(
            maths.binary_cross_entropy,
            "binary cross-entropy on probabilities",
            r"-y \ln a - (1 - y) \ln(1 - a)",
            "target and prediction: probabilities in [0, 1]",
            "the prediction",
            "not robust: a wrong certainty costs infinity",
            pytorch=torch(
                "binary_cross_entropy(p, y)",
                "probabilities and targets in [0, 1], prediction first; the logarithm stops at "
                "-100",
            ),
            tensorflow=keras(
                "BinaryCrossentropy",
                "p",
                "probabilities and targets in [0, 1], target first; clips to [1e-7, 1 - 1e-7]",
            ),
            sklearn=sklearn(
                "log_loss(y, p)",
                "labels 0 or 1 and probabilities of 1, target first; clips at the machine epsilon",
                "the mean; normalize=False gives the sum",
            ),
        ),
        Entry(
            maths.sigmoid_cross_entropy,
            "binary cross-entropy on logits",
            r"-q\,y \ln\sigma(z) - (1 - y) \ln\sigma(-z)",
            "target: probabilities in [0, 1]; prediction: logits; pos_weight q at least 0",
            "the logit",
            "fairly robust: the slope is bounded by 1 (or pos_weight)",
            pytorch=torch(
                "binary_cross_entropy_with_logits(f, y, pos_weight=pos_weight)",
                "logits and targets in [0, 1], prediction first",
            ),
            tensorflow=Twin(
                "tf.nn.weighted_cross_entropy_with_logits(labels=y, logits=f, "
                "pos_weight=pos_weight)",
                "logits and targets in [0, 1], by name; without pos_weight, its name has sigmoid "
                "in place of weighted",
                EACH,
            ),
        ),
        Entry(
            maths.categorical_cross_entropy,
            "cross-entropy on probabilities",
            r"-\sum_k y_k \ln p_k",
            "target and prediction: probabilities that sum to 1 along the last axis",
            "the prediction",
            "not robust: a wrong certainty costs infinity",
            tensorflow=keras(
                "CategoricalCrossentropy",
                "p",
                "probabilities and one-hot or soft targets, target first; divides by the sum "
                "and clips to [1e-7, 1 - 1e-7]",
                by_row=True,
            ),
            sklearn=sklearn(
                "log_loss(y, p)",
                "one-hot targets or labels and probabilities, target first; clips at the machine "
                "epsilon",
                "the mean; normalize=False gives the sum",
            ),
        ),
        Entry(
            maths.softmax_cross_entropy,
            "softmax cross-entropy",
            r"-\sum_k y_k \ln\mathrm{softmax}(z)_k",
            "target: probabilities that sum to 1 along the last axis; prediction: logits",
            "the logits",
            "fairly robust: the slope is bounded by 1",
            pytorch=torch(
                "cross_entropy(f, y)", "logits and one-hot or soft targets, prediction first"
            ),
            tensorflow=Twin(
                "tf.nn.softmax_cross_entropy_with_logits(labels=y, logits=f)",
                "logits and one-hot or soft targets, by name",
                EACH,
            ),
        ),
        Entry(
            maths.sparse_softmax_cross_entropy,
            "softmax cross-entropy by label",
            r"-w_t \ln\mathrm{softmax}(z)_t",
            "target: integers from 0; prediction: logits; class_weight at least 0",
            "the logits",
            "fairly robust: the slope is bounded by the weight",
            pytorch=torch(
                "cross_entropy(f, y, weight=class_weight)",
                "logits and indices, prediction first, classes on axis 1",
                TORCH_WEIGHTED,
            ),
            tensorflow=Twin(
                "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=f)",
                "logits and indices, by name; no class weights",
                EACH,
            ),
        ),
        Entry(
            maths.nll,
            "negative log-likelihood",
            r"-w_t\,\ell_t",
            "target: integers from 0; prediction: log-probabilities; class_weight at least 0",
            "the log-probabilities",
            "not robust: a wrong certainty costs infinity",
            pytorch=torch(
                "nll_loss(f, y, weight=class_weight)",
                "log-probabilities and indices, prediction first, classes on axis 1; takes no "
                "logarithm",
                TORCH_WEIGHTED,
            ),
        ),
        Entry(
            maths.zero_one,
            "zero-one loss",
            r"[\,y f \leq 0\,]",
            "target: -1 or +1; prediction: scores",
            "nothing",
            "robust: no sample costs more than 1",
            sklearn=sklearn(
                "zero_one_loss(y, numpy.sign(f))",
                "predicted labels, not scores, target first",
                "the mean; normalize=False gives the sum",
            ),
        ),
        Entry(
            maths.hinge,
            "hinge loss",
            r"\max(0, 1 - y f)",
            "target: -1 or +1; prediction: scores",
            "the score",
            BOUNDED,
            tensorflow=keras(
                "Hinge", "f", "scores and targets -1, 1 (0 counts as -1), target first"
            ),
            sklearn=sklearn("hinge_loss(y, f)", "scores and targets -1, 1, target first"),
        ),
        Entry(
            maths.squared_hinge,
            "squared hinge loss",
            r"\max(0, 1 - y f)^2",
            "target: -1 or +1; prediction: scores",
            "the score",
            UNBOUNDED,
            tensorflow=keras(
                "SquaredHinge", "f", "scores and targets -1, 1 (0 counts as -1), target first"
            ),
        ),
        Entry(
            maths.perceptron,
            "perceptron loss",
            r"\max(0, -y f)",
            "target: -1 or +1; prediction: scores",
            "the score",
            BOUNDED,
        ),
        Entry(
            maths.logistic,
            "logistic loss",
            r"\ln(1 + e^{-y f})",
            "target: -1 or +1; prediction: scores (logits)",
            "the score",
            "fairly robust: the slope is bounded by 1",
            pytorch=torch(
                "soft_margin_loss(f, y)",
                "scores and targets -1, 1, prediction first; infinite beyond a margin of -709",
            ),
        ),
        Entry(
            maths.exponential,
            "exponential loss",
            r"e^{-y f}",
            "target: -1 or +1; prediction: scores",
            "the score",
            "not robust: the slope grows exponentially",
        ),
        Entry(
            maths.l1,
            "L1 penalty",
            r"\lambda \sum_i |w_i|",
            "weights: numbers; strength λ at least 0",
            "the weights",
            "does not look at data",
            tensorflow=Twin("tf.keras.regularizers.L1(strength)(w)", "weights", "the sum"),
        ),
        Entry(
            maths.l2,
            "L2 penalty",
            r"\lambda \sum_i w_i^2",
            "weights: numbers; strength λ at least 0",
            "the weights",
            "does not look at data",
            tensorflow=Twin("tf.keras.regularizers.L2(strength)(w)", "weights", "the sum"),
        ),
        *TODAY,
    )
}
