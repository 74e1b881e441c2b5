"""Loss functions, understood by moving them."""
