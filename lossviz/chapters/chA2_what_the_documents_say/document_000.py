"""What document 000 says: squared error and cross-entropy, with code for TensorFlow 2."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_000 as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
    INCOMPLETE,
    LOST,
    MISLEADING,
    TRUE,
    Claim,
    Document,
    Part,
)

DOCUMENT = Document(
    "000",
    "000_e310010ed1c32c97.txt",
    "Loss functions: mean squared error and cross-entropy",
    "损失函数——均方误差和交叉熵",
    "https://www.cnblogs.com/zdm-code/p/12236067.html",
    (
        Part(
            "Squared error",
            (
                Claim(
                    "000-01",
                    "MSE is the expectation of the squared difference of truth and prediction",
                    TRUE,
                    "that is its definition; a sample gives you the mean",
                ),
                Claim(
                    "000-02",
                    "its formula is 1/m times the sum of squared differences",
                    INCOMPLETE,
                    "the 2 has slipped down from the exponent, and the code below divides by all "
                    "20 numbers and not by the m = 5 samples: {code:.4f} against {formula:.4f}, a "
                    "factor {factor:.0f}",
                    runs.mean_over_what,
                ),
                Claim(
                    "000-03",
                    "the larger the result, the worse the prediction",
                    DEPENDS,
                    "on one scale, yes; in centimetres the same errors cost {factor:.0f} times as "
                    "much as in metres",
                    runs.unit,
                ),
                Claim(
                    "000-04",
                    "make the labels one-hot, then cast them to float32",
                    TRUE,
                    "the cast does no harm, and no good: `tf.one_hot` returns float32 already",
                    recorded="TensorFlow 2.21",
                ),
                Claim(
                    "000-05",
                    "take random outputs and print three losses",
                    INCOMPLETE,
                    "without a seed nobody can repeat the numbers; the mean over 2000 draws is "
                    "{mean:.2f}, and it should be 1 + 1/4",
                    runs.many_draws,
                ),
                Claim(
                    "000-06",
                    "first way: the mean of all squares",
                    TRUE,
                    "{mean:.4f} on our numbers",
                    runs.three_ways,
                ),
                Claim(
                    "000-07",
                    'second way, "the standard definition by the L2 norm": the squared norm '
                    "over 5·4",
                    MISLEADING,
                    "the value is right ({norm:.4f} again), but nobody else calls it "
                    "standard, and 5·4 holds for this shape only. The norm itself has no slope at "
                    "0: TensorFlow answers NaN there, PyTorch 0",
                    runs.three_ways,
                    "TensorFlow 2.21, PyTorch 2.13",
                ),
                Claim(
                    "000-08",
                    "third way: the mean of what `tf.losses.MSE` returns",
                    TRUE,
                    "it returns one number for each row ({rows}), and their mean is {of_rows:.4f} "
                    "again. The name exists since TensorFlow 2",
                    runs.three_ways,
                    "TensorFlow 2.21",
                ),
            ),
        ),
        Part(
            "Entropy",
            (
                Claim(
                    "000-09",
                    "entropy is −Σ P(i) log P(i)",
                    TRUE,
                    "the base is not said; the code takes 2",
                ),
                Claim(
                    "000-10",
                    "the smaller the cross-entropy, the more information, the less stable the "
                    "model",
                    FALSE,
                    "three slips: entropy is meant; a smaller one means less information ({all} "
                    "bits for ever surer distributions); and it says nothing about a model",
                    runs.three_entropies,
                ),
                Claim(
                    "000-11",
                    "code for the entropy of four equal outcomes",
                    FALSE,
                    "`a` is overwritten: it prints {first} and then {second}, where {meant:.1f} "
                    "was meant",
                    runs.overwritten,
                ),
                Claim(
                    "000-12",
                    "code for (0.1, 0.1, 0.1, 0.7)",
                    TRUE,
                    "{tilted:.4f} bits",
                    runs.three_entropies,
                ),
                Claim(
                    "000-13",
                    "code for (0.01, 0.01, 0.01, 0.97)",
                    TRUE,
                    "{sure:.4f} bits",
                    runs.three_entropies,
                ),
                Claim(
                    "000-14",
                    'calls these results CEL, "cross-entropy loss"',
                    MISLEADING,
                    "there is one distribution only, so it is an entropy",
                ),
            ),
        ),
        Part(
            "Cross-entropy",
            (
                Claim(
                    "000-15",
                    "cross-entropy measures the difference between two distributions",
                    MISLEADING,
                    "two equal ones have {equal:.4f} nats, two different ones can have "
                    "{different:.4f}; the difference is D alone",
                    runs.difference,
                ),
                Claim("000-16", "H(p, q) = −Σ p(x) log q(x)", TRUE, "that is its definition"),
                Claim(
                    "000-17",
                    "H(p, q) = H(p) + D(p‖q)",
                    TRUE,
                    "on two rows: {whole} = {own} plus {excess}",
                    runs.decomposition,
                ),
                Claim(
                    "000-18",
                    "D(p‖q) is the distance between p and q",
                    FALSE,
                    "a distance is the same in both directions, D is {there:.4f} and {back:.4f}; "
                    "and no detour is shorter, but here one is: {detour:.4f}",
                    runs.no_distance,
                ),
                Claim(
                    "000-19",
                    "for p = q it is H(p)",
                    TRUE,
                    "as for (½, ½), where both are {equal:.4f} nats",
                    runs.difference,
                ),
                Claim(
                    "000-20",
                    "a one-hot p has the entropy −1 · log 1 = 0",
                    TRUE,
                    "{meant:.1f}, by the convention 0 · log 0 = 0; the document's own code does "
                    "not know it and prints {plain}",
                    runs.one_hot,
                ),
                Claim(
                    "000-21",
                    "so for one-hot p the cross-entropy is −log q₁",
                    INCOMPLETE,
                    "right; but the forecast was called (p₀, p₁, p₂) a moment before",
                ),
                Claim(
                    "000-22",
                    "Keras' loss for the forecast (¼, ¼, ¼, ¼)",
                    TRUE,
                    "{first:.4f}: these are nats. The entropies above it are bits, where it would "
                    "be {bits:.1f}; the text does not say so",
                    runs.three_forecasts,
                ),
                Claim(
                    "000-23",
                    "the same for (0.1, 0.1, 0.7, 0.1)",
                    TRUE,
                    "{second:.4f}",
                    runs.three_forecasts,
                ),
                Claim(
                    "000-24",
                    "the same for (0.01, 0.97, 0.01, 0.01)",
                    TRUE,
                    "{third:.5f}",
                    runs.three_forecasts,
                ),
            ),
        ),
        Part(
            "Announcements of other posts, below it",
            (
                Claim(
                    "000-25",
                    "the farther a prediction is off, the more should be subtracted",
                    INCOMPLETE,
                    "a wish. The quadratic cost behind a sigmoid pulls hardest at {place:.3f} "
                    "({largest:.4f}); at 0.98 it pulls with {sure:.4f}",
                    runs.size_of_the_correction,
                ),
                Claim(
                    "000-26",
                    "shows three forms of cross-entropy, the first for classes that exclude "
                    "each other",
                    LOST,
                    "they must be: −1/m ΣΣ y ln ŷ (softmax); −1/m ΣΣ [y ln ŷ + (1−y) ln(1−ŷ)] "
                    "(sigmoids, several labels); and the second with one class",
                ),
                Claim(
                    "000-27",
                    "one form belongs to softmax, the other to sigmoid",
                    TRUE,
                    "and for two classes they agree: {soft:.4f} both",
                    runs.two_classes,
                ),
                Claim(
                    "000-28",
                    "cross-entropy describes the distance of two distributions",
                    MISLEADING,
                    "{equal:.4f} nats between a distribution and itself is no distance",
                    runs.difference,
                ),
                Claim(
                    "000-29",
                    "the largest likelihood means the largest probability that all is right; "
                    "begin near 0",
                    TRUE,
                    "in loose words: the probability of the labels seen. The start does not "
                    "matter: from 0.01 and from 10 a neuron arrives, in {near:.0f} and {far:.0f} "
                    "steps",
                    runs.any_start,
                ),
                Claim(
                    "000-30",
                    "an example with words as labels, cut off in the middle",
                    TRUE,
                    "completed, it gives {losses}",
                    runs.two_words,
                ),
            ),
        ),
    ),
)
