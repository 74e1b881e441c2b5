"""What document 001 says: a list of losses, and a network from nothing."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_001_losses_and_network as runs
from lossviz.chapters.chA2_what_the_documents_say.claims import (
    DEPENDS,
    FALSE,
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
        "Losses for classification and regression",
        (
            Claim(
                "001-58",
                "the 0-1 loss is neither convex nor smooth",
                TRUE,
                "halfway between margin −1 and 1 it is {middle:.1f}, above the chord's "
                "{chord:.1f}; its slope is 0 almost everywhere",
                runs.steps,
            ),
            Claim(
                "001-59",
                "hinge is a rather tight convex upper bound of it",
                TRUE,
                "area above it from −2 to 2: hinge {hinge:.2f}, logistic (base 2) {logistic:.2f}, "
                "exponential {exponential:.2f}, squared {squared:.2f}",
                runs.areas,
            ),
            Claim(
                "001-60",
                "hinge does not punish predictions below 1",
                FALSE,
                "the other way round: it is quiet from margin 1 on ({at_one:.1f}); at 0.5 it "
                "costs {at_half:.1f}",
                runs.quiet,
            ),
            Claim(
                "001-61",
                "it has no derivative at margin 1, so one takes a subgradient",
                TRUE,
                "ours takes {ours:.1f} there; PyTorch −1, −0.5 or 0, by how you write it",
                runs.quiet,
                "PyTorch 2.13",
            ),
            Claim(
                "001-62",
                "the logistic loss bounds the 0-1 loss as well",
                DEPENDS,
                "in base 2 ({base_2:.0f} at margin 0); with ln, as the text writes it, it is "
                "{nats:.4f} there, which is less than 1",
                runs.logistic_at_zero,
            ),
            Claim(
                "001-63",
                "it punishes all samples, so it is more sensitive to outliers",
                INCOMPLETE,
                "than hinge, a little. At margin −10 the slopes are: hinge {hinge:.0f}, logistic "
                "{logistic:.4f}, squared {squared:.0f}, exponential {exponential:.0f}: the last "
                "two are the sensitive ones",
                runs.far_away,
            ),
            Claim(
                "001-64",
                '"4. Cross Entropy", and nothing below it',
                LOST,
                "elsewhere: −log₂((1 + f y)/2) for f between −1 and 1; it is {middle:.0f} at 0 "
                "and {right:.0f} at f y = 1",
                runs.cross_entropy_of_margins,
            ),
            Claim(
                "001-65",
                "squared error is sensitive to outliers, absolute error is not, Huber is smooth "
                "and is not either",
                INCOMPLETE,
                "1, 2, 3, 4, 100: {mean:.0f}, {median:.0f}, {huber:.0f}. For outliers in y; "
                "ten of a hundred far out in x turn all three lines (slope 2 becomes {slopes})",
                runs.outliers,
            ),
        ),
    ),
    Part(
        "A network from nothing",
        (
            Claim(
                "001-66",
                "a network of two layers; diagram, code and table are seven lost pictures",
                LOST,
                "James Loy's network: outputs σ(W₂ σ(W₁ x)), target 0, 1, 1, 0. From 1000 seeds, "
                "90 % of the answers lie in {low} to {high}",
                runs.thousand_networks,
            ),
            Claim(
                "001-67",
                "for simplicity the bias is 0",
                INCOMPLETE,
                "the third input is always 1, which is a bias. Without it, {learnt:.0f} of "
                "{seeds:.0f} seeds learn all the same",
                runs.without_bias,
            ),
            Claim(
                "001-68",
                'the forward pass is "only simple computation"',
                TRUE,
                'the original says "simple calculus"',
            ),
            Claim(
                "001-69",
                "the errors are squared so that we see their absolute value",
                MISLEADING,
                "squares drop the sign, but weigh otherwise: the errors 0.5 and 2 become {squares}",
                runs.squares,
            ),
            Claim(
                "001-70",
                "update by adding or subtracting the derivative",
                INCOMPLETE,
                "subtract η times it. The code adds, because what it calls derivative is the "
                "negative one (small steps agree to {digits:.0f} decimals); η = 1 is hidden in it",
                runs.nudged_network,
            ),
            Claim(
                "001-71",
                "the derivative cannot be computed directly, as the loss does not contain the "
                "weights",
                MISLEADING,
                "it contains them through the outputs, and the chain rule is the direct way",
            ),
            Claim(
                "001-72",
                "the loss falls monotonically to its minimum",
                HALF,
                "monotonically, yes, in {falling:.0f} of 1000; but the minimum is 0, and the "
                "median is {median:.4f}",
                runs.thousand_networks,
            ),
            Claim(
                "001-73",
                '"we succeeded": the predictions converge to the truth',
                TRUE,
                "from {right:.0f} of 1000 seeds; one ends at {worst:.4f}",
                runs.thousand_networks,
            ),
            Claim(
                "001-74",
                "the small error that is left prevents overfitting and helps to generalise",
                FALSE,
                "these four points are all there are. It is unfinished work: as many steps again "
                "bring the median of ten networks from {median_before:.5f} to {median_after:.5f}",
                runs.unfinished,
            ),
        ),
    ),
)
