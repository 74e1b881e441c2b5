"""Chapter 7: the losses people use today, each from one that is known already."""

PICTURES = (
    "token_losses",
    "similarity_matrix",
    "preference_margin",
    "mask_overlap",
    "count_valley",
    "delivery_band",
    "focal_weight",
    "hand_me_downs",
)
