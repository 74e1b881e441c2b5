"""What document 001 says: logistic regression, least squares, AdaBoost, SVM."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_001_classics as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
    GARBLED,
    HALF,
    INCOMPLETE,
    LOST,
    MISLEADING,
    TRUE,
    Claim,
    Part,
)

PARTS = (
    Part(
        "Losses in machine learning",
        (
            Claim(
                "001-75",
                "the smaller the loss, the more robust the model",
                FALSE,
                "on the training data that says nothing: degree 3 costs {train_3:.4f}, and "
                "{test_3:.4f} on new data; degree 11 costs {train_11:.4f}, and {test_11:.2g}",
                runs.wild_polynomial,
            ),
            Claim(
                "001-76",
                "a loss is never negative",
                DEPENDS,
                "those here are not; minus the logarithm of a density can be: {density:.3f} at the "
                "centre of a bell with σ = 0.1",
                runs.density,
            ),
            Claim(
                "001-77",
                "shows the penalised risk; the penalty is L1, L2 or another",
                LOST,
                "least 1/N Σ L + λ Φ. Beware of the half: for (0.5, −1, 0.25), λ = 1, Keras' L2 "
                "is {full:.4f}, `weight_decay` acts as {half:.4f}",
                runs.half,
                "Keras 3.15, PyTorch 2.13",
            ),
        ),
    ),
    Part(
        "Logistic regression",
        (
            Claim(
                "001-78",
                "logistic regression takes not squared error but a Bernoulli likelihood; it does "
                "not maximise it, that is only an idea",
                HALF,
                "the first is right; but it does maximise it: at the fit the slope of the "
                "log-likelihood is 0 to {digits:.0f} decimals. Only a closed form is missing",
                runs.maximum,
            ),
            Claim(
                "001-79",
                "L(Y, P(Y given X)) = ? log P(Y given X)",
                GARBLED,
                "the question mark was a minus",
            ),
            Claim(
                "001-80",
                "the loss says that the probability is made as large as possible",
                MISLEADING,
                "it is minus the logarithm of the probability of what was seen; making it large "
                "is what training does, with the parameters",
            ),
            Claim(
                "001-81",
                "P(y given x) = 1/(1 + exp(−y f)), so the loss is log(1 + exp(−y f))",
                INCOMPLETE,
                "for y = ±1, which it does not say: with 0 and 1 the two probabilities at f = 2 "
                "sum to {sum:.4f}. As it stands the formula is {plain} in float32 at −100, where "
                "ours is {ours:.0f}; PyTorch's `soft_margin_loss` overflows too",
                runs.signs,
                "PyTorch 2.13",
            ),
            Claim(
                "001-82",
                "in the objective, m is 2, or the number of classes",
                FALSE,
                "1/m makes a mean over samples: m is their number",
            ),
            Claim(
                "001-83",
                "its update looks like that of squared error, hence the mistake",
                TRUE,
                "both are Σ (h − y) x: largest difference from our gradients {gap:.0f}",
                runs.same_shape,
            ),
        ),
    ),
    Part(
        "Least squares",
        (
            Claim(
                "001-84",
                "least squares is a kind of linear regression and convex",
                TRUE,
                "loosely: it is one way to fit the line. Behind a sigmoid the same loss is not "
                "convex (curvature {bend:.4f} at 0.9)",
                runs.bend,
            ),
            Claim(
                "001-85",
                "it assumes that samples and noise are Gaussian",
                FALSE,
                "only the noise. With exponential x, Gaussian likelihood and sum of squares rank "
                "lines alike (gap {gap:.0f}), and the slope 2 comes out as {slope:.3f}",
                runs.only_the_noise,
            ),
            Claim(
                "001-86",
                "the central limit theorem is the reason",
                INCOMPLETE,
                "a good story, no proof; and the Gauss-Markov theorem needs no Gaussian at all",
            ),
            Claim(
                "001-87",
                "the best line has the smallest sum of distances, that is, of squares",
                FALSE,
                "squares of vertical errors. Slopes: {vertical:.4f}, least squared distances "
                "{nearest:.4f}, least absolute errors {absolute:.4f}",
                runs.three_lines,
            ),
            Claim(
                "001-88",
                "Euclidean distance stays the same in another representation",
                MISLEADING,
                "under rotations ({rotated:.4f} from {before:.4f}); stretch one axis and it is "
                "{stretched:.4f}",
                runs.representation,
            ),
            Claim(
                "001-89",
                "(Y ? f(X))², and MSE with the same question marks",
                GARBLED,
                "they were minus signs, and an L at the beginning is lost",
            ),
            Claim(
                "001-90",
                '"linear" mostly means linear in the parameters',
                TRUE,
                "a line through x, x² and x³ is linear regression",
            ),
        ),
    ),
    Part(
        "AdaBoost, SVM and a map of losses",
        (
            Claim(
                "001-91",
                "AdaBoost minimises the exponential loss step by step (four formulas are lost)",
                LOST,
                "f + α G with the least Σ exp(−y (f + α G)): for an error of 0.11, α = "
                "{alpha:.6f} by search, ½ ln((1 − e)/e) = {formula:.6f}. scikit-learn stores "
                "twice that",
                runs.alpha,
            ),
            Claim(
                "001-92",
                "the linear SVM is hinge loss plus L2 (six formulas are lost)",
                LOST,
                "Σ max(0, 1 − y f) + λ‖w‖² with λ = 1/(2C): times C it is the textbook's "
                "{textbook:.4f}, {ours:.4f}",
                runs.svm,
            ),
            Claim(
                "001-93",
                "hinge is 0 when abs(y) = 1",
                FALSE,
                "when the sign is right and y f is 1 or more; for target 1 and score −1 it is "
                "{wrong:.0f}",
                runs.hinge_is_zero,
            ),
            Claim(
                "001-94",
                "libsvm has four kernels, −t 0 to 3",
                INCOMPLETE,
                "the four are right; −t 4, a kernel of your own, is missing",
                recorded="libsvm 3",
            ),
            Claim(
                "001-95",
                "shows the losses over the margin",
                LOST,
                "at −1, 0, 1: 0-1 {zero_one}; hinge {hinge}; logistic {logistic}; exponential "
                "{exponential}; squared {squared}",
                runs.losses_over_margin,
            ),
            Claim(
                "001-96",
                "more parameters overfit more; a penalty reduces them",
                MISLEADING,
                "L2 makes weights smaller, not fewer: the largest of degree 11 goes from "
                "{before:.3g} to {after:.3g}, and {left:.0f} of 11 are left; and large networks "
                "need not overfit",
                runs.ridge,
            ),
        ),
    ),
)
