"""The exercises of chapter 3: saturation."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np

from lossviz.checking import Case, Function, Mistake, Number, NumberGuess
from lossviz.maths import sigmoid, sigmoid_derivative, steps_to_reach

_START, _RATE = 5.0, 0.15
_GIVEN, _TWIN = 0.4, (3 + np.sqrt(33)) / 10


def _tanh_cost(a: float) -> float:
    return -float(np.log((1 + a) / 2))


def _tanh_slope(z: float) -> float:
    a = np.tanh(z)
    return float((a + 1) * (1 - a**2))


def _train(
    w: float,
    b: float,
    learning_rate: float,
    steps: int,
    slope: Callable[[float], Any] = _tanh_slope,
    output: Callable[[float], object] = np.tanh,
) -> object:
    for _ in range(steps):
        change = learning_rate * slope(w + b)
        w, b = w - change, b - change
    return output(w + b)


def _one_after_the_other(w: float, b: float, learning_rate: float, steps: int) -> float:
    for _ in range(steps):
        w = w - learning_rate * _tanh_slope(w + b)
        b = b - learning_rate * _tanh_slope(w + b)
    return float(np.tanh(w + b))


def _a_training(random: np.random.Generator) -> tuple[float, float, float, int]:
    w, b, rate = random.uniform([-1, -1, 0.05], [2, 2, 0.5]).round(2)
    return float(w), float(b), float(rate), int(random.integers(1, 30))


_LOSSES = ("quadratic_cost", "sigmoid_cross_entropy")


@cache  # some of the wrong rates need so many steps that they take a second
def _steps(level: float, z: float, loss: str, rate: float) -> float:
    return float(steps_to_reach(level, z, loss=loss, learning_rate=rate))


def _times(z: float, level: float, squared_rate: float, entropy_rate: float) -> float:
    squared = _steps(level, z, "quadratic_cost", squared_rate)
    return squared / _steps(level, z, "sigmoid_cross_entropy", entropy_rate)


def _sure_and_wrong(target: Any, logits: Any) -> Any:
    return np.mean(np.abs(sigmoid(logits) - target) > 0.9)


_STUCK, _SURE = 0.9, 4.0
_COUNTED = {loss: _steps(_STUCK, _SURE, loss, _RATE) for loss in _LOSSES}
_OUTPUTS = np.linspace(0.0, 1.0, 3001)

PREDICTIONS = {
    "3.a": NumberGuess(
        truth=_COUNTED["quadratic_cost"],
        low=0,
        high=300,
        unit="steps",
        why="For more than half of its training it hardly moves; then it falls like the other.",
        spoilers=("slower", "stuck", "plateau", "saturated", "flat"),
    ),
    "3.b": NumberGuess(
        truth=_OUTPUTS[np.argmax(_OUTPUTS**2 * (1 - _OUTPUTS))],
        low=0,
        high=1,
        why=(
            "Error and slope both count, and the error counts twice: a · a(1 − a) is largest at "
            "exactly 2/3, not at 1, where the error is largest, nor at ½, where the slope is."
        ),
        spoilers=("2/3", r"\frac23", "two thirds"),
    ),
    "3.c": NumberGuess(
        truth=_COUNTED["sigmoid_cross_entropy"],
        low=0,
        high=300,
        unit="steps",
        why="With the new cost it is pulled hardest where it is most wrong: at the very start.",
    ),
}

EXERCISES = {
    "3.1": Number(
        answer=np.exp(_START) / (2 * _RATE),
        relative=0.03,  # “about how many”, and with the e^5 ≈ 150 of the hint it is 500
        why=(
            "A count gives 555. The estimate is too small because it keeps only one term of F(z); "
            "most of what is missing is 3z/(2η) = 50, the slope after the plateau."
        ),
        hints=(
            "Put z₀ = 5 and η = 0.15 into e^z₀/(2η).",
            "e^5 is a little less than 150.",
        ),
        wrong={
            np.exp(_START) / _RATE: (
                "You left out the 2 in 2η. Both w and b learn, so z moves twice as far."
            ),
            np.exp(_START) * 2 * _RATE: (
                "The larger the learning rate, the fewer steps: divide by 2η."
            ),
            np.exp(_START) / 2 * _RATE: (
                "The whole 2η belongs below the line: np.exp(5) / (2 * 0.15)."
            ),
            np.exp(_START) / 2: "You left out the learning rate: divide by 2η, not by 2.",
            _steps(0.5, _START, "quadratic_cost", _RATE): (
                "That is the true count. Here the estimate is asked for, so that you can see how "
                "far it is off."
            ),
            10**_START / (2 * _RATE): "You took 10 to the power of z₀. The sigmoid has e.",
        },
    ),
    "3.2": Number(
        answer=_TWIN,
        decimals=2,
        why=(
            "It is (3 + √33)/10. Left of 2/3 a larger error makes the neuron faster, right of it "
            "slower: so every speed below the fastest occurs twice."
        ),
        hints=(
            "Read the speed at 0.4, then go right over the top until it is as low again.",
            "The speed is a²(1 − a), which is 12/125 at a = 2/5. Where else?",
            "Divide a³ − a² + 12/125 by (a − 2/5) and solve the quadratic equation that is left.",
        ),
        wrong={
            _GIVEN: "This is the output that is given. The other one lies above 2/3.",
            2 / 3: "There it is fastest. Go on to the right until it is as slow as at 0.4.",
            (3 - np.sqrt(33)) / 10: (
                "This solves the equation, but no sigmoid gives a negative output. There is one "
                "more root."
            ),
            2 * (2 / 3) - _GIVEN: (
                "As far behind the top as 0.4 is before it: but the hill is not symmetric. Behind "
                "the top it is steeper."
            ),
            1 - _GIVEN: (
                "This is 1 − 0.4, on the same side of the top. The hill is not symmetric, and its "
                "top is at 2/3."
            ),
            _GIVEN**2 * (1 - _GIVEN): (
                "This is the speed at 0.4. The other output that has it is asked for."
            ),
            1 - _TWIN: "This is 1 − a. The distance from the target 0 is a itself.",
        },
    ),
    "3.3": Number(
        answer=_tanh_cost(0.5),
        decimals=3,
        why=(
            "In general C = −½[(1 + y) ln(1 + a) + (1 − y) ln(1 − a)] + constant: cross-entropy "
            "of the probability (1 + a)/2, with the answer shifted from (−1, 1) to (0, 1)."
        ),
        hints=(
            "dC/dz = dC/da · (1 − a²), so dC/da = (a − y)/(1 − a²).",
            "For y = 1 one factor cancels: dC/da = −1/(1 + a). Integrate.",
            "C = −ln(1 + a) + constant. Which constant makes C = 0 at a = 1?",
        ),
        wrong={
            -np.log(1.5): (
                "The logarithm is right, but the constant is missing: a perfect answer, a = 1, "
                "must cost 0."
            ),
            -np.log(0.5): (
                "This is −ln a, the cost for a sigmoid. With tanh, a = 0.5 stands for a higher "
                "probability than one half."
            ),
            (1 - 0.5) ** 2 / 2: (
                "This is squared error. The wish was dC/dz = a − y, without the slope of tanh."
            ),
            _tanh_cost(0.5) / np.log(2): "These are bits: take the natural logarithm.",
            -np.log((1 - 0.5) / 2): "This is the cost for y = −1. For y = 1 it falls when a rises.",
            _tanh_cost(0.5) / 2: (
                "There is a ½ too many: for y = 1 the factor 1 + y is 2 and cancels it."
            ),
        },
    ),
    "3.4": Function(
        reference=_train,
        cases=(
            Case("no step at all", 0.6, 0.9, 0.15, 0),
            Case("one step", 0.6, 0.9, 0.15, 1),
            Case("the experiment", 2.0, 2.0, 0.15, 300),
            Case("a start on the other side", -1.0, -0.5, 0.15, 20),
            Case("a hopeless start", 20.0, 20.0, 0.15, 10),
        ),
        draw=_a_training,
        relative=1e-6,
        why=(
            "The plateau is not gone: from 2, 2 the output is still 0.999 after 300 steps. The "
            "slope 1 − tanh² dies out at both ends, even faster than the sigmoid's, because "
            "tanh(z) = 2σ(2z) − 1."
        ),
        hints=(
            "Change two lines of train_by_hand in section 1: the output and the slope.",
            "The derivative of tanh is 1 − tanh², and the target is −1.",
            "dC/dz = (a + 1)(1 − a²). Move w and b by the same amount, and return the last output.",
        ),
        mistakes=(
            Mistake(
                partial(_train, slope=lambda z: (np.tanh(z) + 1) * np.tanh(z) * (1 - np.tanh(z))),
                "Your gradient is a (1 − a)(1 + a). Either your slope is a (1 − a), that of the "
                "sigmoid, or your target is 0 and not −1.",
            ),
            Mistake(
                partial(_train, slope=lambda z: np.tanh(z) + 1),
                "The slope of tanh is missing: what you train with is the cost of exercise 3.3.",
            ),
            Mistake(
                partial(_train, slope=lambda z: sigmoid(z) * sigmoid_derivative(z), output=sigmoid),
                "This is the sigmoid neuron of section 1, with its target of 0. Put tanh, its "
                "slope and the target −1 in.",
            ),
            Mistake(
                partial(_train, slope=lambda z: (np.tanh(z) - 1) * (1 - np.tanh(z) ** 2)),
                "Your neuron goes to +1. Its target is −1: is it a − y?",
            ),
            Mistake(
                partial(_train, slope=lambda z: -_tanh_slope(z)),
                "You walk along the gradient, uphill. Subtract it.",
            ),
            Mistake(
                _one_after_the_other,
                "You move w first and then work out the slope for b at the new place. Compute the "
                "slope once for each step, and move both with it.",
            ),
            Mistake(
                partial(_train, slope=lambda z: _tanh_slope(z) / 2),
                "Each step is only half as long as it should be. Do both w and b learn? And is "
                "there a ½ too many in the slope?",
            ),
            Mistake(
                partial(_train, slope=lambda z: 2 * _tanh_slope(z)),
                "Each step is twice as long as it should be: the cost has a factor ½, which "
                "cancels the 2 of the square.",
            ),
            Mistake(
                partial(_train, output=lambda z: z),
                "You return the logit w + b. The output is its tanh.",
            ),
            Mistake(
                lambda w, b, learning_rate, steps: (
                    _train(w, b, learning_rate, 1) if steps else None
                ),
                "Your return stands inside the loop: it ends the function after the first step, "
                "and with no step at all it is never reached. Move it to the left, behind the "
                "loop.",
            ),
            Mistake(
                lambda w, b, learning_rate, steps: _train(w, b, learning_rate, max(steps - 1, 0)),
                "You return the output from before the last step. Compute it once more after the "
                "loop.",
            ),
        ),
    ),
    "3.5": Function(
        reference=lambda z, level, rate: _times(z, level, rate, rate),
        cases=(
            Case("the claim", 4.0, 0.1, 0.15),
            Case("the better start", 1.5, 0.1, 0.15),
            Case("a large rate", 1.0, 0.1, 1.0),
            Case("cross-entropy's own rate", 0.0, 0.4, 0.005),
            Case("a nearer level", 2.0, 0.3, 2.0),
        ),
        why=(
            "At equal rates it is 469 steps against 50. The claim compared a rate of 0.15 with "
            "one of 0.005: what it counted were rates, not losses."
        ),
        hints=(
            "Look at what was kept equal in the two numbers, and what was not.",
            "There is one rate in the arguments. Who uses it?",
        ),
        mistakes=(
            Mistake(
                lambda z, level, rate: _times(z, level, rate, 0.005),
                "Look at the learning rates: cross-entropy runs with 0.005, whatever rate is "
                "given.",
            ),
            Mistake(
                lambda z, level, rate: _times(z, level, 0.005, 0.005),
                "Both rates are equal now, but they are always 0.005. Use the one that is given.",
            ),
            Mistake(
                lambda z, level, rate: _times(z, level, 0.15, 0.15),
                "Both rates are equal now, but they are always 0.15. Use the one that is given.",
            ),
            Mistake(
                lambda z, level, rate: 1 / _times(z, level, rate, rate),
                "The quotient is upside down: it should be above 1 where squared error is slower.",
            ),
        ),
    ),
    "3.6": Function(
        reference=_sure_and_wrong,
        cases=(
            Case("one of four", [0, 0, 1, 1], [-4.0, 4.0, 4.0, 1.0]),
            Case("wrong, but not sure", [0, 1, 1], [2.0, -2.0, -2.5]),
            Case("nobody", [1, 0], [0.5, -0.5]),
            Case("everybody", [0, 1], [3.0, -3.0]),
            Case("two of five", [1, 1, 1, 0, 0], [-3.0, -2.3, 8.0, 2.1, 0.0]),
        ),
        draw=lambda random: (random.integers(0, 2, 8), random.normal(0, 3, 8).round(1)),
        why=(
            "These are the samples that squared error would leave where they are. They are often "
            "wrong labels, so look at some of them before you blame the model."
        ),
        hints=(
            "Squash first: an output is σ(z). How far is it from its target?",
            "Compare the distance with 0.9. That gives True or False for each sample.",
            "The mean of Trues and Falses is a share.",
        ),
        mistakes=(
            Mistake(
                lambda target, logits: np.mean(np.abs(np.asarray(logits) - target) > 0.9),
                "You compare logits with targets. Send them through the sigmoid first.",
            ),
            Mistake(
                lambda target, logits: np.sum(np.abs(sigmoid(logits) - target) > 0.9),
                "You count samples. A share was asked for.",
            ),
            Mistake(
                lambda target, logits: np.mean(sigmoid(logits) > 0.9),
                "You look at the output alone. An output of 0.95 is fine if the target is 1.",
            ),
            Mistake(
                lambda target, logits: np.mean(np.abs(sigmoid(logits) - target) > 0.5),
                "You count everything that is wrong. How sure must it be to count?",
            ),
        ),
    ),
}
