"""Chapter 4: softmax, its loss, and sigmoid cross-entropy."""

PICTURES = (
    "softmax_pipeline",
    "softmax_descent",
    "double_softmax",
    "sigmoid_forms",
    "positive_weight",
)
