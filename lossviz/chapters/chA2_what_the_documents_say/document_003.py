"""What document 003 says: an answer on `K.binary_crossentropy`, and a comparison of two losses."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_003 as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    INCOMPLETE,
    MISLEADING,
    TRUE,
    Claim,
    Document,
    Part,
)

DOCUMENT = Document(
    "003",
    "003_d74d7c4c5ca773d9.txt",
    "What is the formula of K.mean(K.binary_crossentropy …)?",
    "K.mean(K.binary_crossentropy的函数表达式",
    "",
    parts=(
        Part(
            "The question",
            (
                Claim(
                    "003-01",
                    "`K.mean(K.binary_crossentropy(…))` is −1/N Σ [y log ŷ + (1 − y) log(1 − ŷ)]",
                    INCOMPLETE,
                    "for one output per sample; with K of them it divides by NK. And it adds "
                    "1e-7: {half:.10f} where {exact:.10f} is exact, and {hopeless:.5f} for a "
                    "hopeless answer, not infinity. Keras 3 has no such function in "
                    "`keras.backend`; its loss says {clipped:.4f}",
                    runs.keras_backend,
                    "TensorFlow 2.21",
                ),
            ),
        ),
        Part(
            "Two losses",
            (
                Claim(
                    "003-02",
                    "MSE is the mean of squared differences",
                    TRUE,
                    "its definition and its formula agree",
                ),
                Claim(
                    "003-03",
                    "cross-entropy measures the distance of two distributions",
                    MISLEADING,
                    "of a distribution to itself, (½, ½), it is {equal:.4f}",
                    runs.not_a_distance,
                ),
                Claim(
                    "003-04",
                    "the formula for two classes, for y in 0, 1",
                    TRUE,
                    "{soft:.4f} for y = 0.3 and ŷ = 0.3: shares are allowed too. ŷ = 0 and 1 are "
                    "not, strictly: there it can be {infinite}",
                    runs.two_classes,
                ),
                Claim(
                    "003-05",
                    "the formula for K classes: Σ −t ln p",
                    TRUE,
                    "of one sample; the mean over samples is not written",
                ),
                Claim(
                    "003-06",
                    "regression: MSE. Classification: cross-entropy, which converges faster",
                    TRUE,
                    "a good first rule",
                ),
                Claim(
                    "003-07",
                    "with very unequal classes use weights",
                    TRUE,
                    "right, if vague. With one positive in 100 and the weight {weight:.0f}, the "
                    "fitted logit rises by {rise:.2f}, about ln {weight:.0f} = {log:.2f}, and the "
                    "ranking stays",
                    runs.weights,
                ),
            ),
        ),
        Part(
            "The example",
            (
                Claim(
                    "003-08",
                    "a program (we ran it: the numbers are not in the text)",
                    TRUE,
                    "prints {square:.4f}, {binary:.4f} and {categorical:.4f}",
                    runs.program,
                    "TensorFlow 2.21",
                ),
                Claim(
                    "003-09",
                    "gives BinaryCrossentropy a row of labels and a column of predictions",
                    DEPENDS,
                    "Keras 3 adds the missing axis: {binary:.4f}. Keras 2 pairs every label with "
                    "every prediction: {paired:.4f}; the squared error would be "
                    "{square_paired:.2f} instead of {square:.2f}",
                    runs.row_and_column,
                    "TensorFlow 2.21 and 2.15",
                ),
                Claim(
                    "003-10",
                    "flattens the predictions for MSE, and not for the other loss",
                    MISLEADING,
                    "there it was needed as well: {paired:.4f} is what forgetting it costs",
                    runs.row_and_column,
                ),
                Claim(
                    "003-11",
                    "cites sources 1 to 5",
                    INCOMPLETE,
                    "the list of them is cut off",
                ),
            ),
        ),
    ),
)
