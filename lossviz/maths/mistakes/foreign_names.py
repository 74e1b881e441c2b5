"""What options of PyTorch, Keras, TensorFlow, scikit-learn, SciPy and optax are called here.

Who comes from one of them writes ``dim=``, ``from_logits=`` or ``label_smoothing=`` out of habit.
The error then names our counterpart, or the line that does the same. Code in back quotes can
be run as it stands, with the option that was given at hand.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any

from lossviz.maths.mistakes.options import Option

REDUCTIONS = ("mean", "sum", "none")

# Other words for our arguments: each stands for the first of its own that the function has.
_SAME = {
    **dict.fromkeys(("y_true", "y", "labels", "targets", "true"), ("target",)),
    **dict.fromkeys(
        ("y_pred", "logits", "predictions", "preds", "pred", "output", "outputs", "y_score"),
        ("prediction", "z"),
    ),
    **dict.fromkeys(("y_prob", "probs", "y_proba", "pred_decision"), ("prediction", "p")),
    **dict.fromkeys(("input", "x", "a", "inputs"), ("prediction", "z", "weights", "p")),
    "pk": ("p",),
    "qk": ("q",),
    **dict.fromkeys(("dim", "axes", "reduction_indices"), ("axis",)),
    **dict.fromkeys(("weight", "class_weights", "weights"), ("class_weight",)),
    **dict.fromkeys(("alpha", "q", "quantiles"), ("quantile", "strength")),
    **dict.fromkeys(("lambda_", "lam", "l1", "l2", "scale"), ("strength",)),
    **dict.fromkeys(("epsilon", "clip", "clip_eps", "fuzz"), ("eps", "delta", "smooth")),
    **dict.fromkeys(("eps", "smooth_nr", "smooth_dr"), ("smooth",)),
    **dict.fromkeys(("threshold", "huber_delta"), ("delta",)),
    "positive_weight": ("pos_weight",),
    "n_bins": ("bins",),
    **dict.fromkeys(("ignore_class", "ignore_label"), ("ignore_index",)),
    "tau": ("quantile", "strength", "temperature"),
    **dict.fromkeys(("T", "temp"), ("temperature",)),
}
_NEEDLESS = ("name", "dtype", "out", "_stacklevel", "nan_policy", "fn")

_LOGITS_OF = {
    "binary_cross_entropy": "sigmoid_cross_entropy",
    "categorical_cross_entropy": "softmax_cross_entropy",
    "nll": "sparse_softmax_cross_entropy",
}
_PROBABILITIES_OF = {
    "sigmoid_cross_entropy": "binary_cross_entropy(target, prediction",
    "softmax_cross_entropy": "categorical_cross_entropy(target, prediction",
    "sparse_softmax_cross_entropy": "nll(target, numpy.log(prediction)",
}
_BY_LABEL = ("sparse_softmax_cross_entropy", "nll")
_BY_ROW = ("categorical_cross_entropy", "softmax_cross_entropy")


def _from_logits(o: Option) -> str | None:
    if "target" not in o.parameters:
        return None
    if o.value and o.function in _LOGITS_OF:
        return f"for logits take `{_LOGITS_OF[o.function]}(target, prediction{o.known('eps')})`"
    if not o.value and o.others.get("pos_weight") is not None:
        return f"turn probabilities into logits: `{_of_probabilities(o.rest)}`"
    if not o.value and o.function in _PROBABILITIES_OF:
        code = f"{_PROBABILITIES_OF[o.function]}{o.known('pos_weight')})"
        return f"for probabilities take `{code}`"
    return f"leave it out: `{o.call}` takes just that"


def _of_probabilities(options: str) -> str:
    logits = "numpy.log(prediction) - numpy.log1p(numpy.negative(prediction))"
    return f"sigmoid_cross_entropy(target, {logits}{options})"


def _pos_weight(o: Option) -> str | None:
    if o.function != "binary_cross_entropy":
        return None
    options = f", {o.name}={o.shown}{o.known('eps')}"
    return (
        f"it belongs to the loss on logits: `sigmoid_cross_entropy(target, prediction{options})`; "
        f"if prediction holds probabilities, `{_of_probabilities(options)}`"
    )


def _label_smoothing(o: Option) -> str | None:
    s = o.shown
    if o.function in _BY_ROW:
        return (
            f"smooth the target: `target = numpy.multiply(target, 1 - {s}) + "
            f"{s} / numpy.shape(target)[-1]`"
        )
    if o.function in _BY_LABEL:
        return _smooth_labels(o)
    if o.function in ("binary_cross_entropy", "sigmoid_cross_entropy"):
        return f"smooth the target: `target = numpy.multiply(target, 1 - {s}) + {s} / 2`"
    return None


def _smooth_labels(o: Option) -> str:
    """With weights of classes it is no loss of ours: the mean is divided by those of the labels."""
    ignored = o.others.get("ignore_index")
    kept = "" if ignored is None else f"{_keep(f'numpy.not_equal(target, {ignored})')}; "
    rows = f"(1 - {o.shown}) * numpy.eye(K)[target] + {o.shown} / K"
    by_label, weighted = o.function == "nll", o.others.get("class_weight") is not None
    if weighted:
        logs = "prediction" if by_label else "log_softmax(prediction)"
        each = f"numpy.sum(-numpy.multiply(class_weight, {rows}) * {logs}, axis=-1)"
        reduction = o.others.get("reduction", "mean")
        code = each if reduction == "none" else f"numpy.sum({each})"
        if reduction == "mean":
            code += " / numpy.sum(numpy.take(class_weight, target))"
    else:
        loss = "categorical" if by_label else "softmax"
        rows += ", numpy.exp(prediction)" if by_label else ", prediction"
        code = f"{loss}_cross_entropy({rows}{o.known('class_weight', 'ignore_index')})"
    return f"smooth one-hot rows: `{kept}K = numpy.shape(prediction)[-1]; {code}`"


def _alpha(o: Option) -> str | None:
    if o.function != "focal":
        return None
    weights = f"numpy.where(numpy.equal(target, 1), {o.shown}, 1 - {o.shown})"
    return f"weigh yes with {o.shown} and no with the rest: {o.reduced(f'{weights} * {o.each}')}"


def _log_input(o: Option) -> str | None:
    if o.function != "poisson":
        return None
    if o.value:
        return f"leave it out: `{o.call}` takes just that"
    return "take the logarithm of rates: `prediction = numpy.log(prediction)`"


def _class_weight(o: Option) -> str | None:
    if o.function in _BY_ROW:
        log = "numpy.log(prediction)" if o.function.startswith("cat") else "log_softmax(prediction)"
        listed = isinstance(o.value, Mapping)
        weights = f"[{o.name}[key] for key in sorted({o.name})]" if listed else o.name
        return "weigh the classes yourself: " + o.reduced(
            f"numpy.sum(-numpy.multiply({weights}, target) * {log}, axis=-1)"
        )
    if o.name == "class_weight" and "target" in o.parameters:
        yes = "numpy.equal(target, 1)"
        return "weigh the samples by their class: " + o.reduced(
            f"numpy.where({yes}, class_weight[1], class_weight[0]) * {o.each}"
        )
    if "target" in o.parameters:
        return f"weigh each term yourself: {o.reduced(f'numpy.multiply({o.name}, {o.each})')}"
    return None


def _sample_weight(o: Option) -> str | None:
    if "reduction" not in o.parameters:
        return None
    weighted = o.reduced(f"numpy.multiply({o.name}, {o.each})")
    if o.others.get("reduction", "mean") != "mean":
        return f"weigh the samples yourself: {weighted}"
    return (
        f"weigh the samples yourself: `numpy.average({o.each}, weights={o.name})`, as scikit-learn "
        f"does, or as Keras, which divides by their number: {weighted}"
    )


def _ignored(o: Option) -> str | None:
    if "target" not in o.parameters or "prediction" not in o.parameters:
        return None
    kept = f"numpy.not_equal(target, {o.shown})"
    if o.name in ("mask", "where"):
        kept = f"numpy.asarray({o.name}, dtype=bool)"
    return f"leave these samples out: `{_keep(kept)}`"


def _keep(kept: str) -> str:
    both = "numpy.asarray(target)[keep], numpy.asarray(prediction)[keep]"
    return f"keep = {kept}; target, prediction = {both}"


def _axis(o: Option) -> str | None:
    if "target" not in o.parameters or not isinstance(o.value, int):
        return None
    if o.function not in (*_BY_ROW, *_BY_LABEL) or o.value == -1:
        return f"leave it out: `{o.call}` has the classes, if any, on the last axis"
    names = ("prediction",) if o.function in _BY_LABEL else ("target", "prediction")
    moved = ", ".join(f"numpy.moveaxis({name}, {o.value}, -1)" for name in names)
    return f"the classes are on the last axis here: `{', '.join(names)} = {moved}`"


def _keep_dimensions(o: Option) -> str | None:
    if not o.value:
        return f"leave it out: `{o.call}`"
    return f"put the axis back: `numpy.expand_dims({o.call}, axis=-1)`"


def _no_reduction(o: Option) -> str | None:
    if o.name == "reduction":
        if o.value in (None, "none"):
            return f"leave it out: `{o.call}` is one number for each distribution"
        done = "sum" if o.value == "sum" else "mean"
        return f"reduce it yourself: `numpy.{done}({o.call})`"
    if o.name in ("reduce", "size_average", "normalize") and "reduction" in o.parameters:
        off = {"reduce": "none", "size_average": "sum", "normalize": "sum"}[o.name]
        return f"write `reduction={'mean' if o.value else off!r}`"
    return None


def _squared(o: Option) -> str | None:
    return f"`{o.call}`" if o.value else f"take the root yourself: `numpy.sqrt({o.call})`"


def _log_target(o: Option) -> str | None:
    logarithms = o.value and "p" in o.parameters
    return "turn logarithms into probabilities: `p = numpy.exp(p)`" if logarithms else None


_TOLD: dict[str, Callable[[Option], str | None]] = {
    **dict.fromkeys(("from_logits", "with_logits"), _from_logits),
    **dict.fromkeys(("label_smoothing", "smoothing"), _label_smoothing),
    **dict.fromkeys(("weight", "class_weight", "weights"), _class_weight),
    **dict.fromkeys(("sample_weight", "sample_weights"), _sample_weight),
    **dict.fromkeys(("ignore_index", "ignore_class", "mask", "where"), _ignored),
    **dict.fromkeys(("dim", "axis"), _axis),
    **dict.fromkeys(("keepdims", "keepdim"), _keep_dimensions),
    **dict.fromkeys(("reduction", "reduce", "size_average", "normalize"), _no_reduction),
    "squared": _squared,
    "pos_weight": _pos_weight,
    "alpha": _alpha,
    "log_input": _log_input,
    "log_target": _log_target,
}

# What is told of others: the options, the argument that a function must have or its name, and the
# text, with the option `o` in it. The first row that fits counts.
_TEXTS = (
    (
        ("temperature", "T"),
        "z",
        "divide the logits: `{o.function}(numpy.divide(z, {o.shown}){o.rest})`",
    ),
    (("temperature", "T"), "", "divide the logits by {o.shown} before the call"),
    (("eps", "epsilon"), "target", "nothing is clipped here, nor needs it: `{o.call}`"),
    (("delta",), "target", "that is `huber(target, prediction, delta={o.shown}{o.rest})`"),
    (("quantile",), "target", "that is `pinball(target, prediction, quantile={o.shown}{o.rest})`"),
    (
        ("beta",),
        "huber",
        "PyTorch's smooth_l1_loss is "
        "`huber(target, prediction, delta={o.shown}{o.rest}) / {o.shown}`",
    ),
    (("multioutput",), "target", "average the samples yourself: `numpy.mean({o.each}, axis=0)`"),
    (("weight_decay",), "l2", "it has a ½ in it: `strength={o.shown} / 2`"),
    (("gamma",), "logistic", "that is `focal(target, prediction, gamma={o.shown}{o.rest})`"),
    (("gamma",), "sigmoid_cross_entropy", "that is the loss focal, whose target is -1 or +1"),
    (("logit_scale",), "similarity", "it is 1/temperature: `temperature = 1 / {o.shown}`"),
    (("full",), "poisson", "what depends on the target alone is left out here: `{o.call}`"),
    (("qk",), "entropy", "for two distributions there is `kl_divergence(p, qk)`, in bits"),
)


def _told(option: Option) -> str | None:
    if option.name in _TOLD:
        return _TOLD[option.name](option)
    for names, asked, text in _TEXTS:
        if option.name in names and asked in ("", option.function, *option.parameters):
            return text.format(o=option)
    return None


def counterpart(option: Option) -> str:
    """Say what an option of another library is here, or at least which options there are."""
    ours = next((name for name in _SAME.get(option.name, ()) if name in option.parameters), None)
    if ours:
        return f"{option.name} is called {ours} here: `{ours}={option.shown}`."
    told = _told(option)
    if told:
        return f"{told}."
    takes = f"{option.function} takes {', '.join(option.parameters)}"
    if option.name in _NEEDLESS:
        return f"leave it out: `{option.call}`; {takes}."
    for alike in difflib.get_close_matches(option.name, option.parameters, 1, 0.8):
        return f"if that is {alike}, `{alike}={option.shown}`; {takes}."
    return f"{takes}."


def reduction(
    value: object, function: str, parameters: tuple[str, ...], others: dict[str, Any]
) -> str | None:
    """Say what a reduction of another library is called here."""
    if value is None or value is False:
        return "one number for each sample is `reduction='none'`"
    if not isinstance(value, str):
        return None
    option = Option(function, "reduction", value, parameters, others)
    if value in ("batchmean", "batch_mean"):
        if function in (*_BY_ROW, *_BY_LABEL):
            return "the mean over rows is `reduction='mean'` here"
        call = option.each.replace("'none'", "'sum'")
        return f"the sum over the rows, divided by their number, is `{call} / len(target)`"
    if value.lower() in REDUCTIONS:
        return f"write `reduction={value.lower()!r}`"
    if value in (
        *("sum_over_batch_size", "mean_with_sample_weight", "elementwise_mean", "auto"),
        *("average", "avg", "sum_by_nonzero_weights"),
    ):
        return "the mean is `reduction='mean'` here"
    return None
