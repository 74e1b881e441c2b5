"""Chapter 4: softmax, its loss, and sigmoid cross-entropy."""

PICTURES = (
    "softmax_pipeline",
    "softmax_descent",
    "double_softmax",
    "shift_and_heat",
    "sigmoid_forms",
    "rare_clusters",
)
