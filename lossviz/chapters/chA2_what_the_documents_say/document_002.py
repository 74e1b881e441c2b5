"""What document 002 says: one program for TensorFlow, and what to watch in it."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_002 as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
    GARBLED,
    HALF,
    MISLEADING,
    TRUE,
    Claim,
    Document,
    Part,
)

DOCUMENT = Document(
    "002",
    "002_e35f627eb9a207bc.txt",
    "A beginner's TensorFlow, 21: softmax and loss functions",
    "TensorFlow入门(二十一、softmax算法与损失函数)",
    "http://www.lryc.cn/news/190988.html",
    parts=(
        Part(
            "The program",
            (
                Claim(
                    "002-01",
                    "the program, as it stands on the page",
                    GARBLED,
                    "line breaks got lost: Python answers {error} at the first place where two "
                    "statements touch. With them it runs",
                    runs.lost_line_break,
                ),
                Claim(
                    "002-02",
                    "softmax of the logits",
                    TRUE,
                    "{first} in the first row",
                    runs.softmaxes,
                ),
                Claim(
                    "002-03",
                    "softmax of that softmax",
                    TRUE,
                    "{second}",
                    runs.softmaxes,
                ),
                Claim(
                    "002-04",
                    "result1: the loss on the logits",
                    TRUE,
                    "{once}",
                    runs.softmaxes,
                ),
                Claim(
                    "002-05",
                    "result2: the loss on their softmax",
                    TRUE,
                    "{twice}. A good way to show the mistake: a perfect answer would still cost "
                    "{floor:.4f}, and the pull on the second row's right logit is "
                    "{pull_twice:.4f} where it was {pull_once:.4f}",
                    runs.softmaxes,
                ),
                Claim(
                    "002-06",
                    "result3: the loss on the softmax of the softmax",
                    TRUE,
                    "{thrice}",
                    runs.softmaxes,
                ),
                Claim(
                    "002-07",
                    "result4: the formula by hand, −Σ y log softmax",
                    TRUE,
                    "{by_hand}; but for logits ±1000 it is {far}",
                    runs.by_hand,
                ),
                Claim(
                    "002-08",
                    "result5: soft labels",
                    TRUE,
                    "{soft}, and no forecast can come below the entropies {floor}",
                    runs.soft_labels,
                ),
                Claim(
                    "002-09",
                    "result6: labels as indices",
                    TRUE,
                    "{sparse}, as result1",
                    runs.sparse,
                ),
                Claim(
                    "002-10",
                    "a comment: the indices are `tf.argmax` of the labels along axis 0",
                    FALSE,
                    "along axis 1: {right}. Axis 0 gives {wrong}",
                    runs.argmax,
                ),
                Claim(
                    "002-11",
                    "the numbers of a label sum to 1",
                    TRUE,
                    "each row does, and it matters. For (1, 0, 1) the loss is {value:.4f}, its "
                    "derivative {derivative}; TensorFlow returns {tensorflow} whatever the sum, "
                    "PyTorch the derivative",
                    runs.not_one,
                    "TensorFlow 2.21, PyTorch 2.13",
                ),
                Claim(
                    "002-12",
                    "`tf.compat.v1.log`, and labels of whole numbers",
                    TRUE,
                    "both still work",
                    recorded="TensorFlow 2.21",
                ),
            ),
        ),
        Part(
            "Its summary",
            (
                Claim(
                    "002-13",
                    "give the loss logits: it takes the softmax itself",
                    TRUE,
                    "yes. Keras notices the mistake inside `tf.function` and undoes it ({once}), "
                    "but not in eager mode ({twice}); PyTorch never does",
                    runs.softmaxes,
                    "Keras 3.15, PyTorch 2.13",
                ),
                Claim(
                    "002-14",
                    "the sparse loss needs no one-hot labels and predictions",
                    MISLEADING,
                    "labels only; predictions are logits of shape {shape} and never were one-hot",
                    runs.sparse,
                ),
                Claim(
                    "002-15",
                    "its labels say where the 1 is",
                    TRUE,
                    "{right} for these",
                    runs.argmax,
                ),
                Claim(
                    "002-16",
                    "cross-entropy looks only at the right class",
                    MISLEADING,
                    "its value does, if the label is one-hot. Its gradient reaches every logit: "
                    "{gradient}",
                    runs.every_logit,
                ),
                Claim(
                    "002-17",
                    "therefore it is for classification and not for regression",
                    MISLEADING,
                    "it does not follow. Minus the log-likelihood of a Gaussian is half the "
                    "squared error plus a constant (gap {gap:.0f}): MSE is a cross-entropy",
                    runs.gaussian,
                ),
                Claim(
                    "002-18",
                    "abbreviates the mean squared error as MES",
                    FALSE,
                    "a slip: MSE",
                ),
                Claim(
                    "002-19",
                    "squared error evens out the wrong classes, so it is not for classification",
                    HALF,
                    "it does: with 0.5 on the right class the rest costs {even:.3f} or "
                    "{uneven:.3f}, cross-entropy {cross:.4f} both times. But it is honest: its "
                    "expectation is least at the truth, ({best})",
                    runs.evens_out,
                ),
                Claim(
                    "002-20",
                    "with sigmoids take cross-entropy, so that learning does not slow down",
                    DEPENDS,
                    "for the sigmoid at the output. It takes one factor σ′ out of the chain: the "
                    "pull at 0.98 is {cross:.2f} instead of {square:.4f}. A hidden sigmoid keeps "
                    "its own",
                    runs.one_factor,
                ),
                Claim(
                    "002-21",
                    'some versions "contain the cross-entropy", others have to be written by hand',
                    MISLEADING,
                    "all of them are cross-entropy; some contain the softmax",
                ),
            ),
        ),
    ),
)
