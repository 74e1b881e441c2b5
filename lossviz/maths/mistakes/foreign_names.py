"""What options of PyTorch, Keras, TensorFlow, scikit-learn, SciPy and optax are called here.

Who comes from one of them writes ``dim=``, ``from_logits=`` or ``label_smoothing=`` out of habit.
The error then names our counterpart, or the line that does the same. Code in back quotes can
be run as it stands, with the option that was given at hand.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar, cast

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
    **dict.fromkeys(("alpha", "q", "tau", "quantiles"), ("quantile", "strength")),
    **dict.fromkeys(("lambda_", "lam", "l1", "l2", "scale"), ("strength",)),
    **dict.fromkeys(("epsilon", "clip", "clip_eps", "fuzz"), ("eps", "delta")),
    **dict.fromkeys(("threshold", "huber_delta"), ("delta",)),
    "positive_weight": ("pos_weight",),
    "n_bins": ("bins",),
    "ignore_class": ("ignore_index",),
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


class Option(NamedTuple):
    """An option that a function does not have."""

    function: str
    name: str
    value: Any
    parameters: tuple[str, ...]
    others: dict[str, Any]  # the options beside it

    @property
    def shown(self) -> str:
        """The value as code."""
        return _shown(self.name, self.value)

    @property
    def call(self) -> str:
        """Code that calls the function without this option."""
        return f"{self.function}({self._arguments()}{self.known()})"

    @property
    def each(self) -> str:
        """Code for the loss of each sample."""
        return f"{self.function}({self._arguments()}{self.known('reduction')}, reduction='none')"

    @property
    def rest(self) -> str:
        """Code for the other options."""
        return self.known()

    def known(self, but: str = "") -> str:
        """Code for the other options, where they are ours."""
        ours = {n: v for n, v in self.others.items() if n in self.parameters and n != but}
        return "".join(f", {n}={_shown(n, v)}" for n, v in ours.items() if n not in _ARGUMENTS)

    def reduced(self, each: str) -> str:
        """Code that reduces the losses of all samples as the call had asked."""
        reduction = self.others.get("reduction", "mean")
        return f"`numpy.{reduction}({each})`" if reduction in ("mean", "sum") else f"`{each}`"

    def _arguments(self) -> str:
        return ", ".join(name for name in self.parameters if name in _ARGUMENTS)


def _shown(name: str, value: Any) -> str:
    """A value as code: itself, or the name of what holds it."""
    plain = value is None or isinstance(value, (bool, int, float, str))
    return repr(value) if plain else name


_ARGUMENTS = ("target", "prediction", "weights", "z", "p", "q")


def _from_logits(o: Option) -> str | None:
    if "target" not in o.parameters:
        return None
    if o.value and o.function in _LOGITS_OF:
        return f"for logits take `{_LOGITS_OF[o.function]}(target, prediction{o.known('eps')})`"
    if not o.value and o.function in _PROBABILITIES_OF:
        code = f"{_PROBABILITIES_OF[o.function]}{o.known('pos_weight')})"
        return f"for probabilities take `{code}`"
    return f"leave it out: `{o.call}` takes just that"


def _label_smoothing(o: Option) -> str | None:
    s = o.shown
    if o.function in _BY_ROW:
        return (
            f"smooth the target: `target = numpy.multiply(target, 1 - {s}) + "
            f"{s} / numpy.shape(target)[-1]`"
        )
    if o.function in _BY_LABEL:
        rows, prediction = "softmax_cross_entropy", "prediction"
        if o.function == "nll":
            rows, prediction = "categorical_cross_entropy", "numpy.exp(prediction)"
        return (
            "smooth one-hot rows: `K = numpy.shape(prediction)[-1]; "
            f"{rows}((1 - {s}) * numpy.eye(K)[target] + {s} / K, {prediction})`"
        )
    if o.function in ("binary_cross_entropy", "sigmoid_cross_entropy"):
        return f"smooth the target: `target = numpy.multiply(target, 1 - {s}) + {s} / 2`"
    return None


def _class_weight(o: Option) -> str | None:
    if o.function in _BY_ROW:
        log = "numpy.log(prediction)" if o.function.startswith("cat") else "log_softmax(prediction)"
        return "weigh the classes yourself: " + o.reduced(
            f"numpy.sum(-numpy.multiply({o.name}, target) * {log}, axis=-1)"
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
    if "target" not in o.parameters or "reduction" not in o.parameters:
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
    return (
        f"leave these samples out: `keep = {kept}; target, prediction = "
        "numpy.asarray(target)[keep], numpy.asarray(prediction)[keep]`"
    )


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
        ("pos_weight",),
        "binary_cross_entropy",
        "it belongs to the loss on logits: "
        "`sigmoid_cross_entropy(target, prediction, pos_weight={o.shown})`",
    ),
    (
        ("beta",),
        "huber",
        "PyTorch's smooth_l1_loss is `huber(target, prediction, delta={o.shown}) / {o.shown}`",
    ),
    (("multioutput",), "target", "average the samples yourself: `numpy.mean({o.each}, axis=0)`"),
    (("weight_decay",), "l2", "it has a ½ in it: `strength={o.shown} / 2`"),
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
    return f"{takes}."


def reduction(value: object, function: str, parameters: tuple[str, ...]) -> str | None:
    """Say what a reduction of another library is called here."""
    if value is None or value is False:
        return "one number for each sample is `reduction='none'`"
    if not isinstance(value, str):
        return None
    option = Option(function, "reduction", value, parameters, {})
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


def misfit(
    function: str, parameters: tuple[str, ...], error: TypeError, options: dict[str, Any]
) -> TypeError:
    """Return the error for arguments that do not fit a signature, with the way out."""
    unknown = next((name for name in options if name not in parameters), None)
    if unknown is not None:
        others = {name: value for name, value in options.items() if name != unknown}
        option = Option(function, unknown, options[unknown], parameters, others)
        return TypeError(f"got an unexpected option {unknown!r}; {counterpart(option)}")
    named = [name for name in parameters if name not in _ARGUMENTS]
    if "too many positional" in str(error) and function == "entropy":
        return TypeError(
            f"{error}; entropy takes one distribution p: the divergence of two, which SciPy calls "
            "entropy too, is kl_divergence(p, q)."
        )
    if "too many positional" in str(error) and named:
        return TypeError(
            f"{error}; {function} takes {', '.join(parameters)}, and options by their names, as in "
            f"{named[0]}=…."
        )
    return TypeError(f"{error}; {function} takes {', '.join(parameters)}.")


F = TypeVar("F", bound=Callable[..., Any])


def explains_names(function: F) -> F:
    """Let a function answer options that it does not have with their counterparts."""
    signature = inspect.signature(function)
    parameters = tuple(signature.parameters)

    @functools.wraps(function)
    def call(*arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except TypeError:
            try:
                signature.bind(*arguments, **options)
            except TypeError as error:
                raise misfit(function.__name__, parameters, error, options) from None
            raise

    return cast(F, call)
