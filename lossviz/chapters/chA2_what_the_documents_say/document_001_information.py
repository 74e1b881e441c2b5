"""What document 001 says: surprise, entropy and cross-entropy."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_001_information as runs
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
        "What is the cross-entropy loss?",
        (
            Claim(
                "001-01",
                'the cross-entropy loss is a "smooth function"',
                MISLEADING,
                "smooth in the logit: at −1000 it is {logit:.0f}, with slope {slope:.0f}; in the "
                "probability it is {zero} at 0",
                runs.smooth_or_not,
            ),
            Claim(
                "001-02",
                "it is also called log loss or logistic loss",
                TRUE,
                "for two classes, yes",
            ),
            Claim(
                "001-03",
                "softmax can be differentiated everywhere",
                TRUE,
                "∂pᵢ/∂zⱼ = pᵢ (δᵢⱼ − pⱼ); small steps agree to {digits:.0f} decimals",
                runs.slope_of_softmax,
            ),
            Claim(
                "001-04",
                "shows the formula for two classes",
                LOST,
                "it must be −[y ln p + (1 − y) ln(1 − p)]",
            ),
            Claim(
                "001-05",
                'shows Python code; its fifth line clips p "to keep it between 0 and 1", and it '
                "returns a sum",
                LOST,
                "p is there already; the clip avoids log 0. With 1e-15 the largest loss is "
                "{largest:.2f}; in float32 the clip does nothing near 1, and the loss is {wrong} "
                "or {right}. There it needs 1e-7 ({low:.3f}, {high:.3f}). And libraries return a "
                "mean",
                runs.clipped,
            ),
        ),
    ),
    Part(
        "PyTorch's CrossEntropyLoss",
        (
            Claim(
                "001-06",
                "`CrossEntropyLoss` joins two classes of PyTorch (their names are lost)",
                TRUE,
                "LogSoftmax and NLLLoss: {joined:.4f} on its example in one step and "
                "{two_steps:.4f} in two",
                runs.pytorch_example,
                "PyTorch 2.13",
            ),
            Claim(
                "001-07",
                "class weights are a tensor with one axis",
                INCOMPLETE,
                "of length K, and the mean is divided by the weights: {weights:.4f}, where "
                "dividing by N gives {samples:.4f}",
                runs.class_weights,
                "PyTorch 2.13",
            ),
            Claim(
                "001-08",
                "the output of the right class should be 1, all others 0",
                INCOMPLETE,
                "as a target, yes; a softmax never gets there: with a lead of 10 it says {ten:.6f}",
                runs.never_one,
            ),
            Claim(
                "001-09",
                "the more probable, the less information",
                TRUE,
                "in bits, for 1/8, 1/4, 1/2 and 1: {bits}",
                runs.information,
            ),
            Claim(
                "001-10",
                "if p(x) = 1, the entropy is 0",
                FALSE,
                "a mix-up of words: the information of x is {own:.0f}; the entropy is of all "
                "outcomes together",
                runs.information,
            ),
            Claim(
                "001-11",
                "entropy is the sum of all information in a system",
                FALSE,
                "it is the mean. The sum turns the order round: Ming {ming_sum:.3f} bits, Wang "
                "{wang_sum:.3f}, but the entropies are {ming:.4f} and {wang:.4f}",
                runs.shooters,
            ),
            Claim(
                "001-12",
                "two shooters: Ming hits with probability 0.1, Wang with 0.999 (results are lost "
                "pictures)",
                TRUE,
                "a hit of Ming carries {ming_hit:.4f} bits, of Wang {wang_hit:.4f}; a miss "
                "{ming_miss:.4f} and {wang_miss:.4f}; the means are {ming:.4f} and {wang:.4f}",
                runs.shooters,
            ),
            Claim(
                "001-13",
                "Ming's result is fairly certain, Wang's more so",
                TRUE,
                "{ming:.4f} and {wang:.4f} of at most 1 bit",
                runs.shooters,
            ),
            Claim(
                "001-14",
                "the smaller the cross-entropy, the closer the distributions",
                DEPENDS,
                "for a fixed p. For the fixed forecast (0.3, 0.7) the least is {least:.4f}, at p "
                "= ({best:.0f}, {rest:.0f}); at p = q it is {equal:.4f}",
                runs.other_way_round,
            ),
            Claim(
                "001-15",
                "with N = 3, the second forecast is closer (its numbers are lost pictures)",
                TRUE,
                "with the numbers that the example has elsewhere: {nats} nats, which are the "
                "familiar {tens} only in base 10",
                runs.three_outcomes,
            ),
            Claim(
                "001-16",
                "PyTorch does not compute −Σ p log q but −Σ [p log q + (1 − p) log(1 − q)]",
                FALSE,
                "it returns {nats}; the other form would be {other}, which is binary "
                "cross-entropy, summed",
                runs.three_outcomes,
                "PyTorch 2.13",
            ),
            Claim(
                "001-17",
                "`CrossEntropyLoss` is softmax, then log, then NLLLoss",
                MISLEADING,
                "in mathematics; in a computer the chain gives {chain} for logits ±1000, and the "
                "loss {joined:.0f}: it never forms the softmax",
                runs.chain,
                "PyTorch 2.13",
            ),
            Claim(
                "001-18",
                "softmax lies in (0, 1), its logarithm below 0",
                TRUE,
                "{logs} for the first row of the example",
                runs.pytorch_example,
            ),
            Claim(
                "001-19",
                "the logarithm turns products into sums, which saves work",
                MISLEADING,
                "there is no product in the loss of one sample. It comes from the likelihood, and "
                "keeps digits: 1000 samples of probability 0.01 have the product {product:.0f}, "
                "and the sum of logarithms {total:.1f}",
                runs.product,
            ),
            Claim(
                "001-20",
                "NLLLoss picks the entry of the label, drops the minus and takes the mean",
                MISLEADING,
                "true for log-probabilities; it takes no logarithm itself, so probabilities give "
                "{probabilities:.2f}",
                runs.no_logarithm,
                "PyTorch 2.13",
            ),
            Claim(
                "001-21",
                "an example of its own, and the result",
                LOST,
                "the example is known from elsewhere: logits of three rows, labels 1, 2, 0, loss "
                "{joined:.4f} = mean of {each}",
                runs.pytorch_example,
                "PyTorch 2.13",
            ),
        ),
    ),
)
