"""What is told of a loss, and how its twins in the frameworks are written down."""

from __future__ import annotations

from dataclasses import dataclass

from lossviz.maths.losses.loss import Loss


@dataclass(frozen=True)
class Twin:
    """The same loss in a framework.

    Attributes
    ----------
    call : the exact call; y is the target, f a score or logit, p a probability, a a number
    takes : what the call takes (probabilities or logits, index or one-hot, order of arguments)
    reduces : what it returns, and how to get a mean, a sum or each loss
    """

    call: str
    takes: str
    reduces: str


@dataclass(frozen=True)
class Entry:
    """One loss.

    Attributes
    ----------
    loss : the loss itself
    title : its name in words
    formula : value in LaTeX, without dollar signs
    domain : what target and prediction are
    convex_in : in what it is convex, or "nothing"
    robust : what an outlier or a wrong label can do
    pytorch, tensorflow, sklearn : its twins, or None where there is none
    """

    loss: Loss
    title: str
    formula: str
    domain: str
    convex_in: str
    robust: str
    pytorch: Twin | None = None
    tensorflow: Twin | None = None
    sklearn: Twin | None = None

    @property
    def name(self) -> str:
        """The name of the loss in this package."""
        return self.loss.__name__


TORCH = "reduction='mean' | 'sum' | 'none'"
TORCH_WEIGHTED = "reduction='mean' (over the sum of the weights) | 'sum' | 'none'"
KERAS = (
    "one loss for each row, the mean over the last axis; "
    "reduction='sum_over_batch_size' | 'sum' | None over the rows"
)
KERAS_ROWS = "one loss for each row; reduction='sum_over_batch_size' | 'sum' | None"
EACH = "each loss; take the mean or sum yourself"
SKLEARN = "the mean, with sample_weight the weighted mean"
BOUNDED = "robust: the slope is bounded"
UNBOUNDED = "not robust: the slope grows with the error"


def keras(
    name: str, prediction: str, takes: str, options: str = "", *, by_row: bool = False
) -> Twin:
    """A loss of Keras."""
    reduces = KERAS_ROWS if by_row else KERAS
    return Twin(f"tf.keras.losses.{name}({options})(y, {prediction})", takes, reduces)


def torch(call: str, takes: str, reduces: str = TORCH) -> Twin:
    """A function of PyTorch."""
    return Twin(f"torch.nn.functional.{call}", takes, reduces)


def sklearn(call: str, takes: str, reduces: str = SKLEARN) -> Twin:
    """A metric of scikit-learn."""
    return Twin(f"sklearn.metrics.{call}", takes, reduces)
