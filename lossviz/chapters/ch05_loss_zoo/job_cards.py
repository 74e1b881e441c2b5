"""Cards that describe a job, and how an answer to them is judged: loss, last layer, call.

Names are taken as people write them: with or without their module, in capitals or not, from any
framework.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from lossviz.checking import Exercise, Reply

ONE, MANY, SIGMOID, SOFTMAX = "one", "K", "sigmoid", "softmax"
BY_HAND = "by hand"

# The calls of each loss, by its name in lossviz.
CALLS: Mapping[str, tuple[str, ...]] = {
    "mean_squared_error": (
        *("torch.nn.functional.mse_loss", "torch.nn.MSELoss", "keras.losses.MeanSquaredError"),
        *("sklearn.linear_model.LinearRegression", "sklearn.metrics.mean_squared_error"),
        *("optax.losses.squared_error", "optax.losses.l2_loss"),
    ),
    "huber": (
        *("torch.nn.functional.huber_loss", "torch.nn.HuberLoss", "keras.losses.Huber"),
        *("torch.nn.functional.smooth_l1_loss", "torch.nn.SmoothL1Loss"),
        *("sklearn.linear_model.HuberRegressor", "optax.losses.huber_loss"),
    ),
    "mean_absolute_error": (
        *("torch.nn.functional.l1_loss", "torch.nn.L1Loss", "keras.losses.MeanAbsoluteError"),
        "sklearn.metrics.mean_absolute_error",
    ),
    "pinball": (
        *("sklearn.linear_model.QuantileRegressor", "sklearn.metrics.mean_pinball_loss"),
        *("sklearn.ensemble.HistGradientBoostingRegressor", BY_HAND),
    ),
    "sigmoid_cross_entropy": (
        "torch.nn.functional.binary_cross_entropy_with_logits",
        *("torch.nn.BCEWithLogitsLoss", "keras.losses.BinaryCrossentropy"),
        "keras.losses.binary_crossentropy",
        *("tf.nn.sigmoid_cross_entropy_with_logits", "optax.losses.sigmoid_binary_cross_entropy"),
        "sklearn.linear_model.LogisticRegression",
    ),
    "sparse_softmax_cross_entropy": (
        *("torch.nn.functional.cross_entropy", "torch.nn.CrossEntropyLoss"),
        "keras.losses.SparseCategoricalCrossentropy",
        "keras.losses.sparse_categorical_crossentropy",
        "tf.nn.sparse_softmax_cross_entropy_with_logits",
        "optax.losses.softmax_cross_entropy_with_integer_labels",
        "sklearn.linear_model.LogisticRegression",
    ),
    "softmax_cross_entropy": (
        *("torch.nn.functional.cross_entropy", "torch.nn.CrossEntropyLoss"),
        *("keras.losses.CategoricalCrossentropy", "keras.losses.categorical_crossentropy"),
        *("tf.nn.softmax_cross_entropy_with_logits", "optax.losses.softmax_cross_entropy"),
    ),
    "hinge": (
        *("sklearn.svm.SVC", "sklearn.svm.LinearSVC", "sklearn.linear_model.SGDClassifier"),
        *("keras.losses.Hinge", "sklearn.metrics.hinge_loss", "optax.losses.hinge_loss", BY_HAND),
    ),
    "exponential": ("sklearn.ensemble.AdaBoostClassifier", BY_HAND),
}
# What else people call a loss.
SYNONYMS: Mapping[str, str] = {
    **dict.fromkeys(("mse", "squared error", "quadratic cost", "l2"), "mean_squared_error"),
    **dict.fromkeys(("mae", "absolute error", "l1"), "mean_absolute_error"),
    **dict.fromkeys(("quantile", "quantile loss", "pinball loss"), "pinball"),
    **dict.fromkeys(("huber loss", "smooth l1"), "huber"),
    **dict.fromkeys(("bce", "binary cross entropy", "logistic"), "sigmoid_cross_entropy"),
    "sparse categorical cross entropy": "sparse_softmax_cross_entropy",
    **dict.fromkeys(("categorical cross entropy", "kl divergence"), "softmax_cross_entropy"),
    **dict.fromkeys(("hinge loss", "svm"), "hinge"),
    **dict.fromkeys(("exponential loss", "adaboost"), "exponential"),
}
# Calls that take something else than their names let people think.
TRAPS: Mapping[str, str] = {
    **dict.fromkeys(
        ("binary_cross_entropy", "BCELoss", "log_loss"),
        "This call takes probabilities, not the numbers of your last layer. It has a sister whose "
        "name ends in what it takes.",
    ),
    **dict.fromkeys(
        ("nll_loss", "NLLLoss", "kl_div", "KLDivLoss"),
        "This call takes log-probabilities. Another one does that step for you.",
    ),
    **dict.fromkeys(
        ("hinge_embedding_loss", "HingeEmbeddingLoss"),
        "Despite its name, this call computes another loss, for distances.",
    ),
    **dict.fromkeys(
        ("multi_margin_loss", "MultiMarginLoss"), "This call compares a class with all others."
    ),
}
# Calls that do what is meant only with an option.
_UNLESS = "This call takes probabilities unless an option tells it what it gets."
_OPTIONS: Mapping[str, tuple[str, str]] = {
    **{
        f"keras.losses.{name}": ("fromlogits=true", _UNLESS)
        for name in (
            "BinaryCrossentropy",
            "CategoricalCrossentropy",
            "SparseCategoricalCrossentropy",
            "binary_crossentropy",
            "categorical_crossentropy",
            "sparse_categorical_crossentropy",
        )
    },
    "sklearn.svm.LinearSVC": (
        "loss=hinge",
        "Without an option, this estimator squares the loss that you chose.",
    ),
}
_LAYERS: Mapping[str, str] = {
    ONE: "There is more than one thing to say about each sample. How many numbers must leave the "
    "network?",
    MANY: "One thing is asked about each sample. How many numbers must leave the network?",
    SIGMOID: "Your call squeezes the numbers itself, or wants them unsqueezed. What should stand "
    "between the last numbers and the loss?",
    SOFTMAX: "Shares that sum to 1 are made by your call itself, or are not wanted here. What "
    "should stand between the last numbers and the loss?",
}
# Which layer makes the probabilities of a loss, and which calls take them from it.
_PROBABILITIES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "sigmoid_cross_entropy": (SIGMOID, ("binary_cross_entropy", "BCELoss", "log_loss")),
    "sparse_softmax_cross_entropy": (SOFTMAX, ("log_loss",)),
    "softmax_cross_entropy": (SOFTMAX, ("log_loss",)),
}
_IN_TWO_STEPS = (
    "That is right as mathematics: your layer makes probabilities, and your call takes them. In "
    "one step, from the numbers as they are, the digits of very sure answers are kept. Which call "
    "does that?"
)
_PARTS = ("loss", "last layer", "call")
_FORM = 'Each card has three texts: 3: ("loss", "last layer", "call").'


@dataclass(frozen=True, kw_only=True)
class Card:
    """A job: which loss it needs, which last layer, and what to look at.

    Attributes
    ----------
    loss : its name in lossviz
    layer : ONE number as it is, or MANY
    look : the sentence for a loss that is not among ``wrong``
    wrong : what to say of the losses that people choose instead, by their names
    number : the pattern of a number that the loss or the call must hold, such as a quantile
    """

    loss: str
    layer: str
    look: str
    wrong: Mapping[str, str] = field(default_factory=dict)
    number: str = ""


@dataclass(frozen=True, kw_only=True)
class JobCards(Exercise):
    """An exercise of several cards, of which any number can be answered at a time."""

    cards: Mapping[int, Card]

    @property
    def wrong(self) -> Mapping[str, str]:
        """Everything that is said of wrong losses, by card and loss."""
        said = {
            f"{n} {name}": text for n, c in self.cards.items() for name, text in c.wrong.items()
        }
        return said | {f"{n}": card.look for n, card in self.cards.items()}

    def judge(self, name: str, answer: object) -> Reply:
        """Say which cards are right, and what to look at in the first that are not."""
        if not isinstance(answer, Mapping) or not set(answer) <= set(self.cards):
            known = f"{min(self.cards)} to {max(self.cards)}"
            return Reply(f"Give a dictionary with the numbers of cards, {known}. {_FORM}")
        given = {n: parts for n, parts in answer.items() if parts is not ...}
        says = {n: judge_card(self.cards[n], parts) for n, parts in sorted(given.items())}
        right = [n for n, complaint in says.items() if not complaint]
        if len(right) == len(self.cards):
            return Reply(f"Right, all {len(right)}. {self.why}", right=True)
        if not given:
            return self.reply(name, ...)
        are = "is" if len(right) == 1 else "are"
        lines = [f"Not yet: {len(right)} of {len(self.cards)} cards {are} right{_listed(right)}."]
        lines += [f"Card {n}: {complaint}" for n, complaint in says.items() if complaint]
        return Reply("\n".join([*lines, self.offer(name)]))


def judge_card(card: Card, parts: object) -> str:
    """Say what is wrong with an answer to a card, or nothing."""
    if isinstance(parts, str):
        parts = [part.strip() for part in parts.split(",", 2)]
    if (
        not isinstance(parts, Sequence)
        or len(parts) != len(_PARTS)
        or not all(isinstance(part, str) for part in parts)
    ):
        return f"Three texts are needed, for {_PARTS[0]}, {_PARTS[1]} and {_PARTS[2]}."
    loss, layer, call = parts
    return (
        _about_loss(card, loss)
        or _about_layer(card, layer, call)
        or _about_call(card, call)
        or _about_number(card, " ".join(parts))
    )


def loss_named(text: str) -> str | None:
    """Return the loss that a person means, or None.

    Examples
    --------
    >>> loss_named("MSE"), loss_named("Binary cross-entropy"), loss_named("huber(δ = 2)")
    ('mean_squared_error', 'sigmoid_cross_entropy', 'huber')
    """
    names = {_bare(name): name for name in CALLS}
    names |= {_bare(name): loss for name, loss in SYNONYMS.items()}
    # Without its arguments, or a number behind it.
    return names.get(_bare(re.sub(r"\(.*|[\s,]+(\S+\s*=\s*)?[\d.]+$", "", text)))


def _about_loss(card: Card, text: str) -> str:
    loss = loss_named(text)
    if loss == card.loss:
        return ""
    if loss is None:
        return f"{text!r:.40} is no loss of the table in section 6; take a name from there."
    return card.wrong.get(loss, card.look)


def _about_layer(card: Card, text: str, call: str) -> str:
    layers = {_bare(name): name for name in _LAYERS} | {"1": ONE, "many": MANY}
    layer = layers.get(_bare(text))
    if layer == card.layer:
        return ""
    if layer is None:
        known = ", ".join(f'"{name}"' for name in _LAYERS)
        return f"{text!r:.40} is no last layer of the list: {known}."
    squeeze, takers = _PROBABILITIES.get(card.loss, ("", ()))
    if layer == squeeze and (
        _call(call) in map(_call, takers) or _about_call(card, call) == _UNLESS
    ):
        return _IN_TWO_STEPS
    return _LAYERS[layer]


def _about_call(card: Card, text: str) -> str:
    name = _call(text)
    for trap, says in TRAPS.items():
        if name == _call(trap):
            return says
    for call in CALLS[card.loss]:
        if name == _call(call):
            option, says = _OPTIONS.get(call, ("", ""))
            return "" if option in re.sub(r"[\s_'\"]", "", text.lower()) else says
    others = [loss for loss, calls in CALLS.items() if name in map(_call, calls)]
    if others:
        return "This call has another loss in it than the one that you chose."
    return f"{text!r:.40} is not a call that I know; PyTorch, Keras, scikit-learn or optax has one."


def _about_number(card: Card, text: str) -> str:
    if card.number and not re.search(card.number, text):
        return (
            "Your call still needs the number that follows from the two prices. On which share of "
            "the days should there be enough?"
        )
    return ""


def _call(text: str) -> str:
    """Return the name of a call alone: without module and arguments."""
    name = text.strip().lower()
    if name.startswith(BY_HAND):
        return BY_HAND
    return re.split(r"[(\s,]", name, maxsplit=1)[0].rpartition(".")[2]


def _bare(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _listed(numbers: Sequence[int]) -> str:
    return f" ({', '.join(map(str, numbers))})" if numbers else ""
