"""What document 004 says: the cross-entropies of TensorFlow 1."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_004 as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
    GARBLED,
    INCOMPLETE,
    LOST,
    MISLEADING,
    OUTDATED,
    TRUE,
    Claim,
    Document,
    Part,
)

DOCUMENT = Document(
    "004",
    "004_a800ae368acf0267.txt",
    "A summary of losses in deep learning",
    "深度学习中loss总结",
    "https://www.cnblogs.com/qqw-1995/p/11113735.html",
    parts=(
        Part(
            "Cross-entropy",
            (
                Claim(
                    "004-01",
                    'two formulas are missing, and "the code shows the first form"',
                    LOST,
                    "H(p, q) = −Σ p ln q, and −1/n Σ [y ln a + (1 − y) ln(1 − a)]; which is the "
                    "first, it does not say",
                ),
                Claim(
                    "004-02",
                    "the smaller the cross-entropy, the closer the distributions",
                    DEPENDS,
                    "for a fixed p. With the forecast (0.3, 0.7) fixed, p = (0, 1) costs "
                    "{least:.4f} and p = q costs {equal:.4f}",
                    runs.other_way_round,
                ),
                Claim(
                    "004-03",
                    "it is smallest for p = q",
                    TRUE,
                    "over q, yes: for p = 0.3 at q = {best:.1f}, where it is {least:.4f}, the "
                    "entropy",
                    runs.smallest,
                ),
                Claim(
                    "004-04",
                    "log₂ may be replaced by ln without any problem",
                    DEPENDS,
                    "the minimum stays; the gradient changes by the factor {factor:.4f}, and with "
                    "it the learning rate",
                    runs.base,
                ),
                Claim(
                    "004-05",
                    "`-tf.reduce_mean(y_ * tf.log(tf.clip_by_value(y, 1e-10, 1.0)))`",
                    OUTDATED,
                    "TensorFlow 2 has `tf.math.log` instead; on the logits of document 002 it is "
                    "{matrix:.4f}",
                    runs.matrix_mean,
                    "TensorFlow 2.21",
                ),
                Claim(
                    "004-06",
                    "a mean over the matrix differs from one over samples, but not in meaning",
                    MISLEADING,
                    "the minimum is the same; loss and gradient are K times smaller ({matrix:.4f} "
                    "and {samples:.4f}, K = 3). It is the learning rate that changed",
                    runs.matrix_mean,
                ),
                Claim(
                    "004-07",
                    "the clip avoids log 0",
                    INCOMPLETE,
                    "and hides a trap: the pull on the logit is {alive:.0f} at a gap of 23.02 and "
                    "{dead:.0f} at 23.03, where the loss stands still at {stuck:.5f}. The worst "
                    "samples stop learning",
                    runs.clip,
                ),
                Claim(
                    "004-08",
                    "its upper limit 1.0 has no meaning, as no probability is larger",
                    TRUE,
                    "none of {many:.0f} float32 numbers of a softmax is above {largest:.1f}. (A "
                    "binary loss needs the upper limit, for log(1 − p).)",
                    runs.upper_limit,
                ),
                Claim(
                    "004-09",
                    "`tf.nn.sorfmax_cross_entropy_with_logits(y_, y)`",
                    FALSE,
                    "a misprint for softmax; and y was a probability a line above, so this would "
                    "be a softmax twice: {twice}",
                    runs.softmax_twice,
                    "TensorFlow 2.21",
                ),
            ),
        ),
        Part(
            "Sigmoid cross-entropy",
            (
                Claim(
                    "004-10",
                    "its arguments: `_sentinel`, labels, logits, name",
                    OUTDATED,
                    "now (labels, logits, name); the text calls the labels targets",
                    recorded="TensorFlow 2.21",
                ),
                Claim(
                    "004-11",
                    "the loss is xxz+log(1+exp(x))",
                    GARBLED,
                    "minus signs were lost: x − x z + log(1 + exp(−x)), {right:.4f} at x = 2, z = "
                    "1",
                    runs.sigmoid_loss,
                ),
                Claim(
                    "004-12",
                    "for negative x: xz+log(1+exp(x))−x∗z+log(1+exp(x))",
                    GARBLED,
                    "−x z + log(1 + exp(x)), pasted twice: at x = −2, z = 1 it is {negative:.4f}, "
                    "its first half to the letter {negative_literal:.4f}",
                    runs.sigmoid_loss,
                ),
                Claim(
                    "004-13",
                    "it is computed as max(x,0)xz+log(1+exp(abs(x))) …",
                    GARBLED,
                    "max(x, 0) − x z + log(1 + exp(−abs(x))): {right:.4f}, to the letter "
                    "{literal:.4f}. In float32 the first form is {first_far} at x = −100, this "
                    "one {far:.0f}",
                    runs.sigmoid_loss,
                ),
                Claim(
                    "004-14",
                    "logits and targets need the same type and shape",
                    TRUE,
                    "TensorFlow raises an error for either; ours for the shape",
                    recorded="TensorFlow 2.21",
                ),
                Claim(
                    "004-15",
                    "for classes that do not exclude each other",
                    TRUE,
                    "a picture with a dog and an elephant",
                ),
                Claim(
                    "004-16",
                    "the output has the shape of the logits",
                    TRUE,
                    "{shape} for two rows of three (document 001 says otherwise)",
                    runs.shape,
                ),
            ),
        ),
        Part(
            "Weighted cross-entropy",
            (
                Claim(
                    "004-17",
                    "`weighted_cross_entropy_with_logits(targets, …)`",
                    OUTDATED,
                    "`targets` is called `labels` now",
                    recorded="TensorFlow 2.21",
                ),
                Claim(
                    "004-18",
                    "pos_weighttargetslog(sigmoid(logits))+(1targets)log(1sigmoid(logits))",
                    GARBLED,
                    "−[q z log σ(x) + (1 − z) log(1 − σ(x))]: for x = 0.3, z = 1, q = 3 it is "
                    "{right:.4f}, to the letter {literal:.4f}",
                    runs.positive_weight,
                    "TensorFlow 2.21, PyTorch 2.13",
                ),
                Claim(
                    "004-19",
                    'pos_weight is "a coefficient of the positive samples"',
                    INCOMPLETE,
                    "and what does it do? With one positive in 100 and q = 99, recall goes from "
                    "{recall_1:.2f} to {recall_q:.2f}, precision from {precision_1:.2f} to "
                    "{precision_q:.2f}, and the mean prediction from {mean_1:.3f} to {mean_q:.2f}",
                    runs.what_it_does,
                ),
            ),
        ),
        Part(
            "Softmax cross-entropy",
            (
                Claim(
                    "004-20",
                    "its arguments: `_sentinel`, labels, logits, dim, name",
                    OUTDATED,
                    "now (labels, logits, axis, name)",
                    recorded="TensorFlow 2.21",
                ),
                Claim(
                    "004-21",
                    "one label for each picture; that is the difference to sigmoid",
                    TRUE,
                    "yes",
                ),
                Claim(
                    "004-22",
                    "the logits must not be scaled",
                    MISLEADING,
                    'a translation of "unscaled log probabilities": do not pass probabilities. '
                    "Adding 5 changes nothing ({shifted}); times 10 is allowed and is a "
                    "temperature ({tenfold})",
                    runs.scaled,
                ),
                Claim(
                    "004-23",
                    "do not call it to compute a softmax",
                    TRUE,
                    "it returns losses",
                ),
                Claim(
                    "004-24",
                    "labels and logits: same shape, same type, float32 or float64",
                    INCOMPLETE,
                    "float16 and bfloat16 too; and TensorFlow broadcasts labels of one row "
                    "silently: ({broadcast})",
                    runs.one_row,
                    "TensorFlow 2.21",
                ),
                Claim(
                    "004-25",
                    "for classes that are independent and exclude each other",
                    FALSE,
                    "not both: two that exclude each other, of ½ each, meet with probability "
                    "{both:.0f}, independent ones with {independent:.2f}",
                    runs.independent,
                ),
                Claim(
                    "004-26",
                    "each row of labels must be a distribution",
                    TRUE,
                    "TensorFlow does not look; ours answers: {refused}",
                    runs.distribution,
                    "TensorFlow 2.21",
                ),
                Claim(
                    "004-27",
                    "the output has one number for each sample",
                    TRUE,
                    "{shape} for two rows; in general one for each row",
                    runs.shape_of_softmax,
                ),
                Claim(
                    "004-28",
                    "the sparse version takes whole numbers below the number of classes",
                    TRUE,
                    "and ours says so for a 3 of 3: {refused}",
                    runs.label_range,
                    "TensorFlow 2.21",
                ),
            ),
        ),
    ),
)
