"""Chapter 7: the losses people use today, each from one that is known already."""

PICTURES = (
    "token_losses",
    "similarity_matrix",
    "preference_margin",
    "mask_overlap",
    "delivery_band",
    "focal_weight",
)
