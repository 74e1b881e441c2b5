"""The losses of chapter 7, each of them one of the older losses in another place."""

from __future__ import annotations

import lossviz.maths as maths
from lossviz.maths.registry.entry import BOUNDED, Entry, Twin, keras, torch

_MEAN = "the mean, as it stands here"

TODAY = (
    Entry(
        maths.poisson,
        "Poisson loss of a count",
        r"e^z - y z",
        "target: counts, 0 or more; prediction: logarithms of rates",
        "the logarithm of the rate",
        "not robust: the slope is the error of the rate",
        pytorch=torch("poisson_nll_loss(f, y)", "logarithms of rates and counts, prediction first"),
    ),
    Entry(
        maths.focal,
        "focal loss",
        r"-\sigma(-y f)^\gamma \ln\sigma(y f)",
        "target: -1 or +1; prediction: scores (logits); γ at least 0",
        "nothing",
        "fairly robust: the slope is bounded",
        tensorflow=keras(
            "BinaryFocalCrossentropy",
            "f",
            "logits and targets 0, 1, target first",
            "from_logits=True, gamma=gamma",
        ),
    ),
    Entry(
        maths.info_nce,
        "InfoNCE",
        r"-\ln\mathrm{softmax}(s_i / T)_i",
        "similarity: a square table with the pairs on its diagonal; T above 0",
        "the similarities",
        "fairly robust: the slope is bounded by 1/T",
        pytorch=torch(
            "cross_entropy(f / temperature, torch.arange(len(f)))",
            "a table of similarities and the numbers of its rows, prediction first",
        ),
    ),
    Entry(
        maths.distillation,
        "distillation",
        r"T^2 \sum_k p_k \ln\frac{p_k}{q_k}",
        "target and prediction: logits of teacher and student; T above 0",
        "the student's logits",
        "fairly robust: the slope is bounded by T",
        pytorch=torch(
            "kl_div(torch.log_softmax(f / temperature, -1), torch.log_softmax(y / temperature, -1),"
            " log_target=True, reduction='batchmean') * temperature**2",
            "log-probabilities of student and teacher, prediction first",
            "reduction='batchmean' (of the rows) | 'sum' | 'none'; 'mean' is also over the classes",
        ),
    ),
    Entry(
        maths.pairwise_logistic,
        "pairwise logistic loss",
        r"\ln(1 + e^{-(s_1 - s_2)})",
        "scores: pairs on the last axis, the better one first",
        "the scores",
        "fairly robust: the slope is bounded by 1",
        pytorch=torch("softplus(f[..., 1] - f[..., 0]).mean()", "both scores", _MEAN),
    ),
    Entry(
        maths.dpo,
        "direct preference optimisation (DPO)",
        r"-\ln\sigma(\beta [(\ell_1 - r_1) - (\ell_2 - r_2)])",
        "reference and policy: log-probabilities of two answers, the chosen one first; β above 0",
        "the log-probabilities",
        "fairly robust: the slope is bounded by β",
        pytorch=torch(
            "softplus(-beta * ((f - y)[..., 0] - (f - y)[..., 1])).mean()",
            "log-probabilities of both answers by the policy, f, and the reference, y",
            _MEAN,
        ),
    ),
    Entry(
        maths.triplet,
        "triplet loss",
        r"\max(0, d_1 - d_2 + m)",
        "distances: pairs on the last axis, that to its own kind first; m at least 0",
        "the distances",
        BOUNDED,
        pytorch=torch(
            "margin_ranking_loss(f[..., 1], f[..., 0], torch.ones(len(f)), margin=margin)",
            "both distances and +1; triplet_margin_loss takes the vectors",
        ),
    ),
    Entry(
        maths.soft_dice,
        "soft Dice loss",
        r"1 - \frac{2\sum y p + s}{\sum y + \sum p + s}",
        "target and prediction: from 0 to 1, the pixels of a mask on the last axis",
        "nothing",
        "of masks, not of pixels: a small mask weighs as much as a large one",
        tensorflow=Twin(
            "tf.keras.losses.Dice(axis=-1)(y, p)", "probabilities, target first", "the mean"
        ),
    ),
    Entry(
        maths.soft_iou,
        "soft IoU loss",
        r"1 - \frac{\sum y p + s}{\sum (y + p - y p) + s}",
        "target and prediction: from 0 to 1, the pixels of a mask on the last axis",
        "nothing",
        "of masks, not of pixels: a small mask weighs as much as a large one",
    ),
)
