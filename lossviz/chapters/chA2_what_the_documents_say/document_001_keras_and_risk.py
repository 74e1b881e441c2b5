"""What document 001 says: the losses of tf.keras, and risk."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_001_keras_and_risk as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
    INCOMPLETE,
    LOST,
    MISLEADING,
    TRUE,
    Claim,
    Part,
)

PARTS = (
    Part(
        "Losses of tf.keras",
        (
            Claim(
                "001-22",
                'BinaryCrossentropy has "the following parameters" (the list is lost)',
                LOST,
                "from_logits, label_smoothing, axis, reduction, name, dtype",
                recorded="Keras 3.15",
            ),
            Claim(
                "001-23",
                "with from_logits=True a sigmoid comes first, then the loss of each element",
                TRUE,
                "without forming the sigmoid: a wrong logit of 50 costs {logits:.0f}. With a "
                "clipped sigmoid first it costs {clipped:.3f} and is pulled by {pull:.0f}",
                runs.wrong_logit,
            ),
            Claim(
                "001-24",
                "then the mean over the last axis",
                TRUE,
                "shape {shape} for two rows of three, whatever the reduction",
                runs.shapes,
                "Keras 3.15",
            ),
            Claim(
                "001-25",
                "Keras calls `tf.nn.sigmoid_cross_entropy_with_logits`",
                TRUE,
                "we read its source",
                recorded="Keras 3.15",
            ),
            Claim(
                "001-26",
                "that function returns one loss for each sample",
                FALSE,
                "one for each element: {full}. The means agree ({mean:.4f}, {of_rows:.4f}), "
                "because all rows are equally long",
                runs.shapes,
                "TensorFlow 2.21",
            ),
            Claim(
                "001-27",
                "CategoricalCrossentropy: rows sum to 1, one loss for each sample",
                TRUE,
                "shape {softmax_shape}",
                runs.shapes,
            ),
            Claim(
                "001-28",
                "many classes extend two; two are two labels that exclude each other",
                TRUE,
                "softmax over (0, 1.5) and sigmoid of 1.5 cost {soft:.4f} and {sigmoid:.4f}",
                runs.two_classes,
            ),
            Claim(
                "001-29",
                "SparseCategoricalCrossentropy takes indices as labels",
                TRUE,
                "{sparse} for both. On outputs that do not sum to 1 the two differ: for (1, 1, 2) "
                "{normalised:.4f} against {clipped:.4f}",
                runs.sparse,
                "Keras 3.15",
            ),
            Claim(
                "001-30",
                "its twin is `tf.nn.sparse_sigmoid_cross_entropy_with_logits`",
                FALSE,
                "there is no such function; `sparse_softmax_…` is meant",
                recorded="TensorFlow 2.21",
            ),
            Claim(
                "001-31",
                "MeanSquaredError has two parameters; leave them",
                DEPENDS,
                "in Keras 2. Keras 3 adds dtype and computes in float32: the squared difference "
                "of 100,000,001 and 100,000,000 is {float32:.1f} there, and {float64:.1f} in "
                "float64",
                runs.large_numbers,
                "Keras 3.15",
            ),
            Claim(
                "001-32",
                "squares, summed, then the mean",
                INCOMPLETE,
                'the mean over the last axis comes first: a "sum" is {rows:.2f} in Keras and '
                "{all:.1f} in PyTorch",
                runs.sums,
                "Keras 3.15, PyTorch 2.13",
            ),
        ),
    ),
    Part(
        "What a loss is for",
        (
            Claim(
                "001-33",
                "lists log loss and cross-entropy as two losses",
                MISLEADING,
                "log loss is the cross-entropy with what was observed: {log_loss:.4f} and "
                "{cross:.4f}",
                runs.one_loss_two_names,
            ),
            Claim(
                "001-34",
                "the loss that you compute is also called the expected loss",
                FALSE,
                "that is a mean over all that may come; what you compute is a mean over your "
                "sample",
            ),
            Claim(
                "001-35",
                "expected risk = empirical risk + structural risk",
                FALSE,
                "structural risk = empirical risk + penalty, as the text itself says two lines "
                "later",
            ),
            Claim(
                "001-36",
                "defines expected, empirical and structural risk",
                TRUE,
                "the lost formula: least 1/N Σ L(yᵢ, f(xᵢ)) + λ Φ(f)",
            ),
            Claim(
                "001-37",
                "for large N the empirical risk tends to the expected risk",
                DEPENDS,
                "for one rule that is fixed before, yes: guessing {many:.0f} coins it erred in a "
                "share of {fixed:.3f}. But the best of 1000 guessers erred in a share of "
                "{best:.1f} of 10 coins, and will err in half of the next",
                runs.lucky_guesser,
            ),
            Claim(
                "001-38",
                "with enough samples the empirical risk is a good guide; maximum likelihood is an "
                "example",
                TRUE,
                "with log loss: for 7 heads of 10 both choose {loss:.1f} and {likelihood:.1f}",
                runs.coin,
            ),
        ),
    ),
)
