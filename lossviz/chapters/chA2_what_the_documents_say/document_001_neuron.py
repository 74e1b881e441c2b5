"""What document 001 says: one neuron that learns slowly, and the cure."""

from __future__ import annotations

from lossviz.chapters.chA2_what_the_documents_say import runs_001_neuron as runs
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
        "Why squared error is slow",
        (
            Claim(
                "001-39",
                "with squared error the correction can be smaller where the error is larger",
                TRUE,
                "the slope for z is {small:.5f} at 0.82 and {large:.5f} at 0.98, {ratio:.2f} "
                "times less",
                runs.slopes,
            ),
            Claim(
                "001-40",
                "both experiments begin at random",
                MISLEADING,
                "they do not: w = 0.6, b = 0.9 gives {first:.4f}, w = b = 2 gives {second:.4f}. "
                "It is Michael Nielsen's example, and the starts and the rate are not told",
                runs.experiment,
            ),
            Claim(
                "001-41",
                "after 300 steps 0.82 has come to 0.09, and 0.98 to 0.20",
                TRUE,
                "{first_end:.4f} and {second_end:.4f}, with (a − y)²/2 and rate 0.15",
                runs.experiment,
            ),
            Claim(
                "001-42",
                "shows both curves of the cost",
                LOST,
                "the first falls at once from {first_cost:.3f}; the second begins at "
                "{second_cost:.3f}, and its output stays above 0.9 for {plateau:.0f} of 300 steps",
                runs.experiment,
            ),
            Claim(
                "001-43",
                "the larger the error at the start, the slower it gets there",
                DEPENDS,
                "in time, yes, but with every loss: {first_square:.0f} and {second_square:.0f} "
                "steps to 0.1, with cross-entropy {first_cross:.0f} and {second_cross:.0f}. In "
                "speed, no: from 0.3, 0.6 and 0.82 it pulls with {pulls}",
                runs.slower,
            ),
            Claim(
                "001-44",
                "shows the quadratic cost",
                LOST,
                "C = 1/(2n) Σ ‖y − a‖², for one sample (y − a)²/2",
            ),
            Claim(
                "001-45",
                "the most effective algorithm for training is backpropagation",
                MISLEADING,
                "it computes the gradient; gradient descent trains",
            ),
            Claim(
                "001-46",
                "change the parameters along the gradient",
                FALSE,
                "against it: from {before:.4f} the cost goes to {against:.4f}, along it to "
                "{along:.4f}",
                runs.direction,
            ),
            Claim(
                "001-47",
                "shows the derivatives for w and b",
                LOST,
                "(a − y) σ′(z) x and (a − y) σ′(z): {w:.4f} and {b:.4f} for w = 0.6, b = 0.9, x = "
                "2, as small steps say too",
                runs.nudged,
            ),
            Claim(
                "001-48",
                "σ′ is small for most z (its curve is a lost picture)",
                TRUE,
                "at most {most:.2f}; below 0.05 beyond {near:.3f}, below 0.01 beyond {far:.3f}",
                runs.flat,
            ),
            Claim(
                "001-49",
                "the step is η · a · σ′(z)",
                DEPENDS,
                "for target 0 and input 1; in general η (a − y) σ′(z) x",
            ),
            Claim(
                "001-50",
                "0.98 has the smaller slope, and that is why a larger error is slower",
                INCOMPLETE,
                "{sure:.5f} against {less:.5f}, {ratio:.2f} times less. But the flat sigmoid is "
                "the cause and not the error: for target 1 the output 0.98 is nearly right and "
                "just as flat",
                runs.flat,
            ),
            Claim(
                "001-51",
                "other activations bring more trouble; tanh suits very well",
                MISLEADING,
                "tanh is as flat. A linear output with squared error has no plateau: {linear:.0f} "
                "steps from 0.98 to 0.1, where the sigmoid needs {sigmoid:.0f}. In hidden layers "
                "ReLU is usual",
                runs.linear_output,
            ),
        ),
    ),
    Part(
        "Cross-entropy as the cure",
        (
            Claim(
                "001-52",
                "it differs from the softmax loss in whether the labels are one-hot",
                FALSE,
                "softmax loss is softmax and cross-entropy, and takes soft labels too: {soft}",
                runs.soft_labels,
            ),
            Claim(
                "001-53",
                "shows cross-entropy and its derivatives",
                LOST,
                "−1/n Σ [y ln a + (1 − y) ln(1 − a)], and 1/n Σ x (σ(z) − y); small steps agree "
                "to {digits:.0f} decimals",
                runs.cure,
            ),
            Claim(
                "001-54",
                "since σ′ = σ (1 − σ), it drops out",
                TRUE,
                "yes: their largest difference on a grid is below {gap:.0e}",
                runs.identity,
            ),
            Claim(
                "001-55",
                "so the larger the error, the faster it learns",
                DEPENDS,
                "at the output. Hidden sigmoids keep their σ′: from weights drawn 5 times too "
                "large, {stuck:.0f} of {starts:.0f} networks with cross-entropy are not there "
                "after 2000 steps",
                runs.hidden_units,
            ),
            Claim(
                "001-56",
                "in practice it often does better than squared error",
                TRUE,
                "often is the word. Ten networks of this document, each loss at the rate that is "
                "best for these ten: squared error needs {square:.1f} steps, cross-entropy "
                "{cross:.1f}. (Chapter 6 chooses the rates on other seeds; the order is the same.)",
                runs.race,
            ),
            Claim(
                "001-57",
                "derives cross-entropy from the gradient that one wants",
                LOST,
                "from ∂C/∂a · a (1 − a) = a − y follows ∂C/∂a = (a − y)/(a (1 − a)), and "
                "integrating gives cross-entropy: its slope there is {slope:.4f}, the formula "
                "{formula:.4f}",
                runs.wanted,
            ),
        ),
    ),
)
