"""Loss functions with their gradients.

A loss is called ``loss(target, prediction, reduction="mean" | "sum" | "none")``. Its gradient,
``loss.gradient(...)``, takes the same arguments and is the derivative of the returned value with
respect to the prediction; ``loss.value_and_gradient(...)`` gives both at once.
"""
