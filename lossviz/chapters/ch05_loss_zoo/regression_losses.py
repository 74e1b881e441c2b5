"""How the losses of a residual look, in every picture of them."""

from lossviz.figures.style import BLUE, GREEN, ORANGE, PINK, Look
from lossviz.maths import Loss, huber, mean_absolute_error, mean_squared_error, pinball

SQUARED, ABSOLUTE, HUBER, PINBALL = "squared", "absolute", "Huber", "pinball"
LOOKS = {
    SQUARED: Look(ORANGE, "-", "o"),
    ABSOLUTE: Look(BLUE, "--", "s"),
    HUBER: Look(GREEN, "-.", "D"),
    PINBALL: Look(PINK, ":", "^"),
}
LOSSES: dict[str, Loss] = {
    SQUARED: mean_squared_error,
    ABSOLUTE: mean_absolute_error,
    HUBER: huber,
    PINBALL: pinball,
}
